"""What commas, points and blanks mean in the numbers of a table: decided for each column, and for the table.

`1,250` is a thousand times as much in one country as in another. A cell that can be read in one way only, such as
`0,5` or `1,250,000`, tells how its column is written, or else its table; where none does, nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from string import ascii_lowercase

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Row
from leverage_site.problems import Problem, Source, catalog
from leverage_site.records.measures import Tokens, parse_duration, parse_tokens

UNKNOWN_TEXTS = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null"})
MICROSECOND = timedelta(microseconds=1)

_THOUSANDS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
# Blanks that are no blank: they stand between a number and its unit.
NO_BREAK_SPACES = "\u00a0\u2007\u2009\u202f"
_BLANK = str.maketrans(dict.fromkeys(NO_BREAK_SPACES, " "))
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?(?: ?(h|hrs?|hours?|mins?|minutes?))?")
_ZERO = re.compile(r"0{1,9}(?:\.0{1,25})?")
_NUMBER = re.compile(r"(~?)\s*([0-9]{1,15}(?:\.[0-9]{1,30})?)(?: ?([kKM])(?![a-zA-Z]))?")
_UNIT = re.compile(
    r" ?(?:[x×]|w|weeks?|h|hours?|m|mins?|minutes?|tasks?|tokens|(?:working )?days?)?\.?", re.IGNORECASE
)
# Longer than any time, so that what is remembered of them stays small: the times of a table are often the same.
_LONGEST = 80
_SCALE = {None: 1, "k": 1_000, "K": 1_000, "M": 1_000_000}
_SECONDS = {"h": 3600, "m": 60, "s": 1}
# What the parts of a clock time with one colon count, by the unit of its column.
_CLOCKS = {"h": (3600, 60), "h:m": (3600, 60), "m:s": (60, 1)}
_BARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,25})?(?:[eE][+-]?[0-9]{1,2})?")
_SCIENTIFIC = re.compile(r"(~?) ?([0-9]{1,15}(?:\.[0-9]{1,25})?[eE]\+?[0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as printed; `step` is what one more in its last digit would be."""

    text: str
    value: Fraction
    step: Fraction
    decimals: int
    scale: int

    def follows(self, exact: Fraction) -> bool:
        """Whether this is `exact`, rounded."""
        return abs(self.value - exact) * 2 <= self.step

    def like(self, exact: Fraction) -> str:
        """`exact` in the style of this figure."""
        number = format(
            float(exact / self.scale), f",.{self.decimals}f" if "," in self.text else f".{self.decimals}f"
        )
        plain = strip_thousands(self.text)
        found = _NUMBER.match(plain)
        return f"{found[1]}{number}{found[3] or ''}{plain[found.end() :]}" if found else number


def parse_figure(text: str) -> PrintedFigure | None:
    """The number that `text` is: `240.0x`, `2,135.5`, `~2.62M`, `0.40w`, `204h`; None if it says anything else.

    An estimate (`~867,500`) was rounded before its zeros.
    """
    plain = _unscaled(strip_thousands(text.strip()))
    match = _NUMBER.match(plain)
    if match is None or not _UNIT.fullmatch(plain, match.end()):
        return None
    scale, decimals = _SCALE[match[3]], len(match[2].partition(".")[2])
    value = Fraction(match[2]) * scale
    # What has more digits than this was not rounded for people: it is a program's number, exact to its last ones.
    step = max(Fraction(scale, 10**decimals), value / 10**12)
    if match[1] and not decimals:
        digits = match[2]
        step *= 10 ** (len(digits) - len(digits.rstrip("0") or "0"))
    return PrintedFigure(text.strip(), value, step, decimals, scale)


@dataclass(frozen=True, slots=True)
class Amount:
    """A time in microseconds, or a number of tokens; `step` is what one more in its last digit would be."""

    value: Fraction
    step: Fraction

    def follows(self, exact: Fraction) -> bool:
        """Whether this is `exact`, rounded."""
        return abs(self.value - exact) * 2 <= self.step


def parse_time_amount(text: str, unit: str = "") -> Amount | None:
    """The time that `text` is, with the digits it was rounded to; None for anything else."""
    return _time_amount(text, unit) if len(text) <= _LONGEST else None


