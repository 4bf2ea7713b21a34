"""A memory makes reading faster and changes nothing else."""

import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from leverage_site import files
from leverage_site.records.discover import list_content
from leverage_site.records.file_cache import FileCache
from tests.support.builders import front, load

HOUR = 3_600 * 10**9

TEXTS = [
    front("date: 2026-04-07", body="one\n"),
    front("date: 2026-04-07", body="two\n"),
    front("date: 2026-04-08", body="[there](x.md)\n"),
    front("date: 2026-04-08", "draft: true"),
    front("date: 2026-04-09", "titel: x"),
    front("title: A", "draft: true"),
    front("title: B"),
    "[" * 5_001,
    "A note.",
    "",
]
DATA = [text.encode() for text in TEXTS] + [b"caf\xe9"]
NAMES = [
    "records/a.md", "records/b.md", "records/2026/c.md", "records/2026/d.md", "records/day.txt", "pages/p.md",
    "pages/q.md", "weeks/2026-W15.md", "weeks/old/2026-W15.md", "weeks/x.md", "partials/n.md", "static/s.css",
    "static/deep/t.md", "records/.hidden.md", "posts/x.md",
]  # fmt: skip
FILES = st.sampled_from(NAMES[:2]) | st.sampled_from(NAMES)  # edits of one file are what a memory can get wrong


def objects(library):
    """Return what the library is made of, by file."""
    parts = (library.records, library.pages, library.weeks, library.partials, library.static)
    return {item.path: item for part in parts for item in part}


class Edits(RuleBasedStateMachine):
    """Any edits of a site, as a memory sees them that looks on from the beginning."""

    @initialize(clock=st.sampled_from([0, HOUR]))
    def begin(self, clock):
        """With an hour added to the clock, no file is too young to be trusted."""
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.clock = clock
        self.memory = FileCache()
        self.before = {}
        self.touched = set()
        self.links = set()

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def touch(self, name):
        """Note the file, which an edit is about to change, and with it those that are links."""
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.touched.update({f"content/{name}"} | self.links)
        return path

    def edit(self, name, change):
        """Change the text of a file, if there is one."""
        path = self.touch(name)
        if path.is_file():
            path.write_bytes(change(path.read_bytes()))

    @rule(name=FILES, data=st.sampled_from(DATA))
    def write(self, name, data):
        path = self.touch(name)
        if not path.is_file():
            path.unlink(missing_ok=True)
        path.write_bytes(data)

    @rule(name=FILES)
    def write_the_same_again(self, name):
        path = self.root / "content" / name
        if path.is_file():
            path.write_bytes(path.read_bytes())

    @rule(name=FILES, day=st.sampled_from([b"2026-04-07", b"2026-04-08", b"2026-13-01"]))
    def change_a_date_and_hide_it(self, name, day):
        path = self.touch(name)
        if path.is_file():
            times = path.stat()
            self.edit(name, lambda data: re.sub(rb"2026-..-..", day, data))
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    @rule(name=FILES)
    def toggle_draft(self, name):
        draft = b"draft: true\n"
        start = b"---\n"
        self.edit(
            name,
            lambda data: data.replace(draft, b"") if draft in data else data.replace(start, start + draft, 1),
        )

    @rule(name=FILES)
    def delete(self, name):
        self.touch(name).unlink(missing_ok=True)

    @rule(one=FILES, other=FILES)
    def rename(self, one, other):
        source, target = self.touch(one), self.touch(other)
        if source.is_file():
            source.rename(target)

    @rule(one=FILES, other=FILES)
    def swap(self, one, other):
        first, second, aside = self.touch(one), self.touch(other), self.root / "aside"
        if first.is_file() and second.is_file() and one != other:
            first.rename(aside)
            second.rename(first)
            aside.rename(second)

    @rule(name=FILES)
    def replace_by_a_pipe(self, name):
        path = self.touch(name)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    @rule(name=FILES)
    def replace_by_a_link(self, name):
        path = self.touch(name)
        path.unlink(missing_ok=True)
        path.symlink_to(self.root / "content" / NAMES[0])
        self.links.update({f"content/{name}", f"content/{NAMES[0]}"})

    @rule()
    def ask_for_drafts(self):
        self.look(True)

    @invariant()
    def nothing_tells_that_there_is_a_memory(self):
        if hasattr(self, "folder"):
            self.look(False)

    def look(self, drafts):
        with pytest.MonkeyPatch.context() as patch:
            real = files.time.time_ns
            patch.setattr(files.time, "time_ns", lambda: real() + self.clock)
            found = load(self.root, drafts=drafts, cache=self.memory)
        assert found == load(self.root, drafts=drafts)
        now = objects(found[0])
        for path in now.keys() & self.before.keys() - self.touched:
            assert now[path] is self.before[path]
        # A draft or a second record of a day is not in every library: what was seen of it stays.
        self.before = {**{p: v for p, v in self.before.items() if p not in self.touched}, **now}
        self.touched = set()


Edits.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestEdits = Edits.TestCase


