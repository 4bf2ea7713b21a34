"""A finished view in another language: what is declared as the program's changes, and nothing else."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from leverage_site.language import Interface, Opening, Statement, Verbatim
from leverage_site.language.reader import load_language
from leverage_site.language.views import ViewTranslator
from leverage_site.markdown import Html
from leverage_site.pages.view_parts import Link
from leverage_site.values import value

GERMAN = load_language(None, "de")
assert GERMAN


@value
class Inner:
    """A class with a text, which is ours where it is declared as such, and a note, which is ours always."""

    text: str
    note: Interface[str]
    other: str = "Data"


@value
class Outer:
    """A class with a field of each shape."""

    own: str
    label: Interface[str]
    sentence: Statement[str]
    opening: Opening[str]
    names: Interface[tuple[str, ...]]
    rows: Interface[tuple[tuple[str, ...], ...]]
    figures: Interface[Mapping[str, str]]
    extra: Mapping[str, Any]
    link: Interface[Link]
    plain_link: Link
    maybe: Interface[Link | None]
    inner: Inner
    ours: Interface[tuple[Inner, ...]]
    number: int = 3
    html: Interface[str] = field(default="")


@value
class Untouched:
    """A class without a text of ours."""

    own: str
    links: tuple[Link, ...]


def translated(view: Any) -> Any:
    return ViewTranslator(GERMAN).translated(view)


def test_each_shape_of_field_is_translated_where_it_is_ours() -> None:
    data = {"a": "1.5x"}
    view = Outer(
        own="Data",
        label="Data",
        sentence="New. A day without tasks.",
        opening="A day without tasks. Data.",
        names=("Data", Verbatim("Data")),
        rows=(("Apr", "1.5x"), ("May", "–")),
        figures=data,
        extra={"x": "Data"},
        link=Link("Data", "Data"),
        plain_link=Link("Data", ""),
        maybe=None,
        inner=Inner("Data", "Data"),
        ours=(Inner("Data", "Data"),),
        html=Html('<data value="1.5">1.5x</data>'),
    )
    assert translated(view) == Outer(
        own="Data",
        label="Daten",
        sentence='<span lang="en">New.</span> Ein Tag ohne Aufgaben.',
        opening="Ein Tag ohne Aufgaben. Data.",
        names=("Daten", "Data"),
        rows=(("Apr", "1,5x"), ("Mai", "–")),
        figures={"a": "1,5x"},
        extra={"x": "Data"},
        link=Link("Daten", "Data"),
        plain_link=Link("Data", ""),
        maybe=None,
        inner=Inner("Data", "Daten"),
        ours=(Inner("Daten", "Daten"),),
        html=Html('<data value="1.5">1,5x</data>'),
    )
    assert data == {"a": "1.5x"}, "the view itself has changed"


def test_a_view_without_texts_of_ours_is_the_same_object() -> None:
    view = Untouched("Data", (Link("Data", "/"),))
    assert translated(view) is view
