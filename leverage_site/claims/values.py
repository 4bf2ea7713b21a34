"""Numbers that are a figure of the day, of a task, of a group of tasks, of another day or of a period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.groups import described
from leverage_site.claims.model import ClaimReading, Quantity, ValueClaim
from leverage_site.claims.named_tasks import Named
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.vocabulary import CHANGES, LINKS, OPENERS, TURNS
from leverage_site.dates import week_of
from leverage_site.stats.as_of import Scope

# The figures that a unit may be of, each with how many of its own unit the number's unit has.
FIGURES: dict[str, dict[str, float]] = {
    "x": {"leverage": 1, "supervisory": 1},
    "h": {"human_hours": 1, "ai_minutes": 60, "supervision_minutes": 60},
    "m": {"ai_minutes": 1, "supervision_minutes": 1, "human_hours": 1 / 60},
    "k": {"tokens": 1},
    "w": {"weeks": 1},
}
# So far from a number stands the word that says whose time it is.
_REACH = 6
_MANY = 12
_APART = 3
# What a time is, it is at all times; and that of a session is not that of the day.
_TIMELESS = frozenset(("is", "are", "session", "sessions"))
_PLURALS = frozenset(("tasks", "rows", "sessions", "both", "all", "others", "were", "are", "have", "they"))
_APARTS = frozenset(("than", "against", "from"))
# A sentence that begins with the name of a figure is about the day, with so many words besides.
_FEW = 3
_PLACES = frozenset(("over", "under", "above", "below", "up", "down"))
_HOUR = 60
# What a part of an enumeration weighs that is a part of a title.
_TELLING = 0.6
# Words that make each number of a sentence one of several, or their sum.
_RELATIVE = frozenset(
    (
        "each",
        "apiece",
        "together",
        "combined",
        "share",
        "hold",
        "holds",
        "add up",
        "adds up",
        "account for",
        "between",
        "aside",
    )
)
_OF_ALL = frozenset(("every", "each", "all", "no", "none", "any", "nothing", "both", "neither"))
_BEATING = frozenset(
    ("beat", "beats", "reached", "reach", "reaches", "exceeded", "exceeds", "below", "above", "under", "over")
)
_SUMMING = frozenset(("together", "combined", "add up", "adds up", "in sum", "in total", "in all", "altogether"))
_DAY_KINDS = frozenset(("weekday", "month", "date", "day", "number", "ordinal", "label", "mark"))
# Words between a number and the day that it is of.
_OF_DAYS = frozenset(("of", "on", "from", "for", "the", "'", "s"))


def values(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number with one of our units that nothing else has taken."""
    carried = _Carried()
    used = 0
    bundled = _bundled(context)
    for place, token in list(context.scan.numbers):
        number = _labelled(context, place, token.number)
        if number is None or number.unit not in FIGURES:
            continue
        named, rows = subject_phrase(context, place, used)
        if rows and not context.named(max(context.left(place), used), place).scored:
            used = context.right(place)
        before = carried
        carried = _Carried(rows, named.clear, place) if rows else carried
        if place in taken:
            continue
        number = with_comparison(context, place, number)
        figures, sure = figures_at(context, place, number)
        days = _days_near(context, place) or (before.days if _follows(context, before.place, place) else [])
        carried = replace(carried, days=days, place=place)
        listed = context.facts.rows if _is_listed(context, place) else ()
        carries = (*rows, *(() if rows else before.rows), *bundled, *listed)
        if (named.clear or (before.clear and not rows)) and not (days or listed):
            subjects = list(_of_named(context, rows or before.rows))
        else:
            subjects = list(_subjects(context, place, named, carries, days))
        readings: list[ClaimReading] = [
            ValueClaim(replace(amount, figure=figure), scaled(number.interval, FIGURES[number.unit][figure]))
            for amount, figure in product(subjects, figures)
        ]
        far: list[ClaimReading] = [
            ValueClaim(replace(amount, figure=figure), scaled(number.wide, FIGURES[number.unit][figure]))
            for amount, figure in product(
                (*subjects, *_besides(context, is_named=bool(rows or before.clear))), figures
            )
        ]
        strict = _is_bound(context, place, number, named, sure, before, days)
        about = rows if named.clear else before.rows if before.clear and not rows else ()
        if _is_bound_of_all(context, place) or (
            number.hedge and not (strict or about or sure or context.has_label)
        ):
            readings, far = [], []
        if not days and (rate := _rate(context, place, number)) is not None:
            readings.append(rate)
        yield Candidate("value", (place, place + 1), readings, strict, far, about, frozenset((place,)))


