import json
import unicodedata

import pytest

from tests.support.workspace import REPOSITORY, cli, make_site

KEYS = ["key", "tasks", "human_hours", "ai_minutes", "supervision_minutes", "tokens", "leverage", "supervisory"]

DAYS = [
    ("2026-03-01", 12, 204, 503, None, 2_620_000, "24.3", None),
    ("2026-04-02", 15, 374, 431, 60, 2_412_000, "52.1", "374.0"),
    ("2026-04-07", 36, 535.5, 742, 131, 4_826_000, "43.3", "245.3"),
    ("2026-04-19", 47, 2135.5, 2010, 148, 9_487_000, "63.7", "865.7"),
    ("2026-04-22", 26, 189.08, 704, 79, 3_030_000, "16.1", "143.6"),
]
MARCH = ("2026-03", 12, 204, 503, None, 2_620_000, "24.3", None)
APRIL = ("2026-04", 124, 3234.08, 3887, 418, 19_755_000, "49.9", "464.2")
ALL = (None, 136, 3438.08, 4390, 418, 22_375_000, "47.0", "464.2")


def stats(*args, site=REPOSITORY):
    result = cli("--site", site, "stats", "--json", *args)
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert list(answer) == ["version", "by", "rows", "total"]
    assert answer["version"] == 1
    assert all(list(row) == KEYS for row in answer["rows"])
    assert list(answer["total"]) == KEYS[1:]
    return answer


def printed(row):
    """Return a row with its two ratios as they are printed; the ratios themselves are not rounded."""
    shown = [None if row[name] is None else f"{row[name]:.1f}" for name in ("leverage", "supervisory")]
    return (row.get("key"), *(row[name] for name in KEYS[1:6]), *shown)


def test_the_five_days():
    answer = stats()
    assert answer["by"] == "day"
    assert [printed(row) for row in answer["rows"]] == DAYS
    assert printed(answer["total"]) == ALL


def test_the_figures_are_not_rounded():
    rows = {row["key"]: row for row in stats()["rows"]}
    assert rows["2026-04-19"]["leverage"] == 2135.5 * 60 / 2010
    assert rows["2026-04-02"]["supervisory"] == 374.0
    assert isinstance(rows["2026-03-01"]["human_hours"], int)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("month", [MARCH, APRIL]),
        ("year", [("2026", *ALL[1:])]),
        (
            "week",
            [("2026-W09", *DAYS[0][1:]), ("2026-W14", *DAYS[1][1:]), ("2026-W15", *DAYS[2][1:]),
             ("2026-W16", *DAYS[3][1:]), ("2026-W17", *DAYS[4][1:])],
        ),
        ("assistant", [("Claude", 136, 3438.08, 4390, 418, None, "47.0", "464.2")]),
    ],
)  # fmt: skip
def test_rollups_of_the_five_days(by, expected):
    answer = stats("--by", by)
    assert answer["by"] == by
    rows = [printed(row) for row in answer["rows"]]
    if by == "assistant":  # whether all tasks state their tokens is the content's business
        rows = [(*row[:5], None, *row[6:]) for row in rows]
    assert rows == expected
    assert printed(answer["total"]) == ALL


@pytest.mark.parametrize("by", ["project", "tag"])
def test_groups_of_tasks_add_up(by):
    answer = stats("--by", by)
    assert printed(answer["total"]) == ALL
    keys = [row["key"] for row in answer["rows"]]
    assert len(keys) == len(set(keys)) >= 1
    if by == "project":
        assert sum(row["tasks"] for row in answer["rows"]) == 136
        assert sum(row["human_hours"] for row in answer["rows"]) == pytest.approx(3438.08)


