"""Comparisons: the day with another day, one task with another, one figure of the day with another."""

import datetime as dt
from collections.abc import Iterator, Sequence

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, ComparisonClaim, Relation, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import Side, end_of_name, is_of_sessions, pairs, side_before, side_behind
from leverage_site.claims.sentence.units import FIGURES, figure_of, numbers_of
from leverage_site.claims.text.numbers import scaled
from leverage_site.stats.as_of import Scope

# Words between a comparison and the day that it names.
_LINKS = frozenset((
    "than", "against", "since", "on", "of", "from", "with", "to", "the", "that", "those", "'", "s", "it", "was",
    "in", "for"
))  # fmt: skip
# Words behind a day that is compared.
_HAS = frozenset(("had", "has", "was", "is", "saw", "came", "ended", "stood", "stands", "stayed"))
# Marks that say what is compared: not those of the assistant's time, of which one is `ran`.
_MARKS = ("human_hours", "supervision_minutes")
# Words that compare the time of two tasks.
_OF_TIME = frozenset(("longer", "shorter", "slower", "faster", "quicker", "sooner", "outlasted", "outlasts"))
# Words that compare a figure that is named before them.
_OF_SIZE = frozenset(("higher", "lower", "greater", "smaller", "larger", "above", "below", "better", "worse"))
# Verbs that hold one task against the next by themselves, by the factor where they do not say another figure.
_CONTESTS = frozenset((
    "beat", "beats", "outlasted", "outlasts", "surpassed", "surpasses", "outperformed", "overtook", "trailed",
    "trails", "ahead of"
))  # fmt: skip
# Words that do not say what of two days they compare.
_LOOSE = frozenset(
    ("slower", "faster", "quicker", "better", "worse", "longer", "shorter", "bigger", "smaller", "larger")
)
# Words that judge a day by its leverage where that is printed.
_JUDGING = frozenset(("weaker", "stronger", "better", "worse"))
# Between a comparison and `than`, or the day that it names, stand so many tokens.
_REACH = 6


def comparisons(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each comparison with words for higher or lower."""
    for place, token in enumerate(context.tokens):
        is_amount = place > 0 and context.is_figure(place - 1)
        if token.kind != "compare" or place in taken or is_amount or context.is_short_of(place):
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
        elif not any(one.number for one in context.tokens[place + 1 : place + 2]):
            # `Over 40` widens the number.
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
    labels = [token.value for token in context.tokens[max(0, place - 4) : place] if token.kind == "label"][-1:]
    labels += [token.value for token in context.tokens[place + 2 : place + 3] if token.kind == "label"]
    is_than = context.words[place + 1 : place + 2] == ["than"]
    return (labels[0], labels[1]) if is_than and len(set(labels) - {"factor"}) == 2 else None


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
    if token.kind in ("label", "unit"):
        return (figure,) if (figure := figure_of(token)) else ()
    is_time = token.kind == "mark" and (token.value in _MARKS or context.words[one].endswith("time"))
    if is_time and one == place - 1:
        return (token.value,)
    number = token.number
    if number is None or one > place:
        return ()
    if number.unit == "n":
        return ("tasks",)
    facts, possible = context.facts, FIGURES.get(number.unit, {})
    fitting = [one for one, scale in possible.items() if number.holds(facts.value(facts.own(one)), scale)][:1]
    return tuple(fitting or (possible if number.unit == "x" else ()))


def _of_days(
    context: Context, place: int, relation: Relation, days: tuple[dt.date, dt.date]
) -> Iterator[Candidate]:
    facts = context.facts
    is_judged = context.words[place] in _JUDGING and bool(numbers_of(context, "x"))
    figures = _figures(context, place) or (("leverage",) if is_judged else ())
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


def _of_tasks(context: Context, place: int, word: str, relation: Relation) -> Iterator[Candidate]:
    """Yield the comparison of two tasks: `The A ran longer than the B`, `A has a higher factor than B`."""
    facts = context.facts
    behind = range(place + 1, min(len(context.tokens), place + 1 + _REACH))
    link = place if word in _CONTESTS else next((at for at in behind if context.tokens[at].value == "than"), None)
    if link is None or not facts.is_of_day or (end := end_of_name(context, link + 1)) == link + 1:
        return
    one = context.named_one(0, place)
    other = context.named_one(link + 1, end)
    figures = _of_words(context, place, link, word)
    if not (one.clear and other.clear) or one.best == other.best or not figures:
        return
    claims: list[ClaimReading] = [
        ComparisonClaim(facts.of_tasks(figure, one.best), relation, facts.of_tasks(figure, other.best))
        for figure in figures
    ]
    rows = (*one.best, *other.best)
    strict = not context.guarded and one.unknown + other.unknown == 0 and is_of_sessions(context, place)
    yield Candidate("comparison", (place, link + 1), claims, strict, rows=rows)
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
    """Return the figure that the words of a comparison name, or the one that it is of by itself."""
    for token in context.tokens[place : link + 1]:
        is_figure = token.kind in ("label", "unit") or (token.kind == "mark" and token.value in _MARKS)
        if is_figure and (figure := figure_of(token)):
            return (figure,)
        if token.value == "time":
            return ("ai_minutes",)
    if word in _OF_TIME:
        return ("ai_minutes",)
    # `The factor of the import is higher than that of the search`.
    before = {figure_of(token) for token in context.tokens[:place] if token.kind == "label"} - {""}
    if word in _OF_SIZE and len(before) == 1:
        return tuple(before)
    return ("leverage",) if word in _CONTESTS else ()
