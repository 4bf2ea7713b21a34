"""What a wrong name of a live figure most likely means: its parts in another order, or in other words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, permutations

from leverage_site.live.history import SPANS

# Of so many wrong names of a text the nearest ones are looked for, and among so many; so many are told, if alike.
MOST_HINTS, _MOST_NAMES = 10, 1_000
_NEAR, _LIKENESS = 3, 0.6
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
        "days": "day_count number_of_days recorded_days",
        "date": "today day",
        "weekday": "day_of_week dow",
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
        "rank": "ranking ranked place position",
    }.items()
    for other in others.split()
}
_ENDS: Mapping[str, str] = {
    other: end
    for end, others in {
        "highest": "highest max maximum best top peak",
        "lowest": "lowest min minimum worst weakest bottom",
        "median": "median middle",
    }.items()
    for other in others.split()
}
# What an end is of, by what it may be called besides.
_OF_ENDS: Mapping[str, str] = {"day": "date", "title": "task", "tasks": "task", "leverage": "leverage"}
_BLANKS = re.compile(r"[\s_]+")
# Behind the first of these is no name, but a calculation or the filter of a template.
_CALCULATION = re.compile(r"[|(+*/%,=<>]|\s-")


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return which of some names are the nearest to a wrong one, the likeliest first; this takes its time."""
    from difflib import get_close_matches  # loaded for a mistake only

    known = dict.fromkeys(islice(names, _MOST_NAMES))
    near = list(dict.fromkeys(filter(known.__contains__, _meant(name))))[:_NEAR]
    near = near or [one for one in known if len(name) >= _NEAR and name in one.split("-")][:_NEAR]
    return near or get_close_matches(name.lower(), list(known), _NEAR, _LIKENESS)


def _meant(name: str) -> Iterator[str]:
    """Yield what a wrong name may mean, the likeliest first, some more than once; it may be no name either."""
    parts = [_BLANKS.sub("_", part.strip()) for part in _CALCULATION.split(name.lower())[0].split(".")]
    for some in (parts, list(filter(None, [_SPANS.get(part, part) for part in parts[:-1]])) + parts[-1:]):
        if len(some) > 3:
            continue
        for ordered in permutations(some):
            *of, last = ordered
            yield ".".join([*of, _FIGURES.get(last, last)])
            yield ".".join([*(_SPANS.get(part, part) for part in of), _FIGURES.get(last, last)])
            yield from _ranks(ordered)
    yield from _ends([word for part in parts for word in part.split("_")])
    if len(parts) == 1 and (span := _SPANS.get(parts[0], parts[0])):
        yield from (f"{span}.{figure}" for figure in ("leverage", "tasks"))
    yield from (_FIGURES.get(part, part) for part in parts)


def _ends(words: list[str]) -> Iterator[str]:
    """Yield names of the highest, the lowest and the median that words may mean, those of tasks and of days."""
    rest = [word for word in words if word not in _ENDS]
    spans = [span for word in rest if (span := _SPANS.get(word, word)) in ("previous", *SPANS)]
    called = [_OF_ENDS.get(word, word) for word in rest]
    for end in (_ENDS[word] for word in words if word in _ENDS):
        for what in (*called, "factor", "leverage"):
            yield from (".".join([*of, end, what]) for of in (spans[:1], [], ["week"]) if of or not spans)


def _ranks(parts: tuple[str, ...]) -> Iterator[str]:
    """Yield the name of a rank that parts in some order may be meant to be: a figure, `rank`, and a span."""
    words = [_SPANS.get(part, part) for part in parts]
    if _RANK in words:
        figure = "leverage" if words[0] in (_RANK, *SPANS) else _FIGURES.get(parts[0], parts[0])
        yield ".".join([figure, _RANK, *(word for word in words if word in SPANS[1:])])
