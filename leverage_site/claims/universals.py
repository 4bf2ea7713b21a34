"""What all tasks of a day or of a group have, or none: `All five took under an hour`, `None went past 25x`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from leverage_site.claims.conditions import conditions_at
from leverage_site.claims.context import Candidate, Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, CountClaim, Interval, ValueClaim
from leverage_site.claims.units import with_comparison

_ALL = frozenset(("all", "every", "each", "both"))
_NONE = frozenset(("none", "not one", "not a single"))
_NOUNS = frozenset(("tasks", "task", "rows", "row", "sessions", "session", "jobs", "entries", "items"))
# Words by which a number is that of all together.
_SUMMED = frozenset(
    (
        "together", "in total", "in all", "altogether", "combined", "add up", "total", "in sum", "hold", "share",
        "between"
    )
)  # fmt: skip
# So many tokens stand between a quantifier and the noun that it is about: a title of five words, with `of the`.
_REACH = 8


class _Subject(NamedTuple):
    """The tasks of which all, or none, have something: none named for those of the whole day."""

    begin: int
    end: int
    is_none: bool
    rows: tuple[KnownTask, ...]
    size: int
    is_sure: bool
    most: int = 0


def universals(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each figure, or bound, that all tasks or none of them are said to have."""
    if not context.facts.is_of_day or not context.has_numbers:
        return
    for place, word in enumerate(context.words):
        if (word in _ALL or word in _NONE or (word == "not" and _opens_none(context, place))) and (
            subject := _subject(context, place)
        ):
            number = _number(context, subject, taken)
            if number is not None:
                yield _of_subject(context, subject, number)
                yield from _sizes(context, subject)


def _sizes(context: Context, subject: _Subject) -> Iterator[Candidate]:
    """Yield how many tasks the day has, where that is said of all of them: `All five tasks …`."""
    memory, facts = context.memory, context.facts
    for place in range(subject.begin + 1, subject.end):
        number = context.tokens[place].number
        if number is None or number.unit != "n" or subject.rows or number.value <= 1:
            continue
        reading: list[ClaimReading] = [ValueClaim(facts.own("tasks"), number.interval)]
        is_plain = not context.strangers() and not memory.rows and number.value not in memory.counted
        guards = sum(token.kind == "guard" for token in context.tokens)
        strict = is_plain and guards == (context.words[subject.begin] == "not")
        yield Candidate("count", (place, place + 1), reading, strict, numbers=frozenset((place,)))


def _opens_none(context: Context, place: int) -> bool:
    return " ".join(context.words[place + 1 : place + 3]).startswith(("one of", "a single"))


def _subject(context: Context, place: int) -> _Subject | None:
    """Return the tasks that a quantifier is about, by the noun behind it."""
    words, facts = context.words, context.facts
    noun = next((one for one in range(place + 1, min(len(words), place + _REACH)) if _is_noun(context, one)), None)
    if noun is None or any(context.tokens[one].kind == "sign" for one in range(place, noun)):
        return None
    sizes = [token.number.value for token in context.tokens[place : noun + 1] if token.number]
    sizes += [2] if words[place] == "both" else []
    is_none = words[place] in _NONE or words[place] == "not"
    sizes = sizes[1:] if is_none and words[place] == "not" and len(sizes) > 1 else sizes
    named = context.named(place + 1, noun)
    if named.scored:
        sure = named.is_group and not named.unknown and sizes in ([], [len(named.best)])
        if not sure and not named.unknown and not is_none and sizes and 1 < sizes[0] < len(named.rows):
            return _Subject(place, noun + 1, is_none, named.rows, len(named.rows), True, int(sizes[0]))
        return _Subject(place, noun + 1, is_none, named.best, len(named.best), sure)
    total = len(facts.rows)
    sure = sizes in ([], [total]) and not context.strangers(place, noun) and "other" not in words[place:noun]
    return _Subject(place, noun + 1, is_none, (), total, sure)


def _is_noun(context: Context, place: int) -> bool:
    token = context.tokens[place]
    return context.words[place] in _NOUNS or bool(token.number and token.number.unit == "n")


def _number(context: Context, subject: _Subject, taken: set[int]) -> int | None:
    """Return the place of the figure that they are said to have, with nothing but figures in between."""
    for place, token in context.scan.numbers:
        if place < subject.end:
            continue
        number = token.number
        if number is None or place in taken or number.unit not in ("x", "h", "m"):
            return None
        between = range(subject.end, place)
        if any(context.tokens[one].kind == "sign" or context.words[one] in _SUMMED for one in between):
            return None
        return place if _SUMMED.isdisjoint(context.words[place + 1 : place + 4]) else None
    return None


def _of_subject(context: Context, subject: _Subject, place: int) -> Candidate:
    facts = context.facts
    number = context.tokens[place].number
    assert number is not None  # noqa: S101 (found so)
    number = with_comparison(context, place, number)
    conditions = conditions_at(context, subject.end, place, number)
    printed = Interval(*([0, 0] if subject.is_none else [subject.size, subject.size]))
    ids = tuple(row.id for row in subject.rows)
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for one in conditions:
        claim = CountClaim(facts.scope, facts.today, one.figure, one.interval, one.closed, printed, ids)
        (far if one.doubtful else readings).append(claim)
    if subject.most:
        # Of all that the words may mean there are fewer than are said to have it.
        enough = Interval(subject.most, None)
        far += [replace(one, printed=enough) for one in readings if isinstance(one, CountClaim)]
    is_plain = not context.strangers(subject.end) and not context.named(place + 1, len(context.tokens)).scored
    is_denied = subject.is_none and context.words[subject.begin] == "not"
    guards = sum(token.kind == "guard" for token in context.tokens)
    is_sure = subject.is_sure and is_plain and (not subject.is_none or conditions[0].is_bound)
    strict = is_sure and guards == is_denied
    return Candidate("each", (place, place + 1), readings, strict, far, numbers=frozenset((place,)))
