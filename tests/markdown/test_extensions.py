"""Footnotes and task lists: what refers to what, on pages that several texts share."""

import re
from pathlib import Path

import pytest
from lxml import etree as lxml_etree
from lxml import html as lxml_html

from leverage_site.markdown.parse import parse, plain_text
from leverage_site.problems import Source
from leverage_site.records.schema import read_note, read_record
from tests.support.builders import assert_helpful, summary
from tests.support.sites import Site

RECORD = "---\ndate: 2026-04-07\ntasks: []\n---\n"


def shown(text: str, **options: str) -> tuple[str, list[tuple[str, int, int]]]:
    prose, problems = parse(Source.from_text("a.md", text), **options)
    for problem in problems:
        assert_helpful(problem, text.split("\n"))
    return prose.lead.html(str) + prose.rest.html(str), summary(problems)


def tree(html: str):
    return lxml_html.fragment_fromstring(html, create_parent="main")


@pytest.mark.parametrize(
    ("text", "numbers", "notes"),
    [
        ("A[^1] b.\n\n[^1]: One.", ["1"], ["One."]),
        ("A[^z] b[^a].\n\n[^a]: One.\n[^z]: Two.", ["1", "2"], ["Two.", "One."]),
        ("A[^a] b[^a].\n\n[^a]: One.", ["1", "1"], ["One."]),
        ("[^a]: One.\n\nA[^a].", ["1"], ["One."]),
        ("Lead[^a].\n\n# Analysis\n\nText[^b].\n\n[^b]: Two.\n[^a]: One.", ["1", "2"], ["One.", "Two."]),
        ("A[^a].\n\n[^a]: One[^b].\n[^b]: Two.", ["1", "2"], ["One2.", "Two."]),
        ("A[^a].\n\n[^a]: One[^a].", ["1", "1"], ["One1."]),
        ("# Head[^a]\n\n[^a]: One.", ["1"], ["One."]),
        ("- a[^a]\n- b\n\n> c[^b]\n>\n> [^b]: Two.\n\n[^a]: One.\n\n    More.", ["1", "2"], ["One.More.", "Two."]),
        ("| a[^a] |\n|---|\n| b[^a] |\n\n[^a]: One.", ["1", "1"], ["One."]),
        ("*A[^a]* **b[^a]**\n\n[^a]: https://example.org/", ["1", "1"], ["https://example.org/"]),
        ("A[^über].\n\n[^über]: - one\n    - two", ["1"], ["onetwo"]),
    ],
)
def test_footnotes_stand_behind_the_text_in_its_order(text: str, numbers: list[str], notes: list[str]) -> None:
    html, problems = shown(text)
    page = tree(html)
    assert problems == []
    assert [a.text for a in page.xpath('//sup[@class="footnote-ref"]/a')] == numbers
    found = page.xpath('//div[@class="footnotes"]/ol/li')
    assert [re.sub(r"\s*\u21a9\ufe0e[0-9]*|\n", "", item.text_content()).strip() for item in found] == notes
    assert html.count('class="footnotes"') == 1


@pytest.mark.parametrize(
    "name", ["2026-04-07", "2026-W15", "about-author", "Über uns", "a_b", 'x"><b>', "x" * 500]
)
def test_each_way_leads_to_one_place(name: str) -> None:
    html, _ = shown("A[^a] b[^b] c[^a].\n\n# fn\n\n# fn\n\n[^a]: One[^b].\n[^b]: Two.", name=name)
    page = tree(html)
    ids = page.xpath("//@id")
    assert len(ids) == len({*ids}) == 2 + 2 + 4
    assert all(re.fullmatch(r"[\w-]+", each) for each in ids)
    targets = page.xpath("//a/@href")
    assert len(targets) == 8
    assert {target.removeprefix("#") for target in targets} == {
        each for each in ids if each.startswith("fn") and "_" in each[3:]
    } | {each for each in ids if each.startswith("fnref_")}
    labels = page.xpath("//a/@aria-label")
    assert len(labels) == 8
    assert len({label for label in labels if label.startswith("Back")}) == 4


def test_texts_that_share_a_page_share_no_id() -> None:
    text = "A[^1].\n\n[^1]: One.\n"
    record, _ = read_record(f"{RECORD}{text}".encode(), "a.md")
    other, _ = read_record(f"{RECORD.replace('04-07', '04-08')}{text}".encode(), "b.md")
    notes = [
        read_note(text.encode(), f"{name}.md", name)[0] for name in ("about", "About", "a b", "a-b", "2026-W15")
    ]
    found = [
        each
        for prose in (record.body.get().prose, other.body.get().prose, *(note.prose for note in notes))
        for each in tree(prose.lead.html(str) + prose.rest.html(str)).xpath("//@id")
    ]
    assert len(found) == len({*found}) == 14
    assert "fn_2026-04-07_1" in found


