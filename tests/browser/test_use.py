"""Pages in use: by the keyboard alone, by a screen reader, sorted, with and without scripts."""

import gzip
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browsing import PAGES, build, open_page
from tests.support.sites import Site, task

pytestmark = pytest.mark.browser

# How many charts are seen on the pages of the example year, of every kind that draws something.
CHARTED = {
    "index.html": 1,
    "leverage.html": 3,
    "posts/2025/2025-05-13-leverage-record.html": 1,
    "weeks/2025-W20.html": 1,
    "weeks/index.html": 1,
    "months/2025-05.html": 3,
    "years/2025.html": 3,
    "projects/monitoring.html": 1,
    "tags/testing.html": 1,
}
# What can be used, in the order of the document; what is folded away is opened before.
USABLE = """() => {
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  const kinds = "a[href]:not([tabindex='-1']), button, input, select, textarea, summary, [tabindex='0']";
  window.usable = [...document.querySelectorAll(kinds)].filter((one) => one.checkVisibility() && !one.disabled);
  return window.usable.length;
}"""
# How often Tab is pressed to reach the end of the page.
STOPS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0).length"""
# Notes at each key, once it has done its work, which of them has the focus and whether that can be seen.
WALK = """() => {
  window.walked = [];
  addEventListener("keyup", () => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
    let clipped = false;
    for (let at = one; at; at = at.parentElement) clipped ||= getComputedStyle(at).clipPath !== "none";
    walked.push([usable.indexOf(one), drawn && inside && !clipped, one.outerHTML.slice(0, 80)]);
  }, true);
}"""
# How many figures a chart draws, and those that its table lacks; a rug's marks say none, and its strong line is not
# one of its rows.
LACKING = """(chart, elsewhere) => {
  const link = chart.querySelector("p.table a"), own = chart.querySelector("table");
  const source = own || elsewhere ? null : document.querySelector(link.getAttribute("href"));
  const text = elsewhere || (own || source.closest("section") || source).textContent;
  const named = [...chart.querySelectorAll(".columns a, .rug .marks > path, [role=img] svg :not(.mean) > title")];
  const figures = named.flatMap((one) => one.textContent.replace(/.*: /, "").match(/\\d([\\d,]*\\d)?(\\.\\d+)?/g) || []);
  const marks = chart.querySelector(".rug .marks path");
  const drawn = marks ? marks.getAttribute("d").split("M").length - 1 : named.length;
  return [drawn, figures.filter((figure) => !text.includes(figure))];
}"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months with a few tasks each, of all kinds: of hundreds of links alike the keyboard need reach no more."""
    site = Site(tmp_path_factory.mktemp("few"))
    rows = [
        task("Plain", "1h", "60m"),
        task("Labelled", "9h", "60m", project="search", tags=["Web", "AI"], note="Ended twice"),
        task("Whole", "20h", "60m", supervision="2m", tokens="40k", project="wiki", assistant="Other"),
    ]
    for day in ("2026-04-07", "2026-04-08", "2026-03-30", "2026-02-01"):
        site.record(day, tasks=rows)
    build(site.root, site.root / "output")
    return site.root / "output"


FEW = {name: PAGES[name] for name in ("dashboard", "tasks", "month")}
FEW["day"] = "posts/2026/2026-04-07-leverage-record.html"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["dashboard", "day", "tasks", "month"])
def test_keyboard_reaches_everything_in_order(
    browser: Browser, site: Path, few: Path, name: str, width: int
) -> None:
    """Real pages on a desk; on a phone, on which each key takes as long, pages with fewer links of the same kinds."""
    root, paths = (few, FEW) if width < 1280 or name == "tasks" else (site, PAGES)
    with open_page(browser, (root / paths[name]).as_uri(), width) as page:
        page.emulate_media(reduced_motion="reduce")
        if name == "tasks":
            expect(page.get_by_role("search")).to_be_visible()
        count = page.evaluate(USABLE)
        assert count > 20
        page.evaluate(WALK)
        for _ in range(count):
            page.keyboard.press("Tab")
        walked = page.evaluate("walked")
        assert [one for n, one in enumerate(walked) if one[:2] != [n, True]] == []
        assert len(walked) == count


