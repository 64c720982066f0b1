// The cases' filter: native lists narrow the cards. A choice that would leave nothing cannot be made, and what is
// chosen stands in the address, so that it can be shared and Back works.

const filter = document.querySelector("[data-cases]");
const lists = [...filter.querySelectorAll("select")];
const cards = [...document.querySelectorAll(".cases > .card")];
const status = filter.querySelector("[role=status]");
const reset = filter.querySelector("button");

const valuesOf = (card, name) => card.dataset[name].split("|");
const chosen = () => Object.fromEntries(lists.map((list) => [list.name, list.value]));

/** The cards that have all that is `wanted` ({name: value}, "" for any). */
const fitting = (wanted) =>
  cards.filter((card) => Object.entries(wanted).every(([name, value]) => !value || valuesOf(card, name).includes(value)));

function draw() {
  const wanted = chosen();
  const shown = new Set(fitting(wanted));
  for (const card of cards) card.hidden = !shown.has(card);
  for (const list of lists) recount(list, wanted);
  const told = filter.dataset.count.replace("{count}", shown.size).replace("{total}", cards.length);
  if (status.textContent !== told) status.textContent = told;
  reset.disabled = !Object.values(wanted).some(Boolean);
}

/** Tell beside each choice of `list` how many cases it would leave. */
function recount(list, wanted) {
  for (const option of list.options) {
    if (!option.value) continue;
    const count = fitting({ ...wanted, [list.name]: option.value }).length;
    option.textContent = option.textContent.replace(/\d+(?=\)$)/, count);
    option.disabled = count === 0 && !option.selected;
  }
}

function fromAddress() {
  const asked = new URL(location.href).searchParams;
  for (const list of lists) {
    const value = asked.get(list.name) ?? "";
    list.value = [...list.options].some((option) => option.value === value) ? value : "";
  }
  draw();
}

function toAddress() {
  const here = new URL(location.href);
  for (const [name, value] of Object.entries(chosen())) {
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  }
  history.pushState(null, "", here);
  dispatchEvent(new Event("addresschange"));
}

filter.addEventListener("change", () => {
  draw();
  toAddress();
});
reset.addEventListener("click", () => {
  for (const list of lists) list.value = "";
  draw();
  toAddress();
  lists[0].focus();
});
addEventListener("popstate", fromAddress);
fromAddress();
