"""Rows that repeat what others say are no tasks, whatever they are called."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.sums import ClassifiedRows, classify_rows
from leverage_site.importing.importer import Rejected
from tests.support.page_import import imported, outcomes

NAMES = ("task", "human", "ai", "supervision", "n", "tags")
TWO = ("a|8h|10m|1m", "b|4h|20m|2m")
SUM = "|12h|30m|3m"
MEAN = "|6h|15m|1.5m"
NOT = "|20h|31m|9m"


def rows(texts: Sequence[str]) -> list[Row]:
    return [
        Row(n, dict(zip(NAMES, text.split("|"), strict=False)), text.replace("|", " | "))
        for n, text in enumerate(texts, 1)
    ]


def sorted_out(*texts: str, count: int | None = None) -> tuple[list[str], list[str], list[str]]:
    """Return the names of tasks, of sums, and of those that may be either."""
    found = classify_rows(rows(texts), {}, count=count)
    return (
        [row.cells["task"] for row in found.tasks],
        [one.row.cells["task"] for one in found.sums],
        [row.cells["task"] for row in found.doubtful],
    )


def wrong(*texts: str) -> list[tuple[int, str, str, str]]:
    return [(one.row.place, *figures) for one in classify_rows(rows(texts), {}).sums for figures in one.wrong]


@pytest.mark.parametrize(
    "name",
    ["Total", "TOTALS:", "**Sum:**", "Grand total", "Total (2 tasks)", "Total: 2", "Daily total", "Day's total",
     "Week total", "Total for 2026-09-06", "Sum of all tasks", "Subtotal", "Sub-total", "Σ", "∑", "Gesamt", "Summe",
     "Gesamtsumme", "Zwischensumme", "Tagessumme", "Total général", "Sous-total", "Somme", "Totale", "Totaal", "Suma",
     "Summa", "Yhteensä", "Razem", "Celkem", "Итого", "Всего", "Toplam", "合計", "小計", "总计", "小计", "合計（2件）", "합계",
     "المجموع"],
)  # fmt: skip
def test_a_row_with_nothing_but_words_of_sums_is_one(name: str) -> None:
    assert sorted_out(*TWO, name + SUM) == (["a", "b"], [name], [])
    assert sorted_out(name + SUM, *TWO) == (["a", "b"], [name], [])
    assert wrong(*TWO, name + SUM) == []
    assert wrong(*TWO, f"{name}|20h|30m|3m") == [(3, "human", "20h", "12h")]


@pytest.mark.parametrize(
    "name",
    ["Average", "Daily average", "Avg.", "Mean", "Ø", "Durchschnitt", "Moyenne", "Media", "Среднее", "平均"],
)
def test_so_are_averages(name: str) -> None:
    assert sorted_out(*TWO, "Total" + SUM, name + MEAN) == (["a", "b"], ["Total", name], [])
    assert wrong(*TWO, name + MEAN) == []


def test_and_medians_and_extremes() -> None:
    texts = (*TWO, "c|1h|5m|1m")
    assert wrong(*texts, "Median|4h|10m|1m", "Min|1h|5m|1m", "Max|8h|20m|2m") == []
    assert wrong(*texts, "Median|5h|10m|1m") == [(4, "human", "5h", "4h")]


@pytest.mark.parametrize("name", ["All tasks", "All", "Whole day", "Yht.", "Alles zusammen", "2 tasks", "計画"])
def test_a_short_name_with_the_figures_of_a_sum_is_in_doubt(name: str) -> None:
    assert sorted_out(*TWO, name + SUM) == (["a", "b"], [], [name])
    assert sorted_out(name + SUM, *TWO) == (["a", "b"], [], [name])
    assert sorted_out(*TWO, name + NOT) == (["a", "b", name], [], [])
    assert sorted_out(*TWO, name + SUM, "Average" + MEAN)[2] == [name]


@pytest.mark.parametrize(
    ("texts", "doubtful"),
    [
        (("a|1h|1m", "b|1h|1m", "c|2h|2m"), 0),
        (("a|1h|5m", "b|2h|5m", "Write the release notes|3h|10m"), 0),
        (("a|1h|5m", "b|1h|10m", "c|2h|5m", "Write the release notes|4h|20m"), 0),
        (("a|1.25h|7m", "b|3h|11m", "c|0.5h|4m", "Everything done on that day|4.75h|22m"), 1),
        (("a|8h|10m", "Everything|8h|10m"), 1),
        (("a|8h|10m", "Everything|8h|11m"), 0),
        ((*TWO, f"c{SUM}|3"), 0),
        ((*TWO, f"c{SUM}||billing"), 0),
    ],
)
def test_an_easy_coincidence_is_none(texts: tuple[str, ...], doubtful: int) -> None:
    found = sorted_out(*texts)
    assert (len(found[0]), len(found[1]), len(found[2])) == (len(texts) - doubtful, 0, doubtful)


@pytest.mark.parametrize(
    "title",
    ["Total rewrite of the parser", "Sum types in the compiler", "Fix the subtotals", "Average latency of the feed",
     "Mean-field model", "Summary", "Totally new", "Gesamtkonzept", "Averages on the dashboard page", "Resume", "Media kit",
     "Media", "Mean", "Max", "Everything", "Overall"],
)  # fmt: skip
def test_a_task_may_be_called_after_a_sum(title: str) -> None:
    assert sorted_out(*TWO, f"{title}|1h|5m|1m") == (["a", "b", title], [], [])
    assert sorted_out(f"{title}|1h|5m|1m", *TWO) == ([title, "a", "b"], [], [])


@pytest.mark.parametrize(
    "name", ["Subtotal Billing", "Billing total", "Total Billing", "Total for billing work", "合計 2件 請求"]
)
def test_a_sum_of_something_is_known_by_its_figures(name: str) -> None:
    assert sorted_out(*TWO, name + SUM) == (["a", "b"], [name], [])
    assert sorted_out(name + SUM, *TWO) == (["a", "b"], [name], [])
    assert sorted_out(*TWO, f"{name}|12h|31m|3m") == (["a", "b"], [], [name])


@pytest.mark.parametrize(
    ("name", "figures"),
    [("Total across both repos today", "13h|30m"), ("Total across both repos today", "12h|25m"),
     ("Total without the breaks", "12h|25m"), ("Sum for everything that the day was about", "12h|25m"),
     ("Monday", "12.4h|30m"), ("All tasks", "13h|30m"), ("The week", "12h|31m")],
)  # fmt: skip
def test_a_name_that_a_sum_may_have_is_in_doubt_if_a_time_follows(name: str, figures: str) -> None:
    assert sorted_out(*TWO, f"{name}|{figures}") == (["a", "b"], [], [name])
    assert sorted_out(*TWO, f"{name}|5h|7m") == (["a", "b", name], [], [])
    assert sorted_out(*TWO, f"{name}|{figures}||3") == (["a", "b", name], [], [])


@pytest.mark.parametrize("name", ["Overall", "Max", "Everything", "Altogether"])
def test_the_only_task_again_under_a_name_of_a_sum_is_in_doubt(name: str) -> None:
    assert sorted_out(TWO[0], f"{name}|8h|10m|1m") == (["a"], [], [name])
    assert sorted_out(TWO[0], f"{name}|8h|10m|1m||x") == (["a", name], [], [])


def test_groups_with_their_sums() -> None:
    texts = ("a|4h|10m", "b|2h|5m", "Subtotal Billing|6h|15m", "c|6h|15m", "Subtotal Docs|6h|15m",
             "Grand Total|12h|30m", "Average|4h|10m")  # fmt: skip
    assert sorted_out(*texts) == (
        ["a", "b", "c"],
        ["Subtotal Billing", "Subtotal Docs", "Grand Total", "Average"],
        [],
    )
    assert wrong(*texts) == []
    assert wrong(*texts[:3], "c|6h|15m", "Subtotal|7h|15m", "Total|12h|30m") == [(5, "human", "7h", "6h")]
    above = ("Subtotal|6h|15m", "a|4h|10m", "b|2h|5m", "Subtotal|6h|15m", "c|6h|15m")
    assert sorted_out(*above)[0] == ["a", "b", "c"]
    assert wrong(*above) == []


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("1h|4m", []),
        ("0.99h|3.99m", []),
        ("1.0h|4.0m", []),
        ("59m|3m59s", []),
        ("1:00:00|0:03:59", [("human", "1:00:00", "0.99h")]),
        ("2h|4m", [("human", "2h", "0.99h")]),
        ("2.0h|4m", [("human", "2.0h", "0.99h")]),
        ("1.00h|4m", [("human", "1.00h", "0.99h")]),
    ],
)
def test_a_rounded_sum_follows(total: str, told: list[tuple[str, str, str]]) -> None:
    found = classify_rows(rows(["a|0.33h|1.33m", "b|0.33h|1.33m", "c|0.33h|1.33m", f"Total|{total}"]), {})
    assert len(found.tasks) == 3
    assert list(found.sums[0].wrong) == told


def test_the_count_that_a_page_prints_settles_it() -> None:
    assert sorted_out(*TWO, "All tasks" + SUM, count=2) == (["a", "b"], ["All tasks"], [])
    assert sorted_out(*TWO, "All tasks" + SUM, count=3) == (["a", "b", "All tasks"], [], [])
    assert sorted_out(*TWO, "All tasks" + SUM, count=7)[2] == ["All tasks"]


@pytest.mark.parametrize("own", ["|3", "||billing"])
def test_a_sum_with_a_number_of_its_own_must_follow(own: str) -> None:
    assert sorted_out(*TWO, f"Total{SUM}{own}") == (["a", "b"], ["Total"], [])
    assert sorted_out(*TWO, f"Total{NOT}{own}") == (["a", "b"], [], ["Total"])


def test_a_row_without_a_number_among_numbered_ones_is_a_sum_if_its_figures_say_so() -> None:
    texts = [f"{text}|{n}" for n, text in enumerate(TWO, 1)]
    assert sorted_out(*texts, f"All of the work of the day{SUM}|") == (
        ["a", "b"],
        ["All of the work of the day"],
        [],
    )


def test_a_sum_of_nothing_is_in_doubt() -> None:
    assert sorted_out("Total|12h|30m|3m") == ([], [], ["Total"])
    assert sorted_out("Total") == ([], ["Total"], [])


def test_the_name_may_stand_in_another_cell() -> None:
    total = Row(3, {"n": "Σ", "task": "", "human": "12h", "ai": "30m"}, "Σ |  | 12h | 30m")
    unknown = Row(3, {"task": "", "human": "21h", "ai": "30m"}, "Grand total |  | 21h | 30m")
    bare = Row(3, {"task": "", "human": "12h", "ai": "30m"}, " |  | 12h | 30m")
    for row, told in ((total, 0), (unknown, 1), (bare, 0)):
        found = classify_rows([*rows(TWO), row], {})
        assert (len(found.tasks), [len(one.wrong) for one in found.sums]) == (2, [told])


PAGE = "# Leverage 2026-09-06\n\nThe lead.\n\n{}\n\n## Analysis\n\nText.\n"
TABLE = "| Task | Human | AI | Factor |\n|---|---|---|---|\n| A | 8h | 10m | 48.0x |\n| B | 4h | 20m | 12.0x |\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md", PAGE.format(TABLE + "| **Total** | **12h** | **30m** | 24.0x |")),
        ("2026-09-06.txt", "Task Log\n#TaskHuman Est.ClaudeLeverage\n1A8h10m48.0x\n2B4h20m12.0x\nTotal (2)12h30m24.0x\n"),
        ("2026-09-06.txt", "Task Log\n#TaskHuman Est.ClaudeLeverage\n1A8h10m48.0x\nSubtotal8h10m\n2B4h20m12.0x\n\nTotal12h30m24.0x\n"),
        ("2026-09-06.txt", "Task Log\nTask Human Est. Claude Leverage\nA 8h 10m 48.0x\nB 4h 20m 12.0x\nΣ 12h 30m 24.0x\n"),
    ],
)  # fmt: skip
def test_a_sum_on_a_page_is_left_out_and_told(name: str, text: str, tmp_path: Path) -> None:
    found = imported(tmp_path, name, text)
    assert [task.task for task in found.draft.tasks] == ["A", "B"]
    assert "row of totals" in found.left_out
    assert (found.mismatches, found.problems) == ((), ())


def test_its_figures_are_held_against_the_rows(tmp_path: Path) -> None:
    text = PAGE.format(
        TABLE + "| Total | 12.5h | 30m | 25.0x |\n\n| Metric | Value |\n|---|---|\n| Total tasks | 2 |"
    )
    found = imported(tmp_path, "x.md", text)
    assert [(item.row, item.figure, item.printed, item.computed) for item in found.mismatches] == [
        (3, "human", "12.5h", "12.0h"),
        (3, "factor", "25.0x", "24.0x"),
    ]
    assert [problem.code for problem in found.problems] == ["I015", "I015"]


def test_a_doubtful_row_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, "x.md", PAGE.format(TABLE + "| All tasks | 12h | 30m | 24.0x |"))
    assert isinstance(found, Rejected)
    assert found.rows == 3
    assert [f"{p.place.line} {p.code} {p.message}" for p in found.problems] == [
        "9 I023 the row 'All tasks' may be a task, or the sum of others"
    ]


def test_a_figure_of_a_sum_that_is_not_understood_is_told(tmp_path: Path) -> None:
    found = imported(tmp_path, "x.md", PAGE.format(TABLE + "| Total | 1.5 days | 30m | many |"))
    assert [(problem.code, problem.message.partition(",")[0]) for problem in found.problems] == [
        ("I014", "'factor' is printed as 'many'"),
        ("I014", "'human' is printed as '1.5 days'"),
    ]


@pytest.mark.parametrize(
    ("table", "hours"),
    [
        ("| A | 1,200h | 10m | 7200x |", 1200),
        ("| A | 1,200h | 10m | 7.2x |", 1.2),
        ("| A | 1,200h | 10m | |\n| B | 4h | 10m | 24.0x |", 1200),
        ("| A | 8,5h | 10m | 51x |\n| **Summe** | 8,5h | 10m | 51x |", 8.5),
        ("| A | 8h | 10m | |\n| | | | |\n| --- | --- | --- | --- |\n| Total | 8h | 10m | |", 8),
    ],
)
def test_numbers_of_pages(table: str, hours: float, tmp_path: Path) -> None:
    head = "| Task | Human | AI | Factor |\n|---|---|---|---|\n"
    found = imported(tmp_path, "2026-09-06.md", PAGE.format(head + table))
    assert found.draft.tasks[0].human == timedelta(hours=hours)
    assert [problem.code for problem in found.problems] == []
    assert found.assumptions == (("commas are for decimals",) if "," in table and hours < 1200 else ())


def test_a_number_of_a_page_that_nothing_settles(tmp_path: Path) -> None:
    (found,) = outcomes(
        tmp_path, "x.md", PAGE.format(TABLE.replace("8h", "1,250h").replace("48.0x", "").replace("12.0x", "12x"))
    )
    assert isinstance(found, Rejected)
    assert [problem.message for problem in found.problems] == ["'1,250h' may be 1250h or 1.250h"]


def test_tokens_that_only_the_sum_prints_are_the_days(tmp_path: Path) -> None:
    table = "| Task | Human | AI | Tokens |\n|---|---|---|---|\n| A | 8h | 10m | |\n| B | 4h | 20m | 5k |\n"
    found = imported(tmp_path, "x.md", PAGE.format(table + "| Total | 12h | 30m | 400k |"))
    assert found.draft.tokens is not None
    assert found.draft.tokens.count == 400_000
    assert found.mismatches == ()


def test_figures_of_sums_are_told_with_their_places(tmp_path: Path) -> None:
    text = "Date,Task,Human (hours),AI (minutes),Supervision (min)\n2026-10-12,Fix,1.5,4,\n2026-10-12,Plain,2,5,\n"
    found = imported(tmp_path, "x.csv", text + "2026-10-13,Total,5,9,1\n")
    assert [(one.place.column, one.message.partition("; ")[2]) for one in found.problems] == [
        (18, "the times of the tasks give 3.5"),
        (22, "the times of the tasks give –"),
    ]


@pytest.mark.parametrize(
    ("first", "stats", "tokens"),
    [
        ("2,5h", ("3,625", "1.250.000", "10,9x"), 1_250_000),
        ("2,5h", ("3,625 (0,5 working days)", "1,25M", "10,875x"), 1_250_000),
        ("2.5h", ("3.625", "1,250,000", "10.9x"), 1_250_000),
        ("2.5h", ("3.6", "1.250.000", "10.9x"), 1_250_000),
        ("2,5h", ("3,6h", "~1.250.000", "10,9x"), 1_250_000),
    ],
)
def test_aggregates_are_written_as_their_table(
    first: str, stats: tuple[str, str, str], tokens: int, tmp_path: Path
) -> None:
    second = "1,125h" if "," in first else "1.125h"
    names = ("Total human-equivalent hours", "Total tokens", "Weighted average leverage")
    lines = "".join(f"| {name} | {value} |\n" for name, value in zip(names, stats, strict=True))
    table = f"| Task | Human | AI |\n|---|---|---|\n| A | {first} | 10m |\n| B | {second} | 10m |\n"
    text = PAGE.format(f"{table}\n| Metric | Value |\n|---|---|\n{lines}")
    found = imported(tmp_path, "2026-09-06.md", text)
    assert found.problems == ()
    assert found.draft.tokens is not None
    assert found.draft.tokens.count == tokens
    assert sum((task.human for task in found.draft.tasks), timedelta()) == timedelta(hours=3.625)


def test_an_average_of_rows_without_human_times_has_no_weeks() -> None:
    assert sorted_out("a||10m", "b||20m", "Average||15m") == (["a", "b"], ["Average"], [])


# Rows that are called like a group, and hold its sum

GROUP_NAMES = ("n", "project", "task", "human", "ai")


def classified(texts: Sequence[str], days: Sequence[str] = (), count: int | None = None) -> ClassifiedRows:
    rows = [
        Row(n, dict(zip(GROUP_NAMES, text.split("|"), strict=True)), text.replace("|", " | "))
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
    found = classified(texts)
    assert [one.row.place for one in found.sums] == sums
    assert [one.wrong for one in found.sums] == [()] * len(sums)
    assert (len(found.tasks), found.doubtful) == (len(texts) - len(sums), ())
    assert len(classified(texts, count=len(found.tasks)).tasks) == len(found.tasks)
    assert len(classified(texts, days=["d"] * len(texts)).tasks) == len(found.tasks)


@pytest.mark.parametrize("texts", [NUMBERED, BOLD, BULLETS, BELOW, ABOVE])
def test_what_follows_from_nothing_is_a_task(texts: Sequence[str]) -> None:
    other = [text.replace("5h|21m", "6h|23m").replace("4h|30m", "9h|31m") for text in texts if "4h|7m" not in text]
    assert (len(classified(other).tasks), classified(other).doubtful) == (len(other), ())


def test_the_count_that_a_page_prints_makes_them_tasks() -> None:
    assert len(classified(NUMBERED, count=6).tasks) == 6


def test_groups_end_with_their_day() -> None:
    assert classified(ABOVE[:3], days=["1", "2", "2"]).sums == ()


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
    assert [row.place for row in classified(texts).doubtful] == doubtful
