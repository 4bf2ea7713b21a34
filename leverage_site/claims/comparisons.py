"""Comparisons: the day with another day, one task with another, one figure of the day with another."""

import datetime as dt
from collections.abc import Iterator, Sequence

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, ComparisonClaim, Relation, ValueClaim
from leverage_site.claims.numbers import scaled
from leverage_site.claims.pairs import pairs
from leverage_site.claims.sides import Side, end_of_name, is_of_sessions, side_before, side_behind
from leverage_site.claims.units import FIGURES
from leverage_site.stats.as_of import Scope

_LINKS = frozenset(
    (
        "than",
        "against",
        "since",
        "on",
        "of",
        "from",
        "with",
        "to",
        "the",
        "that",
        "those",
        "'",
        "s",
        "it",
        "was",
        "in",
        "for",
    )
)
_HAS = frozenset(("had", "has", "was", "is", "saw", "came", "ended", "stood", "stands", "stayed"))
# Words that compare the time of two tasks, and those that do not say what they compare.
_OF_TIME = {
    "longer": "higher", "shorter": "lower", "slower": "higher", "faster": "lower", "quicker": "lower",
    "sooner": "lower", "outlasted": "higher", "outlasts": "higher",
}  # fmt: skip
# Verbs that hold one task against the next by themselves, by the factor where they do not say another figure.
_CONTESTS = frozenset((
    "beat", "beats", "outlasted", "outlasts", "surpassed", "surpasses", "outperformed", "overtook", "trailed",
    "trails", "ahead of"
))  # fmt: skip
_LOOSE = frozenset(
    ("slower", "faster", "quicker", "better", "worse", "longer", "shorter", "bigger", "smaller", "larger")
)
# Words that judge a day by its leverage where that is printed.
_JUDGING = frozenset(("weaker", "stronger", "better", "worse"))
_REACH = 6


