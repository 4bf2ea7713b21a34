"""Sites of chance, drawn from a seed, with the sums that sentences about them are made of.

Everything here is computed from the rows anew: none of it is the program's.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from random import Random

from tests.claims.corpus.sites import Row

GROUPS = ("search", "billing", "gateway", "editor", "importer", "scheduler", "mailbox", "catalog")
TOPICS = (
    "pagination with cursors",
    "retries after a timeout",
    "keyboard navigation",
    "audit trail",
    "export to spreadsheets",
    "dark palette",
    "rate limits",
    "session tokens",
    "webhooks and signatures",
    "password reset",
    "thumbnails",
    "recurring invoices",
    "currency rounding",
    "address validation",
    "undo history",
    "drag and drop",
    "empty states",
    "health probe",
    "schema migration",
    "feature flags",
    "locale files",
    "print layout",
    "onboarding tour",
    "duplicate detection",
    "attachment previews",
    "spam filter",
    "calendar invitations",
    "bulk delete",
    "nightly backup",
    "memory leak",
)
HOURS = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24, 30, 32, 40, 60, 80, 120)
MINUTES = (4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 65, 75, 90, 110, 140)
SUPERVISION = (1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10)


class Sums:
    """What some rows come to."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self.tasks = len(self.rows)
        self.hours = sum(row.human for row in self.rows)
        self.minutes = sum(row.ai for row in self.rows)
        self.supervision = sum(row.supervision or 0 for row in self.rows)

    @property
    def leverage(self) -> float:
        """Hours of human work for each hour of the assistant's."""
        return self.hours * 60 / self.minutes

    @property
    def supervisory(self) -> float:
        """Hours of human work for each hour of supervision."""
        return self.hours * 60 / self.supervision


class Day(Sums):
    """One day, with the days before it."""

    def __init__(self, date: dt.date, rows: Sequence[Row], before: "tuple[Day, ...]") -> None:
        super().__init__(rows)
        self.date = date
        self.before = before

    @cached_property
    def scopes(self) -> "dict[str, tuple[Day, ...]]":
        """The days up to this one, itself included, by the words for the scope."""
        days = (*self.before, self)
        return {
            "of the week": tuple(d for d in days if d.date.isocalendar()[:2] == self.date.isocalendar()[:2]),
            "of the month": tuple(
                d for d in days if (d.date.year, d.date.month) == (self.date.year, self.date.month)
            ),
            "so far": days,
        }


def random_site(seed: int, length: int = 24) -> list[Day]:
    """Draw a site of `length` days, some weeks of them."""
    chance = Random(seed)  # noqa: S311
    date, days = dt.date(2027, 1, 4) + dt.timedelta(chance.randrange(300)), []
    for _ in range(length):
        days.append(Day(date, _rows(chance), tuple(days)))
        date += dt.timedelta(chance.choice((1, 1, 1, 1, 2, 3)))
    return days


def _rows(chance: Random) -> list[Row]:
    topics = chance.sample(TOPICS, 12)
    rows: list[Row] = []
    for group in chance.sample(GROUPS, chance.randint(2, 4)):
        alike = chance.random() < 0.4
        measures = _measures(chance)
        for _ in range(chance.randint(1, 3)):
            measures = measures if alike else _measures(chance)
            rows.append(Row(*measures, group, f"{group.capitalize()}: {topics.pop()}"))
    chance.shuffle(rows)
    return rows


def _measures(chance: Random) -> tuple[float, float, float]:
    return chance.choice(HOURS), chance.choice(MINUTES), chance.choice(SUPERVISION)
