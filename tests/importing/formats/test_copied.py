"""Task logs in text that was copied, without factors that would settle how a row is read."""

from pathlib import Path

import pytest

from leverage_site.importing.importer import Imported
from tests.support.page_import import outcomes

FRAME = "My log of September 7, 2026\n\nA lead that says a little.\n\nTask Log\n\n{rows}\n\nA text.\n"
TABS = "Task\tHuman\tAI\nFix parser\t8h\t10m\nWrite docs\t4h\t20m\n"
BLANKS = TABS.replace("\t", " ")
GLUED = TABS.replace("\t", "")
NUMBERED = "# Task Human AI\n1 Fix parser 8h 10m\n2 Write docs 4h 20m\n"
GLUED_FACTORS = "#TaskHuman Est.ClaudeSup.FactorSup. Factor\n"
FACTORS = "# Task Human Est. Claude Sup. Factor Sup. Factor\n"


def read(folder: Path, rows: str) -> list[str] | str:
    """Return the tasks with their minutes, or what is wrong."""
    (outcome,) = outcomes(folder, "2026-09-07.txt", FRAME.format(rows=rows))
    if not isinstance(outcome, Imported):
        return "; ".join(str(problem) for problem in outcome.problems)
    tasks = outcome.draft.tasks
    return [f"{task.task}|{task.human.total_seconds() / 60:g}|{task.ai.total_seconds() / 60:g}" for task in tasks]


@pytest.mark.parametrize(
    ("rows", "tasks"),
    [
        ("Task\tHuman\tAI\nBeta\t1h 30m\t20m", ["Beta|90|20"]),
        ("Task\tHuman\tAI\nWait 5h\t1h\t20m", ["Wait 5h|60|20"]),
        ("Task\tHuman\tAI\tTokens\nBeta\t1 hour 30 min\t1h 20m", ["Beta|90|80"]),
        ("#\tTask\tHuman\tAI\n1\t2 docs\t1h30m\t20m", ["2 docs|90|20"]),
        ("\tTask\tHuman\tAI\n\tBeta\t1h 30m\t20m", ["Beta|90|20"]),
        ("Task\tHuman\tAI\tTokens\nBeta\t1h 30m\t20m\t\t", ["Beta|90|20"]),
        ("Task Human AI\nBeta\t1h 30m\t20m", ["Beta|90|20"]),
        ("TaskHumanAI\nWrite docs1h 30m20m", ["Write docs|90|20"]),
        (FACTORS + "1 Fix parser 1h 30m 20m 3m 4.5x 30.0x", ["Fix parser|90|20"]),
        (FACTORS + "1 Wait 1h 30m 20m 3m 1.5x 10.0x", ["Wait 1h|30|20"]),
        (FACTORS + "1 Fix parser 8 hours 30 minutes 10 minutes 5m 51.0x 102.0x", ["Fix parser|510|10"]),
        (GLUED_FACTORS + "1Fix parser1h30m1h20m3m1.1x30.0x", ["Fix parser|90|80"]),
        (FACTORS + "1 Fix parser 1,5h 20m 3m 4,5x 30,0x", ["Fix parser|90|20"]),
        (FACTORS + "1 Fix parser 1,125h 20m 3m 3,4x 22,5x", ["Fix parser|67.5|20"]),
        (GLUED_FACTORS + "1Fix parser1,5h20m3m4,5x30,0x", ["Fix parser|90|20"]),
        ("Task Human AI\nFix parser 12h 30m", ["Fix parser|720|30"]),
        ("TaskHumanAI\nFix parser12h30m", ["Fix parser|720|30"]),
        ("TaskHumanAI\nWrite docs4h20m", ["Write docs|240|20"]),
    ],
)
def test_what_tells_the_cells_apart(rows: str, tasks: list[str], tmp_path: Path) -> None:
    assert read(tmp_path, rows) == tasks


@pytest.mark.parametrize(
    "rows",
    [
        "Task Human AI\nBeta 1h 30m 20m",
        "TaskHumanAI\nWrite docs1h30m20m",
        "Task Human AI\nFix parser 8 hours 30 minutes 10 minutes",
        "Task Human AI\nWrite docs 4h 1h 20m",
        "Task Human AI\n1h 30m 20m",
        "TaskHumanAI\nCut the build to 58h20m",
        "TaskHumanAI\nBuild v212h20m",
        "TaskHumanAI\nPlan release-212h20m",
        FACTORS + "1 Fix parser 1h 30m 20m 3m 2.6x 20.0x",
    ],
)
def test_a_row_with_two_readings_is_refused(rows: str, tmp_path: Path) -> None:
    found = read(tmp_path, rows)
    assert ":8:" in found
    assert "it can be read in more than one way" in found


