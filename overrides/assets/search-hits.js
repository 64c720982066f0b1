// The hits of an answer with their texts, read only as far as they are shown.
import { holdsPhrase } from "./search-excerpt.js";

const MORE_SECTIONS = 2; // further sections of the same page
const READING_PAUSE = 120; // milliseconds of quiet before texts are fetched that are not at hand

export const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Hits {
  /** `answer` as the search of the opened `index` gives it. */
  constructor(index, answer) {
    this.index = index;
    this.answer = answer;
    this.read = []; // [{ kind, sections: [section as index.sectionText gives it, …] }]
    this.next = 0;
  }

  /** Whether all hits have been read. */
  get areRead() {
    return this.next >= this.answer.hits.length;
  }

  /** How many there are; where a phrase is asked for, how many of those read hold it. */
  get total() {
    return this.answer.phrases.length ? this.read.length : this.answer.hits.length;
  }

  /** The first `count`, fewer if there are no more, or if meanwhile `isCurrent()` no longer holds. */
  async first(count, isCurrent) {
    const { hits, phrases } = this.answer, { index } = this;
    while (this.read.length < count && !this.areRead) {
      const batch = hits.slice(this.next, this.next + count - this.read.length);
      const wanted = batch.map((hit) => sectionsToRead(hit, phrases.length, index.layout));
      if (!index.isHeld(wanted.flat())) await pause(READING_PAUSE);
      if (!isCurrent()) return [];
      const read = await Promise.all(batch.map((hit, place) => readHit(index, hit, wanted[place])));
      if (!isCurrent()) return [];
      this.read.push(...read.map((hit) => withPhrases(hit, phrases)).filter(Boolean));
      this.next += batch.length;
    }
    return this.read.slice(0, count);
  }
}

/**
 * The sections of a hit to read: the best, and others nearly as good whose text comes in the same file; all of them to
 * look for a phrase.
 */
function sectionsToRead(hit, isPhrase, { textOf }) {
  if (isPhrase) return hit.sections.map(([section]) => section);
  const [[first, top], ...others] = hit.sections;
  const near = others.filter(([section, score]) => score > top / 2 && textOf[section] === textOf[first]);
  return [first, ...near.slice(0, MORE_SECTIONS).map(([section]) => section)];
}

async function readHit(index, hit, sections) {
  const texts = await Promise.all(sections.map((section) => index.sectionText(section)));
  return { kind: index.layout.kinds[hit.document], sections: texts };
}

/** The hit with the sections that hold all `phrases`, null when none does. */
function withPhrases(hit, phrases) {
  if (!phrases.length) return hit;
  const isHolding = ({ heading, text }) => phrases.every((phrase) => holdsPhrase(`${heading}\n${text}`, phrase));
  const holding = hit.sections.filter(isHolding);
  return holding.length ? { ...hit, sections: holding.slice(0, 1 + MORE_SECTIONS) } : null;
}
