"""Numbers of tasks: all of a day, those of a group, those that meet a condition, those that have a figure each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.judge import meets
from leverage_site.claims.model import ClaimReading, CountClaim, EachClaim, Interval, Kind, ValueClaim
from leverage_site.claims.named_tasks import Named
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.superlatives import weekday_before
from leverage_site.claims.values import FIGURES, figures_at, with_comparison
from leverage_site.claims.vocabulary import DAY_NOUNS, FILLING, HOLDING, WHOLE_DAY
from leverage_site.stats.as_of import Scope

# Words in front of a number of tasks that make it one of a part.
_PARTS = frozenset(
    (
        "remaining", "other", "others", "rest", "these", "those", "first", "last", "next", "another", "top",
        "bottom", "best", "fastest", "slowest", "longest", "worst", "more", "fewer", "highest", "lowest",
        "half", "than", "to", "between"
    )
)  # fmt: skip
_BELOW = frozenset(("under", "below", "less", "fewer", "lower", "shorter"))
_ABOVE = frozenset(("over", "above", "more", "higher", "longer", "reached", "reach", "exceeded", "exceed", "beat"))
_OVERALL = frozenset(("make up", "makes up", "in all", "in total", "total", "altogether"))
_EACH = frozenset(("each", "apiece"))
# Words before a number that make it a whole or the number of a row, and not how many there are.
_BEFORE_PARTS = frozenset(("of", "to", "tasks", "rows", "task", "row", "-"))
_MOST = 100
_PLURAL = 2
_BOUNDS = frozenset(("higher", "lower"))
_NEAR = 7
# Words by which a bound belongs to what it bounds.
_CLOSED = frozenset(("or", "least", "most", "reached", "reach", "up"))
# The figure that a time of tasks is of where no word says so.
_USUAL = {"m": "ai_minutes", "h": "human_hours"}
# Words between tasks and a number that say that each has it, and those before the number that say another thing.
_HAVING = frozenset(
    (
        "show", "shows", "ended", "end", "finish", "landed", "log",
        "have", "had", "has", "took", "take", "needed", "need", "stand", "stood", "are", "were", "came",
        "reached", "reach", "share", "with", "got", "stay", "stayed", "fell", "finished", "cost", "below",
        "under", "above", "over", "rated", "estimated", "lower", "higher", "", "run", "ran"
    )
)  # fmt: skip
_NOT_HAVING = frozenset(
    (
        "in", "for", "to", "and", "against", ",", "from", "than"
    )
)  # fmt: skip
_SUMMED = frozenset(
    ("together", "in total", "in all", "altogether", "combined", "add up", "total", "in sum", "hold")
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of tasks in a sentence, with the place of the number of all of them, where that is said."""

    place: int
    end: int
    number: WrittenNumber
    whole: int | None


