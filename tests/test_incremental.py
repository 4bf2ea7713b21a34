"""P3: after any edits, what is worked out from what was known before equals what is worked out from nothing.

The site before is what the preview passes: the last one that could be prepared, errors or not.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site import build
from leverage_site.pages.page import Keys, context
from leverage_site.pages.plan import Plan, plan
from leverage_site.problems import Problem, ProblemError
from leverage_site.records import memory
from leverage_site.records.model import Library, Note, StaticFile
from leverage_site.records.schema import read_note, read_page, read_record
from leverage_site.serve.changes import changed_files
from leverage_site.settings import NavItem, Settings
from tests.sites import Site, document, task

SETTLED = 20_000_000
"""Nanoseconds, longer than a tick of the disk's clock: so soon, not after 2 s, files are old enough to be skipped."""

RECORDS = "content/records"
BROKEN = "---\ndate: 2026-04-07\ntasks: many\n---\n"


@pytest.fixture(autouse=True, scope="module")
def _files_settle_soon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "SETTLED", SETTLED)
        yield


# The edits. Each can be done at any time: what the disk refuses is left undone, or half done.


def nth(site: Site, folder: str, n: int) -> Path:
    """One of the files below a folder."""
    found = sorted(path for path in (site.root / folder).rglob("*") if path.is_file())
    if not found:
        raise FileNotFoundError(folder)
    return found[n % len(found)]


def put(site: Site, path: str, text: str) -> None:
    site.file(path, text)


def touch(site: Site, folder: str, n: int) -> None:
    """The same bytes in the same file."""
    target = nth(site, folder, n)
    target.write_bytes(target.read_bytes())


def anew(site: Site, folder: str, n: int) -> None:
    """The same bytes in another file."""
    target = nth(site, folder, n)
    shutil.copy(target, site.root / "other")
    (site.root / "other").replace(target)


def change(site: Site, folder: str, n: int, old: str, new: str) -> None:
    """Some words of a file; the other way round where it has the new ones."""
    target = nth(site, folder, n)
    text = target.read_text()
    target.write_text(text.replace(old, new) if old in text else text.replace(new, old))


def copy(site: Site, folder: str, n: int, new: str) -> None:
    shutil.copy(nth(site, folder, n), site.root / new)


def delete(site: Site, folder: str, n: int) -> None:
    nth(site, folder, n).unlink()


def delete_all(site: Site, folder: str) -> None:
    shutil.rmtree(site.root / folder)


def move(site: Site, folder: str, n: int, new: str) -> None:
    (site.root / new).parent.mkdir(parents=True, exist_ok=True)
    nth(site, folder, n).rename(site.root / new)


def rename(site: Site, path: str, new: str) -> None:
    (site.root / path).rename(site.root / new)


def swap(site: Site, folder: str, n: int, m: int) -> None:
    one, two, between = nth(site, folder, n), nth(site, folder, m), site.root / "between"
    one.rename(between)
    two.rename(one)
    between.rename(two)


def link(site: Site, path: str, target: str) -> None:
    """A link, which may lead nowhere until later."""
    (site.root / path).unlink(missing_ok=True)
    (site.root / path).symlink_to(site.root / target)


def setting(site: Site, section: str, name: str, value: Any) -> None:
    """Also mends a broken leverage.toml."""
    site.settings(section, **{name: value})


def restore(site: Site) -> None:
    """Everything as it was, at once."""
    for name in ("content", "themes"):
        shutil.rmtree(site.root / name, ignore_errors=True)
    shutil.copytree(site.root.parent / "site", site.root, dirs_exist_ok=True)


