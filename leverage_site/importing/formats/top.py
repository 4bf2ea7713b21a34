"""The top of a page: its title, datelines, bylines, tags and properties, above its first text.

What is known already is never guessed, and what might be text stays text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from leverage_site.importing.formats import wording
from leverage_site.importing.formats.blocks import Aggregate, Aggregates, Block, Heading, TaskLog, Text
from leverage_site.importing.formats.datelines import Dateline, dateline, is_dated_title
from leverage_site.importing.formats.days import days_in
from leverage_site.importing.formats.document import Facts, LeftOut, Said, Weight
from leverage_site.importing.formats.properties import AUTHOR, DATE, TAGS, TOKENS, Property, properties
from leverage_site.importing.formats.tags import listed, tag_line
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import Problem, Source, catalog

LONGEST_CATEGORY = 40
SHORTEST_TEASER = 100
# So many blocks behind its teaser at most is the lead.
_TEASED = 10
# So many lines of a text at most are datelines and the like.
_FRAME_LINES = 12
# So many lines at most below the beginning of a text is the place of its properties looked for.
_NEAR = 50


@dataclass(slots=True)
class Top:
    """Takes what it knows out of the top of a page; `facts` are what was known before, and grow."""

    source: Source
    known_tags: tuple[str, ...]
    facts: Facts
    copied: bool
    taken: list[LeftOut] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    aggregates: list[Aggregate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks that are left; what they said is in the fields."""
        title = self._title(blocks)
        rest: list[Block] = []
        # A category stands above the title together with a date.
        above = blocks[: title or 0]
        has_category = any(isinstance(block, Text) and _dateline(block) for block in above)
        # Whether only the title and what belongs to it stood above.
        is_below_title = True
        for n, block in enumerate(blocks):
            if is_end(block):
                return [*rest, *blocks[n:]]
            if n == title:
                self._take("title", block)
                is_below_title = True
            elif isinstance(block, Heading):
                rest.append(block)
                self.said += _said_in(block, "a heading")
                is_below_title = False
            elif isinstance(block, Text):
                left = self._text(
                    block, may_be_tags=is_below_title, may_be_category=has_category and n < len(above)
                )
                rest += [left] if left else []
                is_passed = left is None or _is_image(left) or is_teaser(left, blocks[n + 1 : n + _TEASED])
                if not is_passed and n > (title or -1):
                    return [*rest, *blocks[n + 1 :]]
        return rest

    def read_end(self, blocks: list[Block]) -> list[Block]:
        """The blocks that are left without a byline and properties at the end of the page."""
        end = len(blocks)
        while end and isinstance(block := blocks[end - 1], Text):
            said = _dateline(block)
            found, rest = properties(block.markdown, self.known_tags)
            if said and said.name == "byline":
                self._leave_dateline(block, said)
            elif found and not rest.strip() and all(item.field != DATE for item in found):
                for item in found:
                    self._property(item, block.line)
            else:
                break
            end -= 1
        return blocks[:end]

    def _title(self, blocks: Sequence[Block]) -> int | None:
        """Where the title is: the heading that says what is known, else the first, else a line with its day."""
        above = list(takewhile(lambda block: not isinstance(block, TaskLog | Aggregates), blocks))
        headings = [n for n, block in enumerate(above) if isinstance(block, Heading) and block.level]
        if self.facts.title and self.facts.is_titled:
            known = _folded(self.facts.title)
            return next((n for n in headings if _folded(_words(above[n])) == known), None)
        first = next((n for n in headings if above[n].level == 1), None)  # type: ignore[union-attr]
        found = first if first is not None else self._lower_heading(above, len(above) < len(blocks))
        if found is None and not self.facts.title:
            lines = takewhile(lambda n: not is_end(above[n]), range(len(above)))
            found = next((n for n in lines if is_dated_title(_words(above[n]))), None)
        if found is not None:
            self.facts = replace(self.facts, title=_words(above[found]), is_titled=True)
        return found

    def _lower_heading(self, above: Sequence[Block], before_table: bool) -> int | None:
        """The first heading of whatever level, if no text stands above it, and it is not that of the table."""
        for n, block in enumerate(above):
            if isinstance(block, Heading) and block.level and not is_end(block):
                return n if (n + 1 < len(above) and not is_end(above[n + 1])) or not before_table else None
            if not isinstance(block, Text) or not (wording.SKIP_LINK.fullmatch(block.plain) or _dateline(block)):
                return None
        return None

    def _text(self, block: Text, *, may_be_tags: bool, may_be_category: bool) -> Text | None:
        """What is left of a text at the top."""
        if wording.SKIP_LINK.fullmatch(block.plain):
            self.left_out.append(LeftOut("skip link", block.plain, block.line))
            return None
        left = self._without_frame(block)
        if left is None:
            return None
        may_be_category = may_be_category and left is block
        block = left
        if may_be_tags and self._tags(block):
            return None
        if may_be_category and _is_category(block.plain):
            self.left_out.append(LeftOut("category", block.plain, block.line))
            return None
        return block

    def _without_frame(self, block: Text) -> Text | None:
        """What is left of a text without the datelines and properties that it begins with, a line each."""
        left = block
        for _ in range(_FRAME_LINES):
            if said := _dateline(left):
                self._leave_dateline(left, said)
                return None
            if is_dated_title(left.plain):
                self._take("title", left)
                return None
            first, _, rest = left.markdown.partition("\n")
            is_line = first[:1].isalnum() or (first[:1] in "*_@" and not first[1:2].isspace())
            if rest and is_line and (said := dateline(_plain(first))):
                self._leave_dateline(replace(left, plain=_plain(first)), said)
                left = replace(left, plain=_plain(rest), markdown=rest, line=left.line + 1)
                continue
            found, rest = properties(left.markdown, self.known_tags)
            if not found:
                break
            for item in found:
                self._property(item, left.line)
            if not rest.strip():
                return None
            left = replace(left, plain=_plain(rest), markdown=rest)
        return left

    def _tags(self, block: Text) -> bool:
        """Whether a line is tags: those of the page, if it has none yet."""
        if block.markdown[:1] in "`>|" or "![" in block.markdown:
            return False
        names = (*self.known_tags, *self.facts.tags)
        # Emphasis and links are rather those of a lead.
        is_plain = block.markdown[:1] not in "*_" and "](" not in block.markdown
        found = tag_line(block.plain, names, copied=self.copied, doubtful=not is_plain)
        known = {tag.casefold() for tag in self.facts.tags}
        if found is None or (known and not known.issuperset(tag.casefold() for tag in found[0])):
            return False
        tags, sure = found
        if not sure:
            place = self.source.find(block.plain, block.line, block.line)
            self.problems.append(catalog.DOUBTFUL_TAGS.at(place, taken=", ".join(tags)))
        self.facts = replace(self.facts, tags=self.facts.tags or tags)
        self._take("tags", block)
        return True

    def _leave_dateline(self, block: Text, said: Dateline) -> None:
        self.left_out.append(LeftOut(said.name, block.plain, block.line))
        where = f"the {said.name}"
        self.said += (Said(day.day, where, block.line, said.weight, day.weekday) for day in said.days)

    def _property(self, item: Property, line: int) -> None:
        line = self.source.find(item.value, line, line + _NEAR).line
        if item.field == DATE:
            days = said.days if (said := dateline(item.value)) else ()
            self.said += (Said(day.day, f"'{item.name}'", line, item.weight, day.weekday) for day in days)
        elif item.field == TAGS:
            tags = (*self.facts.tags, *listed(item.value, self.known_tags))
            by_name = {tag.casefold(): tag for tag in reversed(tags)}
            self.facts = replace(self.facts, tags=tuple(dict.fromkeys(by_name[tag.casefold()] for tag in tags)))
        elif item.field == TOKENS:
            self.aggregates.append(Aggregate("Total tokens", item.value, line))
        parts = self.left_out if item.field == AUTHOR else self.taken
        parts.append(LeftOut(item.field, f"{item.name}: {item.value}", line))

    def _take(self, name: str, block: Block) -> None:
        self.taken.append(LeftOut(name, _words(block), block.line))
        if name == "title":
            self.said[:0] = _said_in(block, "the title")


