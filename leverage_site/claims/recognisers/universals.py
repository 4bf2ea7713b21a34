"""What all tasks of a day or of a group have, or none: `All five took under an hour`, `None went past 25x`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, CountClaim, Interval, ValueClaim
from leverage_site.claims.recognisers.conditions import OF_ALL, conditions_at
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.units import with_comparison
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.vocabulary import TASK_NOUNS

_ALL = frozenset(("all", "every", "each", "both"))
_NOUNS = TASK_NOUNS | {"jobs", "entries", "items"}
_SUMMED = OF_ALL | {"share", "between"}
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
        is_none = word == "none" or (
            word == "not" and " ".join(context.words[place + 1 : place + 3]).startswith(("one of", "a single"))
        )
        subject = _subject(context, place, is_none=is_none) if is_none or word in _ALL else None
        if subject is not None and (found := _number(context, subject, taken)) is not None:
            yield _of_subject(context, subject, *found)
            yield from _sizes(context, subject)


def _sizes(context: Context, subject: _Subject) -> Iterator[Candidate]:
    """Yield how many tasks the day has, where that is said of all of them: `All five tasks …`."""
    memory, facts = context.memory, context.facts
    for place in range(subject.begin + 1, subject.end):
        number = context.tokens[place].number
        if number is None or number.unit != "n" or subject.rows or number.value <= 1:
            continue
        reading = ValueClaim(facts.own("tasks"), number.interval)
        is_plain = not context.strangers() and not memory.rows and number.value not in memory.counted
        guards = sum(token.kind == "guard" for token in context.tokens)
        strict = is_plain and guards == (context.words[subject.begin] == "not")
        yield Candidate("count", (place, place + 1), [reading], strict, numbers=frozenset((place,)))


def _subject(context: Context, place: int, *, is_none: bool) -> _Subject | None:
    """Return the tasks that a quantifier is about, by the noun behind it."""
    words, facts = context.words, context.facts
    near = list(enumerate(context.tokens))[place + 1 : place + _REACH]
    noun = next((at for at, one in near if words[at] in _NOUNS or (one.number and one.number.unit == "n")), None)
    if noun is None or any(context.tokens[one].kind == "sign" for one in range(place, noun)):
        return None
    sizes = [token.number.value for token in context.tokens[place : noun + 1] if token.number]
    sizes += [2] if words[place] == "both" else []
    # The one of `not one of the five` is none of their number.
    sizes = sizes[1:] if words[place] == "not" and len(sizes) > 1 else sizes
    named = context.named(place + 1, noun)
    if named.scored:
        sure = named.is_group and not named.unknown and sizes in ([], [len(named.best)])
        if not sure and not named.unknown and not is_none and sizes and 1 < sizes[0] < len(named.rows):
            return _Subject(place, noun + 1, is_none, named.rows, len(named.rows), True, int(sizes[0]))
        return _Subject(place, noun + 1, is_none, named.best, len(named.best), sure)
    total = len(facts.rows)
    sure = sizes in ([], [total]) and not context.strangers(place, noun) and "other" not in words[place:noun]
    return _Subject(place, noun + 1, is_none, (), total, sure)


def _number(context: Context, subject: _Subject, taken: set[int]) -> tuple[int, WrittenNumber] | None:
    """Return where the figure stands that they are said to have, with nothing but figures in between."""
    for place, token in context.scan.numbers:
        if place < subject.end:
            continue
        number = token.number
        if number is None or place in taken or number.unit not in ("x", "h", "m"):
            return None
        between = range(subject.end, place)
        if any(context.tokens[one].kind == "sign" or context.words[one] in _SUMMED for one in between):
            return None
        is_sum = not _SUMMED.isdisjoint(context.words[place + 1 : place + 4])
        return None if is_sum else (place, with_comparison(context, place, number))
    return None


def _of_subject(context: Context, subject: _Subject, place: int, number: WrittenNumber) -> Candidate:
    facts = context.facts
    conditions = conditions_at(context, subject.end, place, number)
    printed = Interval(*([0, 0] if subject.is_none else [subject.size, subject.size]))
    ids = tuple(row.id for row in subject.rows)
    readings: list[CountClaim] = []
    far: list[ClaimReading] = []
    for one in conditions:
        claim = CountClaim(facts.scope, facts.today, one.figure, one.interval, one.closed, printed, ids)
        (far if one.doubtful else readings).append(claim)
    if subject.most:
        # Of all that the words may mean there are fewer than are said to have it.
        far += [replace(one, printed=Interval(subject.most, None)) for one in readings]
    if not subject.is_none:
        # `Both basket tasks make 36 hours` says it of the two together.
        rows, exact = subject.rows or facts.rows, [one for one in conditions if not one.is_bound]
        far += [ValueClaim(facts.of_tasks(one.figure, rows), one.interval) for one in exact]
    is_plain = not context.strangers(subject.end) and not context.named(place + 1, len(context.tokens)).scored
    is_denied = subject.is_none and context.words[subject.begin] == "not"
    guards = sum(token.kind == "guard" for token in context.tokens)
    is_sure = subject.is_sure and is_plain and (not subject.is_none or conditions[0].is_bound)
    strict = is_sure and guards == is_denied
    return Candidate("each", (place, place + 1), readings, strict, far, numbers=frozenset((place,)))
