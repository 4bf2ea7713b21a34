"""The baseline of refuted claims as a file: whatever stands at its place is one located problem, in bounded memory."""

import os
from pathlib import Path

import pytest

from leverage_site.checking import problems_of_claims
from leverage_site.claims.ledger import MAX_BASELINE

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
    (problem,) = problems_of_claims(tmp_path, {})
    assert (problem.code, problem.place.path) == (code, NAME)
    assert said in problem.message


def test_without_a_baseline_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert problems_of_claims(tmp_path, {}) == ()
