"""Wording that follows the data is true after any edits, by a count of its own; and nothing but names is looked up."""

import random
import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leverage_site.live.ends import OF_DAYS, OF_TASKS
from leverage_site.live.history import SPANS
from leverage_site.live.texts import fill_texts
from leverage_site.live.values import LISTED, TASK_FIGURES, TOTALS
from leverage_site.records.model import Library, Record
from leverage_site.settings import Settings
from leverage_site.stats.index import SiteIndex, build_index
from tests.support.builders import good
from tests.support.site_states import record_text

ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
PHRASE = re.compile(
    r"(tied for )?the (?:(\w+) )?(highest|lowest|only one) (of the week|of the month|of the year|so far)"
)
SAID = {"of the week": "week", "of the month": "month", "of the year": "year", "so far": "all"}
FIGURES = {"tasks": 0, "human": 1, "leverage": 2, "supervisory": 3}

# The tasks, the hours, the leverage and the supervisory leverage of a day; none of a day of rest.
Numbers = tuple[float, float, float, float | None] | None


def is_true(phrase: str, figure: str, day: date, days: Mapping[date, Numbers]) -> bool:
    """Count for a phrase, the figures of days and a day whether it says what is so."""
    match = PHRASE.fullmatch(phrase)
    assert match, phrase
    tied, ordinal, end, span = match.groups()
    keys = {
        "week": lambda one: one.isocalendar()[:2],
        "month": lambda one: (one.year, one.month),
        "year": lambda one: one.year,
        "all": lambda _: 0,
    }
    key = keys[SAID[span]]
    among = [one for one in days if one <= day and key(one) == key(day)]
    values = [numbers[FIGURES[figure]] for one in among if (numbers := days[one]) is not None]
    values = [number for number in values if number is not None]
    numbers = days[day]
    assert numbers
    own = numbers[FIGURES[figure]]
    assert own is not None
    if end == "only one":
        return len(values) == 1 and not tied and not ordinal
    place = 1 + sum(number > own if end == "highest" else number < own for number in values)
    return (ORDINALS[place - 1] if place > 1 else None) == ordinal and (values.count(own) > 1) == bool(tied)


def edited(days: dict[date, list[tuple[float, float, float | None]]], chance: random.Random) -> date:
    """Change, add or delete a day at random; return which."""
    day = date(2025, 12, 22) + timedelta(days=chance.randrange(24))
    if len(days) > 3 and chance.random() < 0.2:
        days.pop(day, None)
    else:
        count = chance.choice([0, 1, 1, 2])
        days[day] = [
            (chance.choice([1, 2, 4]), chance.choice([1, 2, 4]), chance.choice([None, 1])) for _ in range(count)
        ]
    return day


def numbers_of(tasks: list[tuple[float, float, float | None]]) -> Numbers:
    if not tasks:
        return None
    hours, supervised = sum(one[0] for one in tasks), [one for one in tasks if one[2] is not None]
    supervision = sum(one[2] or 0 for one in supervised)
    supervisory = sum(one[0] for one in supervised) / supervision if supervision else None
    return len(tasks), hours, hours / sum(one[1] for one in tasks), supervisory


RANKS = tuple([f"{figure}.rank{span}" for figure in FIGURES for span in ("", *[f".{span}" for span in SPANS])])
PROSE = f"It is {'; '.join([f'{{{{ {name} }}}}' for name in RANKS])}."
SETTINGS = Settings("tag:e,2026:x", "https://example.org/")


def written(day: date, tasks: list[tuple[float, float, float | None]]) -> Record:
    """Return the record of a day, read from its file, with every rank in its text."""
    rows = [
        {"task": "T", "human": f"{human}h", "ai": f"{ai}m", **({"supervision": f"{sup}m"} if sup else {})}
        for human, ai, sup in tasks
    ]
    return good(record_text(f"{day}", {"tasks": rows}, f"{PROSE}\n"))


