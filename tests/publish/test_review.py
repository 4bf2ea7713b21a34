import json
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from leverage_site import figures
from leverage_site.publish.order import ASSETS, FEEDS, LISTS, PAGES, SiteFile
from leverage_site.publish.receipt import ListedFile, Receipt
from leverage_site.publish.review import (
    DAYS,
    TASKS,
    ChangedDay,
    changed_days,
    lost_addresses,
    tells_of_changes,
    uncorrected,
)
from leverage_site.records.model import Correction, Record

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
        (data({**DAY, "leverage": 12.5}), ("leverage 23.8x, now 12.5x",)),
        (data({**DAY, "leverage": 23.7501}), ("leverage 23.75, now 23.7501",)),
        (data({**DAY, "leverage": 23.7500000001}), ("leverage 23.75, now 23.7500000001",)),
        (data({**DAY, "leverage": float("inf")}), ("leverage 23.8x, now infx",)),
        (data({**DAY, "human_hours": 10**400}), (f"human hours 9.5, now {10**400}",)),
        (data({**DAY, "supervision_minutes": 1e300}), ("supervision unknown, now 1e+300",)),
        (data({**DAY, "tasks": 1234}), ("tasks 2, now 1,234",)),
        (data({**DAY, "supervision_minutes": 3.0}), ("supervision unknown, now 3 min",)),
        (data({**DAY, "leverage": None}), ("leverage 23.8x, now unknown",)),
        (data(DAY, tasks=({**TASK, "ai_minutes": 10.0},)), ("figures of 1 task",)),
        (data(DAY, tasks=({**TASK, "id": "b"},)), ("figures of 1 task",)),
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
    assert [*changed_days(before, data(DAY))] == [ChangedDay("2026-04-07", ("figures of 1 task",))]


def test_a_day_that_says_so_is_corrected() -> None:
    days = [ChangedDay("2026-04-07", ()), ChangedDay("2026-04-08", ())]
    assert uncorrected(days, {"2026-04-08"}) == (days[0],)


@pytest.mark.parametrize("name", [*(figure.name for figure in figures.DATA), "tokens_estimated"])
def test_no_figure_is_told_by_its_key(name: str) -> None:
    (day,) = changed_days(data({**DAY, name: False}), data({**DAY, name: True}))
    assert "_" not in day.changes[0]


@pytest.mark.parametrize(
    ("keys", "tells"),
    [({}, False), ({"corrections": (Correction(date(2026, 4, 9), "x"),)}, True), ({"withdrawn": "x"}, True)],
)
def test_a_record_tells_by_a_correction_or_that_it_is_withdrawn(keys: dict[str, object], tells: bool) -> None:
    record = cast("Record", SimpleNamespace(**{"corrections": (), "withdrawn": None} | keys))
    assert tells_of_changes(record) == tells


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