@pytest.mark.parametrize("path", CHARTED)
def test_charts_have_a_name_a_description_and_a_table(browser: Browser, year: Path, path: str) -> None:
    with open_page(browser, (year / path).as_uri()) as page:
        charts = page.locator("figure.chart >> visible=true")
        assert charts.count() == CHARTED[path]
        for chart in charts.all():
            name = chart.locator("h3").inner_text()
            drawing = chart.locator("[aria-describedby]")
            expect(drawing).to_have_role("group" if chart.locator(".columns").count() else "img")
            expect(drawing).to_have_accessible_name(name)
            expect(drawing).to_have_accessible_description(re.compile(r"\w.*\.$"))
            link, elsewhere = chart.locator("p.table a"), ""
            if link.count() and not (link.get_attribute("href") or "").startswith("#"):
                with open_page(browser, urljoin(page.url, link.get_attribute("href"))) as other:
                    elsewhere = other.inner_text("main")
            drawn, lacking = chart.evaluate(LACKING, elsewhere)
            assert drawn
            assert lacking == []


def test_drawings_outside_of_charts_are_silent(browser: Browser, year: Path) -> None:
    for path in ("leverage.html", "projects/index.html", "weeks/index.html"):
        with open_page(browser, (year / path).as_uri()) as page:
            assert page.locator("main svg").count() > page.locator("figure svg").count()
            loud = "main svg:not([role=img] *, [aria-hidden=true], [aria-hidden=true] *)"
            assert page.locator(loud).count() == 0


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a day whose figures sort differently as numbers and as texts, some of them unknown; and one before it."""
    site = Site(tmp_path_factory.mktemp("tables"))
    rows = [
        task("b", "100h", "60m", supervision="10m", tokens="900"),
        task("C", "9h", "60m", tokens="1.25M"),
        task("a", "20h", "60m", supervision="2m", tokens="40k"),
        task("d", "1000h", "60m"),
    ]
    site.record("2026-04-07", tasks=rows).record("2026-03-30", tasks=rows[:1]).record("2026-04-09", tasks=[])
    build(site.root, site.root / "output")
    return site.root / "output"


def column(page: Page, table: str, n: int) -> list[str]:
    return [cell.strip() for cell in page.locator(f"{table} tbody tr > :nth-child({n})").all_inner_texts()]


SORTED: list[tuple[str, int, str, Sequence[str]]] = [
    ("#", 1, "descending", ["4", "3", "2", "1"]),
    ("Task", 2, "ascending", ["a", "b", "C", "d"]),
    ("Human est.", 3, "descending", ["1000h", "100h", "20h", "9h"]),
    ("Supervision", 5, "descending", ["10m", "2m"]),
    ("Tokens", 6, "descending", ["1.25M", "40k", "900"]),
    ("Factor", 7, "descending", ["1,000x", "100.0x", "20.0x", "9.0x"]),
]


@pytest.mark.parametrize("key", ["", "Enter", "Space"], ids=["mouse", "enter", "space"])
def test_tables_sort(browser: Browser, tables: Path, key: str) -> None:
    with open_page(browser, (tables / "posts/2026/2026-04-07-leverage-record.html").as_uri()) as page:
        for name, n, first, wanted in SORTED:
            head = page.locator("table.tasks thead th").nth(n - 1)
            button = head.get_by_role("button", name=name, exact=True)
            unknown = ["–"] * (4 - len(wanted))
            for order, values in (first, list(wanted)), (other(first), list(reversed(wanted))):
                button.press(key) if key else button.click()
                assert head.get_attribute("aria-sort") == order
                assert page.locator("[aria-sort]").count() == 1
                assert column(page, "table.tasks", n) == [*values, *unknown]


def other(order: str) -> str:
    return "ascending" if order == "descending" else "descending"


def test_many_days_sort_by_date_and_by_figures(browser: Browser, year: Path) -> None:
    with open_page(browser, (year / "months" / "2025-10.html").as_uri()) as page:
        table, days = "#its_days table", page.locator("#its_days table thead")
        dates = page.locator(f"{table} time")

        def listed() -> list[str]:
            return [str(day.get_attribute("datetime")) for day in dates.all()]

        assert len(listed()) > 14
        for order in (True, False):
            days.get_by_role("button", name="Day", exact=True).click()
            assert listed() == sorted(listed(), reverse=order)
        for order in (True, False):
            days.get_by_role("button", name="Leverage", exact=True).click()
            factors = [float(cell.rstrip("x")) for cell in column(page, table, 6) if cell != "–"]
            assert factors == sorted(factors, reverse=order)
    with open_page(browser, (year / "leverage.html").as_uri()) as page:
        assert page.locator("thead button").count() == 0


def test_one_range_at_a_time(browser: Browser, year: Path) -> None:
    """Buttons choose what charts and shares show; those of the leaders choose theirs alone."""
    with open_page(browser, (year / PAGES["dashboard"]).as_uri()) as page:
        leading = page.locator("section.frames")
        for group, names in (
            (page.locator("div.frames"), ["30 days", "90 days", "All time"]),
            (leading, ["7 days", "30 days", "90 days", "All time"]),
        ):
            buttons = group.get_by_role("group").first.get_by_role("button")
            assert buttons.all_inner_texts() == names
            assert pressed(group) == ["All time"] == shown(group)
            for name in names:
                buttons.filter(has_text=re.compile(f"^{name}$")).focus()
                page.keyboard.press("Enter")
                assert pressed(group) == [name] == shown(group)
                assert group.locator("[aria-pressed=false]").count() == len(names) - 1
            buttons.first.click()
        assert pressed(leading) == ["7 days"] == shown(leading)


def pressed(group: Locator) -> list[str]:
    return group.locator("[aria-pressed=true]").all_inner_texts()


def shown(group: Locator) -> list[str]:
    """Return the names of what is shown: in each section it is the same."""
    return list(dict.fromkeys(group.locator(".frame > h3:visible").all_inner_texts()))


def test_the_dashboard_is_short(browser: Browser, year: Path) -> None:
    path = year / PAGES["dashboard"]
    assert len(gzip.compress(path.read_bytes())) <= 14 * 1024
    with open_page(browser, path.as_uri()) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= 5_200
        assert page.evaluate(STOPS) <= 90
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollHeight") <= 9_000


def test_one_day_is_proud_on_one_screen(browser: Browser, tmp_path: Path) -> None:
    tasks = [
        task(f"A task of many, number {n}, with a title that is long", f"{n}h", project=f"p{n % 12}")
        for n in range(1, 37)
    ]
    site = Site(tmp_path).record(
        tags=["AI"], tasks=[{**one, "tags": [f"t{n % 8}"]} for n, one in enumerate(tasks)]
    )
    build(site.root, site.root / "output")
    with open_page(browser, (site.root / "output" / PAGES["dashboard"]).as_uri()) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= 1_300
        assert page.locator("figure, .milestones").count() == 0
        expect(page.get_by_role("link", name="April 7, 2026")).to_be_visible()
        expect(page.get_by_text("Charts appear after five days.")).to_be_visible()


def test_without_scripts_everything_is_there(browser: Browser, year: Path) -> None:
    with open_page(browser, (year / PAGES["dashboard"]).as_uri(), script=False) as page:
        frames = page.locator(".frame")
        assert frames.count() == 3 + 3 + 4
        for frame in frames.all():
            expect(frame).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)
        expect(page.locator("#its_days + table tbody tr").first).to_be_visible()


@pytest.mark.parametrize("field", ["feed_url", "citation"])
def test_an_address_is_copied_also_from_a_page_of_the_disk(browser: Browser, site: Path, field: str) -> None:
    with open_page(browser, (site / "feeds.html").as_uri()) as page:
        wanted = page.input_value(f"#{field}")
        page.click(f"[data-copy={field}]")
        expect(page.locator(f"#{field} ~ [role=status]")).to_have_text("Copied")
        page.evaluate("document.body.append(document.createElement('textarea'))")
        page.focus("textarea")
        page.keyboard.press("Control+V")
        assert page.input_value("textarea") == wanted
