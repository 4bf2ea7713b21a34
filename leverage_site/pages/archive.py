"""The archive: weeks, months and years with a record or a note, each kind a list of its own below one calendar."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter

from leverage_site.charts.calendars import WEEKS_OF_A_YEAR, last_year
from leverage_site.dates import Period, PeriodKind, month_of, period_title, week_of, weeks_up_to, year_of
from leverage_site.pages.content import Content, DayItem, PeriodDays
from leverage_site.pages.feed import WEEKS_FEED
from leverage_site.pages.links import Links, feed_links, head, path_of
from leverage_site.pages.lists import assistant_of
from leverage_site.pages.page import PageKind, all_days
from leverage_site.pages.period import list_item
from leverage_site.pages.tables import ListItem, rollup_rows
from leverage_site.pages.thresholds import CALENDAR_DAYS, points
from leverage_site.pages.urlmap import ARCHIVE, MONTHS, PROJECTS, TAGS, WEEKS, YEARS, TitledAddress
from leverage_site.pages.view_parts import NavLink, RollupRow, RowGroup, SiteView
from leverage_site.pages.views import ArchiveView
from leverage_site.text import count_noun
from leverage_site.values import value

_WEEK = timedelta(weeks=1)
_LISTS: dict[PeriodKind, str] = {"week": WEEKS, "month": MONTHS, "year": YEARS}


@value
class ArchiveInputs:
    """All weeks, months or years, the newest first, each with the month or the year that it is listed below.

    `heads` are the pages of these, as far as there are such. `since` is the month of the first day, and the
    `recent` days are those of the calendar.
    """

    kind: PeriodKind
    items: tuple[tuple[Period, Period | None, ListItem], ...]
    since: str
    heads: tuple[TitledAddress, ...]
    recent: tuple[DayItem, ...]
    tabs: tuple[TitledAddress, ...]


def archive_tabs(content: Content) -> tuple[TitledAddress, ...]:
    """Return the lists of the archive: those of periods, and those of projects and tags if there are any."""
    lists = [(f"{kind.capitalize()}s", address) for kind, address in _LISTS.items()]
    spelling = content.index.spelling
    projects = [("Projects", PROJECTS)] if spelling["project"] else []
    return (*lists, *projects, *([("Tags", TAGS)] if spelling["tag"] else []))


def tab_links(tabs: Iterable[TitledAddress]) -> tuple[NavLink, ...]:
    """Link the lists of the archive."""
    return tuple([NavLink(text, path_of(address)) for text, address in tabs])


def collect_archive(content: Content, kind: PeriodKind) -> ArchiveInputs:
    """Collect all weeks, months or years."""
    listed = list(reversed(content.periods(kind).values()))
    with_page = content.periods("month" if kind == "week" else "year")
    items = [(one.period, _head_of(one.period, one), list_item(content, one)) for one in listed]
    heads = dict.fromkeys(above for _, above, _ in items if above)
    first = weeks_up_to(content.days[-1].date, WEEKS_OF_A_YEAR)[0].first if content.days else date.max
    return ArchiveInputs(
        kind=kind,
        items=tuple(items),
        since=period_title(month_of(content.days[0].date)) if content.days else "",
        heads=tuple([content.period_link(period) for period in heads if period.key in with_page]),
        recent=tuple([item for item in content.items if item.date >= first]),
        tabs=archive_tabs(content),
    )


def archive_view(site: SiteView, address: str, inputs: ArchiveInputs) -> ArchiveView:
    """Build the list of all periods of a kind."""
    links, kind, items = Links(address), inputs.kind, [item for *_, item in inputs.items]
    rows = rollup_rows(items, links)
    periods = [(period, above) for period, above, _ in inputs.items]
    groups = _groups(periods, rows, {title: links.to(place) for title, place in inputs.heads})
    days = {item.date: item.totals for item in inputs.recent}
    hrefs = {item.date: links.to(item.address) for item in inputs.recent}
    is_drawn = points(days.values()) >= CALENDAR_DAYS
    return ArchiveView(
        head=head(
            site,
            address,
            f"{ARCHIVE} by {kind}",
            _description(len(rows), kind, inputs.since),
            trail=() if kind == "week" else ((ARCHIVE, WEEKS),),
            about={"@type": "CollectionPage"},
            feeds=(feed_links(site, address, WEEKS_FEED, "weeks"),) if kind == "week" else (),
        ),
        kind=kind,
        tabs=tab_links(inputs.tabs),
        years=tuple([group.year for group in groups if group.year]),
        calendar=last_year(inputs.recent[-1].date, days, hrefs.__getitem__) if is_drawn else None,
        groups=groups,
        rows=rows,
        assistant_name=assistant_of([item.totals for item in items], site),
    )


def _description(count: int, kind: PeriodKind, since: str) -> str:
    """Return `51 weeks since January 2025.`."""
    if not count:
        return f"No {kind} has a record yet."
    return f"{count_noun(count, kind)} since {since}." if since else f"{count_noun(count, kind)}."


def _groups(
    periods: Sequence[tuple[Period, Period | None]], rows: Sequence[RollupRow], heads: Mapping[str, str]
) -> tuple[RowGroup, ...]:
    """Group rows by what their periods are listed below, to which `heads` lead by title."""
    groups: list[RowGroup] = []
    years: set[str] = set()
    for above, placed in groupby(_placed(periods, rows), itemgetter(0)):
        title, year = (period_title(above), above.key[:4]) if above else ("", "")
        groups.append(
            RowGroup(
                title=title,
                href=heads.get(title, ""),
                year="" if year in years else year,
                rows=tuple([row for _, row in placed]),
            )
        )
        years.add(year)
    return tuple(groups)


def _placed(
    periods: Sequence[tuple[Period, Period | None]], rows: Sequence[RollupRow]
) -> Iterator[tuple[Period | None, RollupRow]]:
    """Yield each row behind the period that it stands below, and a row for the weeks left out between two."""
    newer, above_newer = None, None
    for (period, above), row in zip(periods, rows, strict=True):
        if newer and period.kind == "week" and newer.first - period.first > _WEEK:
            first, last = week_of(period.first + _WEEK), week_of(newer.first - _WEEK)
            yield above_newer if _head_of(last) == above_newer else above, _gap(first, last)
        yield above, row
        newer, above_newer = period, above


def _head_of(period: Period, days: PeriodDays | None = None) -> Period | None:
    """Return what a period is listed below: a week below the month of its last record, or of its Thursday."""
    if period.kind == "week":
        return month_of(days.days[-1].date if days and days.days else period.first + timedelta(days=3))
    return year_of(period.first) if period.kind == "month" else None


def _gap(first: Period, last: Period) -> RollupRow:
    """Say that there is no record from one week to another."""
    names = [period_title(week).partition(", ") for week in dict.fromkeys((first, last))]
    weeks = names[0][0]
    if len(names) > 1:
        (one, _, year), (other, _, last_year_of_gap) = names
        between = "" if year == last_year_of_gap else f", {year}"
        behind = f", {last_year_of_gap}" if between else ""
        weeks = f"{one}{between} to {other.lower()}{behind}"
    return RollupRow(text=f"{weeks}: no record", href="", detail="", days=0, figures={}, spark="", sparks=0)


def _kinds() -> Iterator[PageKind]:
    for kind, address in _LISTS.items():
        is_first = address == WEEKS
        yield PageKind(
            name=f"{kind}s",
            collect=partial(collect_archive, kind=kind),
            sources=all_days,
            view=archive_view,
            view_type=ArchiveView,
            address=address,
            origin=f"the list of {kind}s",
            template=f"{kind}s.html",
            nav=("archive", ARCHIVE) if is_first else None,
            has_content=lambda content: bool(content.days or content.period_notes),
            cost=3,
            cost_of_1000_days=15 if is_first else 3,
        )


ARCHIVE_KINDS = tuple(_kinds())
