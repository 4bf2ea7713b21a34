"""Rows that were copied as text."""

import pytest

from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.copied_rows import MAX_LENGTH, RowParser, is_readable

L4 = [TableColumn(name) for name in ("n", "task", "human", "ai", "supervision", "factor", "supervisory")]
L2 = [TableColumn(name) for name in ("task", "human", "ai", "tokens", "factor")]
L1 = [TableColumn(name) for name in ("n", "task", "human", "ai", "factor")]


@pytest.mark.parametrize(
    ("text", "columns", "number", "cells"),
    [
        (
            "1662-spec tier written120h160m25m45.0x288.0x",
            L4,
            16,
            "62-spec tier written|120h|160m|25m|45.0x|288.0x",
        ),
        ("3Read 18 background docs60h45m5m80.0x720.0x", L4, 3, "Read 18 background docs|60h|45m|5m|80.0x|720.0x"),
        ("3 Read 18 docs 60h 45m 5m 80.0x 720.0x", L4, 3, "Read 18 docs|60h|45m|5m|80.0x|720.0x"),
        ("3 Read 18 60h 45m 5m 80.0x 720.0x", L4, 3, "Read 18|60h|45m|5m|80.0x|720.0x"),
        ("1Try (v24-v26).10h90m2m6.7x300.0x", L4, 1, "Try (v24-v26).|10h|90m|2m|6.7x|300.0x"),
        ("1Read 1860h45m5m80.0x720.0x", L4, 1, "Read 18|60h|45m|5m|80.0x|720.0x"),
        ("1Read5m8h20m3m24.0x160.0x", L4, 1, "Read5m|8h|20m|3m|24.0x|160.0x"),
        ("Clean up 40h 25min 96x", L2, 1, "Clean up|40h|25min||96x"),
        ("Clean up40h25min400k96x", L2, 1, "Clean up|40h|25min|400k|96x"),
        ("Write 400k rows 40h 25min 400k 96x", L2, 1, "Write 400k rows|40h|25min|400k|96x"),
        ("2Build v2120 hours40 min180x", L1, 2, "Build v2|120 hours|40 min|180x"),
        ("2 Build v2 1.5 hours 40 min 2.2x", L1, 2, "Build v2|1.5 hours|40 min|2.2x"),
        ("1No supervision8h20m–24.0x–", L4, 1, "No supervision|8h|20m||24.0x|"),
        ("1Printed wrongly3h13m6m13.9x30.0x", L4, 1, "Printed wrongly|3h|13m|6m|13.9x|30.0x"),
        ("1\tTabbed\t8h\t20m\t3m\t24.0x\t160.0x", L4, 1, "Tabbed|8h|20m|3m|24.0x|160.0x"),
        ("1A plan 41.25h8.6m1m9x75x", L4, 1, "A plan 4|1.25h|8.6m|1m|9x|75x"),
        ("1Whole hours2h3m4m30x22x", L4, 1, "Whole hours|2h|3m|4m|30x|22x"),
        ("1Whole hours12h30m20m25x37x", L4, 1, "Whole hours|12h|30m|20m|25x|37x"),
        ("1Hours and minutes2h3m4m–31x–", L4, 1, "Hours and minutes|2h3m|4m||31x|"),
        ("1Thousands1,200h20m3m3,600.0x24,000.0x", L4, 1, "Thousands|1,200h|20m|3m|3,600.0x|24,000.0x"),
    ],
)
def test_a_row_is_read_from_the_right(text: str, columns: list[TableColumn], number: int, cells: str) -> None:
    found = RowParser(columns).parse(text, 7, number)
    assert not found.reason
    names = [column.field for column in columns if column.field != "n"]
    assert [found.cells[name] for name in names] == cells.split("|")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3Read60h45m5m80.0x720.0x", "does not begin with its number, 2"),
        ("2Read some documents", "does not end with these: human, ai, supervision, factor, supervisory"),
        ("280.0x720.0x", "does not end with these"),
        ("2" + "x" * MAX_LENGTH, "more than 5,000 characters"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(text: str, reason: str) -> None:
    assert reason in RowParser(L4).parse(text, 7, 2).reason


def test_only_titles_come_first() -> None:
    assert is_readable(L4)
    assert not is_readable([TableColumn("human"), TableColumn("task"), TableColumn("ai")])
    assert not is_readable([TableColumn("task"), TableColumn("human"), TableColumn("ai"), TableColumn("project")])
