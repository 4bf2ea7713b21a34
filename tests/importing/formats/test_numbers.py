"""Figures as they are printed."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.importing.formats.numbers import parse_figure, parse_time, parse_token_count
from leverage_site.records.measures import Tokens


@pytest.mark.parametrize(
    ("text", "exact", "follows"),
    [
        ("13.9x", Fraction(180, 13), False),
        ("13.8x", Fraction(180, 13), True),
        ("11.2x", Fraction("11.25"), True),
        ("11.3x", Fraction("11.25"), True),
        ("11.4x", Fraction("11.25"), False),
        ("30x", Fraction("30.4"), True),
        ("30x", Fraction("30.6"), False),
        ("2,135.5", Fraction("2135.5"), True),
        ("9,487,000", 9_487_001, False),
        ("~867,500", 867_549, True),
        ("~867,500", 867_551, False),
        ("~2.62M", 2_624_000, True),
        ("~2.62M", 2_626_000, False),
        ("0.075w", Fraction(3, 40), True),
        ("12,000.0x", 12_000, True),
        ("4.666666666666667", Fraction(14, 3), True),
        ("4.666666666", Fraction("4.66666667"), False),
    ],
)
def test_a_figure_follows_if_it_is_the_exact_one_rounded(text: str, exact: Fraction, follows: bool) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert figure.matches(Fraction(exact)) is follows


@pytest.mark.parametrize(
    ("text", "exact", "like"),
    [
        ("13.9x", Fraction(180, 13), "13.8x"),
        ("30x", Fraction("31.2"), "31x"),
        ("2,135.5", Fraction("1135.25"), "1,135.2"),
        ("~2.62M", Fraction(2_700_000), "~2.70M"),
        ("150k", Fraction(151_000), "151k"),
        ("204h", Fraction(205), "205h"),
    ],
)
def test_the_computed_figure_is_written_in_the_same_style(text: str, exact: Fraction, like: str) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert figure.format(exact) == like


@pytest.mark.parametrize("text", ["", "–", "x", "none", "about 5"])
def test_what_is_no_figure(text: str) -> None:
    assert parse_figure(text) is None


@given(st.fractions(min_value=0, max_value=100_000), st.integers(0, 6))
def test_what_is_rounded_follows(exact: Fraction, decimals: int) -> None:
    figure = parse_figure(format(float(exact), f".{decimals}f"))
    assert figure is not None
    assert figure.matches(Fraction(float(exact)))


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("80h", "", timedelta(hours=80)),
        ("1,200 hours", "", timedelta(hours=1200)),
        ("8h 23min", "", timedelta(hours=8, minutes=23)),
        ("8.6m", "h", timedelta(minutes=8.6)),
        ("1.5", "h", timedelta(minutes=90)),
        ("0.3333333333333333", "h", timedelta(minutes=20)),
        ("90", "s", timedelta(seconds=90)),
        ("1e2", "m", timedelta(minutes=100)),
        ("1.5", "", None),
        ("1:30", "h", timedelta(minutes=90)),
        ("1:30", "m", None),
        ("1:30", "", None),
        ("00:20:00", "", timedelta(minutes=20)),
        ("0:75:00", "", None),
        ("80\u00a0h", "", timedelta(hours=80)),
        ("20\u202fmin.", "", timedelta(minutes=20)),
        ("0,250", "h", None),
        ("00,125", "h", None),
        ("1,2500", "h", None),
        ("1,250,00", "h", None),
        ("-5", "m", None),
        ("nan", "m", None),
        ("1e99", "h", None),
        ("9" * 5_000, "h", None),
        ("", "h", None),
    ],
)
def test_durations(text: str, unit: str, found: timedelta | None) -> None:
    assert parse_time(text, unit) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("150k", Tokens(150_000)),
        ("~2.62M", Tokens(2_620_000, estimated=True)),
        ("9,487,000", Tokens(9_487_000)),
        ("12.0", Tokens(12)),
        ("12.5", None),
        ("many", None),
    ],
)
def test_tokens(text: str, found: Tokens | None) -> None:
    assert parse_token_count(text) == found


@pytest.mark.parametrize(
    ("text", "unit", "hours"),
    [
        (".5", "h", 0.5),
        (".5h", "", 0.5),
        (".5", "", None),
        ("30.", "m", 0.5),
        ("1.5E+00", "h", 1.5),
        (".", "h", None),
    ],
)
def test_times_as_spreadsheets_shorten_them(text: str, unit: str, hours: float | None) -> None:
    assert parse_time(text, unit) == (None if hours is None else timedelta(hours=hours))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1.5E+06", 1_500_000),
        ("1.5e6", 1_500_000),
        ("~2E+05", 200_000),
        ("1E+99", None),
        ("1.23E+01", None),
        ("E+06", None),
    ],
)
def test_tokens_as_spreadsheets_shorten_them(text: str, count: int | None) -> None:
    found = parse_token_count(text)
    assert (found and found.count) == count
