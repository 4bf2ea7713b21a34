"""Figures of what a sentence speaks of besides: a number that is right of one of them is not called wrong.

A sentence names more than what its numbers are bound to: `40 of the week's 58 hours fell on Wednesday`, `Thursday
and Friday together: 102h`. Each word that may stand for other days, for a project or an assistant opens their
figures here, with their sums, differences and ratios. Nothing here confirms a number.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from leverage_site.claims.gates.near import Near
from leverage_site.claims.gates.things import Things, things_of
from leverage_site.claims.model import (
    ClaimReading,
    ComparisonClaim,
    EachClaim,
    ShareClaim,
    SuperlativeClaim,
    ValueClaim,
)
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.units import FIGURES, number_before
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.stats.totals import Totals

_FIGURES_OF = {**FIGURES, "n": {"tasks": 1.0}}
# What is no more may be a ratio of two figures: `1.75x yesterday's hours`.
_RATIO = 10
# What stands between a figure as it was and as it is: `from 24x to 30x`, `24x → 30x`.
_TURNS = re.compile(r"^(?:to|→|>|- >|-- >|then|now)(?: (?:now|today|just))?$")
# So many numbers are a series of days, weeks or tasks in their order.
_SERIES = 3


def is_right_elsewhere(near: Near) -> bool:
    """Whether a number that is not what it is held against is a figure of something else in its sentence."""
    context = near.context
    number = near.number if near.kind == "share" else _with_unit(context, near.place)
    if not all(map(_is_amount, near.readings)) or number is None:
        return False
    things = things_of(context)
    if _is_turn(near, things) or _is_of_series(near, things):
        return True
    is_of_each = any(isinstance(one, EachClaim | SuperlativeClaim) for one in near.readings)
    if is_of_each or number.unit not in _FIGURES_OF:
        return False
    if any(_prints(number, one) for one in things.sums()) or _is_first_of_pair(near, number, things):
        return True
    rows = (near.facts.totals, *things.rows()) if near.is_of_supervision else ()
    if any(_is_with_supervision(number, one) for one in rows):
        return True
    others = [one.number for _, one in context.scan.numbers if one.number and one.number.unit in _FIGURES_OF]
    if any(_prints(number, one) and sum(_prints(other, one) for other in others) > 1 for one in things.groups()):
        return True
    is_compared = any(isinstance(one, ComparisonClaim) for one in near.readings)
    return not is_compared and any(_is_between(number, one, other) for one, other in things.pairs())


def _is_amount(reading: ClaimReading) -> bool:
    """Whether a reading is about the value of a number."""
    match reading:
        case ValueClaim() | ShareClaim() | EachClaim():
            return True
        case ComparisonClaim():
            return reading.by is not None
        case SuperlativeClaim():
            return reading.printed is not None
    return False


def _with_unit(context: Context, place: int) -> WrittenNumber | None:
    """Return a number with its unit, or else with that of the one before it: `30 minutes, 60 on the 12th`."""
    number = context.tokens[place].number
    if number is None or number.unit:
        return number
    before = number_before(context, place)
    return replace(number, unit=before.unit) if before else number


def _is_first_of_pair(near: Near, number: WrittenNumber, things: Things) -> bool:
    """Whether a number is that of the first of two tasks, as in `four minutes of supervision to two`."""
    behind = near.place + 1
    while behind < len(near.tokens) and (near.words[behind] == "of" or near.tokens[behind].kind == "mark"):
        behind += 1
    is_pair = near.words[behind : behind + 1] in (["to"], ["against"], ["versus"])
    is_pair = is_pair and any(token.number for token in near.tokens[behind + 1 : behind + 2])
    return is_pair and any(_prints(number, one) for one in things.rows())


def _is_turn(near: Near, things: Things) -> bool:
    """Whether a number and its neighbor are a figure as it was before and as it is: `From 24x to 30x`."""
    numbers = [at for at, token in near.context.scan.numbers if token.number]
    for one, other in pairwise(numbers):
        between = " ".join(near.words[one + 1 : other])
        before, now = _with_unit(near.context, one), _with_unit(near.context, other)
        if near.place not in (one, other) or not _TURNS.match(between) or before is None or now is None:
            continue
        if not before.unit:
            before = replace(before, unit=now.unit)
        if _prints_known(now, near.facts.totals) and any(_prints_known(before, was) for was in things.before()):
            return True
    return False


def _prints_known(number: WrittenNumber, totals: Totals) -> bool:
    """Whether a number is a figure of some totals; one without a unit may be of tasks, as in `Tasks: 4 → 3`."""
    return _prints(number if number.unit else replace(number, unit="n"), totals)


def _is_of_series(near: Near, things: Things) -> bool:
    """Whether a number is one of a series of days, weeks or tasks that follow each other."""
    found = [(at, _with_unit(near.context, at)) for at, _ in near.context.scan.numbers]
    series = [(at, number) for at, number in found if number is not None and number.unit in _FIGURES_OF]
    ends = [(begin, end) for begin, end in combinations(range(len(series) + 1), 2) if end - begin >= _SERIES]
    parts = [part for begin, end in ends if near.place in dict(part := series[begin:end])]
    return any(_follow([*dict(part).values()], row) for part in parts for row in things.rows_of_time())


def _follow(run: Sequence[WrittenNumber], row: Sequence[Totals]) -> bool:
    """Whether numbers are, in their order, figures of what follows each other."""
    begins = range(len(row) - len(run) + 1)
    return any(all(map(_prints, run, row[begin : begin + len(run)])) for begin in begins)


def _prints(number: WrittenNumber, totals: Totals) -> bool:
    return any(number.holds(totals.ratio(name), scale) for name, scale in _FIGURES_OF[number.unit].items())


def _is_with_supervision(number: WrittenNumber, totals: Totals) -> bool:
    """Whether a number is the time of the assistant and of supervision: `With supervision it's 11 minutes`."""
    ai, supervision = (totals.ratio(name) for name in ("ai_minutes", "supervision_minutes"))
    scale = _FIGURES_OF[number.unit].get("ai_minutes")
    return bool(ai and supervision and scale and number.holds(ai + supervision, scale))


def _is_between(number: WrittenNumber, one: Totals, other: Totals) -> bool:
    """Whether a number is the difference of two figures or, as a factor, their ratio."""
    if number.unit == "x":
        if number.value > _RATIO:
            return False
        names = [name for some in _FIGURES_OF.values() for name in some]
        both = [(one.ratio(name), other.ratio(name)) for name in names]
        return any(number.holds(a / b) or number.holds(b / a) for a, b in both if a and b)
    figures = _FIGURES_OF[number.unit].items()
    known = [(one.ratio(name), other.ratio(name), scale) for name, scale in figures]
    return any(number.holds(abs(a - b), scale) for a, b, scale in known if a is not None and b is not None)
