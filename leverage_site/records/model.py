"""What a record is: plain values, read-only."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from leverage_site.dates import parse_date
from leverage_site.markdown import Prose, ProseLink
from leverage_site.records.measures import Tokens
from leverage_site.urls import TWIN, task_slug
from leverage_site.values import value

BODY = ("tasks", "extra", "prose")


class TaskLink(NamedTuple):
    """An address that belongs to a task, such as an issue or a commit, and what it is called."""

    title: str
    url: str


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


@dataclass(frozen=True, slots=True)
class Record:
    """One day. `path` is its file relative to the site, `digest` stands for everything in that file.

    `front` stands for everything in its front matter, by default with the rest; `links` are those of its prose.
    `lead_text` is its lead without markup: an excerpt is made of it where there is no `summary`.

    Lists and sums of thousands of days need little of each: a record may be made without its `BODY`, which `load`
    gives, in this order, once it is asked for.
    """

    date: dt.date
    path: str
    digest: str
    tasks: tuple[Task, ...] = ()
    tags: tuple[str, ...] = ()
    tokens: Tokens | None = None
    title: str | None = None
    summary: str | None = None
    draft: bool = False
    updated: dt.date | None = None
    id: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    prose: Prose = field(default_factory=Prose)
    front: str = field(default="", compare=False, repr=False)
    links: tuple[ProseLink, ...] = field(init=False, compare=False, repr=False)
    lead_text: str = field(init=False, compare=False, repr=False)
    load: Callable[[], tuple[Any, ...]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", self.prose.links)
        object.__setattr__(self, "lead_text", self.prose.lead_text)
        object.__setattr__(self, "front", self.front or self.digest)

    @classmethod
    def without_body(cls, values: Mapping[str, Any], load: Callable[[], tuple[Any, ...]]) -> "Record":
        """A record of all fields but those of the body."""
        record = cls.__new__(cls)
        for name, known in values.items():
            object.__setattr__(record, name, known)
        object.__setattr__(record, "load", load)
        return record

    def __getattr__(self, name: str) -> Any:
        if name not in BODY:
            raise AttributeError(name)
        for part, loaded in zip(BODY, self.load(), strict=True):
            object.__setattr__(self, part, loaded)
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A plain page, such as About."""

    path: str
    digest: str
    title: str
    url: str | None = None
    summary: str | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    prose: Prose = field(default_factory=Prose)

    @property
    def links(self) -> tuple[ProseLink, ...]:
        """The links of its prose."""
        return self.prose.links


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of content/static, copied as it is. `file` is its path on disk, `address` its place on the site."""

    address: str
    path: str
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class Library:
    """Everything under content/: records by date, the rest by name. Drafts are in it only if asked for.

    From `weeks` to `tags` it has the notes of pages.

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
        yield from self.pages
        yield from (note for _, note in self.notes)
        yield from self.partials

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
