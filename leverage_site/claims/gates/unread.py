"""Words that change what a sentence says, where the reading of a claim leaves them out: then it decides nothing.

`On average a task took 140 minutes` says nothing of the 140 minutes of the day, `The week closes at 26.4x` nothing
of the day's factor, and `A and B each took 20 minutes` does not hold because one of them did. Each test here looks
for one kind of such words beside a claim, and says which readings take it up.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from leverage_site.claims.gates.near import SUPERVISION
from leverage_site.claims.judge import amounts, holds
from leverage_site.claims.model import (
    ClaimReading,
    ComparisonClaim,
    ShareClaim,
    SuperlativeClaim,
    ValueClaim,
)
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.subjects import is_one_name
from leverage_site.claims.text.numbers import within

_MEANS = frozenset(("average", "averages", "averaged", "averaging", "median", "on average", "per", "per day"))
_MEAN = re.compile(r"\b(?:the|a|an|arithmetic) (?:mean|typical)\b(?! of)")
_MANY = frozenset(("task", "tasks", "day", "days", "week", "weeks", "factors", "row", "rows"))
_TOGETHER = frozenset(("together", "combined", "add up", "adds up", "added up", "in sum", "jointly"))
_EACH = frozenset(("each", "apiece", "every one", "alike", "every"))
# `Both` of two tasks, not of what one of them is about: `sign-in on both platforms`.
_BOTH = re.compile(r"(?<!on )(?<!in )(?<!of )(?<!for )(?<!to )(?<!at )(?<!across )\bboth\b")
_WITHOUT = frozenset(
    (
        "without", "excluding", "except", "excepting", "apart from", "aside", "not counting", "minus", "w/o",
        "sans", "excl", "ex",
    )
)  # fmt: skip
_PERIODS = frozenset(("week", "month", "year", "last week", "all"))
_BRACKETS = ("(", ")")
_TIMES = re.compile(r"\b(?:doubl|tripl|trebl|quadrupl|halv)(?:ed|es|ing)\b")
_ALIKE = re.compile(r"\b(?:so (?:did|does|do|was|is)|as (?:did|does|do|with)|the same|like(?:wise)?)\b")
_AS_WELL = re.compile(r"\bas well as\b")
_TIME_OF_MANY = re.compile(r"\b(?:(?:first|second|third|fourth|fifth|last) time|in a row|running|the only)\b")


def drop_unread(candidate: Candidate, context: Context, read: frozenset[int]) -> None:
    """Drop the readings of a claim that do not take up all such words near it.

    What such a reading does not confirm it keeps from being refuted, unless the words say for sure that it is not
    meant: `A and B took 20 minutes together`. `read` are the tokens that claims of the sentence print: what one of
    them says is no word of another.
    """
    near = _Near(candidate, context, read)
    loose, sure = ([takes_up for there, takes_up in tests if there(near)] for tests in (_LOOSE, _SURE))
    meant = [one for one in candidate.readings if all(takes_up(one, near) for takes_up in sure)]
    candidate.readings = [one for one in meant if all(takes_up(one, near) for takes_up in loose)]
    candidate.far = [*candidate.far, *(one for one in meant if one not in candidate.readings)]
    candidate.spanning = [
        one for one in candidate.spanning if all(takes_up(one, near) for takes_up in (*loose, *sure))
    ]


@dataclass(frozen=True, eq=False)
class _Near:
    """What stands near a claim: its clause, and those before it that have no number."""

    candidate: Candidate
    context: Context
    read: frozenset[int]

    @cached_property
    def begin(self) -> int:
        begin = self.context.clause(self.candidate.printed[0])[0]
        while begin and self.context.words[begin - 1] not in _BRACKETS:
            first = self.context.clause(begin - 2)[0] if begin > 1 else 0
            if any(self.context.is_figure(one) for one in range(first, begin)):
                break
            begin = first
        return begin

    @cached_property
    def end(self) -> int:
        return self.context.clause(self.candidate.printed[1] - 1)[1]

    @cached_property
    def places(self) -> list[int]:
        """The places of words that no claim prints."""
        return [one for one in range(self.begin, self.end) if one not in self.read]

    def has(self, words: frozenset[str]) -> bool:
        """Whether one of some words or phrases is near."""
        return any(self.context.words[one] in words for one in self.places)

    @cached_property
    def text(self) -> str:
        """What stands there, in lower case."""
        return self.context.scan.text(self.begin, self.end).lower()

    @cached_property
    def far_end(self) -> int:
        """Where the clauses behind the claim end that have no number."""
        context, end = self.context, self.end
        while end < len(context.tokens) and context.words[end] not in _BRACKETS:
            last = context.clause(end + 1)[1] if end + 1 < len(context.tokens) else end + 1
            if any(context.is_figure(one) for one in range(end, last)):
                break
            end = last
        return end

    @cached_property
    def text_behind(self) -> str:
        """What stands behind the claim up to there, in lower case."""
        return self.context.scan.text(self.candidate.printed[1], self.far_end).lower()

    @cached_property
    def unit(self) -> str:
        """The unit of the number."""
        number = self.context.tokens[self.candidate.printed[0]].number
        return number.unit if number else ""


def _has_mean(near: _Near) -> bool:
    """Whether something is an average; of a factor it is the day's weighted one unless tasks or days are named."""
    words = near.context.words
    found = [words[one] for one in near.places if words[one] in _MEANS and not near.context.tokens[one].joined]
    if _MEAN.search(near.text):
        return True
    is_weighted = near.unit == "x" and _MANY.isdisjoint(words) and all(word[:6] == "averag" for word in found)
    return bool(found) and not is_weighted


