import json
from types import SimpleNamespace

import pytest

from leverage_site.publish.order import ASSETS, FEEDS, LISTS, PAGES, SiteFile
from leverage_site.publish.receipt import ListedFile, Receipt
from leverage_site.publish.review import (
    DAYS,
    TASKS,
    ChangedDay,
    changed_days,
    has_correction,
    lost_addresses,
    uncorrected,
)

DAY = {
    "date": "2026-04-07",
    "url": "x",
    "tasks": 2,
    "human_hours": 9.5,
    "supervision_minutes": None,
    "leverage": 23.75,
}
TASK = {"date": "2026-04-07", "n": 1, "id": "a", "human_hours": 8.0, "ai_minutes": 20.0, "url": "y", "tags": ["x"]}


def data(*days: dict, tasks: tuple[dict, ...] = (TASK,)) -> dict[str, bytes]:
    return {
        DAYS: json.dumps({"version": 1, "days": days}).encode(),
        TASKS: json.dumps({"version": 1, "tasks": tasks}).encode(),
    }


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        (data(DAY), None),
        (data({**DAY, "url": "elsewhere", "new_column": 1}), None),
        (data(DAY, {**DAY, "date": "2026-04-08"}), None),
        (data(), None),
        (data({**DAY, "leverage": 12.5}), ("leverage 23.75, now 12.5",)),
        (data({**DAY, "tasks": 1234}), ("tasks 2, now 1,234",)),
        (data({**DAY, "supervision_minutes": 3.0}), ("supervision_minutes unknown, now 3",)),
        (data({**DAY, "leverage": None}), ("leverage 23.75, now unknown",)),
        (data(DAY, tasks=({**TASK, "ai_minutes": 10.0},)), ("1 of its tasks",)),
        (data(DAY, tasks=({**TASK, "id": "b"},)), ("1 of its tasks",)),
        (data(DAY, tasks=({**TASK, "n": 2, "tags": []},)), None),
        (data(DAY, tasks=(TASK, {**TASK, "id": "b"})), None),
        ({DAYS: b"{", TASKS: b"[]"}, None),
        ({}, None),
    ],
)
def test_a_day_changes_if_a_figure_does(after: dict[str, bytes], changes: tuple[str, ...] | None) -> None:
    expected = [ChangedDay("2026-04-07", changes)] if changes else []
    assert [*changed_days(data(DAY), after)] == expected


def test_a_task_that_is_gone_from_a_day_with_others_is_a_change() -> None:
    before = data(DAY, tasks=(TASK, {**TASK, "id": "b"}))
    assert [*changed_days(before, data(DAY))] == [ChangedDay("2026-04-07", ("1 of its tasks",))]


def test_a_day_that_says_so_is_corrected() -> None:
    days = [ChangedDay("2026-04-07", ()), ChangedDay("2026-04-08", ())]
    assert uncorrected(days, {"2026-04-08"}) == (days[0],)
    assert has_correction(SimpleNamespace(corrections=({"date": "2026-04-09", "text": "x"},)))
    assert not has_correction(SimpleNamespace(corrections=()))
    assert not has_correction(SimpleNamespace())


RECEIPT = Receipt(
    "x",
    {
        path: ListedFile(step, ("1",))
        for path, step in {
            "a.html": PAGES, "b/index.html": LISTS, "feed.xml": FEEDS, "assets/x.css": ASSETS, "data/days.csv": ASSETS,
        }.items()
    },
    {"old.html": ListedFile(PAGES, ("1",))},
)  # fmt: skip
ALL = ("a.html", "b/index.html", "data/days.csv", "feed.xml")


@pytest.mark.parametrize(
    ("files", "redirects", "lost"),
    [
        ((), "", ALL),
        (ALL, "", ()),
        (("a.html",), "", ALL[1:]),
        ((), "/a.html /c.html 301\n# /feed.xml /x\n", ALL[1:]),
        ((), "/b /c\n/b/ /c\n/*  /new/:splat", ()),
        ((), "/b/* /c", ("a.html", "data/days.csv", "feed.xml")),
        ((), "/a.html", ALL),
    ],
)
def test_an_address_is_lost_without_a_file_or_a_redirect(
    files: tuple[str, ...], redirects: str, lost: tuple[str, ...]
) -> None:
    there = {path: SiteFile(path, "2", PAGES, "") for path in files}
    assert lost_addresses(RECEIPT, there, redirects) == lost
    assert lost_addresses(None, there, redirects) == ()
