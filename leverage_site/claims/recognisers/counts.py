"""Numbers of tasks: all of a day, those of a group, those that meet a condition."""

from collections.abc import Iterator
from dataclasses import replace

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ValueClaim
from leverage_site.claims.recognisers.conditions import condition_before, condition_of, with_condition
from leverage_site.claims.recognisers.counted import PARTS, Counted, counted_tasks, is_labelled
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.named_days import weekday_before
from leverage_site.claims.sentence.units import FIGURES, with_comparison
from leverage_site.claims.text.vocabulary import DAY_NOUNS, FILLING, HOLDING, WHOLE_DAY
from leverage_site.stats.as_of import ALL, Scope

# Words by which a number of tasks is that of all.
_OVERALL = frozenset(
    ("make up", "makes up", "made up", "in all", "in total", "total", "altogether", "all in all", "all told")
)
# Words before the number of all tasks.
_THERE = (
    ["there", "were"], ["there", "are"], ["claude", "did"], ["claude", "finished"], ["claude", "worked", "through"]
)  # fmt: skip
_ONLY: tuple[list[str], ...] = ([], ["just"], ["only"], ["exactly"], ["a", "total", "of"])
# Words before a number of tasks that are a part of all.
_FROM = frozenset(("from", "into"))
# What has all tasks so far: `The log now has 19 tasks`.
_THE, _LOGS = frozenset(("the", "this", "our")), frozenset(("log", "site", "archive", "ledger"))
# Words of tasks of which some are not done.
_OPEN = frozenset(("list", "open", "waiting", "pending", "queue", "backlog"))
_BARE = 3
_TIMES = ("h", "m")
# `on a Sunday.` is so long.
_OF_DAY = 4


