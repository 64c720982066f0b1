// The search, part 5: which documents answer the terms of a query best.
import { PLACE_COUNT, sectionsIn } from "./search-vocabulary.js";

// How much a place in a section counts: in its text, in a checklist item, in its heading, in the page's title, as the
// term of a glossary entry; `alone` when it is the heading or title (nearly) alone. Numbered as in index.py.
export const PLACES = { text: 1, item: 1.2, heading: 1.3, title: 2, entry: 1.25, alone: 1.6 };
const IN_ITEM = 3;
const IN_HEADING_ALONE = 5;
// How the score of a page is put together.
export const RANKING = {
  // weight of question and function words
  stop: 0.3,
  // how much it adds to stand there often
  frequency: 0.35,
  // share of the score that comes from the one section that answers best
  sameSection: 0.8,
  // what the second best section adds to it
  second: 0.1,
  // how much of a page's title counts for each of its sections
  context: 0.7,
  // how much a page loses by being long
  length: 0.05,
  // weights that are as good as equal
  tier: 0.02,
  // what the third place given away must score, as a share of the first
  third: 0.3,
};

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
  for (const tier of tiersOf(term.ranked)) {
    eachPlace(tier, postings, (section, place, weight) => {
      if (!often[section]) reached++;
      often[section] += weight * (place < IN_ITEM ? place + 1 : IN_ITEM);
    });
    const rarity = Math.log(1 + count / reached) * (term.isStop ? RANKING.stop : 1);
    eachPlace(tier, postings, (section, place, weight) => {
      const score = weight * rarity * placeWeight(layout, section, place);
      if (score > best[section]) best[section] = score;
    });
  }
  return best.map((score, section) => score && score * (1 + RANKING.frequency * (1 - 1 / (1 + often[section]))));
}

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
  const hits = [];
  layout.firstSection.forEach((first, document) => {
    const end = layout.firstSection[document + 1] ?? layout.documentOf.length;
    const hit = scoreDocument(scores, first, end);
    if (hit) hits.push({ document, ...hit });
  });
  return hits.sort((a, b) => b.score - a.score || a.document - b.document);
}

// The score of the document that the sections `first` to `end` make up, null when it has none of the words: a part of
// it from the best section for each word, the other from the one section that answers best, and a little from the next.
// A section is read under its page's title: what it lacks the title may supply, for a little less.
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
