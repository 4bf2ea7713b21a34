"""Pages that this program built become the records that they were made of, as far as they say them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from leverage_site.importing.draft import Draft, omit_defaults
from leverage_site.markdown.parse import plain_text
from leverage_site.records.model import Record, Task, task_ids
from leverage_site.stats.index import placed_tasks
from leverage_site.stats.totals import day_totals
from tests.support.page_import import SETTINGS, imported
from tests.support.sites import ROOT, Site, rendered, task

HOSTILE_TASKS = (
    task("Fix #42 by hand [again]", project="desktop-client", tags=["audit", "two words"], assistant="GPT-5"),
    task("Fix #42 by hand [again]", "2h", tags=["audit"]),
    task("Stand by", "3h", assistant="by Claude #2"),
    task("by", "4h", note="by someone, #audit"),
    task("by Claude", "5h", assistant="Claude"),
    task("#tag (brackets) <b>x</b> `code` *em* & co", "6h", project="by #x", id="own-id"),
    task("12. numbered", "7h", links=[{"title": "#audit", "url": "https://example.org/tags/audit.html"}]),
    task("Total", "40h", project="A / B", note="[a](b) <small>c</small>"),
    task("Average", "9h", tags=["C++", "C#", "日本語", "it's"]),
    task("–", "10h", url="https://www.example.com/" + "long/" * 20 + "?q=1&r=2"),
    task("Rename desktop-client #audit", "11h", project="#audit", tags=["#x"]),
    task("The rest", "12h", url="https://example.com/", tokens="~412345", supervision="90s"),
    task(
        "Everything",
        "13h",
        project="desktop-client",
        tags=["audit"],
        links=[
            {"title": "Issue #42", "url": "https://example.com/projects/42/"},
            {"title": "by hand", "url": "https://example.org/projects/a-b.html"},
        ],
        url="https://example.com/u?a=b",
        assistant="Somebody (else)",
        note="Said, by the way: 4h 10m 24.0x",
        tokens="400k",
    ),
)
LABELS = ("project", "tags", "assistant", "note", "url", "links")
PERMALINKS = {"tag": "/t/{slug}/", "project": "/p/{slug}/index.html"}


def _content(folder: Path, theme: str) -> Site:
    shutil.copytree(ROOT / "content", folder / "content")
    return Site(folder).settings(theme=theme, assistant="Claude")


def _hostile(folder: Path, theme: str) -> Site:
    site = Site(folder).settings(theme=theme, assistant="Claude")
    site.record("2026-05-05", "By me.\n", tasks=list(HOSTILE_TASKS), title="[Hostile] #1 by night", tags=["ops"])
    site.record("2026-05-06", tasks=[task("Plain")], tokens="2M", updated="2026-05-09")
    return site.record("2026-05-07", tasks=[task("Plain")], draft=True)


def _german(folder: Path, theme: str) -> Site:
    return (
        _hostile(folder, theme).settings(language="de").settings("pages", task_order="file", day_order="analysis")
    )


def _elsewhere(folder: Path, theme: str) -> Site:
    site = _hostile(folder, theme).settings(base_url="https://example.org/blog/")
    return site.settings("permalinks", **PERMALINKS)


def _saved(page: str, name: str) -> str:
    """Return a page as a browser saves it that shows it on the writer's own machine."""
    address = f"http://localhost:8000/{name}"
    root = lxml.html.fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    root.make_links_absolute(address)
    text = lxml.html.tostring(root, encoding="unicode")
    return f"<!DOCTYPE html>\n<!-- saved from url=({len(address):04}){address} -->\n{text}"


@pytest.mark.parametrize("theme", ["default", "plain"])
@pytest.mark.parametrize("make", [_content, _hostile, _german, _elsewhere])
@pytest.mark.parametrize("shown", [lambda page, _: page, _saved], ids=["built", "saved"])
def test_a_built_page_becomes_its_record(
    make: Callable[[Path, str], Site], shown: Callable[[str, str], str], theme: str, tmp_path: Path
) -> None:
    site = make(tmp_path / "site", theme)
    prepared = site.prepared(drafts=True)
    pages = rendered(prepared, "posts/*.html")
    records = {record.date: record for record in prepared.library.records}
    assert len(pages) == len(records) > 1
    for name, page in pages.items():
        outcome = imported(tmp_path, name.rpartition("/")[2], shown(page.decode(), name), sure=False)
        draft, record = outcome.draft, records[outcome.draft.date]
        assert outcome.problems == ()
        assert (draft.title, draft.tags) == (record.title, record.tags)
        assert (draft.draft, draft.updated) == (record.draft, record.updated)
        _check_tasks(draft, record, prepared.settings.task_order)
        # Nothing of the theme becomes text.
        body = (site.root / record.path).read_text(encoding="utf-8").partition("\n---\n")[2]
        assert plain_text(draft.body).split() == plain_text(body).split()


