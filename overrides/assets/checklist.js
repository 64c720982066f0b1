// A page that holds a checklist or a template. Of a list: shows what is saved about each item, keeps what the reader
// does, and gives the list to take away.

import { annotate, count, mark } from "./checklist-state.js";
import { csv, markdown, wordBlocks } from "./checklist-export.js";
import { actions, commit, copy, download, fileName, make, saveWord } from "./checklist-actions.js";
import { alsoDraw, current, draw, say, words } from "./checklist-progress.js";
import "./template.js";

const root = document.querySelector(".checklist");
const { list, title } = root?.dataset ?? {};
const plain = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

const makeRow = (entry) => ({ entry, box: entry.querySelector(".item-box"), said: entry.querySelector(".item-said"), shown: "" });
// A group is a step, or a list of items that is in none; each has its progress, in the same order.
const progresses = root?.querySelectorAll(".items-progress") ?? [];
const groups = [...(root?.querySelectorAll("[data-section]") ?? [])].map((group, place) => {
  const rows = [...group.querySelectorAll(".item")].map(makeRow);
  const progress = progresses[place];
  return { group, title: group.dataset.section, progress, rows, ids: rows.map(({ box }) => box.id) };
});
const rows = groups.flatMap((group) => group.rows);
const rowOf = (element) => rows.find(({ entry }) => entry.contains(element));

// {ticks, notes} of this list.
const nothing = Object.create(null);
const said = (state) => ({ ticks: state.ticks[list] ?? nothing, notes: state.notes[list] ?? nothing });

alsoDraw((state) => {
  const { ticks, notes } = said(state);
  for (const row of rows) drawRow(row, ticks[row.box.id], notes[row.box.id]);
  for (const { progress, ids } of groups) progress.textContent = say("progress-step", count(ticks, ids));
  drawSteps(ticks);
});

// A step whose items are all dealt with is done, and the first one after it is the current one.
function drawSteps(ticks) {
  const steps = groups.filter(({ group }) => group.matches("li"));
  const isDone = steps.map(({ ids }) => ids.every((id) => ticks[id]));
  const isBegun = steps.some(({ ids }) => ids.some((id) => ticks[id]));
  const next = isBegun ? isDone.indexOf(false) : -1;
  steps.forEach(({ group }, place) => {
    group.toggleAttribute("data-is-done", isDone[place]);
    if (place === next) group.setAttribute("aria-current", "step");
    else group.removeAttribute("aria-current");
    const { id } = group.querySelector("h3");
    for (const link of document.querySelectorAll(`.contents-steps [href="#${id}"]`)) link.toggleAttribute("data-is-done", isDone[place]);
  });
}

// Touches the page only where something changed, so that a long list is drawn within a frame.
function drawRow(row, state, note) {
  row.box.checked = state === "ticked";
  const shown = JSON.stringify([state, note]);
  if (row.shown === shown) return;
  row.shown = shown;
  // What is said about an item stands below it in words, and is read out with its box.
  const texts = { skipped: state === "skipped" ? say("skipped") : "", who: "", when: "", note: "", ...note };
  const keys = Object.keys(texts).filter((key) => texts[key]);
  row.said.replaceChildren(...keys.map((key) => make("span", { className: `said-${key}`, textContent: texts[key] })));
  for (const field of row.fields?.querySelectorAll("[name]") ?? []) {
    if (field.type === "checkbox") field.checked = texts.skipped;
    else if (field !== document.activeElement) field.value = texts[field.name];
  }
}

// The fields of an item are made when they are first asked for.
function openFields(button) {
  const row = rowOf(button);
  if (!row.fields) {
    row.fields = document.getElementById("item-fields").content.firstElementChild.cloneNode(true);
    row.fields.id = `${row.box.id}--fields`;
    button.setAttribute("aria-controls", row.fields.id);
    row.fields.hidden = true;
    row.fields.setAttribute("aria-label", plain(row.box.labels[0]));
    row.entry.append(row.fields);
    row.shown = "";
    draw();
  }
  row.fields.hidden = !row.fields.hidden;
  button.setAttribute("aria-expanded", String(!row.fields.hidden));
}

root?.addEventListener("input", ({ target }) => {
  const row = rowOf(target);
  if (!row) return;
  const { id } = row.box;
  const state = current();
  if (target.type === "checkbox") {
    commit(mark(state, list, id, target.checked && (target === row.box ? "ticked" : "skipped")));
    announce();
  } else {
    commit(annotate(state, list, id, { ...said(state).notes[id], [target.name]: target.value }));
  }
});

let announcing;

// Once the reader pauses, so that five quick ticks are one sentence.
function announce() {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    root.querySelector(".list-announcement").textContent = plain(root.querySelector(".list-progress"));
  }, 700);
}

// The list as the exports want it, made with what is said about it.
function written(write) {
  const item = ({ entry, box }) => ({ id: box.id, text: plain(box.labels[0]), why: plain(entry.querySelector(".item-why")) });
  const sections = groups.map((group) => ({ title: group.title, items: group.rows.map(item) }));
  return write({ title, sections }, said(current()), words);
}

function printed(mode) {
  document.documentElement.dataset.print = mode;
  print();
}
addEventListener("afterprint", () => delete document.documentElement.dataset.print);

const listFile = (ending) => `${fileName(say("file-name", { title }))}.${ending}`;
const listActions = {
  more: (_, button) => openFields(button),
  print: () => printed("list"),
  "print-blank": () => printed("blank"),
  word: () => saveWord(say("file-name", { title }), written(wordBlocks)),
  csv: () => download(listFile("csv"), written(csv), "text/csv"),
  markdown: () => download(listFile("md"), written(markdown), "text/markdown"),
  copy: () => copy(written(markdown)),
};
// Where a template holds a list as well, its own tools are the template's.
if (root) Object.assign(actions, listActions, actions.empty && { print: actions.print, word: actions.word });

if (location.hash === "#print") {
  history.replaceState(null, "", location.pathname + location.search);
  printed("list");
}
