"""The preview in a browser, wherever it is seen from: many tabs, back again, below a path, without scripts."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Window
from tests.support.browser_preview import (
    DAY,
    OTHER,
    Served,
    has_stayed,
    mark,
    open_tab,
    overlay,
    wait_for_text,
    wait_until_heard,
    window,
)
from tests.support.browsing import CHROMIUM, FLAGS
from tests.support.sites import ROOT, Site

pytestmark = pytest.mark.browser

THEME = 'contract = 1\nextends = "default"\n'
CSS = "themes/own/assets/style.css"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two days."""
    return Site(tmp_path / "site").days("2026-04-07", "2026-04-08")


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    """Serve the site."""
    with Served(site.root) as server:
        yield server


def test_eight_tabs_are_loaded_and_reloaded(context: Window, site: Site, served: Served) -> None:
    pages = [open_tab(context, served.url + DAY) for _ in range(8)]
    site.record(body="Zebra.")
    for page in pages:
        wait_for_text(page, "Zebra.")


@pytest.fixture(scope="module")
def keeper(browser: Browser) -> Iterator[Browser]:
    """Start a browser that keeps pages it has left as they were, as people's browsers do and tests' do not."""
    switch = "--disable-back-forward-cache"
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS, ignore_default_args=[switch])
    yield chromium
    chromium.close()


@pytest.mark.parametrize("kept", [False, True], ids=["loaded", "kept"])
def test_going_back_shows_what_was_edited_meanwhile(
    browser: Browser, keeper: Browser, site: Site, served: Served, kept: bool
) -> None:
    with window(keeper if kept else browser) as context:
        context.add_init_script("addEventListener('pageshow', (event) => { if (event.persisted) name = 'kept'; })")
        # Without titles, each day's page would call the other by its lead, and change with it.
        for date in ("2026-04-07", "2026-04-08"):
            site.record(date, title=date)
        # Else the tab may be told to load its page anew while it is on its way to another.
        until = time.monotonic() + 10
        while b">2026-04-08</h1>" not in urlopen(served.url + OTHER).read() and time.monotonic() < until:  # noqa: S310
            time.sleep(0.02)
        page = open_tab(context, served.url + DAY)
        page.goto(served.url + OTHER)
        mark(page)
        with wait_until_heard(page):
            site.record("2026-04-07", title="2026-04-07", body="Zebra.\n\n## Analysis\n\nMore of it.\n")
        page.go_back(wait_until="commit")
        wait_for_text(page, "Zebra.")
        assert page.evaluate("name") == "kept" * kept
        mark(page)
        with wait_until_heard(page):
            site.record("2026-04-08", "Quagga.\n\n## Analysis\n\nMore of it.\n", title="2026-04-08")
        page.go_forward(wait_until="commit")
        wait_for_text(page, "Quagga.")


def test_hidden_tab_holds_no_stream_and_catches_up(context: Window, site: Site, served: Served) -> None:
    page, other = open_tab(context, served.url + DAY), open_tab(context, served.url + DAY)
    page.evaluate(HIDE, True)
    assert page.evaluate("streams.map((stream) => stream.readyState)") == [2]
    site.record(body="Zebra.")
    wait_for_text(other, "Zebra.")
    assert page.evaluate("streams.length") == 1
    assert has_stayed(page)
    page.evaluate(HIDE, False)
    wait_for_text(page, "Zebra.")


def test_server_that_comes_back(context: Window, site: Site) -> None:
    image = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="10"></svg>'
    site.theme({}, THEME).file(CSS, "body { color: rgb(1, 0, 0) }").file("content/static/a.svg", image % 10)
    site.page("about", "![a](/a.svg)\n")
    with Served(site.root) as served:
        page, about = open_tab(context, served.url + DAY), open_tab(context, served.url + "about.html")
        served.stop()
    site.record(body="Zebra.").file(CSS, "body { color: rgb(2, 0, 0) }").file("content/static/a.svg", image % 20)
    with Served(site.root, port=served.port):
        wait_for_text(page, "Zebra.")
        for tab in (page, about):
            tab.wait_for_function("getComputedStyle(document.body).color === 'rgb(2, 0, 0)'")
        about.wait_for_function("document.images[0].naturalWidth === 20")
        assert has_stayed(about)


def test_below_a_path(context: Window, site: Site) -> None:
    site.settings(base_url="https://example.org/blog/").theme({}, THEME).file(CSS, "body { color: rgb(1, 0, 0) }")
    with Served(site.root) as served:
        assert served.url.endswith("/blog/")
        page = open_tab(context, served.url.removesuffix("blog/"))
        assert page.url == served.url
        page.click(f"a[href='{DAY}'] >> nth=-1")
        assert page.url == served.url + DAY
        site.record(body="Zebra.")
        wait_for_text(page, "Zebra.")
        mark(page)
        with wait_until_heard(page):
            site.file(CSS, "body { color: rgb(2, 0, 0) }")
        page.wait_for_function("getComputedStyle(document.body).color === 'rgb(2, 0, 0)'")
        missing = open_tab(context, served.url + "posts/2026/2026-04-09-leverage-record.html")
        wait_for_text(missing, "Page not found")
        assert missing.evaluate("getComputedStyle(document.body).color") == "rgb(2, 0, 0)"
        site.days("2026-04-09")
        wait_for_text(missing, "April 09, 2026")


def test_page_comes_and_goes(context: Window, site: Site, served: Served) -> None:
    page = open_tab(context, served.url + "posts/2026/2026-04-09-leverage-record.html")
    wait_for_text(page, "Page not found")
    with wait_until_heard(page):
        site.record(body="Something else.")
    site.record("2026-04-09", "Zebra.")
    wait_for_text(page, "Zebra.")
    mark(page)
    site.remove("content/records/2026-04-09.md")
    wait_for_text(page, "Page not found")


def test_drafts_are_marked(context: Window, site: Site) -> None:
    site.record("2026-04-09", draft=True, tags=["AI"]).page("about", draft=True)
    draft = "posts/2026/2026-04-09-leverage-record.html"
    paths = ["index.html", "weeks/2026-W15.html", "tags/ai.html", "about.html", draft]
    page = context.new_page()
    with Served(site.root) as served:
        for path in paths:
            assert page.goto(served.url + path).status == 200  # type: ignore[union-attr]
            expect(page.get_by_text("Draft", exact=True)).to_have_count(1)
            expect(page.get_by_text("Draft", exact=True)).to_be_visible()
    with Served(site.root, "--no-drafts") as served:
        for path, status in zip(paths, [200, 200, 404, 404, 404], strict=True):
            assert page.goto(served.url + path).status == status  # type: ignore[union-attr]
            expect(page.get_by_text("Draft", exact=True)).to_have_count(0)


def test_pages_are_quiet(browser: Browser) -> None:
    noise = list[str]()
    with Served(ROOT) as served, window(browser) as context:
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text))
        page.on("requestfailed", lambda request: noise.append(f"{request.url} {request.failure}"))
        for path in (
            "",
            DAY,
            "weeks/",
            "weeks/2026-W15.html",
            "tags/",
            "tags/audit.html",
            "about.html",
            "feeds.html",
        ):
            page.goto(served.url + path)
            mark(page)
            expect(overlay(page)).to_have_count(0)
    # A page that is left ends its stream.
    assert [line for line in noise if "/__leverage_site/events?" not in line] == []


def test_without_scripts(browser: Browser, served: Served) -> None:
    with window(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served.url + DAY)
        assert page.inner_text("h1") == "Leverage Record: April 07, 2026"