def _has_period(near: _Near) -> bool:
    tokens = near.context.tokens
    places = [one for one in near.places if near.context.words[one] != "yet"]
    names = {tokens[one].value for one in places if tokens[one].kind in ("scope", "day")}
    return not names.isdisjoint(_PERIODS) and names.isdisjoint(("day", "today"))


def _has_several_tasks(near: _Near) -> bool:
    """Whether tasks are enumerated before a number that is the only one of its unit: `A and B took 20 minutes`."""
    context, place = near.context, near.candidate.printed[0]
    alike = [one for one, token in context.scan.numbers if token.number and token.number.unit == near.unit]
    begin = context.left(place)
    parts = list(context.parts(begin, place))
    is_list = len({part.best for part in parts if len(part.best) == 1}) > 1
    return len(alike) == 1 and is_list and not is_one_name(context.named(begin, place), parts)


def _has_several_assistants(near: _Near) -> bool:
    """Whether one of several assistants is named."""
    facts = near.context.facts
    names = [name or facts.assistant for name in facts.totals.assistants]
    return len(names) > 1 and any(name and name.lower() in near.text for name in names)


def _says_no_supervision(near: _Near) -> bool:
    """Whether nothing says that a number is one of supervision, beside which no other of its unit stands."""
    alike = [one for _, one in near.context.scan.numbers if one.number and one.number.unit == near.unit]
    last = near.context.memory.scan
    said = near.context.scan.sentence.text.lower() + (last.sentence.text.lower() if last else "")
    return len(alike) == 1 and near.unit in ("x", "m") and not SUPERVISION.search(said)


def _names_one_task(near: _Near) -> bool:
    """Whether a task stands before a superlative: `The receipts at 30.0x are the best of the week`."""
    begin, place = near.begin, near.candidate.printed[0]
    return place > begin and near.context.named(begin, place).clear


def _is_no_value(reading: ClaimReading, _: _Near) -> bool:
    return not isinstance(reading, ValueClaim)


def _is_no_single_task(reading: ClaimReading, _: _Near) -> bool:
    return not isinstance(reading, ValueClaim) or len(reading.amount.tasks) != 1


def _is_not_that_of_one(reading: ClaimReading, near: _Near) -> bool:
    """Whether a reading does not hold of a single task: where none does, the number is wrong of all of them."""
    return _is_no_single_task(reading, near) or not holds(reading, near.context.facts)


