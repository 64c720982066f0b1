// What a reader has ticked and filled in. Pure functions: no page, no storage.
//
// State: {ticks: {list: {item: "ticked" | "skipped"}}, notes: {list: {item: {who, when, note}}},
//         fields: {template: {field: text}}}
// An item that is neither ticked nor skipped (not relevant) is absent. Ticks and notes are kept apart, so that a shared
// link carries names and dates only where its sender asks for it, and never a note. The rows of a table are one text:
// cells end with tabs, rows with line ends. The list changed last comes last. Ids that no page knows (any more) are kept.

const FORMAT = "methodbook-checklists";
const VERSION = 2;
const ID = /^[a-z0-9][a-z0-9-]*$/;
const LONGEST = { who: 200, when: 100, note: 2000, field: 10_000 };

/** Characters of the longest text that is kept of a field. */
export const LONGEST_FIELD = LONGEST.field;

/** Characters of the longest backup or link that is taken in. */
export const LARGEST = 500_000;

/** Why data cannot be taken in; the message is one of: large, broken, foreign, newer, invalid, cut. */
export class Refusal extends Error {}

const refuse = (reason) => {
  throw new Refusal(reason);
};
const same = (value) => value;
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isEmpty = (value) => !value || (isRecord(value) && !Object.keys(value).length);

// A record made anew, without a prototype ("constructor" is an id like any other) and without what is empty.
function map(record, change) {
  const result = Object.create(null);
  for (const key of Object.keys(record)) {
    const value = change(record[key], key);
    if (!isEmpty(value)) result[key] = value;
  }
  return result;
}

// Two records as one; `join` settles what both have.
function unite(a, b, join) {
  return map({ ...a, ...b }, (value, key) =>
    a && b && Object.hasOwn(a, key) && Object.hasOwn(b, key) ? join(a[key], b[key], key) : value,
  );
}

const joinText = (a, b, field) => (a.includes(b) ? a : b.includes(a) ? b : `${a} / ${b}`.slice(0, LONGEST[field]));
// Two versions of a field: the rows of a table and the lines of a text that either has; of two dates the first.
function joinField(a, b) {
  if (/^\d{4}-\d\d-\d\d$/.test(a)) return a;
  if (!/[\t\n]/.test(a + b)) return joinText(a, b, "field");
  return [...new Set([...a.split("\n"), ...b.split("\n")])].join("\n").slice(0, LONGEST.field);
}

const JOIN = {
  ticks: (a, b) => (a === b ? a : "ticked"),
  notes: (a, b) => unite(a, b, joinText),
  fields: joinField,
};
const PARTS = Object.keys(JOIN);
const eachPart = (make) => Object.fromEntries(PARTS.map((part) => [part, make(part)]));
const put = (state, part, list, record) => {
  const { [list]: _, ...others } = state[part];
  return { ...state, [part]: map({ ...others, [list]: record }, same) };
};

export const EMPTY = eachPart(() => map({}, same));

/** The ids of all lists that something is said about. */
export const lists = (state) => [...new Set(PARTS.flatMap((part) => Object.keys(state[part])))];

/** The state with `item` ticked, skipped, or (null) neither. */
export const mark = (state, list, item, value) =>
  put(state, "ticks", list, map({ ...state.ticks[list], [item]: value }, same));

/** The state with {who, when, note} of `item` as given. */
export const annotate = (state, list, item, note) =>
  put(state, "notes", list, map({ ...state.notes[list], [item]: map(note, same) }, same));

/** The state with the text of `field` in `template` as given; an empty text is none. */
export const fill = (state, template, field, text) =>
  put(state, "fields", template, map({ ...state.fields[template], [field]: text.slice(0, LONGEST.field) }, same));

/** Both states in one: ticked wins over skipped, skipped over neither; differing texts are kept side by side. */
export const merge = (a, b) =>
  eachPart((part) => unite(a[part], b[part], (x, y) => unite(x, y, JOIN[part])));

/** Only what is said about the lists `chosen`. */
export const pick = (state, chosen) =>
  eachPart((part) => map(state[part], (record, list) => chosen.includes(list) && record));

/** The state without what `parts` say about the lists `chosen`. */
export const drop = (state, chosen, parts = PARTS) =>
  eachPart((part) => map(state[part], (record, list) => !(parts.includes(part) && chosen.includes(list)) && record));

/** The state with what `parts` say about the lists `chosen` taken from `other` instead. */
export const replace = (state, other, chosen, parts) => merge(drop(state, chosen, parts), pick(other, chosen));

const takeBack = (...states) => {
  const [now, before, after] = states;
  const at = (key) => states.map((state) => (state && Object.hasOwn(state, key) ? state[key] : undefined));
  if (states.some(isRecord)) return map({ ...now, ...before }, (_, key) => takeBack(...at(key)));
  return now === after ? before : now;
};

/** The state `now` without what changed from `before` to `after`; what was said since then stays. */
export const revert = (now, before, after) => eachPart((part) => takeBack(now[part], before[part], after[part]));

