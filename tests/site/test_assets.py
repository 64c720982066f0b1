"""Scripts and styles as they are published: joined, without comments, and never joined wrongly in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from methodbook.site import assets
from methodbook.site.assets import AssetError, joined
from tests.conftest import Site

MODULES = {
    "page.js": 'import { draw } from "./draw.js";\nimport { read } from "./store.js";\nimport "./more.js";\ndraw();\n',
    "draw.js": 'import { read } from "./store.js";\nexport function draw(what = read()) {}\n',
    "store.js": "export let trouble = 1;\nexport const read = () => trouble;\n",
    "more.js": 'import { draw } from "./draw.js";\ndraw();\n',
}


def test_each_module_comes_once_and_after_what_it_needs() -> None:
    text = joined("page.js", MODULES)
    lines = [line for line in text.splitlines() if line]
    assert lines == [
        "let trouble = 1;",
        "const read = () => trouble;",
        "function draw(what = read()) {}",
        "draw();",
        "draw();",
    ]


def test_what_the_entry_exports_is_still_exported() -> None:
    modules = {"a.js": 'import { b } from "./b.js";\nexport function a() {}\n', "b.js": "export const b = 1;\n"}
    lines = [line for line in joined("a.js", modules).splitlines() if line]
    assert lines == ["const b = 1;", "export function a() {}"]


def test_two_modules_that_declare_the_same_name_are_not_joined() -> None:
    modules = {"a.js": 'import { x } from "./b.js";\nconst { list, lists } = x;\n', "b.js": "export const lists = 1;\n"}
    with pytest.raises(AssetError, match=r"b\.js and a\.js both declare lists"):
        joined("a.js", modules)


@pytest.mark.parametrize(
    "line",
    [
        'import { a as b } from "./b.js";',
        'import all from "./b.js";',
        'import * as all from "./b.js";',
        "export default 1;",
        'export { a } from "./b.js";',
    ],
)
def test_what_is_not_understood_is_refused(line: str) -> None:
    with pytest.raises(AssetError, match="cannot join"):
        joined("a.js", {"a.js": f"{line}\n", "b.js": "export const a = 1;\n"})


def test_circles_and_missing_modules_are_told() -> None:
    circle = {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}
    with pytest.raises(AssetError, match=r"a\.js -> b\.js -> a\.js"):
        joined("a.js", circle)
    with pytest.raises(AssetError, match=r"a\.js needs b\.js"):
        joined("a.js", {"a.js": 'import "./b.js";\n'})


def test_styles_become_one_file_without_comments_and_publishing_twice_changes_nothing(tmp_path: Path) -> None:
    for name in assets.SHEETS:
        (tmp_path / name).write_text(f"/* {name} */\n.{name[0]} {{\n  color: red;\n}}\n", encoding="utf-8")
    (tmp_path / "book.css").write_text("/* b */ p { }\n", encoding="utf-8")
    assets.publish_styles(tmp_path)
    assets.publish_styles(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"styles.css", "book.css"}
    assert (tmp_path / "styles.css").read_text(encoding="utf-8") == ".t,.h,.s,.p{color:red}"


def test_modules_that_no_page_loads_are_not_published(tmp_path: Path) -> None:
    (tmp_path / "search.js").write_text('import { a } from "./search-words.js";\na();\n', encoding="utf-8")
    (tmp_path / "search-words.js").write_text("export const a = () => 1;\n", encoding="utf-8")
    (tmp_path / "page.js").write_text('import("./search.js");\n', encoding="utf-8")
    assets.publish_scripts(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"search.js", "page.js"}
    assert "const a=()=>1;" in (tmp_path / "search.js").read_text(encoding="utf-8")


def test_every_script_of_the_site_is_loaded_by_a_page_or_a_script(site: Site) -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (site.folder / "assets").glob("*.js")}
    loaded = {name for source in scripts.values() for name in re.findall(r"\./([\w-]+\.js)", source)}
    loaded |= {name for page in site.pages() for name in re.findall(r"assets/([\w-]+\.js)", site.html(page))}
    assert scripts.keys() == loaded
