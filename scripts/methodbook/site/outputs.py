"""What is written beside the pages: the whole book, redirects, cards, search indexes, scripts and styles."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig

from methodbook.exports import print_book
from methodbook.languages import LANGUAGES, words
from methodbook.page import history
from methodbook.page.moved import ADDRESS
from methodbook.site import addresses, assets, checklist_page, csp, engine, search, views
from methodbook.site.run import Run

SCRIPT_WORDS = "words"
"""The folder of what scripts say, below each language's: fetched with the script that says it."""


def write_language(language: str, config: MkDocsConfig, run: Run) -> None:
    """Write what belongs to `language`; nothing for the front door's."""
    if language not in LANGUAGES:
        return
    environment = run.environment(language)
    write_book(language, config, run, environment)
    write_redirects(language, config, run, environment)
    write_script_words(Path(config.site_dir) / language / SCRIPT_WORDS, views.common(f"{language}/", language, run))
    if config.extra["downloads"]:
        from methodbook.exports import social

        shown, name = run.handbook.shown(language).values(), words(language)["site-name"]
        social.write(Path(config.site_dir), language, shown, name, Path(config.theme.custom_dir or "overrides"))


def write_script_words(folder: Path, context: dict[str, Any]) -> None:
    """Write what the scripts of the lists and of the search say into `folder`."""
    folder.mkdir()
    for name, said in (
        ("lists", checklist_page.script_words(context)),
        ("search", search.dialog_words(context["words"])),
    ):
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def write_book(language: str, config: MkDocsConfig, run: Run, environment: Environment) -> None:
    site, url = Path(config.site_dir), f"{language}/{print_book.FOLDER}/"
    book = print_book.assemble(site, config.site_url or "", language, views.leaves(run.nav), words(language))
    context = {
        **views.common(url, language, run),
        **vars(book),
        "config": config,
        "nav": run.nav,
        "page": None,
        "base_url": "../..",
        "edition": history.build_day(run.root),
    }
    write_page(site / url, environment.get_template("print.html").render(context), run)


def write_redirects(language: str, config: MkDocsConfig, run: Run, environment: Environment) -> None:
    """Write a page that leads on from each old address, the `#section` carried over; where a page stands, it stays.

    Our own, and not mkdocs-redirects: that knows neither our languages nor our policy (its inline script names the new
    address, so each page would need a hash of its own), and a shared list of checklist ticks stands behind the `#`.
    """
    for old, new in (config.extra.get("redirects") or {}).items():
        url, (target, _, section) = f"{language}/{old}/", new.partition("#")
        folder = Path(config.site_dir, url)
        if (folder / "index.html").exists() or not ADDRESS.fullmatch(old):
            continue
        leads = f"{language}/" if target == "." else f"{language}/{target}/"
        context = {
            "config": config,
            "reader": language,
            "words": words(language),
            "page": None,
            "base_url": addresses.relative("", url).rstrip("/"),
            "target": addresses.relative(leads, url) + (f"#{section}" if section else ""),
            "canonical": f"{config.site_url or ''}{leads}",
        }
        write_page(folder, environment.get_template("redirect.html").render(context), run)


def write_page(folder: Path, html: str, run: Run) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(csp.protect(html, run.scripts), encoding="utf-8", newline="\n")


def write_whole_site(config: MkDocsConfig, run: Run) -> None:
    """Write what is made of all languages: the search, and the scripts and styles as they are published."""
    site = Path(config.site_dir)
    built = engine.languages_built(config)
    search.write_indexes(site, run.handbook, [code for code in LANGUAGES if code in built])
    assets.publish_scripts(site / "assets")
    assets.publish_styles(site / "assets")
