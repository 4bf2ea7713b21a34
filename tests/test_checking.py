"""The baseline of refuted claims as a file, and where the problems of claims stand.

Whatever stands at the place of the baseline is one located problem, in bounded memory.
"""

import json
import os
from pathlib import Path

import pytest

from leverage_site.checking import problems_of_claims, read_baseline
from leverage_site.claims.ledger import MAX_BASELINE
from leverage_site.project import Project
from tests.support.sites import Site, task

NAME = "claims-baseline.json"


def larger_than_allowed(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(MAX_BASELINE + 1)


def larger_than_memory(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.parametrize(
    ("put", "code", "said"),
    [
        (larger_than_allowed, "C008", "larger than 4,000,000 bytes"),
        (larger_than_memory, "C008", "larger than 4,000,000 bytes"),
        (lambda place: place.write_text("{"), "C008", "no JSON"),
        (Path.mkdir, "F006", ""),
        (os.mkfifo, "F006", "not a regular file"),
    ],
)
def test_p14_what_is_no_baseline_is_told_in_bounded_memory(tmp_path: Path, put, code: str, said: str) -> None:
    put(tmp_path / NAME)
    (problem,) = problems_of_claims(tmp_path, {}, read_baseline(tmp_path))
    assert (problem.code, problem.place.path) == (code, NAME)
    assert said in problem.message


def test_without_a_baseline_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert problems_of_claims(tmp_path, {}, read_baseline(tmp_path)) == ()


@pytest.mark.parametrize(
    ("text", "printed", "place"),
    [
        ("Leverage was 40.0x.", "40.0x", "12:14 40.0x"),
        ("A calm day. Leverage was 40.0x.", "40.0x", "12:26 40.0x"),
        ("A calm day, and\nleverage was\n40.0x.", "40.0x", "14:1 40.0x"),
        ("Leverage was **40.0x**, and [48.0x](/tasks.html) for the parser.", "40.0x", "12:16 40.0x"),
        ("- Leverage was 40.0x.", "40.0x", "12:16 40.0x"),
        ("Leverage was 48.0x, supervisory leverage 48.0x.", "48.0x", "12:42 48.0x"),
        ("1. One\n   more. Leverage\n   was 40.0x.", "40.0x", "14:8 40.0x"),
        ("> Quoted.\n\nLeverage was 40.0x.", "40.0x", "14:14 40.0x"),
        ("On Monday,\nApril 7, it rained.", "Monday, April 7", "12:4 Monday,"),
        ("On *Monday*, April 7, it rained.", "Monday, April 7", "12:1 O"),
        ("Six\ntasks.", "Six tasks", "12:1 Six"),
    ],
)
def test_problems_of_claims_stand_at_what_is_printed(tmp_path: Path, text: str, printed: str, place: str) -> None:
    site = Site(tmp_path / "site").record(
        "2026-04-07", f"{text}\n\nMore of it.\n", tasks=[task("Cover the parser", "8h", "10m", supervision="1m")]
    )
    lines = (site.root / "content/records/2026-04-07.md").read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if line == text.partition("\n")[0])
    problem = next(one for one in site.prepared().problems if f"'{printed}'" in one.message)
    where = problem.place
    assert where.excerpt == lines[where.line - 1]
    marked = where.excerpt[where.column - 1 : where.column - 1 + where.length]
    assert f"{where.line - first + 11}:{where.column} {marked}" == place


def test_a_file_that_is_gone_since_is_told_without_its_line(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").record("2026-04-07", "Leverage was 40.0x.\n", tasks=[task("T", "8h", "10m")])
    planned = site.prepared()
    site.remove("content/records/2026-04-07.md")
    (problem,) = problems_of_claims(site.root, planned.checked, planned.baseline)
    assert (problem.place.excerpt, problem.place.column) == (None, 1)


def test_the_baseline_accepts_a_claim_as_often_as_it_lists_it(tmp_path: Path) -> None:
    text = "Leverage was 40.0x.\n\nLeverage was 40.0x.\n\nLeverage was 48.0x.\n"
    site = Site(tmp_path / "site").record("2026-04-07", text, tasks=[task("T", "8h", "10m")])
    entry = {"path": "content/records/2026-04-07.md", "printed": "40.0x", "sentence": "Leverage was 40.0x."}
    site.file(NAME, json.dumps({"version": 1, "claims": [entry, {**entry, "path": "other.md"}]}))
    (claims,) = Project(site.root).ledgers().values()
    assert [(one.claim.verdict, one.is_accepted) for one in claims] == [
        ("refuted", True),
        ("refuted", False),
        ("confirmed", False),
    ]
