"""Sentences out of templates and a day of chance: true by construction, and false where one figure is exchanged.

A template is a line `kind | sentence`, with slots in braces: `{leverage}`. A star, `{leverage*}`, says that the
sentence is false with any other text in this place; `Slots` has for each slot the right text and a wrong one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.claims.corpus.entries import Entry
from tests.claims.corpus.random_site import Day, Sums
from tests.claims.corpus.sites import Row

WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
METRICS: dict[str, Callable[[Sums], float]] = {
    "leverage": lambda s: s.leverage,
    "supervisory leverage": lambda s: s.supervisory,
    "number of tasks": lambda s: s.tasks,
    "number of human hours": lambda s: s.hours,
}
_SLOT = re.compile(r"\{([a-z_.]+)(\*?)\}")


class Choice(NamedTuple):
    """What is right in a slot, and what would be wrong; None where nothing surely is."""

    right: str
    wrong: str | None = None


class Unavailable(Exception):  # noqa: N818
    """A day lacks what a slot speaks of."""


class Template(NamedTuple):
    """A sentence with slots, and the kind of statement that it makes."""

    kind: str
    sentence: str
    source: str


def read_templates(path: Path) -> list[Template]:
    """Read the templates of a file; blank lines and lines from a # on are left out."""
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    found = [(n, line.split(" | ", 1)) for n, line in lines if line.strip() and not line.startswith("#")]
    return [Template(parts[0].strip(), parts[1].strip(), f"{path.name}:{n}") for n, parts in found]


def fill(template: Template, slots: "Slots", chance: Random, *, false: bool = False) -> Entry | None:
    """Fill a template; None where the day lacks something, or where nothing in it can be made false."""
    try:
        found = {name: slots.get(name) for name, _ in _SLOT.findall(template.sentence)}
    except Unavailable:
        return None
    starred = sorted({name for name, star in _SLOT.findall(template.sentence) if star and found[name].wrong})
    if false and not starred:
        return None
    exchanged = chance.choice(starred) if false else None

    sentence, marked = "", []
    for place, piece in enumerate(_SLOT.split(template.sentence)):
        # Between two texts stand the name of a slot and its star.
        if place % 3 == 0:
            sentence += piece
        elif place % 3 == 1:
            begin = len(sentence)
            sentence += str(found[piece][piece == exchanged])
            marked += [(begin, len(sentence))] if piece == exchanged else []
    truth, because = ("false", f"{exchanged} is {found[exchanged].right}") if exchanged else ("true", "")
    return Entry(truth, template.kind, sentence[0].upper() + sentence[1:], tuple(marked), because, template.source)


def factor(value: float) -> str:
    """Print a factor as tables do."""
    return f"{value:,.1f}x"


def number(value: float) -> str:
    """Print a number without decimals that say nothing."""
    return f"{value:,.1f}".removesuffix(".0")


def word(value: int) -> str:
    """Print a small number as a word."""
    return WORDS[value] if value < len(WORDS) else str(value)


