"""Numbers as people write them: times, tokens, and figures with the digits that they were rounded to.

A text with a point for decimals is read by `parse_time`, `parse_token_count` or `parse_figure`. What commas,
points and blanks mean in the numbers of a table is settled before, by `normalize_numbers`: `1,250` is a thousand
times as much in one country as in another. A cell that can be read in one way only, such as `0,5` or `1,250,000`,
tells how its column is written, or else its table; where none does, nothing is guessed.

A printed figure *matches* an exact one if it is that number rounded to the printed digits, a half either way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from string import ascii_lowercase, digits

from leverage_site.importing.formats import columns
from leverage_site.importing.formats.document import Row
from leverage_site.problems import Problem, Source, catalog
from leverage_site.records.measures import Tokens, parse_duration, parse_tokens
from leverage_site.values import value

# A remark behind a figure, such as the same in another unit.
BRACKETS = re.compile(r"\(([^()]*)\)")

_UNKNOWN_TEXTS = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null"})
MICROSECOND = timedelta(microseconds=1)
# They stand between a number and its unit.
NO_BREAK_SPACES = "\u00a0\u2007\u2009\u202f"
NO_UNITS: Mapping[str, str] = {}

_TO_BLANKS = str.maketrans(dict.fromkeys(NO_BREAK_SPACES, " "))
_THOUSANDS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?(?: ?(h|hrs?|hours?|mins?|minutes?))?")
_ZERO = re.compile(r"0{1,9}(?:\.0{1,25})?")
_FIGURE = re.compile(r"(~?)\s*([0-9]{1,15}(?:\.[0-9]{1,30})?)(?: ?([kKM])(?![a-zA-Z]))?")
_FIGURE_UNIT = re.compile(
    r" ?(?:[x×]|w|weeks?|h|hours?|m|mins?|minutes?|tasks?|tokens|(?:working )?days?)?\.?", re.IGNORECASE
)
_BARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,25})?(?:[eE][+-]?[0-9]{1,2})?")
_SCIENTIFIC = re.compile(r"(~?) ?([0-9]{1,15}(?:\.[0-9]{1,25})?[eE]\+?[0-9]{1,2})")
_SCALE = {None: 1, "k": 1_000, "K": 1_000, "M": 1_000_000}
_SECONDS = {"h": 3600, "m": 60, "s": 1}
# The seconds of the two parts of a clock time with one colon, by the unit of its column.
_CLOCK_PARTS = {"h": (3600, 60), "h:m": (3600, 60), "m:s": (60, 1)}
# Longer than any time.
_MAX_TIME = 80
_LARGEST_EXPONENT = 20


def is_unknown(text: str) -> bool:
    """Return whether a cell says nothing: it is empty, a dash, `n/a` or the like."""
    return text.casefold() in _UNKNOWN_TEXTS


class JsonNumber(str):
    """A number as JSON writes it: with a point for decimals, an exponent behind it or not."""

    __slots__ = ()

    def without_exponent(self) -> str:
        """Return the number without an exponent, if it is not too large for any use."""
        if "e" not in self.lower():
            return str(self)
        value = Decimal(self)
        return format(value, "f") if not value or abs(value.adjusted()) <= _LARGEST_EXPONENT else str(self)


@value
class Amount:
    """A rounded number, such as a time in microseconds; `step` is what one more in its last digit would be."""

    value: Fraction
    step: Fraction

    def matches(self, exact: Fraction) -> bool:
        """Return whether this is `exact`, rounded."""
        return abs(self.value - exact) * 2 <= self.step


@value
class PrintedFigure(Amount):
    """A figure as printed, with `decimals` behind the point, in units of `scale`."""

    text: str
    decimals: int
    scale: int

    def format(self, exact: Fraction) -> str:
        """Format `exact` in the style of this figure."""
        separator = "," if "," in self.text else ""
        number = format(float(exact / self.scale), f"{separator}.{self.decimals}f")
        plain = strip_thousands(self.text)
        match = _FIGURE.match(plain)
        return f"{match[1]}{number}{match[3] or ''}{plain[match.end() :]}" if match else number


def parse_figure(text: str) -> PrintedFigure | None:
    """Parse `240.0x`, `2,135.5`, `~2.62M`, `0.40w` or `204h`; return None for anything else.

    An estimate (`~867,500`) was rounded before its zeros.
    """
    plain = _expand_scientific(strip_thousands(text.strip()))
    match = _FIGURE.match(plain)
    if match is None or not _FIGURE_UNIT.fullmatch(plain, match.end()):
        return None
    estimate, number, scale_letter = match.groups()
    scale, decimals = _SCALE[scale_letter], len(number.partition(".")[2])
    value = Fraction(number) * scale
    # What has more digits than this was not rounded for people: it is a program's number, exact to its last ones.
    step = max(Fraction(scale, 10**decimals), value / 10**12)
    if estimate and not decimals:
        step *= 10 ** (len(number) - len(number.rstrip("0") or "0"))
    return PrintedFigure(value, step, text.strip(), decimals, scale)


def is_value(text: str) -> bool:
    """Return whether a text is a figure or a time, or says that none is known, whatever it has in brackets."""
    value = BRACKETS.sub("", text).strip()
    return is_unknown(value) or parse_figure(value) is not None or parse_time(value) is not None


def parse_time(text: str, unit: str = "") -> timedelta | None:
    """Parse `80h`, `1,200 hours`, `8h 23min` or `0:20:00`, to the microsecond; return None for anything else.

    Two numbers with a colon are hours and minutes, or minutes and seconds, where a unit tells which. Zero is
    zero in any unit.

    Args:
        text: The time as printed.
        unit: What a bare number counts, as in `TableColumn.unit`; without one, only zero is a time.
    """
    parsed = _parse_short_time(text, unit) if len(text) <= _MAX_TIME else None
    return parsed[0] if parsed else None


def parse_time_amount(text: str, unit: str = "") -> Amount | None:
    """Parse a time as `parse_time` does, in microseconds with the step that it was rounded to."""
    parsed = _parse_short_time(text, unit) if len(text) <= _MAX_TIME else None
    return parsed[1] if parsed else None


# A table has the same times again and again (of 80,000 in a generated one of 40,000 rows, 16 differ), and so have
# the many readings of a row that was copied as text. Only short texts come here, so that the cache stays small.
@lru_cache(4096)
def _parse_short_time(text: str, unit: str) -> tuple[timedelta, Amount] | None:
    """Return a time, and the same as an amount."""
    text = strip_thousands(text).strip().removesuffix(".")
    if clock := _CLOCK.fullmatch(text):
        first, second, third = (int(part or 0) for part in clock.groups()[:3])
        form = "h:m" if clock[3] else {"h": "h:m", "m": "m:s"}.get((clock[4] or "")[:1], unit)
        if form not in _CLOCK_PARTS:
            return None
        large, small = _CLOCK_PARTS[form]
        value = timedelta(seconds=first * large + second * small + third)
        return value, Amount(Fraction(value // MICROSECOND), Fraction((1 if clock[3] else small) * 1_000_000))
    if text[:1] == ".":
        text = f"0{text}"
    duration: timedelta | None = None
    if _ZERO.fullmatch(text):
        duration = timedelta()
    elif not _BARE.fullmatch(text):
        duration = parse_duration(text)
    elif unit in _SECONDS:
        exact = Fraction(Decimal(text)) * _SECONDS[unit] * 1_000_000
        duration = round(exact) * MICROSECOND if exact < 10**15 else None
    if duration is None:
        return None
    microseconds = Fraction(duration // MICROSECOND)
    number = text.rstrip(ascii_lowercase)
    seconds = _SECONDS.get((text[len(number) :] or unit or "s")[0], 1)
    whole = number.rstrip().rstrip(digits)
    decimals = len(number.rstrip()) - len(whole) if whole.endswith(".") else 0
    step = max(Fraction(seconds * 1_000_000, 10**decimals), microseconds / 10**12)
    return duration, Amount(microseconds, step)


def parse_token_count(text: str) -> Tokens | None:
    """Parse `150k`, `~2.62M`, `9,487,000` or `12.0`; return None for anything else."""
    text = _expand_scientific(strip_thousands(text.strip()))
    whole, _, decimals = text.partition(".")
    return parse_tokens(whole if decimals and not decimals.strip("0") else text)


def _expand_scientific(text: str) -> str:
    """Return `1.5E+06`, as spreadsheets write large numbers, as `1500000`."""
    match = _SCIENTIFIC.fullmatch(text)
    return f"{match[1]}{Decimal(match[2]):f}" if match else text


def strip_thousands(text: str) -> str:
    """Return `2,135.5` as `2135.5`, with nothing but blanks for spaces."""
    return _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text.translate(_TO_BLANKS))


# The numbers of a table

_COUNTS = frozenset({*columns.COUNTS, columns.DAY_TOKENS, columns.NUMBER})
_NUMBERS = _COUNTS.union(columns.TIMES, columns.FACTORS_AND_WEEKS)
_MAX_CELL = 60
_SEPARATORS = f" {NO_BREAK_SPACES}'’"
_CELL = re.compile(rf"(~?\s*+)([0-9]++(?:[.,{_SEPARATORS}][0-9]++)*+)(.*)", re.DOTALL)
_MARKED = re.compile(r"(?<![0-9.,])[0-9]++(?:[.,][0-9]++)++")
_SPACED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[{_SEPARATORS}][0-9]{{3}})+")
_SCALED = re.compile(r" ?[kKM](?![a-zA-Z])")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]")
_OTHER_MARK = {".": ",", ",": "."}


@value
class AmbiguousCell:
    """A cell that may be one number, or a thousand times as much."""

    row: Row
    text: str
    readings: tuple[str, str]


@value
class NormalizedRows:
    """Rows whose numbers have points for decimals.

    `has_decimal_commas` is set where some had commas instead; `decimal` is the mark for decimals on which all
    cells that tell agree, or empty.
    """

    rows: tuple[Row, ...]
    ambiguous: tuple[AmbiguousCell, ...] = ()
    has_decimal_commas: bool = False
    decimal: str = ""

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the report tells of how numbers were read."""
        return ("commas are for decimals",) if self.has_decimal_commas else ()

    def problems(self, source: Source) -> Iterator[Problem]:
        """Yield a problem for each ambiguous cell."""
        for cell in self.ambiguous:
            place = source.find(cell.text, cell.row.line, cell.row.line)
            one, other = cell.readings
            yield catalog.AMBIGUOUS.at(place, text=cell.text, one=one, other=other)


