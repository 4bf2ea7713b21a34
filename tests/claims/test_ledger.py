import json

import pytest

from leverage_site.claims.ledger import (
    CheckedText,
    checked_text,
    claim_problems,
    dump_baseline,
    parse_baseline,
)
from leverage_site.claims.model import Claim, Kind
from leverage_site.markdown import Sentence
from leverage_site.problems import MAX_PROBLEMS, ProblemError

PATH = "content/records/2026-04-07.md"


def claim(printed: str = "44.1x", verdict: str = "refuted", kind: Kind = "value", line: int = 9, **more) -> Claim:
    sentence = Sentence(f"It came to {printed}.", line, 3)
    return Claim(kind, verdict, printed, sentence, 11, 16, why="leverage of April 7: 43.3x", **more)


def checked(*claims: Claim) -> CheckedText:
    return checked_text(PATH, claims)


def test_verdicts_are_counted():
    verdicts = ("confirmed", "confirmed", "undecided", "off", "refuted", "refuted", "refuted")
    text = checked(*(claim(verdict=verdict) for verdict in verdicts))
    assert (text.confirmed, text.undecided, text.off, len(text.refuted)) == (2, 1, 1, 3)
    assert (text.decided, text.found) == (5, 7)


def test_a_refuted_claim_is_a_problem_where_its_sentence_begins():
    (problem,) = claim_problems([checked(claim(truth="43.3x"))], ())
    assert (problem.code, problem.severity, str(problem.place)) == ("C001", "warning", f"{PATH}:9:3")
    assert problem.message == "'44.1x' does not follow from the records: leverage of April 7: 43.3x"
    assert problem.hint.startswith("It would be true with '43.3x' in its place")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("value", "C001"), ("superlative", "C002"), ("comparison", "C003"), ("count", "C004"), ("each", "C005"),
        ("share", "C006"), ("date", "C007"),
    ],
)  # fmt: skip
def test_each_kind_of_claim_has_a_code(kind, code):
    assert [problem.code for problem in claim_problems([checked(claim(kind=kind))], ())] == [code]


@pytest.mark.parametrize("verdict", ["confirmed", "undecided", "off"])
def test_only_what_is_refuted_is_a_problem(verdict):
    assert list(claim_problems([checked(claim(verdict=verdict))], ())) == []


def test_a_text_has_a_bounded_number_of_problems():
    texts = [checked(*(claim(f"{n}.0x") for n in range(MAX_PROBLEMS + 5))), checked(claim())]
    assert len(list(claim_problems(texts, ()))) == MAX_PROBLEMS + 1


def test_what_a_baseline_has_is_no_problem():
    text = checked(claim("44.1x"), claim("45 hours"), claim("9 tasks", verdict="undecided"))
    baseline = parse_baseline(dump_baseline([text]).encode())
    assert [entry.printed for entry in baseline] == ["44.1x", "45 hours"]
    assert list(claim_problems([text], baseline)) == []


def test_a_baseline_holds_whatever_the_line():
    baseline = parse_baseline(dump_baseline([checked(claim(line=9))]).encode())
    assert list(claim_problems([checked(claim(line=30))], baseline)) == []


def test_a_claim_that_comes_twice_is_accepted_as_often_as_the_baseline_has_it():
    baseline = parse_baseline(dump_baseline([checked(claim())]).encode())
    problems = list(claim_problems([checked(claim(), claim(line=20))], baseline))
    assert [(problem.code, problem.place.line) for problem in problems] == [("C001", 20)]


def test_what_a_baseline_has_and_is_refuted_no_more_is_noted():
    baseline = parse_baseline(dump_baseline([checked(claim())]).encode())
    (problem,) = claim_problems([checked(claim(verdict="confirmed"))], baseline)
    assert (problem.code, problem.severity, problem.place.path) == ("C009", "note", "claims-baseline.json")


ENTRY = {"path": PATH, "printed": "44.1x", "sentence": "It came to 44.1x."}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000,
        *(
            json.dumps(value).encode()
            for value in (
                {}, {"version": 2, "claims": []}, {"version": 1}, {"version": 1, "claims": {}},
                {"version": 1, "claims": ["x"]}, {"version": 1, "claims": [{}]},
                *({"version": 1, "claims": [{**ENTRY, key: 1}]} for key in ENTRY),
                *({"version": 1, "claims": [{k: v for k, v in ENTRY.items() if k != key}]} for key in ENTRY),
            )
        ),
    ],
)  # fmt: skip
def test_p13_what_is_no_baseline_is_one_problem(data):
    with pytest.raises(ProblemError) as caught:
        parse_baseline(data)
    assert [problem.code for problem in caught.value.problems] == ["C008"]
