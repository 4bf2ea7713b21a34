"""Rows that are called like a group and hold its sum."""

from collections.abc import Sequence

import pytest

from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.sums import ClassifiedRows, classify_rows

NAMES = ("n", "project", "task", "human", "ai")


def sorted_out(texts: Sequence[str], days: Sequence[str] = (), count: int | None = None) -> ClassifiedRows:
    rows = [
        Row(n, dict(zip(NAMES, text.split("|"), strict=True)), text.replace("|", " | "))
        for n, text in enumerate(texts, 1)
    ]
    return classify_rows(rows, {}, groups=days, count=count)


NUMBERED = (
    "1||Billing|5h|21m",
    "1.1||a|2h|10m",
    "1.2||b|3h|11m",
    "2||Docs|4h|30m",
    "2.1||c|1h|10m",
    "2.2||d|3h|20m",
)
BOLD = ("||**Billing**|5h|21m", "||a|2h|10m", "||b|3h|11m", "||**Docs**|4h|7m", "||c|4h|7m")
BULLETS = ("||Billing|5h|21m", "||- a|2h|10m", "||- b|3h|11m", "||Docs|4h|7m", "||↳ c|4h|7m")
BELOW = ("|Billing|a|2h|10m", "|Billing|b|3h|11m", "|Billing|Billing|5h|21m", "|Docs|c|4h|7m", "||**Docs**|4h|7m")
ABOVE = ("|Billing|Billing|5h|21m", "|Billing|a|2h|10m", "|Billing|b|3h|11m", "|Docs|Docs|4h|7m", "|Docs|c|4h|7m")
NESTED = ("1||x|5h|21m", "1.1||y|3h|11m", "1.1.1||a|1h|1m", "1.1.2||b|2h|10m", "1.2||c|2h|10m")


@pytest.mark.parametrize(
    ("texts", "sums"),
    [(NUMBERED, [1, 4]), (BOLD, [1, 4]), (BULLETS, [1, 4]), (BELOW, [3, 5]), (ABOVE, [1, 4]), (NESTED, [1, 2]),
     ((*NUMBERED, "||Total|9h|51m"), [1, 4, 7])],
)  # fmt: skip
def test_a_row_that_has_the_sum_of_its_group_is_no_task(texts: Sequence[str], sums: list[int]) -> None:
    found = sorted_out(texts)
    assert [one.row.place for one in found.sums] == sums
    assert [one.wrong for one in found.sums] == [()] * len(sums)
    assert (len(found.tasks), found.doubtful) == (len(texts) - len(sums), ())
    assert len(sorted_out(texts, count=len(found.tasks)).tasks) == len(found.tasks)
    assert len(sorted_out(texts, days=["d"] * len(texts)).tasks) == len(found.tasks)


@pytest.mark.parametrize("texts", [NUMBERED, BOLD, BULLETS, BELOW, ABOVE])
def test_what_follows_from_nothing_is_a_task(texts: Sequence[str]) -> None:
    other = [text.replace("5h|21m", "6h|23m").replace("4h|30m", "9h|31m") for text in texts if "4h|7m" not in text]
    assert (len(sorted_out(other).tasks), sorted_out(other).doubtful) == (len(other), ())


def test_the_count_that_a_page_prints_makes_them_tasks() -> None:
    assert len(sorted_out(NUMBERED, count=6).tasks) == 6


def test_groups_end_with_their_day() -> None:
    assert sorted_out(ABOVE[:3], days=["1", "2", "2"]).sums == ()


TILES = ("||Billing work|5h|21m", "||a|2h|10m", "||b|3h|11m", "||Docs|4h|30m", "||c|1h|10m", "||d|3h|20m")


@pytest.mark.parametrize(
    ("texts", "doubtful"),
    [
        (TILES, [1, 4]),
        (TILES[::-1], [3, 6]),
        ((*TILES[:5], "||d|3h|21m"), []),
        (("||a|2h|2m", "||b|1h|1m", "||c|1h|1m", "||d|2h|2m", "||e|1h|1m", "||f|1h|1m"), []),
        (("||a|2h|9m", "||b|2h|9m", "||c|1h|4m", "||d|1h|4m"), []),
        ((*TILES, "||e|7h|3m"), []),
    ],
)
def test_a_table_of_nothing_but_groups_is_in_doubt(texts: Sequence[str], doubtful: list[int]) -> None:
    assert [row.place for row in sorted_out(texts).doubtful] == doubtful
