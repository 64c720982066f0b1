"""Pages that lead on from the address of a page that moved, in every language, the `#section` carried over.

Our own, and not mkdocs-redirects: that knows neither our languages nor our policy (its inline script names the new
address, so each page would need a hash of its own), and a shared list of checklist ticks stands behind the `#`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from methodbook.languages import words
from methodbook.page.moved import ADDRESS
from methodbook.site import addresses, csp


def write(site: Path, language: str, moved: Mapping[str, str], environment: Environment, **context: Any) -> None:
    """Write into `site` the pages of `language` for all old addresses in `moved`; where a page stands, it stays.

    `context` holds what every template needs (`config`) and `scripts`, the inline scripts that the templates hold.
    """
    template, scripts = environment.get_template("redirect.html"), frozenset[str](context.pop("scripts"))
    for old, new in moved.items():
        url, (target, _, section) = f"{language}/{old}/", new.partition("#")
        page = site / url / "index.html"
        if page.exists() or not ADDRESS.fullmatch(old):
            continue
        leads = f"{language}/" if target == "." else f"{language}/{target}/"
        found = {
            "base_url": addresses.relative("", url).rstrip("/"),
            "target": addresses.relative(leads, url) + (f"#{section}" if section else ""),
            "canonical": f"{context['config'].site_url or ''}{leads}",
        }
        html = template.render(**context, **found, reader=language, words=words(language), page=None)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(csp.protect(html, scripts), encoding="utf-8", newline="\n")
