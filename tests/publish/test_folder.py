"""A folder as a target: what holds whenever a publication ends, whatever was there before."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from leverage_site.output.folder import MANIFEST, STAGE, dump_manifest
from leverage_site.problems import Place, ProblemError
from leverage_site.publish.folder import FolderTarget
from leverage_site.publish.receipt import RECEIPT
from tests.support.publications import SmallSite, broken_promises, contents, site_files, version

FOREIGN = {"CNAME": "example.org", "blog/index.html": "somebody else's", "assets/theirs.css": "theirs"}
ALL = {path: {one[path] for one in map(version, range(5)) if path in one} for n in range(5) for path in version(n)}


class Killed(BaseException):
    """The process ends."""


@contextmanager
def failing(
    top: Path, at: int, error: Callable[[], BaseException], seen: Callable[[], None] = lambda: None
) -> Iterator[list[str]]:
    """Let the operation number `at` that changes what is below `top` fail; after a kill all others do, too.

    Calls `seen` before each. Gives the operations that were tried.
    """
    tried: list[str] = []

    def hooked(original):
        def operation(*args, **extra):
            if any(str(arg).startswith(str(top)) for arg in args):
                seen()
                tried.append(f"{original.__name__} {args[0]}")
                failure = error()
                if len(tried) == at or (len(tried) > at and isinstance(failure, Killed)):
                    raise failure
            return original(*args, **extra)

        return operation

    with pytest.MonkeyPatch.context() as patch:
        for owner, names in ((Path, ("replace", "unlink", "mkdir", "rmdir")), (os, ("link",))):
            for name in names:
                patch.setattr(owner, name, hooked(getattr(owner, name)))
        yield tried


def write(top: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text)


# What was done to the target before, in words that are put together.


def nothing(_: SmallSite) -> None:
    pass


def strangers(site: SmallSite) -> None:
    write(site.top, FOREIGN)


def first(site: SmallSite) -> None:
    site.publish(version(0))


def second(site: SmallSite) -> None:
    first(site)
    site.publish(version(1))


def cut_off(at: int, error: Callable[[], BaseException]) -> Callable[[SmallSite], None]:
    def state(site: SmallSite) -> None:
        first(site)
        with failing(site.top, at, error), suppress(Killed, ProblemError):
            site.publish(version(1))

    return state


def edited(path: str) -> Callable[[SmallSite], None]:
    def edit(site: SmallSite) -> None:
        if (site.top / path).exists():
            (site.top / path).write_text(f"mended by hand: {path}")

    return edit


def deleted(path: str) -> Callable[[SmallSite], None]:
    return lambda site: (site.top / path).unlink(missing_ok=True)


def full() -> BaseException:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


EARLIER = {
    "new": nothing,
    "first": first,
    "second": second,
    **{f"killed at {at}": cut_off(at, Killed) for at in (3, 6, 9, 12, 14)},
    **{f"failed at {at}": cut_off(at, full) for at in (5, 11)},
}
SINCE = {
    "as it was": nothing,
    "with strangers": strangers,
    "page edited": edited("days/1.html"),
    "asset edited": edited("assets/look-0.css"),
    "page deleted": deleted("days/1.html"),
    "receipt alone": lambda site: [path.unlink() for path in site.top.rglob("*.html")],
}
STATES = [(earlier, since) for earlier in EARLIER for since in SINCE]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site")


def ours(texts: dict[str, str]) -> dict[str, str]:
    """Return the files that are not somebody else's or edited."""
    return {path: text for path, text in texts.items() if path in ALL and "by hand" not in text}


def check(site: SmallSite, strangers: dict[str, str]) -> None:
    """Check what holds at any moment: files are whole, promises kept, others' files untouched."""
    there = {path: text for path, text in contents(site.top, receipt=False).items() if not path.startswith(STAGE)}
    assert all(text in ALL[path] for path, text in ours(there).items())
    assert {path: there.get(path) for path in strangers} == strangers
    if not any("by hand" in text for text in there.values()):
        assert broken_promises({path: text for path, text in there.items() if path in ALL}) == []


