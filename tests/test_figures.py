from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import figures
from leverage_site.records.measures import Tokens, parse_tokens
from leverage_site.stats.totals import combine, day_totals
from tests.support.builders import hours, minutes, task


@pytest.mark.parametrize(
    ("duration", "cell", "text"),
    [
        (hours(80), "80h", "80.0"), (hours(0.25), "0.25h", "0.2"), (hours(1.5), "1.5h", "1.5"),
        (hours(0.33), "0.33h", "0.3"), (hours(120), "120h", "120.0"), (hours(2135.5), "2135.5h", "2,135.5"),
        (hours(374), "374h", "374.0"), (hours(189.08), "189.08h", "189.1"), (minutes(20), "0.33h", "0.3"),
        (timedelta(seconds=9), "0.003h", "0.0"), (timedelta(), "0h", "0.0"),
    ],
)  # fmt: skip
def test_hours(duration, cell, text):
    assert figures.hours_cell(duration) == cell
    assert figures.hours_text(duration) == text


@pytest.mark.parametrize(
    ("duration", "cell", "text"),
    [
        (minutes(20), "20m", "20"), (minutes(3.5), "3.5m", "3.5"), (minutes(2010), "2010m", "2,010"),
        (minutes(431.5), "431.5m", "431.5"), (minutes(0), "0m", "0"), (timedelta(seconds=20), "0.33m", "0.3"),
        (hours(1), "60m", "60"), (minutes(100), "100m", "100"), (None, "–", "–"),
    ],
)  # fmt: skip
def test_minutes(duration, cell, text):
    assert figures.minutes_cell(duration) == cell
    assert figures.minutes_text(duration) == text


@pytest.mark.parametrize("microseconds", [1, 36_000, 60_000, 600_000])
def test_a_very_short_time_is_not_printed_in_scientific_notation(microseconds):
    duration = timedelta(microseconds=microseconds)
    for cell in (figures.hours_cell(duration), figures.minutes_cell(duration)):
        assert "e" not in cell
        assert cell not in ("0h", "0m")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (11.25, "11.2x"), (3.75, "3.8x"), (1600.0, "1,600x"), (1297.7, "1,297.7x"), (180 / 13, "13.8x"),
        (4.0, "4.0x"), (0.04, "0.0x"), (374.0, "374.0x"), (999.94, "999.9x"), (999.96, "1,000x"),
        (12_000.0, "12,000x"), (1_000_000.04, "1,000,000x"), (None, "–"),
    ],
)  # fmt: skip
def test_factors(value, text):
    assert figures.factor_text(value) == text


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (minutes(0), "0 min"), (minutes(1), "1 min"), (minutes(3.5), "3.5 min"), (minutes(119), "119 min"),
        (minutes(119.5), "119.5 min"), (minutes(120), "2 h"), (minutes(742), "12 h 22 min"),
        (minutes(431.5), "7 h 12 min"), (hours(33.5), "33 h 30 min"), (minutes(5999.4), "99 h 59 min"),
        (minutes(5999.5), "100 h"), (minutes(11_183), "186 h"), (hours(1234), "1,234 h"), (None, "–"),
    ],
)  # fmt: skip
def test_times_to_be_read(duration, text):
    assert figures.time_short(duration) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.04, "0.0"),
        (535.5, "535.5"),
        (999.94, "999.9"),
        (999.96, "1,000"),
        (1000.0, "1,000"),
        (2135.5, "2,135.5"),
        (19_387.4, "19,387"),
        (9999.96, "10,000"),
    ],
)
def test_numbers_to_be_read(value, text):
    assert figures.number_short(value) == text


@pytest.mark.parametrize(
    ("percent", "text"),
    [(0.0, "0%"), (0.04, "0%"), (0.05, "0.1%"), (4.3, "4.3%"), (4.0, "4.0%"), (9.94, "9.9%"), (9.96, "10%"),
     (37.4, "37%"), (100.0, "100%")],
)  # fmt: skip
def test_percent(percent, text):
    assert figures.percent_text(percent) == text


@pytest.mark.parametrize(
    ("count", "cell", "text", "estimate"),
    [
        (400_000, "400k", "400,000", "~400k"), (2_620_000, "2.62M", "2,620,000", "~2.62M"),
        (9_487_000, "9,487,000", "9,487,000", "~9.49M"), (1_250_000, "1.25M", "1,250,000", "~1.25M"),
        (412_345, "412,345", "412,345", "~412k"), (10_000_000, "10M", "10,000,000", "~10M"),
        (1_000, "1k", "1,000", "~1k"), (1_234, "1,234", "1,234", "~1.23k"), (999, "999", "999", "~999"),
        (0, "0", "0", "~0"), (999_950, "999,950", "999,950", "~1M"), (100_000_000, "100M", "100,000,000", "~100M"),
        (1_001_000, "1,001,000", "1,001,000", "~1M"), (446_666_561, "446,666,561", "446,666,561", "~447M"),
        (1_234_567_890, "1,234,567,890", "1,234,567,890", "~1,230M"),
    ],
)  # fmt: skip
def test_tokens(count, cell, text, estimate):
    assert figures.tokens_cell(Tokens(count)) == cell
    assert figures.tokens_text(Tokens(count)) == text
    assert figures.tokens_short(Tokens(count)) == estimate[1:]
    assert figures.tokens_cell(Tokens(count, estimated=True)) == estimate
    assert figures.tokens_text(Tokens(count, estimated=True)) == estimate


