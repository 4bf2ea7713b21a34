"""What stands at one end: `the highest leverage of the week`, `topped the chart`, `the day's longest session`."""

from collections.abc import Iterator
from dataclasses import replace

from leverage_site.claims.recognisers.day_superlatives import of_days, scopes_of
from leverage_site.claims.recognisers.task_superlatives import of_tasks
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.units import figure_of_unit
from leverage_site.claims.text.tokens import Token
from leverage_site.claims.text.vocabulary import ENDS, GENERIC, SPEEDS, TASK_NOUNS, figure_of_label
from leverage_site.stats.as_of import End, Scope

# Of these, one may be the best as well, and not this day.
_PERIODS = frozenset(
    ("week", "month", "year", "weeks", "months", "night", "nights", "morning", "evening", "afternoon", "days")
)
_PERIODS_SO_FAR = (["week so far"], ["month so far"], ["year so far"])
# Nouns that make it one of tasks, and one of days.
_TASK_NOUNS = TASK_NOUNS | {"job"}
_DAY_NOUNS = frozenset(
    ("day", "days", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
)
_LISTS = frozenset(("table", "list", "day", "chart", "ranking", "log", "tasks", "rows", "it", "them"))
# Words between a superlative and the figure that it speaks of.
_WITHIN = frozenset(
    ("weighted", "average", "overall", "of", "the", "single", "day", "day's", "number", "a", "total")
)
_ARTICLES = frozenset(("the", "a"))
_REACH = 5
# Nouns for what is highest and lowest of a factor.
_LIMITS = frozenset(("ceiling", "floor"))


def superlatives(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each superlative of which figures are at one end."""
    before: list[Scope] = []
    for place, token in enumerate(context.tokens):
        if place in taken:
            continue
        if token.kind == "end" and not _is_part_of_name(context, place):
            _, noun, behind = _what(context, place)
            scopes, scope_end = scopes_of(context, place, behind)
            if not scopes and before and not context.strangers() and not _is_of_task(context, place):
                # `The highest leverage of the week and the fewest tasks` is of one week.
                scopes = before
            for one in _of_end(context, place, token, scopes, scope_end):
                # `The month's best day remains the 12th, its worst the 11th`.
                is_of_another = context.words[max(0, one.printed[0] - 1) : one.printed[0]] == ["its"]
                yield replace(one, strict=one.strict and not is_of_another)
            before = [] if noun == "task" else scopes
        elif token.kind == "top" and _is_of_rows(context, place) and not context.is_short_of(place):
            end: End = "highest" if token.value == "highest" else "lowest"
            yield from of_tasks(context, place, place + 1, end, ("leverage",), 1, explicit=True)
        elif token.kind == "longest":
            yield from of_tasks(context, place, place + 1, "highest", ("ai_minutes",), 1, explicit=True)


def _is_of_task(context: Context, place: int) -> bool:
    """Whether a superlative may be that of a task, by which its titles are read: most sentences need none."""
    return _says_day(context, place, place + 1) or bool(context.named(*context.clause(place)).scored)


def _is_part_of_name(context: Context, place: int) -> bool:
    """Whether the word is no superlative here: `the record`, `most of them`, `at least`, `on top of`."""
    tokens = context.tokens
    word = tokens[place].value
    before = tokens[place - 1].value if place else ""
    behind = tokens[place + 1].value if place + 1 < len(tokens) else ""
    if word in ("most", "least"):
        return behind in ("of", "likely") or before in ("at", "second") or _is_adverb(context, place)
    if word == "record":
        return before not in ("a", "new") or behind not in ("", ".", ",", "so", "of", "for")
    if word in ("ceiling", "floor"):
        number = tokens[place + 2].number if place + 2 < len(tokens) else None
        return behind != "of" or number is None or number.unit != "x"
    return word in ("top", "peak", "maximum", "minimum") and before not in ("the", "day's", "a", "its", "week's")


def _is_adverb(context: Context, place: int) -> bool:
    """Whether the word is the superlative of an adjective behind it: `the most expensive`."""
    behind = context.tokens[place + 1 : place + 2]
    is_word = behind != [] and behind[0].kind == "word" and behind[0].value not in GENERIC
    return is_word and not context.tells(place + 1)


def _is_of_rows(context: Context, place: int) -> bool:
    """Whether a word for an end is that of the table of tasks: `at the bottom of the post` is not."""
    behind = context.words[place + 1 : place + 4]
    if place and context.words[place] == "tops" and behind[:1] in ([], ["."], ["out"]):
        return False  # `It eats 4 MB, tops.`
    if not (_PERIODS | _DAY_NOUNS | {"time"}).isdisjoint(behind[:1]):
        return False  # `That was last week.`
    has_scope = any(token.kind == "scope" for token in context.tokens[place + 1 : place + 3])
    return behind[:1] != ["of"] or has_scope or not _LISTS.isdisjoint(behind)


def _of_end(
    context: Context, place: int, token: Token, scopes: list[Scope], scope_end: int
) -> Iterator[Candidate]:
    end, hints = ENDS[token.value]
    rank, begin = _ordinal(context, place)
    label, noun, behind = _what(context, place)
    figures = (figure_of_label(label),) if label else _hinted(context, place, hints)
    if rank is None or figures is None or context.is_short_of(begin):
        return
    if len(figures) != 1 and not scopes and not any(map(context.is_figure, range(len(context.tokens)))):
        return
    is_of_tasks = noun == "task" or (noun != "day" and not scopes and _says_day(context, place, behind))
    behind_it = context.words[place + 1 : place + 3]
    is_of_periods = not _PERIODS.isdisjoint(behind_it) or behind_it[:1] in _PERIODS_SO_FAR
    if (noun == "task" and scopes) or is_of_periods:
        return
    if is_of_tasks:
        sure = bool(label or hints) or noun == "task"
        stretch = (begin, max(behind, place + 1))
        found = of_tasks(context, *stretch, end, figures or ("leverage",), rank, explicit=sure)
        is_speed = token.value in SPEEDS and not label
        yield from _by_factor_too(context, stretch, end, rank, found) if is_speed else found
    elif scopes:
        places = (begin, place, max(scope_end, place + 1))
        for one in _among_days(context, places, (end, token.value), figures, rank, scopes, label=label):
            # The highest factor of a week may as well be that of a task.
            yield replace(one, strict=one.strict and label != "factor")
    elif not noun:
        yield from of_tasks(
            context,
            begin,
            max(behind, place + 1),
            end,
            figures or ("leverage",),
            rank,
            explicit=bool(label) or token.value in _LIMITS,
        )


def _among_days(
    context: Context,
    places: tuple[int, int, int],
    ends: tuple[End, str],
    figures: tuple[str, ...],
    rank: int,
    scopes: list[Scope],
    *,
    label: str,
) -> Iterator[Candidate]:
    """Yield a superlative of days: a slow day is a long one, or one of little leverage."""
    end, word = ends
    found = of_days(context, places, end, figures, rank, scopes)
    if word not in SPEEDS or label:
        return found
    other: End = "lowest" if end == "highest" else "highest"
    return _with_readings_of(found, of_days(context, places, other, ("leverage",), rank, scopes))


def _hinted(context: Context, place: int, hints: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the figures that a superlative speaks of by itself; None where that is open.

    `Twelve hours is a new record` is one of hours; of several figures it is not said which.
    """
    families = _families_before(context, place) if context.tokens[place].value == "record" else set[str]()
    if families <= {"x"}:
        labels = [token.value for token in context.tokens[:place] if token.kind == "label"]
        # `Supervisory leverage was the best of the week`.
        return ("supervisory",) if labels[-1:] == ["supervisory"] and hints == ("leverage",) else hints
    return None if "x" in families else ()


def _families_before(context: Context, place: int) -> set[str]:
    """Return what is named before a superlative, or behind its `of`: `x` for factors, and other units."""
    is_of = context.words[place + 1 : place + 2] == ["of"]
    near = [*context.tokens[:place], *context.tokens[place + 1 : place + (3 if is_of else 0)]]
    found = {token.number.unit for token in near if token.number and token.number.unit}
    labels = {token.value for token in near if token.kind == "label"}
    return found | {"x" if label in ("leverage", "supervisory", "factor") else label for label in labels}


def _by_factor_too(
    context: Context, stretch: tuple[int, int], end: End, rank: int, found: Iterator[Candidate]
) -> Iterator[Candidate]:
    """Yield what is said of the slowest or fastest task by its time also as said of its factor."""
    other: End = "lowest" if end == "highest" else "highest"
    by_factor = of_tasks(context, *stretch, other, ("leverage",), rank, explicit=True)
    yield from _with_readings_of(found, by_factor)


def _with_readings_of(found: Iterator[Candidate], others: Iterator[Candidate]) -> Iterator[Candidate]:
    for one, two in zip(found, others, strict=False):
        yield replace(one, readings=[*one.readings, *two.readings])


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
    # `Its worst the 11th`.
    behind -= behind > place + 1 and context.words[behind - 1] in _ARTICLES
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
        return figure_of_unit(token.value), ""
    if token.value == "time" and context.word(place - 1) in ("most", "least"):
        return "ai_minutes", "task"
    return (token.value, "") if token.kind == "mark" and token.value != "ai_minutes" else ("", "")


def _says_day(context: Context, place: int, behind: int) -> bool:
    """Whether a superlative is said to be among the tasks of the day: `of the day`, `the day's longest`."""
    near = range(max(0, place - 2), min(len(context.tokens), behind + 3))
    return any(
        context.tokens[one].kind == "scope" and context.tokens[one].value == "day" and not context.scope_at(one)
        for one in near
    )
