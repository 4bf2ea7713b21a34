"""What keeps a preview up to date, with a watch whose hints a test gives; and its line for people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from leverage_site.problems import Place, Problem
from leverage_site.serve.preview import Preview, PreviewState, SiteChange
from leverage_site.serve.sources import Sources, WatchedFolder
from leverage_site.serve.watcher import NEXT_CHANGE, Watch, count_pages, follow
from tests.support.sites import ROOT, Site, task

RECORD = "content/records/2026-04-07.md"
PROBLEM = Problem("R003", "the file is empty", Place(RECORD), "Delete it.")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site").days("2026-04-07", "2026-04-14", tags=["AI"])


@dataclass
class Hints:
    """A watch: each step is done when it is waited for, and gives whether that is a hint. It ends after the last."""

    steps: Iterator[Callable[[], object] | bool]
    pending: bool = False
    timeouts: list[float | None] = field(default_factory=list)

    def wait(self, timeout: float | None = None) -> bool:
        self.timeouts.append(timeout)
        step = next(self.steps, False)
        return step if isinstance(step, bool) else step() is not None


def followed(
    preview: Preview, *steps: Callable[[], object] | bool
) -> tuple[list[tuple[SiteChange, int | None]], Hints]:
    """Return what is told on the way through the steps."""
    hints = Hints(iter(steps))
    told: list[tuple[SiteChange, int | None]] = []
    follow(preview, cast("Watch", hints), lambda change, pages: told.append((change, pages)), lambda _: None)
    return told, hints


def test_what_changed_before_the_watch_began_is_shown_without_a_hint(site: Site) -> None:
    preview = Preview(site.root)
    site.record("2026-04-07", "New.\n")
    told, hints = followed(preview)
    assert [change.files for change, _ in told] == [(RECORD,)]
    assert hints.timeouts == [NEXT_CHANGE, None]
    found = preview.answer("posts/2026/2026-04-07-leverage-record.html")
    assert found
    assert b"New." in found.data


def test_nothing_is_told_where_nothing_changed(site: Site) -> None:
    told, hints = followed(Preview(site.root), True, True, True, False)
    assert told == []
    # Where nothing changed, nobody waits for the next hint in haste.
    assert hints.timeouts == [None] * 4


def test_pages_are_counted_when_no_other_hint_comes(site: Site) -> None:
    preview, keys = Preview(site.root), site.keys()
    told, hints = followed(preview, lambda: site.record("2026-04-07", "New.\n", tags=["AI"]), False)
    ((change, pages),) = told
    after = site.keys()
    assert pages == sum(keys[name] != after[name] for name in keys) == sum(change.pages())
    assert hints.timeouts == [None, NEXT_CHANGE, None]


def test_changes_in_a_row_are_all_told_and_the_last_one_is_counted(site: Site) -> None:
    edits = [partial(site.record, "2026-04-07", f"Text {n}.\n") for n in range(4)]
    told, hints = followed(Preview(site.root), *edits)
    assert [pages is None for _, pages in told] == [True, True, True, False]
    assert [change.after.number for change, _ in told] == [2, 3, 4, 5]
    assert hints.timeouts == [None, NEXT_CHANGE, NEXT_CHANGE, NEXT_CHANGE, NEXT_CHANGE, None]


def test_errors_and_their_end_are_told(site: Site) -> None:
    preview = Preview(site.root)
    told, _ = followed(
        preview, lambda: site.file(RECORD, ""), False, lambda: site.days("2026-04-07", tags=["AI"]), False
    )
    assert [[problem.code for problem in change.problems] for change, _ in told] == [["R003"], []]
    assert [pages for _, pages in told] == [0, 0]
    assert preview.problems == ()


def test_claims_are_checked_behind_changes(site: Site) -> None:
    def edit(leverage: str) -> Site:
        return site.record(
            "2026-04-07", f"Leverage was {leverage}x.\n", tasks=[task("Sort the table", "2h", "4m")]
        )

    edit("1.0")
    told: list[str] = []
    hints = Hints(iter([partial(edit, "2.0"), partial(edit, "3.0"), False, partial(edit, "30.0"), False]))
    follow(
        Preview(site.root),
        cast("Watch", hints),
        lambda change, _: told.append(change.files[0]),
        lambda problems: told.extend(problem.message[:6] for problem in problems),
    )
    # Of a text that changed again at once, only the latest state is checked.
    assert told == ["'1.0x'", RECORD, RECORD, "'3.0x'", RECORD]


def test_a_check_that_is_left_for_a_hint_goes_on(site: Site) -> None:
    site.record("2026-04-07", "Leverage was 1.0x.\n", tasks=[task("Sort the table", "2h", "4m")])
    told: list[str] = []
    hints = Hints(iter([]), pending=True)

    def begin_again() -> bool:
        hints.pending = False
        return True

    hints.steps = iter([begin_again, False])
    follow(
        Preview(site.root),
        cast("Watch", hints),
        lambda *_: told.append("a change"),
        lambda problems: told.extend(problem.code for problem in problems),
    )
    assert told == ["C001"]


@pytest.mark.parametrize("stop", [0, 1, 5])
def test_counting_stops_when_somebody_waits(stop: int) -> None:
    hints = Hints(iter(()))

    class Pages:
        looked = 0

        def pages(self) -> Iterator[bool]:
            for n in range(20):
                hints.pending = n >= stop
                self.looked += 1
                yield True

    made = Pages()
    assert count_pages(cast("SiteChange", made), cast("Watch", hints)) is None
    assert made.looked == stop + 1


def test_all_pages_are_counted_otherwise() -> None:
    class Pages:
        def pages(self) -> Iterator[bool]:
            yield from [True, False, True]

    assert count_pages(cast("SiteChange", Pages()), cast("Watch", Hints(iter(())))) == 2


@pytest.mark.parametrize(
    ("files", "pages", "seconds", "expected"),
    [
        ((RECORD,), 9, 0.0411, f"{RECORD}: 9 pages, 41 ms"),
        ((RECORD,), 1, 0.0004, f"{RECORD}: 1 page, 0 ms"),
        ((RECORD,), 0, 0.0016, f"{RECORD}: 0 pages, 2 ms"),
        ((RECORD,), None, 0.041, f"{RECORD}: 41 ms"),
        ((RECORD,), 12_345, 2.5, f"{RECORD}: 12,345 pages, 2,500 ms"),
        ((RECORD, "leverage.toml"), 9, 0.041, f"{RECORD} and 1 more file: 9 pages, 41 ms"),
        ((RECORD, "b", "c"), None, 0.041, f"{RECORD} and 2 more files: 41 ms"),
    ],
)
def test_a_change_is_one_line(files: tuple[str, ...], pages: int | None, seconds: float, expected: str) -> None:
    state: Any = PreviewState(1, cast("Any", None))
    assert SiteChange(files, state, state, seconds, ()).describe(pages) == expected
    failed = replace(state, errors=(PROBLEM,))
    begin = expected.rpartition(": ")[0]
    shown = SiteChange(files, state, failed, seconds, (PROBLEM,)).describe(pages)
    assert shown == f"{begin}: the site is shown as it was before"


def test_the_trees_are_all_folders_that_pages_come_from(site: Site) -> None:
    bundled = ROOT / "themes" / "default"
    preview = Preview(site.root)
    found = preview.source_folders
    assert {site.root / "content", site.root / "themes", bundled} <= set(found)
    assert all(path.is_absolute() for path in found)
    site.theme({})
    preview.refresh()
    assert {site.root / "themes/own", bundled} <= set(preview.source_folders)


@pytest.mark.parametrize("named", ["relative", "a link"])
def test_content_and_themes_that_come_later_give_events(
    site: Site, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the site's folder is named, its own folders are among the names that are watched in it."""
    (tmp_path / "link").symlink_to(site.root)
    monkeypatch.chdir(site.root)
    preview = Preview(Path() if named == "relative" else tmp_path / "link")
    assert all(path.is_absolute() for path in preview.source_folders)
    top, *_ = Sources(preview.root, lambda: preview.source_folders).folders()
    assert top == WatchedFolder(
        str(site.root), frozenset({"leverage.toml", "claims-baseline.json", "content", "languages", "themes"})
    )
