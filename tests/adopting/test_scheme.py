"""Where a host is dark without saying so, which a section could follow."""

import pytest

from leverage_site.adopting.scheme import Sheet, find_dark_rule

DARK = "@media (prefers-color-scheme: dark)"


def found(*sheets: Sheet, root="/nowhere", source="page.html"):
    place = find_dark_rule(sheets, source, "https://example.org/about/", root)
    return place and f"{place.path}:{place.line}"


def styles(text: str, media: str = "") -> Sheet:
    return Sheet("", text, media, 1)


@pytest.mark.parametrize(
    "text",
    [
        f"{DARK} {{ body {{ background: #000 }} }}",
        f"{DARK}{{html,body{{color:#ccc;background-color:#222}}}}",
        f"{DARK} {{ :root:not(.light) {{ --bg: black }} }}",
        f":root {{ {DARK} {{ --bg: black }} }}",
        "@media screen and (prefers-color-scheme:dark) { @supports (x: y) { html { background: #000 } } }",
        f"/* {DARK} {{}} */ p {{ content: '}}' }} {DARK} {{ body {{ background: #000 }} }}",
        "@import 'x'; @media (PREFERS-color-scheme: dark) { body { background: #000 } }".lower(),
        f"{DARK} {{ p {{ color-scheme: light; }} body {{ background: #000 }} }}",
    ],
)
def test_a_host_that_is_dark(text):
    assert found(styles(text)) == "page.html:1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "body { background: #000 }",
        f"{DARK} {{ .logo {{ background: #000 }} }}",
        f"{DARK} {{ body {{ color: #000 }} }}",
        f"{DARK} {{ .body, #html, my-body {{ background: #000 }} }}",
        f"{DARK} {{ .x {{ color: #000 }} }} body {{ background: #000 }}",
        f"/* {DARK} {{ body {{ background: #000 }} }} */",
        f":root {{ color-scheme: light dark }} {DARK} {{ body {{ background: #000 }} }}",
        f"{DARK} {{ body {{ background: #000; color-scheme: dark }} }}",
        f"{DARK} {{ body {{ background: #000 }} }} html[data-theme=dark] {{ color-scheme: dark }}",
        "@media (prefers-color-scheme: light) { body { background: #fff } }",
        '} } {{{ ; ; body { " background',
    ],
)
def test_a_host_that_is_not_or_says_so(text):
    assert found(styles(text)) is None


def test_the_media_of_a_sheet_count_and_lines_are_those_of_the_page():
    sheet = Sheet("", "\n\nbody {\n  background: #000;\n}", "(prefers-color-scheme: dark)", 10)
    assert found(sheet) == "page.html:13"
    assert found(styles("body { background: #000 }", "print")) is None


@pytest.mark.parametrize("address", ["/css/x.css", "/css/x.css?v=1", "https://example.org/css/x.css"])
@pytest.mark.parametrize("source", ["www/about/index.html", "www/about.html", "www/a/b/c.html"])
def test_files_of_the_host_are_read(tmp_path, address, source):
    (tmp_path / "www/css").mkdir(parents=True)
    (tmp_path / "www/css/x.css").write_text(f"\n{DARK} {{ body {{ background: #000 }} }}")
    sheet = Sheet(address, "", "", 1)
    assert found(sheet, root=tmp_path, source=source) == "www/css/x.css:2"
    assert found(sheet, styles(":root { color-scheme: dark }"), root=tmp_path, source=source) is None


@pytest.mark.parametrize("address", ["/none.css", "https://other.example/css/x.css"])
def test_others_are_passed_over(tmp_path, address):
    assert found(Sheet(address, "", "", 1), root=tmp_path, source="www/index.html") is None
