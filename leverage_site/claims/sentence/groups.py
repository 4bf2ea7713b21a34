"""Groups of tasks that a phrase names: by words of their titles, by their rank, by a bound."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.text.vocabulary import ENDS, SPEEDS, TASK_NOUNS

_NOUNS = TASK_NOUNS | {"ones"}
_REACH = 4
# In so many ways at most is an enumeration read of which no part names a single task: three parts of three titles.
_WAYS = 27
# What a part weighs at least that names something: one word that only it has, or two that each half of two has.
_TOLD = 0.9
# So many words may stand in a part that are not of its title, where it is named beyond doubt.
_ASIDE = 1

# Words for the ends of the table of tasks, and whether that is its beginning.
_ENDS_OF_TABLE = {
    "first": True, "last": False, "top": True, "bottom": False, "the bottom": False, "at the bottom": False,
    "at the top": True,
}  # fmt: skip

Group = tuple[KnownTask, ...]


def named_groups(context: Context, place: int, until: int | None = None) -> tuple[list[Group], bool]:
    """Return the groups that a sentence or the ones before it name, and whether it is surely one of them.

    Behind `place` they are looked for to before `until`, by default to the end.
    """
    until = len(context.tokens) if until is None else until
    found = [group for group in described(context, 0, place) if group]
    if found and ("and" not in context.words[:place] or not context.named(0, place).scored):
        return found, all(has_size(context, 0, place, len(group)) for group in found)
    for begin, end in ((context.left(place), place), (0, place), (place + 1, until)):
        if not (parts := list(context.parts(begin, end))):
            continue
        ways, sure = ways_to_name(context, begin, end, parts, _ASIDE)
        if sure and not context.looks_back_at(begin, end) and not context.joins_unknown(begin, end):
            return ways, True
        found += ways
        break
    return list(dict.fromkeys((*found, *context.memory.groups))), False


def ways_to_name(
    context: Context, begin: int, end: int, parts: Sequence[Named], aside: int = 0
) -> tuple[list[Group], bool]:
    """Return the groups that an enumeration may name, and whether it is surely one of them.

    Where each part names a single task it is one group; else each may be any of the tasks that it names alike.
    So many words may stand `aside` of which the title of a single task has none.
    """
    size = _size(context, begin, end)
    if len(parts) == 1 and size == len(parts[0].best) > 1 and parts[0].is_group and not parts[0].unknown:
        return [parts[0].best], True
    # An unclear part may name one of the tasks that have its words, or all of them.
    options = [
        [part.best[:1]]
        if part.clear
        else list(dict.fromkeys([*((row,) for row in part.near), part.best, part.near]))
        for part in parts
    ]
    is_told = all(part.scored[0][0] >= _TOLD and part.unknown <= (aside if part.clear else 0) for part in parts)
    if is_told and prod(map(len, options)) <= _WAYS:
        ways = [tuple(dict.fromkeys(row for some in way for row in some)) for way in product(*options)]
        fitting = [way for way in dict.fromkeys(ways) if size in (None, len(way))]
        if fitting:
            return fitting, True
    whole = context.named(begin, end)
    found = [
        tuple(dict.fromkeys(row for part in parts for row in part.best[:1])),
        tuple(dict.fromkeys(row for part in parts for row in part.best)),
        tuple(dict.fromkeys(row for part in parts for row in part.rows)),
        *[part.best for part in parts],
        whole.best,
        whole.rows,
    ]
    return list(dict.fromkeys(found)), False


def _size(context: Context, begin: int, end: int) -> int | None:
    """Return how many tasks a stretch says that it names, in words."""
    numbers = [(at, one.number) for at, one in enumerate(context.tokens[begin:end], begin) if one.number]
    numbers = [(at, one) for at, one in numbers if one.unit in ("", "n") and not _is_of_title(context, at)]
    sizes = [int(number.value) for _, number in numbers if number.words]
    sizes += [2] if "both" in context.words[begin:end] else []
    return sizes[0] if sizes else None


def _is_of_title(context: Context, place: int) -> bool:
    """Whether a number stands in a title with its neighbor: `the login with two factors`, `chapter four`."""
    said = [" ".join(context.words[max(0, one) : one + 2]) for one in (place - 1, place)]
    titles = [row.task.task.lower() for row in context.facts.rows]
    return any(" " in one and one in title for one in said for title in titles)


def has_size(context: Context, begin: int, end: int, size: int) -> bool:
    """Whether a stretch says no other number of tasks than so many."""
    return _size(context, begin, end) in (None, size)


def described(context: Context, begin: int, end: int) -> Iterator[Group]:
    """Yield the groups that a stretch describes: `the two longest sessions`, `the eleven rows below 10x`."""
    for place in range(begin, end):
        token = context.tokens[place]
        if token.kind == "end" and not _NOUNS.isdisjoint(context.words[place + 1 : min(end, place + _REACH)]):
            yield from _ranked(context, place, token.value)
        elif context.words[place] in _ENDS_OF_TABLE:
            yield from _at_end_of_table(context, place)
        elif token.kind in ("compare", "hedge") or (token.number and token.number.hedge in ("over", "under")):
            yield from _bounded(context, place, end)


def _ranked(context: Context, place: int, word: str) -> Iterator[Group]:
    """Yield the first tasks by what `best`, `longest` or another such word means."""
    which, figures = ENDS[word]
    count = 1
    for one in range(max(0, place - 2), place):
        number = context.tokens[one].number
        if number and not number.unit and number.value.is_integer():
            count = int(number.value)
    orders = [(figure, which == "highest") for figure in figures or ("leverage",)]
    if word in SPEEDS:
        orders.append(("leverage", which == "lowest"))
    for figure, is_highest in orders:
        rows = [row for row in context.facts.rows if row.values.get(figure) is not None]
        rows.sort(key=lambda row: row.values[figure] or 0, reverse=is_highest)
        if len(rows) > count and rows[count - 1].values[figure] != rows[count].values[figure]:
            yield tuple(rows[:count])


def _at_end_of_table(context: Context, place: int) -> Iterator[Group]:
    """Yield the tasks at one end of the table, in its order or by their factor: `the last two rows`."""
    near = (*range(place + 1, place + 3), *range(place - 1, place - 4, -1))
    numbers = (context.tokens[one].number for one in near if 0 <= one < len(context.tokens))
    count = next((int(number.value) for number in numbers if number and number.unit in ("", "n")), 0)
    rows, word = context.facts.rows, context.words[place]
    if not 1 < count < len(rows):
        return
    is_top = _ENDS_OF_TABLE[word]
    in_order = rows[:count] if is_top else rows[-count:]
    by_factor = sorted(rows, key=lambda row: row.values["leverage"] or 0, reverse=is_top)
    yield from dict.fromkeys([in_order] if word in ("first", "last") else [in_order, tuple(by_factor[:count])])


def _bounded(context: Context, place: int, end: int) -> Iterator[Group]:
    """Yield the tasks on one side of a factor: `the rows below 10x`."""
    token = context.tokens[place]
    number_place = place if token.number else place + 1
    if number_place >= end or not (number := context.tokens[number_place].number) or number.unit != "x":
        return
    is_below = (token.number.hedge if token.number else token.value) in ("under", "lower")
    rows = [row for row in context.facts.rows if (row.values["leverage"] or 0) != number.value]
    yield tuple(row for row in rows if ((row.values["leverage"] or 0) < number.value) == is_below)
