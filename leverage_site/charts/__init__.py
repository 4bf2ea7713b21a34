"""Charts as templates draw them, and their geometry: positions and texts, never colours.

A chart stretches with its page while its texts keep their size. So bars and lines stand in a box of their own
units that may be distorted, and labels stand beside it, placed in per cent.

`bars` draws hours and factors, `calendars` years of days, `scales` axes and the marks along them.
"""

from leverage_site.values import value


@value
class Labels:
    """What a chart is called: its id, its title, what it describes, and the element that has its figures."""

    id: str
    title: str
    description: str
    source: str = ""


@value
class Tick:
    """A label of an axis, `at` so many per cent of its length from the left or the top."""

    at: str
    text: str


@value
class ChartTable:
    """The figures of a chart: the first cell of a row names it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@value
class Column:
    """A column of a bar chart, from `x` on, and what it stands for."""

    x: int
    title: str


@value
class BarChart:
    """Columns of 10 units each in a box of `width` by 1000 units, the line over them on a scale of its own.

    `bars`, `line` and `dots` are path data; `rules` are heights of grid lines. `left` and `right` have the scales
    of bars and line, `bars_name` and `line_name` say what they show. Its figures are in `table`, or in the element
    with the id `source`.
    """

    id: str
    title: str
    description: str
    width: int
    columns: tuple[Column, ...]
    bars: str
    line: str
    dots: str
    rules: tuple[str, ...]
    left: tuple[Tick, ...]
    right: tuple[Tick, ...]
    bottom: tuple[Tick, ...]
    bars_name: str
    line_name: str
    table: ChartTable | None
    source: str


@value
class Cell:
    """A day of a calendar that has a record: its week `x`, its weekday `y`, its shade from 0 to 4."""

    x: int
    y: int
    level: int
    title: str


@value
class Calendar:
    """Days as squares, a column a week; `levels` says what the shades from 1 on mean.

    `days` is every day as path data, to lie below the `cells` of those that have a record.
    """

    id: str
    title: str
    description: str
    weeks: int
    days: str
    cells: tuple[Cell, ...]
    months: tuple[Tick, ...]
    levels: tuple[str, ...]
    table: ChartTable


@value
class Rug:
    """Values as marks along a logarithmic axis; `mean` is the one to stress."""

    id: str
    title: str
    description: str
    marks: tuple[Tick, ...]
    mean: Tick | None
    bottom: tuple[Tick, ...]
    source: str
