"""Every task, month by month: the newest month that has any on the first page, each older one on its own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from leverage_site import figures
from leverage_site.dates import period_title, short_day
from leverage_site.pages.content import Content, Day
from leverage_site.pages.links import Links, head, quoted_tail
from leverage_site.pages.lists import assistant_of
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.page import Page, PageKind, all_days, has_tasks
from leverage_site.pages.tables import adjacent, task_row, term_links
from leverage_site.pages.urlmap import TASKS, TitledAddress
from leverage_site.pages.view_parts import DayTasks, Link, SiteView
from leverage_site.pages.views import TasksView
from leverage_site.records.model import Task
from leverage_site.settings import FILE
from leverage_site.stats.index import TermKind, first_spellings
from leverage_site.stats.totals import combine
from leverage_site.text import count_noun
from leverage_site.values import value

# No line begins with it.
_DOT = "\N{NO-BREAK SPACE}· "
# The least that a row prints of hours and of minutes.
_HUNDREDTH_HOUR, _HUNDREDTH_MINUTE = timedelta(hours=1) / 100, timedelta(minutes=1) / 100


@value
class Filters:
    """What the first page leads to and offers: all months, newest first, names of projects, tags and assistants.

    A tag of every day is left out: all is found with it. The names of assistants are as in `Totals`.
    """

    months: tuple[TitledAddress, ...]
    projects: tuple[str, ...]
    tags: tuple[str, ...]
    assistants: tuple[str, ...]


@value
class TasksInputs:
    """The days of one month that have tasks, newest first; `order` is that of the tasks on a day's page.

    `tags` and `projects` are those of the tasks with their addresses. Only the first page has `filters`: others
    need not change with every new month or name. `title` is empty where no month has tasks.
    """

    title: str
    days: tuple[Day, ...]
    order: str
    tags: tuple[TitledAddress, ...]
    projects: tuple[TitledAddress, ...]
    newer: TitledAddress | None
    older: TitledAddress | None
    filters: Filters | None


def plan_tasks(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the page of each month that has tasks; the first page in any case."""
    groups = [group for group in reversed(content.index.periods("month").values()) if group.totals.tasks]
    keys = [group.period.key for group in groups]
    titles = [period_title(group.period) for group in groups]
    addresses = [TASKS, *(f"/tasks/{key}.html" for key in keys[1:])]
    months = tuple(zip(titles, addresses, strict=False))
    yield Page(kind, TASKS, FILE, "the list of tasks", (keys[0] if keys else "", *adjacent(months, 0), months))
    for n, key in enumerate(keys[1:], 1):
        path = content.path_of(groups[n].days[0].date)
        yield Page(kind, addresses[n], path, f"the tasks of {key}", (key, *adjacent(months, n)))


def collect_tasks(
    content: Content,
    key: str,
    newer: TitledAddress | None,
    older: TitledAddress | None,
    months: tuple[TitledAddress, ...] | None = None,
) -> TasksInputs:
    """Collect the tasks of the month `key`; the first page has all `months`."""
    filters = None
    if months is not None:
        projects = _names(content.index.spelling["project"].values())
        filters = Filters(months, projects, _telling_tags(content), content.index.totals.assistants)
    group = content.index.periods("month").get(key)
    days = content.days_of(day for day in reversed(group.days) if day.stats.totals.tasks) if group else ()
    return TasksInputs(
        title=period_title(group.period) if group else "",
        days=days,
        order=content.settings.task_order,
        tags=_terms(content, "tag", (tag for day in days for tag in day.stats.task_tags)),
        projects=_terms(content, "project", (name for day in days for name, _ in day.stats.projects)),
        newer=newer,
        older=older,
        filters=filters,
    )


def sources_of_tasks(content: Content, key: str, _: object, __: object, months: object = None) -> tuple[str, ...]:
    """Return a token of the days of the month `key`; for the first page, of all days."""
    return all_days(content) if months is not None else (content.periods("month")[key].token,)


def _terms(content: Content, kind: TermKind, names: Iterable[str]) -> tuple[TitledAddress, ...]:
    return tuple([content.term(kind, name) for name in dict.fromkeys(names)])


