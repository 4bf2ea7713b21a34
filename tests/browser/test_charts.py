"""Charts in use: seen in both schemes, on paper and in forced colours, read by pointer, touch and keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import open_page

pytestmark = pytest.mark.browser

# Pages of the example year with every kind of chart, one of a young site among them.
PAGES = {
    "dashboard": "leverage.html",
    "index": "index.html",
    "day": "posts/2025/2025-12-19-leverage-record.html",
    "week": "weeks/2025-W20.html",
    "month": "months/2025-12.html",
    "year": "years/2025.html",
    "project": "projects/monitoring.html",
}
DRAWN = ".panels .bars, .panels .dots, .histogram .bars, .rug .marks *, .columns.weeks [class^=l], .levels [class^=l], .bar rect, .spark"
# Pairs of texts of a drawing that lie over each other.
OVERLAPPING = """() => [...document.querySelectorAll(".chart [aria-describedby]")].flatMap((drawing) => {
  const texts = [...drawing.querySelectorAll("text, .axis, .told")].filter((text) => text.checkVisibility());
  const boxes = texts.filter((text) => text.textContent).map((text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [text.textContent, range.getBoundingClientRect()];
  });
  return boxes.flatMap(([name, a], n) => boxes.slice(n + 1).filter(([, b]) =>
    a.left < b.right - .5 && b.left < a.right - .5 && a.top < b.bottom - 3 && b.top < a.bottom - 3
  ).map(([other]) => [name, other]));
})"""
# The contrast with the page of what is drawn, as the browser paints it.
CONTRAST = """(drawn) => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    });
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = light(getComputedStyle(document.querySelector(".records")).backgroundColor);
  const contrast = (color) => {
    const ink = light(color);
    return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
  };
  return [...document.querySelectorAll(drawn)].map((one) => {
    const style = getComputedStyle(one);
    const stroked = style.fill === "none" || one.matches("line, .panels .bars");
    const color = one.matches("a") ? style.backgroundColor : stroked ? style.stroke : style.fill;
    return [one.getAttribute("class"), contrast(color)];
  });
}"""


@pytest.fixture
def dashboard(browser: Browser, year: Path) -> Iterator[Page]:
    """Open the page with most charts."""
    with open_page(browser, (year / PAGES["dashboard"]).as_uri()) as page:
        yield page


@pytest.fixture
def index(browser: Browser, year: Path) -> Iterator[Page]:
    """Open the page with a chart of days that has a table of its own."""
    with open_page(browser, (year / PAGES["index"]).as_uri()) as page:
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_drawn_can_be_seen(browser: Browser, year: Path, scheme: str) -> None:
    seen: set[str] = set()
    for path in ("leverage.html", PAGES["day"], "weeks/index.html"):
        with open_page(browser, (year / path).as_uri(), scheme=scheme) as page:
            found = page.evaluate(CONTRAST, DRAWN)
            seen |= {name for name, _ in found}
            assert [pair for pair in found if pair[1] < 3] == []
    assert {"bars", "dots", "l1", "l4", "spark"} <= seen


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_text_lies_over_another(browser: Browser, year: Path, name: str, width: int) -> None:
    with open_page(browser, (year / PAGES[name]).as_uri(), width) as page:
        assert page.locator(".chart").count()
        assert page.evaluate(OVERLAPPING) == []


def test_charts_over_time_take_little_room(browser: Browser, year: Path) -> None:
    for width in (1280, 390, 320):
        for name in ("dashboard", "index", "year"):
            with open_page(browser, (year / PAGES[name]).as_uri(), width) as page:
                panels = page.locator(".chart:has(.panels)")
                heights = panels.evaluate_all("(all) => all.map((chart) => chart.offsetHeight)")
                assert 0 < max(heights) <= 310, (name, width)


def told(page: Page, name: str) -> str:
    return page.locator(f".chart:has(#{name}_title) .told").inner_text()


def test_the_pointer_tells_the_figures_of_a_day(index: Page) -> None:
    columns = index.locator(".chart:has(#hours_by_day_title) .columns")
    newest = told(index, "hours_by_day")
    assert newest == columns.locator("a").last.text_content()
    for link in (columns.locator("a").nth(3), columns.locator("a").nth(20)):
        link.hover()
        assert told(index, "hours_by_day") == link.text_content()
        assert link.evaluate("(a) => getComputedStyle(a, '::after').borderLeftWidth") == "1px"
    index.mouse.move(5, 5)
    assert told(index, "hours_by_day") == newest


def test_arrow_keys_go_from_day_to_day_and_enter_opens_one(index: Page) -> None:
    columns = index.locator(".chart:has(#hours_by_day_title) .columns")
    assert columns.locator("[tabindex='0']").count() == 1
    last = columns.locator("a").last
    last.focus()
    for n in (-2, -3, -4):
        index.keyboard.press("ArrowLeft")
        link = columns.locator("a").nth(n)
        expect(link).to_be_focused()
        assert told(index, "hours_by_day") == link.text_content()
    assert columns.locator("[tabindex='0']").count() == 1
    index.keyboard.press("ArrowRight")
    wanted = columns.locator("a").nth(-3).get_attribute("href") or "-"
    index.keyboard.press("Enter")
    index.wait_for_url(f"**/{wanted}")


def test_arrow_keys_go_from_week_to_week_in_a_calendar(dashboard: Page) -> None:
    weeks = dashboard.locator(".columns.weeks")
    weeks.locator("a", has_text=re.compile(r"\b19 Dec:")).focus()
    for key, day in (("ArrowLeft", 12), ("ArrowUp", 11), ("ArrowLeft", 4), ("ArrowDown", 5)):
        dashboard.keyboard.press(key)
        expect(weeks.locator("a", has_text=re.compile(rf"\b{day} Dec:"))).to_be_focused()


def test_a_touch_says_the_figures_and_a_second_one_opens_the_day(browser: Browser, year: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((year / PAGES["week"]).as_uri())
    link = page.locator(".columns a").nth(1)
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 20)
    expect(page.locator(".told")).to_have_text(link.text_content() or "-")
    assert page.url.endswith(PAGES["week"])
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 20)
    page.wait_for_url("**/posts/**")
    context.close()


def test_without_scripts_a_column_is_a_link_and_the_table_has_its_figures(browser: Browser, year: Path) -> None:
    with open_page(browser, (year / PAGES["index"]).as_uri(), script=False) as page:
        chart = page.locator(".chart:has(#hours_by_day_title)")
        link = chart.get_by_role("link", name="Fri 19 Dec: 270.4x, 151.0 h, 8 tasks", exact=True)
        wanted = link.get_attribute("href") or "-"
        assert page.locator(".columns [tabindex='0']").count() == 0
        chart.locator("summary").press("Enter")
        row = chart.get_by_role("row", name="Fri 19 Dec")
        assert row.get_by_role("cell").all_inner_texts() == ["270.4x", "151.0", "8"]
        link.click()
        page.wait_for_url(f"**/{wanted}")


def test_charts_keep_their_drawings_and_keys_on_paper(dashboard: Page) -> None:
    dashboard.emulate_media(media="print")
    adjusted = "(all) => all.map((one) => getComputedStyle(one).printColorAdjust)"
    assert set(dashboard.locator(".chart svg, .columns.weeks > *").evaluate_all(adjusted)) == {"exact"}
    assert dashboard.locator(".levels svg").first.is_visible()
    for hidden in (".told", ".chart .table"):
        assert not dashboard.locator(hidden).first.is_visible()
    dashboard.emulate_media(media="screen")


def test_forced_colours_are_those_of_the_system(browser: Browser, year: Path) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto((year / PAGES["dashboard"]).as_uri())
    named = page.evaluate("""() => Object.fromEntries(["CanvasText", "Highlight"].map((name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style = `forced-color-adjust: none; color: ${name}`;
      return [name, getComputedStyle(probe).color];
    }))""")
    for drawn, part, name in (
        (".panels .bars", "stroke", "CanvasText"),
        (".histogram .bars", "fill", "CanvasText"),
        (".dots", "stroke", "Highlight"),
        (".chart text", "fill", "CanvasText"),
        (".levels circle", "fill", "CanvasText"),
        (".bar rect", "fill", "CanvasText"),
        (".frames [aria-pressed=true]", "outline-color", "Highlight"),
    ):
        found = page.locator(drawn).first.evaluate(f"(one) => getComputedStyle(one)['{part}']")
        assert found == named[name], drawn
    # A plate in the colour of the page would lie under the name of what is pressed, which has that colour too.
    pressed = page.locator(".frames [aria-pressed=true]").first
    assert pressed.evaluate("one => getComputedStyle(one).forcedColorAdjust") == "none"
    context.close()
