"""What stands at one end: `the highest leverage of the week`, `topped the chart`, `the day's longest session`."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, End, SuperlativeClaim
from leverage_site.claims.named_tasks import Named
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.scan import Token
from leverage_site.claims.units import FIGURES
from leverage_site.claims.vocabulary import ENDS
from leverage_site.dates import month_of, week_of
from leverage_site.stats.as_of import Scope

_WEEK = 7
# Of these, one may be the best as well, and no day.
_PERIODS = frozenset(("week", "month", "year", "weeks", "months"))
_PLURALS = frozenset(("tasks", "rows", "sessions", "both", "all", "were", "are", "have"))
# Nouns that make it one of tasks, and one of days.
_TASK_NOUNS = frozenset(("task", "tasks", "row", "rows", "session", "sessions", "job"))
_DAY_NOUNS = frozenset(
    ("day", "days", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
)
# Words between a superlative and the figure that it speaks of.
_WITHIN = frozenset(
    ("weighted", "average", "overall", "of", "the", "single", "day", "day's", "number", "a", "total")
)
_REACH = 5
# Verbs of one task, and words with which an enumeration goes on.
_VERBS = frozenset(("has", "had", "was", "is", "took", "ran", "got", "came", "stands", "stood", "made", "needed",
                    "have", "were"))  # fmt: skip
_ENDS_APPOSITION = frozenset(("and", "then", "while", "but", "so"))
_ABOUT_TASKS = ("leverage", "supervisory", "human_hours", "ai_minutes", "supervision_minutes", "tokens")


def superlatives(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each superlative of which figures are at one end."""
    for place, token in enumerate(context.tokens):
        if place in taken:
            continue
        if token.kind == "end" and not _is_part_of_name(context, place):
            yield from _of_end(context, place, token)
        elif token.kind == "top":
            end: End = "highest" if token.value == "highest" else "lowest"
            yield from _of_tasks(context, place, place + 1, end, ("leverage",), 1, explicit=True)
        elif token.kind == "longest":
            yield from _of_tasks(context, place, place + 1, "highest", ("ai_minutes",), 1, explicit=True)


def _is_part_of_name(context: Context, place: int) -> bool:
    """Whether the word is no superlative here: `the record`, `most of them`, `at least`, `on top of`."""
    tokens = context.tokens
    word = tokens[place].value
    before = tokens[place - 1].value if place else ""
    behind = tokens[place + 1].value if place + 1 < len(tokens) else ""
    if word in ("most", "least"):
        return (
            (before in ("at", "the") and behind == "of")
            or behind in ("of", "likely")
            or before in ("at", "second")
        )
    if word == "record":
        return before not in ("a", "new") or behind not in ("", ".", ",", "so", "of", "for")
    return word in ("top", "peak", "maximum", "minimum") and before not in ("the", "day's", "a", "its", "week's")


def _of_end(context: Context, place: int, token: Token) -> Iterator[Candidate]:
    end, hints = ENDS[token.value]
    which: End = "highest" if end == "highest" else "lowest"
    rank, begin = _ordinal(context, place)
    label, noun, behind = _what(context, place)
    scopes, scope_end = _scopes(context, place, behind)
    if rank is None:
        return
    is_loose = label == "factor"
    label = "leverage" if is_loose else label
    figures = (label,) if label else hints
    if len(figures) != 1 and not scopes and not any(map(context.is_figure, range(len(context.tokens)))):
        return
    is_of_tasks = noun == "task" or (noun != "day" and not scopes and _says_day(context, place, behind))
    if (noun == "task" and scopes) or not _PERIODS.isdisjoint(context.words[place + 1 : place + 3]):
        return
    if is_of_tasks:
        sure = bool(label or hints) or noun == "task"
        yield from _of_tasks(
            context, begin, max(behind, place + 1), which, figures or ("leverage",), rank, explicit=sure
        )
    elif scopes:
        places = (begin, place, max(scope_end, place + 1))
        for one in _of_days(context, places, which, figures, rank, scopes):
            # The highest factor of a week may as well be that of a task.
            yield replace(one, strict=one.strict and not is_loose)
    elif not noun:
        yield from _of_tasks(
            context, begin, max(behind, place + 1), which, figures or ("leverage",), rank, explicit=bool(label)
        )


