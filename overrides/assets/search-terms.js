// The search, part 4: a query as terms: its words, compounds written apart or together, and what its words stand for.
// A term is { matches: Map(form number -> weight), ranked: [[form number, weight], …] best first, isStop, isTyped: it is
// a word of the query itself }.
import { fold } from "./search-words.js";
import { WEIGHTS } from "./search-ranking.js";
import {
  aliasesIn, bases, beginnings, compounds, family, isNearStem, joined, parts, piece, put, same, spelling, together,
} from "./search-rules.js";

const FORMS_PER_WORD = 16; // a whole family and the nearest compounds; more would be more files to fetch
const UNDERSTOOD = 0.7; // from this weight on a word is known, and not merely like something
const POOR = 0.4; // of a word that is known, weights below this are not worth a file
const SENTENCE = 4; // telling words from which on a query is a sentence
const ALSO = 2; // synonyms of a known word that are sought along: each lies in another file

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
  const best = bestOf(matches);
  let nearest = [];
  if (!isExact && !options.literal && !isStop) {
    const slips = spelling(vocabulary, word, best);
    for (const [id, weight] of slips.matches) put(matches, id, weight);
    if (best < UNDERSTOOD) nearest = slips.nearest;
  }
  return { word, matches, near, bases: sought, isExact, nearest, isStop };
}

const bestOf = (matches) => Math.max(0, ...matches.values());

// Whether the index knows what a word of the query means, not merely something like it.
export const isUnderstood = ({ isStop, matches }) => isStop || bestOf(matches) >= UNDERSTOOD;

// The terms of a query, and what its words mean on their own: { terms, meanings }.
export function termsOf(vocabulary, typed, options = {}) {
  const words = typed.flatMap((word) => (word.parts?.length && !vocabulary.byKey.has(word.key) ? word.parts : [word]));
  const isSentence = words.filter(({ key }) => !vocabulary.stop.has(key)).length >= SENTENCE;
  const all = words.map((word) => meanings(vocabulary, word, { ...options, isSentence }));
  const found = aliasesIn(vocabulary, words);
  applyAliases(vocabulary, all, found);
  if (!options.literal) applyNearAliases(vocabulary, all);
  const terms = [
    ...withoutEverywhere(vocabulary, all).map((meaning) => ({ ...meaning, isTyped: true })),
    ...all.flatMap((meaning) => partTerms(vocabulary, meaning, options)),
    ...joinedTerms(vocabulary, all),
    ...togetherTerms(vocabulary, all),
    ...phraseAliasTerms(vocabulary, all, found),
  ];
  return { terms: terms.filter((term) => term.matches.size).map(trimmed), meanings: all };
}

// Words that stand everywhere are left out, unless the query has no word that says something.
function withoutEverywhere(vocabulary, all) {
  const isTelling = all.some(({ isStop, matches }) => !isStop && matches.size);
  return isTelling ? all.filter(({ word }) => !vocabulary.everywhere.has(word.key)) : all;
}

// Neighbouring words of the query as one word.
function joinedTerms(vocabulary, all) {
  const pairs = all.slice(1).map((right, place) => [all[place], right]);
  return pairs.filter(([left, right]) => !left.isStop || !right.isStop)
    .map(([left, right]) => ({ matches: joined(vocabulary, left.word.key, right.word.key) }));
}

// Any two words of the query inside one compound.
function togetherTerms(vocabulary, all) {
  const telling = all.filter(({ isStop }) => !isStop);
  return telling.flatMap((one, place) =>
    telling.slice(place + 1).map((other) => ({ matches: together(vocabulary, one, other) })));
}

// An alias of one word with a target of one word is a further meaning of that word.
function applyAliases(vocabulary, all, found) {
  for (const { start, length, targets } of found) {
    if (length > 1) continue;
    const meaning = all[start], single = targets.filter((forms) => forms.length === 1).map(([form]) => form);
    if (meaning.isExact) single.slice(0, ALSO).forEach((form) => addTarget(vocabulary, meaning, form, WEIGHTS.also));
    else {
      single.forEach((form) => addTarget(vocabulary, meaning, form, WEIGHTS.alias));
      if (single.length) meaning.nearest = [];
    }
  }
}

// A word that nothing is known of may be an alias with a slip in it; told as a correction.
function applyNearAliases(vocabulary, all) {
  for (const meaning of all.filter((other) => !isUnderstood(other))) {
    const targets = aliasesIn(vocabulary, [meaning.word], isNearStem).flatMap((alias) => alias.targets);
    const single = targets.filter((forms) => forms.length === 1).map(([form]) => form);
    single.forEach((form) => addTarget(vocabulary, meaning, form, WEIGHTS.alias));
    const shown = single.flatMap((form) => vocabulary.byKey.get(fold(form)) ?? []);
    if (shown.length) meaning.nearest = shown;
  }
}

// Let a term mean `form` and its family as well.
function addTarget(vocabulary, { matches }, form, weight) {
  const key = fold(form);
  for (const id of vocabulary.byKey.get(key) ?? []) put(matches, id, weight);
  for (const [id] of family(vocabulary, key)) put(matches, id, weight * 0.95);
}

// Aliases of several words, on either side: each word of the target is a term. A known word needs none of them.
function phraseAliasTerms(vocabulary, all, found) {
  const needed = found.filter(({ start, length }) => length > 1 || !all[start].isExact);
  return needed.flatMap(({ length, targets }) => {
    const share = length > 1 ? 1 : 0.8;
    return targets.filter((forms) => length > 1 || forms.length > 1).flatMap((forms) =>
      forms.map((form) => targetTerm(vocabulary, form, (WEIGHTS.alias * share) / Math.sqrt(forms.length))));
  });
}

function targetTerm(vocabulary, form, weight) {
  const term = { matches: new Map(), isStop: vocabulary.stop.has(fold(form)) };
  addTarget(vocabulary, term, form, weight);
  return term;
}

// The parts of a compound that is unknown and that nothing near was found for.
function partTerms(vocabulary, { word, matches }, { literal }) {
  if (bestOf(matches) >= WEIGHTS.alias) return [];
  const found = parts(vocabulary, word.key);
  return (found.length || literal ? found : piece(vocabulary, word.key)).map((part) => {
    const meaning = meanings(vocabulary, { form: part, key: part }, { plain: true, literal: true });
    return { matches: new Map([...meaning.matches].map(([id, weight]) => [id, weight * WEIGHTS.split])) };
  });
}

// A term with its best meanings only, best first: the poor ones cost files to fetch and find next to nothing.
function trimmed(term) {
  const ranked = [...term.matches].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const floor = ranked[0][1] >= UNDERSTOOD ? POOR : 0;
  return { ...term, ranked: ranked.filter(([, weight]) => weight >= floor).slice(0, FORMS_PER_WORD) };
}
