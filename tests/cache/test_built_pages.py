"""What is remembered of the output of a build."""

from pathlib import Path

import pytest

from leverage_site.cache.built_pages import MAX_OUTPUTS, BuiltPage, BuiltPages
from leverage_site.cache.store import Store
from leverage_site.files import Stamp
from leverage_site.output.folder import FileState
from tests.support.builders import Version

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
