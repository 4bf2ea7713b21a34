"""Sums and averages of a day that stand in no table of them, such as `- Total tasks: 7` in its text.

The name must be just that of a figure, and behind it stands a value and nothing else: a sentence that mentions one
is text.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from leverage_site.importing.formats.document import Aggregate, Heading, Text
from leverage_site.importing.formats.numbers import is_unknown, is_value
from leverage_site.importing.formats.wording import parse_metric
from leverage_site.markdown.parse import plain_text

_MAX_LINE = 120
# What an item of a list begins with.
_ITEM = re.compile(r"\A(?:[-–—*+•·]|[0-9]{1,3}[.)])\s+")
_NO_PARAGRAPH = (">", "|", "    ", "```", "~~~")
# What is called so is of other days as well.
_OTHER_TIME = re.compile(
    r"\b(?:weeks?|weekly|months?|monthly|quarter|years?|yearly|annual|all[- ]time|so far|to date"
    r"|yesterday|last|previous|tomorrow|next)\b",
    re.IGNORECASE,
)


def is_known_aggregate(aggregate: Aggregate) -> bool:
    """Return whether an aggregate is called just as a figure is, and its value is a figure, or unknown."""
    name = aggregate.name.rstrip(" :")
    metric = parse_metric(name)
    return metric is not None and metric.words == name and is_value(aggregate.value)


def aggregates_in_text(blocks: Iterable[Heading | Text]) -> Iterator[Aggregate]:
    """Yield the aggregates in the text of a page, but not those below a heading or a line that names another time.

    They are items of lists, or lines of paragraphs that are made of nothing else.
    """
    heading = line_above = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading, line_above = block.plain, ""
        elif aggregates := list(_parse_block(block)):
            if not (_OTHER_TIME.search(heading) or _OTHER_TIME.search(line_above)):
                yield from aggregates
        else:
            line_above = block.plain if block.plain.endswith(":") else ""


def _parse_block(block: Text) -> Iterator[Aggregate]:
    lines = block.markdown.split("\n")
    aggregates = [_parse_line(line, number) for number, line in enumerate(lines, block.line)]
    # A paragraph is one of them only as a whole; an item that goes on in the next line says more.
    is_list = _ITEM.match(lines[0]) is not None
    if is_list or all(aggregates):
        starts = [*(not is_list or _ITEM.match(line) is not None for line in lines), True]
        yield from (one for one, ends in zip(aggregates, pairwise(starts), strict=True) if one and all(ends))


def _parse_line(line: str, number: int) -> Aggregate | None:
    """Return the aggregate that a line is: a name, a colon, and a value."""
    if len(line) > _MAX_LINE or ":" not in line or line.startswith(_NO_PARAGRAPH):
        return None
    # In a copied line the mark of an item is escaped.
    name, _, text = _ITEM.sub("", plain_text(line.strip().removesuffix("\\")), count=1).partition(":")
    aggregate = Aggregate(name.strip(), text.strip(), number)
    is_sentence = is_unknown(aggregate.value) or aggregate.value.endswith(".")
    return aggregate if is_known_aggregate(aggregate) and not is_sentence else None
