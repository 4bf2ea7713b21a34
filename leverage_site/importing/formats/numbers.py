"""What commas, points and blanks mean in the numbers of a table: decided for each column, and for the table.

`1,250` is a thousand times as much in one country as in another. A cell that can be read in one way only, such as
`0,5` or `1,250,000`, tells how its column is written, or else its table; where none does, nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Row
from leverage_site.importing.formats.values import MICROSECOND, SPACES, duration, printed, without_thousands
from leverage_site.problems import Problem, Source, catalog

_COUNTS = frozenset({fields.TOKENS, fields.DAY_TOKENS, fields.NUMBER})
_TIMES = frozenset({fields.HUMAN, fields.AI, fields.SUPERVISION})
# They are compared, and imported nowhere.
_COMPARED = frozenset({fields.WEEKS, fields.FACTOR, fields.SUPERVISORY})
_NUMBERS = _COUNTS | _TIMES | _COMPARED

_MAX_LENGTH = 60
_APART = f" {SPACES}'’"
_CELL = re.compile(rf"(~?\s*+)([0-9]++(?:[.,{_APART}][0-9]++)*+)(.*)", re.DOTALL)
_MARKED = re.compile(r"(?<![0-9.,])[0-9]++(?:[.,][0-9]++)++")
_SPACED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[{_APART}][0-9]{{3}})+")
_SCALED = re.compile(r" ?[kKM](?![a-zA-Z])")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]")
_OTHER = {".": ",", ",": "."}
_LARGEST = 20

NO_UNITS: Mapping[str, str] = {}

Evidence = set[str]


class Plain(str):
    """A number as a format itself writes it: with a point for decimals, an exponent behind it or not."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell that may be one number, or a thousand times as much."""

    row: Row
    text: str
    readings: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows whose numbers are written alike; `has_commas` where some had commas for decimals.

    `decimal` is the mark for decimals in all that tells, or nothing.
    """

    rows: tuple[Row, ...]
    unclear: tuple[Unclear, ...] = ()
    has_commas: bool = False
    decimal: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number taken apart; `decimal` is its mark for decimals, nothing where that may be its `mark` or none."""

    before: str
    digits: str
    behind: str
    decimal: str
    mark: str = ""

    def read(self, decimal: str) -> str:
        """The number with a point for decimals and nothing between its thousands."""
        digits = self.digits.replace(_OTHER[decimal], "").replace(decimal, ".")
        return f"{self.before}{digits}{self.behind}"


def settled(
    rows: Sequence[Row],
    beside: Iterable[tuple[str, str]] = (),
    *,
    likely: str = "",
    units: Mapping[str, str] = NO_UNITS,
) -> Settled:
    """Settle how the numbers of `rows` are to be read, with bare ones in `units`.

    `beside` are further numbers of the same hand, each behind what it is of; `likely` is the mark for decimals
    that other signs speak for.
    """
    numbers = [{name: found for name, text in _numbers(row) if (found := _number(text, name))} for row in rows]
    told: dict[str, Evidence] = {name: set() for name in _NUMBERS}
    for parts in numbers:
        for name, number in parts.items():
            told[name] |= {number.decimal} - {""}
    others = (other.decimal for name, text in beside if (other := _number(text, name)))
    of_table = set[str]().union(*told.values(), others) - {""}
    read: list[Row] = []
    unclear: list[Unclear] = []
    commas = False
    for row, parts in zip(rows, numbers, strict=True):
        cells = {name: _plain(text) for name, text in row.cells.items() if isinstance(text, Plain)}
        for name, number in parts.items():
            decimal = number.decimal or _by_factor(row, name, number, units)
            decimal = decimal or _decided(number.mark, told[name], of_table, likely)
            if decimal == "." and number.mark != " " and "," not in without_thousands(row.cells[name]):
                continue
            if decimal:
                cells[name] = number.read(decimal)
                commas = commas or (decimal == "," and "," in number.digits)
            elif name not in _COMPARED:
                unclear.append(Unclear(row, row.cells[name], (number.read("."), number.read(","))))
        read.append(replace(row, cells={**row.cells, **cells}) if cells else row)
    return Settled(tuple(read), tuple(unclear), commas, next(iter(of_table)) if len(of_table) == 1 else "")


