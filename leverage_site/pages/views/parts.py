"""What several pages show: links, figures, rows of tables."""

from collections.abc import Mapping

from leverage_site.pages.views.view import view


@view
class Link:
    """A text that leads somewhere."""

    text: str
    href: str


@view
class NavLink:
    """An entry of the navigation. `href` is absolute if `external`, else to be put behind `view.head.root`."""

    text: str
    href: str
    external: bool = False


@view
class SiteView:
    """What every page knows of the site. `base_path` is the path of `base_url`, `/` or `/blog/`."""

    title: str
    description: str
    language: str
    author: str
    assistant: str
    base_url: str
    base_path: str
    nav: tuple[NavLink, ...]
    generator: str


@view
class Head:
    """What every page says of itself.

    `root` leads to the site's root (`../../`), `canonical` is the absolute address, `path` the address behind the
    root (`weeks/index.html`), which marks the current entry of the navigation.
    """

    title: str
    description: str
    root: str
    path: str
    canonical: str


@view
class FigureRow:
    """A figure by name: its key (`leverage`), label, printed value, and definition."""

    name: str
    label: str
    value: str
    definition: str


@view
class ChangeRow:
    """A figure now and before, the change in per cent, and its rank among all periods so far (`2 of 5`)."""

    label: str
    now: str
    before: str
    change: str
    rank: str


@view
class Changes:
    """This period against the one before it that has a record; `before` leads there; `ranked`: rows have ranks."""

    before: Link
    rows: tuple[ChangeRow, ...]
    ranked: bool


@view
class TaskRow:
    """A task with its printed figures; `n` is its place on the page, `href` leads to its day from elsewhere."""

    n: int
    task: str
    human: str
    ai: str
    supervision: str
    tokens: str
    factor: str
    supervisory: str
    project: str = ""
    assistant: str = ""
    tags: tuple[Link, ...] = ()
    note: str = ""
    href: str = ""


@view
class TaskTable:
    """The task log; a column that no task fills is not shown."""

    rows: tuple[TaskRow, ...]
    supervision: bool
    tokens: bool


@view
class DayTasks:
    """The tasks of a day in a list of several days; `href` leads to the day."""

    date: str
    href: str
    rows: tuple[TaskRow, ...]


@view
class DayRow:
    """A day in a list: where it is, what it amounted to. `figures` has the printed figures by name."""

    date: str
    long_date: str
    weekday: str
    title: str
    href: str
    summary: str
    figures: Mapping[str, str]
    draft: bool = False


@view
class RollupRow:
    """A week, a month, a year or a tag in a list."""

    text: str
    href: str
    detail: str
    days: int
    figures: Mapping[str, str]


@view
class Pager:
    """Where a page stands in a list of several: number `n` of `of`; links to its neighbours."""

    n: int
    of: int
    previous: Link | None
    next: Link | None
