"""What counted tasks are said to have: a figure, or one on a side of a bound."""

from collections.abc import Iterator, Sequence

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.counted import PARTS, Counted
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, CountClaim, EachClaim, Interval, Kind
from leverage_site.claims.named_tasks import Named
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.units import FIGURES, figures_at

# Words before a number that make it a bound.
_BELOW = frozenset(("under", "below", "less", "fewer", "lower", "shorter"))
_ABOVE = frozenset(("over", "above", "more", "higher", "longer", "reached", "reach", "exceeded", "exceed", "beat"))
# Words by which a bound belongs to what it bounds.
_CLOSED = frozenset(("or", "least", "most", "reached", "reach", "up"))
# The figure that a time of tasks is of where no word says so.
_USUAL = {"m": "ai_minutes", "h": "human_hours"}
# Words between tasks and a number that say that each has it, and those before the number that say another thing.
_HAVING = frozenset(
    (
        "show", "shows", "ended", "end", "finish", "landed", "log",
        "have", "had", "has", "took", "take", "needed", "need", "stand", "stood", "are", "were", "came",
        "reached", "reach", "share", "with", "got", "stay", "stayed", "fell", "finished", "cost", "below",
        "under", "above", "over", "rated", "estimated", "lower", "higher", "", "run", "ran"
    )
)  # fmt: skip
_NOT_HAVING = frozenset(
    (
        "in", "for", "to", "and", "against", ",", "from", "than"
    )
)  # fmt: skip
# Words by which a number is that of all together.
_SUMMED = frozenset(
    ("together", "in total", "in all", "altogether", "combined", "add up", "total", "in sum", "hold")
)


def condition_of(context: Context, counted: Counted, taken: set[int]) -> int | None:
    """Return the place of the number with a unit that the counted tasks are said to have."""
    tokens = context.tokens
    if any(context.scan.text(n, n + 1).lower() in _SUMMED for n, one in enumerate(tokens) if one.kind == "sum"):
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
        if any(one.kind == "sign" for one in between) or not any(one.value in _HAVING for one in between):
            return None
        if context.word(place - 1) in _NOT_HAVING and tokens[place - 2].kind != "compare":
            return None
        return None if is_first_of_two(context, place) or _is_shared(context, place, token.number) else place
    return None


def is_first_of_two(context: Context, place: int) -> bool:
    """Whether another number of its unit follows: `stand at 4.0x and 2.7x`."""
    tokens, number = context.tokens, context.tokens[place].number
    if place + 2 >= len(tokens) or tokens[place + 1].value not in ("and", ",", "or"):
        return False
    other = tokens[place + 2].number
    return number is not None and other is not None and other.unit == number.unit


def _is_shared(context: Context, place: int, number: WrittenNumber) -> bool:
    """Whether tasks share a time between them."""
    return number.unit != "x" and any(context.word(one) in ("share", "hold") for one in range(place))


def with_condition(context: Context, counted: Counted, place: int, numbers: frozenset[int]) -> Iterator[Candidate]:
    """Yield the claim that so many tasks have the figure, or the bound, that stands at `place`."""
    number = context.tokens[place].number
    assert number is not None  # noqa: S101 (found so)
    figures, sure = figures_at(context, place, number)
    if number.unit == "x" and not says_supervisory(context):
        figures = ("leverage",)
    named = context.named(counted.place + 1, place)
    bound, each = _bound(context, counted, place, number), _is_each(context)
    others: tuple[str, ...] = ()
    if bound and not sure and number.unit in _USUAL:
        # Of a bound, chance makes one of several figures hold: the others can only save it from being wrong.
        others = tuple([figure for figure in figures if figure != _USUAL[number.unit]])
        figures = (_USUAL[number.unit],)
    groups: list[tuple[KnownTask, ...]] = [()]
    if named.scored:
        groups = [named.best, named.rows, *([()] if named.unknown else [])]
    is_closed = not _CLOSED.isdisjoint(context.words[counted.end : place + 3])
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for figure in (*figures, *others):
        scale = FIGURES[number.unit][figure]
        for group in groups:
            for one in _readings(context, counted, (figure, scale, number, bound), group):
                is_doubtful = figure in others or (bound and one.closed != is_closed)
                (far if is_doubtful else readings).append(one)
    kind: Kind = "each" if each and not bound else "count"
    strict = not context.guarded and _is_decided(context, counted, named)
    if strict and kind == "each" and named.scored and not bound:
        readings += _enough(context, counted, figures, number)
    yield Candidate(kind, (counted.place, place + 1), readings, strict, far, rows=(), numbers=numbers)
    context.memory.counted.add(counted.number.value)


def _bound(context: Context, counted: Counted, place: int, number: WrittenNumber) -> str:
    """Return whether a condition is a bound: `below`, `above` or nothing."""
    if number.hedge in ("over", "under"):
        return "above" if number.hedge == "over" else "below"
    words = [token.value for token in context.tokens[counted.end : place]]
    texts = [context.scan.text(one, one + 1).lower() for one in range(counted.end, place)]
    for one in range(place + 1, min(len(context.tokens) - 1, place + 6)):
        if context.tokens[one].value == "or" and context.tokens[one + 1].kind == "compare":
            return "below" if context.tokens[one + 1].value == "lower" else "above"
    if _BELOW & set(texts[-3:]):
        return "below"
    if _ABOVE & set(texts[-3:]) or {"reached", "reach"} & set(words):
        return "above" if not ({"reached", "reach"} & set(words)) or not _is_each(context) else ""
    return ""


def _is_each(context: Context) -> bool:
    return any(
        token.kind == "each" or token.value in ("each", "apiece", "share", "all", "both", "alike")
        for token in context.tokens
    )


def _readings(
    context: Context,
    counted: Counted,
    condition: tuple[str, float, WrittenNumber, str],
    group: Sequence[KnownTask],
) -> Iterator[CountClaim]:
    figure, scale, number, bound = condition
    facts, printed = context.facts, counted.number.interval
    ids = tuple(row.id for row in group)
    if not bound:
        interval = scaled(number.interval, scale)
        yield CountClaim(facts.scope, facts.today, figure, interval, True, printed, ids)
        return
    limit = number.value * scale
    interval = Interval(None, limit) if bound == "below" else Interval(limit, None)
    for closed in (False, True):
        yield CountClaim(facts.scope, facts.today, figure, interval, closed, printed, ids)


def _enough(
    context: Context, counted: Counted, figures: Sequence[str], number: WrittenNumber
) -> Iterator[ClaimReading]:
    """Yield that enough tasks of the whole day have a figure, which each group of so many needs."""
    facts = context.facts
    for figure in figures:
        interval = scaled(number.interval, FIGURES[number.unit][figure])
        yield EachClaim(facts.scope, facts.today, figure, interval, int(counted.number.value))


def _is_decided(context: Context, counted: Counted, named: Named) -> bool:
    before = {context.word(one) for one in range(max(0, counted.place - 2), counted.place)}
    if PARTS & before:
        return False
    if named.scored:
        return named.unknown == 0
    return context.strangers() == 0


def says_supervisory(context: Context) -> bool:
    """Whether supervision, or leverage on it, is spoken of."""
    return any(token.kind in ("label", "mark") and token.value.startswith("superv") for token in context.tokens)
