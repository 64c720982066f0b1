// The search, part 2: reading the index that scripts/methodbook/search writes (vocabulary.py and index.py).
import { apart, fold, lettersOf, undouble, wordsOf } from "./search-words.js";

export const PLACE_COUNT = 7; // places in a section, numbered as in index.py
const BASE = 45;
const VALUE = new Uint8Array(128);
for (let code = 35, value = 0; code < 127; code++) if (code !== 92) VALUE[code] = value++;

// The numbers written in `text` from `start`, at most `count`: { numbers, end }.
export function readNumbers(text, start = 0, count = Infinity) {
  const numbers = [];
  let at = start, value = 0, unit = 1;
  while (at < text.length && numbers.length < count) {
    const digit = VALUE[text.charCodeAt(at++)];
    if (digit < BASE) {
      value += digit * unit;
      unit *= BASE;
    } else {
      numbers.push(value + (digit - BASE) * unit);
      value = 0;
      unit = 1;
    }
  }
  return { numbers, end: at };
}

// The postings of one form, from one line of a postings file: section * PLACE_COUNT + place, ascending.
export function readPostings(line) {
  let section = -1;
  return Int32Array.from(readNumbers(line).numbers, (coded) => {
    section += Math.floor(coded / PLACE_COUNT) + 1;
    return section * PLACE_COUNT + (coded % PLACE_COUNT);
  });
}

// The sections of some postings.
export const sectionsIn = (postings) => [...postings].map((coded) => Math.floor(coded / PLACE_COUNT));

// The vocabulary of an index, from its manifest (vocabulary.json).
export function readVocabulary(manifest) {
  const vocabulary = {
    ids: [], forms: [], keys: [], letters: [], stems: [], byKey: new Map(), byStem: new Map(), endings: new Map(),
    aliases: new Map(), stop: new Set(manifest.stop.split(" ").map(fold)), everywhere: new Set(),
  };
  addForms(vocabulary, manifest.forms);
  // The stop words that the pages have are the first of all forms, and of these the ones that stand everywhere.
  const [everywhere, stops] = manifest.stops;
  vocabulary.keys.slice(0, everywhere).forEach((key) => vocabulary.everywhere.add(key));
  vocabulary.keys.slice(0, stops).forEach((key) => vocabulary.stop.add(key));
  addAliasLines(vocabulary, manifest.aliases);
  return vocabulary;
}

function addForms(vocabulary, text) {
  let form = "";
  text.split("\n").forEach((line, id) => {
    const { numbers: [shared, rest], end } = readNumbers(line, 0, 2);
    form = form.slice(0, shared) + line.slice(end);
    addForm(vocabulary, id, form, form.length - rest);
  });
}

function addForm(vocabulary, id, form, stemLength) {
  const key = fold(form), bare = fold(form.slice(0, stemLength)), stem = undouble(bare);
  vocabulary.ids.push(id);
  vocabulary.forms[id] = form;
  vocabulary.keys[id] = key;
  vocabulary.letters[id] = lettersOf(key);
  vocabulary.stems[id] = stem;
  addTo(vocabulary.byKey, key, id);
  addTo(vocabulary.byStem, stem, id);
  const ending = key.slice(bare.length);
  vocabulary.endings.set(ending, (vocabulary.endings.get(ending) ?? 0) + 1);
}

function addTo(lists, key, value) {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

// Add the aliases of `text` as { stems: [folded stem, …], targets: [[form, …], …] }, by the first letter.
export function addAliasLines(vocabulary, text) {
  for (const line of text ? text.split("\n") : []) {
    const [targets, keys] = line.split("\t").map((part) => part.split("|"));
    const found = targets.map((target) => apart(wordsOf(target)).map((word) => word.form));
    for (const key of keys) {
      const stems = key.split(" ");
      addTo(vocabulary.aliases, stems[0][0], { stems, targets: found });
    }
  }
}

// Endings of the three languages; the index teaches more.
const ENDINGS = new Set([
  "", ..."a ade ande ar are aren arna arnas arne as at de e ede en ende ene enes ens er ere eren erene erna".split(" "),
  ..."ernas erne ernes ers es et ets n na ne or orna r s t te".split(" "),
]);

export const isEnding = (vocabulary, letters) => ENDINGS.has(letters) || (vocabulary.endings.get(letters) ?? 0) > 2;
export const isKnown = (vocabulary, key) => vocabulary.byKey.has(key) || vocabulary.byStem.has(undouble(key));

// How sections make up documents and files, from the manifest.
export function readLayout(manifest) {
  const spread = (counts) => counts.flatMap((count, place) => Array(count).fill(place));
  const firsts = (counts) => counts.map(((sum) => (count) => (sum += count) - count)(0));
  return {
    kinds: manifest.kinds,
    documentOf: spread(manifest.sections), firstSection: firsts(manifest.sections),
    textOf: spread(manifest.texts), firstInText: firsts(manifest.texts),
    postingsOf: spread(manifest.postings), firstInPostings: firsts(manifest.postings),
  };
}
