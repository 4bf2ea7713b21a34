"""The data files: every figure unrounded, null where it is unknown, the oldest day first."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from json.encoder import JSONEncoder, encode_basestring
from types import NoneType
from typing import Any, NamedTuple

from leverage_site import figures
from leverage_site.pages.content import Content, Day, DayItem
from leverage_site.pages.links import quoted_tail
from leverage_site.pages.page import PageKind
from leverage_site.pages.tables import PlacedTask, placed_tasks
from leverage_site.pages.urlmap import DATA
from leverage_site.pages.views.pages import TextView
from leverage_site.pages.views.parts import SiteView
from leverage_site.records.measures import Tokens
from leverage_site.stats.totals import factor, supervisory_factor
from leverage_site.urls import absolute

VERSION = 1

# Each column of a file: its name, and how its value is read from what a row is made of.
Columns = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class DaysDataInputs:
    """All days in the order of time."""

    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class TasksDataInputs:
    """The days that have tasks, in the order of time, and the order of tasks on the days' pages."""

    days: tuple[Day, ...]
    order: str


class _DayRow(NamedTuple):
    """A day, and the absolute address of its page."""

    item: DayItem
    url: str


class _DataRow(NamedTuple):
    """A task with its day, the absolute address of the day's page, and who did it where the task names nobody."""

    placed: PlacedTask
    day: Day
    page: str
    assistant: str


def _count(tokens: Tokens | None) -> int | None:
    return tokens.count if tokens else None


def _is_estimated(tokens: Tokens | None) -> bool | None:
    return tokens.estimated if tokens else None


def _number(figure: figures.Figure, row: _DayRow) -> float | None:
    return figure.number(row.item.totals)


DAY_COLUMNS: Columns = {
    "date": lambda row: row.item.date.isoformat(),
    "url": lambda row: row.url,
    **{figure.name: partial(_number, figure) for figure in figures.DATA},
    "tokens_estimated": lambda row: _is_estimated(row.item.totals.tokens),
}
TASK_COLUMNS: Columns = {
    "date": lambda row: row.day.date.isoformat(),
    "n": lambda row: row.placed.n,
    "task": lambda row: row.placed.task.task,
    "human_hours": lambda row: figures.hours(row.placed.task.human),
    "ai_minutes": lambda row: figures.minutes(row.placed.task.ai),
    "supervision_minutes": lambda row: figures.minutes(row.placed.task.supervision),
    "tokens": lambda row: _count(row.placed.task.tokens),
    "project": lambda row: row.placed.task.project,
    "factor": lambda row: factor(row.placed.task),
    "supervisory": lambda row: supervisory_factor(row.placed.task),
    "tags": lambda row: row.placed.task.tags,
    "assistant": lambda row: row.placed.task.assistant or row.assistant,
    "note": lambda row: row.placed.task.note,
    "day_tags": lambda row: row.day.tags,
    "day_tokens": lambda row: _count(row.day.item.totals.tokens),
    "id": lambda row: row.placed.id,
    "permalink": lambda row: row.page + quoted_tail(row.placed.anchor),
    "url": lambda row: row.placed.task.url,
    "links": lambda row: [link._asdict() for link in row.placed.task.links],
    "tokens_estimated": lambda row: _is_estimated(row.placed.task.tokens),
    "day_tokens_estimated": lambda row: _is_estimated(row.day.item.totals.tokens),
    "extra": lambda row: dict(row.placed.task.extra),
}


def collect_days_data(content: Content) -> DaysDataInputs:
    """Collect all days."""
    return DaysDataInputs(content.days)


def collect_tasks_data(content: Content) -> TasksDataInputs:
    """Collect the days that have tasks."""
    days = tuple(day for day in content.days if day.item.totals.tasks)
    return TasksDataInputs(days, content.settings.task_order)


def days_json(site: SiteView, _: str, inputs: DaysDataInputs) -> TextView:
    """Build data/days.json."""
    return _json("days", DAY_COLUMNS, _days(site, inputs))


def days_csv(site: SiteView, _: str, inputs: DaysDataInputs) -> TextView:
    """Build data/days.csv."""
    return _csv(DAY_COLUMNS, _days(site, inputs))


def tasks_json(site: SiteView, _: str, inputs: TasksDataInputs) -> TextView:
    """Build data/tasks.json."""
    return _json("tasks", TASK_COLUMNS, _tasks(site, inputs))


def tasks_csv(site: SiteView, _: str, inputs: TasksDataInputs) -> TextView:
    """Build data/tasks.csv."""
    return _csv(TASK_COLUMNS, _tasks(site, inputs))


def _days(site: SiteView, inputs: DaysDataInputs) -> Iterator[_DayRow]:
    return (_DayRow(day.item, absolute(site.base_url, day.item.address)) for day in inputs.days)


def _tasks(site: SiteView, inputs: TasksDataInputs) -> Iterator[_DataRow]:
    for day in inputs.days:
        page = absolute(site.base_url, day.item.address)
        for placed in placed_tasks(day.tasks.get(), inputs.order):
            yield _DataRow(placed, day, page, site.assistant)


_dumped = JSONEncoder(ensure_ascii=False).encode

# How `json.dumps` writes values of each type; it takes several times as long for a row.
_JSON: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    float: float.__repr__,
    bool: lambda value: "true" if value else "false",
    NoneType: lambda _: "null",
    list: _dumped,
    dict: _dumped,
    tuple: lambda names: f"[{', '.join(map(encode_basestring, names))}]",
}
# What has parts of its own stands in a cell as JSON.
_CELLS: dict[type, Callable[[Any], Any]] = {
    tuple: "; ".join,
    bool: _JSON[bool],
    list: lambda value: _dumped(value) if value else "",
    dict: lambda value: _dumped(value) if value else "",
}


def _json(name: str, columns: Columns, rows: Iterable[Any]) -> TextView:
    """Write one row a line, so that a change is one line of a diff."""
    line = "{{{}}}".format(", ".join(f'"{column}": %s' for column in columns))
    values = ([read(row) for read in columns.values()] for row in rows)
    lines = [line % tuple([_JSON[type(value)](value) for value in row]) for row in values]
    return TextView("".join([f'{{"version": {VERSION}, "{name}": [\n', ",\n".join(lines), "\n]}\n"]))


def _csv(columns: Columns, rows: Iterable[Any]) -> TextView:
    text = _Text()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = [read(row) for read in columns.values()]
        writer.writerow([_CELLS[type(value)](value) if type(value) in _CELLS else value for value in values])
    return TextView("".join(text))


class _Text(list[str]):
    """What `csv` may write to."""

    write = list.append


def _kind(address: str, collect: Callable[[Content], Any], view: Callable[..., TextView]) -> PageKind:
    return PageKind(
        name=address.rpartition("/")[2],
        collect=collect,
        view=view,
        view_type=TextView,
        address=address,
        origin="the data",
        format="text",
        media_type="text/csv; charset=utf-8" if address.endswith(".csv") else "application/json; charset=utf-8",
        in_sitemap=False,
        cost_of_1000_days=50,
    )


_DAYS_JSON, _DAYS_CSV, _TASKS_JSON, _TASKS_CSV = DATA
DATA_KINDS = (
    _kind(_DAYS_JSON, collect_days_data, days_json),
    _kind(_DAYS_CSV, collect_days_data, days_csv),
    _kind(_TASKS_JSON, collect_tasks_data, tasks_json),
    _kind(_TASKS_CSV, collect_tasks_data, tasks_csv),
)
