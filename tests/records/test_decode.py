import sys

import pytest

from leverage_site.problems import ProblemError
from leverage_site.records.frontmatter import MAX_BYTES, decode
from leverage_site.text import FORBIDDEN
from tests.support.builders import assert_helpful, summary
from tests.support.timing import cpu


def refused(data: bytes):
    with pytest.raises(ProblemError) as caught:
        decode(data, "a.md")
    (problem,) = caught.value.problems
    assert_helpful(problem)
    return problem


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", ("",)),
        (b"one\ntwo\n", ("one", "two", "")),
        (b"one\r\ntwo\r\n", ("one", "two", "")),
        (b"one\rtwo\r", ("one", "two", "")),
        (b"one\r\n\ntwo\n\r", ("one", "", "two", "", "")),
        (b"\xef\xbb\xbfone\r\n", ("one", "")),
        ("é 日 🎉\ttab".encode(), ("é 日 🎉\ttab",)),
        ("a\u00a0b\ufeffc\u200d".encode(), ("a\u00a0b\ufeffc\u200d",)),
    ],
)
def test_lines(data, lines):
    source = decode(data, "a.md")
    assert source.path == "a.md"
    assert source.lines == lines


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"ab\x00", ("R006", 1, 3)),
        (b"\xef\xbb\xbfab\x00", ("R006", 1, 3)),
        (b"one\r\ntwo\x1b[31m", ("R006", 2, 4)),
        (b"a\rb\rc\x07", ("R006", 3, 2)),
        (b"x\x0b", ("R006", 1, 2)),
        (b"x\x0c", ("R006", 1, 2)),
        (b"x\x7f", ("R006", 1, 2)),
        ("é\x85".encode(), ("R006", 1, 2)),
        ("a\n日\uffff".encode(), ("R006", 2, 2)),
        ("\ufdd0".encode(), ("R006", 1, 1)),
        (b"a\x00\x07\n\x07", ("R006", 1, 2)),
        (b"caf\xe9", ("R004", 1, 4)),
        ("één\r\n".encode() + b"tw\xf6", ("R004", 2, 3)),
        (b"\xef\xbb\xbfcaf\xe9", ("R004", 1, 4)),
        (b"a\n\xed\xa0\x80", ("R004", 2, 1)),
        (b"a\n\xc0\xaf", ("R004", 2, 1)),
        (b"cut \xe6\x97", ("R004", 1, 5)),
        ("---\n".encode("utf-16"), ("R005", 1, 1)),
        (b"\xfe\xff\x00-\x00-", ("R005", 1, 1)),
        ("---\n".encode("utf-16-le"), ("R006", 1, 2)),
        ("---\n".encode("utf-16-be"), ("R006", 1, 1)),
        ("---\n".encode("utf-32"), ("R005", 1, 1)),
    ],
)
def test_what_is_refused(data, place):
    assert summary([refused(data)]) == [place]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x00", "the control character U+0000 stands in the text"),
        (b"caf\xe9", "the file is not UTF-8 text: byte 0xe9 cannot be read"),
        ("\uffff".encode(), "the control character U+FFFF stands in the text"),
    ],
)
def test_the_character_is_named(data, message):
    assert refused(data).message == message


def test_the_size_is_bounded():
    assert len(decode(b"x" * MAX_BYTES, "a.md").lines[0]) == MAX_BYTES == 1_000_000
    problem = refused(b"x" * (MAX_BYTES + 1))
    assert (problem.code, str(problem.place)) == ("R007", "a.md:1:1")
    assert problem.message == "the file has 1,000,001 bytes; at most 1,000,000 are read"


def test_every_forbidden_character_is_refused_and_no_other():
    for code in (*range(0xD800), *range(0xE000, 0x10100), sys.maxunicode):
        data = f"é{chr(code)}".encode()
        if FORBIDDEN.match(chr(code)):
            assert refused(data).message.startswith(f"the control character U+{code:04X}")
        else:
            assert decode(data, "a.md").lines[0][0] == "é"


ACUTE, DOT = "\u0301", "\u0323"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a" + (ACUTE + DOT) * 15, None),
        ("a" + (ACUTE + DOT) * 15 + ACUTE, ("R037", 1, 2)),
        ("x\nabc " + DOT * 31 + "d", ("R037", 2, 5)),
        ("## a" + (ACUTE + DOT) * 99_000, ("R037", 1, 5)),
        ((ACUTE + DOT) * 99_000, ("R037", 1, 1)),
        ("é" * 1_000 + "日本" * 1_000 + "\u05b0\u0591" * 20, ("R037", 1, 3_001)),
        ("title: \u0f71\u0f72\u0f74" + "\u0f71\u0f72" * 20, ("R037", 1, 8)),
        ("a" + "\u0488" * 40, None),
        ("a" + "\ufe0f\u200d" * 40, None),
        ("─" * 2_000 + "🎉" * 2_000 + "…—’" * 500, None),
        ("हिन्दी में लिखा गया " * 500 + "a\u0301" * 5_000, None),
        (("a" + ACUTE * 30) * 500, None),
        ("─" * 40 + (ACUTE + DOT) * 16 + "─" * 40, ("R037", 1, 41)),
    ],
)
def test_marks_on_one_letter_are_counted(text, place):
    """Thirty are enough for any writing, and few enough to put in order."""
    began = cpu()
    if place is None:
        assert decode(text.encode(), "a.md").lines == tuple(text.split("\n"))
    else:
        assert summary([refused(text.encode())]) == [place]
    assert cpu() - began < 0.5
