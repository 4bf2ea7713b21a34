"""Totals by period, project, tag and assistant."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from leverage_site.dates import Period, day_of, month_of, week_of, year_of
from leverage_site.records.model import Record, Task
from leverage_site.stats.totals import Portion, Totals, part_of_day, totals, whole_day


@dataclass(frozen=True, slots=True)
class Rollup:
    """The totals of everything that shares `key`; None is the tasks without a project."""

    key: str | None
    totals: Totals


def by_period(records: Iterable[Record], period: Callable[[date], Period]) -> tuple[Rollup, ...]:
    """Rollups of whole days, in the order of time."""
    return _rollups((period(r.date).key, whole_day(r)) for r in sorted(records, key=lambda r: r.date))


def by_project(records: Iterable[Record]) -> tuple[Rollup, ...]:
    """Rollups of each project's tasks, by name; the tasks without a project come last.

    Names that differ only in case are one, as tags are; so for assistants.
    """
    return _by_task(records, lambda task: task.project)


def by_assistant(records: Iterable[Record], default: str) -> tuple[Rollup, ...]:
    """Rollups of each assistant's tasks, by name; `default` did those that name none."""
    return _by_task(records, lambda task: task.assistant or default)


def by_tag(records: Iterable[Record]) -> tuple[Rollup, ...]:
    """Rollups by tag, by name: whole days that carry it, and the tasks that carry it on other days.

    Tags that differ only in case are one; the first spelling wins.
    """
    ordered = sorted(records, key=lambda r: r.date)
    spelling = tag_spellings(ordered)
    return _sorted(_rollups((spelling[key], portion) for r in ordered for key, portion in tagged(r)))


def tag_spellings(records: Sequence[Record]) -> dict[str, str]:
    """The spelling of each tag by its case-folded form: the first one in the order of `records`."""
    return spellings(tag for record in records for tag in tag_names(record))


def tag_names(record: Record) -> tuple[str, ...]:
    """The tags of a day, then those of its tasks, as they are written."""
    return tuple(dict.fromkeys((*record.tags, *(tag for task in record.tasks for tag in task.tags))))


def spellings(names: Iterable[str]) -> dict[str, str]:
    """The first spelling of each name by its case-folded form."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return found


def tagged(record: Record) -> Iterable[tuple[str, Portion]]:
    """What of a day counts for each of its tags, which are case-folded: all of it for the day's own."""
    day_tags, whole = {tag.casefold() for tag in record.tags}, whole_day(record)
    for tag in sorted(day_tags):
        yield tag, whole
    found: dict[str, list[Task]] = {}
    for task in record.tasks:
        for tag in {tag.casefold() for tag in task.tags} - day_tags:
            found.setdefault(tag, []).append(task)
    for tag in sorted(found):
        yield tag, part_of_day(record, tuple(found[tag]))


def projects(record: Record) -> Iterable[tuple[str, Portion]]:
    """The tasks of a day for each of its projects, by the first spelling of the day."""
    found: dict[str, list[Task]] = {}
    for task in record.tasks:
        if task.project:
            found.setdefault(task.project.casefold(), []).append(task)
    for tasks in found.values():
        yield tasks[0].project or "", part_of_day(record, tuple(tasks))


def _by_task(records: Iterable[Record], key: Callable[[Task], str | None]) -> tuple[Rollup, ...]:
    spelling: dict[str, str] = {}

    def portions() -> Iterable[tuple[str | None, Portion]]:
        for record in sorted(records, key=lambda r: r.date):
            found: dict[str | None, list[Task]] = {}
            for task in record.tasks:
                name = key(task)
                spelled = None if name is None else spelling.setdefault(name.casefold(), name)
                found.setdefault(spelled, []).append(task)
            for spelled, tasks in found.items():
                yield spelled, part_of_day(record, tuple(tasks))

    return _sorted(_rollups(portions()))


def _rollups(keyed: Iterable[tuple[str | None, Portion]]) -> tuple[Rollup, ...]:
    groups: dict[str | None, list[Portion]] = {}
    for key, portion in keyed:
        groups.setdefault(key, []).append(portion)
    return tuple(Rollup(key, totals(portions)) for key, portions in groups.items())


def _sorted(rollups: tuple[Rollup, ...]) -> tuple[Rollup, ...]:
    return tuple(sorted(rollups, key=lambda r: (r.key is None, (r.key or "").casefold(), r.key or "")))


GROUPINGS: dict[str, Callable[[Iterable[Record], str], tuple[Rollup, ...]]] = {
    "day": lambda records, _: by_period(records, day_of),
    "week": lambda records, _: by_period(records, week_of),
    "month": lambda records, _: by_period(records, month_of),
    "year": lambda records, _: by_period(records, year_of),
    "project": lambda records, _: by_project(records),
    "tag": lambda records, _: by_tag(records),
    "assistant": by_assistant,
}
