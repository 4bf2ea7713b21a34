"""Numbers of tasks in a sentence: which words count tasks, and what is all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from leverage_site.claims.context import Context
from leverage_site.claims.numbers import WrittenNumber

# Words in front of a number of tasks that make it one of a part.
PARTS = frozenset(
    (
        "remaining", "other", "others", "rest", "these", "those", "first", "last", "next", "another", "top",
        "bottom", "best", "fastest", "slowest", "longest", "worst", "more", "fewer", "highest", "lowest",
        "half", "than", "to", "between"
    )
)  # fmt: skip
# A title of six words, the longest that stood between a number and `tasks`, is within reach.
_NEAR = 7
_BOUNDS = frozenset(("higher", "lower"))


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of tasks in a sentence, with the place of the number of all of them, where that is said."""

    place: int
    end: int
    number: WrittenNumber
    whole: int | None


def counted_tasks(context: Context, taken: set[int]) -> Iterator[Counted]:
    """Yield each number that counts tasks, by its noun or by what it is a part of."""
    tokens = context.tokens
    wholes: set[int] = set()
    for place, token in context.scan.numbers:
        number = token.number
        if number is None or place in taken or place in wholes or not is_whole(number):
            continue
        if place + 1 < len(tokens) and (tokens[place + 1].kind == "hedge" or tokens[place + 1].value in _BOUNDS):
            continue
        if (whole := _of_all(context, place)) is not None and number.unit in ("", "n"):
            wholes.add(whole)
            yield Counted(place, whole + 1, number, whole)
        elif number.unit == "n":
            yield Counted(place, place + 1, number, None)
        elif not number.unit and (noun := noun_behind(context, place)) is not None:
            yield Counted(place, noun + 1, number, None)
        elif not number.unit and number.words and (all_place := _of_which(context, place)) is not None:
            yield Counted(place, place + 1, number, all_place)


def is_whole(number: WrittenNumber) -> bool:
    """Whether a number may count something."""
    return number.value.is_integer() and number.step >= 1 and number.unit in ("", "n")


def _of_all(context: Context, place: int) -> int | None:
    """Return the place of the second number of `seventeen of the 47 tasks`."""
    tokens = context.tokens
    one = place + 1
    if one >= len(tokens) or tokens[one].value != "of":
        return None
    one += 1
    while one < len(tokens) and tokens[one].value in (
        "the",
        "these",
        "all",
        "day's",
        "those",
        "today's",
        "our",
        "my",
    ):
        one += 1
    if one < len(tokens) and (number := tokens[one].number) and number.unit == "n":
        return one
    return None


def _of_which(context: Context, place: int) -> int | None:
    """Return the place of the whole of `Of the fifteen tasks, seven were …` or `47 tasks, of which eleven …`."""
    tokens = context.tokens
    wholes = [one for one in range(place) if (number := tokens[one].number) and number.unit == "n"]
    if len(wholes) != 1:
        return None
    between = [context.word(one) for one in range(wholes[0] + 1, place)]
    opens = [context.word(one) for one in range(wholes[0])]
    is_part = between == [","] and opens[:1] == ["of"]
    return wholes[0] if is_part or between == [",", "of", "which"] else None


def noun_behind(context: Context, place: int) -> int | None:
    """Return the place of the noun of a number: `six defect tracker tasks`."""
    tokens = context.tokens
    if tokens[place].joined or (place + 1 < len(tokens) and tokens[place + 1].joined):
        return None
    for one in range(place + 1, min(len(tokens), place + 1 + _NEAR)):
        token = tokens[one]
        if token.kind == "unit" and token.value == "n tasks":
            return one
        if token.kind != "word" or token.value in ("of", "in", "to", "and", "the", "a", "with", "for", "at"):
            return None
    return None
