"""The Content Security Policy of each page, as a `<meta>`: only the site's own files, and the inline scripts we wrote.

Inline scripts are let in by their hash. Those inside an article are never hashed, so that whatever an author pastes
there stays dead even where every check has been passed by.
"""

from __future__ import annotations

import base64
import hashlib
import re

ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL | re.IGNORECASE)
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
)


def digest(script: str) -> str:
    """The hash source for an inline script, as CSP writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(page: str) -> str:
    """The policy for the HTML `page`, with the hashes of the inline scripts outside its article."""
    hashes = sorted({digest(script) for script in INLINE_SCRIPT.findall(ARTICLE.sub("", page))})
    return "; ".join(DIRECTIVES).format(hashes="".join(f" {value}" for value in hashes))


def protect(page: str) -> str:
    """`page` with its policy and a referrer rule, placed before anything that they govern.

    Raises ValueError when the page has no place for them: a page must not go out unprotected.
    """
    if CHARSET not in page:
        raise ValueError(f"a page without {CHARSET} cannot be given its security policy")
    rules = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return page.replace(CHARSET, f'{CHARSET}\n  {rules}\n  <meta name="referrer" content="no-referrer">', 1)
