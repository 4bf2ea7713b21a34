"""The lead that `lead: auto` makes: sentences of live figures, which follow the day's figures as all of them do.

Whatever reads the lead of a record reads these, and a check of claims finds nothing to refute in them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from leverage_site.markdown import Prose
from leverage_site.problems import Problem, Source, catalog
from leverage_site.records.model import Task
from leverage_site.text import count_noun

_KEY = re.compile(r"[\"']?lead[\"']?[ \t]{0,9}:")
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


def told_at_key(
    source: Source, first_line: int, text: Prose, problems: Iterable[Problem]
) -> tuple[Prose, list[Problem]]:
    """Return a text that begins with the lead, and its problems: what is of the lead stands at the key `lead`.

    Args:
        source: The file as it was read.
        first_line: The line on which its text begins, behind the front matter.
        text: The text, in which the lead stands for the line of dashes.
        problems: Those of the text.

    """
    key = next((n for n, line in enumerate(source.lines[:first_line], 1) if _KEY.match(line)), 1)
    place = source.place(key, 1, len(source.lines[key - 1]))
    sentences = [
        replace(one, line=place.line, column=place.column) if one.line < first_line else one
        for one in text.sentences
    ]
    told = [replace(one, place=place) if 0 < one.place.line < first_line else one for one in problems]
    return replace(text, sentences=tuple(sentences)), told


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
