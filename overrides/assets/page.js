// What every page does with a script. Everything here is an addition: the page works without it.

const root = document.documentElement;

/** Reads or writes the browser's storage; null when it is denied. */
function stored(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch {
    // Denied or full: the choice then holds for this page only.
  }
  return null;
}

/** Light and dark: follows the system until the reader chooses. */
function offerTheme(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    stored("methodbook:theme", root.dataset.theme);
    tell();
  });
  system.addEventListener("change", tell);
  // Chosen in another tab, or on a page one comes back from.
  const readAgain = () => {
    const chosen = stored("methodbook:theme");
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    tell();
  };
  addEventListener("pageshow", ({ persisted }) => persisted && readAgain());
  addEventListener("storage", ({ key }) => (key === "methodbook:theme" || key === null) && readAgain());
  tell();
}

/** The links of the language switch lead to the same section with the same choices, in a new tab too. */
function keepPlace(links) {
  const keep = () => {
    for (const link of links) Object.assign(link, { search: location.search, hash: location.hash });
  };
  for (const name of ["hashchange", "popstate", "addresschange", "pageshow"]) addEventListener(name, keep);
  for (const link of links) link.addEventListener("click", () => stored("methodbook:language", link.hreflang));
  keep();
}

/** Marks the section being read in the contents: what was gone to, until one scrolls; at the page's end the last. */
function followReading(lists) {
  const links = lists.flatMap((list) => [...list.querySelectorAll("a")]);
  const headings = [...new Set(links.map(({ hash }) => hash.slice(1)))].map((id) => document.getElementById(id)).filter(Boolean);
  const reached = new Set();
  let gone = null;
  let place = 0;
  const mark = () => {
    const isAtEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
    const now = gone ?? (isAtEnd ? headings.at(-1) : headings.filter((heading) => reached.has(heading)).pop());
    for (const link of links) {
      if (now && link.hash === `#${now.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const goTo = () => {
    gone = headings.find(({ id }) => location.hash === `#${id}`) ?? null;
    place = scrollY;
    mark();
  };
  // The box is everything above a line 30 % down the screen: "intersecting" means "already reached".
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) reached[isIntersecting ? "add" : "delete"](target);
    mark();
  }, { rootMargin: "100000px 0px -70% 0px" });
  headings.forEach((heading) => watch.observe(heading));
  addEventListener("scroll", () => {
    if (Math.abs(scrollY - place) > 4) gone = null;
    mark();
  }, { passive: true });
  for (const name of ["hashchange", "load"]) addEventListener(name, goTo);
  for (const list of lists) {
    list.addEventListener("click", ({ target }) => {
      if (!target.closest("a")) return;
      setTimeout(goTo);
      if (list.matches(".contents-folded")) list.querySelector("details").open = false;
    });
  }
}

/** The drawer closes when the keyboard leaves it, so that focus is never behind it. */
function closeBehind(menu) {
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.hidePopover();
  });
}

/** Whether ticks or fields are kept in this browser. Where it keeps nothing at all, that is for the lists to say. */
function isKept() {
  const { pathname } = new URL(root.dataset.root, location);
  try {
    return [`methodbook:${pathname}`, "methodbook:checklists:v1"].some((key) => localStorage.getItem(key) !== null);
  } catch {
    return true;
  }
}

/** Doors to checklists tell how far the reader has come; nothing is fetched while nothing was ever ticked. */
function tellProgress() {
  const show = () => import("./checklist-progress.js");
  if (isKept()) show();
  else addEventListener("storage", show, { once: true });
}

/**
 * Lists and templates: their script is fetched when something is kept, or when the reader turns to one of them. What was
 * ticked, written or pressed meanwhile is done again once it is there.
 */
