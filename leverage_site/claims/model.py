"""What a claim is, as data: enough to work it out again from the rows of a site, without its sentence.

A day is named by its date, a task by its day and id, a period by its key, a figure by its name in `figures.ALL`,
of one task as of many: the factor of a task is its `leverage`. A printed number is the interval of the values that
print so, in the unit of its figure.
"""

from datetime import date
from typing import Literal

from leverage_site.markdown import Sentence
from leverage_site.stats.as_of import End, Scope
from leverage_site.values import value

Verdict = Literal["confirmed", "refuted", "undecided", "off"]
Kind = Literal["value", "superlative", "comparison", "count", "each", "share", "date"]
# How one amount is compared to another.
Relation = Literal["higher", "lower", "equal"]


@value
class Interval:
    """The values that a printed number stands for; None is no bound."""

    low: float | None
    high: float | None


@value
class Quantity:
    """A figure of a scope as of a day; where it has `tasks`, of these tasks of the day, or of all but them."""

    figure: str
    scope: Scope
    as_of: date
    tasks: tuple[str, ...] = ()
    without: bool = False


@value
class ValueClaim:
    """An amount has a printed value."""

    amount: Quantity
    printed: Interval


@value
class SuperlativeClaim:
    """Of the days of a scope, or of the tasks of a day, this one has the `place`th `end` of a figure.

    `subject` is a date or, where the scope is a day, the ids of tasks of which one has this place; none where only
    the `printed` value at that end is said. With `tasks`, it is among these tasks of the day alone. Where
    `as_of` is before the day of the text, it is among the days up to then.
    """

    figure: str
    end: End
    scope: Scope
    as_of: date
    subject: tuple[str, ...]
    place: int = 1
    printed: Interval | None = None
    tasks: tuple[str, ...] = ()


@value
class ComparisonClaim:
    """One amount is higher or lower than another, or equal to it in print.

    `times` says how many times as high, `by` how much higher, below zero where it is lower.
    """

    left: Quantity
    relation: Relation
    right: Quantity
    times: Interval | None = None
    by: Interval | None = None


@value
class CountClaim:
    """So many tasks of a day have a figure in an interval, whose bounds belong to it or not."""

    scope: Scope
    as_of: date
    figure: str
    condition: Interval
    closed: bool
    printed: Interval
    tasks: tuple[str, ...] = ()


@value
class EachClaim:
    """At least `number` tasks of a day have a figure in an interval; of the `tasks`, where they are named, all."""

    scope: Scope
    as_of: date
    figure: str
    printed: Interval
    number: int
    tasks: tuple[str, ...] = ()


@value
class ShareClaim:
    """An amount is a printed part of another, in per cent."""

    part: Quantity
    whole: Quantity
    printed: Interval


@value
class DateClaim:
    """A date is this day of the week, counted from Monday as 0."""

    date: date
    weekday: int


ClaimReading = ValueClaim | SuperlativeClaim | ComparisonClaim | CountClaim | EachClaim | ShareClaim | DateClaim


@value
class Claim:
    """A claim of the ledger: what a sentence says, and whether the records bear it out.

    `begin` and `end` are where `printed` stands in the sentence. `reading` is how it was understood, None where it
    was not. `why` are the figures that refute it, `truth` is what would be true in place of `printed`, `rows` are
    the ids of the tasks that it is about. `later` says, where that is asked for, which later day has overtaken it.
    """

    kind: Kind
    verdict: Verdict
    printed: str
    sentence: Sentence
    begin: int
    end: int
    reading: ClaimReading | None = None
    why: str = ""
    truth: str = ""
    rows: tuple[str, ...] = ()
    later: str = ""
