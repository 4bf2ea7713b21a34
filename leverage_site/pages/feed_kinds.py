"""Which feeds a site has, and which entries each of them: days, weeks, projects, tags, archives by month."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby, pairwise

from leverage_site.dates import month_of, week_of
from leverage_site.pages.content import Content, Day
from leverage_site.pages.feed import (
    WEEKS_FEED,
    FeedAbout,
    FeedInputs,
    feed_alias_view,
    feed_kind,
    term_feed,
    text_feed_kind,
)
from leverage_site.pages.feed_entries import DayEntry, Entry, WeekEntry, updated, withdrawn_at
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import AdjacentPage
from leverage_site.pages.urlmap import FEED_FORMATS, INDEX, WEEKS, feed_address
from leverage_site.pages.views import DeletedEntry
from leverage_site.problems import Place, Problem, catalog
from leverage_site.records.model import Record
from leverage_site.settings import FILE
from leverage_site.stats.index import TermKind

# Entries


def entry_id(site_id: str, record: Record) -> str:
    """Return the id of a day's entry, fixed for life: the record's own, or the site's with the date."""
    return record.id or f"{site_id}/{record.date.isoformat()}"


def day_entries(content: Content, days: Iterable[Day]) -> tuple[DayEntry, ...]:
    """Return the entries of some days, which are made once for all feeds."""
    return tuple([content.once(("day entry", day.date), partial(_day_entry, content, day)) for day in days])


def _day_entry(content: Content, day: Day) -> DayEntry:
    settings, record = content.settings, content.index.records[content.index.places[day.date]]
    return DayEntry(
        id=entry_id(settings.id, record),
        record=record,
        day=day,
        link_map=content.link_map(record),
        order=settings.task_order,
        analysis_first=settings.day_order == "analysis",
        zone=settings.feed_timezone,
    )


def _digests(content: Content, days: Iterable[Day]) -> Iterator[str]:
    """Yield the digests of the records of some days."""
    for day in days:
        yield content.index.records[content.index.places[day.date]].digest


def newest(content: Content, days: Sequence[Day]) -> Sequence[Day]:
    """Return those of some days that a feed has, the newest first."""
    return days[: -content.settings.feed_size - 1 : -1]


def finished_weeks(content: Content) -> list[str]:
    """Return the weeks with a record that are finished: those before that of the newest day."""
    return list(content.index.periods("week"))[:-1]


def week_entries(content: Content, keys: Iterable[str]) -> tuple[WeekEntry, ...]:
    """Return the entries of some weeks."""
    return tuple([content.once(("week entry", key), partial(_week_entry, content, key)) for key in keys])


def _week_entry(content: Content, key: str) -> WeekEntry:
    settings, days = content.settings, content.periods("week")[key]
    keys = list(content.index.periods("week"))
    place = bisect_left(keys, key)
    before = content.periods("week")[keys[place - 1]] if place else None
    note = content.period_notes.get(days.period)
    records = [content.index.records[content.index.places[day.date]] for day in days.days]
    # What was taken back changed its week, too.
    records += [record for record in content.library.withdrawn if week_of(record.date) == days.period]
    return WeekEntry(
        id=f"{settings.id}/{key}",
        days=days,
        address=content.urlmap.period(days.period),
        previous=AdjacentPage(*content.period_link(before.period), before.totals) if before else None,
        note=note,
        link_map=content.link_map(note) if note else (),
        zone=settings.feed_timezone,
        changed=max(updated(record, settings.feed_timezone) for record in records),
    )


def _deleted(content: Content, withdrawn: Sequence[Record], after: date | None = None) -> tuple[DeletedEntry, ...]:
    """Return those of some days that were taken back which are `after` another, the newest first."""
    settings, deleted = content.settings, []
    for record in reversed(withdrawn):
        if after is None or record.date > after:
            when = withdrawn_at(record, settings.feed_timezone)
            deleted.append(DeletedEntry(entry_id(settings.id, record), when, record.withdrawn or ""))
    return tuple(deleted)


def _withdrawn_by_term(content: Content, kind: TermKind) -> dict[str, list[Record]]:
    """Return the days that were taken back by the tags or the projects they had, in folded case."""
    settings, by_term = content.settings, defaultdict[str, list[Record]](list)
    aliases = settings.tag_aliases if kind == "tag" else settings.project_aliases
    meant = {alias.name.casefold(): alias.target.casefold() for alias in aliases}
    for record in content.library.withdrawn:
        tasks = record.body.get().tasks
        tags = [*record.tags, *(tag for task in tasks for tag in task.tags)]
        names = tags if kind == "tag" else [task.project for task in tasks if task.project]
        for key in dict.fromkeys([meant.get(name.casefold(), name.casefold()) for name in names]):
            by_term[key].append(record)
    return by_term


