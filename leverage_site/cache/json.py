"""JSON as the cache has it, and problems in it."""

import json
from collections.abc import Callable
from typing import Any

from leverage_site.problems import Place, Problem

Spelled = list[Any]

dumps = json.JSONEncoder(separators=(",", ":")).encode
loads: Callable[[str], Any] = json.JSONDecoder().decode


def spell_problem(problem: Problem) -> Spelled:
    """A problem."""
    return [problem.code, problem.message, spell_place(problem.place), problem.hint, problem.severity]


def read_problem(spelled: Spelled) -> Problem:
    """A problem."""
    code, message, place, hint, severity = spelled
    return Problem(code, message, Place(*place), hint, severity)


def spell_place(place: Place) -> Spelled:
    """A place."""
    return [place.path, place.line, place.column, place.length, place.excerpt]
