// What a reader can do with what is saved: share, save, read in, reset, delete. Each asks in one native dialog before
// it changes anything, and says in one notice what was done. What comes from outside is only ever set as text.

import {
  LARGEST, Refusal, decode, drop, encode, lists, merge, parse, pick, replace, revert, serialise, totals,
} from "./checklist-state.js";
import { alsoDraw, current, draw, say, settled, words } from "./checklist-progress.js";
import { erase, raw, trouble, write } from "./checklist-store.js";

// What only the script makes has a style sheet of its own.
const styles = { rel: "stylesheet", href: new URL("lists.css", import.meta.url) };
document.head.append(Object.assign(document.createElement("link"), styles));

const $ = (selector) => document.querySelector(selector);
const dialog = $(".list-dialog");
const notice = $(".list-notice");
const undoing = notice.querySelector("button");
const picker = $(".list-picker");

/** A new element with these properties. */
export const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

/** Keep `state` and show it. */
export function commit(state) {
  write(state);
  draw();
}

/** Say what was done; `undo`, where given, takes it back and returns what to say of that. */
export function tell(text, undo) {
  notice.firstElementChild.textContent = text;
  notice.removeAttribute("data-is-old");
  undoing.hidden = !undo;
  undoing.onclick = () => {
    tell(undo());
    notice.focus();
  };
  if (undo) undoing.focus({ preventScroll: true });
}

// What was done is old news once the reader goes on working: it can still be undone, but no longer stays in sight.
document.addEventListener("input", () => notice.toggleAttribute("data-is-old", true));

let settle = () => {};
// The close of a dialog is told late: by then another question may stand in it, which this is no answer to.
dialog.addEventListener("close", () => dialog.open || settle(dialog.returnValue));

// The key of what the reader chose. The last choice, like Escape or another question, changes nothing. `link` is text
// to copy; where it is a function, it is given whether the reader chose `option`.
function ask(title, lines, choices, link = "", option = "") {
  settle(dialog.open ? "" : dialog.returnValue);
  if (dialog.open) dialog.close();
  const [heading, text, choose, field, buttons] = dialog.children;
  const button = (value) => make("button", { className: "tool", textContent: say(value), onclick: () => dialog.close(value) });
  const linked = () => (field.firstElementChild.value = link && (option ? link(choose.firstElementChild.checked) : link));
  heading.textContent = title;
  text.replaceChildren(...lines.map((textContent) => make("p", { textContent })));
  choose.hidden = !option;
  choose.firstElementChild.checked = false;
  choose.firstElementChild.onchange = linked;
  choose.lastChild.textContent = option;
  field.hidden = !link;
  linked();
  buttons.replaceChildren(...choices.map(button));
  dialog.returnValue = "";
  dialog.showModal();
  // From the title on, so that nothing of what is asked is passed over, on a small window or in speech.
  heading.focus();
  return new Promise((resolve) => (settle = resolve));
}

const isKnown = (list) => Object.hasOwn(words.titles, list);
const titled = (key, chosen) => {
  const titles = chosen.map((list) => (isKnown(list) ? words.titles[list] : list));
  return say(key, { title: titles.length > 3 ? say("many", { lists: titles.length }) : titles.join(", ") });
};
const inWords = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
// Only what there is: "3 ticked and 1 with who, when or a note".
const counted = (state) => {
  const found = Object.entries(totals(state)).filter(([, number]) => number);
  return found.length ? inWords.format(found.map(([key, number]) => say(`amount-${key}`, { number }))) : say("amount-none");
};
const amount = (state) => ({ amount: counted(state) });

// Whether to take in what is given, with how much it is; nothing is changed unasked.
async function offer(given, chosen, parts) {
  const theirs = settled(given);
  const here = pick(current(), chosen);
  const sides = lists(here).length ? { theirs, here, merged: merge(here, theirs) } : { theirs };
  const lines = Object.keys(sides).map((side) => say(`offer-${side}`, amount(sides[side])));
  const choices = sides.here ? ["merge", "replace", "leave"] : ["take", "cancel"];
  const choice = await ask(titled("offer", chosen), lines, choices);
  if (!["merge", "replace", "take"].includes(choice)) return;
  change(choice, chosen, (state) => (choice === "replace" ? replace(state, theirs, chosen, parts) : merge(state, theirs)));
}

/** Change what is said about the lists `chosen`, and offer to undo that. */
export function change(done, chosen, edit) {
  const before = current();
  const after = edit(before);
  commit(after);
  tell(say(`done-${done}`, amount(pick(before, chosen))), () => {
    const now = current();
    commit(revert(now, before, after));
    return say(serialise(now) === serialise(after) ? "undone" : "undone-kept");
  });
}

// Run `take`; say why where it refuses.
async function attempt(take) {
  try {
    await take();
  } catch (error) {
    const reason = error instanceof Refusal ? error.message : "broken";
    await ask(say("refused"), [say(`refused-${reason}`)], ["close"]);
  }
}