def counts(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number of tasks with what is said of them."""
    facts = context.facts
    for counted in list(counted_tasks(context, taken)):
        if _is_whole_of_superlative(context, counted):
            whole = _whole(context, counted.place)
            # `The longest of the three short tasks` is of no more than these.
            yield replace(whole, strict=whole.strict and counted.number.unit == "n")
            continue
        condition = condition_of(context, counted, taken) if facts.is_of_day else None
        if condition is None and counted.whole is None and facts.is_of_day:
            condition = condition_before(context, counted, taken)
        numbers = {counted.place}
        if counted.whole is not None:
            numbers.add(counted.whole)
            yield _whole(context, counted.whole)
        if condition is not None and context.period_in(*context.clause(counted.place)) is not None:
            # The rows of other days are not looked at.
            yield Candidate("count", (counted.place, counted.end), [], numbers=frozenset((*numbers, condition)))
        elif condition is not None:
            numbers.add(condition)
            yield from with_condition(context, counted, condition, frozenset(numbers))
        elif counted.whole is None:
            yield _plain(context, counted)


def _is_whole_of_superlative(context: Context, counted: Counted) -> bool:
    """Whether tasks are those among which one is at an end: `The longest of the three tasks took 15 minutes`."""
    begin = counted.place - (context.words[max(0, counted.place - 1) : counted.place] == ["the"])
    is_behind = begin > 1 and context.words[begin - 1] == "of"
    return is_behind and context.tokens[begin - 2].kind in ("end", "longest")


def _whole(context: Context, place: int) -> Candidate:
    """Return the claim that the day has so many tasks, from `of the 47 tasks`."""
    number = context.tokens[place].number
    assert number is not None  # noqa: S101 (found so)
    period = context.period_in(place + 1, place + 2)
    amount = context.facts.of("tasks", period) if period else context.facts.own("tasks")
    reading = ValueClaim(amount, number.interval)
    strict = number.value not in context.memory.counted and not context.guarded and not context.memory.rows
    return Candidate(
        "count", (place, place + 1), [reading], strict and context.strangers() == 0, numbers=frozenset((place,))
    )


def _plain(context: Context, counted: Counted) -> Candidate:
    """Return a number of tasks of which no figure is said."""
    facts = context.facts
    printed = counted.number.interval
    named = context.named(counted.place + 1, context.right(counted.end - 1))
    scopes = list(_scopes(context))
    readings = [ValueClaim(facts.of("tasks", scope), printed) for scope in scopes]
    before = context.words[max(0, counted.place - 2) : counted.place]
    is_part = not PARTS.isdisjoint(before) or any(one.kind in ("rest", "without") for one in context.tokens)
    inside = context.named(counted.place + 1, counted.end)
    if not inside.scored and not is_part and context.leading is None:
        readings.append(ValueClaim(facts.own("tasks"), printed))
    groups = [named.best, named.rows] if named.scored else []
    if listed := _listed_rows(context, counted):
        groups.append(listed)
    readings += [ValueClaim(facts.of_tasks("tasks", group), printed) for group in groups if group]
    if any(token.kind == "rest" for token in context.tokens):
        rests = (facts.of_tasks("tasks", group, without=True) for group in context.memory.groups)
        readings += [ValueClaim(rest, printed) for rest in rests]
    # `Two tasks at an hour each, but 14 minutes between them`.
    is_part = is_part or context.words[counted.end : counted.end + 1] in (["at"], ["with"])
    strict = not (context.guarded or named.scored or is_part) and _is_total(context, counted, bool(scopes))
    is_named_inside = inside.is_group and inside.best == named.best and named.unknown == 0
    if is_named_inside and not context.looks_back:
        strict = not context.guarded and counted.number.value > len(named.rows)
    context.memory.counted.add(counted.number.value)
    rows = named.best if named.scored and len(named.best) == counted.number.value else ()
    # `Over forty tasks` may as well be just forty.
    wide = with_comparison(context, counted.place, counted.number).wide
    far = [replace(one, printed=wide) for one in readings]
    numbers = frozenset((counted.place,))
    return Candidate("count", (counted.place, counted.end), readings, strict, far, rows, numbers)


def _listed_rows(context: Context, counted: Counted) -> tuple[KnownTask, ...]:
    """Return the tasks whose factors stand behind their number: `Three tasks (4.7x, 6.7x, 8x)`."""
    if counted.end >= len(context.tokens) or context.words[counted.end] != "(":
        return ()
    rows: list[KnownTask] = []
    for token in context.tokens[counted.end + 1 :]:
        if token.value == ")":
            break
        if token.number and token.number.unit == "x":
            number = token.number
            rows += [row for row in context.facts.rows if number.holds(row.values["leverage"])][:1]
    return tuple(dict.fromkeys(rows))


def _scopes(context: Context) -> Iterator[Scope]:
    for _, _, day in context.others:
        yield Scope("day", day.isoformat())
    if context.words[0] in _THE and context.words[1:2] and context.words[1] in _LOGS:
        yield ALL
    for place, token in enumerate(context.tokens):
        if token.kind == "scope" and (scope := context.scope_at(place)):
            yield scope
        elif token.value == "since" and place + 1 < len(context.tokens):
            behind = context.tokens[place + 1]
            if behind.kind == "weekday":
                yield Scope("since", weekday_before(int(behind.value), context.facts.today).isoformat())
            yield from (Scope("since", day.isoformat()) for begin, _, day in context.days if begin == place + 1)


def _is_total(context: Context, counted: Counted, has_scope: bool) -> bool:
    """Whether a number of tasks is said to be that of all: `Thirty-six tasks.`, `36 tasks were logged`."""
    tokens = context.tokens
    if context.strangers() or any(
        token.kind in ("compare", "end", "top") and one != counted.place - 1 for one, token in enumerate(tokens)
    ):
        return False
    if any(token.kind == "sum" and context.words[one] not in _OVERALL for one, token in enumerate(tokens)):
        return False
    is_part = not _FROM.isdisjoint(context.words[max(0, counted.place - 2) : counted.place])
    has_rows = context.words[counted.end - 1].endswith(("rows", "row"))  # as any table has them
    if is_part or has_rows or "left" in context.words:
        return False
    is_said = _says_total(context, counted) or is_labelled(context, counted.place)
    if has_scope or context.leading is not None or is_said:
        return True
    if context.sums_up or _has_sum(context) or context.words[: counted.place][-1:] in (["across"], ["over"]):
        return True
    if any(context.is_figure(place) and place != counted.place for place in range(len(tokens))):
        return False
    behind = tokens[counted.end] if counted.end < len(tokens) else None
    is_last = behind is None or behind.value in (".", "!") or _is_on_day(context, counted.end)
    if counted.place <= _BARE and context.words[: counted.place] in _ONLY and is_last:
        return True
    said = set(" ".join(context.words).split())
    before = context.words[counted.place - 1] if counted.place else ""
    after = context.words[counted.end] if counted.end < len(tokens) else ""
    # `I had five tasks on my list and did three` is no list of the day.
    is_listed = not _OPEN.isdisjoint(said) and any(token.number for token in tokens[counted.end :])
    is_held = before in HOLDING and (counted.place == 1 or not DAY_NOUNS.isdisjoint(said))
    names_today = any(day == context.facts.today and tokens[one].kind != "day" for one, _, day in context.days)
    return not is_listed and (not WHOLE_DAY.isdisjoint(said) or is_held or after in FILLING or names_today)


def _has_sum(context: Context) -> bool:
    """Whether another number is all of the day's hours or minutes: `48 tasks, 2,135.5 hours`."""
    facts = context.facts
    numbers = [token.number for token in context.tokens if token.number and token.number.unit in _TIMES]
    return any(
        number.holds(facts.value(facts.own(figure)), FIGURES[number.unit][figure])
        for number in numbers
        for figure in ("human_hours", "ai_minutes")
    )


def _is_on_day(context: Context, place: int) -> bool:
    """Whether nothing but a day stands behind a number: `48 tasks on a Sunday`, `48 tasks in one day`."""
    words = context.words[place:]
    return words[:1] in (["on"], ["in"]) and words[1:2] in (["a"], ["one"], ["this"]) and len(words) <= _OF_DAY


def _says_total(context: Context, counted: Counted) -> bool:
    """Whether a number without another figure is said to be that of all: `In total six tasks`."""
    words = context.words
    others = (token.number for place, token in enumerate(context.tokens) if place != counted.place)
    if any(number is not None for number in others) or context.memory.rows or context.memory.day is not None:
        return False
    is_summed = not _OVERALL.isdisjoint(words) or words[counted.end : counted.end + 3] == [",", "no", "more"]
    return is_summed or words[: counted.place] in _THERE
