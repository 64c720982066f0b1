// The search dialog. Fetched when a reader first opens the search; the engine and the index come with it.
import { openIndex } from "./search-engine.js";
import { Hits, pause } from "./search-hits.js";
import { element, hitElement } from "./search-view.js";

const FIRST = 5; // hits shown at once
const ELSEWHERE_PAUSE = 600; // milliseconds of quiet before the neighbours' indexes are asked
const ADDRESS_PAUSE = 300; // browsers allow only so many changes of the address
const QUOTES = /["“”„«»]/g;
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
  const [words] = await Promise.all([dialogWords(dialog.lang), styled()]);
  document.body.append(dialog);
  return new Search(dialog, words, listAddress, opener);
}

/** What the dialog says in `language`, by key. */
async function dialogWords(language) {
  const answer = await fetch(new URL(`../${language}/words/search.json`, import.meta.url));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer.json();
}

/** The dialog's style sheet, loaded. */
function styled() {
  const href = new URL("search.css", import.meta.url);
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((resolve) => {
    // Without its looks the dialog still works.
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

class Search {
  constructor(dialog, words, listAddress, opener) {
    this.dialog = dialog;
    this.listAddress = listAddress;
    this.opener = opener;
    this.language = dialog.lang;
    this.words = words;
    this.field = dialog.querySelector("input");
    this.list = dialog.querySelector("[data-hits]");
    for (const part of ["count", "status", "notes", "more", "definitions"]) this[part] = dialog.querySelector(`[data-${part}]`);
    this.indexes = new Map();
    this.turn = 0;
    this.listen();
  }

  listen() {
    const { dialog, field } = this;
    field.addEventListener("input", () => (this.running = this.run()));
    dialog.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      // Who types and presses Enter at once means the answer to all that was typed.
      await this.running;
      (this.list.querySelector("a") ?? this.links()[0])?.focus();
    });
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      const link = event.target.closest(".search-hit a");
      if (link?.pathname === location.pathname) this.goal = link.hash;
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        // A search field would only be emptied by it.
        event.preventDefault();
        dialog.close();
      } else this.move(event);
    });
    dialog.addEventListener("close", () => this.closed());
    this.more.addEventListener("click", () => this.showMore());
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
    return [this.definitions, this.list].flatMap((list) => [...list.querySelectorAll("a")]);
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
    if (this.goal !== undefined) focusOn(this.goal);
    else if (document.activeElement === document.body) this.opener.focus();
    this.goal = undefined;
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
    const fill = (text, [name, value]) => text.replace(`{${name}}`, () => value);
    return Object.entries(values).reduce(fill, this.words[key]);
  }

  /** Whether no other query has been asked since, as a function to ask again and again. */
  turned() {
    const turn = ++this.turn;
    return () => turn === this.turn;
  }

  /** Answer what stands in the field. `isLiteral`: do not look for other spellings. */
  async run(isLiteral = false) {
    const isCurrent = this.turned();
    const query = this.field.value.trim();
    if (query || queryIn(location)) this.keepAddress(query);
    if (query.replace(/\s/g, "").length < 2) {
      this.index().catch(() => isCurrent() && this.fail());
      this.clear(query ? this.say("search-too-short") : "");
      return;
    }
    const answer = () => this.answerTo(query, { literal: isLiteral }, isCurrent);
    try {
      // After a new publication the files of the index that was opened are gone: open the new one.
      await answer().catch(() => (this.indexes.clear(), answer()));
      if (isCurrent()) await this.lookElsewhere(query, isCurrent);
    } catch (error) {
      console.error(error);
      if (isCurrent()) this.fail();
    }
  }

  async answerTo(query, options, isCurrent) {
    const index = await this.index();
    const answer = await index.search(query, options);
    if (!isCurrent()) return;
    Object.assign(this, { answer, hits: new Hits(index, answer), isPhraseMissing: false });
    await this.show(FIRST, isCurrent);
    if (isCurrent() && answer.phrases.length && !this.hits.total) {
      // Nowhere word for word: the words alone may still help.
      const loose = await index.search(query.replace(QUOTES, " "), options);
      if (!isCurrent()) return;
      Object.assign(this, { answer: loose, hits: new Hits(index, loose), isPhraseMissing: true });
      await this.show(FIRST, isCurrent);
    }
    if (isCurrent()) this.notes.replaceChildren(...this.noteElements(this.hits.total));
  }

  elements(hits) {
    const reader = { language: this.language, root: this.rootOf(this.language), say: (...what) => this.say(...what) };
    return hits.map((hit) => hitElement(hit, this.answer.words, reader));
  }

  /** Show the first `count` hits. */
  async show(count, isCurrent) {
    const entries = new Hits(this.hits.index, { hits: this.answer.definitions, phrases: [] });
    const [hits, definitions] = await Promise.all([this.hits, entries].map((some) => some.first(count, isCurrent)));
    if (!isCurrent()) return;
    this.definitions.replaceChildren(...this.elements(definitions));
    this.list.replaceChildren(...this.elements(hits));
    this.tell(hits.length);
  }

  /** Show more hits than before; go on reading where the list was cut off. */
  async showMore() {
    const before = this.list.children.length, isCurrent = this.turned();
    try {
      await this.show(before + FIRST, isCurrent);
      if (isCurrent()) this.list.children[before]?.querySelector("a").focus();
    } catch {
      if (isCurrent()) await this.run(); // opens the index of a new publication, or says that there is none
    }
  }

  /** Tell how many hits there are. */
  tell(shown) {
    const { total, areRead } = this.hits;
    const isAtLeast = !areRead && this.answer.phrases.length > 0;
    const text = isAtLeast ? this.say("search-at-least", { count: total }) : this.counted(total);
    this.count.textContent = text;
    this.more.hidden = areRead && this.hits.read.length <= shown;
    this.announce(text);
  }

  counted(total) {
    if (total === 0) return this.answer.definitions.length ? "" : this.say("search-none");
    return total === 1 ? this.say("search-one") : this.say("search-many", { count: total });
  }

  /** What was made of the query, and what to do when nothing was found. */
  noteElements(total) {
    const notes = this.answer.corrected.map(({ typed, shown }) => {
      const back = this.button("search-only", { word: typed }, () => this.run(true));
      return element("p", {}, this.say("search-shown-for", { word: shown }), " ", back);
    });
    if (this.isPhraseMissing && total) notes.unshift(element("p", {}, this.say("search-phrase-missing")));
    if (total === 0 && !this.answer.definitions.length) notes.push(element("p", {}, this.say("search-none-help")));
    return notes;
  }

  /** A button that looks like a link and leaves the focus in the field. */
  button(key, values, act) {
    const made = element("button", { type: "button", class: "search-link" }, this.say(key, values));
    made.addEventListener("click", () => {
      this.field.focus();
      act();
    });
    return made;
  }

  /** Said once the typing rests, so that a screen reader is not interrupted at every key. */
  announce(text) {
    clearTimeout(this.statusTimer);
    this.statusTimer = setTimeout(() => (this.status.textContent = text), 500);
  }

  clear(text) {
    this.list.replaceChildren();
    this.definitions.replaceChildren();
    this.notes.replaceChildren();
    this.more.hidden = true;
    this.count.textContent = text;
    this.announce(text);
  }

  fail() {
    this.clear(this.say("search-unreachable"));
    const list = element("a", { href: this.listAddress }, this.say("search-all-pages"));
    this.notes.replaceChildren(element("p", {}, this.button("search-again", {}, () => this.run()), " · ", list));
  }

  /** Offer the neighbours' languages when they know the words better. */
  async lookElsewhere(query, isCurrent) {
    if (this.answer.isUnderstood && this.answer.hits.length + this.answer.definitions.length) return;
    await pause(ELSEWHERE_PAUSE);
    if (!isCurrent()) return;
    const mayKnow = await (await this.index()).elsewhere(query);
    for (const language of this.words.languages) {
      if (language === this.language || !isCurrent() || !mayKnow(language)) continue;
      const index = await this.index(language).catch(() => null);
      const found = await index?.search(query, { literal: true });
      if (found?.isUnderstood && found.hits.length && isCurrent()) this.offer(language, query, found.hits.length);
    }
  }

  offer(language, query, total) {
    const address = new URL(this.addressOf(language));
    address.hash = fragmentOf(query);
    const text = this.say("search-elsewhere", { language: this.say(`language-${language}`) });
    const link = element("a", { href: address.href, hreflang: language }, `${text} (${this.counted(total)})`);
    this.notes.append(element("p", {}, link));
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
    const href = query ? address.href : address.href.split("#")[0];
    if (href !== location.href) history.replaceState(history.state, "", href);
  }
}

/** Let the keyboard go on from the section `hash` of this page, or from its main part. */
function focusOn(hash) {
  const place = document.getElementById(decodeURIComponent(hash.slice(1))) ?? document.querySelector("main");
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

const queryIn = ({ hash }) => new URLSearchParams(hash.slice(1)).get(PARAMETER);
const fragmentOf = (query) => new URLSearchParams({ [PARAMETER]: query }).toString();
