"""Read built pages back: what is as expected is taken off the page, so that what is left shows."""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Self
from urllib.parse import urlsplit

import lxml.html
import pytest

from leverage_site.urls import TASK_PREFIX, task_slug
from tests.support.expected_pages import (
    UNKNOWN,
    Day,
    Period,
    Sums,
    Task,
    changes,
    counted,
    doer,
    factor,
    long_date,
    share,
    short_date,
    short_day,
)
from tests.support.sites import html, text

# What an author writes, and what only measures a drawing: no figure of a record is in it.
AUTHORS = ".//*[contains(concat(' ', @class, ' '), ' prose ')] | .//aside | .//*[contains(@class, 'p-summary')]"
SCALES = (
    ".//svg[@class='bottom']/text | .//ul[@class='levels'] | .//div[@class='rug']/svg[@class='name']"
    " | .//svg[@class='upper' or @class='lower']/text[not(@class)]"
)
LABELS = {"Rank so far": "Rank", "Share of human hours": "Share"}
CLASSES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)

NAMES = {
    "tasks": "Total tasks",
    "human_hours": "Total human-equivalent hours",
    "ai_minutes": "Total {} minutes",
    "supervision_minutes": "Total supervisory minutes",
    "tokens": "Total tokens",
    "leverage": "Weighted average leverage factor",
    "supervisory": "Weighted average supervisory leverage factor",
    "weeks": "Human-equivalent weeks",
}
HEADINGS = {
    "tasks": "Tasks",
    "human_hours": "Human hours",
    "ai_minutes": "{} time",
    "supervision_minutes": "Supervision",
    "tokens": "Tokens",
    "leverage": "Leverage",
    "supervisory": "Supervisory",
    "weeks": "Human weeks",
}
LISTED = ["Human hours", "Tasks", "{} min", "Supervision", "Leverage", "Supervisory"]

# What a column is called, what it is of, and the file of its page.
Bars = Sequence[tuple[str, Sums | None, str]]


def anchor(title: str) -> str:
    """Return the id of a task's row, where no other task of the day has the same title."""
    return TASK_PREFIX + task_slug(title)


def dated(day: date) -> str:
    """Return a day as lists of several periods name it."""
    return f"{short_day(day)} {day.year}"


