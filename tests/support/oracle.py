"""The statistics of docs/statistics.md once more: slow, in fractions, from the definitions alone."""

from collections.abc import Callable, Iterable
from fractions import Fraction

from leverage_site.records.model import Record, Task

Part = tuple[Record, list[Task], bool]
"""A day, the tasks of it that count, and whether the whole day counts."""


def number(duration) -> Fraction:
    """Convert a duration to hours."""
    return (
        Fraction(duration.days * 24)
        + Fraction(duration.seconds, 3600)
        + Fraction(duration.microseconds, 3_600_000_000)
    )


def division(part: Fraction, whole: Fraction | None) -> float | None:
    return float(part / whole) if whole else None


def tokens_of(day: Record, rows: list[Task], whole: bool) -> int | None:
    """Return a day's tokens: stated, else its tasks' sum if any state them; of some tasks: only if all do."""
    if whole and day.tokens is not None:
        return day.tokens.count
    stated = [row.tokens.count for row in rows if row.tokens is not None]
    enough = stated if whole else len(stated) == len(rows)
    return sum(stated) if stated and enough else None


def figures(parts: list[Part]) -> dict[str, object]:
    """Compute every figure of some days or parts of days."""
    rows = [row for _, chosen, _ in parts for row in chosen]
    human = sum((number(row.human) for row in rows), Fraction())
    ai = sum((number(row.ai) for row in rows), Fraction())
    stating = [row for row in rows if row.supervision is not None]
    supervision = sum((number(row.supervision) for row in stating), Fraction()) if stating else None
    supervised = sum((number(row.human) for row in stating), Fraction())
    tokens = [tokens_of(*part) for part in parts]
    unknown = [part for part, count in zip(parts, tokens, strict=True) if count is None and part[1]]
    known = [count for count in tokens if count is not None]
    return {
        "days": len(parts),
        "tasks": len(rows),
        "human": human,
        "ai": ai,
        "supervision": supervision,
        "tokens": sum(known) if known and all(whole for _, _, whole in unknown) else None,
        "tokens_missing": len(unknown),
        "leverage": division(human, ai),
        "supervisory": division(supervised, supervision),
        "weeks": float(human / 40),
        "working_days": float(human / 8),
    }


def by_day(records: Iterable[Record], label: Callable[[Record], str]) -> dict[str, list[Part]]:
    groups: dict[str, list[Part]] = {}
    for day in records:
        groups.setdefault(label(day), []).append((day, list(day.body.get().tasks), True))
    return groups


def by_task(records: Iterable[Record], label: Callable[[Task], str | None]) -> dict[str | None, list[Part]]:
    groups: dict[str | None, list[Part]] = {}
    for day in records:
        for name in {label(row) for row in day.body.get().tasks}:
            groups.setdefault(name, []).append(
                (day, [row for row in day.body.get().tasks if label(row) == name], False)
            )
    return groups


def by_tag(records: Iterable[Record]) -> dict[str | None, list[Part]]:
    """Group by tag in lower case: whole days that carry it, else the tasks that do."""
    groups: dict[str | None, list[Part]] = {}
    for day in records:
        own = {tag.lower() for tag in day.tags}
        for tag in own | {tag.lower() for row in day.body.get().tasks for tag in row.tags}:
            chosen = [row for row in day.body.get().tasks if tag in own or tag in {t.lower() for t in row.tags}]
            groups.setdefault(tag, []).append((day, chosen, tag in own))
    return groups
