"""Figures that each of several tasks is said to have."""

from collections.abc import Iterator, Sequence
from itertools import product

from leverage_site.claims.judge import meets
from leverage_site.claims.model import ClaimReading, CountClaim, EachClaim, Interval
from leverage_site.claims.recognisers.conditions import figures_of_each, is_first_of_two
from leverage_site.claims.recognisers.counted import is_whole, noun_behind
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.groups import ways_to_name
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.numbers import scaled
from leverage_site.claims.text.vocabulary import LINKS, TURNS

# Words that speak of each of several.
_EACH = frozenset(("each", "apiece", "share", "both"))
_TOGETHER = frozenset(("together", "combined", "between", "in total", "in all"))
# So far behind `share` stands what is shared.
_NEAR = 5
# So many tokens at most stand behind `both` for each of the two titles.
_FAR = 8
# Words before a number that make it a whole or the number of a row, and not how many there are.
_BEFORE_PARTS = frozenset(("of", "to", "tasks", "rows", "task", "row", "-"))
# A day has fewer tasks; a greater number is one of the contents of a task.
_MOST = 100
# The least that a plural says.
_PLURAL = 2


def eachs(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each figure that several tasks are said to have each: `the six changes (15x each)`."""
    if not context.facts.is_of_day or _EACH.isdisjoint(context.words):
        return
    for place, word in enumerate(context.words):
        if word in ("share", "both"):
            yield from _shared(context, place, taken)
        if word not in ("each", "apiece"):
            continue
        at = next((one for one in range(place - 1, max(-1, place - 6), -1) if context.is_figure(one)), None)
        if at is None and word == "each" and _opens_verb(context, place):
            yield from _shared(context, place, taken)
        if at is not None and any(one.number for one in context.tokens[at + 1 : place]):
            continue  # `10 questions in 6 min, about 36 seconds each`
        if at is not None and at not in taken and not is_first_of_two(context, at):
            yield from _of_each(context, at, place)


def _opens_verb(context: Context, place: int) -> bool:
    """Whether `each` stands between a name and its verb: `The parser and the lexer each took 12 minutes`."""
    behind = context.words[place + 1 : place + 2]
    return (
        place > 0
        and context.tells(place - 1)
        and behind != []
        and behind[0] in LINKS | TURNS
        and behind[0] != "of"
    )


def _of_each(context: Context, at: int, place: int) -> Iterator[Candidate]:
    """Yield what `each` at a place says of the number at another."""
    facts, tokens = context.facts, context.tokens
    number = tokens[at].number
    if number is None or number.unit not in ("x", "h", "m") or number.hedge or tokens[at - 1].kind == "compare":
        return
    size = _size_before(context, at)
    figures, _ = figures_of_each(context, at, number)
    begin = context.left(at)
    if begin and (counted := tokens[begin - 1].number) and counted.unit == "n":
        begin = context.left(begin - 1)
    named = context.named(begin, at)
    if len(list(context.parts(begin, at))) > 1:
        yield from _of_enumerated(context, (begin, at), (at, place + 1), figures)
        return
    if not size:
        return
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for figure in figures:
        interval = scaled(number.interval, FIGURES[number.unit][figure])
        # It is said of those of the named tasks that have the figure, else of all of them.
        rows = tuple(row for row in named.near if meets(row.values[figure], interval, closed=True)) or named.best
        readings.append(EachClaim(facts.scope, facts.today, figure, interval, size, tuple(row.id for row in rows)))
        some = tuple(row.id for row in named.near) if named.unknown == 0 else ()
        far.append(CountClaim(facts.scope, facts.today, figure, interval, True, Interval(size, None), some))
    strict = not context.guarded and (bool(named.scored) or not context.unknown(begin, at))
    yield Candidate("each", (at, place + 1), readings, strict, far, numbers=frozenset((at,)))


def _shared(context: Context, place: int, taken: set[int]) -> Iterator[Candidate]:
    """Yield the figure that two tasks share: `A and B share a factor of 30x`, `Both A and B took 8 minutes`."""
    reach = _NEAR if context.words[place] == "share" else 2 * _FAR
    behind = range(place + 1, min(len(context.tokens), place + 1 + reach))
    at = next((one for one in behind if context.is_figure(one)), None)
    number = context.tokens[at].number if at is not None else None
    if at is None or at in taken or number is None or number.hedge or not _TOGETHER.isdisjoint(context.words):
        return
    units = {"share": ("x",), "both": ("x", "m"), "each": ("x", "m", "h", "k")}[context.words[place]]
    if number.unit not in units:
        return
    figures, _ = figures_of_each(context, at, number)
    for begin, end in ((0, place), (place + 1, at)):
        count = len(list(context.parts(begin, end)))
        if (count == _PLURAL or (count > _PLURAL and context.words[place] == "each")) and _is_had(
            context, end, at
        ):
            yield from _of_enumerated(context, (begin, end), (at, at + 1), figures)
            return


def _is_had(context: Context, end: int, at: int) -> bool:
    """Whether nothing but links stands between the last name and the figure of each."""
    told = [one for one in range(end) if context.tells(one)]
    return bool(told) and all(
        context.tokens[one].kind not in ("sign", "number") and not context.is_and(one)
        for one in range(told[-1] + 1, at)
    )


def _of_enumerated(
    context: Context, stretch: tuple[int, int], printed: tuple[int, int], figures: Sequence[str]
) -> Iterator[Candidate]:
    """Yield the figure, at the first of what is `printed`, that each of several tasks has, named one by one."""
    facts, number = context.facts, context.tokens[printed[0]].number
    groups, sure = ways_to_name(context, *stretch, list(context.parts(*stretch)))
    if number is None or not sure or context.looks_back:
        return
    readings = []
    for figure, group in product(figures, groups):
        interval = scaled(number.interval, FIGURES[number.unit][figure])
        ids = tuple(row.id for row in group)
        readings.append(EachClaim(facts.scope, facts.today, figure, interval, len(group), ids))
    yield Candidate("each", printed, readings, not context.guarded, numbers=frozenset(printed[:1]))


def _size_before(context: Context, place: int) -> int:
    """Return of how many tasks something is said: a number before it, or two of any plural."""
    said = context.tokens[place].number
    is_factor = said is not None and said.unit == "x"
    for one in range(place - 1, -1, -1):
        number = context.tokens[one].number
        if not _BEFORE_PARTS.isdisjoint(context.words[max(0, one - 2) : one]):
            continue
        if number and number.unit in ("", "n") and is_whole(number) and 1 < number.value <= _MOST:
            named = context.named(one + 1, place)
            is_of_tasks = number.unit == "n" or noun_behind(context, one) is not None
            is_of_tasks = is_of_tasks or is_factor or (bool(named.scored) and named.unknown == 0)
            return int(number.value) if is_of_tasks else 0
        if context.word(one) in ("tasks", "rows", "both"):
            return _PLURAL
    return 0
