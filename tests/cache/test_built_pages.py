"""What is remembered of the output of a build."""

import os
import time
from pathlib import Path

import pytest

from leverage_site import files
from leverage_site.cache.built_pages import (
    MAX_OUTPUTS,
    BuiltPage,
    BuiltPages,
    SourceFingerprint,
    fingerprint_files,
    fingerprint_sources,
    output_files,
)
from leverage_site.cache.store import Store
from leverage_site.files import Stamp
from leverage_site.output.folder import FileState
from leverage_site.records.discover import list_content
from tests.support.builders import Version
from tests.support.edits import SETTLED, beginning
from tests.support.sites import Site

STAMP = Stamp(3, 1_700_000_000_000_000_000, 1_700_000_000_000_000_001, 12, 5)
PAGES = {
    "index.html": BuiltPage("key", "digest", STAMP),
    "data/tasks.json": BuiltPage("other", "another", None, (("first", 12), ("second", 0)), "texts"),
    "\u65e5\u672c/\U0001f389.html": BuiltPage("k", "d", STAMP),
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def saved(folder, pages, place="/out"):
    store = Store(folder, Version("1"))
    BuiltPages(store, Path(place)).save(pages)
    store.commit()
    store.detach()


def found(folder, place="/out"):
    return BuiltPages(Store(folder, Version("1")), Path(place)).pages


def test_pages_come_back_by_file(folder):
    saved(folder, PAGES)
    assert found(folder) == PAGES
    assert {type(page) for page in found(folder).values()} == {BuiltPage}
    assert found(folder, "/elsewhere") == {}


def test_pages_whose_stamp_is_not_known_have_to_be_looked_at(folder):
    saved(folder, PAGES)
    outputs = BuiltPages(Store(folder, Version("1")), Path("/out"))
    assert outputs.states == {
        "index.html": FileState(STAMP, "digest"),
        "\u65e5\u672c/\U0001f389.html": FileState(STAMP, "d"),
    }


def test_only_what_has_changed_is_put_and_what_went_is_dropped(folder, monkeypatch):
    saved(folder, PAGES)
    store = Store(folder, Version("1"))
    outputs, put, real = BuiltPages(store, Path("/out")), [], store.put
    monkeypatch.setattr(store, "put", lambda kind, texts: (put.append((kind, *texts)), real(kind, texts)))
    pages = {**PAGES, "index.html": BuiltPage("key", "digest", None), "new.html": BuiltPage("n", "d")}
    del pages["data/tasks.json"]
    outputs.save(pages)
    assert put == [(outputs.kind, "index.html", "new.html")]
    outputs.save(pages)
    assert put[1:] == [(outputs.kind,)]
    store.commit()
    assert found(folder) == outputs.pages == pages


def test_pages_come_back_with_the_basis_of_their_keys(folder):
    for basis in ("one", "other", "other"):
        store = Store(folder, Version("1"))
        BuiltPages(store, Path("/out")).save(PAGES, basis)
        store.commit()
        outputs = BuiltPages(Store(folder, Version("1")), Path("/out"))
        assert (outputs.basis, outputs.pages) == (basis, PAGES)
    assert BuiltPages(Store(folder, Version("1")), Path("/elsewhere")).basis == ""


def test_of_many_places_the_oldest_is_forgotten(folder):
    for n in range(MAX_OUTPUTS):
        saved(folder, PAGES, f"/{n}")
    saved(folder, PAGES, "/0")
    saved(folder, PAGES, "/new")
    assert found(folder, "/1") == {}
    assert all(found(folder, place) == PAGES for place in ("/0", "/2", "/3", "/new"))


def test_without_a_store_nothing_is_known_and_nothing_kept():
    outputs = BuiltPages()
    assert (outputs.pages, outputs.states) == ({}, {})
    outputs.save(PAGES)
    assert outputs.pages == PAGES
    assert BuiltPages().pages == {}


# A fingerprint tells any change of sources and output, without opening a file


HOUR = 3_600_000_000_000
"""Nanoseconds, in which files stay young however busy the machine is."""


@pytest.fixture(autouse=True)
def files_settle_soon(monkeypatch):
    monkeypatch.setattr(files, "COARSEST_TICK", SETTLED)


@pytest.fixture
def site(tmp_path):
    site = beginning(tmp_path / "site")
    site.file("languages/de.toml", "").file("output/index.html", "<p>").file("output/tags/ai.html", "<p>")
    (site.root / "content/empty").mkdir()
    return site


def look(site, output="output"):
    """Return the sources and the output together."""
    found = fingerprint_sources(site.root, list_content(site.root))
    return SourceFingerprint(
        found.digest + fingerprint_files(output_files(site.root / output)), found.shows_changes
    )


def rewrite(path):
    """Other bytes, as many as before, with the same time of change."""
    status = path.stat()
    path.write_bytes(b"X" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace(path):
    """Replace a file by another with the same bytes and times."""
    status, data = path.stat(), path.read_bytes()
    other = path.with_name("other")
    other.write_bytes(data)
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


FILES = [
    "content/records/2026-04-07.md", "content/pages/about.md", "content/static/chart.png", "content/weeks/2026-W15.md",
    "content/partials/about-author.md", "leverage.toml", "themes/own/theme.toml", "themes/own/assets/own.css",
    "themes/own/templates/_pager.html", "languages/de.toml", "themes/twin/theme.toml", "output/index.html", "output/tags/ai.html",
]  # fmt: skip
CHANGES = {
    "rewritten": rewrite,
    "replaced": replace,
    "longer": lambda path: path.write_bytes(path.read_bytes() + b" "),
    "touched": lambda path: path.touch(),
    "gone": lambda path: path.unlink(),
    "moved": lambda path: path.rename(path.with_name(f"a{path.name}")),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link to itself": lambda path: (path.unlink(), path.symlink_to(path)),
}


def test_nothing_changed(site, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(files, "COARSEST_TICK", HOUR)
        before = look(site)
    assert look(site).digest == before.digest
    assert not before.shows_changes
    time.sleep(2 * SETTLED / 1e9)
    assert look(site) == (before.digest, True)


@pytest.mark.parametrize("path", FILES)
def test_every_change_of_a_file_is_told(site, path):
    kept = (site.root / path).read_bytes()
    before = look(site).digest
    for name, change in CHANGES.items():
        target = site.root / path
        time.sleep(0.005)
        change(target)
        after = look(site).digest
        assert after != before, name
        if target.is_dir():
            target.rmdir()
        target.unlink(missing_ok=True)
        target.write_bytes(kept)
        before = look(site).digest


NEW = [
    "content/records/new.md", "content/stray.txt", "content/static/new", "themes/own/assets/new.css", "themes/new/theme.toml",
    "themes/own/templates/new.html", "themes/other/templates/x", "output/new.html", "output/new/x.html", "output/.hidden",
]  # fmt: skip


@pytest.mark.parametrize("path", NEW)
def test_every_new_file_is_told(site, path):
    before = look(site).digest
    site.file(path, "new")
    assert look(site).digest != before


@pytest.mark.parametrize(
    "path", ["elsewhere.md", ".leverage-site/x", "content/records/.hidden.md", "content/a~", "notes/x"]
)
def test_what_is_no_source_does_not_count(site, path):
    before = look(site).digest
    site.file(path, "new")
    assert look(site).digest == before


def test_a_theme_may_be_a_link_and_what_it_leads_to_counts(site, tmp_path):
    other = Site(tmp_path / "other").theme({"day.html": ""}, name="shared")
    (site.root / "themes/linked").symlink_to(other.root / "themes/shared")
    before = look(site).digest
    other.file("themes/shared/templates/day.html", "new")
    after = look(site).digest
    assert after != before
    (site.root / "themes/linked").unlink()
    assert look(site).digest != after


def test_the_folder_that_is_looked_at_counts(site):
    before = look(site).digest
    site.file("other/index.html", "<p>")
    assert look(site).digest == before
    assert look(site, "other").digest != before
    assert look(site, "nowhere").digest != look(site, "other").digest


@pytest.mark.parametrize("path", [path for path in FILES if not path.startswith("output")])
def test_a_young_file_makes_it_unsteady(site, path):
    time.sleep(2 * SETTLED / 1e9)
    assert look(site).shows_changes
    rewrite(site.root / path)
    assert not look(site).shows_changes


def test_files_that_cannot_be_looked_at_are_no_reason_to_fail(site):
    for name in ("content/records/x.md", "themes/own/assets/x.css", "output/x", "themes/x"):
        (site.root / name).symlink_to(site.root / name)
    (site.root / "output" / os.fsdecode(b"x\xff")).write_text("")
    (site.root / "themes/own" / os.fsdecode(b"x\xff")).write_text("")
    assert look(site).digest == look(site).digest
    (site.root / "leverage.toml").unlink()
    assert look(site).digest == look(site).digest