def _is_bound_of_all(context: Context, place: int) -> bool:
    """Whether a number is what every task, or none, is above or below: `Every task beat 12x`."""
    near = context.tokens[max(0, place - 3) : place]
    is_bound = any(token.kind == "compare" or token.value in _BEATING for token in near)
    return is_bound and not _OF_ALL.isdisjoint(context.words[:place])


def _labelled(context: Context, place: int, number: WrittenNumber | None) -> WrittenNumber | None:
    """Return a number without a unit as the figure that a colon gives it: `Human hours: 94.`."""
    if number is None or number.unit or place != 2 or context.words[1] != ":":
        return number
    token = context.tokens[0]
    figure = token.value.partition(" ")[2] if token.kind == "unit" else token.value
    units = {"human_hours": "h", "ai_minutes": "m", "supervision_minutes": "m"}
    return replace(number, unit=units[figure], figure=figure) if figure in units else number


def _of_named(context: Context, rows: Sequence[KnownTask]) -> Iterator[Quantity]:
    """Yield what a number may be of where tasks are named beyond doubt: each, all, or the day by its label."""
    facts = context.facts
    yield from (facts.of_tasks("", (row,)) for row in rows)
    if len(rows) > 1:
        yield facts.of_tasks("", rows)
    if context.has_label or context.days:
        yield facts.own("")


@dataclass(frozen=True, slots=True)
class _Carried:
    """The tasks or days that the number before was about."""

    rows: tuple[KnownTask, ...] = ()
    clear: bool = False
    place: int = 0
    days: Sequence[date] = ()


def _follows(context: Context, before: int, place: int) -> bool:
    """Whether a number belongs to the one before it: `121.1x and 1,297.7x`, `18.1x / 129.2x`."""
    return place - before <= 3 and all(
        context.word(one) in ("and", "/", "with", ",") for one in range(before + 1, place)
    )


def _is_listed(context: Context, place: int) -> bool:
    """Whether a number is one of several in brackets: `(4.7x, 6.7x, 8x)`, `(36.0x against 8.0x)`."""
    unit = context.tokens[place].number
    begin, end = place, place
    while begin and context.words[begin - 1] != "(" and begin > place - 8:
        begin -= 1
    while end < len(context.tokens) and context.words[end] != ")" and end < place + 8:
        end += 1
    if not begin or context.words[begin - 1] != "(" or end >= len(context.tokens) or context.words[end] != ")":
        return False
    numbers = [one.number for one in context.tokens[begin:end] if one.number is not None]
    return len(numbers) > 1 and unit is not None and all(one.unit == unit.unit for one in numbers)


def _rate(context: Context, place: int, number: WrittenNumber) -> ValueClaim | None:
    """Read hours for each minute of supervision, which is a sixtieth of supervisory leverage."""
    behind = context.words[place + 1 : place + 6]
    if (
        number.unit != "h"
        or not {"per", "each", "every"} & set(behind)
        or not any("minute" in word for word in behind)
    ):
        return None
    return ValueClaim(context.facts.own("supervisory"), scaled(number.interval, _HOUR))


def with_comparison(context: Context, place: int, number: WrittenNumber) -> WrittenNumber:
    """Return a number as the word in front of it widens it: `over 40`."""
    if place and not number.hedge and context.tokens[place - 1].kind == "compare":
        word = context.scan.text(place - 1, place).lower()
        if word in ("over", "above", "more"):
            return replace(number, hedge="over")
        if word in ("under", "below", "less"):
            return replace(number, hedge="under")
    return number


def figures_at(context: Context, place: int, number: WrittenNumber) -> tuple[tuple[str, ...], bool]:
    """Return the figures that a number may be of, and whether words beside it say so."""
    possible = FIGURES[number.unit]
    if number.figure in possible:
        return (number.figure,), True
    distance, nearest = _nearest_word(context, place, possible)
    if not nearest:
        return tuple(possible), len(possible) == 1
    # A label apart from a factor may be that of another one: `leverage and supervisory leverage (x and y)`.
    is_apart = number.unit == "x" and (distance >= _APART or _is_listed(context, place))
    return (nearest, *[one for one in possible if one != nearest]) if is_apart else (nearest,), True


def figures_behind(context: Context, place: int, number: WrittenNumber) -> tuple[str, ...]:
    """Return the figures that a number may be of by its own noun and the words behind it alone."""
    possible = FIGURES[number.unit]
    if number.figure in possible:
        return (number.figure,)
    for _, one in _behind(context, place):
        token = context.tokens[one]
        if token.kind in ("label", "mark") and token.value in possible:
            return (token.value,)
    return tuple(possible)


