"""The sites that sheets are about: content/ of this repository, and sites of rows in `sites/`."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parents[2] / "content" / "records"


class Row(NamedTuple):
    """One task of a day: hours, minutes, minutes of supervision, project and title."""

    human: float
    ai: float
    supervision: float | None
    project: str
    title: str


@cache
def front_matters(site: str) -> Mapping[dt.date, str]:
    """Return the front matter of each day of a site; `a+b` is both in one."""
    found: dict[dt.date, str] = {}
    for name in site.split("+"):
        found |= _content() if name == "content" else _of_rows(name)
    return dict(sorted(found.items()))


def _content() -> dict[dt.date, str]:
    texts = {path: path.read_text("utf-8") for path in RECORDS.rglob("*.md")}
    return {dt.date.fromisoformat(path.stem): text.split("---\n")[1] for path, text in texts.items()}


def _of_rows(name: str) -> dict[dt.date, str]:
    days: dict[dt.date, list[Row]] = {}
    for line in (HERE / "sites" / f"{name}.txt").read_text("utf-8").splitlines():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", line):
            rows = days.setdefault(dt.date.fromisoformat(line), [])
        elif "|" in line and not line.startswith("#"):
            rows.append(_row(line))
    return {day: front_matter(day, rows) for day, rows in days.items()}


def _row(line: str) -> Row:
    measures, project, title = (part.strip() for part in line.split("|"))
    human, ai, supervision = (float(measure[:-1]) for measure in measures.split())
    return Row(human, ai, supervision, project, title)


def front_matter(day: dt.date, rows: list[Row]) -> str:
    """Print rows as the front matter of a record."""
    lines = [f"date: {day}", "tasks:"]
    for row in rows:
        lines += [f'- task: "{row.title}"', f"  human: {row.human:g}h", f"  ai: {row.ai:g}m"]
        lines += [] if row.supervision is None else [f"  supervision: {row.supervision:g}m"]
        lines.append(f"  project: {row.project}")
    return "\n".join(lines) + "\n"