@pytest.mark.parametrize("count", [400, pytest.param(5_000, marks=pytest.mark.soak)])
def test_no_edit_makes_a_wording_false(count: int) -> None:
    """After each edit some texts of the site are looked at; all are filled in from those before it."""
    chance = random.Random(count)  # noqa: S311 (edits, no secrets)
    days: dict[date, list[tuple[float, float, float | None]]] = {}
    records: dict[date, Record] = {}
    index, filled, said = SiteIndex((), ()), None, 0
    for _ in range(count):
        day = edited(days, chance)
        records.pop(day, None)
        if day in days:
            records[day] = written(day, days[day])
        index = build_index(records.values(), {}, index)
        filled = fill_texts(SETTINGS, Library(records=index.records), index, before=filled)
        numbers = {day: numbers_of(tasks) for day, tasks in days.items()}
        for one in chance.sample(filled.index.records, min(2, len(records))):
            phrases = one.lead_text.removeprefix("It is ").removesuffix(".").split("; ")
            of_day = numbers[one.date]
            for name, phrase in zip(RANKS, phrases, strict=True):
                figure = name.partition(".")[0]
                if of_day is None or of_day[FIGURES[figure]] is None:
                    assert phrase == "–"
                else:
                    assert is_true(phrase, figure, one.date, numbers), (phrase, name, one.date, numbers)
                    said += 1
    assert said > 10 * count


# P2: a name is looked up in a table, and that is all.

RECORD = """\
---
date: 2026-04-07
tags: [web]
tasks:
- {task: Small, human: 1h, ai: 1m, project: lang}
---
"""
_TOTAL, _TASK, _OF_TASKS, _OF_DAYS = (
    "|".join(map(re.escape, names)) for names in (TOTALS, TASK_FIGURES, OF_TASKS, OF_DAYS)
)
_DAY, _DAYS = r"on\.\d{4}-\d\d-\d\d", r"week|month|year|all|week\.\d{4}-W\d\d|month\.\d{4}-\d\d|year\.\d{4}"
NAME = re.compile(
    rf"(?:(?:(?:previous|{_DAYS}|{_DAY}|project\.lang|tag\.web)\.)?(?:{_TOTAL}|{_OF_TASKS})"
    rf"|(?:{_DAYS})\.(?:{_OF_DAYS})|(?:(?:previous|{_DAY})\.)?(?:date|weekday)|(?:{_TOTAL})\.rank(?:\.(?:{'|'.join(SPANS)}))?"
    rf"|task\.small\.(?:{_TASK}))\s*(?::\s*(?:words|number|exact|hours|minutes))?"
)
SHOWN = re.compile(r"[~\d.,]+(?:x|k|M)?(?: h| min| h \d+ min)?|–|[A-Za-z -]+|April 7, 2026")
PIECES = st.sampled_from([
    *LISTED, *SPANS, "highest", "lowest", "median", "factor", "date", "weekday", "task", "small", "project", "lang", "tag", "web", "on", "2026-04-07", "2026-W15", "2026-04", "rank", ".", ".", ".", ".",
    ":", "words", "exact", " ", "__class__", "__init__", "globals", "()", "[0]", "'", '"', "|", "upper", "%s", "{0}", "os.system('x')", "\\", "\n", "+",
    "7*7", "=", "format", "lambda: 0", "record", "body", "self", "index", "\u202e", "．", "ｔasks", "Tasks",
])  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, min_size=1, max_size=7).map("".join))
@example("tasks.__class__")
@example("leverage.rank.__class__")
@example("week.tasks.rank")
@example("task.small.__dict__")
@example("on.2026-04-07.own")
def test_p2_only_names_of_the_table_are_replaced(name: str) -> None:
    one = good(f"{RECORD}It is {{{{ {name} }}}}.\n")
    index = build_index([one])
    filled = fill_texts(SETTINGS, Library(records=(one,)), index)
    text = filled.index.records[0].lead_text
    if not one.figures or any(problem.is_error for problem in filled.problems):
        braces = [f"It is {{{{ {name} }}}}.".split()] if one.figures else [text.split()]
        assert [text.split()] == braces
        assert "\x03" not in text
        return
    (found,) = one.figures
    assert NAME.fullmatch(found.name), found.name
    assert SHOWN.fullmatch(text.removeprefix("It is ").removesuffix(".")), text
