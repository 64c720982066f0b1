"""The Content Security Policy of each page, as a `<meta>`: only the site's own files, and the inline scripts we wrote.

Inline scripts are let in by their hash, and the hashes are those of the scripts that stand in the templates. Whatever
an author pastes into a page, wherever it ends up, stays dead even where every check has been passed by.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from methodbook.languages import DataError

INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']?application/(?:ld\+)?json)[^>]*>(.*?)</script>",
    re.DOTALL | re.IGNORECASE,
)
CHARSET = '<meta charset="utf-8">'
DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'{hashes}",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
UNGOVERNED = re.compile(r"<(?=(?:meta|base|link|script)\b)", re.IGNORECASE)
"""Elements by which a page can lead a reader away, ask another host, or run one of the site's own files as a script,
whatever a policy in a `<meta>` says."""


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def scripts_in(templates: Path) -> frozenset[str]:
    """The inline scripts that the templates below `templates` hold.

    Raises DataError when one of them varies from page to page: it could not be told from a stranger's.
    """
    found = set()
    for template in sorted(templates.rglob("*.html")):
        source = template.read_text(encoding="utf-8")
        for script in INLINE_SCRIPT.finditer(source):
            if "{{" in script[1] or "{%" in script[1]:
                place = f"{templates.name}/{template.relative_to(templates).as_posix()}"
                said = f"an inline script in a template must be the same on every page: {script[1].strip()[:60]}"
                raise DataError(place, source.count("\n", 0, script.start()) + 1, said)
            found.add(script[1])
    return frozenset(found)


def policy(page: str, scripts: Iterable[str]) -> str:
    """The policy for the HTML `page`, with the hashes of those of our own inline `scripts` that stand in it."""
    hashes = sorted(digest(script) for script in scripts if f">{script}</script>" in page)
    return "; ".join(DIRECTIVES).format(hashes="".join(f" {value}" for value in hashes))


def protect(page: str, scripts: Iterable[str]) -> str:
    """`page` with its policy and a referrer rule, placed before anything that they govern.

    Raises ValueError when the page has no place for them: a page must not go out unprotected.
    """
    if CHARSET not in page:
        raise ValueError(f"a page without {CHARSET} cannot be given its security policy")
    rules = f'<meta http-equiv="Content-Security-Policy" content="{policy(page, scripts)}">'
    return page.replace(CHARSET, f'{CHARSET}\n  {rules}\n  <meta name="referrer" content="no-referrer">', 1)


def admit_last(page: bytes) -> bytes:
    """The `page` with its last inline script let in beside our own: that by which `serve` lets browsers reload it."""
    text = page.decode("utf-8")
    scripts = INLINE_SCRIPT.findall(text)
    if scripts:
        text = text.replace("script-src 'self'", f"script-src 'self' {digest(scripts[-1])}", 1)
    return text.encode()


def disarm(article: str) -> str:
    """The HTML `article` with what the policy cannot stop turned into text: sending on, fetching ahead, own files run.

    Works on the letters, not on a parsed tree: a browser and a parser make different things of crooked HTML.
    """
    return UNGOVERNED.sub("&lt;", article)
