// The search dialog. Fetched when a reader first opens the search; the engine and the index come with it.
import { excerpt, holdsPhrase, openIndex } from "./search-engine.js";

const FIRST = 5; // hits shown at once
const SECTIONS = 2; // further sections of the same page
const PAUSE = 120; // milliseconds of quiet before texts are fetched that are not at hand
const ELSEWHERE_PAUSE = 600; // milliseconds of quiet before the neighbours' indexes are asked
const ADDRESS_PAUSE = 300; // browsers allow only so many changes of the address
const LANGUAGES = ["nb", "da", "sv"];
const KINDS = { m: "method", c: "checklist", e: "case", g: "glossary", p: "page" };
const PARAMETER = "search"; // in the fragment, which no browser sends to the server

let search = null;

/** Open the dialog (made on first use). `listAddress` is that of the page that lists everything. */
export async function open({ template, listAddress, opener, query = "", isBack = false }) {
  search ??= await make(template, listAddress, opener);
  if (!search.dialog.open) {
    if (!isBack) history.pushState({ search: true }, "");
    search.dialog.showModal();
  }
  search.field.value = query;
  search.field.focus();
  search.field.select();
  await search.run();
}

/** Close the dialog because the reader went back. */
export function close() {
  if (search?.dialog.open) search.leave();
}

async function make(template, listAddress, opener) {
  const dialog = template.content.querySelector("dialog").cloneNode(true);
  await styled();
  document.body.append(dialog);
  return new Search(dialog, listAddress, opener);
}