def same_ids(content: Content) -> Iterator[Problem]:
    """Yield a problem for each record whose id an earlier one has."""
    records = (*content.library.records, *content.library.withdrawn)
    if not any(record.id for record in records):
        return
    by_id: dict[str, Record] = {}
    for record in records:
        name = entry_id(content.settings.id, record)
        first = by_id.setdefault(name, record)
        if first is not record:
            yield catalog.SAME_ID.at(Place(record.path), id=name, first=first.path, second=record.path)


# Archives


def archived_days(content: Content) -> list[str]:
    """Return the months of days that are none of the newest, in the order of time."""
    older = content.days[: -content.settings.feed_size]
    return list(dict.fromkeys(month_of(day.date).key for day in older))


def archived_weeks(content: Content) -> list[str]:
    """Return the months in which weeks end that are finished and none of the newest, in the order of time."""
    newest = _newest_weeks(content)
    return [month for month, keys in _weeks_by_month(content).items() if keys[0] not in newest]


def _weeks_by_month(content: Content) -> dict[str, list[str]]:
    """Return the finished weeks by the months in which they end, in the order of time."""

    def make() -> dict[str, list[str]]:
        last = {key: content.periods("week")[key].period.last for key in finished_weeks(content)}
        return {month: list(keys) for month, keys in groupby(last, lambda key: month_of(last[key]).key)}

    return content.once(("weeks by month", ""), make)


def _weeks_of_month(content: Content, month: str) -> list[str]:
    """Return the finished weeks that end in a month, the newest first."""
    return _weeks_by_month(content)[month][::-1]


def _days_of_month(content: Content, month: str) -> Sequence[Day]:
    """Return the days of a month, the newest first."""
    return content.periods("month")[month].days[::-1]


def archive_name(feed: str, month: str) -> str:
    """Return the name of a month of the archive of days or of weeks."""
    return f"archive/{feed}/{month}" if feed else f"archive/{month}"


