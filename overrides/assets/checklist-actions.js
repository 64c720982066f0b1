// What a reader can do with what is saved: share, save, read in, reset, delete. Each asks in one native dialog before
// it changes anything, and tells in one notice what was done. What comes from outside is only ever set as text.

import {
  LARGEST, Refusal, decode, drop, encode, lists, merge, parse, pick, replace, revert, serialise, totals,
} from "./checklist-state.js";
import { alsoDraw, current, draw, say, settled, words } from "./checklist-progress.js";
import { erase, raw, trouble, write } from "./checklist-store.js";

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

/** Say what was done; `undo`, where given, takes it back. */
function tell(text, undo) {
  notice.firstElementChild.textContent = text;
  undoing.hidden = !undo;
  undoing.onclick = () => {
    undo();
    tell(say("undone"));
    notice.focus();
  };
  if (undo) undoing.focus({ preventScroll: true });
}

let settle = () => {};
// The close of a dialog is told late: by then another question may stand in it, which this is no answer to.
dialog.addEventListener("close", () => dialog.open || settle(dialog.returnValue));

// The key of what the reader chose. The last choice, like Escape or another question, changes nothing.
function ask(title, lines, choices, link = "") {
  settle(dialog.open ? "" : dialog.returnValue);
  if (dialog.open) dialog.close();
  const [heading, text, field, buttons] = dialog.children;
  const button = (value) => make("button", { className: "tool", textContent: say(value), onclick: () => dialog.close(value) });
  heading.textContent = title;
  text.replaceChildren(...lines.map((textContent) => make("p", { textContent })));
  field.hidden = !link;
  field.firstElementChild.value = link;
  buttons.replaceChildren(...choices.map(button));
  dialog.returnValue = "";
  dialog.showModal();
  buttons.lastChild.focus();
  return new Promise((resolve) => (settle = resolve));
}

const isKnown = (list) => Object.hasOwn(words.titles, list);
const titled = (key, chosen) => {
  const titles = chosen.map((list) => (isKnown(list) ? words.titles[list] : list));
  return say(key, { title: titles.length > 3 ? say("many", { lists: titles.length }) : titles.join(", ") });
};
const amount = (state) => ({ amount: say("amount", totals(state)) });

// Whether to merge or replace, with how much each gives; nothing is changed unasked.
async function offer(given, chosen, parts) {
  const theirs = settled(given);
  const here = pick(current(), chosen);
  const sides = { theirs, here, merged: merge(here, theirs) };
  const lines = Object.keys(sides).map((side) => say(`offer-${side}`, amount(sides[side])));
  const choice = await ask(titled("offer", chosen), lines, ["merge", "replace", "leave"]);
  if (!["merge", "replace"].includes(choice)) return;
  change(choice, chosen, (state) => (choice === "merge" ? merge(state, theirs) : replace(state, theirs, chosen, parts)));
}

// Change what is said about the lists `chosen`, and offer to undo that.
function change(done, chosen, edit) {
  const before = current();
  const after = edit(before);
  commit(after);
  tell(say(`done-${done}`, amount(pick(before, chosen))), () => commit(revert(current(), before, after)));
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
  await offer(state, [list], ["ticks"]);
}

/** Let the browser save `text` as a file. */
export function download(name, text, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  make("a", { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

// The copy of the lists `chosen` is named after `name` and the day.
function backup(chosen, name) {
  const day = new Date().toISOString().slice(0, 10);
  download(`${name}-${day}.json`, serialise(pick(current(), chosen)), "application/json");
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

async function share(list, address) {
  const link = new URL(address, location);
  link.hash = encode(list, current().ticks[list]);
  if ((await ask(titled("share-title", [list]), [say("share-text")], ["copy", "close"], link.href)) === "copy") await copy(link.href);
}

async function reset(list) {
  const question = say("reset-text", amount(pick(current(), [list])));
  if ((await ask(titled("reset-title", [list]), [question], ["reset", "cancel"])) !== "reset") return;
  change("reset", [list], (state) => drop(state, [list]));
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
  backup: ({ list }) => backup([list], list),
  "backup-all": () => backup(lists(current()), "methodbook"),
  receive: () => picker.click(),
  reset: ({ list }) => reset(list),
  rescue: () => download("methodbook.txt", raw(), "text/plain"),
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
