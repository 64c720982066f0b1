// "Carry on where you were", on the start page and in the finder. Not a module: it runs where it stands in the page,
// before the first paint, so that nothing moves. Only the text of the next item comes later, into a place kept for it.
"use strict";
{
  const strip = document.currentScript.closest(".carry-on");
  const { lists, root } = JSON.parse(strip.querySelector("script[type='application/json']").textContent);
  const part = (key) => strip.querySelector(`[data-carry=${key}]`);

  // Last changed, last kept. What cannot be read is for the page of the lists to say.
  function begun() {
    try {
      const former = localStorage.getItem("methodbook:checklists:v1");
      const kept = localStorage.getItem(`methodbook:${new URL(root, location).pathname}`) ?? former;
      const { ticks = {}, notes = {} } = JSON.parse(kept) ?? {};
      const open = Object.keys(ticks).filter((list) => Object.hasOwn(lists, list)).map((list) => plan(list, ticks[list], notes[list] ?? {}));
      return open.filter(({ next }) => next);
    } catch {
      return [];
    }
  }

  // `steps` of a list: "item:former-id item|item …", a part for each step.
  function plan(list, ticks, notes) {
    const of = (record, [id, ...former]) => [id, ...former].map((name) => record[name]).find(Boolean);
    const steps = lists[list].steps.split("|").map((step) => step.split(" ").map((names) => names.split(":")));
    const done = steps.map((step) => step.every((names) => of(ticks, names)));
    const next = steps.flat().find((names) => !of(ticks, names));
    const { who, when } = (next && of(notes, next)) ?? {};
    return { ...lists[list], done, at: steps.findIndex((step) => step.includes(next)), next: next?.[0], about: [who, when].filter(Boolean).join(", ") };
  }

  const all = begun();
  if (all.length) {
    const { title, href, done, at, next, about } = all.at(-1);
    part("title").textContent = title;
    part("steps").textContent = part("steps").dataset.text.replace("{done}", done.filter(Boolean).length).replace("{all}", done.length);
    const stop = (isDone, place) => Object.assign(document.createElement("span"), { className: isDone ? "is-done" : place === at ? "is-current" : "" });
    part("stops").append(...done.map(stop));
    part("about").textContent = about;
    part("go").href = `${href}#${next}`;
    part("more").hidden = all.length < 2;
    strip.hidden = false;
    // Read as a document: the pages' policy lets no script make one of text.
    const page = new XMLHttpRequest();
    page.open("GET", href);
    page.responseType = "document";
    page.onload = () => {
      const label = page.response?.querySelector(`label[for="${next}"]`);
      part("next").textContent = label?.textContent.trim() ?? "";
    };
    page.send();
  }
}
