"""What a task is known by on its day's page, however the rows are ordered."""

from collections.abc import Sequence

from leverage_site.records.model import Task
from leverage_site.urls import TWIN, task_slug


def task_ids(tasks: Sequence[Task]) -> tuple[str, ...]:
    """The id of each of a day's tasks, given in the file's order: its own, or what its title gives.

    Of equal titles the first has the plain id, and the next ones a number. No figure has a part in it.
    """
    taken = {task.id for task in tasks if task.id}
    numbers: dict[str, int] = {}
    return tuple([task.id or _free(task_slug(task.task), taken, numbers) for task in tasks])


def _free(name: str, taken: set[str], numbers: dict[str, int]) -> str:
    """`name`, with the next number of it where it is taken."""
    while True:
        numbers[name] = number = numbers.get(name, 0) + 1
        found = name if number == 1 else f"{name}{TWIN}{number}"
        if found not in taken:
            taken.add(found)
            return found
