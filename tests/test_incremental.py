"""P3: after any edits, what is worked out from what was known before equals what is worked out from nothing.

The site before is what the preview passes: the last one that could be prepared, errors or not.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site import build, files
from leverage_site.pages.page import PageKeys, context
from leverage_site.pages.plan import Plan, plan
from leverage_site.problems import Problem, ProblemError
from leverage_site.records.model import Library, Note, StaticFile
from leverage_site.records.schema import read_note, read_page, read_record
from leverage_site.serve.preview import Preview, changed_files
from leverage_site.settings import NavItem, Settings
from tests.support.edits import (
    RECORDS,
    SETTLED,
    Edit,
    beginning,
    move,
    of_anything,
    of_content,
    put,
    setting,
    sources_digest,
)
from tests.support.sites import Site, document, keys_of, task


@pytest.fixture(autouse=True, scope="module")
def _files_settle_soon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "COARSEST_TICK", SETTLED)
        yield


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return beginning(tmp_path_factory.mktemp("incremental") / "site")


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
        "pages": planned.pages,
        "problems": planned.problems,
        "files": list(planned.by_file),
        "settings": content.settings,
        "library": content.library,
        "urlmap": content.urlmap,
        "days": content.days,
        "spelling": list(content.index.spelling.items()),
    }


def assert_same(found: build.Site, clean: build.Site) -> None:
    """Assert that two sites are the same but for their keys and their bytes."""
    one, other = facts(found.plan), facts(clean.plan)
    for name in one:
        assert one[name] == other[name], name
    assert (found.theme.chain, found.theme.templates) == (clean.theme.chain, clean.theme.templates)


def pages_of(made: build.Site) -> list[tuple[Any, ...]]:
    """Every page's file and the digest of its bytes, or what is wrong; the same templates are compiled once."""
    theme = THEMES.setdefault((made.theme.fingerprint, made.theme.chain), made.theme)
    same = replace(made, theme=theme)
    found: list[tuple[Any, ...]] = []
    try:
        found.extend(build.page_digests(same))
    except ProblemError as error:
        found.append(error.problems)
    return found


THEMES: dict[Any, Any] = {}


class Clean(NamedTuple):
    """A site that was prepared from nothing, or none, with its problems and its keys."""

    site: build.Site | None
    problems: tuple[Problem, ...]
    keys: dict[str, str]


# Each by its sources, and by whether it has drafts.
Known = dict[tuple[str, bool], Clean]


@pytest.fixture(scope="module")
def known() -> Known:
    return {}


