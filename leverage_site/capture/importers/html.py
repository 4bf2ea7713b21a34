"""A published page as HTML."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from leverage_site.capture.importers.blocks import Aggregates, Block, Heading, TaskLog, Text
from leverage_site.capture.importers.columns import Named, columns
from leverage_site.capture.importers.document import LeftOut, Page
from leverage_site.capture.importers.html_blocks import block, paragraph
from leverage_site.capture.importers.html_head import TAKEN, facts
from leverage_site.capture.importers.html_text import BLOCKS, SKIPPED, Style, line, words
from leverage_site.capture.importers.markup import escaped
from leverage_site.capture.importers.tables import MAX_ABOVE, Cells, Spanned, heading_row, known
from leverage_site.capture.importers.trees import Element, children, name, parsed_html
from leverage_site.capture.importers.wording import ABOUT_AUTHOR, ABOUT_RECORDS, heading
from leverage_site.problems import Source
from leverage_site.prose.parse import plain_text

MAX_WIDTH = 100
MAX_ROWS = 10_000

_FRAME = {"nav": "navigation", "footer": "footer", "form": "form"}
_CONTROLS = ("button", "select", "noscript", "svg", "iframe")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"ul", "ol", "dl", "blockquote", "pre"})
_BOXES = frozenset({"aside", "div", "section", "footer", "header", "details", "blockquote"})


def page(source: Source, named: Named) -> Page:
    """The page, taken apart. Raises ProblemError if it cannot be read at all."""
    root = parsed_html(source)
    region = _region(root, named)
    known = facts(root, region)
    walk = _Walk(known.url or "", named, region)
    return Page(tuple(walk.blocks(region)), known, (*walk.left_out, *_controls(region), *_frame(root, region)))


def _region(root: Element, named: Named) -> Element:
    """The part of the page that the record is in: around its task log, without what frames it."""
    for table in root.iter("table"):
        rows = list(islice(_cells(table), MAX_ABOVE))
        if any(columns(cells, named) for _, cells in rows):
            around = [element for element in table.iterancestors() if name(element) in ("article", "main")]
            if around:
                return around[-1]
    body = root.find("body")
    return root if body is None else body


class _Walk:
    """Takes the elements of a region in their order for blocks."""

    def __init__(self, base: str, named: Named, region: Element) -> None:
        self.style = Style(base)
        self.named = named
        self.region = region
        self.left_out: list[LeftOut] = []
        self.holders = _holders(region, BLOCKS)
        self.open = _holders(region, ("table", "h1"))

    def blocks(self, element: Element) -> Iterator[Block]:
        """The blocks inside an element; what stands between them in a line is a paragraph."""
        run: list[Element | str] = []
        for node in children(element):
            if isinstance(node, str) or not (name(node) in BLOCKS or node in self.holders):
                run.append(node)
                continue
            yield from self._paragraph(run, element)
            run = []
            yield from self._block(node)
        yield from self._paragraph(run, element)

    def _block(self, element: Element) -> Iterator[Block]:
        tag, at = name(element), element.sourceline or 1
        if tag in _FRAME or element.get("aria-hidden") == "true" or element.get("hidden") is not None:
            self._leave(element, at)
        elif tag in _HEADINGS:
            markdown = line(children(element), self.style).replace("\\\n", " ")
            yield Heading(words([element]), at, int(tag[1:]), markdown, self._boxes(element))
        elif tag == "p":
            yield from self._paragraph(list(children(element)), element)
        elif tag == "table":
            yield from self._table(element, at)
        elif (tag not in _WHOLE or _is_known_box(element)) and (tag in _BOXES or element in self.holders):
            yield from self.blocks(element)
        elif block(element, self.style):
            yield self._text([element], at, lambda style: block(element, style), element)

    def _paragraph(self, run: list[Element | str], element: Element) -> Iterator[Block]:
        if paragraph(run, self.style):
            first = next((node for node in run if not isinstance(node, str)), element)
            yield self._text(run, first.sourceline or 1, lambda style: paragraph(run, style), element)

    def _text(self, nodes: list[Element | str], at: int, render: Callable[[Style], str], element: Element) -> Text:
        """The words and their Markdown; where that would not show just these words, it is without emphasis."""
        plain = words(nodes)
        for style in (self.style, self.style._replace(emphasis=False)):
            markdown = render(style)
            if markdown == plain or words([plain_text(markdown)]).split() == plain.split():
                return Text(plain, at, markdown, self._boxes(element))
        return Text(plain, at, escaped(plain), self._boxes(element))

    def _table(self, element: Element, at: int) -> Iterator[Block]:
        for caption in element.findall("caption"):
            yield from self._paragraph(list(children(caption)), element)
            element.remove(caption)
        footer: list[Cells] = []
        for foot in element.findall("tfoot"):
            if text := words([foot]):
                self.left_out.append(LeftOut("table footer", text, foot.sourceline or at))
            footer += _cells(foot)
            element.remove(foot)
        rows = [cells for cells in _cells(element) if any(cells[1])]
        first = heading_row(rows, self.named)
        for line_number, texts in rows[:first]:
            self.left_out.append(LeftOut("title of the table", " ".join(filter(None, texts)), line_number))
        found: TaskLog | Aggregates | None = None
        if rows:
            found = known(rows[first], rows[first + 1 :], self.named, footer)
        if found or rows:
            yield found or self._text([element], at, lambda style: block(element, style), element)

    def _leave(self, element: Element, at: int) -> None:
        text = " ".join("".join(element.itertext()).split())
        if text and element.get("hidden") != TAKEN:
            self.left_out.append(LeftOut(_FRAME.get(name(element), "hidden text"), text, at))

    def _boxes(self, element: Element) -> tuple[Element, ...]:
        """The elements around, inside the region, that hold neither a table nor the title: the innermost first."""
        found = []
        for around in [element, *element.iterancestors()]:
            if around is self.region or around in self.open:
                break
            if name(around) in _BOXES:
                found.append(around)
        return tuple(found)


def _is_known_box(element: Element) -> bool:
    """Whether a quotation is a box that stands on every page, by its first words."""
    said = words([element])[:60]
    first = next((words([inside]) for inside in element if name(inside) in BLOCKS), "")
    return name(element) == "blockquote" and (
        ABOUT_AUTHOR.match(said) is not None or heading(first) in ABOUT_RECORDS
    )


def _holders(region: Element, names: Iterable[str]) -> set[Element]:
    """The elements that have one of these inside them, however deep, whatever they are."""
    found: set[Element] = set()
    for element in region.iter(*names):
        for around in element.iterancestors():
            if around in found:
                break
            found.add(around)
    return found


def _controls(region: Element) -> Iterator[LeftOut]:
    """What a browser shows, or might, in a control or a picture."""
    for element in region.iter(*_CONTROLS):
        if text := " ".join("".join(element.itertext()).split()):
            yield LeftOut("controls", text, element.sourceline or 1)


def _cells(table: Element) -> Iterator[Cells]:
    """The rows of a table, with the text of each cell; one that reaches down has it in each of its rows."""
    down: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        texts: list[str] = []
        cells = [cell for cell in row if name(cell) in ("td", "th")]
        for cell in [*cells, None]:
            while len(texts) in down:
                rest, text = down.pop(len(texts))
                if rest > 1:
                    down[len(texts)] = (rest - 1, text)
                texts.append(Spanned(text))
            if cell is None:
                break
            text, height = words([cell]), _span(cell, "rowspan", MAX_ROWS)
            for n in range(_span(cell, "colspan", MAX_WIDTH) if len(texts) < MAX_WIDTH else 1):
                if height > 1:
                    down[len(texts)] = (height - 1, "" if n else text)
                texts.append("" if n else text)
        yield row.sourceline or 1, texts


def _span(cell: Element, attribute: str, most: int) -> int:
    value = cell.get(attribute) or "1"
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _frame(root: Element, region: Element) -> list[LeftOut]:
    """What stands around the region."""
    body = root.find("body")
    if body is None or region is body or region is root:
        return []
    around = list(region.iterancestors())
    inside = {region, *around}
    outside = [node for holder in reversed(around) for node in children(holder) if node not in inside]
    texts = [words([node]) for node in outside if isinstance(node, str) or name(node) not in SKIPPED]
    said = "\n".join(text for text in texts if text)
    return [LeftOut("page frame", said, 1)] if said else []
