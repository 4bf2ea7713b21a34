"""The data files: every figure, unrounded, null where unknown, oldest first."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.pages import data
from leverage_site.pages.data import DATA_KINDS
from leverage_site.pages.page import PageKind
from tests.support.sites import Site, task


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).settings(assistant="AI", base_url="https://example.org/blog/")
    site.record("2026-04-07", tasks=[task("Slow", "1h", "7m"), task("Fast", "8h", "3m", supervision="0m")])
    row = task('A, "b"\u00a0<c>', "1h 30m", "90s", supervision="30s", tokens="~1.5k", project="p")
    return site.record("2026-04-06", tasks=[row], url="/ü/")


def days(site: Site) -> list[dict[str, Any]]:
    return json.loads(site.built()["data/days.json"])["days"]


def tasks(site: Site) -> list[dict[str, Any]]:
    return json.loads(site.built()["data/tasks.json"])["tasks"]


def test_days(site: Site) -> None:
    assert days(site) == [
        {
            "date": "2026-04-06",
            "url": "https://example.org/blog/%C3%BC/",
            "tasks": 1,
            "human_hours": 1.5,
            "ai_minutes": 1.5,
            "supervision_minutes": 0.5,
            "tokens": 1500,
            "leverage": 60.0,
            "supervisory": 180.0,
            "tokens_estimated": True,
            "withdrawn": None,
        },
        {
            "date": "2026-04-07",
            "url": "https://example.org/blog/posts/2026/2026-04-07-leverage-record.html",
            "tasks": 2,
            "human_hours": 9,
            "ai_minutes": 10,
            "supervision_minutes": 0,
            "tokens": None,
            "leverage": 54.0,
            "supervisory": None,
            "tokens_estimated": None,
            "withdrawn": None,
        },
    ]


def test_a_withdrawn_day_is_listed_without_figures(site: Site) -> None:
    site.record("2026-03-01", tasks=[task(human="9h")], withdrawn="Not mine, & <so>").record("2026-04-08")
    first, *others = days(site)
    known = {
        "date": "2026-03-01",
        "url": "https://example.org/blog/posts/2026/2026-03-01-leverage-record.html",
        "withdrawn": "Not mine, & <so>",
    }
    assert first == {**dict.fromkeys(first), **known}
    assert [(row["date"], row["withdrawn"]) for row in others] == [
        ("2026-04-06", None),
        ("2026-04-07", None),
        ("2026-04-08", None),
    ]
    site.record("2026-04-07", tasks=[task(human="9h")], withdrawn="Nor this")
    assert [row["withdrawn"] for row in days(site)] == ["Not mine, & <so>", None, "Nor this", None]


def test_tasks_in_the_order_of_their_pages(site: Site) -> None:
    found = tasks(site)
    assert [(row["date"], row["n"], row["task"]) for row in found] == [
        ("2026-04-06", 1, 'A, "b"\u00a0<c>'),
        ("2026-04-07", 1, "Fast"),
        ("2026-04-07", 2, "Slow"),
    ]
    assert found[0] == {
        "date": "2026-04-06",
        "n": 1,
        "task": 'A, "b"\u00a0<c>',
        "human_hours": 1.5,
        "ai_minutes": 1.5,
        "supervision_minutes": 0.5,
        "tokens": 1500,
        "project": "p",
        "factor": 60.0,
        "supervisory": 180.0,
        "tags": [],
        "assistant": "AI",
        "note": None,
        "day_tags": [],
        "day_tokens": 1500,
        "id": "a-b-c",
        "permalink": "https://example.org/blog/%C3%BC/#t--a-b-c",
        "url": None,
        "links": [],
        "tokens_estimated": True,
        "day_tokens_estimated": True,
        "extra": {},
    }
    assert found[1]["supervisory"] is None
    assert found[2]["supervision_minutes"] is None
    assert found[2]["factor"] == 60 / 7


PULL = {"title": "Pull; request", "url": "https://example.org/pull/12"}


def test_a_task_s_own_keys_are_in_both_files(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(assistant="Claude")
    own = {"id": "fix", "url": "https://example.org/1", "links": [PULL], "extra": {"mood": "good"}}
    files = site.record(tasks=[task(tokens="1k", **own), task(tokens="2k", assistant="Codex")]).built()
    first, second = json.loads(files["data/tasks.json"])["tasks"]
    assert {name: first[name] for name in own} == own
    assert [row["assistant"] for row in (first, second)] == ["Claude", "Codex"]
    assert [row["day_tokens"] for row in (first, second)] == [3000, 3000]
    assert [row["tokens_estimated"] for row in (first, second)] == [False, False]
    assert first["permalink"].endswith("#t--fix")
    cells, bare = csv.DictReader(io.StringIO(files["data/tasks.csv"].decode(), newline=""), strict=True)
    assert (json.loads(cells["links"]), json.loads(cells["extra"])) == ([PULL], {"mood": "good"})
    assert (cells["url"], cells["tokens_estimated"]) == ("https://example.org/1", "false")
    assert (bare["url"], bare["links"], bare["extra"]) == ("", "", "")


@pytest.mark.parametrize(
    ("day", "rows", "wanted"),
    [
        ({}, ["640k", "~90k"], (730_000, True)),
        ({"tokens": "~1M"}, ["640k", "90k"], (1_000_000, True)),
        ({}, ["640k", None], (640_000, False)),
        ({}, [None, None], (None, None)),
    ],
)
def test_the_tokens_of_a_day_are_those_of_the_days_file(tmp_path: Path, day, rows, wanted) -> None:
    listed = [task(**({"tokens": tokens} if tokens else {})) for tokens in rows]
    site = Site(tmp_path).record(tasks=listed, **day)
    (whole,) = days(site)
    assert (whole["tokens"], whole["tokens_estimated"]) == wanted
    assert {(row["day_tokens"], row["day_tokens_estimated"]) for row in tasks(site)} == {wanted}


def test_the_order_of_the_file(site: Site) -> None:
    site.settings("pages", task_order="file")
    assert [row["task"] for row in tasks(site)][1:] == ["Slow", "Fast"]


def test_the_shape_of_the_files(site: Site) -> None:
    files = site.built()
    for name in ("days", "tasks"):
        data = json.loads(files[f"data/{name}.json"])
        assert set(data) == {"version", name}
        assert data["version"] == 1
        assert not files[f"data/{name}.csv"].startswith(b"\xef\xbb\xbf")
        assert b"\r" not in files[f"data/{name}.csv"]
        assert files[f"data/{name}.json"].count(b"\n") == len(data[name]) + 2


def test_csv_has_the_columns_of_json_and_nothing_for_null(site: Site) -> None:
    files = site.built()
    header, first, *_ = csv.reader(io.StringIO(files["data/tasks.csv"].decode(), newline=""), strict=True)
    assert header == list(tasks(site)[0])
    assert first[2] == 'A, "b"\u00a0<c>'
    rows = list(csv.DictReader(io.StringIO(files["data/days.csv"].decode(), newline=""), strict=True))
    assert list(rows[0]) == list(days(site)[0])
    assert (rows[1]["tokens"], rows[1]["supervisory"], rows[1]["supervision_minutes"]) == ("", "", "0")


def test_nothing_is_rounded(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[task("a", "0.33h", "7m"), task("b", "1h", "13m")])
    (day,) = days(site)
    assert day["human_hours"] == 1.33
    assert day["leverage"] == pytest.approx(79.8 / 20, rel=1e-15)
    assert [row["factor"] for row in tasks(site)] == [60 / 13, pytest.approx(19.8 / 7, rel=1e-15)]


def test_an_empty_site_has_empty_data(tmp_path: Path) -> None:
    files = Site(tmp_path).built()
    assert json.loads(files["data/days.json"]) == {"version": 1, "days": []}
    assert json.loads(files["data/tasks.json"]) == {"version": 1, "tasks": []}
    assert files["data/days.csv"].decode().count("\n") == 1


def test_a_rest_day_is_in_the_data(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[])
    (day,) = days(site)
    assert (day["tasks"], day["human_hours"], day["leverage"], day["supervisory"]) == (0, 0, None, None)
    assert tasks(site) == []


@pytest.mark.parametrize("months", [[], [1], [1, 1, 2], [1, 3, 12]], ids=str)
@pytest.mark.parametrize("kind", DATA_KINDS, ids=lambda kind: kind.name)
def test_a_file_is_its_segments_one_after_the_other(tmp_path: Path, kind: PageKind, months: list[int]) -> None:
    site = Site(tmp_path)
    for day, month in enumerate(months, 1):
        site.record(f"2026-{month:02}-{day:02}", tasks=[] if month == 3 else [task("A", "1h", "1m")] * day)
    plan = site.prepared().plan
    inputs = kind.collect(plan.content)
    segments = [kind.view(plan.site, kind.address, one).text for one in kind.segments(inputs)]
    assert "".join(segments) == kind.view(plan.site, kind.address, inputs).text
    assert len(segments) == max(1, len(inputs.months))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2))
def test_any_text_comes_back_from_a_cell(texts: list[str]) -> None:
    line = ",".join(map(data._cell, texts)) + "\n"  # noqa: SLF001
    assert list(csv.reader(io.StringIO(line, newline=""), strict=True)) == [texts]
