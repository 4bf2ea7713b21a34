"""The example year: the same bytes each time, no problem in it, and everything that a real year might bring."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo.files import write
from demo.words import KINDS, PROJECTS, PROSE
from leverage_site import build
from leverage_site.cli import main
from leverage_site.records.model import Record, Task
from tests.support.sites import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "site"
    write(root)
    return root


@pytest.fixture(scope="module")
def records(site: Path) -> tuple[Record, ...]:
    _, library, problems = build.load_content(site)
    assert not problems
    return library.records


@pytest.fixture(scope="module")
def tasks(records: tuple[Record, ...]) -> list[Task]:
    return [task for record in records for task in record.body.get().tasks]


def files(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def factor(task: Task) -> float:
    return task.human / task.ai


def leverage(records: list[Record]) -> float:
    """All human hours by all of the assistant's, added up anew."""
    tasks = [task for record in records for task in record.body.get().tasks]
    return sum(task.human.total_seconds() for task in tasks) / sum(task.ai.total_seconds() for task in tasks)


# The files


@pytest.mark.site
def test_another_process_writes_the_same_bytes(site: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-m", "demo", str(tmp_path)], env=environment, cwd=ROOT, check=True)
    assert files(tmp_path) == files(site)


def test_writing_again_changes_nothing(site: Path) -> None:
    before = files(site)
    write(site)
    assert files(site) == before


@pytest.mark.site
def test_the_site_has_no_problem_and_no_warning(site: Path) -> None:
    result = CliRunner().invoke(main, ["--site", str(site), "check", "--strict"])
    assert result.exit_code == 0, result.output
    assert "No problems" in result.output


def test_what_is_invented_says_so(site: Path) -> None:
    marks = {"leverage.toml": "(synthetic)", "content/pages/about.md": "is invented"}
    marks["content/partials/about-records.md"] = "synthetic example"
    for path, words in marks.items():
        assert words in (site / path).read_text(), path


# The days


def test_the_year_is_full_but_not_every_day(records: tuple[Record, ...]) -> None:
    days = [record.date for record in records]
    assert (days[0], days[-1]) == (date(2025, 1, 1), date(2025, 12, 31))
    assert 240 <= len(days) <= 270
    assert 5 <= sum(day.weekday() > 4 for day in days) <= 25


def test_two_weeks_have_no_record(records: tuple[Record, ...]) -> None:
    weeks = {f"{record.date:%G-W%V}" for record in records}
    assert {f"2025-W{n:02}" for n in range(1, 53)} - weeks == {"2025-W30", "2025-W52"}


def test_days_are_of_every_size(records: tuple[Record, ...]) -> None:
    sizes = Counter(len(record.body.get().tasks) for record in records)
    assert sizes[47] == sizes[60] == 1
    assert sizes[0] >= 5
    assert sizes[1] >= 5
    assert sum(sizes[n] for n in range(6, 26)) > 0.8 * len(records)
    assert max(size for size in sizes if size not in (47, 60)) <= 25


def test_leverage_rises_over_the_year(records: tuple[Record, ...]) -> None:
    quarters = [leverage([r for r in records if (r.date.month - 1) // 3 == n]) for n in range(4)]
    assert quarters == sorted(quarters)
    assert 10 < quarters[0] < 20
    assert 50 < quarters[3] < 90


def test_some_records_use_the_rarer_keys(records: tuple[Record, ...]) -> None:
    assert sum(record.title is not None for record in records) == 1
    assert sum(record.summary is not None for record in records) >= 5
    assert sum(record.updated is not None for record in records) >= 3


def test_tags_are_few_and_two_are_on_every_day(records: tuple[Record, ...]) -> None:
    tags = Counter(tag for record in records for tag in record.tags)
    assert tags["AI"] == tags["Time Record"] == len(records)
    assert 8 <= len(tags) <= 10


# The tasks


def test_factors_reach_from_hardly_any_gain_to_absurd_ones(tasks: list[Task]) -> None:
    factors = sorted(map(factor, tasks))
    assert factors[0] == pytest.approx(1.7)
    assert factors[-1] == 12_000
    assert 20 < factors[len(factors) // 2] < 60


def test_supervision_is_known_unknown_and_none(records: tuple[Record, ...], tasks: list[Task]) -> None:
    assert 0.05 < sum(task.supervision is None for task in tasks) / len(tasks) < 0.2
    assert sum(task.supervision is not None and not task.supervision for task in tasks) > 50
    assert (
        sum(
            all(task.supervision is None for task in record.body.get().tasks)
            for record in records
            if record.body.get().tasks
        )
        > 4
    )


def test_tokens_are_of_tasks_first_and_of_days_later(records: tuple[Record, ...]) -> None:
    for record in records:
        early = record.date.month < 4
        assert early or all(task.tokens is None for task in record.body.get().tasks), record.date
        assert not early or record.tokens is None, record.date
    stated = [record.tokens for record in records if record.tokens is not None]
    assert any(tokens.estimated for tokens in stated)
    assert any(tokens.count % 1000 for tokens in stated)
    assert sum(any(task.tokens for task in record.body.get().tasks) for record in records) > 40


@pytest.mark.parametrize("first", [False, True])
def test_some_days_know_no_tokens(first: bool, records: tuple[Record, ...]) -> None:
    some = [record for record in records if record.body.get().tasks and (record.date.month < 4) is first]
    assert any(
        record.tokens is None and not any(task.tokens for task in record.body.get().tasks) for record in some
    )


def test_projects_begin_and_end(records: tuple[Record, ...]) -> None:
    days: dict[str | None, list[date]] = {}
    for record in records:
        for task in record.body.get().tasks:
            days.setdefault(task.project, []).append(record.date)
    assert len(days) == len(PROJECTS) == 12
    for project in PROJECTS:
        assert project.begins <= min(days[project.name]) <= max(days[project.name]) <= project.ends


def test_another_assistant_is_the_exception(tasks: list[Task]) -> None:
    assistants = Counter(task.assistant for task in tasks)
    assert assistants.keys() == {None, "Claude", "Local model", "Review model"}
    assert assistants[None] > 0.9 * len(tasks)


def test_titles_differ_and_are_complete(tasks: list[Task]) -> None:
    titles = [task.task for task in tasks]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if set("{}") & set(title) or "None" in title or title[0].islower()]
    assert sum(task.note is not None for task in tasks) > 30


# The words


def strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from strings(list(value.values()))
        case list():
            for item in value:
                yield from strings(item)


def test_prose_names_no_figure() -> None:
    assert not [text for text in strings(PROSE) if any(char.isdigit() for char in text)]


def test_every_kind_of_task_has_prose() -> None:
    assert PROSE["kinds"].keys() == KINDS.keys()


def test_bodies_have_a_lead_and_an_analysis(site: Path) -> None:
    found = set()
    for file in site.glob("content/records/*/*.md"):
        front, body = file.read_text().split("\n---\n", 1)
        lead, _, analysis = body.partition("## Analysis\n")
        assert lead.strip(), file
        assert bool(analysis.strip()) is ("tasks: []" not in front), file
        found |= {marker for marker in ("\n- ", "\n| --- ", "`", "](2025-") if marker in analysis}
    assert len(found) == 4