function offerLists(parts, fetchScript) {
  const touched = "[data-do], [data-field], .item";
  const isReady = () => root.hasAttribute("data-lists-ready");
  const fields = new Map();
  const load = () => fetchScript().catch((error) => {
    console.error(error);
    const trouble = document.querySelector(".list-trouble");
    trouble.firstElementChild.textContent = trouble.dataset.unreachable;
    trouble.hidden = false;
    throw error;
  });
  const ifThere = (done) => load().then(done, () => {});
  const turnTo = ({ target }) => target.closest?.(touched) && !isReady() && ifThere();
  for (const name of ["pointerover", "touchstart", "focusin"]) addEventListener(name, turnTo, { passive: true });
  // Who has come to the points of a list may tick one and leave at once.
  const come = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    come.disconnect();
    if (!isReady()) ifThere();
  }, { rootMargin: "0px 0px -30% 0px" });
  for (const item of document.querySelectorAll(".checklist .item")) come.observe(item);
  addEventListener("input", ({ target }) => {
    if (isReady() || !target.closest(touched)) return;
    fields.set(target, { value: target.value, checked: target.checked });
    ifThere(() => {
      for (const [field, said] of fields) {
        Object.assign(field, said);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      fields.clear();
    });
  });
  addEventListener("click", (event) => {
    const control = event.target.closest("[data-do]");
    if (isReady() || !control) return;
    event.preventDefault();
    ifThere(() => control.click());
  });
  // Texts that stand in fields from the start: where a browser does not make room for them, the script does.
  const isCramped = !CSS.supports("field-sizing", "content") && parts.some((part) => part.querySelector("textarea"));
  const isAsked = () => /^#(checklist=|print$)/.test(location.hash);
  if (isKept() || isCramped || isAsked()) ifThere();
  addEventListener("hashchange", () => isAsked() && !isReady() && ifThere());
  addEventListener("storage", () => !isReady() && ifThere());
}

/** A page that nobody has looked through for a year says so. */
function tellAge(note) {
  const day = note.parentElement.querySelector("time").dateTime;
  note.hidden = Date.now() - Date.parse(day) < 366 * 24 * 60 * 60 * 1000;
}

/** A table that is cut off can be scrolled with the keyboard, and says so. */
function reachWideTables() {
  for (const frame of document.querySelectorAll(".table-frame")) {
    const isCut = frame.scrollWidth > frame.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", frame.dataset.label]]) {
      if (isCut) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
  }
}

/** The search: the link to the list of all pages becomes a button. Nothing of it is fetched before it is opened. */
function offerSearch(link) {
  const button = document.createElement("button");
  for (const name of ["class", "data-search"]) button.setAttribute(name, link.getAttribute(name));
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  button.append(...link.childNodes);
  link.replaceWith(button);

  const template = document.getElementById("search-dialog");
  const queryHere = () => new URLSearchParams(location.hash.slice(1)).get("search");
  const open = async (query, isBack) => {
    try {
      const search = await import("./search.js");
      await search.open({ template, listAddress: link.href, opener: button, query, isBack });
    } catch (error) {
      console.error(error);
      tellUnreachable(button, link, template);
    }
  };
  button.addEventListener("click", () => open());
  addEventListener("keydown", (event) => {
    // Filling in by the browser makes key events without a key.
    if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    // In a field it is the reader's own key, and over a question it would hide it.
    if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  addEventListener("popstate", async () => {
    if (queryHere()) open(queryHere(), true);
    else if (document.querySelector("dialog.search")) (await import("./search.js")).close();
  });
  if (queryHere()) open(queryHere(), true);
}

/** The search could not even be fetched: say so, and lead to the list of all pages. */
function tellUnreachable(button, link, template) {
  const dialog = template.content.querySelector("dialog");
  const list = Object.assign(dialog.querySelector("[data-list]").cloneNode(true), { href: link.href });
  const message = Object.assign(document.createElement("p"), { className: "search-failed", role: "alert" });
  document.querySelector(".search-failed")?.remove();
  message.append(dialog.dataset.unreachable, " ", list);
  button.closest("header").append(message);
}

for (const link of document.querySelectorAll("[data-search]")) offerSearch(link);
for (const button of document.querySelectorAll("[data-theme-toggle]")) offerTheme(button);
keepPlace([...document.querySelectorAll(".switch a")]);
for (const menu of document.querySelectorAll(".menu[popover]")) closeBehind(menu);
const lists = [...document.querySelectorAll(".checklist, [data-template]")];
if (lists.length) offerLists(lists, () => import("./checklist.js"));
else if (document.querySelector(".list-actions")) offerLists([], () => import("./checklist-actions.js"));
else if (document.querySelector("[data-list]")) tellProgress();
for (const note of document.querySelectorAll("[data-review]")) tellAge(note);
followReading([...document.querySelectorAll("[data-contents]")]);
for (const place of document.querySelectorAll("[data-today]")) {
  place.textContent = new Intl.DateTimeFormat(root.lang, { dateStyle: "long" }).format(new Date());
}
reachWideTables();
addEventListener("resize", reachWideTables);
