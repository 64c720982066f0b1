// The glossary's filter: what is typed is looked for in the words of all three languages, else in the definitions.

const field = document.getElementById("glossary-filter");
const status = field.parentElement.querySelector("[role=status]");
const plain = (text) => text.toLowerCase().normalize("NFC");
const entries = [...document.querySelectorAll(".glossary > div")].map((entry) => ({
  entry,
  names: plain([...entry.querySelectorAll("dt, .glossary-neighbours [lang]")].map(({ textContent }) => textContent).join("\n")),
  text: plain(entry.textContent),
}));

function narrow() {
  const wanted = plain(field.value.trim());
  const named = entries.filter(({ names }) => names.includes(wanted));
  const found = new Set(named.length ? named : entries.filter(({ text }) => text.includes(wanted)));
  for (const one of entries) one.entry.hidden = !found.has(one);
  const told = status.dataset.count.replace("{count}", found.size).replace("{total}", entries.length);
  if (status.textContent !== told) status.textContent = told;
}

// An address that leads to a word shows it.
function showAll() {
  field.value = "";
  narrow();
}

field.addEventListener("input", narrow);
addEventListener("hashchange", showAll);
narrow();
