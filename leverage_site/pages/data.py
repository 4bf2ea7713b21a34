"""Every figure as data: unrounded, null where unknown, the oldest day first."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from json.encoder import JSONEncoder, encode_basestring
from types import NoneType
from typing import Any

from leverage_site import figures
from leverage_site.pages.content import Content
from leverage_site.pages.days import Day, DayItem
from leverage_site.pages.links import quoted_tail
from leverage_site.pages.page import PageKind
from leverage_site.pages.parts import Part, PartsView
from leverage_site.pages.rows import placed_tasks
from leverage_site.pages.views import SiteView, TextView
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task
from leverage_site.stats.totals import factor, supervisory_factor
from leverage_site.urls import absolute

VERSION = 1

Row = tuple[Any, ...]
Spell = Callable[[Iterable[Row]], str]


@dataclass(frozen=True, slots=True)
class DaysInputs:
    """All days in the order of time."""

    days: tuple[DayItem, ...]


@dataclass(frozen=True, slots=True)
class TasksInputs:
    """The days that have tasks, in the order of time, and the order of tasks on the days' pages."""

    days: tuple[Day, ...]
    order: str


def _days_inputs(content: Content) -> DaysInputs:
    return DaysInputs(content.items)


def _tasks_inputs(content: Content) -> TasksInputs:
    days = tuple(day for day in content.days if day.item.totals.tasks)
    return TasksInputs(days, content.settings.task_order)


def days_json(site: SiteView, _: str, inputs: DaysInputs) -> TextView:
    """data/days.json."""
    return TextView("".join([_begin("days"), _json(_DAY_COLUMNS, _days(site, inputs)), _END]))


def days_csv(site: SiteView, _: str, inputs: DaysInputs) -> TextView:
    """data/days.csv."""
    return TextView(_csv([_DAY_COLUMNS, *_days(site, inputs)]))


def tasks_json(site: SiteView, _: str, inputs: TasksInputs) -> PartsView:
    """data/tasks.json."""
    parts = _parts(site, inputs, partial(_json, _TASK_COLUMNS), ",\n")
    return PartsView((_text(_begin("tasks")), *parts, _text(_END)))


def tasks_csv(site: SiteView, _: str, inputs: TasksInputs) -> PartsView:
    """data/tasks.csv."""
    parts = _parts(site, inputs, _csv, "")
    return PartsView((_text(_csv([_TASK_COLUMNS])), *parts))


_DAY_COLUMNS = ("date", "url", *(figure.name for figure in figures.DATA), "tokens_estimated")
_TASK_COLUMNS = (
    "date",
    "n",
    "task",
    "human_hours",
    "ai_minutes",
    "supervision_minutes",
    "tokens",
    "project",
    "factor",
    "supervisory",
    "tags",
    "assistant",
    "note",
    "day_tags",
    "day_tokens",
    "id",
    "permalink",
    "url",
    "links",
    "tokens_estimated",
    "day_tokens_estimated",
    "extra",
)
_END = "\n]}\n"


def _days(site: SiteView, inputs: DaysInputs) -> Iterator[Row]:
    for day in inputs.days:
        url = absolute(site.base_url, day.address)
        yield (day.date.isoformat(), url, *figures.numbers(day.totals).values(), _is_estimated(day.totals.tokens))


def _parts(site: SiteView, inputs: TasksInputs, spell: Spell, between: str) -> Iterator[Part]:
    for day in inputs.days:
        end = between if day is not inputs.days[-1] else ""
        key = f"{inputs.order} {day.token} {end} {site.base_url} {site.assistant}"
        yield Part(key, partial(_part, site, day, inputs.order, spell, end))


def _part(site: SiteView, day: Day, order: str, spell: Spell, end: str) -> str:
    return spell(_tasks(site, day, order)) + end


def _text(text: str) -> Part:
    return Part(text, lambda: text)


def _tasks(site: SiteView, day: Day, order: str) -> Iterator[Row]:
    page, tokens = absolute(site.base_url, day.item.address), day.item.totals.tokens
    for placed in placed_tasks(day.log.tasks, order):
        task = placed.task
        yield (
            day.date.isoformat(),
            placed.n,
            task.task,
            figures.hours(task.human),
            figures.minutes(task.ai),
            figures.minutes(task.supervision),
            _count(task.tokens),
            task.project,
            factor(task),
            supervisory_factor(task),
            task.tags,
            task.assistant or site.assistant,
            task.note,
            day.log.tags,
            _count(tokens),
            placed.id,
            page + quoted_tail(placed.anchor),
            task.url,
            _links(task),
            _is_estimated(task.tokens),
            _is_estimated(tokens),
            dict(task.extra),
        )


def _count(tokens: Tokens | None) -> int | None:
    return tokens.count if tokens else None


def _is_estimated(tokens: Tokens | None) -> bool | None:
    return tokens.estimated if tokens else None


def _links(task: Task) -> list[dict[str, str]]:
    return [link._asdict() for link in task.links]


def _begin(name: str) -> str:
    return f'{{"version": {VERSION}, "{name}": [\n'


def _json(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    """One row a line, so that a change is one line of a diff."""
    names = ", ".join(f'"{name}": %s' for name in columns)
    return ",\n".join([f"{{{names}}}" % tuple([_SPELL[type(value)](value) for value in row]) for row in rows])


_dumped = JSONEncoder(ensure_ascii=False).encode

# As `json.dumps` has them, which takes several times as long for a row.
_SPELL: dict[type, Callable[[Any], str]] = {
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
    bool: _SPELL[bool],
    list: lambda value: _dumped(value) if value else "",
    dict: lambda value: _dumped(value) if value else "",
}


def _same(value: Any) -> Any:
    return value


def _csv(rows: Iterable[Row]) -> str:
    text = _Text()
    plain = ([_CELLS.get(type(value), _same)(value) for value in row] for row in rows)
    csv.writer(text, lineterminator="\n").writerows(plain)
    return "".join(text)


class _Text(list[str]):
    """What `csv` may write to."""

    write = list.append


def _kind(address: str, collect: Callable[[Content], Any], view: Callable[..., TextView | PartsView]) -> PageKind:
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


DATA_KINDS = (
    _kind("/data/days.json", _days_inputs, days_json),
    _kind("/data/days.csv", _days_inputs, days_csv),
    _kind("/data/tasks.json", _tasks_inputs, tasks_json),
    _kind("/data/tasks.csv", _tasks_inputs, tasks_csv),
)
