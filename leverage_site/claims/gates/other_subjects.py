"""Superlatives, comparisons, shares and lists that are of other things than those that they are held against.

A superlative with a figure at its side is about that figure, a comparison about what its own clause names, and two
parts in one sentence are of one task each.
"""

import re

from leverage_site.claims.gates.near import Near
from leverage_site.claims.judge import amounts
from leverage_site.claims.model import ComparisonClaim, ShareClaim, SuperlativeClaim, ValueClaim
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


def is_of_other_subject(near: Near) -> bool:
    """Whether a claim may be of something else than what it is held against."""
    test = _TESTS.get(near.kind)
    return test is not None and test(near)


def _is_other_superlative(near: Near) -> bool:
    """Whether a rank is one for a day, of a part of a task, or by a figure that is named behind it."""
    if near.ranks_tasks:
        return _FOR_A_DAY.match(near.behind) is not None
    if _RUNS.search(near.said) or _BY_SUPERVISION.search(near.before):
        return True
    end, behind = near.end, near.words_behind(1)
    if behind and behind[0] in _BY:
        claims = [one for one in near.readings if isinstance(one, SuperlativeClaim)]
        figure = figure_named(near.context, end + 1, end + 3)
        return bool(figure) and all(one.figure != figure for one in claims)
    is_told = bool(behind) and behind[0] in _IS
    return is_told and any(begin in (end + 1, end + 2) for begin, _, _ in near.context.others)


def _is_other_comparison(near: Near) -> bool:
    """Whether a comparison is one of another figure, or of a part with its whole: `twice that of it`."""
    end, words, tokens = near.end, near.words, near.tokens
    claims = [one for one in near.readings if isinstance(one, ComparisonClaim)]
    is_ratio = any(one.times is not None for one in claims)
    if is_ratio and words[end : end + 1] == ["of"] and not _OF_SAME.isdisjoint(words[end + 1 : end + 2]):
        return True
    behind = next((token.number for token in tokens[end : end + _REACH] if token.number), None)
    if not is_ratio and behind is not None:
        # `The first day below 40 since Wednesday`.
        if tokens[end].number is behind and "since" in words[end:]:
            return True
        possible = FIGURES.get(behind.unit)
        if possible and all(one.by is None and one.left.figure not in possible for one in claims):
            return True
    named = {figure_named(near.context, one, one + 1) for one in range(near.clause[0], near.place)} - {""}
    return bool(named) and bool(claims) and named.isdisjoint(one.left.figure for one in claims)


def _is_other_share(near: Near) -> bool:
    """Whether a share is one of things, of what no title names, or one of two parts of one task each."""
    if _SAYS.search(near.sentence):
        return True
    if _OF_IN_BRACKETS.search(near.sentence) and near.context.strangers() and not near.names_tasks:
        return True
    if any(is_for_unknown(near.context, one) for one in range(near.end, near.clause[1])):
        return True
    parts = [one for one in near.readings if isinstance(one, ShareClaim) and len(one.part.tasks) > 1]
    return bool(parts) and not near.has_kind("sum") and len(_FRACTIONS.findall(near.sentence)) > 1


def _is_other_value(near: Near) -> bool:
    """Whether a number is one of a list of days, one of the tasks of another day, or when something happened."""
    place, words, number = near.place, near.words, near.number
    if number is None:
        return False
    if _is_listed_by_label(near):
        return True
    begin, end = near.clause
    own = near.facts.scope
    is_of_other_day = any(amount.scope != own for one in near.readings for amount in amounts(one))
    if is_of_other_day and any(token.kind == "end" for token in near.tokens[begin:end]):
        # `Yesterday's worst was 19.2x` is one of its tasks.
        return True
    if _AFTER.match(near.sentence) and place == 1 and "," in words[place:]:
        return True
    before = near.tokens[place - 2].number if place > 1 and words[place - 1] == "to" else None
    is_pair = before is not None and before.unit in ("", number.unit)
    return is_pair and (bool(near.context.others) or near.words_before(4)[:-2][-1:] in (["("], [":"]))


def _is_listed_by_label(near: Near) -> bool:
    """Whether a number is one of several behind the name of a figure, one for each day: `AI: 51, 29`."""
    numbers, words = [one for one, _ in near.context.scan.numbers], near.words
    colon = next((one for one in range(min(3, len(words))) if words[one] == ":"), None)
    if colon is None or near.tokens[colon - 1].kind not in ("mark", "label", "unit") or numbers[0] <= colon:
        return False
    run = [one for one in numbers if one == numbers[0] or words[one - 1] == ","]
    units = {number.unit for one in run if (number := near.tokens[one].number) and number.unit}
    return near.place in run and len(run) > 1 and len(units) < 2 and len(run) == len(numbers)


def _is_other_count(near: Near) -> bool:
    """Whether tasks are weighed against each other: `48x on a 36h task is worth more than 60x on a 5h one`."""
    is_of_tasks = not all(isinstance(one, ValueClaim) for one in near.readings)
    return is_of_tasks and len(numbers_of(near.context, "x")) > 1 and _WORTH.search(near.sentence) is not None


def _is_other_range(near: Near) -> bool:
    """Whether figures may be those of two days: `From 21x to 42.1x overnight`, `from 36h to 61h, from 3 to 6`."""
    is_bare = near.sentence.startswith("from ") and _RANGED.search(near.sentence) is None
    return (is_bare or near.sentence.count("from ") > 1) and not near.names_tasks


_TESTS = {
    "superlative": _is_other_superlative,
    "comparison": _is_other_comparison,
    "share": _is_other_share,
    "value": _is_other_value,
    "count": _is_other_count,
    "each": _is_other_range,
}
