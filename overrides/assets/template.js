// A template on screen: shows what is kept of its fields, keeps what the reader writes, and gives it to take away.

import { LONGEST_FIELD, drop, fill } from "./checklist-state.js";
import { actions, change, saveWord } from "./checklist-actions.js";
import { alsoDraw, current, say } from "./checklist-progress.js";
import { write } from "./checklist-store.js";

const form = document.querySelector("[data-template]");
const formId = form?.dataset.template;
// The boxes of a page that is a checklist as well are the checklist's.
const FIELD = document.querySelector(".checklist") ? "[data-field]" : "[data-field], .item-box";
const fieldsOf = () => [...(form?.querySelectorAll(FIELD) ?? [])];
const isTable = (field) => field.matches("table");
const isBox = (field) => field.type === "checkbox";
const isChoice = (field) => field.matches("select");
const TICKED = "x";
const PAPER_WIDTH = 174; // millimetres of a line in Word
const spoken = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

// A table as one text: cells end with tabs, rows with line ends; a line end within a cell is kept as a carriage return.
// Where words stand in a cell from the start, they are kept before what stands there now, so that the row is found
// again in another edition or language, and words that nobody changed are those of the page.
const FROM_START = "\u0001";
const cellsOf = (row) => [...row.querySelectorAll("textarea")];
const rowsOf = (table) => [...table.tBodies[0].rows];
const oneLine = (text) => text.replace(/[\t\u0001]/g, " ").replace(/\n/g, "\r");
const cellText = ({ value, defaultValue }) => (defaultValue ? oneLine(defaultValue) + FROM_START : "") + oneLine(value);
const tableText = (table) => rowsOf(table).map((row) => cellsOf(row).map(cellText).join("\t")).join("\n");
const cellParts = (text) => (text.includes(FROM_START) ? text : FROM_START + text).replace(/\r/g, "\n").split(FROM_START);
const tableParts = (text) => text.split("\n").map((row) => row.split("\t").map(cellParts));

// What stands in a field from the start is not kept: a new edition may say something else there.
function textOf(field) {
  if (isBox(field)) return field.checked ? TICKED : "";
  if (isChoice(field)) return field.value && `${field.selectedIndex}\t${field.value}`;
  if (!isTable(field)) return field.value;
  const isChanged = [...field.querySelectorAll("textarea")].some((cell) => cell.value !== cell.defaultValue);
  return isChanged || field.querySelector("[data-added]") ? tableText(field) : "";
}

function addRow(table) {
  const row = rowsOf(table).at(-1).cloneNode(true);
  const number = rowsOf(table).length + 1;
  for (const cell of cellsOf(row)) {
    cell.value = cell.defaultValue = "";
    cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, number));
  }
  row.dataset.added = "";
  table.tBodies[0].append(row);
  return row;
}

function drawTable(table, text) {
  const own = rowsOf(table).filter((row) => !("added" in row.dataset));
  const isGiven = (row) => cellsOf(row).some((cell) => cell.defaultValue);
  const given = own.filter(isGiven);
  const free = own.filter((row) => !isGiven(row));
  const spare = rowsOf(table).slice(own.length);
  const kept = text ? tableParts(text) : [];
  const named = kept.filter((parts) => parts.some(([start]) => start));
  const said = new Map();
  const isFor = (row, parts) => cellsOf(row).every((cell, place) => cell.defaultValue === (parts[place]?.[0] ?? ""));
  const same = (parts) => given.find((row) => !said.has(row) && isFor(row, parts));
  // In another language few rows have the same words ("Pause"): there the place tells which it is.
  const isSameLanguage = named.filter(same).length * 2 > named.length;
  for (const parts of kept) {
    const place = named.indexOf(parts);
    const row = place < 0 ? null : isSameLanguage ? same(parts) : given[place];
    const isGone = place >= 0 && !row && parts.every(([start, value]) => start === value);
    if (!isGone) said.set(row ?? free.shift() ?? spare.shift() ?? addRow(table), parts);
  }
  for (const row of spare) row.remove();
  for (const row of rowsOf(table)) {
    cellsOf(row).forEach((cell, place) => {
      const [start, value] = said.get(row)?.[place] ?? ["", ""];
      show(cell, start === value ? cell.defaultValue || value : value);
    });
  }
}

// An option is kept with its place: in another language, or another wording, it is the one that stands there.
function chosen(select, kept) {
  const [place, text] = kept.split("\n")[0].split("\t");
  const options = [...select.options];
  return (options.find(({ value }) => value === text) ?? options[place])?.value ?? "";
}

function show(control, text) {
  if (control !== document.activeElement && control.value !== text) control.value = text;
  grow(control);
}

