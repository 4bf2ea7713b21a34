"""What follows from the front matter of one record: all that lists, sums and rankings need of a day.

It is computed once for each version of a record and kept, so that the sums of a site cost no look at its tasks.
"""

from leverage_site.records.model import Record
from leverage_site.stats.distribution import Distribution, distribution
from leverage_site.stats.rollups import projects, tag_names, tagged
from leverage_site.stats.totals import Totals, day_totals, factor, totals
from leverage_site.values import value


@value
class DayStats:
    """The facts of a day.

    `tags` are the names as written, the day's own first, `task_tags` those of its tasks; `tagged` has the totals
    of what counts for each tag, by its folded case, `projects` those of each project, by its name as written.
    `factors` counts its tasks by factor; `highest` and `lowest` are the ends of their range.
    """

    totals: Totals
    tags: tuple[str, ...]
    task_tags: tuple[str, ...]
    tagged: tuple[tuple[str, Totals], ...]
    projects: tuple[tuple[str, Totals], ...]
    factors: Distribution
    highest: float | None
    lowest: float | None


def day_stats(record: Record) -> DayStats:
    """Compute the facts of a day, which needs the record's tasks."""
    sums, factors = day_totals(record), [factor(task) for task in record.tasks]
    return DayStats(
        totals=sums,
        tags=tag_names(record),
        task_tags=tuple(dict.fromkeys(tag for task in record.tasks for tag in task.tags)),
        tagged=tuple((tag, sums if part.whole else totals([part])) for tag, part in tagged(record)),
        projects=tuple((name, totals([part])) for name, part in projects(record)),
        factors=distribution(record.tasks),
        highest=max(factors, default=None),
        lowest=min(factors, default=None),
    )
