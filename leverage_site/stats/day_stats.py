"""Facts of a day: what follows from the front matter of one record, and where it stands among the days up to it.

The facts are computed once for each version of a record and kept, so that the sums of a site cost no look at its
tasks. A newer day never changes the standing of an older one: an old page keeps every figure and sentence.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from leverage_site.records.model import Record, Task
from leverage_site.stats.totals import Totals, day_totals, factor, part_totals
from leverage_site.values import value

# The lower bounds of all classes of leverage factors but the first, which begins at zero. Factors span four orders
# of magnitude, so each class is about twice as wide as the one before.
BOUNDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)

# How many tasks have a factor of each class.
Distribution = tuple[int, ...]


class LazyTotals:
    """Totals, at hand or still as the cache has them.

    A day has several, for its tags and projects, of which a build after an edit needs few: to make those of 1,000
    days takes 12 ms of CPU. Threads may share them: at worst, each of them makes equal totals.

    Args:
        source: The totals, or what makes them.

    """

    __slots__ = ("_source",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, source: Totals | Callable[[], Totals]) -> None:
        self._source = source

    def get(self) -> Totals:
        """Return the totals, which are made when they are first asked for."""
        if not isinstance(self._source, Totals):
            self._source = self._source()
        return self._source

    def __eq__(self, other: object) -> bool:
        """Compare the totals."""
        return isinstance(other, LazyTotals) and self.get() == other.get()

    def __repr__(self) -> str:
        """Return a text that shows the totals."""
        return f"LazyTotals({self.get()})"


@value
class DayStats:
    """The facts of a day.

    `tags` are the names as written, the day's own first, `task_tags` those of its tasks; `tagged` has the totals
    of what counts for each tag, by its folded case, None where that is all of the day; `projects` those of each
    project, by its name as written. `factors` are those of its tasks, the lowest first; `tagged_tasks` are the
    places among them of the tasks that carry each of the `tagged`, none where that is all of the day, and
    `project_tasks` those of each project.
    """

    totals: Totals
    tags: tuple[str, ...]
    task_tags: tuple[str, ...]
    tagged: tuple[tuple[str, LazyTotals | None], ...]
    projects: tuple[tuple[str, LazyTotals], ...]
    factors: tuple[float, ...]
    tagged_tasks: tuple[tuple[int, ...], ...]
    project_tasks: tuple[tuple[int, ...], ...]

    @property
    def highest(self) -> float | None:
        """The highest factor of a task."""
        return self.factors[-1] if self.factors else None

    @property
    def lowest(self) -> float | None:
        """The lowest factor of a task."""
        return self.factors[0] if self.factors else None


def day_stats(record: Record) -> DayStats:
    """Compute the facts of a day, which reads the record's body."""
    tasks = record.body.get().tasks
    task_tags = tuple(dict.fromkeys(tag for task in tasks for tag in task.tags))
    tagged, projects = list(_tagged(record.tags, tasks)), list(_projects(tasks))
    ordered = places_by_factor(tasks)
    return DayStats(
        totals=day_totals(tasks, record.tokens),
        tags=tuple(dict.fromkeys((*record.tags, *task_tags))),
        task_tags=task_tags,
        tagged=tuple([(tag, _part(places, tasks) if places else None) for tag, places in tagged]),
        projects=tuple([(tasks[places[0]].project or "", _part(places, tasks)) for places in projects]),
        factors=tuple([factor(tasks[place]) for place in ordered]),
        tagged_tasks=tuple([_among(ordered, places) for _, places in tagged]),
        project_tasks=tuple([_among(ordered, places) for places in projects]),
    )


def places_by_factor(tasks: Sequence[Task]) -> list[int]:
    """Return the places of tasks by factor, the lowest first, of equal ones as they stand."""
    factors = [factor(task) for task in tasks]
    return sorted(range(len(factors)), key=factors.__getitem__)


def _among(ordered: Sequence[int], places: Sequence[int]) -> tuple[int, ...]:
    """Return where some places are among the `ordered`, in the order of these."""
    return tuple([n for n, place in enumerate(ordered) if place in places])


def all_factors(days: Iterable[DayStats]) -> list[float]:
    """Return the factors of all tasks of some days, the lowest first."""
    return sorted(chain.from_iterable(day.factors for day in days))


def distribution(factors: Sequence[float]) -> Distribution:
    """Count factors, the lowest first, by class: those below the first of `BOUNDS`, from there to the next, …."""
    places = (0, *(bisect_left(factors, bound) for bound in BOUNDS), len(factors))
    return tuple(end - begin for begin, end in pairwise(places))


def middle_half(factors: Sequence[float]) -> tuple[float, float]:
    """Return between which of some factors, the lowest first, half of them lie: the quartiles, by nearest rank."""
    count = len(factors)
    return factors[-(-count // 4) - 1], factors[-(-count * 3 // 4) - 1]


def median(factors: Sequence[float]) -> float:
    """Return the median of some factors, the lowest first."""
    count = len(factors)
    return (factors[(count - 1) // 2] + factors[count // 2]) / 2


def _tagged(own: Iterable[str], tasks: Iterable[Task]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each folded tag with the places of the tasks that carry it; none for the day's `own`, which all do."""
    day_tags = {tag.casefold() for tag in own}
    for tag in sorted(day_tags):
        yield tag, ()
    places: dict[str, list[int]] = {}
    for place, task in enumerate(tasks):
        if task.tags:
            for tag in {tag.casefold() for tag in task.tags} - day_tags:
                places.setdefault(tag, []).append(place)
    for tag in sorted(places):
        yield tag, tuple(places[tag])


def _projects(tasks: Iterable[Task]) -> Iterator[tuple[int, ...]]:
    """Yield the places of the tasks of each project, in the order of their first tasks."""
    places: dict[str, list[int]] = {}
    for place, task in enumerate(tasks):
        if task.project:
            places.setdefault(task.project.casefold(), []).append(place)
    yield from map(tuple, places.values())


def _part(places: Iterable[int], tasks: Sequence[Task]) -> LazyTotals:
    return LazyTotals(part_totals([tasks[place] for place in places]))


Holder = TypeVar("Holder")

# What days are ranked by, under the names of figures.
RANKED = ("tasks", "human_hours", "leverage", "supervisory")


def ranked_value(name: str, totals: Totals) -> float | None:
    """Return what a day of these totals is ranked by; None on a day without tasks."""
    return totals.ratio(name) if totals.tasks else None


class Standing(NamedTuple):
    """`rank` 1 is the highest; equal values share a rank; `of` counts the values ranked so far, with this one."""

    rank: int
    of: int


def standings(values: Iterable[float | None]) -> list[Standing | None]:
    """Return the standing of each value among those up to it, in the order of time; None for a value of None."""
    ordered: list[float] = []
    ranked: list[Standing | None] = []
    for number in values:
        if number is None:
            ranked.append(None)
        else:
            place = bisect_right(ordered, number)
            ordered.insert(place, number)
            ranked.append(Standing(len(ordered) - place, len(ordered)))
    return ranked


def milestones(values: Iterable[tuple[Holder, float | None]]) -> Iterator[Holder]:
    """Yield the items, in their order, whose value is higher than all before; a value of None is never one."""
    highest = 0.0
    for item, number in values:
        if number is not None and number > highest:
            highest = number
            yield item
