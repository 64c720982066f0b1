"""A reader of the built site who uses a checklist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Download, FilePayload, Locator, Page

from methodbook.languages import words

FORMER_KEY = "methodbook:checklists:v1"
LIST = "inclusion-day"
PAGE = "methods/inclusion-day/"
OVERVIEW = "checklists/"


TURN_TO = """() => {
  const lists = ":is(.checklist, [data-template], .list-actions)";
  const part = document.querySelector(`${lists} :is(.item, [data-field], [data-do])`);
  part?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  return Boolean(part) && matchMedia("(scripting: enabled)").matches;
}"""
"""What a pointer over a list does: the page fetches the list's script."""


class Reader:
    """What a person does and sees. `problems` gathers what the browser complains of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.language = "nb"
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)

    def open(self, path: str = PAGE, language: str = "nb", fragment: str = "") -> Reader:
        """Go to a page, always as if from elsewhere."""
        self.language = language
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}{language}/{path}{fragment}")
        return self.settled()

    def reload(self) -> Reader:
        """Load the page anew."""
        self.page.reload()
        return self.settled()

    def settled(self) -> Reader:
        """Turn to the list, if there is one, and wait until its script is there."""
        if self.page.evaluate(TURN_TO):
            self.page.wait_for_selector("html[data-lists-ready]", state="attached")
        return self

    def box(self, item: str) -> Locator:
        """The box of an item."""
        return self.page.locator(f"[id='{item}']")

    def tick(self, *items: str) -> None:
        """Press the rows of these items."""
        for item in items:
            self.page.locator(f"label[for='{item}']").click()

    def more(self, item: str) -> Locator:
        """The fields of an item, opened."""
        button = self.page.locator(f"[id='{item}--more']")
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        return self.page.locator(f"[id='{item}--fields']")

    def skip(self, item: str) -> None:
        """Say that an item is not relevant, or take that back."""
        self.more(item).locator("[name=skipped]").click()

    def write(self, item: str, **texts: str) -> None:
        """Fill in who, when and note."""
        for name, text in texts.items():
            self.more(item).locator(f"[name={name}]").fill(text)

    def do(self, action: str) -> None:
        """Press a tool, one of the further ones too."""
        tool = self.page.locator(f"details:not([open]):has([data-do={action}]) > summary")
        if tool.count():
            tool.click()
        self.page.locator(f"[data-do={action}]:visible").first.click()

    def say(self, key: str, **values: Any) -> str:
        """What the script says for `key`, as `list.<key>` has it."""
        return words(self.language)[f"list.{key}"].format(**values)

    @property
    def key(self) -> str:
        """Where the browser keeps what this handbook has: two handbooks under one host are kept apart."""
        return f"methodbook:{urlsplit(self.address).path}"

    def amount(self, key: str, ticked: int, skipped: int, noted: int) -> str:
        """What the script says for `key` where it tells how much there is: only what there is any of."""
        counts = {"ticked": ticked, "skipped": skipped, "noted": noted}
        parts = [self.say(f"amount-{name}", number=number) for name, number in counts.items() if number]
        joined = self.page.evaluate(
            "([language, parts]) => new Intl.ListFormat(language).format(parts)", [self.language, parts]
        )
        return self.say(key, amount=joined if parts else self.say("amount-none"))

    def undo(self) -> None:
        """Press the button of the notice."""
        self.page.locator(".list-notice button").click()

    def choose(self, answer: str) -> None:
        """Answer the dialog (`answer` is a key of the words), and wait until the page has acted on it."""
        self.page.evaluate(
            """() => { const dialog = document.querySelector('.list-dialog');
                 window.answered = new Promise((done) => dialog.addEventListener('close', () => setTimeout(done))); }"""
        )
        self.page.locator(".list-choices").get_by_role("button", name=self.say(answer), exact=True).click()
        self.page.evaluate("window.answered")

    def take(self, action: str) -> Download:
        """Press a tool that saves a file."""
        with self.page.expect_download() as waiting:
            self.do(action)
        return waiting.value

    def hand_in(self, content: bytes, name: str = "backup.json") -> None:
        """Choose a backup file to read in, and wait for the dialog."""
        file: FilePayload = {"name": name, "mimeType": "application/json", "buffer": content}
        self.page.set_input_files(".list-picker", files=[file])
        self.page.wait_for_selector(".list-dialog[open]")

    def reopen(self, path: str = PAGE, fragment: str = "") -> None:
        """Go to the page with a link's fragment, and wait for the dialog."""
        self.open(path, fragment=fragment)
        self.page.wait_for_selector(".list-dialog[open]")

    def text(self, item: str) -> str:
        """The text of an item."""
        return self.page.locator(f"label[for='{item}']").inner_text()

    @property
    def dialog(self) -> str:
        """What the open dialog says, empty when none is open."""
        found = self.page.locator(".list-dialog[open]")
        return found.inner_text() if found.count() else ""

    @property
    def notice(self) -> str:
        """What the page says was done."""
        return self.page.locator(".list-notice p").inner_text()

    @property
    def progress(self) -> str:
        """The progress of the list."""
        return self.page.locator(".checklist .list-progress").inner_text()

    @property
    def stored(self) -> str | None:
        """What lies in the browser's storage, as text."""
        found: str | None = self.page.evaluate(f"localStorage.getItem('{self.key}')")
        return found

    @property
    def state(self) -> dict[str, Any]:
        """What lies in the browser's storage; empty when there is nothing."""
        return json.loads(self.stored) if self.stored else {}

    @property
    def ticks(self) -> dict[str, str]:
        """The marks that are stored for the list."""
        found: dict[str, str] = self.state.get("ticks", {}).get(LIST, {})
        return found

    @property
    def checked(self) -> list[str]:
        """Ids of the boxes that are ticked on the page."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('.item-box:checked')].map((box) => box.id)"
        )
        return found


def backup(ticks: Any = None, notes: Any = None, others: Any = None, version: Any = 2) -> bytes:
    """A backup file that holds the list (and the ticks of other lists)."""
    data = {
        "format": "methodbook-checklists",
        "version": version,
        "ticks": {LIST: ticks or {}, **(others or {})},
        "notes": {LIST: notes or {}},
        "fields": {},
    }
    return json.dumps(data, ensure_ascii=False).encode()


def text_of(download: Download) -> str:
    """The text of a saved file, line ends and byte order mark as they are."""
    return Path(download.path()).read_bytes().decode("utf-8")
