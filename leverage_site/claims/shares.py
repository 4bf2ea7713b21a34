"""Parts of a whole, and what is left of it: `51 of the 704 minutes`, `without those 48.9x`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.groups import described
from leverage_site.claims.model import ClaimReading, ShareClaim, ValueClaim
from leverage_site.claims.named_tasks import Named
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.units import FIGURES, figures_at, figures_behind
from leverage_site.claims.vocabulary import BACK

_BACK = BACK - {"both", "together", "one"}
_PARTS = {"half": 50.0, "quarter": 25.0, "third": 100 / 3}


def shares(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each part of a whole, with the whole, and each figure of what is left."""
    if not context.facts.is_of_day or not context.has_numbers:
        return
    for place, token in list(context.scan.numbers):
        number = token.number
        if number is None or place in taken:
            continue
        whole = _whole(context, place)
        if whole is not None and number.unit in ("", "h", "m"):
            yield from _part(context, place, number, whole)
        elif number.unit == "%" and (figure := _figure_behind(context, place)):
            yield from _per_cent(context, place, number, figure)
    yield from _rests(context, taken)
    yield from _fractions(context, taken)


def _whole(context: Context, place: int) -> int | None:
    """Return the place of the number behind `of`: `51 of the 704 minutes`."""
    tokens = context.tokens
    one = place + 1
    if one >= len(tokens) or tokens[one].value != "of":
        return None
    one += 1
    while one < len(tokens) and (
        tokens[one].value in ("the", "day's", "its", "their", "all")
        or tokens[one].kind in ("scope", "sign", "day")
    ):
        if tokens[one].value in (",", ".", ";", "("):
            return None
        one += 1
    if one < len(tokens) and (number := tokens[one].number) and (number.unit in ("h", "m") or not number.unit):
        return one
    return None


def _part(context: Context, place: int, number: WrittenNumber, whole: int) -> Iterator[Candidate]:
    facts = context.facts
    total = context.tokens[whole].number
    assert total is not None  # noqa: S101 (found so)
    unit = total.unit or number.unit
    if unit not in ("h", "m"):
        return
    total = replace(total, unit=unit)
    figures = figures_behind(context, whole, total)
    wholes: list[ClaimReading] = [
        ValueClaim(facts.own(figure), scaled(total.interval, FIGURES[unit][figure])) for figure in figures
    ]
    strict = not context.guarded and context.unknown() <= 1
    yield Candidate("share", (whole, whole + 1), wholes, strict, numbers=frozenset((whole,)))
    fitting = [
        figure for figure in figures if total.holds(facts.value(facts.own(figure)), FIGURES[unit][figure])
    ] or list(figures)
    yield from _of_groups(context, place, replace(number, unit=unit), fitting)


def _of_groups(context: Context, place: int, number: WrittenNumber, figures: list[str]) -> Iterator[Candidate]:
    facts = context.facts
    groups, sure = named_groups(context, place)
    readings: list[ClaimReading] = [
        ValueClaim(facts.of_tasks(figure, group), scaled(number.interval, FIGURES[number.unit][figure]))
        for group in groups
        for figure in figures
    ]
    rows = groups[0] if groups else ()
    strict = sure and not context.guarded and bool(readings)
    yield Candidate("share", (place, place + 1), readings, strict, rows=rows, numbers=frozenset((place,)))


def named_groups(context: Context, place: int) -> tuple[list[tuple[KnownTask, ...]], bool]:
    """Return the groups of tasks that a sentence or the ones before it name, and whether it is sure which."""
    found = [group for group in described(context, 0, place) if group]
    if found and not context.named(0, place).scored:
        return found, _has_size(context, 0, place, len(found[0])) and len(found) == 1
    for begin, end in ((context.left(place), place), (0, place), (place + 1, len(context.tokens))):
        if not (parts := list(context.parts(begin, end))):
            continue
        looks_back = any(context.words[one] in _BACK for one in range(begin, end))
        if not looks_back and (sure := _sure_group(context, begin, end, parts)):
            return [sure], True
        whole = context.named(begin, end)
        found += [
            tuple(dict.fromkeys(row for part in parts for row in part.best[:1])),
            tuple(dict.fromkeys(row for part in parts for row in part.best)),
            tuple(dict.fromkeys(row for part in parts for row in part.rows)),
            *[part.best for part in parts],
            whole.best,
            whole.rows,
        ]
        break
    return list(dict.fromkeys((*found, *context.memory.groups))), False


def _sure_group(context: Context, begin: int, end: int, parts: Sequence[Named]) -> tuple[KnownTask, ...]:
    """Return the tasks of which a phrase speaks beyond doubt: one for each of its parts, or one whole group."""
    if len(parts) == 1 and _is_whole_group(context, begin, end, parts[0]):
        return parts[0].best
    rows = tuple(dict.fromkeys(row for part in parts for row in part.best[:1]))
    is_clear = all(part.clear and part.unknown <= 1 for part in parts)
    return rows if is_clear and _has_size(context, begin, end, len(rows)) else ()


def _is_whole_group(context: Context, begin: int, end: int, named: Named) -> bool:
    """Whether a phrase names a group and says how many tasks it has: `both monitoring rows`."""
    sizes = [one.number.value for one in context.tokens[begin:end] if one.number and one.number.unit in ("", "n")]
    sizes += [2] if "both" in context.words[begin:end] else []
    return named.is_group and named.unknown == 0 and sizes == [len(named.best)]


