"""The top of a page: its title, datelines, bylines, tags and properties, above its first text.

What is known already is never guessed, and what might be text stays text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from leverage_site.importing.formats import wording
from leverage_site.importing.formats.days import days_in
from leverage_site.importing.formats.document import (
    Aggregate,
    Aggregates,
    Block,
    Excerpt,
    Facts,
    Heading,
    StatedDay,
    TaskLog,
    Text,
    Weight,
)
from leverage_site.importing.formats.metadata_lines import (
    AUTHOR,
    DATE,
    TAGS,
    TOKENS,
    Dateline,
    Property,
    is_dated_title,
    parse_dateline,
    parse_tag_line,
    parse_tag_list,
    split_properties,
)
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import Problem, Source, catalog

MAX_CATEGORY_LENGTH = 40
MIN_TEASER_LENGTH = 100
# The lead stands at most so many blocks behind its teaser.
_TEASER_DISTANCE = 10
# At most so many lines of a text are datelines and the like.
_MAX_METADATA_LINES = 12
# A property is located at most so many lines below the beginning of its text.
_MAX_PROPERTY_LINES = 50


@dataclass(slots=True)
class PageTop:
    """Reads title, datelines, bylines, tags and properties above the first text, and at the end of a page.

    `facts` are what is known before, and grow.
    """

    source: Source
    known_tags: tuple[str, ...]
    facts: Facts
    is_copied: bool
    extracted: list[Excerpt] = field(default_factory=list)
    left_out: list[Excerpt] = field(default_factory=list)
    stated_days: list[StatedDay] = field(default_factory=list)
    aggregates: list[Aggregate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, blocks: Sequence[Block]) -> list[Block]:
        """Read the top of a page, and return the blocks that are left."""
        title = self._find_title(blocks)
        rest: list[Block] = []
        # A category stands above the title together with a date.
        above = blocks[: title or 0]
        has_category = any(isinstance(block, Text) and _block_dateline(block) for block in above)
        # Whether only the title and what belongs to it stood above.
        is_below_title = True
        for n, block in enumerate(blocks):
            if _is_end_of_top(block):
                return [*rest, *blocks[n:]]
            if n == title:
                self._extract("title", block)
                is_below_title = True
            elif isinstance(block, Heading):
                rest.append(block)
                self.stated_days += block_days(block, "a heading")
                is_below_title = False
            elif isinstance(block, Text):
                left = self._read_text(
                    block, may_be_tags=is_below_title, may_be_category=has_category and n < len(above)
                )
                rest += [left] if left else []
                text = left.markdown if left else ""
                is_image = text.startswith("![") and text.endswith(")") and text.count("](") == 1
                behind = blocks[n + 1 : n + _TEASER_DISTANCE]
                is_passed = left is None or is_image or is_teaser(left, behind)
                if not is_passed and n > (title or -1):
                    return [*rest, *blocks[n + 1 :]]
        return rest

    def read_end(self, blocks: list[Block]) -> list[Block]:
        """Read bylines and properties at the end of a page, and return the blocks that are left."""
        end = len(blocks)
        while end and isinstance(block := blocks[end - 1], Text):
            dateline = _block_dateline(block)
            properties, rest = split_properties(block.markdown, self.known_tags)
            if dateline and dateline.name == "byline":
                self._leave_dateline(block, dateline)
            elif properties and not rest.strip() and all(item.field != DATE for item in properties):
                for item in properties:
                    self._use_property(item, block.line)
            else:
                break
            end -= 1
        return blocks[:end]

    def _find_title(self, blocks: Sequence[Block]) -> int | None:
        """Return the place of the heading that says what is known, else the first, else of a line with its day."""
        above = list(takewhile(lambda block: not isinstance(block, TaskLog | Aggregates), blocks))
        levels = {n: block.level for n, block in enumerate(above) if isinstance(block, Heading) and block.level}
        if self.facts.title and self.facts.is_titled:
            known = _folded(self.facts.title)
            return next((n for n in levels if _folded(_words(above[n])) == known), None)
        found = next((n for n, level in levels.items() if level == 1), None)
        if found is None:
            # Any heading will do above which stand only links to the content and datelines, unless it is that of
            # the table.
            frame = (
                isinstance(block, Text) and (wording.SKIP_LINK.fullmatch(block.plain) or _block_dateline(block))
                for block in above
            )
            start = next((n for n, is_frame in enumerate(frame) if not is_frame), len(above))
            if start in levels and not _is_end_of_top(above[start]):
                is_last = start + 1 == len(above) or _is_end_of_top(above[start + 1])
                found = None if is_last and len(above) < len(blocks) else start
        if found is None and not self.facts.title:
            lines = takewhile(lambda n: not _is_end_of_top(above[n]), range(len(above)))
            found = next((n for n in lines if is_dated_title(_words(above[n]))), None)
        if found is not None:
            self.facts = replace(self.facts, title=_words(above[found]), is_titled=True)
        return found

    def _read_text(self, block: Text, *, may_be_tags: bool, may_be_category: bool) -> Text | None:
        """Return what is left of a text at the top."""
        if wording.SKIP_LINK.fullmatch(block.plain):
            self.left_out.append(Excerpt("skip link", block.plain, block.line))
            return None
        left = self._without_metadata_lines(block)
        if left is None or (may_be_tags and self._read_tags(left)):
            return None
        letters = left.plain.replace(" ", "").replace("&", "")
        is_category = len(left.plain) <= MAX_CATEGORY_LENGTH and left.plain.isupper() and letters.isalpha()
        if may_be_category and left is block and is_category:
            self.left_out.append(Excerpt("category", left.plain, left.line))
            return None
        return left

    def _without_metadata_lines(self, block: Text) -> Text | None:
        """Return what is left of a text behind the datelines and properties that it begins with, a line each."""
        left = block
        for _ in range(_MAX_METADATA_LINES):
            if dateline := _block_dateline(left):
                self._leave_dateline(left, dateline)
                return None
            if is_dated_title(left.plain):
                self._extract("title", left)
                return None
            first, _, rest = left.markdown.partition("\n")
            is_line = first[:1].isalnum() or (first[:1] in "*_@" and not first[1:2].isspace())
            if rest and is_line and (dateline := parse_dateline(_plain(first))):
                self._leave_dateline(replace(left, plain=_plain(first)), dateline)
                left = replace(left, plain=_plain(rest), markdown=rest, line=left.line + 1)
                continue
            properties, rest = split_properties(left.markdown, self.known_tags)
            if not properties:
                break
            for item in properties:
                self._use_property(item, left.line)
            if not rest.strip():
                return None
            left = replace(left, plain=_plain(rest), markdown=rest)
        return left

    def _read_tags(self, block: Text) -> bool:
        """Read a line of tags, as those of the page if it has none yet; return whether it is one."""
        if block.markdown[:1] in "`>|" or "![" in block.markdown:
            return False
        names = (*self.known_tags, *self.facts.tags)
        # Emphasis and links are rather those of a lead.
        is_plain = block.markdown[:1] not in "*_" and "](" not in block.markdown
        found = parse_tag_line(block.plain, names, copied=self.is_copied, doubtful=not is_plain)
        known = {tag.casefold() for tag in self.facts.tags}
        if found is None or (known and not known.issuperset(tag.casefold() for tag in found[0])):
            return False
        tags, is_sure = found
        if not is_sure:
            place = self.source.find(block.plain, block.line, block.line)
            self.problems.append(catalog.DOUBTFUL_TAGS.at(place, taken=", ".join(tags)))
        self.facts = replace(self.facts, tags=self.facts.tags or tags)
        self._extract("tags", block)
        return True

    def _leave_dateline(self, block: Text, dateline: Dateline) -> None:
        self.left_out.append(Excerpt(dateline.name, block.plain, block.line))
        where = f"the {dateline.name}"
        self.stated_days += (
            StatedDay(day.day, where, block.line, dateline.weight, day.weekday) for day in dateline.days
        )

    def _use_property(self, item: Property, line: int) -> None:
        line = self.source.find(item.value, line, line + _MAX_PROPERTY_LINES).line
        if item.field == DATE:
            days = dateline.days if (dateline := parse_dateline(item.value)) else ()
            where = f"'{item.name}'"
            self.stated_days += (StatedDay(day.day, where, line, item.weight, day.weekday) for day in days)
        elif item.field == TAGS:
            tags = (*self.facts.tags, *parse_tag_list(item.value, self.known_tags))
            by_name = {tag.casefold(): tag for tag in reversed(tags)}
            self.facts = replace(self.facts, tags=tuple(dict.fromkeys(by_name[tag.casefold()] for tag in tags)))
        elif item.field == TOKENS:
            self.aggregates.append(Aggregate("Total tokens", item.value, line))
        parts = self.left_out if item.field == AUTHOR else self.extracted
        parts.append(Excerpt(item.field, f"{item.name}: {item.value}", line))

    def _extract(self, name: str, block: Block) -> None:
        self.extracted.append(Excerpt(name, _words(block), block.line))
        if name == "title":
            self.stated_days[:0] = block_days(block, "the title")


def _is_end_of_top(block: Block) -> bool:
    """Return whether the top of a page ends before a block: at a table, or at what pages have in common."""
    if isinstance(block, TaskLog | Aggregates):
        return True
    is_known = isinstance(block, Heading) and block.level != 1 and wording.is_known_heading(block.plain)
    return is_known or wording.ABOUT_AUTHOR.match(block.plain) is not None


def is_teaser(block: Block, behind: Sequence[Block]) -> bool:
    """Return whether a block is the beginning of a text behind it, cut off in the middle."""
    start = _words(block).rstrip("… .")
    is_cut = _words(block).endswith(("…", "...")) and len(start) >= MIN_TEASER_LENGTH
    return is_cut and any(_words(other).startswith(start) for other in behind)


def block_days(block: Block, where: str, weight: Weight = "statement") -> Iterator[StatedDay]:
    """Yield the days that a title or heading names."""
    return (StatedDay(day.day, where, block.line, weight, day.weekday) for day in days_in(_words(block)))


def _block_dateline(block: Text) -> Dateline | None:
    """Return the dateline that a text is; a list of its pieces is one, too, but not one of several days."""
    if block.markdown.startswith("- "):
        lines = [line.removeprefix("- ") for line in block.markdown.split("\n")]
        dateline = parse_dateline(_plain(" · ".join(lines)))
        return dateline if dateline and len(dateline.days) < 2 else None
    return None if block.markdown[:1] in ">`|+" else parse_dateline(block.plain)


def _words(block: Block) -> str:
    return block.plain if isinstance(block, Heading | Text) else ""


def _plain(markdown: str) -> str:
    return " ".join(plain_text(markdown).split())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
