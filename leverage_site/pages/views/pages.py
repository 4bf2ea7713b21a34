"""The views of the pages that people read, one class for each kind."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from leverage_site.pages.views.parts import (
    Changes,
    DayRow,
    DayTasks,
    FigureRow,
    Head,
    Link,
    Pager,
    RollupRow,
    TaskRow,
    TaskTable,
)
from leverage_site.pages.views.view import view
from leverage_site.prose import Html


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
class TasksView:
    """tasks.html: the tasks of one month, the newest day first; a column that no task fills is not shown.

    `title` is the month's, `first` leads to the first page. `months`, newest first, and the names to filter by are
    on the first page alone; there are no `assistants` where no task names its own.
    """

    head: Head
    title: str
    days: tuple[DayTasks, ...]
    assistant: bool
    supervision: bool
    tokens: bool
    newer: Link | None
    older: Link | None
    first: str
    months: tuple[Link, ...]
    projects: tuple[str, ...]
    assistants: tuple[str, ...]


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
