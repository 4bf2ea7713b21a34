"""What a number is not of by the words around it: such a reading decides nothing.

A number is held against all that it may be of, the day and each task among it. Where its clause begins with the
name of a task, it is not that of the day; in a clause on this week it is not that of last week; a bare factor is
not that of supervision. What such a reading would confirm stays undecided, and what it does not contradict is not
refuted.
"""

import re
from collections.abc import Callable

from leverage_site.claims.facts import stem, words_of
from leverage_site.claims.gates.narrowed_ranks import RANK_TESTS
from leverage_site.claims.gates.near import Near
from leverage_site.claims.judge import holds, meets
from leverage_site.claims.model import ClaimReading, Interval, ShareClaim, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.heads import is_bracketed
from leverage_site.claims.sentence.units import numbers_of
from leverage_site.claims.text.numbers import within
from leverage_site.claims.text.vocabulary import SUMMED
from leverage_site.claims.wording import NUMBERS, number_in_words
from leverage_site.dates import WEEKDAYS
from leverage_site.stats.as_of import PERIODS

_MINE = re.compile(r"\bmy(?: own)? $|\bi spent $")
_NUMBERS = "|".join((*map(number_in_words, range(2, 11)), "[0-9]+"))
_VERBS = "took|needed|are|were|stand|stood|came|have|had|used|ran"
_ALL = re.compile(
    rf"(?:^|[.;:,] |\band |\bfor |\bwith )all (?P<size>{_NUMBERS})\b|\ball of (?:them|these|those) (?:{_VERBS})\b"
    rf"|\b(?:{_VERBS}) all at\b|\ball (?:{_VERBS})\b"
)
_OR_MORE = re.compile(r"\s*or (?:more|above|less|below|higher|lower|better|over|under|longer|fewer)\b")
_MORE = re.compile(r"\s*(?:more|less|fewer)\b(?! or)")
_AGO = re.compile(r"\b(?:days?|weeks?|months?) (?:ago|earlier)\b")
# By the figure that opens a sentence, the one that the first number behind it is not of.
_FELLOWS = {"leverage": "supervisory", "supervisory": "leverage", "supervision_minutes": "ai_minutes"}
_BEYOND = re.compile(r"\b(?:over|more than|above|beyond|below|under|less than|fewer than)\b")
_FIRST_DAY = re.compile(r"\b(?:first|only) day\b")
_WEEK = re.compile(r"\bweek [0-9]+\b|\bw[0-9]{1,2}\b")
_TWO_DAYS = re.compile(r"\b(?:[a-z]+day|[a-z]+ [0-9]{1,2}) and (?:[a-z]+day|(?:[a-z]+ )?[0-9]{1,2})\b")
_TINY = 1e-6
_CONDITIONS = frozenset(("at", "above", "below", "over", "under", "with"))


def narrow(near: Near) -> None:
    """Set those readings of a claim aside that its words speak against; they only keep it from being refuted."""
    candidate = near.candidate
    if near.head is not None and near.head.is_sure and candidate.strict:
        # `The two audit tasks stand for 9 hours` is said of both, whatever one of them has.
        for_sure = (_is_of_one_of_several, _is_of_no_task, _is_of_other_task)
        candidate.readings = [one for one in candidate.readings if not any(test(one, near) for test in for_sure)]
        candidate.far = [one for one in candidate.far if not any(test(one, near) for test in for_sure)]
    true = [one for one in candidate.readings if holds(one, near.facts)]
    aside = [one for one in true if any(is_against(one, near) for is_against in _TESTS)]
    if aside:
        candidate.readings = [one for one in candidate.readings if one not in aside]
        candidate.far = [*candidate.far, *aside]


def _is_of_no_task(reading: ClaimReading, near: Near) -> bool:
    """Whether what begins with the name of a task is read as a figure of the day or of a period."""
    if not isinstance(reading, ValueClaim) or near.head is None or reading.amount.tasks:
        return False
    if near.kind != "value" or reading.amount.scope.kind == "day" != near.facts.scope.kind:
        return False
    is_of_other_day = reading.amount.scope.kind == "day" and reading.amount.scope != near.facts.scope
    return not is_of_other_day and len(near.head.group or near.head.rows) < len(near.facts.rows)


