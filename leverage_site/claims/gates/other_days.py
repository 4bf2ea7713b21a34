"""What a sentence may speak of that the rows and sums of its text do not tell, so that they do not refute it.

Other days have tasks of their own; a day may be named in words that stand for no date; a series has a number for
each day; an average is over what is not said; the note of a period speaks of its days.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from leverage_site.claims.gates.near import Near
from leverage_site.claims.judge import amounts
from leverage_site.claims.model import CountClaim, EachClaim, ValueClaim
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.units import numbers_of
from leverage_site.claims.text.vocabulary import AVERAGES, PERIODS

# Days that no date is known for: `a week earlier`, `the last working day`, `the same time last week`.
_UNDATED = re.compile(
    r"\bday before yesterday\b"
    r"|\b(?:last|previous|preceding|prior|latest)\s+(?:[a-z]+\s+)?(?:day|entry|record)\b"
    r"|\b(?:a|one|two|three|four|five|six|seven|ten|some|few|several|of|[0-9]+)\s+(?:days?|weeks?|months?)"
    r"\s+(?:earlier|before|ago|back|prior)\b"
    r"|\bweek\s+[0-9]+\b"
    r"|\bsame\s+(?:day|time|weekday|(?:sun|mon|tues|wednes|thurs|fri|satur)day)\b"
    r"|\b(?:the|this)\s+(?:last|previous|former|other)\s+(?:one\s+)?(?:had|has|was|is|stood|came|reached)\b"
)
# So many tokens open a clause: `So far this week`.
_NEAR = 2
# So far into a sentence begins what opens it: `On the last day`.
_OPENING = len("on the ")
# More than a day: `in two days`, `these three weeks`, `within a week`.
_SPAN = re.compile(
    r"\b(?:days|months|fortnight)\b|\bin may\b(?! [0-9])|\b(?:before|until|till) today\b"
    r"|\b(?:leverage|factor) ha(?:s|d) (?:been|ranged|varied|moved|swung)\b"
    r"|\b(?:in|over|within|these|those|last|past|across|inside)\s+(?:[a-z0-9]+\s+){0,2}(?:weeks|years)\b"
    r"|\b(?:within|in|over|inside)\s+(?:a|one|less than a)\s+(?:week|month|year)\b"
)
# What tells of a figure as it was before.
_BEFORE = re.compile(
    r"\b(?:start(?:ed|s)?|began|begun|begins|opened (?:the|at|with)|had been|used to be|came from)\b"
)
# Words that may part the numbers of a series.
_PARTING = frozenset(
    (",", ";", "and", "then", "now", "→", ">", "/", "-", "–", "to", "finally", "today", "at", "was", "over", "via")
)
# So many numbers are a series, where two may be a pair. From one to the next, and from one day to the next that is
# named with it, there are so many tokens: `, then 7x`.
_SERIES, _APART = 3, 3
# Words before a number of tasks that is one more figure of the same.
_ADDING = frozenset(("over", "across", "with", "and", "from", ","))
# Words between days that are spoken of together, and those before the last of some.
_JOINING = frozenset(("and", "to", "through", "until", "-", "–", "or", "&"))
_UP_TO = frozenset(("by", "until", "till", "through", "up to", "before"))
# Words by which a figure of a day is that of one of its tasks.
_OF_TASKS = frozenset(("task", "tasks", "tasks'", "factors", "peak", "high", "low"))
_MEANS = AVERAGES | {"mean"}
# What an average may be over besides the hours of a day.
_AVERAGED = re.compile(
    r"\bon average\b|\b(?:tasks?|factors|ratios|rows?|sessions?|days|weeks|records|entries|all|both|each)\b"
    r"|\b[a-z0-9]+-(?:day|record|entry|week) average\b|\baverage (?:day|week|month)\b"
)
# What tells of some days of a period, or of how a figure went in it.
_PART_OF_PERIOD = re.compile(
    r"\b(?:days?|peak(?:ed|s)?|bottomed|topped out|midweek|week [0-9]+|(?:one|two|both|each|every) weeks?"
    r"|end(?:ed|s) (?:the [a-z]+ )?at|finally|(?:at|in) the end|at (?:first|last)|recovered|swung"
    r"|(?:fell|dipped|dropped|rose|climbed|sank|slid|jumped|grew|went (?:up|down)) to"
    r"|(?:first|second|third|fourth|fifth|last|other|next)\s+(?:week|half|month))\b"
)
# Times of a day that are none of its figures: `the shortest night`.
_TIMES = re.compile(r"\b(?:nights?|mornings?|evenings?|afternoons?|breaks?|weekends?)\b")


def of_other_rows(near: Near) -> bool:
    """Whether a claim about tasks stands beside another day, whose tasks are others than those of the text."""
    if any(isinstance(one, CountClaim | EachClaim) for one in near.readings) or near.ranks_tasks:
        return _is_of_another_day(near)
    return False


def may_be_of_other_days(near: Near) -> bool:
    """Whether a sentence may speak of something else than what a claim of it is held against."""
    return near.kind != "date" and any(test(near) for test in _TESTS)


def _days_of(near: Near) -> Iterator[int]:
    """Yield where the clause of the claim names days, else the last before it, if a day opens the sentence."""
    begin, end = near.clause
    days = [one for one, token in enumerate(near.tokens) if token.kind in ("day", "weekday", "month", "date")]
    own = [one for one in days if begin <= one < end]
    before = [one for one in days if one < begin]
    yield from own or (before[-1:] if near.context.leading is not None else ())


def _is_of_another_day(near: Near) -> bool:
    """Whether the claim is said of another day than that of the text."""
    return any(
        one in near.other_days or (near.tokens[one].kind == "day" and near.tokens[one].value != "today")
        for one in _days_of(near)
    )


def _is_of_its_tasks(near: Near) -> bool:
    """Whether a number beside another day may be that of its tasks: `On Monday one task was at 40.0x`."""
    if of_other_rows(near):
        return True
    if near.kind not in ("value", "count", "share") or not _is_of_another_day(near):
        return False
    context = near.context
    if context.leading is not None:
        # What stands behind the other day is held against nothing but the day of the text.
        own = near.facts.scope
        if all(amount.scope == own for one in near.readings for amount in amounts(one)):
            return True
    if near.kind == "share" or _is_of_several_days(context):
        return near.kind != "share"
    begin, end = near.clause
    begin = min(begin, *_days_of(near))
    counted = [one for one in range(begin, end) if (number := near.tokens[one].number) and number.unit == "n"]
    is_of_tasks = any(not _is_added(context, one) for one in counted)
    if near.kind == "count":
        is_held = any(map(context.is_figure, {*range(begin, end)} - {near.place, *counted}))
        return is_held and is_of_tasks
    is_of_tasks = is_of_tasks or not _OF_TASKS.isdisjoint(near.words[begin:end])
    has_period = context.period_in(begin, end) is not None
    return is_of_tasks or has_period or bool(context.strangers(begin, end) or context.named(begin, end).scored)


def _is_of_several_days(context: Context) -> bool:
    """Whether days are named together, or as the last of some: `On Monday and Tuesday`, `By Wednesday`."""
    if any(begin and context.words[begin - 1] in _UP_TO for begin, _, _ in context.others):
        return True
    between = [range(end, begin) for (_, end, _), (begin, _, _) in pairwise(context.others)]
    return any(
        len(places) <= _APART
        and not any(map(context.is_figure, places))
        and not _JOINING.isdisjoint(context.words[one] for one in places)
        for places in between
    )


def _is_added(context: Context, place: int) -> bool:
    """Whether a number of tasks is named beside another figure of the same: `12 hours and three tasks`."""
    number = context.tokens[place].number
    before, behind = context.words[max(0, place - 1) : place], context.words[place + 1 : place + 2]
    if before == ["from"] and number is not None and number.value == 1:
        return False
    return not _ADDING.isdisjoint(before) or behind in (["and"], [","], ["in"])


def _is_of_a_span(near: Near) -> bool:
    """Whether tasks are counted, or ranged, over more days than that of the text."""
    if near.kind == "share":
        return _is_of_part_of_period(near)
    if near.kind not in ("count", "each") and not near.ranks_tasks:
        return near.kind == "value" and _is_end_of_range(near)
    if _SPAN.search(near.sentence):
        return True
    tokens, context, (begin, end) = near.tokens, near.context, near.clause
    if near.kind == "superlative" and context.period_in(begin, min(begin + _NEAR, near.place)) is not None:
        return True
    is_ranked = near.has_kind("end")
    if any(token.kind == "month" and context.month_at(one) is not None for one, token in enumerate(tokens)):
        return not is_ranked or near.kind == "count"
    if is_ranked or not any(token.kind == "scope" and token.value in PERIODS for token in tokens):
        return False
    numbers = sum(token.number is not None for token in tokens[begin:end])
    is_of_some = numbers > 1 and not _is_added(context, near.place)
    return is_of_some or not all(isinstance(one, ValueClaim) for one in near.readings)


def _is_end_of_range(near: Near) -> bool:
    """Whether a number is that of one of the tasks of a period: `The week's tasks took 3 to 40 minutes`."""
    if near.place < 2 or near.words[near.place - 1] not in ("to", "-", "–", "and"):
        return False
    is_of_tasks = not {"task", "tasks"}.isdisjoint(near.clause_words)
    is_range = is_of_tasks and near.tokens[near.place - 2].number is not None
    return is_range and near.context.period_in(*near.clause) is not None


def _is_of_part_of_period(near: Near) -> bool:
    """Whether a share of a period may be that of other days or of single tasks: `of the week, from one task`."""
    periods = [n for n, token in enumerate(near.tokens) if token.kind == "scope" and token.value in PERIODS]
    if not periods:
        return False
    behind = near.words[periods[0] + 1 :]
    is_of_part = any(word == "days" or word.rpartition(" ")[2] in ("task", "tasks") for word in behind)
    return len(periods) > 1 or is_of_part or bool(numbers_of(near.context, "n"))


def _is_of_an_undated_day(near: Near) -> bool:
    """Whether a day is named that is not known: `the day before yesterday`, `a week earlier`."""
    if near.kind == "comparison":
        return False
    tokens, others = near.tokens, near.other_days
    days = [one for one in _days_of(near) if tokens[one].kind == "day" and tokens[one].value != "today"]
    if not others.issuperset(days):
        return True
    begin, end = near.clause
    first, last = tokens[begin].begin, tokens[end - 1].end
    for match in _UNDATED.finditer(near.sentence):
        at = match.start()
        is_known = any(tokens[one].begin <= at < tokens[one].end for one in others)
        is_opening = at <= _OPENING and "today" not in near.sentence[match.end() : tokens[near.place].begin]
        if not is_known and (first <= at < last or is_opening):
            return True
    return False


def _is_of_a_series(near: Near) -> bool:
    """Whether a number is one of a series of days, or where that began: `6x, 9x, 7x`, `started at 6x`."""
    if near.kind not in ("value", "each", "count") or near.number is None:
        return False
    is_of_day = near.kind in ("value", "count") and not near.candidate.rows and not near.context.others
    if is_of_day and _BEFORE.search(near.clause_text):
        return True
    if near.names_tasks or numbers_of(near.context, "n"):
        return False
    return any(len(run) >= _SERIES and near.place in run for run in _runs(near.context))


def _runs(context: Context) -> list[list[int]]:
    """Return the places of numbers of one unit that stand in a row."""
    runs: list[list[int]] = []
    unit = ""
    numbers = [(place, token.number) for place, token in context.scan.numbers if token.number]
    for place, number in numbers:
        is_near = bool(runs) and place - runs[-1][-1] <= _APART
        is_near = is_near and _PARTING.issuperset(context.words[runs[-1][-1] + 1 : place])
        if is_near and (not number.unit or not unit or number.unit == unit):
            runs[-1].append(place)
            unit = unit or number.unit
        else:
            runs.append([place])
            unit = number.unit
    return runs


def _is_of_an_average(near: Near) -> bool:
    """Whether a number is an average that is not the weighted one of the day by its name."""
    if near.kind not in ("value", "each", "count"):
        return False
    is_weighted = near.unit == "x" and not _AVERAGED.search(near.sentence)
    for place, token in enumerate(near.tokens):
        if token.kind == "word" and token.value in _MEANS and not is_weighted:
            return True
        if token.kind == "label" and near.words[place].startswith("average"):
            behind = near.words[place + 1 : place + 4]
            if behind[:1] == ["of"] and any("task" in word or word in ("all", "both", "three") for word in behind):
                return True
    return False


def _is_of_a_day_of_period(near: Near) -> bool:
    """Whether the note of a period speaks of some of its days: `The best day had 48x`, `It peaked at 48x`."""
    if near.facts.is_of_day or near.kind not in ("value", "count", "each", "share"):
        return False
    if any(isinstance(one, ValueClaim) and one.amount.scope.kind == "day" for one in near.readings):
        return False
    is_of_part = _PART_OF_PERIOD.search(near.sentence) is not None
    return near.has_kind("end", "top", "weekday") or bool(near.context.others) or is_of_part


def _is_of_some_days(near: Near) -> bool:
    """Whether a superlative is among some days, or among no days: `the best Monday ever`, `the shortest night`."""
    if near.kind != "superlative":
        return False
    for place in range(near.clause[0], min(len(near.tokens), near.end + 4)):
        if near.tokens[place].kind == "weekday":
            before = near.tokens[max(0, place - 1)]
            if before.value in ("a", "any", "every", "all") or before.kind == "end":
                return True
    if near.ranks_tasks:
        # A rank that names no task may be that of a day.
        return bool(near.context.others) and not near.candidate.rows and not near.names_tasks
    return bool(_TIMES.search(near.said))


_TESTS = (
    _is_of_its_tasks,
    _is_of_an_undated_day,
    _is_of_a_span,
    _is_of_a_series,
    _is_of_an_average,
    _is_of_a_day_of_period,
    _is_of_some_days,
)