def _nearest_word(context: Context, place: int, possible: Iterable[str]) -> tuple[int, str]:
    """Return the figure that the words in the phrase of a number name, those behind it first."""
    found: list[tuple[int, str]] = []
    for distance, one in [*_behind(context, place), *_before(context, place)]:
        token = context.tokens[one]
        figure = token.value if token.kind in ("label", "mark") else ""
        if token.kind == "unit":
            figure = token.value.partition(" ")[2]
        if "supervisory" in possible and context.words[one].startswith("superv"):
            figure = "supervisory"
        if figure in possible and not context.tells(one):
            found.append((distance, figure))
    return min(found, default=(0, ""))


def _behind(context: Context, place: int) -> Iterator[tuple[int, int]]:
    """Yield the places behind a number that speak of it, with their distance: not those of the next number."""
    for distance, one in enumerate(range(place + 1, min(context.right(place), place + 1 + _REACH))):
        token = context.tokens[one]
        if token.value in TURNS or (token.kind == "sign" and token.value != "/"):
            return
        yield distance, one


def _before(context: Context, place: int) -> Iterator[tuple[int, int]]:
    """Yield the places before a number that speak of it, with their distance: not those of the number before."""
    begin = context.left(place)
    if begin and context.is_figure(begin - 1):
        while begin < place and context.tokens[begin].value not in TURNS and context.tokens[begin].kind != "sign":
            begin += 1
    for distance, one in enumerate(range(place - 1, max(begin - 1, place - 1 - _REACH), -1)):
        if context.tokens[one].value in ("than", ","):
            return
        yield distance, one


def subject_phrase(context: Context, place: int, used: int = 0) -> tuple[Named, tuple[KnownTask, ...]]:
    """Return the tasks that the phrase before a number names, from `used` on, or else the one behind it.

    Those that it may be about are the second value: where several are enumerated, one of each.
    """
    stretches = [(_own_begin(context, max(context.left(place), used), place), place)]
    stretches.append((place + 1, context.right(place)))
    if _is_adjective(context, place):
        stretches.reverse()
    for begin, end in stretches:
        named = context.named(begin, end)
        if not named.scored:
            continue
        parts = list(context.parts(begin, end))
        if len(parts) > 1 and not _is_one(named, parts):
            rows = tuple(dict.fromkeys(row for part in parts for row in (part.best if part.clear else part.rows)))
            unknown = sum(part.unknown for part in parts)
            return Named(named.scored, unknown, all(part.clear for part in parts)), rows
        if begin > place and context.strangers(context.left(place), place):
            named = Named(named.scored, named.unknown)
        return named, named.best if named.clear else named.rows
    return Named(), ()


def _own_begin(context: Context, begin: int, place: int) -> int:
    """Return where what is said of a number begins, behind what is of the one before it."""
    if begin < place and begin and context.is_figure(begin - 1) and context.words[begin] == "of":
        while begin < place and context.words[begin] not in TURNS:
            begin += 1
    return begin


def _is_adjective(context: Context, place: int) -> bool:
    """Whether a number stands before what it is of: `the 85-minute session`."""
    return context.word(place).endswith(("-minute", "-hour"))


def _is_one(named: Named, parts: Sequence[Named]) -> bool:
    """Whether an enumeration is the title of a single task."""
    best = named.best[0]
    return (
        named.clear
        and all(row is not best or score >= _TELLING for part in parts for score, row in part.scored)
        and (all(best in part.rows for part in parts))
    )


def _subjects(
    context: Context, place: int, named: Named, carried: Sequence[KnownTask], days: Sequence[date]
) -> Iterator[Quantity]:
    """Yield what a number may be of; the figure is put in later."""
    facts = context.facts
    if days:
        yield from (facts.of("", Scope("day", day.isoformat())) for day in days)
        return
    for one, token in enumerate(context.tokens):
        if token.kind == "scope" and (scope := context.scope_at(one)):
            yield facts.of("", scope)
    yield facts.own("")
    rows = list(dict.fromkeys((*carried, *context.memory.rows)))
    yield from (facts.of_tasks("", (row,)) for row in rows[: max(_MANY, len(carried))])
    for group in groups(context, place, named):
        if len(group) > 1:
            yield facts.of_tasks("", group)
    if context.memory.rows:
        yield facts.of_tasks("", context.memory.rows)
        yield facts.of_tasks("", context.memory.rows, without=True)
    if context.memory.day is not None and context.looks_back:
        yield facts.of("", Scope("day", context.memory.day.isoformat()))


