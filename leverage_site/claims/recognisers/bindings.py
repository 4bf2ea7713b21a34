"""Whether a number is wrong where it is a figure of nothing that it may be of."""

from collections.abc import Sequence
from datetime import date

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.recognisers.counted import noun_behind
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.groups import described, ways_to_name
from leverage_site.claims.sentence.heads import head_of
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.subjects import Carried, days_near, days_passed, named_stretch
from leverage_site.claims.sentence.units import FIGURES, figures_at, numbers_of
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.vocabulary import CHANGES, LINKS, OPENERS, SUMMED

# What a time is, it is at all times; and that of a session is not that of the day.
_TIMELESS = frozenset(("is", "are", "session", "sessions"))
# Words of which several are the subject.
_PLURALS = frozenset(("tasks", "rows", "sessions", "both", "all", "others", "were", "are", "have", "they"))
# A sentence that begins with the name of a figure is about the day, with so many words besides: an adverb and
# what happened that day; more is a story in which other things have figures.
_FEW = 3
# Words behind a number that compare nothing: `40 minutes over lunch`.
_PLACES = frozenset(("over", "under", "above", "below", "up", "down"))
# Words that make each number of a sentence one of several, or their sum.
_RELATIVE = frozenset((
    "each", "apiece", "together", "combined", "share", "hold", "holds", "add up", "adds up", "account for",
    "between", "aside"
))  # fmt: skip
# Signs of a product: `9 hours * 60 minutes`.
_OPERATORS = frozenset(("*", "×", "="))
# What a time may tell the kind of that is a task.
_SESSIONS = frozenset(("session", "sessions", "task", "tasks", "run", "job", "row", "day", "marathon", "stretch"))


def is_bound(
    context: Context,
    place: int,
    number: WrittenNumber,
    named: Named,
    sure: bool,
    carried: Carried,
    days: Sequence[date],
) -> bool:
    """Whether a number is wrong where nothing that it may be of has its value."""
    if context.guarded or _is_difference(context, place) or _is_of_other(context, place):
        return False
    if not days and days_passed(context, place, number):
        # All days of late are among what it may be.
        return context.opens_with_label and not context.strangers() and number.step < 1
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
    is_of_others = context.is_general or context.looks_back or "days" in context.words
    if strangers > 1 or is_of_others or _has_alike(context, number) or (not of_period and _has_part(context)):
        return False
    if number.unit == "x":
        return strangers == 0 or sure
    if not of_period and not _TIMELESS.isdisjoint(context.words):
        return False
    sums_up = context.sums_up or _sums_up(context, number)
    if sure or of_period:
        return strangers == 0 or sums_up
    return strangers == 0 and sums_up and context.facts.is_of_day and not context.memory.rows


def _sums_up(context: Context, number: WrittenNumber) -> bool:
    """Whether another number of a sentence is a sum of the day by the words beside it."""
    facts = context.facts
    total = facts.value(facts.own("tasks"))
    for place, token in context.scan.numbers:
        other = token.number
        if other is not None and other.unit == "n" and other.value == total:
            return True
        if other is None or other is number or other.unit not in ("h", "m"):
            continue
        figures, sure = figures_at(context, place, other)
        if sure and other.holds(facts.value(facts.own(figures[0])), FIGURES[other.unit][figures[0]]):
            return True
    return False


def _has_part(context: Context) -> bool:
    """Whether a number of tasks stands in a sentence that is not that of all: it may be about these."""
    total = context.facts.value(context.facts.own("tasks"))
    return any(
        one.number.value != total
        and (one.number.unit == "n" or (not one.number.unit and noun_behind(context, place)))
        for place, one in context.scan.numbers
        if one.number
    )


def _has_alike(context: Context, number: WrittenNumber) -> bool:
    """Whether several factors without a name stand in a sentence, which are then of several things."""
    if number.unit != "x" or context.has_label or context.has_supervision:
        return False
    return sum(not days_near(context, place) for place in numbers_of(context, "x")) > 1


def _is_singular(context: Context, place: int) -> bool:
    """Whether a phrase names one task, whichever it is: no other is a part of it, and no number of them."""
    begin, end = named_stretch(context, place)
    if any(context.is_and(one) or context.words[one] in _PLURALS for one in range(begin, end)):
        return False
    return not any(one.number or one.kind in ("sum", "each") for one in context.tokens[begin:end])


def _is_attached(context: Context, place: int) -> bool:
    """Whether nothing but links stands between the name of a task and a number, and nothing before it."""
    begin, end = named_stretch(context, place)
    if end == place and "than" in context.words[begin:end]:
        begin = max(one for one in range(begin, end) if context.words[one] == "than") + 1
    told = [one for one in range(begin, end) if context.tells(one)]
    if not told:
        return False
    if len(told) == 1:
        # A single word of a title is a name in `the newsletter`, and none in `writing`.
        before = context.words[told[0] - 1] if told[0] else "the"
        if context.words[told[0]].endswith("ing") or before not in OPENERS:
            return False
    between = range(told[-1] + 1, place) if end == place else range(place + 1, told[0])
    is_part = [context.words[one] for one in between] == ["of"]
    if is_part or any(_is_stranger(context, one, LINKS) for one in between):
        return False
    return end != place or not any(_is_stranger(context, one, OPENERS) for one in range(begin, told[0]))


