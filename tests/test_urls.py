import re
from unittest.mock import patch
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import urls
from tests.support.timing import cpu


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("日本語", "日本語"),
        ("Time Record", "time-record"),
        ("  Time -- Record!  ", "time-record"),
        ("R&D", "r-and-d"),
        (".NET", "dot-net"),
        ("100%", "100-percent"),
        ("a/b\\c", "a-b-c"),
        ("../../etc", "dot-dot-dot-dot-etc"),
        ("Straße", "strasse"),
        ("E\u0301te\u0301", "été"),
        ("हिन्दी", "हिन्दी"),
        ("🎉", "u1f389"),
        ("!?", "u21-u3f"),
        ("", "untitled"),
        ("CON", "con-"),
        ("com1", "com1-"),
        ("LPT¹", "lpt¹-"),
        ("console", "console"),
        ("<script>", "script"),
        ("{{ 7*7 }}", "7-7"),
    ],
)
def test_slug(name, expected):
    assert urls.slug(name) == expected


@given(st.text(max_size=30))
def test_any_slug_can_be_a_file_name_everywhere(name):
    slug = urls.slug(name)
    assert urls.invalid_reason(f"/tags/{slug}.html") is None
    assert urls.invalid_reason(f"/tags/{slug}/") is None
    assert slug == slug.casefold() or any(c != c.casefold() for c in slug.casefold())


@given(st.text(min_size=60, max_size=300))
def test_the_slug_of_a_long_name_fits_too(name):
    slug = urls.slug(name)
    assert len(slug.encode()) <= urls.MAX_SLUG_BYTES
    assert urls.invalid_reason(f"/tags/{slug}.html") is None


def test_long_names_that_differ_at_their_ends_have_different_slugs():
    names = ["long " * 60, "long " * 60 + "x", "long " * 61]
    slugs = {urls.slug(name) for name in names}
    assert len(slugs) == 3
    assert all(slug.startswith("long-long-") for slug in slugs)


@pytest.mark.parametrize(("upper", "lower"), [("AI", "ai"), ("ÉTÉ", "été"), ("Straße", "STRASSE")])
def test_names_that_differ_in_case_share_a_slug(upper, lower):
    assert urls.slug(upper) == urls.slug(lower)


@pytest.mark.parametrize(
    "path",
    ["/", "/a.html", "/a/", "/posts/2026/a-b.html", "/日本語/", "/a.htm", "/a b.html", "/it's.html"],
)
def test_page_addresses(path):
    assert urls.is_page_address(path)


@pytest.mark.parametrize(
    "path",
    [
        "", "a.html", "a/", "//", "//evil.example/", "/a//b.html", "/../a.html", "/a/./b.html", "/a/..", "/a",
        "/a.txt", "/a.html?x", "/a.html#x", "/a:b.html", "/a\\b.html", "/a%20b.html", "/a*.html", "/a|b.html",
        '/a"b.html', "/<b>.html", "/a\x00.html", "/a\n.html", "/\x7f.html", "/\ud800.html", "/con.html", "/NUL/",
        "/aux.tar.html", "/com1 .html", "/a /b.html", "/ a.html", "/a./b.html", "/" + "x" * 241 + "/",
        "/.well-known/a.html", "/.a.html", "/a\u200bb.html", "/\u202ea.html", "/a\u2066/b.html", "/a\xadb.html", "/\ufeffa.html",
        "/a\u200db.html", "/\u200ca.html", "/a\u200e/", "/.Leverage-Site.json/",
        "/" + "é" * 121 + "/", "https://example.org/a.html", "/lpt².html",
    ],
)  # fmt: skip
def test_paths_that_cannot_be_page_addresses(path):
    assert not urls.is_page_address(path)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a", "it must begin with one slash and have no empty part"),
        ("/a/../b", "'..' cannot be the name of a file"),
        ("/a?b", "'a?b' holds a character that addresses or file names cannot have"),
        ("/con", "'con' is the name of a device on Windows"),
        ("/" + "x" * 241, "a name in it is longer than 240 bytes"),
        ("/.nojekyll", "'.nojekyll' begins with a dot, as hidden files do"),
        ("/a\u200bb", "it holds a character that cannot be seen, U+200B"),
        ("/style.css", None),
        ("/می\u200cخواهم", None),
        ("/👨\u200d👩.png", None),
        ("/" + "x" * 240, None),
    ],
)
def test_a_flaw_is_named(path, reason):
    assert urls.invalid_reason(path) == reason


_PIECES = st.sampled_from([*"/./con.Aux-_ \n:éſ", "nul", "PRN", "com1", "lpt", "git", ".leverage-site", "x" * 80])


