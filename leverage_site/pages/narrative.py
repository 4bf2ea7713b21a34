"""Sentences and names that follow from figures and records: excerpts, who did it, what a period amounted to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from leverage_site import figures
from leverage_site.dates import WEEKDAYS, Period, long_date, month_of, period_title
from leverage_site.records.model import Record
from leverage_site.stats.index import IndexedDay, first_spellings
from leverage_site.stats.totals import Totals
from leverage_site.text import count_noun

EXCERPT_LENGTH = 220
# Several assistants, as headings and labels call them, and as a sentence does.
AI, ASSISTANTS = "AI", "the assistants"


def truncate_at_word(text: str) -> str:
    """Return `text`, or as many of its whole words as fit into an excerpt, with an ellipsis."""
    if len(text) <= EXCERPT_LENGTH:
        return text
    words = text[:EXCERPT_LENGTH].rpartition(" ")[0] or text[: EXCERPT_LENGTH - 1]
    return words.rstrip(" ,;:.–—-") + "…"


def excerpt(record: Record, totals: Totals) -> str:
    """Return the text that sums a record up: its own summary, or its lead cut at a word, or its figures."""
    text = record.summary or truncate_at_word(record.lead_text)
    if text:
        return text
    if not totals.tasks:
        return "A day without tasks."
    hours, leverage = figures.HUMAN_HOURS.text(totals), figures.LEVERAGE.text(totals)
    return f"{count_noun(totals.tasks, 'task')}, {hours} human hours, leverage {leverage}."


def assistant_name(assistants: Iterable[str], own: str, several: str = AI) -> str:
    """Return who did some tasks: the one assistant that did all of them, or `several`.

    `assistants` are as in `Totals`; `own` is the site's, who is also said to have done what nobody did.
    """
    names = first_spellings(name or own for name in assistants) or {own.casefold(): own}
    if len(names) > 1:
        return several
    ((folded, name),) = names.items()
    return own if folded == own.casefold() else name


def middle_sentence(own: Sequence[str], of_all: Sequence[str]) -> str:
    """Return between which factors half of some tasks lie, and half of all tasks; all four are printed."""
    return (
        f"Half of its tasks lie between {own[0]} and {own[1]}; of all tasks between {of_all[0]} and {of_all[1]}."
    )


def weekday(day: date) -> str:
    """Return the name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def day_range(first: date, last: date) -> str:
    """Return `April 06, 2026 to April 12, 2026`."""
    return f"{long_date(first)} to {long_date(last)}"


def summary(
    period: Period,
    totals: Totals,
    days: Sequence[IndexedDay],
    previous: tuple[str, Totals] | None,
    assistant: str,
) -> tuple[str, ...]:
    """Return sentences on what a period amounted to.

    Args:
        period: The period.
        totals: The sums of its days.
        days: Its days that have a record.
        previous: The last period before it that has a record: its title and its totals.
        assistant: The site's own assistant.
    """
    if not days:
        return (f"There is no record of this {period.kind}.",)
    if not totals.tasks:
        return (f"{_rest(len(days)).capitalize()}, and no task.",)
    name = assistant_name(totals.assistants, assistant, ASSISTANTS)
    working = [day for day in days if day.stats.totals.tasks]
    return (
        _work(totals, working, len(days) - len(working), name),
        *_supervision(totals),
        *_extremes(working),
        *(_change(totals, *previous) if previous else ()),
    )


def _work(totals: Totals, working: Sequence[IndexedDay], rest: int, assistant: str) -> str:
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


def _supervision(totals: Totals) -> Iterator[str]:
    if totals.supervisory is not None:
        minutes = _unit(figures.SUPERVISION_MINUTES.text(totals), "minute")
        some = "" if totals.supervised == totals.human else " of the tasks that state it"
        yield f"Supervision{some} took {minutes}, a supervisory leverage of {figures.SUPERVISORY.text(totals)}."


def _extremes(working: Sequence[IndexedDay]) -> Iterator[str]:
    """Name the days with the highest and the lowest leverage, of equal ones the earliest, if print shows it."""
    if len(working) < 2:
        return
    high, low = (find(working, key=lambda day: day.stats.totals.leverage or 0) for find in (max, min))
    (best, on_best), (worst, on_worst) = (
        (figures.LEVERAGE.text(day.stats.totals), f"{weekday(day.date)}, {long_date(day.date)}")
        for day in (high, low)
    )
    if best != worst:
        yield f"Leverage was highest on {on_best} ({best}) and lowest on {on_worst} ({worst})."


def _change(now: Totals, title: str, before: Totals) -> Iterator[str]:
    """Say how leverage moved, and the hours of as many recorded days."""
    if not before.tasks:
        return
    moves = [_move("leverage", figures.change(figures.LEVERAGE, now, before))]
    if now.days == before.days:
        moves.append(_move("human hours", figures.change(figures.HUMAN_HOURS, now, before)))
    yield f"Against {title}, {' and '.join(moves)}."


def _move(name: str, text: str) -> str:
    if text[0] == "±":
        return f"{name} stayed the same"
    if text[0] in "+−":
        return f"{name} {'rose' if text[0] == '+' else 'fell'} by {text[1:]}"
    return f"{name} rose to {text} as much"


def summary_of_all(totals: Totals, working: int, oldest: date, assistant: str) -> tuple[str, ...]:
    """Return sentences on what all days amount to, nothing where no day has a task.

    Args:
        totals: The sums of all days.
        working: How many of them have tasks.
        oldest: The first of them.
        assistant: Who did the tasks, as headings say.
    """
    if not totals.tasks:
        return ()
    hours, time = _unit(figures.HUMAN_HOURS.short(totals), "hour"), figures.time_short(totals.ai, " minutes")
    if time.endswith(" h"):
        time = time.replace(" h", " hours")
    tasks, days = count_noun(totals.tasks, "task"), count_noun(working, "day")
    return (
        f"{hours} of human work in {time} of {assistant}: {figures.LEVERAGE.short(totals)}.",
        f"{tasks} on {days} since {period_title(month_of(oldest))}.",
    )
