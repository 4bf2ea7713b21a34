"""Every figure on every page of the example year is the one in its data, read back from the built HTML.

Each page is read part by part; what was as it should be is taken off it, and no number may be left over.
"""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import log

import feedparser
import pytest

from demo.files import write
from leverage_site.figures import AGGREGATES
from tests.support.expected_pages import (
    ASSISTANT,
    DATA,
    MONTHS,
    Day,
    Part,
    Period,
    Sums,
    Task,
    Year,
    best_tasks,
    change,
    counted,
    day_name,
    day_range,
    doer,
    exact,
    factor,
    long_date,
    ordered,
    project_parts,
    share,
    short_date,
    short_day,
    tag_parts,
    time,
    working,
    worst_tasks,
)
from tests.support.feed_rules import faults
from tests.support.page_reader import LISTED, Sheet, anchor, dated
from tests.support.sites import Site, html, rendered, text
from tests.support.unsaid import misdescribed, unsaid

pytestmark = pytest.mark.site

RANKED = ("tasks", "human_hours", "leverage", "supervisory")
RECORDS = ("Records", "index.html")
ARCHIVE = ("Archive", "weeks/index.html")


class Book:
    """The built year with what it must say; it remembers which pages were opened."""

    def __init__(self, year: Year, built: dict[str, bytes]) -> None:
        self.built = built
        self.year = year
        self.opened: set[str] = set()

    def open(self, file: str) -> Sheet:
        self.opened.add(file)
        return Sheet(file, self.built[file])

    def chain(self, first: str) -> list[str]:
        """Return the pages of a list, from the first on, by what each links as its next."""
        files = [first]
        while found := re.search(rb'<link rel="next" href="([^"]+)">', self.built[files[-1]]):
            files.append(Sheet(files[-1], self.built[files[-1]]).target(found[1].decode()))
        return files


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site.__new__(Site)
    site.root = tmp_path_factory.mktemp("year")
    write(site.root)
    return site


@pytest.fixture(scope="module")
def built(site: Site) -> tuple[Year, dict[str, bytes]]:
    """Read and build the example year once."""
    files = site.built()
    return Year(site.root, files["data/days.json"], files["data/tasks.json"]), files


@pytest.fixture
def book(built: tuple[Year, dict[str, bytes]]) -> Book:
    return Book(*built)


@pytest.mark.parametrize("base_url", [None, "https://example.org:8443/a/b-c/"])
def test_no_feed_has_a_fault(base_url: str | None, site: Site, built: tuple[Year, dict[str, bytes]]) -> None:
    _, files = built
    if base_url:
        files = rendered(site.prepared(base_url=base_url), "feed*", "atom.xml")
    feeds = {
        name: data for name, data in files.items() if re.fullmatch(r"feeds/.+|feed\.(?:xml|json)|atom\.xml", name)
    }
    assert len(feeds) > 100
    for name, data in feeds.items():
        assert faults(name, data, datetime(2026, 1, 2, tzinfo=UTC)) == [], name
    for name in ("feed.xml", "atom.xml", "feeds/weeks.rss.xml", "feeds/archive/2025-03.atom.xml"):
        assert feedparser.parse(feeds[name]).bozo == 0, name


def test_days_are_the_sums_of_their_tasks(book: Book) -> None:
    for row, day in zip(book.year.rows, book.year.days, strict=True):
        numbers = day.sums.numbers
        assert {name: row[name] for name in DATA} == {
            name: None if value is None else float(value) for name, value in numbers.items()
        }
        assert day.date.isoformat() == row["date"]
    rows = {(row["date"], row["n"]): row for row in book.year.raw}
    for task in book.year.all.rows:
        row = rows[task.date.isoformat(), task.n]
        assert row["factor"] == float(task.factor)
        assert row["supervisory"] == (None if task.supervisory is None else float(task.supervisory))
        assert exact(row["human_hours"]) == task.human


def days(book: Book) -> None:
    year = book.year
    for n, day in enumerate(year.days):
        week = next(week for week in year.weeks if day in week.days)
        month = next(month for month in year.months if day in month.days)
        with book.open(day.file) as sheet:
            sheet.trail(RECORDS, (str(day.date.year), f"years/{day.date.year}.html"), (month.title, month.file))
            sheet.read(".//h1", day.title)
            assert sheet.main.xpath(".//time[@class='dt-published']/@datetime") == [str(day.date)]
            sheet.read(".//time[@class='dt-published']", day_name(day.date))
            sheet.read(".//time[@class='dt-updated']", *filter(None, [day.updated]))
            sheet.links(".//p[@class='meta']/a[not(@class)]", (week.title, week.file))
            sheet.read(".//span[@class='whole']", f"{max(1, -(-sheet.words // 220))} min read")
            if day.sums.tasks:
                rank = ranks(year, n).get("leverage") if n else None
                sheet.figures(day.sums, f"{rank} days so far" if rank else "")
                task_log(sheet, day)
            sheet.aggregate(day.sums, year.days[n - 1] if n else None, ranks(year, n))
            around = [year.days[i] if 0 <= i < len(year.days) else None for i in (n - 1, n + 1)]
            turn = [(other, name) for other, name in zip(around, ("Previous: ", "Next: "), strict=True) if other]
            beside = [(name + short_date(other.date, day.date), other.file) for other, name in turn]
            sheet.links(".//nav[@class='turn']/a", *beside)
            sheet.neighbours(
                *(other and (other.headline, other.file) for other in around),
                "Previous/Next",
                (week.title, week.file),
            )
            about_day(sheet, day)


def about_day(sheet: Sheet, day: Day) -> None:
    """Check that title and description of a day begin with its figures."""
    when = f"on {long_date(day.date)}"
    tasks = counted(day.sums.tasks, "task")
    news = f"{day.sums.texts['leverage']} {when}: {tasks}" if day.sums.tasks else day.title
    assert sheet.title.removesuffix(" · Example year (synthetic)") == news
    first = f"{amount(day.sums)} {when}." if day.sums.tasks else f"No tasks {when}."
    assert sheet.description.startswith(first)


