"""The two sides of a comparison: what stands before it, what it is held against, and the figures of both."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import Quantity, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.units import FIGURES, figure_of_unit
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.claims.text.vocabulary import figure_of_label
from leverage_site.dates import week_of
from leverage_site.stats.as_of import Scope

# Words between a comparison and what it is held against.
_LINKS = frozenset((
    "than", "as", "of", "on", "from", "against", "since", "over", "with", "to", "the", "that", "those", "it",
    "was", "did", "had", "in", "for", "at", "back", "'"
))  # fmt: skip
# Words with which something else begins.
_ELSE = frozenset((
    "by", "while", "but", "with", "which", "where", "although", "though", "so", "because", "after", "before"
))  # fmt: skip
_POINTERS = frozenset(("it", "this", "that", "they", "these", "those", "both"))
_HAS = frozenset((
    "had", "has", "was", "is", "saw", "came", "ended", "stood", "stands", "stayed", "took", "ran", "needed",
    "made", "brought"
))  # fmt: skip
# Words between two figures of which the second is that of the other side.
_AGAINST = (["against"], ["versus"], ["vs"], ["after"], ["instead", "of"], ["compared", "with"])
# Figures that are called by another word than their own.
_BY_WORD = {"time": "ai_minutes", "long": "ai_minutes", "longer": "ai_minutes", "shorter": "ai_minutes"}
_WEEK = timedelta(days=7)
# Verbs by which `longer` is of a session, and those by which `faster` is: what `ran faster` may be a program.
_LASTED = frozenset(("took", "ran", "needed", "lasted", "worked", "cost", "session", "task", "row"))
_DONE = frozenset(("finished", "done", "completed", "over", "took", "ready", "session", "task", "row"))


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are compared, `sure` where its words name nothing else; the figure comes later.

    Its words stand before the token `end`.
    """

    amount: Quantity
    kind: Literal["day", "period", "tasks"]
    sure: bool
    rows: tuple[KnownTask, ...] = ()
    end: int = 0

    def of(self, figure: str) -> Quantity:
        """Return a figure of it."""
        return replace(self.amount, figure=figure)


def side_before(context: Context, place: int) -> Side | None:
    """Return what a comparison that begins at a place is of: tasks, another day, a period, or the day itself."""
    begin = context.start(place)
    if (tasks := _tasks(context, begin, place)) is not None:
        return tasks
    if context.named(begin, place).scored:
        return None
    facts = context.facts
    strangers = context.strangers(0, place)
    days = [one for one in context.days if begin <= one[0] and one[1] <= place]
    if days:
        first, behind, day = days[-1]
        is_subject = first == begin and (context.words[behind] in _HAS or behind == place)
        return _of_day(context, day) if is_subject or day == facts.today else None
    if context.leading is not None and begin:
        return _of_day(context, context.leading)
    if scope := context.period_in(begin, min(place, begin + 2)):  # `The week has`
        return Side(facts.of("", scope), "period", strangers == 0)
    points_back = not _POINTERS.isdisjoint(context.words[begin:place]) and bool(context.memory.rows)
    if points_back or (context.memory.day is not None and context.looks_back):
        return None
    return Side(facts.own(""), "day" if facts.is_of_day else "period", strangers == 0)


def side_behind(context: Context, place: int, before: Side | None = None) -> Side | None:
    """Return what is named from a place on, behind words that lead there: another day, a period, or tasks."""
    tokens, days = context.tokens, {first: (day, end) for first, end, day in context.days}
    at = place
    while at < len(tokens):
        if at in days:
            day, end = days[at]
            return replace(_of_day(context, day), end=end)
        token = tokens[at]
        if token.kind == "scope" and (scope := context.scope_at(at)):
            return Side(context.facts.of("", scope), "period", context.strangers() == 0, end=at + 1)
        if before and before.kind == "period" and context.words[at : at + 2] == ["one", "before"]:
            if before.amount.scope.kind != "week":
                return None
            week = Scope("week", week_of(context.facts.today - _WEEK).key)
            return Side(context.facts.of("", week), "period", before.sure)
        if context.words[at] not in _LINKS and token.kind not in ("label", "unit", "mark"):
            break
        at += 1
    end = end_of_name(context, at)
    tasks = _tasks(context, place, end)
    return replace(tasks, end=end) if tasks else None


