// The search of the handbook: what a query means, and which sections answer it.
// Pure functions over the index that scripts/methodbook/search builds; only openIndex, at the end, fetches anything.
// Each rule has its own test in tests/search/test_engine.py; `handbook.py benchmark search` says what the weights do.

// How much a word form counts as a match for a word of the query.
export const WEIGHTS = {
  // the same but for accents and æ/ä, ø/ö, å/aa
  folded: 0.97,
  // another form of the same word
  family: 0.83,
  // unknown word: a known stem and a known ending
  guessed: 0.8,
  // a synonym or a neighbour's word, the word itself being unknown
  alias: 0.76,
  // a synonym, the word itself being known
  also: 0.5,
  // begins with the word, which is known
  beginning: 0.6,
  // begins with the word, which is not known: still being typed
  typing: 0.75,
  // begins with the stem only
  stemBeginning: 0.5,
  // a compound that ends with the word
  part: 0.65,
  // the word stands in the middle of another
  inside: 0.3,
  // what stands before it is no known word
  oddLeft: 0.65,
  // the stem of an unknown word is a guess
  cut: 0.8,
  // one slip of the finger
  slip: 0.78,
  // two
  slips: 0.4,
  // two words of the query, written as one
  joined: 1.4,
  joinedFamily: 1.2,
  joinedPart: 1,
  // two words of the query inside one compound
  together: 1.4,
  // one part of an unknown compound
  split: 0.6,
};
// How much a place in a section counts: in its text, in a checklist item, in its heading, in the page's title, as the
// term of a glossary entry; `alone` when it is the heading or title (nearly) alone. Numbered as in index.py.
export const PLACES = { text: 1, item: 1.2, heading: 1.3, title: 2, entry: 1.25, alone: 1.6 };
const IN_ITEM = 3, IN_HEADING = 4, IN_HEADING_ALONE = 5, PLACE_COUNT = 6;
// How the score of a page is put together.
export const RANKING = {
  // weight of question and function words
  stop: 0.3,
  // how much it adds to stand there often
  frequency: 0.35,
  // share of the score that comes from the one section that answers best
  sameSection: 0.8,
  // how much the section next to it in the answer adds: a page with two good places rather than with one
  second: 0.1,
  // how much of a page's title counts for each of its sections
  context: 0.5,
  // how much a page loses by being long
  length: 0.05,
  // synonyms of a known word that are sought along: each lies in another file
  also: 2,
  // words from which on a query is a sentence
  sentence: 4,
  // weights that are as good as equal
  tier: 0.02,
  // what the third place given away must score, as a share of the first
  third: 0.3,
};
const FORMS_PER_WORD = 24; // a whole family and the nearest compounds; more would be more files to fetch
const UNDERSTOOD = 0.7; // from this weight on a word is known, and not merely like something

// ---- letters and words

// One spelling for å/aa, æ/ä/ae, ø/ö/oe and all accents. `text` is in lower case.
export function fold(text) {
  if (!/[^\x00-\x7f]|aa|ae|oe/.test(text)) return text;
  return foldMarks(text).replace(/a[ae]/g, "a").replace(/oe/g, "o");
}

const foldMarks = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ø/g, "o").replace(/æ/g, "a");