def _is_stranger(context: Context, place: int, known: frozenset[str]) -> bool:
    """Whether a word is neither of some that are known nor the rank of a title."""
    token = context.tokens[place]
    if token.kind == "ordinal":
        return not context.tells(place)
    return token.kind == "word" and token.value not in known


def _is_sure_sum(context: Context, place: int, named: Named) -> bool:
    """Whether a number is the sum of a group of which there is no doubt."""
    if named.scored and named.clear and not named.unknown and enumerated(context, place):
        return True
    if named.scored:
        return (
            named.is_group and named.unknown == 0 and (_is_sum(context, place) or _is_of_so_many(context, place))
        )
    # `The two longest sessions took 92 minutes together`.
    if context.strangers() or SUMMED.isdisjoint(context.words):
        return False
    groups = list(described(context, 0, place))
    return len(groups) == 1 and len(groups[0]) > 1


def enumerated(context: Context, place: int) -> tuple[KnownTask, ...]:
    """Return the tasks, named one by one, of which a number is the sum: `A and B took 124 minutes together`."""
    words = context.words
    if SUMMED.isdisjoint(words):
        return ()
    begin, end = named_stretch(context, place)
    parts = list(context.parts(begin, end))
    numbers = sum(context.is_figure(one) for one in range(len(context.tokens)))
    if end != place or len(parts) < 2 or numbers > 1 or context.looks_back_at(begin, end):
        return ()
    last = max(one for one in range(begin, end) if context.tells(one))
    if not _PLURALS.isdisjoint(words[begin:last]) or any(
        _is_stranger(context, one, LINKS) and words[one] not in SUMMED for one in range(last + 1, place)
    ):
        return ()
    opens = words[0] in SUMMED and words[1] != "with"
    if not opens and SUMMED.isdisjoint((*words[last + 1 : place], *words[place + 1 : place + 3])):
        return ()
    ways, sure = ways_to_name(context, begin, end, parts)
    return ways[0] if sure and len(ways) == 1 and len(ways[0]) == len(parts) else ()


def _is_of_so_many(context: Context, place: int) -> bool:
    """Whether a number stands right behind the verb of so many tasks: `The two audit tasks stand for 9 hours`."""
    head = head_of(context, place)
    if head is None or not head.is_sure or context.looks_back_at(head.begin, place) or context.is_and(place - 1):
        return False
    is_range = context.words[place + 1 : place + 2] in (["to"], ["and"], ["or"], ["-"], ["–"])
    return not is_range and all(context.words[one] in LINKS for one in range(head.end, place))


def _is_sum(context: Context, place: int) -> bool:
    """Whether a number is said to be the sum of a single group of tasks that its words name."""
    begin, end = context.left(place), context.right(place)
    if len(list(context.parts(begin, place))) > 1 or context.looks_back_at(begin, end):
        return False
    size = len(context.named(begin, place).best)
    numbers = [one.number for one in context.tokens[begin:place] if one.number]
    is_whole = all(number.value == size for number in numbers if number.unit in ("", "n"))
    is_whole = is_whole and (size == 2 or "both" not in context.words[begin:place])
    return is_whole and not SUMMED.isdisjoint(context.words)


def _is_difference(context: Context, place: int) -> bool:
    """Whether a number is a difference or an end of a range: `8 minutes more`, `30 to 40 minutes`."""
    if place + 1 >= len(context.tokens):
        return False
    behind = context.tokens[place + 1]
    is_rate = behind.number is not None and context.words[place + 1].startswith(("a ", "an "))
    is_change = behind.kind in ("compare", "hedge") and context.words[place + 1] not in _PLACES
    is_range = behind.value == "to" and any(one.number for one in context.tokens[place + 2 : place + 3])
    return is_rate or is_change or is_range or behind.value in ("-", "–", "as")


def _is_of_other(context: Context, place: int) -> bool:
    """Whether a number is a factor of a product, or tells the kind of another thing: `15-minute intervals`."""
    words, behind = context.words, place + 1
    if not _OPERATORS.isdisjoint(words[max(0, place - 1) : place + 2]):
        return True
    is_kind = words[place].endswith(("-minute", "-hour")) and behind < len(words)
    return is_kind and not (
        words[behind] in _SESSIONS or context.tells(behind) or context.tokens[behind].kind == "sign"
    )


def _is_relative(context: Context, place: int) -> bool:
    """Whether a number is a share, a bound or one of each."""
    words = context.words
    is_change = not CHANGES.isdisjoint(words[max(0, place - 3) : place])
    is_part = any(token.kind in ("rest", "without") for token in context.tokens)
    is_held = "than" in words[max(0, place - 2) : place]
    return is_change or is_held or is_part or not _RELATIVE.isdisjoint(words)