def _ordinal(context: Context, place: int) -> tuple[int | None, int]:
    """Return the place that a superlative speaks of, and where it begins; None where it speaks of several."""
    tokens = context.tokens
    before = tokens[place - 1] if place else None
    if before is None:
        return 1, place
    if before.kind == "ordinal":
        rank = int(before.value) if before.value.isdigit() else None
        return rank, place - 1
    if before.kind == "number" or before.value in ("two", "three", "among", "of"):
        return None, place
    return 1, place - 1 if before.value == "the" else place


def _what(context: Context, place: int) -> tuple[str, str, int]:
    """Return the figure and the noun behind a superlative, `task`, `day` or none, and where they end."""
    label = noun = ""
    behind = place + 1
    for one in range(place + 1, min(len(context.tokens), place + 1 + _REACH)):
        token = context.tokens[one]
        if token.kind in ("scope", "day", "sign"):
            break
        figure, kind = _meaning(context, one, token)
        if not (figure or kind or (token.kind == "word" and token.value in _WITHIN)):
            break
        # A noun of time behind a label is no figure of its own: `the longest session`.
        label = label or (figure if token.kind == "label" or not noun else "")
        noun = noun or kind
        behind = one + 1
    return label, noun, behind


def _meaning(context: Context, place: int, token: Token) -> tuple[str, str]:
    """Return the figure and the kind of thing that a token behind a superlative names."""
    if token.kind == "label":
        return token.value, ""
    if token.value in _TASK_NOUNS or context.word(place) in _TASK_NOUNS:
        return ("tasks", "") if token.kind == "unit" and context.word(place) in ("tasks", "rows") else ("", "task")
    if token.value in _DAY_NOUNS or token.kind == "weekday":
        return "", "day"
    if token.kind == "unit":
        return _of_unit(token.value, "")[0], ""
    return (token.value, "") if token.kind == "mark" and token.value != "ai_minutes" else ("", "")


def _of_unit(value: str, noun: str) -> tuple[str, str]:
    unit, _, figure = value.partition(" ")
    if unit == "n":
        return ("tasks", noun)
    return (figure or {"h": "human_hours", "m": "ai_minutes", "k": "tokens", "w": "weeks"}.get(unit, ""), noun)


def _says_day(context: Context, place: int, behind: int) -> bool:
    """Whether a superlative is said to be among the tasks of the day: `of the day`, `the day's longest`."""
    near = range(max(0, place - 2), min(len(context.tokens), behind + 3))
    return any(
        context.tokens[one].kind == "scope" and context.tokens[one].value == "day" and not context.scope_at(one)
        for one in near
    )


def _scopes(context: Context, place: int, behind: int) -> tuple[list[Scope], int]:
    """Return what the days may be among which a superlative is, and where the words for it end."""
    tokens = context.tokens
    for one in [*range(behind, min(len(tokens), behind + 6)), *range(place - 1, max(-1, place - 4), -1)]:
        token = tokens[one]
        if token.kind == "month" and (scope := context.month_at(one)):
            return [scope], max(one + 1, behind)
        if token.kind == "scope" and (scope := context.scope_at(one)):
            return [scope], max(one + 1, behind)
        if token.value in ("in", "for") and (found := _last_days(context, one)):
            return found
        if token.value == "since" and (day := _day_behind(context, one)):
            return [Scope("after", day[1].isoformat()), Scope("since", day[1].isoformat())], day[0]
        if token.kind == "sign" and one > place and token.value in (";", "."):
            break
    return [], behind


def _last_days(context: Context, place: int) -> tuple[list[Scope], int] | None:
    """Read `in over a week`, `in ten days`, `of the fortnight` behind the preposition at `place`."""
    tokens = context.tokens
    words = [token.value for token in tokens[place + 1 : place + 4]]
    text = context.scan.text(place + 1, min(len(tokens), place + 4)).lower()
    if "week" in words or "week" in text.split():
        more = any(word in text for word in ("over", "more"))
        return [Scope("days", str(_WEEK + more))], min(len(tokens), place + 4)
    for one in range(place + 1, min(len(tokens), place + 3)):
        number = tokens[one].number
        if number is None or one + 1 >= len(tokens):
            continue
        if tokens[one + 1].value in ("days", "day"):
            return [Scope("days", str(int(number.value) + (number.hedge == "over")))], one + 2
        if number.unit == "w":
            return [Scope("days", str(int(number.value * _WEEK) + (number.hedge == "over")))], one + 1
    return None


