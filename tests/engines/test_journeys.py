"""What readers do, in three engines: tick, plan, share, fill in, search, switch language, open and close, print.

Run by `python3 scripts/handbook.py test --engines`, and weekly; in Chromium the finer tests run every time.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from methodbook.languages import words
from tests.conftest import ROOT
from tests.engines.drivers import Person

pytestmark = pytest.mark.engines

METHOD = "methods/municipal-guide/6-csr/"
FIRST, SECOND = "find-lacking-resources", "choose-role"
TEMPLATE = "templates/agreement-company/"
ENTER, ESCAPE, TAB, SHIFT = "\ue007", "\ue00c", "\ue004", "\ue008"
SHOTS = ROOT / "test-output" / "engines"
CHECKED = "() => [...document.querySelectorAll('.item-box:checked')].map((box) => box.id)"
PROGRESS = "(n) => document.querySelector('.list-progress').textContent.includes(n)"
FOCUS = "(selector) => document.activeElement?.matches(selector)"
ERRORS = "() => window.errors ?? []"


def tick(person: Person, item: str) -> None:
    """Press an item's words, and wait until its box is ticked."""
    person.click(f"label[for='{item}']")
    person.until("(id) => document.getElementById(id).checked", item)


def test_ticks_are_kept_through_a_reload_and_in_the_other_languages(person: Person) -> None:
    person.open(f"nb/{METHOD}")
    tick(person, FIRST)
    person.until(PROGRESS, "1")
    person.open(f"nb/{METHOD}")
    assert person.until(CHECKED) == [FIRST]
    person.click(".switch a[lang=sv]")
    person.until("() => document.documentElement.lang === 'sv'")
    assert person.until(CHECKED) == [FIRST]


def test_a_plan_is_found_again_on_the_start_page(person: Person) -> None:
    person.open(f"nb/{METHOD}")
    tick(person, FIRST)
    person.click(f"[id='{SECOND}--more']")
    person.click(f"[id='{SECOND}--fields'] [name=who]")
    person.keys("Koordinatoren")
    person.open("nb/")
    assert words("nb")["carry-on"] in person.text(".carry-on")
    person.until("() => document.querySelector('[data-carry=next]').textContent.length > 10")
    assert "Koordinatoren" in person.text(".carry-on")
    person.click("[data-carry=go]")
    person.until("(id) => location.hash === `#${id}`", SECOND)


def test_a_shared_list_is_taken_over_with_one_button(person: Person) -> None:
    person.open(f"nb/{METHOD}")
    tick(person, FIRST)
    person.click("[data-do=share]")
    link = person.until("() => document.querySelector('.list-dialog[open] textarea').value")
    person.keys(ESCAPE)
    person.until("() => !document.querySelector('.list-dialog[open]')")
    person.run("() => localStorage.clear()")
    person.open(link.removeprefix(person.address))
    person.until("() => document.querySelector('.list-dialog[open]')")
    assert person.run(FOCUS, ".list-dialog h2")
    person.click(".list-choices button:first-child")
    assert person.until(CHECKED) == [FIRST]


def test_what_is_written_in_a_template_is_kept(person: Person) -> None:
    person.open(f"nb/{TEMPLATE}")
    field = person.until("() => document.querySelector('input[type=text][data-field]').id")
    person.click(f"[id='{field}']")
    person.keys("Åpent hus")
    person.open(f"nb/{TEMPLATE}")
    value = "(id) => document.getElementById(id).value"
    assert person.until(value, field) == "Åpent hus"
    person.click(".switch a[lang=da]")
    person.until("() => document.documentElement.lang === 'da'")
    assert person.until(value, field) == "Åpent hus"


def test_the_search_answers_and_leads_to_its_hits(person: Person) -> None:
    person.open("nb/")
    person.click(".search-open")
    person.until(FOCUS, "dialog[open] input")
    person.keys("samarbeidsråd")
    person.until("() => document.querySelectorAll('dialog[open] li a').length > 2")
    person.keys(ESCAPE)
    person.until("() => !document.querySelector('dialog[open]')")
    assert person.run(FOCUS, ".search-open")


def test_the_switch_keeps_the_section_and_what_is_chosen(person: Person) -> None:
    person.open("nb/cases/?field=work#cases")
    assert person.until("() => document.querySelector('.switch a[lang=da]').href").endswith(
        "/da/cases/?field=work#cases"
    )


def test_the_menu_opens_and_closes_by_keys(person: Person) -> None:
    person.driver.resize(500, 900)
    person.open("nb/choose/")
    person.run("() => document.querySelector('.menu-open').focus()")
    person.keys(ENTER)
    opened = (
        "() => document.querySelector('#menu').checkVisibility?.() ?? document.querySelector('#menu').offsetHeight > 0"
    )
    person.until(opened)
    person.keys(ESCAPE)
    person.until(f"() => !({opened})()")


def test_without_scripts_everything_is_read_and_ticked(person: Person) -> None:
    person.open(f"no-script/nb/{METHOD}")
    person.click(f"label[for='{FIRST}']")
    assert person.until(CHECKED) == [FIRST]
    assert len(person.text(".article")) > 3000
    person.open(f"no-script/nb/{TEMPLATE}")
    person.click("textarea[data-field]")
    person.keys("a")
    assert person.run("() => document.querySelector('textarea[data-field]').value") == "a"


def test_where_storing_is_refused_the_list_works_and_says_so(person: Person) -> None:
    person.open(f"refused/nb/{METHOD}")
    tick(person, FIRST)
    assert person.text(".list-trouble") == words("nb")["list.trouble-denied"]
    assert person.run(CHECKED) == [FIRST]


def test_an_older_browser_has_colours_menu_and_definitions(person: Person) -> None:
    """`light-dark()`, popovers, `:has()` and anchors taken away."""
    person.open(f"older/nb/{METHOD}")
    colours = person.run(
        """() => ["header", "body"].map((name) => {
             const { color, backgroundColor } = getComputedStyle(document.querySelector(name));
             return [color, backgroundColor];
           })"""
    )
    assert all(text != ground for text, ground in colours)
    tick(person, FIRST)
    person.driver.resize(500, 900)
    person.open("older/nb/choose/")
    assert person.run("() => document.querySelector('#menu').offsetHeight") >= 0
    assert len(person.text("#compare ~ *, [data-part=compare]")) > 200


def test_on_paper_a_method_is_its_sheet(person: Person) -> None:
    """Print styles are read from the sheets, since not every driver prints."""
    person.open(f"nb/{METHOD}")
    printed = (
        "() => [...document.styleSheets].some((s) => [...s.cssRules].some((r) => r.media?.mediaText.includes('print')))"
    )
    assert person.run(printed)


@pytest.mark.parametrize(
    "path",
    ["", "choose/", METHOD, TEMPLATE, "cases/", "checklists/"],
    ids=["start", "choose", "method", "template", "cases", "lists"],
)
def test_six_pages_as_pictures(person: Person, path: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    person.open(f"nb/{path}")
    target = SHOTS / f"{person.driver.name.lower()}-{path.strip('/').replace('/', '-') or 'start'}.png"
    person.driver.screenshot(target)
    assert Path(target).stat().st_size > 10_000
