"""A host's page becomes a frame: its own words stay, what is the page's own goes, addresses mean what they meant."""

import re

import lxml.html
import pytest

from leverage_site.adopting.document import UnfitPageError
from leverage_site.adopting.page import adopt_page
from leverage_site.render.host_page import CONTENT_MARK, cut_at_marks
from tests.support.hosts import HOSTS

BASE = "https://example.org/blog/"


def framed(body: str, head: str = "", selector: str = "", address: str = BASE) -> str:
    page = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    return adopt_page(page, address, BASE, selector).text


@pytest.mark.parametrize("name", HOSTS)
def test_every_host_has_a_frame(name):
    host = HOSTS[name]
    frame = adopt_page(host.page, "https://example.org/shell/", BASE, host.content, "fr")
    page = cut_at_marks(frame.text.encode(), "host.html")
    assert b"Old" not in b"".join(page.pieces.values())
    assert page.pieces["tag"] == (b"main" if name in ("wordpress", "hostile") else b"section")
    for own in ("<title", "canonical", "alternate", "ld+json", "og:title", "description", "shortlink"):
        assert own not in frame.text
    assert frame.styles[0].partition("?")[0] == "/css/host.css"
    (language,) = lxml.html.document_fromstring(frame.text).xpath("/html/@lang")
    assert language == frame.language
    assert frame.language == {"hugo": "en-gb", "wordpress": "de-DE", "hostile": "fr"}.get(name, "en")
    assert frame.text.count("<head>") == frame.text.count("</head>") == frame.text.count("</body>") == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a.html", "/blog/a.html"),
        ("../a.html?x=1&amp;y#z", "/a.html?x=1&amp;y#z"),
        ("./", "/blog/"),
        ("/a", "/a"),
        ("https://example.org/a", "/a"),
        ("//example.net/a", "https://example.net/a"),
        ("https://example.net/a", "https://example.net/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("data:,x", "data:,x"),
        ("#gone", "#main_"),
        ("#here", "#here"),
        ("#", "#"),
        ("#top", "#top"),
        ("http://[::1", "http://[::1"),
    ],
)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_where_addresses_lead(written, meant, quote):
    text = framed(f"<p id=here><a href={quote}{written}{quote}>x</a><main><b id=gone></b></main>")
    assert re.search(r"<a href=[\"'](.*?)[\"']", text.partition("here")[2])[1] == meant


def test_what_a_base_says_is_followed_and_goes():
    text = framed('<img src="a.png"><main></main>', '<base href="/deep/er/">')
    assert 'src="/deep/er/a.png"' in text
    assert "<base" not in text


def test_pictures_and_styles_keep_their_addresses():
    text = framed(
        '<img srcset="a.png 1x, b.png 2x" src=c.png style="background: url(d.png)"><main></main>',
        "<style>@import 'e.css'; p { background: url(\"f.png\") }</style>",
    )
    for path in ("a.png 1x", "b.png 2x", "c.png", "d.png", "e.css", "f.png"):
        assert f"/blog/{path}" in text


def test_a_host_that_runs_on_this_machine_is_the_one_that_is_published():
    text = framed('<a href="http://localhost:1313/x/">x</a><main></main>', address="http://localhost:1313/blog/")
    assert 'href="/x/"' in text


def test_of_another_host_addresses_are_whole():
    text = framed('<img src="/a.png"><main></main>', address="https://www.example.com/")
    assert 'src="https://www.example.com/a.png"' in text


def test_the_section_is_the_place_that_is_shown():
    text = framed('<a href="/" aria-current="page">Home</a><a href="/blog/">Blog</a><main></main>')
    assert '<a href="/" >Home</a>' in text or '<a href="/">Home</a>' in text
    assert '<a href="/blog/" aria-current="true">Blog</a>' in text


@pytest.mark.parametrize(
    ("head", "address", "by"),
    [
        ("", "https://example.org/", ""),
        ("<link rel=canonical href=/docs/intro/>", "https://example.org/docs/intro/", "canonical link"),
        ("<link rel='canonical' href='https://example.org/d/'>", "https://example.org/d/", "canonical link"),
        ("<link rel=canonical href=//www.example.com/d/>", "https://www.example.com/d/", "canonical link"),
        ("<meta property=og:url content=/docs/>", "https://example.org/docs/", "og:url"),
        (
            "<meta property=og:url content=/docs/><link rel=canonical href=/x/>",
            "https://example.org/x/",
            "canonical link",
        ),
        ("<link rel=canonical href=''>", "https://example.org/", ""),
        ("<link rel=canonical href='http://[::1'>", "https://example.org/", ""),
        ("<link rel=canonical href='mailto:x'>", "https://example.org/", ""),
        ("<link rel=alternate href=/x/>", "https://example.org/", ""),
    ],
)
def test_where_a_page_is_that_nobody_says_it_of(head, address, by):
    page = f"<html><head>{head}</head><body><img src=a.png><main></main></body></html>"
    frame = adopt_page(page, "", BASE)
    assert (frame.address, frame.address_by) == (address, by)
    at = address.removeprefix("https://example.org")
    assert f'src="{at}a.png"' in frame.text
    given = adopt_page(page, "https://example.org/given/", BASE)
    assert (given.address, given.address_by) == ("https://example.org/given/", "")


def test_scripts_stay_and_are_told_with_what_allows_them():
    page = "<html><head><script>x = '</p>' + \"{{ y }}\"</script></head><body><main></main><script src=/a.js></script></body></html>"
    frame = adopt_page(page, BASE, BASE)
    assert "x = '</p>' + \"{{ y }}\"" in frame.text
    assert frame.scripts == ("(in the page)", "/a.js")
    assert [source[:18] for source in frame.policy] == ["script-src 'sha256"]


@pytest.mark.parametrize("selector", ["div.c", ".c.d", "#e", "div#e.c.d"])
def test_a_selector_chooses_the_element(selector):
    text = framed('<div class="x">a</div><div id=e class="c d">b<div>c</div></div><p>d</p>', selector=selector)
    assert f'class="c d">\n{CONTENT_MARK}\n</div><p>d</p>' in text


@pytest.mark.parametrize(
    ("body", "selector", "reason"),
    [
        ("<p>x", "", "no element main"),
        ("<main></main><main></main>", "", "2 elements main"),
        ("<main>", "", "nothing ends the <main> of line 1"),
        ("<!-- leverage-site begin --><main></main>", "", "each once"),
        ("<!-- leverage-site end --><!-- leverage-site begin -->", "", "each once"),
        ("<main></main>", ".x", "no element .x"),
    ],
)
def test_what_has_no_place_for_content(body, selector, reason):
    with pytest.raises(UnfitPageError, match=reason):
        framed(body, selector=selector)


@pytest.mark.parametrize("text", ["", "x", "<p>", "<html>", "<body><body>", "<script>", "<!--", "<main"])
def test_what_is_no_page(text):
    with pytest.raises(UnfitPageError):
        adopt_page(text, BASE, BASE)
