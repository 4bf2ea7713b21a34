"""Feeds: what each of them is, which entries it has, and its pages, one for each format.

The feeds of all days, of weeks and of corrections are FeedViews, which `render.feeds` writes. Those of projects
and tags and the archives are hundreds, and written as texts, entry by entry.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from itertools import groupby, pairwise
from typing import Any

from leverage_site.dates import month_of, week_of
from leverage_site.pages.content import Content, Day
from leverage_site.pages.feed_entries import DayEntry, Entry, WeekEntry, feed_entry, updated, withdrawn_at
from leverage_site.pages.feed_text import end_text, entry_text, feed_text, head_text
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import AdjacentPage
from leverage_site.pages.urlmap import FEED_FORMATS, FEED_STYLES, FEED_TYPES, INDEX, WEEKS, feed_address
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import DeletedEntry, FeedHead, FeedView, TextView
from leverage_site.problems import Place, Problem, catalog
from leverage_site.records.model import Record
from leverage_site.settings import FILE
from leverage_site.stats.index import TermKind
from leverage_site.urls import absolute, root_of, slug
from leverage_site.values import value

_MEDIA_TYPES = {form: f"{name}; charset=utf-8" for form, name in FEED_TYPES.items()}
# The names of feeds in their addresses; that of all days has none.
WEEKS_FEED, CORRECTIONS_FEED = "weeks", "corrections"

# When a feed without entries was changed: validators take times before 1990 for mistakes.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@value
class FeedAbout:
    """What a feed is, but for its entries.

    `title` stands behind the site's. `home` is the address of the page that it belongs to. `current` is the name,
    in addresses, of the feed of which it is an archive, None where it is none; `previous` that of the archive
    before it.
    """

    id: str
    title: str
    description: str
    home: str
    updated: datetime = NEVER
    current: str | None = None
    previous: str | None = None
    hub: str = ""
    deleted: tuple[DeletedEntry, ...] = ()


@value
class FeedInputs:
    """A feed in a format, the newest entry first."""

    format: str
    about: FeedAbout
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, form: str, about: FeedAbout, entries: Sequence[Entry]) -> "FeedInputs":
        """Return a feed that was last changed when one of its entries was, or was taken back."""
        changes = [*(entry.updated for entry in entries), *(one.when for one in about.deleted)]
        return cls(form, replace(about, updated=max(changes, default=NEVER)), tuple(entries))


@value
class FeedHeadInputs:
    """What stands before the entries of a feed."""

    format: str
    about: FeedAbout


@value
class FeedEntryInputs:
    """An entry of a feed."""

    format: str
    entry: Entry
    is_first: bool

    @property
    def token(self) -> str:
        """What stands for it in keys."""
        return f"{self.format[0]}{self.is_first:d}{self.entry.token}"


@value
class FeedEndInputs:
    """What stands behind the entries of a feed."""

    format: str


def feed_view(site: SiteView, address: str, inputs: FeedInputs) -> FeedView:
    """Build a feed."""
    entries = tuple([feed_entry(site, entry) for entry in inputs.entries])
    return FeedView(inputs.format, _head(site, address, inputs.about, inputs.format), entries)


def _head(site: SiteView, address: str, about: FeedAbout, form: str) -> FeedHead:
    def address_of(name: str | None) -> str:
        return "" if name is None else absolute(site.base_url, feed_address(name, form))

    return FeedHead(
        id=about.id,
        title=f"{site.title}: {about.title}" if about.title else site.title,
        description=about.description or site.description,
        language=site.language,
        author=site.author,
        generator=site.generator,
        home=absolute(site.base_url, about.home),
        url=absolute(site.base_url, address),
        styles=_styles(address),
        updated=about.updated,
        current=address_of(about.current),
        previous=address_of(about.previous),
        hub=about.hub,
        deleted=about.deleted,
    )


def _styles(address: str) -> str:
    return root_of(address) + FEED_STYLES.removeprefix("/")


def feed_part_view(
    site: SiteView, address: str, inputs: FeedInputs | FeedHeadInputs | FeedEntryInputs | FeedEndInputs
) -> TextView:
    """Build a feed as a text, or a part of it."""
    match inputs:
        case FeedEntryInputs():
            text = _entry_text(site, inputs.entry, inputs.format, inputs.is_first)
        case FeedHeadInputs():
            text = head_text(_head(site, address, inputs.about, inputs.format), inputs.format)
        case FeedEndInputs():
            text = end_text(inputs.format)
        case FeedInputs():
            text = feed_text(feed_view(site, address, inputs))
    return TextView(text)


# A day is in the archive and in the feeds of its projects and tags: saves 0.4 of 6 s of CPU per 1,000 days. More
# entries save no more: eight times as many take 25 MB.
@lru_cache(256)
def _entry_text(site: SiteView, entry: Entry, form: str, is_first: bool) -> str:
    return entry_text(feed_entry(site, entry), form, is_first=is_first)


def feed_parts(inputs: FeedInputs) -> Iterator[FeedHeadInputs | FeedEntryInputs | FeedEndInputs]:
    """Yield the inputs of each part of a feed."""
    yield FeedHeadInputs(inputs.format, inputs.about)
    for n, entry in enumerate(inputs.entries):
        yield FeedEntryInputs(inputs.format, entry, n == 0)
    yield FeedEndInputs(inputs.format)


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

    Projects and tags have no archives: their days are in that of all days.
    """
    for feed, months in (("", archived_days(content)), (WEEKS_FEED, archived_weeks(content))):
        for before, month in pairwise(["", *months]):
            name = archive_name(feed, month)
            for form in FEED_FORMATS:
                origin = f"the archive of {feed or 'days'} of {month}"
                yield Page(kind, feed_address(name, form), FILE, origin, (form, feed, month, before))


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