def _days_near(context: Context, place: int) -> list[date]:
    """Return the other day that the phrase of a number names, or with which the sentence begins."""
    begin = context.left(place)
    if begin and context.is_figure(begin - 1):
        # `27.4x on Monday and 15.4x`: the day is that of the number before.
        while begin < place and (context.words[begin] in _OF_DAYS or context.tokens[begin].kind in _DAY_KINDS):
            begin += 1
    for one in range(place - 1, begin - 1, -1):
        if context.words[one : one + 2] == [",", "which"]:
            continue
        if context.tokens[one].kind in ("compare", "sign") or context.words[one] in _APARTS:
            begin = one
            break
    end = place + 1
    while end < len(context.tokens) and (context.words[end] in _OF_DAYS or context.tokens[end].kind in _DAY_KINDS):
        end += 1
    found = [day for first, last, day in context.others if begin <= first and last <= end][-1:]
    if not found and context.leading is not None:
        found = [day for first, _, day in context.others if first < place][-1:]
    return found


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


def _bundled(context: Context) -> tuple[KnownTask, ...]:
    """Return the tasks that print two or more of the numbers of a sentence: `40 hours in 25 minutes`."""
    numbers = [token.number for _, token in context.scan.numbers if token.number and token.number.unit in FIGURES]
    if len(numbers) < 2:
        return ()
    return tuple([row for row in context.facts.rows if sum(_prints(row, number) for number in numbers) > 1])


def _prints(row: KnownTask, number: WrittenNumber) -> bool:
    return any(number.holds(row.values[figure], scale) for figure, scale in FIGURES[number.unit].items())


def _besides(context: Context, *, is_named: bool) -> Iterator[Quantity]:
    """Yield what a number may be of besides: nothing that is said, and yet no reason to call it wrong."""
    facts, today = context.facts, context.facts.today
    yield from (facts.of("", scope) for scope in (Scope("week", week_of(today).key), Scope("all")))
    if not is_named:
        yield from (facts.of_tasks("", (row,)) for row in facts.rows)


def _is_bound(
    context: Context,
    place: int,
    number: WrittenNumber,
    named: Named,
    sure: bool,
    carried: _Carried,
    days: Sequence[date],
) -> bool:
    """Whether a number is wrong where nothing that it may be of has its value."""
    if context.guarded or _is_difference(context, place):
        return False
    if days:
        return not named.scored and context.strangers() <= (context.leading is not None)
    if _is_sure_sum(context, place, named):
        return True
    if _is_relative(context, place) or number.hedge in ("over", "under"):
        return False
    if named.scored:
        is_sure = named.clear or (number.unit == "x" and _is_singular(context, place))
        return is_sure and named.unknown == 0 and _is_attached(context, place)
    if carried.rows:
        return carried.clear and not context.unknown(carried.place + 1, place) and number.unit != "w"
    return _is_of_day(context, number, sure)


def _is_of_day(context: Context, number: WrittenNumber, sure: bool) -> bool:
    """Whether a sentence of no other words is about the day as a whole."""
    strangers = context.strangers()
    if any(token.kind == "end" for token in context.tokens):
        return False
    if sure and number.unit == "x" and context.opens_with_label and strangers <= _FEW:
        return True
    of_period = any(token.kind == "scope" and token.value != "day" for token in context.tokens)
    if context.is_general:
        return False
    if context.looks_back or "days" in context.words or _has_alike(context, number):
        return False
    if not of_period and _has_part(context):
        return False
    if number.unit == "x":
        return strangers == 0 or (sure and strangers <= 1)
    if not of_period and not _TIMELESS.isdisjoint(context.words):
        return False
    sums_up = context.sums_up or _sums_up(context, number)
    return (sure or of_period) and (strangers == 0 or (strangers == 1 and sums_up))


def _sums_up(context: Context, number: WrittenNumber) -> bool:
    """Whether another number of a sentence is a sum of the day by the words beside it."""
    facts = context.facts
    for place, token in context.scan.numbers:
        other = token.number
        if other is None or other is number or other.unit not in ("h", "m"):
            continue
        figures, sure = figures_at(context, place, other)
        if sure and other.holds(facts.value(facts.own(figures[0])), FIGURES[other.unit][figures[0]]):
            return True
    return False


