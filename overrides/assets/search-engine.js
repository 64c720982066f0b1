// The search of the handbook over an index that is fetched piece by piece. What a query means and which sections answer
// it is said by the modules that this one imports; they are pure functions.
import { readQuery } from "./search-words.js";
import { addAliasLines, isKnown, readLayout, readPostings, readVocabulary } from "./search-vocabulary.js";
import { put } from "./search-rules.js";
import { isUnderstood, termsOf } from "./search-terms.js";
import { definitions, documentsWith, giveThirdPlace, rank, withAllWords } from "./search-ranking.js";

const LETTERS = 2; // letters of a word that name the file which knows what neighbours call it

const TERM = "g"; // kind of document: an entry of the glossary

const fetchJson = async (url, options) => {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
};

// Open the index in the folder `base` (an address ending in /). Rejects when it cannot be had.
export async function openIndex(base, get = fetchJson) {
  // The one file without a name of its own contents: ask the server whether it has changed.
  const manifest = await get(`${base}vocabulary.json`, { cache: "no-cache" });
  const vocabulary = readVocabulary(manifest), layout = readLayout(manifest);
  const files = fileCache((name) => get(`${base}${manifest.folder}/${name}.json`));
  const postings = new Map(); // form number -> postings, of the forms that were asked for
  const used = new Set(); // files of neighbours' words that have been read
  const spokenOf = new Map(); // language -> folded stems that only its pages hold, of these files

  // Read what neighbours say and speak of, of the words that these begin like.
  async function loadNeighbours(words) {
    const sought = words.filter(({ key }) => key.length >= LETTERS && !vocabulary.stop.has(key));
    const starts = manifest.neighbours;
    const places = new Set(sought.map(({ key }) => starts.findLastIndex((start) => start <= key.slice(0, LETTERS))));
    await Promise.all([...places].filter((place) => place >= 0 && !used.has(place)).map(async (place) => {
      const { aliases, ...stems } = await files.load(`n${place}`);
      if (used.has(place)) return;
      used.add(place);
      addAliasLines(vocabulary, aliases);
      for (const [language, lines] of Object.entries(stems)) {
        spokenOf.set(language, [...(spokenOf.get(language) ?? []), ...lines.split("\n")]);
      }
    }));
  }

  // What the words of a query mean; the neighbours' words are fetched when they are not all understood.
  async function understand(words, options) {
    const found = termsOf(vocabulary, words, options);
    if (found.meanings.every(isUnderstood)) return found;
    await loadNeighbours(words);
    return termsOf(vocabulary, words, options);
  }

  async function loadPostings(terms) {
    const ids = new Set(terms.flatMap((term) => term.ranked.map(([id]) => id)));
    await Promise.all([...ids].filter((id) => !postings.has(id)).map(async (id) => {
      const file = layout.postingsOf[id];
      const lines = await files.load(`p${file}`, (text) => text.split("\n"));
      postings.set(id, readPostings(lines[id - layout.firstInPostings[file]]));
    }));
  }

  // The answer to a query: { hits, definitions, words, corrected, phrases, isUnderstood }. Entries of the glossary are no
// hits but definitions. `options.literal` switches spelling off.
  async function search(query, options = {}) {
    const { words, phrases } = readQuery(query);
    const { terms, meanings } = await understand(words, options);
    await loadPostings(terms);
    let hits = rank(terms, postings, layout);
    if (meanings.length === 1) {
      const near = documentsWith(meanings[0].near, postings, layout);
      hits = giveThirdPlace(hits, (document) => near.has(document));
    }
    if (phrases.length) hits = withAllWords(hits, phrases.flat(), vocabulary, postings);
    const isTerm = ({ document }) => layout.kinds[document] === TERM;
    return {
      hits: hits.filter((hit) => !isTerm(hit)), definitions: definitions(hits.filter(isTerm), hits[0]), phrases, words: wordWeights(terms, vocabulary), corrected: corrections(meanings, vocabulary),
      isUnderstood: meanings.some((meaning) => !meaning.isStop && isUnderstood(meaning)),
    };
  }

  // The languages whose pages may hold what these do not: worth opening their index for.
  async function elsewhere(query) {
    const words = readQuery(query).words.filter(({ key }) => !vocabulary.stop.has(key));
    await loadNeighbours(words);
    const isHere = words.some(({ key }) => isKnown(vocabulary, key));
    return (language) => isHere || words.some(({ key }) => mayHold(spokenOf.get(language) ?? [], key));
  }

  const textName = (section) => `t${layout.textOf[section]}`;

  // A section as it is shown: { anchor, heading, text, url, title, language, trail }.
  async function sectionText(section) {
    const file = await files.load(textName(section));
    const [anchor, heading, text] = file.sections[section - layout.firstInText[layout.textOf[section]]];
    const [url, title, language, trail] = file.documents[layout.documentOf[section]];
    return { anchor, heading, text, url, title, language, trail };
  }

  const isHeld = (sections) => sections.every((section) => files.isHeld(textName(section)));

  return { search, elsewhere, sectionText, isHeld, layout, vocabulary };
}

// Whether one of these stems is the word, begins it, or holds it.
export const mayHold = (stems, key) =>
  stems.some((stem) => stem === key || (stem.length >= 4 && key.startsWith(stem)) || (key.length >= 4 && stem.includes(key)));

// Files by name, each fetched once and made into what `read` makes of it; one that failed may be had the next time.
function fileCache(fetchFile) {
  const loading = new Map(), held = new Set();

  async function fetchAndRead(name, read) {
    const content = read(await fetchFile(name));
    held.add(name);
    return content;
  }

  function load(name, read = (content) => content) {
    if (!loading.has(name)) {
      const fetched = fetchAndRead(name, read);
      fetched.catch(() => loading.delete(name));
      loading.set(name, fetched);
    }
    return loading.get(name);
  }

  return { load, isHeld: (name) => held.has(name) };
}

// How much each word (folded) that was found counts, for excerpts: Map(key -> weight). Question and function words are
// marked only where there is nothing else to mark.
function wordWeights(terms, vocabulary) {
  const weights = new Map(), telling = terms.filter(({ isStop }) => !isStop);
  for (const { ranked } of telling.length ? telling : terms) {
    for (const [id, weight] of ranked) put(weights, vocabulary.keys[id], weight);
  }
  return weights;
}

// The words that were taken for slips, with what was sought instead.
function corrections(meanings, vocabulary) {
  return meanings.filter(({ nearest }) => nearest.length)
    .map(({ word, nearest }) => ({ typed: word.form, shown: vocabulary.forms[nearest[0]] }));
}
