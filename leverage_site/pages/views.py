"""The views of the pages that people read, one class for each kind."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from leverage_site.charts import BarChart, Calendar, Histogram, Rug
from leverage_site.language import Interface, Statement
from leverage_site.markdown import Html
from leverage_site.pages.view_parts import (
    Changes,
    ClaimCount,
    CorrectionNote,
    CorrectionRow,
    DataFile,
    DayRow,
    DayTasks,
    Definition,
    FeedLinks,
    FigureRow,
    Head,
    Link,
    Milestone,
    NavLink,
    Pager,
    Range,
    RankedTask,
    RollupRow,
    RowGroup,
    Share,
    SummarizedDay,
    TaskTable,
    Timeframe,
)
from leverage_site.values import value


@value
class DayView:
    """day.html. `factors` shows the factors of its tasks, where there are several.

    `body` stands before the task log if `analysis_first`, else behind the figures. `previous_date` and `next_date`
    are short for the titles of the links. `assistant_name` is that of the assistant who did all of them, or stands
    for several; so it is in every view. `claims` tells how far its text was checked, where a setting asks for it.
    """

    head: Head
    date: str
    long_date: Interface[str]
    weekday: Interface[str]
    updated: str
    draft: bool
    tags: tuple[Link, ...]
    week: Interface[Link]
    reading_minutes: int
    lead: Html
    body: Html
    tasks: TaskTable
    factors: Rug | None
    figures: tuple[FigureRow, ...]
    assistant_name: str
    changes: Changes | None
    previous: Interface[Link | None]
    next: Interface[Link | None]
    partials: Mapping[str, Html]
    analysis_first: bool = False
    previous_date: Interface[str] = ""
    next_date: Interface[str] = ""
    corrections: tuple[CorrectionNote, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    claims: ClaimCount | None = None


@value
class IndexView:
    """index.html: the newest days on the first page, all days before them on further ones.

    Without a day, and on further pages, most is empty: `summary`, what all days amount to in sentences, of which
    the first stands for the whole; the `figures` of all time; the `chart` of the last days; the newest `months`;
    and the `highest` tasks of the newest day.
    """

    head: Head
    summary: Statement[tuple[Html, ...]]
    days: tuple[SummarizedDay, ...]
    highest: tuple[RankedTask, ...]
    months: Interface[tuple[RollupRow, ...]]
    total_days: int
    figures: tuple[FigureRow, ...]
    assistant_name: str
    chart: BarChart | None
    pager: Pager
    partials: Mapping[str, Html]


@value
class PeriodView:
    """week.html, month.html and year.html. `key` is `2026-W15`, `2026-04` or `2026`, `kind` is `week` and so on.

    `title` is what it is called, `dates` are those of a week, `April 6–12`. `summary` are sentences that follow
    from the figures, `gaps` such on what has no record: days of a week, and periods since the one that it is
    compared with. A week and a month have `days`, a year has `parts`: its months; a month and a year have a
    `calendar`. `highest` and `lowest` are the tasks with the best and the weakest factors; none is in both.
    `note` is the author's, with its title as a heading; in a preview, that of a draft begins with a paragraph of
    the class `draft`, as drafts of partials do.
    """

    head: Head
    kind: str
    key: str
    title: Interface[str]
    dates: Interface[str]
    summary: Statement[tuple[Html, ...]]
    gaps: Statement[tuple[str, ...]]
    days: tuple[DayRow, ...]
    parts: Interface[tuple[RollupRow, ...]]
    figures: tuple[FigureRow, ...]
    assistant_name: str
    changes: Changes | None
    chart: BarChart | None
    calendar: Calendar | None
    factors: Histogram | None
    highest: tuple[RankedTask, ...]
    lowest: tuple[RankedTask, ...]
    projects: tuple[Share, ...]
    note: Html
    previous: Interface[Link | None]
    next: Interface[Link | None]


@value
class TermView:
    """tag.html and project.html: a tag or a project with its newest days, or all its days of one `year`.

    `kind` is `tag` or `project`, `title` its `name`, with the year where there is one. A day counts as far as it
    carries the tag, or has tasks of the project; `total_days` are those of the figures, the newest of the `days`
    comes first. `months` are the newest ones. On the first page alone are the author's `note`, the tasks with the
    `highest` factors, the `newest` ones, a sentence on the `middle` of the factors, and the `years` with pages.
    """

    head: Head
    kind: str
    name: str
    title: Interface[str]
    year: str
    days: tuple[DayRow, ...]
    total_days: int
    note: Html
    figures: tuple[FigureRow, ...]
    assistant_name: str
    chart: BarChart | None
    middle: Statement[str]
    highest: tuple[RankedTask, ...]
    newest: tuple[RankedTask, ...]
    months: Interface[tuple[RollupRow, ...]]
    years: Interface[tuple[RollupRow, ...]]
    pager: Pager


@value
class ArchiveView:
    """weeks.html, months.html and years.html: every period of a kind (`week`) with a record or a note.

    The newest comes first. `groups` are weeks by month, months by year, and years in one group, with a row where
    weeks have no record; `rows` has the same periods one after the other. `tabs` lead to all lists of the archive,
    `years` are those that a group begins. `calendar` is every day of the last year, None without a task.
    """

    head: Head
    kind: str
    tabs: Interface[tuple[NavLink, ...]]
    years: tuple[str, ...]
    calendar: Calendar | None
    groups: tuple[RowGroup, ...]
    rows: Interface[tuple[RollupRow, ...]]
    assistant_name: str


@value
class ListView:
    """tags.html and projects.html: a row for each term; `tabs` lead to all lists of the archive."""

    head: Head
    tabs: Interface[tuple[NavLink, ...]]
    rows: tuple[RollupRow, ...]
    assistant_name: str


@value
class DashboardView:
    """dashboard.html: everything at a glance. Charts are None, and lists empty, where they would say nothing yet.

    `ranges` and the leaders of the `frames` count back from the `newest` record; the first of each has all days.
    `days` are the newest, of `total_days`. `still_to_come` is a sentence on what a young site lacks.
    """

    head: Head
    newest: Interface[str]
    figures: tuple[FigureRow, ...]
    assistant_name: str
    total_days: int
    still_to_come: Statement[str]
    ranges: tuple[Range, ...]
    calendar: Calendar | None
    factors: Histogram | None
    frames: tuple[Timeframe, ...]
    milestones: tuple[Milestone, ...]
    days: tuple[DayRow, ...]


@value
class TasksView:
    """tasks.html: the tasks of one month, the newest day first; a column that no task fills is not shown.

    `title` is the month's, `summary` what it amounts to, `first` leads to the first page. `months`, newest first,
    and the names to filter by are on the first page alone; `tags` lacks those of every day, and there are no
    `assistants` where no task names its own. `every_assistant_name` is the `assistant_name` of all months.
    """

    head: Head
    title: Interface[str]
    summary: Interface[str]
    days: tuple[DayTasks, ...]
    assistant_name: str
    every_assistant_name: str
    supervision: bool
    tokens: bool
    newer: Interface[Link | None]
    older: Interface[Link | None]
    first: str
    months: Interface[tuple[Link, ...]]
    projects: tuple[str, ...]
    tags: tuple[str, ...]
    assistants: tuple[str, ...]


@value
class PlainView:
    """page.html: a page from content/pages; `draft` only in a preview of drafts."""

    head: Head
    body: Html
    draft: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@value
class FeedsView:
    """feeds.html: how to subscribe, what is in the data files, how to cite them, what the figures mean.

    `feeds` are those of all days, of weeks and of corrections; then those of `projects` and `tags` by name. `opml`
    leads to the list of all of them for feed readers.
    """

    head: Head
    feeds: tuple[FeedLinks, ...]
    projects: tuple[FeedLinks, ...]
    tags: tuple[FeedLinks, ...]
    opml: str
    data: tuple[DataFile, ...]
    definitions: tuple[Definition, ...]
    citation: Interface[str]


@value
class CorrectionsView:
    """corrections.html: what was corrected and which days were taken back, the newest first."""

    head: Head
    rows: tuple[CorrectionRow, ...]


@value
class WithdrawnView:
    """withdrawn.html: a day that was taken back; none of its figures is left.

    `withdrawn` says when, if the record does. `corrections` leads to the page of corrections, `newest` to the
    newest day.
    """

    head: Head
    date: str
    long_date: Interface[str]
    reason: str
    withdrawn: Interface[str]
    corrections: str
    newest: Interface[Link | None]


@value
class NotFoundView:
    """404.html: the newest `days`, and whether there are tasks to search; its `head` has no `canonical`."""

    head: Head
    days: Interface[tuple[Link, ...]]
    has_tasks: bool


@value
class RedirectView:
    """redirect.html: an old address of a page. `canonical` in the head is the new one."""

    head: Head
    target: str


@value
class SitemapEntry:
    """An absolute address and the day of its last change, or nothing."""

    url: str
    changed: str


@value
class SitemapView:
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


@value
class TextView:
    """A file that is its text: data, robots.txt."""

    text: str


@value
class FeedEntry:
    """An entry of a feed.

    `summary` is a text, `content` is HTML that every reader can show. `figures` say what it is of (`date` or
    `week`), and have its figures as the data files do, None where unknown.
    """

    id: str
    title: str
    url: str
    author: str
    published: datetime
    updated: datetime
    summary: str
    content: Html
    categories: tuple[str, ...]
    figures: tuple[tuple[str, str | float | None], ...]


@value
class DeletedEntry:
    """An entry that was taken back: its id, when, and why."""

    id: str
    when: datetime
    reason: str


@value
class FeedHead:
    """What a feed says of itself.

    `id` is its own, for life; `updated` is the newest of its entries'. `url` is its own address, `home` that of
    the page that it belongs to, `styles` leads to its stylesheet. Where it is an archive (RFC 5005), `current` is
    the feed to subscribe to; `previous` is the archive before it. `hub` is one of WebSub. Addresses may be empty.
    """

    id: str
    title: str
    description: str
    language: str
    author: str
    generator: str
    home: str
    url: str
    styles: str
    updated: datetime
    current: str
    previous: str
    hub: str
    deleted: tuple[DeletedEntry, ...]


@value
class FeedView:
    """A feed in a format (`rss`, `atom` or `json`): the newest entry comes first."""

    format: str
    head: FeedHead
    entries: tuple[FeedEntry, ...]
