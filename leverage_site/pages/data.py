"""Every figure as data: unrounded, null where unknown, the oldest day first."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from leverage_site import figures
from leverage_site.addresses import absolute
from leverage_site.pages.content import Content
from leverage_site.pages.days import DayItem
from leverage_site.pages.directory import DATA
from leverage_site.pages.page import Page
from leverage_site.pages.rows import ordered_tasks
from leverage_site.pages.views import SiteView, TextView
from leverage_site.settings import FILE
from leverage_site.stats.totals import factor, supervisory_factor

VERSION = 1


@dataclass(frozen=True, slots=True)
class DataInputs:
    """All days in the order of time, and the order of tasks on their pages."""

    days: tuple[DayItem, ...]
    order: str


def data_pages() -> Iterator[Page]:
    """The four data files."""
    for address, view in zip(DATA, (days_json, days_csv, tasks_json, tasks_csv), strict=True):
        yield Page(address, "the data", FILE, _inputs, view)


def _inputs(content: Content) -> DataInputs:
    return DataInputs(content.items, content.settings.task_order)


def days_json(site: SiteView, _: str, inputs: DataInputs) -> TextView:
    """data/days.json."""
    return _json("days", list(_days(site, inputs)))


def days_csv(site: SiteView, _: str, inputs: DataInputs) -> TextView:
    """data/days.csv."""
    return _csv(("date", "url", *(figure.name for figure in figures.DATA)), _days(site, inputs))


def tasks_json(_: SiteView, __: str, inputs: DataInputs) -> TextView:
    """data/tasks.json."""
    return _json("tasks", list(_tasks(inputs)))


def tasks_csv(_: SiteView, __: str, inputs: DataInputs) -> TextView:
    """data/tasks.csv."""
    return _csv(_TASK_COLUMNS, _tasks(inputs))


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
)


def _days(site: SiteView, inputs: DataInputs) -> Iterator[dict[str, Any]]:
    for day in inputs.days:
        url = absolute(site.base_url, day.address)
        yield {"date": day.record.date.isoformat(), "url": url, **figures.numbers(day.totals)}


def _tasks(inputs: DataInputs) -> Iterator[dict[str, Any]]:
    for day in inputs.days:
        for n, task in enumerate(ordered_tasks(day.record, inputs.order), 1):
            values = (
                day.record.date.isoformat(),
                n,
                task.task,
                figures.hours(task.human),
                figures.minutes(task.ai),
                figures.minutes(task.supervision),
                task.tokens.count if task.tokens else None,
                task.project,
                factor(task),
                supervisory_factor(task),
            )
            yield dict(zip(_TASK_COLUMNS, values, strict=True))


def _json(name: str, rows: list[dict[str, Any]]) -> TextView:
    """One row a line, so that a change is one line of a diff."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return TextView(f'{{"version": {VERSION}, "{name}": [\n{lines}\n]}}\n')


def _csv(columns: tuple[str, ...], rows: Iterator[dict[str, Any]]) -> TextView:
    text = _Text()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return TextView("".join(text))


class _Text(list[str]):
    """What `csv` may write to."""

    write = list.append
