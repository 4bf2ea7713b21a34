"""What several pages show: links, figures, rows of tables."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from leverage_site.charts import BarChart
from leverage_site.language import Interface, Opening, Statement
from leverage_site.markdown import Html
from leverage_site.values import value


@value
class Link:
    """A text that leads somewhere."""

    text: str
    href: str


@value
class DataFile:
    """A data file: its path, the link to it, what it has a row for and how many, and the names of its columns."""

    text: str
    href: str
    rows: Interface[str]
    columns: tuple[str, ...]


@value
class Definition:
    """What a figure means; `name` is its key, which is the id of its definition on feeds.html."""

    name: str
    label: Interface[str]
    text: Statement[str]


@value
class FeedLink:
    """A feed in one format, called `RSS`, `Atom` or `JSON Feed`: the link to it and its absolute address."""

    format: str
    media_type: str
    href: str
    url: str


@value
class FeedLinks:
    """A feed: what it is called, and the links to it in each format, RSS first."""

    title: Interface[str]
    links: tuple[FeedLink, ...]


@value
class ClaimCount:
    """How many statements of a text follow from the records, are not decided by them and are refuted by them.

    `href` leads to them.
    """

    confirmed: int
    undecided: int
    refuted: int
    href: str


@value
class CorrectionNote:
    """What was corrected in a record, and when."""

    date: str
    long_date: Interface[str]
    text: str


@value
class CorrectionRow(CorrectionNote):
    """A correction in the list of all, with its day; `is_withdrawal` where that was taken back."""

    day: Interface[Link]
    is_withdrawal: bool


@value
class NavLink:
    """An entry of the navigation. `href` is absolute if `external`, else to be put behind `view.head.root`."""

    text: str
    href: str
    external: bool = False


@value
class SiteView:
    """What every page knows of the site. `base_path` is the path of `base_url`, `/` or `/blog/`.

    `image_width` and `image_height` are those of the picture for previews, in pixels, 0 where they are not known.
    `authored` are the attributes of elements that hold what the author wrote in the site's `language`: nothing
    where the rest of a page is in it as well. `direction` is the attribute of a page whose script runs from right
    to left, `signs` are attributes that tell scripts how numbers are written, if not as in English.
    `assets` are the paths of the theme's files by their names in its folder `assets`, to be put behind
    `view.head.root`: `site.assets["style.css"]`. Each carries a digest of what is in the file.
    """

    title: str
    description: str
    language: str
    author: str
    assistant: str
    base_url: str
    base_path: str
    nav: tuple[NavLink, ...]
    generator: str
    image_width: int = 0
    image_height: int = 0
    authored: Html = Html()
    assets: Mapping[str, str] = field(default_factory=dict)
    direction: Html = Html()
    signs: Html = Html()

    def __hash__(self) -> int:
        """Hash what tells sites apart: memories of what a site shows are asked thousands of times."""
        return hash((self.base_url, self.title))


@value
class Head:
    """What every page says of itself.

    `root` leads to the site's root (`../../`), `canonical` is the absolute address, nothing of a page that search
    engines are to leave out. `path` is the address behind the root (`weeks/index.html`), `section` that of the
    entry of the navigation that it belongs to. `trail` are the pages above it, `image` is the absolute address of
    a picture for previews, `structured` is JSON-LD. `feeds` are those of the page's own, beside that of all days.
    `title` names it; where it has news, `social_title` and `document_title` begin with its figures, the latter
    with the site's name behind it where there is room. No two pages have one `description`, which may be empty.
    """

    title: Interface[str]
    document_title: Interface[str]
    social_title: Interface[str]
    description: Opening[str]
    root: str
    path: str
    section: str
    canonical: str
    trail: Interface[tuple[Link, ...]]
    image: str
    structured: Html
    feeds: tuple[FeedLinks, ...] = ()


@value
class FigureRow:
    """A figure by name: its key (`leverage`), its name in full and in short, how it is printed, what it means.

    `value` is as a table prints it, with the `note` in brackets on what it leaves out; `short` is to be printed
    large, without the note. `exact` is the number as the data files have it, nothing where it is unknown.
    `before`, `change` and `rank` (`2 of 5`) compare it with the day or period before, where there are `changes`.
    """

    name: str
    label: Interface[str]
    heading: Interface[str]
    value: Interface[str]
    exact: str
    definition: Statement[str]
    short: Interface[str]
    note: Interface[str]
    before: Interface[str] = ""
    change: Interface[str] = ""
    rank: Interface[str] = ""


@value
class Changes:
    """What figures are compared with: the last day or period before that has a record, to which `before` leads.

    `note` says how sums are compared that are of different numbers of recorded days. Where it is `ranked`, some
    figures have a rank among those of all days so far.
    """

    before: Interface[Link]
    note: Statement[str]
    ranked: bool


@value
class TaskRow:
    """A task with its printed figures; `n` is its place on the page. `tokens` are HTML where they are estimated.

    `id` is what its row on the day's page has for an id, and `href` leads to that row; neither changes with any
    figure. `links` lead out of the site, to an issue or a commit. `extra` is the author's own.
    """

    n: int
    task: str
    human: Interface[str]
    ai: Interface[str]
    supervision: Interface[str]
    tokens: Interface[str]
    factor: Interface[str]
    supervisory: Interface[str]
    project: Link | None = None
    assistant: str = ""
    tags: tuple[Link, ...] = ()
    note: str = ""
    href: str = ""
    id: str = ""
    links: tuple[Link, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@value
class RankedTask:
    """A task in a list of the highest or the lowest, with its day, in short `Tue 7 Apr`; its row has no tags."""

    rank: int
    task: TaskRow
    date: str
    long_date: Interface[str]
    short_day: Interface[str]


@value
class TaskTable:
    """The task log; a column that no task fills is not shown."""

    rows: tuple[TaskRow, ...]
    supervision: bool
    tokens: bool


@value
class DayTasks:
    """The tasks of a day in a list of several days; `href` leads to the day, `short_day` has no year.

    `tags` are those of the whole day. Where a row rounds its times, `exact` has the hours and minutes of all rows
    as the data files have them, with spaces between.
    """

    date: str
    href: str
    rows: tuple[TaskRow, ...]
    short_day: Interface[str]
    tags: tuple[str, ...]
    exact: str


@value
class DayRow:
    """A day in a list: where it is, what it amounted to. `figures` has the printed figures by name.

    `short_day` is `Tue 7 Apr`, `dated_day` has the year, too. `headline` is the record's own title, or the first
    clause of its lead; `title` is its page's. `bar` is the width of its bar in per cent: its human hours against
    the most of the list. The list of the index has `SummarizedDay`s.
    """

    date: str
    long_date: Interface[str]
    short_day: Interface[str]
    dated_day: Interface[str]
    weekday: Interface[str]
    title: Interface[str]
    headline: Interface[str]
    href: str
    figures: Interface[Mapping[str, str]]
    bar: str
    draft: bool


@value
class SummarizedDay(DayRow):
    """A day in the list of the index: as DayRow, with the record's own summary or the beginning of its lead.

    `summary` is without what the headline says; nothing where that is all of it.
    `assistant_name` is that of the assistant who did all its tasks, or stands for several.
    """

    summary: Statement[str]
    assistant_name: str


@value
class Timeframe:
    """The leaders of some days: `name` is `7 days` or `2026`, `dates` says from when to when.

    `tasks` have the highest leverage factors, `days` the highest leverage.
    """

    name: Interface[str]
    dates: Interface[str]
    tasks: tuple[RankedTask, ...]
    days: tuple[DayRow, ...]


@value
class Milestone:
    """A figure of a day that was higher than ever before, and that day; `standing` if it still is.

    `beaten` is the highest before it, on the day that `beaten_day` leads to.
    """

    label: Interface[str]
    value: Interface[str]
    day: Interface[Link]
    date: str
    standing: bool
    beaten: Interface[str]
    beaten_day: Interface[Link]


@value
class RollupRow:
    """What a list has a row for, such as a week or a project.

    `spark` are small bars as path data, in a box of 20 units' height and 4 for each of its `sparks`: the human
    hours of its days or months, on one scale in all rows. `share` is what it has of the human hours of all, where
    that means something; `bar` is the width of its bar in per cent: its human hours against the most of the list.
    `short` is what it is called below the heading of a group. A row without `href` says in `text` what has no
    record.
    """

    text: str
    href: str
    detail: Interface[str]
    days: int
    figures: Interface[Mapping[str, str]]
    spark: str
    sparks: int
    share: Interface[str] = ""
    bar: str = "0"
    short: Interface[str] = ""


@value
class RowGroup:
    """Rows of a list below one heading, to which `href` leads, if it has a page: the weeks of a month.

    `year` is the year of which it is the first group, the newest; nothing of all others.
    """

    title: Interface[str]
    href: str
    year: str
    rows: Interface[tuple[RollupRow, ...]]


@value
class Pager:
    """Where a page stands in a list of several: number `n` of `of`; links to its neighbours."""

    n: int
    of: int
    previous: Interface[Link | None]
    next: Interface[Link | None]


@value
class Share:
    """What one project or tag has of all: `share` as printed, `bar` in whole per cent, the width of its bar."""

    link: Link | None
    text: Interface[str]
    share: Interface[str]
    bar: str
    tasks: Interface[str]
    human_hours: Interface[str]
    leverage: Interface[str]


@value
class Range:
    """The days of the dashboard that are counted back from the newest record: `name` is `30 days` or `All time`.

    `dates` says from when to when, `days` how many have a record; `figures` has their printed figures by name. The
    tags of nearly every day are no `tags` but stand in the sentence `daily_tags`. One range is `chosen` at first.
    """

    name: Interface[str]
    dates: Interface[str]
    days: int
    figures: Interface[Mapping[str, str]]
    chart: BarChart | None
    projects: tuple[Share, ...]
    tags: tuple[Share, ...]
    daily_tags: Statement[str]
    chosen: bool