def counts(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number of tasks with what is said of them."""
    facts = context.facts
    for counted in list(_counted(context, taken)):
        condition = _condition(context, counted, taken) if facts.is_of_day else None
        numbers = {counted.place}
        if counted.whole is not None:
            numbers.add(counted.whole)
            yield _whole(context, counted.whole)
        if condition is not None:
            numbers.add(condition)
            yield from _with_condition(context, counted, condition, frozenset(numbers))
        elif counted.whole is None:
            yield _plain(context, counted)
        elif context.tokens[counted.whole].number is not None:
            continue


def eachs(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each figure that several tasks are said to have each: `the six changes (15x each)`."""
    if not context.facts.is_of_day or _EACH.isdisjoint(context.words):
        return
    for place in range(1, len(context.tokens)):
        if context.words[place] not in _EACH:
            continue
        at = next((one for one in range(place - 1, max(-1, place - 6), -1) if context.is_figure(one)), None)
        if at is not None and at not in taken and not _is_listed(context, at):
            yield from _of_each(context, at, place)


def _of_each(context: Context, at: int, place: int) -> Iterator[Candidate]:
    """Yield what `each` at a place says of the number at another."""
    facts, tokens = context.facts, context.tokens
    number = tokens[at].number
    if number is None or number.unit not in ("x", "h", "m") or number.hedge or tokens[at - 1].kind == "compare":
        return
    size = _size_before(context, at)
    figures = figures_at(context, at, number)[0]
    figures = ("leverage",) if number.unit == "x" and not _says_supervisory(context) else figures
    begin = context.left(at)
    if begin and (counted := tokens[begin - 1].number) and counted.unit == "n":
        begin = context.left(begin - 1)
    named = context.named(begin, at)
    if not size or len(list(context.parts(begin, at))) > 1:
        return
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for figure in figures:
        interval = scaled(number.interval, FIGURES[number.unit][figure])
        rows = _fitting(named, figure, interval) if named.scored else ()
        readings.append(EachClaim(facts.scope, facts.today, figure, interval, size, tuple(row.id for row in rows)))
        some = tuple(row.id for row in named.near) if named.unknown == 0 else ()
        far.append(CountClaim(facts.scope, facts.today, figure, interval, True, Interval(size, None), some))
    yield Candidate("each", (at, place + 1), readings, not context.guarded, far, numbers=frozenset((at,)))


def _fitting(named: Named, figure: str, interval: Interval) -> tuple[KnownTask, ...]:
    """Return those of the named tasks that have a figure, else all of them."""
    rows = tuple(row for row in named.near if meets(row.values[figure], interval, closed=True))
    return rows or named.best


def _size_before(context: Context, place: int) -> int:
    """Return of how many tasks something is said: a number before it, or two of any plural."""
    said = context.tokens[place].number
    is_factor = said is not None and said.unit == "x"
    for one in range(place - 1, -1, -1):
        number = context.tokens[one].number
        if not _BEFORE_PARTS.isdisjoint(context.words[max(0, one - 2) : one]):
            continue
        if number and number.unit in ("", "n") and _is_whole(number) and 1 < number.value <= _MOST:
            named = context.named(one + 1, place)
            is_of_tasks = number.unit == "n" or _noun(context, one) is not None
            is_of_tasks = is_of_tasks or is_factor or (bool(named.scored) and named.unknown == 0)
            return int(number.value) if is_of_tasks else 0
        if context.word(one) in ("tasks", "rows", "both"):
            return _PLURAL
    return 0


def _counted(context: Context, taken: set[int]) -> Iterator[Counted]:
    tokens = context.tokens
    wholes: set[int] = set()
    for place, token in context.scan.numbers:
        number = token.number
        if number is None or place in taken or place in wholes or not _is_whole(number):
            continue
        if place + 1 < len(tokens) and (tokens[place + 1].kind == "hedge" or tokens[place + 1].value in _BOUNDS):
            continue
        if (whole := _of_all(context, place)) is not None and number.unit in ("", "n"):
            wholes.add(whole)
            yield Counted(place, whole + 1, number, whole)
        elif number.unit == "n":
            yield Counted(place, place + 1, number, None)
        elif not number.unit and (noun := _noun(context, place)) is not None:
            yield Counted(place, noun + 1, number, None)
        elif not number.unit and number.words and (all_place := _of_which(context, place)) is not None:
            yield Counted(place, place + 1, number, all_place)


def _is_whole(number: WrittenNumber) -> bool:
    return number.value.is_integer() and number.step >= 1 and number.unit in ("", "n")


def _of_all(context: Context, place: int) -> int | None:
    """Return the place of the second number of `seventeen of the 47 tasks`."""
    tokens = context.tokens
    one = place + 1
    if one >= len(tokens) or tokens[one].value != "of":
        return None
    one += 1
    while one < len(tokens) and tokens[one].value in (
        "the",
        "these",
        "all",
        "day's",
        "those",
        "today's",
        "our",
        "my",
    ):
        one += 1
    if one < len(tokens) and (number := tokens[one].number) and number.unit == "n":
        return one
    return None


def _of_which(context: Context, place: int) -> int | None:
    """Return the place of the whole of `Of the fifteen tasks, seven were …` or `47 tasks, of which eleven …`."""
    tokens = context.tokens
    wholes = [one for one in range(place) if (number := tokens[one].number) and number.unit == "n"]
    if len(wholes) != 1:
        return None
    between = [context.word(one) for one in range(wholes[0] + 1, place)]
    opens = [context.word(one) for one in range(wholes[0])]
    is_part = between == [","] and opens[:1] == ["of"]
    return wholes[0] if is_part or between == [",", "of", "which"] else None


def _noun(context: Context, place: int) -> int | None:
    """Return the place of the noun of a number: `six defect tracker tasks`."""
    tokens = context.tokens
    if tokens[place].joined or (place + 1 < len(tokens) and tokens[place + 1].joined):
        return None
    for one in range(place + 1, min(len(tokens), place + 1 + _NEAR)):
        token = tokens[one]
        if token.kind == "unit" and token.value == "n tasks":
            return one
        if token.kind != "word" or token.value in ("of", "in", "to", "and", "the", "a", "with", "for", "at"):
            return None
    return None


def _whole(context: Context, place: int) -> Candidate:
    """Return the claim that the day has so many tasks, from `of the 47 tasks`."""
    number = context.tokens[place].number
    assert number is not None  # noqa: S101 (found so)
    reading = ValueClaim(context.facts.own("tasks"), number.interval)
    strict = number.value not in context.memory.counted and not context.guarded and not context.memory.rows
    return Candidate(
        "count", (place, place + 1), [reading], strict and context.strangers() == 0, numbers=frozenset((place,))
    )


def _condition(context: Context, counted: Counted, taken: set[int]) -> int | None:
    """Return the place of the number with a unit that the counted tasks are said to have."""
    tokens = context.tokens
    if any(context.scan.text(n, n + 1).lower() in _SUMMED for n, one in enumerate(tokens) if one.kind == "sum"):
        return None
    for place, token in context.scan.numbers:
        if (
            place < counted.end
            or place in taken
            or token.number is None
            or token.number.unit not in ("x", "h", "m")
        ):
            continue
        between = tokens[counted.end : place]
        if any(one.kind == "sign" for one in between) or not any(one.value in _HAVING for one in between):
            return None
        if context.word(place - 1) in _NOT_HAVING and tokens[place - 2].kind != "compare":
            return None
        return None if _is_listed(context, place) or _is_shared(context, place, token.number) else place
    return None


def _is_listed(context: Context, place: int) -> bool:
    """Whether another number of its unit follows: `stand at 4.0x and 2.7x`."""
    tokens, number = context.tokens, context.tokens[place].number
    if place + 2 >= len(tokens) or tokens[place + 1].value not in ("and", ",", "or"):
        return False
    other = tokens[place + 2].number
    return number is not None and other is not None and other.unit == number.unit


def _is_shared(context: Context, place: int, number: WrittenNumber) -> bool:
    """Whether tasks share a time between them."""
    return number.unit != "x" and any(context.word(one) in ("share", "hold") for one in range(place))


def _with_condition(
    context: Context, counted: Counted, place: int, numbers: frozenset[int]
) -> Iterator[Candidate]:
    number = context.tokens[place].number
    assert number is not None  # noqa: S101 (found so)
    figures, sure = figures_at(context, place, number)
    if number.unit == "x" and not _says_supervisory(context):
        figures = ("leverage",)
    named = context.named(counted.place + 1, place)
    bound, each = _bound(context, counted, place, number), _is_each(context)
    others: tuple[str, ...] = ()
    if bound and not sure and number.unit in _USUAL:
        # Of a bound, chance makes one of several figures hold: the others can only save it from being wrong.
        others = tuple([figure for figure in figures if figure != _USUAL[number.unit]])
        figures = (_USUAL[number.unit],)
    groups: list[tuple[KnownTask, ...]] = [()]
    if named.scored:
        groups = [named.best, named.rows, *([()] if named.unknown else [])]
    is_closed = not _CLOSED.isdisjoint(context.words[counted.end : place + 3])
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for figure in (*figures, *others):
        scale = FIGURES[number.unit][figure]
        for group in groups:
            for one in _readings(context, counted, (figure, scale, number, bound), group):
                is_doubtful = figure in others or (bound and one.closed != is_closed)
                (far if is_doubtful else readings).append(one)
    kind: Kind = "each" if each and not bound else "count"
    strict = not context.guarded and _is_decided(context, counted, named)
    if strict and kind == "each" and named.scored and not bound:
        readings += _enough(context, counted, figures, number)
    yield Candidate(kind, (counted.place, place + 1), readings, strict, far, rows=(), numbers=numbers)
    context.memory.counted.add(counted.number.value)


def _says_supervisory(context: Context) -> bool:
    return any(token.kind in ("label", "mark") and token.value.startswith("superv") for token in context.tokens)


def _bound(context: Context, counted: Counted, place: int, number: WrittenNumber) -> str:
    """Return whether a condition is a bound: `below`, `above` or nothing."""
    if number.hedge in ("over", "under"):
        return "above" if number.hedge == "over" else "below"
    words = [token.value for token in context.tokens[counted.end : place]]
    texts = [context.scan.text(one, one + 1).lower() for one in range(counted.end, place)]
    for one in range(place + 1, min(len(context.tokens) - 1, place + 6)):
        if context.tokens[one].value == "or" and context.tokens[one + 1].kind == "compare":
            return "below" if context.tokens[one + 1].value == "lower" else "above"
    if _BELOW & set(texts[-3:]):
        return "below"
    if _ABOVE & set(texts[-3:]) or {"reached", "reach"} & set(words):
        return "above" if not ({"reached", "reach"} & set(words)) or not _is_each(context) else ""
    return ""


def _is_each(context: Context) -> bool:
    return any(
        token.kind == "each" or token.value in ("each", "apiece", "share", "all", "both", "alike")
        for token in context.tokens
    )


def _readings(
    context: Context,
    counted: Counted,
    condition: tuple[str, float, WrittenNumber, str],
    group: Sequence[KnownTask],
) -> Iterator[CountClaim]:
    figure, scale, number, bound = condition
    facts, printed = context.facts, counted.number.interval
    ids = tuple(row.id for row in group)
    if not bound:
        interval = scaled(number.interval, scale)
        yield CountClaim(facts.scope, facts.today, figure, interval, True, printed, ids)
        return
    limit = number.value * scale
    interval = Interval(None, limit) if bound == "below" else Interval(limit, None)
    for closed in (False, True):
        yield CountClaim(facts.scope, facts.today, figure, interval, closed, printed, ids)


def _enough(
    context: Context, counted: Counted, figures: Sequence[str], number: WrittenNumber
) -> Iterator[ClaimReading]:
    """Yield that enough tasks of the whole day have a figure, which each group of so many needs."""
    facts = context.facts
    for figure in figures:
        interval = scaled(number.interval, FIGURES[number.unit][figure])
        yield EachClaim(facts.scope, facts.today, figure, interval, int(counted.number.value))


def _is_decided(context: Context, counted: Counted, named: Named) -> bool:
    before = {context.word(one) for one in range(max(0, counted.place - 2), counted.place)}
    if _PARTS & before:
        return False
    if named.scored:
        return named.unknown == 0
    return context.strangers() == 0


def _plain(context: Context, counted: Counted) -> Candidate:
    """Return a number of tasks of which no figure is said."""
    facts = context.facts
    printed = counted.number.interval
    named = context.named(counted.place + 1, context.right(counted.end - 1))
    readings: list[ClaimReading] = []
    scopes = list(_scopes(context))
    readings += [ValueClaim(facts.of("tasks", scope), printed) for scope in scopes]
    is_group = bool(named.scored) or _is_part(context, counted)
    inside = context.named(counted.place + 1, counted.end)
    if not inside.scored and not _is_part(context, counted) and context.leading is None:
        readings.append(ValueClaim(facts.own("tasks"), printed))
    groups = [named.best, named.rows] if named.scored else []
    if listed := _listed_rows(context, counted):
        groups.append(listed)
    readings += [ValueClaim(facts.of_tasks("tasks", group), printed) for group in groups if group]
    if any(token.kind == "rest" for token in context.tokens):
        rests = (facts.of_tasks("tasks", group, without=True) for group in context.memory.groups)
        readings += [ValueClaim(rest, printed) for rest in rests]
    strict = not context.guarded and not is_group and _is_total(context, counted, bool(scopes))
    if named.is_group and named.unknown == 0 and _says_all_of(context, counted, named):
        strict = not context.guarded and counted.number.value > len(named.rows)
    context.memory.counted.add(counted.number.value)
    rows = named.best if named.scored and len(named.best) == counted.number.value else ()
    far = _widened(context, counted, readings)
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


def _widened(context: Context, counted: Counted, readings: Sequence[ClaimReading]) -> list[ClaimReading]:
    """Return the readings of `over forty tasks`, which may as well be just forty."""
    number = with_comparison(context, counted.place, counted.number)
    return [replace(one, printed=number.wide) for one in readings if isinstance(one, ValueClaim)]


def _says_all_of(context: Context, counted: Counted, named: Named) -> bool:
    """Whether the words of a group stand between its number and `tasks`, and nowhere else."""
    inside = context.named(counted.place + 1, counted.end)
    return inside.is_group and inside.best == named.best and not context.looks_back


def _scopes(context: Context) -> Iterator[Scope]:
    for _, _, day in context.others:
        yield Scope("day", day.isoformat())
    for place, token in enumerate(context.tokens):
        if token.kind == "scope" and (scope := context.scope_at(place)):
            yield scope
        elif token.value == "since" and place + 1 < len(context.tokens):
            behind = context.tokens[place + 1]
            if behind.kind == "weekday":
                yield Scope("since", weekday_before(int(behind.value), context.facts.today).isoformat())
            yield from (Scope("since", day.isoformat()) for begin, _, day in context.days if begin == place + 1)


def _is_part(context: Context, counted: Counted) -> bool:
    before = {context.word(one) for one in range(max(0, counted.place - 2), counted.place)}
    return bool(_PARTS & before) or any(token.kind in ("rest", "without") for token in context.tokens)


def _is_total(context: Context, counted: Counted, has_scope: bool) -> bool:
    """Whether a number of tasks is said to be that of all: `Thirty-six tasks.`, `36 tasks were logged`."""
    tokens = context.tokens
    if context.strangers() or any(
        token.kind in ("compare", "end", "top") and one != counted.place - 1 for one, token in enumerate(tokens)
    ):
        return False
    if any(token.kind == "sum" and context.words[one] not in _OVERALL for one, token in enumerate(tokens)):
        return False
    if "left" in context.words or context.words[counted.end - 1].endswith(
        ("rows", "row")
    ):  # as any table has them
        return False
    if has_scope or context.leading is not None:
        return True
    if context.sums_up or (counted.place and context.words[counted.place - 1] in ("across", "over")):
        return True
    if any(context.is_figure(place) and place != counted.place for place in range(len(tokens))):
        return False
    behind = tokens[counted.end] if counted.end < len(tokens) else None
    if counted.place == 0 and (behind is None or behind.value in (".", "!")):
        return True
    said = set(" ".join(context.words).split())
    before = context.words[counted.place - 1] if counted.place else ""
    after = context.words[counted.end] if counted.end < len(tokens) else ""
    is_held = before in HOLDING and (counted.place == 1 or not DAY_NOUNS.isdisjoint(said))
    names_today = any(day == context.facts.today and tokens[one].kind != "day" for one, _, day in context.days)
    return not WHOLE_DAY.isdisjoint(said) or is_held or after in FILLING or names_today
