"""What projects and tags have of all human hours."""

from collections.abc import Iterable, Mapping

from leverage_site import figures
from leverage_site.pages.content import Day
from leverage_site.pages.links import Links
from leverage_site.pages.scales import per_cent
from leverage_site.pages.views import Link, Share
from leverage_site.stats.totals import NOTHING, Totals, combined
from leverage_site.text import counted

MOST = 10
OTHERS = "other project"

# A name as it is spelled, with its address.
Term = tuple[str, str]


def project_shares(
    days: Iterable[Day], whole: Totals, projects: Mapping[str, Term], links: Links
) -> tuple[Share, ...]:
    """What each project has of `days`, whose totals are `whole`; `projects` are by folded case."""
    found: dict[str, list[Totals]] = {}
    for day in days:
        for name, totals in day.stats.projects:
            found.setdefault(name.casefold(), []).append(totals)
    return shares([(projects[name], combined(parts)) for name, parts in found.items()], whole, links, OTHERS)


def shares(terms: Iterable[tuple[Term, Totals]], whole: Totals, links: Links, rest: str = "") -> tuple[Share, ...]:
    """What each term has of `whole`: those with the most hours, and what the `rest` has together.

    Without a name for the rest it is left out: what tags have overlaps, so that it does not add up.
    """
    ordered = sorted(terms, key=lambda term: term[0][0].casefold())
    ordered.sort(key=lambda term: term[1].human, reverse=True)
    most = max((totals.human for _, totals in ordered), default=NOTHING)
    rows = [(Link(name, links.to(address)), name, totals) for (name, address), totals in ordered[:MOST]]
    more = ordered[MOST:]
    others = [(None, counted(len(more), rest), combined([sums for _, sums in more]))] if more and rest else []
    return tuple(
        Share(
            link=link,
            text=name,
            share=figures.share_text(totals.human, whole.human),
            bar=per_cent(min(1.0, totals.human / most)) if most else "0",
            tasks=figures.TASKS.text(totals),
            human_hours=figures.HUMAN_HOURS.text(totals),
            leverage=figures.LEVERAGE.text(totals),
        )
        for link, name, totals in [*rows, *others]
    )