@value
class _Number:
    """A number taken apart; `decimal` is its mark for decimals, empty where that may be its `mark` or none."""

    before: str
    digits: str
    behind: str
    decimal: str
    mark: str = ""

    def read(self, decimal: str) -> str:
        """Return the number with a point for decimals and nothing between its thousands."""
        number = self.digits.replace(_OTHER_MARK[decimal], "").replace(decimal, ".")
        return f"{self.before}{number}{self.behind}"


def normalize_numbers(
    rows: Sequence[Row],
    figures: Iterable[tuple[str, str]] = (),
    *,
    likely: str = "",
    units: Mapping[str, str] = NO_UNITS,
) -> NormalizedRows:
    """Decide for each column how its numbers are written, and give all of them points for decimals.

    Args:
        rows: The rows of one table.
        figures: Further numbers of the same hand, as pairs of what each is of and its text.
        likely: The mark for decimals that other signs speak for.
        units: The unit of bare numbers, by field.
    """
    numbers = [
        {
            name: number
            for name, text in row.cells.items()
            if name in _NUMBERS and not isinstance(text, JsonNumber) and (number := _parse_number(text, name))
        }
        for row in rows
    ]
    marks: dict[str, set[str]] = {name: set() for name in _NUMBERS}
    for row_numbers in numbers:
        for name, number in row_numbers.items():
            marks[name] |= {number.decimal} - {""}
    figure_marks = (number.decimal for name, text in figures if (number := _parse_number(text, name)))
    table_marks = set[str]().union(*marks.values(), figure_marks) - {""}
    normalized: list[Row] = []
    ambiguous: list[AmbiguousCell] = []
    has_decimal_commas = False
    for row, row_numbers in zip(rows, numbers, strict=True):
        cells = {name: text.without_exponent() for name, text in row.cells.items() if isinstance(text, JsonNumber)}
        for name, number in row_numbers.items():
            evidence = (marks[name], table_marks)
            decimal = number.decimal or _mark_by_other_cells(row, name, number, evidence, likely, units)
            if decimal == "." and number.mark != " " and "," not in strip_thousands(row.cells[name]):
                continue
            if decimal:
                cells[name] = number.read(decimal)
                has_decimal_commas |= decimal == "," and "," in number.digits
            elif name not in columns.FACTORS_AND_WEEKS:
                ambiguous.append(AmbiguousCell(row, row.cells[name], (number.read("."), number.read(","))))
        normalized.append(replace(row, cells={**row.cells, **cells}) if cells else row)
    decimal = next(iter(table_marks)) if len(table_marks) == 1 else ""
    return NormalizedRows(tuple(normalized), tuple(ambiguous), has_decimal_commas, decimal)


