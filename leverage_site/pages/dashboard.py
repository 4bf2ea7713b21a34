"""The dashboard: everything at a glance, the leaders, the records that were set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest

from leverage_site import figures
from leverage_site.addresses import absolute
from leverage_site.dates import MONTHS, Period, last_days, long_date, period_title, weeks_up_to, year_of
from leverage_site.figures import Figure
from leverage_site.pages.calendars import calendar
from leverage_site.pages.charts import Bar, Labels, hours_chart
from leverage_site.pages.content import Content
from leverage_site.pages.day import day_rows
from leverage_site.pages.days import RANKED, Archive, Day
from leverage_site.pages.directory import DASHBOARD, DATA
from leverage_site.pages.head import author, head
from leverage_site.pages.leaders import highest_tasks, ranked
from leverage_site.pages.links import Links
from leverage_site.pages.lists import recent_chart
from leverage_site.pages.page import Page
from leverage_site.pages.period_charts import LINES, factors
from leverage_site.pages.rows import figure_rows
from leverage_site.pages.shares import shares
from leverage_site.pages.views import (
    BarChart,
    Calendar,
    DashboardView,
    Head,
    Link,
    Milestone,
    Share,
    SiteView,
    Timeframe,
)
from leverage_site.pages.words import day_range
from leverage_site.settings import FILE
from leverage_site.stats.milestones import milestones
from leverage_site.stats.totals import Totals, combined
from leverage_site.values import COVERED

CHART_DAYS = 90
CHART_WEEKS = 53
FEWEST_WEEKS = 13
LEADERS = 10
# A row for each day of a year; all older ones are on the pages of their years.
LISTED_DAYS = 366
DESCRIPTION = "Tasks, human hours, leverage and records of all time at a glance."


@dataclass(frozen=True, slots=True)
class DashboardInputs:
    """All days; `digest` stands for their figures, `addresses` has their titles and addresses.

    `terms` are all tags and projects as they are spelled, with their addresses; `weeks` are the totals by week.
    """

    digest: str
    addresses: tuple[tuple[str, str], ...]
    days: tuple[Day, ...] = field(metadata=COVERED)
    weeks: dict[str, Totals] = field(metadata=COVERED)
    projects: tuple[Archive, ...] = field(metadata=COVERED)
    tags: tuple[Archive, ...] = field(metadata=COVERED)
    terms: tuple[tuple[tuple[str, str], ...], ...]
    order: str


def dashboard_page() -> Page:
    """The dashboard."""
    return Page(DASHBOARD, "the dashboard", FILE, _inputs, dashboard_view, "dashboard.html")


def _inputs(content: Content) -> DashboardInputs:
    projects, tags = content.archives["project"], content.archives["tag"]
    return DashboardInputs(
        digest=content.digest,
        addresses=tuple((day.item.title, day.item.address) for day in content.days),
        days=content.days,
        weeks={key: group.totals for key, group in content.weeks.items() if group.days},
        projects=tuple(projects.values()),
        tags=tuple(tags.values()),
        terms=(
            tuple(content.term("project", name) for name in projects),
            tuple(content.term("tag", name) for name in tags),
        ),
        order=content.settings.task_order,
    )


def dashboard_view(site: SiteView, address: str, inputs: DashboardInputs) -> DashboardView:
    """Everything at a glance."""
    links, days = Links(address), inputs.days
    totals = combined([day.item.totals for day in days])
    newest = days[-1].record.date if days else None
    charted = newest if totals.tasks else None
    return DashboardView(
        head=_head(site, address, days),
        newest=long_date(newest) if newest else "",
        figures=figure_rows(totals, site.assistant, figures.ALL),
        total_days=len(days),
        hours=recent_chart([day.item for day in days], CHART_DAYS) if charted else None,
        weeks=_weeks(charted, days[0].record.date, inputs.weeks) if charted else None,
        calendar=_calendar(charted, days) if charted else None,
        factors=factors(days) if charted else None,
        projects=_shares(inputs.terms[0], inputs.projects, totals, links, "other project"),
        tags=_shares(inputs.terms[1], inputs.tags, totals, links, "other tag"),
        frames=tuple(_frames(charted, inputs, links)) if charted else (),
        milestones=tuple(_milestones(days, site, links)),
        days=day_rows([day.item for day in days[: -LISTED_DAYS - 1 : -1]], links),
    )


def _head(site: SiteView, address: str, days: Sequence[Day]) -> Head:
    """The figures of all days are a dataset: what it measures, and where its files are."""
    about = {
        "@type": "Dataset",
        "creator": author(site),
        "isAccessibleForFree": True,
        "variableMeasured": [figure.name for figure in figures.DATA],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": absolute(site.base_url, place),
                "encodingFormat": "application/json" if place.endswith(".json") else "text/csv",
            }
            for place in DATA
        ],
    }
    if days:
        about["temporalCoverage"] = f"{days[0].record.date}/{days[-1].record.date}"
    return head(site, address, "Leverage", DESCRIPTION, about=about)


def _weeks(newest: date, oldest: date, known: dict[str, Totals]) -> BarChart:
    weeks = weeks_up_to(newest, min(CHART_WEEKS, max(FEWEST_WEEKS, (newest - oldest).days // 7 + 2)))
    labels = Labels("hours_by_week", "Week by week", f"{LINES}, for each of the last {len(weeks)} weeks.")
    return hours_chart(labels, [Bar(period_title(week), known.get(week.key), _tick(week)) for week in weeks])


def _tick(week: Period) -> str:
    """The name of a month at its first week."""
    return MONTHS[week.last.month - 1][:3] if week.last.day <= 7 else ""


def _calendar(newest: date, days: Sequence[Day]) -> Calendar:
    first = weeks_up_to(newest, CHART_WEEKS)[0].first
    labels = Labels(
        "calendar", "Every day", "The human hours of each day of the last year: the more, the stronger."
    )
    return calendar(labels, first, newest, {day.record.date: day.item.totals for day in days})


def _shares(
    terms: Sequence[tuple[str, str]], archives: Sequence[Archive], whole: Totals, links: Links, rest: str
) -> tuple[Share, ...]:
    found = ((term, archive.totals) for term, archive in zip(terms, archives, strict=True))
    return shares(found, whole, links, rest)


def _frames(newest: date, inputs: DashboardInputs, links: Links) -> Iterator[Timeframe]:
    year, oldest = year_of(newest), inputs.days[0].record.date
    spans = [(f"{count} days", last_days(newest, count).first) for count in (7, 30, 90)]
    for name, first in (*spans, (year.key, year.first), ("All time", oldest)):
        days = [day for day in inputs.days if day.record.date >= first and day.item.totals.tasks]
        best = nlargest(LEADERS, days, key=lambda day: day.item.totals.leverage or 0)
        yield Timeframe(
            name=name,
            dates=day_range(first, newest),
            tasks=ranked(highest_tasks(days, LEADERS, inputs.order), links),
            days=day_rows([day.item for day in best], links),
        )


def _milestones(days: Sequence[Day], site: SiteView, links: Links) -> list[Milestone]:
    """The records that were set, the newest first."""
    found = []
    for n, figure in enumerate(RANKED):
        label = figure.heading.replace("{assistant}", site.assistant)
        found += _set([(day, day.ranked[n]) for day in days], label, figure, links)
    tasks = _set([(day, day.summary.highest) for day in days], "Factor of a task", None, links)
    return sorted([*found, *tasks], key=lambda milestone: milestone.date, reverse=True)


def _set(
    values: Sequence[tuple[Day, float | None]], label: str, figure: Figure | None, links: Links
) -> list[Milestone]:
    days = list(milestones(values))
    return [
        Milestone(
            label=label,
            value=figure.text(day.item.totals) if figure else figures.factor_text(day.summary.highest),
            day=Link(long_date(day.record.date), links.to(day.item.address)),
            date=day.record.date.isoformat(),
            standing=day is days[-1],
        )
        for day in days
    ]
