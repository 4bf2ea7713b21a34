"""The tasks in a browser: what the explorer finds and sums up, its address, the keyboard, a phone, and without any of it."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from leverage_site import figures
from leverage_site.records.model import Record, Task
from leverage_site.stats.index import placed_tasks
from leverage_site.stats.totals import combine, factor, part_totals
from tests.browser.conftest import Audit
from tests.support.browsing import build, hosted, open_page
from tests.support.sites import Site, task

pytestmark = pytest.mark.browser

MANY = 60
# Human estimate and minutes whose sums, ratios and cells are hard to round, by the project that has them.
HARD = {
    "ties": [("11.25h", "60m"), ("3.75h", "60m"), ("0.125h", "1m"), ("0.375h", "3m")],
    "down": [("11.25h", "60m")],
    "up": [("3.75h", "60m")],
    "tiny": [("90s", "1s"), ("0.9s", "0.3s"), ("7s", "100s")],
    "thirds": [("20m", "100s"), ("1h 20m", "200s")],
    "thousand": [("999.95h", "60m"), ("0.03h", "1m")],
    "whole": [("1000h", "60m"), ("200h", "12m")],
    "large": [("99999h", "1s"), ("99999.999999h", "1m")],
    "minutes": [("40h", "119.95m")],
    "hours": [("400h", "119.99m"), ("1h", "0.02m")],
    "day": [("400h", "1440.5m")],
    "week": [("4000h", "5999.5m")],
    "long": [("90000h", "9030m")],
}
TOKENS = ("40k", "~412500", "~1234567", "2.62M", "999", "~999999", "1234567", "~2.5M", "12340")


def records(site: Site) -> Site:
    """Three months with different columns, one of them with more tasks than are shown at once."""
    site.record(
        "2026-04-07", tasks=[task("Sort the table", "8h", "20m", project="search", tags=["Web"])], tags=["All"]
    )
    site.record(
        "2026-04-08",
        tasks=[
            task(
                "Write a PARSER",
                "1h",
                "30m",
                project="search",
                note="Ended twice",
                url="https://www.example.org/a/?b",
            ),
            task("Draw a plan", "10h", "1m"),
        ],
        tags=["All", "Week"],
    )
    site.record(
        "2026-03-01",
        tags=["All"],
        tasks=[task("Parser for tables", "2h", "10m", project="Wiki", assistant="Other")],
    )
    site.record(
        "2026-03-02",
        tags=["All", "Web"],
        tasks=[
            task(
                "Tables again",
                "3h",
                "10m",
                supervision="3m",
                tokens="40k",
                links={"Issue #7": "https://example.org/7"},
            ),
            task("Unwatched", "1h", "59m", supervision="0m"),
        ],
    )
    for n, (project, times) in enumerate(HARD.items(), 1):
        rows = [task(f"Number {k} of {project}", *pair, project=project) for k, pair in enumerate(times)]
        site.record(f"2025-11-{n:02}", tags=["All"], tasks=rows)
    rows = [task(f"Count {n}", "1h", "60m", tokens=count, supervision="7s") for n, count in enumerate(TOKENS)]
    site.record("2025-11-30", tags=["All"], tasks=rows)
    rows = [task(f"Chore {n}", "1h", "60m", project="chores") for n in range(1, MANY + 1)]
    return site.record("2025-12-24", tags=["All"], tasks=rows)


class Built(NamedTuple):
    """A site that is built below a folder of its host, and its records, the newest first."""

    folder: Path
    records: tuple[Record, ...]

    def tasks(self) -> list[tuple[Record, Task]]:
        """Return each task with its record in the order of the pages."""
        return [
            (record, placed.task)
            for record in self.records
            for placed in placed_tasks((("", one) for one in record.body.get().tasks), "factor")
        ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("tasks")
    site = records(Site(root / "source"))
    build(root / "source", root / "host" / "blog", "--base-url", "https://example.org/blog/")
    return Built(root / "host" / "blog", tuple(reversed(site.prepared().plan.content.library.records)))


@pytest.fixture(scope="module")
def folder(built: Built) -> Path:
    return built.folder


@pytest.fixture(scope="module")
def tasks(folder: Path) -> Iterator[str]:
    """Serve the tasks under a strict policy, and give their address."""
    with hosted(folder.parent) as address:
        yield f"{address}blog/tasks.html"


def status(page: Page, wanted: str) -> None:
    expect(page.get_by_role("status")).to_have_text(wanted)


def summed(found: list[Task]) -> str:
    """Return what the explorer has to say of tasks, by the definitions of all other pages."""
    sums = combine([part_totals([one]) for one in found])
    names = {one.assistant or "Helper" for one in found}
    count = f"{len(found)} task{'' if len(found) == 1 else 's'}"
    hours, time, leverage = (
        figure.short(sums) for figure in (figures.HUMAN_HOURS, figures.AI_MINUTES, figures.LEVERAGE)
    )
    return f"{count} · {hours} h in {time} of {names.pop() if len(names) == 1 else 'AI'} · {leverage}"


def titles(page: Page) -> list[str]:
    """Return the titles that are shown."""
    script = "links => links.filter(link => link.checkVisibility()).map(link => link.textContent)"
    found: list[str] = page.locator(".explorer .task > a").evaluate_all(script)
    return found


def ask(page: Page, **values: str) -> None:
    """Have the page show what an address asks for, as the button Back does."""
    page.evaluate(
        "query => { history.pushState(null, '', `?${query}`); dispatchEvent(new PopStateEvent('popstate')); }",
        urlencode(values),
    )


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if name == "q":
            field.fill(value)
            field.press("Enter")
        else:
            field.select_option(value)


APRIL = ["Draw a plan", "Write a PARSER", "Sort the table"]
Holds = Callable[[Record, Task], bool]
CASES: list[tuple[dict[str, str], Holds]] = [
    ({"q": "parser"}, lambda _, t: "parser" in t.task.lower()),
    ({"q": "  TABLE sort "}, lambda _, t: t.task == "Sort the table"),
    ({"q": "#web"}, lambda _, t: "Web" in t.tags),
    ({"q": "twice"}, lambda _, t: t.note == "Ended twice"),
    ({"q": "wiki"}, lambda _, t: t.project == "Wiki"),
    ({"q": "issue #7"}, lambda _, t: bool(t.links)),
    ({"q": "example.org/a"}, lambda _, t: bool(t.url)),
    ({"project": "search"}, lambda _, t: t.project == "search"),
    ({"project": "SEARCH", "other": "x", "max": "1", "min": "much"}, lambda _, t: t.project == "search"),
    ({"project": "Wiki", "q": "parser"}, lambda _, t: t.project == "Wiki"),
    ({"tag": "Web"}, lambda r, t: "Web" in (*t.tags, *r.tags)),
    ({"tag": "week"}, lambda r, _: "Week" in r.tags),
    ({"assistant": "Other"}, lambda _, t: t.assistant == "Other"),
    ({"assistant": "Helper", "q": "table"}, lambda _, t: "able" in t.task and not t.assistant),
    ({"min": "24"}, lambda _, t: factor(t) >= 24),
    ({"min": "1000"}, lambda _, t: factor(t) >= 1000),
    ({"min": "0.001"}, lambda _, t: factor(t) > 0),
    *(({"project": name}, lambda _, t, name=name: t.project == name) for name in HARD),
]


def test_what_is_found_and_its_sums_are_those_of_the_records(browser: Browser, tasks: str, built: Built) -> None:
    with open_page(browser, tasks) as page:
        for values, holds in CASES:
            found = [one for record, one in built.tasks() if holds(record, one)]
            assert found, values
            ask(page, **values)
            status(page, summed(found))
            assert titles(page) == [one.task for one in found][:50], values
        for key, of in ("factor", factor), ("human_hours", lambda one: one.human):
            found = sorted([one for _, one in built.tasks()], key=of, reverse=True)
            ask(page, sort=key)
            status(page, summed(found))
            assert titles(page) == [one.task for one in found][:50]


# Each row: the day that it is of, and each cell with its column and where it leads.
ROWS = """rows => rows.filter(row => !row.matches(".day")).map(row => {
  const day = row.parentNode.rows[0];
  const link = day.querySelector("a");
  const leads = (cell) => Array.from(cell.querySelectorAll("a:not(.project, .tag)"), one => one.pathname + one.hash);
  const cells = Array.from(row.cells, cell =>
    [cell.classList[1] ?? cell.className, [cell.textContent.trim().replace(/\\s+/g, " "), ...leads(cell)]]);
  return [day.textContent.trim(), day.querySelector("time").dateTime, link.pathname, Object.fromEntries(cells)];
})"""
Row = list[Any]


def shown_rows(page: Page) -> list[Row]:
    more = page.get_by_role("button", name="Show more")
    while more.is_visible():
        more.click()
    found: list[Row] = page.locator(".explorer tbody tr").evaluate_all(ROWS)
    return found


def test_rows_are_those_of_the_pages_of_all_months(browser: Browser, tasks: str) -> None:
    """What is found has the columns of all months, and a dash where nothing is known; years tell days apart."""
    with open_page(browser, tasks) as page:
        months = page.locator("#task_months a").evaluate_all("links => links.map(link => link.href)")
        wanted = []
        for month in months:
            page.goto(month)
            wanted += shown_rows(page)
        page.goto(f"{tasks}?min=0.001")
        expect(page.get_by_role("status")).to_contain_text("tasks")
        found = shown_rows(page)
    columns = found[0][3]
    for (day, when, address, cells), row in zip(wanted, found, strict=True):
        assert row == [f"{day} {when[:4]}", when, address, {**{column: ["–"] for column in columns}, **cells}]


def test_columns_are_those_that_are_filled(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=table") as page:
        table = page.get_by_role("table", name="Tasks that were found")
        heads = ["Task", "Human est.", "AI", "Supervision", "Tokens", "Factor", "Supervisory"]
        assert table.get_by_role("columnheader").all_inner_texts() == heads
        cells = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr:not(.day)").all()]
        assert cells == [
            ["8h", "20m", "–", "–", "24.0x", "–"],
            ["3h", "10m", "3m", "40k", "18.0x", "60.0x"],
            ["2h", "10m", "–", "–", "12.0x", "–"],
        ]
        labels = table.locator("tbody .labels").all_inner_texts()
        assert labels == ["search #Web", "Issue #7", "Wiki by Other"]
        days = ["Tue 7 Apr 2026", "Mon 2 Mar 2026", "Sun 1 Mar 2026"]
        assert table.locator("tr.day").all_inner_texts() == days
        ask(page, q="plan")
        assert table.get_by_role("columnheader").all_inner_texts() == ["Task", "Human est.", "AI", "Factor"]


def test_links_lead_to_pages_of_this_host_and_to_more_of_a_name(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=sort") as page:
        page.click("text=#Web")
        assert page.url == tasks + "?q=sort&tag=Web"
        status(page, "1 task · 8.0 h in 20 min of Helper · 24.0x")
        page.click("text=Sort the table")
        home = tasks.replace("tasks.html", "posts/2026/2026-04-07-leverage-record.html")
        assert page.url == f"{home}#t--sort-the-table"
        page.go_back()
        page.click("text=Tue 7 Apr 2026")
        assert page.url == home


def test_fifty_at_a_time(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        fill(page, project="chores")
        more = page.get_by_role("button", name="Show more")
        expect(more).to_be_visible()
        status(page, f"{MANY} tasks · 60.0 h in 60 h of Helper · 1.0x")
        assert len(titles(page)) == 50
        more.focus()
        page.keyboard.press("Enter")
        expect(more).to_be_hidden()
        assert titles(page) == [f"Chore {n}" for n in range(1, MANY + 1)]
        assert page.evaluate("document.activeElement.textContent") == "Chore 51"
        assert page.locator(".explorer tr.day").count() == 1


def test_the_address_says_what_is_asked(browser: Browser, tasks: str) -> None:
    two, one = "2 tasks · 9.0 h in 50 min of Helper · 10.8x", "1 task · 8.0 h in 20 min of Helper · 24.0x"
    robots = "document.querySelectorAll('meta[name=robots][content=noindex]').length"
    with open_page(browser, tasks) as page:
        title = page.title()
        assert page.evaluate(robots) == 0
        fill(page, project="search")
        assert page.url == tasks + "?project=search"
        status(page, two)
        page.locator("[name=q]").press_sequentially("sort table")
        expect(page).to_have_url(tasks + "?q=sort+table&project=search")
        status(page, one)
        assert " ".join(page.title().split()) == f"{one} · {title}"
        assert page.evaluate(robots) == 1
        page.go_back()
        status(page, two)
        assert page.input_value("[name=q]") == ""
        page.go_back()
        assert titles(page) == APRIL
        status(page, "")
        assert (page.evaluate(robots), page.title(), page.url) == (0, title, tasks)
        page.go_forward()
        status(page, two)
        assert page.input_value("[name=project]") == "search"


def test_clearing_gives_the_page_as_it_was(browser: Browser, tasks: str) -> None:
    visible = "[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()).map(e => e.outerHTML)"
    with open_page(browser, tasks) as page:
        page.get_by_role("button", name="Human est.").click()
        before = page.evaluate(visible)
        fill(page, q="table", project="search", min="10", sort="factor")
        status(page, "1 task · 8.0 h in 20 min of Helper · 24.0x")
        expect(page.get_by_role("navigation", name="Months")).to_be_hidden()
        assert page.locator(".explorer .labels").last.inner_text() == "Tue 7 Apr 2026 search #Web"
        assert page.get_by_role("table").count() == 1
        page.get_by_role("button", name="Clear").click()
        status(page, "")
        assert page.url == tasks
        assert page.evaluate(visible) == before
        assert page.evaluate("document.activeElement.name") == "q"


NOTHING = [
    ({"q": "helper table"}, "No task has “helper”."),
    ({"q": "Unheard OF"}, "No task has “Unheard”."),
    ({"project": "unheard of", "q": "plan zebra"}, "No task has “zebra”, “unheard of”."),
    ({"min": "2000000000"}, "No task has a factor from 2,000,000,000x."),
    ({"q": "<b> {sum} $&"}, "No task has “<b>”, “{sum}”, “$&”."),
    ({"q": "parser plan"}, "No task has all of that."),
]


def test_what_nothing_has_is_named(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        for values, wanted in NOTHING:
            ask(page, **values)
            status(page, wanted)
            assert page.get_by_role("table").count() == 0
            assert page.get_by_role("button", name="CSV").count() == 0
            for name, value in values.items():
                assert page.input_value(f"[name={name}]") == value
        page.get_by_role("button", name="Clear").click()
        assert titles(page) == APRIL


def test_the_data_is_read_once_and_not_before_it_is_needed(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "/data/" in request.url else None)
        page.get_by_role("button", name="Factor").click()
        assert asked == []
        for word in ("parser", "table", "zebra"):
            fill(page, q=word)
        status(page, "No task has “zebra”.")
        page.get_by_role("button", name="Clear").click()
        fill(page, min="10")
        expect(page.get_by_role("status")).to_contain_text("tasks")
        assert asked == [tasks.replace("tasks.html", "data/tasks.json")]


def test_the_last_question_wins(browser: Browser, tasks: str) -> None:
    """Data that comes late must not show what was asked for before."""
    with open_page(browser, tasks) as page:
        late: list[Route] = []

        def hold(route: Route) -> None:
            late.append(route)

        page.route("**/data/tasks.json", hold)
        fill(page, q="parser")
        status(page, "Searching…")
        fill(page, q="again")
        page.wait_for_timeout(0)
        for route in late:
            route.continue_()
        status(page, "1 task · 3.0 h in 10 min of Helper · 18.0x")
        assert titles(page) == ["Tables again"]


def test_data_that_cannot_be_read_is_told_and_tried_again(browser: Browser, tasks: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/data/tasks.json", lambda route: route.abort())
    page.goto(tasks + "?q=table")
    told = "The data cannot be read: April 2026 alone is searched."
    status(page, f"1 task · 8.0 h in 20 min of Helper · 24.0x {told}")
    page.unroute("**/data/tasks.json")
    fill(page, q="tables")
    status(page, "2 tasks · 5.0 h in 20 min of AI · 15.0x")
    context.close()


def test_nothing_of_the_data_runs(browser: Browser, tasks: str) -> None:
    """Not even where there is no policy, and the data was changed on its way."""
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    hostile = "table <img src=x onerror=alert(1)><script>alert(2)</script>"
    row = {
        "date": "2026-01-01", "n": 1, "task": hostile, "human_hours": 1, "ai_minutes": 1, "supervision_minutes": None,
        "tokens": None, "project": hostile, "factor": 60.0, "supervisory": None, "tags": [hostile],
        "assistant": hostile, "note": hostile, "day_tags": [], "permalink": "javascript:alert(3)#",
        "url": "https://example.org/", "links": [{"title": hostile, "url": "javascript:alert(4)"}],
    }  # fmt: skip
    policy = {"Content-Security-Policy": ""}
    page.route("**/tasks.html?*", lambda route: route.fulfill(response=route.fetch(), headers=policy))
    page.route("**/data/tasks.json", lambda route: route.fulfill(body=json.dumps({"version": 1, "tasks": [row]})))
    page.goto(tasks + "?q=table")
    status(page, f"1 task · 1.0 h in 1 min of {hostile} · 60.0x")
    for link in page.locator(".explorer a:not([href])").all():
        link.click()
    assert page.locator(".explorer a:not([href])").count() == 3
    assert page.locator("main :is(img, script)").count() == 0
    assert page.locator(".explorer .note").inner_text() == hostile
    assert said == []
    context.close()


def test_what_is_found_can_be_downloaded(browser: Browser, tasks: str, folder: Path) -> None:
    lines = list(csv.DictReader(StringIO((folder / "data/tasks.csv").read_text())))
    with open_page(browser, tasks + "?q=a&sort=factor") as page:
        expect(page.get_by_role("status")).to_contain_text("tasks")
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        assert download.value.suggested_filename == "tasks.csv"
        found = list(csv.DictReader(StringIO(Path(download.value.path()).read_text())))
        shown = titles(page)
    assert [row["task"] for row in found][:50] == shown
    assert len(found) > len(shown) // 2
    by_id = {(row["date"], row["id"]): row for row in lines}
    for row in found:
        assert values(row) == values(by_id[row["date"], row["id"]])


def values(row: dict[str, str]) -> dict[str, Any]:
    """Return what the cells of a row stand for, however a number or a list is written."""
    found: dict[str, Any] = dict(row)
    for name, cell in row.items():
        with suppress(json.JSONDecodeError):
            found[name] = json.loads(cell)
    return found


def test_by_keyboard_alone(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks) as page:
        page.locator("header.site a").last.focus()
        reached = []
        for _ in range(8):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
        assert reached == ["q", "project", "tag", "assistant", "min", "sort", "All months", "Task"]
        page.locator("[name=q]").focus()
        page.keyboard.type("draw")
        status(page, "1 task · 10.0 h in 1 min of Helper · 600.0x")
        page.get_by_role("button", name="Clear").press("Enter")
        status(page, "")
        assert page.evaluate("document.activeElement.name") == "q"


def test_a_month_sorts_and_a_third_click_brings_its_days_back(browser: Browser, tasks: str) -> None:
    for address in (tasks, tasks.replace("tasks.html", "tasks/2026-03.html")):
        with open_page(browser, address) as page:
            before = page.locator(".explorer").inner_text()
            by_days = titles(page)
            head = page.get_by_role("columnheader", name="Human est.")
            button = head.get_by_role("button")
            button.click()
            descending = titles(page)
            assert sorted(descending) == sorted(by_days)
            assert head.get_attribute("aria-sort") == "descending"
            assert page.locator(".explorer tr.day:visible").count() == 0
            button.press("Enter")
            assert titles(page) == descending[::-1]
            button.press("Enter")
            assert head.get_attribute("aria-sort") is None
            assert page.locator(".explorer").inner_text() == before


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
        assert page.locator(".explorer .task > a").all_inner_texts() == APRIL
        page.click("text=Older tasks")
        assert page.inner_text("h1") == "Tasks: March 2026"


def test_from_the_disk_it_says_what_it_cannot(browser: Browser, folder: Path) -> None:
    told = "From the disk, April 2026 alone is searched."
    with open_page(browser, (folder / "tasks.html").as_uri()) as page:
        fill(page, q="table")
        status(page, f"1 task · 8.0 h in 20 min of Helper · 24.0x {told}")
        assert titles(page) == ["Sort the table"]
        ask(page, tag="week")
        status(page, f"2 tasks · 11.0 h in 31 min of Helper · 21.3x {told}")
        ask(page, sort="human_hours")
        assert titles(page) == ["Draw a plan", "Sort the table", "Write a PARSER"]
        ask(page, q="tables")
        status(page, f"No task has “tables”. {told}")
        page.get_by_role("button", name="Clear").click()
        status(page, "")
        assert titles(page) == APRIL


def test_from_the_disk_the_sums_are_exact_too(browser: Browser, tmp_path: Path) -> None:
    """Though rows round their times."""
    site = Site(tmp_path).record(
        "2025-11-01", tasks=[task(project=name, human=h, ai=m) for name, rows in HARD.items() for h, m in rows]
    )
    build(site.root, tmp_path / "output")
    (record,) = site.prepared().plan.content.library.records
    with open_page(browser, (tmp_path / "output" / "tasks.html").as_uri()) as page:
        for name in HARD:
            ask(page, project=name)
            found = [one for one in record.body.get().tasks if one.project == name]
            status(page, f"{summed(found)} From the disk, November 2025 alone is searched.")


def test_nothing_overflows_while_it_is_filtered(browser: Browser, tasks: str) -> None:
    with open_page(browser, tasks + "?q=table") as page:
        expect(page.get_by_role("status")).to_contain_text("3 tasks")
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            table = page.get_by_role("table", name="Tasks that were found")
            counts = [table.get_by_role(role).count() for role in ("row", "columnheader", "rowheader")]  # type: ignore[arg-type]
            assert counts == [7, 7, 6]


# How far below the middle of each title's last line the labels begin that do not stand in it.
ROOM = """(cells) => cells.map((cell) => {
  const line = [...cell.querySelector("a").getClientRects()].at(-1), middle = (line.top + line.bottom) / 2;
  const below = cell.querySelector(".labels a").getBoundingClientRect().top - middle;
  return below > 0 ? below : Infinity;
})"""


def test_form_and_rows_leave_room_for_each_other(browser: Browser, year: Path) -> None:
    """One row of choices on a desk, three on a phone, where a month of 184 tasks is half as long as its cards were."""
    height = "document.querySelector('form.filters').offsetHeight"
    with open_page(browser, (year / "tasks.html").as_uri()) as page:
        assert len(titles(page)) == 184
        assert page.evaluate(height) <= 44
        assert min(page.locator(".explorer .task:has(.labels a)").evaluate_all(ROOM)) >= 12
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(height) <= 140
        assert page.evaluate("document.documentElement.scrollHeight") <= 22_000


@pytest.mark.npm
def test_accessible_while_it_is_filtered(browser: Browser, audit: Audit, folder: Path) -> None:
    with open_page(browser, (folder / "tasks.html").as_uri() + "?project=search") as page:
        expect(page.get_by_role("status")).to_contain_text("2 tasks")
        for width, scheme in ((1280, "light"), (1280, "dark"), (360, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert audit(page) == [], (width, scheme)
