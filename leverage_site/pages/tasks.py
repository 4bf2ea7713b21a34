"""Every task, month by month: the newest month that has any on the first page, each older one on its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from leverage_site.dates import period_title
from leverage_site.pages.content import Content, Day
from leverage_site.pages.links import Links, head, quoted_tail
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import Terms, adjacent, placed_tasks, task_row, term_links
from leverage_site.pages.urlmap import TASKS
from leverage_site.pages.views.pages import TasksView
from leverage_site.pages.views.parts import DayTasks, Link, SiteView
from leverage_site.settings import FILE
from leverage_site.stats.index import TermKind, first_spellings
from leverage_site.text import count_noun

# A title and an address.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the first page leads to and offers: all months, newest first, names of projects and assistants.

    The names of assistants are as in `Totals`.
    """

    months: tuple[Place, ...]
    projects: tuple[str, ...]
    assistants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TasksInputs:
    """The days of one month that have tasks, newest first; `order` is that of the tasks on a day's page.

    `tags` and `projects` are those of the tasks with their addresses. Only the first page has `filters`: others
    need not change with every new month or name. `title` is empty where no month has tasks.
    """

    title: str
    count: int
    days: tuple[Day, ...]
    order: str
    tags: tuple[Place, ...]
    projects: tuple[Place, ...]
    newer: Place | None
    older: Place | None
    filters: Filters | None


def _plan_tasks(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the page of each month that has tasks; the first page in any case."""
    groups = content.index.periods("month")
    keys = [key for key, group in reversed(groups.items()) if group.totals.tasks]
    months = tuple(_place(content, key, n) for n, key in enumerate(keys))
    first = keys[0] if keys else ""
    yield Page(kind, TASKS, FILE, "the list of tasks", (first, *adjacent(months, 0), months))
    for n, key in enumerate(keys[1:], 1):
        path = content.path_of(groups[key].days[0].date)
        yield Page(kind, months[n][1], path, f"the tasks of {key}", (key, *adjacent(months, n)))


def _place(content: Content, key: str, n: int) -> Place:
    return period_title(content.index.periods("month")[key].period), f"/tasks/{key}.html" if n else TASKS


def _inputs(
    content: Content, key: str, newer: Place | None, older: Place | None, months: tuple[Place, ...] | None = None
) -> TasksInputs:
    """Collect the tasks of the month `key`; the first page has all `months`."""
    filters = None
    if months is not None:
        projects = _names(content.index.spelling["project"].values())
        filters = Filters(months, projects, assistants=content.index.totals.assistants)
    group = content.index.periods("month").get(key)
    days = content.days_of(day for day in reversed(group.days) if day.stats.totals.tasks) if group else ()
    return TasksInputs(
        title=period_title(group.period) if group else "",
        count=group.totals.tasks if group else 0,
        days=days,
        order=content.settings.task_order,
        tags=_terms(content, "tag", (tag for day in days for tag in day.stats.task_tags)),
        projects=_terms(content, "project", (name for day in days for name, _ in day.stats.projects)),
        newer=newer,
        older=older,
        filters=filters,
    )


def _terms(content: Content, kind: TermKind, names: Iterable[str]) -> tuple[Place, ...]:
    return tuple([content.term(kind, name) for name in dict.fromkeys(names)])


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, whatever its case, in alphabetical order."""
    return tuple(sorted(first_spellings(dict.fromkeys(names)).values(), key=lambda name: (name.casefold(), name)))


def tasks_view(site: SiteView, address: str, inputs: TasksInputs) -> TasksView:
    """The tasks of one month."""
    links, filters = Links(address), inputs.filters
    tags, projects = (term_links(terms, links) for terms in (inputs.tags, inputs.projects))
    month = tuple(name for day in inputs.days for name in day.item.totals.assistants)
    title = "Tasks" if filters else f"Tasks: {inputs.title}"
    trail = () if filters else (("Tasks", TASKS),)
    return TasksView(
        head=head(site, address, title, _description(inputs), trail=trail),
        title=inputs.title,
        days=tuple(_day(day, inputs.order, tags, projects, links) for day in inputs.days),
        assistant=_filled(inputs.days, "assistant"),
        assistant_name=assistant_name(month, site.assistant),
        every_assistant_name=assistant_name(filters.assistants, site.assistant) if filters else "",
        supervision=_filled(inputs.days, "supervision"),
        tokens=_filled(inputs.days, "tokens"),
        newer=_link(inputs.newer, links),
        older=_link(inputs.older, links),
        first=links.to(TASKS),
        months=tuple(Link(text, links.to(place)) for text, place in filters.months) if filters else (),
        projects=filters.projects if filters else (),
        assistants=_assistants(filters.assistants, site) if filters else (),
    )


def _description(inputs: TasksInputs) -> str:
    if not inputs.days:
        return "Every task, month by month."
    return f"{inputs.title}: {count_noun(inputs.count, 'task')} on {count_noun(len(inputs.days), 'day')}."


def _assistants(names: Iterable[str], site: SiteView) -> tuple[str, ...]:
    """The names to filter by; none where no task names its own."""
    named = [name for name in names if name]
    return _names((*named, site.assistant)) if named else ()


def _day(day: Day, order: str, tags: Terms, projects: Terms, links: Links) -> DayTasks:
    href = links.to(day.item.address)
    placed = placed_tasks(day.tasks.get(), order)
    rows = tuple([task_row(one, tags, projects, href + quoted_tail(one.anchor)) for one in placed])
    return DayTasks(day.date.isoformat(), href, rows)


def _filled(days: Sequence[Day], name: str) -> bool:
    """Whether any task states what goes by `name`."""
    return any(getattr(task, name) is not None for day in days for task in day.tasks.get())


def _link(place: Place | None, links: Links) -> Link | None:
    return Link(place[0], links.to(place[1])) if place else None


TASKS_KIND = PageKind(
    name="tasks",
    plan=_plan_tasks,
    collect=_inputs,
    view=tasks_view,
    view_type=TasksView,
    address=TASKS,
    template="tasks.html",
    nav=(6, "Tasks"),
    cost_of_1000_days=12,
)
