// The finder: one situation at a time. Its answers are parts of the page, so every address, search and link keeps
// leading to them; what is hidden can still be found by the browser's own search.

const finder = document.querySelector("[data-finder]");
const groups = [...finder.querySelectorAll("[data-group]")];
const status = finder.querySelector("[role=status]");
const partOf = (id) => document.querySelector(`[data-part="${id}"]`);
const situations = groups.map((group) => ({ group, id: group.dataset.group, part: partOf(group.dataset.group) }));

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
  const told = finder.dataset.count.replace("{count}", count);
  if (status.textContent !== told) status.textContent = told;
}

/** An address that leads into a situation shows it, and goes there. */
function follow() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const situation = target && situations.find(({ part }) => part.contains(target));
  if (!situation) return;
  show(situation.id);
  target.scrollIntoView();
}

finder.addEventListener("change", ({ target }) => show(target.value));
for (const { part } of situations) part.addEventListener("beforematch", () => show(""));
addEventListener("hashchange", follow);
follow();
