"""A plan by what should be there, what is there and what of it is ours: one file through every case."""

import pytest

from leverage_site.output.folder import ABSENT
from leverage_site.publish.order import ASSETS, FEEDS, LISTS, PAGES, SITEMAP, SiteFile
from leverage_site.publish.plan import OTHER, PublishPlan, TargetState, plan_publication
from leverage_site.publish.receipt import ListedFile, Receipt
from tests.support.publications import SITE

PATH = "a.html"
FIELDS = ("added", "changed", "removed", "adopted", "foreign", "edited", "left")


def file(digest: str, path: str = PATH, step: str = PAGES) -> SiteFile:
    return SiteFile(path, digest, step, "text/html")


def planned(new: str | None, here: str | None, listed: tuple[str, ...] | None, **options: bool) -> PublishPlan:
    files = {PATH: file(new)} if new else {}
    receipt = (
        Receipt(SITE, {PATH: ListedFile(PAGES, listed)} if listed else {}, {}) if listed is not None else None
    )
    return plan_publication(SITE, files, TargetState(receipt, b"", {PATH: here} if here else {}), **options)


@pytest.mark.parametrize(
    ("new", "here", "listed", "outcome"),
    [
        ("new", None, None, "added"), ("new", None, (), "added"), ("new", None, ("old",), "added"),
        ("new", "old", ("old",), "changed"), ("new", "new", ("new",), ""), ("new", "new", ("old", "new"), ""),
        ("new", "old", ("old", "new"), "changed"), ("new", "old", (ABSENT, "old", "new"), "changed"),
        ("new", "by hand", ("old",), "changed edited"), ("new", "by hand", ("old", "new"), "changed edited"),
        ("new", "new", ("old",), ""),
        ("new", "theirs", None, "foreign"), ("new", "theirs", (), "foreign"), ("new", "new", None, "foreign"),
        ("new", "theirs", (ABSENT, "new"), "foreign"), ("new", "new", (ABSENT, "new"), ""),
        ("new", OTHER, ("old",), "foreign"), ("new", OTHER, None, "foreign"), ("new", OTHER, (ABSENT, "new"), "foreign"),
        (None, "old", ("old",), "removed"), (None, "by hand", ("old",), "left"), (None, None, ("old",), ""),
        (None, "theirs", (ABSENT, "old"), ""), (None, OTHER, ("old",), "left"), (None, "old", (ABSENT, "old"), "removed"),
    ],
)  # fmt: skip
def test_each_case_of_a_file(
    new: str | None, here: str | None, listed: tuple[str, ...] | None, outcome: str
) -> None:
    plan = planned(new, here, listed)
    assert {name for name in FIELDS if getattr(plan, name)} == {*outcome.split()}
    assert not {*plan.removed} & {*plan.foreign, *plan.left}
    if not plan.foreign:
        assert (PATH in dict(plan.after.files if plan.after else {})) == (new is not None)


@pytest.mark.parametrize(
    ("here", "built", "outcome"),
    [
        ("new", (), "adopted"), ("theirs", (), "foreign"), ("older", ("older",), "changed adopted"),
        ("older", ("other",), "foreign"), (OTHER, (OTHER,), "foreign"),
    ],
)  # fmt: skip
def test_what_is_taken_over(here: str, built: tuple[str, ...], outcome: str) -> None:
    state = TargetState(None, None, {PATH: here}, {PATH: built})
    plan = plan_publication(SITE, {PATH: file("new")}, state, adopt=True)
    assert {name for name in FIELDS if getattr(plan, name)} == {*outcome.split()}
    assert "foreign" in outcome or not plan.is_finished


@pytest.mark.parametrize(
    ("new", "here", "listed", "finished"),
    [
        ("new", "new", ("new",), True), ("new", "old", ("old",), False), ("new", None, ("new",), False),
        (None, None, ("old",), True), (None, "old", ("old",), False), ("new", "new", ("old",), True), (None, None, None, False),
    ],
)  # fmt: skip
def test_when_there_is_nothing_to_do(
    new: str | None, here: str | None, listed: tuple[str, ...] | None, finished: bool
) -> None:
    assert planned(new, here, listed).is_finished == finished


def test_what_was_cut_off_is_never_finished() -> None:
    receipt = Receipt(SITE, {PATH: ListedFile(PAGES, ("new",))}, {}, complete=False)
    plan = plan_publication(SITE, {PATH: file("new")}, TargetState(receipt, b"", {PATH: "new"}))
    assert (plan.is_finished, plan.steps) == (False, ())


def test_files_go_in_the_safe_order_and_leave_in_the_reverse() -> None:
    steps = (FEEDS, SITEMAP, LISTS, PAGES, ASSETS)
    files = {f"{number}": file("new", f"{number}", step) for number, step in enumerate(steps)}
    plan = plan_publication(SITE, files, TargetState())
    assert [step for step, _ in plan.steps] == [ASSETS, PAGES, LISTS, SITEMAP, FEEDS]
    assert plan.after is not None
    gone = plan_publication(SITE, {}, TargetState(plan.after, b"", dict.fromkeys(files, "new")), keep=False)
    assert gone.removed == ("0", "1", "2", "3", "4")


def test_assets_stay_for_one_publication_that_has_news() -> None:
    asset = {"x.css": file("x", "x.css", ASSETS)}
    first = plan_publication(SITE, asset, TargetState())
    there = {"x.css": "x"}
    second = plan_publication(SITE, {PATH: file("new")}, TargetState(first.after, b"", there))
    assert (second.kept, second.removed) == (("x.css",), ())
    there[PATH] = "new"
    again = plan_publication(SITE, {PATH: file("new")}, TargetState(second.after, b"", there))
    assert (again.is_finished, again.kept, again.removed) == (True, ("x.css",), ())
    third = plan_publication(SITE, {PATH: file("newer")}, TargetState(second.after, b"", there))
    assert (third.kept, third.removed) == ((), ("x.css",))
    undone = plan_publication(SITE, {}, TargetState(first.after, b"", {"x.css": "x"}), keep=False)
    assert undone.removed == ("x.css",)


@pytest.mark.parametrize("path", ["x.css/y.css", "x.css", "x"])
def test_an_asset_in_the_way_does_not_stay(path: str) -> None:
    old = "x.css" if path != "x" else "x/y.css"
    receipt = Receipt(SITE, {old: ListedFile(ASSETS, ("x",))}, {})
    plan = plan_publication(SITE, {path: file("new", path, ASSETS)}, TargetState(receipt, b"", {old: "x"}))
    assert plan.kept == ()
