// A checklist as text to take away. Pure functions.
//
// List: {title, sections: [{title, items: [{id, text, why}]}]}; said: {ticks: {item: mark}, notes: {item: note}};
// words: the interface's words by key. A list that nothing is said about gives what the build makes (scripts/
// methodbook/checklists/csv_markdown.py), letter for letter.

const FIELDS = ["who", "when", "note"];

// Spreadsheets read a cell that begins like this as a formula; what a colleague wrote must not become one.
const harmless = (text) => (/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text);
const quoted = (text) => (/[";\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const row = (cells) => cells.map((cell) => quoted(harmless(cell))).join(";") + "\r\n";

/** The list as a table for Excel in the Nordic settings: byte order mark, semicolons. */
export function csv(list, said, words) {
  const rows = list.sections.flatMap(({ title, items }) =>
    items.map(({ id, text }) => [
      title,
      text,
      words[said.ticks[id]] ?? "",
      ...FIELDS.map((field) => said.notes[id]?.[field] ?? ""),
    ]),
  );
  return "\ufeff" + [["section", "item", "state", ...FIELDS].map((key) => words[key]), ...rows].map(row).join("");
}

/** The list as Markdown, which mails and notes show as it is. */
export function markdown(list, said, words) {
  const line = (text) => (text ? `  ${text}\n` : "");
  const notes = (note = {}) =>
    FIELDS.filter((field) => note[field])
      .map((field) => `${words[field]}: ${note[field].replace(/\s+/g, " ")}`)
      .join(" · ");
  const item = ({ id, text, why }) =>
    `- [${said.ticks[id] === "ticked" ? "x" : " "}] ${text}` +
    (said.ticks[id] === "skipped" ? ` (${words.skipped})\n` : "\n") +
    line(why) +
    line(notes(said.notes[id]));
  const section = ({ title, items }) => `\n## ${title}\n\n${items.map(item).join("")}`;
  return `# ${list.title}\n${list.sections.map(section).join("")}`;
}
