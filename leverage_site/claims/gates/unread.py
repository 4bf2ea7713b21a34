"""Words that change what a sentence says, where the reading of a claim leaves them out: then it decides nothing.

`On average a task took 140 minutes` says nothing of the 140 minutes of the day, `The week closes at 26.4x` nothing
of the day's factor, and `A and B each took 20 minutes` does not hold because one of them did. Each test here looks
for one kind of such words beside a claim, and says which readings take it up.
"""

import re
from collections.abc import Callable

from leverage_site.claims.gates.near import Near
from leverage_site.claims.judge import amounts, holds
from leverage_site.claims.model import (
    ClaimReading,
    ComparisonClaim,
    ShareClaim,
    SuperlativeClaim,
    ValueClaim,
)
from leverage_site.claims.sentence.subjects import is_one_name
from leverage_site.claims.text.numbers import within
from leverage_site.claims.text.vocabulary import AVERAGES, EXCLUDING, JOINTLY, ONE_BY_ONE, PERIODS

_MEANS = AVERAGES | {"on average", "per", "per day"}
_MEAN = re.compile(r"\b(?:the|a|an|arithmetic) (?:mean|typical)\b(?! of)")
_MANY = frozenset(("task", "tasks", "day", "days", "week", "weeks", "factors", "row", "rows"))
_EACH = ONE_BY_ONE | {"every"}
# `Both` of two tasks, not of what one of them is about: `sign-in on both platforms`.
_BOTH = re.compile(r"(?<!on )(?<!in )(?<!of )(?<!for )(?<!to )(?<!at )(?<!across )\bboth\b")
_WITHOUT = frozenset((*EXCLUDING, "aside"))
_ALL_BUT = re.compile(r"\b(?:everything|anything|all) (?:but|except|save|besides)\b")
_PERIODS = PERIODS | {"all"}
_TIMES = re.compile(r"\b(?:doubl|tripl|trebl|quadrupl|halv)(?:ed|es|ing)\b")
_ALIKE = re.compile(r"\b(?:so (?:did|does|do|was|is)|as (?:did|does|do|with)|the same|like(?:wise)?)\b")
_AS_WELL = re.compile(r"\bas well as\b")
_TIME_OF_MANY = re.compile(r"\b(?:(?:first|second|third|fourth|fifth|last) time|in a row|running|the only)\b")


def drop_unread(near: Near) -> None:
    """Drop the readings of a claim that do not take up all such words near it.

    What such a reading does not confirm it keeps from being refuted, unless the words say for sure that it is not
    meant: `A and B took 20 minutes together`.
    """
    candidate = near.candidate
    loose, sure = ([takes_up for there, takes_up in tests if there(near)] for tests in (_LOOSE, _SURE))
    meant = [one for one in candidate.readings if all(takes_up(one, near) for takes_up in sure)]
    candidate.readings = [one for one in meant if all(takes_up(one, near) for takes_up in loose)]
    candidate.far = [*candidate.far, *(one for one in meant if one not in candidate.readings)]
    candidate.spanning = [
        one for one in candidate.spanning if all(takes_up(one, near) for takes_up in (*loose, *sure))
    ]


def _has_mean(near: Near) -> bool:
    """Whether something is an average; of a factor it is the day's weighted one unless tasks or days are named."""
    words = near.words
    found = [words[one] for one in near.unclaimed if words[one] in _MEANS and not near.tokens[one].joined]
    if _MEAN.search(near.widened_text):
        return True
    is_weighted = near.unit == "x" and _MANY.isdisjoint(words) and all(word[:6] == "averag" for word in found)
    return bool(found) and not is_weighted


def _has_period(near: Near) -> bool:
    tokens = [near.tokens[one] for one in near.unclaimed if near.words[one] != "yet"]
    names = {token.value for token in tokens if token.kind in ("scope", "day")}
    return not names.isdisjoint(_PERIODS) and names.isdisjoint(("day", "today"))


def _has_several_tasks(near: Near) -> bool:
    """Whether tasks are enumerated before a number that is the only one of its unit: `A and B took 20 minutes`."""
    context, begin = near.context, near.context.left(near.place)
    parts = list(context.parts(begin, near.place))
    is_list = len({part.best for part in parts if len(part.best) == 1}) > 1
    return not near.alike and is_list and not is_one_name(context.named(begin, near.place), parts)


def _has_several_assistants(near: Near) -> bool:
    """Whether one of several assistants is named."""
    names = [name or near.facts.assistant for name in near.facts.totals.assistants]
    return len(names) > 1 and any(name and name.lower() in near.widened_text for name in names)


def _says_no_supervision(near: Near) -> bool:
    """Whether nothing says that a number is one of supervision, beside which no other of its unit stands."""
    return near.unit in ("x", "m") and not near.alike and not near.is_of_supervision


