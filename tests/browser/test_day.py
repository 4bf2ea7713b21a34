"""The page of a day as it is seen: how far down its parts begin, rows on a phone, paper, forced colours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import open_page

pytestmark = pytest.mark.browser

# A day of 36 tasks with all that a day may have.
DAY = "posts/2026/2026-04-07-leverage-record.html"
TOPS = """() => Object.fromEntries(
  [["lead", ".lead"], ["log", "#task_log"], ["task", ".tasks tbody tr"], ["end", "footer"]].map(
    ([name, path]) => [name, document.querySelector(path).getBoundingClientRect().top + scrollY]))"""
ROWS = "rows => rows.map((row) => row.offsetHeight).reduce((a, b) => a + b) / rows.length"
# Where the cells of a block of figures begin, and where the lines of their values and names stand.
CELLS = """(block) => [...block.querySelectorAll("div:not(.leverage)")].map((cell) => {
  const top = (path) => cell.querySelector(path).getBoundingClientRect().top;
  return [cell.getBoundingClientRect().left, top("data"), top("dt")].map(Math.round);
})"""


@pytest.fixture(scope="module")
def shown(browser: Browser, site: Path) -> Iterator[Page]:
    with open_page(browser, (site / DAY).as_uri()) as page:
        yield page


def tops(page: Page, width: int) -> dict[str, float]:
    """Return where the parts of a page begin on a screen of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    found: dict[str, float] = page.evaluate(TOPS)
    return found


def test_lead_and_log_begin_on_the_first_screens(shown: Page) -> None:
    desk, phone = tops(shown, 1280), tops(shown, 390)
    assert desk["lead"] <= 300
    assert desk["task"] <= 900
    assert desk["end"] <= 5_000
    assert phone["lead"] <= 520
    assert phone["log"] <= 1_100
    assert phone["end"] <= 8_800


@pytest.mark.parametrize(("width", "height"), [(1280, 52), (768, 74), (390, 116), (320, 140)])
def test_rows_of_tasks_are_short(shown: Page, width: int, height: int) -> None:
    shown.set_viewport_size({"width": width, "height": 800})
    assert shown.locator(".tasks tbody tr").evaluate_all(ROWS) <= height


def test_each_value_of_a_short_row_has_a_name(shown: Page) -> None:
    shown.set_viewport_size({"width": 390, "height": 800})
    row = shown.get_by_role("table", name="Tasks of April 7, 2026").get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader")).to_contain_text("Monitoring platform, phases 4 to 12")
    for name in ("Human est. 80h", "Claude 20m", "Supervision 3m", "Supervisory 1,600x", "Factor 240.0x"):
        expect(row.get_by_role("cell", name=name)).to_have_count(1)
    figures = shown.get_by_role("table", name="Aggregate statistics").get_by_role("row").nth(2)
    for name in ("Value 535.5", "Before 374.0", "Change +43%", "Rank 1 of 3"):
        expect(figures.get_by_role("cell", name=name)).to_have_count(1)


@pytest.mark.parametrize("name", [DAY, "leverage.html"])
def test_figures_stand_in_even_rows(browser: Browser, site: Path, name: str) -> None:
    with open_page(browser, (site / name).as_uri()) as page:
        block = page.locator(".hero")
        for width in (320, 390, 768, 1024, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            first, second = (cells := block.evaluate(CELLS))[:3], cells[3:]
            assert [cell[0] for cell in first] == [cell[0] for cell in second], width
            for row in (first, second):
                assert len({cell[1] for cell in row}) == 1, width
            assert block.bounding_box()["height"] <= (180 if width == 1280 else 280), width


def test_nothing_is_left_empty_beside_the_lead(shown: Page) -> None:
    tops(shown, 1280)
    ends = """[...document.querySelector(".pair").children].filter((part) => part.matches(".text, .side, .tags"))
      .map((part) => part.getBoundingClientRect().bottom)"""
    chart = shown.locator(".pair > .chart").bounding_box()
    lowest = max(shown.evaluate(ends)) + shown.evaluate("scrollY")
    assert 0 <= chart["y"] - lowest <= 32
    assert chart["width"] > 1000


def test_the_average_of_a_rug_lies_over_no_name(shown: Page) -> None:
    boxes = "parts => parts.map((part) => part.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
    for width in (1280, 390, 320):
        shown.set_viewport_size({"width": width, "height": 800})
        names = shown.locator(".rug .name text").evaluate_all(boxes)
        ((top, _),) = shown.locator(".rug .marks .mean").evaluate_all(boxes)
        assert len(names) > 1
        assert max(bottom for _, bottom in names) <= top + 1, width


def test_an_address_of_a_task_is_there_at_once(shown: Page) -> None:
    assert shown.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_paper(shown: Page) -> None:
    shown.set_viewport_size({"width": 688, "height": 1000})
    shown.emulate_media(media="print")
    lines = "links => links.map((link) => link.getClientRects().length)"
    assert set(shown.locator(".tasks .n a").evaluate_all(lines)) == {1}
    assert shown.locator(".tasks .n a").last.evaluate("link => link.offsetHeight") < 20
    # Heads are repeated on each page only so.
    assert shown.locator("th button").evaluate_all("all => all.map((one) => one.offsetHeight)") == [0] * 7
    expect(shown.get_by_text("https://example.org/" + DAY)).to_be_visible()
    for hidden in (".turn", ".contents", ".subscribe", ".neighbours", ".trail"):
        expect(shown.locator(hidden).first).to_be_hidden()
    pdf = shown.pdf(prefer_css_page_size=True, format="A4")
    shown.emulate_media(media="screen")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= 4


def test_boxes_keep_their_outline_in_forced_colors(shown: Page) -> None:
    shown.emulate_media(forced_colors="active")
    for box in ("aside.about", "ul.tags a"):
        assert shown.locator(box).first.evaluate("box => getComputedStyle(box).borderTopStyle") == "solid"
    shown.emulate_media(forced_colors="none")
