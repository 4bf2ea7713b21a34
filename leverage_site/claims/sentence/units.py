"""Which figures a number may be of, by its unit and the words beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from leverage_site.claims.sentence.context import Context
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.tokens import Token
from leverage_site.claims.text.vocabulary import TURNS

# The figures that a unit may be of, each with how many of its own unit the number's unit has.
FIGURES: dict[str, dict[str, float]] = {
    "x": {"leverage": 1, "supervisory": 1},
    "h": {"human_hours": 1, "ai_minutes": 60, "supervision_minutes": 60},
    "m": {"ai_minutes": 1, "supervision_minutes": 1, "human_hours": 1 / 60},
    "k": {"tokens": 1},
    "w": {"weeks": 1},
}
# The figure of a unit whose noun says no other.
_USUAL = {"h": "human_hours", "m": "ai_minutes", "n": "tasks", "k": "tokens", "w": "weeks"}
# So far from a number stands the word that says whose time it is: `minutes went by on the part of Claude`.
_REACH = 6
# A label so far from a factor may be that of another one; next to it stand `factor of` and `came to`.
_APART = 3

# So far from a number its brackets are looked for: a list of five with what joins them.
_FURTHEST = 8


def figure_of_unit(value: str) -> str:
    """Return the figure that a noun names by its value in the vocabulary; hours are those of a person."""
    unit, _, figure = value.partition(" ")
    return figure or _USUAL.get(unit, "")


def figure_of(token: Token) -> str:
    """Return the figure that a label, a mark or the noun of a unit names; a bare `factor` is leverage."""
    if token.kind == "unit":
        return figure_of_unit(token.value)
    if token.kind not in ("label", "mark"):
        return ""
    return "leverage" if token.value == "factor" else token.value


def numbers_of(context: Context, *units: str) -> list[int]:
    """Return the places of the numbers of a sentence that have one of some units."""
    return [place for place, token in context.scan.numbers if token.number and token.number.unit in units]


def number_before(context: Context, place: int) -> WrittenNumber | None:
    """Return the last number before a place that has a unit."""
    before = (token.number for token in reversed(context.tokens[:place]))
    return next((number for number in before if number and number.unit), None)


def with_comparison(context: Context, place: int, number: WrittenNumber) -> WrittenNumber:
    """Return a number as the word in front of it widens it: `over 40`."""
    if place and not number.hedge and context.tokens[place - 1].kind == "compare":
        word = context.scan.text(place - 1, place).lower()
        if word in ("over", "above", "more"):
            return replace(number, hedge="over")
        if word in ("under", "below", "less"):
            return replace(number, hedge="under")
    return number


def figures_at(context: Context, place: int, number: WrittenNumber) -> tuple[tuple[str, ...], bool]:
    """Return the figures that a number may be of, and whether words beside it say so."""
    possible = FIGURES[number.unit]
    if number.figure in possible:
        return (number.figure,), True
    distance, nearest = _nearest_word(context, place, possible)
    if not nearest:
        return tuple(possible), len(possible) == 1
    # A label apart from a factor may be that of another one: `leverage and supervisory leverage (x and y)`.
    is_apart = number.unit == "x" and (distance >= _APART or is_listed(context, place))
    return (nearest, *[one for one in possible if one != nearest]) if is_apart else (nearest,), True


def figures_behind(context: Context, place: int, number: WrittenNumber) -> tuple[str, ...]:
    """Return the figures that a number may be of by its own noun and the words behind it alone."""
    possible = FIGURES[number.unit]
    if number.figure in possible:
        return (number.figure,)
    for _, one in _behind(context, place):
        token = context.tokens[one]
        if token.kind in ("label", "mark") and token.value in possible:
            return (token.value,)
    return tuple(possible)


def _nearest_word(context: Context, place: int, possible: Iterable[str]) -> tuple[int, str]:
    """Return the figure that the words in the phrase of a number name, those behind it first."""
    found: list[tuple[int, str]] = []
    for distance, one in [*_behind(context, place), *_before(context, place)]:
        token = context.tokens[one]
        figure = token.value if token.kind in ("label", "mark") else ""
        if token.kind == "unit":
            figure = token.value.partition(" ")[2]
        if "supervisory" in possible and context.words[one].startswith("superv"):
            figure = "supervisory"
        if figure in possible and not context.tells(one):
            found.append((distance, figure))
    return min(found, default=(0, ""))


def _behind(context: Context, place: int) -> Iterator[tuple[int, int]]:
    """Yield the places behind a number that speak of it, with their distance: not those of the next number."""
    for distance, one in enumerate(range(place + 1, min(context.right(place), place + 1 + _REACH))):
        token = context.tokens[one]
        if token.value in TURNS or (token.kind == "sign" and token.value != "/"):
            return
        yield distance, one


def _before(context: Context, place: int) -> Iterator[tuple[int, int]]:
    """Yield the places before a number that speak of it, with their distance: not those of the number before."""
    begin = context.left(place)
    if begin and context.is_figure(begin - 1):
        while begin < place and context.tokens[begin].value not in TURNS and context.tokens[begin].kind != "sign":
            begin += 1
    for distance, one in enumerate(range(place - 1, max(begin - 1, place - 1 - _REACH), -1)):
        if context.tokens[one].value in ("than", ","):
            return
        yield distance, one


def is_listed(context: Context, place: int) -> bool:
    """Whether a number is one of several in brackets: `(4.7x, 6.7x, 8x)`, `(36.0x against 8.0x)`."""
    words, number = context.words, context.tokens[place].number
    begin, end = place, place
    while begin and words[begin - 1] != "(" and begin > place - _FURTHEST:
        begin -= 1
    while end < len(words) and words[end] != ")" and end < place + _FURTHEST:
        end += 1
    if words[begin - 1 : begin] != ["("] or words[end : end + 1] != [")"]:
        return False
    numbers = [one.number for one in context.tokens[begin:end] if one.number is not None]
    return len(numbers) > 1 and number is not None and all(one.unit == number.unit for one in numbers)