@pytest.mark.site
@pytest.mark.no_cover
@pytest.mark.parametrize(("earlier", "since"), STATES, ids=lambda text: text)
def test_p21_whenever_it_ends_promises_hold_and_the_next_completes_it(
    earlier: str, since: str, tmp_path: Path
) -> None:
    """A failure, and a kill, at every operation on every state."""
    origin = SmallSite(tmp_path / "site")
    EARLIER[earlier](origin)
    SINCE[since](origin)
    is_clean = since in ("as it was", "with strangers")
    saved = tmp_path / "saved"
    for name in ("site", "www"):
        if (tmp_path / name).exists():
            shutil.copytree(tmp_path / name, saved / name)
    strangers = FOREIGN if since == "with strangers" else {}
    at, step = 0, 1 if is_clean else 3
    tried = [""]
    while len(tried) > at - step:
        at += step
        # Each operation fails in one way here and in the other in the next state.
        error = Killed if (at + STATES.index((earlier, since))) % 2 else full
        for name in ("site", "www"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
            if (saved / name).exists():
                shutil.copytree(saved / name, tmp_path / name)
        site = SmallSite(tmp_path / "site")
        seen = partial(check, site, strangers) if is_clean else lambda: None
        with failing(site.top, at, error, seen) as tried, suppress(Killed, ProblemError):
            site.publish(version(2))
        if is_clean:
            check(site, strangers)
        site.publish(version(2))
        there = contents(site.top, receipt=False)
        assert {path: there.get(path) for path in version(2)} == version(2)
        assert {path: there.get(path) for path in strangers} == strangers
        assert not (site.top / STAGE).exists()
        # Nothing of older versions stays but assets, and what somebody edited.
        others = there.keys() - version(2).keys() - strangers.keys()
        assert all(path.startswith("assets/") or "by hand" in there[path] for path in others)
    assert at > 10


@pytest.mark.site
@pytest.mark.parametrize("since", SINCE)
@pytest.mark.parametrize("earlier", [name for name in EARLIER if not name.startswith(("killed", "failed"))])
def test_p21_undo_restores_byte_for_byte(earlier: str, since: str, site: SmallSite) -> None:
    """Also what was edited, the receipt, and the assets that had stayed from before."""
    EARLIER[earlier](site)
    SINCE[since](site)
    before = contents(site.top)
    site.publish(version(2))
    assert contents(site.top) != before
    site.undo()
    assert contents(site.top) == before


@pytest.mark.parametrize("at", range(11, 22))
def test_p21_undo_of_one_that_was_cut_off(at: int, site: SmallSite) -> None:
    second(site)
    before = contents(site.top)
    with failing(site.top, at, Killed), suppress(Killed):
        site.publish(version(2))
    assert contents(site.top) != before
    site.undo()
    assert contents(site.top) == before


@pytest.mark.parametrize("at", range(1, 16, 2))
def test_p21_undo_that_was_cut_off_goes_on(at: int, site: SmallSite) -> None:
    second(site)
    before = contents(site.top)
    site.publish(version(2))
    with failing(site.top, at, Killed), suppress(Killed):
        site.undo()
    site.undo()
    assert contents(site.top) == before


@pytest.mark.parametrize("at", range(1, 13))
def test_whether_anything_was_sent_is_told(at: int, site: SmallSite) -> None:
    second(site)
    before = contents(site.top)
    with failing(site.top, at, full), site.planned(version(2)) as publication:
        with pytest.raises(ProblemError) as raised:
            publication.send()
        (problem,) = raised.value.problems
        is_changed = contents(site.top) != before
        assert ("may have been sent" in problem.hint, "Nothing was sent." in problem.hint) == (
            is_changed,
            not is_changed,
        )


def test_a_folder_that_was_made_in_vain_goes(site: SmallSite) -> None:
    with failing(site.top, 2, full), pytest.raises(ProblemError):
        site.publish(version(0))
    assert not site.top.exists()


def test_a_file_of_somebody_else_is_in_the_way(site: SmallSite) -> None:
    write(site.top, {"days/1.html": "theirs"})
    before = contents(site.top)
    with site.planned(version(0)) as publication:
        assert publication.plan.foreign == ("days/1.html",)
        assert [problem.code for problem in publication.problems] == ["U003"]
    assert contents(site.top) == before


def test_what_was_copied_by_hand_is_taken_over(site: SmallSite) -> None:
    """If it has the bytes of this build, or those that the list of a copied build has."""
    write(site.top, {**version(0), "days/1.html": "an older build", "notes.txt": "theirs"})
    with site.planned(version(0), adopt=True) as publication:
        assert publication.plan.foreign == ("days/1.html",)
    listed = site_files({"days/1.html": "an older build"})["days/1.html"].digest
    (site.top / MANIFEST).write_bytes(dump_manifest({"days/1.html": (listed,)}))
    before = contents(site.top)
    published = site.publish(version(0), adopt=True)
    assert published.plan.changed == ("days/1.html",)
    assert {*published.plan.adopted} == {*version(0)}
    assert {**contents(site.top, receipt=False)} == {**before, **version(0)}
    site.undo()
    assert contents(site.top) == before


def test_assets_stay_one_publication_longer(site: SmallSite) -> None:
    first(site)
    assert site.publish(version(1)).plan.kept == ("assets/look-0.css",)
    assert "assets/look-0.css" in contents(site.top)
    assert site.publish(version(1)).plan.is_finished
    assert site.publish(version(2)).plan.removed == ("assets/look-0.css",)
    assert {path for path in contents(site.top) if "look" in path} == {"assets/look-1.css", "assets/look-2.css"}


def test_a_page_that_was_open_has_its_assets_until_the_next_publication_ends(site: SmallSite) -> None:
    """What a reader got at any moment of a publication has its assets at the end of it."""
    second(site)
    pages: set[str] = set()

    def read() -> None:
        pages.update(text for path, text in contents(site.top).items() if path.endswith(".html"))

    with failing(site.top, 0, full, read):
        site.publish(version(2))
    there = contents(site.top)
    assert len(pages) == 4
    assert all(asset in there for page in pages for asset in page.split(" needs ")[1].split() if "assets" in asset)


@pytest.mark.parametrize(
    "link", ["assets", "days", "days/1.html", "feed.xml", STAGE, RECEIPT], ids=lambda link: link.strip(".")
)
def test_p1_links_are_never_followed(link: str, site: SmallSite, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, {"1.html": "theirs", "look-0.css": "theirs", "all.css": "theirs"})
    (site.top / link).parent.mkdir(parents=True, exist_ok=True)
    (site.top / link).symlink_to(outside if "." not in link or link == STAGE else outside / "1.html")
    before = contents(outside), contents(site.top)
    with pytest.raises(AssertionError if link not in (STAGE, RECEIPT) else ProblemError):
        site.publish(version(0))
    assert (contents(outside), contents(site.top)) == before


def test_a_link_that_came_since_stops_what_would_follow_it(site: SmallSite, tmp_path: Path) -> None:
    second(site)
    outside = tmp_path / "outside"
    (site.top / "days").rename(outside)
    (site.top / "days").symlink_to(outside)
    before = contents(outside)
    with site.planned(version(2)) as publication:
        assert {path for path in publication.plan.foreign if path.startswith("days/")} == {
            *publication.plan.foreign
        }
        assert publication.plan.foreign
    assert contents(outside) == before


@pytest.mark.parametrize("change", ["edited", "came"])
def test_what_changes_between_plan_and_sending_is_not_touched(change: str, site: SmallSite) -> None:
    first(site)
    path = "days/1.html" if change == "edited" else "days/2.html"
    with site.planned(version(1)) as publication:
        (site.top / path).write_text("by hand, a moment ago")
        with pytest.raises(ProblemError, match="something else has come there a moment ago"):
            publication.send()
    assert (site.top / path).read_text() == "by hand, a moment ago"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "file"}, {"a/index.html": "page"}),
        ({"a/index.html": "page", "a/b.html": "page"}, {"a": "file"}),
        ({"assets/a": "file"}, {"assets/a/b.css": "look"}),
        ({"assets/a/b.css": "look"}, {"assets/a": "file"}),
    ],
)
def test_files_become_folders_and_the_reverse(
    before: dict[str, str], after: dict[str, str], site: SmallSite
) -> None:
    site.publish(before)
    texts = contents(site.top)
    site.publish(after)
    assert contents(site.top, receipt=False) == after
    site.undo()
    assert contents(site.top) == texts


