"""The bundled theme plain in a browser: each kind of page, on a desk and a phone, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Audit
from tests.support.browsing import UNBROKEN, build, open_page
from tests.support.sample_site import DAY, records
from tests.support.sites import Site

pytestmark = pytest.mark.browser

PAGES = ("index.html", "leverage.html", DAY, "weeks/2026-W15.html", "years/2026.html", "weeks/index.html",
         "tags/web.html", "tasks.html", "about.html", "feeds.html")  # fmt: skip
DARK = (DAY, "leverage.html", "tasks.html")
UNFOLD = "document.querySelectorAll('details').forEach(details => details.open = true)"
LOADED = "getComputedStyle(document.body).fontFamily.includes('mono')"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small site with the theme."""
    root = tmp_path_factory.mktemp("plain")
    records(Site(root / "source")).settings(theme="plain")
    build(root / "source", root / "output")
    return root / "output"


@pytest.fixture(scope="module", params=PAGES)
def shown(browser: Browser, plain: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page of each kind, with nothing folded away."""
    with open_page(browser, (plain / request.param).as_uri(), 320) as page:
        page.evaluate(UNFOLD)
        yield page


@pytest.mark.npm
def test_accessible(shown: Page, audit: Audit) -> None:
    shown.set_viewport_size({"width": 360, "height": 900})
    for scheme in ("light", "dark")[: 1 + shown.url.endswith(DARK)]:
        shown.emulate_media(color_scheme=scheme)
        assert audit(shown) == [], scheme


def test_nothing_overflows(shown: Page) -> None:
    for width in (320, 1280, 3840):
        shown.set_viewport_size({"width": width, "height": 900})
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate(LOADED), "the stylesheet is missing"


def test_long_words_do_not_overflow(browser: Browser, tmp_path: Path) -> None:
    site = Site(tmp_path).settings(theme="plain")
    for day in ("2026-04-07", "2026-04-08"):
        text = UNBROKEN.replace("{word}", "abcdefghij" * 6).replace("2026-04-07", day)
        site.file(f"content/records/{day}.md", text)
    build(tmp_path, tmp_path / "output")
    for name in ("index.html", "leverage.html", "tasks.html", DAY, "weeks/2026-W15.html"):
        with open_page(browser, (tmp_path / "output" / name).as_uri(), 320) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_wide_table_scrolls_by_keyboard_and_keeps_its_first_column(browser: Browser, plain: Path) -> None:
    with open_page(browser, (plain / DAY).as_uri(), 320) as page:
        region = page.get_by_role("region", name="Tasks of April 08, 2026")
        before = region.locator("tbody th").first.bounding_box()
        region.focus()
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 0")
        assert region.get_by_role("columnheader", name="Factor", exact=True).count() == 1
        assert before
        after = region.locator("tbody th").first.bounding_box()
        assert after
        assert abs(after["x"] - before["x"]) < 1
