"""P6, P13: the preview shows what a build would write, renders what is asked for and nothing else, survives faults."""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from leverage_site import build
from leverage_site.claims.ledger import CheckedText
from leverage_site.pages.ledger import TextToCheck
from leverage_site.problems import Problem
from leverage_site.render.render import render
from leverage_site.serve import preview as module
from leverage_site.serve.preview import Preview, SiteChange
from leverage_site.serve.rendering import PageCache
from leverage_site.urls import is_digested
from tests.support.dev_server import LONG, nothing_left, until
from tests.support.sites import ROOT, Site, changed, document, rendered, task

GOLDEN = ROOT / "tests" / "golden"
CASES = {path.name: path / "site" for path in sorted(GOLDEN.iterdir()) if path.is_dir()} | {"our own": ROOT}
FIRST = "posts/2026/2026-04-07-leverage-record.html"
SECOND = "posts/2026/2026-04-08-leverage-record.html"
RECORD = "content/records/2026-04-07.md"
FAULT = "{% extends 'default/day.html' %}\n{% block main %}{{ view.missing }}{% endblock %}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two days in two weeks, and one of everything else."""
    site = Site(tmp_path / "site").days("2026-04-07", "2026-04-14", tags=["AI"])
    site.page("about").file("content/weeks/2026-W16.md", "A note.\n")
    site.file("content/partials/about-author.md", "Somebody.\n")
    return site.file("content/static/chart.png", b"png")


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses of the pages that were rendered, in order."""
    found: list[str] = []

    def noted(page: Any, *rest: Any) -> bytes:
        found.append(page.address)
        return render(page, *rest)

    monkeypatch.setattr(module, "render", noted)
    return found


def served(preview: Preview) -> dict[str, bytes]:
    """Every page as the preview shows it."""
    answers = {file: preview.answer(file) for file in preview.state.site.plan.by_file}
    return {file: found.data for file, found in answers.items() if found}


def built(site: Site, **options: Any) -> dict[str, bytes]:
    return rendered(site.prepared(**options))


def refreshed(preview: Preview) -> SiteChange:
    """Refresh, and return the change that there must be."""
    number, problems = preview.state.number, preview.problems
    change = preview.refresh()
    assert change is not None
    assert change.before.number == number
    assert change.after is preview.state
    assert preview.state.number == number + 1
    assert change.files
    assert change.seconds > 0
    assert set(change.after.errors) <= set(change.problems) <= set(preview.problems)
    new = set(preview.problems) - set(problems)
    assert new <= set(change.problems)
    return change


def data(preview: Preview, file: str) -> bytes:
    found = preview.answer(file)
    assert found is not None
    assert not found.problems
    return found.data


# What is shown


@pytest.mark.parametrize("drafts", [False, True], ids=["without drafts", "with drafts"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_served_is_what_is_built(tmp_path: Path, case: str, drafts: bool) -> None:
    for name in ("content", "themes", "leverage.toml"):
        if (source := CASES[case] / name).is_dir():
            shutil.copytree(source, tmp_path / name)
        elif source.exists():
            shutil.copy(source, tmp_path)
    preview = Preview(tmp_path, drafts=drafts)
    expected = rendered(build.plan_site(tmp_path, drafts=drafts))
    assert served(preview) == expected
    assert all(found.digest for file in expected if (found := preview.answer(file)))


def test_drafts_are_served_where_they_are_asked_for(site: Site) -> None:
    site.record("2026-04-08", "Draft.\n", draft=True)
    with_, without = Preview(site.root, drafts=True), Preview(site.root)
    assert with_.answer(SECOND)
    assert not without.answer(SECOND)
    assert served(with_) == built(site, drafts=True)
    assert served(without) == built(site)
    site.record("2026-04-08", "Another draft.\n", draft=True)
    assert without.refresh() is None
    assert refreshed(with_).files == ("content/records/2026-04-08.md",)
    assert served(with_) == built(site, drafts=True)
    site.record("2026-04-08", "Published.\n")
    for preview in (with_, without):
        refreshed(preview)
        assert served(preview) == built(site)


@pytest.mark.parametrize(
    "file", ["", "none.html", "index.html/", "INDEX.HTML", "../leverage.toml", "content/records"]
)
def test_what_is_no_page_has_no_answer(site: Site, file: str) -> None:
    assert Preview(site.root).answer(file) is None


EDITS: dict[str, tuple[Callable[[Site], Any], tuple[str, ...]]] = {
    "record": (lambda site: site.record("2026-04-07", "New.\n"), (RECORD,)),
    "new record": (lambda site: site.record("2026-04-08", "New.\n"), ("content/records/2026-04-08.md",)),
    "deleted record": (lambda site: site.remove(RECORD), (RECORD,)),
    "renamed record": (
        lambda site: (site.root / RECORD).rename(site.root / "content/records/x.md"),
        (RECORD, "content/records/x.md"),
    ),
    "record that becomes a draft": (lambda site: site.record("2026-04-07", "New.\n", draft=True), (RECORD,)),
    "page": (lambda site: site.page("about", "New.\n"), ("content/pages/about.md",)),
    "note of a week": (lambda site: site.file("content/weeks/2026-W16.md", "New.\n"), ("content/weeks/2026-W16.md",)),
    "note of a tag, in a new folder": (
        lambda site: site.file("content/tags/ai.md", "New.\n"),
        ("content/tags/ai.md",),
    ),
    "partial": (
        lambda site: site.file("content/partials/about-author.md", "New.\n"),
        ("content/partials/about-author.md",),
    ),
    "static file": (lambda site: site.file("content/static/chart.png", b"new"), ("content/static/chart.png",)),
    "settings": (lambda site: site.settings(title="New"), ("leverage.toml",)),
    "address of the site": (lambda site: site.settings(base_url="https://e.org/x/"), ("leverage.toml",)),
    "language": (lambda site: site.settings(language="de"), ("leverage.toml",)),
    "words of a language": (
        lambda site: site.file("languages/en.toml", '[texts]\n"Subscribe" = "Follow"\n'),
        ("languages/en.toml",),
    ),
    "theme": (
        lambda site: site.theme({"_pager.html": "x"}),
        ("leverage.toml", "themes/own/templates/_pager.html"),
    ),
    "theme that replaces an asset": (
        lambda site: site.theme({}).file("themes/own/assets/style.css", "p {}"),
        ("(bundled) themes/default/assets/style.css", "leverage.toml", "themes/own/assets/style.css"),
    ),
    "several": (
        lambda site: site.days("2026-04-07", "2026-04-20").remove("content/static/chart.png").settings(title="New"),
        (RECORD, "content/records/2026-04-20.md", "content/static/chart.png", "leverage.toml"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_shown_and_only_changed_pages_are_rendered(name: str, site: Site, renders: list[str]) -> None:
    edit, files = EDITS[name]
    preview = Preview(site.root)
    assert renders == []
    before, keys = served(preview), site.keys()
    assert sorted(renders) == sorted(page.address for page in preview.state.site.plan.pages)
    renders.clear()
    edit(site)
    change = refreshed(preview)
    assert change.files == files
    assert change.problems == ()
    assert renders == []
    after = site.keys()
    stale = changed(keys, after)
    assert served(preview) == built(site)
    assert stale
    # A renamed record is the same record.
    assert (served(preview) != before) == (name != "renamed record")
    assert {address.removeprefix("/") for address in renders} == stale & after.keys()
    assert len(renders) == len(stale & after.keys())
    assert sum(change.pages()) == len(stale)
    assert served(preview) == built(site)
    assert len(renders) == len(stale & after.keys())


def test_a_page_is_rendered_when_it_is_asked_for(site: Site, renders: list[str]) -> None:
    preview = Preview(site.root)
    for _ in range(3):
        assert preview.answer(FIRST)
        assert preview.answer("no.html") is None
    assert renders == [f"/{FIRST}"]
    for n in range(3):
        site.record("2026-04-07", f"Text {n}.\n")
        refreshed(preview)
    assert renders == [f"/{FIRST}"]
    assert b"Text 2." in data(preview, FIRST)
    assert renders == [f"/{FIRST}"] * 2


def test_a_change_back_is_a_change(site: Site) -> None:
    preview, before = Preview(site.root), built(site)
    served(preview)
    old = (site.root / RECORD).read_bytes()
    site.record("2026-04-07", "New.\n")
    refreshed(preview)
    site.file(RECORD, old)
    assert refreshed(preview).files == (RECORD,)
    assert served(preview) == before


def _nothings() -> Iterator[tuple[str, Callable[[Site], Any]]]:
    yield "no edit", lambda _: None
    yield "touch", lambda site: (site.root / RECORD).touch()
    yield "the same bytes", lambda site: site.file(RECORD, (site.root / RECORD).read_bytes())
    yield "the same settings", lambda site: site.settings()
    yield (
        "settings that mean the same",
        lambda site: site.file("leverage.toml", (site.root / "leverage.toml").read_bytes() + b"\n# x\n"),
    )
    yield "the same bytes in another file", lambda site: _replaced(site.root / RECORD)
    yield "a build", lambda site: build.write_site(site.prepared(), site.root / "output")
    yield "a foreign file in output/", lambda site: site.file("output/x.html", "x")
    yield "a file beside", lambda site: site.file("README.md", "x")
    yield "a hidden file", lambda site: site.file("content/static/.DS_Store", "x")
    yield "an editor's backup", lambda site: site.file(f"{RECORD}~", "x")
    yield "an editor's swap file", lambda site: site.file("content/records/.2026-04-07.md.swp", "x")
    yield "a draft", lambda site: site.record("2026-05-01", draft=True)
    yield "an empty folder", lambda site: (site.root / "content/records/2027").mkdir()
    yield "a theme that is not used", lambda site: site.file("themes/other/templates/day.html", "x")


def _replaced(path: Path) -> None:
    shutil.copy(path, path.parent / ".copy")
    (path.parent / ".copy").replace(path)


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in _nothings()])
def test_what_changes_nothing_is_no_change(site: Site, edit: Callable[[Site], Any], renders: list[str]) -> None:
    preview = Preview(site.root)
    served(preview)
    renders.clear()
    state = preview.state
    edit(site)
    assert preview.refresh() is None
    assert preview.refresh() is None
    assert preview.state is state
    served(preview)
    assert renders == []


# Faults


def _broken() -> Iterator[tuple[str, Callable[[Site], Any], str, str]]:
    """Yield a way to break a site, the file it is in, the code of the problem."""
    yield "record", lambda site: site.file(RECORD, "---\ndate: 1\n---\n"), RECORD, "R020"
    yield (
        "two records a day",
        lambda site: site.file("content/records/x.md", document("", {"date": "2026-04-07", "tasks": []})),
        "content/records/x.md",
        "R023",
    )
    yield "link", lambda site: site.page("about", "[x](none.md)\n"), "content/pages/about.md", "P002"
    yield (
        "collision",
        lambda site: site.file("content/static/index.html", "x"),
        "content/static/index.html",
        "P001",
    )
    yield "settings", lambda site: site.file("leverage.toml", "[site\n"), "leverage.toml", "S002"
    yield "a setting", lambda site: site.settings(title=3), "leverage.toml", "S004"
    yield "no settings", lambda site: site.remove("leverage.toml"), "leverage.toml", "S001"
    yield "a catalog", lambda site: site.file("languages/en.toml", "[text]\n"), "languages/en.toml", "S016"
    yield "theme.toml", lambda site: site.theme({}, "contract = 2\n"), "themes/own/theme.toml", "T003"
    yield (
        "no theme.toml",
        lambda site: site.theme({}).remove("themes/own/theme.toml"),
        "themes/own/theme.toml",
        "T003",
    )
    yield "unknown theme", lambda site: site.settings(theme="none"), "themes/none", "T001"
    yield (
        "link in a theme",
        lambda site: _linked(site.theme({"x.html": ""})),
        "themes/own/templates/y.html",
        "T005",
    )


def _linked(site: Site) -> None:
    (site.root / "themes/own/templates/y.html").symlink_to(site.root / RECORD)


@pytest.mark.parametrize(("edit", "file", "code"), [pytest.param(*more, id=name) for name, *more in _broken()])
def test_errors_keep_the_site_as_it_was(
    site: Site, tmp_path: Path, edit: Callable[[Site], Any], file: str, code: str
) -> None:
    preview, before = Preview(site.root), built(site)
    original = site.copy(tmp_path / "original")
    edit(site)
    change = refreshed(preview)
    assert file in change.files
    assert code in [problem.code for problem in change.problems]
    assert change.problems == preview.state.errors == preview.problems
    assert not any(change.pages())
    assert served(preview) == before
    assert preview.refresh() is None
    # Another edit, while the site is broken: not shown yet, and not forgotten.
    site.page("later", "Later.\n")
    again = preview.refresh()
    assert again is None or again.after.errors == change.problems
    assert served(preview) == before
    original.page("later", "Later.\n")
    shutil.rmtree(site.root)
    shutil.copytree(original.root, site.root)
    mended = refreshed(preview)
    assert (mended.problems, preview.state.errors) == ((), ())
    assert file in mended.files or "content/pages/later.md" in mended.files
    assert served(preview) == built(site)
    assert "later.html" in served(preview)


def test_one_error_after_the_other(site: Site) -> None:
    preview, before = Preview(site.root), built(site)
    site.file("leverage.toml", "[site\n")
    refreshed(preview)
    site.file(RECORD, "")
    assert [problem.code for problem in refreshed(preview).problems] == ["S002", "R003"]
    site.settings()
    assert [problem.code for problem in refreshed(preview).problems] == ["R003"]
    site.file(RECORD, "nothing")
    assert [problem.code for problem in refreshed(preview).problems] == ["R001"]
    assert served(preview) == before
    site.remove(RECORD)
    assert refreshed(preview).problems == ()
    assert served(preview) == built(site)
    assert preview.state.number == 6


def test_a_site_may_be_broken_at_the_start(site: Site) -> None:
    site.file(RECORD, "")
    preview = Preview(site.root)
    assert [problem.code for problem in preview.state.errors] == ["R003"]
    assert FIRST not in served(preview)
    assert served(preview) == rendered(site.prepared())
    site.days("2026-04-07", tags=["AI"])
    assert refreshed(preview).files == (RECORD,)
    assert served(preview) == built(site)


UNFINISHED = "---\ndate: 2026-04-09\ndraft: true\ntasks:\n- task: T\n  human:\n  ai: 20m\n---\n"
NINTH = "posts/2026/2026-04-09-leverage-record.html"


def test_a_draft_that_is_begun_holds_nothing_back(site: Site) -> None:
    preview, public = Preview(site.root, drafts=True), Preview(site.root)
    site.file("content/records/2026-04-09.md", UNFINISHED)
    change = preview.refresh()
    assert change
    assert [p.code for p in change.problems] == [p.code for p in preview.state.errors] == ["R025"]
    assert change.describe(0).startswith("content/records/2026-04-09.md: 0 pages, ")
    change = public.refresh()
    assert change
    assert ([p.code for p in change.problems], public.state.errors) == (["R025"], ())
    site.record("2026-04-08", "Edited meanwhile.\n")
    change = preview.refresh()
    assert change
    assert (change.problems, len(change.after.errors)) == ((), 1)
    assert b"Edited meanwhile." in data(preview, SECOND)
    assert preview.answer(NINTH) is None
    site.file("content/records/2026-04-09.md", UNFINISHED.replace("human:", "human: 8h"))
    change = preview.refresh()
    assert change
    assert (change.problems, preview.state.errors) == ((), ())
    assert preview.answer(NINTH)


def test_a_draft_that_is_shown_stays_while_it_is_edited(site: Site) -> None:
    site.file("content/records/2026-04-09.md", UNFINISHED.replace("human:", "human: 8h"))
    preview = Preview(site.root, drafts=True)
    before = served(preview)
    for _ in range(2):
        site.file("content/records/2026-04-09.md", UNFINISHED + "\n")
        change = preview.refresh()
        assert change is None or [p.code for p in change.problems] == ["R025"]
        assert served(preview) == before
    site.remove("content/records/2026-04-09.md")
    assert preview.refresh()
    assert preview.state.errors == ()
    assert preview.answer(NINTH) is None


def test_a_draft_that_is_unfinished_at_the_start_is_told(site: Site) -> None:
    site.file("content/records/2026-04-09.md", UNFINISHED)
    preview = Preview(site.root, drafts=True)
    assert [p.code for p in preview.state.errors] == ["R025"]
    assert preview.answer("index.html")
    assert Preview(site.root).state.errors == ()


def test_warnings_are_shown_with_the_site_and_told_once(site: Site) -> None:
    preview = Preview(site.root)
    site.file("content/records/notes.txt", "x").settings(title="New")
    change = refreshed(preview)
    assert [problem.severity for problem in change.problems] == ["warning"]
    assert preview.state.errors == ()
    assert b"New" in data(preview, "index.html")
    site.settings(title="Newer")
    assert refreshed(preview).problems == ()
    assert [problem.severity for problem in preview.problems] == ["warning"]
    site.remove("content/records/notes.txt")
    assert refreshed(preview).files == ("content/records/notes.txt",)
    assert preview.problems == ()


def test_a_fault_of_a_template_has_a_stand_in(site: Site) -> None:
    told: list[tuple[Problem, ...]] = []
    site.theme({"_pager.html": ""})
    preview = Preview(site.root, failed=lambda problems: told.append(tuple(problems)))
    old = data(preview, FIRST)
    other = built(site)["posts/2026/2026-04-14-leverage-record.html"]
    site.file("themes/own/templates/day.html", FAULT)
    change = refreshed(preview)
    assert change.problems == ()
    assert told == []
    for _ in range(3):
        found = preview.answer(FIRST)
        assert found
        assert found.data == old
        ((code, place),) = [(problem.code, str(problem.place)) for problem in found.problems]
        assert (code, place) == ("T002", "themes/own/templates/day.html:2:1")
        # Told once, not with each request.
        assert told == [found.problems]
    # A page that nobody had asked for is rendered as it was before.
    found = preview.answer("posts/2026/2026-04-14-leverage-record.html")
    assert found
    assert found.problems
    assert found.data == other
    assert len(told) == 2
    assert data(preview, "about.html")
    # The fault stays, other things change: the stand-in is still the last that could be rendered.
    site.record("2026-04-07", "New.\n")
    refreshed(preview)
    found = preview.answer("posts/2026/2026-04-14-leverage-record.html")
    assert found
    assert found.problems
    assert found.data == other
    site.remove("themes/own/templates/day.html")
    refreshed(preview)
    assert served(preview) == built(site)
    assert b"New." in data(preview, FIRST)


def test_a_page_that_never_was_has_problems_and_no_bytes(site: Site) -> None:
    site.theme({"day.html": FAULT})
    preview = Preview(site.root)
    found = preview.answer(FIRST)
    assert found
    assert found.problems
    assert found.data == b""
    site.record("2026-04-08", "New.\n")
    refreshed(preview)
    found = preview.answer(SECOND)
    assert found
    assert found.problems
    assert found.data == b""


def test_a_copied_file_that_is_gone_has_a_stand_in(site: Site) -> None:
    preview = Preview(site.root)
    assert data(preview, "chart.png") == b"png"
    site.file("content/static/chart.png", b"new")
    refreshed(preview)
    site.remove("content/static/chart.png")
    found = preview.answer("chart.png")
    assert found
    assert found.data == b"png"
    assert [problem.code for problem in found.problems] == ["F006"]
    refreshed(preview)
    assert preview.answer("chart.png") is None


def test_a_copied_file_that_is_gone_before_anybody_asked_is_none(site: Site) -> None:
    told: list[object] = []
    preview = Preview(site.root, failed=told.append)
    site.remove("content/static/chart.png")
    assert preview.answer("chart.png") is None
    assert told == []


def test_a_copied_file_that_is_newer_than_the_state_is_not_cache(site: Site) -> None:
    preview = Preview(site.root)
    site.file("content/static/chart.png", b"new")
    assert data(preview, "chart.png") in (b"png", b"new")
    site.file("content/static/chart.png", b"png")
    assert preview.refresh() is None
    assert data(preview, "chart.png") == b"png"


def test_a_theme_behind_a_link_may_become_another_folder(site: Site, tmp_path: Path) -> None:
    site.theme({"_pager.html": ""}).file("themes/own/assets/own.css", "p {}")
    own, one, two = site.root / "themes/own", tmp_path / "one", tmp_path / "two"
    own.rename(one)
    shutil.copytree(one, two)
    own.symlink_to(one)
    preview = Preview(site.root)
    own.unlink()
    own.symlink_to(two)
    shutil.rmtree(one)
    preview.refresh()
    assert data(preview, "assets/own.css") == b"p {}"
    (two / "assets/own.css").write_text("a {}")
    refreshed(preview)
    assert data(preview, "assets/own.css") == b"a {}"


# What tabs and threads need to know


def test_the_assets_that_changed_since_a_state(site: Site) -> None:
    site.theme({}).file("themes/own/assets/own.css", "p {}")
    preview = Preview(site.root)
    assert preview.assets_since(0) == []
    site.file("themes/own/assets/own.css", "a {}")
    assert refreshed(preview).after.number == 2
    assert preview.assets_since(1) == ["/assets/own.css"]
    assert preview.assets_since(2) == []
    site.record("2026-04-07", "New.\n")
    refreshed(preview)
    site.file("content/static/new.png", "new").remove("content/static/chart.png")
    refreshed(preview)
    assert preview.assets_since(1) == ["/assets/own.css", "/chart.png", "/new.png"]
    assert preview.assets_since(2) == preview.assets_since(3) == ["/chart.png", "/new.png"]
    assert preview.assets_since(4) == []


def test_a_stylesheet_changes_with_what_it_loads(site: Site) -> None:
    site.theme({}).file("themes/own/assets/own.css", "p { background: url(a.png) }")
    site.file("themes/own/assets/a.png", "1")
    preview = Preview(site.root)
    site.file("themes/own/assets/a.png", "2")
    refreshed(preview)
    assert preview.assets_since(1) == ["/assets/a.png", "/assets/own.css"]


def test_an_asset_is_at_addresses_that_it_had(site: Site) -> None:
    site.theme({}).file("themes/own/assets/style.css", "p {}")
    preview = Preview(site.root)
    (before,) = [file for file in site.plan() if file.startswith("assets/style.") and is_digested(file)]
    site.file("themes/own/assets/style.css", "a {}")
    refreshed(preview)
    assert data(preview, before) == b"a {}"
    (now,) = [file for file in site.plan() if file.startswith("assets/style.") and is_digested(file)]
    assert now != before
    assert now.encode() in data(preview, "index.html")
    assert preview.answer(before.replace("style", "other")) is None
    assert preview.answer("index.1a2b3c4d.html") is None


def test_assets_that_change_while_there_are_errors_are_named_when_they_are_shown(site: Site) -> None:
    preview = Preview(site.root)
    text = (site.root / RECORD).read_bytes()
    site.file(RECORD, "")
    refreshed(preview)
    site.file("content/static/chart.png", b"new")
    assert refreshed(preview).files == ("content/static/chart.png",)
    assert preview.assets_since(1) == []
    assert data(preview, "chart.png") in (b"png", b"new")
    site.file(RECORD, text)
    refreshed(preview)
    assert preview.assets_since(3) == ["/chart.png"]
    assert data(preview, "chart.png") == b"new"


def test_whoever_waits_for_a_change_is_woken(site: Site) -> None:
    preview = Preview(site.root)
    waiting, woken = threading.Event(), threading.Event()

    def wait() -> None:
        with preview.changed:
            waiting.set()
            if preview.changed.wait_for(lambda: preview.state.number == 2, LONG):
                woken.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert waiting.wait(LONG)
    site.record("2026-04-07", "New.\n")
    refreshed(preview)
    assert woken.wait(LONG / 2)
    thread.join(LONG)


def test_pages_that_do_not_fit_are_rendered_again(
    site: Site, renders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    memories: list[PageCache] = []

    def small() -> PageCache:
        memories.append(PageCache(limit=20_000))
        return memories[0]

    monkeypatch.setattr(module, "PageCache", small)
    preview, expected = Preview(site.root), built(site)
    assert sum(map(len, expected.values())) > 40_000
    for _ in range(2):
        assert served(preview) == expected
        assert 0 < memories[0].size <= 20_000
    assert len(renders) > len(expected)


def test_each_answer_comes_from_one_state(site: Site) -> None:
    """Pages that name the same title in several places are asked for by many threads while it changes."""
    titles = [f"Title {n}" for n in range(5)]
    files = (FIRST, "index.html", "feed.xml", "about.html")
    preview = Preview(site.settings(title=titles[0]).root)
    allowed = {file: set() for file in files}  # type: dict[str, set[bytes]]
    for title in titles:
        site.settings(title=title)
        pages = built(site)
        for file in files:
            allowed[file].add(pages[file])
    site.settings(title=titles[0])
    over = threading.Event()

    def ask(file: str) -> int:
        number = 0
        while not over.is_set():
            assert data(preview, file) in allowed[file]
            number += 1
        return number

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, file) for file in files * 2]
        try:
            for title in titles[1:]:
                site.settings(title=title)
                refreshed(preview)
                assert title.encode() in data(preview, "index.html")
            until(lambda: all(future.running() or future.done() for future in asked))
        finally:
            over.set()
        assert all(future.result() for future in asked)
    assert served(preview) == built(site)


def test_tasks_count_in_all_pages_that_show_them(site: Site) -> None:
    preview = Preview(site.root)
    served(preview)
    site.record("2026-04-07", "New.\n", tasks=[task("T", "123h", "1m", tags=["fresh"])])
    change = refreshed(preview)
    assert b"123" in data(preview, FIRST)
    assert b"fresh" in data(preview, "tags/index.html")
    assert b"fresh" in data(preview, "data/tasks.json") or b"123" in data(preview, "data/tasks.json")
    assert sum(change.pages()) == len(
        changed(change.before.known_keys | _keys(change.before), _keys(change.after))
    )


def _keys(state: Any) -> dict[str, str]:
    return {file: state.key(file) for file in state.site.plan.by_file}


# Claims of texts

PARSER = task("Cover the parser", "8h", "10m")
FALSE, TRUE = "Leverage was 40.0x.\n", "Leverage was 48.0x.\n"


def marked(preview: Preview, file: str) -> list[tuple[str, str]]:
    return [(claim.printed, claim.truth) for claim in preview.refuted_claims(file)]


def test_texts_are_checked_behind_a_refresh_and_at_no_start(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def noted(text: TextToCheck) -> CheckedText:
        checked.append(text.path)
        return original(text)

    original = TextToCheck.checked
    monkeypatch.setattr(TextToCheck, "checked", noted)
    site.record("2026-04-07", FALSE, tasks=[PARSER])
    preview = Preview(site.root)
    assert (checked, preview.problems) == ([], ())
    assert data(preview, FIRST)
    assert [problem.code for problem in preview.check_claims(lambda: False)] == ["C001"]
    assert len(checked) == 3
    site.record("2026-04-14", FALSE, tasks=[PARSER])
    assert (refreshed(preview).problems, len(checked)) == ((), 3)
    assert preview.check_claims(lambda: True) == ()
    assert len(checked) == 3
    (problem,) = preview.check_claims(lambda: False)
    assert problem.place.path == "content/records/2026-04-14.md"
    assert checked[3:] == ["content/records/2026-04-14.md", "content/weeks/2026-W16.md"]
    assert preview.check_claims(lambda: False) == ()


def test_refuted_claims_of_a_page_are_those_of_its_text(site: Site) -> None:
    site.record("2026-04-07", FALSE, tasks=[PARSER]).file("content/weeks/2026-W15.md", "Leverage was 41.0x.\n")
    preview = Preview(site.root)
    found = {file: marked(preview, file) for file in preview.state.site.plan.by_file}
    expected = {FIRST: [("40.0x", "48.0x")], "weeks/2026-W15.html": [("41.0x", "48.0x")]}
    assert {file: claims for file, claims in found.items() if claims} == expected
    assert marked(preview, "none.html") == []
    site.record("2026-04-07", TRUE, tasks=[PARSER])
    refreshed(preview)
    assert marked(preview, FIRST) == []
    assert marked(preview, "weeks/2026-W15.html")


def test_refuted_claims_follow_figures_while_a_page_stays(site: Site) -> None:
    site.record("2026-04-14", "Leverage is lower than on April 7.\n", tasks=[PARSER])
    preview = Preview(site.record("2026-04-07", tasks=[task("T", "9h", "1m")]).root)
    late = "posts/2026/2026-04-14-leverage-record.html"
    assert marked(preview, late) == []
    site.record("2026-04-07", tasks=[task("T", "1h", "1h")])
    refreshed(preview)
    assert marked(preview, late) == [("lower", "higher")]


def test_claims_of_the_baseline_and_of_texts_that_are_gone_are_not_marked(site: Site) -> None:
    preview = Preview(site.record("2026-04-07", FALSE, tasks=[PARSER]).root)
    assert marked(preview, FIRST)
    assert len(preview.check_claims(lambda: False)) == 1
    preview.project.write_baseline()
    change = refreshed(preview)
    assert change.files == ("claims-baseline.json",)
    assert not any(change.pages())
    assert marked(preview, FIRST) == []
    assert preview.check_claims(lambda: False) == ()
    site.record("2026-04-14", FALSE, tasks=[PARSER]).remove(RECORD)
    refreshed(preview)
    late = "posts/2026/2026-04-14-leverage-record.html"
    assert marked(preview, late)
    site.file("claims-baseline.json", "{")
    refreshed(preview)
    assert marked(preview, late) == []
    assert [problem.code for problem in preview.check_claims(lambda: False)] == ["C008"]
    site.remove("claims-baseline.json")
    refreshed(preview)
    assert [problem.code for problem in preview.check_claims(lambda: False)] == ["C001"]
    site.remove("content/records/2026-04-14.md")
    assert marked(preview, late)


# What never ends

LOOP = "{% for a in range(99999) %}\n{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}"


def test_a_template_that_never_ends_leaves_the_other_pages_alone(site: Site) -> None:
    told: list[Sequence[Problem]] = []
    before = built(site)
    with nothing_left():
        preview = Preview(site.root, failed=told.append)
        site.theme({"page.html": LOOP})
        refreshed(preview)
        # What is compiled already takes a hundredth of that.
        assert data(preview, FIRST) == before[FIRST]
        preview._cache = PageCache()
        preview._runner.limit = 0.7
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(preview.answer, "about.html")
            until(lambda: bool(preview._runner._running))
            assert data(preview, FIRST) == before[FIRST]
            assert not slow.done()
            found = slow.result()
        assert found is not None
        (problem,) = found.problems
        assert (problem.code, problem.severity, found.data) == ("T016", "warning", b"")
        assert str(problem.place) == "themes/own/templates/page.html:2:1"
        assert "about.html took longer than 0.7 seconds" in problem.message
        # It is told once, and not tried again while all is as it was.
        start = perf_counter()
        again = preview.answer("about.html")
        assert again is not None
        assert again.problems == found.problems
        assert perf_counter() - start < 0.5
        assert [*map(list, told)] == [[problem]]
        site.file("themes/own/templates/page.html", "mended")
        refreshed(preview)
        assert data(preview, "about.html") == b"mended"


def test_a_page_stays_as_it_was_while_its_template_never_ends(site: Site) -> None:
    preview = Preview(site.theme({"page.html": "as it was"}).root)
    assert data(preview, "about.html") == b"as it was"
    preview._runner.limit = 0.3
    site.file("themes/own/templates/page.html", LOOP)
    refreshed(preview)
    found = preview.answer("about.html")
    assert found is not None
    assert ([problem.code for problem in found.problems], found.data) == (["T016"], b"as it was")
    assert data(preview, FIRST)
