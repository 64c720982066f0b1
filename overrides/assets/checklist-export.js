// A checklist to take away, as Word, as a table and as text. Pure functions.
//
// List: {title, sections: [{title, items: [{id, text, why}]}]}; said: {ticks: {item: mark}, notes: {item: note}};
// words: the interface's words by key.

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

/** The list as the blocks of a Word document (see word.js), with what is ticked and noted. */
export function wordBlocks(list, said, words) {
  const control = (id, field, text) => ({ control: { id: `${id}-${field}`, name: `${words[field]}: ${text}`, value: said.notes[id]?.[field] ?? "", hint: " ", type: "text" } });
  const item = ({ id, text, why }) => [
    [
      { box: { id, name: text, ticked: said.ticks[id] === "ticked" }, text: said.ticks[id] === "skipped" ? `${text} (${words.skipped})` : text },
      ...[why, said.notes[id]?.note].filter(Boolean).map((below) => ({ text: below, small: true })),
    ],
    [control(id, "who", text)],
    [control(id, "when", text)],
  ];
  const section = ({ title, items }) => [
    ...(title ? [{ kind: "heading1", text: title }] : []),
    { kind: "table", name: title || list.title, widths: [106, 38, 30], head: ["item", "who", "when"].map((key) => words[key]), rows: items.map(item) },
  ];
  return [{ kind: "title", text: list.title }, ...list.sections.flatMap(section)];
}
