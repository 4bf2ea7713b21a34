"""Front matter as other generators write it."""

from datetime import date

import pytest

from leverage_site.capture.importers.front_matter import FrontMatter, front_matter
from leverage_site.problems import Source

DAY = date(2026, 4, 13)

NIKOLA = ".. title: The gate\n.. slug: gate\n.. date: 2026-04-13 10:20:00 UTC+02:00\n.. tags: AI, Work\n.. category: \n.. type: text\n"


def read(text: str) -> FrontMatter:
    return front_matter(Source.of("x.md", text))


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
    assert (found.facts.title, found.facts.tags, found.facts.said[0].day) == ("The gate", ("AI", "Work"), DAY)
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
        ("status: draft", True), ("Status: published", False), ("status: private", True),
    ],
)  # fmt: skip
def test_drafts(line: str, is_draft: bool) -> None:
    found = read(f"---\ntitle: x\n{line}\n---\n")
    assert (found.facts.draft, found.problems) == (is_draft, ())


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("date: yesterday", [("I026", 3)]),
        ("tokens: many", [("I026", 3)]),
        ("draft: perhaps", [("I026", 3)]),
        ("published: soon", [("I026", 3)]),
        ("mood: good\nsummary: a\ndescription: b", [("I021", 3), ("I021", 5)]),
        ("extra:\n  mood: good\n  tokens: 4.8M", [("I021", 4)]),
        ("taxonomies:\n  categories: [x]", [("I021", 4)]),
        ("category:", []),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(lines: str, told: list[tuple[str, int]]) -> None:
    found = read(f"---\ntitle: x\n{lines}\n---\n")
    assert [(problem.code, problem.place.line) for problem in found.problems] == told


def test_tokens_and_authors() -> None:
    found = read('+++\n[extra]\ntokens = 4826000\nauthor = "Ann"\n+++\n')
    assert found.facts.tokens == "4826000"
    assert [(item.name, item.text, item.line) for item in found.left_out] == [("author", "Ann", 4)]