def _telling_tags(content: Content) -> tuple[str, ...]:
    """Return the names of tags that some day does not have."""
    of_days = Counter(tag.casefold() for day in content.index.days for tag in set(day.tags))
    spelling = content.index.spelling["tag"]
    return _names(name for key, name in spelling.items() if of_days[key] < len(content.index.days))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, whatever its case, in alphabetical order."""
    return tuple(sorted(first_spellings(dict.fromkeys(names)).values(), key=lambda name: (name.casefold(), name)))


def tasks_view(site: SiteView, address: str, inputs: TasksInputs) -> TasksView:
    """Build the page of one month's tasks."""
    links, filters, days = Links(address), inputs.filters, inputs.days
    name = assistant_of([day.item.totals for day in days], site)
    summary, description = _texts(inputs, name)
    assistants = [name for name in filters.assistants if name] if filters else []
    return TasksView(
        head=head(
            site,
            address,
            "Tasks" if filters else f"Tasks: {inputs.title}",
            description,
            trail=() if filters else (("Tasks", TASKS),),
        ),
        title=inputs.title,
        summary=summary,
        days=tuple(_day_tasks(inputs, links)),
        assistant_name=name,
        every_assistant_name=assistant_name(filters.assistants, site.assistant) if filters else "",
        supervision=_is_stated(days, "supervision"),
        tokens=_is_stated(days, "tokens"),
        newer=_link(inputs.newer, links),
        older=_link(inputs.older, links),
        first=links.to(TASKS),
        months=tuple(Link(text, links.to(place)) for text, place in filters.months) if filters else (),
        projects=filters.projects if filters else (),
        tags=filters.tags if filters else (),
        assistants=_names((*assistants, site.assistant)) if assistants else (),
    )


def _texts(inputs: TasksInputs, assistant: str) -> tuple[str, str]:
    """Return what the month amounts to, as the explorer sums up what it finds, and the same as a sentence."""
    if not inputs.days:
        return "", "Every task, month by month."
    totals = combine([day.item.totals for day in inputs.days])
    count = f"{count_noun(totals.tasks, 'task')} on {count_noun(totals.days, 'day')}"
    hours, time, leverage = (
        figure.short(totals) for figure in (figures.HUMAN_HOURS, figures.AI_MINUTES, figures.LEVERAGE)
    )
    return (
        _DOT.join((inputs.title, count, f"{hours} h in {time} of {assistant}", leverage)),
        f"{count} of {inputs.title}: {hours} hours of human work in {time} of {assistant}, {leverage}.",
    )


def _day_tasks(inputs: TasksInputs, links: Links) -> Iterator[DayTasks]:
    """Yield the rows of each day."""
    tags, projects = (term_links(terms, links) for terms in (inputs.tags, inputs.projects))
    for day in inputs.days:
        href = links.to(day.item.address)
        placed = day.tasks.placed(inputs.order)
        rows = tuple([task_row(one, tags, projects, href + quoted_tail(one.anchor)) for one in placed])
        tasks = [one.task for one in placed]
        exact = "" if all(map(_is_printed_whole, tasks)) else " ".join(map(_exact_times, tasks))
        yield DayTasks(day.date.isoformat(), href, rows, short_day(day.date), day.tags, exact)


def _is_printed_whole(task: Task) -> bool:
    """Return whether its row rounds neither its hours nor its minutes."""
    return _is_hours_cell_exact(task.human) and _is_minutes_cell_exact(task.ai)


@figures.remembered
def _is_hours_cell_exact(duration: timedelta) -> bool:
    return not duration % _HUNDREDTH_HOUR


@figures.remembered
def _is_minutes_cell_exact(duration: timedelta) -> bool:
    return not duration % _HUNDREDTH_MINUTE


def _exact_times(task: Task) -> str:
    """Return the hours and minutes of a task as the data files have them."""
    return f"{figures.hours(task.human)} {figures.minutes(task.ai)}"


def _is_stated(days: Sequence[Day], key: str) -> bool:
    """Return whether any task states `key`."""
    return any(getattr(task, key) is not None for day in days for task in day.tasks.get())


def _link(place: TitledAddress | None, links: Links) -> Link | None:
    return Link(place[0], links.to(place[1])) if place else None


TASKS_KIND = PageKind(
    name="tasks",
    plan=plan_tasks,
    collect=collect_tasks,
    sources=sources_of_tasks,
    view=tasks_view,
    view_type=TasksView,
    address=TASKS,
    template="tasks.html",
    nav=("tasks", "Tasks"),
    has_content=has_tasks,
    cost_of_1000_days=12,
)
