"""The dashboard: everything at a glance by range, the records that were set, the leaders, the newest days."""

from collections.abc import Sequence

from leverage_site import figures
from leverage_site.charts.bars import MOST_MONTHS, MOST_WEEKS
from leverage_site.charts.calendars import WEEKS_OF_A_YEAR, last_year
from leverage_site.charts.factors import factors_chart
from leverage_site.dates import long_date, year_of
from leverage_site.pages.content import Content, Day, PeriodDays, TermDays
from leverage_site.pages.excerpts import description
from leverage_site.pages.leaders import all_milestones, timeframes
from leverage_site.pages.links import Links, author, head
from leverage_site.pages.narrative import amount_of, assistant_name, days_text, news
from leverage_site.pages.page import PageKind, all_days, has_tasks
from leverage_site.pages.ranges import Recorded, ranges
from leverage_site.pages.tables import day_rows, figure_rows, term_links
from leverage_site.pages.thresholds import CALENDAR_DAYS, CHART_POINTS, points, still_to_come
from leverage_site.pages.urlmap import DASHBOARD, DATA_FILES, TitledAddress
from leverage_site.pages.view_parts import Head, SiteView
from leverage_site.pages.views import DashboardView
from leverage_site.stats.day_stats import all_factors
from leverage_site.stats.totals import Totals
from leverage_site.urls import absolute
from leverage_site.values import value

# Those of the weeks of a calendar.
DRAWN_DAYS = 7 * WEEKS_OF_A_YEAR
# A fortnight; all older days are on the pages of their months.
LISTED_DAYS = 14
TITLE, DESCRIPTION = "Dashboard", "Tasks, human hours, leverage and records of all time at a glance."


@value
class DashboardInputs:
    """All days.

    `weeks` and `months` are those with a record, `periods` the titles and addresses of those that may be drawn,
    `year` those of the newest day's year. `terms` are all projects and all tags as they are spelled, with their
    addresses.
    """

    days: tuple[Day, ...]
    totals: Totals
    weeks: tuple[PeriodDays, ...]
    months: tuple[PeriodDays, ...]
    periods: tuple[TitledAddress, ...]
    year: TitledAddress | None
    projects: tuple[TermDays, ...]
    tags: tuple[TermDays, ...]
    terms: tuple[tuple[TitledAddress, ...], tuple[TitledAddress, ...]]
    order: str


def collect_dashboard(content: Content) -> DashboardInputs:
    """Collect all days."""
    projects, tags = content.term_days["project"], content.term_days["tag"]
    weeks = tuple(week for week in content.periods("week").values() if week.days)
    months = tuple(month for month in content.periods("month").values() if month.days)
    return DashboardInputs(
        days=content.days,
        totals=content.index.totals,
        weeks=weeks,
        months=months,
        periods=tuple(content.period_link(one.period) for one in (*weeks[-MOST_WEEKS:], *months[-MOST_MONTHS:])),
        year=content.period_link(year_of(content.days[-1].date)) if content.days else None,
        projects=tuple(projects.values()),
        tags=tuple(tags.values()),
        terms=(
            tuple(content.term("project", name) for name in projects),
            tuple(content.term("tag", name) for name in tags),
        ),
        order=content.settings.task_order,
    )


def dashboard_view(site: SiteView, address: str, inputs: DashboardInputs) -> DashboardView:
    """Build everything at a glance."""
    links, days, totals = Links(address), inputs.days, inputs.totals
    newest = days[-1].date if days else None
    working = points(day.stats.totals for day in days)
    drawn = {day.date: day.item for day in days[-DRAWN_DAYS:]} if working >= CALENDAR_DAYS else {}
    hours = {day: item.totals for day, item in drawn.items()}
    year = links.to(inputs.year[1]) if inputs.year else ""
    factors = all_factors(day.stats for day in days) if working >= CHART_POINTS else None
    return DashboardView(
        head=_head(site, address, days, totals),
        newest=long_date(newest) if newest else "",
        assistant_name=assistant_name(totals.assistants, site.assistant),
        figures=figure_rows(totals, site.assistant),
        total_days=len(days),
        still_to_come=still_to_come(working, totals.tasks),
        ranges=ranges(_recorded(inputs), links) if working else (),
        calendar=last_year(days[-1].date, hours, lambda day: links.to(drawn[day].address), year)
        if drawn
        else None,
        factors=factors_chart(factors, totals) if factors else None,
        frames=tuple(timeframes(days, inputs.order, term_links(inputs.terms[0], links), links)) if working else (),
        milestones=all_milestones(days, links),
        days=day_rows([day.item for day in days[: -LISTED_DAYS - 1 : -1]], links),
    )


def _recorded(inputs: DashboardInputs) -> Recorded:
    (project_terms, tag_terms) = inputs.terms
    return Recorded(
        days=inputs.days,
        totals=inputs.totals,
        weeks=inputs.weeks,
        months=inputs.months,
        addresses=dict(inputs.periods),
        projects=tuple(zip(project_terms, inputs.projects, strict=True)),
        tags=tuple(zip(tag_terms, inputs.tags, strict=True)),
    )


def _head(site: SiteView, address: str, days: Sequence[Day], totals: Totals) -> Head:
    """Describe the figures of all days as a dataset: what it measures, and where its files are."""
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
            for place in DATA_FILES
        ],
    }
    if not days:
        return head(site, address, TITLE, DESCRIPTION, about=about)
    about["temporalCoverage"] = f"{days[0].date}/{days[-1].date}"
    working = sum(1 for day in days if day.item.totals.tasks)
    when = f"from {long_date(days[0].date)} to {long_date(days[-1].date)}"
    return head(
        site,
        address,
        TITLE,
        description(amount_of(totals, when, working), DESCRIPTION),
        news=news(totals, f"over {days_text(working)}"),
        about=about,
    )


DASHBOARD_KIND = PageKind(
    name="dashboard",
    collect=collect_dashboard,
    sources=all_days,
    view=dashboard_view,
    view_type=DashboardView,
    address=DASHBOARD,
    origin="the dashboard",
    template="dashboard.html",
    nav=("dashboard", TITLE),
    has_content=has_tasks,
    cost_of_1000_days=40,
)