@pytest.fixture
def site(tmp_path):
    """Return a site of three files, which a memory trusts."""
    for name, text in {"records/a.md": TEXTS[0], "weeks/2026-W15.md": "Quiet.", "static/s.css": "a {}"}.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


@pytest.fixture
def clock(monkeypatch):
    """Set the clock to so many seconds from now."""
    real = files.time.time_ns
    return lambda seconds: monkeypatch.setattr(files.time, "time_ns", lambda: real() + int(seconds * 10**9))


@pytest.fixture
def opened(monkeypatch):
    """Return the names of the files that are opened."""
    names = []
    real = files.open_regular
    monkeypatch.setattr(files, "open_regular", lambda file: (names.append(Path(file).name), real(file))[1])
    return names


ALL = ["s.css", "2026-W15.md", "a.md"]


def test_a_file_that_is_as_it_was_is_not_opened(site, opened, clock):
    clock(10)
    remembered = FileCache()
    first = load(site, cache=remembered)
    assert sorted(opened) == sorted(ALL)
    opened.clear()
    again = load(site, cache=remembered)
    assert opened == []
    assert again == first
    assert all(new is old for new, old in zip(objects(again[0]).values(), objects(first[0]).values(), strict=True))


def test_a_file_that_was_young_when_it_was_read_is_opened_once_more(site, opened, clock):
    remembered = FileCache()
    load(site, cache=remembered)
    first = objects(load(site, cache=remembered)[0])
    opened.clear()
    clock(10)
    assert all(value is first[path] for path, value in objects(load(site, cache=remembered)[0]).items())
    assert sorted(opened) == sorted(ALL)
    opened.clear()
    load(site, cache=remembered)
    assert opened == []


@pytest.mark.parametrize("seconds", [1.9, 2.1])
def test_two_seconds_are_what_it_takes(site, opened, monkeypatch, seconds):
    newest = max(
        max(path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in site.rglob("*") if path.is_file()
    )
    monkeypatch.setattr(files.time, "time_ns", lambda: newest + int(seconds * 10**9))
    remembered = FileCache()
    for path in (site / "content").rglob("*.*"):
        os.utime(path, ns=(newest, newest))
    monkeypatch.setattr(
        files.time,
        "time_ns",
        lambda: max(path.stat().st_ctime_ns for path in site.rglob("*.*")) + int(seconds * 10**9),
    )
    load(site, cache=remembered)
    opened.clear()
    load(site, cache=remembered)
    assert bool(opened) == (seconds < files.COARSEST_TICK / 10**9)


def test_an_edit_that_hides_behind_size_and_time_is_seen(site, clock):
    clock(10)
    remembered = FileCache()
    load(site, cache=remembered)
    path = site / "content/records/a.md"
    times = path.stat()
    path.write_text(TEXTS[1])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)
    assert "two" in load(site, cache=remembered)[0].records[0].body.get().prose.lead_text


def test_the_same_bytes_in_a_new_file_are_the_same_object(site, clock):
    clock(10)
    remembered = FileCache()
    before = load(site, cache=remembered)[0].records[0]
    path = site / "content/records/a.md"
    path.rename(site / "old")
    path.write_text(TEXTS[0])
    assert load(site, cache=remembered)[0].records[0] is before


def test_what_vanished_is_forgotten(site, clock):
    clock(10)
    remembered = FileCache()
    before = load(site, cache=remembered)[0].records[0]
    path = site / "content/records/a.md"
    path.rename(site / "a.md")
    assert load(site, cache=remembered)[0].records == ()
    (site / "a.md").rename(path)
    after = load(site, cache=remembered)[0].records[0]
    assert after == before
    assert after is not before


def test_a_file_that_cannot_be_opened_is_tried_each_time(site, clock, monkeypatch):
    clock(10)
    remembered = FileCache()

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(files, "open_regular", locked)
        library, problems = load(site, cache=remembered)
    assert library.records == ()
    assert [problem.code for problem in problems] == ["F006"] * 3
    assert load(site, cache=remembered) == load(site)


def test_a_second_record_of_a_day_that_goes_meanwhile_is_still_a_problem(site, clock, monkeypatch):
    clock(10)
    remembered = FileCache()
    second = site / "content/records/b.md"
    second.write_text(TEXTS[0])
    assert [str(p.place) for p in load(site, cache=remembered)[1]] == ["content/records/b.md:2:7"]

    def gone(_):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert [str(p.place) for p in load(site, cache=remembered)[1]] == ["content/records/b.md"]


def test_a_look_says_what_there_is_to_do(site, clock):
    clock(10)
    remembered = FileCache()
    listing = list_content(site)
    assert [(job.file.name, job.digest) for job in remembered.jobs(listing.files)] == [
        ("records/a.md", None),
        ("static/s.css", None),
        ("weeks/2026-W15.md", None),
    ]
    readings = remembered.read(listing)
    assert remembered.jobs(listing.files) == []
    (site / "content/records/a.md").write_text(TEXTS[1])
    jobs = remembered.jobs(list_content(site).files)
    assert [(job.file.name, job.digest) for job in jobs] == [("records/a.md", readings[0].digest)]