def test_a_span_that_ends_before_it_begins_is_wrong_usage():
    result = cli("--site", REPOSITORY, "stats", "--from", "2026-04-08", "--to", "2026-04-07")
    assert (result.exit_code, "--from 2026-04-08 is after --to 2026-04-07" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("args", "days"),
    [
        (["--from", "2026-04-07"], DAYS[2:]),
        (["--to", "2026-04-07"], DAYS[:3]),
        (["--from", "2026-04-07", "--to", "2026-04-07"], DAYS[2:3]),
        (["--from", "2026-04-03", "--to", "2026-04-21"], DAYS[2:4]),
        (["--from", "2026-05-01"], []),
        (["--from", "1970-01-01", "--to", "2199-12-31"], DAYS),
    ],
)
def test_from_and_to_include_their_days(args, days):
    answer = stats(*args)
    assert [printed(row) for row in answer["rows"]] == days
    assert answer["total"]["tasks"] == sum(day[1] for day in days)
    assert answer["total"]["human_hours"] == pytest.approx(sum(day[2] for day in days))


def test_a_span_may_cut_a_month():
    answer = stats("--by", "month", "--from", "2026-04-07", "--to", "2026-04-19")
    assert [(row["key"], row["tasks"], row["human_hours"]) for row in answer["rows"]] == [("2026-04", 83, 2671)]


def test_groups_of_a_fixture(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-06", "2026-04-07", "2026-04-13")
    by_week = stats("--by", "week", site=site)
    assert [(row["key"], row["tasks"], row["human_hours"], row["ai_minutes"]) for row in by_week["rows"]] == [
        ("2026-W15", 4, 19, 48), ("2026-W16", 2, 9.5, 24)
    ]  # fmt: skip
    by_project = stats("--by", "project", site=site)
    assert [(row["key"], row["tasks"], row["tokens"]) for row in by_project["rows"]] == [
        ("search", 3, 1_200_000), (None, 3, None)
    ]  # fmt: skip
    by_tag = stats("--by", "tag", site=site)
    assert [(row["key"], row["tasks"]) for row in by_tag["rows"]] == [("AI", 6), ("Testing", 6)]
    by_assistant = stats("--by", "assistant", site=site)
    assert [(row["key"], row["tasks"], row["supervisory"]) for row in by_assistant["rows"]] == [("Helper", 6, 160)]


def test_drafts_count_only_when_asked_for(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-06", "2026-04-07")
    draft = site / "content/records/2026-04-07.md"
    draft.write_text(draft.read_text().replace("tags:", "draft: true\ntags:"))
    assert [row["key"] for row in stats(site=site)["rows"]] == ["2026-04-06"]
    assert [row["key"] for row in stats("--drafts", site=site)["rows"]] == ["2026-04-06", "2026-04-07"]


def test_no_records_are_no_rows(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-06")
    (site / "content/records/2026-04-06.md").unlink()
    answer = stats(site=site)
    assert answer["rows"] == []
    assert answer["total"] == {
        "tasks": 0, "human_hours": 0, "ai_minutes": 0, "supervision_minutes": None, "tokens": None,
        "leverage": None, "supervisory": None,
    }  # fmt: skip
    assert cli("--site", site, "stats").stdout.splitlines()[-1].split() == [
        "Total",
        "0",
        "0.0",
        "0",
        "–",
        "–",
        "–",
        "–",
    ]


def test_the_table():
    result = cli("--site", REPOSITORY, "stats", "--by", "month")
    assert result.stdout.splitlines() == [
        "Month    Tasks  Human hours  Claude minutes  Supervision      Tokens  Leverage  Supervisory",
        "2026-03     12        204.0             503            –      ~2.62M     24.3x            –",
        "2026-04    124      3,234.1           3,887          418  19,755,000     49.9x       464.2x",
        "Total      136      3,438.1           4,390          418      ~22.4M     47.0x       464.2x",
    ]


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def test_columns_align_under_wide_and_combining_characters(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-06")
    record = site / "content/records/2026-04-06.md"
    text = record.read_text().replace("[AI, Testing]", '[日本語, "e\\u0301tude", plain, "ｗｉｄｅ"]')
    record.write_text(text, encoding="utf-8")
    lines = cli("--site", site, "stats", "--by", "tag").stdout.splitlines()
    assert len(lines) == 6
    assert {width(line) for line in lines} == {width(lines[0])}
    assert any(line.startswith("日本語 ") for line in lines)
