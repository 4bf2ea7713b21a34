"""Which days of the year have a record, how full they are, and what is left unsaid about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.words import DAYS

FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2025, 12, 31)
_SUPERVISION_UNKNOWN = 0.04
_TOKENS_UNKNOWN = 0.07
_WEEKEND = 0.14
_DAY_OFF = 0.03


@dataclass(frozen=True)
class Plan:
    """A day with a record: `size` is its number of tasks, none on a day of rest."""

    date: date
    size: int
    supervised: bool
    tokens: str

    @property
    def random(self) -> Random:
        """Chance of the day's own, so that a change to one day leaves the others as they are."""
        return Random(f"tasks of {self.date}")

    @property
    def progress(self) -> float:
        """How much of the year is over, from 0 to 1."""
        return progress(self.date)


def progress(day: date) -> float:
    """How much of the year is over on a day, from 0 to 1."""
    return (day - FIRST_DAY) / (LAST_DAY - FIRST_DAY)


def plans() -> Iterator[Plan]:
    """Every day that has a record, in order."""
    for n in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(days=n)
        random = Random(f"plan of {day}")
        if _is_kept(random, day):
            size = 0 if str(day) in DAYS["rest"] else _size(random, day)
            yield Plan(day, size, random.random() >= _SUPERVISION_UNKNOWN, _tokens(random, day))


def _is_kept(random: Random, day: date) -> bool:
    if f"{day:%G-W%V}" in DAYS["gap_weeks"]:
        return False
    if str(day) in _FIXED:
        return True
    return random.random() < (_WEEKEND if day.weekday() > 4 else 1 - _DAY_OFF)


def _size(random: Random, day: date) -> int:
    if str(day) in DAYS["crowded"]:
        return int(DAYS["crowded"][str(day)])
    if day in DAYS["quiet"]:
        return 1
    if day.weekday() > 4:
        return random.randint(2, 7)
    usual = 9 + 6 * progress(day) + _SEASON[day.month] - 2 * (day.weekday() == 4)
    return min(25, max(6, round(random.gauss(usual, 3.5))))


def _tokens(random: Random, day: date) -> str:
    """How a day states its tokens: not at all, by task, as a whole, roughly, or as an estimate."""
    if random.random() < _TOKENS_UNKNOWN:
        return "unknown"
    return "task" if day.month < 4 else random.choice(("exact", "exact", "rough", "estimate"))


_SEASON = {1: 0, 2: 1, 3: 2, 4: 1, 5: 2, 6: 1, 7: -3, 8: -4, 9: 1, 10: 3, 11: 2, 12: -3}
_FIXED = (
    {*DAYS["rest"], *DAYS["crowded"]}
    | {str(day) for day in DAYS["quiet"]}
    | {str(task["date"]) for task in DAYS["extremes"]}
)
