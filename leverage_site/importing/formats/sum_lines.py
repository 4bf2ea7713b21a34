"""Rows as they are sorted into tasks and sums: what each is called, what it states, what it has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Row
from leverage_site.importing.formats.ranges import Amounts, Span, amounts
from leverage_site.importing.formats.sum_words import Label, is_of_what, label
from leverage_site.importing.formats.values import NONE

_SHORT, _SHORT_WITHOUT_BLANKS = 2, 12


@dataclass(slots=True)
class Line:
    """A row with what it says, and what it found when the tasks before it were counted.

    `spans` are the runs of tasks above that it may be of; `at` is the number of tasks before it, `tops` whether it
    begins its table, or stands behind a sum.
    """

    row: Row
    stated: Amounts
    label: Label | None
    has_title: bool
    spans: list[Span] = field(default_factory=list)
    at: int = 0
    tops: bool = False
    is_task: bool = True

    @classmethod
    def of(cls, row: Row, units: Mapping[str, str]) -> "Line":
        has_title = bool(row.cells.get(fields.TASK, "").strip(" *_"))
        return cls(row, amounts(row, units), _label(row, has_title=has_title), has_title)

    @property
    def kind(self) -> str:
        return self.label.kind if self.label else "sum"

    @property
    def is_called_sum(self) -> bool:
        return self.label is not None and not self.label.rest and not self.label.is_weak

    @property
    def is_half_called(self) -> bool:
        """Whether its figures make it a sum: its name is of something, or it has none."""
        if self.row.reason or self.is_called_sum:
            return False
        return not self.has_title if self.label is None else is_short(self.label.rest)

    @property
    def may_be_called_sum(self) -> bool:
        """Whether one figure of a sum puts it in doubt: its name begins like one, or says of what alone."""
        if self.row.reason:
            return False
        if self.label is None:
            return is_of_what(self.row.cells.get(fields.TASK, ""))
        return self.is_half_called or (self.label.leads and not self.label.is_weak)

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number in its table."""
        return self.row.cells.get(fields.NUMBER, "").strip("#. ").isdigit()

    @property
    def has_own(self) -> bool:
        """Whether it has what sums have not: a number, tags, an assistant."""
        cells = (self.row.cells.get(name, "") for name in ("tags", "assistant"))
        return self.is_numbered or any(text.casefold() not in NONE for text in cells)


def is_named_sum(title: str) -> bool:
    """Whether a row with this title is a sum if nothing else tells."""
    found = label(title)
    return found is not None and (not found.rest or (found.leads and is_short(found.rest)))


def _label(row: Row, *, has_title: bool) -> Label | None:
    """The name of a sum that a row has, in whatever cell it stands."""
    cells = row.cells
    titled = label(cells.get(fields.TASK, ""))
    if titled and not titled.rest:
        return titled
    beside = [cells.get(fields.NUMBER, ""), cells.get(fields.DATE, "")]
    if not has_title:
        beside += [cells.get(name, "") for name in ("project", "tags", "note")]
        beside += row.text.split(" | ")[:20]
    named = (found for text in beside if (found := label(text)) and (not found.rest or not has_title))
    return next(named, titled)


def is_short(title: str) -> bool:
    words = [word for word in title.split() if any(letter.isalnum() for letter in word)]
    return len(words) <= _SHORT and (len(words) > 1 or len(title) <= _SHORT_WITHOUT_BLANKS or title.isascii())
