import re
from dataclasses import replace

import pytest

from leverage_site.records.model import StaticFile
from leverage_site.theme_check.html import parse_html
from leverage_site.theme_check.rules import MAX_STYLES, LinkChecker, references
from tests.support.sites import ROOT as CHECKOUT

FILES = ["index.html", "404.html", "a/b.html", "a/é.html", "notes/index.html", "assets/x.svg"]
IDS = {"index.html": frozenset({"one"}), "a/b.html": frozenset({"two"}), "404.html": frozenset({"main_"})}
ROOT, PATH = (
    LinkChecker(url, dict.fromkeys(FILES), IDS) for url in ("https://example.org/", "https://example.org/p/q/")
)


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("a/b.html", ""),
        ("a/b.html", "#two"),
        ("a/b.html", "#"),
        ("a/b.html", "#TOP"),
        ("a/b.html", "../index.html#one"),
        ("a/b.html", "./%C3%A9.html"),
        ("a/b.html", "../notes/"),
        ("a/b.html", "../?q=1"),
        ("a/b.html", "mailto:x@example.net"),
        ("a/b.html", "data:image/png,x"),
        ("a/b.html", "../assets/x.svg#view"),
        ("index.html", " a/b.html "),
        ("404.html", "#main_"),
    ],
)
def test_good_addresses(file, address):
    for targets in (ROOT, PATH):
        assert targets.bad_target(file, address, loaded=True) is None


@pytest.mark.parametrize(
    ("file", "address", "what"),
    [
        ("a/b.html", "index.html", "no file of the site"),
        ("a/b.html", "#one", "no element of a/b.html"),
        ("a/b.html", "../index.html#two", "no element of index.html"),
        ("404.html", "index.html", "no file of the site"),
        ("a/b.html", "http://[", "nothing: it is no address"),
        ("a/b.html", "//cdn.example.net/x", "another host"),
        ("a/b.html", "https://cdn.example.net/x", "another host"),
    ],
)
def test_bad_addresses(file, address, what):
    for targets in (ROOT, PATH):
        assert targets.bad_target(file, address, loaded=True) == what


def test_only_what_is_loaded_must_not_come_from_another_host():
    assert ROOT.bad_target("index.html", "https://example.net/", loaded=False) is None


def test_the_host_s_root_is_not_the_site_s():
    assert ROOT.bad_target("index.html", "/a/b.html", loaded=False) is None
    assert "outside of the site" in PATH.bad_target("index.html", "/a/b.html", loaded=False)
    assert PATH.bad_target("index.html", "/p/q/a/b.html", loaded=False) is None


@pytest.mark.parametrize(
    ("host", "address", "allowed"),
    [
        ("/", "/", True),
        ("/", "/talks.html?a#b", True),
        ("/", "https://EXAMPLE.org/css/host.css", True),
        ("/", "//example.org/css/host.css", True),
        ("/", "http://example.org/css/host.css", False),
        ("/", "https://example.net/css/host.css", False),
        ("/", "talks.html", False),
        ("/", "../../talks.html", False),
        ("/", "/p/q/nope.html", False),
        ("/css/", "/css/host.css", True),
        ("/css/", "/css/../js/host.js", False),
        ("/css/", "/css", False),
        ("/css/host.css", "/css/host.css?v=2", True),
        ("/css/host.css", "/css/host.css.map", False),
        ("https://cdn.example.net", "https://cdn.example.net/a.js", True),
        ("https://cdn.example.net/lib/", "https://cdn.example.net/lib/a.js", True),
        ("https://cdn.example.net/lib/", "https://cdn.example.net/a.js", False),
        ("https://cdn.example.net/", "https://cdn.example.net.example.com/a.js", False),
    ],
)
def test_what_the_host_has_is_no_fault(host, address, allowed):
    assert PATH.bad_target("a/b.html", address, loaded=True)
    assert (replace(PATH, host=(host,)).bad_target("a/b.html", address, loaded=True) is None) == allowed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a href=x>", [("x", False)]),
        ("<svg><a href=x></a><use href=y></svg>", [("x", False), ("y", True)]),
        ("<link rel='alternate' href=x><link rel='Shortcut Icon' href=y>", [("x", False), ("y", True)]),
        (
            "<script src=x></script><img src=y srcset='a 1x, b 2x'>",
            [("x", True), ("y", True), ("a", True), ("b", True)],
        ),
        ("<img srcset='a.png 1x,b.png 2x'>", [("a.png", True), ("b.png", True)]),
        (
            "<img srcset='data:image/png;base64,AA 1x, b.png'>",
            [("data:image/png;base64,AA", True), ("b.png", True)],
        ),
        ("<video src=x poster=y>", [("x", True), ("y", True)]),
        ("<form action=x>", [("x", False)]),
        ("<meta http-equiv=refresh content='0; url=x'>", [("x", False)]),
        ("<meta property=og:image content=x><meta name=robots content=y>", [("x", False)]),
    ],
)
def test_every_address_is_found(text, found):
    assert [(address, loaded) for _, address, loaded in references(parse_html(text))] == found


