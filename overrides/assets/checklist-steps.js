// On a page that has both the steps of a method and its checklist: a step whose items are all dealt with is done, and
// the first one after it is the current one. `#step-visit` goes with the items below `#check-visit`.

import { alsoDraw } from "./checklist-progress.js";

const stepLine = document.querySelector(".steps[data-done]");

const itemsBelow = (heading) => {
  let element = heading;
  while (element && !element.matches(".items")) element = element.nextElementSibling;
  return element ? [...element.querySelectorAll("[data-item]")].map((box) => box.dataset.item) : [];
};

function followSteps(line) {
  const { list } = document.querySelector(".checklist").dataset;
  const steps = [...line.children].flatMap((step) => {
    const heading = document.getElementById(step.querySelector("h3").id.replace("step-", "check-"));
    const items = heading ? itemsBelow(heading) : [];
    return items.length ? [{ step, items, told: step.querySelector("[data-told]") }] : [];
  });
  alsoDraw(({ ticks }) => {
    const own = ticks[list] ?? {};
    const isDone = steps.map(({ items }) => items.every((item) => own[item]));
    const next = isDone.includes(true) ? isDone.indexOf(false) : -1;
    steps.forEach(({ step, told }, place) => {
      step.toggleAttribute("data-is-done", isDone[place]);
      if (place === next) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
      told.textContent = isDone[place] ? line.dataset.done : "";
    });
  });
}

if (stepLine) followSteps(stepLine);