def _day_behind(context: Context, place: int) -> tuple[int, dt.date] | None:
    """Return the date behind `since` at `place`, and where it ends."""
    for begin, end, day in context.days:
        if begin == place + 1 and day < context.facts.today:
            return end, day
    behind = place + 1
    if behind < len(context.tokens) and context.tokens[behind].kind == "weekday":
        return behind + 1, weekday_before(int(context.tokens[behind].value), context.facts.today)
    return None


def weekday_before(weekday: int, today: dt.date) -> dt.date:
    """Return the last such day of the week before today."""
    return today - dt.timedelta(days=(today.weekday() - weekday - 1) % _WEEK + 1)


def _of_days(
    context: Context,
    places: tuple[int, int, int],
    end: End,
    figures: Sequence[str],
    rank: int,
    scopes: list[Scope],
) -> Iterator[Candidate]:
    begin, place, behind = places
    facts = context.facts
    day = facts.today if facts.is_of_day else None
    start = context.clause(place)[0]
    before = [one for one in context.others if start <= one[0] and one[1] <= place]
    if before:
        day = before[-1][2] if before[-1][0] - start < _REACH else None
    said = bool(figures)
    figures, number_place = (figures, None) if figures else _before(context, place)
    if day is None or not figures or not facts.is_of_day:
        return
    sure = said or number_place is not None
    readings: list[ClaimReading] = [
        SuperlativeClaim(figure, end, scope, facts.today, (day.isoformat(),), rank)
        for figure in figures
        for scope in scopes
    ]
    lenient = [other for one in readings for other in _other_weeks(one, day)]
    values = [facts.known.values(figure, scope) for figure in figures for scope in scopes]
    among_others = any(len(one) > 1 for one in values)
    is_said = begin > 0 or _is_all_that_is_said(context, behind)
    strict = sure and among_others and is_said and not context.guarded
    strict = strict and _is_of_today(context, start, begin, behind)
    yield Candidate("superlative", (begin, behind), readings, strict, lenient)


def _is_all_that_is_said(context: Context, behind: int) -> bool:
    """Whether a superlative that begins a sentence is no name for what follows: `The best day so far had …`."""
    words = context.words[behind:]
    return all(word in (".", "!") for word in words) or (words[:2] in ([",", "with"], [",", "at"]))


def _is_of_today(context: Context, start: int, begin: int, behind: int) -> bool:
    """Whether nothing but the day can be what stands at an end: no task, no week, no word that is not known."""
    subject = range(start, begin)
    if any(context.tokens[one].kind == "scope" for one in subject) or context.named(start, begin).scored:
        return False
    return context.strangers(start, behind) == 0


def _other_weeks(reading: ClaimReading, day: dt.date) -> Iterator[ClaimReading]:
    """Yield what a superlative may mean besides: weeks from Sunday on, the last seven days, the last thirty."""
    if not isinstance(reading, SuperlativeClaim):
        return
    if reading.scope.kind == "week" and reading.scope.key == week_of(day).key:
        sunday = day - dt.timedelta(days=(day.weekday() + 1) % _WEEK)
        yield replace(reading, scope=Scope("since", sunday.isoformat()))
        yield replace(reading, scope=Scope("days", str(_WEEK)))
    elif reading.scope.kind == "month" and reading.scope.key == month_of(day).key:
        yield replace(reading, scope=Scope("days", "30"))


def _before(context: Context, place: int) -> tuple[tuple[str, ...], int | None]:
    """Return the figure that the words or the number before a superlative name."""
    begin = context.left(place)
    while begin and context.is_figure(begin - 1):
        begin = context.left(begin - 1) if begin - 1 > 0 else 0
        break
    for one in range(place - 1, begin - 1, -1):
        token = context.tokens[one]
        if token.kind == "label":
            return ("leverage" if token.value == "factor" else token.value,), one
        if token.kind == "mark" and token.value == "supervision_minutes":
            return ("supervision_minutes",), one
        if token.kind == "unit":
            figure = _of_unit(token.value, "")[0]
            return ((figure,), one) if figure else ((), None)
        if token.number and token.number.unit in FIGURES:
            return _figures_of(context, token.number), one
        if token.number and token.number.unit == "n":
            return ("tasks",), one
    memory = context.memory.figure
    return ((memory,), None) if memory else ((), None)