def _names_one_task(near: Near) -> bool:
    """Whether a task stands before a superlative: `The receipts at 30.0x are the best of the week`."""
    begin = near.widened[0]
    return near.place > begin and near.context.named(begin, near.place).clear


def _is_no_value(reading: ClaimReading, _: Near) -> bool:
    return not isinstance(reading, ValueClaim)


def _is_no_single_task(reading: ClaimReading, _: Near) -> bool:
    return not isinstance(reading, ValueClaim) or len(reading.amount.tasks) != 1


def _is_not_that_of_one(reading: ClaimReading, near: Near) -> bool:
    """Whether a reading does not hold of a single task: where none does, the number is wrong of all of them."""
    return _is_no_single_task(reading, near) or not holds(reading, near.facts)


def _is_of_all_named(reading: ClaimReading, near: Near) -> bool:
    """Whether a reading is no amount, or that of each task that is named."""
    if not isinstance(reading, ValueClaim) or _is_count_or_rate(reading, near):
        return True
    stretch = near.widened[0], near.widened_behind
    named = near.context.named(*stretch)
    rows = {row.id: row for part in near.context.parts(*stretch) for row in part.best}
    rows |= {row.id: row for row in named.near} if named.scored else {}
    values = [row.values[reading.amount.figure] for row in rows.values()]
    is_own = len(reading.amount.tasks) == 1 and reading.amount.tasks[0] in rows
    return is_own and all(value is not None and within(value, reading.printed) for value in values)


def _is_of_both(reading: ClaimReading, near: Near) -> bool:
    """Whether a reading is the sum of some tasks, or is of each that is named."""
    is_sum = isinstance(reading, ValueClaim) and len(reading.amount.tasks) > 1
    return is_sum or _is_of_all_named(reading, near)


def _is_count_or_rate(reading: ClaimReading, near: Near) -> bool:
    """Whether a reading is a number of tasks, or of hours for each minute of supervision."""
    if not isinstance(reading, ValueClaim) or reading.amount.figure == "tasks":
        return True
    return near.unit == "h" and reading.amount.figure == "supervisory"


def _is_without(reading: ClaimReading, _: Near) -> bool:
    return not isinstance(reading, ValueClaim) or reading.amount.without


def _is_of_period(reading: ClaimReading, near: Near) -> bool:
    if isinstance(reading, SuperlativeClaim):
        return reading.scope.kind != "day"
    own = near.facts.scope
    return any(one.scope != own for one in amounts(reading)) if near.facts.is_of_day else True


def _says_how_often(reading: ClaimReading, _: Near) -> bool:
    return not isinstance(reading, ComparisonClaim) or reading.times is not None


def _is_of_tasks(reading: ClaimReading, near: Near) -> bool:
    own = near.facts.scope
    return not isinstance(reading, ValueClaim) or bool(reading.amount.tasks) or reading.amount.scope != own


def _is_not_of_supervision(reading: ClaimReading, _: Near) -> bool:
    figures = ("supervisory", "supervision_minutes")
    return not isinstance(reading, ValueClaim) or reading.amount.figure not in figures


def _is_among_tasks(reading: ClaimReading, _: Near) -> bool:
    return not isinstance(reading, SuperlativeClaim) or reading.scope.kind == "day"


def _is_said_of_each(near: Near) -> bool:
    """Whether a share is that of each of several: `A third is the search, and the same again the import`."""
    return near.has(_EACH) or "the same again" in near.sentence


def _is_of_one_part(reading: ClaimReading, _: Near) -> bool:
    return not isinstance(reading, ShareClaim) or len(reading.part.tasks) < 2


_Test = tuple[Callable[[Near], bool], Callable[[ClaimReading, Near], bool]]
_SURE: tuple[_Test, ...] = (
    (lambda near: near.has(JOINTLY), _is_no_single_task),
    (lambda near: near.has(_EACH), _is_of_all_named),
    (lambda near: bool(_AS_WELL.search(near.widened_text)), _is_of_all_named),
    (lambda near: bool(_BOTH.search(near.widened_text)), _is_of_both),
    (_has_several_tasks, _is_not_that_of_one),
)
_LOOSE: tuple[_Test, ...] = (
    (_has_mean, _is_count_or_rate),
    (lambda near: near.has(_WITHOUT) or bool(_ALL_BUT.search(near.widened_text)), _is_without),
    (_has_period, _is_of_period),
    (lambda near: bool(_TIMES.search(near.widened_text)), _says_how_often),
    (lambda near: bool(_ALIKE.search(near.text_behind)), _is_of_all_named),
    (lambda near: bool(_TIME_OF_MANY.search(near.widened_text)), _is_no_value),
    (_has_several_assistants, _is_of_tasks),
    (_says_no_supervision, _is_not_of_supervision),
    (_names_one_task, _is_among_tasks),
    (_is_said_of_each, _is_of_one_part),
)