@given(st.lists(_PIECES, max_size=8).map("".join), st.booleans())
def test_usual_paths_have_no_flaw(path, hidden):
    with patch.object(urls, "_USUAL", re.compile("(?!)")):
        exact = urls.invalid_reason(f"/{path}", hidden=hidden)
    assert urls.invalid_reason(f"/{path}", hidden=hidden) == exact


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("/index.html", "https://e.org/b/"), ("/", "https://e.org/b/"), ("/weeks/index.html", "https://e.org/b/weeks/"),
        ("/notes/", "https://e.org/b/notes/"), ("/my index.html", "https://e.org/b/my%20index.html"),
        ("/index.htm", "https://e.org/b/index.htm"), ("/index.html/x.html", "https://e.org/b/index.html/x.html"),
    ],
)  # fmt: skip
def test_the_absolute_address_of_a_folder_s_page_is_the_folder(address, url):
    assert urls.absolute("https://e.org/b/", address) == url


@pytest.mark.parametrize(
    ("path", "flawed"),
    [
        ("/.nojekyll", False), ("/.well-known/security.txt", False), ("/a/.htaccess", False), ("/..", True), ("/.", True),
        ("/.leverage-site.json", True), ("/.leverage-site.stage/x", True), ("/.LEVERAGE-SITE.json", True), ("/.a\u202e", True),
        ("/.a:b", True), ("/.a.", True),
    ],
)  # fmt: skip
def test_files_for_the_host_may_be_hidden(path, flawed):
    assert (urls.invalid_reason(path, hidden=True) is not None) is flawed


@pytest.mark.parametrize(
    ("address", "file"),
    [("/", "index.html"), ("/notes/", "notes/index.html"), ("/a/b.html", "a/b.html"), ("/x.css", "x.css")],
)
def test_file_of(address, file):
    assert urls.file_of(address) == file


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("/index.html", "/a.html", "a.html"),
        ("/index.html", "/", "./"),
        ("/", "/", "./"),
        ("/posts/2026/a.html", "/posts/2026/b.html", "b.html"),
        ("/posts/2026/a.html", "/", "../../"),
        ("/posts/2026/a.html", "/posts/2025/b.html", "../2025/b.html"),
        ("/posts/2026/a.html", "/posts/2026/", "./"),
        ("/notes/", "/notes/", "./"),
        ("/notes/", "/style.css", "../style.css"),
        ("/a.html", "/notes/", "notes/"),
        ("/a.html", "/C++ & co/ü.html", "C%2B%2B%20%26%20co/%C3%BC.html"),
        ("/a.html", '/"><b>.html', "%22%3E%3Cb%3E.html"),
    ],
)
def test_relative(page, target, link):
    assert urls.relative(page, target) == link


_names = st.text("ab-.é ~'&+=日", min_size=1, max_size=4).filter(lambda n: urls.invalid_reason(f"/{n}") is None)
_paths = st.builds(lambda parts, end: "/" + "".join(f"{p}/" for p in parts) + end, st.lists(_names, max_size=3),
                   st.just("") | _names)  # fmt: skip


@given(_paths, _paths)
def test_a_browser_follows_a_relative_link_to_its_target(page, target):
    base = "https://example.org" + urls.percent_encoded(page)
    assert unquote(urljoin(base, urls.relative(page, target))) == "https://example.org" + target


@given(_paths)
def test_the_root_is_where_a_browser_finds_it(page):
    base = "https://example.org" + urls.percent_encoded(page)
    assert urljoin(base, urls.root_of(page) or "./") == "https://example.org/"


def test_absolute_addresses_keep_the_path_of_the_site():
    assert urls.absolute("https://example.org/blog/", "/a b/") == "https://example.org/blog/a%20b/"
    assert urls.absolute("https://example.org/", "/") == "https://example.org/"


@given(st.text())
def test_quoted_text_is_safe_in_an_attribute(text):
    assume_encodable = text.encode("utf-8", "ignore").decode()
    assert not set(urls.percent_encoded(assume_encodable)) & set('"<>& \n\t\\`{}|^#?%') - {"%"}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("A heading", "a-heading"),
        ("word " * 19 + "fives", "word-" * 19 + "fives"),
        ("word " * 40, "word-" * 19 + "word"),
        ("word " * 19 + "letters and more", "word-" * 18 + "word"),
        ("x" * 100, "x" * 100),
        ("x" * 90_000, "x" * 100),
        ("日本語" * 70, "日本語" * 33 + "日"),
        ("! " * 200, "section"),
    ],
)
def test_the_id_of_a_heading_is_no_longer_than_it_needs_to_be(heading, expected):
    assert urls.anchor(heading) == expected


@pytest.mark.no_cover
def test_names_that_are_slow_to_compose_take_no_time():
    began = cpu()
    for unit in ("\u0301\u0323", "e\u0301\u0323", "\u0344", "\u1100\u1161\u11a8", "\ufdfa", "ẞ"):
        assert len(urls.anchor("a" + unit * 100_000)) <= urls.MAX_ANCHOR
        assert len(urls.slug("a" + unit * 60).encode()) <= urls.MAX_SLUG_BYTES
    assert cpu() - began < 0.2