def _check_tasks(draft: Draft, record: Record, order: str) -> None:
    tasks = record.body.get().tasks
    placed = placed_tasks(zip(task_ids(tasks), tasks, strict=True), order)
    expected = tuple(one.task for one in placed)
    assert list(task_ids(draft.tasks)) == [one.id for one in placed]
    assert list(map(_values, draft.tasks)) == list(map(_values, omit_defaults(expected, SETTINGS.assistant)))
    assert day_totals(draft.tasks, draft.tokens).tokens == day_totals(tasks, record.tokens).tokens


def _values(task: Task) -> list[tuple[str, object]]:
    """Return what a page says of a task, but its id, which follows from the title where it can."""
    return [(key, getattr(task, key)) for key in Task.__annotations__ if key not in ("id", "extra")]


ROW = (
    "<h1>April 7, 2026</h1><table><tr><th>Task</th><th>Human</th><th>AI</th></tr>"
    '<tr{row}><th scope="row"><a class="n" href="{link}">1.</a> Fix{beside}</th><td>1h</td><td>5m</td></tr></table>'
)
TITLED = {"row": ' id="t--other"', "link": "#t--other"}


@pytest.mark.parametrize(
    ("beside", "title", "fields"),
    [
        ("", "Fix", {}),
        (' <span class="note">a note</span>', "Fix", {"note": "a note"}),
        (" <small>by a note</small>", "Fix", {"note": "by a note"}),
        (" <small> by X</small>", "Fix", {"assistant": "X"}),
        (" <small> by X</small> <small>a note</small>", "Fix", {"assistant": "X", "note": "a note"}),
        (' <small><a href="">p</a></small>', "Fix", {"project": "p"}),
        (' <small> <a href="../tags/p.html">#p</a></small>', "Fix", {"tags": ("p",)}),
        (' <span class="labels"> <a class="out" href="https://a.org/">a.org</a></span>', "Fix", {"url": "https://a.org/"}),
        # What no bundled theme prints stays in the title.
        (" <small>a</small> <small>b</small> <small>c</small>", "Fix a b c", {}),
        (' <span class="client">for Y</span>', "Fix for Y", {}),
        (' <span class="labels"><b>p</b></span>', "Fix p", {}),
        (' <span class="labels"><a href="../projects/p.html">p</a> von X</span>', "Fix p von X", {}),
        (' <span class="labels"><a href="../projects/p.html">p</a> and <a href="../tags/t.html">#t</a></span>',
         "Fix p and #t", {}),
        (' <small> <a href="javascript:x">x</a></small>', "Fix x", {}),
        (' <small> <a href="../elsewhere.html">#p</a></small>', "Fix #p", {}),
        (' <small> <a href="http://[">#p</a></small>', "Fix #p", {}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_title(beside: str, title: str, fields: dict[str, object], tmp_path: Path) -> None:
    (one,) = imported(tmp_path, "x.html", ROW.format(**TITLED, beside=beside)).draft.tasks
    assert (one.task, one.id) == (title, "other")
    assert {key: value for key, value in _values(one) if value and key in LABELS} == fields


@pytest.mark.parametrize(
    "changed",
    [
        {"row": ""},
        {"row": ' id="other"'},
        {"row": ' id="t--Other"'},
        {"link": "#other"},
        {"link": "http://[#t--other"},
    ],
)
def test_a_row_of_another_program_is_read_as_it_stands(changed: dict[str, str], tmp_path: Path) -> None:
    page = ROW.format(**{**TITLED, **changed}, beside=" <small>p</small>")
    (one,) = imported(tmp_path, "x.html", page).draft.tasks
    assert (one.task, one.id, one.note) == ("1. Fix p", None, None)
