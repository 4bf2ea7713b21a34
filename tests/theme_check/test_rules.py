import re
from dataclasses import replace

import pytest
from markupsafe import escape

from leverage_site.records.model import StaticFile
from leverage_site.theme_check.html import parse_html
from leverage_site.theme_check.rules import (
    MAX_STYLES,
    LinkChecker,
    injected_markup,
    inline_code,
    references,
    section,
    structure,
    without_injected_markup,
)
from leverage_site.theme_check.sample import HOSTILE, HOSTILE_NAME
from tests.support.sites import ROOT as CHECKOUT

HEAD = '<html lang="en"><head><title>T</title><meta name="viewport" content="x"></head>'
GOOD = f"{HEAD}<body><main><h1>T</h1>%s</main></body></html>"


def code_of(text):
    return [finding.values["what"] for finding in inline_code(parse_html(text))]


@pytest.mark.parametrize(
    "text",
    [
        "<script src=x></script>",
        '<script type="application/ld+json">{}</script>',
        "<a href='x' data-on=1 title=style>",
    ],
)
def test_what_is_allowed(text):
    assert code_of(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>x</script>", "a <script> without src"),
        ("<script type=module>x</script>", "a <script> without src"),
        ("<style>p {}</style>", "a <style>"),
        ("<p style='x'>", "style= of <p>"),
        ("<P ONCLICK=x>", "onclick= of <p>"),
        ("<a href=' java\nscript:x'>", "a javascript: address of <a>"),
    ],
)
def test_what_is_forbidden(text, what):
    assert code_of(text) == [what]


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "<title>{}</title>", '<p title="{}">', "<p title='{}'>"])
def test_text_that_is_not_escaped_is_noticed(text, around):
    assert list(injected_markup(parse_html(around.format(text))))


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
@pytest.mark.parametrize("around", ["{}", "<title>{}</title>", '<p title="{}">', "<p title='{}'>"])
def test_text_that_is_escaped_is_not(text, around):
    assert not list(injected_markup(parse_html(around.format(escape(text)))))


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
def test_escaping_does_not_help_where_the_quotes_are_missing(text):
    assert list(injected_markup(parse_html(f"<p title={escape(text)}>")))


def test_what_texts_made_is_told_once():
    document = parse_html(f"<p>{HOSTILE}</p><style></style>")
    assert [finding.values["what"] for finding in inline_code(without_injected_markup(document))] == ["a <style>"]


def faults_of(text, **more):
    return [finding.values["what"] for finding in structure(parse_html(text), **more)]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<h2>a</h2><h3>b</h3><h4>c</h4><h2>d</h2>",
        '<img src="x" alt="">',
        '<table><tr><th scope="col">a</table>',
        '<section aria-labelledby="a b"><h2 id="a">a</h2><p id="b"></p></section>',
        "<svg><title>Bars</title></svg>",
    ],
)
def test_a_good_page_has_no_fault(inside):
    assert faults_of(GOOD % inside) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (GOOD.replace("<title>T</title>", "") % "", "the page has no <title>"),
        (
            GOOD.replace("<title>T</title>", "<title> </title>") % "<svg><title>x</title></svg>",
            "the page has no <title>",
        ),
        (GOOD.replace(' lang="en"', "") % "", "the page does not say its language"),
        (GOOD.replace('"viewport"', '"robots"') % "", "the page has no viewport, so that a phone shows it tiny"),
        (GOOD.replace("main>", "div>") % "", "the page has no <main>"),
        (GOOD % "<main></main>", "the page has 2 <main>"),
        (GOOD.replace("h1>", "p>") % "", "the page has no <h1>"),
        (GOOD % "<h1>U</h1>", "the page has 2 <h1>"),
        (GOOD % "<h3>a</h3>", "<h3> follows <h1>: a level of headings is left out"),
        (GOOD % "<h2>a</h2><h4>a</h4>", "<h4> follows <h2>: a level of headings is left out"),
        (GOOD % "<p id=a></p><p id=a></p><p id=a></p>", "the id 'a' stands twice on the page"),
        (GOOD % "<p aria-describedby=a></p>", "aria-describedby names the id 'a', which is not on the page"),
        (GOOD % "<label for=a></label>", "for names the id 'a', which is not on the page"),
        (GOOD % "<img src=x>", "an image has no alt"),
        (GOOD % "<table><tr><th>x</table>", "a table's heading does not say what it is the heading of"),
    ],
)
def test_each_fault_is_found_alone(text, what):
    assert faults_of(text) == [what]


def test_a_redirect_needs_no_frame():
    text = '<html lang="en"><title>T</title>'
    assert faults_of(text, redirect=True) == []
    assert len(faults_of(text)) == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('<link rel="stylesheet" href="../assets/style.css"><main class="main">', 1),
        ('<link rel="stylesheet" href="../assets/style.1a2b3c4d.css"><main class="main">', 1),
        ('<link rel="stylesheet" href="../assets/style.css"><main class="main records">', 0),
        ('<link rel="stylesheet" href="../assets/style.css"><body class="records">', 0),
        ('<link rel="stylesheet" href="../assets/own.css"><main>', 0),
    ],
)
def test_the_default_s_stylesheet_needs_its_section(text, number):
    assert len([*section(parse_html(text))]) == number


# Addresses


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
