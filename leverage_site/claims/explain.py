"""Why a claim is wrong, and what would be true in its place."""

import re
from collections.abc import Iterable, Sequence

from leverage_site import figures
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.judge import fitting_rows, superlative_values
from leverage_site.claims.model import (
    ClaimReading,
    ComparisonClaim,
    CountClaim,
    DateClaim,
    EachClaim,
    Quantity,
    ShareClaim,
    SuperlativeClaim,
    ValueClaim,
)
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.numerals import SCALES
from leverage_site.claims.text.vocabulary import ENDS
from leverage_site.claims.wording import (
    ORDINALS,
    day_in_words,
    number_in_words,
    ordinal,
    rank_in_words,
    scope_in_words,
)
from leverage_site.dates import WEEKDAYS, long_date, parse_date
from leverage_site.stats.as_of import Rank
from leverage_site.text import listed

_NAMES = {
    "leverage": "leverage", "supervisory": "supervisory leverage", "human_hours": "human hours",
    "ai_minutes": "minutes of the assistant", "supervision_minutes": "minutes of supervision", "tasks": "tasks",
    "tokens": "tokens", "weeks": "weeks", "working_days": "working days",
}  # fmt: skip
_SHORT = 60
_FEW = 3
# `A third` and `a third of` are a ratio by themselves.
_PART = re.compile(
    r"^(?:(?:an?|one|half)\s+)?(?:third|quarter|fifth|sixth|seventh|eighth|tenth|half)(?:\s+of)?\b\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# A unit right behind the digits, `13m`, or joined to a number, `13-minute`.
_SUFFIX = re.compile(r"(?<=[0-9])[a-z]+$|-[a-z]+$")
# A superlative with its place: `third-best`.
_RANKED = re.compile(
    rf"\b(?:(?P<rank>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})(?P<joint>[ -]))?"
    rf"(?P<end>{'|'.join(sorted(ENDS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_SAYS_END = re.compile(r"\b(?:high|low)est\b", re.IGNORECASE)
# `Best day of the week: Sunday` says which day it is.
_NAMES_DAY = re.compile(r":| (?:is|was|remains|remained|stays) ")
# Nouns and verbs of several, each with that of one.
_NUMBERED = {"tasks": "task", "rows": "row", "sessions": "session"}
_UNITS = {"minutes": "minute", "hours": "hour", "tokens": "token", "weeks": "week", **_NUMBERED}
_VERBS = {"are": "is", "were": "was", "have": "has"}
_OPPOSITES = {
    "higher": "lower", "above": "below", "more": "less", "longer": "shorter", "up": "down", "rose": "fell",
    "over": "under", "larger": "smaller", "better": "worse", "slower": "faster", "exceeds": "is below",
    "fewer": "more", "climbed": "dropped", "went up": "went down", "increased": "decreased",
    "beat": "trailed", "beats": "trails", "outlasted": "took less time than", "sooner": "later",
    "ahead of": "behind", "surpassed": "trailed", "stronger": "weaker", "greater": "smaller", "bigger": "smaller",
}  # fmt: skip
_OPPOSITES |= {two: one for one, two in _OPPOSITES.items() if two not in _OPPOSITES}


def print_value(figure: str, value: float | None) -> str:
    """Print a figure with its unit: `43.3x`, `742 minutes`, `36 tasks`."""
    if value is None:
        return figures.UNKNOWN
    if figure in ("leverage", "supervisory"):
        return figures.factor_text(value)
    if value == 1:
        return f"1 {_noun(figure).removesuffix('s')}"
    return f"{value:,.0f} {_noun(figure)}" if value == int(value) else f"{value:,.1f} {_noun(figure)}"


def _noun(figure: str) -> str:
    return {"human_hours": "hours", "ai_minutes": "minutes", "supervision_minutes": "minutes"}.get(figure, figure)


def name_amount(amount: Quantity, facts: TextFacts) -> str:
    """Return what an amount is of: `leverage of April 7`, `human hours of "Search page"`."""
    name = _NAMES[amount.figure]
    if amount.tasks:
        titles = [_title(facts.by_id[one].task.task) for one in amount.tasks[:_FEW] if one in facts.by_id]
        more = [f"{len(amount.tasks) - _FEW} more"] if len(amount.tasks) > _FEW else []
        return f"{name} {'without' if amount.without else 'of'} {listed([*titles, *more])}"
    if amount.scope.kind == "day" and (day := parse_date(amount.scope.key)):
        return f"{name} of {day_in_words(day, amount.as_of)}"
    return f"{name} {scope_in_words(amount.scope, amount.as_of)}"


def _title(title: str) -> str:
    return f'"{title}"' if len(title) <= _SHORT else f'"{title[: _SHORT - 1].rstrip()}…"'


def rivals(reading: ClaimReading, readings: Iterable[ClaimReading]) -> list[ClaimReading]:
    """Return the readings that say the same of another task: the words of a sentence may name either."""
    own = _task_of(reading)
    if own is None:
        return []
    return [one for one in readings if one != reading and (task := _task_of(one)) and task[1:] == own[1:]]


def _task_of(reading: ClaimReading) -> tuple[str, ...] | None:
    """Return the single task that a reading is about, and what else tells readings apart."""
    if isinstance(reading, ValueClaim) and len(reading.amount.tasks) == 1 and not reading.amount.without:
        return reading.amount.tasks[0], reading.amount.figure
    if isinstance(reading, SuperlativeClaim) and reading.scope.kind == "day" and len(reading.subject) == 1:
        return reading.subject[0], reading.figure
    return None


def explain_all(
    readings: Sequence[ClaimReading], facts: TextFacts, printed: str, number: WrittenNumber | None
) -> tuple[str, str]:
    """Return the figures that refute what may be said of several tasks, and what would be true of each of them."""
    found = [explain(reading, facts, printed, number) for reading in readings[:_FEW]]
    truths = {truth for _, truth in found}
    is_one = len(truths) == 1 and len(readings) <= _FEW
    return "; ".join(dict.fromkeys(why for why, _ in found)), found[0][1] if is_one else ""


def explain(
    reading: ClaimReading, facts: TextFacts, printed: str, number: WrittenNumber | None
) -> tuple[str, str]:
    """Return the figures that refute a claim, and what would be true in place of what is `printed`."""
    match reading:
        case ValueClaim():
            value, figure = facts.value(reading.amount), reading.amount.figure
            said = _like(printed, number, figure, value)
            return _amounts(facts, reading.amount), _agreeing(said, value or 0) if figure == "tasks" else said
        case ComparisonClaim():
            return _comparison(reading, facts, printed, number)
        case SuperlativeClaim():
            return _superlative(reading, facts, printed, number)
        case CountClaim() | EachClaim():
            return _count(reading, facts, printed, number)
        case ShareClaim():
            part, whole = facts.value(reading.part), facts.value(reading.whole)
            truth = figures.percent_text(part * 100 / whole) if part is not None and whole else ""
            return _amounts(facts, reading.part, reading.whole), truth
        case DateClaim():
            name = WEEKDAYS[reading.date.weekday()]
            said = WEEKDAYS[reading.weekday]
            return f"{long_date(reading.date)} is a {name}", printed.replace(said, name)


def _amounts(facts: TextFacts, *amounts: Quantity) -> str:
    """Return amounts with what they are of: `leverage of April 7: 43.3x`."""
    return "; ".join(f"{name_amount(one, facts)}: {print_value(one.figure, facts.value(one))}" for one in amounts)


def _like(printed: str, number: WrittenNumber | None, figure: str, value: float | None) -> str:
    """Return a number printed as another one is: in words where that is, with its unit."""
    if value is None or number is None:
        return ""
    if number.unit == "x":
        return figures.factor_text(value)
    hours = {"ai_minutes": 60, "supervision_minutes": 60}.get(figure, 1) if number.unit == "h" else 1
    value = value * 60 if number.unit == "m" and figure == "human_hours" else value / hours
    if number.unit == "h" and 0 < value < 1:
        minutes = round(value * 60)
        return f"{minutes} minute{'s' if minutes != 1 else ''}"
    digits = f"{value:,.1f}".removesuffix(".0")
    if number.words and value == int(value):
        digits = number_in_words(int(value))
        digits = digits.capitalize() if printed[:1].isupper() else digits
    if number.unit == "k" and (scaled := _in_thousands(printed, value)):
        return scaled
    if attached := _SUFFIX.search(printed):
        return digits + attached[0]
    said = printed.removesuffix(" and a half")
    unit = said.split()[-1] if said[-1:].isalpha() and " " in said else ""
    # `half an hour` is a number of minutes.
    unit = "minutes" if number.unit == "m" and unit == "hour" else unit
    if unit in _UNITS or unit in _UNITS.values():
        unit = unit.removesuffix("s") + ("" if digits in ("1", "one", "One") else "s")
    return f"{digits} {unit}".rstrip()


def _in_thousands(printed: str, value: float) -> str:
    """Return `500k` for `600k`, `1.44M tokens` for `1.54M tokens`, in as many digits; nothing where that is 0."""
    amount, space, noun = printed.partition(" ")
    digits, scale = amount[:-1], SCALES.get(amount[-1])
    if scale is None or value < scale:
        return ""
    return f"{value / scale:,.{len(digits.partition('.')[2])}f}{amount[-1]}{space}{noun}"


def _comparison(
    reading: ComparisonClaim, facts: TextFacts, printed: str, number: WrittenNumber | None
) -> tuple[str, str]:
    why = _amounts(facts, reading.left, reading.right)
    left, right = facts.value(reading.left), facts.value(reading.right)
    if left is None or right is None or reading.relation == "equal":
        return why, ""
    if left == right:
        return why, "equal"
    is_turned = (left > right) != (reading.relation == "higher")
    if reading.times is not None and right:
        return why, _ratio(printed, left / right, is_turned=is_turned)
    if reading.by is not None:
        return why, _difference(printed, number, reading.left.figure, abs(left - right), is_turned=is_turned)
    return why, _turned(printed)


def _turned(printed: str) -> str:
    """Return a comparison the other way: `longer than` for `shorter than`; nothing where it has no opposite."""
    if opposite := _OPPOSITES.get(printed.lower(), ""):
        return opposite
    words = printed.split(" ")
    found = next((n for n, word in enumerate(words) if word.lower() in _OPPOSITES), None)
    if found is None:
        return ""
    return " ".join([*words[:found], _OPPOSITES[words[found].lower()], *words[found + 1 :]])


def _ratio(printed: str, ratio: float, *, is_turned: bool) -> str:
    """Return `2.4 times as many tasks` for `three times as many tasks`, `down 54%` for `down 34%`."""
    if "%" in printed:
        said = _NUMBER.sub(f"{abs(ratio - 1) * 100:.0f}", printed, count=1)
        return _turned(said) if is_turned else said
    _, times, rest = printed.partition(" times ")
    if printed.endswith(" times"):
        return f"{ratio:.1f} times"
    if not times and (part := _PART.match(printed)):
        return f"{ratio:.1f} times {printed[part.end() :]}".rstrip()
    rest = rest if times else printed.partition(" ")[2]
    if not rest:
        return ""
    return f"half {rest}" if f"{ratio:.1f}" == "0.5" else f"{ratio:.1f} times {rest}"


def _difference(printed: str, number: WrittenNumber | None, figure: str, value: float, *, is_turned: bool) -> str:
    """Return `eight minutes more` for `eighteen minutes more`, `six fewer tasks` for `six more tasks`."""
    words = printed.split(" ")
    place = next((n for n, word in enumerate(words) if word.lower() in _OPPOSITES), 0)
    if number is None or not place:
        return ""
    said = " ".join([_like(" ".join(words[:place]), number, figure, value), *words[place:]])
    said = said.replace(" tasks ", " task ") if value == 1 else said.replace(" task ", " tasks ")
    return _turned(said) if is_turned else said


def _superlative(
    reading: SuperlativeClaim, facts: TextFacts, printed: str, number: WrittenNumber | None
) -> tuple[str, str]:
    values = superlative_values(reading, facts)
    ordered = sorted(values, key=lambda one: one[1], reverse=reading.end == "highest")
    best = ordered[min(reading.place, len(ordered)) - 1][1]
    owners = [name for name, value in values if value == best][:_FEW]
    if reading.scope.kind == "day":
        named = [_title(facts.by_id[name].task.task) for name in owners]
    else:
        named = [day_in_words(parse_date(name) or facts.today, facts.today) for name in owners]
    why = f"{_NAMES[reading.figure]} of {listed(named)}: {print_value(reading.figure, best)}"
    if not reading.subject:
        return why, _like(printed, number, reading.figure, best)
    own = next((value for one, value in values if one in reading.subject), None)
    if own is None:
        return why, ""
    others = [value for one, value in values if one not in reading.subject]
    rank = Rank(
        sum(one > own for one in others), sum(one < own for one in others), sum(one == own for one in others)
    )
    if not _SAYS_END.search(printed):
        return why, _with_place(printed, rank.place(reading.end))
    words = rank_in_words(rank, reading.scope, facts.today, reading.end)
    return why, _in_place_of(printed, words, scope_in_words(reading.scope, facts.today))


def _with_place(printed: str, place: int) -> str:
    """Return `the third longest session` for `the second longest session`; nothing where no word can be so."""
    found = _RANKED.search(printed)
    if found is None or _NAMES_DAY.search(printed) or (place == 1 and not found["rank"]):
        return ""
    end = found["end"] if found["rank"] or found.start() else found["end"].lower()
    rank = "" if place == 1 else ordinal(place) + (found["joint"] or " ")
    said = f"{printed[: found.start()]}{rank}{end}{printed[found.end() :]}"
    return said[:1].upper() + said[1:] if printed[:1].isupper() else said


def _in_place_of(printed: str, words: str, scope: str) -> str:
    """Return the words for a rank as they fit in place of what is printed."""
    said = printed.lower()
    words = words if said.startswith("the ") else words.removeprefix("the ")
    return words if f" {scope.split()[0]} " in f"{said} " else words.removesuffix(f" {scope}")


def _count(
    reading: CountClaim | EachClaim, facts: TextFacts, printed: str, number: WrittenNumber | None
) -> tuple[str, str]:
    count, size = fitting_rows(reading, facts)
    of = f" of {size}" if reading.tasks else ""
    words = number_in_words(count) if number and number.words else str(count)
    said, _, rest = printed.partition(" ")
    if number and number.unit not in ("", "n"):
        said = words = rest = ""
    if number and number.words and said[:1].isupper():
        words = words.capitalize()
    verb = f"task{'s' if of or count != 1 else ''} {'has' if count == 1 else 'have'}"
    why = f"{count}{of} {verb} such {_NAMES[reading.figure]}"
    return why, _agreeing(f"{words} {rest}".strip() if said else words, count)


def _agreeing(said: str, count: float) -> str:
    """Return a number of tasks with its noun and verb in the number of them: `one task is`, `no tasks were`."""
    words = said.split(" ")
    noun = next((n for n, word in enumerate(words) if word in _NUMBERED or word in _NUMBERED.values()), None)
    if noun is None:
        return said
    # `One of the three tasks is`: of many, the noun stays.
    forms = _VERBS if words[1:2] == ["of"] else _VERBS | _NUMBERED
    forms = forms if count == 1 else {one: many for many, one in forms.items()}
    words[noun : noun + 2] = [forms.get(word, word) for word in words[noun : noun + 2]]
    if words[0].lower() == "zero":
        words[0] = "No" if words[0][0].isupper() else "no"
    return " ".join(words)
