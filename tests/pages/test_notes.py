"""Notes of weeks, months, years, projects and tags: on which page each stands, and which are called after none."""

import unicodedata
from pathlib import Path

import pytest

from tests.support.sites import Site, html, rendered, task, text

PAGES = {
    "weeks/2026-W15": "weeks/2026-W15.html",
    "months/2026-04": "months/2026-04.html",
    "years/2026": "years/2026.html",
    "projects/credit-notes": "projects/credit-notes.html",
    "projects/deep/er/credit-notes": "projects/credit-notes.html",
    "tags/c-plus-plus": "tags/c-plus-plus.html",
    "tags/日本語": "tags/日本語.html",
    unicodedata.normalize("NFD", "tags/grösse"): "tags/grösse.html",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a day in spring with a project, and one in the year before."""
    site = Site(tmp_path).record("2025-12-31", tags=["Old"])
    return site.record("2026-04-07", tags=["C++", "日本語", "Größe"], tasks=[task(project="Credit notes")])


def prose(data: bytes) -> list[str]:
    """Return the texts of a page that are an author's."""
    found = html(data).xpath("//main//div[contains(concat(' ', @class, ' '), ' prose ')]")
    return [text(node) for node in found if "generated" not in node.get("class")]


@pytest.mark.parametrize("theme", ["default", "plain"])
@pytest.mark.parametrize(("name", "page"), PAGES.items(), ids=PAGES)
def test_a_note_stands_on_its_page(site: Site, theme: str, name: str, page: str) -> None:
    site.settings(theme=theme)
    assert prose(rendered(site.prepared(), page)[page]) == []
    note = "---\ntitle: A & <b>\n---\n# Head\n\nSee [it](../records/2026-04-07.md).\n".replace(
        "../records", "/posts"
    )
    site.file(f"content/{name}.md", note.replace("/posts/2026-04-07.md", "/about.html")).page("about")
    assert site.codes() == []
    data = rendered(site.prepared(), page)[page]
    assert prose(data) == ["A & <b> Head See it."]
    assert html(data).xpath("//main//a[text()='it']/@href") == ["../about.html"]
    levels = [node.tag for node in html(data).xpath("//main//*[self::h2 or self::h3][not(@id)]")]
    assert levels[:2] == ["h2", "h3"]


def test_the_note_of_a_tag_stands_on_its_first_page_alone(site: Site) -> None:
    site.settings("pages", size=1).file("content/tags/ai.md", "Of the tag.\n")
    for day in range(1, 8):
        site.record(f"2026-05-{day:02}", tags=["AI"])
    files = rendered(site.prepared(), "tags/ai*")
    assert {name: prose(data) for name, data in files.items()} == {
        "tags/ai.html": ["Of the tag."],
        "tags/ai/2026.html": [],
        "tags/ai/2.html": [],
    }


LINKS = {
    "../weeks/2026-W15.md": "weeks/2026-W15.html",
    "../months/2026-04.md": "months/2026-04.html",
    "../years/2026.md": "years/2026.html",
    "../projects/credit-notes.md": "projects/credit-notes.html",
    "../tags/c-plus-plus.md#its_days": "tags/c-plus-plus.html#its_days",
}


@pytest.mark.parametrize("noted", [False, True])
@pytest.mark.parametrize(("target", "address"), LINKS.items(), ids=LINKS)
def test_a_link_to_a_note_leads_to_its_page_whether_there_is_a_note_or_not(
    site: Site, noted: bool, target: str, address: str
) -> None:
    if noted:
        site.file(f"content/{target[3:].partition('#')[0]}", "A note.\n")
    site.record("2025-12-31", f"[it]({target})\n")
    page = "posts/2025/2025-12-31-leverage-record.html"
    assert html(rendered(site.prepared(), page)[page]).xpath("//a[text()='it']/@href") == [f"../../{address}"]


@pytest.mark.parametrize(
    "target", ["../projects/none.md", "../months/2026-05.md", "../tags/C++.md", "../years/20.md"]
)
def test_a_link_to_a_note_of_no_page_is_broken(site: Site, target: str) -> None:
    assert site.record("2025-12-31", f"[it]({target})\n").codes() == ["P002"]


MISNAMED = {
    "projects/credit-note": "Did you mean credit-notes.md?",
    "projects/Credit notes": "Did you mean credit-notes.md?",
    "projects/zzz": "The file is called after the last part of its page's address; "
    "`draft: true` keeps the note for later.",
    "tags/C++": "Did you mean c-plus-plus.md?",
    "tags/credit-notes": "The file is called after the last part of its page's address; "
    "`draft: true` keeps the note for later.",
    "weeks/2026-W51": "Did you mean 2026-W15.md? A day of rest makes it a week with a record.",
    "months/2026-05": "Did you mean 2026-04.md? A day of rest makes it a month with a record.",
    "years/2024": "Did you mean 2026.md? A day of rest makes it a year with a record.",
}


@pytest.mark.parametrize(("name", "hint"), MISNAMED.items(), ids=MISNAMED)
def test_a_note_that_no_record_belongs_to_is_told(site: Site, name: str, hint: str) -> None:
    (problem,) = site.file(f"content/{name}.md", "A note.\n").problems()
    assert (problem.code, problem.severity, problem.place.path) == ("P007", "warning", f"content/{name}.md")
    assert problem.hint == hint


@pytest.mark.parametrize("name", ["weeks/2026-W01", "weeks/2026-W10", "months/2026-03", "months/2026-01"])
def test_a_period_of_rest_between_records_may_have_a_note(site: Site, name: str) -> None:
    assert site.file(f"content/{name}.md", "A note.\n").codes() == []


def test_what_belongs_to_a_record_that_cannot_be_read_is_not_known(site: Site) -> None:
    site.file("content/projects/other.md", "A note.\n").file("content/partials/x.md", "---\nx: y\n---\n")
    assert set(site.codes()) == {"P007", "R016"}
    site.file("content/records/x.md", "---\ndate: x\n---\n")
    assert "P007" not in site.codes()


def test_a_note_of_an_alias_is_told_by_the_name_that_it_stands_for(site: Site) -> None:
    site.settings("aliases.projects", credits="Credit notes").record("2026-04-08", tasks=[task(project="credits")])
    (problem,) = site.file("content/projects/credits.md", "A note.\n").problems()
    assert problem.hint == "It is an alias of 'Credit notes' in leverage.toml: call the note credit-notes.md."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("weeks/2026-W54", "week"), ("weeks/notes", "week"), ("months/2026-13", "month"), ("months/2026-4", "month"),
        ("months/2026-W04", "month"), ("years/26", "year"), ("years/0999", "year"), ("years/2200", "year"),
        ("years/２０２６", "year"), ("months/2026-04-07", "month"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("draft", ["", "---\ndraft: true\n---\n"])
def test_a_name_that_is_no_period_is_an_error(site: Site, name: str, kind: str, draft: str) -> None:
    (problem,) = site.file(f"content/{name}.md", f"{draft}A note.\n").problems()
    severity = "warning" if draft else "error"
    assert (problem.code, problem.severity, problem.place.path) == ("R031", severity, f"content/{name}.md")
    assert problem.message.endswith(f"is not a {kind}")


def test_a_month_of_a_note_alone_links_to_no_year_that_is_not_there(site: Site) -> None:
    site.file("content/months/2024-02.md", "Before all records.\n")
    files = rendered(site.prepared(), "months/*", "years/*")
    assert prose(files["months/2024-02.html"]) == ["Before all records."]
    assert "years/2024.html" not in files
    assert not html(files["months/2024-02.html"]).xpath("//a[contains(@href, '2024')]")
    site.file("content/years/2024.md", "The whole year.\n")
    files = rendered(site.prepared(), "months/*", "years/*")
    assert html(files["months/2024-02.html"]).xpath("//a/@href[contains(., '2024')]") == ["../years/2024.html"]
    assert prose(files["years/2024.html"]) == ["The whole year."]
    assert "There is no record of this year." in text(html(files["years/2024.html"]))


def test_a_draft_beside_a_published_note_of_the_same_name_waits(site: Site) -> None:
    site.file("content/months/2026-04.md", "Now.\n")
    site.file("content/months/next/2026-04.md", "---\ndraft: true\n---\nLater.\n")
    assert site.codes() == []
    assert site.codes(drafts=True) == ["R033"]
