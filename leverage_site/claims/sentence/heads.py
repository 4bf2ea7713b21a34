"""The subject of a number: the name of tasks with which its clause, or the one before it, begins.

`The editor took 44 minutes` begins with words of titles, and so does `Editor: 8 hours in 44 minutes`; what is told
behind such a name is of these tasks. `With the editor the day took 44 minutes` begins with none.
"""

from dataclasses import dataclass

from leverage_site.claims.facts import KnownTask, stem, words_of
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.text.vocabulary import LINKS, STOPS, TURNS

# Words after which a clause of its own may begin.
_OPENING = STOPS | {",", ":", "and", "but", "while", "whereas"}
_ARTICLES = frozenset((
    "the", "a", "an", "our", "my", "its", "both", "all", "as", "so", "then", "even", "only", "just",
    "these", "those",
))  # fmt: skip
# Nouns behind words of titles that make them the name of several tasks, or of a project.
_NOUNS = frozenset(
    ("task", "tasks", "row", "rows", "work", "project", "stuff", "jobs", "ones", "pieces", "things")
)
_PLURAL_NOUNS = _NOUNS - {"task", "row", "project", "work", "stuff"}
_JOINING = frozenset(("and", ",", "&", "plus", "+", "for", "of", "with", "'", "s", "on", "to", "in"))
# What stands behind a name besides verbs of the vocabulary.
_BEHIND = frozenset((
    ":", "=", "(", "both", "all", "each", "'", "s", "brought", "brings", "holds", "held", "saw", "did", "spent",
    "–", "—",
))  # fmt: skip
# Words between the figures in brackets.
_LISTING = frozenset((",", "and", "/", ";", "at", "in", "or"))
# Words that speak of the whole day behind the name of a task.
_WHOLE_DAYS = frozenset(("day", "in all", "total", "in total", "altogether", "all told", "overall", "everything"))


@dataclass(frozen=True, slots=True)
class NamedSubject:
    """Where the name of tasks stands that opens a clause, with all tasks that it may name.

    `group` are several of them that it names together: a number of it is of all, or of each; `is_sure` where it
    says how many these are, and they are so many.
    """

    begin: int
    end: int
    rows: tuple[KnownTask, ...]
    group: tuple[KnownTask, ...] = ()
    is_sure: bool = False


def is_bracketed(context: Context, place: int) -> bool:
    """Whether a number stands in brackets of figures behind what it is of: `The parser (48x, 10 minutes)`."""
    begin = place
    while begin and (context.tokens[begin - 1].number is not None or context.words[begin - 1] in _LISTING):
        begin -= 1
    return bool(begin) and context.words[begin - 1] == "("


def head_of(context: Context, place: int) -> NamedSubject | None:
    """Return the name that opens the clause of a number, or the last such before it; None where none does."""
    start = place
    while start and context.words[start - 1] not in STOPS:
        start -= 1
    openings = [start, *(one + 1 for one in range(start, place) if context.words[one] in _OPENING)]
    found: NamedSubject | None = None
    for begin in openings:
        if found is not None and begin <= found.end:
            continue
        first = _after_articles(context, begin, place)
        if first < place and _tells(context, first):
            end = _end_of_name(context, first, place)
            is_first = begin == start or context.words[begin - 1] == ":"
            if _is_subject(context, is_first, end, place):
                found = _named(context, begin, end) or found
    if found is None or _speaks_of_day(context, found.end, place):
        return None
    return found


def _after_articles(context: Context, begin: int, place: int) -> int:
    """Return the first token from a place on that is no article and no number of tasks."""
    while begin < place:
        number = context.tokens[begin].number
        is_count = number is not None and number.unit in ("", "n") and not context.tells(begin)
        is_time = context.tokens[begin].kind in ("scope", "day", "ordinal") and not context.tells(begin)
        if context.words[begin] not in _ARTICLES and not is_count and not is_time:
            break
        begin += 1
    return begin


def _is_subject(context: Context, is_first: bool, end: int, place: int) -> bool:
    """Whether what stands behind a name tells of it: a verb, a colon, a bracket or the number itself."""
    if end == place:
        return True
    word = context.words[end]
    return word in LINKS | TURNS | _BEHIND or (is_first and word == ",")