def both_tasks(context: Context, place: int) -> tuple[Side, Side] | None:
    """Return the two tasks before a place of which something is said alike: `The A and the B have the same …`."""
    begin = context.start(place)
    parts = list(context.parts(begin, place))
    are_two = len(parts) == 2 and all(part.clear for part in parts) and parts[0].best != parts[1].best
    if not are_two or context.unknown(begin, place):
        return None
    one, other = (
        Side(context.facts.of_tasks("", part.best), "tasks", part.unknown == 0, part.best) for part in parts
    )
    return one, other


def figure_named(context: Context, begin: int, end: int) -> str:
    """Return the first figure that a stretch names; the time of tasks by a word for time."""
    return next(_figures(context, begin, end), "")


def is_of_sessions(context: Context, place: int) -> bool:
    """Whether `longer` at a place is said of how long tasks took, and of nothing that came of them."""
    before, word = set(context.words[:place]), context.words[place]
    if any(token.number and token.number.unit in ("m", "h") for token in context.tokens):
        return True
    if word in ("longer", "shorter"):
        return figure_named(context, place + 1, place + 2) != "" or not before.isdisjoint(_LASTED)
    return word not in ("faster", "slower", "quicker", "sooner") or not before.isdisjoint(_DONE)


def _figures(context: Context, begin: int, end: int) -> Iterator[str]:
    for place in range(begin, min(end, len(context.tokens))):
        token = context.tokens[place]
        if token.kind == "label":
            yield figure_of_label(token.value)
        elif token.kind == "mark":
            yield token.value
        elif token.kind == "unit":
            if figure := figure_of_unit(token.value):
                yield figure
        elif figure := _BY_WORD.get(context.words[place], ""):
            yield figure


def _of_day(context: Context, day: date) -> Side:
    return Side(context.facts.of("", Scope("day", day.isoformat())), "day", context.strangers() == 0)


def _tasks(context: Context, begin: int, end: int) -> Side | None:
    """Return the task that a stretch names beyond doubt."""
    named = context.named_one(begin, end)
    if not named.clear:
        return None
    parts = [part for part in context.parts(begin, end) if part.clear]
    if len(parts) > 1 and any(part.best != named.best for part in parts):
        return None
    return Side(context.facts.of_tasks("", named.best), "tasks", named.unknown == 0, named.best)


def end_of_name(context: Context, place: int) -> int:
    """Return where what is named from a place on ends."""
    end = place
    while end < len(context.tokens) and not (context.is_figure(end) or _ends_name(context, end)):
        end += 1
    return end


def _ends_name(context: Context, place: int) -> bool:
    token, behind = context.tokens[place], range(place + 1, min(place + 3, len(context.tokens)))
    if token.kind == "guard":
        return token.value != "usual" or not context.tells(place)
    is_else = context.words[place] in _ELSE and not any(map(context.tells, behind))
    return token.kind in ("sign", "compare") or is_else


def pairs(
    context: Context, figure: str, sides: tuple[Side, Side], taken: set[int] | frozenset[int]
) -> Iterator[Candidate]:
    """Yield two figures of a sentence as those of two sides that it compares by a figure."""
    numbers = [(at, token.number) for at, token in context.scan.numbers if at not in taken]
    for (one, first), (two, second) in pairwise(numbers):
        if first is None or second is None or context.tokens[one].joined or context.tokens[two].joined:
            continue
        unit = second.unit if first.unit in ("", second.unit) else ""
        if figure not in FIGURES.get(unit, {}) or first.hedge or second.hedge:
            continue
        is_change = context.words[max(0, one - 1) : one] == ["from"] and context.words[two - 1] == "to"
        if is_change or any(context.words[two - len(words) : two] == words for words in _AGAINST):
            left, right = sides
            yield _candidate(context, one, first, unit, figure, right if is_change else left)
            yield _candidate(context, two, second, unit, figure, left if is_change else right)
            return


def _candidate(context: Context, at: int, number: WrittenNumber, unit: str, figure: str, side: Side) -> Candidate:
    printed = scaled(number.interval, FIGURES[unit][figure])
    strict = side.sure and not context.guarded
    return Candidate(
        "value",
        (at, at + 1),
        [ValueClaim(side.of(figure), printed)],
        strict,
        rows=side.rows,
        numbers=frozenset((at,)),
    )