// As high as its text, on screen and on paper, where the browser does not see to it itself.
function grow(control) {
  if (!control.matches("textarea") || CSS.supports("field-sizing", "content")) return;
  control.style.height = "";
  if (control.scrollHeight > control.clientHeight) control.style.height = `${control.scrollHeight + 4}px`;
}

// An empty date leaves no trace on paper.
const markEmpty = (field) => field.type === "date" && field.toggleAttribute("data-is-empty", !field.value);

function drawForm({ fields }) {
  const texts = fields[formId] ?? {};
  for (const field of fieldsOf()) {
    const text = texts[field.id] ?? "";
    if (isTable(field)) drawTable(field, text);
    else if (isBox(field)) field.checked = text === TICKED;
    else show(field, isChoice(field) ? chosen(field, text) : text);
    markEmpty(field);
  }
}

function keepField({ target }) {
  const field = target.closest(FIELD);
  if (!field) return;
  // What would not be kept is not shown either.
  const excess = textOf(field).length - LONGEST_FIELD;
  if (excess > 0) target.value = target.value.slice(0, -excess);
  grow(target);
  markEmpty(field);
  keepText(field);
}

function keepText(field) {
  write(fill(current(), formId, field.id, textOf(field)));
  const kept = form.querySelector("[data-kept]");
  if (kept && kept.textContent !== say("kept")) kept.textContent = say("kept");
}

// The blocks of the Word document, in the order of the page.
function formBlocks() {
  const parts = [...form.querySelectorAll("h2, h3, p, ul:not(.fields, .items, .field-options), ol, li.field, li.item")];
  const isWhole = (part) => part.matches("li") || !part.closest("li.field, li.item, .screen-only, .form-tools, .paper-only, .items-progress");
  return [{ kind: "title", text: spoken(document.querySelector("h1")) }, ...parts.filter(isWhole).flatMap(blockOf)];
}

function blockOf(part) {
  if (part.matches("h2, h3")) return [{ kind: part.matches("h2") ? "heading1" : "heading2", text: spoken(part) }, ...labelOf(part)];
  if (part.matches("li.field")) return fieldBlocks(part);
  if (part.matches("li.item")) return itemBlocks(part);
  if (part.matches("ul, ol")) return [...part.children].map((entry) => ({ kind: "text", text: `• ${spoken(entry)}` }));
  return part.parentElement.closest("p") || !spoken(part) ? [] : [{ kind: "text", text: spoken(part) }];
}

function itemBlocks(entry) {
  const { id, checked: ticked } = entry.querySelector(".item-box");
  const text = spoken(entry.querySelector("label"));
  const why = spoken(entry.querySelector(".item-why"));
  return [{ kind: "box", box: { id, name: text, ticked }, text }, ...(why ? [{ kind: "below", text: why }] : [])];
}

// Whose points a section holds: "The source recommends · The Danish guide, 2013".
function labelOf(heading) {
  const text = [...heading.parentElement.querySelectorAll(".grade, .grade-source")].map(spoken).join(" · ");
  return text ? [{ kind: "label", text }] : [];
}

function fieldBlocks(entry) {
  const field = entry.querySelector("[data-field]");
  const name = spoken(entry.querySelector(".field-name"));
  const hint = spoken(entry.querySelector(".field-hint"));
  const heading = [{ kind: "heading2", text: name }, ...(hint ? [{ kind: "label", text: hint }] : [])];
  if (isTable(field)) return [...heading, tableBlock(field, name)];
  const type = { date: "date", "select-one": "choice" }[field.type] ?? "text";
  const options = type === "choice" ? [...field.options].map((option) => option.value).filter(Boolean) : [];
  return [...heading, { kind: "field", id: field.dataset.field, name, value: field.value, hint: say("write-here"), type, options }];
}

function tableBlock(table, name) {
  const head = [...table.tHead.rows[0].cells].map(spoken);
  const control = (cell) => [{ control: { id: table.dataset.field, name: cell.getAttribute("aria-label"), value: cell.value, hint: " ", type: "text" } }];
  const rows = rowsOf(table).map((row) => cellsOf(row).map(control));
  // The first column says what the others are about.
  const widths = head.map((_, place) => PAPER_WIDTH * (head.length < 3 ? 1 / head.length : place ? 0.6 / (head.length - 1) : 0.4));
  return { kind: "table", name, head, rows, widths };
}

if (form) {
  form.addEventListener("input", keepField);
  form.addEventListener("submit", (event) => event.preventDefault());
  alsoDraw(drawForm);
  Object.assign(actions, {
    "add-row": (_, button) => {
      const table = button.closest("li").querySelector("table");
      cellsOf(addRow(table))[0].focus();
      keepText(table);
    },
    print: () => print(),
    word: () => saveWord(spoken(document.querySelector("h1")), formBlocks()),
    empty: () => change("empty", [], (state) => drop(state, [formId], ["fields"])),
  });
}
