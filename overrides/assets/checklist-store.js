// The one place in the browser's storage where the checklists' state lies. Nothing here throws: where the browser
// does not let us read or write, the state lives on in this page, and `trouble` says why.

import { EMPTY, Refusal, lists, parse, serialise } from "./checklist-state.js";

export const KEY = "methodbook:checklists:v1";

/** "" or: denied, full, newer (left by a later version of the site), unreadable (damaged, or not ours). */
export let trouble = "";

// What was said since the browser last refused to keep it.
let unsaved = null;

/** The state as it is now, in all tabs. */
export function read() {
  if (unsaved) return unsaved;
  trouble = "";
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? EMPTY : parse(text);
  } catch (error) {
    const reason = error instanceof Refusal ? error.message : "denied";
    trouble = ["denied", "newer"].includes(reason) ? reason : "unreadable";
    return EMPTY;
  }
}

/** Keep `state`. What lies there and cannot be read is never written over. */
export function write(state) {
  unsaved = state;
  if (trouble && trouble !== "full") return;
  try {
    if (lists(state).length) localStorage.setItem(KEY, serialise(state));
    else localStorage.removeItem(KEY);
    trouble = "";
    unsaved = null;
  } catch {
    trouble = "full";
  }
}

/** Delete all that is kept, readable or not. */
export function erase() {
  unsaved = null;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Told by the next read.
  }
}

/** What lies in the storage as it is, for a reader who wants to rescue it. */
export const raw = () => localStorage.getItem(KEY);

/** Call `changed` when another tab, or a return to this page, may have changed the state. */
export function watch(changed) {
  addEventListener("pageshow", (event) => event.persisted && changed());
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== KEY && key !== null) return;
    if (newValue === null) unsaved = null;
    changed();
  });
}
