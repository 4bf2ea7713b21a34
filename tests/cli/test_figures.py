import json

import pytest

from leverage_site.cli import console
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


@pytest.mark.parametrize("width", [200, 80, 40])
def test_names_for_people(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "terminal_width", lambda: width)
    lines = cli("--site", REPOSITORY, "figures", "2026-04-07").stdout.splitlines()
    assert lines[0] == "Live figures of 2026-04-07"
    names = listed("2026-04-07")
    # Nothing is wider but what would be no name any more if it was cut.
    assert all(len(line) <= width or line.split()[0] in names for line in lines)
    shown = {line.split()[0]: line for line in lines if line[:2] == "  " != line[2:4] and line.split()[0] in names}
    assert list(shown) == list(names)
    for name, line in shown.items():
        assert line.split(maxsplit=1)[1].startswith(console.cut(names[name]["text"], 28))
    text = " ".join(" ".join(lines).split())
    for said in (names["tokens"]["definition"], FORMS["words"], "none of them later than the text."):
        assert said in text


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (200, "  previous.supervision   60 min      Supervision of the day before"),
        (50, "  previous.supervision   60 min      Supervision…"),
        (40, "  previous.supervision   60 min      Su…"),
        (30, "  previous.supervision   60 min"),
    ],
)
def test_what_a_figure_is_of_is_cut_where_the_terminal_ends(
    width: int, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "terminal_width", lambda: width)
    assert line in cli("--site", REPOSITORY, "figures", "2026-04-07").stdout.splitlines()


def test_names_for_other_programs_are_lines_with_tabs() -> None:
    lines = cli("--site", REPOSITORY, "figures", "2026-04-07").stdout.splitlines()
    names = listed("2026-04-07")
    assert lines == ["\t".join((name, one["text"], one["definition"])) for name, one in names.items()]


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
