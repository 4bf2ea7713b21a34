import re

import pytest

from leverage_site.records.model import StaticFile
from leverage_site.theme_check.references import Targets
from leverage_site.theme_check.styles import LARGE, styles
from tests.support.sites import ROOT

TARGETS = Targets("https://example.org/a/", {"assets/icon.svg": None, "assets/own.css": None}, {})


def found(folder, text):
    file = folder / "own.css"
    file.write_text(text)
    asset = StaticFile("/assets/own.css", "themes/own/assets/own.css", str(file), "")
    return [(p.code, p.place.line, p.place.column) for p in styles(asset, TARGETS)]


@pytest.mark.parametrize(
    "text",
    [
        "a { background: url(icon.svg) }",
        "a { background: url('data:image/svg+xml,x') }",
        "/* url(nope.png)\n@import 'https://x.example.net/a.css' */ a {}",
        "/* never closed: url(nope.png)",
        "a {}" + " " * (LARGE - 4),
    ],
)
def test_good_styles(text, tmp_path):
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\na { background: url( 'nope.png' ) }", ("T006", 2, 23)),
        ("a { background: URL(/assets/icon.svg) }", ("T006", 1, 21)),
        ("/*\n*/ @import 'https://x.example.net/a.css';", ("T007", 2, 13)),
        ("@font-face { src: url(//x.example.net/a.woff2) }", ("T007", 1, 23)),
        ("a {}" + " " * (LARGE - 3), ("T011", 0, 0)),
    ],
)
def test_bad_styles(text, problem, tmp_path):
    assert found(tmp_path, text) == [problem]


# What is the page's own: colours that anybody may set, and the page itself while it has the section's own header.
OF_THE_PAGE = {
    ":where(:root)",
    ":where(:root:has(> body > .records > header.site, > .records > header.site))",
    ":where(:root:has(> body > .records > header.site, > .records > header.site) > body)",
    ":where(:root:has(> body > .records > header.site, > .records > header.site), .records)",
}
SELECTORS = re.compile(r"(?:^|[{};])\s*([^@{};]+)\{")
LIST = re.compile(r",(?![^()]*\))")


def test_the_default_theme_styles_nothing_outside_of_its_section():
    text = re.sub(
        r"/\*.*?\*/", "", (ROOT / "themes/default/assets/style.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    lists = {match.strip() for match in SELECTORS.findall(text)} - OF_THE_PAGE
    assert len(lists) > 200
    stray = [
        each
        for found in lists
        for each in map(str.strip, LIST.split(found))
        if not each.startswith((":where(.records)", ".skip:where([href="))
    ]
    assert stray == []
