"""The older site's feed: its entries, its times, and what becomes of its address."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leverage_site.importing.draft import Draft
from leverage_site.importing.old_feed import (
    OldEntry,
    OldFeed,
    feed_hint,
    find_entry,
    keep_times,
    read_feed,
    take_over_feed,
)
from leverage_site.problems import ProblemError, Source
from leverage_site.settings import Settings, load, parse
from tests.support.sites import Site
from tests.support.workspace import cli

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id>
<entry><title>Leverage  Record: April 07, 2026</title><id>urn:7</id><link rel="self" href="/no"/>
<link href="https://old.example/a.html"/><published>2026-04-08T12:00:00Z</published></entry>
<entry><title>Other</title><id>urn:8</id><link href="https://old.example/2026-04-08-record.html"/></entry></feed>"""
RSS = """<rss version="2.0"><channel><item><title>The gate</title><guid>g1</guid><link>https://old.example/g</link></item>
<item><title>The fence</title><link>https://old.example/f</link></item><item><title>Nothing</title></item></channel></rss>"""


def known(text: str) -> tuple[OldEntry, ...]:
    return read_feed(Source.from_text("feed.xml", text)).entries


JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (ATOM, "--feed FEED"),
        (RSS, "--feed FEED"),
        (f'<?xml version="1.0"?>\n<?xml-stylesheet href="x.css"?>\n<!-- a - b -->\n{RSS}', "--feed FEED"),
        (f"\n  {RSS.upper()}", "--feed FEED"),
        ('<rdf:RDF xmlns="http://purl.org/rss/1.0/">', "--feed FEED"),
        ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', "--feed FEED"),
        (JSON, "with --feed the Atom or RSS feed"),
        (JSON.replace("/", "\\/").replace(", ", ",\n"), "with --feed the Atom or RSS feed"),
        ("", None),
        ("<!doctype html><p>feed</p>", None),
        ("<feedback>", None),
        ("# rss\n<rss>", None),
        ('[{"task": "https://jsonfeed.org/version/1"}]', None),
        ('{"task": "x"}', None),
    ],
)
def test_a_feed_is_known_and_belongs_elsewhere(text: str, wanted: str | None) -> None:
    hint = feed_hint(Source.from_text("old.xml", text))
    assert (hint is None) == (wanted is None)
    assert wanted is None or wanted in str(hint)


@pytest.mark.parametrize(("name", "text"), [("old.xml", RSS), ("old.html", ATOM), ("feed.json", JSON)])
def test_a_feed_among_pages_says_so(tmp_path: Path, name: str, text: str) -> None:
    site = Site(tmp_path / "site").settings()
    (tmp_path / name).write_text(text)
    result = cli("--site", site.root, "import", tmp_path / name)
    assert result.exit_code == 1
    assert "I002 there is no task log here" in result.stderr + result.stdout
    assert "feed. Import the pages" in result.stderr + result.stdout


def test_atom() -> None:
    assert known(ATOM) == (
        OldEntry(
            "urn:7",
            "https://old.example/a.html",
            "Leverage Record: April 07, 2026",
            date(2026, 4, 7),
            datetime(2026, 4, 8, 12, tzinfo=UTC),
        ),
        OldEntry("urn:8", "https://old.example/2026-04-08-record.html", "Other", date(2026, 4, 8)),
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
    entry = find_entry(known(ATOM), url, title, day)
    assert (entry.id if entry else None) == found


def test_entries_that_cannot_be_told_apart_are_none() -> None:
    twins = (OldEntry("a", None, "Same", None), OldEntry("b", None, "Same", None))
    assert find_entry(twins, None, "Same", None) is None


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


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("<published>2026-04-08T18:30:00+02:00</published>", "2026-04-08T18:30:00+02:00"),
        ("<published>2026-04-08T18:30:00.123Z</published>", "2026-04-08T18:30:00+00:00"),
        ("<pubDate>Wed, 08 Apr 2026 18:30:00 +0200</pubDate>", "2026-04-08T18:30:00+02:00"),
        ("<pubDate>Wed, 08 Apr 2026 18:30:00 GMT</pubDate>", "2026-04-08T18:30:00+00:00"),
        ("<pubDate>yesterday</pubDate>", None),
        ("<published>2026-04-08</published>", None),
        ("<published>1900-04-08T00:00:00Z</published>", None),
        ("", None),
    ],
)
def test_when_an_entry_was_announced(stated: str, found: str | None) -> None:
    (entry,) = known(f"<feed><entry><id>a</id>{stated}</entry></feed>")
    assert (entry.published.isoformat() if entry.published else None) == found


