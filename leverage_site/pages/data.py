"""The data files: every figure unrounded, null where it is unknown, the oldest day first."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import chain
from json.encoder import JSONEncoder, encode_basestring
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple

from leverage_site import figures
from leverage_site.dates import month_of
from leverage_site.pages.content import Content, DayItem, PeriodDays
from leverage_site.pages.links import quoted_tail
from leverage_site.pages.page import PageKind, all_days
from leverage_site.pages.urlmap import DATA_FILES
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import TextView
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task, TaskLink
from leverage_site.stats.index import PeriodGroup
from leverage_site.stats.totals import factor, supervisory_factor
from leverage_site.urls import absolute
from leverage_site.values import value

VERSION = 1

# Each column of a file: its name, and how its value is read from what a row is made of.
Columns = Mapping[str, Callable[[Any], Any]]
# The values of each column.
Values = list[list[Any]]


class WithdrawnRow(NamedTuple):
    """A day that was taken back, the address of its page, and why."""

    date: date
    address: str
    reason: str


@value
class DataInputs:
    """The months of a data file in the order of time, and the order of tasks on the days' pages.

    `withdrawn` are the days that were taken back, which the file of days lists.

    They are all of the file or one segment: `is_first` and `is_last` tell which ends of the file are theirs.
    """

    months: tuple[PeriodDays, ...]
    order: str
    is_first: bool = True
    is_last: bool = True
    withdrawn: tuple["WithdrawnRow", ...] = ()


class _DayRow(NamedTuple):
    """A day, and the absolute address of its page."""

    item: DayItem
    url: str


class _TaskRow(NamedTuple):
    """A task with its place on its day's page and who did it; `date`, `tags` and `tokens` are the day's."""

    task: Task
    n: int
    id: str
    permalink: str
    assistant: str
    date: str
    tags: tuple[str, ...]
    tokens: Tokens | None


def _count(tokens: Tokens | None) -> int | None:
    return tokens.count if tokens else None


def _is_estimated(tokens: Tokens | None) -> bool | None:
    return tokens.estimated if tokens else None


def _number(figure: figures.Figure, row: _DayRow) -> float | None:
    return figure.number(row.item.totals)


# In no order: where a day is, and its figures.
_UNORDERED_OF_DAY: Columns = {
    "date": lambda row: row.item.date.isoformat(),
    "url": lambda row: row.url,
    **{figure.name: partial(_number, figure) for figure in figures.DATA},
    "tokens_estimated": lambda row: _is_estimated(row.item.totals.tokens),
    "withdrawn": lambda _: None,
}
# Whoever reads the files may count columns: what has no place here comes last.
_ORDER_OF_DAY = (
    "date", "url", "tasks", "human_hours", "ai_minutes", "supervision_minutes", "tokens", "leverage",
    "supervisory", "tokens_estimated", "withdrawn",
)  # fmt: skip
DAY_COLUMNS: Columns = {
    name: _UNORDERED_OF_DAY[name] for name in dict.fromkeys((*_ORDER_OF_DAY, *_UNORDERED_OF_DAY))
}

# What the columns of a task's key have, by the type of its values and by what stands behind its name; None is the
# value itself. The table of keys in `records.schema` would load the parsers of records, where none is to be read.
_WRITTEN: Mapping[Any, Mapping[str, Callable[[Any], Any] | None]] = {
    str: {"": None},
    str | None: {"": None},
    tuple[str, ...]: {"": None},
    timedelta: {"_minutes": figures.minutes},
    timedelta | None: {"_minutes": figures.minutes},
    Tokens | None: {"": _count, "_estimated": _is_estimated},
    tuple[TaskLink, ...]: {"": lambda links: [link._asdict() for link in links] if links else []},
    Mapping[str, Any]: {"": None},
}


def _key_column(key: str, write: Callable[[Any], Any] | None) -> Callable[[_TaskRow], Any]:
    """Return what reads a key of a task from its row."""
    read = attrgetter(f"task.{key}")
    return (lambda row: write(read(row))) if write else read


# In no order: a task's own values, and those that it has by its place on the site.
_UNORDERED: Columns = {
    **{
        f"{key.name}{end}": _key_column(key.name, write)
        for key in fields(Task)
        if key.name != "human"
        for end, write in _WRITTEN[key.type].items()
    },
    "human_hours": lambda row: figures.hours(row.task.human),
    "date": attrgetter("date"),
    "n": attrgetter("n"),
    "factor": lambda row: factor(row.task),
    "supervisory": lambda row: supervisory_factor(row.task),
    "assistant": attrgetter("assistant"),
    "day_tags": attrgetter("tags"),
    "day_tokens": lambda row: _count(row.tokens),
    "day_tokens_estimated": lambda row: _is_estimated(row.tokens),
    "id": attrgetter("id"),
    "permalink": attrgetter("permalink"),
}
# As for days.
_ORDER = (
    "date", "n", "task", "human_hours", "ai_minutes", "supervision_minutes", "tokens", "project", "factor",
    "supervisory", "tags", "assistant", "note", "day_tags", "day_tokens", "id", "permalink", "url", "links",
    "tokens_estimated", "day_tokens_estimated", "extra",
)  # fmt: skip
TASK_COLUMNS: Columns = {name: _UNORDERED[name] for name in dict.fromkeys((*_ORDER, *_UNORDERED))}


def collect_days_data(content: Content) -> DataInputs:
    """Collect all days."""
    withdrawn = tuple(
        [WithdrawnRow(day.record.date, day.address, day.record.withdrawn or "") for day in content.withdrawn]
    )
    months = {month.period.key: month for month in content.periods("month").values() if month.days}
    for row in withdrawn:
        month = month_of(row.date)
        months.setdefault(month.key, PeriodDays(PeriodGroup(month), ()))
    ordered = tuple([months[key] for key in sorted(months)])
    return DataInputs(ordered, content.settings.task_order, withdrawn=withdrawn)


def collect_tasks_data(content: Content) -> DataInputs:
    """Collect the months that have tasks."""
    months = tuple(month for month in content.periods("month").values() if month.totals.tasks)
    return DataInputs(months, content.settings.task_order)


def month_segments(inputs: DataInputs) -> Iterator[DataInputs]:
    """Yield the inputs of each segment: a month, so that the edit of a day writes the rows of one month anew."""
    if not inputs.months:
        yield inputs
    for month in inputs.months:
        yield replace(
            inputs,
            months=(month,),
            is_first=inputs.is_first and month is inputs.months[0],
            is_last=inputs.is_last and month is inputs.months[-1],
            withdrawn=tuple([row for row in inputs.withdrawn if month_of(row.date) == month.period]),
        )


def days_json(site: SiteView, _: str, inputs: DataInputs) -> TextView:
    """Build data/days.json."""
    return _json("days", DAY_COLUMNS, inputs, _day_values(site, inputs))


def days_csv(site: SiteView, _: str, inputs: DataInputs) -> TextView:
    """Build data/days.csv."""
    return _csv(DAY_COLUMNS, inputs, _day_values(site, inputs))


def tasks_json(site: SiteView, _: str, inputs: DataInputs) -> TextView:
    """Build data/tasks.json."""
    return _json("tasks", TASK_COLUMNS, inputs, _task_values(site, inputs.months, inputs.order))


def tasks_csv(site: SiteView, _: str, inputs: DataInputs) -> TextView:
    """Build data/tasks.csv."""
    return _csv(TASK_COLUMNS, inputs, _task_values(site, inputs.months, inputs.order))


def _day_values(site: SiteView, inputs: DataInputs) -> Values:
    days = chain.from_iterable(month.days for month in inputs.months)
    rows = [_DayRow(day.item, absolute(site.base_url, day.item.address)) for day in days]
    values = [list(map(read, rows)) for read in DAY_COLUMNS.values()]
    for one in reversed(inputs.withdrawn):
        url = absolute(site.base_url, one.address)
        known = {"date": one.date.isoformat(), "url": url, "withdrawn": one.reason}
        place = bisect_left([row.item.date for row in rows], one.date)
        for name, column in zip(DAY_COLUMNS, values, strict=True):
            column.insert(place, known.get(name))
    return values


# The segments of a month are made one after the other: to read its tasks once saves 0.1 of 4.5 s of CPU per 1,000
# days. What is given never changes, and months are equal only where they are the same object.
@lru_cache(1)
def _task_values(site: SiteView, months: tuple[PeriodDays, ...], order: str) -> Values:
    rows = []
    for day in chain.from_iterable(month.days for month in months):
        page = absolute(site.base_url, day.item.address)
        of_day = (day.date.isoformat(), day.tags, day.item.totals.tokens)
        for placed in day.tasks.placed(order):
            task = placed.task
            permalink = page + quoted_tail(placed.anchor)
            rows.append(_TaskRow(task, placed.n, placed.id, permalink, task.assistant or site.assistant, *of_day))
    return [list(map(read, rows)) for read in TASK_COLUMNS.values()]


_dumped = JSONEncoder(ensure_ascii=False).encode

# How JSON has values of each type; `json.dumps` takes several times as long for a row.
_JSON: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    float: float.__repr__,
    bool: lambda value: "true" if value else "false",
    NoneType: lambda _: "null",
    list: lambda value: _dumped(value) if value else "[]",
    dict: lambda value: _dumped(value) if value else "{}",
    tuple: lambda names: f"[{', '.join(map(encode_basestring, names))}]",
}


# Types whose values have the same text in Python, JSON and CSV.
_NUMBERS = {int, float}


def _cell(text: str) -> str:
    """Return a text as a cell of a CSV file (RFC 4180), which `csv.writer` takes twice as long for."""
    if '"' in text or "," in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


# How CSV has them: what has parts of its own stands in a cell as JSON.
_CSV: Mapping[type, Callable[[Any], str]] = {
    **_JSON,
    str: _cell,
    NoneType: lambda _: "",
    list: lambda value: _cell(_dumped(value)) if value else "",
    dict: lambda value: _cell(_dumped(value)) if value else "",
    tuple: lambda names: _cell("; ".join(names)),
}


def _texts(values: Values, writers: Mapping[type, Callable[[Any], str]]) -> Iterator[tuple[str, ...]]:
    """Yield each row as what `writers` make of its values, by their types.

    Column by column takes half the time of row by row: most columns have values of one type.
    """
    texts = []
    for column in values:
        kinds = set(map(type, column))
        if kinds == {tuple}:  # the tags of a day stand in each of its rows
            by_value = {value: writers[tuple](value) for value in set(column)}
            texts.append([by_value[value] for value in column])
        elif kinds <= _NUMBERS:
            texts.append(list(map(repr, column)))
        elif len(kinds) == 1:
            texts.append(list(map(writers[kinds.pop()], column)))
        else:
            texts.append([writers[type(value)](value) for value in column])
    return zip(*texts, strict=True)


def _json(name: str, columns: Columns, inputs: DataInputs, values: Values) -> TextView:
    """Write one row a line, so that a change is one line of a diff."""
    line = "{{{}}}".format(", ".join(f'"{column}": %s' for column in columns))
    begin = f'{{"version": {VERSION}, "{name}": [\n' if inputs.is_first else ",\n"
    end = "\n]}\n" if inputs.is_last else ""
    return TextView(begin + ",\n".join([line % texts for texts in _texts(values, _JSON)]) + end)


def _csv(columns: Columns, inputs: DataInputs, values: Values) -> TextView:
    begin = (columns,) if inputs.is_first else ()
    return TextView("".join([f"{','.join(cells)}\n" for cells in chain(begin, _texts(values, _CSV))]))


def _kind(address: str, collect: Callable[[Content], Any], view: Callable[..., TextView]) -> PageKind:
    return PageKind(
        name=address.rpartition("/")[2],
        collect=collect,
        sources=all_days,
        view=view,
        view_type=TextView,
        address=address,
        origin="the data",
        format="text",
        media_type="text/csv; charset=utf-8" if address.endswith(".csv") else "application/json; charset=utf-8",
        segments=month_segments,
        in_sitemap=False,
        cost_of_1000_days=50,
    )


_DAYS_JSON, _DAYS_CSV, _TASKS_JSON, _TASKS_CSV = DATA_FILES
DATA_KINDS = (
    _kind(_DAYS_JSON, collect_days_data, days_json),
    _kind(_DAYS_CSV, collect_days_data, days_csv),
    _kind(_TASKS_JSON, collect_tasks_data, tasks_json),
    _kind(_TASKS_CSV, collect_tasks_data, tasks_csv),
)