def _has_size(context: Context, begin: int, end: int, size: int) -> bool:
    """Whether a phrase says no other number of tasks than so many."""
    numbers = [one.number for one in context.tokens[begin:end] if one.number and one.number.unit in ("", "n")]
    return all(number.value == size or not number.words for number in numbers)


def _figure_behind(context: Context, place: int) -> str:
    """Return the figure of which a percentage is: `28% of the Claude minutes`."""
    tokens = context.tokens
    if place + 1 >= len(tokens) or tokens[place + 1].value != "of":
        return ""
    for token in tokens[place + 2 : place + 7]:
        if token.kind == "mark" and token.value in ("ai_minutes", "supervision_minutes"):
            return token.value
        if token.kind == "unit":
            unit, _, figure = token.value.partition(" ")
            return figure or {"h": "human_hours", "m": "ai_minutes"}.get(unit, "")
        if token.number or (token.kind == "sign" and token.value != "'"):
            break
    return ""


def _per_cent(context: Context, place: int, number: WrittenNumber, figure: str) -> Iterator[Candidate]:
    facts = context.facts
    groups, _ = named_groups(context, place)
    whole = facts.own(figure)
    readings: list[ClaimReading] = [
        ShareClaim(facts.of_tasks(figure, group), whole, number.interval) for group in groups if group
    ]
    yield Candidate("share", (place, place + 1), readings, numbers=frozenset((place,)))


def _fractions(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield `half of the 503 minutes`, without words that widen it."""
    tokens, facts = context.tokens, context.facts
    for place, token in enumerate(tokens):
        if token.value not in _PARTS or (whole := _whole(context, place)) is None or whole in taken:
            continue
        total = tokens[whole].number
        if total is None or total.unit not in ("h", "m"):
            continue
        figures = figures_behind(context, whole, total)
        fitting = [f for f in figures if total.holds(facts.value(facts.own(f)), FIGURES[total.unit][f])]
        groups, sure = named_groups(context, place)
        part = _PARTS[token.value]
        printed = WrittenNumber(part, part / 10, "%")
        before = " ".join(one.value for one in tokens[max(0, place - 4) : place])
        if any(one.kind in ("hedge", "compare") for one in tokens[max(0, place - 4) : place]) or "than" in before:
            sure = False
        readings: list[ClaimReading] = [
            ShareClaim(facts.of_tasks(figure, group), facts.own(figure), printed.interval)
            for group in groups
            for figure in fitting
            if group
        ]
        yield Candidate("share", (place, place + 1), readings, sure and not context.guarded and bool(readings))
        wholes: list[ClaimReading] = [
            ValueClaim(facts.own(f), scaled(total.interval, FIGURES[total.unit][f])) for f in figures
        ]
        yield Candidate("share", (whole, whole + 1), wholes, numbers=frozenset((whole,)))


def _rests(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield the figures of what is left without some tasks."""
    tokens, facts = context.tokens, context.facts
    without = next((n for n, token in enumerate(tokens) if token.kind == "without"), None)
    rest = next((n for n, token in enumerate(tokens) if token.kind == "rest"), None)
    if without is None and rest is None:
        return
    groups, sure = _left_out(context, without)
    if not groups:
        return
    sure = sure and not any(token.kind == "guard" and token.value != "maybe" for token in tokens)
    for place, token in list(context.scan.numbers):
        number = token.number
        if (
            number is None
            or place in taken
            or number.unit not in ("x", "n", "", "m", "h")
            or place < (rest or without or 0)
        ):
            continue
        if not number.unit and not (rest is not None and place == rest + 1):
            continue
        if number.unit in ("n", ""):
            figures: tuple[str, ...] = ("tasks",)
            scales = {"tasks": 1.0}
        else:
            figures, _ = figures_at(context, place, number)
            scales = FIGURES[number.unit]
        readings: list[ClaimReading] = [
            ValueClaim(facts.of_tasks(figure, group, without=True), scaled(number.interval, scales[figure]))
            for group in groups
            for figure in figures
        ]
        far: list[ClaimReading] = [
            ValueClaim(reading.amount, scaled(number.wide, scales[reading.amount.figure]))
            for reading in readings
            if isinstance(reading, ValueClaim)
        ]
        yield Candidate("share", (place, place + 1), readings, sure, far, numbers=frozenset((place,)))


def _left_out(context: Context, without: int | None) -> tuple[list[tuple[KnownTask, ...]], bool]:
    memory = context.memory.groups
    if without is None:
        return memory, False
    end = without + 1
    while end < len(context.tokens) and not context.is_figure(end) and context.tokens[end].kind != "rest":
        end += 1
    parts = list(context.parts(without + 1, end))
    groups = [group for group in described(context, without + 1, end) if group]
    if groups and not parts:
        return groups, len(groups) == 1 and _has_size(context, without + 1, end, len(groups[0]))
    if not parts:
        return memory, False
    first = tuple(dict.fromkeys(row for part in parts for row in part.best[:1]))
    union = tuple(dict.fromkeys(row for part in parts for row in part.best))
    whole = context.named(without + 1, end)
    sure = all(part.clear and part.unknown == 0 for part in parts) and _has_size(
        context, without + 1, end, len(first)
    )
    if any(token.value in BACK for token in context.tokens[without + 1 : end]):
        return [*memory, first, union], False
    return ([first] if sure else list(dict.fromkeys([first, union, whole.best, whole.rows]))), sure
