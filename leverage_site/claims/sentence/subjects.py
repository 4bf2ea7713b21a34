"""What a number may be a figure of: the day, its tasks, a group of them, another day or a period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import Quantity
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.groups import described
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.vocabulary import LINKS, TURNS
from leverage_site.dates import month_of, week_of, year_of
from leverage_site.stats.as_of import ALL, Scope

# A number is held against so many of the tasks that a sentence may name, or all that were carried over: those
# behind them share a plain word at most.
_MANY = 12
# What a number is of without a word of it is no longer ago than a month.
_RECENT = Scope("days", "31")
# Words behind which another day begins.
_APARTS = frozenset(("than", "against", "from"))
# What a part of an enumeration weighs that is a part of a title: less than the one word that only it has, and more
# than one that two of them share.
_TELLING = 0.6
# Words of what came before, and how far in front of a number they stand: `after the previous day's 240.0x`.
_AFTER = frozenset(("after", "following", "follows", "followed"))
_REACH = 4
# Tokens that may stand between a number and the day that it is of.
_DAY_KINDS = frozenset(("weekday", "month", "date", "day", "number", "ordinal", "label", "mark"))
# Words between a number and the day that it is of.
_OF_DAYS = frozenset(("of", "on", "from", "for", "the", "'", "s"))


# Nouns that are those of figures, and may be the name of a task before a number: `and the table at 20x`.
_PLAIN_NAMES = frozenset(("table", "list", "chart", "sessions", "records", "prompts", "notes"))
# Words between a number and the task that it goes to, those of one more task, and those of all.
_TO_TASKS, _ONE_MORE, _OURS = frozenset(("for", "on", "into", "to")), frozenset(("one", "another")), ("our", "all")
_NAMED_DAYS = frozenset(("today", "yesterday"))


@dataclass(frozen=True, slots=True)
class Carried:
    """The tasks or days that the number before was about."""

    rows: tuple[KnownTask, ...] = ()
    clear: bool = False
    place: int = 0
    days: Sequence[date] = ()


def subject_phrase(context: Context, place: int, used: int = 0) -> tuple[Named, tuple[KnownTask, ...]]:
    """Return the tasks that the phrase before a number names, from `used` on, or else the one behind it.

    Those that it may be about are the second value: where several are enumerated, one of each.
    """
    for begin, end in stretches(context, place, used):
        named = context.named(begin, end)
        if not named.scored:
            continue
        parts = list(context.parts(begin, end))
        if len(parts) > 1 and not is_one_name(named, parts):
            rows = tuple(dict.fromkeys(row for part in parts for row in (part.best if part.clear else part.rows)))
            unknown = sum(part.unknown for part in parts)
            return Named(named.scored, unknown, all(part.clear for part in parts)), rows
        if begin > place and not _is_adjective(context, place) and context.strangers(context.left(place), place):
            named = Named(named.scored, named.unknown)
        return named, named.best if named.clear else named.rows
    return Named(), ()


def stretches(context: Context, place: int, used: int = 0) -> list[tuple[int, int]]:
    """Return where the name of what a number is of may stand, the likelier stretch first."""
    begin, end = max(context.left(place), used), end_behind(context, place)
    if begin and begin < place and context.is_figure(begin - 1) and context.words[begin] == "of":
        # What stands there is of the number before.
        begin = next(
            (one for one in range(begin, place) if context.words[one] in TURNS or context.words[one] == ","), place
        )
    # `12 minutes and a first phase of 40 hours`: what stands behind the number is of the next one.
    joint = place + 1
    while joint < end and (context.words[joint] == "of" or context.tokens[joint].kind == "mark"):
        joint += 1
    is_of_next = end < len(context.tokens) and context.is_figure(end) and context.words[joint] in ("and", ",")
    found = [(begin, place), *([] if is_of_next else [(place + 1, end)])]
    return found[::-1] if _is_adjective(context, place) else found


def end_behind(context: Context, place: int) -> int:
    """Return where the phrase behind a number ends: before the 15 of `18 minutes, 15 for the roster`."""
    end = context.right(place)
    own = (one for one in range(place + 1, end - 1) if context.tokens[one].number)
    return next((one for one in own if context.words[one + 1] in _TO_TASKS), end)


def named_stretch(context: Context, place: int) -> tuple[int, int]:
    """Return the stretch of these that names a task, or else the one behind the number."""
    named = (one for one in stretches(context, place) if context.named(*one).scored)
    return next(named, (place + 1, context.right(place)))


def _is_adjective(context: Context, place: int) -> bool:
    """Whether a number stands before what it is of: `the 85-minute session`, `42 went into the checkout`."""
    behind = context.words[place + 1 : place + 3]
    return (
        context.word(place).endswith(("-minute", "-hour")) or behind[:1] == ["into"] or behind == ["went", "into"]
    )


def is_one_name(named: Named, parts: Sequence[Named]) -> bool:
    """Whether an enumeration is the title of a single task."""
    best = named.best[0]
    is_told = all(score >= _TELLING for part in parts for score, row in part.scored if row is best)
    return named.clear and is_told and all(best in part.rows for part in parts)


def of_named(context: Context, rows: Sequence[KnownTask]) -> Iterator[Quantity]:
    """Yield what a number may be of where tasks are named beyond doubt: each, all, or the day by its label."""
    facts = context.facts
    yield from (facts.of_tasks("", (row,)) for row in rows)
    if len(rows) > 1:
        yield facts.of_tasks("", rows)
    if context.has_label or context.days:
        yield facts.own("")


def subjects_of(
    context: Context, place: int, named: Named, carried: Sequence[KnownTask], days: Sequence[date]
) -> Iterator[Quantity]:
    """Yield what a number may be of; the figure is put in later."""
    facts = context.facts
    if days:
        yield from (_on(context, day) for day in days)
        return
    for one, token in enumerate(context.tokens):
        if token.kind == "scope" and (scope := context.scope_at(one)):
            yield facts.of("", scope)
    yield facts.own("")
    rows = tuple(dict.fromkeys((*carried, *context.memory.rows)))
    yield from (facts.of_tasks("", (row,)) for row in rows[: max(_MANY, len(carried))])
    for group in groups(context, place, named):
        if len(group) > 1:
            yield facts.of_tasks("", group)
    if context.memory.rows:
        yield facts.of_tasks("", context.memory.rows)
        yield facts.of_tasks("", context.memory.rows, without=True)
    if context.memory.day is not None and context.looks_back:
        yield _on(context, context.memory.day)


def _on(context: Context, day: date) -> Quantity:
    return context.facts.of("", Scope("day", day.isoformat()))


def days_near(context: Context, place: int) -> list[date]:
    """Return the other day that the phrase of a number names, or with which the sentence begins."""
    tokens, words = context.tokens, context.words
    begin, end = context.left(place), place + 1
    if begin and context.is_figure(begin - 1):
        # `27.4x on Monday and 15.4x`: the day is that of the number before.
        while begin < place and (words[begin] in _OF_DAYS or tokens[begin].kind in _DAY_KINDS):
            begin += 1
    # `Monday's supervision (9 minutes)` is that of Monday.
    first = place - 1 - (words[place - 1 : place] == ["("] and context.words[place + 1 : place + 2] == [")"])
    for one in range(first, begin - 1, -1):
        is_parting = tokens[one].kind in ("compare", "sign") or words[one] in _APARTS
        if is_parting and words[one : one + 2] != [",", "which"]:
            begin = one
            break
    while end < len(tokens) and (words[end] in _OF_DAYS or tokens[end].kind in _DAY_KINDS):
        end += 1
    found = [day for first, last, day in context.others if begin <= first and last <= end][-1:]
    if not found and context.leading is not None:
        # `The day` is the one that the sentence began with.
        named = [one for one in context.days if tokens[one[0]].kind != "day" or words[one[0]] in _NAMED_DAYS]
        found = [day for first, _, day in named if first < place][-1:]
    return [day for day in found if day != context.facts.today]


def days_passed(context: Context, place: int, number: WrittenNumber) -> list[Quantity]:
    """Return the days before, of which a number behind `after` may be: `127.1x, after 240.0x`."""
    if number.unit != "x" or _AFTER.isdisjoint(context.words[max(0, place - _REACH) : place]):
        return []
    facts = context.facts
    return [_on(context, day.date) for day in facts.known.days_of(_RECENT) if day.date != facts.today]


def names_another(context: Context, before: int, place: int) -> bool:
    """Whether a number that names no task is not of what the one `before` was: `40x for A, 44x for recon`."""
    begin = next((one + 1 for one in range(place - 1, before, -1) if context.is_and(one)), 0)
    own = range(begin, place) if begin else range(0)
    if any(_is_name(context, one) or context.words[one] in _ONE_MORE for one in own):
        return True
    return place + 1 < len(context.tokens) and is_for_unknown(context, place + 1)


def is_for_unknown(context: Context, place: int) -> bool:
    """Whether `for` or `into` at a place leads to a name that no title has: `for recon`."""
    if context.words[place] not in _TO_TASKS:
        return False
    name = place + 1 + (context.words[place + 1 : place + 2] == ["the"])
    is_last = name + 1 >= len(context.tokens) or context.tokens[name + 1].kind == "sign"
    return name < len(context.tokens) and is_last and _is_name(context, name)


def _is_name(context: Context, place: int) -> bool:
    """Whether a token may be the name of a task, of which no title has a word."""
    token = context.tokens[place]
    if token.kind == "unit" and place and context.words[place - 1] in _OURS:
        return token.value.startswith("n ")
    if context.words[place] in _PLAIN_NAMES:
        is_told = place > 0 and (context.words[place - 1] == "the" or context.is_and(place - 1))
        return is_told and not context.tells(place)
    return token.kind == "word" and token.value not in LINKS and context.unknown(place, place + 1) > 0


def groups(context: Context, place: int, named: Named) -> Iterator[tuple[KnownTask, ...]]:
    """Yield the groups of tasks that the phrase of a number may name."""
    begin = context.left(place)
    parts = list(context.parts(begin, place)) or list(context.parts(place + 1, context.right(place)))
    if len(parts) > 1:
        yield tuple(dict.fromkeys(row for part in parts for row in part.best[:1]))
    else:
        yield from described(context, 0, place)
    if named.scored:
        yield named.best
        yield named.rows


def of_several_numbers(context: Context) -> tuple[KnownTask, ...]:
    """Return the tasks that print two or more of the numbers of a sentence: `40 hours in 25 minutes`."""
    found = [token.number for _, token in context.scan.numbers if token.number and token.number.unit in FIGURES]
    # The tasks of a day are read only where a sentence may be of them: most texts need none.
    rows = context.facts.rows if len(found) > 1 else ()
    return tuple([row for row in rows if sum(_prints(row, number) for number in found) > 1])


def _prints(row: KnownTask, number: WrittenNumber) -> bool:
    return any(number.holds(row.values[figure], scale) for figure, scale in FIGURES[number.unit].items())


def anything(context: Context, *, with_periods: bool) -> Iterator[Quantity]:
    """Yield all that a number may be of without a word of it: any task, and any period or any day of late."""
    facts, today = context.facts, context.facts.today
    yield facts.own("")
    yield from (facts.of_tasks("", (row,)) for row in facts.rows)
    for group in () if context.memory.fresh else context.memory.groups:
        yield facts.of_tasks("", group)
        yield facts.of_tasks("", group, without=True)
    if not with_periods:
        return
    for period in (week_of(today), month_of(today), year_of(today)):
        yield facts.of("", Scope(period.kind, period.key))
    yield facts.of("", ALL)
    yield from (_on(context, day.date) for day in facts.known.days_of(_RECENT))


def besides(context: Context, *, is_named: bool) -> Iterator[Quantity]:
    """Yield what a number may be of besides: nothing that is said, and yet no reason to call it wrong."""
    facts, today = context.facts, context.facts.today
    yield from (facts.of("", scope) for scope in (Scope("week", week_of(today).key), ALL))
    if not is_named:
        yield from (facts.of_tasks("", (row,)) for row in facts.rows)


def follows(context: Context, before: int, place: int) -> bool:
    """Whether a number belongs to the one before it: `121.1x and 1,297.7x`, `18.1x / 129.2x`."""
    return place - before <= 3 and all(
        context.word(one) in ("and", "/", "with", ",") for one in range(before + 1, place)
    )
