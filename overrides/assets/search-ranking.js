// The search, part 5: which documents answer the terms of a query best. All numbers of the ranking stand here.
//
// 1. A word of the query matches word forms of the pages, each with a weight (WEIGHTS): itself, its other forms, what it
//    is a synonym of, compounds it is a part of, and, where it is unknown, words that are spelt like it.
// 2. A match counts by how rare the word is, and by where it stands in its section (PLACES).
// 3. A section scores the sum over the words, less for each word of the query that neither it nor its page's title has,
//    more when several of them stand in its heading and the questions it answers.
// 4. A page scores mostly by its best section (RANKING).
// Pages for those who write come last; entries of the glossary are shown apart.
import { PLACE_COUNT, sectionsIn } from "./search-vocabulary.js";

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
  also: 0.65,
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

// How much a place in a section counts: in its text, in a checklist item, in its heading, in the page's title, in a
// question it answers, as the term of a glossary entry; `alone` when it is the heading or title (nearly) alone.
export const PLACES = { text: 1, item: 1.2, heading: 1.3, title: 2.2, asks: 1.3, entry: 1.25, alone: 1.6 };
const IN_ITEM = 3, IN_HEADING_ALONE = 5, IN_ASKS = 6; // numbered as in index.py
// How the score of a page is put together.
export const RANKING = {
  // weight of question and function words
  stop: 0.4,
  // how much it adds to stand there often
  frequency: 0.4,
  // share of the score that comes from the one section that answers best
  sameSection: 0.8,
  // what the second best section adds to it
  second: 0.2,
  // how much of a page's title counts for each of its sections
  context: 0.7,
  // how much a section loses that has none of the query's words, by their rarity
  missing: 0.75,
  // what each further word adds that stands with another of the query in a section's heading and the questions it answers
  asked: 0.3,
  // share of its score that a template keeps: the chapter it belongs to says what it is for
  template: 0.9,
  // how much a page loses by being long
  length: 0.05,
  // weights that are as good as equal
  tier: 0.02,
  // what the third place given away must score, as a share of the first
  third: 0.3,
  // what a definition must score, as a share of the first of all
  definition: 0.4,
};
const DEFINITIONS = 2; // shown at most
const WRITERS = "w", TEMPLATE = "t"; // kinds of document: a page for those who write, a form to fill in

function placeWeight(layout, section, place) {
  if (place < IN_ITEM) return PLACES.text;
  if (place === IN_ITEM) return PLACES.item;
  if (place === IN_ASKS) return PLACES.asks;
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
  for (const tier of tiersOf(term.ranked)) {
    eachPlace(tier, postings, (section, place, weight) => {
      if (!often[section]) reached++;
      often[section] += weight * (place < IN_ITEM ? place + 1 : IN_ITEM);
    });
    const rarity = rarityOf(reached, layout) * (term.isStop ? RANKING.stop : 1);
    eachPlace(tier, postings, (section, place, weight) => {
      const score = weight * rarity * placeWeight(layout, section, place);
      if (score > best[section]) best[section] = score;
    });
  }
  return best.map((score, section) => score && score * (1 + RANKING.frequency * (1 - 1 / (1 + often[section]))));
}

const rarityOf = (reached, layout) => Math.log(1 + layout.documentOf.length / Math.max(1, reached));

// The forms of a term in groups of as good as equal weight.
function tiersOf(ranked) {
  const tiers = [];
  for (const form of ranked) {
    const tier = tiers.at(-1);
    if (tier && form[1] > tier[0][1] - RANKING.tier) tier.push(form);
    else tiers.push([form]);
  }
  return tiers;
}

// Call `visit(section, place, weight)` for all places of `forms` ([[form number, weight], …]).
function eachPlace(forms, postings, visit) {
  for (const [id, weight] of forms) {
    for (const coded of postings.get(id)) visit(Math.floor(coded / PLACE_COUNT), coded % PLACE_COUNT, weight);
  }
}