Edit = tuple[Any, ...]
bodies = st.lists(
    st.sampled_from([
        "Text.", "Text.", "## More", "{{ x }}", "[a](a.md)", "[b](2026-04-07.md)", "[c](/about.html#x)",
        "[d](/tags/web.html)", "![e](/chart.png)", "[f](/weeks/2026-W15.html)", "[g](/page/2.html)",
        "[h](/old.html)", "[i](/now.html)", "[j](/assets/own.css)",
    ]),
    max_size=2,
).map("\n\n".join)  # fmt: skip
dates = st.sampled_from([
    ("2026-04-07.md", "2026-04-07"), ("2026-04-08.md", "2026-04-08"), ("2026-04-14.md", "2026-04-14"),
    ("deep/2026-12-31.md", "2026-12-31"), ("a.md", "2027-01-01"), ("a.md", "2027-01-02"), ("b.md", "2026-04-07"),
])  # fmt: skip
keys = st.fixed_dictionaries(
    {
        "draft": st.sampled_from([False, False, False, True]),
        "tasks": st.sampled_from([
            [], [task()], [task(), task("B", "2h", "1m", tags=["ai"])], [task("C", "90h", "1m", tags=["C++", "c"])],
        ]),
    },
    optional={
        "title": st.sampled_from(["A", "B"]),
        "tags": st.sampled_from([["AI"], ["ai", "web"], ["Ai"], ["C", "C#"]]),
        "url": st.sampled_from(["/a.html", "/b.html", "/about.html", "/A.html", "/x/"]),
        "aliases": st.sampled_from([["/old.html"], ["/old.html", "/x/y.html"], ["/older.html"]]),
        "id": st.sampled_from(["tag:e,2026:1", "tag:e,2026:2"]),
    },
)  # fmt: skip


@st.composite
def writing(draw: st.DrawFn) -> Edit:
    """A record is written, now and then a broken one."""
    name, day = draw(dates)
    broken = draw(st.integers(0, 9)) == 9
    return put, f"{RECORDS}/{name}", BROKEN if broken else document(draw(bodies), {"date": day, **draw(keys)})


record_paths = dates.map(lambda pair: f"{RECORDS}/{pair[0]}")
pages = st.fixed_dictionaries(
    {"title": st.sampled_from(["A page", "B"]), "draft": st.booleans() | st.just(False)},
    optional={"url": st.sampled_from(["/a.html", "/now.html"]), "aliases": st.just(["/old.html"])},
)
page_paths = st.sampled_from(["content/pages/about.md", "content/pages/now.md"])
note_paths = st.sampled_from([
    "content/partials/about-author.md", "content/partials/x/about-author.md",
    "content/weeks/2026-W15.md", "content/weeks/2026-W16.md", "content/weeks/2026-W99.md",
])  # fmt: skip
other_paths = st.sampled_from([
    "content/static/chart.png", "content/static/now.html", "content/static/assets/own.css", "content/stray.txt",
    "content/static/.hidden", "content/records/a.md~", "themes/own/assets/own.css", "themes/own/assets/style.css",
    "themes/own/templates/_pager.html", "themes/own/README.md", "output/index.html",
])  # fmt: skip
theme_texts = st.sampled_from(["", "{{ view.head.title }}", "{{ view.missing }}"])
numbers = st.integers(0, 11)
some = st.sampled_from([RECORDS, RECORDS, "content"]), numbers
any_file = st.sampled_from(["content", "themes", "."]), numbers
folders = st.sampled_from(["content", RECORDS, "content/pages", "content/weeks", "content/static", "themes/own"])
values = st.sampled_from([
    ("site", "title", "Test"), ("site", "title", "Other"), ("site", "base_url", "https://example.org/"),
    ("site", "base_url", "https://example.org/x/"), ("site", "id", "tag:e,2026:o"), ("site", "assistant", "Other"),
    ("site", "theme", "own"), ("site", "theme", "default"), ("site", "theme", "none"), ("site", "theme", "twin"), ("site", "nav", []),
    ("site", "nav", [{"title": "N", "url": "/now.html"}]), ("site", "nav", [{"title": "T", "url": "/tags/web.html"}]),
    ("pages", "size", 1), ("pages", "size", 2), ("pages", "size", 20), ("feed", "size", 1), ("feed", "size", 9),
    ("pages", "task_order", "file"), ("pages", "task_order", "factor"), ("pages", "size", "broken"),
    ("pages", "day_title", "Day {date}"), ("pages", "day_title", "{weekday}"), ("permalinks", "day", "/{date}/"),
    ("permalinks", "day", "/posts/{year}/{date}-leverage-record.html"), ("permalinks", "tag", "/t/{slug}/"),
    ("permalinks", "week", "/w/{week}.html"),
])  # fmt: skip


