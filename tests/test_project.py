"""P19: whatever becomes of the cache, a build is a build from nothing; and with a sound one, little is done."""

# ruff: noqa: S608

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest

from leverage_site import build, files, project
from leverage_site.cache import store
from leverage_site.cache.built_pages import BUILDS, LastBuild, fingerprint_sources, output_files
from leverage_site.cache.store import DAMAGED, FILE, FOLDER, FOREIGN, NOT_USED
from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.project import Project
from leverage_site.report import BuildOptions
from leverage_site.urls import without_digest
from tests.support.builders import Version
from tests.support.edits import SETTLED, beginning
from tests.support.sites import Site, changed, task
from tests.support.workspace import STAGE, environment, published, tree

CACHE = f"{FOLDER}/{FILE}"


@pytest.fixture(autouse=True)
def files_settle_soon(monkeypatch):
    monkeypatch.setattr(files, "COARSEST_TICK", SETTLED)


def settle():
    """Wait until files need no longer be opened."""
    time.sleep(1.5 * SETTLED / 1e9)


def built(root, **more):
    """Build as `leverage-site build` does; return the report, and what is said of the cache."""
    with opened(root) as site:
        return site.build(BuildOptions(root / "output", **more)), site.note


def opened(root):
    return Project.open(root, lambda: pytest.fail("nobody else is here"))


def unchanged(site, options):
    """Return the report of a build that has nothing to do, if so it is."""
    return LastBuild(site.store, site.root, options).report(fingerprint_sources(site.root, site.listing))


# Damage


class Damaged:
    """A site that was built, and of which a record was edited since; each time its cache is damaged in another way."""

    def __init__(self, top):
        self.site = beginning(top / "site")
        self.root = self.site.root
        self.cache = self.root / CACHE
        built(self.root)
        self.older = self.cache.read_bytes()
        self.site.record("2026-04-13", "Before.\n", tags=["web"])
        settle()
        built(self.root)
        settle()
        built(self.root)
        assert built(self.root)[0].kept
        self.data = self.cache.read_bytes()
        (self.root / "output").rename(top / "output")
        self.output = top / "output"
        self.site.record(
            "2026-04-08", "After, see [it](2026-04-07.md).\n", tags=["ai"], tasks=[task("B", "90h", "1m")]
        )
        self.wanted = self.site.built()
        assert changed(published(self.output), self.wanted)

    def begin(self):
        """Restore the cache and the output as they were before the edit."""
        for path in (self.root / FOLDER).iterdir():
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif path.name != ".gitignore":
                path.unlink()
        self.cache.write_bytes(self.data)
        shutil.rmtree(self.root / "output", ignore_errors=True)
        shutil.copytree(self.output, self.root / "output")

    def check(self, *notes):
        """Assert that the build is one from nothing, and says of the cache one of `notes`."""
        report, note = built(self.root)
        assert published(self.root / "output") == self.wanted
        assert report.problems == ()
        assert note in (notes or ("", DAMAGED, FOREIGN))
        assert "\n" not in note
        return note


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "COARSEST_TICK", SETTLED)
        return Damaged(tmp_path_factory.mktemp("damage"))


@pytest.fixture
def damaged(whole):
    whole.begin()
    return whole


