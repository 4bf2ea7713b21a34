"""The feed of the older site."""

from datetime import date

import pytest

from leverage_site.importing.entries import Entry, entries, entry_of
from leverage_site.problems import ProblemError, Source

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id>
<entry><title>Leverage  Record: April 07, 2026</title><id>urn:7</id><link rel="self" href="/no"/>
<link href="https://old.example/a.html"/><published>2026-04-08T12:00:00Z</published></entry>
<entry><title>Other</title><id>urn:8</id><link href="https://old.example/2026-04-08-record.html"/></entry></feed>"""
RSS = """<rss version="2.0"><channel><item><title>The gate</title><guid>g1</guid><link>https://old.example/g</link></item>
<item><title>The fence</title><link>https://old.example/f</link></item><item><title>Nothing</title></item></channel></rss>"""


def known(text: str) -> tuple[Entry, ...]:
    return entries(Source.from_text("feed.xml", text))


def test_atom() -> None:
    assert known(ATOM) == (
        Entry("urn:7", "https://old.example/a.html", "Leverage Record: April 07, 2026", date(2026, 4, 7)),
        Entry("urn:8", "https://old.example/2026-04-08-record.html", "Other", date(2026, 4, 8)),
    )


def test_rss() -> None:
    assert [(entry.id, entry.url, entry.title) for entry in known(RSS)] == [
        ("g1", "https://old.example/g", "The gate"),
        ("https://old.example/f", "https://old.example/f", "The fence"),
    ]


@pytest.mark.parametrize(
    ("url", "title", "day", "found"),
    [
        ("http://elsewhere.example/a.html/", None, None, "urn:7"),
        (None, "Other", date(2026, 4, 7), "urn:8"),
        (None, None, date(2026, 4, 8), "urn:8"),
        (None, "New", date(2027, 1, 1), None),
        ("https://[", None, None, None),
    ],
)
def test_the_entry_of_a_page(url: str | None, title: str | None, day: date | None, found: str | None) -> None:
    entry = entry_of(known(ATOM), url, title, day)
    assert (entry.id if entry else None) == found


def test_entries_that_cannot_be_told_apart_are_none() -> None:
    twins = (Entry("a", None, "Same", None), Entry("b", None, "Same", None))
    assert entry_of(twins, None, "Same", None) is None


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><feed><entry><id>&j;</id></entry></feed>"
)


@pytest.mark.parametrize(
    "text", ["", "no feed", "<feed><entry></feed>", LAUGHS, "<a>" * 5_000, "<!DOCTYPE x><feed/>"]
)
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        known(text)
    assert caught.value.problems[0].code == "I016"


BARE = "a bare '&' or '<' must be written '&amp;' or '&lt;'"
OTHER = "an element ends here, but the one opened last is another"
BEHIND = "something stands behind the end of its outermost element"
DEEP = "it is nested too deeply"
ODD = "it is not well-formed XML"


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("no feed", 1, 1, "it does not begin with an element"),
        ("<feed>\n<entry></feed>", 2, 15, OTHER),
        ("<feed></entry>", 1, 15, OTHER),
        ("<feed>\n<entry>", 2, 8, "it ends before its elements do"),
        ("<feed/>\n<feed/>", 2, 1, BEHIND),
        ("<feed/>x", 1, 8, BEHIND),
        ("<feed>a & b</feed>", 1, 10, BARE),
        ("<feed>a &amp b</feed>", 1, 13, BARE),
        ("<feed>1 <2</feed>", 1, 10, BARE),
        ('<feed a="<"/>', 1, 10, BARE),
        ("<feed>&nbsp;</feed>", 1, 13, "XML has no such entity"),
        ("<feed>&#1;</feed>", 1, 11, "XML has no such character"),
        ("<feed a=1/>", 1, 9, ODD),
        ("<feed a='1' a='2'/>", 1, 18, ODD),
        ("<a>" * 5_000, 1, 1, DEEP),
        ("\n" + "<a>" * 300 + "</a>" * 300, 2, 1, DEEP),
    ],
)
def test_what_is_no_feed_is_told_in_words_of_our_own(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(ProblemError) as caught:
        known(text)
    (problem,) = caught.value.problems
    assert problem.message == f"the feed cannot be read: {reason}"
    assert (problem.place.line, problem.place.column) == (line, column)
