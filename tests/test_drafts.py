"""P8: drafts leave no trace. A site with drafts is the site without them, byte for byte."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.problems import Problem
from tests.support.sites import Site, html, rendered, task, text

TAGS = ["AI", "ai", "Testing", "日本", "web"]
names = st.sampled_from(TAGS)
noted = st.sampled_from(
    [
        *["weeks/2026-W01", "weeks/2025-W52", "months/2025-12", "months/2026-01", "years/2025", "years/2026"],
        *["projects/p", "projects/secret", "tags/ai", "tags/secret", "partials/about-author", "partials/action"],
    ]
)
words = st.sampled_from(
    [
        "One.\n",
        "Two words.\n",
        "Lead.\n\n## Head\n\nMore.\n",
        "{{ tasks }} of {{ all.tasks }}, {{ week.human }} h.\n",
        "",
    ]
)


@st.composite
def records(draw: st.DrawFn, *, draft: bool) -> dict[str, Any]:
    """Return the keys of one record; a draft says more of what must not be seen."""
    keys: dict[str, Any] = {
        "tags": draw(st.lists(names, max_size=2, unique_by=str.casefold)),
        "body": draw(words),
        "tasks": draw(
            st.lists(
                st.builds(
                    task,
                    st.sampled_from(["A", "B"]),
                    st.sampled_from(["1h", "80h"]),
                    st.sampled_from(["1m", "33m"]),
                    tags=st.lists(names, max_size=1),
                    project=st.sampled_from(["p", "q"]),
                    tokens=st.sampled_from(["1k", "2M"]),
                ),
                max_size=2,
            )
        ),
    }
    if draft:
        keys |= {"draft": True, "title": "A secret", "summary": "Secret"}
        keys |= {"aliases": ["/secret.html"]} if draw(st.booleans()) else {}
        keys |= {"url": "/secret/place.html"} if draw(st.booleans()) else {}
        keys["tags"] = [*keys["tags"], *draw(st.sampled_from([[], ["secret"], ["SECRET"]]))]
    elif draw(st.booleans()):
        keys["title"] = draw(st.sampled_from(["X", "Y"]))
    return keys


days = st.dates(date(2025, 12, 20), date(2026, 1, 20))


def built(site: Site) -> tuple[dict[str, bytes], list[Problem]]:
    """Every file with its bytes, and the problems, of which none forbids to build it."""
    prepared = site.prepared()
    assert not prepared.errors
    return rendered(prepared), list(prepared.problems)


@pytest.mark.site
@settings(max_examples=60)
@given(
    public=st.dictionaries(days, records(draft=False), max_size=4),
    drafts=st.dictionaries(days, records(draft=True), min_size=1, max_size=4),
    sizes=st.sampled_from([(1, 1), (2, 20), (20, 20)]),
    draft_page=st.booleans(),
    notes=st.sets(noted),
    draft_notes=st.sets(noted),
)
def test_a_site_with_drafts_is_the_site_without(
    tmp_path_factory: pytest.TempPathFactory,
    public: dict[date, Any],
    drafts: dict[date, Any],
    sizes: tuple[int, int],
    draft_page: bool,
    notes: set[str],
    draft_notes: set[str],
) -> None:
    site = Site(tmp_path_factory.mktemp("drafts")).settings("pages", size=sizes[0]).settings("feed", size=sizes[1])
    site.page("about", "{{ tasks }} tasks.\n")
    for when, keys in public.items():
        site.record(f"{when}", **keys)
    for name in notes:
        figures = "" if name.startswith("partials") else ", {{ tasks }} of {{ all.tasks }}"
        site.file(f"content/{name}.md", f"Of {name.replace('secret', 'x')}{figures}.\n")
    without, problems = built(site)
    for when, keys in drafts.items():
        text = site.root / f"content/records/{when}.md"
        if not text.exists():
            site.record(f"{when}", **keys)
        else:
            kept = text.read_bytes()
            site.record(f"{when}", **keys)
            text.rename(site.root / f"content/records/{when}-draft.md")
            text.write_bytes(kept)
    if draft_page:
        site.page("secret", "Secret.\n", title="Secret", draft=True, aliases=["/secret.html"])
    for name in draft_notes:
        site.file(f"content/{name.replace('/', '/later/')}.md", "---\ndraft: true\n---\nSecret.\n")
    assert built(site) == (without, problems)
    assert not [name for name, data in without.items() if "secret" in name.casefold() or b"ecret" in data]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).record("2026-04-06", tags=["AI"], tasks=[task("Public", "1h")])
    return site.record("2026-04-07", tags=["Secret"], draft=True, tasks=[task("Hidden", "80h")])


def test_drafts_are_shown_when_asked_for(site: Site) -> None:
    without, with_ = site.built(), site.built(drafts=True)
    name = "posts/2026/2026-04-07-leverage-record.html"
    assert name not in without
    assert name in with_
    assert "tags/secret.html" in with_
    assert b"Hidden" in with_["data/tasks.json"]
    assert html(with_[name]).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Draft" in html(with_[name]).xpath("//article//*[contains(@class, 'draft')]/text()")
    assert not html(with_["posts/2026/2026-04-06-leverage-record.html"]).xpath("//meta[@name='robots']")


DRAFT_NOTES = {
    "weeks/2026-W15": "weeks/2026-W15.html",
    "months/2026-04": "months/2026-04.html",
    "years/2026": "years/2026.html",
    "projects/garden": "projects/garden.html",
    "tags/ai": "tags/ai.html",
    "partials/about-author": "posts/2026/2026-04-06-leverage-record.html",
}


@pytest.mark.parametrize("theme", ["default", "plain"])
@pytest.mark.parametrize(("name", "page"), DRAFT_NOTES.items(), ids=DRAFT_NOTES)
def test_a_draft_note_is_shown_and_marked_when_asked_for(site: Site, theme: str, name: str, page: str) -> None:
    site.settings(theme=theme).record("2026-04-06", tags=["AI"], tasks=[task(project="Garden")])
    title = "" if "partials" in name else "title: '<One>'\n"
    site.file(f"content/{name}.md", f"---\n{title}draft: true\n---\nHidden words.\n")
    assert b"Hidden" not in site.built()[page]
    found = text(html(rendered(site.prepared(drafts=True), page)[page]))
    assert f"Draft {'<One> ' if title else ''}Hidden words." in found


def test_a_link_to_a_draft_leads_nowhere(site: Site) -> None:
    site.record("2026-04-08", "See [it](2026-04-07.md).\n")
    assert site.codes() == ["P002"]
    assert site.codes(drafts=True) == []


def test_a_draft_of_a_published_day_is_no_second_record(site: Site) -> None:
    text = (site.root / "content/records/2026-04-07.md").read_text()
    site.file("content/records/next.md", text.replace("2026-04-07", "2026-04-06"))
    assert site.codes() == []
    assert site.codes(drafts=True) == ["R023"]


def test_a_draft_that_would_collide_does_not(site: Site) -> None:
    site.page("a", draft=True, url="/index.html")
    assert site.codes() == []
    assert site.codes(drafts=True) == ["P001"]


def test_a_published_record_says_nothing_of_drafts(tmp_path: Path) -> None:
    site = Site(tmp_path).record(draft=False)
    said = site.built()
    assert said == site.record().built()


def test_drafts_of_every_day_leave_an_empty_site(tmp_path: Path) -> None:
    site = Site(tmp_path)
    empty = site.built()
    first = date(2026, 3, 30)
    for number in range(10):
        site.record(f"{first + timedelta(number)}", draft=True, tags=["AI"])
    assert site.built() == empty


FLAWS = ["human: ", "human: 8 hrz", "human: 0", "humna: 8h", "human: [8h]", "human: 8h\n  human: 9h"]


@pytest.mark.parametrize("flaw", FLAWS)
def test_what_is_wrong_with_a_draft_stops_nothing_else(site: Site, flaw: str) -> None:
    without = site.built()
    front = f"date: 2026-04-08\n%s\ntasks:\n- task: T\n  ai: 20m\n  {flaw}"
    site.file("content/records/x.md", f"---\n{front % 'draft: true'}\n---\n")
    for drafts in (False, True):
        prepared = site.prepared(drafts=drafts)
        assert {problem.severity for problem in prepared.problems} == {"warning"}
        assert prepared.library.unfinished == ("content/records/x.md",)
        assert prepared.library.unfinished[0] in prepared.library.drafts
    assert rendered(site.prepared()) == without
    # A file that does not say for sure that it is a draft is none.
    for said in (
        "draft: false",
        "draft: yes",
        "title: Draft",
        "draft: true\ndraft: false",
        "extra: {draft: true}",
    ):
        site.file("content/records/x.md", f"---\n{front % said}\n---\n")
        assert site.prepared().errors
        assert site.prepared().library.unfinished == ()
    site.file("content/records/x.md", f"---\n{front % 'draft: true'}\n  tags: [\n---\n")
    assert site.prepared().errors


def test_a_page_that_is_a_broken_draft_stops_nothing_else(site: Site) -> None:
    site.file("content/pages/x.md", "---\ndraft: true\nurl: nowhere\n---\n")
    assert [(p.code, p.severity) for p in site.prepared().problems] == [("R017", "warning"), ("R027", "warning")]


LINKS = ["[x](none.md)", "![x](/none.png)", "[x](/none.html)", "[x](../tags/none.md)"]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_of_a_shown_draft_that_leads_nowhere_yet_hinders_nothing(site: Site, link: str) -> None:
    site.record("2026-04-08", f"{link}\n", draft=True)
    assert site.prepared().problems == ()
    prepared = site.prepared(drafts=True)
    assert [(p.code, p.severity) for p in prepared.problems] in ([("P002", "warning")], [("P003", "warning")])
    assert "posts/2026/2026-04-08-leverage-record.html" in rendered(prepared)
    site.record("2026-04-08", f"{link}\n")
    assert site.prepared().errors


def test_a_draft_of_a_day_that_has_a_record_hinders_nothing(site: Site) -> None:
    site.record("2026-04-07")
    site.file("content/records/2026-04-07-0.md", "---\ndate: 2026-04-07\ndraft: true\ntasks: []\n---\n")
    (problem,) = site.prepared(drafts=True).problems
    assert (problem.code, problem.severity) == ("R023", "warning")
    assert problem.place.path == "content/records/2026-04-07-0.md"
