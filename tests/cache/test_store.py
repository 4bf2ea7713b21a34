"""The store keeps texts, believes none that it did not write here, and never raises."""

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import cache
from leverage_site.cache.store import DAMAGED, FILE, FOREIGN, NOT_USED, Store
from tests.support.builders import Version
from tests.support.sites import ROOT
from tests.support.workspace import tree

TEXTS = {"a": "one", "b": "", "日/é\n": "text\0with 'all' \"kinds\" of\ud7ff\U0010ffff\n"}

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a store that has some texts."""
    place = tmp_path / "cache"
    place.mkdir()
    filled(place)
    return place


@contextmanager
def resting(store):
    """Yield a store that lets go of its file in the end."""
    try:
        yield store
    finally:
        store.detach()


def filled(folder, version="1"):
    with resting(Store(folder, Version(version))) as store:
        store.put("some", TEXTS)
        store.put("other", {"a": "another"})
        store.commit()
        assert store.note == ""


def reopened(folder, version="1"):
    """Return what a damaged store says of itself and has; from then on it must work."""
    with resting(Store(folder, Version(version))) as store:
        found = store.all("some"), store.get("some", "a"), store.get("other", "a")
        note = store.note
        store.put("new", {"key": "text"})
        assert store.get("new", "key") == "text"
        store.commit()
        assert store.note == note
    return note, *found


def sql(folder, *statements):
    """Change the file as another program would."""
    with closing(sqlite3.connect(folder / FILE)) as db, db:
        for statement in statements:
            db.execute(*(statement if isinstance(statement, tuple) else (statement,)))


def works_again(folder):
    """Assert that the next store has what the one before was given, and nothing to say."""
    with resting(Store(folder, Version("1"))) as store:
        assert store.get("new", "key") == "text"
        assert store.note == ""


def test_texts_come_back(folder):
    with resting(Store(folder, Version("1"))) as store:
        assert store.all("some") == TEXTS
        assert [store.get("some", key) for key in TEXTS] == list(TEXTS.values())
        assert store.get("other", "a") == "another"
        assert store.get("some", "none") is None
        assert store.all("none") == {}
        assert store.note == ""
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_texts_are_replaced_dropped_and_forgotten(folder):
    with resting(Store(folder, Version("1"))) as store:
        store.put("some", {"a": "two", "c": "three"})
        store.drop("some", ["b", "none"])
        store.drop_kind("other")
        store.commit()
    with resting(Store(folder, Version("1"))) as store:
        assert store.all("some") == {"a": "two", "c": "three", "日/é\n": TEXTS["日/é\n"]}
        assert store.all("other") == {}
        store.clear()
        store.commit()
    note, *found = reopened(folder)
    assert (note, found) == ("", [{}, None, None])


def test_what_is_not_committed_is_not_kept(folder):
    with resting(Store(folder, Version("1"))) as store:
        store.put("some", {"c": "three"})
    with resting(Store(folder, Version("1"))) as store:
        assert store.all("some") == TEXTS
        assert store.note == ""


def test_a_store_at_rest_is_read_and_not_written(folder):
    store = Store(folder, Version("1"))
    store.put("some", {"a": "lost"})
    store.detach()
    store.detach()
    store.put("some", {"c": "lost"})
    store.drop("some", ["b"])
    store.clear()
    store.commit()
    assert store.all("some") == TEXTS
    assert store.get("some", "a") == "one"
    with resting(Store(folder, Version("1"))) as other:
        other.put("some", {"a": "two"})
        other.commit()
    assert store.get("some", "a") == "two"
    assert store.note == ""


@pytest.mark.parametrize("what", ["gone", "garbage", "folder", "another"])
def test_a_store_at_rest_takes_what_becomes_of_its_file(folder, what):
    store = Store(folder, Version("1"))
    store.detach()
    (folder / FILE).unlink()
    match what:
        case "garbage":
            (folder / FILE).write_bytes(b"garbage" * 1_000)
        case "folder":
            (folder / FILE).mkdir()
        case "another":
            sql(
                folder,
                "create table texts (kind, key, text, mark)",
                "insert into texts values ('some', 'a', 1, 2)",
            )
    before = tree(folder)
    assert store.get("some", "a") is None
    assert store.all("some") == {}
    store.put("some", {"a": "text"})
    store.commit()
    assert tree(folder) == before


def test_without_a_folder_texts_last_as_long_as_the_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with resting(Store(None, Version("1"))) as store:
        store.put("some", TEXTS)
        store.commit()
        assert store.all("some") == TEXTS
        store.clear()
        assert store.all("some") == {}
        assert store.note == ""
    assert list(tmp_path.iterdir()) == []


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=5), st.text(max_size=3))
def test_any_text_by_any_key_comes_back(texts, kind):
    with resting(Store(None, Version("1"))) as store:
        store.put(kind, texts)
        assert store.all(kind) == texts
        assert store.note == ""


# Accidents


def test_another_version_begins_anew(folder):
    assert reopened(folder, "2") == (FOREIGN, {}, None, None)
    assert reopened(folder, "2")[0] == ""
    assert reopened(folder, "1") == (FOREIGN, {}, None, None)


def test_what_was_brought_from_another_folder_is_not_believed(folder, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert reopened(other) == (FOREIGN, {}, None, None)
    works_again(other)
    assert reopened(folder)[:2] == ("", TEXTS)


def test_a_folder_that_moved_with_its_store_is_the_same(folder, tmp_path):
    folder.rename(tmp_path / "moved")
    assert reopened(tmp_path / "moved")[:2] == ("", TEXTS)


CHANGES = {
    "a text": "update texts set text = 'forged' where kind = 'some' and key = 'a'",
    "a key": "update texts set key = 'forged' where kind = 'some' and key = 'a'",
    "a mark": "update texts set mark = x'00' where kind = 'some' and key = 'a'",
    "a mark as a text": "update texts set mark = 'text' where kind = 'some' and key = 'a'",
    "a number for a text": "update texts set text = 7 where kind = 'some' and key = 'a'",
    "a blob for a text": "update texts set text = x'ff' where kind = 'some' and key = 'a'",
    "a blob of the same bytes": "update texts set text = cast(text as blob) where kind = 'some' and key = 'a'",
    "the mark of another row": "update texts set mark = (select mark from texts where kind = 'other') "
    "where kind = 'some' and key = 'a'",
    "the text of another row": "update texts set text = (select text from texts where kind = 'other') "
    "where kind = 'some' and key = 'a'",
    "text and mark of another row": "update texts set (text, mark) = (select text, mark from texts "
    "where kind = 'other') where kind = 'some' and key = 'a'",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_row_that_was_changed_is_missing_and_the_others_are_there(folder, what):
    sql(folder, CHANGES[what])
    note, texts, one, another = reopened(folder)
    assert note == DAMAGED
    assert texts == {key: text for key, text in TEXTS.items() if key != "a"}
    assert one is None
    assert another == "another"


@pytest.mark.parametrize(
    ("kind", "key"), [("other", "z"), ("some", "z"), ("so", "mea"), ("some\0a", ""), ("", "some\0a")]
)
def test_a_row_that_moved_is_missing(folder, kind, key):
    sql(folder, ("update texts set kind = ?, key = ? where kind = 'some' and key = 'a'", (kind, key)))
    with resting(Store(folder, Version("1"))) as store:
        assert (kind, key) not in {(kind, key) for key in store.all(kind)}
        assert store.get(kind, key) is None
        assert store.get("some", "a") is None
        assert store.note == DAMAGED


def test_rows_that_change_places_are_missing(folder):
    sql(
        folder,
        "update texts set key = 'swap' where kind = 'some' and key = 'a'",
        "update texts set key = 'a' where kind = 'some' and key = 'b'",
        "update texts set key = 'b' where kind = 'some' and key = 'swap'",
    )
    assert reopened(folder)[1] == {"日/é\n": TEXTS["日/é\n"]}


@pytest.mark.parametrize("values", ["text = cast(x'61ff' as text)", "key = cast(x'61ff' as text)"])
def test_what_is_no_utf_8_is_not_believed_and_gone_with_the_rest(folder, values):
    sql(folder, " ".join(["update texts set", values, "where kind = 'some' and key = 'a'"]))
    note, texts, one, _ = reopened(folder)
    assert note == DAMAGED
    assert "forged" not in texts
    assert one is None
    works_again(folder)


def test_a_row_that_is_missing_is_missing(folder):
    sql(folder, "delete from texts where kind = 'some' and key = 'a'")
    assert reopened(folder)[0] == ""


@pytest.mark.parametrize(
    "statements",
    [
        ["drop table texts"],
        ["drop table texts", "create table texts (a, b)"],
        ["drop table texts", "create table texts (kind, key, text, mark)"],
        ["drop table texts", "create view texts as select 1 as kind, 2 as key, 3 as text, 4 as mark"],
        ["create table more (a)", "create index some_texts on texts (text)"],
        ["create trigger loud after insert on texts begin select raise(abort, 'no'); end"],
        ["create trigger sly after insert on texts begin delete from texts; end"],
        ["pragma user_version = 7", "pragma application_id = 7"],
        ["pragma writable_schema = on", "update sqlite_schema set sql = 'create table texts (x'"],
        ["delete from texts where kind = 'version'"],
        ["update texts set text = 'x' where kind = 'version'"],
        ["update texts set text = 7, mark = null_blob where kind = 'version'".replace("null_blob", "x''")],
    ],
    ids=str,
)
def test_other_tables_are_no_reason_to_fail(folder, statements):
    sql(folder, *statements)
    with resting(Store(folder, Version("1"))) as store:
        found = store.all("some"), store.get("some", "a"), store.get("other", "a")
        assert found in ((TEXTS, "one", "another"), ({}, None, None))
        store.put("new", {"key": "text"})
        store.commit()
        assert store.note in ("", DAMAGED, FOREIGN)
    sql(folder, "pragma integrity_check")


def test_a_trigger_cannot_have_anything_believed(folder):
    sql(folder, "create trigger t after insert on texts begin update texts set text = 'forged'; end")
    with resting(Store(folder, Version("1"))) as store:
        store.put("new", {"key": "text"})
        store.commit()
        assert store.get("new", "key") is None
        assert store.get("some", "a") is None


@pytest.mark.parametrize(
    "data", [b"", b"x", b"SQLite format 3\0", b"SQLite format 3\0" + b"\0" * 9_000, b"\0" * 9_000]
)
def test_a_file_that_is_none_of_ours_is_made_anew(folder, data):
    (folder / FILE).write_bytes(data)
    note, *found = reopened(folder)
    assert note == (DAMAGED if len(data) > 9 else "")
    assert found == [{}, None, None]
    works_again(folder)


def test_a_file_whose_errors_are_no_text_is_made_anew(folder):
    data = (folder / FILE).read_bytes()
    assert b"not null" in data
    (folder / FILE).write_bytes(data.replace(b"not null", b"not n\xf5ll"))
    note, *found = reopened(folder)
    assert (note, found) == (DAMAGED, [{}, None, None])
    works_again(folder)


def test_a_file_that_goes_while_it_is_in_use_is_of_no_harm(folder):
    with resting(Store(folder, Version("1"))) as store:
        assert store.get("some", "a") == "one"
        (folder / FILE).unlink()
        store.put("new", {"key": "text"})
        store.commit()
    assert reopened(folder)[0] == ""


def test_a_folder_that_goes_while_it_is_in_use_is_of_no_harm(folder):
    with resting(Store(folder, Version("1"))) as store:
        shutil.rmtree(folder)
        store.put("new", {"key": "text"})
        store.commit()
        assert store.get("some", "none") is None


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
@pytest.mark.parametrize("what", ["folder", "link", "lost link", "pipe"])
def test_what_is_no_file_is_neither_followed_nor_opened_nor_removed(folder, tmp_path, ending, what):
    place, outside = folder / f"{FILE}{ending}", tmp_path / "outside"
    shutil.copy(folder / FILE, outside)
    place.unlink(missing_ok=True)
    match what:
        case "folder":
            place.mkdir()
        case "link":
            place.symlink_to(outside)
        case "lost link":
            place.symlink_to(tmp_path / "nowhere")
        case "pipe":
            os.mkfifo(place)
    before = outside.read_bytes(), sorted(tmp_path.rglob("*"))
    with resting(Store(folder, Version("1"))) as store:
        assert store.note == NOT_USED.format(f"{FILE}{ending} is not a regular file")
        store.put("new", {"key": "text"})
        store.commit()
        assert store.all("new") == {"key": "text"}
        assert store.all("some") == {}
    assert (outside.read_bytes(), sorted(tmp_path.rglob("*"))) == before


def test_without_its_folder_a_store_lasts_as_long_as_the_process(tmp_path):
    with resting(Store(tmp_path / "none", Version("1"))) as store:
        store.put("some", TEXTS)
        assert store.all("some") == TEXTS
        assert store.note == NOT_USED.format("No such file or directory")


def test_a_journal_that_was_left_behind_is_gone_through(folder):
    """A process was killed in the middle of a change."""
    code = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("pragma cache_size = 1")
db.execute("insert into texts select 'x', value, hex(randomblob(3000)), x'' from json_each('[1,2,3,4,5,6,7,8,9]')")
assert os.path.exists(sys.argv[1] + "-journal")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code, folder / FILE], check=True)
    assert (folder / f"{FILE}-journal").exists()
    note, texts, *_ = reopened(folder)
    assert (note, texts) == ("", TEXTS)


def test_a_journal_of_garbage_is_of_no_harm(folder):
    for data in (b"x" * 5_000, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 5_000):
        (folder / f"{FILE}-journal").write_bytes(data)
        note, texts, *_ = reopened(folder)
        assert texts in (TEXTS, {})
        assert texts or note
    filled(folder)


def test_a_file_that_another_program_holds_is_left_to_it(folder):
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("begin exclusive")
        with resting(Store(folder, Version("1"))) as store:
            assert store.note == NOT_USED.format("another program holds it")
            store.put("some", {"a": "two"})
            store.commit()
            assert store.get("some", "a") == "two"
        db.execute("rollback")
    with resting(Store(folder, Version("1"))) as store:
        assert store.all("some") == TEXTS


def test_a_full_disk_is_noted_once_and_what_is_put_lasts_as_long_as_the_process(folder):
    with resting(Store(folder, Version("1"))) as store:
        store._db.execute("pragma max_page_count = 3")  # noqa: SLF001  # only its own connection can be made to run out of room
        store.put("new", {"key": "x" * 100_000})
        assert store.note == NOT_USED.format("the disk is full")
        store.put("new", {"key": "text"})
        store.commit()
        assert store.get("new", "key") == "text"
    with resting(Store(folder, Version("1"))) as store:
        assert store.all("some") == TEXTS


# Threads and processes


def test_threads_share_a_store(folder):
    with resting(Store(folder, Version("1"))) as store:
        wrong = []

        def work(n):
            for k in range(30):
                store.put(f"t{n}", {str(k): f"{n} {k}"})
                if store.get(f"t{n}", str(k)) != f"{n} {k}" or store.all("some") != TEXTS:
                    wrong.append((n, k))

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert store.note == ""


def in_a_fork(work):
    """Whether `work` is true in a forked process."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0