@lru_cache(4096)
def _time_amount(text: str, unit: str) -> Amount | None:
    value = parse_time(text, unit)
    if value is None:
        return None
    micro = Fraction(value // MICROSECOND)
    plain = strip_thousands(text).strip().lower().removesuffix(".")
    if clock := _CLOCK.fullmatch(plain):
        seconds = 1 if clock[3] else _clock_parts(clock, unit)[1]
        return Amount(micro, Fraction(seconds * 1_000_000))
    number = plain.rstrip(ascii_lowercase)
    seconds = _SECONDS.get((plain[len(number) :] or unit or "s")[0], 1)
    step = Fraction(seconds * 1_000_000, 10 ** _decimals(number.rstrip()))
    return Amount(micro, max(step, micro / 10**12))


def _decimals(text: str) -> int:
    """The number of digits behind the point of the number that `text` ends in."""
    whole = text.rstrip("0123456789")
    return len(text) - len(whole) if whole.endswith(".") else 0


def parse_time(text: str, unit: str = "") -> timedelta | None:
    """`80h`, `1,200 hours`, `8h 23min`, `0:20:00`; a bare number counts as so many of `unit`, to the microsecond.

    Two numbers with a colon are hours and minutes, or minutes and seconds, where a unit tells which. Zero is
    zero in any unit.
    """
    return _duration(text, unit) if len(text) <= _LONGEST else None


@lru_cache(4096)
def _duration(text: str, unit: str) -> timedelta | None:
    text = strip_thousands(text).strip().removesuffix(".")
    if text[:1] == ".":
        text = f"0{text}"
    if _ZERO.fullmatch(text):
        return timedelta()
    if clock := _CLOCK.fullmatch(text):
        return _clock(clock, unit)
    if _BARE.fullmatch(text):
        if unit not in _SECONDS:
            return None
        micro = Fraction(Decimal(text)) * _SECONDS[unit] * 1_000_000
        return round(micro) * MICROSECOND if micro < 10**15 else None
    return parse_duration(text)


def _clock(clock: re.Match[str], unit: str) -> timedelta | None:
    first, second, third = (int(part or 0) for part in clock.groups()[:3])
    if clock[3]:
        return timedelta(hours=first, minutes=second, seconds=third)
    large, small = _clock_parts(clock, unit)
    return timedelta(seconds=first * large + second * small) if small else None


def _clock_parts(clock: re.Match[str], unit: str) -> tuple[int, int]:
    """The seconds that the two parts of a clock time count; none where nothing tells."""
    told = {"h": "h:m", "m": "m:s"}.get((clock[4] or "")[:1], unit)
    return _CLOCKS.get(told, (0, 0))


def parse_token_count(text: str) -> Tokens | None:
    """`150k`, `~2.62M`, `9,487,000`, `12.0`; None for anything else."""
    text = _unscaled(strip_thousands(text.strip()))
    whole, _, rest = text.partition(".")
    return parse_tokens(whole if rest and not rest.strip("0") else text)


def _unscaled(text: str) -> str:
    """`1.5E+06`, as spreadsheets write large numbers, as `1500000`."""
    found = _SCIENTIFIC.fullmatch(text)
    return f"{found[1]}{Decimal(found[2]):f}" if found else text


def strip_thousands(text: str) -> str:
    """`2,135.5` as `2135.5`, with nothing but blanks for spaces."""
    return _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text.translate(_BLANK))


_COUNTS = frozenset({fields.TOKENS, fields.DAY_TOKENS, fields.NUMBER})
_TIMES = frozenset({fields.HUMAN, fields.AI, fields.SUPERVISION})
# They are compared, and imported nowhere.
_COMPARED = frozenset({fields.WEEKS, fields.FACTOR, fields.SUPERVISORY})
_NUMBERS = _COUNTS | _TIMES | _COMPARED

_MAX_LENGTH = 60
_APART = f" {NO_BREAK_SPACES}'’"
_CELL = re.compile(rf"(~?\s*+)([0-9]++(?:[.,{_APART}][0-9]++)*+)(.*)", re.DOTALL)
_MARKED = re.compile(r"(?<![0-9.,])[0-9]++(?:[.,][0-9]++)++")
_SPACED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[{_APART}][0-9]{{3}})+")
_SCALED = re.compile(r" ?[kKM](?![a-zA-Z])")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]")
_OTHER = {".": ",", ",": "."}
_LARGEST = 20

