"""The tasks in a browser: filters over several months, the address, the keyboard, a phone, and without any of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Audit
from tests.support.browsing import build, hosted, open_page
from tests.support.sites import Site, task

pytestmark = pytest.mark.browser

MANY = 130


def records(site: Site) -> Site:
    """Three months with different columns, and one with more tasks than are shown at once."""
    site.record("2026-04-07", tasks=[task("Sort the table", "8h", "20m", project="search", tags=["Web"])])
    site.record(
        "2026-04-08",
        tasks=[
            task("Write a PARSER", "1h", "30m", project="search", note="Ended twice"),
            task("Draw a plan", "10h", "1m"),
        ],
    )
    site.record("2026-03-01", tasks=[task("Parser for tables", "2h", "10m", project="Wiki", assistant="Other")])
    site.record("2026-03-02", tasks=[task("Tables again", "3h", "10m", supervision="3m", tokens="40k")])
    rows = [task(f"Chore {n}", "1h", "60m", project="chores") for n in range(1, MANY + 1)]
    return site.record("2025-12-24", tasks=rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site, below a host's."""
    root = tmp_path_factory.mktemp("tasks")
    records(Site(root / "source"))
    build(root / "source", root / "host" / "blog", "--base-url", "https://example.org/blog/")
    return root / "host" / "blog"


@pytest.fixture(scope="module")
def tasks(folder: Path) -> Iterator[str]:
    """Serve the tasks under a strict policy, and give their address."""
    with hosted(folder.parent) as address:
        yield f"{address}blog/tasks.html"


def status(page: Page, wanted: str) -> None:
    expect(page.get_by_role("status")).to_have_text(wanted)


def titles(page: Page) -> list[str]:
    """Return the titles that are shown, without what stands below them."""
    script = "cells => cells.filter(c => c.checkVisibility()).map(c => c.firstChild.data.trim())"
    found: list[str] = page.locator(".explorer tbody th").evaluate_all(script)
    return found


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if name in ("project", "assistant"):
            field.select_option(value)
        else:
            field.fill(value)
            field.press("Enter")


APRIL = ["Draw a plan", "Write a PARSER", "Sort the table"]
CASES: list[tuple[dict[str, str], list[str]]] = [
    ({"q": "parser"}, ["Write a PARSER", "Parser for tables"]),
    ({"q": "  TABLE sort "}, ["Sort the table"]),
    ({"q": "#web"}, ["Sort the table"]),
    ({"q": "twice"}, ["Write a PARSER"]),
    ({"q": "wiki"}, ["Parser for tables"]),
    ({"q": "helper"}, []),
    ({"project": "search"}, ["Write a PARSER", "Sort the table"]),
    ({"project": "Wiki", "q": "parser"}, ["Parser for tables"]),
    ({"assistant": "Other"}, ["Parser for tables"]),
    ({"assistant": "Helper", "q": "table"}, ["Sort the table", "Tables again"]),
    ({"min": "24"}, ["Draw a plan", "Sort the table"]),
    ({"min": "2", "max": "24"}, ["Write a PARSER", "Sort the table", "Tables again", "Parser for tables"]),
    ({"max": "0.5"}, []),
]


