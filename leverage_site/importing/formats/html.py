"""A published page as HTML."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from leverage_site.importing.formats.blocks import Aggregates, Block, Heading, TaskLog, Text
from leverage_site.importing.formats.columns import ColumnMap
from leverage_site.importing.formats.document import LeftOut, Page
from leverage_site.importing.formats.front_matter import front_matter, without
from leverage_site.importing.formats.html_blocks import block, paragraph
from leverage_site.importing.formats.html_head import TAKEN, facts
from leverage_site.importing.formats.html_lost import HIDDEN, lost, unspaced
from leverage_site.importing.formats.html_region import READERS, beside, frame, is_layout, other_log, region
from leverage_site.importing.formats.html_tables import table_rows, take_hidden_rows
from leverage_site.importing.formats.html_text import BLOCKS, SKIPPED, Style, is_hidden, line, words
from leverage_site.importing.formats.markup import escaped
from leverage_site.importing.formats.tables import NumberedCells, find_heading_row, parse_page_table
from leverage_site.importing.formats.trees import Element, children, name, parsed_html
from leverage_site.importing.formats.wording import ABOUT_AUTHOR, ABOUT_RECORDS, fold_heading
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import Problem, Source, catalog

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"ul", "ol", "dl", "blockquote", "pre"})
_BOXES = frozenset({"aside", "div", "section", "footer", "header", "details", "blockquote"})


def page(source: Source, named: ColumnMap) -> Page:
    """The page, taken apart. Raises ProblemError if it cannot be read at all."""
    front = front_matter(source, headers=False)
    root = parsed_html(without(source, front.first))
    around = region(root, named)
    known = front.facts.over(facts(root, around, source))
    walk = _Walk(known.url or "", named, around)
    blocks = tuple(walk.blocks(around))
    lost_parts = lost(around, walk.style.base, walk.told)
    left_out = (*front.left_out, *walk.left_out, *lost_parts, *frame(root, around))
    other = other_log(root, around, named)
    two_logs = () if other is None else (catalog.TWO_TASK_LOGS.at(source.place(other.sourceline or 1)),)
    problems = (*front.problems, *two_logs, *_by_readers(blocks, source))
    return Page(blocks, known, left_out, problems, (*front.taken, *walk.taken))


def _by_readers(blocks: Sequence[Block], source: Source) -> Iterator[Problem]:
    """A warning of a heading behind the tables below which there may be comments."""
    behind = max(
        (n for n, block in enumerate(blocks) if isinstance(block, TaskLog | Aggregates)), default=len(blocks)
    )
    for title in blocks[behind + 1 :]:
        if isinstance(title, Heading) and fold_heading(title.plain).rstrip(":") in READERS:
            yield catalog.READERS_TEXT.at(source.find(title.plain, title.line, title.line), heading=title.plain)


class _Walk:
    """Takes the elements of a region in their order for blocks."""

    def __init__(self, base: str, named: ColumnMap, region: Element) -> None:
        self.style = Style(base)
        self.named = named
        self.region = region
        self.left_out: list[LeftOut] = []
        self.taken: list[LeftOut] = []
        self.told: set[Element] = set()
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
        if tag in SKIPPED:
            return
        if kind := self._kind_beside(element):
            self._leave(element, kind, at)
        elif tag in _HEADINGS:
            markdown = line(children(element), self.style).replace("\\\n", " ")
            yield Heading(words([element]), at, int(tag[1:]), markdown, self._boxes(element))
        elif tag == "p":
            yield from self._paragraph(list(children(element)), element)
        elif tag == "table":
            yield from self._layout(element) if is_layout(element) else self._table(element, at)
        elif (tag not in _WHOLE or _is_known_box(element)) and (tag in _BOXES or element in self.holders):
            yield from self.blocks(element)
        elif block(element, self.style):
            yield self._text([element], at, lambda style: block(element, style), element)

    def _kind_beside(self, element: Element) -> str | None:
        """What an element is that is no text of the page."""
        if element.get("aria-hidden") == "true" or is_hidden(element):
            return HIDDEN
        return None if element in self.open else beside(element, self.region)

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

    def _layout(self, table: Element) -> Iterator[Block]:
        """What stands in the cells of a table that only puts things side by side."""
        for part in table:
            if name(part) in ("td", "th", "caption"):
                yield from self.blocks(part)
            elif name(part) in ("thead", "tbody", "tfoot", "tr"):
                yield from self._layout(part)

    def _table(self, element: Element, at: int) -> Iterator[Block]:
        for caption in element.findall("caption"):
            yield from self._paragraph(list(children(caption)), element)
            element.remove(caption)
        self.left_out += (LeftOut(HIDDEN, text, row) for row, text in take_hidden_rows(element))
        footer: list[NumberedCells] = []
        for foot in element.findall("tfoot"):
            if text := words([foot]):
                self.left_out.append(LeftOut("table footer", text, foot.sourceline or at))
            footer += table_rows(foot)
            element.remove(foot)
        rows = [cells for cells in table_rows(element) if any(cells[1])]
        first = find_heading_row(rows, self.named)
        for line_number, texts in rows[:first]:
            self.left_out.append(LeftOut("title of the table", " ".join(filter(None, texts)), line_number))
        found: TaskLog | Aggregates | None = None
        if rows:
            found = parse_page_table(rows[first], rows[first + 1 :], self.named, footer)
        if found or rows:
            yield found or self._text([element], at, lambda style: block(element, style), element)

    def _leave(self, element: Element, kind: str, at: int) -> None:
        self.told.add(element)
        inside = list(children(element))
        if text := words(inside) or (kind == HIDDEN and unspaced(element)):
            is_taken = element.get("hidden") == TAKEN
            (self.taken if is_taken else self.left_out).append(LeftOut("tags" if is_taken else kind, text, at))

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
        ABOUT_AUTHOR.match(said) is not None or fold_heading(first) in ABOUT_RECORDS
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
