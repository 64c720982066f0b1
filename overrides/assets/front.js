// At the front door: points out the remembered language, else the first of the browser's that we have.

const KEY = "methodbook:language";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(language) {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Denied or full: the front door then asks again.
  }
}

const links = [...document.querySelectorAll("[data-front] a")];
const suits = (code) => links.find(({ hreflang }) => hreflang === code) ?? links.find(({ dataset }) => dataset.readers.split(" ").includes(code));
const wanted = [remembered(), ...navigator.languages.map((code) => code.slice(0, 2))];
wanted.map(suits).find(Boolean)?.setAttribute("data-suggested", "");
for (const link of links) link.addEventListener("click", () => remember(link.hreflang));
