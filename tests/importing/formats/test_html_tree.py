"""Trees of pages: what is nested without end or has attributes without end is refused, and nothing is fetched."""

from pathlib import Path

import pytest

from leverage_site.importing.formats.document import Heading, ParsedPage, Text
from leverage_site.importing.formats.html import parse_page
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import ProblemError, Source
from tests.support.timing import cpu

TABLE = "<table><tr><th>Task<th>Human Est.<th>Claude<tr><td>Mend the gate<td>4h<td>20m</table>"


def read(html: str) -> ParsedPage:
    return parse_page(Source.from_text("x.html", html), {})


@pytest.mark.parametrize(
    "html",
    ["<div>" * 250 + "x", "<b>" * 5_000, "<p>" + "<i>x</i>" * 200_001, "", "   ", "<!-- nothing -->"],
    ids=["deep", "deep inline", "many", "empty", "blank", "comment"],
)
def test_hostile_pages_are_refused(html: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read(html)
    assert caught.value.problems[0].code == "I008"


def test_nothing_is_fetched_and_no_entity_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    kind = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY y "{"z" * 100}">]>'
    found = read(f"{kind}<article><p>&x; &y; end</p>{TABLE}</article>")
    texts = " ".join(block.plain for block in found.blocks if isinstance(block, Text))
    assert "SECRET" not in texts
    assert "zzz" not in texts
    assert plain_text(texts).endswith("end")


def numbered(unit: str, count: int) -> str:
    return "".join(unit.format(n) for n in range(count))


# What stands before many attributes, what each of them is like, how many there are, and what stands behind.
MANY = ("", " a{}=1", 100_000, "")
ATTRIBUTES = [
    MANY, ("", " a{}", 100_000, ""), ("", " a{}=''", 100_000, ""), ("", '\na{} = ""', 100_000, ""), (" ", "a{}=''", 100_000, ""),
    ("", "/a{}=1 ", 100_000, ""), *((before, *MANY[1:]) for before in (" '", ' "', " =", ' a=">"', " <")),
    (" a=b'c=", *MANY[1:3], "'"), (" a='>", *MANY[1:3], "'" + numbered(" b{}=1", 50_000)), ("", " data-a{}=é", 60_000, ""),
]  # fmt: skip


@pytest.mark.site
@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("before", "tag", "attributes"),
    [
        *(("", "p", attributes) for attributes in ATTRIBUTES),
        *(("", tag, MANY) for tag in ("div", "table", "body", "html", "meta", "x-own", "svg:path", "P")),
        *((before, "p", MANY) for before in ("<!-- ", "<script>'</script>", "<title>", "x\ny < z ", "<p><a")),
    ],
)
def test_attributes_without_end_are_refused_where_they_begin(
    before: str, tag: str, attributes: tuple[str, str, int, str]
) -> None:
    first, unit, count, last = attributes
    html = f"{before}<{tag}{first}{numbered(unit, count)}{last}>a</{tag}>{TABLE}"
    began = cpu()
    with pytest.raises(ProblemError) as caught:
        read(html)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (
        "I008",
        "the page cannot be read: its elements have too many attributes",
    )
    assert (problem.place.line, problem.place.column) in (
        (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1),
        (1, before.rfind("<") + 1),
    )
    assert cpu() - began < 0.5


@pytest.mark.no_cover
def test_attributes_of_many_elements_add_up() -> None:
    began = cpu()
    with pytest.raises(ProblemError) as caught:
        read(TABLE + ("<p" + numbered(" a{}=1", 2_500) + ">a</p>\n") * 200)
    assert caught.value.problems[0].place.line == 5
    assert cpu() - began < 0.5


@pytest.mark.parametrize(
    "html",
    [
        "<p" + numbered(" a{}=1", 4_000) + ">kept</p>", '<p title="' + "a=1 " * 100_000 + '">kept</p>', "<p class=a>kept</p>" * 5_000,
        "<p" + " a=1" * 4_000 + ">kept</p>", "<script>for (i=0;i<n;i++) " + "x = y " * 4_000 + "</script><p>kept</p>",
    ],
)  # fmt: skip
def test_attributes_that_pages_have_are_read(html: str) -> None:
    blocks = read(f"<main><article>{html}{TABLE}</article></main>").blocks
    assert "kept" in [block.markdown for block in blocks if isinstance(block, Heading | Text)]


@pytest.mark.parametrize(
    ("unit", "end"), [("<div>", ""), ("<b>", ""), ("<ul><li>", ""), ("<div>", "</div>"), ("<span><p>", "</span>")]
)
@pytest.mark.parametrize("count", [120, 300, 3_000, 100_000])
def test_what_is_nested_too_deeply_is_refused_on_its_line(unit: str, end: str, count: int) -> None:
    began = cpu()
    with pytest.raises(ProblemError) as caught:
        read(f"<p>a</p>\n{TABLE}\n{unit * count}a{end * count}")
    (problem,) = caught.value.problems
    assert (problem.message, problem.place.line) == ("the page cannot be read: it is nested too deeply", 3)
    assert cpu() - began < 0.5


@pytest.mark.parametrize("html", ["", "  \n ", "<!-- a -->"])
def test_a_page_with_nothing_in_it(html: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read(html)
    assert caught.value.problems[0].message == "the page cannot be read: there is nothing in it to read"