def test_a_note_of_the_lead_stands_on_the_page_and_in_no_summary() -> None:
    record, problems = read_record(f"{RECORD}The lead[^1] says so.\n\n[^1]: Words.\n".encode(), "a.md")
    assert problems == []
    assert record.body.get().prose.lead_text == "The lead says so."
    assert "Words." in record.body.get().prose.rest.html(str)
    assert record.body.get().prose.words == 5
    assert [link.target for link in record.body.get().prose.links] == ["#fn_2026-04-07_1", "#fnref_2026-04-07_1"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("A[^1].", [("P012", 1, 2)]),
        ("A[^1] and [^2].\n\n[^2]: Two.", [("P012", 1, 2)]),
        ("A `[^1]` and \\[^2].", []),
        ("A.\n\n[^1]: One.", [("P013", 3, 1)]),
        ("A[^1].\n\n[^1]: One.\n\n[^1]: Again.", [("P013", 5, 1)]),
        ("![a[^1]](https://example.org/x.png)\n\n[^1]: One.", [("P013", 3, 1)]),
        ("[a[^1]](https://example.org/)\n\n[^1]: One.", [("P009", 1, 1)]),
        ("A[^1].\n\n[^1]: [^2]: Two.", [("P013", 3, 1)]),
        ("A[^one two].", []),
        ("A[^1].\n\n[^1]: See [it](/a b.html).", [("P009", 3, 11)]),
        ("A[^a].\n\n[^a]: B.\n[^b]: C[^c].\n[^c]: D.", [("P013", 4, 1), ("P013", 5, 1)]),
    ],
)
def test_what_refers_to_nothing_and_what_nothing_refers_to_is_told(text: str, problems: list[object]) -> None:
    assert sorted(shown(text)[1]) == sorted(problems)


@pytest.mark.parametrize("text", ["w1[^1]\n\n[^1]: w2\n", "[^1]: w1\n\n[^2]: w2\n", "w1\n\n[^1]: - w2\n"])
def test_as_plain_text_no_word_is_lost(text: str) -> None:
    assert plain_text(text).split() == ["w1", "w2"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- [x] a\n- [ ] b\n- c", [True, False, None]),
        ("1. [X] **a**\n\n2. [ ] `b`", [True, False]),
        ("- [x]a\n- [y] b\n- \\[x] c\n- `[x]` d\n- [x](https://example.org/) e", [None] * 5),
        ("- a\n  - [x] b", [None, True]),
        ("> - [x] a[^1]\n\n[^1]: b", [True, None]),
        ("[x] a\n\n* [x] [b](https://example.org/)", [True]),
        ("- [x] a\n\n[x]: https://example.org/", [None]),
    ],
)
def test_items_with_a_box(text: str, items: list[bool | None]) -> None:
    html, _ = shown(text)
    found = tree(html).xpath("//li")
    boxes = [item.xpath("./input | ./p/input") for item in found]
    assert [bool(box[0].get("checked") is not None) if box else None for box in boxes] == items
    for item, box in zip(found, boxes, strict=True):
        assert (item.get("class") == "task-list-item") is bool(box)
        assert [(each.get("disabled"), each.get("aria-label")) for each in box] == [("", "Done")] * len(box)


def test_boxes_are_no_words() -> None:
    prose, _ = parse(Source.from_text("a.md", "- [x] One thing\n- [ ] another"))
    assert (prose.lead_text, prose.words) == ("One thing another", 3)


def test_footnotes_of_a_day_work_on_its_page_and_in_the_feed(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-07", "Lead[^1].\n\n# Analysis\n\nText.\n\n[^1]: A note.\n\n- [x] done\n")
    site.record("2026-04-06", "Lead[^1].\n\n[^1]: Another note.\n")
    site.file("content/weeks/2026-W15.md", "Week[^1].\n\n[^1]: A note on the week.\n")
    files = site.built()
    address = "https://example.org/posts/2026/2026-04-07-leverage-record.html"
    page = files["posts/2026/2026-04-07-leverage-record.html"].decode()
    assert page.index('href="#fn_2026-04-07_1"') < page.index('id="task_log"') < page.index('id="fn_2026-04-07_1"')
    week = lxml_html.fromstring(files["weeks/2026-W15.html"])
    assert week.xpath('//*[@id="fn_2026-W15_1"]')
    assert len(week.xpath("//@id")) == len({*week.xpath("//@id")})
    feed = lxml_etree.fromstring(files["feed.xml"])
    (first, second) = [node.text for node in feed.iter("{*}encoded")]
    assert f'href="{address}#fn_2026-04-07_1"' in first
    assert "A note." in first
    assert "Another note." in second
    assert "<sup>" in second
    assert [node.text.rpartition("x. ")[2] for node in feed.iter("description")][1:] == ["Lead.", "Lead."]
