"""The real command, serving a site to a browser; what the tests of the preview share."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
    """`leverage-site serve` at work on the site at `root`."""

    def __init__(self, root: Path, *options: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "leverage_site", "--site", str(root), "serve", "--json"]
        self._errors = tempfile.TemporaryFile(mode="w+", encoding="utf-8")  # noqa: SIM115
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
        """End it at once."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate(timeout=SECONDS)

    def errors(self) -> str:
        """All that the terminal was told of problems."""
        self._errors.seek(0)
        return self._errors.read()


@contextmanager
def window(browser: Browser, width: int = 1280, **options: Any) -> Iterator[BrowserContext]:
    """A browser's window, in which pages remember what they hear; none may complain or look elsewhere."""
    context, noise = browser.new_context(viewport={"width": width, "height": 800}, **options), list[str]()
    context.set_default_timeout(SECONDS * 1000)
    context.add_init_script(EAR)
    context.on("weberror", lambda error: noise.append(str(error.error)))
    context.on("request", lambda request: noise.append(request.url) if "//127.0.0.1:" not in request.url else None)
    yield context
    context.close()
    assert noise == []


def opened(context: BrowserContext, url: str) -> Page:
    """A tab that shows `url`, is in touch with the server, and is marked until it is loaded anew."""
    page = context.new_page()
    page.goto(url)
    return marked(page)


def marked(page: Page) -> Page:
    """Mark a tab until it is loaded anew."""
    page.wait_for_function("window.heard?.length && !heard.at(-1).reload && (window.mark = true)")
    return page


def stayed(page: Page) -> bool:
    """Whether a tab is still the one that was marked, and was not told to be another."""
    return bool(page.evaluate("window.mark === true && !heard.some((message) => message.reload)"))


@contextmanager
def hearing(*pages: Page) -> Iterator[None]:
    """Whatever is done inside: wait until the tabs have heard of it, without being loaded anew."""
    before = [page.evaluate("heard.length") for page in pages]
    yield
    for page, number in zip(pages, before, strict=True):
        page.wait_for_function("number => heard.length > number", arg=number)
        assert stayed(page)


def saved(site: Site, path: str, text: str) -> None:
    """Replace a file at once, as many editors do: nobody sees half of it."""
    (site.file(".saved", text).root / ".saved").replace(site.root / path)


def shows(page: Page, text: str) -> None:
    """Wait until a page has `text`."""
    page.wait_for_function("text => document.body?.innerText.includes(text)", arg=text)


def overlay(page: Page) -> Locator:
    """What a page shows about problems."""
    return page.locator("leverage-site-problems section")


def told(page: Page) -> str:
    """The problems that a page shows, once it shows some."""
    return str(overlay(page).locator("pre").text_content())


def until(condition: Callable[[], bool]) -> None:
    """Wait for something outside the browser."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)
