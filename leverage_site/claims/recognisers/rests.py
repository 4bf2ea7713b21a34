"""What is left of a day without some of its tasks: `without those 48.9x`, `the other ten share 233 minutes`."""

from collections.abc import Iterator

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import Interval, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.groups import described, has_size, ways_to_name
from leverage_site.claims.sentence.heads import is_bracketed
from leverage_site.claims.sentence.units import FIGURES, figures_at
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.claims.text.vocabulary import BACK

# Verbs by which something is left out, whose subject stands before them.
_VERBS = frozenset(("leaving", "setting", "leaves out", "leave out"))
_POINTING = (["them"], ["these"], ["those"])


def rests(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each figure of what is left without some tasks."""
    tokens, facts = context.tokens, context.facts
    without = next((n for n, token in enumerate(tokens) if token.kind == "without"), None)
    rest = next((n for n, token in enumerate(tokens) if token.kind == "rest"), None)
    is_said = facts.is_of_day and (without is not None or rest is not None)
    groups, sure = _left_out(context, without) if is_said else ([], False)
    if not groups:
        return
    sure = sure and not _is_of_some(context, without or 0)
    sure = sure and not any(token.kind == "guard" and token.value != "maybe" for token in tokens)
    for place, token in list(context.scan.numbers):
        number = token.number
        is_behind = place not in taken and place >= (rest or without or 0)
        if number is None or not is_behind:
            continue
        if number.unit in ("", "n"):
            if number.unit or place - 1 == rest:
                yield from _of_rest(context, place, number, groups, {"tasks": 1.0}, strict=sure)
        elif number.unit in ("x", "m", "h"):
            figures, _ = figures_at(context, place, number)
            scales = {figure: FIGURES[number.unit][figure] for figure in figures}
            yield from _of_rest(context, place, number, groups, scales, strict=sure)


def _is_of_some(context: Context, without: int) -> bool:
    """Whether tasks are left out of some, or in several ways: `Refunds ex-backfill`, `Ex-A 12x, ex-B 9x`."""
    is_next = not any(map(context.is_figure, range(without))) and context.words[without] not in _VERBS
    is_of_tasks = is_next and bool(context.named(context.left(without), without).scored)
    return is_of_tasks or sum(token.kind == "without" for token in context.tokens) > 1


def _of_rest(
    context: Context,
    place: int,
    number: WrittenNumber,
    groups: list[tuple[KnownTask, ...]],
    scales: dict[str, float],
    *,
    strict: bool,
) -> Iterator[Candidate]:
    facts, behind = context.facts, context.tokens[place + 1 : place + 3]
    is_bound = len(behind) > 1 and behind[0].value == "or" and behind[1].kind == "compare"
    if is_bound or context.words[place - 1] == "than" or is_bracketed(context, place):
        # A bound of each task that is left: `Everything but that was 20x or better`, or a figure of what is not.
        groups = []

    def readings(interval: Interval) -> list[ValueClaim]:
        return [
            ValueClaim(facts.of_tasks(figure, group, without=True), scaled(interval, scale))
            for group in groups
            for figure, scale in scales.items()
        ]

    far = readings(number.wide)
    yield Candidate(
        "share", (place, place + 1), readings(number.interval), strict, far, numbers=frozenset((place,))
    )


def _left_out(context: Context, without: int | None) -> tuple[list[tuple[KnownTask, ...]], bool]:
    """Return the groups that may be left out, and whether it is one of them beyond doubt."""
    memory = context.memory.groups
    if without is None:
        # Without these, as many tasks are left as is said: `the remaining 24 tasks`.
        sizes = [token.number.value for token in context.tokens if token.number and token.number.unit == "n"]
        left = len(context.facts.rows) - sizes[0] if len(sizes) == 1 else 0
        fitting = list({frozenset(group): group for group in memory if len(group) == left}.values())
        return fitting or memory, len(fitting) == 1 and not context.memory.fresh
    end = without + 1
    while end < len(context.tokens) and not context.is_figure(end) and context.tokens[end].kind != "rest":
        end += 1
    parts = list(context.parts(without + 1, end))
    groups = [group for group in described(context, without + 1, end) if group]
    if groups and not parts:
        return groups, all(has_size(context, without + 1, end, len(group)) for group in groups)
    if not parts:
        before = list(context.parts(0, without))
        found, sure = ways_to_name(context, 0, without, before) if before else ([], False)
        return [*memory, *found], sure and context.words[without + 1 : without + 2] in _POINTING
    found, sure = ways_to_name(context, without + 1, end, parts)
    looks_back = any(token.value in BACK for token in context.tokens[without + 1 : end])
    return [*memory, *found] if looks_back else found, sure
