// The search, part 6: what is shown of a section that was found.
import { apart, wordsOf } from "./search-words.js";

// Whether the folded words of `text` hold the words of `phrase` (keys) side by side.
export function holdsPhrase(text, phrase) {
  const keys = apart(wordsOf(text)).map((word) => word.key);
  return keys.some((_, start) => phrase.every((key, place) => keys[start + place] === key));
}

// A piece of `text` around the words that matched (Map(key -> weight)): [[text, isMarked], …].
export function excerpt(text, weights, length = 220) {
  const found = wordsOf(text).map((word) => [word, ...word.parts].find(({ key }) => weights.has(key))).filter(Boolean);
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