/** The dialog's style sheet, loaded. */
function styled() {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("search.css", import.meta.url) });
  return new Promise((resolve) => {
    // Without its looks the dialog still works.
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

/** An element with attributes and children; strings become text, never markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

class Search {
  constructor(dialog, listAddress, opener) {
    this.dialog = dialog;
    this.listAddress = listAddress;
    this.opener = opener;
    this.language = dialog.lang;
    this.words = JSON.parse(dialog.dataset.words);
    this.field = dialog.querySelector("input");
    for (const part of ["count", "status", "notes", "hits", "more"]) this[part] = dialog.querySelector(`[data-${part}]`);
    this.indexes = new Map();
    this.turn = 0;
    this.listen();
  }

  listen() {
    const { dialog, field } = this;
    field.addEventListener("input", () => this.run());
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.links()[0]?.focus();
    });
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        // A search field would only be emptied by it.
        event.preventDefault();
        dialog.close();
      } else this.move(event);
    });
    dialog.addEventListener("close", () => this.closed());
    this.more.addEventListener("click", () => this.show(this.shown + FIRST));
  }

  /** Arrow keys go from the field through the hits and back; Tab does what it always does. */
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const stops = [this.field, ...this.links()];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  links() {
    return [...this.hits.querySelectorAll("a")];
  }

  /** Close without touching the address: the reader has gone back already. */
  leave() {
    this.isLeaving = true;
    this.dialog.close();
  }

  closed() {
    this.turn++;
    clearTimeout(this.addressTimer);
    if (!this.isLeaving) {
      if (history.state?.search) history.back();
      else this.writeAddress("");
    }
    this.isLeaving = false;
    if (document.activeElement === document.body) this.opener.focus();
  }

  /** The index of a language, opened once; a failure is not kept. */
  index(language = this.language) {
    if (!this.indexes.has(language)) {
      const opening = openIndex(this.addressOf(language) + "index/");
      opening.catch(() => this.indexes.delete(language));
      this.indexes.set(language, opening);
    }
    return this.indexes.get(language);
  }

  /** The list page of a language: the languages stand side by side. */
  addressOf(language) {
    return new URL(`../../${language}/search/`, this.listAddress).href;
  }

  rootOf(language) {
    return new URL(`../../${language}/`, this.listAddress).href;
  }

  say(key, values = {}) {
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), this.words[key]);
  }

  /** Answer what stands in the field. `isLiteral`: do not look for other spellings. */
  async run(isLiteral = false) {
    const turn = ++this.turn;
    const query = this.field.value.trim();
    if (query || queryIn(location)) this.keepAddress(query);
    if (query.replace(/\s/g, "").length < 2) {
      this.index().catch(() => this.fail(turn));
      this.clear(query ? this.say("search-too-short") : "");
      return;
    }
    try {
      const index = await this.index();
      const answer = await index.search(query, { literal: isLiteral });
      if (turn !== this.turn) return;
      Object.assign(this, { answer, query, isLiteral, verified: [], next: 0 });
      await this.show(FIRST, turn);
      if (turn === this.turn && answer.phrases.length && !this.verified.length) {
        // Nowhere word for word: the words alone may still help.
        this.answer = { ...(await index.search(query.replace(/["“”„«»]/g, " "), { literal: isLiteral })), isPhraseMissing: true };
        this.next = 0;
        await this.show(FIRST, turn);
      }
      if (turn === this.turn) await this.lookElsewhere(turn);
    } catch (error) {
      console.error(error);
      this.fail(turn);
    }
  }

  /** Show the first `count` hits. */
  async show(count, turn = this.turn) {
    const index = await this.index();
    const hits = await this.take(index, count, turn);
    if (turn !== this.turn) return;
    const before = this.shown ?? 0;
    this.shown = count;
    this.hits.replaceChildren(...hits.map((hit) => this.hitElement(hit)));
    this.tell(hits.length);
    // Asked for more: go on reading where the list was cut off.
    if (count > FIRST && count > before) this.hits.children[before]?.querySelector("a").focus();
  }

  /** The first `count` hits with their texts; where a phrase is asked for, only those that hold it. */
  async take(index, count, turn) {
    const { answer } = this;
    while (this.verified.length < count && this.next < answer.hits.length) {
      const batch = answer.hits.slice(this.next, this.next + count - this.verified.length);
      const wanted = batch.map((hit) => shownSections(hit, answer.phrases.length, index.layout));
      if (!index.isHeld(wanted.flat())) await pause(PAUSE);
      if (turn !== this.turn) return [];
      const read = await Promise.all(batch.map((hit, place) => readHit(index, hit, wanted[place])));
      if (turn !== this.turn) return [];
      this.verified.push(...read.map((hit) => withPhrases(hit, answer.phrases)).filter(Boolean));
      this.next += batch.length;
    }
    return this.verified.slice(0, count);
  }

  /** Tell how many hits there are, and what was made of the query. */
  tell(shown) {
    const { answer, verified, next } = this;
    const isAll = next >= answer.hits.length;
    const total = answer.phrases.length ? verified.length : answer.hits.length;
    const key = total === 0 ? "search-none" : !isAll && answer.phrases.length ? "search-at-least" : total === 1 ? "search-one" : "search-many";
    const text = this.say(key, { count: total });
    this.count.textContent = text;
    this.more.hidden = isAll && verified.length <= shown;
    this.announce(text);
    this.notes.replaceChildren(...this.noteElements(total));
  }

  noteElements(total) {
    const notes = [];
    if (this.answer.isPhraseMissing && total) notes.push(element("p", {}, this.say("search-phrase-missing")));
    for (const { typed, shown } of this.answer.corrected) {
      const back = element("button", { type: "button", class: "search-link" }, this.say("search-only", { word: typed }));
      back.addEventListener("click", () => {
        this.field.focus();
        this.run(true);
      });
      notes.push(element("p", {}, this.say("search-shown-for", { word: shown }), " ", back));
    }
    if (total === 0) notes.push(element("p", {}, this.say("search-none-help")));
    return notes;
  }

  /** Said once the typing rests, so that a screen reader is not interrupted at every key. */
  announce(text) {
    clearTimeout(this.statusTimer);
    this.statusTimer = setTimeout(() => (this.status.textContent = text), 500);
  }

  clear(text) {
    this.hits.replaceChildren();
    this.notes.replaceChildren();
    this.more.hidden = true;
    this.count.textContent = text;
    this.announce(text);
  }

  fail(turn) {
    if (turn !== this.turn) return;
    this.clear(this.say("search-unreachable"));
    const again = element("button", { type: "button", class: "search-link" }, this.say("search-again"));
    again.addEventListener("click", () => {
      this.field.focus();
      this.run();
    });
    const list = element("a", { href: this.listAddress }, this.say("search-all-pages"));
    this.notes.replaceChildren(element("p", {}, again, " · ", list));
  }

  hitElement({ document: place, sections }) {
    const [best, ...others] = sections;
    const address = (section) => this.rootOf(this.language) + section.url + (section.anchor ? `#${section.anchor}` : "");
    const isForeign = best.language !== this.language;
    const language = isForeign ? best.language : undefined;
    const heading = best.anchor && best.heading !== best.title ? [best.title, " – ", best.heading] : [best.anchor ? best.title : best.heading || best.title];
    const kind = KINDS[place];
    const where = [element("span", { class: "search-kind" }, this.say(`search-kind-${kind}`))];
    if (best.trail.length) where.push(" ", element("span", { lang: language }, best.trail.join(" › ")));
    if (isForeign) where.push(" · ", this.say("search-shown-in", { language: this.say(`language-${best.language}`) }));
    const pieces = excerpt(best.text, this.answer.words).map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
    const more = others.map((section) => element("li", {}, element("a", { href: address(section) }, section.heading || section.title)));
    return element("li", { class: "search-hit" },
      element("h3", { lang: language }, element("a", { href: address(best), hreflang: language }, ...heading)),
      element("p", { class: "search-where" }, ...where),
      element("p", { class: "search-text", lang: language }, ...pieces),
      more.length ? element("div", { class: "search-also", lang: language }, `${this.say("search-more-here")}: `, element("ul", {}, ...more)) : null);
  }

  /** Offer the neighbours' languages when they know the words better. */
  async lookElsewhere(turn) {
    if (this.answer.isUnderstood && this.answer.hits.length) return;
    await pause(ELSEWHERE_PAUSE);
    for (const language of LANGUAGES) {
      if (language === this.language || turn !== this.turn) continue;
      const index = await this.index(language).catch(() => null);
      const found = index ? await index.search(this.query, { literal: true }) : null;
      if (!found?.isUnderstood || !found.hits.length || turn !== this.turn) continue;
      const address = new URL(this.addressOf(language));
      address.hash = fragmentOf(this.query);
      const text = this.say("search-elsewhere", { language: this.say(`language-${language}`) });
      const count = found.hits.length === 1 ? this.say("search-one") : this.say("search-many", { count: found.hits.length });
      this.notes.append(element("p", {}, element("a", { href: address.href, hreflang: language }, `${text} (${count})`)));
    }
  }

  /** Keep the query in the address, so that a search can be shared and is there again after Back. */
  keepAddress(query) {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => this.writeAddress(query), ADDRESS_PAUSE);
  }

  /** The fragment the page had is in the history entry before, to which closing goes back. */
  writeAddress(query) {
    const address = new URL(location.href);
    address.hash = query ? fragmentOf(query) : "";
    if (address.href !== location.href) history.replaceState(history.state, "", query ? address.href : address.href.split("#")[0]);
  }
}

const queryIn = ({ hash }) => new URLSearchParams(hash.slice(1)).get(PARAMETER);
const fragmentOf = (query) => new URLSearchParams({ [PARAMETER]: query }).toString();

/**
 * The sections of a hit to read: the best, and others nearly as good whose text comes in the same file; all of them to
 * look for a phrase.
 */
function shownSections(hit, isPhrase, { textOf }) {
  if (isPhrase) return hit.sections.map(([section]) => section);
  const [[first, top], ...others] = hit.sections;
  const near = others.filter(([section, score]) => score > top / 2 && textOf[section] === textOf[first]);
  return [first, ...near.slice(0, SECTIONS).map(([section]) => section)];
}

async function readHit(index, hit, sections) {
  const texts = await Promise.all(sections.map((section) => index.sectionText(section)));
  return { document: index.layout.kinds[hit.document], sections: texts };
}

/** The hit with the sections that hold all `phrases`, null when none does. */
function withPhrases(hit, phrases) {
  if (!phrases.length) return hit;
  const holding = hit.sections.filter(({ heading, text }) => phrases.every((phrase) => holdsPhrase(`${heading}\n${text}`, phrase)));
  return holding.length ? { ...hit, sections: holding.slice(0, 1 + SECTIONS) } : null;
}