// The documents that answer `terms`, best first: [{ document, score, sections: [[section, score], …] best first }].
export function rank(terms, postings, layout) {
  const scores = terms.map((term) => scoreTerm(term, postings, layout));
  const typed = scores.map((score, place) => [score, terms[place]]).filter(([, term]) => term.isTyped && !term.isStop)
    .map(([score, term]) => ({
      score, share: rarityOf(score.reduce((count, one) => count + (one > 0), 0), layout), asked: askedIn(term, postings),
    }));
  const hits = [];
  layout.firstSection.forEach((first, document) => {
    const end = layout.firstSection[document + 1] ?? layout.documentOf.length;
    const hit = scoreDocument(scores, typed, first, end);
    const share = layout.kinds[document] === TEMPLATE ? RANKING.template : 1;
    if (hit) hits.push({ document, ...hit, score: hit.score * share });
  });
  const isLast = ({ document }) => layout.kinds[document] === WRITERS;
  return hits.sort((a, b) => isLast(a) - isLast(b) || b.score - a.score || a.document - b.document);
}

// The sections in whose heading or questions the term stands.
function askedIn(term, postings) {
  const asked = new Set();
  eachPlace(term.ranked, postings, (section, place) => place > IN_ITEM && asked.add(section));
  return asked;
}

// The score of the document that the sections `first` to `end` make up, null when it has none of the words: a part of
// it from the best section for each word, the other from the one section that answers best, and a little from the next.
// A section is read under its page's title: what it lacks the title may supply, for a little less.
function scoreDocument(scores, typed, first, end) {
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
  const all = typed.reduce((sum, { share }) => sum + share, 0);
  const missing = (section) =>
    typed.reduce((sum, { score, share }) => sum + (score[section] || score[first] ? 0 : share), 0) / (all || 1);
  const together = (section) => Math.max(0, typed.filter(({ asked }) => asked.has(section)).length - 1);
  const fit = (section) => (1 - RANKING.missing * missing(section)) * (1 + RANKING.asked * together(section));
  const sections = [...single].map((score, place) => [first + place, score * fit(first + place)])
    .filter((_, place) => own[place]);
  sections.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const best = sections[0][1] + RANKING.second * (sections[1]?.[1] ?? 0);
  const score = whole * (1 - RANKING.sameSection) + best * RANKING.sameSection;
  return { score: score / (1 + RANKING.length * Math.log(end - first)), sections };
}

// The entries of the glossary, of those found, that answer nearly as well as the first hit of all, best first.
export const definitions = (found, top) =>
  found.filter(({ score }) => score >= RANKING.definition * top.score).slice(0, DEFINITIONS);

// For a query of one word: the third place goes to the best page that has the word only inside a compound.
export function giveThirdPlace(hits, hasWord) {
  if (!hits.slice(0, 3).every((hit) => hasWord(hit.document))) return hits;
  const place = hits.findIndex((hit) => !hasWord(hit.document));
  if (place < 3 || hits[place].score < RANKING.third * hits[0].score) return hits;
  const others = hits.filter((_, other) => other !== place);
  return [...others.slice(0, 2), hits[place], ...others.slice(2)];
}

// The documents that hold one of the forms `ids`.
export function documentsWith(ids, postings, layout) {
  const sections = [...ids].flatMap((id) => sectionsIn(postings.get(id) ?? []));
  return new Set(sections.map((section) => layout.documentOf[section]));
}

// The hits with a section that holds all of `keys`: only there can a phrase stand. Their other sections are dropped.
// Words that stand everywhere are not looked at, since their places may not have been fetched.
export function withAllWords(hits, keys, vocabulary, postings) {
  const holding = keys.filter((key) => !vocabulary.everywhere.has(key)).map((key) => {
    const ids = vocabulary.byKey.get(key) ?? [];
    return new Set(ids.flatMap((id) => sectionsIn(postings.get(id) ?? [])));
  });
  const isKept = ([section]) => holding.every((sections) => sections.has(section));
  return hits.map((hit) => ({ ...hit, sections: hit.sections.filter(isKept) })).filter((hit) => hit.sections.length);
}
