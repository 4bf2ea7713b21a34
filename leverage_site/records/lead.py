"""The lead that `lead: auto` makes: sentences of live figures, which follow the day's figures as all of them do.

Whatever reads the lead of a record reads these, and a check of claims finds nothing to refute in them.
"""

from collections.abc import Iterator, Sequence

from leverage_site.problems import Problem, Source, catalog
from leverage_site.records.model import Task
from leverage_site.text import count_noun

_REST = "A day without tasks."
_WORK = (
    "{{{{ tasks:words }}}} {tasks}: {{{{ human }}}} hours of human work in {{{{ ai }}}}, at a leverage of "
    "{{{{ leverage }}}}, {{{{ leverage.rank.month }}}}."
)
_SUPERVISION = " Supervision took {{ supervision }}, a supervisory leverage of {{ supervisory }}."


def with_lead(source: Source, first_line: int, tasks: Sequence[Task]) -> tuple[Source, int]:
    """Return a source whose text begins with the lead, and the line of that: it stands for the line of dashes.

    Args:
        source: The file.
        first_line: The line on which its text begins, behind the front matter.
        tasks: The day's tasks.

    """
    lines = source.lines
    return Source(source.path, (*lines[: first_line - 2], _lead(tasks), *lines[first_line - 1 :])), first_line - 1


def two_leads(source: Source, first_line: int) -> Iterator[Problem]:
    """Yield a problem where the text has a lead of its own: something before its first heading."""
    for number, line in enumerate(source.lines[first_line - 1 :], first_line):
        if line.startswith("#"):
            return
        if line.strip():
            yield catalog.TWO_LEADS.at(source.place(number, 1, len(line)))
            return


def _lead(tasks: Sequence[Task]) -> str:
    if not tasks:
        return _REST
    noun = count_noun(len(tasks), "task").rpartition(" ")[2]
    has_supervision = any(task.supervision for task in tasks)
    return _WORK.format(tasks=noun) + (_SUPERVISION if has_supervision else "")