const WORD = /[\p{L}\p{N}]+(?:[-‑’'][\p{L}\p{N}]+)*/gu;

// The words of `text`, hyphens dropped: [{ form, key (folded), start, end }].
export function wordsOf(text) {
  return [...text.matchAll(WORD)].map((found) => {
    const form = found[0].toLowerCase().normalize("NFC").replace(/[-‑’']/g, "");
    return { form, key: fold(form), start: found.index, end: found.index + found[0].length };
  });
}

// The query as { words, phrases }: all its words, and those between quotation marks once more as lists of keys.
export function readQuery(query) {
  const text = query.slice(0, 300).normalize("NFC");
  const quoted = [...text.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/g)];
  const phrases = quoted.map((found) => wordsOf(found[1]).map((word) => word.key)).filter((keys) => keys.length);
  return { words: wordsOf(text).slice(0, 24), phrases };
}

const undouble = (stem) => stem.replace(/([bdfgklmnprst])\1$/, "$1");

// Slips that are less than a slip: the letters by which the three languages write the same word.
const NEAR = new Set("dt bp gk fv ae ij cs ck ei ou".split(" ").flatMap(([a, b]) => [a + b, b + a]));

const ROWS = [0, 1, 2].map(() => new Float64Array(64));

// Weighted Damerau-Levenshtein distance of two folded words; 9 as soon as it is known to be above `most`.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most || other.length > 60) return 9;
  let [before, above, row] = ROWS;
  for (let j = 0; j <= other.length; j++) above[j] = j;
  for (let i = 1; i <= one.length; i++) {
    const a = one[i - 1], previous = one[i - 2];
    let least = (row[0] = i);
    for (let j = 1; j <= other.length; j++) {
      const b = other[j - 1];
      // A doubled letter forgotten or typed twice is less than a slip.
      let cost = Math.min(above[j] + (a === previous ? 0.8 : 1), row[j - 1] + (b === other[j - 2] ? 0.8 : 1));
      if (a === b) cost = Math.min(cost, above[j - 1]);
      else {
        cost = Math.min(cost, above[j - 1] + (NEAR.has(a + b) ? 0.7 : 1));
        if (a === other[j - 2] && previous === b) cost = Math.min(cost, before[j - 2] + 0.9);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return 9;
    [before, above, row] = [above, row, before];
  }
  return above[other.length];
}

// The letters of a folded word as bits; a slip changes two of them at most.
const lettersOf = (key) => [...key].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

function bitsIn(number) {
  let count = 0;
  for (let rest = number; rest; rest &= rest - 1) count++;
  return count;
}

// ---- reading the index (the writing end is scripts/methodbook/search/vocabulary.py and index.py)

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

const sectionsIn = (postings) => [...postings].map((coded) => Math.floor(coded / PLACE_COUNT));

// The vocabulary of an index, from its manifest (vocabulary.json).
export function readVocabulary(manifest) {
  const vocabulary = {
    ids: [], forms: [], keys: [], letters: [], stems: [], byKey: new Map(), byStem: new Map(), endings: new Map(),
    aliases: new Map(), stop: new Set(manifest.stop.split(" ").map(fold)),
  };
  addForms(vocabulary, manifest.forms, false);
  // Those stop words that the pages have are the first of all forms.
  vocabulary.keys.slice(0, manifest.stops).forEach((key) => vocabulary.stop.add(key));
  addAliasLines(vocabulary, manifest.aliases);
  return vocabulary;
}

// Add the forms of one file: the common ones, numbered from 0, or rare ones, each with its own number.
export function addForms(vocabulary, text, isRare) {
  let form = "", id = isRare ? 0 : -1;
  for (const line of text ? text.split("\n") : []) {
    const { numbers, end } = readNumbers(line, 0, isRare ? 3 : 2);
    const [shared, rest] = isRare ? numbers.slice(1) : numbers;
    id += isRare ? numbers[0] : 1;
    form = form.slice(0, shared) + line.slice(end);
    if (vocabulary.forms[id] === undefined) addForm(vocabulary, id, form, form.length - rest);
  }
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
    const found = targets.map((target) => wordsOf(target).map((word) => word.form));
    for (const key of keys) {
      const stems = key.split(" ");
      addTo(vocabulary.aliases, stems[0][0], { stems, targets: found });
    }
  }
}

// Endings of the three languages; the index teaches more.
const ENDINGS = new Set(["", ..."a ade ande ar are aren arna arnas arne as at de e ede en ende ene enes ens er ere eren erene erna ernas erne ernes ers es et ets n na ne or orna r s t te".split(" ")]);

const isEnding = (vocabulary, letters) => ENDINGS.has(letters) || (vocabulary.endings.get(letters) ?? 0) > 2;
const isKnown = (vocabulary, key) => vocabulary.byKey.has(key) || vocabulary.byStem.has(undouble(key));

// ---- the rules: which word forms a word of the query may mean, as Map(form number -> weight)

const put = (matches, id, weight) => {
  if (!(matches.get(id) >= weight)) matches.set(id, weight);
};

// The word itself, letters folded.
export function same(vocabulary, word) {
  const ids = vocabulary.byKey.get(word.key) ?? [];
  return new Map(ids.map((id) => [id, vocabulary.forms[id] === word.form ? 1 : WEIGHTS.folded]));
}

// Stems that the word may have: those of its known forms, or a known stem before a known ending, longest first.
export function stemsOf(vocabulary, key, shortest = 3) {
  const known = vocabulary.byKey.get(key);
  if (known) return [...new Set(known.map((id) => vocabulary.stems[id]))];
  const found = new Set();
  for (let length = key.length; length >= shortest; length--) {
    const stem = undouble(key.slice(0, length));
    if (isEnding(vocabulary, key.slice(length)) && vocabulary.byStem.has(stem)) found.add(stem);
  }
  return [...found].slice(0, 2);
}

// All other forms of the word.
export function family(vocabulary, key) {
  const matches = new Map();
  const base = vocabulary.byKey.has(key) ? WEIGHTS.family : WEIGHTS.guessed;
  stemsOf(vocabulary, key).forEach((stem, place) => {
    const weight = vocabulary.byKey.has(key) || place === 0 ? base : base * 0.8;
    for (const id of vocabulary.byStem.get(stem)) put(matches, id, weight);
  });
  return matches;
}

// Stems of an unknown word, by cutting a common ending.
function guessedStems(vocabulary, key) {
  const found = [];
  for (let length = Math.max(4, key.length - 5); length < key.length; length++) {
    const stem = undouble(key.slice(0, length));
    if (isEnding(vocabulary, key.slice(length))) found.push(stem.length > 3 ? stem : key.slice(0, length));
  }
  return found.slice(0, 2);
}

// What to look for inside other words: the word, its stems, guesses; each with a weight.
export function bases(vocabulary, key) {
  const known = vocabulary.byKey.has(key);
  const found = new Map([[key, 1]]);
  const stems = stemsOf(vocabulary, key);
  for (const stem of stems) if (!found.has(stem)) found.set(stem, known ? 0.95 : 0.9);
  if (!known && !stems.length) {
    for (const stem of guessedStems(vocabulary, key)) if (!found.has(stem)) found.set(stem, WEIGHTS.cut);
  }
  return found;
}

// Words that begin with one of `sought` (as `bases` gives them).
export function beginnings(vocabulary, key, sought) {
  const matches = new Map();
  for (const [base, weight] of sought) {
    if (base.length < 3) continue;
    const kind = base !== key ? WEIGHTS.stemBeginning : vocabulary.byKey.has(key) ? WEIGHTS.beginning : WEIGHTS.typing;
    for (const id of vocabulary.ids) if (vocabulary.keys[id].startsWith(base)) put(matches, id, weight * kind);
  }
  return matches;
}

// Compounds that hold one of `sought` behind their beginning.
export function compounds(vocabulary, sought) {
  const matches = new Map();
  for (const [base, weight] of sought) {
    if (base.length < 4) continue;
    for (const id of vocabulary.ids) {
      const key = vocabulary.keys[id], at = key.indexOf(base, 1);
      if (at < 1) continue;
      const kind = isEnding(vocabulary, key.slice(at + base.length)) ? WEIGHTS.part : WEIGHTS.inside;
      put(matches, id, weight * kind * (isLeftPart(vocabulary, key.slice(0, at)) ? 1 : WEIGHTS.oddLeft));
    }
  }
  return matches;
}

const isLeftPart = (vocabulary, key) =>
  key.length > 2 && (isKnown(vocabulary, key) || (/[se]$/.test(key) && isKnown(vocabulary, key.slice(0, -1))));

// The nearest known words of an unknown one, with their families; the forms that are slips away as `nearest`.
export function spelling(vocabulary, word, best) {
  const matches = new Map();
  if (word.key.length < 4 || /\d/.test(word.key) || vocabulary.byKey.has(word.key)) return { matches, nearest: [] };
  // "foenkle" may be meant for førenkle or for forenkle: a vowel pair is one letter or two.
  const typed = [...new Set([word.key, foldMarks(word.form)])];
  const near = [], letters = lettersOf(word.key);
  let least = mostSlips(word.key.length, best);
  for (const id of vocabulary.ids) {
    if (bitsIn(letters ^ vocabulary.letters[id]) > 2 * (least + 0.3)) continue;
    const slips = Math.min(...typed.map((key) => distance(key, vocabulary.keys[id], least + 0.3)));
    if (slips > least + 0.3) continue;
    near.push([id, slips]);
    least = Math.min(least, slips);
  }
  const nearest = near.filter(([, slips]) => slips <= Math.min(least + 0.3, mostSlips(word.key.length, best)));
  for (const [id, slips] of nearest) {
    let weight = slips <= 1 ? WEIGHTS.slip : WEIGHTS.slips;
    if (best >= WEIGHTS.typing) weight *= 0.85;
    if (vocabulary.keys[id][0] !== word.key[0]) weight *= 0.8;
    if (word.key.length < 6) weight *= 0.7;
    put(matches, id, weight);
    for (const sibling of vocabulary.byStem.get(vocabulary.stems[id])) put(matches, sibling, weight * 0.85);
  }
  return { matches, nearest: nearest.sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([id]) => id) };
}

// How many slips a word may have, by its length in letters, and by how well it is understood already.
function mostSlips(length, best) {
  if (length < 5) return 1;
  if (length < 8) return best >= 0.56 ? 1 : 1.9;
  return length < 11 ? 2 : 2.6;
}

// Two words of the query written as one: "politi attest" finds politiattest.
export function joined(vocabulary, left, right) {
  const matches = new Map();
  if (left.length < 2 || right.length < 2 || left.length + right.length < 6) return matches;
  for (const key of new Set([left + right, `${left}s${right}`, `${left}e${right}`, left.replace(/[se]$/, "") + right])) {
    for (const id of vocabulary.byKey.get(key) ?? []) put(matches, id, WEIGHTS.joined);
    for (const stem of stemsOf(vocabulary, key, left.length + 2).slice(0, 1)) {
      for (const id of vocabulary.byStem.get(stem)) put(matches, id, WEIGHTS.joinedFamily);
    }
    for (const id of vocabulary.ids) if (vocabulary.keys[id].includes(key)) put(matches, id, WEIGHTS.joinedPart);
  }
  return matches;
}

// Two words of the query inside one compound, in any order: both have matched it, each in a place of its own.
export function together(vocabulary, one, other) {
  const matches = new Map();
  const long = (sought) => [...sought.keys()].filter((base) => base.length > 3);
  const first = long(one.bases), second = long(other.bases);
  for (const id of one.matches.keys()) {
    if (!other.matches.has(id)) continue;
    const key = vocabulary.keys[id];
    const apart = first.some((a) => key.includes(a) && second.some((b) => a !== b && key.replace(a, "|").includes(b)));
    if (apart) matches.set(id, WEIGHTS.together);
  }
  return matches;
}

// An unknown compound as its two known parts, those whose shorter one is longest; null when there are none.
export function parts(vocabulary, key) {
  let best = null;
  const shorter = (pair) => Math.min(...pair.map((part) => part.length));
  for (let at = 4; at <= key.length - 4; at++) {
    const left = [key.slice(0, at), key.slice(0, at - 1)].find((part, cut) => isKnown(vocabulary, part) && (!cut || /[se]/.test(key[at - 1])));
    const end = key.slice(at);
    const right = isKnown(vocabulary, end) ? end : stemsOf(vocabulary, end)[0];
    if (left && right && (!best || shorter([left, right]) > shorter(best))) best = [left, right];
  }
  return best;
}

// Aliases that stand in the query: [{ start, length, targets }], places counted in words. The longest stem wins.
// `hasStem` says whether a word typed has an alias's stem.
export function aliasesIn(vocabulary, words, hasStem = isOfStem) {
  return words.flatMap((word, start) => {
    const found = (vocabulary.aliases.get(word.key[0]) ?? []).filter(({ stems }) =>
      stems.every((stem, place) => words[start + place] && hasStem(vocabulary, words[start + place].key, stem)));
    const longest = Math.max(...found.map(({ stems }) => stems.join("").length));
    return found.filter(({ stems }) => stems.length > 1 || stems[0].length === longest)
      .map(({ stems, targets }) => ({ start, length: stems.length, targets }));
  });
}

export function isOfStem(vocabulary, key, stem) {
  if (stem.endsWith("*")) return key.startsWith(stem.slice(0, -1));
  const bare = undouble(stem);
  return key.startsWith(bare) && isEnding(vocabulary, key.slice(key.startsWith(stem) ? stem.length : bare.length));
}

// The same with a slip in the stem or in the ending, for long stems.
export function isNearStem(vocabulary, key, stem) {
  const rest = key.length - stem.length;
  if (stem.length < 7 || stem.endsWith("*") || rest < -1 || rest > 3) return false;
  return [-1, 0, 1].some((more) => distance(key.slice(0, stem.length + more), stem, 1) <= 1);
}

// ---- a query as terms: [{ matches: Map(form number -> weight), isStop, near: Set, words }]

// All that one word of the query may mean. `options.literal`: no spelling; `options.plain`: no compounds either;
// `options.isSentence`: no compounds of known words, since whoever writes sentences writes whole words.
export function meanings(vocabulary, word, options = {}) {
  const matches = same(vocabulary, word);
  const isExact = matches.size > 0;
  for (const [id, weight] of family(vocabulary, word.key)) put(matches, id, weight);
  const near = new Set(matches.keys());
  const sought = bases(vocabulary, word.key), isStop = vocabulary.stop.has(word.key);
  if (!options.plain && !isStop && !(options.isSentence && isExact)) {
    for (const [id, weight] of beginnings(vocabulary, word.key, sought)) put(matches, id, weight);
    for (const [id, weight] of compounds(vocabulary, sought)) put(matches, id, weight);
  }
  const best = Math.max(0, ...matches.values());
  let nearest = [];
  if (!isExact && !options.literal && !isStop) {
    const slips = spelling(vocabulary, word, best);
    for (const [id, weight] of slips.matches) put(matches, id, weight);
    if (best < UNDERSTOOD) nearest = slips.nearest;
  }
  return { word, matches, near, bases: sought, isExact, nearest, isStop };
}

// Whether the index knows what a word of the query means, not merely something like it.
const isUnderstood = ({ isStop, matches }) => isStop || Math.max(0, ...matches.values()) >= UNDERSTOOD;

// The terms of a query: its words, its compounds written apart, its aliases.
export function termsOf(vocabulary, words, options = {}) {
  const isSentence = words.length >= (RANKING.sentence);
  const all = words.map((word) => meanings(vocabulary, word, { ...options, isSentence }));
  const found = aliasesIn(vocabulary, words);
  applyAliases(vocabulary, all, found);
  for (const meaning of all) if (!options.literal && !isUnderstood(meaning)) applyAliases(vocabulary, [meaning], aliasesIn(vocabulary, [meaning.word], isNearStem));
  const terms = [...all];
  all.forEach((meaning) => terms.push(...partTerms(vocabulary, meaning)));
  all.slice(1).forEach((right, place) => {
    if (!all[place].isStop || !right.isStop) terms.push({ matches: joined(vocabulary, all[place].word.key, right.word.key) });
  });
  all.forEach((one, place) => all.slice(place + 1).forEach((other) => {
    if (!one.isStop && !other.isStop) terms.push({ matches: together(vocabulary, one, other) });
  }));
  terms.push(...phraseAliasTerms(vocabulary, all, found));
  return { terms: terms.filter((term) => term.matches.size).map(trimmed), meanings: all };
}

// An alias of one word with a target of one word is a further meaning of that word.
function applyAliases(vocabulary, all, found) {
  for (const { start, length, targets } of found) {
    if (length > 1) continue;
    const weight = all[start].isExact ? WEIGHTS.also : WEIGHTS.alias;
    const single = targets.filter((forms) => forms.length === 1);
    for (const target of all[start].isExact ? single.slice(0, RANKING.also) : single) {
      addTarget(vocabulary, all[start], target[0], weight);
    }
  }
}

function addTarget(vocabulary, meaning, form, weight) {
  const key = fold(form);
  for (const id of vocabulary.byKey.get(key) ?? []) put(meaning.matches, id, weight);
  for (const [id] of family(vocabulary, key)) put(meaning.matches, id, weight * 0.95);
  if (weight === WEIGHTS.alias) meaning.nearest = [];
}

// Aliases of several words, on either side: each word of the target is a term. A known word needs none of them.
function phraseAliasTerms(vocabulary, all, found) {
  const terms = [];
  for (const { start, length, targets } of found) {
    if (length === 1 && all[start].isExact) continue;
    for (const target of targets.filter((forms) => length > 1 || forms.length > 1)) {
      for (const form of target) {
        const meaning = { matches: new Map(), isStop: vocabulary.stop.has(fold(form)) };
        addTarget(vocabulary, meaning, form, (WEIGHTS.alias * (length > 1 ? 1 : 0.8)) / Math.sqrt(target.length));
        terms.push(meaning);
      }
    }
  }
  return terms;
}

// The parts of a compound that is unknown and that nothing near was found for.
function partTerms(vocabulary, { word, matches }) {
  if (Math.max(0, ...matches.values()) >= WEIGHTS.alias) return [];
  const found = parts(vocabulary, word.key);
  return (found ?? []).map((part) => {
    const part_ = meanings(vocabulary, { form: part, key: part }, { plain: true, literal: true });
    return { matches: new Map([...part_.matches].map(([id, weight]) => [id, weight * WEIGHTS.split])) };
  });
}

// A term with its best meanings only, best first: the poor ones cost files to fetch and find next to nothing.
function trimmed(term) {
  const ranked = [...term.matches].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const floor = ranked[0][1] >= UNDERSTOOD ? 0.4 : 0;
  return { ...term, ranked: ranked.filter(([, weight]) => weight >= floor).slice(0, FORMS_PER_WORD) };
}

// ---- ranking

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

function placeWeight(layout, section, place) {
  if (place < IN_ITEM) return PLACES.text;
  if (place === IN_ITEM) return PLACES.item;
  const document = layout.documentOf[section], isFirst = section === layout.firstSection[document];
  const isEntry = isFirst && layout.kinds[document] === "g";
  const weight = isEntry ? PLACES.entry : isFirst ? PLACES.title : PLACES.heading;
  return place === IN_HEADING_ALONE && !isEntry ? weight * PLACES.alone : weight;
}

// The score of every section for one term, 0 where it does not stand. The rarity of a word is counted over the sections
// that forms of this weight or a higher one reach, so that a worse match never wins by being rare.
export function scoreTerm(term, postings, layout) {
  const count = layout.documentOf.length;
  const best = new Float64Array(count), often = new Float64Array(count);
  let reached = 0;
  for (let from = 0; from < term.ranked.length; ) {
    const tier = term.ranked.filter(([, weight], place) => place >= from && weight > term.ranked[from][1] - RANKING.tier);
    for (const [id, weight] of tier) {
      for (const coded of postings.get(id)) {
        const section = Math.floor(coded / PLACE_COUNT), place = coded % PLACE_COUNT;
        if (!often[section]) reached++;
        often[section] += weight * (place < IN_ITEM ? place + 1 : 3);
      }
    }
    const rarity = Math.log(1 + count / reached) * (term.isStop ? RANKING.stop : 1);
    for (const [id, weight] of tier) {
      for (const coded of postings.get(id)) {
        const section = Math.floor(coded / PLACE_COUNT);
        best[section] = Math.max(best[section], weight * rarity * placeWeight(layout, section, coded % PLACE_COUNT));
      }
    }
    from += tier.length;
  }
  return best.map((score, section) => score && score * (1 + RANKING.frequency * (1 - 1 / (1 + often[section]))));
}

// The documents that answer `terms`, best first: [{ document, score, sections: [[section, score], …] best first }].
export function rank(terms, postings, layout) {
  const scores = terms.map((term) => scoreTerm(term, postings, layout));
  const hits = [];
  layout.firstSection.forEach((first, document) => {
    const end = layout.firstSection[document + 1] ?? layout.documentOf.length;
    const hit = scoreDocument(scores, first, end);
    if (hit) hits.push({ document, ...hit });
  });
  return hits.sort((a, b) => b.score - a.score || a.document - b.document);
}

// The score of the document that the sections `first` to `end` make up, null when it has none of the words: a part of
// it from the best section for each word, the other from the one section that answers best. A section is read under
// its page's title: what it lacks the title may supply, for a little less.
function scoreDocument(scores, first, end) {
  let whole = 0;
  const single = new Float64Array(end - first), own = new Uint8Array(end - first);
  for (const score of scores) {
    let best = 0;
    for (let section = first; section < end; section++) {
      if (score[section]) own[section - first] = 1;
      if (score[section] > best) best = score[section];
      single[section - first] += Math.max(score[section], RANKING.context * score[first]);
    }
    whole += best;
  }
  if (!whole) return null;
  const sections = [...single].map((score, place) => [first + place, score]).filter((_, place) => own[place]);
  sections.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const best = sections[0][1] + RANKING.second * (sections[1]?.[1] ?? 0);
  const score = whole * (1 - RANKING.sameSection) + best * RANKING.sameSection;
  return { score: score / (1 + RANKING.length * Math.log(end - first)), sections };
}

// For a query of one word: the third place goes to the best page that has the word only inside a compound.
export function giveThirdPlace(hits, hasWord) {
  if (!hits.slice(0, 3).every((hit) => hasWord(hit.document))) return hits;
  const place = hits.findIndex((hit) => !hasWord(hit.document));
  if (place < 3 || hits[place].score < RANKING.third * hits[0].score) return hits;
  const others = hits.filter((_, other) => other !== place);
  return [...others.slice(0, 2), hits[place], ...others.slice(2)];
}

// The documents that hold one of the forms `ids`.
function documentsWith(ids, postings, layout) {
  return new Set([...ids].flatMap((id) => sectionsIn(postings.get(id) ?? []).map((section) => layout.documentOf[section])));
}

// The hits with a section that holds all of `keys`: only there can a phrase stand. Their other sections are dropped.
export function withAllWords(hits, keys, vocabulary, postings) {
  const holding = keys.map((key) => {
    const ids = vocabulary.byKey.get(key) ?? [];
    return new Set(ids.flatMap((id) => sectionsIn(postings.get(id) ?? [])));
  });
  const kept = hits.map((hit) => ({ ...hit, sections: hit.sections.filter(([section]) => holding.every((set) => set.has(section))) }));
  return kept.filter((hit) => hit.sections.length);
}

// ---- what is shown

// Whether the folded words of `text` hold the words of `phrase` (keys) side by side.
export function holdsPhrase(text, phrase) {
  const keys = wordsOf(text).map((word) => word.key);
  return keys.some((_, start) => phrase.every((key, place) => keys[start + place] === key));
}

// A piece of `text` around the words that matched (Map(key -> weight)): [[text, isMarked], …].
export function excerpt(text, weights, length = 220) {
  const found = wordsOf(text).filter((word) => weights.has(word.key));
  let from = 0, top = 0;
  found.forEach((word, first) => {
    let sum = 0;
    const seen = new Set();
    for (const other of found.slice(first)) {
      if (other.start > word.start + length - 60) break;
      sum += weights.get(other.key) * (seen.has(other.key) ? 0.2 : 1);
      seen.add(other.key);
    }
    if (sum > top) [top, from] = [sum, word.start];
  });
  const start = from < 60 ? 0 : text.lastIndexOf(" ", from - 40) + 1;
  const space = text.indexOf(" ", start + length);
  const end = space < 0 ? text.length : space;
  const pieces = [[start ? "… " : "", false]];
  let at = start;
  for (const word of found.filter((other) => other.start >= start && other.end <= end)) {
    pieces.push([text.slice(at, word.start), false], [text.slice(word.start, word.end), true]);
    at = word.end;
  }
  pieces.push([text.slice(at, end) + (end < text.length ? " …" : ""), false]);
  // Lines that do not end with a mark (points of a list, cells of a table) are kept apart.
  const inOneLine = (piece) => piece.replace(/([^.!?:;,])\n/g, "$1 · ").replace(/\s+/g, " ");
  return pieces.filter(([piece]) => piece).map(([piece, isMarked]) => [inOneLine(piece), isMarked]);
}

// ---- the index, fetched piece by piece

const fetchJson = async (url, options) => {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
};

// Open the index in the folder `base` (an address ending in /). Rejects when it cannot be had.
export async function openIndex(base, get = fetchJson) {
  // The one file without a name of its own contents: ask the server whether it has changed.
  const manifest = await get(base + "vocabulary.json", { cache: "no-cache" });
  const vocabulary = readVocabulary(manifest), layout = readLayout(manifest);
  const files = new Map(), held = new Map(), postingsHeld = new Map();
  const used = new Set(); // names of files that are part of the vocabulary by now

  function load(name) {
    if (!files.has(name)) {
      const loading = get(`${base}${manifest.folder}/${name}.json`).then((content) => held.set(name, content).get(name));
      // A file that failed may be had the next time.
      loading.catch(() => files.delete(name));
      files.set(name, loading);
    }
    return files.get(name);
  }

  // Fetch the files of one kind that serve `words`, and give the text of each that is new to `use`.
  async function loadFor(words, kind, starts, letters, use) {
    const sought = words.filter(({ key }) => key.length >= letters && !vocabulary.stop.has(key));
    const places = new Set(sought.map(({ key }) => starts.findLastIndex((start) => start <= key.slice(0, letters))));
    await Promise.all([...places].filter((place) => place >= 0).map(async (place) => {
      const name = `${kind}${place}`;
      const text = await load(name);
      if (!used.has(name)) use(text);
      used.add(name);
    }));
  }

  const loadRare = (words) => loadFor(words, "w", manifest.rare, 3, (text) => addForms(vocabulary, text, true));
  const loadNeighbours = (words) => loadFor(words, "n", manifest.neighbours, 2, (text) => addAliasLines(vocabulary, text));

  async function loadPostings(terms) {
    const ids = new Set(terms.flatMap((term) => term.ranked.map(([id]) => id)));
    await Promise.all([...ids].filter((id) => !postingsHeld.has(id)).map(async (id) => {
      const file = layout.postingsOf[id];
      const text = await load(`p${file}`);
      if (typeof text === "string") held.set(`p${file}`, text.split("\n"));
      postingsHeld.set(id, readPostings(held.get(`p${file}`)[id - layout.firstInPostings[file]]));
    }));
    return postingsHeld;
  }

  const textName = (section) => `t${layout.textOf[section]}`;

  async function sectionText(section) {
    const file = await load(textName(section));
    const [anchor, heading, text] = file.sections[section - layout.firstInText[layout.textOf[section]]];
    const [url, title, language, trail] = file.documents[layout.documentOf[section]];
    return { anchor, heading, text, url, title, language, trail };
  }

  // The answer to a query: { hits, words, corrected, phrases, isUnderstood }. `options.literal` switches spelling off.
  async function search(query, options = {}) {
    const { words, phrases } = readQuery(query);
    await loadRare(words);
    let { terms, meanings: found } = termsOf(vocabulary, words, options);
    if (!found.every(isUnderstood)) {
      await loadNeighbours(words);
      ({ terms, meanings: found } = termsOf(vocabulary, words, options));
    }
    const postings = await loadPostings(terms);
    let hits = rank(terms, postings, layout);
    if (words.length === 1) {
      const near = documentsWith(found[0].near, postings, layout);
      hits = giveThirdPlace(hits, (document) => near.has(document));
    }
    if (phrases.length) hits = withAllWords(hits, phrases.flat(), vocabulary, postings);
    return { hits, words: wordWeights(terms), corrected: corrections(found), phrases, isUnderstood: found.some((meaning) => !meaning.isStop && isUnderstood(meaning)) };
  }

  function wordWeights(terms) {
    const weights = new Map();
    for (const term of terms) {
      for (const [id, weight] of term.ranked) put(weights, vocabulary.keys[id], weight * (term.isStop ? RANKING.stop : 1));
    }
    return weights;
  }

  const corrections = (found) => found.filter(({ nearest }) => nearest.length)
    .map(({ word, nearest }) => ({ typed: word.form, shown: vocabulary.forms[nearest[0]] }));

  return { search, sectionText, layout, vocabulary, isHeld: (sections) => sections.every((section) => held.has(textName(section))) };
}
