"""What every page must have to be of use to all readers: its frame, headings, ids, names of things."""

from collections import Counter
from collections.abc import Iterator

from leverage_site.problems import catalog
from leverage_site.theme_check.finding import Finding
from leverage_site.theme_check.markup import Document, Tag

_LEVELS = {f"h{n}": n for n in range(1, 7)}
_NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
_STYLES, _SECTION = "assets/style.css", "records"
_ID_HINT = (
    "Give each element an id of its own. Headings of records have ids too, but never one with an underscore."
)


def structure(document: Document, *, redirect: bool = False) -> Iterator[Finding]:
    """What the page lacks or has wrong; a redirect, which nobody reads, needs no frame."""
    yield from _head(document)
    if not redirect:
        yield from _frame(document)
    yield from _headings(document)
    yield from _ids(document)
    yield from _names(document)


def section(document: Document) -> Iterator[Finding]:
    """What keeps the default theme's stylesheet, where the page has it, from styling the page."""
    styled = any(tag.attributes.get("href", "").endswith(_STYLES) for tag in document.named("link"))
    if styled and not any(_SECTION in tag.attributes.get("class", "").split() for tag in document.tags):
        what = f'the page has nothing with class="{_SECTION}", which is all that {_STYLES} styles'
        yield _fault(
            None,
            what,
            f'Put what the page shows into elements with this class, or write <body class="{_SECTION}">.',
        )


def _fault(tag: Tag | None, what: str, hint: str, key: str = "") -> Finding:
    return Finding(catalog.BADLY_BUILT, tag, key or what, {"what": what}, hint)


def _head(document: Document) -> Iterator[Finding]:
    if not document.title:
        yield _fault(None, "the page has no <title>", "Put <title>{{ view.head.title }}</title> into its <head>.")
    root = next(iter(document.named("html")), None)
    if root is None or not root.attributes.get("lang"):
        yield _fault(root, "the page does not say its language", 'Write <html lang="{{ site.language }}">.')


def _frame(document: Document) -> Iterator[Finding]:
    if not any(tag.attributes.get("name", "").lower() == "viewport" for tag in document.named("meta")):
        hint = 'Put <meta name="viewport" content="width=device-width, initial-scale=1"> into its <head>.'
        yield _fault(None, "the page has no viewport, so that a phone shows it tiny", hint)
    if len(mains := document.named("main")) != 1:
        what = f"the page has {len(mains) or 'no'} <main>"
        yield _fault(
            mains[1] if mains else None, what, "Put the content of the page, and nothing else, into one <main>."
        )
    if len(tops := document.named("h1")) != 1:
        what = f"the page has {len(tops) or 'no'} <h1>"
        yield _fault(tops[1] if tops else None, what, "Give each page one <h1>: its title, {{ view.head.title }}.")


def _headings(document: Document) -> Iterator[Finding]:
    level = 1
    for tag in document.named(*_LEVELS):
        if _LEVELS[tag.name] > level + 1:
            what = f"<{tag.name}> follows <h{level}>: a level of headings is left out"
            yield _fault(tag, what, f"Make it <h{level + 1}>; how large it looks is up to the stylesheet.")
        level = _LEVELS[tag.name]


def _ids(document: Document) -> Iterator[Finding]:
    seen = Counter(document.ids)
    for tag in document.tags:
        if seen.get(name := tag.attributes.get("id", ""), 0) > 1:
            seen[name] = 0
            yield _fault(tag, f"the id '{name}' stands twice on the page", _ID_HINT)
    for tag in document.tags:
        for attribute in _NAMING:
            for name in tag.attributes.get(attribute, "").split():
                if name not in seen:
                    yield _fault(tag, f"{attribute} names the id '{name}', which is not on the page", _ID_HINT)


def _names(document: Document) -> Iterator[Finding]:
    for tag in document.named("img"):
        if "alt" not in tag.attributes:
            hint = 'Say what the image shows in its alt, or write alt="" if it only adorns.'
            yield _fault(tag, "an image has no alt", hint)
    for tag in document.named("th"):
        if tag.attributes.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            hint = 'Write <th scope="col"> above a column, <th scope="row"> before a row.'
            yield _fault(tag, "a table's heading does not say what it is the heading of", hint)