def test_without_damage_nothing_is_noted(damaged):
    assert damaged.check("") == ""


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bits(damaged, seed):
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(damaged.data)
    for _ in range(chance.choice([1, 1, 8, 100])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    damaged.cache.write_bytes(data)
    damaged.check()
    damaged.check()


@pytest.mark.parametrize("part", range(20))
def test_truncated(damaged, part):
    os.truncate(
        damaged.cache,
        [0, 1, 15, 16, 17, 99, 100, 511, 512, 4095, 4096, 4097][part]
        if part < 12
        else len(damaged.data) * (part - 11) // 9,
    )
    damaged.check()
    assert damaged.check() == ""


@pytest.mark.parametrize("page", range(12))
def test_a_page_of_zeros_or_of_another_page(damaged, page):
    size, data = 4096, bytearray(damaged.data)
    start = page * size % len(data)
    data[start : start + size] = bytes(size)
    damaged.cache.write_bytes(data)
    damaged.check()
    data[start : start + size] = damaged.data[-size:]
    damaged.cache.write_bytes(data)
    damaged.check()


@pytest.mark.parametrize(
    "data",
    [b"x", b"garbage" * 9_999, bytes(9_999), b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 9_999, b"\x80\x04cos\nsystem\n."],
)  # fmt: skip
def test_garbage(damaged, data):
    damaged.cache.write_bytes(data)
    damaged.check()
    assert damaged.check() == ""


def sql(file, *statements):
    with closing(sqlite3.connect(file)) as db, db:
        for statement in statements:
            db.execute(statement)


OTHER = "select {} from texts other where other.kind <> texts.kind order by other.key limit 1"
NEXT = "select {} from texts other where other.kind = texts.kind and other.key <> texts.key order by other.key limit 1"
WHERE = {
    "heads": "kind = 'heads'",
    "bodies": "kind = 'bodies'",
    "outputs": "kind like 'output %'",
    "builds": "kind = 'builds'",
    "places": "kind = 'places'",
    "version": "kind = 'version'",
    "all": "true",
}
FORGED = {
    # Every text has one of these, but for one digest in a million.
    "another text": "text = replace(replace(replace(text, '1', '2'), '3', '4'), '5', '6')",
    "a longer text": "text = text || ' '",
    "an empty text": "text = ''",
    "an empty list": "text = '[]'",
    "a number": "text = 0",
    "bytes": "text = cast(text as blob)",
    "no UTF-8": "text = cast(x'5bff5d' as text)",
    "another mark": "mark = x'00'",
    "a mark that is a text": "mark = 'mark'",
    "the mark of another kind": f"mark = ({OTHER.format('mark')})",
    "the text of another kind": f"text = ({OTHER.format('text')})",
    "the row of another kind": f"(text, mark) = ({OTHER.format('text, mark')})",
    "the mark of the next": f"mark = coalesce(({NEXT.format('mark')}), x'')",
    "the text of the next": f"text = coalesce(({NEXT.format('text')}), '')",
    "the row of the next": f"(text, mark) = (select coalesce(text, ''), coalesce(mark, x'') from ({NEXT.format('*')}))",
}
MOVED = {
    "another key": "update texts set key = key || 'x' where",
    "a key that is no text": "update texts set key = cast(key || '\u00e9' as blob) where",
    "another kind": "update texts set kind = kind || 'x' where",
    "gone": "delete from texts where",
}


@pytest.mark.parametrize("kind", WHERE)
@pytest.mark.parametrize("what", FORGED)
def test_rows_are_forged(damaged, kind, what):
    if what == "the row of the next":
        sql(
            damaged.cache,
            f"update or ignore texts set text = ({NEXT.format('text')}), mark = ({NEXT.format('mark')}) where {WHERE[kind]}",
        )
    else:
        sql(damaged.cache, f"update texts set {FORGED[what]} where {WHERE[kind]}")
    note = damaged.check()
    if kind in ("heads", "outputs"):
        assert note == DAMAGED
    if kind in ("version", "all") and what != "the row of the next":
        assert note in (FOREIGN, DAMAGED)


@pytest.mark.parametrize("kind", WHERE)
@pytest.mark.parametrize("what", MOVED)
def test_rows_are_moved(damaged, kind, what):
    sql(damaged.cache, f"{MOVED[what]} {WHERE[kind]}")
    damaged.check()


@pytest.mark.parametrize("n", range(10))
def test_two_rows_change_places(damaged, n):
    with closing(sqlite3.connect(damaged.cache)) as db, db:
        rows = db.execute("select kind, key, text, mark from texts where kind in ('heads', 'bodies')").fetchall()
        one, other = random.Random(n).sample(rows, 2)  # noqa: S311
        columns = "text = ?, mark = ?" if n % 2 else "text = ?"
        for (kind, key, *_), (_, _, text, mark) in ((one, other), (other, one)):
            db.execute(
                f"update texts set {columns} where kind = ? and key = ?",
                (text, *([mark] if n % 2 else []), kind, key),
            )
    damaged.check()


@pytest.mark.parametrize(
    "statements",
    [
        ["drop table texts"],
        ["drop table texts", "create table texts (a, b, c)"],
        ["drop table texts", "create table texts (kind, key, text, mark)", "insert into texts values (1, 2, 3, 4)"],
        ["drop table texts", "create view texts as select 'heads' kind, 'records/a.md' key, '[]' text, x'' mark"],
        ["create table more as select * from texts", "create index i on texts (text)"],
        ["create trigger t after insert on texts begin update texts set text = 'forged'; end"],
        ["create trigger t after insert on texts begin select raise(rollback, 'no'); end"],
        ["create trigger t before delete on texts begin select raise(ignore); end"],
        ["pragma journal_mode = wal"],
        ["pragma user_version = 9", "pragma encoding = 'UTF-16'"],
    ],
)  # fmt: skip
def test_other_tables(damaged, statements):
    sql(damaged.cache, *statements)
    damaged.check()
    damaged.check()


def test_a_file_of_another_program(damaged):
    damaged.cache.unlink()
    sql(
        damaged.cache, "create table bookmarks (url text)", "insert into bookmarks values ('https://example.org/')"
    )
    damaged.check()


def test_an_encoding_of_another_program(damaged):
    damaged.cache.unlink()
    sql(
        damaged.cache,
        "pragma encoding = 'UTF-16'",
        "create table texts (kind, key, text, mark, primary key (kind, key))",
    )
    damaged.check()


def test_an_older_cache_of_the_same_site_is_sound(damaged):
    damaged.cache.write_bytes(damaged.older)
    damaged.check("")


def test_the_cache_of_another_site_is_not_believed(damaged, tmp_path):
    other = beginning(tmp_path / "other")
    other.record("2026-04-07", "Forged.\n", tags=["AI"], draft=False)
    built(other.root)
    shutil.copy(other.root / CACHE, damaged.cache)
    damaged.check(FOREIGN)
    damaged.check("")


def test_a_cache_that_was_copied_with_its_site_is_not_believed(damaged, tmp_path):
    copy = damaged.site.copy(tmp_path / "copy")
    report, note = built(copy.root)
    assert note == FOREIGN
    assert published(copy.root / "output") == damaged.wanted
    assert report.rendered == len(damaged.wanted)
    assert built(copy.root)[1] == ""


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
@pytest.mark.parametrize("what", ["folder", "link", "lost link", "pipe"])
def test_what_is_no_file_stays_and_is_not_used(damaged, tmp_path, ending, what):
    place = damaged.cache.with_name(FILE + ending)
    place.unlink(missing_ok=True)
    outside = tmp_path / "outside"
    outside.write_bytes(damaged.data)
    match what:
        case "folder":
            place.mkdir()
        case "link":
            place.symlink_to(outside)
        case "lost link":
            place.symlink_to(tmp_path / "nowhere")
        case "pipe":
            os.mkfifo(place)
    before = tree(damaged.root / FOLDER, tmp_path)
    damaged.check(NOT_USED.format(f"{FILE}{ending} is not a regular file"))
    assert tree(damaged.root / FOLDER, tmp_path) == before


@pytest.mark.parametrize("what", ["file", "link", "lost link"])
def test_where_there_can_be_no_folder_there_is_no_cache(damaged, tmp_path, what):
    aside, folder = damaged.root / "aside", damaged.root / FOLDER
    folder.rename(aside)
    try:
        if what == "file":
            folder.write_text("mine")
        else:
            folder.symlink_to(tmp_path if what == "link" else tmp_path / "nowhere")
        damaged.check(NOT_USED.format("File exists" if what != "link" else f"{FOLDER} is a link"))
        assert list(tmp_path.iterdir()) == []
    finally:
        folder.unlink()
        aside.rename(folder)


@pytest.mark.parametrize("data", [b"", b"journal" * 999, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0\0\0\1" * 999])
def test_a_journal_is_left_behind(damaged, data):
    damaged.cache.with_name(f"{FILE}-journal").write_bytes(data)
    damaged.check()
    damaged.check()


def test_a_change_that_was_killed_is_taken_back(damaged):
    code = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("pragma cache_size = 1")
db.execute("update texts set text = text || hex(randomblob(2000))")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code, damaged.cache], check=True)
    assert damaged.cache.with_name(f"{FILE}-journal").exists()
    damaged.check("")


def test_a_folder_that_is_read_only(damaged, monkeypatch):
    real = sqlite3.connect

    def read_only(file, **more):
        return real(file if file == ":memory:" else f"file:{file}?mode=ro", uri=True, **more)

    monkeypatch.setattr(store.sqlite3, "connect", read_only)
    damaged.check(NOT_USED.format("it is read-only"))
    assert damaged.cache.read_bytes() == damaged.data


def test_a_file_that_another_program_holds(damaged):
    with closing(sqlite3.connect(damaged.cache, isolation_level=None)) as db:
        db.execute("begin exclusive")
        damaged.check(NOT_USED.format("another program holds it"))


def test_another_version_of_the_program(damaged, monkeypatch):
    monkeypatch.setattr(project, "Toolchain", lambda: Version("another"))
    damaged.check(FOREIGN)
    damaged.check("")


def test_the_cache_goes(damaged):
    damaged.cache.unlink()
    damaged.check("")
    # Another folder would have another key, for all tests to come.
    (damaged.root / FOLDER).rename(damaged.root / "aside")
    try:
        damaged.check("")
        assert (damaged.root / FOLDER / ".gitignore").read_text() == "*\n"
    finally:
        shutil.rmtree(damaged.root / FOLDER)
        (damaged.root / "aside").rename(damaged.root / FOLDER)


def test_outside_of_a_site_there_is_no_cache(tmp_path):
    with opened(tmp_path) as outside:
        assert outside.note == ""
        assert outside.parsed_files.files == {}
    assert list(tmp_path.iterdir()) == []


# How much is done


@pytest.fixture
def made(monkeypatch):
    """Return the files that had to be made by each build."""
    found, real = [], build.write

    def wrapped(*args, **more):
        result = real(*args, **more)
        found.append(result.rendered)
        return result

    monkeypatch.setattr(build, "write", wrapped)
    return found


DAYS = [f"2026-03-{n:02}" for n in range(1, 31)]
BODY = "The lead of {day}.\n\n## Analysis\n\nSome words of {day}.\n"


def page(n):
    return f"posts/2026/2026-03-{n:02}-leverage-record.html"


def put(site, n, hours=None, words="Some"):
    """Day `n` of the month: each has more hours than the one before, so that each was the highest of its time."""
    day, hours = f"2026-03-{n:02}", hours or f"{n}h"
    rows = [task("First", hours, "10m", supervision="1m"), task("Second", "30m", "1m", supervision="1m")]
    text = BODY.format(day=day).replace("Some", words)
    site.record(day, text, tags=["All", "Odd" if n % 2 else "Even"], tasks=rows)


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """30 days, five on the index and ten on each page after it, three in the feed; the 1st is a Sunday. Its bytes come with it."""
    site = Site(tmp_path_factory.mktemp("month") / "site")
    site.settings("pages", size=10).settings("feed", size=3)
    for n in range(1, 31):
        put(site, n)
    site.theme({"_pager.html": "{# empty #}"}, 'contract = 1\nextends = "default"\n')
    site.file("themes/own/assets/own.css", "p {}")
    site.page("about").file("content/static/chart.png", b"png")
    site.copy(site.root.parent / "aside")
    return site, site.built()


@pytest.fixture
def fresh(month):
    """Restore the month as it was, built; in the same folder, for any other has another cache."""
    site, wanted = month
    for name in ("content", "themes", "leverage.toml"):
        kept, place = site.root.parent / "aside" / name, site.root / name
        if kept.is_dir():
            shutil.rmtree(place)
        shutil.copytree(kept, place) if kept.is_dir() else shutil.copy(kept, place)
    site.settings(base_url="https://example.org/")
    settle()
    built(site.root)
    assert published(site.root / "output") == wanted
    settle()
    return site


def then(site, made):
    """Return what the next build makes; assert that the output is that of a build from nothing."""
    made.clear()
    before = published(site.root / "output")
    report, note = built(site.root)
    assert note == ""
    after = published(site.root / "output")
    assert after == site.built()
    files = made[0] if made else []
    assert report.rendered == len(files) == len(set(files))
    assert changed(before, after) - {*report.removed} == set(report.written) <= set(files)
    assert report.files == len(after) == report.kept + len(report.written)
    return set(files)


DATA = {f"data/{name}" for name in ("days.json", "days.csv", "tasks.json", "tasks.csv")}
LISTS = {
    "index.html", "tags/all.html", "tags/index.html", "weeks/index.html", "months/2026-03.html", "months/index.html",
    "years/2026.html", "years/index.html", "tasks.html", "leverage.html", "projects/index.html",
}  # fmt: skip


def test_nothing_changed(fresh, made):
    assert then(fresh, made) == set()
    assert then(fresh, made) == set()
    assert made == []


def feeds(*names: str) -> set[str]:
    """Return feeds by their names, that of all days by none, in each format."""
    main = {"feed.xml", "atom.xml", "feed.json"}
    others = {f"feeds/{name}{end}" for name in names for end in (".rss.xml", ".atom.xml", ".json") if name}
    return others | (main if "" in names else set())


def test_a_word_of_an_old_day(fresh, made):
    put(fresh, 15, words="Other")
    assert then(fresh, made) == {page(15)} | feeds("archive/2026-03")
    assert then(fresh, made) == set()


def test_a_word_of_one_of_the_newest_days(fresh, made):
    put(fresh, 28, words="Other")
    assert then(fresh, made) == {page(28)} | feeds("", "archive/2026-03", "tags/all", "tags/even")


def test_a_figure_that_changes_no_standings(fresh, made):
    put(fresh, 15, "15.5h")
    assert then(fresh, made) == LISTS | DATA | {
        page(15), page(16), "weeks/2026-W11.html", "weeks/2026-W12.html",
        "page/3.html", "tags/odd.html", "tags/even.html",
        *feeds("archive/2026-03", "archive/weeks/2026-03", "weeks"),
    }  # fmt: skip
    put(fresh, 4, "4.25h")
    assert then(fresh, made) == LISTS | DATA | {
        page(4), page(5), "weeks/2026-W10.html", "weeks/2026-W11.html",
        "page/4.html", "tags/even.html",
        *feeds("archive/2026-03", "archive/weeks/2026-03", "weeks"),
    }  # fmt: skip


def test_a_figure_that_changes_standings(fresh, made):
    put(fresh, 15, "18.5h")
    assert then(fresh, made) == LISTS | DATA | {
        *map(page, range(15, 19)), "weeks/2026-W11.html", "weeks/2026-W12.html",
        "page/3.html", "tags/odd.html", "tags/even.html",
        *feeds("archive/2026-03", "archive/weeks/2026-03", "weeks"),
    }  # fmt: skip


def test_a_figure_of_the_newest_day(fresh, made):
    put(fresh, 30, "31h")
    assert then(fresh, made) == LISTS | DATA | {
        page(30), "weeks/2026-W14.html", "tags/even.html", *feeds("", "tags/all", "tags/even", "archive/2026-03"),
    }  # fmt: skip


def test_a_file_that_was_touched(fresh, made):
    for name in (
        "content/records/2026-03-15.md",
        "leverage.toml",
        "themes/own/assets/own.css",
        "content/static/chart.png",
    ):
        (fresh.root / name).touch()
    settle()
    assert then(fresh, made) == set()
    assert made == [[]]
    assert then(fresh, made) == set()
    assert made == []


def test_a_stylesheet(fresh, made):
    fresh.file("themes/own/assets/own.css", "a {}")
    made_anew = {without_digest(name) for name in then(fresh, made)}
    # A template may link it.
    of_templates = {name for name in published(fresh.root / "output") if name.endswith(".html")}
    assert made_anew == {"assets/own.css", "sitemap.xml", *of_templates}


def test_a_static_file(fresh, made):
    fresh.file("content/static/chart.png", b"gnp")
    assert then(fresh, made) == {"chart.png"}


def test_a_template(fresh, made):
    fresh.file("themes/own/templates/_pager.html", "{# other #}Pages.")
    found = then(fresh, made)
    assert found >= {name for name in published(fresh.root / "output") if name.endswith(".html")}
    assert found == published(fresh.root / "output").keys()


def test_the_base_url(fresh, made):
    fresh.settings(base_url="https://example.net/blog/")
    assert then(fresh, made) == published(fresh.root / "output").keys()


def test_another_name_of_the_same_address_for_one_build(fresh, made):
    made.clear()
    built(fresh.root, base_url="https://example.net/")
    assert set(made[0]) == published(fresh.root / "output").keys()


def test_a_new_day(fresh, made):
    fresh.record("2026-03-31", "New.\n")
    found = then(fresh, made)
    assert {page(31), page(30), "feed.xml", "sitemap.xml", "index.html", "page/2.html"} <= found
    assert not found & {page(n) for n in range(1, 30)}


def test_a_day_that_goes(fresh, made):
    fresh.remove("content/records/2026-03-01.md")
    found = then(fresh, made)
    assert page(1) not in published(fresh.root / "output")
    # Each standing counts the days before it.
    assert {page(n) for n in range(2, 31)} <= found


def test_a_page_that_somebody_removed_or_edited(fresh, made):
    (fresh.root / "output" / page(7)).unlink()
    (fresh.root / "output/index.html").write_text("edited")
    made.clear()
    report, _ = built(fresh.root)
    assert set(made[0]) == {page(7), "index.html"}
    assert [problem.code for problem in report.problems] == ["F004"]
    assert published(fresh.root / "output") == fresh.built()


def test_the_output_goes(fresh, made):
    shutil.rmtree(fresh.root / "output")
    assert then(fresh, made) == published(fresh.root / "output").keys()


def test_several_outputs_are_remembered_and_an_old_one_is_forgotten(fresh, made):
    def into(name, **more):
        made.clear()
        with opened(fresh.root) as site:
            site.store.drop_kind(BUILDS)
            site.build(BuildOptions(fresh.root / name, **more))
        return len(made[0])

    (fresh.root / FOLDER / FILE).unlink()

    everything = len(published(fresh.root / "output"))
    assert into("output") == everything
    assert into("output") == 0
    assert [into(f"out{n}", base_url=f"https://example.net/{n}/") for n in range(3)] == [everything] * 3
    assert into("output") == 0
    assert into("out0", base_url="https://example.net/0/") == 0
    assert into("out4") == everything
    assert into("out1", base_url="https://example.net/1/") == everything
    for name in ("out0", "out1", "out2", "out4"):
        shutil.rmtree(fresh.root / name)


@pytest.mark.parametrize("target", ["elsewhere", "there"])
@pytest.mark.parametrize("name", [".gitignore", "clock"])
def test_nothing_is_written_through_a_link_in_the_cache(tmp_path, name, target):
    site = beginning(tmp_path / "site")
    (tmp_path / "there").write_text("precious")
    (site.root / FOLDER).mkdir()
    (site.root / FOLDER / name).symlink_to(tmp_path / target)
    _, note = built(site.root)
    assert note == ("" if name == "clock" else NOT_USED.format(f"{FOLDER}/{name} is a link"))
    assert (tmp_path / "there").read_text() == "precious"
    assert not (tmp_path / "elsewhere").exists()
    assert published(site.root / "output") == site.built()


# A build that has nothing to do

TRACE = """
import json, os, sys
trace = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def hook(event, args):
    if event == "open":
        os.write(trace, os.fsencode(str(args[0])) + b"\\n")
sys.addaudithook(hook)
from leverage_site.problems import Place, ProblemError
from leverage_site import files
files.COARSEST_TICK = 0
from leverage_site.cli import main
try:
    main(["--site", sys.argv[1], "build", "--json"], standalone_mode=False)
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def traced(root):
    """Return the report of a build, the sources and outputs that it opened, and the modules it imported."""
    trace = root.parent / "trace"
    trace.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", TRACE, root, trace],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    opened = set(trace.read_text().splitlines())
    below = {name.removeprefix(f"{root}/") for name in opened if name.startswith(f"{root}/")}
    sources = {name for name in below if name.split("/")[0] in ("content", "themes", "leverage.toml", "output")}
    bundled = {name for name in opened if "/themes/default/" in name}
    return json.loads(done.stdout), sources | bundled, set(json.loads(done.stderr))


SLOW = {
    "jinja2",
    "markdown_it",
    "mdit_py_plugins",
    "yaml",
    "feedgen",
    "lxml",
    "pickle",
    "leverage_site.build",
    "leverage_site.cache.parsed_files",
    "leverage_site.records.model",
    "leverage_site.render.theme_chain",
}


def test_a_build_that_has_nothing_to_do_opens_no_source_and_imports_little(tmp_path):
    site = beginning(tmp_path / "site")
    first, sources, modules = traced(site.root)
    assert first["rendered"] == first["written"] == first["pages"]
    assert {"content/records/2026-04-07.md", "leverage.toml"} <= sources
    assert {"jinja2", "leverage_site.build"} <= modules
    second, sources, modules = traced(site.root)
    assert (second["rendered"], second["written"], second["kept"]) == (0, 0, first["pages"])
    assert sources == set()
    assert not modules & SLOW


# Remembered builds


def test_a_build_is_remembered_with_its_warnings_and_drafts(tmp_path):
    site = beginning(tmp_path / "site").file("content/stray.txt", "stray").record("2026-04-09", draft=True)
    settle()
    built(site.root)
    settle()
    second, _ = built(site.root)
    with opened(site.root) as known:
        third = unchanged(known, BuildOptions(site.root / "output"))
        assert unchanged(known, BuildOptions(site.root / "output", drafts=True)) is None
        assert unchanged(known, BuildOptions(site.root / "output", base_url="https://example.net/")) is None
        assert unchanged(known, BuildOptions(site.root / "elsewhere")) is None
    assert third == second
    assert third.drafts == 1
    assert Counter(problem.code for problem in third.problems) == {"F013": 1}


def remembered(root, options, report, stamps):
    with opened(root) as site:
        last, sources = LastBuild(site.store, root, options), fingerprint_sources(root, site.listing)
        last.save(sources, report, stamps)
        return last.report(sources)


def test_a_build_of_which_a_file_is_not_known_or_that_failed_is_not_remembered(tmp_path):
    site = beginning(tmp_path / "site")
    report, _ = built(site.root)
    (site.root / FOLDER / FILE).unlink()
    options, stamps = BuildOptions(site.root / "output"), output_files(site.root / "output")
    stamps.pop(".leverage-site.json")
    index = stamps.pop("index.html")
    failed = catalog.NOT_AS_CLEAN.at(Place("x"), page="x")
    for told, known in [
        (report, stamps),
        (report, {**stamps, "index.html": index._replace(inode=1)}),
        (report, {**stamps, "other.html": index}),
        (replace(report, problems=(failed,)), {**stamps, "index.html": index}),
    ]:
        assert not remembered(site.root, options, told, known)
    assert remembered(site.root, options, report, {**stamps, "index.html": index})


@pytest.mark.parametrize("young", ["content/records/2026-04-07.md", "leverage.toml", "themes/own/theme.toml"])
def test_a_build_of_files_that_could_change_unseen_is_not_remembered(tmp_path, monkeypatch, young):
    """As where the file system's clock cannot be asked: a file must be older than the coarsest tick."""
    tick = files.COARSEST_TICK
    now = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr(store, "clock_of", lambda _: lambda: files.Moment(now))
    site = beginning(tmp_path / "site")
    options = BuildOptions(site.root / "output")
    built(site.root)
    for age, is_old in [(tick, False), (tick + 1, True)]:
        os.utime(site.root / young, ns=(now - age, now - age))
        built(site.root)
        with opened(site.root) as known:
            assert bool(unchanged(known, options)) == is_old


def test_a_build_right_after_a_build_has_nothing_to_do(tmp_path):
    site = beginning(tmp_path / "site")
    for _ in range(3):
        site.record("2026-04-07", f"Once more {time.monotonic_ns()}.\n")
        # Whoever saves a file and types a command takes longer than a tick of the disk's clock.
        time.sleep(0.015)
        report, _ = built(site.root)
        assert report.written
        with opened(site.root) as known:
            again = unchanged(known, BuildOptions(site.root / "output"))
        assert (again.files, again.kept, again.written) == (report.files, report.files, ())


def test_a_stage_that_a_killed_build_of_another_site_left_empty_goes(tmp_path):
    site = beginning(tmp_path / "site")
    for _ in range(2):
        settle()
        built(site.root)
    (site.root / "output" / STAGE).mkdir()
    assert built(site.root)[0].written == ()
    assert not (site.root / "output" / STAGE).exists()


def linked(site):
    (site.root / "output").rename(site.root / "elsewhere")
    (site.root / "output").symlink_to(site.root / "elsewhere")


def test_a_folder_that_may_no_longer_be_the_output_is_refused_though_all_is_in_it(tmp_path):
    site = beginning(tmp_path / "site")
    for _ in range(3):
        settle()
        built(site.root)
    linked(site)
    with pytest.raises(ProblemError) as caught:
        built(site.root)
    assert [problem.code for problem in caught.value.problems] == ["F001"]