def ranks(year: Year, n: int) -> dict[str, str]:
    """Rank a day among those up to it that have tasks, equal ones sharing a rank."""
    found = {}
    for name in RANKED:
        values = [day.sums.numbers[name] for day in year.days[: n + 1] if day.sums.tasks]
        known = [value for value in values if value is not None]
        own = year.days[n].sums.numbers[name]
        if year.days[n].sums.tasks and own is not None:
            found[name] = f"{1 + sum(value > own for value in known):,} of {len(known):,}"
    return found


def task_log(sheet: Sheet, day: Day) -> None:
    tasks = day.part.tasks
    assert [task.n for task in tasks] == list(range(1, len(tasks) + 1))
    assert list(tasks) == sorted(tasks, key=lambda task: -task.factor)
    shown = columns(tasks)
    rows = [[str(task.n), labelled(task, who=True), *(task.cells[name] for name in shown)] for task in tasks]
    path = ".//table[@class='tasks cards sortable']"
    assert sheet.main.xpath(f"{path}/tbody/tr/@id") == [anchor(task.title) for task in tasks]
    assert sheet.main.xpath(f"{path}/tbody/tr/td[1]/@id") == [f"task_{task.n}" for task in tasks]
    sheet.read(f"{path}/caption", f"Tasks of {long_date(day.date)}")
    sheet.table(path, ["#", "Task", *shown.values()], rows)
    if len(tasks) >= 5:
        rug(sheet, day)


def columns(tasks: Sequence[Task]) -> dict[str, str]:
    """Return the columns that some task fills."""
    heads = {"human": "Human est.", "ai": doer(tasks), "supervision": "Supervision", "tokens": "Tokens"}
    heads |= {"factor": "Factor", "supervisory": "Supervisory"}
    unused = {name for name in ("supervision", "tokens") if all(getattr(task, name) is None for task in tasks)}
    unused |= {"supervisory"} if "supervision" in unused else set()
    return {name: head for name, head in heads.items() if name not in unused}


def labelled(task: Task, *, who: bool) -> str:
    by = f"by {task.assistant}" if who and task.assistant else None
    parts = (task.title, task.project, *(f"#{tag}" for tag in task.tags), *task.links, by, task.note)
    return " ".join(" ".join(part for part in parts if part).split())


def rug(sheet: Sheet, day: Day) -> None:
    leverage = day.sums.texts["leverage"]
    sheet.read(".//svg[@class='marks']//title", leverage)
    # Two ticks of the axis say where each factor lies on it.
    ticks = [
        (float(tick.get("x").removesuffix("%")) / 100, log(float(text(tick).rstrip("x").replace(",", ""))))
        for tick in sheet.main.xpath(".//div[@class='rug']/svg[@class='bottom']/text")
    ]
    (at, begin), (to, end) = ticks[0], ticks[-1]
    (path,) = sheet.main.xpath(".//svg[@class='marks']/path/@d")
    marks = [int(x) / 1000 for x in re.findall(r"M(\d+) 0v1", path)]
    wanted = [at + (to - at) * (log(task.factor) - begin) / (end - begin) for task in day.part.tasks]
    assert marks == pytest.approx(wanted, abs=0.002), sheet.file
    words = "Each mark is the leverage factor of a task, on a logarithmic scale; the strong one is the weighted average"
    sheet.read(".//p[@id='factors_text']", f"{words}, {leverage}.")
    highest = [task.title for task in day.part.tasks[:3]]
    for name in sheet.main.xpath(".//svg[@class='name']/text"):
        assert any(title.startswith(text(name).removesuffix("…")) for title in highest), sheet.file


def periods(kind: str) -> Callable[[Book], None]:
    def check(book: Book) -> None:
        found = getattr(book.year, f"{kind}s")
        for n, period in enumerate(found):
            before = found[n - 1] if n else None
            with book.open(period.file) as sheet:
                period_page(sheet, kind, period, before, book.year)
                around = (before, found[n + 1] if n + 1 < len(found) else None)
                sheet.neighbours(*(other and (other.title, other.file) for other in around), "Previous/Next")

    return check


def period_page(sheet: Sheet, kind: str, period: Period, before: Period | None, year: Year) -> None:
    dates = day_range(period.first, period.last)
    sentences = summary(period, before)
    own_year = (str(period.first.year), f"years/{period.first.year}.html")
    sheet.trail(ARCHIVE, *([own_year] if kind == "month" else []))
    sheet.read(".//h1", f"{period.title} {span(period)}" if kind == "week" else period.title)
    sheet.read(".//div[@class='prose lead generated']", " ".join(sentences))
    sheet.read(".//p[@class='aside gaps']", *filter(None, [" ".join(gaps(kind, period, before, year))]))
    described(sheet, period, f"week of {dates}" if kind == "week" else period.title, sentences)
    if period.sums.tasks:
        sheet.figures(period.sums, before=before)
    if period.sums.tasks and before:
        sheet.read(".//summary[starts-with(., 'All figures')]", f"All figures, and those of {before.title}")
        sheet.aggregate(period.sums, before)
    if kind == "year":
        months_of(sheet, period, year)
    else:
        days_of(sheet, kind, period)
    extremes(sheet, kind, period, year)
    terms = ordered(project_parts(period.days))
    if terms:
        sheet.shares(".//table[@class='shares cards']", "Project", terms, period.sums)


def span(period: Period) -> str:
    """Return the days of a week as `May 12–18` or `April 28 – May 4`."""
    first, last = (f"{long_date(day).split()[0]} {day.day}" for day in (period.first, period.last))
    return f"{first}–{period.last.day}" if period.first.month == period.last.month else f"{first} – {last}"