@pytest.mark.parametrize("row", ["Beta\t1h", "Beta 1h 20m", "Beta\t1h\t20m\tx"])
def test_a_row_with_other_cells_than_its_tabbed_table_is_refused(row: str, tmp_path: Path) -> None:
    assert "below 3 headings" in read(tmp_path, TABS + row)


@pytest.mark.parametrize(
    "rows",
    [
        TABS + "\t12h\t30m",
        BLANKS + "12h 30m",
        GLUED + "12h30m",
        NUMBERED + "12h 30m",
        NUMBERED + "2 tasks 12h 30m",
        NUMBERED + "Total 12h 30m",
        NUMBERED + "Total 120h",
        NUMBERED + "Grand total: 12 hours in 30 minutes",
        BLANKS + "Total 120h",
        TABS + "Total\t12h\t30m",
        BLANKS + "\nTotal 12h 30m",
    ],
)
def test_rows_of_sums(rows: str, tmp_path: Path) -> None:
    assert read(tmp_path, rows) == ["Fix parser|480|10", "Write docs|240|20"]


@pytest.mark.parametrize(
    "rows",
    [
        TABS + "\t13h\t31m",
        BLANKS + "13h 31m",
        GLUED + "13h31m",
        NUMBERED + "13h 31m",
        NUMBERED + "4 tasks 13h 31m",
        NUMBERED + "3 tasks 12h 30m",
    ],
)
def test_an_untitled_row_that_is_no_sum_is_refused(rows: str, tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, rows), str)


@pytest.mark.parametrize(
    "text",
    [
        "Longest stretch: 2h 15m",
        "The rest of the day I spent on reading mails, which took me 1h 30m",
        "Mails 2h 15m",
    ],
)
@pytest.mark.parametrize("table", [BLANKS, GLUED, BLANKS.replace("AI", "AI Leverage").replace("0m\n", "0m 1x\n")])
def test_what_may_be_prose_below_a_table_is_no_task(table: str, text: str, tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, f"{table}\n{text}"), str)


def test_what_may_be_prose_with_the_next_number_is_no_task(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, f"{NUMBERED}\n3 of these took 2h 15m"), str)
    assert len(read(tmp_path, f"{NUMBERED}\n3 Mails 2h 15m")) == 3


def test_prose_with_times_below_other_prose(tmp_path: Path) -> None:
    found = read(tmp_path, f"{BLANKS}\nThe day went well.\n\nLongest stretch: 2h 15m")
    assert found == ["Fix parser|480|10", "Write docs|240|20"]


@pytest.mark.parametrize("between", [": ", ":", " : ", " ", "\t", ":\t", "  ", "： ", " = "])
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("Total tasks", "2", "3"),
        ("Total human-equivalent hours", "12.0", "13.0"),
        ("Human-equivalent hours", "12h (1.5 working days)", "13h (1.6 working days)"),
        ("Total Claude minutes", "30", "31"),
        ("Weighted average leverage factor", "24.0x", "25.0x"),
        ("Total tokens", "~2.4M", "~2.4M or so"),
        ("Total supervisory minutes", "–", "– or so"),
    ],
)
def test_what_stands_between_an_aggregate_and_its_value(
    between: str, name: str, right: str, wrong: str, tmp_path: Path
) -> None:
    for value, codes in ((right, set()), (wrong, {"I014" if "or so" in wrong else "I015"})):
        rows = f"{BLANKS}\nMetric Value\n{name}{between}{value}"
        (outcome,) = outcomes(tmp_path, "2026-09-07.txt", FRAME.format(rows=rows))
        assert isinstance(outcome, Imported)
        assert {problem.code for problem in outcome.problems} == codes
        assert {one.printed for one in outcome.mismatches} <= {value, *value.strip(")").split(" (")}


def test_rows_that_all_stand_behind_empty_lines(tmp_path: Path) -> None:
    assert read(tmp_path, BLANKS.replace("\n", "\n\n")) == ["Fix parser|480|10", "Write docs|240|20"]
