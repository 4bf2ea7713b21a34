"""What a wrong name of a live figure was most likely meant to be: its parts in another order, or in other words.

Nothing here knows a site: what is returned may be no name there.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import permutations

from leverage_site.live.history import SPANS

_RANK = "rank"
# Other words for figures, and for what they are of; the empty one is left out.
_FIGURES: Mapping[str, str] = {
    other: figure
    for figure, others in {
        "tasks": "task count number tasks_count task_count number_of_tasks jobs",
        "human": "hours humans human_hour humanhours human_estimate human_minutes human_time estimate effort",
        "ai": "minutes minute time ai_time ai_minute machine assistant assistant_time assistant_minutes",
        "supervision": "supervise supervised supervising supervision_time oversight",
        "tokens": "token token_count",
        "leverage": "factor average avg mean multiplier ratio leverage_factor average_leverage weighted_average",
        "supervisory": "supervisory_leverage supervisory_factor supervision_leverage supervision_factor",
    }.items()
    for other in others.split()
}
_SPANS: Mapping[str, str] = {
    other: span
    for span, others in {
        "previous": "yesterday last before prev day_before previous_day",
        "": "today day this current now daily",
        "week": "weekly weeks",
        "month": "monthly months",
        "year": "yearly years annual",
        "all": "total totals ever overall alltime all_time so_far record",
        "project": "projects",
        "tag": "tags",
        "task": "tasks",
        "rank": "ranking ranked place position highest",
    }.items()
    for other in others.split()
}
_BLANKS = re.compile(r"[\s_]+")
# Behind the first of these is no name, but a calculation or the filter of a template.
_CALCULATION = re.compile(r"[|(+*/%,=<>]|\s-")


def meant(name: str) -> Iterator[str]:
    """Yield names that a wrong one may have been meant to be, the likeliest first, some more than once."""
    parts = [_BLANKS.sub("_", part.strip()) for part in _CALCULATION.split(name.lower())[0].split(".")]
    for some in (parts, list(filter(None, [_SPANS.get(part, part) for part in parts[:-1]])) + parts[-1:]):
        if len(some) > 3:
            continue
        for ordered in permutations(some):
            *of, last = ordered
            yield ".".join([*of, _FIGURES.get(last, last)])
            yield ".".join([*(_SPANS.get(part, part) for part in of), _FIGURES.get(last, last)])
            yield from _ranks(ordered)
    if len(parts) == 1 and (span := _SPANS.get(parts[0], parts[0])):
        yield from (f"{span}.{figure}" for figure in ("leverage", "tasks"))
    yield from (_FIGURES.get(part, part) for part in parts)


def _ranks(parts: tuple[str, ...]) -> Iterator[str]:
    """Yield the name of a rank that parts in some order may be meant to be: a figure, `rank`, and a span."""
    words = [_SPANS.get(part, part) for part in parts]
    if _RANK in words:
        figure = "leverage" if words[0] in (_RANK, *SPANS) else _FIGURES.get(parts[0], parts[0])
        yield ".".join([figure, _RANK, *(word for word in words if word in SPANS[1:])])
