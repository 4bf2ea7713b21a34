"""How much one amount is above another, or how many times as high: `8 minutes more than`, `twice the hours of`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leverage_site.claims.model import ClaimReading, ComparisonClaim, Interval, Relation
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import Side, both_tasks, figure_named, pairs, side_before, side_behind
from leverage_site.claims.sentence.units import FIGURES, figures_at, number_before
from leverage_site.claims.text.numbers import WrittenNumber, scaled

# Words that say how many times as high something is.
_TIMES = {"twice": 2.0, "double": 2.0, "thrice": 3.0, "triple": 3.0, "half": 0.5}
_FRACTIONS = {"third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1}
_CHANGED = {"doubled": 2.0, "tripled": 3.0, "trebled": 3.0, "quadrupled": 4.0, "halved": 0.5}
# Words with which a ratio begins, where no number does.
_OPENINGS = frozenset((*_TIMES, *_FRACTIONS, *_CHANGED, "same", "as"))
# Words between `twice as` and the next `as`, with the figure that they are about by themselves.
_AS = {
    "long": "ai_minutes", "high": "leverage", "good": "leverage",
    **dict.fromkeys(("many", "much", "large", "great"), ""),
}  # fmt: skip
# Words that widen a number, and compare it with nothing.
_PLAIN_HEDGES = frozenset(("nearly", "almost", "at least", "at most", "not quite", "up to"))
_MOVES = frozenset((
    "up", "down", "rose", "climbed", "increased", "grew", "risen", "jumped", "fell", "dropped", "decreased",
    "sank", "fallen", "slipped", "declined"
))  # fmt: skip
# A ratio in words is true a tenth off, and wrong from a fifth on.
_NEAR, _FAR = 0.1, 0.2
# A printed difference of two rounded factors is as far off as both of them; one in per cent may be one off.
_ROUNDED, _ROUNDED_PERCENT = 0.1, 1.0
# Between `as` or `twice` and the next `as` or `of` stand so many words.
_REACH = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """A phrase that says how two amounts differ, from its first to before its last token.

    The other side is looked for from `link` on, or is that of the phrase before where that is None. One interval
    is that of the values that it stands for, the other that of the values that do not contradict it.
    """

    begin: int
    end: int
    link: int | None
    figures: tuple[str, ...]
    relation: Relation
    near: Interval
    far: Interval
    unit: str = ""
    is_ratio: bool = False
    sure: bool = True


def differences(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each difference, ratio and change of two days, two periods or two tasks."""
    sides: tuple[Side, Side] | None = None
    for place in range(len(context.tokens)):
        if place in taken or (found := _difference_at(context, place)) is None:
            continue
        if found.link is not None:
            sides = _sides(context, found)
        if sides is not None:
            yield from _candidate(context, found, *sides)


def _difference_at(context: Context, place: int) -> Difference | None:
    """Return the phrase for a difference that begins at a place, or has its number there."""
    number = context.tokens[place].number
    if number is not None:
        if not number.unit and number.value > 0 and context.words[place + 1 : place + 2] == ["times"]:
            return _ratio(context, place, place + 2, number.value, number.hedge)
        return _per_cent(context, place, number) if number.unit == "%" else _amount(context, place, number)
    if context.words[place] not in _OPENINGS:
        return None
    return _times(context, place) or _changed(context, place) or _equal(context, place)


def _sides(context: Context, found: Difference) -> tuple[Side, Side] | None:
    """Return what a difference is between, where both are days, periods or tasks."""
    if found.relation == "equal" and (both := both_tasks(context, found.begin)) is not None:
        link = found.link or 0
        # `A and B took as long as C` says it of both together, or of each.
        is_held = context.words[link : link + 1] == ["as"] and context.words[link + 1 : link + 2] != ["each"]
        return None if is_held else both
    left = side_before(context, found.begin)
    right = side_behind(context, found.link or 0, left)
    if left is None or right is None or left.kind != right.kind:
        return None
    return left, right


def _candidate(context: Context, found: Difference, left: Side, right: Side) -> Iterator[Candidate]:
    if left.amount == right.amount or (left.kind != "tasks" and not context.facts.is_of_day):
        return
    claims: list[list[ClaimReading]] = [
        [_claim(found, figure, left, right, interval) for figure in found.figures]
        for interval in (found.near, found.far)
    ]
    strict = found.sure and left.sure and right.sure and not context.guarded
    strict = strict and (_has_subject(context, found.begin) or found.link is None or _is_all(context, right.end))
    rows = (*left.rows, *right.rows)
    numbers = frozenset(range(found.begin, found.end))
    yield Candidate("comparison", (found.begin, found.end), claims[0], strict, claims[1], rows, numbers)
    if found.sure and len(found.figures) == 1:
        yield from pairs(context, found.figures[0], (left, right), numbers)