def gaps(kind: str, period: Period, before: Period | None, year: Year) -> Iterator[str]:
    """Return what is said of days and periods without a record."""
    known, ends = {day.date for day in period.days}, (year.days[0].date, year.newest)
    missing = [day for day in period.span if day not in known and ends[0] < day < ends[1]]
    few = len(missing) > len(known)
    names = [day_name(day).split(",")[0] for day in (sorted(known) if few else missing)]
    joined = f"{', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]}" if names else ""
    if kind == "week" and missing:
        yield f"Only {joined} ha{'s' if len(names) == 1 else 've'} a record." if few else f"No record on {joined}."
    skipped = (period.first - before.last).days // 7 if kind == "week" and before else 0
    if skipped:
        yield "The week before has no record." if skipped == 1 else f"The {skipped} weeks before have no record."


def described(sheet: Sheet, period: Period, when: str, sentences: Sequence[str]) -> None:
    """Check that a page is described by its figures, and by as many of its sentences as there is room for."""
    busy = working(period.days)
    tasks = f"{counted(period.sums.tasks, 'task')} on {in_words(len(busy), 'day')}"
    wanted = f"{amount(period.sums)} in the {when}: {tasks}." if busy else f"{period.title}: {sentences[0]}"
    for sentence in sentences[1:]:
        if len(f"{wanted} {sentence}") > 155:
            break
        wanted = f"{wanted} {sentence}"
    assert sheet.description == wanted.replace(" in the " + period.title, " in " + period.title)
    leverage = period.sums.texts["leverage"]
    news = f"{leverage} in {period.title}: {counted(period.sums.tasks, 'task')}" if busy else period.title
    assert sheet.title.removesuffix(" · Example year (synthetic)") == news


def days_of(sheet: Sheet, kind: str, period: Period) -> None:
    sheet.read(".//section[@id='its_days']/table/caption", f"The days of {period.title}")
    sheet.days(".//section[@id='its_days']/table", [(day, day.sums) for day in period.days], dated=False)
    known = {day.date: day for day in period.days}
    if len(working(period.days)) >= 5:
        span = f"{MONTHS[period.first.month - 1]} {period.first.year}" if kind == "month" else spelled(period.span)
        sheet.chart("hours_by_day", f", {span}", day_bars(period.span, known))
        if kind == "month" and len(working(period.days)) >= 10:
            sheet.calendar(period.span, known, period.title)


def months_of(sheet: Sheet, period: Period, year: Year) -> None:
    months = [month for month in year.months if month.first.year == period.first.year]
    sheet.read(".//section[@id='its_months']/table/caption", f"The months of {period.title}")
    rollups(sheet, ".//section[@id='its_months']/table", "Month", [(m.title, "", m.file, m.sums) for m in months])
    known = {month.first.month: month for month in months}
    sheet.chart("hours_by_month", f", {period.key}", [bar(name, known.get(n)) for n, name in enumerate(MONTHS, 1)])
    sheet.calendar(period.span, year.by_date, period.key)


def rollups(
    sheet: Sheet, path: str, kind: str, rows: Sequence[tuple[str, str, str, Sums]], whole: Sums | None = None
) -> None:
    """Rows of periods, tags or projects: a name, a remark, a file, the sums."""
    name = doer(task for *_, sums in rows for task in sums.rows)
    sparks = {"Week": "Mon–Sun", "Month": "By day"}.get(kind, "By month")
    head = [kind, sparks, "Days", "Tasks", "Human hours", "Share" if whole else f"{name} min", *LISTED[-2:]]
    cells = []
    for name, remark, _, sums in rows:
        texts = sums.texts
        third = share(sums.human, whole.human) if whole else texts["ai_minutes"]
        counts = [str(sums.days), texts["tasks"], texts["human_hours"], third]
        cells.append([f"{name} {remark}".strip(), "", *counts, texts["leverage"], texts["supervisory"]])
    found = [sheet.target(href) for href in sheet.main.xpath(f"{path}/tbody//a/@href")]
    assert found == [file for _, _, file, _ in rows], sheet.file
    sheet.table(path, head, cells)