def test_unknown_tokens_are_a_dash():
    assert figures.tokens_cell(None) == figures.tokens_text(None) == "–"


@given(st.integers(0, 10**14) | st.integers(0, 10**5).map(lambda n: n * 10_000))
def test_tokens_are_printed_without_loss_and_estimates_to_three_digits(count):
    for text in (figures.tokens_cell(Tokens(count)), figures.tokens_text(Tokens(count))):
        assert parse_tokens(text.replace(",", "")) == Tokens(count)
    rough = Tokens(count, estimated=True)
    for text in (figures.tokens_cell(rough), figures.tokens_text(rough), figures.tokens_short(rough)):
        shown = parse_tokens(text.replace(",", ""))
        assert abs(shown.count - count) * 2 <= 10 ** max(0, len(str(count)) - 3)
        assert len(text.strip("~kM,").replace(".", "").replace(",", "").rstrip("0")) <= 3


DAY = day_totals([task(8, 20, 3), task(1.5, 4)], Tokens(500_000))


@pytest.mark.parametrize(
    ("figure", "number", "text", "short"),
    [
        (figures.TASKS, 2, "2", "2"), (figures.HUMAN_HOURS, 9.5, "9.5", "9.5"),
        (figures.AI_MINUTES, 24, "24", "24 min"), (figures.SUPERVISION_MINUTES, 3, "3", "3 min"),
        (figures.TOKENS, 500_000, "500,000", "500k"), (figures.LEVERAGE, 23.75, "23.8x", "23.8x"),
        (figures.SUPERVISORY, 160.0, "160.0x", "160.0x"), (figures.WEEKS, 0.2375, "0.2", "0.2"),
        (figures.WORKING_DAYS, 1.1875, "1.2", "1.2"),
    ],
)  # fmt: skip
def test_each_figure(figure, number, text, short):
    assert figure.number(DAY) == number
    assert figure.exact(DAY) == str(number)
    assert figure.text(DAY) == text
    assert figure.short(DAY) == short


def test_a_rest_day_has_nulls_and_dashes():
    totals = day_totals([])
    assert figures.numbers(totals) == {
        "tasks": 0,
        "human_hours": 0,
        "ai_minutes": 0,
        "supervision_minutes": None,
        "tokens": None,
        "leverage": None,
        "supervisory": None,
    }
    assert [f.text(totals) for f in figures.ALL] == ["0", "0.0", "0", "–", "–", "–", "–", "0.0", "0.0"]
    assert [f.exact(totals) for f in figures.ALL] == ["0", "0", "0", "", "", "", "", "0.0", "0.0"]


def test_whole_numbers_are_integers_in_data():
    numbers = figures.numbers(DAY)
    assert numbers["ai_minutes"] == 24
    assert isinstance(numbers["ai_minutes"], int)
    assert isinstance(figures.hours(hours(204)), int)
    assert figures.hours(hours(0.1)) == 0.1
    assert figures.minutes(None) is None


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (150, 100, "+50%"), (88, 100, "−12%"), (100, 100, "±0%"), (63, 80, "−21%"), (9021, 10_000, "−9.8%"),
        (299, 100, "+199%"), (2994, 1000, "+199%"), (2995, 1000, "3.0 times"), (310, 100, "3.1 times"),
        (2_000_000, 100, "20,000 times"), (129_770, 100, "1,297.7 times"), (9_999_999, 10_000_000, "±0%"),
        (0, 100, "−100%"), (100, 0, "–"), (None, 100, "–"), (100, None, "–"),
    ],
)  # fmt: skip
def test_change(now, before, text):
    assert figures.change_text(now, before) == text
    totals = [day_totals([], None if n is None else Tokens(n)) for n in (now, before)]
    assert figures.change(figures.TOKENS, *totals) == text


@given(st.integers(1, 9), st.integers(1, 9))
def test_sums_of_different_numbers_of_days_are_compared_per_day(now, before):
    """Any number of days that are alike in all amounts to no change, but for the tokens that some lack."""
    day = day_totals([task(8, 20, 3)], Tokens(500_000))
    sums = [combine([day] * count) for count in (now, before)]
    assert {figures.change(figure, *sums) for figure in figures.ALL} == {"±0%"}
    lacking = combine([*[day] * now, day_totals([task(8, 20)])])
    assert figures.change(figures.TOKENS, lacking, sums[1]) == "–"


def test_every_figure_is_explained_once():
    assert len({figure.name for figure in figures.ALL}) == len(figures.ALL) == 9
    for figure in figures.ALL:
        assert figure.label
        assert figure.heading
        assert figure.unit
        assert figure.definition.endswith(".")