def _has_subject(context: Context, place: int) -> bool:
    """Whether a clause has begun before a place, with more than a word that widens what follows."""
    before = context.tokens[place - 1] if place else None
    return before is not None and (before.kind not in ("hedge", "compare") or place > 1)


def _is_all(context: Context, place: int) -> bool:
    """Whether a clause ends at a place: `Half the leverage of Monday is gone` says something else."""
    return place >= len(context.tokens) or context.tokens[place].kind in ("sign", "label", "number", "unit")


def _claim(found: Difference, figure: str, left: Side, right: Side, interval: Interval) -> ComparisonClaim:
    times = by = None
    if found.is_ratio:
        times = interval
    elif found.relation != "equal":
        by = scaled(interval, FIGURES.get(found.unit, {}).get(figure, 1.0))
    return ComparisonClaim(left.of(figure), found.relation, right.of(figure), times, by)


def _direction(context: Context, place: int) -> Relation | None:
    """Return the way in which a token compares."""
    if not 0 <= place < len(context.tokens):
        return None
    token = context.tokens[place]
    if token.kind == "compare":
        return "higher" if token.value == "higher" else "lower"
    if token.kind == "hedge" and token.value in ("over", "under") and context.words[place] not in _PLAIN_HEDGES:
        return "higher" if token.value == "over" else "lower"
    return "lower" if context.words[place : place + 2] == ["short", "of"] else None


def _way(context: Context, place: int, end: int) -> tuple[int, int, Relation] | None:
    """Return where a phrase for a difference begins and ends, and which way it goes.

    Its number stands at `place` and ends at `end`: `8 minutes more`, `up 8 minutes`, `rose by 8 minutes`.
    """
    if relation := _direction(context, end):
        return place, end + 1 + (context.words[end] == "short"), relation
    at = place - 1 - (context.words[place - 1 : place] == ["by"])
    if at >= 0 and context.words[at].rpartition(" ")[2] in _MOVES and (relation := _direction(context, at)):
        return at, end, relation
    return None


def _amount(context: Context, place: int, number: WrittenNumber) -> Difference | None:
    """Read `8 minutes more than`, `two more tasks than`, `12 points lower than`, `up 12 points from`."""
    tokens = context.tokens
    is_points = not number.unit and context.words[place + 1 : place + 2] in (["points"], ["point"])
    if (way := _way(context, place, place + 1 + is_points)) is None:
        return None
    begin, end, relation = way
    if begin == place and not number.unit and not is_points:
        if end < len(tokens) and tokens[end].kind == "unit":
            unit, _, figure = tokens[end].value.partition(" ")
            number, end = replace(number, unit=unit, figure=figure), end + 1
        elif context.words[place - 1 : place] == [","]:
            # `196 minutes, 18 more than`.
            before = number_before(context, place)
            if before is not None and before.unit in ("n", "h", "m"):
                number = replace(number, unit=before.unit, figure=before.figure)
    if not is_points and number.unit not in ("n", "h", "m", "k", "w"):
        return None
    figures = _figures_of(context, place, number, is_points=is_points)
    more = _ROUNDED if is_points else 0.0
    near, far = (_signed(one, relation, more) for one in (number.interval, number.wide))
    link = end if end < len(tokens) and tokens[end].kind != "sign" else None
    sure = not is_points or context.has_label
    return Difference(begin, end, link, figures, relation, near, far, number.unit, sure=sure)


def _signed(interval: Interval, relation: Relation, more: float = 0.0) -> Interval:
    """Return how much higher something is by a difference that is in an interval, or so much beside it."""
    low = None if interval.low is None else interval.low - more
    high = None if interval.high is None else interval.high + more
    return Interval(low, high) if relation == "higher" else scaled(Interval(high, low), -1)


def _figures_of(context: Context, place: int, number: WrittenNumber, *, is_points: bool) -> tuple[str, ...]:
    if is_points:
        labels = {token.value for token in context.tokens if token.kind == "label"}
        return ("supervisory",) if "supervisory" in labels else ("leverage",)
    if number.unit == "n":
        return ("tasks",)
    is_of_time = context.words[place + 1 : place + 2] in (["longer"], ["shorter"])
    return ("ai_minutes",) if is_of_time else figures_at(context, place, number)[0]


def _per_cent(context: Context, place: int, number: WrittenNumber) -> Difference | None:
    """Read `30 % more hours than`, `down 54 % from`."""
    if (way := _way(context, place, place + 1)) is None:
        return None
    begin, end, relation = way
    figure = figure_named(context, end, end + 2) or figure_named(context, 0, begin)
    near, far = _change(number.interval, relation), _change(number.wide, relation, _ROUNDED_PERCENT)
    return Difference(begin, end, end, (figure,), relation, near, far, is_ratio=True) if figure else None


