"""What a policy must allow: all that a host's page loads, sends or runs, and nothing that it only names."""

from base64 import b64encode
from hashlib import sha256

import pytest

from leverage_site.adopting.page import adopt_page

BASE = "https://example.org/blog/"
OTHER = "https://other.example"
X = f"{OTHER}/x"


def policy(body: str = "", head: str = "") -> list[str]:
    page = f"<!doctype html><html><head>{head}</head><body>{body}<main>{X}</main></body></html>"
    return [*adopt_page(page, BASE, BASE).policy]


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("markup", "directive"),
    [
        ("<a href={}>x</a>", ""),
        ("<area href={}>", ""),
        ("<blockquote cite={}>x</blockquote>", ""),
        ("<a href=mailto:x@other.example>x</a>", ""),
        ("<!-- <img src={}> -->", ""),
        ("<img alt={}>", ""),
        ("<form action={}></form>", "form-action"),
        ("<button formaction={}>x</button>", "form-action"),
        ("<script src={}></script>", "script-src"),
        ("<script type=module src={}></script>", "script-src"),
        ("<img src={}>", "img-src"),
        ("<img srcset='/a 1x, {} 2x'>", "img-src"),
        ("<picture><source srcset={}><img></picture>", "img-src"),
        ("<input type=image src={}>", "img-src"),
        ("<svg><image href={} /></svg>", "img-src"),
        ("<svg><use xlink:href={} /></svg>", "img-src"),
        ("<video poster={}></video>", "img-src"),
        ("<table background={}></table>", "img-src"),
        ("<video src={}></video>", "media-src"),
        ("<audio><source src={}></audio>", "media-src"),
        ("<video><track src={}></video>", "media-src"),
        ("<iframe src={}></iframe>", "frame-src"),
        ("<object data={}></object>", "object-src"),
        ("<embed src={}>", "object-src"),
        ("<noscript><img src={}></noscript>", "img-src"),
        ("<link rel=stylesheet href={}>", "style-src"),
    ],
)
def test_a_body_needs(markup, directive):
    wanted = [f"{directive} {OTHER}"] if directive else []
    assert policy(markup.format(X)) == wanted
    assert policy(markup.format("/x")) == policy(markup.format("https://example.org/x")) == []


@pytest.mark.parametrize(
    ("rel", "directive"),
    [
        ("stylesheet", "style-src"),
        ("'preload stylesheet' as=style", "style-src"),
        ("icon", "img-src"),
        ("'shortcut icon'", "img-src"),
        ("apple-touch-icon", "img-src"),
        ("manifest", "manifest-src"),
        ("modulepreload", "script-src"),
        ("preload as=font", "font-src"),
        ("preload as=fetch", "connect-src"),
        ("preload as=script", "script-src"),
        ("preload as=image imagesrcset='/y 2x'", "img-src"),
        ("preconnect", ""),
        ("dns-prefetch", ""),
        ("canonical", ""),
        ("alternate type=application/rss+xml", ""),
        ("me", ""),
        ("search", ""),
    ],
)
def test_a_link_of_the_head_needs(rel, directive):
    assert policy("", f"<link rel={rel} href={X}>") == ([f"{directive} {OTHER}"] if directive else [])


@pytest.mark.parametrize(
    ("styles", "wanted"),
    [
        ("p {{ background: url({}) }}", ["img-src"]),
        ("p {{ background: url('{}') }} @font-face {{ src: url(/own) }}", ["img-src"]),
        ("@font-face {{ font-family: x; src: url({}) }}", ["font-src"]),
        (
            "@media screen {{ @font-face {{ src: url({0}) }} p {{ background: url({0}) }} }}",
            ["font-src", "img-src"],
        ),
        ("@import '{}';", ["style-src"]),
        ("@import url({});", ["style-src"]),
        ('@import url("{}") screen;', ["style-src"]),
        ("/* url({}) */", []),
        ("/* url({})", []),
        ("p {{ background: url(/own), url(https://example.org/own) }}", []),
    ],
)
def test_styles_need(styles, wanted):
    text = styles.format(X)
    found = policy("", f"<style>{text}</style>")
    hashed = digest(text.replace("https://example.org/own", "/own"))
    assert sorted(line.replace(f" {hashed}", "") for line in found) == sorted(
        {*(f"{directive} {OTHER}" for directive in wanted), *([] if "style-src" in wanted else ["style-src"])}
    )


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<p style="color: red">x</p>', [f"style-src 'unsafe-hashes' {digest('color: red')}"]),
        ("<p style='a: &quot;b&quot;'>x</p>", [f"""style-src 'unsafe-hashes' {digest('a: "b"')}"""]),
        (
            f"<p style='background: url({X})'>x</p>",
            [f"img-src {OTHER}", f"style-src 'unsafe-hashes' {digest(f'background: url({X})')}"],
        ),
        ('<p onclick="go(1)">x</p>', [f"script-src 'unsafe-hashes' {digest('go(1)')}"]),
        ("<p ONLOAD=x>x</p>", [f"script-src 'unsafe-hashes' {digest('x')}"]),
        ("<a href='javascript:go()'>x</a>", [f"script-src 'unsafe-hashes' {digest('javascript:go()')}"]),
        ("<script>go()</script>", [f"script-src {digest('go()')}"]),
        ("<script type=module>go()</script>", [f"script-src {digest('go()')}"]),
        ("<script type=importmap>{}</script>", [f"script-src {digest('{}')}"]),
        ("<script type=application/json>{}</script>", []),
        ("<script type=text/x-template><p></script>", []),
        ("<script> </script>", []),
        ("<img src='data:image/gif;base64,x'>", ["img-src data:"]),
    ],
)
def test_what_stands_in_the_page_needs(markup, wanted):
    assert policy(markup) == wanted


def test_a_directive_has_one_line():
    found = policy(f"<script>go()</script><script src={X}></script><p onclick='a()'>x</p><p onclick='a()'>x</p>")
    sources = sorted([digest("go()"), digest("a()")])
    assert found == [" ".join(["script-src", OTHER, "'unsafe-hashes'", *sources])]
