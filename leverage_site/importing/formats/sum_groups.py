"""Rows that are called like a group of tasks and hold its sum, above the group or below it.

Numbers, marks and projects tell which rows are of a group. Where nothing tells, figures do: a table of nothing but
groups, each with a row that is the sum of its others, is no accident.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.ranges import Running, Wrong
from leverage_site.importing.formats.sum_lines import Line

_NUMBER = re.compile(r"#? ?([0-9]{1,4}(?:\.[0-9]{1,4}){0,5})[.)]?")
_BULLETS = tuple("-–—•·▪◦*+→↳└├‣›>")
_BOLD = re.compile(r"(\*\*|__)(?=\S).+\1")
# So many rows with the same sum are tried as the end of a group.
_TRIES = 30


def marked_sums(lines: Sequence[Line], groups: Sequence[str]) -> dict[int, tuple[Wrong, ...]]:
    """The lines that have the sum of rows which a number, mark or project puts beside them.

    With each are its figures that do not follow. `groups` are the days of the lines, where there are many.
    """
    found: dict[int, tuple[Wrong, ...]] = {}
    for head, members in (*_numbered(lines), *_marked(lines), *_projects(lines)):
        line = lines[head]
        if line.row.reason or len({_at(groups, n) for n in (head, *members)}) > 1:
            continue
        running = Running()
        for n in members:
            running.add(lines[n].stated)
        exact = running.exact("sum", (0, len(running)))
        if exact.fits(line.stated):
            found[head] = tuple(exact.wrong(line.row, line.stated))
    return found


def tiled_sums(lines: Sequence[Line], groups: Sequence[str]) -> Iterator[int]:
    """The lines that have the sums of groups, where a day has nothing else than groups with their sums."""
    tasks = [n for n, line in enumerate(lines) if line.is_task]
    for _, run in groupby(tasks, key=lambda n: _at(groups, n)):
        rows = list(run)
        yield from _tiles(lines, rows) or _tiles(lines, rows[::-1])


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[int, list[int]]]:
    """Rows with `2`, above those with `2.1` and `2.2`."""
    heads: dict[str, int] = {}
    members: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if match := _NUMBER.fullmatch(line.row.cells.get(fields.NUMBER, "")):
            above = match[1].rpartition(".")[0]
            if above in heads:
                members.setdefault(above, []).append(n)
            heads.setdefault(match[1], n)
    yield from ((heads[number], found) for number, found in members.items())


def _marked(lines: Sequence[Line]) -> Iterator[tuple[int, list[int]]]:
    """Rows in bold above others, and rows above those that begin like items of a list."""
    titles = [line.row.cells.get(fields.TASK, "").strip() for line in lines]
    for marks in (
        [_BOLD.fullmatch(title) is None for title in titles],
        [title.startswith(_BULLETS) and _BOLD.fullmatch(title) is None for title in titles],
    ):
        heads = [n for n, is_member in enumerate(marks) if not is_member]
        for head, end in zip(heads, [*heads[1:], len(lines)], strict=False):
            if end > head + 1:
                yield head, list(range(head + 1, end))


def _projects(lines: Sequence[Line]) -> Iterator[tuple[int, list[int]]]:
    """Rows with the name of the project that those just above or below them have."""
    names = [line.row.cells.get("project", "").casefold() for line in lines]
    titles = [line.row.cells.get(fields.TASK, "").strip(" *_").casefold() for line in lines]
    runs: dict[int, list[int]] = {}
    for n, (name, title) in enumerate(zip(names, titles, strict=True)):
        if name and title != name:
            runs[n] = runs[n - 1] if n - 1 in runs and names[n - 1] == name else []
            runs[n].append(n)
    for n, (name, title) in enumerate(zip(names, titles, strict=True)):
        for beside in (n - 1, n + 1):
            if title and name in ("", title) and beside in runs and names[beside] == title:
                yield n, runs[beside]


def _tiles(lines: Sequence[Line], rows: Sequence[int]) -> list[int]:
    """The first of each group where the rows are groups, one after the other, that begin with their sums."""
    running = Running()
    human = [0]
    for n in rows:
        running.add(lines[n].stated)
        human.append(
            human[-1] + (int(lines[n].stated[fields.HUMAN].value) if fields.HUMAN in lines[n].stated else 0)
        )
    heads: list[int] = []
    sizes: list[int] = []
    likely = 0
    at = 0
    while at < len(rows):
        line = lines[rows[at]]
        own = line.stated.get(fields.HUMAN)
        if own is None or len(line.stated) < 2 or line.has_own or line.row.reason:
            return []
        first = bisect_left(human, human[at + 1] + own.value - own.step / 2, lo=at + 2)
        ends = range(first, min(first + _TRIES, len(rows) + 1))
        end = next((end for end in ends if running.exact("sum", (at + 1, end)).fits(line.stated)), None)
        if end is None:
            return []
        heads.append(rows[at])
        sizes.append(end - at - 1)
        likely += running.unlikeliness((at + 1, end))[0] >= 2
        at = end
    return heads if len(heads) >= 2 and min(sizes) >= 1 and sum(sizes) > len(heads) and likely else []


def _at(groups: Sequence[str], n: int) -> str:
    return groups[n] if n < len(groups) else ""
