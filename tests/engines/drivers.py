"""Three browser engines behind one small interface: Chromium and WebKit through WebDriver, Firefox through BiDi.

Debian has no driver for Firefox, so `Firefox` speaks WebDriver BiDi to the browser itself. What a journey does, it does
by real clicks and keys; `run` only looks.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import socket
import subprocess
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import websocket
from selenium import webdriver
from selenium.webdriver.chrome.service import Service as ChromiumService
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService

FIREFOX_SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
"""Firefox asks nothing of anyone but the site."""

PATIENCE = 20.0
"""Seconds after which a page that does not do what it should has failed."""

CENTRE = """(selector) => {
  const element = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility?.() ?? one.offsetParent);
  if (!element) return null;
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + Math.min(width / 2, 40)), Math.round(top + height / 2)];
}"""


class Driver(Protocol):
    """A browser with one window."""

    name: str
    version: str

    def open(self, address: str) -> None:
        """Go to `address` and wait until it is loaded."""

    def run(self, function: str, *arguments: Any) -> Any:
        """What the JavaScript `function` returns for these arguments (JSON)."""

    def pointer(self, x: int, y: int) -> None:
        """Press the main button at this place of the window, in CSS pixels."""

    def keys(self, text: str) -> None:
        """Type `text`; special keys are WebDriver's private code points."""

    def screenshot(self, path: Path) -> None:
        """Save what the window shows as a PNG."""

    def resize(self, width: int, height: int) -> None:
        """Give the window about this size."""

    def close(self) -> None:
        """End the browser."""


class Person:
    """Somebody at a browser."""

    def __init__(self, driver: Driver, address: str) -> None:
        self.driver, self.address = driver, address

    def open(self, path: str) -> Person:
        """Go to a page of the handbook; complaints of its scripts are gathered from here on."""
        self.driver.open("about:blank")
        self.driver.open(self.address + path)
        return self

    def run(self, function: str, *arguments: Any) -> Any:
        """What `function` returns in the page."""
        return self.driver.run(function, *arguments)

    def until(self, function: str, *arguments: Any) -> Any:
        """What `function` returns once that is true. Raises AssertionError when it does not come true."""
        found = None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := self.run(function, *arguments):
                return found
            time.sleep(0.1)
        raise AssertionError(f"{self.driver.name}: not so after {PATIENCE:.0f} s: {function} {arguments}")

    def click(self, selector: str) -> None:
        """Press the first visible element that `selector` finds, once there is one."""
        x, y = self.until(CENTRE, selector)
        self.driver.pointer(x, y)

    def keys(self, text: str) -> None:
        """Type."""
        self.driver.keys(text)

    def text(self, selector: str) -> str:
        """The text that the first such element shows, once there is one."""
        found: str = self.until("(s) => document.querySelector(s)?.innerText.trim()", selector)
        return found


class Selenium:
    """A browser that selenium drives."""

    def __init__(self, name: str, browser: Any) -> None:
        self.browser, self.name = browser, name
        self.version = browser.capabilities["browserVersion"]

    def open(self, address: str) -> None:
        self.browser.get(address)

    def run(self, function: str, *arguments: Any) -> Any:
        return self.browser.execute_script(f"return ({function})(...arguments)", *arguments)

    def pointer(self, x: int, y: int) -> None:
        actions = ActionBuilder(self.browser)
        actions.pointer_action.move_to_location(x, y)  # type: ignore[no-untyped-call]
        actions.pointer_action.click()
        actions.perform()

    def keys(self, text: str) -> None:
        actions = ActionBuilder(self.browser)
        actions.key_action.send_keys(text)
        actions.perform()

    def screenshot(self, path: Path) -> None:
        self.browser.save_screenshot(str(path))

    def resize(self, width: int, height: int) -> None:
        self.browser.set_window_size(width, height)

    def close(self) -> None:
        self.browser.quit()


def chromium() -> Driver:
    """Debian's Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-quic",
        "--no-first-run",
    ):
        options.add_argument(flag)
    return Selenium("Chromium", webdriver.Chrome(options, ChromiumService(shutil.which("chromedriver"))))


def webkit() -> Driver:
    """WebKitGTK's MiniBrowser; it needs a display (xvfb-run)."""
    options = WebKitOptions()
    options.binary_location = next(str(p) for p in Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    options.add_argument("--automation")
    return Selenium("WebKit", webdriver.WebKitGTK(options, WebKitService(shutil.which("WebKitWebDriver"))))


class Firefox:
    """Firefox, spoken to through WebDriver BiDi."""

    name = "Firefox"

    def __init__(self) -> None:
        self.profile = tempfile.TemporaryDirectory(prefix="handbook-firefox-")
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in FIREFOX_SETTINGS.items()]
        (Path(self.profile.name) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", self.profile.name]
        log = Path(self.profile.name) / "stderr.txt"
        with log.open("w") as errors:
            self.process = subprocess.Popen([*command, f"--remote-debugging-port={port}"], stderr=errors)
        self.wait_for(lambda: re.search(r"WebDriver BiDi listening", log.read_text(encoding="utf-8", errors="replace")))
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}/session", timeout=60, suppress_origin=True)
        self.numbers = itertools.count(1)
        capabilities = self.send("session.new", capabilities={})["capabilities"]
        self.version = capabilities["browserVersion"]
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def wait_for(self, condition: Callable[[], Any]) -> None:
        """Wait until the browser is up. Raises AssertionError when it does not come up."""
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, "Firefox does not start"
            assert self.process.poll() is None, "Firefox ended at once"
            time.sleep(0.1)

    def send(self, method: str, **parameters: Any) -> Any:
        """Send a command; its result. Raises AssertionError with the browser's words."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, function: str, *arguments: Any) -> Any:
        call = f"(...given) => JSON.stringify(({function})(...given.map((text) => JSON.parse(text))) ?? null)"
        given = [{"type": "string", "value": json.dumps(argument)} for argument in arguments]
        answer = self.send(
            "script.callFunction",
            functionDeclaration=call,
            arguments=given,
            target={"context": self.context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def act(self, kind: str, *actions: dict[str, Any]) -> None:
        """Perform input actions of a device."""
        device = {"type": kind, "id": kind, "actions": actions}
        self.send("input.performActions", context=self.context, actions=[device])

    def pointer(self, x: int, y: int) -> None:
        move = {"type": "pointerMove", "x": x, "y": y}
        self.act("pointer", move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})

    def keys(self, text: str) -> None:
        self.act("key", *({"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")))

    def screenshot(self, path: Path) -> None:
        path.write_bytes(b64decode(self.send("browsingContext.captureScreenshot", context=self.context)["data"]))

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.context, viewport=size)

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)
        self.profile.cleanup()


ENGINES: dict[str, Callable[[], Driver]] = {"chromium": chromium, "webkit": webkit, "firefox": Firefox}
