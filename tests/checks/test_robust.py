"""No input brings the checks down: not random bytes, not pages torn and mixed, not names that cannot be shown."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

import pytest

from methodbook import checks
from methodbook.checks import fix, report
from methodbook.checks.rule import rule
from methodbook.checks.sources import DOCS, File, Page, Tree, read_text
from methodbook.languages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent.parent
MANY = 400
FILE_RULES = [rule for rule in checks.RULES if rule.scope == "file"]
SPLINTERS = (
    "\x00",
    "\ufeff",
    "\u200b",
    "\u2028",
    "---\n",
    "///",
    "/// note |",
    "/// figure | x\n",
    "{#",
    "}",
    "{#a b=c}",
    "[",
    "](",
    "](#",
    "[x](//)",
    "[x](http://[)",
    "![](",
    "|",
    "|---|\n",
    "```\n",
    "~~~~\n",
    "<",
    "<!--",
    "<script>",
    "**",
    "*",
    "`",
    "#",
    "####### ",
    "- [ ] ",
    "- []",
    "    ",
    "\t",
    "«",
    "»",
    "”",
    '"',
    "'",
    "30%",
    "1.8 prosent",
    "kl 25:99",
    "99. Mars",
    "2013-",
    "&amp;",
    "\\",
    ":a:",
    "fingerprint:\n  x: [",
    "title: {",
    "reviewed: 2026-13-45\n",
    "case: 3\n",
    "sources: x\n",
    "? [a]\n: b\n",
    "&a [*a]",
    "=======\n",
    "😀",
)


def tree_of(files: list[tuple[PurePosixPath, bytes]]) -> Tree:
    """A tree of these files below docs/, as `read_tree` would make it."""
    pages: dict[str, dict[PurePosixPath, Page]] = {language: {} for language in LANGUAGES}
    read: list[File] = []
    for path, raw in files:
        file, document = read_text(path, raw)
        read.append(file)
        if document is not None:
            pages[document.language][document.path] = Page(document, DOCS / path)
    return Tree(ROOT, tuple(read), pages)


def torn(text: str, source: random.Random) -> str:
    """A page with lines lost, doubled, moved, and splinters driven into it."""
    lines = text.split("\n")
    for _ in range(source.randint(1, 12)):
        place = source.randrange(len(lines))
        deed = source.randrange(5)
        if deed == 0:
            lines[place] = ""
        elif deed == 1:
            lines.insert(place, lines[source.randrange(len(lines))])
        elif deed == 2:
            lines[place] = lines[place][: source.randint(0, len(lines[place]))]
        else:
            cut = source.randint(0, len(lines[place]))
            lines[place] = lines[place][:cut] + source.choice(SPLINTERS) + lines[place][cut:]
    return "\n".join(lines)


def examined(tree: Tree) -> int:
    """Run every rule, word every finding in every form, mend what can be mended; the number of findings."""
    found = checks.check(tree, [rule for rule in checks.RULES if rule.group not in {"images", "checklists"}])
    for make in report.FORMATS.values():
        make(found, None, "https://example.org/").encode("utf-8")
    fix.mend(tree, checks.RULES)
    return len(found)


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_bring_nothing_down(seed: int) -> None:
    source = random.Random(seed)
    files = [
        (PurePosixPath(source.choice(LANGUAGES), f"page-{number}.md"), source.randbytes(source.randint(0, 600)))
        for number in range(MANY // 4)
    ]
    assert examined(tree_of(files)) >= len(files)


@pytest.mark.parametrize("seed", range(4))
def test_torn_pages_bring_nothing_down(seed: int) -> None:
    source = random.Random(100 + seed)
    real = sorted((ROOT / "docs").glob("*/methods/**/*.md"))
    files = []
    for number in range(MANY // 4):
        page = source.choice(real).relative_to(ROOT / "docs")
        text = torn((ROOT / "docs" / page).read_text(encoding="utf-8"), source)
        files.append((PurePosixPath(page.parts[0], f"page-{number}.md"), text.encode("utf-8", "surrogatepass")))
    assert examined(tree_of(files)) > 0


def test_a_name_that_is_no_text_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "docs" / "nb").mkdir(parents=True)
    name = b"\xff\xfe-side.md"
    (Path(str(tmp_path / "docs" / "nb").encode().decode()) / name.decode("utf-8", "surrogateescape")).write_bytes(b"x")
    found = checks.check(checks.read_tree(tmp_path), FILE_RULES)
    assert "file-name" in {finding.rule for finding in found}
    for make in report.FORMATS.values():
        assert make(found, None, "https://example.org/").encode("utf-8")


def test_a_folder_called_as_a_page_and_a_pipe_are_told(tmp_path: Path) -> None:
    import os

    (tmp_path / "docs" / "nb" / "folder.md").mkdir(parents=True)
    os.mkfifo(tmp_path / "docs" / "nb" / "pipe.md")
    found = {(finding.rule, finding.path.name) for finding in checks.check(checks.read_tree(tmp_path), FILE_RULES)}
    assert ("file-type", "pipe.md") in found


def test_no_two_rules_share_an_id() -> None:
    ids = [rule.id for rule in (*checks.RULES, checks.SPELLING)]
    assert len(ids) == len(set(ids))
    with pytest.raises(ValueError, match="two rules"):
        rule("spelling")(iter)