def _figures_of(context: Context, number: WrittenNumber) -> tuple[str, ...]:
    """Return the figures of the day that print as a number, or all of its unit."""
    possible = FIGURES[number.unit]
    facts = context.facts
    exact = [figure for figure, scale in possible.items() if number.holds(facts.value(facts.own(figure)), scale)]
    return tuple(exact or possible)


def _of_tasks(
    context: Context, begin: int, behind: int, end: End, figures: Sequence[str], rank: int, *, explicit: bool
) -> Iterator[Candidate]:
    facts = context.facts
    if not facts.is_of_day:
        return
    figures = tuple(figure for figure in figures if figure in _ABOUT_TASKS)
    if not figures:
        return
    left = context.left(begin)
    subject = _without_apposition(context, left, begin)
    named = _phrase(context, (left, subject), begin, behind)
    printed, numbers = _number_near(context, begin, behind, figures)
    is_one = named.clear or not _is_open(context, named)
    rows: Sequence[KnownTask] = (named.best if named.clear else named.rows) if named.scored else ()
    of_rows = rows or (context.memory.rows if printed is None else ())
    claims: list[ClaimReading] = [
        SuperlativeClaim(figure, end, facts.scope, facts.today, (row.id,), rank)
        for figure in figures
        for row in of_rows
    ]
    if printed is not None and not rows:
        claims += [
            SuperlativeClaim(figure, end, facts.scope, facts.today, (), rank, scaled(printed.interval, scale))
            for figure, scale in FIGURES[printed.unit].items()
            if figure in figures
        ]
    several = any(
        _counts_several(context, place)
        for place in (*range(left, subject), *range(behind, context.right(behind - 1)))
    )
    sure = (
        is_one and named.unknown == 0 and not several if rows else printed is not None and not context.strangers()
    )
    strict = explicit and sure and not context.guarded
    used = numbers if not rows and printed is not None else frozenset[int]()
    yield Candidate("superlative", (begin, behind), claims, strict, rows=tuple(rows), numbers=used)


def _counts_several(context: Context, place: int) -> bool:
    """Whether a number says that a superlative is of several tasks, and not of how many it is one."""
    number = context.tokens[place].number
    is_whole = "of" in context.words[max(0, place - 2) : place]
    return number is not None and number.unit in ("n", "") and number.value > 1 and not is_whole


def _phrase(context: Context, subject: tuple[int, int], begin: int, behind: int) -> Named:
    """Return the tasks that the phrase before a superlative names, or else the one behind it, or all before it."""
    if subject[1] < begin and (named := context.named_one(*subject)).clear:
        return named
    for first, end in ((subject[0], begin), (behind, context.right(behind - 1))):
        if (named := context.named_one(first, end)).scored:
            return named
    named = context.named(0, begin)
    return Named(named.scored, named.unknown, named.clear and context.strangers() == 0)


def _without_apposition(context: Context, left: int, begin: int) -> int:
    """Return where the subject of a clause ends: that of `The novel, with its 18 documents, was` at its comma."""
    commas = [one for one in range(left, begin) if context.words[one] == ","]
    if len(commas) < 2 or not _ENDS_APPOSITION.isdisjoint(context.words[commas[0] : commas[0] + 2]):
        return begin
    verbs = context.words[commas[-1] + 1 : begin]
    return commas[0] if len(verbs) <= 2 and not _VERBS.isdisjoint(verbs) else begin


def _is_open(context: Context, named: Named) -> bool:
    """Whether a phrase may name several tasks, or others than those that share its words."""
    words = set(context.words)
    return named.unknown > 0 or context.strangers() > 0 or not _PLURALS.isdisjoint(words) or "and" in words


def _number_near(
    context: Context, begin: int, behind: int, figures: Sequence[str]
) -> tuple[WrittenNumber | None, frozenset[int]]:
    """Return the number that is said to be at the end, with its place."""
    for place, token in context.scan.numbers:
        number = token.number
        is_near = place < begin or behind <= place <= behind + 4
        if number and is_near and not set(figures).isdisjoint(FIGURES.get(number.unit, ())):
            return number, frozenset((place,))
    return None, frozenset()
