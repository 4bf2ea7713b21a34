"""Front matter as other generators write it."""

from datetime import date

import pytest

from leverage_site.importing.formats.document import Excerpt
from leverage_site.importing.formats.front_matter import FrontMatter, read_front_matter
from leverage_site.problems import Source

DAY = date(2026, 4, 13)

NIKOLA = ".. title: The gate\n.. slug: gate\n.. date: 2026-04-13 10:20:00 UTC+02:00\n.. tags: AI, Work\n.. category: \n.. type: text\n"


def read(text: str) -> FrontMatter:
    return read_front_matter(Source.from_text("x.md", text))


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: The gate\ndate: 2026-04-13\ntags: [AI, Work]\n---\n",
        "\n---\n# made by hand\nTitle: The gate\nDate: 2026-04-13\nTags: AI, Work\n...\n",
        "---\ntitle: The gate\ndate:\n  created: 2026-04-13\n  updated: 2026-05-01\ntags:\n- AI\n- Work\n---\n",
        "---\ntitle: The gate\ndate: 2026-04-13 23:30:00 -0500\ntags: '#AI, #Work'\nlayout: post\n---\n",
        "---\ntitle: The gate\ndate: 2026-04-13\ncreated: 2026-04-11\ntags: #AI #Work\n---\n",
        "---\ntitle: The gate\ndate: 2026-04-13\ntags: [#AI, #Work]\n---\n",
        "---\ntitle: The gate\ndate: 2026-04-13\ntags:\n  - #AI\n  - '#Work'\n---\n",
        "---\ntitle: The gate\nday: Monday, April 13, 2026\ntaxonomies:\n  tags: [AI, Work]\n---\n",
        '+++\ntitle = "The gate"\ndate = 2026-04-13\ntags = ["AI", "Work"]\n+++\n',
        '+++\ntitle = "The gate"\ndate = 2026-04-13T10:20:00Z\n\n[taxonomies]\ntags = ["AI", "Work"]\n+++\n',
        "Title: The gate\nDate: 2026-04-13 10:20\nTags: AI, Work\nSlug: gate\nModified: 2026-05-01\n",
        "title: The gate\ndate: 2026-04-13\ntags: AI,\n    Work\n",
        NIKOLA,
        f"<!--\n{NIKOLA}-->\n",
    ],
)  # fmt: skip
def test_the_forms_of_front_matter(text: str) -> None:
    found = read(f"{text}\nLead.\n")
    assert (found.facts.title, found.facts.tags, found.facts.stated_days[0].day) == (
        "The gate",
        ("AI", "Work"),
        DAY,
    )
    assert found.problems == ()
    assert found.first in (text.count("\n") + 1, text.count("\n") + 2)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nJust words.\n\n---\n\nMore.", "---\n\nNote: words.\n\n---\n", "# The gate\n\nTitle: no", "Note: a\nDate: 2026-04-13\n",
        "Date: 2026-04-13\n\nLead.", "Lead.\n\n.. title: no", "---\ntitle: without end\n", "Tags: they are all here", "",
    ],
)  # fmt: skip
def test_what_is_no_front_matter(text: str) -> None:
    assert read(text) == FrontMatter()


@pytest.mark.parametrize(
    ("line", "is_draft"),
    [
        ("draft: true", True), ("draft: 'False'", False), ("published: false", True), ("published: 2026-04-13", False),
        ("status: draft", True), ("Status: published", False), ("status: private", True), ("status: hidden", True),
        ("publish: false", True), ("publish: yes", False), ("hidden: true", True), ("hidden: false", False),
        ("private: true", True), ("unlisted: 1", True), ("visibility: private", True), ("visibility: members", True),
        ("visibility: public", False), ("draft: false\npublish: no", True), ("hidden: no\nprivate: yes", True),
    ],
)  # fmt: skip
def test_drafts(line: str, is_draft: bool) -> None:
    found = read(f"---\ntitle: x\n{line}\n---\n")
    assert (found.facts.draft, found.problems) == (is_draft, ())
    assert [part.name for part in found.extracted] == ["draft"] * is_draft


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("date: yesterday", [("I026", 3)]),
        ("tokens: many", [("I026", 3)]),
        ("draft: perhaps", [("I026", 3)]),
        ("published: soon", [("I026", 3)]),
        ("visibility: perhaps", [("I026", 3)]),
        ("lastmod: soon", [("I026", 3)]),
        ("updated: 2026-05-01\nlastmod: 2026-05-01", []),
        ("updated: 2026-05-01\nlastmod: 2026-05-02", [("I021", 4)]),
        ("mood: good\nsummary: a\ndescription: b", [("I021", 3), ("I021", 5)]),
        ("extra:\n  mood: good\n  tokens: 4.8M", [("I021", 4)]),
        ("taxonomies:\n  categories: [x]", [("I021", 4)]),
        ("category:", []),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(lines: str, told: list[tuple[str, int]]) -> None:
    found = read(f"---\ntitle: x\n{lines}\n---\n")
    assert [(problem.code, problem.place.line) for problem in found.problems] == told


def test_a_state_among_the_tags_of_nikola() -> None:
    for state in ("draft", "private", "Draft"):
        found = read(f".. title: The gate\n.. tags: AI, {state}\n")
        assert (found.facts.draft, found.facts.tags) == (True, ("AI",))
        assert Excerpt("draft", f"tags: AI, {state}", 2) in found.extracted
    assert read("Title: The gate\nTags: AI, draft\n").facts.tags == ("AI", "draft")


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        ("layout: post\ntags: ai work gates", ("ai", "work", "gates")),
        ("layout: post\ntags: ai, time record", ("ai", "time record")),
        ("layout: post\ntags: [time record]", ("time record",)),
        ("layout: post\ntags: work", ("work",)),
        ("tags: time record", ("time record",)),
    ],
)
def test_tags_of_jekyll_stand_a_blank_apart(lines: str, tags: tuple[str, ...]) -> None:
    found = read(f"---\n{lines}\n---\n")
    assert found.facts.tags == tags
    assert bool(found.extracted) == (len(tags) == 3)


@pytest.mark.parametrize("text", ["---\n---\n\nLead.", "---\n\n---\n# Log", "+++\n+++\nLead."])
def test_front_matter_of_nothing(text: str) -> None:
    found = read(text)
    assert found.facts == FrontMatter().facts
    assert found.first == text.splitlines().index(text[:3], 1) + 2


@pytest.mark.parametrize("key", ["updated", "lastmod", "Modified", "last_modified_at"])
def test_the_day_of_the_last_change(key: str) -> None:
    found = read(f"---\n{key}: 2026-05-01T10:20:00Z\n---\n")
    assert (found.facts.updated, found.problems) == (date(2026, 5, 1), ())


@pytest.mark.parametrize(
    ("tokens", "count"),
    [
        ("4.826.000", "4826000"), ("4 826 000", "4826000"), ("4,826,000", "4,826,000"), ("~1.250", "~1250"),
        ("12.000", "12000"), ("4.8M", "4.8M"), ("4.82.000", ""),
    ],
)  # fmt: skip
def test_tokens_whose_thousands_are_parted(tokens: str, count: str) -> None:
    assert read(f"---\ntokens: '{tokens}'\n---\n").facts.tokens == count


def test_tokens_and_authors() -> None:
    found = read('+++\n[extra]\ntokens = 4826000\nauthor = "Ann"\n+++\n')
    assert found.facts.tokens == "4826000"
    assert [(item.name, item.text, item.line) for item in found.left_out] == [("author", "Ann", 4)]
