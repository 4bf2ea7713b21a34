"""What counted tasks are said to have: a figure, or one on a side of a bound."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.judge import holds
from leverage_site.claims.model import ClaimReading, CountClaim, EachClaim, Interval, Kind, ValueClaim
from leverage_site.claims.recognisers.counted import PARTS, Counted
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.units import FIGURES, figures_at, with_comparison
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.claims.text.vocabulary import SUMMED

# Words before a number that make it a bound.
_BOUNDS = ("over", "under")
_BELOW = frozenset(("under", "below", "less", "fewer", "lower", "shorter"))
_ABOVE = frozenset(("over", "above", "more", "higher", "longer", "reached", "reach", "exceeded", "exceed", "beat"))
# Words by which a bound belongs to what it bounds.
_CLOSED = frozenset(("or", "least", "most", "reached", "reach", "up"))
# Values that are so many times as far off as a bound make it one that says nothing of them.
_CLEARLY = 2
# The figure that a time of tasks is of where no word says so.
_USUAL = {"m": "ai_minutes", "h": "human_hours"}
# Figures that several tasks have together, and of how many tasks of how many these are looked for.
_OF_SEVERAL = frozenset(("human_hours", "ai_minutes", "supervision_minutes", "leverage", "supervisory", "tokens"))
_FEW, _MANY = 3, 16
# Words between tasks and a number that say that each has it, and those before the number that say another thing.
_HAVING = frozenset(
    (
        "show", "shows", "ended", "end", "finish", "landed", "log",
        "have", "had", "has", "took", "take", "needed", "need", "stand", "stood", "are", "were", "came",
        "reached", "reach", "share", "with", "got", "stay", "stayed", "fell", "finished", "cost", "below",
        "under", "above", "over", "rated", "estimated", "lower", "higher", "", "run", "ran", "lasted", "went",
        "exceeded", "exceed", "remain", "remained", "print", "sit", "showed", "used", "spent", "posted"
    )
)  # fmt: skip
_NOT_HAVING = frozenset(("in", "for", "to", "and", "against", ",", "from", "than"))
# Signs and words behind which what was counted is named.
_EXPLAINING = ([",", "among"], [",", "including"], [",", "namely"], [",", "such"])
# Words by which tasks have a time between them.
_SHARING = frozenset(("share", "hold"))
_RUNNING = frozenset(("ran", "run", "lasted", "on", "worked", "went"))
# Words by which a number is that of all together.
OF_ALL = SUMMED | {"hold"}


# Words between a figure and the number of those that have it, of which one says so.
_TURNED = frozenset(
    ("there", "are", "were", "enough", "sufficed", "sufficient", "suffices", "stand", "lie", "come")
)
_INVERTED = _TURNED | frozenset(
    (
        "was", "is", "for", "only", "just", "of", "supervision", "claude", "claude time", "factor", "by", "we",
        "find", "still", "exactly", "supervisory", "the", "a"
    )
)  # fmt: skip


class Condition(NamedTuple):
    """A figure that tasks may be said to have: in which interval, whose bounds belong to it or not.

    One that is `doubtful` confirms nothing, and keeps a claim from being refuted.
    """

    figure: str
    interval: Interval
    closed: bool
    doubtful: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether it is one side of a number."""
        return None in (self.interval.low, self.interval.high)


def condition_of(context: Context, counted: Counted, taken: set[int]) -> int | None:
    """Return the place of the number with a unit that the counted tasks are said to have."""
    tokens = context.tokens
    if any(context.scan.text(n, n + 1).lower() in OF_ALL for n, one in enumerate(tokens) if one.kind == "sum"):
        return None
    for place, token in context.scan.numbers:
        if (
            place < counted.end
            or place in taken
            or token.number is None
            or token.number.unit not in ("x", "h", "m")
        ):
            continue
        between = tokens[counted.end : place]
        has = token.number.hedge in _BOUNDS or not _HAVING.isdisjoint(
            (*context.words[counted.end : place], *(one.value for one in between))
        )
        if any(one.kind == "sign" for one in between) or not has:
            return None
        if context.word(place - 1) in _NOT_HAVING and not _is_had(context, place):
            return None
        if "between" in context.words[counted.end : place] or context.words[place - 1] == "or":
            return None  # `Three tasks needed 3 or 4 minutes`
        is_shared = token.number.unit != "x" and not _SHARING.isdisjoint(context.words[:place])
        return None if is_shared or is_first_of_two(context, place) else place
    return None