def test_one_fault_has_one_key_at_any_depth_and_below_any_path():
    keys = {
        next(targets.check_page(file, parse_html(f"<a href='{address}'>"))).key
        for targets, file, address in [
            (ROOT, "a/b.html", "../nope.html"),
            (ROOT, "index.html", "nope.html"),
            (ROOT, "404.html", "/nope.html"),
            (PATH, "404.html", "/p/q/nope.html"),
        ]
    }
    assert keys == {"nope.html"}


LINKS = LinkChecker("https://example.org/a/", {"assets/icon.svg": None, "assets/own.css": None}, {})


def faults(folder, text):
    file = folder / "own.css"
    file.write_text(text)
    asset = StaticFile("/assets/own.css", "themes/own/assets/own.css", str(file), "")
    return [(p.code, p.place.line, p.place.column) for p in LINKS.check_styles(asset)]


@pytest.mark.parametrize(
    "text",
    [
        "a { background: url(icon.svg) }",
        "a { background: url('data:image/svg+xml,x') }",
        "/* url(nope.png)\n@import 'https://x.example.net/a.css' */ a {}",
        "/* never closed: url(nope.png)",
        "a {}" + " " * (MAX_STYLES - 4),
    ],
)
def test_good_styles(text, tmp_path):
    assert faults(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\na { background: url( 'nope.png' ) }", ("T006", 2, 23)),
        ("a { background: URL(/assets/icon.svg) }", ("T006", 1, 21)),
        ("/*\n*/ @import 'https://x.example.net/a.css';", ("T007", 2, 13)),
        ("@font-face { src: url(//x.example.net/a.woff2) }", ("T007", 1, 23)),
        ("a {}" + " " * (MAX_STYLES - 3), ("T011", 0, 0)),
    ],
)
def test_bad_styles(text, problem, tmp_path):
    assert faults(tmp_path, text) == [problem]


# What is the page's own: colours that anybody may set, and the page itself while it has the section's own header.
OF_THE_PAGE = {
    ":where(:root)",
    ":where(:root:has(> body > .records > header.site, > .records > header.site))",
    ":where(:root:has(> body > .records > header.site, > .records > header.site) > body)",
    ":where(:root:has(> body > .records > header.site, > .records > header.site), .records)",
    ":where(:root:has(.records .explorer))",
}
OF_THE_SECTION = (":where(.records)", ".skip:where([href=")
# The beginning of a rule or of a group of rules, the end of either, the end of a declaration.
PIECES = re.compile(r"([^{};]*)([{};])")
LIST = re.compile(r",(?![^()]*\))")


def outer_selectors(styles: str) -> list[str]:
    """Return the selectors of all rules that do not stand inside of another rule."""
    found, around = [], [False]
    for text, mark in PIECES.findall(styles):
        if mark == "}":
            around.pop()
        elif mark == "{":
            is_rule = not text.strip().startswith("@")
            if is_rule and not around[-1]:
                found += map(str.strip, LIST.split(text))
            around.append(is_rule or around[-1])
    return found


def test_rules_inside_of_rules_are_not_the_page_s() -> None:
    assert outer_selectors("@media print { p, a:is(b, c) { i { top: 0; } top: 0 } } q {}") == [
        "p",
        "a:is(b, c)",
        "q",
    ]


def test_the_default_theme_styles_nothing_outside_of_its_section():
    text = re.sub(
        r"/\*.*?\*/",
        "",
        (CHECKOUT / "themes/default/assets/style.css").read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    found = outer_selectors(text)
    assert len(found) > 50
    stray = [each for each in found if each not in OF_THE_PAGE and not each.startswith(OF_THE_SECTION)]
    assert stray == []
