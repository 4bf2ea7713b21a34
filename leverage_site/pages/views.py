"""What templates get: `site` and one `view`, frozen and plain.

Texts are plain and escaped by the template; fields of type Html are finished. Links (`href`) are ready for an
attribute: relative to the page, absolute in a feed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, dataclass_transform

from leverage_site.prose import Html

View = TypeVar("View")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def view(cls: type[View]) -> type[View]:
    """A class of plain fields that never change: type checkers see to it, since doing so at run time is slow."""
    return dataclass(slots=True, repr=False)(cls)


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


@view
class DayView:
    """day.html, and entry.html for feeds."""

    head: Head
    date: str
    long_date: str
    weekday: str
    updated: str
    draft: bool
    tags: tuple[Link, ...]
    week: Link
    reading_minutes: int
    lead: Html
    body: Html
    tasks: TaskTable
    figures: tuple[FigureRow, ...]
    changes: Changes | None
    previous: Link | None
    next: Link | None
    partials: Mapping[str, Html]
    extra: Mapping[str, Any] = field(default_factory=dict)


@view
class IndexView:
    """index.html: the newest days; the totals of all time, on the first page alone."""

    head: Head
    days: tuple[DayRow, ...]
    total_days: int
    figures: tuple[FigureRow, ...]
    pager: Pager
    partials: Mapping[str, Html]


@view
class PeriodView:
    """week.html, month.html and year.html. `key` is `2026-W15`, `2026-04` or `2026`, `kind` is `week` and so on.

    A week and a month have `days`, a year has `parts`: its months. `highest` and `lowest` are the tasks with the
    best and the weakest factor, never the same one.
    """

    head: Head
    kind: str
    key: str
    dates: str
    days: tuple[DayRow, ...]
    parts: tuple[RollupRow, ...]
    figures: tuple[FigureRow, ...]
    changes: Changes | None
    highest: TaskRow | None
    lowest: TaskRow | None
    note: Html
    previous: Link | None
    next: Link | None


@view
class TagView:
    """tag.html: the days and parts of days with one tag, newest first; their totals on the first page alone."""

    head: Head
    tag: str
    days: tuple[DayRow, ...]
    total_days: int
    figures: tuple[FigureRow, ...]
    pager: Pager


@view
class ListView:
    """weeks.html, months.html, years.html and tags.html: one row each."""

    head: Head
    rows: tuple[RollupRow, ...]


@view
class PlainView:
    """page.html: a page from content/pages; `draft` only in a preview of drafts."""

    head: Head
    body: Html
    draft: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@view
class SimpleView:
    """404.html and feeds.html; `feed` and `data` lead to the feed and the data files, in feeds.html alone."""

    head: Head
    feed: str = ""
    data: tuple[Link, ...] = ()


@view
class RedirectView:
    """redirect.html: an old address of a page. `canonical` in the head is the new one."""

    head: Head
    target: str


@view
class SitemapEntry:
    """An absolute address and the day of its last change, or nothing."""

    url: str
    changed: str


@view
class SitemapView:
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


@view
class TextView:
    """A file that is its text: data, robots.txt."""

    text: str


@view
class FeedEntry:
    """A day in a feed; its content is `day`, rendered by entry.html with absolute links."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str
    categories: tuple[str, ...]
    day: DayView


@view
class FeedView:
    """feed.xml; `updated` is the newest entry's, None without entries."""

    title: str
    description: str
    language: str
    author: str
    home: str
    url: str
    generator: str
    updated: datetime | None
    entries: tuple[FeedEntry, ...]
