"""Numbers of tasks in a sentence: which words count tasks, and what is all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from leverage_site.claims.sentence.context import Context
from leverage_site.claims.text.numbers import WrittenNumber

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
_CHANGES = frozenset(("more", "fewer", "less", "longer", "shorter", "higher", "lower", "up", "down"))
# Words between the name of a figure and its number, and how many of them there are at most.
_NAMING = frozenset(("is", "was", ":", "came", "comes", "to", "of", "at", "stands", "stood", "only", "just"))
_BETWEEN = 4
_ARTICLES = frozenset(("the", "these", "all", "day's", "those", "today's", "our", "my"))


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of tasks in a sentence, with the place of the number of all of them, where that is said."""

    place: int
    end: int
    number: WrittenNumber
    whole: int | None


def counted_tasks(context: Context, taken: set[int]) -> Iterator[Counted]:
    """Yield each number that counts tasks, by its noun, by its name or by what it is a part of."""
    wholes: set[int] = set()
    for place, token in context.scan.numbers:
        number = token.number
        if number is None or place in taken or place in wholes or not is_whole(number):
            continue
        if not _is_difference(context, place) and (found := _counted(context, place, number)) is not None:
            wholes.update(() if found.whole is None else (found.whole,))
            yield found


def _counted(context: Context, place: int, number: WrittenNumber) -> Counted | None:
    if (part := _of_all(context, place)) is not None:
        return part
    if number.unit == "n":
        return Counted(place, place + 1, number, None)
    if number.unit:
        return None
    if (noun := noun_behind(context, place)) is not None:
        return Counted(place, noun + 1, number, None)
    if number.words and (whole := _of_which(context, place)) is not None:
        return Counted(place, place + 1, number, whole)
    return Counted(place, place + 1, number, None) if is_labelled(context, place) else None


def _is_difference(context: Context, place: int) -> bool:
    """Whether a number is how many more or fewer there are: `three tasks fewer`."""
    behind = context.tokens[place + 1 : place + 2]
    is_change = bool(behind) and behind[0].kind == "compare" and context.words[place + 1] in _CHANGES
    return is_change or (bool(behind) and behind[0].kind == "hedge")


def is_labelled(context: Context, place: int) -> bool:
    """Whether a number is said to be that of tasks by their name: `The number of tasks was six`, `Tasks: 6`."""
    begin = place - 1
    while begin > max(0, place - _BETWEEN) and context.words[begin] in _NAMING:
        begin -= 1
    if not 0 <= begin < place - 1:
        return False
    token = context.tokens[begin]
    is_heading = begin == 0 and token.value == "n tasks" and context.words[1] == ":"
    return is_heading or (token.kind == "label" and token.value == "tasks")


def is_whole(number: WrittenNumber) -> bool:
    """Whether a number may count something."""
    return number.value.is_integer() and number.step >= 1 and number.unit in ("", "n")


def _of_all(context: Context, place: int) -> Counted | None:
    """Read `seventeen of the 47 tasks`, `three out of five`, `three of the tasks`, `two of the three sessions`."""
    tokens, number = context.tokens, context.tokens[place].number
    one = place + 1
    if number is None or one >= len(tokens):
        return None
    if number.unit == "n" and context.words[one : one + 2] == ["out", "of"]:
        whole = _number_at(context, one + 2)
        return Counted(place, one + 3, number, one + 2) if whole and whole.unit in ("", "n") else None
    one += context.words[one : one + 2] == ["out", "of"]
    if one >= len(tokens) or tokens[one].value not in ("of", "in"):
        return None
    is_of = tokens[one].value == "of"
    one += 1
    while is_of and one < len(tokens) and tokens[one].value in _ARTICLES:
        one += 1
    whole = _number_at(context, one)
    if whole is not None and whole.unit == "n":
        return Counted(place, one + 1, number, one)
    if is_of and whole is not None and not whole.unit and context.words[one + 1 : one + 2] == ["sessions"]:
        return Counted(place, one + 2, number, one)
    is_of_tasks = is_of and one < len(tokens) and context.words[one] in ("tasks", "rows")
    return Counted(place, one + 1, number, None) if is_of_tasks else None


def _number_at(context: Context, place: int) -> WrittenNumber | None:
    return context.tokens[place].number if place < len(context.tokens) else None


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
