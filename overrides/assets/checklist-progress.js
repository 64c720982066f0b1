// How far a reader has come, in words: for each list on the page, whether the list itself or a door to it
// (`data-list`), and over all of them. Draws again whenever the state changes, here or in another tab.

import { count, rename } from "./checklist-state.js";
import { read, watch } from "./checklist-store.js";

const { lang, dataset } = document.documentElement;

/** The interface's words by key, and under `titles` those of all lists. */
export const words = await (await fetch(new URL(`${lang}/words/lists.json`, new URL(dataset.root, location)))).json();

/** The words for `key`, with `{name}` filled in. */
export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

const progress = (counts) => say(counts.skipped ? "progress-skipped" : "progress", counts);

// The ids of a list's items, each with those it had before: a door names them (`data-items="new:old:older other"`), the
// list itself has their boxes.
const idsIn = ({ dataset: { items } }) => items?.split(" ").map((entry) => entry.split(":"));
const idsOf = ({ id, dataset: { was } }) => [id, ...(was?.split(",") ?? [])];
const listed = [...document.querySelectorAll("[data-list]")].map((element) => {
  const names = idsIn(element) ?? [...element.querySelectorAll(".item-box")].map(idsOf);
  const renames = new Map(names.flatMap(([item, ...old]) => old.map((was) => [was, item])));
  return { element, list: element.dataset.list, items: names.map(([item]) => item), renames };
});

/** `state` with the items of the lists on this page under their present ids. */
export const settled = (state) => listed.reduce((result, { list, renames }) => rename(result, list, renames), state);

/** The state as it is now. */
export const current = () => settled(read());

function drawLists({ ticks }) {
  const sum = { ticked: 0, skipped: 0, all: 0 };
  for (const { element, list, items } of listed) {
    drawProgress(element.querySelector(".list-progress"), ticks[list], items);
    for (const [key, number] of Object.entries(count(ticks[list], items))) sum[key] += number;
  }
  for (const total of document.querySelectorAll(".lists-total")) total.textContent = progress(sum);
}

/** Say in `element` how many of `items` are ticked. */
export const drawProgress = (element, ticks, items) => {
  element.textContent = progress(count(ticks, items));
};

const drawers = [drawLists];

/** Show the state as it is now. */
export const draw = () => drawers.forEach((show) => show(current()));

/** Let `show` draw the state as well, now and from now on. */
export function alsoDraw(show) {
  drawers.push(show);
  draw();
}

watch(draw);
draw();
