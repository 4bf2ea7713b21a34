"""How much there must be for a part of a page to say something: the one rule for small sites.

A part that would say nothing is left out whole, and a sentence tells when it comes. Days count where they have a
task: a day of rest has no leverage to draw, to rank or to lead with.
"""

from collections.abc import Iterable

from leverage_site.stats.totals import Totals
from leverage_site.text import number_word

# What fewer points than these would draw is said as well by the row of each.
CHART_POINTS = 5
CALENDAR_DAYS = 10
LEADER_TASKS = 10
# Of a site's first days, nearly each is a record of something.
MILESTONE_DAYS = 10
# One tag alone stands beside nothing.
TAGS = 2


def points(parts: Iterable[Totals]) -> int:
    """Return how many points a chart of some days, weeks or months has: one for each that has a task."""
    return sum(1 for totals in parts if totals.tasks)


def still_to_come(days: int, tasks: int) -> str:
    """Return a sentence on what a site of so many `days` with tasks lacks yet, nothing where it lacks nothing."""
    if days < CHART_POINTS:
        return f"Charts appear after {number_word(CHART_POINTS)} days."
    if days < CALENDAR_DAYS:
        return f"The calendar appears after {number_word(CALENDAR_DAYS)} days, and records from then on."
    if tasks < LEADER_TASKS:
        return f"Leaders appear after {number_word(LEADER_TASKS)} tasks."
    return ""
