"""Superlatives, comparisons, shares and lists that are of other things than those that they are held against.

A superlative with a figure at its side is about that figure, a comparison about what its own clause names, and two
parts in one sentence are of one task each.
"""

import re

from leverage_site.claims.judge import amounts
from leverage_site.claims.model import ComparisonClaim, ShareClaim, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import figure_named
from leverage_site.claims.sentence.subjects import is_for_unknown
from leverage_site.claims.sentence.units import FIGURES, numbers_of

# What is the longest of these is a task, or a part of one, and no day.
_RUNS = re.compile(r"\b(?:single\s+)?(?:run|runs|stretch|sitting|shift|go|job)\b")
_FOR_A_DAY = re.compile(r"^\W*(?:[a-z]+\s+){0,2}(?:for|in|on|of)\s+(?:a|any|one|a\s+single)\s+day\b")
_BY_SUPERVISION = re.compile(r"\b(?:by|on|in)\s+supervision\s+(?:the\s+)?$")
_IS = frozenset(("is", "was", "remains", "remained", "stays", "stayed", ":", "-", "–", "still"))
_BY = frozenset(("by", "in", "on", "for"))
_OF_SAME = frozenset(("it", "them", "which", "this"))
_FRACTIONS = re.compile(
    r"\b(?:half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)\b|[0-9]\s?%"
)
# What was built says so itself: `The calculator says 218 of 44 minutes`.
_SAYS = re.compile(r"\b(?:says|said|shows|showed|prints|printed|reads|displays)\s[^,;0-9]{0,40}[0-9]{1,6}\sof\s")
_OF_IN_BRACKETS = re.compile(r"\([0-9.]+\s+of\s+[0-9.]+")
_AFTER = re.compile(r"^after\s+~?[0-9]")
_WORTH = re.compile(r"\b(?:is|are|was|were)\s+worth\s+(?:more|less)\s+than\b")
# What has a least and a greatest.
_RANGED = re.compile(r"\b(?:tasks?|factors?|sessions?|rang\w+|spread|span\w*|var\w+|all)\b")
# Behind a comparison stands the figure that it holds so far: `Beats yesterday's 42.1x`.
_REACH = 5


def is_of_others(candidate: Candidate, context: Context) -> bool:
    """Whether a claim may be of something else than what it is held against."""
    test = _TESTS.get(candidate.kind)
    return test is not None and test(candidate, context)


def _text(context: Context) -> str:
    return context.scan.sentence.text.lower().replace("’", "'")


def _is_other_superlative(candidate: Candidate, context: Context) -> bool:
    begin, end = candidate.printed
    words, tokens = context.words, context.tokens
    claims = [one for one in candidate.readings if isinstance(one, SuperlativeClaim)]
    is_of_day = any(one.scope.kind == "day" for one in claims)
    text, first, last = _text(context), tokens[begin].begin, tokens[end - 1].end
    if is_of_day:
        return _FOR_A_DAY.match(text[last:]) is not None
    if _RUNS.search(text[first:last]) or _BY_SUPERVISION.search(text[:first]):
        return True
    if words[end : end + 1] and words[end] in _BY:
        figure = figure_named(context, end + 1, end + 3)
        return bool(figure) and all(one.figure != figure for one in claims)
    if words[end : end + 1] and words[end] in _IS and any(one[0] in (end + 1, end + 2) for one in context.others):
        return True
    return _is_of_number_beside(context, begin)


def _is_of_number_beside(context: Context, begin: int) -> bool:
    """Whether a superlative is of a figure that is not one of the day: `12x, worst of the week`."""
    number = context.tokens[begin - 2].number if begin > 1 and context.words[begin - 1] == "," else None
    if number is None or number.unit not in FIGURES or context.has_label:
        return False
    facts = context.facts
    return not any(number.holds(facts.value(facts.own(one)), scale) for one, scale in FIGURES[number.unit].items())


