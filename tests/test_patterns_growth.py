"""No pattern backtracks: each of the package's takes time in proportion to the text, however hostile."""

import re

import pytest

from leverage_site.importing.formats import columns, own_languages
from leverage_site.language import phrases
from tests.support import hostile_patterns
from tests.support.hostile_patterns import MODES, Found, dearest, inline, patterns, sizes, slow, texts

pytestmark = pytest.mark.site

_GERMAN = own_languages._Words(own_languages._language("de"))  # noqa: SLF001
# The headings that `--map` names and the words of languages are known when the program runs only.
MADE_LATE = {
    "importing/formats/columns.py": [columns._heading_pattern(("own heading",))],  # noqa: SLF001
    "importing/formats/own_languages.py": [
        _GERMAN.printed,
        *(expression for _, expression in _GERMAN.patterns),
    ],
    "language/phrases.py": [
        phrases._expression(text)  # noqa: SLF001
        for text in (
            "{phrase} · {text}",
            *(f"{{{kind}}}, {{{kind}2}}." for kind in phrases.VALUES),
        )
    ],
}
PATTERNS = [
    *patterns(),
    *(Found(name, one, frozenset({"match", "fullmatch"})) for name, late in MADE_LATE.items() for one in late),
]

# Each is quadratic or worse in the mode named.
BAD = [
    (r"[{[][^\"']*?\s(#.*)", "search"), (r"(?:a+)+b", "match"), (r"(?:a|aa)+!", "match"), (r"<!--.*?-->", "finditer"),
    (r"\w+@", "search"), (r"a*b?a*c", "match"),
]  # fmt: skip


def faults(pattern, modes):
    return [
        f"{mode} of {text}: {how}"
        for text in texts(pattern)
        for mode in dearest(modes)
        if (how := slow(pattern, mode, text))
    ]


def test_every_pattern_is_kept_by_a_module():
    """What a function compiles on its way, or hands to `re.sub` and the like, would not be found and tried."""
    assert {place.split(":")[0] for place in inline()} == set(MADE_LATE)
    names = {found.name for found in PATTERNS}
    assert len(PATTERNS) >= 90
    assert {"leverage_site.records.yaml_faults._TOKENS", "leverage_site.text.FORBIDDEN"} <= names
    assert {
        "leverage_site.importing.formats.copied_rows._CELL_ENDS",
        "leverage_site.settings.schema._ID",
    } <= names


@pytest.mark.no_cover
@pytest.mark.parametrize("found", PATTERNS, ids=[found.name.removeprefix("leverage_site.") for found in PATTERNS])
def test_no_pattern_backtracks(found):
    assert faults(found.pattern, found.modes)[:3] == []


@pytest.mark.no_cover
@pytest.mark.parametrize(("pattern", "mode"), BAD)
def test_a_pattern_that_backtracks_is_caught(pattern, mode, monkeypatch):
    """Nothing but too short a time could hide it, so that a shorter one will do."""
    monkeypatch.setattr(hostile_patterns, "_MEASURED", 0.005)
    compiled = re.compile(pattern)
    assert any(slow(compiled, mode, text) for text in texts(compiled))


def test_the_dearest_uses_stand_for_all():
    assert dearest(frozenset(MODES.values())) == ["finditer", "fullmatch"]
    assert dearest(frozenset({"match", "search"})) == ["search"]
    assert dearest(frozenset({"match", "fullmatch"})) == ["fullmatch"]
    assert dearest(frozenset({"match"})) == ["match"]


@pytest.mark.parametrize(
    ("pattern", "again"),
    [
        ("(?:a+)+b", True), ("(?:aa|b)*", True), ("(a?){9}", True), ("x(?=(a*b)*)", True), ("(?>(?:ab?)*)", True), (rb"(?:a+b)+", True),
        ("[ab]*c", False), ("a*b?a*c", False), ("a*(?:b|cd)", False), ("(?:abc)*", False), (rb"a+b+", False),
    ],
)  # fmt: skip
def test_what_may_double_with_each_round_is_tried_in_small_steps(pattern, again):
    assert (len(sizes(re.compile(pattern))) > 3) == again