def test_a_forked_process_reads_what_was_committed(folder):
    with resting(Store(folder, Version("1"))) as store:
        store.put("new", {"key": "text"})
        store.commit()
        assert in_a_fork(lambda: store.get("new", "key") == "text" and store.all("some") == TEXTS)
        store.put("new", {"key": "more"})
        store.commit()
        assert store.get("new", "key") == "more"
        assert store.note == ""
    with resting(Store(folder, Version("1"))) as works:
        assert works.get("new", "key") == "more"


def test_a_forked_process_that_finds_garbage_does_without(folder):
    with resting(Store(folder, Version("1"))) as store:
        (folder / FILE).write_bytes(b"garbage" * 1_000)
        assert in_a_fork(lambda: store.get("some", "a") is None and store.all("some") == {})
        assert (folder / FILE).read_bytes() == b"garbage" * 1_000


def test_a_forked_process_that_finds_damage_removes_nothing(folder):
    with resting(Store(folder, Version("1"))) as store:
        store.put("long", {str(n): "x" * 1_000 for n in range(100)})
        store.commit()
        data = (folder / FILE).read_bytes()
        data = data[:8192] + b"\0" * (len(data) - 8192)
        (folder / FILE).write_bytes(data)
        assert in_a_fork(lambda: store.all("long") == {} and store.note == DAMAGED)
        assert (folder / FILE).read_bytes() == data


