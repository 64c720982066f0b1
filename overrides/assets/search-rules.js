// The search, part 3: which word forms a word of the query may mean, as Map(form number -> weight).
import { bitsIn, distance, foldMarks, lettersOf, undouble } from "./search-words.js";
import { isEnding, isKnown } from "./search-vocabulary.js";
import { WEIGHTS } from "./search-ranking.js";

// Note that a form matches, if not with a higher weight already.
export const put = (matches, id, weight) => {
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
  for (let length = Math.max(3, key.length - 5); length < key.length; length++) {
    const stem = undouble(key.slice(0, length));
    if (isEnding(vocabulary, key.slice(length))) found.push(stem.length > 2 ? stem : key.slice(0, length));
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
    if (base.length < (base === key ? 3 : 4)) continue;
    const kind = base !== key ? WEIGHTS.stemBeginning : vocabulary.byKey.has(key) ? WEIGHTS.beginning : WEIGHTS.typing;
    for (const id of vocabulary.ids) if (vocabulary.keys[id].startsWith(base)) put(matches, id, weight * kind);
  }
  return matches;
}

// Compounds that hold one of `sought` behind their beginning.
export function compounds(vocabulary, sought) {
  const matches = new Map();
  for (const [base, weight] of sought) {
    if (base.length < 3) continue;
    for (const id of vocabulary.ids) {
      const key = vocabulary.keys[id], at = key.lastIndexOf(base);
      if (at < 1) continue;
      const isHead = isEnding(vocabulary, key.slice(at + base.length)), isWhole = isLeftPart(vocabulary, key.slice(0, at));
      // Three letters stand anywhere: they are a word only as the head of a compound whose other part is known.
      if (base.length < 4 && !(isHead && isWhole)) continue;
      put(matches, id, weight * (isHead ? WEIGHTS.part : WEIGHTS.inside) * (isWhole ? 1 : WEIGHTS.oddLeft));
    }
  }
  return matches;
}

const isLeftPart = (vocabulary, key) => key.length > 2 && leftPart(vocabulary, key) !== undefined;

// The known word that begins a compound, with or without a linking s or e behind it.
function leftPart(vocabulary, key) {
  const found = /[se]$/.test(key) ? [key, key.slice(0, -1)] : [key];
  return found.find((part) => isKnown(vocabulary, part));
}

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
  const bare = left.replace(/[se]$/, "");
  for (const key of new Set([left + right, `${left}s${right}`, `${left}e${right}`, bare + right])) {
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
  const sides = [one, other].map(({ bases: sought }) => [...sought.keys()]);
  for (const id of one.matches.keys()) {
    if (!other.matches.has(id)) continue;
    const key = vocabulary.keys[id];
    const isIn = (base, word) => word.includes(base) && (base.length > 3 || isHead(vocabulary, base, word));
    const isMade = ([first, second]) =>
      first.some((a) => isIn(a, key) && second.some((b) => a !== b && isIn(b, key.replace(a, "|"))));
    if (isMade(sides)) matches.set(id, WEIGHTS.together);
  }
  return matches;
}

// Whether a base of three letters ends a compound: days of inclusion, councils of cooperation.
const isHead = (vocabulary, base, key) =>
  base.length === 3 && isEnding(vocabulary, key.slice(key.lastIndexOf(base) + base.length));

// An unknown compound as its two known parts, those whose shorter one is longest: a part of three letters must be a word
// of the pages (Nav, CSR).
export function parts(vocabulary, key) {
  let best = [];
  const shorter = (pair) => Math.min(...pair.map((part) => part.length));
  const isWord = (part) => part.length > 3 || (vocabulary.byKey.has(part) && !vocabulary.stop.has(part));
  for (let at = 3; at <= key.length - 3; at++) {
    const left = leftPart(vocabulary, key.slice(0, at)), end = key.slice(at);
    const right = isKnown(vocabulary, end) ? end : stemsOf(vocabulary, end)[0];
    if (!left || !right || !isWord(left) || !isWord(right)) continue;
    if (!best.length || shorter([left, right]) > shorter(best)) best = [left, right];
  }
  return best;
}

// The longest known word, of four letters or more, that an unknown one begins or ends with, in a list.
export function piece(vocabulary, key) {
  let best = [];
  for (let length = key.length - 1; length > 3 && !best.length; length--) {
    best = [key.slice(0, length), key.slice(-length)].filter((part) => isKnown(vocabulary, part)).slice(0, 1);
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
