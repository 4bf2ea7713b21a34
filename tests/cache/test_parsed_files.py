"""Readings are a memory that a store begins; what they give is what the files hold."""

import time
from collections import Counter

import pytest

from leverage_site import files
from leverage_site.cache.parsed_files import BODIES, HEADS, ParsedFileCache
from leverage_site.cache.store import Store
from leverage_site.problems import ProblemError
from leverage_site.stats.day_stats import day_stats
from tests.support.builders import Version, load
from tests.support.edits import SETTLED, beginning

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
RECORD = "records/2026-04-08.md"


@pytest.fixture(autouse=True)
def files_settle_soon(monkeypatch):
    monkeypatch.setattr(files, "COARSEST_TICK", SETTLED)


@pytest.fixture
def site(tmp_path):
    """Return a site with a bit of everything, and some problems."""
    site = beginning(tmp_path / "site")
    site.file("content/records/broken.md", "---\ndate: 2026-04-20\ntitel: x\n---\n")
    site.file("content/records/worse.md", b"\xff")
    site.file("content/static/deep/\u65e5\u672c.css", "p {}")
    time.sleep(2 * SETTLED / 1e9)
    return site


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


@pytest.fixture
def opened(monkeypatch):
    """How often each file is opened; nothing is read by another process."""
    names, real = Counter(), files.open_regular

    def counting(file):
        names[str(file)] += 1
        return real(file)

    monkeypatch.setattr(files, "open_regular", counting)
    return names


def begun(site, folder):
    return ParsedFileCache(site.root, Store(folder, Version("1")))


def read(site, folder):
    """Read as a command does; return what is found."""
    memory = begun(site, folder)
    found = load(site.root, cache=memory)
    memory.save()
    memory.store.commit()
    memory.store.detach()
    return found


def test_what_was_saved_is_what_the_files_hold_and_none_is_opened(site, folder, opened):
    clean = load(site.root)
    assert clean[1]
    assert read(site, folder) == clean
    opened.clear()
    again = read(site, folder)
    assert not opened
    assert again == clean
    assert repr(again) == repr(clean)
    assert not opened


def test_summaries_come_with_what_was_saved(site, folder):
    read(site, folder)
    memory = begun(site, folder)
    library, _ = load(site.root, cache=memory)
    assert library.records
    assert memory.day_stats == {record.digest: day_stats(record) for record in library.records}


def test_only_what_changed_is_read(site, folder, opened):
    read(site, folder)
    site.record("2026-04-08", "Other words.\n")
    opened.clear()
    assert read(site, folder)[0].records[1].body.get().prose.lead_text == "Other words."
    assert [name.rpartition("content/")[2] for name in opened] == [RECORD]
    assert read(site, folder) == load(site.root)


def test_a_file_that_was_touched_is_opened_and_its_body_kept(site, folder, opened):
    read(site, folder)
    (site.root / "content" / RECORD).touch()
    time.sleep(2 * SETTLED / 1e9)
    assert read(site, folder) == load(site.root)
    opened.clear()
    assert read(site, folder)[0].records[1].body.get().tasks
    assert not opened


def test_what_goes_is_forgotten(site, folder):
    read(site, folder)
    site.remove("content/" + RECORD)
    (site.root / "content/weeks/2026-W15.md").write_bytes(b"\xff")
    assert read(site, folder) == load(site.root)
    store = Store(folder, Version("1"))
    assert RECORD not in store.all(HEADS)
    assert store.all(BODIES).keys() <= store.all(HEADS).keys()
    assert read(site, folder) == load(site.root)


def test_a_file_that_moves_takes_nothing_with_it(site, folder):
    read(site, folder)
    (site.root / "content" / RECORD).rename(site.root / "content/records/other.md")
    clean = load(site.root)
    assert read(site, folder) == clean
    assert read(site, folder) == clean


def test_what_cannot_be_read_is_not_kept_and_tried_again(site, folder):
    place = site.root / "content" / RECORD
    place.unlink()
    place.mkdir()
    read(site, folder)
    assert RECORD not in Store(folder, Version("1")).all(HEADS)
    place.rmdir()
    place.symlink_to(place)
    assert [problem.code for problem in read(site, folder)[1]] == [problem.code for problem in load(site.root)[1]]


def test_a_body_stays_in_the_store_until_it_is_asked_for(site, folder, monkeypatch):
    clean, _ = load(site.root)
    read(site, folder)
    memory, asked = begun(site, folder), []
    real = memory.store.get
    monkeypatch.setattr(memory.store, "get", lambda kind, key: (asked.append((kind, key)), real(kind, key))[1])
    library, _ = load(site.root, cache=memory)
    assert asked == []
    assert library.records[1].body.get().tasks == clean.records[1].body.get().tasks
    assert library.records[1].body.get().prose == clean.records[1].body.get().prose
    assert asked == [(BODIES, RECORD)]


@pytest.mark.parametrize("lost", ["gone", "another's", "older"])
def test_a_body_that_the_store_has_no_more_is_read_from_its_file(site, folder, opened, lost):
    clean, _ = load(site.root)
    read(site, folder)
    memory = begun(site, folder)
    library, _ = load(site.root, cache=memory)
    if lost == "gone":
        memory.store.drop_kind(BODIES)
    else:
        text = memory.store.get(BODIES, RECORD if lost == "older" else "records/2026-04-07.md")
        memory.store.put(BODIES, {RECORD: text.replace(text[:8], "0" * 8, 1) if lost == "older" else text})
    opened.clear()
    assert library.records[1] == clean.records[1]
    assert len(opened) == 1


@pytest.mark.parametrize("what", ["changed", "broken", "gone", "folder", "no UTF-8"])
def test_a_body_that_is_lost_while_its_file_changes_is_a_located_problem(site, folder, what):
    read(site, folder)
    memory = begun(site, folder)
    library, _ = load(site.root, cache=memory)
    memory.store.drop_kind(BODIES)
    place = site.root / "content" / RECORD
    place.unlink()
    match what:
        case "changed":
            site.record("2026-04-08", "Other words.\n")
        case "broken":
            place.write_text("---\ndate: never\n---\n")
        case "folder":
            place.mkdir()
        case "no UTF-8":
            place.write_bytes(b"\xff")
    with pytest.raises(ProblemError) as caught:
        _ = library.records[1].body.get().tasks
    assert [str(problem.place) for problem in caught.value.problems] == [f"content/{RECORD}"]
    assert [problem.code for problem in caught.value.problems] == ["F006"]


def test_without_storing_what_is_read_stays_in_memory(site, folder):
    clean = load(site.root)
    read(site, folder)
    memory = begun(site, folder)
    memory.storing = False
    site.record("2026-04-08", "Other words.\n")
    found = load(site.root, cache=memory)
    assert found == load(site.root)
    assert found != clean
    store = Store(folder, Version("1"))
    assert store.get(BODIES, RECORD).partition("\n")[0] == clean[0].records[1].digest
    site.remove("content/" + RECORD)
    assert load(site.root, cache=memory) == load(site.root)
