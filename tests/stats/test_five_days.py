"""The repository's own content: five real days, held against their published figures."""

import re
from pathlib import Path

import pytest

from leverage_site import figures
from leverage_site.stats.index import build_index
from leverage_site.stats.totals import factor, supervisory_factor
from tests.support.builders import load

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
KNOWN_SLIP = ("2026-04-22", "13.9x", "13.8x")

COLUMNS = ("tasks", "human_hours", "ai_minutes", "supervision_minutes", "tokens")
DAYS = {
    "2026-03-01": (12, 204, 503, None, 2_620_000),
    "2026-04-02": (15, 374, 431, 60, 2_412_000),
    "2026-04-07": (36, 535.5, 742, 131, 4_826_000),
    "2026-04-19": (47, 2135.5, 2010, 148, 9_487_000),
    "2026-04-22": (26, 189.08, 704, 79, 3_030_000),
}
PRINTED = {
    "2026-03-01": ("24.3x", "–"),
    "2026-04-02": ("52.1x", "374.0x"),
    "2026-04-07": ("43.3x", "245.3x"),
    "2026-04-19": ("63.7x", "865.7x"),
    "2026-04-22": ("16.1x", "143.6x"),
}


@pytest.fixture(scope="module")
def records():
    library, problems = load(ROOT)
    assert problems == []
    return library.records


def numbers(total):
    found = figures.numbers(total)
    return tuple(found[name] for name in COLUMNS)


def printed(total):
    return figures.LEVERAGE.text(total), figures.SUPERVISORY.text(total)


def test_each_day(records):
    days = dict(build_index(records).totals_by("day", "Claude"))
    assert {key: numbers(total) for key, total in days.items()} == DAYS
    assert {key: printed(total) for key, total in days.items()} == PRINTED


def test_each_month(records):
    march, april = (sums for _, sums in build_index(records).totals_by("month", "Claude"))
    assert numbers(april) == (124, 3234.08, 3887, 418, 19_755_000)
    assert printed(april) == ("49.9x", "464.2x")
    assert numbers(march) == DAYS["2026-03-01"]


def test_all_time(records):
    total = build_index(records).totals
    assert numbers(total) == (136, 3438.08, 4390, 418, 22_375_000)
    assert printed(total) == ("47.0x", "464.2x")
    assert figures.TOKENS.text(total).startswith("~")


@pytest.mark.parametrize(
    ("day", "hours", "minutes", "tokens"),
    [
        ("2026-03-01", "204.0", "503", "~2.62M"),
        ("2026-04-07", "535.5", "742", "4,826,000"),
        ("2026-04-19", "2,135.5", "2,010", "9,487,000"),
        ("2026-04-22", "189.1", "704", "3,030,000"),
    ],
)
def test_totals_print_as_published(records, day, hours, minutes, tokens):
    total = dict(build_index(records).totals_by("day", "Claude"))[day]
    found = figures.HUMAN_HOURS.text(total), figures.AI_MINUTES.text(total), figures.TOKENS.text(total)
    assert found == (hours, minutes, tokens)


CELL = r"(\d+(?:\.\d+)?)"
ROWS = (
    re.compile(rf"{CELL}h{CELL}m{CELL}m{CELL}x{CELL}x$"),
    re.compile(rf"\| {CELL}h \| {CELL}m \| {CELL}m \| {CELL}x \| {CELL}x \|$"),
    re.compile(rf" {CELL}h {CELL}min \S+ {CELL}x$"),
)
MONTHS = {"March": 3, "April": 4}


def day_of(text: str) -> str:
    month, day = re.search(r"(March|April) (\d+)", text.split("Task Log")[0]).groups()
    return f"2026-{MONTHS[month]:02}-{int(day):02}"


def seed_rows(text: str):
    """Yield the cells of each row of a published page: hours, minutes, supervision or None, factor, its own or None."""
    for line in text.splitlines():
        for pattern in ROWS:
            if match := pattern.search(line.rstrip()):
                cells = match.groups()
                yield (*cells, None)[:2] + ((None, cells[2], None) if len(cells) == 3 else cells[2:])
                break


def as_published(cell: str) -> str:
    """`96` and `80.0` were both printed, and no separator; one decimal is the rule, a lone zero from 1,000 on none."""
    text = f"{float(cell):,.1f}"
    return f"{text.removesuffix('.0') if ',' in text else text}x"


def seed_days():
    return {day_of(path.read_text("utf-8")): path for path in sorted(SEEDS.glob("*.txt"))}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published pages are not beside the repository")
def test_every_row_prints_the_published_factors(records):
    seeds = seed_days()
    assert seeds.keys() == DAYS.keys()
    slips = []
    for record in records:
        day = record.date.isoformat()
        published = list(seed_rows(seeds[day].read_text("utf-8")))
        assert len(published) == len(record.body.get().tasks) == DAYS[day][0]
        for task, (human, ai, supervision, times, own) in zip(record.body.get().tasks, published, strict=True):
            assert figures.hours_cell(task.human) == f"{human}h"
            assert figures.minutes_cell(task.ai) == f"{ai}m"
            assert figures.minutes_cell(task.supervision) == (f"{supervision}m" if supervision else "–")
            assert figures.factor_text(supervisory_factor(task)) == (as_published(own) if own else "–")
            if figures.factor_text(factor(task)) != as_published(times):
                slips.append((day, as_published(times), figures.factor_text(factor(task))))
    assert slips == [KNOWN_SLIP]
