"""Rows of a table that name the group of tasks below them, and say nothing else."""

from collections.abc import Sequence

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Excerpt, Row
from leverage_site.importing.formats.numbers import UNKNOWN_TEXTS
from leverage_site.importing.formats.wording import parse_sum_label

_NAMING = frozenset({fields.NUMBER, fields.TASK, "project"})


def without_group_headings(rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Excerpt]]:
    """The rows without those that name a group, above a row that says more; what the report tells of these."""
    kept: list[Row] = []
    headings: list[Excerpt] = []
    is_followed = False
    for row in reversed(rows):
        name = _name(row)
        if name and is_followed:
            headings.append(Excerpt("heading of a group", name, row.line))
            continue
        is_followed = not name
        kept.append(row)
    return tuple(kept[::-1]), headings[::-1]


def _name(row: Row) -> str:
    """The name that is all a row says, or nothing; a sum without figures is none, nor is a task with a number."""
    shown = [text.strip(" *_`") for text in row.text.split(" | ")]
    shown = [text for text in shown if text.casefold() not in UNKNOWN_TEXTS]
    known = [name for name, text in row.cells.items() if text.casefold() not in UNKNOWN_TEXTS]
    if len(shown) != 1 or len(known) > 1 or not any(letter.isalpha() for letter in shown[0]):
        return ""
    # A row that could not be taken apart may hold figures: one cell over all columns, or a line of copied text.
    is_whole = row.reason != "" and " | " not in row.text and not any(c.isdigit() for c in shown[0])
    if not (known[0] in _NAMING if known else is_whole):
        return ""
    found = parse_sum_label(shown[0])
    return "" if found and not found.qualifier else shown[0]
