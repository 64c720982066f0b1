// Stands in for what browsers refuse to a page that is opened from a folder: modules, fetch, and addresses of folders.
// The modules are the site's own, unchanged but for the addresses of each other; see scripts/methodbook/exports/offline.py.
function startOffline(modules) {
  const script = document.currentScript;
  const assets = new URL(".", script.src).href;
  const root = new URL("..", assets).href;
  const addresses = new Map();

  /** The address of a module, made on first use; those it imports are made first. */
  function address(name) {
    if (!addresses.has(name)) {
      const source = modules[name]
        .replace(/(["'`])\.\/([\w-]+\.js)\1/g, (_, quote, other) => quote + address(other) + quote)
        .replaceAll("import.meta.url", JSON.stringify(assets + name));
      addresses.set(name, URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    }
    return addresses.get(name);
  }

  let files;

  /** The files of the search, fetched together when the first is asked for: { path from the root: content }. */
  function allFiles() {
    files ??= new Promise((resolve, reject) => {
      globalThis.offlineFiles = resolve;
      const loading = Object.assign(document.createElement("script"), { src: `${assets}offline-search.js` });
      loading.addEventListener("error", () => {
        files = undefined;
        reject(new TypeError("offline-search.js is missing"));
      });
      document.head.append(loading);
    });
    return files;
  }

  globalThis.fetch = async (target) => {
    const content = (await allFiles())[new URL(target, location.href).href.slice(root.length)];
    return content === undefined ? new Response(null, { status: 404 }) : new Response(content);
  };

  // A folder's address opens a list of files, not its page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);

  for (const name of script.dataset.modules.split(" ")) import(address(name));
}
