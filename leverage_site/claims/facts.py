"""What a text is held against: the day that it is about, its tasks, and all that was known by then.

Tasks are found by words of their titles. A word weighs the more the fewer of the day's titles have it; words are
compared by their stems, so that `migrating` finds a `migration`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from leverage_site.claims.model import Quantity
from leverage_site.claims.text.vocabulary import GENERIC, LINKS, OPENERS, SMALL
from leverage_site.records.model import Task
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.totals import Totals, combine, part_totals

# The figures of a task, or of several.
_FIGURES = (
    "leverage", "supervisory", "human_hours", "ai_minutes", "supervision_minutes", "tokens", "weeks", "tasks"
)  # fmt: skip
# So many letters of a word are compared: those that `migrating` and `migration` have in common.
_STEM = 6
_ENDINGS = ("ings", "ing", "ed", "es", "e", "s")
# Endings before which these letters are doubled: `shipping`.
_DOUBLING, _DOUBLED = ("ings", "ing", "ed"), "bdgmnprt"
_SHORTEST = 3
# A word weighs more among the first ones of a title.
_HEAD, _HEAD_WORDS = 1.5, 3
_SIGNS = str.maketrans(dict.fromkeys("()[]{},;:.!?\"'/+*-–—=<>&#%|’“”", " "))
# Words of a title that are no name for a task.
_PLAIN = GENERIC | LINKS | OPENERS | frozenset(("add", "fix", "build", "new", "and", "via", "plus"))


@dataclass(frozen=True, eq=False, slots=True)
class KnownTask:
    """A task of the day: its place in the file, its id, the stems of its words, and of the first of its title.

    `opening` has the stems of its title in their order.
    """

    place: int
    id: str
    task: Task
    stems: frozenset[str]
    head: frozenset[str]
    opening: tuple[str, ...]
    values: Mapping[str, float | None]


@dataclass(frozen=True, eq=False)
class TextFacts:
    """What is known as of the day of a text, and what the text is about: `scope` is its day, or its period."""

    known: Known
    scope: Scope
    assistant: str = ""
    _sums: dict[Quantity, float | None] = field(default_factory=dict)

    @classmethod
    def of_day(cls, known: Known, assistant: str = "") -> "TextFacts":
        """Return the facts for the text of a day."""
        return cls(known, Scope("day", known.date.isoformat()), assistant)

    @property
    def today(self) -> dt.date:
        """The day as of which the text is read."""
        return self.known.date

    @property
    def is_of_day(self) -> bool:
        """Whether the text is that of a single day, whose tasks it may name."""
        return self.scope.kind == "day"

    @cached_property
    def rows(self) -> tuple[KnownTask, ...]:
        """The tasks of the day in the file's order; none for a text about a period."""
        if not self.is_of_day:
            return ()
        return tuple(
            [
                KnownTask(
                    place,
                    name,
                    task,
                    stems_of_task(task),
                    frozenset(opening[:_HEAD_WORDS]),
                    opening,
                    part_values(part_totals([task])),
                )
                for place, (name, task) in enumerate(self.known.tasks(self.today), 1)
                for opening in (tuple(map(stem, words_of(task.task))),)
            ]
        )

    @cached_property
    def by_id(self) -> Mapping[str, KnownTask]:
        """The tasks of the day by their ids."""
        return {row.id: row for row in self.rows}

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each stem of the day's titles tells: 1 where a single title has it."""
        counts: dict[str, int] = {}
        for row in self.rows:
            for stem in row.stems:
                counts[stem] = counts.get(stem, 0) + 1
        return {stem: 1 / count for stem, count in counts.items()}

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, ...]]:
        """The stems of each title of which every word tells something, by the id of its task."""
        return {
            row.id: row.opening
            for row in self.rows
            if all(
                word in SMALL or not _is_plain(word) for word in row.task.task.lower().translate(_SIGNS).split()
            )
        }

    @cached_property
    def totals(self) -> Totals:
        """The sums of the day or the period that the text is about."""
        return self.known.totals(self.scope)

    def own(self, figure: str) -> Quantity:
        """Return a figure of what the text is about."""
        return Quantity(figure, self.scope, self.today)

    def of(self, figure: str, scope: Scope) -> Quantity:
        """Return a figure of other days."""
        return Quantity(figure, scope, self.today)

    def of_tasks(self, figure: str, rows: Iterable[KnownTask], *, without: bool = False) -> Quantity:
        """Return a figure of some tasks of the day, or of all but these."""
        return Quantity(figure, self.scope, self.today, tuple(sorted(row.id for row in rows)), without)

    def value(self, amount: Quantity) -> float | None:
        """Return an amount; None where it is unknown, or where there is nothing that it could be of."""
        if amount not in self._sums:
            self._sums[amount] = self._value(amount)
        return self._sums[amount]

    def _value(self, amount: Quantity) -> float | None:
        if not amount.tasks:
            days = self.known.counted(amount.scope)
            return combine([totals for _, totals in days]).ratio(amount.figure) if days else None
        some = set(amount.tasks)
        if len(some) == 1 and not amount.without:
            row = self.by_id.get(amount.tasks[0])
            return row.values[amount.figure] if row else None
        tasks = [row.task for row in self.rows if (row.id in some) != amount.without]
        return part_totals(tasks).ratio(amount.figure) if tasks else None

    def matches(self, stems: Iterable[str]) -> list[tuple[float, KnownTask]]:
        """Return the tasks that some words name, the best first, each with the weight of the words it has."""
        weights = self.weights
        known = [stem for stem in stems if stem in weights]
        if not known:
            return []
        scored = [
            (sum([weights[stem] * (_HEAD if stem in row.head else 1) for stem in known if stem in row.stems]), row)
            for row in self.rows
        ]
        return sorted([one for one in scored if one[0]], key=lambda one: (-one[0], one[1].place))


def part_values(totals: Totals) -> Mapping[str, float | None]:
    """Return the figures of some tasks by name."""
    return {name: totals.ratio(name) for name in _FIGURES}


def stems_of_task(task: Task) -> frozenset[str]:
    """Return the stems of all words by which a task may be called."""
    return _stems_of(task.task, task.project or "", task.tags)


# A number that is not right is looked for among the tasks of a quarter of a year, 2,000 on a busy site: to cut
# their titles anew takes a tenth of a second for each such number.
@lru_cache(4096)
def _stems_of(title: str, project: str, tags: tuple[str, ...]) -> frozenset[str]:
    words = words_of(" ".join((title, project, *tags)))
    return frozenset((*map(stem, words), *pairs_of(title))) - {""}


def pairs_of(text: str) -> Iterator[str]:
    """Yield the stems of two neighbors of which one is too plain to name anything by itself: `session tokens`."""
    words = text.lower().translate(_SIGNS).split()
    for one, two in pairwise(words):
        if (_is_plain(one) or _is_plain(two)) and not (one in SMALL or two in SMALL):
            yield f"{stem(one)} {stem(two)}"


def words_of(text: str) -> Sequence[str]:
    """Return the words of a text that may name something."""
    return [word for word in text.lower().translate(_SIGNS).split() if not _is_plain(word)]


def _is_plain(word: str) -> bool:
    return word in _PLAIN or word.isdigit()


@lru_cache(8192)
def stem(word: str) -> str:
    """Return what a word has in common with its other forms."""
    word = word.lower().removesuffix("'s")
    if word.endswith("ies"):
        word = word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith("ss"):
            word = word[: -len(ending)]
            if len(word) > _SHORTEST and ending in _DOUBLING and word[-1] == word[-2] and word[-1] in _DOUBLED:
                word = word[:-1]
            break
    return word[:_STEM]
