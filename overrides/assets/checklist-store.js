// The one place in the browser's storage where ticks and fields are kept. Nothing here throws: where the browser does
// not let us read or write, the state lives on in this page, and `trouble` says why.

import { EMPTY, LARGEST, Refusal, lists, parse, revert, serialise } from "./checklist-state.js";

// Two handbooks under one host are kept apart by their addresses. What was kept before they were is taken over.
const ROOT = new URL(document.documentElement.dataset.root ?? ".", location).pathname;
export const KEY = `methodbook:${ROOT}`;
const FORMER_KEY = "methodbook:checklists:v1";
const kept = () => localStorage.getItem(KEY) ?? localStorage.getItem(FORMER_KEY);
const LATELY = 1000; // milliseconds

/** "" or: denied, full, newer (left by a later version of the site), unreadable (damaged, or not ours). */
export let trouble = "";

// What was said since the browser last refused to keep it.
let unsaved = null;

// What was said here lately, as the states before and after it. Browsers hand changes from tab to tab with a delay, so
// that another tab may write over it without having seen it.
let base = null;
let mine = null;
let quiet;

/** The state as it is now, in all tabs. */
export function read() {
  if (unsaved) return unsaved;
  trouble = "";
  try {
    const text = kept();
    return text === null ? EMPTY : parse(text);
  } catch (error) {
    const reason = error instanceof Refusal ? error.message : "denied";
    trouble = ["denied", "newer"].includes(reason) ? reason : "unreadable";
    return EMPTY;
  }
}

/** Keep `state`. What lies there and cannot be read is never written over. */
export function write(state) {
  const now = read();
  if (!base) base = mine = now;
  mine = revert(mine, state, now);
  clearTimeout(quiet);
  quiet = setTimeout(() => (base = unsaved && base), LATELY);
  keep(state);
}

function keep(state) {
  unsaved = state;
  if (trouble && trouble !== "full") return;
  try {
    const text = serialise(state);
    // What is longer could be kept, but not be read again.
    if (text.length > LARGEST) throw new Refusal("large");
    if (lists(state).length) localStorage.setItem(KEY, text);
    else forget();
    trouble = "";
    unsaved = null;
  } catch {
    trouble = "full";
  }
}

// Without a trace; but an empty state is kept where an older one would be taken over again.
function forget() {
  if (localStorage.getItem(FORMER_KEY) === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, serialise(EMPTY));
}

// Put back what another tab wrote over. What it changed itself, or deleted all of, stays as it left it.
function catchUp() {
  if (!base) return;
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) {
      unsaved = base = null;
      return;
    }
    const theirs = parse(text);
    const both = revert(theirs, mine, base);
    trouble = "";
    if (unsaved || serialise(both) !== serialise(theirs)) keep(both);
  } catch {
    // Not to be read by us: it is left as it is.
  }
}

/** Delete all that is kept, readable or not. */
export function erase() {
  unsaved = base = null;
  try {
    localStorage.removeItem(FORMER_KEY);
    forget();
  } catch {
    // Told by the next read.
  }
}

/** What lies in the storage as it is, for a reader who wants to rescue it. */
export const raw = () => kept();

/** Call `changed` when another tab, or a return to this page, may have changed the state. */
export function watch(changed) {
  addEventListener("pageshow", (event) => event.persisted && changed());
  addEventListener("storage", ({ key }) => {
    if (key !== KEY && key !== null) return;
    catchUp();
    changed();
  });
}