def normalize_figure(text: str, name: str, decimal: str) -> str:
    """Return a printed figure with points for its decimals, in brackets as well, where commas are for them.

    Args:
        text: The figure as printed.
        name: The field or aggregate that it is of.
        decimal: The mark for decimals where the figure itself does not tell.
    """

    def normalize(match: re.Match[str]) -> str:
        number = _parse_number(f"{match[0]}{text[match.end() :]}", name)
        mark = number.decimal or decimal if number else ""
        return number.digits.replace(".", "").replace(",", ".") if number and mark == "," else match[0]

    return _MARKED.sub(normalize, text) if len(text) <= _MAX_CELL else text


def _parse_number(text: str, name: str) -> _Number | None:
    """Take a number with marks in it apart; None where it has none, or is no number of any kind."""
    match = _CELL.fullmatch(text) if len(text) <= _MAX_CELL else None
    if match is None or match[2].isdigit():
        return None
    before, number, behind = match.groups()
    spaced = _SPACED.match(number)
    if spaced:
        if number[spaced.end() : spaced.end() + 1].isdigit():
            return None
        number = "".join(filter(str.isdigit, spaced[0])) + number[spaced.end() :]
    if not set(number) <= set("0123456789.,"):
        return None
    decimal = _decimal_mark(number, is_spaced=spaced is not None)
    if decimal is None:
        return None
    marks = [mark for mark in ".," if mark in number]
    if _EXPONENT.match(behind) and len(marks) == 1:
        decimal = marks[0]
    if not decimal and name in _COUNTS and not _SCALED.match(behind):
        decimal = _OTHER_MARK[marks[0]]
    return _Number(before, number, behind, decimal, " " if spaced else marks[0] if marks else "")