class Slots:
    """The slots of one drawing: some tasks, a group, a pair and a limit of a day are picked once and stay."""

    def __init__(self, day: Day, chance: Random) -> None:
        self.day, self.chance = day, chance
        self.first, self.second = chance.sample(day.rows, 2)

    def get(self, name: str) -> Choice:
        """Return the texts of a slot, such as `leverage`, `a.minutes` or `week.hours`."""
        head, _, tail = name.partition(".")
        if head in ("a", "b"):
            return self._of_task(self.first if head == "a" else self.second, tail)
        if head in ("top", "bottom", "longest"):
            return self._of_extreme(head, tail)
        if head in ("week", "month", "all", "prev", "rest", "pair", "group"):
            return self._of_sums(head, tail)
        return getattr(self, "_" + name.replace(".", "_"))()  # type: ignore[no-any-return]

    # Whole days and other sums.

    def _tasks(self) -> Choice:
        return self._count(self.day.tasks)

    def _hours(self) -> Choice:
        return self._number(self.day.hours)

    def _minutes(self) -> Choice:
        return self._number(self.day.minutes)

    def _supervision(self) -> Choice:
        return self._number(self.day.supervision)

    def _leverage(self) -> Choice:
        return self._factor(self.day.leverage)

    def _supervisory(self) -> Choice:
        return self._factor(self.day.supervisory)

    def _weekday(self) -> Choice:
        own = self.day.date.weekday()
        return Choice(WEEKDAYS[own], WEEKDAYS[(own + self.chance.randint(1, 6)) % 7])

    def _date(self) -> Choice:
        return Choice(f"{self.day.date.day} {self.day.date:%B}")

    def _date_us(self) -> Choice:
        return Choice(f"{self.day.date:%B} {self.day.date.day}")

    def _of_sums(self, head: str, tail: str) -> Choice:
        if tail == "name":
            return Choice(self._names(head))
        if tail == "date":
            return Choice(f"{self._before.date.day} {self._before.date:%B}")
        if tail in ("than", "below"):
            return self._than(tail)
        sums = self._sums[head]()
        if tail == "percent":
            return self._part(sums.hours * 100 / self.day.hours)
        if tail == "tasks":
            return self._count(sums.tasks)
        if tail in ("low", "high"):
            factors = [row.human * 60 / row.ai for row in sums.rows]
            return self._factor((min if tail == "low" else max)(factors))
        shown = self._factor if tail in ("leverage", "supervisory") else self._number
        return shown(getattr(sums, tail))

    @cached_property
    def _sums(self) -> dict[str, Callable[[], Sums]]:
        day = self.day
        return {
            "week": lambda: Sums(row for d in day.scopes["of the week"] for row in d.rows),
            "month": lambda: Sums(row for d in day.scopes["of the month"] for row in d.rows),
            "all": lambda: Sums(row for d in day.scopes["so far"] for row in d.rows),
            "prev": lambda: self._before,
            "pair": lambda: Sums((self.first, self.second)),
            "rest": lambda: self._rest,
            "group": lambda: Sums(self._group),
        }

    @cached_property
    def _before(self) -> Day:
        if not self.day.before:
            raise Unavailable
        return self.day.before[-1]

    @cached_property
    def _rest(self) -> Sums:
        if self.day.tasks < 4:
            raise Unavailable
        return Sums(row for row in self.day.rows if row not in (self.first, self.second))

    @cached_property
    def _group(self) -> list[Row]:
        groups = {row.project for row in self.day.rows}
        several = sorted(name for name in groups if sum(row.project == name for row in self.day.rows) > 1)
        if not several:
            raise Unavailable
        name = self.chance.choice(several)
        return [row for row in self.day.rows if row.project == name]

    def _names(self, head: str) -> str:
        if head == "group":
            return self._group[0].project
        return f"{_title(self.first)} and {_title(self.second)}"

    def _than(self, tail: str) -> Choice:
        mine, other = self.day.leverage, self._before.leverage
        if factor(mine) == factor(other):
            raise Unavailable
        higher, lower = ("higher", "lower") if tail == "than" else ("above", "below")
        return Choice(higher, lower) if mine > other else Choice(lower, higher)

    # Tasks.

    def _of_task(self, row: Row, tail: str) -> Choice:
        shown: dict[str, Callable[[], Choice]] = {
            "name": lambda: Choice(_title(row)),
            "factor": lambda: self._factor(row.human * 60 / row.ai),
            "supervisory": lambda: self._factor(row.human * 60 / (row.supervision or 1)),
            "hours": lambda: self._number(row.human),
            "minutes": lambda: self._number(row.ai),
            "supervision": lambda: self._number(row.supervision or 0),
        }
        return shown[tail]()

    def _of_extreme(self, head: str, tail: str) -> Choice:
        key: Callable[[Row], float] = (lambda r: r.ai) if head == "longest" else (lambda r: r.human / r.ai)
        rows = sorted(self.day.rows, key=key, reverse=head != "bottom")
        if key(rows[0]) == key(rows[1]):
            raise Unavailable
        if tail == "name":
            return Choice(_title(rows[0]), _title(self.chance.choice(rows[1:])))
        if tail == "cap":
            return Choice(number(rows[0].ai + self.chance.randint(0, 9)), number(rows[0].ai - 1))
        return self._of_task(rows[0], tail)

    def _longer(self) -> Choice:
        if self.first.ai == self.second.ai:
            raise Unavailable
        return Choice("longer", "shorter") if self.first.ai > self.second.ai else Choice("shorter", "longer")

    def _beat(self) -> Choice:
        one, other = (factor(row.human * 60 / row.ai) for row in (self.first, self.second))
        if one == other:
            raise Unavailable
        is_higher = self.first.human / self.first.ai > self.second.human / self.second.ai
        return Choice("beat", "trailed") if is_higher else Choice("trailed", "beat")

    # Differences from another task and from the day before.

    def _more_minutes(self) -> Choice:
        return self._difference(self.first.ai - self.second.ai)

    def _more_tasks(self) -> Choice:
        return self._difference(self.day.tasks - self._before.tasks)

    def _fewer_tasks(self) -> Choice:
        return self._difference(self._before.tasks - self.day.tasks)

    def _more_hours(self) -> Choice:
        return self._difference(self.day.hours - self._before.hours)

    def _difference(self, value: float) -> Choice:
        if value < 2 or value != int(value):
            raise Unavailable
        return Choice(number(value), number(value + self.chance.randint(1, 5)))

    def _way(self) -> Choice:
        return Choice(*(("up", "down") if self._change > 0 else ("down", "up")))

    def _percent(self) -> Choice:
        return Choice(f"{abs(self._change):.0f}", f"{abs(self._change) + self.chance.randint(9, 30):.0f}")

    @cached_property
    def _change(self) -> float:
        change = (self.day.leverage / self._before.leverage - 1) * 100
        if abs(change) < 5:
            raise Unavailable
        return change

    # Where the day stands among those before it.

    def _first_limit(self) -> Choice:
        own, most = self.day.leverage, max((day.leverage for day in self.day.before), default=0)
        limit = round(own) - 1
        if not most or limit <= most + 0.1:
            raise Unavailable
        return Choice(f"{limit}x", f"{round(own) + 2}x")

    def _best_date(self) -> Choice:
        return self._one_of_days(self.day.scopes["of the week"], 0)

    def _second_to(self) -> Choice:
        days = self.day.scopes["so far"]
        if len(days) < 3 or sorted(days, key=lambda day: -day.leverage)[1] is not self.day:
            raise Unavailable
        return self._one_of_days(days, 0)

    def _one_of_days(self, days: Sequence[Day], place: int) -> Choice:
        ordered = sorted(days, key=lambda day: -day.leverage)
        others = [day for day in ordered if day is not ordered[place] and day is not self.day]
        if not others or factor(ordered[0].leverage) == factor(ordered[1].leverage):
            raise Unavailable
        right, wrong = ordered[place].date, self.chance.choice(others).date
        return Choice(f"{right.day} {right:%B}", f"{wrong.day} {wrong:%B}")

    # Counts and what rows have in common.

    def _under_count(self) -> Choice:
        return self._count(sum(row.human * 60 / row.ai < self._limit for row in self.day.rows), least=1)

    def _under_limit(self) -> Choice:
        return Choice(f"{self._limit}x")

    @cached_property
    def _limit(self) -> int:
        factors = [row.human * 60 / row.ai for row in self.day.rows]
        limits = [n for n in (10, 15, 20, 25, 30, 40) if all(abs(f - n) > 0.6 for f in factors)]
        if not limits:
            raise Unavailable
        return self.chance.choice(limits)

    def _minute_count(self) -> Choice:
        return self._count(sum(row.supervision == 1 for row in self.day.rows), least=2)

    def _alike_count(self) -> Choice:
        shown = factor(self._alike.human * 60 / self._alike.ai)
        same = sum(factor(row.human * 60 / row.ai) == shown for row in self.day.rows)
        return Choice(word(same), word(same + self.chance.randint(1, 3)))

    def _alike_factor(self) -> Choice:
        return self._factor(self._alike.human * 60 / self._alike.ai)

    @cached_property
    def _alike(self) -> Row:
        shown = [factor(row.human * 60 / row.ai) for row in self.day.rows]
        several = [row for row, text in zip(self.day.rows, shown, strict=True) if shown.count(text) > 1]
        if not several:
            raise Unavailable
        return self.chance.choice(several)

    # Ranks of the day.

    def _rank(self) -> Choice:
        true = [phrase for phrase, holds in self._ranks if holds]
        false = [phrase for phrase, holds in self._ranks if not holds]
        if not true:
            raise Unavailable
        return Choice(self.chance.choice(true), self.chance.choice(false) if false else None)

    @cached_property
    def _ranks(self) -> list[tuple[str, bool]]:
        found = []
        for metric, figure in METRICS.items():
            for scope, days in self.day.scopes.items():
                own, others = figure(self.day), [figure(day) for day in days[:-1]]
                if others and own not in others:
                    found.append((f"the highest {metric} {scope}", own > max(others)))
                    found.append((f"the lowest {metric} {scope}", own < min(others)))
        return found

    # Right and wrong texts.

    @cached_property
    def _taken(self) -> set[str]:
        """All numbers of the day and of sums around it, which a wrong figure must not be."""
        day = self.day
        sums = [day, *day.before[-1:], *(self._sums[name]() for name in ("week", "month", "all", "pair"))]
        values = [getattr(s, name) for s in sums for name in ("tasks", "hours", "minutes", "supervision")]
        values += [ratio for s in sums for ratio in (s.leverage, s.supervisory)]
        for row in day.rows:
            values += [row.human, row.ai, row.supervision or 0, row.human * 60 / row.ai]
            values.append(row.human * 60 / (row.supervision or 1))
        return {number(value) for value in values} | {f"{value:.0f}" for value in values}

    def _factor(self, value: float) -> Choice:
        wrong = next(filter(self._is_free, _around(value)), None)
        return Choice(factor(value), None if wrong is None else factor(wrong))

    def _number(self, value: float) -> Choice:
        steps = (round(near) for near in _around(value))
        wrong = next((near for near in steps if near > 2 and self._is_free(near)), None)
        return Choice(number(value), None if wrong is None else number(wrong))

    def _part(self, value: float) -> Choice:
        wrong = value + self.chance.choice((-9, 7, 12)) if value < 80 else value - 15
        return Choice(f"{value:.0f}", f"{wrong:.0f}" if wrong > 1 else None)

    def _is_free(self, value: float) -> bool:
        return not {number(value), f"{value:.0f}"} & self._taken

    def _count(self, value: int, *, least: int = 2) -> Choice:
        if value < least:
            raise Unavailable
        return Choice(word(value), word(value + self.chance.choice((1, 2, 3))))


def _around(value: float) -> Iterator[float]:
    yield from (value * part for part in (1.13, 0.87, 1.24, 0.76, 1.41, 1.62, 0.64, 2.1, 2.9, 0.45))


def _title(row: Row) -> str:
    group, topic = row.title.split(": ")
    return f"{group.lower()} {topic}"


def draw(
    templates: Iterable[Template], day: Day, chance: Random, *, false: bool = False, times: int = 1
) -> Iterator[Entry]:
    """Fill each template so many times, for one day."""
    for template in templates:
        for _ in range(times):
            entry = fill(template, Slots(day, chance), chance, false=false)
            if entry:
                yield entry