def _is_had(context: Context, place: int) -> bool:
    """Whether tasks have a figure in spite of the word in front of it: `longer than`, `ran for`."""
    before = context.tokens[place - 2]
    return before.kind == "compare" or (
        context.words[place - 1 : place] == ["for"] and context.words[place - 2] in _RUNNING
    )


def is_first_of_two(context: Context, place: int) -> bool:
    """Whether another number of its unit follows: `stand at 4.0x and 2.7x`."""
    tokens, number = context.tokens, context.tokens[place].number
    if place + 2 >= len(tokens) or tokens[place + 1].value not in ("and", ",", "or"):
        return False
    other = tokens[place + 2].number
    return number is not None and other is not None and other.unit == number.unit


def with_condition(context: Context, counted: Counted, place: int, numbers: frozenset[int]) -> Iterator[Candidate]:
    """Yield the claim that so many tasks have the figure, or the bound, that stands at `place`."""
    facts, number = context.facts, context.tokens[place].number
    assert number is not None  # noqa: S101 (found so)
    number = with_comparison(context, place, number)
    named = context.named(counted.place + 1, place)
    begin = min(counted.end, place)
    conditions = conditions_at(context, begin, place, number)
    groups: list[tuple[KnownTask, ...]] = [()]
    if named.scored:
        groups = [named.best, named.rows, *([()] if named.unknown else [])]
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for one, group in product(conditions, groups):
        ids = tuple(row.id for row in group)
        counted_as = with_comparison(context, counted.place, counted.number)
        claim = CountClaim(
            facts.scope, facts.today, one.figure, one.interval, one.closed, counted_as.interval, ids
        )
        (far if one.doubtful else readings).append(claim)
        if counted_as.hedge:
            far.append(replace(claim, printed=counted_as.wide))
    exact = [
        one._replace(interval=scaled(number.interval, FIGURES[number.unit][one.figure])) for one in conditions
    ]
    if not _is_each(context) and (not conditions[0].is_bound or "reached" in context.words[counted.end : place]):
        far += _sums(context, counted, exact, groups)
    kind: Kind = "each" if _is_each(context) and not conditions[0].is_bound else "count"
    strict = not context.guarded and _is_decided(context, counted, named)
    if strict and kind == "each" and named.scored:
        # Enough tasks of the whole day have the figure, as each group of so many needs.
        size = int(counted.number.value)
        readings += [EachClaim(facts.scope, facts.today, one.figure, one.interval, size) for one in conditions]
    printed = (min(counted.place, place), max(counted.end, place + 1))
    yield Candidate(kind, printed, readings, strict, far, rows=(), numbers=numbers)
    context.memory.counted.add(counted.number.value)


def _sums(
    context: Context, counted: Counted, conditions: Iterable[Condition], groups: Iterable[tuple[KnownTask, ...]]
) -> Iterator[ClaimReading]:
    """Yield that a figure is that of so many tasks together: of those of a group, or of the first that have it.

    `Claude's four tasks stand at 45x` is said of all that an assistant, or a project, has.
    """
    facts, count = context.facts, int(counted.number.value)
    shared: dict[tuple[str, str | None], list[KnownTask]] = {}
    for row in facts.rows:
        for name in (("assistant", row.task.assistant), ("project", row.task.project)):
            shared.setdefault(name, []).append(row)
    some = [group for group in (*groups, *map(tuple, shared.values()), facts.rows) if len(group) == count]
    some += combinations(facts.rows, count) if count <= _FEW and len(facts.rows) <= _MANY else []
    for one in conditions:
        if one.figure in _OF_SEVERAL:
            claims = (ValueClaim(facts.of_tasks(one.figure, group), one.interval) for group in some)
            yield from [claim for claim in claims if holds(claim, facts)][:1]