@dataclass
class Sequence:
    """A site that is prepared after each edit, from the one before and from nothing.

    What is `known` of sites that were prepared from nothing in other sequences is not worked out again.
    """

    site: Site
    drafts: bool
    known: Known
    previous: build.Site = field(init=False)
    preview: Preview = field(init=False)
    problems: tuple[Problem, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.preview = Preview(self.site.root, drafts=self.drafts)
        self.previous = self.preview.latest
        self.problems, self.keys = self.previous.problems, keys_of(self.previous)

    def follow(self, function: Callable[..., None], *arguments: Any) -> None:
        with suppress(OSError):
            function(self.site, *arguments)
        found, problems = result(self._refreshed)
        clean = self._prepared()
        assert problems == clean.problems
        assert (found is None) == (clean.site is None)
        if found and clean.site:
            assert_same(found, clean.site)
            keys = clean.keys
            assert keys_of(found) == keys
            # A change that the preview does not see must be none.
            assert changed_files(self.previous, found) or problems != self.problems or keys == self.keys
            self.previous, self.keys = found, keys
        self.problems = problems
        self._look()

    def _prepared(self) -> Clean:
        """Prepare the site from nothing, once for the same sources."""
        state = sources_digest(self.site.root), self.drafts
        if state not in self.known:
            site, problems = result(lambda: build.plan_site(self.site.root, drafts=self.drafts))
            self.known[state] = Clean(site, problems, keys_of(site) if site else {})
        return self.known[state]

    def _refreshed(self) -> build.Site:
        before = self.preview.latest
        self.preview.refresh()
        latest = self.preview.latest
        if latest is before:
            raise ProblemError(*self.preview.problems)
        self.preview.check_claims(lambda: False)
        is_checked = not any(path.startswith(RECORDS) for path in latest.library.unread)
        claims = self.preview.claims.problems if is_checked else ()
        return replace(latest, problems=(*latest.problems, *claims))

    def _look(self) -> dict[str, str]:
        """Return the digest of every page as the preview shows it: a cached page is used while its key stays."""
        files = self.preview.state.site.plan.by_file
        answers = {file: self.preview.answer(file) for file in files}
        return {file: sha256(page.data).hexdigest() for file, page in answers.items() if page and page.key}

    def end(self) -> None:
        """Compare the bytes, too."""
        clean = self._prepared().site
        if not clean:
            return
        expected = pages_of(clean)
        assert pages_of(self.previous) == expected
        if not clean.errors:
            shown = self._look()
            pages = [page for page in expected if isinstance(page[0], str)]
            assert {file: shown.get(file, data) for file, data in pages} == dict(pages)
            assert len(pages) < len(clean.plan.pages) or len(shown) == len(pages)


def run(site: Site, edits: Iterable[Edit], drafts: bool, known: Known) -> None:
    work = site.root.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    sequence = Sequence(site.copy(work), drafts, known)
    for function, *arguments in edits:
        sequence.follow(function, *arguments)
    sequence.end()


@pytest.mark.no_cover
@settings(max_examples=40)
@given(st.lists(of_content, min_size=3, max_size=30), st.booleans())
def test_edits_of_content(site: Site, known: Known, edits: list[Edit], drafts: bool) -> None:
    run(site, edits, drafts, known)


@pytest.mark.no_cover
@settings(max_examples=40)
@given(st.lists(of_anything, min_size=3, max_size=30), st.booleans())
def test_edits_of_anything(site: Site, known: Known, edits: list[Edit], drafts: bool) -> None:
    run(site, edits, drafts, known)


def restore_time(site: Site, path: str, text: str) -> None:
    """Other bytes, as many as before, in the same file with the same time of change."""
    target = site.root / path
    status = target.stat()
    assert len(text.encode()) == status.st_size
    target.write_text(text)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def settle(_: Site) -> None:
    """Wait until files need no longer be opened."""
    time.sleep(SETTLED / 1e9)


def claiming(name: str, day: str, **more: Any) -> Edit:
    """Return an edit that makes a record want the same page as others."""
    return put, f"{RECORDS}/{name}.md", document("", {"date": day, "url": "/x.html", **more})


def saying(day: str, text: str, ai: str = "20m") -> Edit:
    """Return an edit of what a day says, and of its figures."""
    return put, f"{RECORDS}/{day}.md", document(text, {"date": day, "tasks": [task(ai=ai)]})


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
    "texts whose claims follow from other days": [
        saying("2026-04-14", "Leverage is lower than on April 7."),
        *(saying("2026-04-07", "Leverage was 24.0x.", ai=ai) for ai in ("20m", "10m", "20m")),
        saying("2026-04-14", "A leverage of 24.0x, more than on April 7. Leverage was 3.0x."),
    ],
    "other bytes in an asset of the theme": [
        (put, "themes/own/assets/own.css", "a {}"), (put, "themes/own/assets/own.css", "b {}"),
    ],
    "other words in a catalog": [
        *((put, "languages/en.toml", f'[texts]\n"Subscribe" = "{words}"\n') for words in ("Follow", "Subscribe")),
    ],
    "other bytes in what a stylesheet loads": [
        (put, "themes/own/assets/own.css", "@import 'a/b.css'"), (put, "themes/own/assets/a/b.css", "p { background: url(../a.png) }"),
        *((put, "themes/own/assets/a.png", text) for text in "12"), (put, "content/static/assets/a.png", "3"),
    ],
    "a change that the times do not show": [
        (put, f"{RECORDS}/a.md", "---\ndate: 2027-01-01\ntasks: []\n---\nOne.\n"),
        (settle,), (settle,),
        (restore_time, f"{RECORDS}/a.md", "---\ndate: 2027-01-01\ntasks: []\n---\nTwo.\n"),
    ],
    "the same words by the same name in several folders": [
        *((put, f"content/{folder}/2026-W15.md", "Words.") for folder in ("weeks", "partials", "tags")),
        *((put, f"content/{folder}/a.md", "---\ntitle: A\ndate: 2027-01-01\ntasks: []\n---\n") for folder in ("records", "pages")),
        (settle,),
    ],
    "nothing at all": [(settle,), (settle,), (settle,)],
}  # fmt: skip