def _is_other_comparison(candidate: Candidate, context: Context) -> bool:
    begin, end = candidate.printed
    words, tokens = context.words, context.tokens
    claims = [one for one in candidate.readings if isinstance(one, ComparisonClaim)]
    is_ratio = any(one.times is not None for one in claims)
    if is_ratio and words[end : end + 1] == ["of"] and words[end + 1 : end + 2] and words[end + 1] in _OF_SAME:
        return True
    behind = next((token.number for token in tokens[end : end + _REACH] if token.number), None)
    if not is_ratio and behind is not None:
        # `The first day below 40 since Wednesday`.
        if tokens[end].number is behind and "since" in words[end:]:
            return True
        possible = FIGURES.get(behind.unit)
        if possible and all(one.by is None and one.left.figure not in possible for one in claims):
            return True
    named = {figure_named(context, one, one + 1) for one in range(context.clause(begin)[0], begin)} - {""}
    return bool(named) and bool(claims) and named.isdisjoint(one.left.figure for one in claims)


def _is_other_share(candidate: Candidate, context: Context) -> bool:
    begin, end = candidate.printed
    text = _text(context)
    if _SAYS.search(text):
        return True
    if _OF_IN_BRACKETS.search(text) and context.strangers() and not context.named(0, len(context.tokens)).scored:
        return True
    if any(is_for_unknown(context, one) for one in range(end, context.clause(begin)[1])):
        return True
    parts = [one for one in candidate.readings if isinstance(one, ShareClaim) and len(one.part.tasks) > 1]
    is_summed = any(token.kind == "sum" for token in context.tokens)
    return bool(parts) and not is_summed and len(_FRACTIONS.findall(text)) > 1


def _is_other_value(candidate: Candidate, context: Context) -> bool:
    (place, _), words = candidate.printed, context.words
    number = context.tokens[place].number
    if number is None:
        return False
    if _is_listed_by_label(context, place):
        return True
    begin, end = context.clause(place)
    own = context.facts.scope
    is_of_other_day = any(amount.scope != own for one in candidate.readings for amount in amounts(one))
    if is_of_other_day and any(token.kind == "end" for token in context.tokens[begin:end]):
        # `Yesterday's worst was 19.2x` is one of its tasks.
        return True
    if _AFTER.match(_text(context)) and place == 1 and "," in words[place:]:
        return True
    before = context.tokens[place - 2].number if place > 1 and words[place - 1] == "to" else None
    is_pair = before is not None and before.unit in ("", number.unit)
    return is_pair and (bool(context.others) or words[max(0, place - 4) : place - 2][-1:] in (["("], [":"]))


def _is_listed_by_label(context: Context, place: int) -> bool:
    """Whether a number is one of several behind the name of a figure, one for each day: `AI: 51, 29`."""
    numbers, words = [one for one, _ in context.scan.numbers], context.words
    colon = next((one for one in range(min(3, len(words))) if words[one] == ":"), None)
    if colon is None or context.tokens[colon - 1].kind not in ("mark", "label", "unit") or numbers[0] <= colon:
        return False
    run = [one for one in numbers if one == numbers[0] or words[one - 1] == ","]
    units = {number.unit for one in run if (number := context.tokens[one].number) and number.unit}
    return place in run and len(run) > 1 and len(units) < 2 and len(run) == len(numbers)


def _is_other_count(candidate: Candidate, context: Context) -> bool:
    is_of_tasks = not all(isinstance(one, ValueClaim) for one in candidate.readings)
    # `48x on a 36h task is worth more than 60x on a 5h one`.
    return is_of_tasks and len(numbers_of(context, "x")) > 1 and _WORTH.search(_text(context)) is not None


def _is_other_range(_: Candidate, context: Context) -> bool:
    """Whether figures may be those of two days: `From 21x to 42.1x overnight`, `from 36h to 61h, from 3 to 6`."""
    text = _text(context)
    is_bare = text.startswith("from ") and _RANGED.search(text) is None
    return (is_bare or text.count("from ") > 1) and not context.named(0, len(context.tokens)).scored


_TESTS = {
    "superlative": _is_other_superlative,
    "comparison": _is_other_comparison,
    "share": _is_other_share,
    "value": _is_other_value,
    "count": _is_other_count,
    "each": _is_other_range,
}
