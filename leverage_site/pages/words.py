"""Small texts that pages are put together from."""

from datetime import date

from leverage_site.dates import WEEKDAYS, long_date

SUMMARY_LENGTH = 220


def cut(text: str) -> str:
    """`text`, or as many of its whole words as fit, with an ellipsis."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    words = text[:SUMMARY_LENGTH].rpartition(" ")[0] or text[: SUMMARY_LENGTH - 1]
    return words.rstrip(" ,;:.–—-") + "…"


def weekday(day: date) -> str:
    """Its name."""
    return WEEKDAYS[day.weekday()]


def day_range(first: date, last: date) -> str:
    """`April 06, 2026 to April 12, 2026`."""
    return f"{long_date(first)} to {long_date(last)}"
