"""Sentences and names that follow from figures: who did it, what a period amounted to, what a page is about.

A sentence says its figures as they are to be read, and carries each as the data files have it. No later record
can refute it: all of it is of one period, and of the one before.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

from leverage_site import figures
from leverage_site.dates import (
    WEEKDAYS,
    Period,
    day_and_month,
    month_of,
    period_title,
    week_of,
    year_of,
)
from leverage_site.figures import Figure
from leverage_site.markdown import Html
from leverage_site.stats.index import IndexedDay, first_spellings
from leverage_site.stats.spread import ends_of_days
from leverage_site.stats.totals import Totals
from leverage_site.text import count_noun, number_word
from leverage_site.values import value

# Several assistants, as headings and labels call them, and as a sentence does.
AI, ASSISTANTS = "AI", "the assistants"
# One who has no name.
_ASSISTANT = "the assistant"
# Sums of so many times the recorded days are not held against each other.
_TOO_FAR_APART = 2

_PERIOD_OF = {"week": week_of, "month": month_of, "year": year_of}


@value
class Said:
    """A figure in a sentence: how it is read, and as the data files have it."""

    text: str
    exact: str


MarkedSentence = tuple[str | Said, ...]


def plain(sentence: MarkedSentence) -> str:
    """Return a sentence as a text."""
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def marked(sentence: MarkedSentence) -> Html:
    """Return a sentence as HTML, in which each figure carries its number."""
    return Html(
        "".join(
            escape(part) if isinstance(part, str) else f'<data value="{part.exact}">{escape(part.text)}</data>'
            for part in sentence
        )
    )


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


def summary(
    period: Period,
    totals: Totals,
    days: Sequence[IndexedDay],
    previous: tuple[str, Totals] | None,
    assistant: str,
) -> tuple[MarkedSentence, ...]:
    """Return sentences on what a period amounted to.

    Args:
        period: The period.
        totals: The sums of its days.
        days: Its days that have a record.
        previous: The last period before it that has a record: its title and its totals.
        assistant: The site's own assistant.
    """
    if not days:
        return ((f"There is no record of this {period.kind}.",),)
    if not totals.tasks:
        return ((f"No tasks: {days_text(len(days))} of rest.",),)
    working = [day for day in days if day.stats.totals.tasks]
    return (
        _work(totals, len(working), assistant),
        *(_change(period, totals, *previous) if previous else ()),
        *_extremes(period, working),
        *_supervision(totals),
        *_rest(len(days) - len(working)),
    )


def _work(totals: Totals, working: int, assistant: str) -> MarkedSentence:
    name = assistant_name(totals.assistants, assistant, ASSISTANTS)
    name = _ASSISTANT if name == AI else name
    return (
        f"{name[:1].upper()}{name[1:]} did ",
        *_hours(totals),
        " of human work in ",
        Said(time(totals.ai), figures.AI_MINUTES.exact(totals)),
        ": ",
        _said(figures.TASKS, totals),
        f" task{'' if totals.tasks == 1 else 's'} on {days_text(working)}, at ",
        _said(figures.LEVERAGE, totals),
        ".",
    )


def _said(figure: Figure, totals: Totals) -> Said:
    return Said(figure.short(totals), figure.exact(totals))


def _hours(totals: Totals) -> MarkedSentence:
    said = _said(figures.HUMAN_HOURS, totals)
    return said, f" hour{'' if said.text == '1.0' else 's'}"


def time(duration: timedelta | None) -> str:
    """Return a time as a sentence says it: `15 minutes`, `12 h 22 min`, `186 hours`."""
    text = figures.time_short(duration, " minutes")
    return "1 minute" if text == "1 minutes" else f"{text}ours" if text.endswith(" h") else text


def days_text(count: int) -> str:
    """Return `one day`, `five days`, `253 days`."""
    return f"{number_word(count)} day{'' if count == 1 else 's'}"


def _rest(days: int) -> Iterator[MarkedSentence]:
    if days:
        count = number_word(days)
        yield (f"{count[:1].upper()}{count[1:]} more day{'' if days == 1 else 's'} had no tasks.",)


def _supervision(totals: Totals) -> Iterator[MarkedSentence]:
    if totals.supervisory is not None:
        yield (
            "Supervision took ",
            Said(time(totals.supervision), figures.SUPERVISION_MINUTES.exact(totals)),
            "" if totals.supervised == totals.human else " where it was logged",
            ", a supervisory leverage of ",
            _said(figures.SUPERVISORY, totals),
            ".",
        )


def _extremes(period: Period, working: Sequence[IndexedDay]) -> Iterator[MarkedSentence]:
    """Name the day with the highest leverage and that with the lowest, each where it is the only one in print."""
    ends = ends_of_days(working)
    if len(working) < 2 or ends is None:
        return
    printed = [figures.LEVERAGE.text(day.stats.totals) for day in working]
    for name, (day, totals) in zip(("Best day", "Weakest"), ends, strict=True):
        said = _said(figures.LEVERAGE, totals)
        if printed.count(said.text) == 1:
            where = weekday(day.date) if period.kind == "week" else day_and_month(day.date)
            yield f"{name}: {where}, ", said, "."


def _change(period: Period, now: Totals, title: str, before: Totals) -> Iterator[MarkedSentence]:
    """Say how leverage moved; and the hours, unless the recorded days are of very different number."""
    if not before.tasks:
        return
    last = period_title(_PERIOD_OF[period.kind](period.first - timedelta(days=1)))
    name = f"the {period.kind} before" if title == last else title
    new, old = (_said(figures.LEVERAGE, totals) for totals in (now, before))
    moved: MarkedSentence = (f"Level with {name}",)
    if new.text != old.text:
        way = "Up" if (now.leverage or 0) > (before.leverage or 0) else "Down"
        moved = (f"{way} from ", old, f" {name if title == last else f'in {name}'}")
    yield *moved, _hours_moved(now, before), "."


def _hours_moved(now: Totals, before: Totals) -> str:
    fewer, more = sorted((now.days, before.days))
    if more > _TOO_FAR_APART * fewer:
        return ""
    text = figures.change(figures.HUMAN_HOURS, now, before)
    if text[0] in "+−":
        text = f"{text[1:]} {'more' if text[0] == '+' else 'fewer'} hours"
    else:
        text = "as many hours" if text[0] == "±" else f"{text} the hours"
    if fewer == more:
        return f", on {text}"
    return f", on {text} per recorded day ({days_text(now.days)}, after {number_word(before.days)})"


def amount(totals: Totals) -> str:
    """Return a sentence on what a day amounted to."""
    if not totals.tasks:
        return "A day without tasks."
    hours = plain(_hours(totals))
    leverage = figures.LEVERAGE.short(totals)
    return f"{hours} of human work in {time(totals.ai)}: {count_noun(totals.tasks, 'task')}, at {leverage}."


def amount_of(totals: Totals, when: str, working: int = 0) -> str:
    """Return a sentence that begins with what some days amounted to.

    Args:
        totals: Their sums.
        when: Which they are: `on April 7, 2026`.
        working: How many of several have tasks.

    """
    if not totals.tasks:
        return f"No tasks {when}."
    tasks = f": {count_noun(totals.tasks, 'task')} on {days_text(working)}" if working else ""
    return f"{plain(_hours(totals))} of human work in {time(totals.ai)} {when}{tasks}."


def news(totals: Totals, where: str) -> str:
    """Return a title that begins with the leverage of some tasks, nothing where there is none."""
    if not totals.tasks:
        return ""
    return f"{figures.LEVERAGE.short(totals)} {where}: {count_noun(totals.tasks, 'task')}"


def summary_of_all(totals: Totals, working: int, oldest: date, assistant: str) -> tuple[MarkedSentence, ...]:
    """Return sentences on what all days amount to, nothing where no day has a task.

    Args:
        totals: The sums of all days.
        working: How many of them have tasks.
        oldest: The first of them.
        assistant: Who did the tasks, as headings say.
    """
    if not totals.tasks:
        return ()
    spent, leverage = Said(time(totals.ai), figures.AI_MINUTES.exact(totals)), _said(figures.LEVERAGE, totals)
    since = f"on {days_text(working)} since {period_title(month_of(oldest))}."
    return (
        (*_hours(totals), " of human work in ", spent, f" of {assistant}: ", leverage, "."),
        (_said(figures.TASKS, totals), f" task{'' if totals.tasks == 1 else 's'} {since}"),
    )