def is_end(block: Block) -> bool:
    """Whether the top of a page ends before a block: at a table, or at what pages have in common."""
    if isinstance(block, TaskLog | Aggregates):
        return True
    is_known = isinstance(block, Heading) and block.level != 1 and wording.is_known_heading(block.plain)
    return is_known or wording.ABOUT_AUTHOR.match(block.plain) is not None


def is_teaser(block: Block, behind: Sequence[Block]) -> bool:
    """Whether a block is the beginning of a text behind it, cut off in the middle."""
    start = _words(block).rstrip("… .")
    is_cut = _words(block).endswith(("…", "...")) and len(start) >= SHORTEST_TEASER
    return is_cut and any(_words(other).startswith(start) for other in behind)


def hints(blocks: Sequence[Block]) -> Iterator[Said]:
    """The days in headings above the task log, which count where nothing else tells the day."""
    for block in takewhile(lambda block: not isinstance(block, TaskLog), blocks):
        if isinstance(block, Heading):
            yield from _said_in(block, "a heading", "hint")


def _said_in(block: Block, where: str, weight: Weight = "statement") -> Iterator[Said]:
    """The days that a title or heading names."""
    return (Said(day.day, where, block.line, weight, day.weekday) for day in days_in(_words(block)))


def _dateline(block: Text) -> Dateline | None:
    """What a text says that is a dateline; a list of such pieces is one, too, but not one of several days."""
    lines = [line.removeprefix("- ") for line in block.markdown.split("\n")]
    if block.markdown.startswith("- "):
        said = dateline(_plain(" · ".join(lines)))
        return said if said and len(said.days) < 2 else None
    return None if block.markdown[:1] in ">`|+" else dateline(block.plain)


def _is_category(text: str) -> bool:
    return len(text) <= LONGEST_CATEGORY and text.isupper() and text.replace(" ", "").replace("&", "").isalpha()


def _is_image(block: Text) -> bool:
    return block.markdown.startswith("![") and block.markdown.endswith(")") and block.markdown.count("](") == 1


def _words(block: Block) -> str:
    return block.plain if isinstance(block, Heading | Text) else ""


def _plain(markdown: str) -> str:
    return " ".join(plain_text(markdown).split())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