def extremes(sheet: Sheet, kind: str, period: Period, year: Year) -> None:
    count = period.sums.tasks
    best = best_tasks(period.days, min(3, (count + 1) // 2))
    worst = worst_tasks(period.days, min(3, count // 2), best)
    lists = ".//section[@aria-labelledby='its_tasks']//ol"
    assert len(sheet.main.xpath(lists)) == bool(best) + bool(worst), sheet.file
    if best:
        sheet.leaders(f"({lists})[1]", best, year.by_date, short_day)
    if worst:
        sheet.leaders(f"({lists})[2]", worst, year.by_date, short_day)
    if count >= 10 and kind != "week":
        sheet.factors(period.sums.rows)


def summary(period: Period, before: Period | None) -> list[str]:
    """Return what the sentences on a period must be."""
    sums, busy = period.sums, working(period.days)
    idle = len(period.days) - len(busy)
    if not busy:
        return [f"No tasks: {in_words(idle, 'day')} of rest."]
    name = doer(sums.rows, "the assistants")
    tasks = f"{counted(sums.tasks, 'task')} on {in_words(len(busy), 'day')}, at {sums.texts['leverage']}"
    sentences = [
        f"{name[0].upper()}{name[1:]} did {amount(sums)}: {tasks}.",
        *moved(period, before),
        *extreme_days(period, busy),
    ]
    if sums.supervisory is not None:
        where = "" if sums.supervised == sums.human else " where it was logged"
        spent = spoken(sums.supervision)
        sentences.append(
            f"Supervision took {spent}{where}, a supervisory leverage of {sums.texts['supervisory']}."
        )
    return [*sentences, *([f"{in_words(idle, 'more day').capitalize()} had no tasks."] if idle else [])]


def spoken(minutes: Fraction | None) -> str:
    return re.sub(r" h$", " hours", time(minutes, " minutes"))


def amount(sums: Sums) -> str:
    hours = sums.large["human_hours"]
    spent = "1 minute" if sums.ai == 1 else spoken(sums.ai)
    return f"{hours} hour{'' if hours == '1.0' else 's'} of human work in {spent}"


def in_words(number: int, noun: str) -> str:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return counted(number, noun).replace(f"{number:,}", words[number] if number < len(words) else f"{number:,}", 1)


def extreme_days(period: Period, busy: Sequence[Day]) -> Iterator[str]:
    printed = [day.sums.texts["leverage"] for day in busy]
    for name, find in (("Best day", max), ("Weakest", min)):
        day = find(busy, key=lambda day: day.sums.leverage or 0)
        leverage = day.sums.texts["leverage"]
        when = f"{day.date.day} {long_date(day.date).split()[0]}"
        if len(busy) > 1 and printed.count(leverage) == 1:
            yield f"{name}: {day_name(day.date).split(',')[0] if 'W' in period.key else when}, {leverage}."


def moved(period: Period, before: Period | None) -> Iterator[str]:
    if before is None or not before.sums.tasks:
        return
    now, old = period.sums, before.sums
    kind = "week" if "W" in period.key else "month" if "-" in period.key else "year"
    is_next = before.last + timedelta(days=1) == period.first
    name = f"the {kind} before" if is_next else before.title
    way = "Up" if now.leverage > old.leverage else "Down"
    start = f"{way} from {old.texts['leverage']} {name if is_next else f'in {name}'}"
    if now.texts["leverage"] == old.texts["leverage"]:
        start = f"Level with {name}"
    text = change(now.human / now.days, old.human / old.days)
    hours = {"+": f"{text[1:]} more hours", "−": f"{text[1:]} fewer hours", "±": "as many hours"}
    hours = hours.get(text[0], f"{text} the hours")
    if now.days == old.days:
        yield f"{start}, on {hours}."
    elif max(now.days, old.days) <= 2 * min(now.days, old.days):
        days = f"{in_words(now.days, 'day')}, after {in_words(old.days, 'day').split()[0]}"
        yield f"{start}, on {hours} per recorded day ({days})."
    else:
        yield f"{start}."


def index(book: Book) -> None:
    year, files = book.year, book.chain("index.html")
    older = [(day, day.sums) for day in reversed(year.days)]
    with book.open(files[0]) as sheet:
        first_index_page(sheet, year, [day for day, _ in older[:5]])
        pages(sheet, 1, files)
    older = older[5:]
    for n, file in enumerate(files[1:], 2):
        with book.open(file) as sheet:
            title = f"Example year (synthetic), page {n}"
            sheet.read(".//h1", title)
            shown = len(sheet.main.xpath(".//table[contains(@class, 'list')]/tbody/tr"))
            assert shown
            sheet.read(".//table[contains(@class, 'list')]/caption", title)
            sheet.days(".//table[contains(@class, 'list')]", older[:shown])
            older = older[shown:]
            pages(sheet, n, files)
    assert older == []


def pages(sheet: Sheet, n: int, files: Sequence[str]) -> None:
    sheet.pager(n, len(files))
    before = ("Newer days", files[n - 2]) if n > 1 else None
    sheet.neighbours(before, ("Older days", files[n]) if n < len(files) else None, "/")


def first_index_page(sheet: Sheet, year: Year, newest: Sequence[Day]) -> None:
    large, sums = year.all.large, year.all
    sheet.read(
        ".//h1",
        f"{large['human_hours']} hours of human work in {large['ai_minutes'].removesuffix(' h')} hours "
        f"of {doer(sums.rows)}: {large['leverage']}.",
    )
    since = f"{MONTHS[year.days[0].date.month - 1]} {year.days[0].date.year}"
    extent = f"{counted(sums.tasks, 'task')} on {counted(len(working(year.days)), 'day')} since {since}."
    sheet.read(".//*[@class='extent']/p", extent)
    recent(sheet, year, 60)
    newest_day(sheet, newest[0], year)
    days_before(sheet, newest[1:])
    months = year.months[::-1]
    path = ".//section[@aria-labelledby='months']//li"
    sheet.links(f"{path}/a", *((month.title, month.file) for month in months))
    sheet.read(f"{path}/span[1]", *(counted(month.sums.days, "day") for month in months))
    sheet.read(f"{path}/span[2]", *(month.sums.texts["leverage"] for month in months))


def newest_day(sheet: Sheet, day: Day, year: Year) -> None:
    path = ".//section[@aria-labelledby='newest_day']"
    sheet.read(f"{path}//time", day_name(day.date))
    sheet.links(f"{path}//h2/a", (day.headline, day.file))
    names = {"leverage": "Leverage", "tasks": "Tasks", "human_hours": "Human hours", "ai_minutes": "{} min"}
    sheet.read(f"{path}//dt", *(name.format(doer(day.sums.rows)) for name in names.values()))
    sheet.read(f"{path}//dd", *(day.sums.texts[name] for name in names))
    sheet.leaders(f"{path}//ol", best_tasks([day], 3), year.by_date, None)


def days_before(sheet: Sheet, days: Sequence[Day]) -> None:
    path = ".//ol[@class='days']/li"
    sheet.links(f"{path}//a", *((day.headline, day.file) for day in days))
    assert sheet.main.xpath(f"{path}/time/@datetime") == [str(day.date) for day in days]
    sheet.read(f"{path}/time", *(short_day(day.date) for day in days))
    sheet.read(
        f"{path}/span[@class='of']",
        *(f"{counted(day.sums.tasks, 'task')} {day.sums.texts['human_hours']} h" for day in days),
    )
    sheet.read(f"{path}/span[@class='factor']", *(f"Leverage {day.sums.texts['leverage']}" for day in days))


def recent(sheet: Sheet, year: Year, count: int, name: str = "") -> None:
    span = [year.newest - timedelta(days=n) for n in reversed(range(count))]
    sheet.chart(f"hours_by_day{name}", f", {spelled(span)}", day_bars(span, year.by_date), table=True)


def bar(name: str, found: Day | Period | None) -> tuple[str, Sums | None, str]:
    return (name, found.sums, found.file) if found else (name, None, "")


def day_bars(span: Sequence[date], days: Mapping[date, Day]) -> list[tuple[str, Sums | None, str]]:
    return [bar(short_day(day), days.get(day)) for day in span]


def spelled(span: Sequence[date]) -> str:
    first, last = span[0], span[-1]
    begin = f"{MONTHS[first.month - 1]} {first.day}"
    same = first.month == last.month
    return f"{begin}–{last.day}" if same else f"{begin} – {MONTHS[last.month - 1]} {last.day}"


def lists(book: Book) -> None:
    year = book.year
    for kind in ("Week", "Month", "Year"):
        archive(book, kind, list(reversed(getattr(year, f"{kind.lower()}s"))))
    for kind, terms in (("Tag", year.tags), ("Project", year.projects)):
        files = places(book, kind)
        with book.open(f"{kind.lower()}s/index.html") as sheet:
            sheet.trail(ARCHIVE)
            sheet.read(
                ".//p[@class='lede']",
                f"{counted(len(terms), kind.lower())}, those with the most human hours first.",
            )
            rows = [(name, lifetime(sums), files[name], sums) for name, sums in ordered(terms)]
            rollups(sheet, ".//table", kind, rows, year.all)


def lifetime(sums: Sums) -> str:
    """Return from when to when there are days, in one year."""
    begin, end = (f"{long_date(part.date)[:3]} {part.date.day}" for part in (sums.parts[0], sums.parts[-1]))
    year = sums.parts[-1].date.year
    if begin == end:
        return f"{end}, {year}"
    return f"{begin}–{end[4:]}, {year}" if begin[:3] == end[:3] else f"{begin} – {end}, {year}"


def archive(book: Book, kind: str, found: Sequence[Period]) -> None:
    """Check the list of weeks, months or years, with what is missing between the weeks."""
    with book.open(f"{kind.lower()}s/index.html") as sheet:
        sheet.trail(*([] if kind == "Week" else [ARCHIVE]))
        sheet.read(".//p[@class='lede']", f"{counted(len(found), kind.lower())} since January 2025.")
        newest, year = book.year.newest, book.year
        first = newest - timedelta(days=newest.weekday(), weeks=52)
        sheet.calendar(
            [first + timedelta(days=n) for n in range((newest - first).days + 1)], year.by_date, "the last year"
        )
        groups: dict[str, list[list[str]]] = {}
        for n, one in enumerate(found):
            if n and kind == "Week" and found[n - 1].first - one.first > timedelta(weeks=1):
                (missing,) = [found[n - 1].first - timedelta(weeks=1)]
                groups.setdefault(_month(missing + timedelta(days=3)), []).append(
                    [f"Week {missing.isocalendar().week}: no record"]
                )
            texts = one.sums.texts
            figures = [texts["human_hours"], texts["tasks"], str(one.sums.days), texts["leverage"]]
            above = {"Week": _month(one.days[-1].date), "Month": one.key[:4], "Year": ""}[kind]
            groups.setdefault(above, []).append([_short(kind, one), "", *figures])
        months = {month.title: month.file for month in year.months} | {one.key: one.file for one in year.years}
        heads = [months[title] for title in groups if title in months]
        assert [sheet.target(a) for a in sheet.main.xpath(".//th[@scope='rowgroup']/a/@href")] == heads
        assert [sheet.target(a) for a in sheet.main.xpath(".//tbody/tr[td]/th/a/@href")] == [
            one.file for one in found
        ]
        years = list(dict.fromkeys(title[-4:] for title in groups if title))
        sheet.read(".//nav[@aria-label='Years']/a", *(years if len(years) > 1 else []))
        rows = [row for title, own in groups.items() for row in ([[title]] if title else []) + own]
        found_rows = sheet.main.xpath(".//table[@class='archive']/tbody/tr")
        assert [[text(cell) for cell in row.xpath("./*")] for row in found_rows] == rows
        sheet.read(
            ".//table[@class='archive']/tbody", *map(text, sheet.main.xpath(".//table[@class='archive']/tbody"))
        )


def _month(day: date) -> str:
    return f"{long_date(day).split()[0]} {day.year}"


def _short(kind: str, one: Period) -> str:
    if kind != "Week":
        return one.title.split()[0]
    begin, end = (f"{long_date(day)[:3]} {day.day}" for day in (one.first, one.last))
    between = f"{begin}–{one.last.day}" if begin[:3] == end[:3] else f"{begin} – {end}"
    return f"W{int(one.key[-2:])} · {between}"


def places(book: Book, kind: str) -> dict[str, str]:
    """Return the first page of each tag or project, as their list has it."""
    file = f"{kind.lower()}s/index.html"
    sheet = Sheet(file, book.built[file])
    return {text(link): sheet.target(link.get("href")) for link in sheet.main.xpath(".//tbody//a")}


def terms(kind: str) -> Callable[[Book], None]:
    def check(book: Book) -> None:
        found = getattr(book.year, f"{kind.lower()}s")
        files = places(book, kind)
        assert set(files) == set(found)
        for name, parts in found.items():
            term_pages(book, kind, name, parts, book.chain(files[name]))

    return check


def term_pages(book: Book, kind: str, name: str, parts: Sequence[Part], files: Sequence[str]) -> None:
    listed = [(book.year.by_date[part.date], Sums([part])) for part in reversed(parts)]
    older = dict.fromkeys(day.date.year for day, _ in listed[100:])
    assert files[1:] == [f"{files[0].removesuffix('.html')}/{year}.html" for year in older]
    for n, (file, year) in enumerate(zip(files, [None, *older], strict=True), 1):
        with book.open(file) as sheet:
            shown = [part for part in parts if not year or part.date.year == year]
            sheet.trail(
                ARCHIVE, (f"{kind}s", f"{kind.lower()}s/index.html"), *([(name, files[0])] if year else [])
            )
            title = f"{name} in {year}" if year else name
            sheet.read(".//h1", title)
            sums = Sums(shown)
            where = f"with the tag {title}" if kind == "Tag" else f"for the project {title}"
            tasks = f"{counted(sums.tasks, 'task')} on {in_words(sum(bool(part.tasks) for part in shown), 'day')}"
            assert sheet.description == f"{amount(sums)} {where}: {tasks}."
            sheet.figures(sums)
            by_month(sheet, book.year, shown)
            sheet.read(".//table[contains(@class, 'list')]/caption", f"Days: {title}")
            days = [pair for pair in listed if pair[0].date.year == year] if year else listed[:100]
            sheet.days(".//table[contains(@class, 'list')]", days, sums)
            sheet.read(".//table[@class='archive']/caption", *[f"{kind}s: {title}" for kind in _tables(sheet)])
            sums_by(
                sheet,
                "by_month",
                "Month",
                [(m.title, m.file, own) for m, own in _by_period(shown, book.year.months)],
            )
            if not year:
                term_tasks(sheet, book.year, parts, names=kind == "Tag")
                own_years = [Sums([part for part in parts if part.date.year == one]) for one in older]
                sums_by(sheet, "its_years", "Year", [*zip(map(str, older), files[1:], own_years, strict=True)])
            term_pager(sheet, n, files, list(older))


def _tables(sheet: Sheet) -> list[str]:
    """Return what the tables of sums have a row for."""
    return [text(node) for node in sheet.main.xpath(".//table[@class='archive']/thead/tr/th[1]")]


def _by_period(parts: Sequence[Part], periods: Sequence[Period]) -> list[tuple[Period, Sums]]:
    """Return the sums of the periods, the newest first, if there are several."""
    sums = [(one, Sums([part for part in parts if one.first <= part.date <= one.last])) for one in periods]
    found = [pair for pair in reversed(sums) if pair[1].parts]
    return found if len(found) > 1 else []


def sums_by(sheet: Sheet, section: str, kind: str, rows: Sequence[tuple[str, str, Sums]]) -> None:
    path = f".//section[@aria-labelledby='{section}']/table"
    assert len(sheet.main.xpath(path)) == bool(rows), f"{sheet.file}: {section}"
    if rows:
        assert [sheet.target(href) for href in sheet.main.xpath(f"{path}/tbody//a/@href")] == [
            row[1] for row in rows
        ]
        texts = [(name, sums.texts, str(sums.days)) for name, _, sums in rows]
        cells = [[name, one["human_hours"], one["tasks"], days, one["leverage"]] for name, one, days in texts]
        sheet.table(path, [kind, "Human hours", "Tasks", "Days", "Leverage"], cells)


def term_tasks(sheet: Sheet, year: Year, parts: Sequence[Part], *, names: bool) -> None:
    """Check the best and the newest tasks, those of a tag with the `names` of their projects, and half of them."""
    rows = Sums(parts).rows
    best = sorted(rows, key=lambda task: -task.factor)[:10]
    newest = [task for part in reversed(parts) for task in part.tasks][:10]
    for n, tasks in enumerate((best, newest) if rows else (), 1):
        tasks = tasks if names else [replace(task, project=None) for task in tasks]
        sheet.leaders(f"(.//section[@aria-labelledby='its_tasks']//ol)[{n}]", tasks, year.by_date)
    said = []
    if len(rows) >= 10:
        (low, high), (lowest, highest) = (_middle(some) for some in (rows, year.all.rows))
        said = [f"Half of its tasks lie between {low} and {high}; of all tasks between {lowest} and {highest}."]
    sheet.read(".//section[@aria-labelledby='its_tasks']/p", *said)


def _middle(tasks: Sequence[Task]) -> tuple[str, str]:
    """Return the quartiles by nearest rank: a quarter of the factors is at most the one, three the other."""
    factors = sorted(task.factor for task in tasks)
    low, high = (next(f for n, f in enumerate(factors, 1) if n * 4 >= len(factors) * q) for q in (1, 3))
    return factor(low), factor(high)


def term_pager(sheet: Sheet, n: int, files: Sequence[str], years: Sequence[int]) -> None:
    sheet.pager(n, len(files))
    names = ["Newest days", *map(str, years)]
    before, after = ((names[k], files[k]) if 0 <= k < len(files) else None for k in (n - 2, n))
    sheet.neighbours(before, after, "/")


def by_month(sheet: Sheet, year: Year, parts: Sequence[Part]) -> None:
    bars = []
    for month in year.months:
        own = [part for part in parts if month.first <= part.date <= month.last]
        if parts[0].date <= month.last and parts[-1].date >= month.first:
            bars.append((month.title, Sums(own) if own else None, month.file))
    if sum(sums is not None for _, sums, _ in bars) >= 5:
        sheet.chart("hours_by_month", " by month", bars, table=True)


def dashboard(book: Book) -> None:
    year = book.year
    with book.open("leverage.html") as sheet:
        sheet.figures(year.all)
        aside = sheet.main.xpath(".//section[@aria-labelledby='all_time']/p[@class='aside']")[0]
        assert text(aside).startswith("Leverage is the sum")
        sheet.read(".//section[@aria-labelledby='all_time']/p[@class='aside']", text(aside))
        ranges(sheet, year)
        sheet.factors(year.all.rows)
        frames(sheet, year)
        milestones(sheet, year)
        path = ".//section[@aria-labelledby='its_days']/table"
        sheet.days(path, [(day, day.sums) for day in reversed(year.days[-14:])], year.all)
        sheet.links(f"{path}/following-sibling::p/a", (f"All {len(year.days)} days", "years/index.html"))


def ranges(sheet: Sheet, year: Year) -> None:
    """Each range has the sums, the chart and the shares of its own days; the year is all of them."""
    firsts = {"All time": year.days[0].date}
    firsts |= {f"{count} days": year.newest - timedelta(days=count - 1) for count in (90, 30)}
    for path in ("over_time", "where_to"):
        sheet.read(f".//section[@aria-labelledby='{path}']/div[@data-frame]/h3", *firsts)
    for name, first in firsts.items():
        shown, frame = year.frame(first), f"div[@data-frame='{name}']"
        sums = Sums(day.part for day in shown)
        said = f"{len(shown)} days, {sums.texts['human_hours']} human hours, leverage {sums.texts['leverage']}."
        path = f".//section[@aria-labelledby='over_time']/{frame}/p[@class='aside']"
        sheet.read(path, f"{day_range(first, year.newest)}: {said}")
        path = f".//section[@aria-labelledby='where_to']/{frame}/div/div"
        sheet.shares(f"{path}[1]/table", "Project", ordered(project_parts(shown)), sums, wide=False)
        tags = tag_parts(shown)
        daily = sorted(tag for tag, parts in tags.items() if len(parts) == len(shown))
        telling = {tag: parts for tag, parts in tags.items() if tag not in daily}
        sheet.shares(f"{path}[2]/table", "Tag", ordered(telling), sums, wide=False)
        assert daily == ["AI", "Time Record"]
        words = "On every day: AI, Time Record. A task may count for several tags. All tags"
        sheet.read(f"{path}[2]/p[@class='aside']", words)
    recent(sheet, year, 30, "_30")
    recently = year.frame(year.newest - timedelta(days=89))
    weeks_chart(sheet, year, 14, "_90", Sums(day.part for day in recently))
    weeks_chart(sheet, year, 53, "_all", year.all)
    span = [year.newest - timedelta(days=n) for n in reversed(range(52 * 7 + year.newest.isoweekday()))]
    sheet.calendar(span, year.by_date, "the last year", f"years/{year.newest.year}.html")


def weeks_chart(sheet: Sheet, year: Year, count: int, name: str, whole: Sums) -> None:
    monday = year.newest - timedelta(days=year.newest.weekday())
    known = {week.first: week for week in year.weeks}
    mondays = [monday - timedelta(weeks=n) for n in reversed(range(count))]
    names = [f"Week {day.isocalendar()[1]}, {day.isocalendar()[0]}" for day in mondays]
    bars = [bar(name, known.get(day)) for name, day in zip(names, mondays, strict=True)]
    sheet.chart(f"hours_by_week{name}", " by week", bars, elsewhere="weeks/index.html", whole=whole)


def frames(sheet: Sheet, year: Year) -> None:
    starts = {"All time": year.days[0].date}
    starts |= {f"{count} days": year.newest - timedelta(days=count - 1) for count in (90, 30, 7)}
    path = ".//section[@aria-labelledby='leaders']/div[@data-frame]"
    assert len(sheet.main.xpath(path)) == len(starts)
    for n, (name, first) in enumerate(starts.items(), 1):
        frame = f"({path})[{n}]"
        sheet.read(f"{frame}/h3", name)
        sheet.read(f"{frame}/p[@class='aside']", day_range(first, year.newest))
        shown = year.frame(first)
        sheet.leaders(f"{frame}/div/div[1]/ol", best_tasks(shown, 5), year.by_date)
        best_days(sheet, f"{frame}/div/div[2]/ol/li", shown)


def best_days(sheet: Sheet, path: str, shown: Sequence[Day]) -> None:
    best = sorted(working(shown), key=lambda day: -(day.sums.leverage or Fraction()))[:5]
    sheet.read(f"{path}/span[@class='factor']", *(day.sums.texts["leverage"] for day in best))
    sheet.links(f"{path}//a", *((dated(day.date), day.file) for day in best))
    notes = [f"{day.sums.texts['human_hours']} human hours, {counted(day.sums.tasks, 'task')}" for day in best]
    sheet.read(f"{path}//span[@class='note']", *notes)


RECORDS_OF = {
    "leverage": "Highest leverage",
    "human_hours": "Most human hours",
    "tasks": "Most tasks",
    "supervisory": "Highest supervisory leverage",
}


def milestones(sheet: Sheet, year: Year) -> None:
    """Each figure that beat all before it, the newest first, but for those of the first ten days; the last stands."""
    busy = working(year.days)
    found = []
    for name, label in RECORDS_OF.items():
        found += beaten(label, [(day, day.sums.numbers[name], day.sums.texts[name]) for day in busy])
    factors = [(day, max(task.factor for task in day.part.tasks)) for day in busy]
    found += beaten("Highest factor of a task", [(day, n, factor(n)) for day, n in factors])
    found.sort(key=lambda row: row[1].date, reverse=True)
    standing, earlier = ([row for row in found if row[0] is stands] for stands in (True, False))
    assert len(standing) == 5
    path = ".//ul[@class='milestones']/li"
    sheet.links(f"{path}/a", *((dated(day.date), day.file) for _, day, *_ in standing))
    sheet.read(f"{path}/span[@class='label']", *(label for _, _, label, *_ in standing))
    sheet.read(f"{path}/span[@class='value']", *(value for _, _, _, value, *_ in standing))
    notes = [f"before: {before}, {dated(other.date)}" for *_, before, other in standing]
    sheet.read(f"{path}/span[@class='note']", *notes)
    path = ".//table[contains(@class, 'milestones')]"
    assert [sheet.target(href) for href in sheet.main.xpath(f"{path}//a/@href")] == [
        row[1].file for row in earlier
    ]
    rows = [[dated(day.date), label, value, before] for _, day, label, value, before, _ in earlier]
    sheet.table(path, ["Day", "Record", "Value", "Before"], rows)


def beaten(
    label: str, values: Sequence[tuple[Day, Fraction | None, str]]
) -> list[tuple[bool, Day, str, str, str, Day]]:
    """Return whether each record stands, its day, label and value, the value that it beat and the day of that."""
    highest, holders = Fraction(), []
    for n, (_, value, _) in enumerate(values):
        if value is not None and value > highest:
            highest = value
            holders.append(n)
    return [
        (n == holders[-1], values[n][0], label, values[n][2], values[before][2], values[before][0])
        for before, n in pairwise(holders)
        if n >= 10
    ]


FACTORS = ("From 10x", "From 30x", "From 100x", "From 300x", "From 1,000x")


def tasks(book: Book) -> None:
    months = [month for month in reversed(book.year.months) if month.sums.tasks]
    files = ["tasks.html", *(f"tasks/{month.key}.html" for month in months[1:])]
    for n, (month, file) in enumerate(zip(months, files, strict=True)):
        with book.open(file) as sheet:
            sheet.read(".//h1", "Tasks" if n == 0 else f"Tasks: {month.title}")
            sums = month.sums
            count = f"{counted(sums.tasks, 'task')} on {counted(len(working(month.days)), 'day')}"
            hours, time, leverage = (sums.large[name] for name in ("human_hours", "ai_minutes", "leverage"))
            who = doer(sums.rows)
            sheet.read(
                ".//p[@class='sum'][not(@role)]",
                f"{month.title} · {count} · {hours} h in {time} of {who} · {leverage}",
            )
            assert sheet.description == (
                f"{count} of {month.title}: {hours} hours of human work in {time} of {who}, {leverage}."
            )
            sheet.read(".//select[@name='min']/option", *(["Factor", *FACTORS] if n == 0 else []))
            links = zip([other.title for other in months], files, strict=True) if n == 0 else ()
            sheet.links(".//ul[@id='task_months']//a", *links)
            explorer(sheet, month)
            sheet.read(".//nav[@class='neighbours']/span[@class='where']", month.title)
            newer = (months[n - 1].title, files[n - 1]) if n else None
            older = (months[n + 1].title, files[n + 1]) if n + 1 < len(files) else None
            sheet.neighbours(newer, older, "Newer tasks/Older tasks")


def explorer(sheet: Sheet, month: Period) -> None:
    shown = [task for day in reversed(month.days) for task in day.part.tasks]
    files = {day.date: day.file for day in month.days}
    heads = columns(shown)
    path = ".//table[@class='explorer cards sortable']"
    sheet.read(f"{path}/caption", f"Tasks of {month.title}")
    days = [(f"{day.date:%a} {day.date.day} {day.date:%b}", day.file) for day in reversed(working(month.days))]
    sheet.links(f"{path}/tbody/tr[@class='day']//a", *days)
    for row in sheet.main.xpath(f"{path}/tbody/tr[@class='day']"):
        row.getparent().remove(row)
    hrefs = [sheet.target(href) for href in sheet.main.xpath(f"{path}/tbody/tr/th/a/@href")]
    assert hrefs == [f"{files[task.date]}#{anchor(task.title)}" for task in shown]
    rows = [
        [labelled(task, who=task.assistant != ASSISTANT), *(task.cells[key] for key in heads)] for task in shown
    ]
    sheet.table(path, ["Task", *heads.values()], rows)


def former(book: Book) -> None:
    """Check that each page of 100 older days leads to a page of their year."""
    for files in (places(book, kind) for kind in ("Tag", "Project")):
        for name, file in files.items():
            count = len((book.year.tags | book.year.projects)[name])
            for n in range(2, -(-count // 100) + 1):
                old = f"{file.removesuffix('.html')}/{n}.html"
                book.opened.add(old)
                assert b'content="0; url=2025.html"' in book.built[old]


def others(book: Book) -> None:
    for name in ("about.html", "corrections.html"):
        with book.open(name):
            pass
    with book.open("feeds.html") as sheet:
        days, tasks = counted(len(book.year.days), "day"), counted(book.year.all.tasks, "task")
        sheet.read(".//span[@class='rows']", days, days, tasks, tasks)
        sheet.read(".//dl//dd", *(figure.definition for figure in AGGREGATES))
        (citation,) = sheet.main.xpath(".//input[@id='citation']/@value")
        assert ", records of Jan 1 – Dec 31, 2025." in citation
    with book.open("404.html") as sheet:
        newest = [day.title for day in book.year.days[:-4:-1]]
        sheet.read(".//ul/li/a", *newest)


KINDS: dict[str, tuple[str, Callable[[Book], None]]] = {
    "days": (r"posts/.*", days),
    "weeks": (r"weeks/\d.*", periods("week")),
    "months": (r"months/\d.*", periods("month")),
    "years": (r"years/\d.*", periods("year")),
    "index": (r"index\.html|page/.*", index),
    "lists": (r"\w+/index\.html", lists),
    "tags": (r"tags/(?!index)(?!.*/\d\.html).*", terms("Tag")),
    "projects": (r"projects/(?!index)(?!.*/\d\.html).*", terms("Project")),
    "former": (r"(tags|projects)/.*/\d\.html", former),
    "dashboard": (r"leverage\.html", dashboard),
    "tasks": (r"tasks(/.*)?\.html", tasks),
    "others": (r"about\.html|feeds\.html|corrections\.html|404\.html", others),
}


@pytest.mark.parametrize("kind", KINDS)
def test_figures(kind: str, book: Book) -> None:
    pattern, check = KINDS[kind]
    check(book)
    assert book.opened == {file for file in book.built if file.endswith(".html") and re.fullmatch(pattern, file)}


def test_pages_speak_as_a_person_would(book: Book) -> None:
    assert unsaid(book.built) == []
    assert misdescribed(book.built) == []


def test_every_table_of_a_theme_has_a_name(book: Book) -> None:
    own = "not(ancestor::*[contains(@class, 'prose')]) and not(ancestor::template)"
    nameless = f"//table[not(caption[normalize-space()]) and {own}]"
    files = (file for file in book.built if file.endswith(".html"))
    assert [file for file in files if html(book.built[file]).xpath(nameless)] == []


def test_every_page_is_of_one_kind(book: Book) -> None:
    patterns = [pattern for pattern, _ in KINDS.values()]
    for file in (file for file in book.built if file.endswith(".html")):
        assert sum(bool(re.fullmatch(pattern, file)) for pattern in patterns) == 1, file


def weight(built: dict[str, bytes], file: str) -> int:
    """Return the bytes of a page with its stylesheet, scripts and icon, each compressed."""
    sheet = Sheet(file, built[file])
    head = sheet.main.getroottree().xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    return sum(len(gzip.compress(built[name], 6)) for name in [file, *map(sheet.target, head)])


def test_pages_are_light(book: Book) -> None:
    crowded = next(day for day in book.year.days if day.sums.tasks == 47)
    assert weight(book.built, crowded.file) <= 25_000
    assert weight(book.built, "leverage.html") <= 30_000
