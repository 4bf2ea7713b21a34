"""Small texts that pages are put together from."""

from collections.abc import Iterable
from datetime import date

from leverage_site.dates import WEEKDAYS, long_date
from leverage_site.stats.index import first_spellings

SUMMARY_LENGTH = 220
# Several assistants, as headings and labels call them, and as a sentence does.
AI, ASSISTANTS = "AI", "the assistants"


def cut(text: str) -> str:
    """`text`, or as many of its whole words as fit, with an ellipsis."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    words = text[:SUMMARY_LENGTH].rpartition(" ")[0] or text[: SUMMARY_LENGTH - 1]
    return words.rstrip(" ,;:.–—-") + "…"


def assistant_name(assistants: Iterable[str], own: str, several: str = AI) -> str:
    """Who did some tasks: the one assistant that did all of them, or `several`.

    `assistants` are as in `Totals`; `own` is the site's, who is also said to have done what nobody did.
    """
    names = first_spellings(name or own for name in assistants) or {own.casefold(): own}
    if len(names) > 1:
        return several
    ((folded, name),) = names.items()
    return own if folded == own.casefold() else name


def weekday(day: date) -> str:
    """Its name."""
    return WEEKDAYS[day.weekday()]


def day_range(first: date, last: date) -> str:
    """`April 06, 2026 to April 12, 2026`."""
    return f"{long_date(first)} to {long_date(last)}"
