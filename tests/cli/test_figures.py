import json

import pytest

from leverage_site.live.values import FORMS
from tests.support.workspace import REPOSITORY, cli, make_site


def listed(*args: str) -> dict[str, dict]:
    result = cli("--site", REPOSITORY, "figures", "--json", *args)
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert list(answer) == ["version", "of", "figures", "forms"]
    assert answer["forms"] == dict(FORMS)
    assert all(list(one) == ["name", "text", "value", "definition"] for one in answer["figures"])
    return {one["name"]: one for one in answer["figures"]}


def test_names_of_a_record() -> None:
    found = listed("2026-04-07")
    assert found["leverage"] == {
        "name": "leverage",
        "text": "43.3x",
        "value": 535.5 * 60 / 742,
        "definition": "Leverage: Sum of the human estimates ÷ sum of the assistant's time. Never a mean of factors.",
    }
    assert found["month.tasks"]["text"] == "51"
    assert found["leverage.rank.all"]["text"] == "the second highest so far"
    assert len([name for name in found if name.startswith("task.")]) == 36 * 6


def test_the_newest_record_is_the_usual_one() -> None:
    assert listed() == listed("2026-04-22")


@pytest.mark.parametrize(
    ("of", "tasks", "missing"),
    [
        ("2026-W15", "36", "week.tasks"),
        ("2026-04", "124", "leverage.rank"),
        ("2026", "136", "month.tasks"),
        ("all", "136", "previous.tasks"),
    ],
)
def test_names_of_notes_and_pages(of: str, tasks: str, missing: str) -> None:
    found = listed(of)
    assert found["tasks"]["text"] == tasks
    assert missing not in found


def test_names_for_people() -> None:
    result = cli("--site", REPOSITORY, "figures", "2026-04-07")
    lines = result.stdout.splitlines()
    assert lines[0] == "Live figures of 2026-04-07"
    assert "  tasks         36           Tasks: The number of tasks." in lines
    assert any(line.startswith("  words    a whole number in words") for line in lines)


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2026-04-08", "2026-04-08 has no record"), ("yesterday", "YYYY-MM-DD"), ("2026-W60", "YYYY-MM-DD")],
)
def test_what_has_no_names_is_not_understood(day: str, reason: str) -> None:
    result = cli("--site", REPOSITORY, "figures", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_a_site_without_records_has_names_of_pages(tmp_path) -> None:
    result = cli("--site", make_site(tmp_path), "figures", "all")
    assert result.exit_code == 0
    assert "all.tasks" in result.stdout