def figures_of_each(context: Context, place: int, number: WrittenNumber) -> tuple[tuple[str, ...], bool]:
    """Return the figures of a task that a number may be of, and whether words say so: a factor is its leverage."""
    if number.unit == "x" and not any(
        token.kind in ("label", "mark") and token.value.startswith("superv") for token in context.tokens
    ):
        last = context.memory.scan
        is_open = last is not None and any(token.value.startswith("superv") for token in last.tokens)
        return (("leverage", "supervisory"), False) if is_open else (("leverage",), True)
    return figures_at(context, place, number)


def conditions_at(context: Context, begin: int, place: int, number: WrittenNumber) -> list[Condition]:
    """Return what tasks named before `begin` may be said to have by the number at `place`."""
    figures, sure = figures_of_each(context, place, number)
    bound = _bound(context, begin, place, number)
    if not bound:
        return [Condition(one, scaled(number.interval, FIGURES[number.unit][one]), True) for one in figures]
    # The words that widen a number are a part of its token: `at least`, `no more than`.
    end = context.tokens[place - 1].end if place else 0
    widening = context.scan.sentence.text[end : context.tokens[place].begin].lower()
    is_closed = not _CLOSED.isdisjoint((*context.words[begin : place + 4], *widening.split()))
    found: list[Condition] = []
    for figure in figures:
        limit = number.value * FIGURES[number.unit][figure]
        interval = Interval(None, limit) if bound == "below" else Interval(limit, None)
        # Of a bound, chance makes one of several figures hold: the others can only save it from being wrong.
        is_usual = sure or _USUAL.get(number.unit, figure) == figure
        if is_usual or not _is_empty(context, figure, limit):
            doubtful = {closed: not is_usual or closed != is_closed for closed in (False, True)}
            found += [Condition(figure, interval, closed, one) for closed, one in doubtful.items()]
    return found


def condition_before(context: Context, counted: Counted, taken: set[int]) -> int | None:
    """Return the place of the number of `Below 15x there are three tasks`, `One minute sufficed for two tasks`."""
    places = [place for place, token in context.scan.numbers if token.number and place != counted.place]
    if len(places) != 1 or places[0] in taken or places[0] > counted.place or context.strangers():
        return None
    number = context.tokens[places[0]].number
    between = context.words[places[0] + 1 : counted.place]
    is_plain = number is not None and number.unit in ("x", "h", "m") and _INVERTED.issuperset(between)
    return places[0] if is_plain and not _TURNED.isdisjoint(between) else None


def _is_empty(context: Context, figure: str, limit: float) -> bool:
    """Whether all tasks of the day are so far on one side of a bound that nobody would say so."""
    values = [value for row in context.facts.rows if (value := row.values[figure]) is not None]
    return not values or max(values) < limit / _CLEARLY or min(values) > limit * _CLEARLY


def _bound(context: Context, begin: int, place: int, number: WrittenNumber) -> str:
    """Return whether a condition is a bound: `below`, `above` or nothing."""
    if number.hedge in _BOUNDS:
        return "above" if number.hedge == "over" else "below"
    near = set(context.words[begin:place][-3:])
    for one in range(place + 1, min(len(context.tokens) - 1, place + 6)):
        if context.tokens[one].value == "or" and context.tokens[one + 1].kind == "compare":
            return "below" if context.tokens[one + 1].value == "lower" else "above"
    if _BELOW & near:
        return "below"
    if any(token.value in ("reached", "reach") for token in context.tokens[begin:place]):
        return "" if _is_each(context) else "above"
    return "above" if _ABOVE & near else ""


def _is_each(context: Context) -> bool:
    return any(token.kind == "each" for token in context.tokens)


def _is_decided(context: Context, counted: Counted, named: Named) -> bool:
    before = {context.word(one) for one in range(max(0, counted.place - 2), counted.place)}
    if PARTS & before:
        return False
    if named.scored:
        return named.unknown == 0
    return context.strangers(0, _explanation(context, counted.end)) == 0


def _explanation(context: Context, begin: int) -> int:
    """Return where what is counted is named behind what is said of it: `: A and B`, `, among them A`."""
    words = context.words
    for place in range(begin, len(words)):
        if words[place] in (":", ";", "--", "—", "–") or words[place : place + 2] in _EXPLAINING:
            return place
    return len(words)
