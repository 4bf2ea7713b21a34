"""Turns of phrase by which a claim says something else than its words: they keep it from being refuted.

Each has a test of its own, which says for which kinds of claims and beside which words it is meant.
"""

import re
from itertools import pairwise

from leverage_site.claims.gates.near import Near
from leverage_site.claims.model import ComparisonClaim, CountClaim, EachClaim, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.dates import MONTHS

_MONTHS = "|".join(MONTHS).lower()
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
# What leaves tasks out, besides the words of the vocabulary.
_LEFT_OUT = re.compile(r"\b(?:aside from|besides|save for)\b")
_OF_WEEKS_BEFORE = re.compile(
    r"^(?:the |that )?(?:first|second|third|fourth|former|latter|last|other)(?: one)? (?!task|row)"
)
_ALL_ON_A_DAY = re.compile(
    r"^, (?:both|all|one|each|half|two|most)(?: of them)? (?:of them )?(?:yesterday|last|earlier|the day before"
    r"|(?:on|from|of|in) (?!today))"
)


def is_idiomatic(near: Near) -> bool:
    """Whether a turn of phrase beside a claim makes it say something else."""
    return any(test(near) for test in _TESTS)


def _leaves_out(near: Near) -> bool:
    """Whether a number of tasks is that of those left out: `All but two tasks`."""
    return near.kind == "count" and near.words_before(2) in (["all", "but"], ["but", "the"])


def _is_of_calendar(near: Near) -> bool:
    """Whether a number of weeks is one of the calendar, as in `Three weeks: 53 and 92 hours`."""
    return near.unit == "w" and not _OF_WORK.search(near.sentence)


def _is_of_tasks_of_period(near: Near) -> bool:
    """Whether tasks are those of a week, a month or a year."""
    is_of_tasks = near.ranks_tasks and near.facts.is_of_day
    is_value = near.kind == "value" and near.has_kind("end")
    return (is_of_tasks or is_value) and _TASKS_OF_PERIOD.search(near.sentence) is not None


def _is_of_some_tasks(near: Near) -> bool:
    """Whether the note of a period says a figure of some of its tasks: `Three of the ten tasks stand at 30x`."""
    is_figure = near.kind in ("value", "each") and not near.facts.is_of_day
    return is_figure and _SOME_TASKS.search(near.sentence) is not None


def _is_of_part(near: Near) -> bool:
    """Whether days of a period are spoken of: `In the middle of the month`, `the best day of March`."""
    if near.kind in ("value", "each", "count") and _PART_OF_PERIOD.search(near.sentence):
        return True
    is_ranked = near.kind in ("value", "superlative") and near.has_kind("end")
    return is_ranked and _DAYS_OF_MONTH.search(near.sentence) is not None


def _is_of_neighbors(near: Near) -> bool:
    """Whether a number is that of the days around one: `40x between two days at 20x`."""
    return near.kind in ("value", "each") and _NEIGHBORS.search(near.sentence) is not None


def _is_end_of_range(near: Near) -> bool:
    """Whether a number is one between which and another something lies: `It lies between 20x and 30x`."""
    place, numbers = near.place, [at for at, token in near.context.scan.numbers if token.number]
    pairs = [(one, other) for one, other in pairwise(numbers) if near.words[one + 1 : other] == ["and"]]
    return near.kind == "value" and any(
        place in (one, other) and near.words[one - 1 : one] == ["between"] for one, other in pairs
    )


def _is_nearly_equal(near: Near) -> bool:
    """Whether two amounts are said to be equal but for something."""
    are_equal = any(isinstance(one, ComparisonClaim) and one.relation == "equal" for one in near.readings)
    return are_equal and _NOT_QUITE.search(near.behind) is not None


def _is_of_what_is_named(near: Near) -> bool:
    """Whether a rank of days stands behind an amount that the day has not: `It took 40 hours, the most so far`."""
    readings = [one for one in near.readings if isinstance(one, SuperlativeClaim) and one.scope.kind != "day"]
    beside = near.number_beside
    if not readings or beside is None or beside.unit not in FIGURES:
        return False
    facts, scales = near.facts, FIGURES[beside.unit]
    return not any(beside.holds(facts.value(facts.own(figure)), scale) for figure, scale in scales.items())


def _is_but_for_some(near: Near) -> bool:
    """Whether tasks are counted but for some: `Two took a minute, apart from the one that took none`."""
    is_count = any(isinstance(one, CountClaim | EachClaim) for one in near.readings)
    return is_count and (near.has_kind("without") or _LEFT_OUT.search(near.sentence) is not None)


def _is_of_more_days(near: Near) -> bool:
    """Whether more tasks are counted than the day has of a project, which goes back: `Six shop tasks`."""
    facts, counts = near.facts, [one for one in near.readings if isinstance(one, CountClaim)]
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


def _is_of_tasks_of_day(near: Near) -> bool:
    """Whether counted tasks are said to be of another day behind a comma: `Two were above 40x, both yesterday`."""
    is_count = near.kind in ("count", "each")
    return is_count and _ALL_ON_A_DAY.search(near.behind) is not None


def _is_of_named_periods(near: Near) -> bool:
    """Whether `the first` and `the second` are weeks that the paragraph has named."""
    is_value = near.kind == "value" and all(isinstance(one, ValueClaim) for one in near.readings)
    return is_value and near.context.memory.weeks and _OF_WEEKS_BEFORE.search(near.sentence) is not None


_TESTS = (
    _leaves_out,
    _is_of_calendar,
    _is_of_tasks_of_period,
    _is_of_some_tasks,
    _is_of_part,
    _is_of_neighbors,
    _is_end_of_range,
    _is_nearly_equal,
    _is_of_what_is_named,
    _is_but_for_some,
    _is_of_more_days,
    _is_of_tasks_of_day,
    _is_of_named_periods,
)