def _has_part(context: Context) -> bool:
    """Whether a number of tasks stands in a sentence that is not that of all: it may be about these."""
    total = context.facts.value(context.facts.own("tasks"))
    return any(one.number.unit == "n" and one.number.value != total for one in context.tokens if one.number)


def _has_alike(context: Context, number: WrittenNumber) -> bool:
    """Whether several factors without a name stand in a sentence, which are then of several things."""
    alike = [
        place
        for place, one in context.scan.numbers
        if one.number and one.number.unit == number.unit == "x" and not _days_near(context, place)
    ]
    return len(alike) > 1 and not context.has_label and not context.has_supervision


def _is_singular(context: Context, place: int) -> bool:
    """Whether a phrase names one task, whichever it is: no other is a part of it, and no number of them."""
    begin, end = context.left(place), place
    if not context.named(begin, end).scored:
        begin, end = place + 1, context.right(place)
    if any(context.is_and(one) or context.words[one] in _PLURALS for one in range(begin, end)):
        return False
    return not any(one.number or one.kind in ("sum", "each") for one in context.tokens[begin:end])


def _is_attached(context: Context, place: int) -> bool:
    """Whether nothing but links stands between the name of a task and a number, and nothing before it."""
    begin, end = context.left(place), place
    if not context.named(begin, end).scored:
        begin, end = place + 1, context.right(place)
    if end == place and "than" in context.words[begin:end]:
        begin = max(one for one in range(begin, end) if context.words[one] == "than") + 1
    told = [one for one in range(begin, end) if context.tells(one)]
    if not told or (len(told) == 1 and not _is_noun(context, told[0])):
        return False
    between = range(told[-1] + 1, place) if end == place else range(place + 1, told[0])
    if [context.words[one] for one in between] == ["of"]:
        return False
    if any(_is_stranger(context, one, LINKS) for one in between):
        return False
    return end != place or not any(_is_stranger(context, one, OPENERS) for one in range(begin, told[0]))


def _is_noun(context: Context, place: int) -> bool:
    """Whether a single word of a title is used as a name: `the newsletter`, not `writing`."""
    before = context.words[place - 1] if place else "the"
    return not context.words[place].endswith("ing") and before in OPENERS


def _is_stranger(context: Context, place: int, known: frozenset[str]) -> bool:
    token = context.tokens[place]
    if token.kind == "ordinal":
        return not context.tells(place)
    return token.kind == "word" and token.value not in known


def _is_sure_sum(context: Context, place: int, named: Named) -> bool:
    """Whether a number is the sum of a group of which there is no doubt."""
    if named.scored:
        return named.is_group and named.unknown == 0 and _is_sum(context, place)
    return not context.strangers() and _is_sum_of_described(context, place)


def _is_sum_of_described(context: Context, place: int) -> bool:
    """Whether a number is the sum of a group by its rank: `The two longest sessions took 92 minutes together`."""
    groups = list(described(context, 0, place))
    return len(groups) == 1 and len(groups[0]) > 1 and not _SUMMING.isdisjoint(context.words)


def _is_sum(context: Context, place: int) -> bool:
    """Whether a number is said to be the sum of a single group of tasks that its words name."""
    begin, end = context.left(place), context.right(place)
    if len(list(context.parts(begin, place))) > 1 or context.looks_back_at(begin, end):
        return False
    numbers = [
        one.number for one in context.tokens[begin:place] if one.number and context.tokens[place] is not one
    ]
    if any(
        number.value != len(context.named(begin, place).best) for number in numbers if number.unit in ("", "n")
    ):
        return False
    return any(context.word(one) in _SUMMING for one in range(len(context.tokens)))


def _is_difference(context: Context, place: int) -> bool:
    """Whether a number is a difference or an end of a range: `8 minutes more`, `30 to 40 minutes`."""
    if place + 1 >= len(context.tokens):
        return False
    behind = context.tokens[place + 1]
    is_rate = behind.number is not None and context.words[place + 1].startswith(("a ", "an "))
    is_change = behind.kind in ("compare", "hedge") and context.words[place + 1] not in _PLACES
    return is_rate or is_change or behind.value in ("to", "-", "–")


def _is_relative(context: Context, place: int) -> bool:
    """Whether a number is a share, a bound or one of each."""
    tokens = context.tokens
    before = range(max(0, place - 3), place)
    if any(context.words[one] in CHANGES for one in before) or "than" in context.words[max(0, place - 2) : place]:
        return True
    if any(token.kind in ("rest", "without") for token in tokens):
        return True
    return any(context.word(one) in _RELATIVE for one in range(len(tokens)))
