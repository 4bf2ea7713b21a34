"""Markdown → HTML: plain values, with a gap for each link inside the site.

This package alone knows markdown-it, and only `parse` and what it imports load it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from itertools import accumulate

from leverage_site.problems import Place
from leverage_site.values import value

# A live figure's place in a text, as a figure or inside of an attribute, by its number among those of the whole.
# No text holds this character: it is forbidden.
LIVE = "\x03"
_LIVE = re.compile(f"{LIVE}([ft])([0-9]+){LIVE}")

# A part of a text, by where it begins and where it ends.
Stretch = tuple[int, int]


class Html(str):
    """HTML that is finished: templates print it without escaping it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@value
class ProseLink:
    """A link or image inside the site: its target as written, and where it stands."""

    target: str
    place: Place
    image: bool


@value
class ProseFigure:
    """A live figure as `written`, with its braces; where it stands, and whether a sentence begins with it."""

    written: str
    place: Place
    opens: bool

    @property
    def name(self) -> str:
        """What stands between the braces."""
        return self.written[2:-2].strip()


@value
class FilledFigure:
    """What a page has in the place of a live figure: as a text, and as HTML."""

    text: str
    html: Html


def live_mark(number: int, kind: str = "f") -> str:
    """Return what stands in a text for the live figure with a number; in an attribute its `kind` is `t`."""
    return f"{LIVE}{kind}{number}{LIVE}"


def fill_text(text: str, printed: Sequence[FilledFigure]) -> str:
    """Return a plain text with its live figures as texts."""
    return _LIVE.sub(lambda mark: printed[int(mark[2])].text, text)


@value
class Fragment:
    """HTML with a gap for each link, before each text but the first; live figures are marks in the texts."""

    texts: tuple[str, ...] = ("",)
    links: tuple[ProseLink, ...] = ()

    def with_figures(self, printed: Sequence[FilledFigure]) -> "Fragment":
        """Return the fragment with what is printed in the place of each live figure of the whole text."""

        def filled(mark: re.Match[str]) -> str:
            figure = printed[int(mark[2])]
            return figure.html if mark[1] == "f" else escape(figure.text)

        return replace(self, texts=tuple([_LIVE.sub(filled, text) for text in self.texts]))

    def html(self, address: Callable[[str], str]) -> Html:
        """Return the HTML with `address(target)`, the escaped text of an attribute, in each gap."""
        pieces = [self.texts[0]]
        for link, text in zip(self.links, self.texts[1:], strict=True):
            pieces += (address(link.target), text)
        return Html("".join(pieces))


@value
class Sentence:
    """A sentence that may say something of figures: its words without marks, and where it begins in its file.

    Of one `block`, a paragraph or an item of a list, are those that follow each other. `off` is one that no check
    looks at. `code` are the stretches of `text` that are code, `live` those that live figures have filled in. One
    of a `summary` stands in lists and feeds, but not on the page of its record.
    """

    text: str
    line: int
    column: int
    block: int = 0
    off: bool = False
    code: tuple[Stretch, ...] = ()
    live: tuple[Stretch, ...] = ()
    is_summary: bool = False

    def with_figures(self, printed: Sequence[FilledFigure]) -> "Sentence":
        """Return the sentence with what is printed in the place of each live figure of the whole text."""
        if LIVE not in self.text:
            return self
        marks = list(_LIVE.finditer(self.text))
        ends = [mark.end() for mark in marks]
        # How far what stands behind so many marks is moved.
        shifts = [0, *accumulate(len(printed[int(mark[2])].text) - len(mark[0]) for mark in marks)]

        def moved(place: int) -> int:
            return place + shifts[bisect_right(ends, place)]

        return replace(
            self,
            text=fill_text(self.text, printed),
            code=tuple([(moved(begin), moved(end)) for begin, end in self.code]),
            live=tuple([(moved(mark.start()), moved(mark.end())) for mark in marks]),
        )


@value
class Prose:
    """A text: the lead (everything before the first heading), the rest, the lead as plain text, words.

    `sentences` are those of the whole text that may say something of figures. `figures` are its live figures in
    their order, for which marks stand in all its texts.
    """

    lead: Fragment = Fragment()
    rest: Fragment = Fragment()
    lead_text: str = ""
    words: int = 0
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[ProseFigure, ...] = ()

    def without_claims(self) -> "Prose":
        """Return the text with each sentence taken out of all checks."""
        return replace(self, sentences=tuple([replace(sentence, off=True) for sentence in self.sentences]))

    @property
    def links(self) -> tuple[ProseLink, ...]:
        """The links of the whole text, in its order."""
        return self.lead.links + self.rest.links

    def with_figures(self, printed: Sequence[FilledFigure]) -> "Prose":
        """Return the text with what is printed in the place of each of its live figures."""
        return replace(
            self,
            lead=self.lead.with_figures(printed),
            rest=self.rest.with_figures(printed),
            lead_text=fill_text(self.lead_text, printed),
            sentences=tuple([sentence.with_figures(printed) for sentence in self.sentences]),
            figures=(),
        )