def _is_of_other_task(reading: ClaimReading, near: Near) -> bool:
    """Whether what begins with the name of a task is read as a figure of one that it does not name."""
    if not isinstance(reading, ValueClaim) or near.head is None or near.kind != "value":
        return False
    context = near.context
    if is_bracketed(context, near.place):
        return False
    known = {row.id for row in near.head.rows}
    known |= {row.id for row in context.memory.rows} if context.looks_back else set()
    begin, end = near.head.end, context.right(near.place)
    known |= {row.id for row in context.named(begin, end).rows}
    is_of_one = not near.head.group and context.named(near.head.begin, near.head.end).clear
    if is_of_one and len(reading.amount.tasks) > 1 and not reading.amount.without and not context.looks_back:
        # `The exam draft reaches 100x` says nothing of both tasks on the exam.
        return not context.named(begin, end).scored
    return bool(reading.amount.tasks) and not reading.amount.without and not known.issuperset(reading.amount.tasks)


def _is_of_one_of_several(reading: ClaimReading, near: Near) -> bool:
    """Whether the figure of several tasks is read as that of one, and the others have it not."""
    if not isinstance(reading, ValueClaim) or len(reading.amount.tasks) != 1 or reading.amount.without:
        return False
    if is_bracketed(near.context, near.place):
        return False
    if (said := _ALL.search(near.sentence)) is not None:
        word, figure = said["size"], reading.amount.figure
        size = None if word is None else NUMBERS.get(word) or int(word)
        rows = (near.head.group if near.head else ()) or near.facts.rows
        fitting = sum(meets(row.values[figure], reading.printed, closed=True) for row in rows)
        return fitting < (len(rows) if size is None else size)
    figure, rows = reading.amount.figure, near.facts.rows
    if near.words[0] == "both" and not near.context.named(near.place, len(near.tokens)).scored:
        return not all(meets(row.values[figure], reading.printed, closed=True) for row in rows)
    if near.head is None or not near.head.group or near.kind != "value":
        return False
    numbers = _of_unit(near)
    is_one_by_one = any(
        number in (near.place - 1, near.place - 2, near.place + 1, near.place + 2) for number in numbers
    )
    if is_one_by_one or near.context.named(near.head.end, near.context.right(near.place)).scored:
        return False
    return not all(meets(row.values[figure], reading.printed, closed=True) for row in near.head.group)


def _is_sum_of_each(reading: ClaimReading, near: Near) -> bool:
    """Whether what both of several tasks have is read as their sum: `both with two minutes of supervision`."""
    if not isinstance(reading, ValueClaim) or len(reading.amount.tasks) <= 1 or reading.amount.figure == "tasks":
        return False
    return "both" in near.clause_words and SUMMED.isdisjoint(near.words)


def _of_unit(near: Near) -> list[int]:
    numbers = near.context.scan.numbers
    return [at for at, one in numbers if at != near.place and one.number and one.number.unit in (near.unit, "")]


def _is_bare_supervision(reading: ClaimReading, near: Near) -> bool:
    """Whether a number is read as one of supervision, of which nothing speaks, nor its fellow beside it."""
    if not isinstance(reading, ValueClaim):
        return False
    plain = {"supervisory": "leverage", "supervision_minutes": "ai_minutes"}.get(reading.amount.figure)
    if plain is None or near.is_of_supervision:
        return False
    amount = reading.amount
    return not any(
        isinstance(one, ValueClaim)
        and one.amount.figure == plain
        and (one.amount.scope, one.amount.tasks) == (amount.scope, amount.tasks)
        and holds(one, near.facts)
        for other in near.found
        if other is not near.candidate
        for one in other.readings
    )


def _is_of_other_period(reading: ClaimReading, near: Near) -> bool:
    """Whether a number in a clause on one period is read as that of another."""
    if not isinstance(reading, ValueClaim) or near.kind not in ("value", "count"):
        return False
    scope = reading.amount.scope
    if scope.kind in ("month", "year") and f"last {scope.kind}" in near.clause_text:
        return True
    return bool(near.scopes) and scope.kind in PERIODS and scope not in near.scopes and scope != near.facts.scope


def _is_of_no_project(reading: ClaimReading, near: Near) -> bool:
    """Whether what the note of a period tells of a project is read as a figure of the period."""
    facts = near.facts
    if facts.is_of_day or not isinstance(reading, ValueClaim) or reading.amount.scope != facts.scope:
        return False
    words = [word for word in near.words[:2] if word != "the"][:1]
    names = [one.name for one in facts.known.index.terms["project"].values()]
    return any({stem(word) for word in words} == set(map(stem, words_of(name))) for name in names)


def _is_at_bound(reading: ClaimReading, near: Near) -> bool:
    """Whether an amount is exactly at a bound that it is said to be beyond: `below 17x` of 17.0x."""
    facts, said = near.facts, near.context.scan.text(max(0, near.place - 2), near.end).lower()
    printed: Interval | None = None
    match reading:
        case ShareClaim():
            part, whole = facts.value(reading.part), facts.value(reading.whole)
            value, printed = part * 100 / whole if part is not None and whole else None, reading.printed
        case ValueClaim():
            value, printed = facts.value(reading.amount), reading.printed
        case SuperlativeClaim() if _FIRST_DAY.search(said) and reading.printed is not None:
            # That no day before was below it says that this one is.
            value = facts.value(facts.own(reading.figure))
            return value is not None and within(value, reading.printed)
    if printed is None or not _BEYOND.search(said):
        return False
    return value is not None and any(
        bound is not None and abs(value - bound) < _TINY for bound in (printed.low, printed.high)
    )


