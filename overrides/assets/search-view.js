// How a hit looks in the list.
import { excerpt } from "./search-excerpt.js";

const KINDS = { m: "method", c: "checklist", e: "case", t: "template", g: "glossary", p: "page", w: "page" };

/** An element with attributes and children; strings become text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * A hit as an item of the list. `reader` is { language, root (address of the language's pages), say (words of the
 * page) }; `weights` are those of the words found.
 */
export function hitElement({ kind, sections }, weights, reader) {
  const [best, ...others] = sections;
  const language = best.language === reader.language ? undefined : best.language;
  const link = (section, ...words) => {
    const anchor = section.anchor ? `#${section.anchor}` : "";
    return element("a", { href: reader.root + section.url + anchor, hreflang: language }, ...words);
  };
  const more = others.map((section) => element("li", {}, link(section, section.heading || section.title)));
  return element("li", { class: "search-hit" },
    element("h3", { lang: language }, link(best, headingOf(best))),
    element("p", { class: "search-where" }, ...whereabouts(kind, best, language, reader)),
    element("p", { class: "search-text", lang: language }, ...marked(ownText(best), weights)),
    more.length ? alsoHere(more, language, reader) : null);
}

function headingOf({ anchor, heading, title }) {
  if (!anchor) return heading || title;
  return heading === title ? title : `${title} – ${heading}`;
}

/** What kind of page it is, below which others it stands, and its language where that is not the reader's. */
function whereabouts(kind, { trail }, language, { say }) {
  const parts = [element("span", { class: "search-kind" }, say(`search-kind-${KINDS[kind]}`))];
  if (trail.length) parts.push(" ", element("span", { lang: language }, trail.join(" › ")));
  if (language) parts.push(" · ", say("search-shown-in", { language: say(`language-${language}`) }));
  return parts;
}

/** The section's text; that of a glossary entry begins with its term, which is the heading already. */
const ownText = ({ heading, text }) => (text.startsWith(`${heading}\n`) ? text.slice(heading.length + 1) : text);

const marked = (text, weights) =>
  excerpt(text, weights).map(([piece, isMarked]) => (isMarked ? element("mark", {}, piece) : piece));

const alsoHere = (links, language, { say }) =>
  element("div", { class: "search-also" }, `${say("search-more-here")}: `, element("ul", { lang: language }, ...links));