/** Take in a backup file. */
async function receive(file) {
  if (file.size > 4 * LARGEST) throw new Refusal("large");
  const theirs = parse(await file.text());
  if (!lists(theirs).length) throw new Refusal("empty");
  await offer(theirs, lists(theirs));
}

/** Take in the link by which the page was opened, if it carries ticks. */
async function receiveLink() {
  const { hash } = location;
  if (!hash.startsWith("#checklist=")) return;
  // Taken out of the address, so that a reload, a bookmark or the language switch does not bring it back.
  history.replaceState(null, "", location.pathname + location.search);
  const { list, state } = decode(hash);
  if (!isKnown(list)) throw new Refusal("elsewhere");
  await offer(state, [list], lists({ ...state, ticks: {} }).length ? ["ticks", "notes"] : ["ticks"]);
}

/** `title` as the name of a file, in the reader's letters: "Bygg bro til bedrifter" -> "bygg-bro-til-bedrifter". */
export const fileName = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);

/** Let the browser save `content`, text or bytes, as a file, and say so. */
export function download(name, content, type) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  make("a", { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
  tell(say("downloaded", { name }));
}

/** Let the browser save `blocks` as a Word file named after `title`. */
export async function saveWord(title, blocks) {
  const { word } = await import("./word.js");
  const footer = $(".sheet-foot")?.textContent.replace(/\s+/g, " ").trim() ?? location.href;
  const bytes = word({ title, locale: words.locale, author: words["site-name"], footer, blocks });
  download(`${fileName(title)}.docx`, bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
}

// The copy of the lists `chosen` is named after `title` and the day.
function backup(chosen, title) {
  const day = new Date().toLocaleDateString("sv"); // YYYY-MM-DD, by the reader's own clock
  download(`${fileName(say("backup-name", { title }))}-${day}.json`, serialise(pick(current(), chosen)), "application/json");
}

/** Put `text` on the clipboard; where the browser refuses, show it to be copied by hand. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(say("copied"));
  } catch {
    await ask(say("copy"), [say("copy-failed")], ["close"], text);
  }
}

// From the page's published address where the page lies in a folder of the reader's own.
const published = (address) =>
  new URL(address, location.protocol === "file:" ? document.querySelector("link[rel=canonical]")?.href ?? location : location);

async function share(list, address) {
  const link = published(address);
  const { ticks, notes } = current();
  const href = (withNames) => {
    link.hash = encode(list, ticks[list], withNames ? notes[list] : {});
    return link.href;
  };
  const hasNames = Object.values(notes[list] ?? {}).some(({ who, when }) => who || when);
  const option = hasNames ? say("share-names") : "";
  const text = [say("share-text")];
  const answer = await ask(titled("share-title", [list]), text, ["copy", "close"], option ? href : href(false), option);
  if (answer === "copy") await copy(dialog.querySelector("textarea").value);
}

async function reset(list) {
  const question = say("reset-text", amount(pick(current(), [list])));
  if ((await ask(titled("reset-title", [list]), [question], ["reset", "cancel"])) !== "reset") return;
  change("reset", [list], (state) => drop(state, [list], ["ticks", "notes"]));
}

async function wipe() {
  if ((await ask(say("wipe-title"), [say("wipe-text")], ["wipe", "cancel"])) !== "wipe") return;
  erase();
  draw();
  tell(say("done-wipe"));
}

/** What the elements with `data-do` do; each is given the `data-` of the list it belongs to, if any. */
export const actions = {
  share: ({ list, href }) => share(list, href),
  backup: ({ list }) => backup([list], words.titles[list]),
  "backup-all": () => backup(lists(current()), say("backup-all")),
  receive: () => picker.click(),
  reset: ({ list }) => reset(list),
  rescue: () => download(`${fileName(say("backup-all"))}.txt`, raw(), "text/plain"),
  wipe,
};

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-do]");
  if (!control) return;
  event.preventDefault();
  actions[control.dataset.do](control.closest("[data-list]")?.dataset ?? {}, control);
});

picker.addEventListener("change", async () => {
  const [file] = picker.files;
  if (file) await attempt(() => receive(file));
  // So that the same file can be chosen again.
  picker.value = "";
});

alsoDraw((state) => {
  const box = $(".list-trouble");
  const text = trouble && say(`trouble-${trouble}`);
  box.hidden = !trouble;
  // Only when it changes: a screen reader reads out an alert each time it is set.
  if (box.firstElementChild.textContent !== text) box.firstElementChild.textContent = text;
  for (const button of box.querySelectorAll("button")) button.hidden = !["newer", "unreadable"].includes(trouble);
  for (const group of document.querySelectorAll(".list-actions")) {
    group.hidden = !lists(state).includes(group.closest("[data-list]").dataset.list);
  }
});

addEventListener("hashchange", () => attempt(receiveLink));
attempt(receiveLink);

// From here on, what the reader does is seen here; page.js need not keep it any more.
document.documentElement.toggleAttribute("data-lists-ready", true);