def comparisons(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each comparison with words for higher or lower."""
    for place, token in enumerate(context.tokens):
        if token.kind != "compare" or place in taken or (place and context.is_figure(place - 1)):
            continue
        if context.is_short_of(place):
            continue
        relation: Relation = "higher" if token.value == "higher" else "lower"
        if (days := _compared_days(context, place)) is not None:
            yield from _of_days(context, place, relation, days)
        elif (figures := _two_figures(context, place)) is not None:
            left, right = (context.facts.own(figure) for figure in figures)
            strict = not context.guarded and not context.strangers()
            yield Candidate("comparison", (place, place + 1), [ComparisonClaim(left, relation, right)], strict)
        elif (sides := _periods(context, place)) is not None:
            yield from _of_periods(context, place, relation, *sides)
        elif not _is_threshold(context, place):
            yield from _of_tasks(context, place, context.words[place], relation)


def _periods(context: Context, place: int) -> tuple[Side, Side] | None:
    """Return the two weeks that a comparison is of: `The week beats the one before`."""
    if not any(token.kind == "scope" for token in context.tokens[:place]):
        return None
    left = side_before(context, place)
    if left is None or left.kind != "period":
        return None
    right = side_behind(context, place + 1, left)
    return (left, right) if right is not None and right.kind == "period" and left.amount != right.amount else None


def _of_periods(context: Context, place: int, relation: Relation, left: Side, right: Side) -> Iterator[Candidate]:
    figures = _figures(context, place)
    figures = figures or (("leverage",) if context.words[place] in _CONTESTS else ())
    if len(figures) == 1:
        claims: list[ClaimReading] = [ComparisonClaim(left.of(figures[0]), relation, right.of(figures[0]))]
        strict = left.sure and right.sure and not context.guarded
        yield Candidate("comparison", (place, place + 1), claims, strict)
        yield from pairs(context, figures[0], (left, right), frozenset())


def _two_figures(context: Context, place: int) -> tuple[str, str] | None:
    """Return the two figures of the day that are compared: `supervisory leverage is higher than leverage`."""
    if place + 2 >= len(context.tokens) or context.words[place + 1] != "than":
        return None
    behind = context.tokens[place + 2]
    before = [token.value for token in context.tokens[max(0, place - 4) : place] if token.kind == "label"]
    if (
        behind.kind != "label"
        or not before
        or before[-1] == behind.value
        or "factor" in (behind.value, before[-1])
    ):
        return None
    return before[-1], behind.value


def _is_threshold(context: Context, place: int) -> bool:
    """Whether the word widens the number behind it: `over 40`."""
    return place + 1 < len(context.tokens) and context.tokens[place + 1].number is not None


def _compared_days(context: Context, place: int) -> tuple[dt.date, dt.date] | None:
    """Return the two days that a comparison is of, its subject first; None where it is not of days."""
    today = context.facts.today
    subject = today
    before = [one for one in context.days if one[1] <= place and _is_subject(context, one[0], one[1], place)]
    if before:
        subject = before[-1][2]
    for first, _, day in context.days:
        if first > place and _is_linked(context, place, first):
            return (subject, day) if day != subject else None
    if context.leading_other is not None and not before:
        return today, context.leading_other
    has_than = "than" in context.words[place:]
    return (subject, today) if before and subject != today and not has_than else None


def _is_subject(context: Context, first: int, behind: int, place: int) -> bool:
    """Whether a day is what is compared: `Yesterday had fewer hours`, `19 April is lower`."""
    opens = first == 0 or context.tokens[first - 1].kind == "sign"
    return opens and behind < place <= behind + 3 and context.words[behind] in _HAS


def _is_linked(context: Context, place: int, day: int) -> bool:
    """Whether nothing but figures stands between a comparison and the day that it names."""
    between = range(place + 1, day)
    return len(between) <= _REACH and all(
        context.words[one] in _LINKS or context.tokens[one].kind in ("label", "unit", "number", "mark")
        for one in between
    )


def _figures(context: Context, place: int) -> tuple[str, ...]:
    """Return the figures that a comparison of days may be of."""
    tokens = context.tokens
    behind = range(place + 1, min(len(tokens), place + 3))
    for one in (*behind, *range(place - 1, -1, -1), *range(place + 3, len(tokens))):
        if figures := _figures_of(context, one, place):
            return figures
    memory = context.memory.figure
    return (memory,) if memory in ("leverage", "supervisory") else ()


def _figures_of(context: Context, one: int, place: int) -> tuple[str, ...]:
    """Return the figures that a token names to a comparison at `place`."""
    token = context.tokens[one]
    if token.kind == "label":
        return ("leverage" if token.value == "factor" else token.value,)
    if token.kind == "unit":
        unit, _, figure = token.value.partition(" ")
        figure = figure or {"h": "human_hours", "m": "ai_minutes"}.get(unit, "")
        return (figure,) if figure else ()
    number = token.number
    if number is None or one > place:
        return ()
    if number.unit == "n":
        return ("tasks",)
    facts = context.facts
    fitting = [
        figure
        for figure, scale in FIGURES.get(number.unit, {}).items()
        if number.holds(facts.value(facts.own(figure)), scale)
    ]
    return tuple(fitting[:1] or FIGURES.get(number.unit, ()) if number.unit == "x" else fitting[:1])


def _of_days(
    context: Context, place: int, relation: Relation, days: tuple[dt.date, dt.date]
) -> Iterator[Candidate]:
    facts = context.facts
    figures = _figures(context, place)
    if (
        not figures
        and context.words[place] in _JUDGING
        and any(token.number and token.number.unit == "x" for token in context.tokens)
    ):
        figures = ("leverage",)
    if not figures or not facts.is_of_day:
        return
    scopes = [Scope("day", day.isoformat()) for day in days]
    claims: list[ClaimReading] = [
        ComparisonClaim(facts.of(figure, scopes[0]), relation, facts.of(figure, scopes[1])) for figure in figures
    ]
    from_memory = not any(one.kind in ("label", "unit", "number") for one in context.tokens)
    is_better = context.words[place] in ("better", "worse") and context.opens_with_label
    is_loose = context.words[place] in _LOOSE and not is_better
    is_clear = context.strangers() == 0 and not any(
        one.kind == "scope" and one.value != "day" for one in context.tokens
    )
    strict = not context.guarded and is_clear and not is_loose and not from_memory
    yield Candidate("comparison", (place, place + 1), claims, strict)


def _than(context: Context, place: int) -> int | None:
    tokens = context.tokens
    for one in range(place + 1, min(len(tokens), place + 1 + _REACH)):
        if tokens[one].value == "than":
            return one
    return None


def _of_tasks(context: Context, place: int, word: str, relation: Relation) -> Iterator[Candidate]:
    """Yield the comparison of two tasks: `The A ran longer than the B`, `A has a higher factor than B`."""
    facts = context.facts
    link = place if word in _CONTESTS else _than(context, place)
    if link is None or not facts.is_of_day or (end := end_of_name(context, link + 1)) == link + 1:
        return
    one = context.named_one(0, place)
    other = context.named_one(link + 1, end)
    figures = _of_words(context, place, link, word)
    if not (one.clear and other.clear) or one.best == other.best or not figures:
        return
    claims = []
    for figure in figures:
        left, right = facts.of_tasks(figure, one.best), facts.of_tasks(figure, other.best)
        claims.append(ComparisonClaim(left, relation, right))
    rows = (*one.best, *other.best)
    strict = not context.guarded and one.unknown + other.unknown == 0 and is_of_sessions(context, place)
    yield Candidate("comparison", (place, link + 1), list(claims), strict, rows=rows)
    if strict and len(figures) == 1:
        yield from _with_numbers(context, (link, end), figures[0], (one.best, other.best))


def _with_numbers(
    context: Context,
    places: tuple[int, int],
    figure: str,
    sides: tuple[tuple[KnownTask, ...], tuple[KnownTask, ...]],
) -> Iterator[Candidate]:
    """Yield the numbers behind a comparison: `(16 and 18 minutes)`, `65 minutes against 17`, `with its 17`."""
    facts, link = context.facts, places[0]
    numbers = [(at, token.number) for at, token in context.scan.numbers if at > link and token.number]
    of_sides = list(zip(numbers, sides, strict=False)) if len(numbers) == 2 else []
    if len(numbers) == 1 and context.words[numbers[0][0] - 1] in ("its", "at", ","):
        of_sides = [(numbers[0], sides[1])]
    units = [number.unit for _, number in numbers if number.unit]
    unit = units[-1] if units else {"ai_minutes": "m", "leverage": "x"}.get(figure, "")
    if figure not in FIGURES.get(unit, {}) or any(number.unit not in ("", unit) for _, number in numbers):
        return
    for (at, number), rows in of_sides:
        if number.hedge or context.tokens[at].joined:
            continue
        printed = scaled(number.interval, FIGURES[unit][figure])
        reading = ValueClaim(facts.of_tasks(figure, rows), printed)
        yield Candidate("value", (at, at + 1), [reading], True, rows=rows, numbers=frozenset((at,)))


def _of_words(context: Context, place: int, link: int, word: str) -> Sequence[str]:
    for token in context.tokens[place : link + 1]:
        if token.kind == "label":
            return ("leverage" if token.value == "factor" else token.value,)
        if token.kind == "mark" and token.value == "supervision_minutes":
            return ("supervision_minutes",)
        if token.kind == "unit":
            figure = token.value.partition(" ")[2]
            return (figure or {"h": "human_hours", "m": "ai_minutes"}.get(token.value[0], ""),)
        if token.value == "time":
            return ("ai_minutes",)
        if token.kind == "mark" and token.value == "human_hours":
            return ("human_hours",)
    if word in _OF_TIME:
        return ("ai_minutes",)
    return ("leverage",) if word in _CONTESTS else ()
