"""A published page as HTML → blocks of words and Markdown, and a list of all that Markdown cannot show."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from leverage_site.importing.formats.columns import ColumnMap
from leverage_site.importing.formats.document import (
    Aggregate,
    Aggregates,
    Block,
    Excerpt,
    Heading,
    ParsedPage,
    TaskLog,
    Text,
)
from leverage_site.importing.formats.front_matter import blank_before, read_front_matter
from leverage_site.importing.formats.html_page import (
    beside,
    find_other_task_log,
    find_region,
    is_layout,
    page_frame,
    read_metadata,
)
from leverage_site.importing.formats.html_tree import (
    BLOCKS,
    HEADINGS,
    SKIPPED,
    Element,
    Nodes,
    Style,
    absolute_url,
    all_words,
    backticks,
    children,
    inline_markdown,
    is_hidden,
    line_of,
    name,
    parse_html,
    remove_hidden_rows,
    table_rows,
    words,
)
from leverage_site.importing.formats.markdown import escape
from leverage_site.importing.formats.own_languages import say_in_english
from leverage_site.importing.formats.own_pages import cell_text, page_state, record_parts
from leverage_site.importing.formats.sections import is_known_aggregate
from leverage_site.importing.formats.tables import NumberedCells, find_heading_row, parse_page_table
from leverage_site.importing.formats.wording import ABOUT_AUTHOR, ABOUT_RECORDS, fold_heading
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import Source, catalog

_WHOLE = frozenset({"ul", "ol", "dl", "blockquote", "pre"})
_CONTAINERS = frozenset({"aside", "div", "section", "footer", "header", "details", "blockquote"})
# Headings of comments where no box tells them from the text; an author may use them as well.
_COMMENT_HEADINGS = frozenset(
    {"comments", "comment", "reader comments", "discussion", "responses", "replies", "kommentare"}
)
_HIDDEN = "hidden text"
_OF_THEME = "words of the theme"
_CONTROLS = frozenset({"button", "select", "noscript", "svg", "template"})
_EMBEDDED = frozenset({"iframe", "embed", "object", "video", "audio"})
_LONGEST_LOSS = 200
_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?= |\Z)")


def parse_page(source: Source, named: ColumnMap) -> ParsedPage:
    """Parse a page. Raises ProblemError if it cannot be read at all."""
    front = read_front_matter(source, headers=False)
    root = parse_html(blank_before(source, front.first))
    say_in_english(root)
    region = find_region(root, named)
    metadata = read_metadata(root, region, source)
    facts = front.facts.with_fallback(metadata.facts)
    walk = _Walk(Style(facts.url or "", consumed=metadata.consumed), named, region)
    if parts := record_parts(region, metadata.consumed):
        state = page_state(root, region)
        facts = facts.with_fallback(state)
        if state.draft:
            walk.extracted.append(Excerpt("draft", "noindex", 1))
    blocks = tuple(walk.blocks_of_parts(parts) if parts else walk.blocks(region))
    problems = list(front.problems)
    if (other := find_other_task_log(root, region, named)) is not None:
        problems.append(catalog.TWO_TASK_LOGS.at(source.place(line_of(other))))
    tables = [n for n, block in enumerate(blocks) if isinstance(block, TaskLog | Aggregates)]
    for block in blocks[max(tables) + 1 :] if tables else ():
        if isinstance(block, Heading) and fold_heading(block.plain).rstrip(":") in _COMMENT_HEADINGS:
            place = source.find(block.plain, block.line, block.line)
            problems.append(catalog.READERS_TEXT.at(place, heading=block.plain))
    left_out = (*front.left_out, *walk.left_out, *walk.losses(), *page_frame(root, region))
    return ParsedPage(blocks, facts, left_out, tuple(problems), (*front.extracted, *walk.extracted))


class _Walk:
    """Converts the elements of a region to blocks, in their order.

    Attributes:
        left_out: Words that are no part of the record, as far as the walk is.
        extracted: Words that other fields of the record hold.
    """

    def __init__(self, style: Style, named: ColumnMap, region: Element) -> None:
        self.style = style
        self.named = named
        self.region = region
        self.left_out: list[Excerpt] = []
        self.extracted: list[Excerpt] = []
        # Elements that `left_out` and `extracted` report as a whole.
        self._reported: set[Element] = set()
        # Elements that hold others of these names, however deep, whatever they are themselves.
        self._around_blocks = _ancestors_of(region, BLOCKS)
        self._around_table_or_title = _ancestors_of(region, ("table", "h1"))

    def blocks(self, element: Element) -> Iterator[Block]:
        """Yield the blocks inside an element; what stands between them in a line is a paragraph."""
        run: list[Element | str] = []
        for node in children(element):
            if isinstance(node, str) or not (name(node) in BLOCKS or node in self._around_blocks):
                run.append(node)
                continue
            yield from self._paragraph(run, element)
            run = []
            yield from self._block(node)
        yield from self._paragraph(run, element)

    def blocks_of_parts(self, parts: Sequence[Element]) -> Iterator[Block]:
        """Yield the blocks of some parts of the region; what else stands in it are words of a theme."""
        for part in parts:
            is_figures = name(part) in ("table", "dl")
            for block in self._block(part):
                if is_figures and isinstance(block, Text):
                    self.left_out.append(Excerpt(_OF_THEME, block.plain, block.line))
                else:
                    yield block
        if rest := words([self.region], self.style.consumed | set(parts)):
            self.left_out.append(Excerpt(_OF_THEME, rest, line_of(self.region)))

    def losses(self) -> Iterator[Excerpt]:
        """Yield what the region shows or hides in elements that Markdown has not; for use after `blocks`."""
        yield from self._unseen_losses(self.region)
        notes = []
        for element in self._shown(self.region):
            if name(element) == "img" and absolute_url(element, "src", self.style.base) is None:
                text = f"{element.get('alt') or ''} {element.get('src') or ''}".strip()
                yield Excerpt("image without a known address", text[:_LONGEST_LOSS], line_of(element))
            elif name(element) in _EMBEDDED:
                sources = (inside.get("src") or "" for inside in chain([element], element.iter("source")))
                address = element.get("data") or next(filter(None, sources), "")
                text = f"{address} {words(children(element), self.style.consumed)}".strip()
                yield Excerpt("embedded media", text[:_LONGEST_LOSS], line_of(element))
            elif name(element) == "sup" and any(
                (link.get("href") or "").startswith("#") for link in element.iter("a")
            ):
                notes.append(element)
        if notes:
            marks = " ".join(words([note], self.style.consumed) for note in notes)
            yield Excerpt("links of footnotes", marks, line_of(notes[0]))

    def _unseen_losses(self, element: Element) -> Iterator[Excerpt]:
        """Yield the outermost controls and hidden elements that say something."""
        for child in element:
            if name(child) in _CONTROLS:
                if text := all_words(child):
                    yield Excerpt("controls", text, line_of(child))
            elif child in self.style.consumed:
                continue
            elif not is_hidden(child):
                yield from self._unseen_losses(child)
            elif child not in self._reported and (text := all_words(child)):
                yield Excerpt(_HIDDEN, text, line_of(child))

    def _shown(self, element: Element) -> Iterator[Element]:
        """Yield the elements inside one that a reader sees, in the page's order."""
        for child in element:
            if child not in self._reported and child not in self.style.consumed and not is_hidden(child):
                yield child
                if name(child) not in SKIPPED:
                    yield from self._shown(child)

    def _block(self, element: Element) -> Iterator[Block]:
        tag, at = name(element), line_of(element)
        if tag in SKIPPED or self._set_aside(element):
            return
        if tag in HEADINGS:
            markdown = inline_markdown(children(element), self.style).replace("\\\n", " ")
            plain = words([element], self.style.consumed)
            yield Heading(plain, at, int(tag[1:]), markdown, self._containers(element))
        elif tag == "p":
            yield from self._paragraph(list(children(element)), element)
        elif tag == "dl" and (aggregates := self._aggregates(element)):
            yield Aggregates(at, aggregates)
        elif tag == "table":
            yield from self._layout(element) if is_layout(element) else self._table(element, at)
        elif (tag not in _WHOLE or self._is_frame_box(element)) and (
            tag in _CONTAINERS or element in self._around_blocks
        ):
            yield from self.blocks(element)
        elif block_markdown(element, self.style):
            yield self._text([element], at, lambda style: block_markdown(element, style), element)

    def _set_aside(self, element: Element) -> bool:
        """Report an element that is consumed, hidden, or beside the text; return whether it is one."""
        is_consumed = element in self.style.consumed
        is_unseen = element.get("aria-hidden") == "true" or is_hidden(element)
        kind = "tags" if is_consumed else _HIDDEN if is_unseen else None
        if not kind and element not in self._around_table_or_title:
            kind = beside(element, self.region)
        if not kind:
            return False
        self._reported.add(element)
        text = words(children(element), self.style.consumed) or (all_words(element) if is_unseen else "")
        if text:
            parts = self.extracted if is_consumed else self.left_out
            parts.append(Excerpt(kind, text, line_of(element)))
        return True

    def _paragraph(self, run: list[Element | str], element: Element) -> Iterator[Block]:
        if paragraph_markdown(run, self.style):
            first = next((node for node in run if not isinstance(node, str)), element)
            yield self._text(run, line_of(first), lambda style: paragraph_markdown(run, style), element)

    def _text(self, nodes: list[Element | str], at: int, render: Callable[[Style], str], element: Element) -> Text:
        """Return the words and their Markdown; where that would not show just these words, without emphasis."""
        plain = words(nodes, self.style.consumed)
        for style in (self.style, self.style._replace(emphasis=False)):
            markdown = render(style)
            if markdown == plain or words([plain_text(markdown)]).split() == plain.split():
                return Text(plain, at, markdown, self._containers(element))
        return Text(plain, at, escape(plain), self._containers(element))

    def _aggregates(self, element: Element) -> tuple[Aggregate, ...]:
        """Return the aggregates that a list of terms is; none if it is any other."""
        parts = list(element.iter("dt", "dd"))
        texts = [cell_text(part, self.style.consumed) for part in parts]
        is_paired = [name(part) for part in parts] == ["dt", "dd"] * (len(parts) // 2)
        pairs = zip(texts[::2], texts[1::2], map(line_of, parts[1::2]), strict=False)
        aggregates = tuple(Aggregate(*pair) for pair in pairs)
        return aggregates if is_paired and all(map(is_known_aggregate, aggregates)) else ()

    def _layout(self, table: Element) -> Iterator[Block]:
        """Yield what stands in the cells of a table that only puts things side by side."""
        for part in table:
            if name(part) in ("td", "th", "caption"):
                yield from self.blocks(part)
            elif name(part) in ("thead", "tbody", "tfoot", "tr"):
                yield from self._layout(part)

    def _table(self, element: Element, at: int) -> Iterator[Block]:
        consumed = self.style.consumed
        for caption in element.findall("caption"):
            yield from self._paragraph(list(children(caption)), element)
            element.remove(caption)
        self.left_out += (Excerpt(_HIDDEN, text, row) for row, text in remove_hidden_rows(element, consumed))
        footer: list[NumberedCells] = []
        for foot in element.findall("tfoot"):
            if text := words([foot], consumed):
                self.left_out.append(Excerpt("table footer", text, foot.sourceline or at))
            footer += table_rows(foot, consumed)
            element.remove(foot)
        rows = [cells for cells in table_rows(element, consumed, cell_text) if any(cells[1])]
        if not rows:
            return
        first = find_heading_row(rows, self.named)
        for line_number, texts in rows[:first]:
            self.left_out.append(Excerpt("title of the table", " ".join(filter(None, texts)), line_number))
        found = parse_page_table(rows[first], rows[first + 1 :], self.named, footer)
        yield found or self._text([element], at, lambda style: block_markdown(element, style), element)

    def _containers(self, element: Element) -> tuple[Element, ...]:
        """Return the elements around that hold neither a table nor the title, the innermost first."""
        found = []
        for around in [element, *element.iterancestors()]:
            if around is self.region or around in self._around_table_or_title:
                break
            if name(around) in _CONTAINERS:
                found.append(around)
        return tuple(found)

    def _is_frame_box(self, element: Element) -> bool:
        """Return whether a quotation is a box that stands on every page, by its first words."""
        if name(element) != "blockquote":
            return False
        start = words([element], self.style.consumed)[:60]
        first = next((words([one], self.style.consumed) for one in element if name(one) in BLOCKS), "")
        return ABOUT_AUTHOR.match(start) is not None or fold_heading(first) in ABOUT_RECORDS


def _ancestors_of(region: Element, names: Iterable[str]) -> set[Element]:
    found: set[Element] = set()
    for element in region.iter(*names):
        for around in element.iterancestors():
            if around in found:
                break
            found.add(around)
    return found


def paragraph_markdown(nodes: Nodes, style: Style) -> str:
    """Return `nodes` as a paragraph, whose lines begin with no mark of a list, heading or the like."""
    return "\n".join(
        escape(part[:1]) + part[1:] if part[:1] in "#>+-=" else _NUMBERED.sub(r"\1\\\2", part)
        for part in inline_markdown(nodes, style).split("\n")
    )


def block_markdown(element: Element, style: Style) -> str:
    """Return a list, quotation, piece of code, table, or any other element as Markdown."""
    if element in style.consumed or is_hidden(element):
        return ""
    match name(element):
        case "ul" | "ol":
            return _list(element, style)
        case "blockquote":
            return _indented(_inner(element, style), "> ", "> ")
        case "pre":
            text = "".join(element.itertext()).strip("\n")
            return f"{(fence := backticks(text, 3))}\n{text}\n{fence}"
        case "table":
            return _table(element, style)
        case "hr":
            return "---"
        case "dl":
            texts = ((child, inline_markdown(children(child), style)) for child in element)
            return "\n".join(f"**{text}**" if name(one) == "dt" and text else f"- {text}" for one, text in texts)
    return _inner(element, style)


def _inner(element: Element, style: Style) -> str:
    """Return what stands inside an element, block by block."""
    found: list[str] = []
    run: list[Element | str] = []
    for node in [*children(element), None]:
        if node is None or (not isinstance(node, str) and name(node) in BLOCKS):
            found.append(paragraph_markdown(run, style))
            run = []
            if node is not None:
                found.append(block_markdown(node, style))
        else:
            run.append(node)
    return "\n\n".join(text for text in found if text)


def _list(element: Element, style: Style) -> str:
    ordered = name(element) == "ol"
    start = element.get("start") or "1"
    number = int(start) if ordered and start.isascii() and start.isdigit() and len(start) < 9 else 1
    items = []
    for child in element:
        if child not in style.consumed and not is_hidden(child):
            mark = f"{number}. " if ordered else "- "
            text = _inner(child, style) if name(child) == "li" else block_markdown(child, style)
            items.append(_indented(text, mark, " " * len(mark)))
            number += 1
    return "\n".join(items)


def _indented(text: str, first: str, others: str) -> str:
    rows = text.split("\n")
    return "\n".join([first + rows[0], *(f"{others}{row}".rstrip() for row in rows[1:])]).rstrip()


def _table(element: Element, style: Style) -> str:
    rows: list[list[str]] = []
    for row in _rows(element, style):
        rows.append([])
        for cell in (cell for cell in row if name(cell) in ("td", "th")):
            if any(name(inside) in BLOCKS for inside in cell):
                text = _inner(cell, style).replace("\n\n", " ")
            else:
                text = inline_markdown(children(cell), style)
            rows[-1].append(text.replace("\\\n", " ").replace("\n", " ").replace("|", "\\|"))
    width = max(map(len, rows), default=0)
    if not width:
        return paragraph_markdown(children(element), style)
    padded = [row + [""] * (width - len(row)) for row in rows]
    padded.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(row) + " |" for row in padded)


def _rows(table: Element, style: Style) -> Iterator[Element]:
    for part in table:
        if part not in style.consumed and not is_hidden(part):
            if name(part) in ("thead", "tbody", "tfoot"):
                yield from _rows(part, style)
            elif name(part) == "tr":
                yield part
