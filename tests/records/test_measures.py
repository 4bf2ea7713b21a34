from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.records.measures import Tokens, format_duration, parse_duration, parse_tokens


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("80h", 288_000), ("1.5h", 5_400), ("0.33h", 1_188), ("20m", 1_200), ("3.5m", 210), ("1h30m", 5_400),
        ("1h 30m", 5_400), ("90s", 90), ("40 min", 2_400), ("120 hours", 432_000), ("1 hour", 3_600),
        ("2 hrs 5 mins", 7_500), ("1hr", 3_600), ("3 minutes", 180), ("1 minute", 60), ("45 seconds", 45),
        ("1 second", 1), ("10sec", 10), ("10 secs", 10), ("1h30m15s", 5_415), ("1h 15s", 3_615), ("0h", 0),
        ("0m", 0), ("0.0s", 0), ("007m", 420), ("1.5h30m", 7_200), ("99999h", 359_996_400),
    ],
)  # fmt: skip
def test_durations(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("0.000001s", 1),
        ("0.000001m", 60),
        ("0.1h", 360_000_000),
        ("0.3s", 300_000),
        ("99999.999999s", 99_999_999_999),
    ],
)
def test_durations_are_exact_to_the_microsecond(text, microseconds):
    assert parse_duration(text) == timedelta(microseconds=microseconds)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "8", "1:30", "01:30:00", "80 hrz", "h", "-5m", "+5m", "1,5h", "1e3h", "inf", "infh", "nan",
        ".5h", "100000h", "5.h",
        "8H", "8h8h", "30m1h", "1h 30", "5 d", "2 weeks", "PT8H", "٣h", "８h", "1_000m", "8h ago", "8\u00a0h",
        "1000000h", "0.0000001h", "8h\n", "~8h", "0x1Fh", "8 h m", "1/2h", "8h,30m",
    ],
)  # fmt: skip
def test_what_is_no_duration(text):
    assert parse_duration(text) is None


@given(st.decimals("0", "99999", places=6))
def test_hours_minutes_and_seconds_agree(number):
    seconds = parse_duration(f"{number}s")
    assert seconds == timedelta(microseconds=int(number * 1_000_000))
    assert parse_duration(f"{number}m") == seconds * 60
    assert parse_duration(f"{number} hours") == seconds * 3_600


@given(st.integers(0, 99_999), st.integers(0, 59), st.integers(0, 59), st.sampled_from(["", " "]))
def test_parts_of_a_duration_add_up(hours, minutes, seconds, gap):
    text = f"{hours}h{gap}{minutes}m{gap}{seconds}s"
    assert parse_duration(text) == timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "count", "estimated"),
    [
        ("4826000", 4_826_000, False), ("400k", 400_000, False), ("400K", 400_000, False),
        ("2.62M", 2_620_000, False), ("~2.62M", 2_620_000, True), ("~ 2.62M", 2_620_000, True), ("0", 0, False),
        ("~0", 0, True), ("017", 17, False), ("1.5k", 1_500, False), ("0.001k", 1, False),
        ("0.000001M", 1, False), ("3.10M", 3_100_000, False), ("999999999999999", 999_999_999_999_999, False),
        ("999999999.999999M", 999_999_999_999_999, False),
    ],
)  # fmt: skip
def test_tokens(text, count, estimated):
    assert parse_tokens(text) == Tokens(count, estimated)


@pytest.mark.parametrize(
    "text",
    [
        "", "~", "-5", "+5", "1_000", "1,000", "1.5", "400 k", "400kb", "4m", "1e3", "0x1F", "0o17", ".5M",
        "5.M", "1e6k",
        "inf", "nan", "٤٠٠", "４００k", "~~5", "5~", "0.0001k", "1.2345678M", "1000000000000000", "k", "M",
        "5\n",
    ],
)  # fmt: skip
def test_what_is_no_number_of_tokens(text):
    assert parse_tokens(text) is None


@given(st.integers(0, 10**15 - 1), st.booleans())
def test_whole_tokens_come_back(count, estimated):
    assert parse_tokens(f"{'~' * estimated}{count}") == Tokens(count, estimated)


@given(st.integers(0, 10**12))
def test_millions_are_exact(count):
    assert parse_tokens(f"{Decimal(count) / 1_000_000:f}M") == Tokens(count)


@given(st.integers(0, 999_999_999), st.text("0123456789", max_size=6), st.sampled_from("kM"))
def test_a_count_is_exact_or_none(whole, fraction, unit):
    text = f"{whole}.{fraction}" if fraction else str(whole)
    count = Decimal(text) * {"k": 1_000, "M": 1_000_000}[unit]
    assert parse_tokens(text + unit) == (Tokens(int(count)) if count == int(count) else None)


@given(
    st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=99_999)), st.sampled_from("hm")
)
def test_a_duration_is_written_exactly(value: timedelta, unit: str) -> None:
    assert parse_duration(format_duration(value, unit)) == value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (timedelta(hours=80), "h", "80h"),
        (timedelta(minutes=20), "h", "20m"),
        (timedelta(minutes=90), "h", "1.5h"),
        (timedelta(minutes=3.5), "m", "3.5m"),
        (timedelta(hours=3), "m", "180m"),
        (timedelta(0), "m", "0m"),
    ],
)
def test_a_duration_is_written_as_people_do(value: timedelta, unit: str, text: str) -> None:
    assert format_duration(value, unit) == text
