"""The stylesheet of the theme `section`: what tools/isolate.py makes of the default's, and how it reads CSS."""

import re

import pytest

from tools.isolate import SOURCE, TARGET, isolate, parse


def test_the_bundled_stylesheet_is_made_of_the_default_s() -> None:
    assert TARGET.read_text(encoding="utf-8") == isolate(SOURCE.read_text(encoding="utf-8")), "run `make docs`"


def test_every_declaration_is_important_in_a_layer_or_custom() -> None:
    css = TARGET.read_text(encoding="utf-8")
    layers, _, custom = css.rpartition("\n}\n")
    assert not re.search(r"[;{]--", layers)
    assert "!important" not in custom
    declarations = re.findall(
        r"(?<=[{;])([a-z-]+:[^{};]*);", re.sub(r"\A.*?@layer leverage-first", "", layers, flags=re.DOTALL)
    )
    assert len(declarations) > 1000
    assert [text for text in declarations if not text.endswith("!important")] == []


def test_nothing_depends_on_the_page() -> None:
    css = TARGET.read_text(encoding="utf-8")
    assert not re.search(r"\d(?:rem|vw)\b|-width: ?\d+rem|:root|\bhtml\b|\bbody\b|@page|@media[^{]*width", css)


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        (":where(.records) a { color: red }", ":where(.records) a{color:red!important;}"),
        (":where(.records) a { margin: -.5rem 2vw }", "{margin:calc(-.5*var(--rem)) 2cqi!important;}"),
        ("@media screen and (max-width: 46rem) { a { color: red } }", "@media screen{@container records (max-width: 736px){a{color:red!important;}}}"),
        ("@media (min-width: 2rem) { a { color: red } }", "@container records (min-width: 32px){a{color:red!important;}}"),
        (":where(.records) { .a { top: 0; &:hover { left: 0 } } }", ":where(.records){.a{top:0!important;&:hover{left:0!important;}}}"),
        ('a::after { content: ";}/*" }', 'content:";}/*"!important;'),
    ],
)  # fmt: skip
def test_how_rules_are_changed(css: str, wanted: str) -> None:
    assert wanted in isolate(css)


@pytest.mark.parametrize("css", ["a {", "a { } }"])
def test_braces_must_match(css: str) -> None:
    with pytest.raises(ValueError, match="brace"):
        parse(css)
