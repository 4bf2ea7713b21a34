"""Blocks → the document: which of them are title, tags, lead, analysis, and which stand on every page."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from leverage_site import codes
from leverage_site.capture.importers import wording
from leverage_site.capture.importers.blocks import Aggregate, Aggregates, Block, Heading, TaskLog, Text
from leverage_site.capture.importers.days import day_in, days_without_year
from leverage_site.capture.importers.document import Document, LeftOut, Page
from leverage_site.capture.importers.tags import MAX_LENGTH as LONGEST_TAGS
from leverage_site.capture.importers.tags import apart
from leverage_site.problems import Problem, Source

SHORT = 200
SHORTEST_TEASER = 100


def document(source: Source, page: Page, known_tags: Iterable[str]) -> Document | Problem:
    """The document of a page, or why there is none: nothing on it is a task log."""
    logs = [block for block in page.blocks if isinstance(block, TaskLog)]
    if len(logs) != 1:
        code = codes.TWO_TASK_LOGS if logs else codes.NO_TASK_LOG
        return code.at(source.place(logs[1].line if logs else 1))
    sorting = _Sorting(source, tuple(known_tags), list(page.left_out), problems=list(page.problems))
    sorting.sort(list(page.blocks))
    facts = page.facts
    days = [day_in(sorting.title or facts.title or ""), facts.stated, facts.day, *sorting.days]
    texts = " ".join(block.plain for block in sorting.body if isinstance(block, Text))
    return Document(
        source,
        logs[0],
        tuple(sorting.aggregates),
        replace(facts, title=sorting.title or facts.title, tags=facts.tags or sorting.tags),
        tuple(dict.fromkeys(day for day in days if day)),
        next(days_without_year(texts), ""),
        "\n\n".join(_markdown(block) for block in sorting.body),
        left_out=tuple(sorted(sorting.left_out, key=lambda item: item.line)),
        problems=tuple(sorting.problems),
    )


@dataclass(slots=True)
class _Sorting:
    """Takes what it knows out of the blocks, from the top of the page to its end; what is left is the body."""

    source: Source
    known_tags: tuple[str, ...]
    left_out: list[LeftOut]
    title: str | None = None
    tags: tuple[str, ...] = ()
    days: list[dt.date] = field(default_factory=list)
    aggregates: list[Aggregate] = field(default_factory=list)
    body: list[Heading | Text] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def sort(self, blocks: list[Block]) -> None:
        rest = self._without_end(blocks)
        top = next((n for n, block in enumerate(rest) if not _is_top(block)), len(rest))
        self._top([block for block in rest[:top] if isinstance(block, Heading | Text)])
        self._middle(rest[top:])
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

    def _leave(self, name: str, blocks: Sequence[Block]) -> None:
        texts = [block.plain for block in blocks if isinstance(block, Heading | Text)]
        self.left_out.append(LeftOut(name, "\n".join(texts), blocks[0].line))

    def _top(self, blocks: list[Heading | Text]) -> None:
        """Skip link, dateline, title and tags: the short lines that a page begins with."""
        rest = []
        for block in blocks:
            if wording.SKIP_LINK.fullmatch(block.plain):
                self._leave("skip link", [block])
            elif _is_dateline(block):
                self._leave("dateline", [block])
                self.days += filter(None, [day_in(block.plain)])
            else:
                rest.append(block)
        headings = [block for block in rest if isinstance(block, Heading)]
        title = next(iter([*headings, *(block for block in rest if not block.plain.isupper()), *rest]), None)
        for block in rest[: rest.index(title)] if title else []:
            self._leave("category", [block])
        if title:
            self.title = title.plain
            for block in rest[rest.index(title) + 1 :]:
                self._read_tags(block)

    def _read_tags(self, block: Heading | Text) -> None:
        if self.tags or isinstance(block, Heading):
            self.body.append(block)
            return
        self.tags, sure = apart(block.plain, self.known_tags)
        if not sure:
            place = self.source.find(block.plain, block.line, block.line)
            self.problems.append(codes.DOUBTFUL_TAGS.at(place, taken=", ".join(self.tags)))

    def _middle(self, blocks: list[Block]) -> None:
        """The text, without the headings of the tables and without what stands on every page."""
        at = 0
        while at < len(blocks):
            block, before = blocks[at], at
            at += 1
            if isinstance(block, Aggregates):
                self.aggregates += block.lines
            elif isinstance(block, TaskLog):
                pass
            elif wording.ABOUT_AUTHOR.match(block.plain):
                at += _box(blocks[before:], blocks[before - 1] if before else None, telling=True) - 1
                self._leave("about the author", blocks[before:at])
            elif wording.heading(block.plain) in wording.ABOUT_RECORDS:
                at += max(_box(blocks[before:], blocks[before - 1] if before else None, telling=False), 2) - 1
                at = min(at, len(blocks))
                self._leave("about these records", blocks[before:at])
            elif _is_call(block):
                at = next((n for n in range(at, len(blocks)) if not isinstance(blocks[n], Text)), len(blocks))
                self._leave("call to action", blocks[before:at])
            elif not _heads_a_table(block):
                self.body.append(block)

    def _teaser(self) -> None:
        """The beginning of the lead that some pages repeat above it."""
        for n, block in enumerate(self.body[:3]):
            start = block.plain.rstrip("… .")
            others = (other.plain for other in self.body[n + 1 :])
            is_cut = block.plain.endswith(("…", "...")) and len(start) >= SHORTEST_TEASER
            if is_cut and any(text.startswith(start) for text in others):
                self._leave("teaser", [self.body.pop(n)])
                return


def _is_top(block: Block) -> bool:
    """Whether a block may stand above the text: a title, tags, a date. A sentence may not, nor a known heading."""
    if isinstance(block, Heading):
        return block.level == 1
    if not isinstance(block, Text) or len(block.plain) > min(SHORT, LONGEST_TAGS):
        return False
    if wording.SKIP_LINK.fullmatch(block.plain):
        return True
    return not wording.SENTENCE_END.search(block.plain) and not wording.ABOUT_AUTHOR.match(block.plain)


def _is_dateline(block: Heading | Text) -> bool:
    if isinstance(block, Heading) or len(block.plain) > SHORT / 2:
        return False
    if wording.READING_TIME.search(block.plain):
        return True
    day = day_in(block.plain)
    return day is not None and len(block.plain) <= len("September 30, 2026 ") + 4


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


def _heads_a_table(block: Heading | Text) -> bool:
    return isinstance(block, Heading) and wording.heading(block.plain) in wording.TASK_LOG | wording.AGGREGATES


def _is_call(block: Block) -> bool:
    return isinstance(block, Heading | Text) and wording.heading(block.plain) in wording.CALL_TO_ACTION


def _end_of_section(blocks: Sequence[Block], n: int) -> int:
    """Where the section ends that begins with a heading: at the next of its level, which copied text has not."""
    level = getattr(blocks[n], "level", 0)
    nexts = (k for k in range(n + 1, len(blocks)) if 0 < getattr(blocks[k], "level", 0) <= level)
    return next(nexts, len(blocks))


def _markdown(block: Heading | Text) -> str:
    if isinstance(block, Text):
        return block.markdown
    return f"{'#' * max(2, block.level)} {block.markdown}"