def _tells(context: Context, place: int) -> bool:
    """Whether a token is a word of a title, though it may be one of what is planned as well: `the first draft`."""
    is_title = (
        context.tokens[place].kind in ("guard", "ordinal") and stem(context.words[place]) in context.facts.weights
    )
    return is_title or context.tells(place)


def _end_of_name(context: Context, begin: int, place: int) -> int:
    end = last = begin
    while end < place:
        if _tells(context, end) or context.words[end] in _NOUNS:
            last = end
        elif context.words[end] not in _JOINING | _ARTICLES and context.tokens[end].kind != "number":
            break
        end += 1
    return last + 1


def _named(context: Context, begin: int, end: int) -> NamedSubject | None:
    named = context.named(begin, end)
    if not named.scored:
        said = {stem(context.words[one]) for one in range(begin, end)}
        rows = tuple(row for row in context.facts.rows if said & row.stems)
        return NamedSubject(begin, end, rows) if rows else None
    sizes = [one.number.value for one in context.tokens[begin:end] if one.number is not None]
    if project := _of_project(context, begin, end):
        return NamedSubject(
            begin, end, project, project, sizes == [len(project)] and context.words[end - 1] in _NOUNS
        )
    parts = list(context.parts(begin, end))
    if len(parts) > 1 and not (named.clear and all(named.best[0] in part.rows for part in parts)):
        rows = tuple(dict.fromkeys(row for part in parts for row in part.rows))
        group = tuple(dict.fromkeys(row for part in parts for row in part.best))
        return NamedSubject(begin, end, rows, group if len(group) > 1 else ())
    group = named.best if len(named.best) > 1 and _is_plural(context, begin, end) else ()
    is_sure = named.is_group and not named.unknown and sizes == [len(group)] and context.words[end - 1] in _NOUNS
    return NamedSubject(begin, end, named.rows, group, is_sure)


def _of_project(context: Context, begin: int, end: int) -> tuple[KnownTask, ...]:
    """Return the tasks of the project that a name is, unless it may as well be the title of one task."""
    said = {stem(word) for one in range(begin, end) if context.tells(one) for word in words_of(context.words[one])}
    for name in dict.fromkeys(row.task.project for row in context.facts.rows if row.task.project):
        rows = tuple(row for row in context.facts.rows if row.task.project == name)
        titled = [row for row in context.facts.rows if said & set(row.opening)]
        if said and said <= set(map(stem, words_of(name))) and len(titled) != 1 and set(titled) <= set(rows):
            return rows if len(rows) > 1 else ()
    return ()


def _is_plural(context: Context, begin: int, end: int) -> bool:
    """Whether a name is that of several tasks: `the two audit tasks`, `the benchmarks`, `audit work`."""
    words = context.words[begin:end]
    numbers = [one.number for one in context.tokens[begin:end] if one.number is not None]
    if any(number.value > 1 and number.unit in ("", "n") for number in numbers):
        return True
    if not _PLURAL_NOUNS.isdisjoint(words) or words[-1] == "tasks":
        return True
    if {"both", "all"} & {*words, *context.words[max(0, begin - 1) : begin]}:
        return True
    said = [word for word in words_of(words[-1]) if word.endswith("s") and not word.endswith("ss")]
    titles = {word for row in context.facts.rows for word in row.task.task.lower().split()}
    return any(word not in titles and word.removesuffix("s") in titles for word in said) and bool(
        {stem(word) for word in said} & set(context.facts.weights)
    )


def _speaks_of_day(context: Context, begin: int, place: int) -> bool:
    """Whether the day, a period or another day stands between a name and a number."""
    return any(
        context.tokens[one].kind in ("day", "scope", "weekday", "date", "month")
        # `The parser: lowest factor (15x)` speaks of the factor of a task.
        or (context.tokens[one].kind == "label" and context.tokens[one].value != "factor")
        or context.words[one] in _WHOLE_DAYS
        for one in range(begin, place)
    )
