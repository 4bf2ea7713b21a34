"""What a period amounted to, in sentences that follow from its figures and from nothing else."""

from collections.abc import Iterator, Sequence

from leverage_site import figures
from leverage_site.dates import Period, long_date
from leverage_site.figures import change_text
from leverage_site.pages.content import Day
from leverage_site.pages.rows import Neighbour
from leverage_site.pages.words import ASSISTANTS, assistant_name, weekday
from leverage_site.stats.totals import Totals
from leverage_site.text import count_noun


def summary(
    period: Period, totals: Totals, days: Sequence[Day], before: Neighbour | None, assistant: str
) -> tuple[str, ...]:
    """Sentences on `period`: its `days` add up to `totals`, `before` is the last period that has a record.

    `assistant` is the site's own.
    """
    if not days:
        return (f"There is no record of this {period.kind}.",)
    if not totals.tasks:
        return (f"{_rest(len(days)).capitalize()}, and no task.",)
    return tuple(
        sentence
        for sentence in (
            _work(totals, days, assistant_name(totals.assistants, assistant, ASSISTANTS)),
            _supervision(totals),
            _best_day(days),
            _change(totals, before),
        )
        if sentence
    )


def _work(totals: Totals, days: Sequence[Day], assistant: str) -> str:
    working = [day for day in days if day.item.totals.tasks]
    rest = len(days) - len(working)
    hours, minutes = figures.HUMAN_HOURS.text(totals), figures.AI_MINUTES.text(totals)
    tasks = f"{count_noun(totals.tasks, 'task')} on {count_noun(len(working), 'day')}"
    rested = f" and {_rest(rest)}" if rest else ""
    return (
        f"{tasks}{rested}: what would have taken a person {_unit(hours, 'hour')} took {assistant} "
        f"{_unit(minutes, 'minute')}, a leverage of {figures.LEVERAGE.text(totals)}."
    )


def _rest(days: int) -> str:
    return f"{count_noun(days, 'day')} of rest"


def _unit(number: str, noun: str) -> str:
    return f"{number} {noun}{'' if number in ('1', '1.0') else 's'}"


def _supervision(totals: Totals) -> str:
    if totals.supervisory is None:
        return ""
    minutes = _unit(figures.SUPERVISION_MINUTES.text(totals), "minute")
    some = "" if totals.supervised == totals.human else " of the tasks that state it"
    return f"Supervision{some} took {minutes}, a supervisory leverage of {figures.SUPERVISORY.text(totals)}."


def _best_day(days: Sequence[Day]) -> str:
    """The days with the highest and the lowest leverage, of equal ones the earliest, if they differ in print."""
    working = [day for day in days if day.item.totals.tasks]
    if len(working) < 2:
        return ""
    high, low = (find(working, key=lambda day: day.item.totals.leverage or 0) for find in (max, min))
    best, worst = (figures.LEVERAGE.text(day.item.totals) for day in (high, low))
    if best == worst:
        return ""
    return f"Leverage was highest on {_day(high)} ({best}) and lowest on {_day(low)} ({worst})."


def _day(day: Day) -> str:
    return f"{weekday(day.date)}, {long_date(day.date)}"


def _change(totals: Totals, before: Neighbour | None) -> str:
    if not before or not before.totals or not before.totals.tasks:
        return ""
    parts = list(_moves(totals, before.totals))
    return f"Against {before.title}, {' and '.join(parts)}." if parts else ""


def _moves(now: Totals, before: Totals) -> Iterator[str]:
    for figure, name in ((figures.LEVERAGE, "leverage"), (figures.HUMAN_HOURS, "human hours")):
        text = change_text(figure, now, before)
        verb = {"+": "rose by", "−": "fell by", "±": "stayed the same"}.get(text[0])
        if verb:
            yield f"{name} {verb} {text[1:]}" if text[0] != "±" else f"{name} {verb}"