# Kinds


def plan_feed(name: str, kind: PageKind, _: Content, __: Sequence[Page]) -> Iterator[Page]:
    """Plan the pages of the feed called `name`, one for each format."""
    for form, called in FEED_FORMATS.items():
        yield Page(kind, feed_address(name, form), FILE, f"{kind.origin} as {called}", (form,))


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


def feed_alias_view(site: SiteView, address: str, inputs: FeedInputs) -> FeedView:
    """Build the feed of all days for an older address of it; it says where it is from now on."""
    view = feed_view(site, feed_address("", inputs.format), inputs)
    return replace(view, head=replace(view.head, styles=_styles(address)))


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
    """Yield what stands for some weeks and for the weeks that they are compared with."""
    weeks, all_weeks = content.periods("week"), list(content.index.periods("week"))
    for key in keys:
        place = bisect_left(all_weeks, key)
        yield from (weeks[name].token for name in all_weeks[max(0, place - 1) : place + 1])


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


def term_feed(kind: TermKind, spelling: str) -> str:
    """Return the name of the feed of a tag or a project."""
    return f"{kind}s/{slug(spelling)}"


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


def feed_kind(
    name: str, kind: str, origin: str, collect: Callable[..., Any], sources: Callable[..., Any]
) -> PageKind:
    """Return a kind of feeds that every site has one of, in each format."""
    return PageKind(
        name=kind,
        plan=partial(plan_feed, name),
        collect=collect,
        sources=sources,
        view=feed_view,
        view_type=FeedView,
        origin=origin,
        format="feed",
        media_types=_MEDIA_TYPES,
        in_sitemap=False,
        cost=20,
    )


def _many(
    kind: str, plan: Callable[..., Any], collect: Callable[..., Any], sources: Callable[..., Any]
) -> PageKind:
    """Return a kind of feeds that a site has many of."""
    return PageKind(
        name=kind,
        plan=plan,
        collect=collect,
        sources=sources,
        parts=feed_parts,
        view=feed_part_view,
        view_type=TextView,
        format="text",
        media_types=_MEDIA_TYPES,
        in_sitemap=False,
        cost=5,
    )


_DAYS_KIND = feed_kind("", "feed", "the feed", collect_days, sources_of_days)

FEED_KINDS = (
    _DAYS_KIND,
    replace(_DAYS_KIND, name="feed alias", plan=plan_feed_aliases, view=feed_alias_view),
    feed_kind("weeks", "feed of weeks", "the feed of weeks", collect_weeks, sources_of_weeks),
    _many("feed archive", plan_archives, collect_archive, sources_of_archive),
    *(
        _many(f"feed of a {kind}", partial(plan_term_feeds, kind), collect_term_feed, sources_of_term_feed)
        for kind in ("project", "tag")
    ),
)
