"""Nothing empty is drawn: what a small site shows grows with its days, its tasks and its tags."""

from pathlib import Path

import pytest

from leverage_site.pages.plan import KINDS
from leverage_site.pages.thresholds import still_to_come
from tests.support.sites import Site, task

LISTED = {"weeks", "months", "years"}
TASKED = {"dashboard", "tasks"}
NEEDING = {*LISTED, *TASKED, "projects", "tags"}
HAVING = {
    "nothing": (None, set()),
    "a day of rest": ({"tasks": []}, LISTED),
    "a tagged day of rest": ({"tasks": [], "tags": ["AI"]}, LISTED | {"tags"}),
    "a task": ({}, LISTED | TASKED),
    "a project": ({"tasks": [task(project="wiki")]}, LISTED | TASKED | {"projects"}),
    "a tag of a task": ({"tasks": [task(tags=["Web"])]}, LISTED | TASKED | {"tags"}),
}


@pytest.mark.parametrize("name", HAVING)
def test_what_has_content(name: str, tmp_path: Path) -> None:
    keys, wanted = HAVING[name]
    site = Site(tmp_path) if keys is None else Site(tmp_path).record(**keys)
    content = site.prepared().plan.content
    kinds = {kind.name for kind in KINDS}
    assert kinds > NEEDING
    assert {kind.name for kind in KINDS if kind.has_content(content)} == (kinds - NEEDING) | wanted


def test_a_note_alone_makes_a_list_of_weeks(tmp_path: Path) -> None:
    site = Site(tmp_path).file("content/weeks/2026-W15.md", "A week.\n")
    content = site.prepared().plan.content
    assert [kind.name for kind in KINDS if kind.name == "weeks" and kind.has_content(content)]


TO_COME = {
    (0, 0): "Charts appear after five days.",
    (4, 90): "Charts appear after five days.",
    (5, 90): "The calendar appears after ten days, and records from then on.",
    (9, 9): "The calendar appears after ten days, and records from then on.",
    (10, 9): "Leaders appear after ten tasks.",
    (10, 10): "",
}


@pytest.mark.parametrize("size", TO_COME)
def test_what_is_still_to_come(size: tuple[int, int]) -> None:
    assert still_to_come(*size) == TO_COME[size]
