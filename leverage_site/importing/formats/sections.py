"""Blocks → the document: which of them are its text, and which stand on every page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from leverage_site.importing.formats import wording
from leverage_site.importing.formats.blocks import Aggregate, Aggregates, Block, Heading, TaskLog, Text
from leverage_site.importing.formats.days import days_in, days_without_year
from leverage_site.importing.formats.document import WEIGHTS, Document, Facts, LeftOut, Page, Said
from leverage_site.importing.formats.top import Top, hints, is_teaser
from leverage_site.problems import Problem, Source, catalog


def document(source: Source, page: Page, known_tags: Iterable[str]) -> Document | Problem:
    """The document of a page, or why there is none: nothing on it is a task log."""
    logs = [block for block in page.blocks if isinstance(block, TaskLog)]
    if len(logs) != 1:
        code = catalog.TWO_TASK_LOGS if logs else catalog.NO_TASK_LOG
        return code.at(source.place(logs[1].line if logs else 1))
    top = Top(source, tuple(known_tags), page.facts, page.copied, list(page.taken), problems=list(page.problems))
    sorting = _Sorting(top, list(page.left_out))
    sorting.sort(list(page.blocks))
    facts = top.facts
    said = (*_of_title(page.facts), *top.said, *page.facts.said, *hints(sorting.body_above))
    texts = " ".join(block.plain for block in sorting.body if isinstance(block, Text))
    return Document(
        source,
        logs[0],
        (*top.aggregates, *sorting.aggregates),
        facts,
        tuple(dict.fromkeys(day.day for day in sorted(said, key=lambda day: WEIGHTS.index(day.weight)))),
        next(days_without_year(texts), "") or next((str(found.day) for found in days_in(texts)), ""),
        "\n\n".join(_markdown(block) for block in sorting.body),
        day_tokens=facts.tokens,
        left_out=tuple(sorted((*sorting.left_out, *top.left_out), key=lambda item: item.line)),
        problems=tuple(top.problems),
        said=said,
        taken=tuple(sorted(top.taken, key=lambda item: item.line)),
    )


def _of_title(facts: Facts) -> Iterator[Said]:
    """The days of a title that is known from outside the text."""
    return (Said(day.day, "the title", weekday=day.weekday) for day in days_in(facts.title or ""))


@dataclass(slots=True)
class _Sorting:
    """Takes what it knows out of the blocks, from the top of the page to its end; what is left is the body."""

    top: Top
    left_out: list[LeftOut]
    aggregates: list[Aggregate] = field(default_factory=list)
    body: list[Heading | Text] = field(default_factory=list)
    body_above: list[Heading | Text] = field(default_factory=list)

    def sort(self, blocks: list[Block]) -> None:
        rest = self._without_neighbours(self._without_end(blocks))
        self._middle(self.top.read_end(self.top.read(rest)))
        self._teaser()

    def _without_end(self, blocks: list[Block]) -> list[Block]:
        """The blocks before the call to action, which closes a page."""
        tables = [n for n, block in enumerate(blocks) if isinstance(block, TaskLog | Aggregates)]
        for n in range(max(tables) + 1, len(blocks)):
            if _is_call(blocks[n]):
                end = _end_of_section(blocks, n)
                self._leave("call to action", blocks[n:end])
                return blocks[:n] + blocks[end:]
        return blocks

    def _without_neighbours(self, blocks: list[Block]) -> list[Block]:
        """The blocks without sections behind the tables that are comments, or lead to other pages."""
        kept: list[Block] = []
        behind = max(n for n, block in enumerate(blocks) if isinstance(block, TaskLog | Aggregates))
        at = 0
        while at < len(blocks):
            block, end = blocks[at], at + 1
            kind = (
                wording.trailing_section(block.plain)
                if at > behind and isinstance(block, Heading) and block.level
                else None
            )
            if kind:
                end = _end_of_section(blocks, at)
                self._leave(kind, blocks[at:end])
            else:
                kept.append(block)
            at = end
        return kept

    def _leave(self, name: str, blocks: Sequence[Block]) -> None:
        texts = [block.plain for block in blocks if isinstance(block, Heading | Text)]
        self.left_out.append(LeftOut(name, "\n".join(texts), blocks[0].line))

    def _middle(self, blocks: list[Block]) -> None:
        """The text, without the headings of the tables and without what stands on every page."""
        at = 0
        while at < len(blocks):
            block, before = blocks[at], at
            at += 1
            if isinstance(block, Aggregates):
                self.aggregates += block.lines
            elif isinstance(block, TaskLog):
                self.body_above = list(self.body)
            elif wording.ABOUT_AUTHOR.match(block.plain):
                at += _box(blocks[before:], blocks[before - 1] if before else None, telling=True) - 1
                self._leave("about the author", blocks[before:at])
            elif wording.fold_heading(block.plain) in wording.ABOUT_RECORDS:
                at += max(_box(blocks[before:], blocks[before - 1] if before else None, telling=False), 2) - 1
                at = min(at, len(blocks))
                self._leave("about these records", blocks[before:at])
            elif _is_call(block):
                at = next((n for n in range(at, len(blocks)) if not isinstance(blocks[n], Text)), len(blocks))
                self._leave("call to action", blocks[before:at])
            else:
                self._keep(block)

    def _keep(self, block: Heading | Text) -> None:
        """A heading of a table is taken away, since the site has its own; all else is text."""
        if isinstance(block, Heading) and _heads_a_table(block):
            self.top.taken.append(LeftOut("heading of a table", block.plain, block.line))
        else:
            self.body.append(block)

    def _teaser(self) -> None:
        """The beginning of the lead that some pages repeat above it."""
        for n, block in enumerate(self.body[:3]):
            if is_teaser(block, self.body[n + 1 :]):
                self._leave("teaser", [self.body.pop(n)])
                return


def _box(blocks: Sequence[Block], before: Block | None, *, telling: bool) -> int:
    """How many of the blocks stand in one box that begins with the first; 1 if it stands in none.

    With `telling`, only a box that says it is one counts: an aside, or an element with a class.
    """
    behind = getattr(before, "boxes", ())
    for box in reversed(getattr(blocks[0], "boxes", ())):
        is_told = not telling or box.tag == "aside" or box.get("class")
        if is_told and not any(box is other for other in behind):
            inside = (any(box is other for other in getattr(block, "boxes", ())) for block in blocks)
            return next((n for n, is_in in enumerate(inside) if not is_in), len(blocks))
    return 1


def _heads_a_table(block: Heading) -> bool:
    return wording.fold_heading(block.plain) in wording.TASK_LOG | wording.AGGREGATES


def _is_call(block: Block) -> bool:
    return isinstance(block, Heading | Text) and wording.fold_heading(block.plain) in wording.CALL_TO_ACTION


def _end_of_section(blocks: Sequence[Block], n: int) -> int:
    """Where the section ends that begins with a heading: at the next of its level, which copied text has not."""
    level = getattr(blocks[n], "level", 0)
    nexts = (k for k in range(n + 1, len(blocks)) if 0 < getattr(blocks[k], "level", 0) <= level)
    return next(nexts, len(blocks))


def _markdown(block: Heading | Text) -> str:
    if isinstance(block, Text):
        return block.markdown
    return f"{'#' * max(2, block.level)} {block.markdown}"
