// The page for addresses that do not exist: in the language of the address, else in one the reader knows.

const page = document.documentElement;
const parts = [...document.querySelectorAll("[data-language]")];
const known = [...new Set(parts.map(({ dataset }) => dataset.language))];
const { pathname } = new URL(page.dataset.root, location);
const asked = location.pathname.slice(pathname.length).split("/")[0];
const same = { no: "nb", nn: "nb" };
const read = navigator.languages.map((code) => code.slice(0, 2)).map((code) => same[code] ?? code);
const found = [asked, ...read].find((code) => known.includes(code)) ?? known[0];

for (const part of parts) {
  if (part.dataset.language === found) Object.assign(part, { hidden: false }).dataset.found = "";
  else part.remove();
}
page.lang = found;
document.title = document.querySelector("h1").textContent.trim();
document.getElementById(`search-${found}-dialog`).id = "search-dialog";
