// The search, part 1 of 6: letters and words. All six parts are pure functions, put together by search-engine.js; each
// rule has its own test in tests/search/test_engine.py. How hits are ranked is said in search-ranking.js.

// One spelling for å/aa, æ/ä/ae, ø/ö/oe and all accents. `text` is in lower case.
export function fold(text) {
  if (!/[^\x00-\x7f]|aa|ae|oe/.test(text)) return text;
  return foldMarks(text).replace(/a[ae]/g, "a").replace(/oe/g, "o");
}

// The same, but a letter pair for a letter stays a pair.
export const foldMarks = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ø/g, "o").replace(/æ/g, "a");

const WORD = /[\p{L}\p{N}]+(?:[-‐‑'’][\p{L}\p{N}]+)*/gu;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

// The words of `text`: [{ form, key (folded), start, end, parts }]. Hyphens are dropped from the form; `parts` are the
// words between them, none where there is no hyphen.
export function wordsOf(text) {
  return [...text.matchAll(WORD)].map((found) => {
    const bare = found[0].toLowerCase().normalize("NFC").replace(/['’]/g, ""), parts = bare.split(/[-‐‑]/);
    const word = (form) => ({ form, key: fold(form), start: found.index, end: found.index + found[0].length });
    return { ...word(parts.join("")), parts: parts.length > 1 ? parts.map(word) : [] };
  });
}

// The same with words that hold a hyphen taken apart.
export const apart = (words) => words.flatMap((word) => (word.parts.length ? word.parts : [word]));

// The query as { words, phrases }: all its words, and those between quotation marks once more as lists of keys.
export function readQuery(query) {
  const text = query.slice(0, 300).replace(INVISIBLE, "").normalize("NFC");
  const quoted = [...text.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/g)];
  const phrases = quoted.map((found) => apart(wordsOf(found[1])).map((word) => word.key)).filter((keys) => keys.length);
  return { words: wordsOf(text).slice(0, 24), phrases };
}

// A stem without its last letter's double: one and the same stem before any ending.
export const undouble = (stem) => stem.replace(/([bdfgklmnprst])\1$/, "$1");

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
export const lettersOf = (key) => [...key].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

export function bitsIn(number) {
  let count = 0;
  for (let rest = number; rest; rest &= rest - 1) count++;
  return count;
}
