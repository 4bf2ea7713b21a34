"""Turns of phrase by which a claim says something else than its words: they keep it from being refuted.

Each has a test of its own, which says for which kinds of claims and beside which words it is meant.
"""

import re
from itertools import pairwise

from leverage_site.claims.model import ComparisonClaim, CountClaim, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.units import FIGURES, number_before

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_PERIOD = rf"(?:week|month|year|fortnight|season|{_MONTHS})"
# Words by which a number of weeks is one of human work; without them it is one of the calendar.
_OF_WORK = re.compile(
    r"\b(?:work(?:ing|day|days|er|ed)?|human|persons?|manual|hand|estimat\w*|effort|labou?r|full[- ]time"
    r"|40-hour|somebody|someone|people|man|developer|engineer|equivalent|worth|represent\w*|saved?)\b"
)
# Tasks of more days than one: `the three best tasks of the month`, `the year's longest tasks`.
_TASKS_OF_PERIOD = re.compile(
    rf"\b{_PERIOD}'s (?:[a-z0-9-]+ ){{0,4}}(?:tasks?|rows|sessions)\b"
    r"|\b(?:tasks?|rows|sessions) (?:so far )?(?:of|in|from|across|over|this) (?:the |this |all |that )*"
    rf"{_PERIOD}\b"
    rf"|\b{_PERIOD} (?:so far )?(?:had|has|saw|brought) (?:[a-z0-9-]+ ){{0,4}}(?:tasks|rows|sessions)\b"
)
_DAYS_OF_MONTH = re.compile(rf"\bdays? (?:of|in) (?:{_MONTHS})\b|\b(?:{_MONTHS})'s (?:[a-z-]+ ){{1,2}}days?\b")
_PART_OF_PERIOD = re.compile(
    r"\b(?:middle|midst|beginning|start|end|first half|second half|last third|turn) of the (?:week|month|year)\b"
)
# Some tasks of those of a period: `three of the ten tasks`, `of ten tasks, six`.
_SOME_TASKS = re.compile(r"\bof (?:the |these |all |its ){0,2}[a-z0-9]{1,12} tasks\b")
# The days before and after one that is named.
_NEIGHBORS = re.compile(
    r"\bbetween (?:the |its )?(?:two |both )?(?:days|neighbou?rs)\b|\bneighbou?r(?:s|ing)?\b"
    r"|\bdays (?:around|beside|next to)\b|\bon (?:both|either) sides?\b|\bbefore and after\b"
)
# What makes a comparison as of equals one that is not quite so: `give or take half an hour`, `and two more`.
_NOT_QUITE = re.compile(
    r"\bgive or take\b|\bplus or minus\b"
    r"|\band (?:[a-z0-9.-]+ ){1,3}(?:more|less|fewer|longer|shorter|extra|on top|besides)\b"
    r"|\b(?:or so|or thereabouts|but for|save|except)\b"
)
_LEFT_OUT = re.compile(r"\b(?:apart from|aside from|except|excepting|excluding|not counting|besides|save for)\b")
_OF_WEEKS_BEFORE = re.compile(
    r"^(?:the |that )?(?:first|second|third|fourth|former|latter|last|other)(?: one)? (?!task|row)"
)
_ALL_ON_A_DAY = re.compile(
    r"^, (?:both|all|one|each|half|two|most)(?: of them)? (?:of them )?(?:yesterday|last|earlier|the day before"
    r"|(?:on|from|of|in) (?!today))"
)


def is_idiomatic(candidate: Candidate, context: Context) -> bool:
    """Whether a turn of phrase beside a claim makes it say something else."""
    return any(test(candidate, context) for test in _TESTS)


def _text(context: Context) -> str:
    return context.scan.sentence.text.lower()


def _before(candidate: Candidate, context: Context) -> list[str]:
    place = candidate.printed[0]
    return context.words[max(0, place - 3) : place]


def _leaves_out(candidate: Candidate, context: Context) -> bool:
    """Whether a number of tasks is that of those left out: `All but two tasks`."""
    return candidate.kind == "count" and _before(candidate, context)[-2:] in (["all", "but"], ["but", "the"])


def _is_of_calendar(candidate: Candidate, context: Context) -> bool:
    """Whether a number of weeks is one of the calendar, as in `Three weeks: 53 and 92 hours`."""
    number = context.tokens[candidate.printed[0]].number
    return number is not None and number.unit == "w" and not _OF_WORK.search(_text(context))


def _is_of_tasks_of_period(candidate: Candidate, context: Context) -> bool:
    """Whether tasks are those of a week, a month or a year."""
    is_of_tasks = any(
        isinstance(one, SuperlativeClaim) and one.scope.kind == "day" and context.facts.is_of_day
        for one in candidate.readings
    )
    is_value = candidate.kind == "value" and any(token.kind == "end" for token in context.tokens)
    return (is_of_tasks or is_value) and _TASKS_OF_PERIOD.search(_text(context)) is not None


def _is_of_some_tasks(candidate: Candidate, context: Context) -> bool:
    """Whether the note of a period says a figure of some of its tasks: `Three of the ten tasks stand at 30x`."""
    is_figure = candidate.kind in ("value", "each") and not context.facts.is_of_day
    return is_figure and _SOME_TASKS.search(_text(context)) is not None