def _is_of_all_named(reading: ClaimReading, near: _Near) -> bool:
    """Whether a reading is no amount, or that of each task that is named."""
    if not isinstance(reading, ValueClaim) or _is_count_or_rate(reading, near):
        return True
    stretch = near.begin, near.far_end
    named = near.context.named(*stretch)
    rows = {row.id: row for part in near.context.parts(*stretch) for row in part.best}
    rows |= {row.id: row for row in named.near} if named.scored else {}
    values = [row.values[reading.amount.figure] for row in rows.values()]
    is_own = len(reading.amount.tasks) == 1 and reading.amount.tasks[0] in rows
    return is_own and all(value is not None and within(value, reading.printed) for value in values)


def _is_of_both(reading: ClaimReading, near: _Near) -> bool:
    """Whether a reading is the sum of some tasks, or is of each that is named."""
    is_sum = isinstance(reading, ValueClaim) and len(reading.amount.tasks) > 1
    return is_sum or _is_of_all_named(reading, near)


def _is_count_or_rate(reading: ClaimReading, near: _Near) -> bool:
    """Whether a reading is a number of tasks, or of hours for each minute of supervision."""
    if not isinstance(reading, ValueClaim) or reading.amount.figure == "tasks":
        return True
    return near.unit == "h" and reading.amount.figure == "supervisory"


def _is_without(reading: ClaimReading, _: _Near) -> bool:
    return not isinstance(reading, ValueClaim) or reading.amount.without


def _is_of_period(reading: ClaimReading, near: _Near) -> bool:
    if isinstance(reading, SuperlativeClaim):
        return reading.scope.kind != "day"
    own = near.context.facts.scope
    return any(one.scope != own for one in amounts(reading)) if near.context.facts.is_of_day else True


def _says_how_often(reading: ClaimReading, _: _Near) -> bool:
    return not isinstance(reading, ComparisonClaim) or reading.times is not None


def _is_of_tasks(reading: ClaimReading, near: _Near) -> bool:
    own = near.context.facts.scope
    return not isinstance(reading, ValueClaim) or bool(reading.amount.tasks) or reading.amount.scope != own


def _is_not_of_supervision(reading: ClaimReading, _: _Near) -> bool:
    figures = ("supervisory", "supervision_minutes")
    return not isinstance(reading, ValueClaim) or reading.amount.figure not in figures


def _is_among_tasks(reading: ClaimReading, _: _Near) -> bool:
    return not isinstance(reading, SuperlativeClaim) or reading.scope.kind == "day"


def _is_said_of_each(near: _Near) -> bool:
    """Whether a share is that of each of several: `A third is the search, and the same again the import`."""
    return near.has(_EACH) or "the same again" in near.context.scan.sentence.text.lower()


def _is_of_one_part(reading: ClaimReading, _: _Near) -> bool:
    return not isinstance(reading, ShareClaim) or len(reading.part.tasks) < 2


_Test = tuple[Callable[[_Near], bool], Callable[[ClaimReading, _Near], bool]]
_SURE: tuple[_Test, ...] = (
    (lambda near: near.has(_TOGETHER), _is_no_single_task),
    (lambda near: near.has(_EACH), _is_of_all_named),
    (lambda near: bool(_AS_WELL.search(near.text)), _is_of_all_named),
    (lambda near: bool(_BOTH.search(near.text)), _is_of_both),
    (_has_several_tasks, _is_not_that_of_one),
)
_LOOSE: tuple[_Test, ...] = (
    (_has_mean, _is_count_or_rate),
    (lambda near: near.has(_WITHOUT), _is_without),
    (_has_period, _is_of_period),
    (lambda near: bool(_TIMES.search(near.text)), _says_how_often),
    (lambda near: bool(_ALIKE.search(near.text_behind)), _is_of_all_named),
    (lambda near: bool(_TIME_OF_MANY.search(near.text)), _is_no_value),
    (_has_several_assistants, _is_of_tasks),
    (_says_no_supervision, _is_not_of_supervision),
    (_names_one_task, _is_among_tasks),
    (_is_said_of_each, _is_of_one_part),
)
