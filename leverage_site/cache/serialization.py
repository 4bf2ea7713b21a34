"""Plain as JSON texts and back, for the cache: records and the facts of their days, other texts, problems.

A dataclass becomes the list of its fields in their order, and the type of each says how it is read back: a new
field of a task needs nothing here. What lists need of a record and what only its own page needs are two texts: a
record is written without its body. Nothing is checked on the way back, for only what this program wrote gets here;
see `store`.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from leverage_site.problems import Problem
from leverage_site.records.model import LazyBody, Note, PlainPage, Record, RecordBody, StaticFile
from leverage_site.stats.day_stats import DayStats, LazyTotals
from leverage_site.stats.totals import Totals

Json = list[Any]
OtherContent = PlainPage | Note | StaticFile
Plain = TypeVar("Plain")

_MICROSECOND = timedelta(microseconds=1)
_OTHERS: dict[str, type[OtherContent]] = {kind.__name__: kind for kind in (PlainPage, Note, StaticFile)}


def dump_other(value: OtherContent | None) -> Json:
    """Return a content file that is no record, with what tells its type, as a value for `dumps`."""
    if isinstance(value, StaticFile):
        value = replace(value, on_disk="")  # the folder of the site may be moved
    return [type(value).__name__, value]


def load_other(values: Json, on_disk: str) -> OtherContent | None:
    """Return a content file that is no record; `on_disk` is its path on the disk."""
    name, content = values
    if name not in _OTHERS:
        return None
    value = _load(_OTHERS[name], content)
    return replace(value, on_disk=on_disk) if isinstance(value, StaticFile) else value


def load_record(values: Json, body: LazyBody) -> Record:
    """Return a record."""
    values[_BODY] = body
    return _load(Record, values)


def load_body(values: Json) -> RecordBody:
    """Return the body of a record."""
    return _load(RecordBody, values)


def load_stats(values: Json) -> DayStats:
    """Return the facts of a day."""
    return _load(DayStats, values)


def load_problem(values: Json) -> Problem:
    """Return a problem."""
    return _load(Problem, values)


def _to_json(value: Any) -> Any:
    """Return a value that JSON has in place of one that it has not. Raises TypeError for no plain value."""
    kind = type(value)
    if kind not in _DUMPS:
        if not is_dataclass(kind):
            raise TypeError(f"the cache holds plain values, not {kind.__qualname__}")
        _DUMPS[kind] = attrgetter(*[field.name for field in fields(kind)])
    return _DUMPS[kind](value)


def _load(kind: type[Plain], values: Json) -> Plain:
    """Return the dataclass with these fields; `values` is used up."""
    key: Any = kind
    return _loader(key)(values)  # type: ignore[misc, no-any-return]


@cache
def _loader(kind: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of a type from that of JSON, unless they are the same; None stays as it is."""
    if kind in _LOADS:
        return _LOADS[kind]
    args = get_args(kind)
    if NoneType in args:
        return _loader(next(arg for arg in args if arg is not NoneType))
    if get_origin(kind) is tuple:
        if args[-1] is not ...:
            return _row_loader(args, lambda *row: row)
        load = _loader(args[0])
        return (lambda values: tuple([load(value) for value in values])) if load else tuple
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _row_loader(get_type_hints(kind).values(), kind)
    return None


def _row_loader(kinds: Iterable[Any], make: Callable[..., Any]) -> Callable[[Json], Any]:
    """Return what makes something of a list of values of these types."""
    loaders = [(n, load) for n, load in enumerate(map(_loader, kinds)) if load]

    def load_row(row: Json) -> Any:
        # In place: a site of 1,000 days has 20,000 tasks.
        for n, load in loaders:
            if row[n] is not None:
                row[n] = load(row[n])
        return make(*row)

    return load_row


_BODY = [*Record.__dataclass_fields__].index("body")
_DUMPS: dict[type, Callable[[Any], Any]] = {
    date: date.isoformat,
    timedelta: lambda time: time // _MICROSECOND,
    LazyBody: lambda _: None,
    # A text of its own, which is parsed when the totals are asked for.
    LazyTotals: lambda lazy: dumps(lazy.get()),
}
_LOADS: dict[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    timedelta: lambda number: timedelta(0, 0, number),
    LazyTotals: lambda text: LazyTotals(lambda: _load(Totals, json.loads(text))),
}

dumps: Callable[[Any], str] = json.JSONEncoder(
    separators=(",", ":"), default=_to_json, check_circular=False
).encode