@pytest.mark.parametrize("name", RARE)
def test_rare_edits(site: Site, known: Known, name: str) -> None:
    run(site, RARE[name], drafts=False, known=known)


# The planner alone


def _records() -> Iterator[Any]:
    texts: list[tuple[str, str, str, dict[str, Any]]] = [
        ("a.md", "2026-04-07", "[b](b.md) ![c](../static/chart.png) {{ all.tasks }}", {"tags": ["AI"]}),
        (
            "b.md",
            "2026-04-08",
            "[a](a.md) [p](../pages/about.md)",
            {"tags": ["ai", "web"], "aliases": ["/old.html"]},
        ),
        ("b.md", "2026-04-08", "[a](a.md)", {"tags": ["Ai"], "url": "/about.html"}),
        ("2026-04-14.md", "2026-04-14", "[o](/old.html) [g](/page/2.html)", {"title": "T", "id": "tag:e,2026:1"}),
        ("c.md", "2026-04-09", "[d](d.md) {{ week.tasks }} {{ leverage }}", {"url": "/about.html"}),
        ("c.md", "2026-04-06", "[d](d.md)", {"url": "/about.html"}),
        ("d.md", "2027-01-01", "[w](../weeks/2026-W15.md)", {"tasks": [], "id": "tag:e,2026:1"}),
    ]
    for name, day, body, keys in texts:
        front = {"date": day, "tasks": [task(tags=["web"])], **keys}
        yield read_record(document(body, front).encode(), f"{RECORDS}/{name}")[0]


def _note(path: str, text: str) -> Note:
    return read_note(text.encode(), path, Path(path).stem)[0]


def _some(items: Iterable[Any], *keys: Callable[[Any], Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw some of the items, in the order of the first key; no two are the same by any key."""
    chosen = st.lists(st.sampled_from(list(items)), max_size=4, unique_by=keys)
    return chosen.map(lambda found: tuple(sorted(found, key=keys[0])))


libraries = st.builds(
    Library,
    records=_some(_records(), attrgetter("date"), attrgetter("path")),
    pages=_some(
        [
            read_page(document(text, {"title": "P"}).encode(), "content/pages/about.md")[0]
            for text in ("One of {{ tasks }}.", "[a](../records/a.md)")
        ],
        attrgetter("path"),
    ),
    weeks=_some(
        [_note("content/weeks/2026-W15.md", text) for text in ("N {{ human }}.", "[x](/tags/web.html)")],
        attrgetter("path"),
    ),
    months=_some(
        [_note("content/months/2026-04.md", text) for text in ("N.", "[x](/old.html)")], attrgetter("path")
    ),
    projects=_some([_note("content/projects/p.md", "[x](../tags/ai.md)")], attrgetter("path")),
    tags=_some(
        [_note("content/tags/web.md", text) for text in ("N.", "[b](../records/b.md)")], attrgetter("path")
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


@pytest.mark.no_cover
@settings(max_examples=300)
@given(st.lists(st.tuples(changes, libraries), min_size=2, max_size=4))
def test_a_plan_after_others_is_as_if_there_were_none(states: list[tuple[dict[str, Any], Library]]) -> None:
    before: Plan | None = None
    for values, library in states:
        chosen = replace(BASE, **values)
        before = plan(chosen, library, ASSETS, before)
        clean = plan(chosen, library, ASSETS)
        assert facts(before) == facts(clean)
        key_of = [PageKeys(context(made.site, (), ""), made.content).key_of for made in (before, clean)]
        for one, other in zip(before.pages, clean.pages, strict=True):
            assert key_of[0](one) == key_of[1](other), one.address
