"""Markdown → HTML: plain values, with a gap for each link inside the site.

This package alone knows markdown-it, and only `parse` and what it imports load it.
"""

from collections.abc import Callable

from leverage_site.problems import Place
from leverage_site.values import value


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
class Fragment:
    """HTML with a gap before each text but the first, one gap for each link."""

    texts: tuple[str, ...] = ("",)
    links: tuple[ProseLink, ...] = ()

    def html(self, address: Callable[[str], str]) -> Html:
        """Return the HTML with `address(target)`, the escaped text of an attribute, in each gap."""
        pieces = [self.texts[0]]
        for link, text in zip(self.links, self.texts[1:], strict=True):
            pieces += (address(link.target), text)
        return Html("".join(pieces))


@value
class Prose:
    """A text: the lead (everything before the first heading), the rest, the lead as plain text, words."""

    lead: Fragment = Fragment()
    rest: Fragment = Fragment()
    lead_text: str = ""
    words: int = 0

    @property
    def links(self) -> tuple[ProseLink, ...]:
        """The links of the whole text, in its order."""
        return self.lead.links + self.rest.links
