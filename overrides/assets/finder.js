// The finder: one situation at a time. Its answers are parts of the page, so every address, search and link keeps
// leading to them; what is hidden can still be found by the browser's own search. What is chosen stands in the address.

const finder = document.querySelector("[data-finder]");
const groups = [...finder.querySelectorAll("[data-group]")];
const status = finder.querySelector("[role=status]");
const all = finder.querySelector(".narrow-status button");
const partOf = (id) => document.querySelector(`[data-part="${id}"]`);
const situations = groups.map((group) => ({ group, id: group.dataset.group, part: partOf(group.dataset.group) }));
const total = finder.querySelectorAll("[data-group] a").length;

/** Show the situation `id` only, or all of them for "". */
function show(id) {
  let count = 0;
  for (const { group, part, id: own } of situations) {
    const isShown = !id || own === id;
    group.hidden = !isShown;
    if (isShown) part.removeAttribute("hidden");
    else part.setAttribute("hidden", "until-found");
    if (isShown) count += group.querySelectorAll("a").length;
  }
  finder.querySelector(`input[value="${id}"]`).checked = true;
  all.hidden = !id;
  const told = finder.dataset.count.replace("{count}", count).replace("{total}", total);
  if (status.textContent !== told) status.textContent = told;
}

/** Show the situation `id` because the reader chose it: then the address says so, and Back undoes it. */
function choose(id) {
  show(id);
  const here = new URL(location.href);
  if (id) here.searchParams.set("situation", id);
  else here.searchParams.delete("situation");
  here.hash = "";
  history.pushState(null, "", here);
  dispatchEvent(new Event("addresschange"));
}

/** The element that the address leads to; none for an address that is no plain one. */
function target() {
  try {
    return location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  } catch {
    return null;
  }
}

/** An address that leads into a situation shows it, and goes there; else it says which situation was chosen. */
function follow() {
  const place = target();
  const inside = place && situations.find(({ part }) => part.contains(place));
  if (inside && inside.part.hidden) show(inside.id);
  if (inside) place.scrollIntoView();
  else if (!location.hash) {
    const asked = new URLSearchParams(location.search).get("situation");
    show(situations.some(({ id }) => id === asked) ? asked : "");
  }
}

finder.addEventListener("change", ({ target: { value } }) => choose(value));
all.addEventListener("click", () => {
  choose("");
  finder.querySelector("input").focus();
});
for (const { part } of situations) part.addEventListener("beforematch", () => show(""));
for (const name of ["hashchange", "popstate"]) addEventListener(name, follow);
show("");
follow();
