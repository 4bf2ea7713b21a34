"""What readers would notice of a publication: addresses that lead nowhere, figures that are others than before."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from leverage_site import figures
from leverage_site.publish.order import ASSETS, SiteFile
from leverage_site.publish.receipt import Receipt
from leverage_site.records.model import Record
from leverage_site.text import count_noun

DAYS, TASKS = "data/days.json", "data/tasks.json"
REDIRECTS = "_redirects"
_DATA = "data/"
# In rows of these files, what is no figure.
_NO_FIGURES = frozenset({"date", "id", "n", "url", "permalink", "extra", "links", "tags", "day_tags"})
# What figures of days are called and how they are printed, by their names in data.
_NAMES = {figure.name: figure.heading.format(assistant="assistant").lower() for figure in figures.DATA} | {
    "tokens_estimated": "tokens"
}
_PRINTED: Mapping[str, Callable[[Any], str]] = {
    "human_hours": figures.number_short,
    "ai_minutes": lambda minutes: figures.time_short(timedelta(minutes=minutes)),
    "supervision_minutes": lambda minutes: figures.time_short(timedelta(minutes=minutes)),
    "leverage": figures.factor_text,
    "supervisory": figures.factor_text,
    "tokens_estimated": lambda estimated: "an estimate" if estimated else "counted",
}
_TARGET = re.compile(r"\S++[ \t]++\S")

DataRows = dict[tuple[str, ...], dict[str, Any]]


class ChangedDay(NamedTuple):
    """A day whose figures change: its date, and each change in words."""

    date: str
    changes: tuple[str, ...]


def lost_addresses(receipt: Receipt | None, files: Mapping[str, SiteFile], redirects: str = "") -> tuple[str, ...]:
    """Return the files of pages, feeds and data that were published and that no file takes the place of.

    Args:
        receipt: That of the last publication.
        files: The files by path; a page that redirects is one.
        redirects: The text of a file `_redirects`, which some hosts follow.

    """
    lines = [line.split() for line in redirects.splitlines() if _TARGET.match(line)]
    led = [words[0] for words in lines if not words[0].startswith("#")]
    exact = {path.strip("/") for path in led}
    below = tuple([path[1:-1] for path in led if path.endswith("/*")])
    gone = sorted(path for path in (receipt.files if receipt else ()) if path not in files)
    return tuple(
        path
        for path in gone
        if receipt
        and (receipt.files[path].step != ASSETS or path.startswith(_DATA))
        and path not in exact
        and path.removesuffix("/index.html") not in exact
        and not path.startswith(below or ("\0",))
    )


def changed_days(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[ChangedDay]:
    """Yield the days that were published and whose figures change, by date.

    Args:
        before: The data files DAYS and TASKS as they are published; what is no such file tells of nothing.
        after: The same as they will be.

    """
    days = [_rows(files.get(DAYS, b""), "days", ("date",)) for files in (before, after)]
    tasks = [_rows(files.get(TASKS, b""), "tasks", ("date", "id")) for files in (before, after)]
    of_tasks: dict[str, int] = {}
    for key, _ in _changes(*tasks):
        of_tasks[key[0]] = of_tasks.get(key[0], 0) + 1
    of_days = {key[0]: changes for key, changes in _changes(*days)}
    for date in sorted(of_days.keys() | of_tasks.keys()):
        changes = of_days.get(date, ())
        if count := of_tasks.get(date):
            changes = (*changes, f"figures of {count_noun(count, 'task')}")
        yield ChangedDay(date, changes)


def uncorrected(changed: Iterable[ChangedDay], told: Collection[str]) -> tuple[ChangedDay, ...]:
    """Return the days that change without telling so; `told` has the dates of those that do."""
    return tuple([day for day in changed if day.date not in told])


def tells_of_changes(record: Record) -> bool:
    """Return whether a record tells its readers that its figures are no longer those it was published with."""
    return bool(record.corrections or record.withdrawn)


def _rows(data: bytes, name: str, key: tuple[str, ...]) -> DataRows:
    try:
        return {tuple(str(row[part]) for part in key): dict(row) for row in json.loads(data)[name]}
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}


def _changes(before: DataRows, after: DataRows) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the keys of rows that differ in a figure, with what differs, and of tasks that are gone."""
    dates = {key[0] for key in after}
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            if len(key) > 1 and key[0] in dates:
                yield key, ()
            continue
        names = [
            name for name in old if name not in _NO_FIGURES and name in new and _differs(old[name], new[name])
        ]
        if names:
            yield key, tuple([_said(name, old[name], new[name]) for name in names])


def _differs(old: Any, new: Any) -> bool:
    """Whether two values are figures, or a figure and nothing, and not equal."""
    is_figure = all(value is None or isinstance(value, int | float) for value in (old, new))
    return is_figure and old != new


def _said(name: str, old: Any, new: Any) -> str:
    """Say what a figure was and is, as pages print it unless that is the same."""
    forms: tuple[Callable[[Any], str], ...] = (_PRINTED.get(name, _digits), _digits, str)
    pairs = [(_printed(form, old), _printed(form, new)) for form in forms]
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
    return f"{_NAMES.get(name, name)} {before}, now {after}"


def _printed(form: Callable[[Any], str], figure: Any) -> str:
    if figure is None:
        return "unknown"
    try:
        return form(figure)
    except (OverflowError, ValueError):  # what lies at a target may be anything
        return str(figure)


def _digits(number: Any) -> str:
    return f"{number:,.6g}" if isinstance(number, float) else f"{number:,}"
