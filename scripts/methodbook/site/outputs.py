"""What is written beside the pages: the whole book, cards, search indexes, scripts and styles."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from methodbook.exports import print_book
from methodbook.languages import LANGUAGES, words
from methodbook.page import history
from methodbook.site import assets, csp, engine, redirects, search, views
from methodbook.site.run import Run


def write_language(language: str, config: MkDocsConfig, run: Run) -> None:
    """Write what belongs to `language`; nothing for the front door's."""
    site = Path(config.site_dir)
    if language not in LANGUAGES:
        return
    write_book(site, language, config, run)
    moved, environment = config.extra.get("redirects") or {}, run.environment(language)
    redirects.write(site, language, moved, environment, config=config, scripts=run.scripts)
    if config.extra["downloads"]:
        from methodbook.exports import social

        shown, name = run.handbook.shown(language).values(), words(language)["site-name"]
        social.write(site, language, shown, name, Path(config.theme.custom_dir or "overrides"))


def write_book(site: Path, language: str, config: MkDocsConfig, run: Run) -> None:
    """Write the page that holds the whole handbook of `language`."""
    base, url = config.site_url or "", f"{language}/{print_book.FOLDER}/"
    book = print_book.assemble(site, base, language, views.leaves(run.nav), words(language))
    context = {
        **views.common(url, language, run),
        **vars(book),
        "config": config,
        "nav": run.nav,
        "page": None,
        "base_url": "../..",
        "edition": history.build_day(run.root),
    }
    template = run.environment(language).get_template("print.html")
    target = site / url / "index.html"
    target.parent.mkdir(parents=True)
    target.write_text(csp.protect(template.render(context), run.scripts), encoding="utf-8", newline="\n")


def write_whole_site(config: MkDocsConfig, run: Run) -> None:
    """Write what is made of all languages: the search, and the scripts and styles as they are published."""
    site = Path(config.site_dir)
    built = engine.languages_built(config)
    search.write_indexes(site, run.handbook, [code for code in LANGUAGES if code in built])
    assets.publish_scripts(site / "assets")
    assets.publish_styles(site / "assets")