def test_a_text_that_is_damaged_is_noted_when_it_is_asked_for_alone(folder):
    sql(folder, CHANGES["a text"])
    with resting(Store(folder, Version("1"))) as store:
        assert store.get("some", "a") is None
        assert store.note == DAMAGED


def test_a_key_that_is_no_text_is_of_no_harm(folder):
    with resting(Store(folder, Version("1"))) as store:
        for kind, key in (("some", "\udcff"), ("output /\udcff", "a")):
            assert store.get(kind, key) is None
            assert store.all(f"{kind}\udcff") == {}
            store.put(kind, {key: "text"})
            store.drop(kind, [key])
            store.drop_kind(f"{kind}\udcff")
        store.commit()
        assert store.all("some").items() >= TEXTS.items()
        assert store.note == ""


# Nothing is executed

SOURCES = sorted((ROOT / "leverage_site/cache").glob("*.py"))
EXECUTES = {
    "compile",
    "eval",
    "exec",
    "__import__",
    "import_module",
    "getattr_static",
    "literal_eval",
    "open_code",
}
FORBIDDEN = {"pickle", "marshal", "shelve", "dill", "copyreg", "code", "codeop", "importlib", "runpy", "ctypes"}


def names(source):
    """All that is imported, and every name that is used, in a module."""
    tree = ast.parse(source.read_text())
    imported, used = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                imported |= {part for alias in node.names for part in alias.name.split(".")}
            case ast.ImportFrom():
                imported |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
            case ast.Name():
                used.add(node.id)
            case ast.Attribute():
                used.add(node.attr)
    return imported, used


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_nothing_that_is_kept_is_executed(source):
    imported, used = names(source)
    assert not imported & FORBIDDEN
    assert not (imported | used) & (EXECUTES | {"pickle", "marshal", "enable_load_extension", "load_extension"})


def test_pickles_travel_on_a_pipe_alone():
    assert len(SOURCES) > 5
    assert cache.__doc__
    users = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "leverage_site").rglob("*.py")
        if {"pickle", "marshal"} & names(path)[0]
    ]
    assert users == ["leverage_site/parallel.py"]
    tree = ast.parse((ROOT / users[0]).read_text())
    uses = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "pickle" in ast.unparse(node.func)
    ]
    assert sorted(uses) == [
        "pickle.dumps(answer)",
        "pickle.loads(data)",
    ]
