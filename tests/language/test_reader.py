"""Catalogs: which are read, how they are laid over each other, and every fault in its place."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from leverage_site.language.reader import load_language
from leverage_site.problems import ProblemError


def catalog(root: Path, text: str, name: str = "de") -> Path:
    """Write a catalog of the site's."""
    (root / "languages").mkdir(exist_ok=True)
    (root / "languages" / f"{name}.toml").write_text(text, encoding="utf-8")
    return root


def test_english_and_unknown_languages_have_no_catalog(tmp_path: Path) -> None:
    assert [load_language(tmp_path, tag) for tag in ("en", "fr", "xx-Latn")] == [None, None, None]


def test_a_catalog_is_found_by_the_language_whatever_the_region(tmp_path: Path) -> None:
    said = {tag: load_language(tmp_path, tag) for tag in ("de", "de-AT", "DE")}
    assert [language and language.say("Archive") for language in said.values()] == ["Archiv"] * 3


def test_the_catalogs_of_a_site_are_laid_over_the_others(tmp_path: Path) -> None:
    catalog(tmp_path, '[texts]\n"Archive" = "Ablage"\n"Tasks" = "Arbeiten"\n')
    catalog(tmp_path, '[texts]\n"Archive" = "Register"\n[language]\ndecimal = "."\n', "de-AT")
    language = load_language(tmp_path, "de-AT")
    assert language
    assert [language.say(text) for text in ("Archive", "Tasks", "Data", "1.5x")] == [
        "Register",
        "Arbeiten",
        "Daten",
        "1.5x",
    ]
    assert [*language.sources] == ["languages/de.toml", "languages/de-AT.toml"]


def test_a_site_may_add_a_language_and_change_english(tmp_path: Path) -> None:
    catalog(
        tmp_path,
        '[language]\ndirection = "rtl"\n[months]\nApril = "A"\n[patterns]\n"{month} {year}" = "{year} {month}"\n',
        "xx",
    )
    catalog(tmp_path, '[texts]\nLeverage = "Ratio"\n', "en")
    added, english = load_language(tmp_path, "xx"), load_language(tmp_path, "en-GB")
    assert added
    assert english
    assert (added.is_leftward, added.say("April 2026"), added.say("Archive")) == (True, "2026 A", "Archive")
    assert (english.say("Leverage"), english.say("43.3x"), english.say("May 2026")) == (
        "Ratio",
        "43.3x",
        "May 2026",
    )


def test_a_language_is_taken_over_until_a_catalog_changes(tmp_path: Path) -> None:
    first = load_language(tmp_path, "de")
    assert load_language(tmp_path, "de", first) is first
    catalog(tmp_path, '[texts]\n"Archive" = "Ablage"\n')
    second = load_language(tmp_path, "de", first)
    assert first
    assert second
    assert second.digest != first.digest
    assert second.say("Archive") == "Ablage"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[texts\n", "1:1 S015 '[' is opened here and never closed"),
        ('[texts]\n"A" = "B\n', "2:7 S015 a quotation mark is opened here and never closed"),
        ('[text]\n"A" = "B"\n', "1:2 S016 a catalog of a language has no 'text'"),
        ('[months]\nJanuar = "x"\n', "2:1 S016 a catalog of a language has no 'Januar'"),
        ('[units]\nkm = "x"\n', "2:1 S016 a catalog of a language has no 'km'"),
        ('texts = 3\n', "1:1 S017 the words for 'texts' cannot be used: it is no section"),
        ('[texts]\n"A" = 3\n', '2:2 S017 the words for \'A\' cannot be used: it needs a text of one line in quotes'),
        ('[texts]\n"A" = "\\u0007"\n', "2:2 S017 the words for 'A' cannot be used: it needs a text of one line in quotes"),
        ('[language]\ndirection = "up"\n', "2:1 S017 the words for 'direction' cannot be used: it can be ltr or rtl, not 'up'"),
        ('[texts]\n"A {n}" = "B"\n', "2:2 S017 the words for 'A {n}' cannot be used: its words lack {n}"),
        ('[texts]\n"A" = "B {n}"\n', "2:2 S017 the words for 'A' cannot be used: its words have {n}, which it has not"),
        ('[patterns]\n"A" = "B"\n', "2:2 S017 the words for 'A' cannot be used: it has no value in braces"),
        ('[patterns]\n"A {n}" = "B {n}"\n', "2:2 S017 the words for 'A {n}' cannot be used: {n} is no value"),
        ('[patterns]\n"{text}, {text2}, {text3}, {phrase}, {phrase2}." = "-"\n',
         "2:2 S017 the words for '{text}, {text2}, {text3}, {phrase}, {phrase2}.' cannot be used: it has more than 4 values"),
        ('[patterns]\n"{text}" = "{text}"\n', "2:2 S017 the words for '{text}' cannot be used: it is nothing but a value"),
        ('[patterns]\n"{day} a {day}" = "{day}"\n', "2:2 S017 the words for '{day} a {day}' cannot be used: a value stands twice"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_its_place(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        load_language(catalog(tmp_path, text), "de")
    (found,) = caught.value.problems
    assert found.place.path == "languages/de.toml"
    assert f"{found.place.line}:{found.place.column} {found.code} {found.message}".startswith(
        problem.replace(" S015 ", " S015 the catalog of a language is not valid TOML: ")
    )


def test_all_faults_are_told_in_one_run(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        load_language(catalog(tmp_path, '[texts]\n"A" = 1\n"B" = 2\n[x]\n'), "de")
    assert [problem.place.line for problem in caught.value.problems] == [2, 3, 4]


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (catalog(tmp_path, "") / "languages/de.toml").write_bytes(b"\xff")
    with pytest.raises(ProblemError, match="byte 0 is not UTF-8"):
        load_language(tmp_path, "de")
    (tmp_path / "languages/de.toml").unlink()
    (tmp_path / "languages/de.toml").mkdir()
    with pytest.raises(ProblemError, match="cannot be read"):
        load_language(tmp_path, "de")


def test_a_fault_is_told_in_its_section_and_at_its_own_key(tmp_path: Path) -> None:
    """A name stands in several sections, and one text begins as another does."""
    texts = (
        '[months]\nMay = "Mai"\n[short_months]\nMay = 5\n[texts]\n"Task log" = "Liste"\nTask = 6\n"Tasks" = 7\n'
    )
    with pytest.raises(ProblemError) as told:
        load_language(catalog(tmp_path, texts), "de")
    assert [(one.place.line, one.place.column) for one in told.value.problems] == [(4, 1), (7, 1), (8, 2)]


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_told_and_not_waited_for(make: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    make(tmp_path / "languages/de.toml")
    with pytest.raises(ProblemError, match=r"languages/de\.toml|cannot be read"):
        load_language(tmp_path, "de")


def test_a_catalog_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="more than 100,000 characters"):
        load_language(catalog(tmp_path, "[texts]\n" + "# long\n" * 20_000), "de")