NO_UNITS: Mapping[str, str] = {}

Evidence = set[str]


class JsonNumber(str):
    """A number as a format itself writes it: with a point for decimals, an exponent behind it or not."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class AmbiguousCell:
    """A cell that may be one number, or a thousand times as much."""

    row: Row
    text: str
    readings: tuple[str, str]


@dataclass(frozen=True, slots=True)
class NormalizedRows:
    """Rows whose numbers are written alike; `has_commas` where some had commas for decimals.

    `decimal` is the mark for decimals in all that tells, or nothing.
    """

    rows: tuple[Row, ...]
    unclear: tuple[AmbiguousCell, ...] = ()
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


def normalize_numbers(
    rows: Sequence[Row],
    beside: Iterable[tuple[str, str]] = (),
    *,
    likely: str = "",
    units: Mapping[str, str] = NO_UNITS,
) -> NormalizedRows:
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
    unclear: list[AmbiguousCell] = []
    commas = False
    for row, parts in zip(rows, numbers, strict=True):
        cells = {name: _plain(text) for name, text in row.cells.items() if isinstance(text, JsonNumber)}
        for name, number in parts.items():
            decimal = number.decimal or _by_factor(row, name, number, units)
            decimal = decimal or _decided(number.mark, told[name], of_table, likely)
            if decimal == "." and number.mark != " " and "," not in strip_thousands(row.cells[name]):
                continue
            if decimal:
                cells[name] = number.read(decimal)
                commas = commas or (decimal == "," and "," in number.digits)
            elif name not in _COMPARED:
                unclear.append(AmbiguousCell(row, row.cells[name], (number.read("."), number.read(","))))
        read.append(replace(row, cells={**row.cells, **cells}) if cells else row)
    return NormalizedRows(tuple(read), tuple(unclear), commas, next(iter(of_table)) if len(of_table) == 1 else "")


def normalize_figure(text: str, name: str, decimal: str) -> str:
    """A printed figure of `name` with a point for decimals, where commas are for them, in brackets as well."""

    def plain(match: re.Match[str]) -> str:
        number = _number(f"{match[0]}{text[match.end() :]}", name)
        mark = number.decimal or decimal if number else ""
        return number.digits.replace(".", "").replace(",", ".") if number and mark == "," else match[0]

    return _MARKED.sub(plain, text) if len(text) <= _MAX_LENGTH else text


def assumptions(numbers: NormalizedRows) -> tuple[str, ...]:
    """What the report tells of how numbers were read."""
    return ("commas are for decimals",) if numbers.has_commas else ()


def ambiguous_problem(source: Source, cell: AmbiguousCell) -> Problem:
    """The problem of a cell that may be a thousand times as much."""
    place = source.find(cell.text, cell.row.line, cell.row.line)
    one, other = cell.readings
    return catalog.AMBIGUOUS.at(place, text=cell.text, one=one, other=other)


def _numbers(row: Row) -> Iterator[tuple[str, str]]:
    return (
        (name, text) for name, text in row.cells.items() if name in _NUMBERS and not isinstance(text, JsonNumber)
    )


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
    factor = parse_figure(row.cells.get(fields.FACTOR, ""))
    found = []
    for mark in _OTHER if factor and name in (fields.HUMAN, fields.AI) else ():
        cells = {**row.cells, name: number.read(mark)}
        human, ai = (parse_time(cells.get(time, ""), units.get(time, "")) for time in (fields.HUMAN, fields.AI))
        if factor and human and ai and factor.follows(Fraction(human // MICROSECOND, ai // MICROSECOND)):
            found.append(mark)
    return found[0] if len(found) == 1 else ""


def _plain(number: str) -> str:
    """A number without an exponent, if it is not too large for any use."""
    if "e" not in number.lower():
        return str(number)
    value = Decimal(number)
    return format(value, "f") if not value or abs(value.adjusted()) <= _LARGEST else str(number)
