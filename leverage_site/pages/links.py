"""How one page names others: relative to itself, or absolute for a feed."""

from collections.abc import Iterable
from dataclasses import dataclass

from leverage_site.addresses import absolute, file_of, quoted, relative, root_of
from leverage_site.pages.directory import Resolved
from leverage_site.pages.views import Head, SiteView
from leverage_site.prose import Fragment, Html
from leverage_site.records.model import Note


@dataclass(frozen=True, slots=True)
class Links:
    """The links of the page at `page`; absolute ones begin with `base_url`."""

    page: str
    base_url: str = ""

    def to(self, address: str) -> str:
        """The link to `address`, which may have an anchor."""
        place, mark, anchor = address.partition("#")
        if not place and not self.base_url:
            return quoted_anchor(mark + anchor)
        target = place or self.page
        link = absolute(self.base_url, target) if self.base_url else relative(self.page, target)
        return link + quoted_anchor(mark + anchor)

    def html(self, fragment: Fragment, resolved: Resolved) -> Html:
        """A fragment with its links filled in."""
        meaning = dict(resolved)
        return fragment.html(lambda target: self.to(meaning[target]))


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial and what its links mean."""

    note: Note
    resolved: Resolved


def quoted_anchor(anchor: str) -> str:
    """An anchor that is safe in an attribute."""
    return quoted(anchor[1:]).join(("#", "")) if anchor else ""


def partials_html(partials: Iterable[Partial], links: Links) -> dict[str, Html]:
    """The partials by name."""
    return {
        partial.note.name: Html(
            links.html(partial.note.prose.lead, partial.resolved)
            + links.html(partial.note.prose.rest, partial.resolved)
        )
        for partial in partials
    }


def head(site: SiteView, address: str, title: str, description: str) -> Head:
    """What the page at `address` says of itself."""
    return Head(
        title=title,
        description=description,
        root=root_of(address),
        path=quoted(file_of(address)),
        canonical=absolute(site.base_url, address),
    )