def test_filters(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        for values, wanted in CASES:
            fill(page, **values)
            n = len(wanted)
            status(page, f"{n} task{' matches' if n == 1 else 's match'}, 3 of 3 months searched.")
            assert titles(page) == wanted, values
            assert page.locator("[name=project] option").all_inner_texts() == ["Any", "chores", "search", "Wiki"]
            page.get_by_role("button", name="Clear").click()
            status(page, "")
            assert titles(page) == APRIL, values


def test_columns_are_those_of_all_months(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=table") as page:
        status(page, "3 tasks match, 3 of 3 months searched.")
        table = page.get_by_role("table", name="Tasks that match")
        heads = ["Day", "Task", "Assistant", "Human est.", "AI", "Supervision", "Tokens", "Factor", "Supervisory"]
        assert table.get_by_role("columnheader").all_inner_texts() == heads
        cells = [row.locator("td, th").all_inner_texts() for row in table.locator("tbody tr").all()]
        assert [len(row) for row in cells] == [9, 9, 9]
        assert cells[0][2:] == ["Helper", "8h", "20m", "–", "–", "24.0x", "–"]
        assert cells[1][2:] == ["Helper", "3h", "10m", "3m", "40k", "18.0x", "60.0x"]
        assert cells[2][2:] == ["Other", "2h", "10m", "–", "–", "12.0x", "–"]
        assert table.get_by_role("cell").count() == 3 * 8
        assert table.get_by_role("rowheader").count() == 3


def test_links_of_other_months_lead_where_they_did(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=again") as page:
        page.click("text=2026-03-02")
        assert page.url == tasks.replace(
            "tasks.html", "posts/2026/2026-03-02-leverage-record.html#t--tables-again"
        )
        page.go_back()
        status(page, "1 task matches, 3 of 3 months searched.")


def test_a_hundred_at_a_time(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        fill(page, project="chores")
        more = page.get_by_role("button", name="Show more")
        expect(more).to_be_visible()
        status(page, f"{MANY} tasks match, 3 of 3 months searched.")
        assert len(titles(page)) == 100
        more.focus()
        page.keyboard.press("Enter")
        expect(more).to_be_hidden()
        assert titles(page) == [f"Chore {n}" for n in range(1, MANY + 1)]
        assert page.evaluate("document.activeElement.closest('tr').cells[1].firstChild.data.trim()") == "Chore 101"


def test_the_address_says_what_is_asked(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        fill(page, project="search")
        assert page.url == tasks + "?project=search"
        fill(page, q="sort table")
        assert page.url == tasks + "?q=sort+table&project=search"
        status(page, "1 task matches, 3 of 3 months searched.")
        page.go_back()
        status(page, "2 tasks match, 3 of 3 months searched.")
        assert page.input_value("[name=q]") == ""
        page.go_back()
        assert titles(page) == APRIL
        status(page, "")
        page.go_forward()
        status(page, "2 tasks match, 3 of 3 months searched.")
        assert page.input_value("[name=project]") == "search"


def test_links_from_elsewhere(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?project=SEARCH&min=3&other=x&max=much") as page:
        status(page, "1 task matches, 3 of 3 months searched.")
        assert titles(page) == ["Sort the table"]
    with open_page(browser, tasks + "?project=unheard+of") as page:
        status(page, "0 tasks match, 3 of 3 months searched.")
        assert page.input_value("[name=project]") == "unheard of"
        assert titles(page) == []


def test_clearing_gives_the_page_as_it_was(browser: Browser, tasks: str) -> None:
    visible = "[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()).map(e => e.outerHTML)"
    with open_page(browser, tasks) as page:
        before = page.evaluate(visible)
        fill(page, q="table", project="search", min="2")
        status(page, "1 task matches, 3 of 3 months searched.")
        expect(page.get_by_role("navigation", name="Months")).to_be_hidden()
        page.get_by_role("button", name="Clear").click()
        status(page, "")
        assert page.url == tasks
        assert page.evaluate(visible) == before
        assert titles(page) == APRIL


def test_the_last_filter_wins(browser: Browser, tasks: str) -> None:
    """Months that come late must not add to what is asked by then."""
    with open_page(browser, tasks) as page:
        late: list[Callable[[], None]] = []
        held = [True]
        page.route(
            "**/tasks/2026-03.html", lambda route: late.append(route.continue_) if held else route.continue_()
        )
        fill(page, q="parser")
        status(page, "1 task matches, 1 of 3 months searched.")
        fill(page, q="again")
        status(page, "0 tasks match, 1 of 3 months searched.")
        held.clear()
        for go_on in late:
            go_on()
        status(page, "1 task matches, 3 of 3 months searched.")
        assert titles(page) == ["Tables again"]


def test_a_month_that_cannot_be_read_is_told_and_tried_again(browser: Browser, tasks: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/tasks/2026-03.html", lambda route: route.abort())
    page.goto(tasks + "?q=table")
    status(page, "1 task matches, 2 of 3 months searched. 1 could not be read.")
    page.unroute("**/tasks/2026-03.html")
    fill(page, q="tables")
    status(page, "2 tasks match, 3 of 3 months searched.")
    context.close()


HOSTILE = """\
<tr role="row" onclick="alert(1)"><td class="day"><a href="javascript:alert(2)">x</a></td><th class="task">table
<img src="x" onerror="alert(3)"><script>alert(4)</script><b style="color: red">bold</b></th><td class="factor">2.0x</td></tr></tbody>"""


def test_nothing_of_another_page_runs(browser: Browser, folder: Path) -> None:
    """Not even where there is no policy, and a page was changed on its way."""
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.route("http://site.example/**", lambda route: route.fulfill(body=served(folder, route.request.url)))
    page.goto("http://site.example/tasks.html?q=table")
    status(page, "4 tasks match, 3 of 3 months searched.")
    row = page.locator("tr", has_text="x").filter(has=page.locator("a:not([href])"))
    assert row.count() == 1
    row.locator("a").click()
    assert page.locator("main :is(img, script, b, [onclick], [style])").count() == 0
    assert said == []
    context.close()


def served(folder: Path, url: str) -> bytes:
    data = (folder / url.removeprefix("http://site.example/").partition("?")[0]).read_bytes()
    return data.replace(b"</tbody>", HOSTILE.encode()) if "2026-03" in url else data


def test_by_keyboard_alone(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        page.get_by_text("All months", exact=True).focus()
        reached = []
        for _ in range(7):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
        assert reached == ["q", "project", "assistant", "min", "max", "Filter", "Clear"]
        page.locator("[name=q]").focus()
        page.keyboard.type("draw")
        page.keyboard.press("Tab")
        status(page, "1 task matches, 3 of 3 months searched.")
        page.get_by_role("button", name="Clear").press("Enter")
        status(page, "")
        assert page.evaluate("document.activeElement.innerText") == "Clear"


def test_months_are_listed_and_lead_both_ways(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        page.click("text=All months")
        page.click("#task_months >> text=March 2026")
        assert page.inner_text("h1") == "Tasks: March 2026"
        page.click("text=Older tasks")
        assert page.inner_text("h1") == "Tasks: December 2025"
        page.click("nav[aria-label=Breadcrumb] >> text=Tasks")
        assert page.url == tasks


def test_without_script_the_pages_work(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=parser", script=False) as page:
        assert page.locator("form, button").first.is_hidden()
        assert page.locator(".explorer").count() == 1
        assert page.locator(".explorer tbody tr").count() == len(APRIL)
        page.click("text=Older tasks")
        assert page.inner_text("h1") == "Tasks: March 2026"


def test_from_the_disk_it_says_what_it_cannot(browser: Browser, folder: Path) -> None:
    with open_page(browser, (folder / "tasks.html").as_uri()) as page:
        fill(page, q="table")
        status(page, "1 task matches, 1 of 3 months searched. From a file, only this page is searched.")
        assert titles(page) == ["Sort the table"]
        page.get_by_role("button", name="Clear").click()
        status(page, "")
        assert titles(page) == APRIL


def test_nothing_overflows_while_it_is_filtered(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=table") as page:
        status(page, "3 tasks match, 3 of 3 months searched.")
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.get_by_role("table", name="Tasks that match").get_by_role("row").count() == 4


@pytest.mark.npm
def test_accessible_while_it_is_filtered(browser: Browser, audit: Audit, folder: Path) -> None:
    with open_page(browser, (folder / "tasks.html").as_uri() + "?project=search") as page:
        status(page, "2 tasks match, 1 of 3 months searched. From a file, only this page is searched.")
        page.click("text=All months")
        for width, scheme in ((1280, "light"), (1280, "dark"), (360, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert audit(page) == [], (width, scheme)
