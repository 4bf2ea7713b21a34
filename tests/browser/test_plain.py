"""The bundled theme plain in a browser: each kind of page, on a desk and a phone, light and dark."""

import re
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
# Of each row with a factor: its text, and where its title, the factor and the factor's heading are.
FACTORS = """[...document.querySelectorAll("table")].flatMap(table => {
  const heads = [...table.tHead.rows[0].cells], at = heads.findIndex(head => /^(Factor|Leverage)$/.test(head.textContent));
  return at < 1 ? [] : [...table.querySelectorAll("tbody tr:has(td)")].filter(row => row.offsetParent).map(row =>
    [row.cells[at].textContent, ...[row.cells[0], row.cells[at], heads[at]].map(cell => cell.getBoundingClientRect().toJSON())]);
})"""
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


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", [DAY, "tasks.html", "weeks/2026-W15.html", "leverage.html"])
def test_figures_stand_below_their_headings_on_a_phone(
    browser: Browser, plain: Path, name: str, width: int
) -> None:
    with open_page(browser, (plain / name).as_uri(), width) as page:
        rows = page.evaluate(FACTORS)
    assert len(rows) > 2
    for text, title, factor, heading in rows:
        assert re.fullmatch(r"[\d,.]+x|–", text)
        assert 0 <= factor["left"] <= factor["right"] <= width
        assert factor["top"] >= title["bottom"]
        assert title["right"] - title["left"] > 0.85 * width
        assert abs(factor["right"] - heading["right"]) < 1


def test_headings_stay_in_sight_on_a_phone(browser: Browser, plain: Path) -> None:
    with open_page(browser, (plain / DAY).as_uri(), 320) as page:
        page.evaluate("document.querySelector('[id=task_3]').scrollIntoView({behavior: 'instant'})")
        (*_, (_, title, _, heading)) = page.evaluate(FACTORS)
        assert page.evaluate("scrollY") > 0
        assert 0 <= heading["top"] < heading["bottom"] <= title["top"]