def _change(interval: Interval, relation: Relation, more: float = 0.0) -> Interval:
    """Return how many times as high something is that has changed by so many per cent, or by some more or less."""
    signed = _signed(interval, relation, more)
    return Interval(*(None if one is None else 1 + one / 100 for one in (signed.low, signed.high)))


def _times(context: Context, place: int) -> Difference | None:
    """Read `twice the hours of`, `half as many tasks as`."""
    times, begin = _TIMES.get(context.words[place]), place
    if context.words[place : place + 3] == ["half", "again", "as"]:
        return _ratio(context, place, place + 2, 1.5, _hedge(context, place))
    if context.words[place] in _FRACTIONS and context.words[place + 1 : place + 2] in (["of"], ["as"]):
        begin -= context.words[place - 1 : place] in (["a"], ["one"])
        times = _FRACTIONS[context.words[place]] if begin < place else None
    return None if times is None else _ratio(context, begin, place + 1, times, _hedge(context, begin))


def _time_of(context: Context, place: int) -> str:
    """Return the figure that is so long: `I supervised for 15 minutes, twice as long as the day before`."""
    is_supervision = any(word.startswith("supervis") for word in context.words[:place])
    return "supervision_minutes" if is_supervision else "ai_minutes"


def _hedge(context: Context, place: int) -> str:
    """Return what widens a ratio that begins at a place: `nearly twice`, `more than doubled`."""
    before = context.tokens[place - 1] if place else None
    if before is not None and before.kind == "compare":
        return {"more": "over", "less": "under"}.get(context.words[place - 1], "")
    return before.value if before is not None and before.kind == "hedge" else ""


def _place_of(context: Context, begin: int, word: str) -> int | None:
    """Return where a word stands next, within reach of a place."""
    return next(
        (one for one, said in enumerate(context.words[begin : begin + _REACH], begin) if said == word), None
    )


def _ratio(context: Context, place: int, end: int, times: float, hedge: str) -> Difference | None:
    """Read what stands behind `twice` or `three times`: `as many tasks as`, `the hours of`, `those of`."""
    words = context.words
    if words[end : end + 1] == ["as"] and words[end + 1 : end + 2] and words[end + 1] in _AS:
        figure = figure_named(context, end + 1, end + _REACH) or _AS[words[end + 1]]
        figure = _time_of(context, place) if words[end + 1] == "long" else figure
        link = _place_of(context, end + 2, "as")
        # `Half as high again` is one and a half times as high.
        times += "again" in words[end:link]
    else:
        figure = figure_named(context, end, end + _REACH)
        link = _place_of(context, end, "of")
        if link is None:
            link = next((first for first, _, _ in context.days if end <= first < end + 2), None)
    if link is None:
        return None
    figure = figure or figure_named(context, 0, place)
    return _times_as_high(place, link, link, figure, times, hedge) if figure else None


def _times_as_high(begin: int, end: int, link: int, figure: str, times: float, hedge: str) -> Difference:
    near, far = _around(times, hedge, _NEAR), _around(times, hedge, _FAR)
    relation: Relation = "higher" if times > 1 else "lower"
    return Difference(begin, end, link, (figure,), relation, near, far, is_ratio=True)


def _around(times: float, hedge: str, part: float) -> Interval:
    if hedge == "over":
        return Interval(times, times + 1 if part == _NEAR and times > 1 else None)
    if hedge == "under":
        return Interval(times * (1 - 2 * part), times)
    return Interval(times * (1 - part), times * (1 + part))


def _changed(context: Context, place: int) -> Difference | None:
    """Read `Leverage more than doubled since Tuesday`."""
    times = _CHANGED.get(context.words[place])
    if times is None or not (figure := figure_named(context, 0, place)):
        return None
    return _times_as_high(place, place + 1, place + 1, figure, times, _hedge(context, place))


def _equal(context: Context, place: int) -> Difference | None:
    """Read `as many tasks as`, `the same estimate as`."""
    words = context.words
    is_same = words[place] == "same" and words[place - 1 : place] == ["the"]
    is_as = words[place] == "as" and words[place + 1 : place + 2] in (["many"], ["much"], ["long"])
    before = context.tokens[place - 1] if place else None
    is_ratio = before is not None and (
        before.kind in ("hedge", "number") or before.value in ("times", *_TIMES, *_FRACTIONS)
    )
    figure = figure_named(context, place + 1, place + 1 + _REACH)
    figure = _time_of(context, place) if words[place + 1 : place + 2] == ["long"] else figure
    is_hedged = is_same and place > 1 and context.tokens[place - 2].kind == "hedge"  # `almost the same factor`
    if not (is_same or is_as) or is_ratio or is_hedged or not figure:
        return None
    ends = is_same and all(one.kind == "sign" for one in context.tokens[place + 2 : place + 3])
    link = _place_of(context, place + 2, "as")
    link = place + 2 if link is None and ends else link
    anything = Interval(None, None)
    return None if link is None else Difference(place, link, link, (figure,), "equal", anything, anything)
