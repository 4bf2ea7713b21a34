"""What was corrected and what was taken back: a page and a feed of it, and the page that such a day leaves."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from leverage_site.dates import long_date
from leverage_site.pages.content import Content, DayItem, WithdrawnDay
from leverage_site.pages.feed import CORRECTIONS_FEED, FeedAbout, FeedInputs, feed_kind
from leverage_site.pages.feed_entries import CorrectionEntry
from leverage_site.pages.links import Links, feed_links, head
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.urlmap import CORRECTIONS, INDEX, TitledAddress
from leverage_site.pages.view_parts import CorrectionRow, Link, SiteView
from leverage_site.pages.views import CorrectionsView, WithdrawnView
from leverage_site.records.model import Record
from leverage_site.text import count_noun
from leverage_site.values import value


@value
class CorrectionsInputs:
    """All corrections and withdrawals, the newest first."""

    entries: tuple[CorrectionEntry, ...]


@value
class WithdrawnInputs:
    """A day that was taken back, and the newest day."""

    day: WithdrawnDay
    newest: TitledAddress | None


def correction_entries(content: Content) -> tuple[CorrectionEntry, ...]:
    """Return the entries of all corrections and withdrawals, the newest first."""
    return content.once(("correction entries", None), partial(_correction_entries, content))


def _correction_entries(content: Content) -> tuple[CorrectionEntry, ...]:
    pairs = zip(content.index.records, content.items, strict=True)
    days: list[tuple[Record, WithdrawnDay | DayItem]] = [
        (record, item) for record, item in pairs if record.corrections
    ]
    days += [(day.record, day) for day in content.withdrawn]
    entries = [entry for record, day in days for entry in _entries_of(content, record, day)]
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.corrected), reverse=True))


def _entries_of(content: Content, record: Record, day: WithdrawnDay | DayItem) -> Iterator[CorrectionEntry]:
    """Yield the entries of a day: their ids are for life, and no text has a part in them."""
    settings, numbers = content.settings, dict.fromkeys([one.date for one in record.corrections], 0)
    id_of_day = f"{settings.id}/{record.date.isoformat()}"
    for one in record.corrections:
        number = numbers[one.date]
        numbers[one.date] += 1
        name = f"{id_of_day}/corrected/{one.date.isoformat()}" + (f"/{number + 1}" if number else "")
        yield CorrectionEntry(name, day, one.date, one.text, number, False, settings.feed_timezone)
    if record.withdrawn:
        changed = record.updated or record.date
        number = numbers.get(changed, 0)
        name = f"{id_of_day}/withdrawn"
        yield CorrectionEntry(name, day, changed, record.withdrawn, number, True, settings.feed_timezone)


def collect_corrections(content: Content) -> CorrectionsInputs:
    """Collect all corrections and withdrawals."""
    return CorrectionsInputs(correction_entries(content))


def sources_of_corrections(content: Content, *_: str) -> Iterator[str]:
    """Yield tokens of the days that were corrected; the withdrawn ones are in the basis of all keys."""
    pairs = zip(content.index.records, content.days, strict=True)
    yield from (day.token for record, day in pairs if record.corrections)


def corrections_view(site: SiteView, address: str, inputs: CorrectionsInputs) -> CorrectionsView:
    """Build corrections.html."""
    links = Links(address)
    rows = [
        CorrectionRow(
            date=entry.made.isoformat(),
            long_date=long_date(entry.made),
            day=Link(entry.title, links.to(entry.day.address)),
            text=entry.text,
            is_withdrawal=entry.is_withdrawal,
        )
        for entry in inputs.entries
    ]
    withdrawn = sum(row.is_withdrawal for row in rows)
    counts = f"{count_noun(len(rows) - withdrawn, 'correction')}, {count_noun(withdrawn, 'withdrawn day')}."
    description = f"What was corrected in published records: {counts}"
    feeds = (feed_links(site, address, CORRECTIONS_FEED, "corrections"),)
    return CorrectionsView(head(site, address, "Corrections", description, feeds=feeds), tuple(rows))


def collect_corrections_feed(content: Content, form: str) -> FeedInputs:
    """Collect the newest corrections."""
    settings = content.settings
    entries = correction_entries(content)[: settings.feed_size]
    about = FeedAbout(
        id=f"{settings.id}/corrections",
        title="corrections",
        description="What was corrected in published records, and which days were taken back.",
        home=CORRECTIONS,
        hub=settings.feed_hub,
    )
    return FeedInputs.of(form, about, entries)


def plan_withdrawn(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the page that each withdrawn day leaves at its address."""
    for day in content.withdrawn:
        yield Page(kind, day.address, day.record.path, day.record.path, (day.record.date,))


def collect_withdrawn(content: Content, day: date) -> WithdrawnInputs:
    """Collect what the page of a withdrawn day says."""
    one = next(one for one in content.withdrawn if one.record.date == day)
    newest = (content.items[-1].title, content.items[-1].address) if content.items else None
    return WithdrawnInputs(one, newest)


def sources_of_withdrawn(content: Content, _: date) -> Iterator[str]:
    """Yield the token of the newest day: the withdrawn ones are in the basis of all keys."""
    yield from (day.token for day in content.days[-1:])


def withdrawn_view(site: SiteView, address: str, inputs: WithdrawnInputs) -> WithdrawnView:
    """Build the page of a day that was taken back: it says so, and none of its figures."""
    day, record, links = inputs.day, inputs.day.record, Links(address)
    when = long_date(record.date)
    return WithdrawnView(
        head=head(
            site,
            address,
            day.title,
            f"The record of {when} was withdrawn.",
            trail=(("Records", INDEX),),
            feeds=(feed_links(site, address, CORRECTIONS_FEED, "corrections"),),
        ),
        date=record.date.isoformat(),
        long_date=when,
        reason=record.withdrawn or "",
        withdrawn=long_date(record.updated) if record.updated else "",
        corrections=links.to(CORRECTIONS),
        newest=Link(inputs.newest[0], links.to(inputs.newest[1])) if inputs.newest else None,
    )


CORRECTION_KINDS = (
    PageKind(
        name="corrections",
        collect=collect_corrections,
        sources=sources_of_corrections,
        view=corrections_view,
        view_type=CorrectionsView,
        address=CORRECTIONS,
        origin="the page of corrections",
        template="corrections.html",
    ),
    PageKind(
        name="withdrawn",
        plan=plan_withdrawn,
        collect=collect_withdrawn,
        sources=sources_of_withdrawn,
        view=withdrawn_view,
        view_type=WithdrawnView,
        template="withdrawn.html",
        in_sitemap=False,
    ),
    feed_kind(
        CORRECTIONS_FEED,
        "feed of corrections",
        "the feed of corrections",
        collect_corrections_feed,
        sources_of_corrections,
    ),
)
