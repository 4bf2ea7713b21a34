"""The words of the example: everything that is text and not rule."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Project:
    """What is worked on: `faults` by the part that has them, `skips` the kinds of task that do not suit it."""

    name: str
    phrase: str
    begins: date
    ends: date
    weight: float
    parts: list[str]
    things: list[str]
    features: list[str]
    faults: dict[str, str]
    code: str
    sentences: list[str]
    skips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of task; the keys are explained where they are set."""

    name: str
    rest: int
    weight: tuple[float, float]
    hours: list[float]
    pace: float
    tags: list[str]
    day_tag: str
    patterns: list[str]
    notes: list[str]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


PROJECTS = tuple(Project(**values) for values in _load("projects")["project"])
KINDS = {values["name"]: Kind(**values) for values in _load("kinds")["kind"]}
DAYS = _load("days")
PROSE = _load("prose")