def test_a_folder_with_a_strangers_file_never_becomes_a_file(site: SmallSite) -> None:
    site.publish({"a/index.html": "page"})
    write(site.top, {"a/theirs.txt": "theirs"})
    with site.planned({"a": "file"}) as publication:
        assert publication.plan.foreign == ("a",)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("site", "it holds the site's sources"), ("site/content/x", "it is part of the site's sources"),
        ("site/output/x", "it is part of what the program itself writes"), (".", "it holds the site's sources"),
        ("site/published/x", "it is part of what the program itself writes"),
        ("site/.leverage-site/x", "it is part of the program's own folder"),
        ("nowhere/x", "there is no folder"), ("link", "it is a symbolic link"),
    ],
)  # fmt: skip
def test_places_that_are_no_targets(path: str, reason: str, tmp_path: Path) -> None:
    for name in ("content", "output", "published", ".leverage-site"):
        (tmp_path / "site" / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to("site")
    target = FolderTarget(tmp_path / path, tmp_path / "site", Place("leverage.toml"), lambda: None)
    with pytest.raises(ProblemError, match=reason), target.open():
        pass


def test_a_receipt_of_another_site_is_not_this_sites(site: SmallSite) -> None:
    """Whatever is wanted there; the place and the site are named once."""
    first(site)
    receipt = site.top / RECEIPT
    receipt.write_text(receipt.read_text().replace("tag:example.org", "tag:example.com"))
    for act in (lambda: site.publish(version(1)), lambda: site.publish(version(1), adopt=True), site.undo):
        with pytest.raises(ProblemError) as raised:
            act()
        (problem,) = raised.value.problems
        assert problem.code == "U016"
        assert str(problem).count(str(site.top)) == str(problem).count("tag:example.com") == 1
        assert "`path`" not in problem.hint
    receipt.unlink()
    assert {*site.publish(version(0), adopt=True).plan.adopted} == {*version(0)}


def test_without_a_receipt_nothing_is_removed_that_is_not_taken_over(site: SmallSite) -> None:
    """By who has published it, what lies there as it was sent is known again, also if it left the site since."""
    second(site)
    (site.top / RECEIPT).unlink()
    before = contents(site.top)
    with site.planned(version(2)) as publication:
        assert publication.plan.removed == ()
        assert publication.plan.foreign
    other = SmallSite(site.root.parent / "other")
    with other.planned(version(0), adopt=True) as publication:
        assert publication.plan.removed == publication.plan.kept == ()
    (site.top / "lists/index.html").write_text("by hand")
    with site.planned(version(2), adopt=True) as publication:
        assert publication.plan.foreign == ("lists/index.html",)
    (site.top / "lists/index.html").write_text(before["lists/index.html"])
    plan = site.publish(version(0), adopt=True).plan
    assert {*plan.adopted} == {*version(0)}
    assert plan.removed == ("days/2.html",)
    assert plan.kept == ("assets/look-1.css",)
    site.undo()
    assert contents(site.top) == before


@pytest.mark.parametrize("damage", ["{", "", "[]", '{"version": 2}'])
def test_what_a_damaged_receipt_listed_can_be_taken_over(damage: str, site: SmallSite) -> None:
    """Move it away, then `--adopt`, as the hint says: also after any change of the site."""
    second(site)
    (site.top / RECEIPT).write_text(damage)
    with pytest.raises(ProblemError) as raised:
        site.publish(version(2))
    assert [problem.code for problem in raised.value.problems] == ["U009"]
    (site.top / RECEIPT).rename(site.top / "away")
    site.publish(version(2), adopt=True)
    there = contents(site.top, receipt=False)
    assert there.items() >= version(2).items()
    assert site.publish(version(2)).plan.is_finished