def edit(function: Callable[..., None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Edit]:
    return st.tuples(st.just(function), *arguments)


words = st.sampled_from([
    ("draft: false", "draft: true"), ("draft: false", "draft: true"), ("AI", "ai"), ("ai", "aI"), ("8h", "80h"),
    ("Text", "Other"), ("title", "titel"), ("2026-04-08", "2026-04-07"), ("web", "net"), ("old.html", "older.html"),
])  # fmt: skip
changing = st.builds(lambda what, pair: (change, *what, *pair), st.tuples(*some), words)
of_content = (
    edit(restore)
    | writing()
    | writing()
    | writing()
    | changing
    | changing
    | edit(put, page_paths, st.builds(document, bodies, pages))
    | edit(put, note_paths, bodies)
    | edit(put, other_paths, theme_texts)
    | edit(delete, *some)
    | edit(move, st.just(RECORDS), numbers, record_paths)
    | edit(copy, st.just(RECORDS), numbers, record_paths)
    | edit(swap, st.just(RECORDS), numbers, numbers)
)
of_anything = (
    of_content
    | of_content
    | edit(touch, *any_file)
    | edit(anew, *any_file)
    | edit(delete, *any_file)
    | edit(swap, *any_file, numbers)
    | edit(move, *any_file, record_paths | page_paths | other_paths)
    | edit(link, record_paths, other_paths | st.just("elsewhere.md"))
    | edit(put, st.just("elsewhere.md"), bodies)
    | edit(rename, folders | st.just("aside"), folders | st.just("aside"))
    | edit(delete_all, folders)
    | values.map(lambda value: (setting, *value))
    | values.map(lambda value: (setting, *value))
    | edit(put, st.just("leverage.toml"), st.sampled_from(["[site\n", "", '[site]\nid = "tag:e,2026:x"\n']))
    | edit(put, st.just("themes/own/theme.toml"), st.sampled_from(["[", 'contract = 1\nextends = "default"\n']))
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Three days in two weeks, with everything that a site may have; copied for each sequence."""
    site = Site(tmp_path_factory.mktemp("incremental") / "site")
    site.record("2026-04-07", "First, see [the next](2026-04-08.md).\n", tags=["AI"], draft=False)
    site.record("2026-04-08", "Second, see ![a chart](../static/chart.png).\n", tags=["ai", "web"])
    site.record("2026-04-14", "Third, as [usual](../pages/about.md).\n", draft=False, aliases=["/old.html"])
    site.page("about", "See [the day](../records/2026-04-08.md), [the web](/tags/web.html).\n", draft=False)
    site.file("content/weeks/2026-W15.md", "[The first](../records/2026-04-07.md), [style](/assets/own.css).\n")
    site.file("content/partials/about-author.md", "[About](/about.html), [old](/old.html).\n")
    site.file("content/static/chart.png", b"png")
    for name in ("twin", "own"):
        site.theme({"_pager.html": ""}, name=name).file(f"themes/{name}/assets/own.css", "p {}")
    return site


# What must be the same.


def result(make: Callable[[], build.Site]) -> tuple[build.Site | None, tuple[Problem, ...]]:
    try:
        made = make()
    except ProblemError as error:
        return None, error.problems
    return made, made.problems


def facts(planned: Plan) -> dict[str, Any]:
    """All of a plan but its functions."""
    content = planned.content
    return {
        "site": planned.site,
        "pages": [page._replace(gather=str) for page in planned.pages],
        "problems": planned.problems,
        "files": list(planned.by_file),
        "settings": content.settings,
        "library": content.library,
        "directory": content.directory,
        "days": content.days,
        "spelling": list(content.spelling.items()),
    }


def assert_same(found: build.Site, clean: build.Site) -> dict[str, str]:
    """The two sites are the same but for their bytes; gives their keys."""
    one, other = facts(found.plan), facts(clean.plan)
    for name in one:
        assert one[name] == other[name], name
    assert (found.theme.levels, found.theme.templates) == (clean.theme.levels, clean.theme.templates)
    keys = build.keys(clean)
    assert build.keys(found) == keys
    return keys


def pages_of(made: build.Site) -> list[object]:
    """Every page's file and bytes, or what is wrong; templates that are the same are compiled once."""
    theme = THEMES.setdefault((made.theme.fingerprint, made.theme.levels), made.theme)
    same = replace(made, theme=theme)
    found: list[object] = []
    try:
        found.extend(build.files(same, build.Timings()))
    except ProblemError as error:
        found.append(error.problems)
    return found


THEMES: dict[Any, Any] = {}


@dataclass
class Sequence:
    """A site that is prepared after each edit, from the one before and from nothing."""

    site: Site
    drafts: bool
    previous: build.Site = field(init=False)
    problems: tuple[Problem, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.previous = build.prepare(self.site.root, drafts=self.drafts)
        self.problems, self.keys = self.previous.problems, build.keys(self.previous)

    def follow(self, function: Callable[..., None], *arguments: Any) -> None:
        with suppress(OSError):
            function(self.site, *arguments)
        found, problems = result(lambda: build.prepare(self.site.root, drafts=self.drafts, before=self.previous))
        clean, expected = result(lambda: build.prepare(self.site.root, drafts=self.drafts))
        assert problems == expected
        assert (found is None) == (clean is None)
        if found and clean:
            keys = assert_same(found, clean)
            # A change that the preview does not see must be none.
            assert changed_files(self.previous, found) or problems != self.problems or keys == self.keys
            self.previous, self.keys = found, keys
        self.problems = problems

    def end(self) -> None:
        """The bytes, too."""
        clean, _ = result(lambda: build.prepare(self.site.root, drafts=self.drafts))
        if clean:
            assert pages_of(self.previous) == pages_of(clean)


def run(site: Site, edits: Iterable[Edit], drafts: bool) -> None:
    work = site.root.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    sequence = Sequence(site.copy(work), drafts)
    for function, *arguments in edits:
        sequence.follow(function, *arguments)
    sequence.end()


@settings(max_examples=80)
@given(st.lists(of_content, min_size=6, max_size=30), st.booleans())
def test_edits_of_content(site: Site, edits: list[Edit], drafts: bool) -> None:
    run(site, edits, drafts)


@settings(max_examples=80)
@given(st.lists(of_anything, min_size=6, max_size=30), st.booleans())
def test_edits_of_anything(site: Site, edits: list[Edit], drafts: bool) -> None:
    run(site, edits, drafts)


def restore_time(site: Site, path: str, text: str) -> None:
    """Other bytes, as many as before, in the same file with the same time of change."""
    target = site.root / path
    status = target.stat()
    assert len(text.encode()) == status.st_size
    target.write_text(text)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def settle(site: Site) -> None:
    """Wait until files need no longer be opened."""
    time.sleep(2 * SETTLED / 1e9)


def claiming(name: str, day: str, **more: Any) -> Edit:
    """A record that wants the same page as others."""
    return put, f"{RECORDS}/{name}.md", document("", {"date": day, "url": "/x.html", **more})


RARE: dict[str, list[Edit]] = {
    "a theme that differs in nothing but its name": [(setting, "site", "theme", "twin")],
    "pages that change places": [
        # The week's page belongs to its note, whichever day is the first.
        (put, "content/weeks/2026-W53.md", "A note."),
        claiming("a", "2027-01-01"), claiming("b", "2027-01-02"), claiming("a", "2027-01-03"),
    ],
    "a day that moves and keeps its title and address": [
        claiming("a", "2027-01-01", title="A"), claiming("a", "2027-02-01", title="A"),
    ],
    "another title behind an alias": [
        claiming("a", "2027-01-01", title="A", aliases=["/y.html"]),
        claiming("a", "2027-01-01", title="B", aliases=["/y.html"]),
    ],
    "a note that moves to another folder": [
        (move, "content/weeks", 0, "content/weeks/deep/2026-W15.md"),
    ],
    "other bytes in an asset of the theme": [
        (put, "themes/own/assets/own.css", "a {}"), (put, "themes/own/assets/own.css", "b {}"),
    ],
    "a change that the times do not show": [
        (put, f"{RECORDS}/a.md", "---\ndate: 2027-01-01\n---\nOne.\n"),
        (settle,), (settle,),
        (restore_time, f"{RECORDS}/a.md", "---\ndate: 2027-01-01\n---\nTwo.\n"),
    ],
    "the same words by the same name in several folders": [
        *((put, f"content/{folder}/2026-W15.md", "Words.") for folder in ("weeks", "partials")),
        *((put, f"content/{folder}/a.md", "---\ntitle: A\ndate: 2027-01-01\n---\n") for folder in ("records", "pages")),
        (settle,),
    ],
    "nothing at all": [(settle,), (settle,), (settle,)],
}  # fmt: skip


@pytest.mark.parametrize("name", RARE)
def test_rare_edits(site: Site, name: str) -> None:
    run(site, RARE[name], drafts=False)


# The planner alone


def _records() -> Iterator[Any]:
    texts: list[tuple[str, str, str, dict[str, Any]]] = [
        ("a.md", "2026-04-07", "[b](b.md) ![c](../static/chart.png)", {"tags": ["AI"]}),
        (
            "b.md",
            "2026-04-08",
            "[a](a.md) [p](../pages/about.md)",
            {"tags": ["ai", "web"], "aliases": ["/old.html"]},
        ),
        ("b.md", "2026-04-08", "[a](a.md)", {"tags": ["Ai"], "url": "/about.html"}),
        ("2026-04-14.md", "2026-04-14", "[o](/old.html) [g](/page/2.html)", {"title": "T", "id": "tag:e,2026:1"}),
        ("c.md", "2026-04-09", "[d](d.md)", {"url": "/about.html"}),
        ("c.md", "2026-04-06", "[d](d.md)", {"url": "/about.html"}),
        ("d.md", "2027-01-01", "[w](../weeks/2026-W15.md)", {"tasks": [], "id": "tag:e,2026:1"}),
    ]
    for name, day, body, keys in texts:
        front = {"date": day, "tasks": [task(tags=["web"])], **keys}
        yield read_record(document(body, front).encode(), f"{RECORDS}/{name}")[0]


def _note(path: str, text: str) -> Note:
    return read_note(text.encode(), path, Path(path).stem)[0]


def _some(items: Iterable[Any], *keys: Callable[[Any], Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of the items, in the order of the first key; no two are the same by any key."""
    chosen = st.lists(st.sampled_from(list(items)), max_size=4, unique_by=keys)
    return chosen.map(lambda found: tuple(sorted(found, key=keys[0])))


libraries = st.builds(
    Library,
    records=_some(_records(), attrgetter("date"), attrgetter("path")),
    pages=_some(
        [
            read_page(document(text, {"title": "P"}).encode(), "content/pages/about.md")[0]
            for text in ("One.", "[a](../records/a.md)")
        ],
        attrgetter("path"),
    ),
    weeks=_some(
        [_note("content/weeks/2026-W15.md", text) for text in ("N.", "[x](/tags/web.html)")], attrgetter("path")
    ),
    partials=_some([_note("content/partials/about-author.md", "[b](../records/b.md)")], attrgetter("path")),
    static=_some([StaticFile("/chart.png", "content/static/chart.png", "x", n) for n in "12"], attrgetter("path")),
    unread=_some([f"{RECORDS}/b.md", f"{RECORDS}/2026-04-08.md", "content/pages/about.md"], str),
    drafts=_some([f"{RECORDS}/b.md", "content/pages/about.md"], str),
)
BASE = Settings("tag:e,2026:x", "https://example.org/")
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": st.just("Other"),
        "page_size": st.sampled_from([1, 2]),
        "feed_size": st.just(1),
        "day_title": st.just("{date}"),
        "day_url": st.just("/{date}/"),
        "tag_url": st.just("/t/{slug}.html"),
        "nav": st.just((NavItem("N", "/tags/web.html"),)),
    },
)
ASSETS = tuple(StaticFile(f"/assets/{n}.css", f"themes/own/assets/{n}.css", "x", n) for n in "ab")


@settings(max_examples=300)
@given(st.lists(st.tuples(changes, libraries), min_size=2, max_size=4))
def test_a_plan_after_others_is_as_if_there_were_none(states: list[tuple[dict[str, Any], Library]]) -> None:
    before: Plan | None = None
    for values, library in states:
        chosen = replace(BASE, **values)
        before = plan(chosen, library, ASSETS, before)
        clean = plan(chosen, library, ASSETS)
        assert facts(before) == facts(clean)
        of = [Keys(context(made.site, (), ""), made.content).of for made in (before, clean)]
        for one, other in zip(before.pages, clean.pages, strict=True):
            assert of[0](one) == of[1](other), one.address
