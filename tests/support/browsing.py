"""Build sites for a browser, host them, and open their pages."""

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from leverage_site.pages.plan import KINDS
from leverage_site.urls import file_of
from tests.support.workspace import cli

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What no test looks at: the lists of the address bar, pages of their own, are drawn anew with each page. Chromium
    # heeds the last of such switches alone, so that this one names those of Playwright's which matter here too.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,PaintHolding,OptimizationHints,MediaRouter",
]
LOCAL = ("http://127.0.0.1:", "file:", "data:")
# Pages of the repository's own content, of the kinds whose addresses follow from the content.
EXAMPLES = {
    "day": "posts/2026/2026-04-19-leverage-record.html",
    "week": "weeks/2026-W15.html",
    "month": "months/2026-04.html",
    "year": "years/2026.html",
    "tag": "tags/audit.html",
    "project": "projects/monitoring.html",
    "page": "about.html",
}
PAGES = {
    **{kind.name: file_of(kind.address) or EXAMPLES[kind.name] for kind in KINDS if kind.in_sitemap},
    "day-with-tokens": "posts/2026/2026-03-01-leverage-record.html",
    "tasks-of-a-month": "tasks/2026-03.html",
}
UNBROKEN = """\
---
date: 2026-04-07
title: {word}{word}
tags: [{word}]
tasks:
- task: "Review https://example.org/{word}/{word}/{word}"
  human: 99999h
  ai: 1s
  tokens: 999999999999999
  project: {word}
  tags: [{word}]
---
{word}{word}{word}
"""


def build(root: Path, output: Path, *options: str) -> None:
    """Build the site at `root` into `output`."""
    result = cli("--site", root, "build", "--output", output, *options)
    assert result.exit_code == 0, result.stderr


@contextmanager
def hosted(folder: Path, *, strict: bool = True) -> Iterator[str]:
    """Serve `folder`, by default under a strict Content-Security-Policy; yield its address."""
    handler = functools.partial(_Host if strict else _QuietHost, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _QuietHost(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""


class _Host(_QuietHost):
    def end_headers(self) -> None:
        """Allow nothing but what is the site's own."""
        kinds = ("script", "style", "img", "connect")
        policy = "; ".join(["default-src 'none'", *(f"{kind}-src 'self'" for kind in kinds)])
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()


# Tabs that are not in use, by whether scripts run in them: to open one takes twice as long as to look at a page, and to
# have it show nothing in between half as long.
_tabs: dict[tuple[Browser, bool], Page] = {}


@contextmanager
def open_page(
    browser: Browser, address: str, width: int = 1280, scheme: str = "light", *, script: bool = True
) -> Iterator[Page]:
    """Open a page; it must write nothing to the console and ask for nothing from other hosts."""
    page = _tabs.pop((browser, script), None) or browser.new_context(java_script_enabled=script).new_page()
    noise: list[str] = []
    listeners: dict[Any, Callable[[Any], object]] = {
        "console": lambda message: noise.append(message.text),
        "pageerror": lambda error: noise.append(str(error)),
        "dialog": lambda dialog: (noise.append(dialog.message), dialog.dismiss()),
        "request": lambda r: noise.append(r.url) if not r.url.startswith(LOCAL) else None,
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="no-preference")  # type: ignore[arg-type]
    if page.url.partition("#")[0] == address.partition("#")[0]:
        page.goto("about:blank")  # else the page might stay, and with it what a script remembers
    page.goto(address)
    yield page
    page.unroute_all()
    page.evaluate("0")  # what it has said by now has been heard then
    assert noise == [], noise
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    if not page.url.startswith("file:"):
        # A page of a host asks for its icon when it has been shown, and the next one is not to blame for that.
        page.goto("about:blank")
    _tabs[browser, script] = page