@pytest.mark.parametrize(
    ("published", "updated", "kept"),
    [
        ("2026-04-08T18:30:00+02:00", None, ("2026-04-08T18:30:00+02:00", None)),
        ("2026-04-07T00:00:00+00:00", None, (None, None)),
        ("2026-04-08T18:30:00+02:00", "2026-04-08T19:30:00+02:00", ("2026-04-08T18:30:00+02:00", None)),
        (
            "2026-04-08T18:30:00+02:00",
            "2026-05-01T19:30:00+02:00",
            ("2026-04-08T18:30:00+02:00", date(2026, 5, 1)),
        ),
        (None, "2026-05-01T19:30:00+02:00", ("2026-05-01T19:30:00+02:00", None)),
        (None, None, (None, None)),
    ],
)
def test_its_times_are_kept(
    published: str | None, updated: str | None, kept: tuple[str | None, date | None]
) -> None:
    first, second = (datetime.fromisoformat(text) if text else None for text in (published, updated))
    entry = OldEntry("a", None, "", None, first, second)
    draft = keep_times(Draft(date(2026, 4, 7), ()), entry, Settings("tag:e,2026:x", "https://example.org/"))
    assert (draft.announced, draft.updated) == kept


SETTINGS = '[site]\nid = "tag:e,2026:x"\nbase_url = "https://example.org/blog/"\n'


def old(
    form: str = "atom", feed_id: str | None = "urn:old", address: str | None = "https://old.example/blog/index.xml"
) -> OldFeed:
    return OldFeed(form, feed_id, address, ())


@pytest.mark.parametrize(
    ("feed", "feed_id", "aliases"),
    [
        (old(), "urn:old", (("/index.xml", "atom"),)),
        (old("rss", None), "", (("/index.xml", "rss"),)),
        (old(address="/blog/atom.xml"), "urn:old", ()),
        (old(address="/blog/feed/"), "urn:old", ()),
        (old(address="https://old.example/elsewhere.xml"), "urn:old", ()),
        (old(address="https://["), "urn:old", ()),
        (old(feed_id="tag:e,2026:x", address=None), "", ()),
    ],
)
def test_its_id_and_address_become_settings_once(
    feed: OldFeed, feed_id: str, aliases: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    (tmp_path / "leverage.toml").write_text(SETTINGS)
    assert take_over_feed(tmp_path, parse(SETTINGS), feed, dry_run=True) is None
    assert (tmp_path / "leverage.toml").read_text() == SETTINGS
    for _ in range(2):
        assert take_over_feed(tmp_path, load(tmp_path), feed, dry_run=False) is None
        assert (load(tmp_path).feed_id, load(tmp_path).feed_aliases) == (feed_id, aliases)
    assert (tmp_path / "leverage.toml").read_text().startswith(SETTINGS)


def test_settings_of_feeds_that_are_there_are_left_alone(tmp_path: Path) -> None:
    text = SETTINGS + "[feed]\nsize = 3\n"
    (tmp_path / "leverage.toml").write_text(text)
    problem = take_over_feed(tmp_path, load(tmp_path), old(), dry_run=False)
    assert problem
    assert (problem.code, (tmp_path / "leverage.toml").read_text()) == ("I031", text)
    assert 'id = "urn:old", aliases = { "/index.xml" = "atom" }' in (problem.hint or "")
