"""The dashboard: everything at a glance, the leaders, the records that were set."""

from collections.abc import Sequence
from datetime import date

from leverage_site import figures
from leverage_site.charts.bars import MOST_WEEKS, hours_by_week, hours_of_last_days
from leverage_site.charts.calendars import WEEKS_OF_A_YEAR, last_year
from leverage_site.charts.factors import factors_chart
from leverage_site.dates import long_date
from leverage_site.pages.content import Content, Day, PeriodDays, TermDays
from leverage_site.pages.leaders import OTHERS, all_milestones, shares, timeframes
from leverage_site.pages.links import Links, author, head
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.page import PageKind, all_days
from leverage_site.pages.tables import day_rows, figure_rows, term_links
from leverage_site.pages.urlmap import DASHBOARD, DATA_FILES, TitledAddress
from leverage_site.pages.view_parts import Head, Share, SiteView
from leverage_site.pages.views import DashboardView
from leverage_site.stats.day_stats import all_factors
from leverage_site.stats.totals import Totals
from leverage_site.urls import absolute
from leverage_site.values import value

CHART_DAYS = 90
# Those of the weeks of a calendar.
DRAWN_DAYS = 7 * WEEKS_OF_A_YEAR
# A row for each day of a year; all older ones are on the pages of their years.
LISTED_DAYS = 366
DESCRIPTION = "Tasks, human hours, leverage and records of all time at a glance."


@value
class DashboardInputs:
    """All days.

    `weeks` are those with a record, `linked_weeks` the titles and addresses of the last of them, `terms` all
    projects and all tags as they are spelled, with their addresses.
    """

    days: tuple[Day, ...]
    totals: Totals
    weeks: tuple[PeriodDays, ...]
    linked_weeks: tuple[TitledAddress, ...]
    projects: tuple[TermDays, ...]
    tags: tuple[TermDays, ...]
    terms: tuple[tuple[TitledAddress, ...], tuple[TitledAddress, ...]]
    order: str


def collect_dashboard(content: Content) -> DashboardInputs:
    """Collect all days."""
    projects, tags = content.term_days["project"], content.term_days["tag"]
    weeks = tuple(week for week in content.periods("week").values() if week.days)
    return DashboardInputs(
        days=content.days,
        totals=content.index.totals,
        weeks=weeks,
        linked_weeks=tuple(content.period_link(week.period) for week in weeks[-MOST_WEEKS:]),
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
    charted = newest if totals.tasks else None
    recent = {day.date: day.item for day in days[-DRAWN_DAYS:]}
    by_date = {day: item.totals for day, item in recent.items()}
    weeks, of_weeks = {week.period.key: week.totals for week in inputs.weeks}, dict(inputs.linked_weeks)

    def day_href(day: date) -> str:
        return links.to(recent[day].address)

    def week_href(title: str) -> str:
        return links.to(of_weeks[title])

    return DashboardView(
        head=_head(site, address, days),
        newest=long_date(newest) if newest else "",
        assistant_name=assistant_name(totals.assistants, site.assistant),
        figures=figure_rows(totals, site.assistant),
        total_days=len(days),
        hours=hours_of_last_days(by_date, CHART_DAYS, day_href) if charted else None,
        weeks=hours_by_week(charted, days[0].date, weeks, week_href) if charted else None,
        calendar=last_year(charted, by_date, day_href) if charted else None,
        factors=factors_chart(all_factors(day.stats for day in days), totals) if charted else None,
        projects=_shares(inputs.terms[0], inputs.projects, totals, links, OTHERS),
        tags=_shares(inputs.terms[1], inputs.tags, totals, links, ""),
        frames=tuple(timeframes(days, inputs.order, term_links(inputs.terms[0], links), links)) if charted else (),
        milestones=all_milestones(days, links),
        days=day_rows([day.item for day in days[: -LISTED_DAYS - 1 : -1]], links),
    )


def _head(site: SiteView, address: str, days: Sequence[Day]) -> Head:
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
    if days:
        about["temporalCoverage"] = f"{days[0].date}/{days[-1].date}"
    return head(site, address, "Leverage", DESCRIPTION, about=about)


def _shares(
    terms: Sequence[TitledAddress], of_terms: Sequence[TermDays], whole: Totals, links: Links, rest: str
) -> tuple[Share, ...]:
    return shares(zip(terms, [days.group.totals for days in of_terms], strict=True), whole, links, rest)


DASHBOARD_KIND = PageKind(
    name="dashboard",
    collect=collect_dashboard,
    sources=all_days,
    view=dashboard_view,
    view_type=DashboardView,
    address=DASHBOARD,
    origin="the dashboard",
    template="dashboard.html",
    nav=(2, "Dashboard"),
    cost_of_1000_days=40,
)