def _decimal_mark(number: str, *, is_spaced: bool) -> str | None:
    """Return the mark for decimals of digits, points and commas: empty if unclear, None if there can be none."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return "."
    mark = number[last]
    other = _OTHER_MARK[mark]
    if other in number:
        whole, _, decimals = number.partition(mark)
        return mark if number.count(mark) == 1 and _is_grouped(whole, other) and decimals else None
    if number.count(mark) > 1:
        return other if _is_grouped(number, mark) else None
    whole, _, decimals = number.partition(mark)
    may_group = len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0" and not is_spaced
    return "" if may_group else mark


def _is_grouped(number: str, mark: str) -> bool:
    """Return whether a mark parts thousands, or hundreds above the last, as in India."""
    first, *others = number.split(mark)
    sizes = {len(part) for part in others[:-1]}
    return first[0] != "0" and len(first) <= 3 and len(others[-1]) == 3 and (sizes <= {3} or sizes == {2})


def _mark_by_other_cells(
    row: Row, name: str, number: _Number, evidence: Iterable[set[str]], likely: str, units: Mapping[str, str]
) -> str:
    """Return the mark for decimals of a number that does not tell: empty if nothing else tells either.

    The printed factor of the row tells, if it follows with one mark only; then do the marks of other cells, the
    closest first, as far as they agree.
    """
    factor = parse_figure(row.get(columns.FACTOR))
    matching = []
    for mark in _OTHER_MARK if factor and name in (columns.HUMAN, columns.AI) else ():
        cells = {**row.cells, name: number.read(mark)}
        human, ai = (parse_time(cells.get(time, ""), units.get(time, "")) for time in (columns.HUMAN, columns.AI))
        if factor and human and ai and factor.matches(Fraction(human // MICROSECOND, ai // MICROSECOND)):
            matching.append(mark)
    if len(matching) == 1:
        return matching[0]
    if marks := next(filter(None, evidence), None):
        return next(iter(marks)) if len(marks) == 1 else ""
    if number.mark == ",":
        return likely
    return "" if likely == "," else "."