def plain_figures(text: str, name: str, decimal: str) -> str:
    """A printed figure of `name` with a point for decimals, where commas are for them, in brackets as well."""

    def plain(match: re.Match[str]) -> str:
        number = _number(f"{match[0]}{text[match.end() :]}", name)
        mark = number.decimal or decimal if number else ""
        return number.digits.replace(".", "").replace(",", ".") if number and mark == "," else match[0]

    return _MARKED.sub(plain, text) if len(text) <= _MAX_LENGTH else text


def assumed(numbers: Settled) -> tuple[str, ...]:
    """What the report tells of how numbers were read."""
    return ("commas are for decimals",) if numbers.has_commas else ()


def unclear_problem(source: Source, cell: Unclear) -> Problem:
    """The problem of a cell that may be a thousand times as much."""
    place = source.find(cell.text, cell.row.line, cell.row.line)
    one, other = cell.readings
    return catalog.AMBIGUOUS.at(place, text=cell.text, one=one, other=other)


def _numbers(row: Row) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in row.cells.items() if name in _NUMBERS and not isinstance(text, Plain))


def _number(text: str, name: str) -> _Number | None:
    """A number with marks in it; None where it has none, or is no number of any kind."""
    match = _CELL.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    if match is None or match[2].isdigit():
        return None
    before, digits, behind = match[1], match[2], match[3]
    is_spaced = False
    if spaced := _SPACED.match(digits):
        if digits[spaced.end() : spaced.end() + 1].isdigit():
            return None
        digits = "".join(filter(str.isdigit, spaced[0])) + digits[spaced.end() :]
        is_spaced = True
    if not set(digits) <= set("0123456789.,"):
        return None
    decimal = _decimal(digits, is_spaced=is_spaced)
    if decimal is None:
        return None
    marks = [mark for mark in ".," if mark in digits]
    if _EXPONENT.match(behind) and len(marks) == 1:
        decimal = marks[0]
    if not decimal and name in _COUNTS and not _SCALED.match(behind):
        decimal = _OTHER[marks[0]]
    return _Number(before, digits, behind, decimal, " " if is_spaced else marks[0] if marks else "")


def _decimal(digits: str, *, is_spaced: bool) -> str | None:
    """The mark for decimals of digits with points and commas: nothing if unclear, None if there can be none."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return "."
    mark = digits[last]
    other = _OTHER[mark]
    if other in digits:
        grouped, _, rest = digits.partition(mark)
        return mark if digits.count(mark) == 1 and _is_grouped(grouped, other) and rest else None
    if digits.count(mark) > 1:
        return other if _is_grouped(digits, mark) else None
    whole, _, rest = digits.partition(mark)
    may_group = len(rest) == 3 and len(whole) <= 3 and whole[0] != "0" and not is_spaced
    return "" if may_group else mark


def _is_grouped(digits: str, mark: str) -> bool:
    """Whether a mark parts thousands, or hundreds above the last, as in India."""
    first, *others = digits.split(mark)
    sizes = {len(part) for part in others[:-1]}
    return first[0] != "0" and len(first) <= 3 and len(others[-1]) == 3 and (sizes <= {3} or sizes == {2})


def _decided(mark: str, column: Evidence, table: Evidence, likely: str) -> str:
    """The mark for decimals where a cell does not tell: nothing if the others do not either."""
    for evidence in (column, table):
        if len(evidence) == 1:
            return next(iter(evidence))
        if evidence:
            return ""
    if mark == ",":
        return likely
    return "" if likely == "," else "."


def _by_factor(row: Row, name: str, number: _Number, units: Mapping[str, str]) -> str:
    """The mark for decimals with which the printed factor of a row follows, if it is the only one."""
    factor = printed(row.cells.get(fields.FACTOR, ""))
    found = []
    for mark in _OTHER if factor and name in (fields.HUMAN, fields.AI) else ():
        cells = {**row.cells, name: number.read(mark)}
        human, ai = (duration(cells.get(time, ""), units.get(time, "")) for time in (fields.HUMAN, fields.AI))
        if factor and human and ai and factor.follows(Fraction(human // MICROSECOND, ai // MICROSECOND)):
            found.append(mark)
    return found[0] if len(found) == 1 else ""


def _plain(number: str) -> str:
    """A number without an exponent, if it is not too large for any use."""
    if "e" not in number.lower():
        return str(number)
    value = Decimal(number)
    return format(value, "f") if not value or abs(value.adjusted()) <= _LARGEST else str(number)
