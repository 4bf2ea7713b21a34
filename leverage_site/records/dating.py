"""Dates of records that are most likely slips of the pen, and records that have one date."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePosixPath

from leverage_site.dates import parse_date
from leverage_site.records.model import Record

GAP = timedelta(days=366)
# So many records at one end of all, with a gap between them and the rest, may be wrong; more are an archive.
FEW = 2

# What file managers and programs that synchronise folders put into the name of a copy.
_COPY = re.compile(r"\([0-9]{1,4}\)$|(?<![a-z])(?:copy(?![a-z])|conflict)", re.IGNORECASE)


def likeliest_first(records: Sequence[Record]) -> list[Record]:
    """Records of one day, the one that was most likely there first before the others, drafts behind them."""
    return sorted(records, key=lambda record: (record.draft, _strangeness(record), record.path))


def is_copy(record: Record) -> bool:
    """Whether a record's file is called like a copy of another."""
    return _COPY.search(_stem(record)) is not None


def named_day(path: str) -> date | None:
    """The day with which the name of a record's file begins, if it does."""
    return parse_date(path.rpartition("/")[2][:10])


def far_apart(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Each record, of those in the order of their dates, that is most likely in a wrong year, and why."""
    gaps = [n for n, (one, two) in enumerate(pairwise(records), 1) if two.date - one.date > GAP]
    # Where gaps are many, they are how this author writes.
    if not 1 <= len(gaps) <= 2:
        return
    first, last = gaps[0], gaps[-1]
    # An archive may well begin long before the rest; a name that says the same day speaks for it.
    if first <= FEW < len(records) - first:
        old = [record for record in records[:first] if named_day(record.path) is None]
        yield from ((record, _apart("before", records[first])) for record in old)
    if len(records) - last <= FEW < last:
        new = [record for record in records[last:] if named_day(record.path) in (None, record.date)]
        yield from ((record, _apart("after", records[last - 1])) for record in new)


def _apart(side: str, neighbour: Record) -> str:
    return f"it is more than a year {side} the nearest other record, {neighbour.date}"


def _stem(record: Record) -> str:
    return PurePosixPath(record.path).stem


def _strangeness(record: Record) -> int:
    stem, day = _stem(record), record.date.isoformat()
    if stem == day:
        return 0
    return 3 if is_copy(record) else 1 if stem.startswith(day) else 2
