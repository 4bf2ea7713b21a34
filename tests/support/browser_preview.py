"""Run `leverage-site serve` for a browser, open tabs on it and wait for what they show."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.support.sites import ROOT, Site

DAY = "posts/2026/2026-04-07-leverage-record.html"
OTHER = "posts/2026/2026-04-08-leverage-record.html"
SECONDS = 15
# A page notes its streams and what they tell it, until it is loaded anew.
EAR = """
window.streams = [];
window.heard = [];
window.EventSource = class extends EventSource {
  constructor(...values) {
    super(...values);
    window.streams.push(this);
    this.addEventListener("message", (event) => window.heard.push(JSON.parse(event.data)));
  }
};
"""


class Served:
    """A running `leverage-site serve` on the site at `root`."""

    def __init__(self, root: Path, *options: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "leverage_site", "--site", str(root), "serve", "--json"]
        self._errors = tempfile.NamedTemporaryFile(mode="w", encoding="utf-8")  # noqa: SIM115
        self._process = subprocess.Popen(
            [*command, "--port", str(port), *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, self.errors()
        self.url: str = json.loads(line)["url"]
        self.port = int(self.url.split(":")[2].partition("/")[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._errors.close()

    def stop(self) -> None:
        """Kill the process."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate(timeout=SECONDS)

    def errors(self) -> str:
        """Return what the process has printed to standard error."""
        # Opened anew: the process has the place in the other one, and would go on writing where it was read.
        return Path(self._errors.name).read_text(encoding="utf-8")


@contextmanager
def window(browser: Browser, width: int = 1280, **options: Any) -> Iterator[BrowserContext]:
    """Open a browser's window whose pages note what they hear; none may complain or ask other hosts."""
    context, noise = browser.new_context(viewport={"width": width, "height": 800}, **options), list[str]()
    context.set_default_timeout(SECONDS * 1000)
    context.add_init_script(EAR)
    context.on("weberror", lambda error: noise.append(str(error.error)))
    context.on("request", lambda request: noise.append(request.url) if "//127.0.0.1:" not in request.url else None)
    yield context
    context.close()
    assert noise == []


def open_tab(context: BrowserContext, url: str) -> Page:
    """Open a tab on `url`, wait until it hears of the server, and mark it."""
    page = context.new_page()
    page.goto(url)
    return mark(page)


def mark(page: Page) -> Page:
    """Mark a tab until it is loaded anew."""
    page.wait_for_function("window.heard?.length && !heard.at(-1).reload && (window.mark = true)")
    return page


def has_stayed(page: Page) -> bool:
    """Return whether a tab is still the one that was marked, and was not told to reload."""
    return bool(page.evaluate("window.mark === true && !heard.some((message) => message.reload)"))


@contextmanager
def wait_until_heard(*pages: Page) -> Iterator[None]:
    """Wait, after the block, until the tabs have heard of what it did, without a reload."""
    before = [page.evaluate("heard.length") for page in pages]
    yield
    for page, number in zip(pages, before, strict=True):
        page.wait_for_function("number => heard.length > number", arg=number)
        assert has_stayed(page)


def replace_file(site: Site, path: str, text: str) -> None:
    """Replace a file in one step, as many editors do."""
    (site.file(".saved", text).root / ".saved").replace(site.root / path)


def wait_for_text(page: Page, text: str) -> None:
    """Wait until a page has `text`."""
    page.wait_for_function("text => document.body?.innerText.includes(text)", arg=text)


def overlay(page: Page) -> Locator:
    """Return the element in which a page shows problems."""
    return page.locator("leverage-site-problems section")


def shown_problems(page: Page) -> str:
    """Return the problems that a page shows, once it shows some."""
    return str(overlay(page).locator("pre").text_content())
