"""What a record is: plain values, read-only."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, NamedTuple

from leverage_site.dates import parse_date
from leverage_site.markdown import Prose, ProseFigure, ProseLink
from leverage_site.records.discover import RECORDS
from leverage_site.records.measures import Tokens
from leverage_site.urls import TWIN, task_slug
from leverage_site.values import value


class TaskLink(NamedTuple):
    """An address that belongs to a task, such as an issue or a commit, and what it is called."""

    title: str
    url: str


class Correction(NamedTuple):
    """What was corrected in a record, and on which day."""

    date: dt.date
    text: str


@value
class Task:
    """One row: what a person would have needed, what the assistant took, what it cost to supervise.

    `human` and `ai` are more than zero; `supervision` None is unknown, zero is none. `id` is the one that the
    record gives; see `task_ids`. `url` and `links` lead out of the site.
    """

    task: str
    human: dt.timedelta
    ai: dt.timedelta
    supervision: dt.timedelta | None = None
    tokens: Tokens | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    assistant: str | None = None
    note: str | None = None
    id: str | None = None
    url: str | None = None
    links: tuple[TaskLink, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@value
class RecordBody:
    """What only the pages of a day's own tasks and text need of a record.

    `task_ids` has the id of each task, as the function of this name gives them: six pages and files name a task,
    and to work its id out for each takes 0.7 of 6.4 s of CPU per 1,000 days.
    """

    tasks: tuple[Task, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    prose: Prose = field(default_factory=Prose)
    task_ids: tuple[str, ...] = ()

    @property
    def identified_tasks(self) -> tuple[tuple[str, Task], ...]:
        """Each task behind its id."""
        return tuple(zip(self.task_ids, self.tasks, strict=True))


class NamedTask(NamedTuple):
    """A task as a live figure names it, by its id or its number in the file; its `id`, `number` and figures."""

    name: str
    id: str
    number: int
    task: Task


class LazyBody:
    """The body of a record, at hand or still in the cache or in the record's file.

    Lists and sums of thousands of days are made without it, and a page whose key is known never asks for it.
    Threads may share one: at worst, each of them reads it.

    Args:
        source: The body, or what reads it.

    """

    __slots__ = ("_source",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, source: RecordBody | Callable[[], RecordBody]) -> None:
        self._source = source

    def get(self) -> RecordBody:
        """Return the body, which is read when it is first asked for.

        Raises:
            ProblemError: Where it has to be read from a file that has changed since, or cannot be read.

        """
        if not isinstance(self._source, RecordBody):
            self._source = self._source()
        return self._source

    def __eq__(self, other: object) -> bool:
        """Compare the bodies, which reads both."""
        return isinstance(other, LazyBody) and self.get() == other.get()


@value
class Record:
    """One day: what lists and sums need of it, and its body.

    `path` is its file relative to the site, `digest` stands for everything in that file and `front_matter_digest`
    for everything in its front matter. `links` are those of its prose; `lead_text` is its lead without markup, of
    which an excerpt is made where there is no `summary`. `figures` are the live figures of its prose and summary,
    in which marks stand for them, and `named_tasks` the tasks that they name. `announced` is when an older site
    announced the day, a date or an instant in ISO 8601. `withdrawn` says why the day was taken back.
    `has_auto_lead` is whether its lead is made of its figures.
    """

    date: dt.date
    path: str
    digest: str
    front_matter_digest: str
    body: LazyBody = field(repr=False)
    tags: tuple[str, ...] = ()
    tokens: Tokens | None = None
    title: str | None = None
    summary: str | None = None
    draft: bool = False
    updated: dt.date | None = None
    id: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    links: tuple[ProseLink, ...] = ()
    lead_text: str = ""
    announced: str | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: str | None = None
    has_auto_lead: bool = False
    figures: tuple[ProseFigure, ...] = ()
    named_tasks: tuple[NamedTask, ...] = ()

    @property
    def own_lead(self) -> str:
        """The text of the lead, nothing where it is made of the figures: for what stands behind these."""
        return "" if self.has_auto_lead else self.lead_text


@value
class PlainPage:
    """A plain page, such as About. `figures` are the live figures of its prose and its summary."""

    path: str
    digest: str
    title: str
    url: str | None = None
    summary: str | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    prose: Prose = field(default_factory=Prose)
    figures: tuple[ProseFigure, ...] = ()

    @property
    def links(self) -> tuple[ProseLink, ...]:
        """The links of its prose."""
        return self.prose.links


@value
class Note:
    """A text that stands on pages beside others, called by its file's stem: a partial, or the note of one page.

    Such a page is that of a week, a month or a year, of a project or a tag. A partial has no `title`.
    """

    name: str
    path: str
    digest: str
    prose: Prose
    title: str | None = None
    draft: bool = False

    @property
    def links(self) -> tuple[ProseLink, ...]:
        """The links of its prose."""
        return self.prose.links

    @property
    def figures(self) -> tuple[ProseFigure, ...]:
        """The live figures of its prose."""
        return self.prose.figures


@value
class StaticFile:
    """A file of content/static, copied as it is: its `address` on the site, its path `on_disk`."""

    address: str
    path: str
    on_disk: str
    digest: str


@value
class Library:
    """Everything under content/: records by date, the rest by name. Drafts are in it only if asked for.

    From `weeks` to `tags` it has the notes of pages. `withdrawn` are the records of days that count nowhere.

    `unread` are the files that have errors: they are known to be there and nothing more. `drafts` are the drafts
    that were left out; among them are always those of which nothing can be shown, the `unfinished` ones.
    """

    records: tuple[Record, ...] = ()
    pages: tuple[PlainPage, ...] = ()
    weeks: tuple[Note, ...] = ()
    months: tuple[Note, ...] = ()
    years: tuple[Note, ...] = ()
    projects: tuple[Note, ...] = ()
    tags: tuple[Note, ...] = ()
    partials: tuple[Note, ...] = ()
    static: tuple[StaticFile, ...] = ()
    unread: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    withdrawn: tuple[Record, ...] = ()

    @property
    def notes(self) -> tuple[tuple[str, Note], ...]:
        """The notes of single pages, each with the kind of its page: `week`, `project` and so on."""
        kinds = (
            ("week", self.weeks),
            ("month", self.months),
            ("year", self.years),
            ("project", self.projects),
            ("tag", self.tags),
        )
        return tuple([(kind, note) for kind, notes in kinds for note in notes])

    @property
    def texts(self) -> Iterator[Record | PlainPage | Note]:
        """All that may be a draft."""
        yield from self.records
        yield from self.withdrawn
        yield from self.pages
        yield from (note for _, note in self.notes)
        yield from self.partials

    @property
    def misses_records(self) -> bool:
        """Whether a record could not be read, so that it is not known what the days of the site hold."""
        return any(f"{path}/".startswith(f"{RECORDS}/") for path in self.unread)

    @property
    def shown_drafts(self) -> int:
        """How many drafts are in it."""
        return sum(text.draft for text in self.texts)


def day_in_name(path: str) -> dt.date | None:
    """Return the day with which the name of a record's file begins, if it does."""
    return parse_date(path.rpartition("/")[2][:10])


def task_ids(tasks: Sequence[Task]) -> tuple[str, ...]:
    """Return the id of each of a day's tasks, given in the file's order: its own, or what its title gives.

    Pages know a task by it, however the rows are ordered. Of equal titles the first has the plain id, and the next
    ones a number; no figure has a part in it.
    """
    used = {task.id for task in tasks if task.id}
    numbers: dict[str, int] = {}
    ids = []
    for task in tasks:
        name = task.id
        while not name:
            slug = task_slug(task.task)
            numbers[slug] = number = numbers.get(slug, 0) + 1
            numbered = slug if number == 1 else f"{slug}{TWIN}{number}"
            if numbered not in used:
                used.add(numbered)
                name = numbered
        ids.append(name)
    return tuple(ids)
