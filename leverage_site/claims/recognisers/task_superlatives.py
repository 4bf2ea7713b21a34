"""Superlatives of tasks: which of the day's tasks is at an end by a figure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.stats.as_of import End

# Words beside which a phrase may name several tasks, or others than those that share its words.
_PLURALS = frozenset(("tasks", "rows", "sessions", "both", "all", "were", "are", "have", "and"))
# Verbs of one task, and words with which an enumeration goes on.
_VERBS = frozenset(("has", "had", "was", "is", "took", "ran", "got", "came", "stands", "stood", "made", "needed",
                    "have", "were"))  # fmt: skip
_ENDS_APPOSITION = frozenset(("and", "then", "while", "but", "so"))
# Words between a printed extreme and the task that has it, those within its name, and those behind it.
_HAVING = frozenset((
    ",", "is", "was", "that", "of", "the", "belongs", "belonged", "to", "goes", "went", "into", "for", "had",
    "has", "came", "comes", "from", "on", "by", "an", "a", "those", "in", "with", "got"
))  # fmt: skip
_WITHIN_NAME = frozenset(("the", "of", "for", "a", "in", "to", "on", "with", "'", "s"))
_LAST = frozenset(("alone", "only", "task", "work"))
_ABOUT_TASKS = ("leverage", "supervisory", "human_hours", "ai_minutes", "supervision_minutes", "tokens")


def of_tasks(
    context: Context, begin: int, behind: int, end: End, figures: Sequence[str], rank: int, *, explicit: bool
) -> Iterator[Candidate]:
    """Yield a superlative from one token to before another: of a task that is named, or of a printed figure."""
    facts = context.facts
    if not facts.is_of_day:
        return
    figures = tuple(figure for figure in figures if figure in _ABOUT_TASKS)
    if not figures:
        return
    left, subject = _subject(context, begin)
    named = _phrase(context, (left, subject), begin, behind)
    printed, numbers = _number_near(context, begin, behind, figures)
    is_limit = context.words[behind - 1] == "of"
    behind_it = _named_behind(context, min(numbers)) if numbers and (is_limit or not named.scored) else Named()
    if behind_it.scored:
        # `The lowest factor, 15.0x, is that of the map` says both how low it is and which task has it.
        named = Named(behind_it.scored, behind_it.unknown + named.unknown * (not is_limit), behind_it.clear)
    is_open = named.unknown > 0 or context.strangers() > 0 or not _PLURALS.isdisjoint(context.words)
    is_one = named.clear or not (is_open or behind_it.scored)
    rows: Sequence[KnownTask] = (named.best if named.clear else named.rows) if named.scored else ()
    of_rows = rows or (context.memory.rows if printed is None else ())
    among = _of_assistant(context, begin)
    claims = [
        SuperlativeClaim(figure, end, facts.scope, facts.today, (row.id,), rank, tasks=among)
        for figure in figures
        for row in of_rows
    ]
    of_number = [
        SuperlativeClaim(figure, end, facts.scope, facts.today, (), rank, scaled(printed.interval, scale), among)
        for figure, scale in (FIGURES[printed.unit].items() if printed is not None else ())
        if figure in figures and printed is not None
    ]
    if behind_it.scored:
        claims = [replace(one, subject=tuple(row.id for row in rows)) for one in of_number]
    elif not rows:
        claims += of_number
    several = any(
        _counts_several(context, place)
        for place in (*range(left, subject), *range(behind, context.right(behind - 1)))
    )
    sure = (
        is_one and named.unknown == 0 and not several if rows else printed is not None and not context.strangers()
    )
    strict = explicit and sure and not context.guarded
    used = numbers if behind_it.scored or not rows else frozenset[int]()
    yield Candidate("superlative", (begin, behind), claims, strict, rows=tuple(rows), numbers=used)
    if rows and of_number and not behind_it.scored and context.words[behind - 1] == "of":
        # `The ceiling of 40.0x came from the search` says both which task it is and how high.
        (at,) = numbers
        yield Candidate("superlative", (at, at + 1), of_number, strict, numbers=numbers)


def _of_assistant(context: Context, begin: int) -> tuple[str, ...]:
    """Return the tasks of the assistant whose name stands before a superlative: `Claude's worst task`."""
    facts, said = context.facts, context.scan.text(max(0, begin - 1), begin).lower().replace("’", "'")
    assistants = {row.task.assistant for row in facts.rows}
    name = next((one for one in assistants if said == f"{(one or facts.assistant).lower()}'s"), None)
    if name is None or len(assistants) == 1:
        return ()
    return tuple(row.id for row in facts.rows if row.task.assistant == name)


def _named_behind(context: Context, at: int) -> Named:
    """Return the task that is said behind a number to have it: `15.0x, is that of the map`."""
    begin, words = at + 1, context.words
    while begin < len(words) and words[begin] in _HAVING:
        begin += 1
    end = begin
    while end < len(words) and (context.tells(end) or words[end] in _WITHIN_NAME):
        end += 1
    if begin == at + 1 or (end < len(words) and context.tokens[end].kind != "sign" and words[end] not in _LAST):
        return Named()
    return context.named_one(begin, end)


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


def _subject(context: Context, begin: int) -> tuple[int, int]:
    """Return where the subject of a clause stands: `The novel` in `The novel, with its 18 documents, was …`."""
    start = context.start(begin)
    commas = [one for one in range(start, begin) if context.words[one] == ","]
    if len(commas) < 2 or not _ENDS_APPOSITION.isdisjoint(context.words[commas[0] : commas[0] + 2]):
        return context.left(begin), begin
    verbs = context.words[commas[-1] + 1 : begin]
    is_verb = not _VERBS.isdisjoint(verbs) and not context.strangers(commas[-1] + 1, begin)
    return (start, commas[0]) if is_verb else (context.left(begin), begin)


def _number_near(
    context: Context, begin: int, behind: int, figures: Sequence[str]
) -> tuple[WrittenNumber | None, frozenset[int]]:
    """Return the number that is said to be at the end, with its place."""
    is_behind = context.words[behind - 1] == "of"
    near = sorted(context.scan.numbers, key=lambda one: begin - one[0] if one[0] < begin else one[0])
    for place, token in near:
        number = token.number
        is_near = (place < begin and not is_behind) or behind <= place <= behind + 4
        if number and is_near and not set(figures).isdisjoint(FIGURES.get(number.unit, ())):
            return number, frozenset((place,))
    return None, frozenset()
