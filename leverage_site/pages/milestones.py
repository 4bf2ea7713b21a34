"""Every record of a day, and when it was set."""

from collections.abc import Sequence

from leverage_site import figures
from leverage_site.dates import long_date
from leverage_site.figures import Figure
from leverage_site.pages.content import Day
from leverage_site.pages.links import Links
from leverage_site.pages.views import Link, Milestone
from leverage_site.stats.rankings import milestones, ranked_value


def all_milestones(days: Sequence[Day], links: Links) -> tuple[Milestone, ...]:
    """The records that were set, the newest first."""
    found = []
    for figure in figures.RANKED:
        values = [(day, ranked_value(figure.name, day.stats.totals)) for day in days]
        found += _set(values, figure.heading, figure, links)
    tasks = _set([(day, day.stats.highest) for day in days], "Factor of a task", None, links)
    return tuple(sorted([*found, *tasks], key=lambda milestone: milestone.date, reverse=True))


def _set(
    values: Sequence[tuple[Day, float | None]], label: str, figure: Figure | None, links: Links
) -> list[Milestone]:
    days = list(milestones(values))
    return [
        Milestone(
            label=label,
            value=figure.text(day.item.totals) if figure else figures.factor_text(day.stats.highest),
            day=Link(long_date(day.date), links.to(day.item.address)),
            date=day.date.isoformat(),
            standing=day is days[-1],
        )
        for day in days
    ]