def plan_archives(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan each month of the archives, which has all its entries: it changes only when one of them does.

    Days and weeks of one month are neighbours. Projects and tags have no archives: their days are in that of all
    days.
    """
    planned = [
        (month, feed, before)
        for feed, months in (("", archived_days(content)), (WEEKS_FEED, archived_weeks(content)))
        for before, month in pairwise(["", *months])
    ]
    for month, feed, before in sorted(planned):
        for form in FEED_FORMATS:
            origin = f"the archive of {feed or 'days'} of {month}"
            yield Page(
                kind, feed_address(archive_name(feed, month), form), FILE, origin, (form, feed, month, before)
            )


def collect_archive(content: Content, form: str, feed: str, month: str, before: str) -> FeedInputs:
    """Collect the entries of a month; `before` is the month before it in the archive."""
    entries: tuple[Entry, ...]
    if feed == WEEKS_FEED:
        about, entries = _about_weeks(content), week_entries(content, _weeks_of_month(content, month))
    else:
        withdrawn = [record for record in content.library.withdrawn if month_of(record.date).key == month]
        about = replace(_about_days(content), deleted=_deleted(content, withdrawn))
        entries = day_entries(content, _days_of_month(content, month))
    about = replace(
        about,
        current=feed,
        previous=archive_name(feed, before) if before else None,
        hub="",
    )
    return FeedInputs.of(form, about, entries)


def sources_of_archive(content: Content, _: str, feed: str, month: str, __: str) -> Iterator[str]:
    """Yield the sources of the entries of a month."""
    if feed == WEEKS_FEED:
        yield from _tokens_of_weeks(content, _weeks_of_month(content, month))
    else:
        yield from _digests(content, _days_of_month(content, month))


def collect_days(content: Content, form: str) -> FeedInputs:
    """Collect the newest days."""
    entries = day_entries(content, newest(content, content.days))
    months = archived_days(content)
    previous = archive_name("", months[-1]) if months else None
    deleted = _deleted(content, content.library.withdrawn, entries[-1].record.date if months else None)
    about = replace(_about_days(content), previous=previous, deleted=deleted)
    return FeedInputs.of(form, about, entries)


def _about_days(content: Content) -> FeedAbout:
    settings = content.settings
    return FeedAbout(settings.feed_id or settings.id, "", "", INDEX, hub=settings.feed_hub)


def plan_feed_aliases(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the feed of all days at each address that an older site had it at."""
    for address, form in content.settings.feed_aliases:
        yield Page(kind, address, FILE, f"the alias {address} of the feed", (form,))


def sources_of_days(content: Content, _: str) -> Iterator[str]:
    """Yield the sources of the newest days."""
    yield from _digests(content, newest(content, content.days))


def collect_weeks(content: Content, form: str) -> FeedInputs:
    """Collect the newest weeks that are finished."""
    entries, months = week_entries(content, _newest_weeks(content)), archived_weeks(content)
    previous = archive_name(WEEKS_FEED, months[-1]) if months else None
    about = replace(_about_weeks(content), previous=previous)
    return FeedInputs.of(form, about, entries)


def _about_weeks(content: Content) -> FeedAbout:
    description = "Each week, once it is finished: what it amounted to, and its days."
    settings = content.settings
    return FeedAbout(f"{settings.id}/weeks", "weeks", description, WEEKS, hub=settings.feed_hub)


def _newest_weeks(content: Content) -> list[str]:
    return finished_weeks(content)[: -content.settings.feed_size - 1 : -1]


def sources_of_weeks(content: Content, _: str) -> Iterator[str]:
    """Yield the sources of the newest weeks."""
    yield from _tokens_of_weeks(content, _newest_weeks(content))


def _tokens_of_weeks(content: Content, keys: Iterable[str]) -> Iterator[str]:
    """Yield what stands for some weeks with their notes, and for the weeks that they are compared with."""
    weeks, all_weeks = content.periods("week"), list(content.index.periods("week"))
    for key in keys:
        place = bisect_left(all_weeks, key)
        yield from (weeks[name].token for name in all_weeks[max(0, place - 1) : place + 1])
        if note := content.period_notes.get(weeks[key].period):
            yield note.digest


def plan_term_feeds(term_kind: TermKind, kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the feeds of each tag or each project; names that share an address collide with their pages already.

    Those of one format are neighbours: they have the texts of many entries in common.
    """
    keys: dict[str, str] = {}
    for key in content.term_days[term_kind]:
        keys.setdefault(term_feed(term_kind, content.term(term_kind, key)[0]), key)
    for form in FEED_FORMATS:
        for name, key in keys.items():
            origin = f"the feed of the {term_kind} '{content.term(term_kind, key)[0]}'"
            yield Page(kind, feed_address(name, form), FILE, origin, (form, term_kind, key))


def collect_term_feed(content: Content, form: str, kind: TermKind, key: str) -> FeedInputs:
    """Collect the newest days of a tag or a project."""
    spelling, address = content.term(kind, key)
    days = content.term_days[kind][key].days
    entries = day_entries(content, newest(content, days))
    withdrawn = content.once(("withdrawn by", kind), partial(_withdrawn_by_term, content, kind)).get(key, ())
    name = term_feed(kind, spelling)
    about = FeedAbout(
        id=f"{content.settings.id}/{name}",
        title=spelling,
        description=f"Days with the tag {spelling}." if kind == "tag" else f"Days of the project {spelling}.",
        home=address,
        hub=content.settings.feed_hub,
        deleted=_deleted(content, withdrawn, entries[-1].record.date if len(days) > len(entries) else None),
    )
    return FeedInputs.of(form, about, entries)


def sources_of_term_feed(content: Content, _: str, kind: TermKind, key: str) -> Iterator[str]:
    """Yield the sources of the newest days of a tag or a project; withdrawn ones are in the basis of all keys."""
    yield from _digests(content, newest(content, content.term_days[kind][key].days))


_DAYS_KIND = feed_kind("", "feed", "the feed", collect_days, sources_of_days)

FEED_KINDS = (
    _DAYS_KIND,
    replace(_DAYS_KIND, name="feed alias", plan=plan_feed_aliases, view=feed_alias_view),
    feed_kind("weeks", "feed of weeks", "the feed of weeks", collect_weeks, sources_of_weeks),
    text_feed_kind("feed archive", plan_archives, collect_archive, sources_of_archive),
    *(
        text_feed_kind(
            f"feed of a {kind}", partial(plan_term_feeds, kind), collect_term_feed, sources_of_term_feed
        )
        for kind in ("project", "tag")
    ),
)