def _is_of_part(candidate: Candidate, context: Context) -> bool:
    """Whether days of a period are spoken of: `In the middle of the month`, `the best day of March`."""
    text = _text(context)
    if candidate.kind in ("value", "each", "count") and _PART_OF_PERIOD.search(text):
        return True
    is_ranked = any(token.kind == "end" for token in context.tokens)
    return candidate.kind in ("value", "superlative") and is_ranked and bool(_DAYS_OF_MONTH.search(text))


def _is_of_neighbors(candidate: Candidate, context: Context) -> bool:
    """Whether a number is that of the days around one: `40x between two days at 20x`."""
    return candidate.kind in ("value", "each") and _NEIGHBORS.search(_text(context)) is not None


def _is_end_of_range(candidate: Candidate, context: Context) -> bool:
    """Whether a number is one between which and another something lies: `It lies between 20x and 30x`."""
    place, numbers = candidate.printed[0], [at for at, token in context.scan.numbers if token.number]
    pairs = [(one, other) for one, other in pairwise(numbers) if context.words[one + 1 : other] == ["and"]]
    return candidate.kind == "value" and any(
        place in (one, other) and context.words[one - 1 : one] == ["between"] for one, other in pairs
    )


def _is_nearly_equal(candidate: Candidate, context: Context) -> bool:
    """Whether two amounts are said to be equal but for something."""
    behind = context.scan.text(candidate.printed[1], len(context.tokens)).lower()
    are_equal = any(isinstance(one, ComparisonClaim) and one.relation == "equal" for one in candidate.readings)
    return are_equal and _NOT_QUITE.search(behind) is not None


def _is_verb(candidate: Candidate, context: Context) -> bool:
    """Whether a word for an end is a verb, as in `It tops out at 100%`."""
    begin, end = candidate.printed
    said = context.words[end - 1 : end + 1] or context.words[begin:end]
    return candidate.kind == "superlative" and said in (["tops", "out"], ["topped", "out"], ["bottoms", "out"])


def _is_of_what_is_named(candidate: Candidate, context: Context) -> bool:
    """Whether a rank of days stands behind an amount that the day has not: `It took 40 hours, the most so far`."""
    begin = candidate.printed[0]
    readings = [one for one in candidate.readings if isinstance(one, SuperlativeClaim) and one.scope.kind != "day"]
    before = number_before(context, begin)
    if not readings or before is None or before.unit not in FIGURES or context.words[begin - 1 : begin] != [","]:
        return False
    if not context.is_figure(begin - 2):
        return False
    facts, scales = context.facts, FIGURES[before.unit]
    return not any(before.holds(facts.value(facts.own(figure)), scale) for figure, scale in scales.items())


def _is_but_for_some(candidate: Candidate, context: Context) -> bool:
    """Whether tasks are counted but for some: `Two took a minute, apart from the one that took none`."""
    number = context.tokens[candidate.printed[0]].number
    is_count = number is not None and number.unit in ("", "n")
    is_count = is_count and any(isinstance(one, CountClaim) for one in candidate.readings)
    return is_count and _LEFT_OUT.search(_text(context)) is not None


def _is_of_more_days(candidate: Candidate, context: Context) -> bool:
    """Whether more tasks are counted than the day has of a project, which goes back: `Six shop tasks`."""
    facts, counts = context.facts, [one for one in candidate.readings if isinstance(one, CountClaim)]
    rows = [facts.by_id[one] for count in counts for one in count.tasks if one in facts.by_id]
    projects = {row.task.project for row in rows if row.task.project}
    if not projects or any(one.printed.low is None or one.printed.low <= len(one.tasks) for one in counts):
        return False
    terms = facts.known.index.terms["project"]
    return any(
        day.date < facts.today
        for name in projects
        if (group := terms.get(name.casefold()))
        for day, _ in group.parts
    )


def _is_of_tasks_of_day(candidate: Candidate, context: Context) -> bool:
    """Whether counted tasks are said to be of another day behind a comma: `Two were above 40x, both yesterday`."""
    is_count = candidate.kind in ("count", "each")
    behind = context.scan.text(candidate.printed[1], len(context.tokens)).lower()
    return is_count and _ALL_ON_A_DAY.search(behind) is not None


def _is_of_named_periods(candidate: Candidate, context: Context) -> bool:
    """Whether `the first` and `the second` are weeks that the paragraph has named."""
    is_value = candidate.kind == "value" and all(isinstance(one, ValueClaim) for one in candidate.readings)
    return is_value and context.memory.weeks and _OF_WEEKS_BEFORE.search(_text(context)) is not None


_TESTS = (
    _leaves_out,
    _is_of_calendar,
    _is_of_tasks_of_period,
    _is_of_some_tasks,
    _is_of_part,
    _is_of_neighbors,
    _is_end_of_range,
    _is_nearly_equal,
    _is_verb,
    _is_of_what_is_named,
    _is_but_for_some,
    _is_of_more_days,
    _is_of_tasks_of_day,
    _is_of_named_periods,
)
