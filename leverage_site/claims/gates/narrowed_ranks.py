"""Superlatives and comparisons that words around them speak against, as those of numbers in `narrowing`."""

import re
from collections.abc import Callable

from leverage_site.claims.gates.near import Near
from leverage_site.claims.judge import superlative_values
from leverage_site.claims.model import ClaimReading, ComparisonClaim, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.heads import head_of
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.vocabulary import JOINTLY

_BY_SO_MUCH = re.compile(
    r"\bby (?:[0-9]|(?:a|one|two) (?:half|third|quarter|fifth)|half|[a-z-]+ (?:percent|per cent))"
)
_BY_FIGURE = re.compile(r"\b(?:by|in) (?:the )?(hours|minutes|tokens|tasks|supervision|leverage)\b")
_FIGURES_BY = {
    "hours": "human_hours", "minutes": "ai_minutes", "tokens": "tokens", "tasks": "tasks",
    "supervision": "supervision_minutes", "leverage": "leverage",
}  # fmt: skip
_OF_THINGS = re.compile(r"\b(?:that|which) (?:i|we|you) (?:ever|have|had)\b")
_ALONE = frozenset(("alone", "only"))
# Superlatives that say by themselves of no figure.
_BARE = frozenset(("least", "most", "lowest", "highest"))
# So far behind a superlative stands what it is of.
_REACH = 4


def _is_unread_amount(reading: ClaimReading, near: Near) -> bool:
    """Whether a comparison leaves out by how much: `rose by half`."""
    is_bare = isinstance(reading, ComparisonClaim) and reading.times is None and reading.by is None
    return is_bare and bool(_BY_SO_MUCH.search(near.sentence))


def _is_shared_end(reading: ClaimReading, near: Near) -> bool:
    """Whether a task is said to be alone at an end where others are as well."""
    if not isinstance(reading, SuperlativeClaim) or _ALONE.isdisjoint(near.words):
        return False
    if "second only" in near.sentence or "not only" in near.sentence:
        return False
    values = superlative_values(reading, near.facts)
    own = [value for name, value in values if name in reading.subject]
    return bool(own) and sum(f"{value:.1f}" == f"{own[0]:.1f}" for _, value in values) > 1


def _is_by_another_figure(reading: ClaimReading, near: Near) -> bool:
    """Whether a superlative is by another figure than is said: `by hours`, `took 12 minutes, the least`."""
    if not isinstance(reading, SuperlativeClaim):
        return False
    said = _BY_FIGURE.match(near.behind) if near.kind == "superlative" else None
    if said and reading.figure != _FIGURES_BY[said[1]]:
        return True
    beside = near.number_beside
    if beside is None or beside.unit not in FIGURES or near.context.has_label:
        return False
    is_bare = not _BARE.isdisjoint(near.words[near.place : near.end])
    return is_bare and reading.figure not in FIGURES[beside.unit]


def _is_of_no_extreme(reading: ClaimReading, near: Near) -> bool:
    """Whether what a superlative opens is read as another figure: `Least supervision: the columns, 5 minutes`."""
    if not isinstance(reading, ValueClaim) or ":" not in near.words[: near.place]:
        return False
    colon = near.words.index(":")
    figures = {
        one.figure
        for other in near.found
        if other.kind == "superlative" and other.printed[1] <= colon
        for one in other.readings
        if isinstance(one, SuperlativeClaim)
    }
    possible = figures & set(FIGURES.get(near.unit, ()))
    return bool(possible) and reading.amount.figure not in possible


def _is_of_things(reading: ClaimReading, near: Near) -> bool:
    """Whether a superlative is one of things, or of all others together: `the best that I ever wrote`."""
    if not isinstance(reading, SuperlativeClaim):
        return False
    is_sum = not JOINTLY.isdisjoint(near.words[near.place : near.end + _REACH])
    return is_sum or _OF_THINGS.search(f"{near.said} {near.behind}") is not None


def _is_of_a_named_task(reading: ClaimReading, near: Near) -> bool:
    """Whether a superlative of a task is read as one of days: `The week's highest factor: the dashboard, 30x`."""
    if not isinstance(reading, SuperlativeClaim) or reading.scope.kind == "day":
        return False
    context, begin, end = near.context, near.place, near.end
    words = context.words
    if "any task" in context.scan.text(begin, min(len(words), end + 3)).lower():
        return True
    if (begin and context.is_figure(begin - 1)) or words[begin - 1 : begin] == [","]:
        head = head_of(context, begin)
        return head is not None and not _speaks_of_days(context, head.end)
    if words[end : end + 1] == [":"]:
        return context.named(end, context.clause(min(end + 1, len(words) - 1))[1]).clear
    head = head_of(context, begin)
    return head is not None and not _speaks_of_days(context, head.end)


def _speaks_of_days(context: Context, begin: int) -> bool:
    return any(
        token.kind == "day" or context.words[place] in ("day", "days", "today")
        for place, token in enumerate(context.tokens)
        if place >= begin
    )


RANK_TESTS: tuple[Callable[[ClaimReading, Near], bool], ...] = (
    _is_unread_amount,
    _is_shared_end,
    _is_by_another_figure,
    _is_of_no_extreme,
    _is_of_things,
    _is_of_a_named_task,
)