/** The state with items of `list` moved to their new ids; `renames` is a Map from old to new. */
export function rename(state, list, renames) {
  return PARTS.reduce((result, part) => {
    const old = Object.keys(state[part][list] ?? {}).filter((item) => renames.has(item));
    const record = old.reduce(
      (moved, item) => unite({ ...moved, [item]: null }, { [renames.get(item)]: moved[item] }, JOIN[part]),
      state[part][list],
    );
    return old.length ? put(result, part, list, record) : result;
  }, state);
}

/** How many of `items` are ticked and skipped, and how many count (`all`: those not skipped). */
export function count(ticks, items) {
  const having = (value) => items.filter((item) => ticks?.[item] === value).length;
  return { ticked: having("ticked"), skipped: having("skipped"), all: items.length - having("skipped") };
}

/** How much the whole state holds: {ticked, skipped, noted, filled}. */
export function totals(state) {
  const marks = Object.values(state.ticks).flatMap(Object.values);
  const ticked = marks.filter((value) => value === "ticked").length;
  const noted = Object.values(state.notes).flatMap(Object.keys).length;
  const filled = Object.values(state.fields).flatMap(Object.keys).length;
  return { ticked, skipped: marks.length - ticked, noted, filled };
}

/** The state as the text of a backup; the same form lies in the browser's storage. */
export const serialise = (state) => JSON.stringify({ format: FORMAT, version: VERSION, ...state });

const checked = (record, check) =>
  isRecord(record)
    ? map(record, (value, key) => (ID.test(key) ? check(value) : refuse("invalid")))
    : refuse("invalid");
const checkedMark = (value) => (value === "ticked" || value === "skipped" ? value : refuse("invalid"));
const isText = (value, field) => typeof value === "string" && value.length <= LONGEST[field];
const checkedNote = (note) => map(checked(note, same), (text, field) => (isText(text, field) ? text : refuse("invalid")));
const checkedField = (value) => (isText(value, "field") ? value : refuse("invalid"));
const CHECK = { ticks: checkedMark, notes: checkedNote, fields: checkedField };
const checkedLists = (record, part) => checked(record, (items) => checked(items, CHECK[part]));

// Version 0, of the trial: {lists: {list: [ticked ids]}}. Version 1 had no templates.
const UPGRADES = [
  ({ lists: old }) => ({ notes: {}, ticks: checked(old, (ids) => Object.fromEntries(ids.map((id) => [id, "ticked"]))) }),
  ({ ticks, notes }) => ({ ticks, notes, fields: {} }),
];

// A version such as "pop" names something that every array has.
const upgrade = (data) => (Object.hasOwn(UPGRADES, data.version) ? UPGRADES[data.version](data) : refuse("invalid"));

/** The state that a backup's text holds. Throws Refusal. */
export function parse(text) {
  if (text.length > LARGEST) refuse("large");
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    refuse("broken");
  }
  if (data?.format !== FORMAT) refuse("foreign");
  if (data.version > VERSION) refuse("newer");
  try {
    while (data.version !== VERSION) data = { version: data.version + 1, ...upgrade(data) };
    return eachPart((part) => checkedLists(data[part], part));
  } catch {
    return refuse("invalid");
  }
}

// Tells a link that was cut short or altered on its way from a whole one.
const checksum = (text) => [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 2147483647, 7).toString(36);

// Text of any alphabet in the letters that every program leaves alone in an address.
const packed = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const unpacked = (text) => new TextDecoder().decode(Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt()));

const named = (notes) => map(notes, ({ who, when }) => map({ who, when }, same));

/**
 * The fragment of a link that carries the ticks of `list`, and who and when from `notes` where they are given:
 * `#checklist=1~list~ticked.ids~skipped.ids~checksum`, or `2~list~ticked.ids~skipped.ids~names~checksum`.
 */
export function encode(list, ticks = {}, notes = {}) {
  const having = (value) => Object.keys(ticks).filter((item) => ticks[item] === value).join(".");
  const names = named(notes);
  const carried = isEmpty(names) ? ["1"] : ["2", packed(JSON.stringify(names))];
  const body = [carried[0], list, having("ticked"), having("skipped"), ...carried.slice(1)].join("~");
  return `#checklist=${body}~${checksum(body)}`;
}

/** What a link's fragment carries: {list, state}, or null when it is not such a fragment. Throws Refusal. */
export function decode(fragment) {
  if (!fragment.startsWith("#checklist=")) return null;
  if (fragment.length > LARGEST) refuse("large");
  // Some programs write ~ as %7E.
  const fields = fragment.slice(11).replaceAll(/%7e/gi, "~").split("~");
  const [version, list] = fields;
  if (version > 2) refuse("newer");
  const isWhole = { 1: 5, 2: 6 }[version] === fields.length && checksum(fields.slice(0, -1).join("~")) === fields.at(-1);
  if (!isWhole) refuse("cut");
  const marks = (field, value) => fields[field].split(".").filter(Boolean).map((item) => [item, value]);
  const ticks = { [list]: Object.fromEntries([...marks(2, "ticked"), ...marks(3, "skipped")]) };
  const notes = { [list]: version === "2" ? namesIn(fields[4]) : {} };
  return { list, state: { ...EMPTY, ticks: checkedLists(ticks, "ticks"), notes: checkedLists(notes, "notes") } };
}

function namesIn(text) {
  try {
    return named(JSON.parse(unpacked(text)));
  } catch {
    return refuse("invalid");
  }
}