class Sheet:
    """The main part of one page. Used as a context, it fails where a number is left that nothing has explained."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        document = html(data)
        self.main = document.xpath("//main")[0]
        self.title = text(document.xpath("//title")[0])
        self.description = next(iter(document.xpath("//meta[@name='description']/@content")), "")
        self.words = sum(_words(text(prose)) for prose in document.xpath("//div[starts-with(@class, 'prose')]"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            assert self.rest() == [], f"{self.file}: numbers that nothing explains"

    def rest(self) -> list[str]:
        """Return every text with a digit that was not read, of all that is not the author's own."""
        for path in (SCALES, f"({AUTHORS})[not(contains(@class, 'generated'))]"):
            for node in self.main.xpath(path):
                _empty(node)
        return [found for piece in self.main.itertext() if re.search(r"\d", found := piece.strip())]

    def read(self, path: str, *wanted: str) -> None:
        """Check the texts of all elements at `path`."""
        nodes = self.main.xpath(path)
        assert [text(node) for node in nodes] == list(wanted), f"{self.file}: {path}"
        for node in nodes:
            _empty(node)

    def links(self, path: str, *wanted: tuple[str, str]) -> None:
        """Check the texts of links, and the files they lead to."""
        nodes = self.main.xpath(path)
        found = [(text(node), self.target(node.get("href"))) for node in nodes]
        assert found == list(wanted), f"{self.file}: {path}"
        for node in nodes:
            _empty(node)

    def target(self, href: str) -> str:
        """Return the file that a link of this page leads to."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.file), href))

    def table(self, path: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Check a table by its columns; cells carry the labels of their columns, which a phone shows."""
        found = self.main.xpath(path)
        assert len(found) == 1, f"{self.file}: {path}"
        assert [text(cell) for cell in found[0].xpath("./thead/tr/*")] == list(head), f"{self.file}: {path}"
        for n, row in enumerate(found[0].xpath("./tbody/tr")):
            cells = row.xpath("./*")
            assert [text(cell) for cell in cells] == list(rows[n]), f"{self.file}: {path}, row {n + 1}"
            for cell, name in zip(cells, head, strict=True):
                assert cell.get("data-label") in (None, LABELS.get(name, name)), f"{self.file}: {path}"
        assert len(found[0].xpath("./tbody/tr")) == len(rows), f"{self.file}: {path}"
        for body in found[0].xpath("./tbody"):
            _empty(body)

    def figures(self, sums: Sums, standing: str = "", before: Period | None = None) -> None:
        """Check the large figures at the top, with `standing` beside the leverage, and what changed since `before`."""
        moved = _moved(sums, before) if before else {}
        small = {"human_hours": f"{sums.large['weeks']} weeks", "tokens": sums.note, "leverage": standing}
        # Where no task logs tokens, a term shows its days in their place.
        replaced = self.main.xpath(".//dl[@class='hero']/div[@class='days']")
        assert not replaced or sums.large["tokens"] == "–", self.file
        names = [name for name in HEADINGS if name != "weeks" and not (replaced and name == "tokens")]
        exact = dict(zip(HEADINGS, sums.exact, strict=True))
        hero = ".//dl[@class='hero']/div[not(@class='days')]"
        shown = self.main.xpath(f"{hero}/dd/data/@value")
        assert shown == [exact[name] for name in names], self.file
        assert self.main.xpath(".//dl[@class='hero']//small/data/@value") == [exact["weeks"]], self.file
        self.read(f"{hero}/dt", *(HEADINGS[name].format(doer(sums.rows)) for name in names))
        texts = (" ".join(filter(None, [sums.large[name], small.get(name), moved.get(name)])) for name in names)
        self.read(f"{hero}/dd", *texts)
        if replaced:
            self.read(".//dl[@class='hero']/div[@class='days']/dd", f"{sums.days:,}")

    def aggregate(self, sums: Sums, before: Day | Period | None, ranks: Mapping[str, str] | None = None) -> None:
        """Check the table of figures, against those of the day or period before; days have ranks."""
        path = ".//table[starts-with(@class, 'figures')]"
        assert self.main.xpath(f"{path}//data/@value") == sums.exact, self.file
        self.read(f"{path}/caption", "Aggregate statistics")
        head = ["Metric", "Value"]
        name = doer([*sums.rows, *(before.sums.rows if before else [])])
        rows = {key: [label.format(name), sums.texts[key]] for key, label in NAMES.items()}
        if before:
            head += ["Before", "Change", *(["Rank so far"] if ranks else [])]
            moved = changes(sums, before.sums)
            for key, row in rows.items():
                row += [before.sums.texts[key], moved[key], *([ranks.get(key, UNKNOWN)] if ranks else [])]
            note = "" if sums.days == before.sums.days else f" {compared(sums, before.sums)}"
            is_day = isinstance(before, Day)
            since = short_date(before.date, sums.parts[0].date) if is_day else before.title
            self.read(f"{path}/preceding-sibling::p[1]", f"Since {since}.{note}")
        self.table(path, head, list(rows.values()))
        self.read(f"{path}/following-sibling::details[1]//dt", *(label.format(name) for label in NAMES.values()))
        self.read(f"{path}/following-sibling::details[1]//dd[last()]", "Human hours ÷ 40.")

    def trail(self, *wanted: tuple[str, str]) -> None:
        self.links(".//nav[@class='trail']//a", *wanted)

    def neighbours(
        self,
        previous: tuple[str, str] | None,
        following: tuple[str, str] | None,
        names: str,
        week: tuple[str, str] | None = None,
    ) -> None:
        """Check the links to the pages before and after, called by `names`, and that to the week between them."""
        before, after = names.split("/")
        wanted = [
            (f"{name} {link[0]}".strip(), link[1])
            for name, link in ((before, previous), ("Week", week), (after, following))
            if link
        ]
        self.links(".//nav[@class='neighbours']/a", *wanted)

    def pager(self, n: int, of: int) -> None:
        self.read(".//nav[@class='neighbours']/span[@class='where']", *([f"Page {n} of {of}"] if of > 1 else []))

    def days(
        self, path: str, days: Sequence[tuple[Day, Sums]], group: Sums | None = None, *, dated: bool = True
    ) -> None:
        """Check a table of days; `sums` is what the table counts of each, `group` all that its page counts.

        Days are `dated` where their year is not that of the page.
        """
        name = doer(group.rows if group else [task for _, sums in days for task in sums.rows])
        year = " {}" if dated else ""
        links = [(short_day(day.date) + year.format(day.date.year), day.file) for day, _ in days]
        cells = [[sums.texts[name] for name in _LISTED] for _, sums in days]
        notes = [day.headline if day.headline != long_date(day.date) else "" for day, _ in days]
        assert self.main.xpath(f"{path}/tbody//time/@datetime") == [str(day.date) for day, _ in days], self.file
        names = [" ".join(filter(None, [link, note])) for (link, _), note in zip(links, notes, strict=True)]
        found = [self.target(href) for href in self.main.xpath(f"{path}/tbody//a/@href")]
        assert found == [file for _, file in links], self.file
        self.table(
            path,
            ["Day", *(head.format(name) for head in LISTED)],
            [[name, *row] for name, row in zip(names, cells, strict=True)],
        )

    def leaders(
        self,
        path: str,
        tasks: Sequence[Task],
        files: Mapping[date, Day],
        day: Callable[[date], str] | None = dated,
    ) -> None:
        """Check a list of tasks, each with its `day`, and the rows of the task logs that they lead to."""
        self.read(f"{path}/li/span[@class='factor']", *(task.cells["factor"] for task in tasks))
        places = [f"{files[task.date].file}#{anchor(task.title)}" for task in tasks]
        titles = [" ".join(task.title.split()) for task in tasks]
        self.links(f"{path}/li/span[@class='what']/a", *zip(titles, places, strict=True))
        self.read(f"{path}/li//span[@class='note']", *(_leader(task, day) for task in tasks))

    def shares(
        self,
        path: str,
        kind: str,
        terms: Sequence[tuple[str, Sums]],
        whole: Sums,
        *,
        wide: bool = True,
    ) -> None:
        """Check the ten with the most hours, and what all other projects have together; tags overlap."""
        shown, others = list(terms[:10]), [part for _, sums in terms[10:] for part in sums.parts]
        if others and kind == "Project":
            count = len(terms) - 10
            shown.append((f"{count} other project{'' if count == 1 else 's'}", Sums(others)))
        rows = [[name, *_shared(sums, whole)] for name, sums in shown]
        hrefs = [urlsplit(self.target(href)).path for href in self.main.xpath(f"{path}//a/@href")]
        assert all(href.startswith(f"{kind.lower()}s/") for href in hrefs), self.file
        assert len(hrefs) == min(10, len(terms)), self.file
        bars = [float(width.rstrip("%")) for width in self.main.xpath(f"{path}//rect/@width")]
        widths = [float(sums.human / whole.human * 100) for _, sums in shown]
        assert bars == pytest.approx(widths, abs=0.501), self.file
        self.read(f"{path}/caption", f"Human hours by {kind.lower()}")
        heads = [kind, "Share of human hours", "Human hours", "Tasks", "Leverage"]
        if not wide:
            heads = [kind, "Share", "Human hours", "Leverage"]
            rows = [[*row[:3], row[4]] for row in rows]
        self.table(path, heads, rows)

    def chart(
        self,
        name: str,
        title: str,
        bars: Bars,
        *,
        table: bool = False,
        elsewhere: str = "",
        whole: Sums | None = None,
    ) -> None:
        """Check a chart of leverage and hours: its title, its columns with their pages, its labels, its table."""
        figure = f".//figure[.//h3[@id='{name}_title']]"
        self.read(f"{figure}//h3", f"Leverage and human hours{title}")
        shown = [(label, sums) for label, sums, _ in bars if sums]
        columns = f"{figure}//div[@class='columns']"
        places = [node.tag == "a" for node in self.main.xpath(f"{columns}/*")]
        assert places == [sums is not None for _, sums, _ in bars], f"{self.file}: {name}"
        links = [(_said(label, sums), file) for label, sums, file in bars if sums]
        self.links(f"{columns}/a", *links)
        working = [(label, sums) for label, sums in shown if sums.tasks]
        whole = whole or Sums([part for _, sums in working for part in sums.parts])
        self.read(f"{figure}//text[@class='mean']", f"{whole.texts['leverage']}average")
        label, sums = max(working, key=lambda pair: pair[1].leverage or 0)
        self.read(f"{figure}//text[@class='peak']", f"{label}: {sums.texts['leverage']}")
        if elsewhere:
            self.links(f"{figure}/p[@class='table']/a", ("Table", elsewhere))
        if table:
            names = ("leverage", "human_hours", "tasks")
            rows = [[label, *(sums.texts[name] for name in names)] for label, sums in shown]
            self.read(f"{figure}//caption", f"Leverage and human hours{title}")
            self.table(f"{figure}//table", ["", "Leverage", "Human hours", "Tasks"], rows)

    def factors(self, tasks: Sequence[Task]) -> None:
        """Check the chart of classes of factors."""
        figure = ".//figure[.//h3[@id='distribution_title']]"
        counts = [0] * (len(CLASSES) + 1)
        for task in tasks:
            counts[sum(task.factor >= bound for bound in CLASSES)] += 1
        between = [f"{low:,}x to below {high:,}x" for low, high in pairwise(CLASSES)]
        names = ["below 1x", *between, "10,000x and more"]
        used = [n for n, count in enumerate(counts) if count]
        rows = [[names[n], f"{counts[n]:,}"] for n in range(used[0], used[-1] + 1)]
        self.read(f"{figure}//rect/title", *(": ".join(row) for row in rows if row[1] != "0"))
        self.table(f"{figure}//table", ["Factor", "Tasks"], rows)
        factors = sorted(task.factor for task in tasks)
        low, high = (factor(factors[-(-len(factors) * n // 4) - 1]) for n in (1, 3))
        self.read(f"{figure}/p[@class='aside']", f"Half of all tasks lie between {low} and {high}.")
        average = sum(task.human for task in tasks) / sum(task.ai for task in tasks) * 60
        marks = [f"median {factor(median(factors))}", f"average {factor(average)}"]
        path = f"{figure}//text[starts-with(@class, 'mark')]"
        found = sorted(text(node) for node in self.main.xpath(path))
        assert found == sorted(marks), self.file
        self.read(path, *(text(node) for node in self.main.xpath(path)))

    def calendar(self, span: Sequence[date], days: Mapping[date, Day], name: str, elsewhere: str = "") -> None:
        """Check the days of a calendar in their places, and its table."""
        figure = ".//figure[.//h3[@id='calendar_title']]"
        words = f"The human hours of each day of {name}; darker means more."
        self.read(f"{figure}/p[@class='hidden']", words)
        monday = span[0].toordinal() - span[0].weekday()
        recorded = [day for day in span if day in days]
        columns = f"{figure}//div[@class='columns weeks']"
        cells = self.main.xpath(f"{columns}/*")
        assert len(cells) == span[-1].toordinal() - monday + 1, self.file
        assert [cell.get("class") == "out" for cell in cells[:7]] == [n < span[0].weekday() for n in range(7)], (
            self.file
        )
        found = [n for n, cell in enumerate(cells) if cell.tag == "a"]
        assert found == [day.toordinal() - monday for day in recorded], self.file
        self._shades(figure, [cells[n].get("class") for n in found], [days[day].sums for day in recorded])
        self.links(f"{columns}/a", *((_worked(day, days[day].sums), days[day].file) for day in recorded))
        if elsewhere:
            self.links(f"{figure}/p[@class='table']/a", ("Table", elsewhere))
            return
        weeks: dict[str, list[str]] = {}
        for day in recorded:
            year, number, weekday = day.isocalendar()
            row = weeks.setdefault(f"{year}-W{number:02}", [""] * 7)
            row[weekday - 1] = days[day].sums.texts["human_hours"]
        head = ["Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        self.table(f"{figure}//table", head, [[week, *row] for week, row in weeks.items()])

    def _shades(self, figure: str, shades: list[str], days: Sequence[Sums]) -> None:
        """Check the shades of days against the key, which has those without a record and those of rest as well."""
        keys = [text(node) for node in self.main.xpath(f"{figure}/ul/li")]
        others = ["no record", *(["day of rest"] if any(not day.tasks for day in days) else [])]
        assert keys[: len(others)] == others, self.file
        bounds = [int(key.split()[0].replace(",", "")) for key in keys[len(others) + 1 :]]
        wanted = [f"l{1 + sum(day.human >= bound for bound in bounds)}" if day.human else "rest" for day in days]
        assert shades == wanted, self.file


_LISTED = ("human_hours", "tasks", "ai_minutes", "supervision_minutes", "leverage", "supervisory")


def _moved(now: Sums, before: Period) -> dict[str, str]:
    """Return what stands beside figures on how they changed, and beside the leverage against what."""
    texts = {name: text for name, text in changes(now, before.sums).items() if text != UNKNOWN}
    if "leverage" in texts:
        by_day = "" if now.days == before.sums.days else "; sums per recorded day"
        texts["leverage"] += f" on {before.title}{by_day}"
    return texts


def compared(now: Sums, before: Sums) -> str:
    """Return what is said where sums are of different numbers of days."""
    return f"{counted(now.days, 'recorded day')}, before {before.days:,}: sums are compared per recorded day."


def _leader(task: Task, day: Callable[[date], str] | None) -> str:
    parts = (f"{task.cells['human']} in {task.cells['ai']}", task.project, day and day(task.date))
    return " · ".join(part for part in parts if part)


def _shared(sums: Sums, whole: Sums) -> list[str]:
    texts = sums.texts
    return [share(sums.human, whole.human), texts["human_hours"], texts["tasks"], texts["leverage"]]


def _said(label: str, sums: Sums) -> str:
    if not sums.tasks:
        return f"{label}: no tasks"
    texts = sums.texts
    return f"{label}: {texts['leverage']}, {texts['human_hours']} h, {counted(sums.tasks, 'task')}"


def _worked(day: date, sums: Sums) -> str:
    return f"{short_day(day)[4:]}: " + (f"{sums.texts['human_hours']} h" if sums.tasks else "no tasks")


def _words(prose: str) -> int:
    return sum(any(char.isalnum() for char in piece) for piece in prose.split())


def _empty(node: lxml.html.HtmlElement) -> None:
    """Take what is inside an element off the page."""
    for child in list(node):
        node.remove(child)
    node.text = None