def _is_of_another(reading: ClaimReading, near: Near) -> bool:
    """Whether a task behind `than` or `as` is read as the subject: `less than the design and needed 4 minutes`."""
    if not isinstance(reading, ValueClaim) or not reading.amount.tasks or near.head is None:
        return False
    words = near.words[near.head.end : near.place]
    if not {"than", "as", "less than", "more than"} & set(words) or "and" not in words:
        return False
    last = len(words) - 1 - words[::-1].index("and")
    is_verb = not near.context.named(near.head.end + last, near.place).scored
    own = {row.id for row in near.context.named(near.head.begin, near.head.end).best}
    return is_verb and not own.issuperset(reading.amount.tasks)


def _is_of_this_day(reading: ClaimReading, near: Near) -> bool:
    """Whether what is told of `last Monday`, `week 24` or `three days ago` is read as a figure of this day."""
    if not isinstance(reading, ValueClaim) or reading.amount != near.facts.own(reading.amount.figure):
        return False
    if not near.facts.is_of_day:
        return False
    last = f"last {WEEKDAYS[near.facts.today.weekday()].lower()}"
    return last in near.clause_text or any(one.search(near.clause_text) for one in (_WEEK, _AGO))


def _is_mine(reading: ClaimReading, near: Near) -> bool:
    """Whether `my 76 minutes` are read as those of the assistant."""
    is_of_assistant = isinstance(reading, ValueClaim) and reading.amount.figure == "ai_minutes"
    return is_of_assistant and bool(_MINE.search(near.before))


def _is_count_with_condition(reading: ClaimReading, near: Near) -> bool:
    """Whether a number of tasks that fulfil a condition is read as that of all: `Four tasks at exactly forty`."""
    if not isinstance(reading, ValueClaim) or reading.amount.figure != "tasks":
        return False
    context, end = near.context, near.end
    words = near.words_behind(6)
    if words[:1] == ["for"] and (named := context.named(end, near.clause[1])).scored:
        return set(reading.amount.tasks) != {row.id for row in named.best}
    if not words or words[0] not in _CONDITIONS or reading.amount.tasks:
        return False
    numbers = [one.number for one in near.tokens[end : end + 6] if one.number]
    return bool(numbers) and not numbers[0].unit and not context.named(end, near.clause[1]).scored


def _is_bound_behind(reading: ClaimReading, near: Near) -> bool:
    """Whether a bound is read as a figure: `40x or more`."""
    return isinstance(reading, ValueClaim) and bool(_OR_MORE.match(near.behind))


def _is_difference(reading: ClaimReading, near: Near) -> bool:
    """Whether how much more or less there is than before is read as a figure: `that's 30 hours more`."""
    return isinstance(reading, ValueClaim) and bool(_MORE.match(near.behind))


def _is_of_other_label(reading: ClaimReading, near: Near) -> bool:
    """Whether the first number behind the name of a figure is read as its fellow: `Supervision, at 44 minutes`."""
    if not isinstance(reading, ValueClaim) or numbers_of(near.context, near.unit)[:1] != [near.place]:
        return False
    opening = near.tokens[near.words[:1] == ["the"]]
    other = _FELLOWS.get(opening.value) if opening.kind in ("label", "mark") else None
    return other is not None and reading.amount.figure == other


def _is_of_one_day(reading: ClaimReading, near: Near) -> bool:
    """Whether what is told of two days is read as a figure of one: `Monday and Friday both took an hour`."""
    if not isinstance(reading, ValueClaim) or reading.amount.scope.kind != "day" or reading.amount.tasks:
        return False
    if near.sentence.startswith("as on "):
        return True
    return _TWO_DAYS.search(near.before) is not None and not near.alike


_TESTS: tuple[Callable[[ClaimReading, Near], bool], ...] = (
    _is_of_no_task,
    _is_of_other_task,
    _is_of_one_of_several,
    _is_sum_of_each,
    _is_bare_supervision,
    _is_of_other_period,
    _is_of_no_project,
    _is_at_bound,
    _is_of_another,
    _is_of_this_day,
    _is_mine,
    _is_count_with_condition,
    _is_bound_behind,
    _is_difference,
    _is_of_other_label,
    _is_of_one_day,
    *RANK_TESTS,
)
