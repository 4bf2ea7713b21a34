"""Days, and groups of days, as pages are planned from them."""

from dataclasses import dataclass, replace
from functools import cached_property

from leverage_site import figures
from leverage_site.dates import Period, parts, week_of
from leverage_site.patterns import fill
from leverage_site.records.model import Note, Record
from leverage_site.settings import Settings
from leverage_site.stats.rollups import tag_names, tagged
from leverage_site.stats.totals import Totals, combined, day_totals, totals

RANKED = (figures.TASKS, figures.HUMAN_HOURS, figures.LEVERAGE, figures.SUPERVISORY)


@dataclass(frozen=True, slots=True)
class DayItem:
    """A day in a list: the record, its title and address, and the totals of what the list counts."""

    record: Record
    title: str
    address: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Day:
    """A day as pages are planned from it, all of it following from the record and the settings.

    `tags` are the names as written, the day's own first; `tagged` has the totals of what counts for each tag, by
    its folded case; `ranked` are the numbers that it is ranked by, none on a day without tasks. `outline` is all
    that decides which pages there are.
    """

    item: DayItem
    outline: tuple[object, ...]
    week: Period
    tags: tuple[str, ...]
    tagged: tuple[tuple[str, Totals], ...]
    ranked: tuple[float | None, ...]


@dataclass
class Week:
    """The days of a week in the order of time, and the author's note."""

    period: Period
    days: list[DayItem]
    note: Note | None = None

    @cached_property
    def totals(self) -> Totals:
        """The sums of its days."""
        return combined([day.totals for day in self.days])


@dataclass
class Tagged:
    """The days that carry a tag, each with the totals of what counts for it."""

    parts: list[tuple[DayItem, Totals]]

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as the tag's list shows them."""
        return tuple(item if item.totals == sums else replace(item, totals=sums) for item, sums in self.parts)

    @cached_property
    def totals(self) -> Totals:
        """The sums of what counts for the tag."""
        return combined([sums for _, sums in self.parts])


def planned_day(settings: Settings, record: Record) -> Day:
    """The day of `record`."""
    values = parts(record.date)
    title = record.title or fill(settings.day_title, values)
    address = record.url or fill(settings.day_url, values)
    sums, tags = day_totals(record), tag_names(record)
    return Day(
        item=DayItem(record, title, address, sums),
        outline=(record.path, record.date, title, address, record.aliases, tags),
        week=week_of(record.date),
        tags=tags,
        tagged=tuple((tag, totals([portion])) for tag, portion in tagged(record)),
        ranked=tuple(figure.number(sums) if record.tasks else None for figure in RANKED),
    )
