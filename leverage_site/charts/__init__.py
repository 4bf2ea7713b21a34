"""Charts as templates draw them, and their geometry: positions and texts, never colours.

A chart stretches with its page while its texts keep their size. So what it draws stands in a box of its own units
that may be distorted, and labels stand beside it, placed in per cent. Heights in such a box grow upwards from
zero, which makes them negative in path data.

`bars` draws leverage and human hours over time, `factors` the factors of tasks, `calendars` days as squares;
`scales` are their axes.
"""

from leverage_site.language import Interface, Statement
from leverage_site.values import value


@value
class Labels:
    """What a chart is called: its id, its title, what it describes, and a link to figures that a page has."""

    id: str
    title: str
    description: str
    source: str = ""


@value
class Tick:
    """A label of an axis, `at` so many per cent of its length from the left or the top.

    There is room for a `wide` one only where the page is not narrow.
    """

    at: str
    text: str
    wide: bool = False


@value
class Callout:
    """A text beside a point of a chart, which lies so many per cent from the left and the top.

    `anchor` says which part of the text is at the point: `start`, `middle` or `end`.
    """

    x: str
    y: str
    text: str
    anchor: str


@value
class ChartTable:
    """The figures of a chart: the first cell of a row names it."""

    columns: Interface[tuple[str, ...]]
    rows: Interface[tuple[tuple[str, ...], ...]]


@value
class Column:
    """A day, week or month in a chart: what it says of it, and the link to its page."""

    title: Interface[str]
    href: str


@value
class BarChart:
    """Leverage as dots on a logarithmic scale above human hours as bars, both over the same time.

    `columns` has an item for each day, week or month, None where there is no record. Each is 2 units wide; `dots`,
    the `line` that joins those of neighbours, and `bars` are path data in boxes of `width` by 200 units, from
    -200 at the top to 0. `average` is the weighted one of all columns, `peak` names the highest dot.
    `leverage_axis` and `hours_axis` are the scales, `line_name` and `bars_name` say what they show. The figures
    are in `table`, or where `source` leads.
    """

    id: str
    title: Interface[str]
    description: Statement[str]
    width: int
    columns: tuple[Column | None, ...]
    dots: str
    line: str
    bars: str
    average: Interface[Tick | None]
    peak: Interface[Callout | None]
    leverage_axis: Interface[tuple[Tick, ...]]
    hours_axis: Interface[tuple[Tick, ...]]
    bottom: Interface[tuple[Tick, ...]]
    line_name: Interface[str]
    bars_name: Interface[str]
    table: ChartTable | None
    source: str


@value
class Cell:
    """A day of a calendar that has a record: what it says of it, the link to its page, its shade.

    `shade` is `rest` for a day without tasks, else `l1` to `l4`, the stronger the more human hours it has.
    """

    title: Interface[str]
    href: str
    shade: str


@value
class Calendar:
    """Days as squares, a column of seven a week; `levels` says what the shades from `l1` on mean.

    `cells` has an item for each day, None where there is no record; `before` the first there are so many days of
    its week. `rests` says whether there are days of rest. The figures are in `table`, or where `source` leads.
    """

    id: str
    title: Interface[str]
    description: Statement[str]
    weeks: int
    before: int
    cells: tuple[Cell | None, ...]
    months: Interface[tuple[Tick, ...]]
    levels: Interface[tuple[str, ...]]
    rests: bool
    table: ChartTable | None
    source: str


@value
class Histogram:
    """How many tasks have a factor of each class, from the first class with a task to the last.

    A class is 2 units wide; `bars` are path data in a box of `width` by 200 units, from -200 at the top to 0.
    `classes` say how many each has, nothing where it has none. `marks` are lines over the whole height with a text
    at the top, each text in a row below the one before. The figures are in `table`.
    """

    id: str
    title: Interface[str]
    description: Statement[str]
    width: int
    classes: Interface[tuple[str, ...]]
    bars: str
    marks: Interface[tuple[Callout, ...]]
    left: Interface[tuple[Tick, ...]]
    bottom: Interface[tuple[Tick, ...]]
    table: ChartTable


@value
class Rug:
    """Values as marks along a logarithmic axis; `mean` is the one to stress.

    `marks` are path data in a box of 1000 by 1 units. `names` say which the highest ones are, where there is room:
    each text is in a row below the one before, and ends at its mark.
    """

    id: str
    title: Interface[str]
    description: Statement[str]
    marks: str
    mean: Interface[Tick | None]
    names: tuple[Tick, ...]
    bottom: Interface[tuple[Tick, ...]]
    source: str
