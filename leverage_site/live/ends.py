"""The highest, the lowest and the median factor of tasks, the best and the weakest of several days, and dates.

They are called by the end and by what it is of: `highest.factor`, `week.lowest.task`, `all.highest.weekday`.
"""

import datetime as dt

from leverage_site.dates import WEEKDAYS, long_date
from leverage_site.figures import LEVERAGE, UNKNOWN, factor_text
from leverage_site.live.groups import LiveGroup
from leverage_site.live.values import LiveValue, ValueKind, of_totals
from leverage_site.stats.as_of import End

ENDS: tuple[End, ...] = ("highest", "lowest")
MEDIAN = "median"
# What each is asked of tasks, of several days, and of one day as a whole.
OF_TASKS = (*[f"{end}.{what}" for end in ENDS for what in ("factor", "task")], f"{MEDIAN}.factor")
OF_DAYS = tuple([f"{end}.{what}" for end in ENDS for what in ("leverage", "date", "weekday")])
OF_A_DAY = ("date", "weekday")
NAMED = (*OF_A_DAY, *OF_TASKS, *OF_DAYS)

_FACTOR = "Human estimate ÷ the assistant's time, task by task."
_MEDIAN = "The factor in the middle of all tasks; of an even number, halfway between the two in the middle."
_EARLIEST = "Of equal ones the earliest."
_OWN = "That of the day's page."


def applies(called: str, group: LiveGroup) -> bool:
    """Whether one of `NAMED` may be asked of some days: a single one has no best one, several have no date."""
    if called in OF_A_DAY:
        return group.date is not None
    return called in OF_TASKS or group.ends is not None


def of_ends(called: str, group: LiveGroup) -> LiveValue:
    """Return one of `NAMED` of some days that it applies to."""
    end, _, what = called.rpartition(".")
    if called in OF_A_DAY:
        return _of_date(what, group.date, f"{what.capitalize()} {group.said}", _OWN)
    if called in OF_TASKS:
        return _of_tasks(end, what, group)
    found = group.ends() if group.ends else None
    day, totals = getattr(found, end) if found else (None, None)
    if what == "leverage":
        heading = f"{end.capitalize()} leverage of a day {group.said}"
        if totals is None:
            return _unknown(heading, LEVERAGE.definition)
        return of_totals(LEVERAGE, totals, heading=heading)
    heading = f"{what.capitalize()} of the day with the {end} leverage {group.said}"
    return _of_date(what, day.date if day else None, heading, _EARLIEST)


def _of_tasks(end: str, what: str, group: LiveGroup) -> LiveValue:
    found = group.spread()
    heading, definition = f"{end.capitalize()} factor of a task {group.said}", _FACTOR
    if end == MEDIAN:
        heading, definition = f"Median of the factors {group.said}", _MEDIAN
    elif what == "task":
        heading, definition = f"Task with the {end} factor {group.said}", _EARLIEST
    if found is None:
        return _unknown(heading, definition, kind="name" if what == "task" else "number")
    number = found.median if end == MEDIAN else getattr(found, end).factor
    is_title = what == "task"
    text = getattr(found, end).task.task if is_title else factor_text(number)
    return LiveValue(
        heading=heading.rstrip(),
        definition=definition,
        text=text,
        cell=text,
        exact=str(number),
        number=number,
        has_words=False,
        kind="name" if is_title else "number",
    )


def _of_date(what: str, day: dt.date | None, heading: str, definition: str) -> LiveValue:
    if day is None:
        return _unknown(heading, definition, kind="date")
    text = long_date(day) if what == "date" else WEEKDAYS[day.weekday()]
    return LiveValue(heading.rstrip(), definition, text, text, day.isoformat(), None, kind="date")


def _unknown(heading: str, definition: str, *, kind: ValueKind = "number") -> LiveValue:
    return LiveValue(heading.rstrip(), definition, UNKNOWN, UNKNOWN, "", None, has_words=False, kind=kind)
