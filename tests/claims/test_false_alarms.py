"""Sentences near to claims that say something else: none of them is refuted; and neighbors of theirs that are."""

import pytest

from tests.claims.test_check import ledger


def refuted(text: str) -> list[str]:
    return [claim.printed for claim in ledger(text) if claim.verdict == "refuted"]


@pytest.mark.parametrize(
    "text",
    [
        "Almost the highest leverage of the week.",
        "Leverage is nearly the highest of the week.",
        "One of the best days of the week.",
        "Among the best days of the month.",
        "The export was almost the longest task.",
        "The color of the chart is one of the longest tasks of the day.",
        "Was it the best day of the week?",
        "Is the export the shortest task of the day?",
        "Did leverage climb above 6 April?",
        "Was leverage higher than on 6 April?",
        "Were 300 minutes of Claude time enough?",
        "Leverage needs 40x to be the highest of the week.",
        "Leverage is almost higher than on 6 April.",
        "Leverage of 100x is a dream.",
        "The shortest evening of the week.",
        "No, that was last week.",
        "By no means the highest leverage of the week.",
        "As good as the best day of the week.",
        "Leverage has to reach 50x to be the highest of the month.",
    ],
)
def test_what_is_asked_or_nearly_so_is_not_said(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Search and typing took 45 of the 90 minutes.",
        "The search page, typing and the export are 100% of the hours.",
        "The typing and the search page are 60% of the hours.",
        "Typing plus the export took 55 of the 90 minutes.",
        "The export & the housework used 50 of the 90 minutes.",
        "Lunch, the export and the leftovers hold 14 of the 16 hours.",
        "Both the wording and the export took 45 of the 90 minutes.",
        "The export and documenting took 60 minutes together.",
        "The typing and the flaky deployment account for half of the hours.",
        "The deployment and drafting make up 70% of the Claude time.",
    ],
)
def test_a_sum_of_which_one_part_has_no_name_is_not_decided(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Waiting used 12 of the 20 minutes.",
        "12 of the 30 minutes went into fonts.",
        "The proof took 4 of the 10 minutes.",
        "Of its 30 minutes, 20 were lost.",
        "The first 10 of its 20 minutes were lost.",
        "The last 5 of the 30 minutes went into the proof.",
        "Claude ran it 50 times, which took 12 of the 20 minutes.",
        "Three of the 8 hours are for the icons.",
        "Of the 90 minutes, 20 went to the search page, 30 to the export and 10 to the chart.",
        "Of the 16 hours, 8 went to the search page and 6 to the export.",
        "The fonts of the search page took 15 of the 20 minutes.",
        "Of the 50 minutes for both pages, 15 went to the search page.",
        "20% of the export minutes were lost.",
        "Two thirds of the export minutes went into fonts.",
    ],
)
def test_a_part_of_the_time_of_a_task_is_not_held_against_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "60% of the week's hours are from the other days.",
        "90% of the week's minutes are from two tasks.",
        "4% of the week's hours are from one task.",
        "82% of the month's hours are from this week.",
        "Half of the month's minutes are from this week.",
    ],
)
def test_a_share_of_a_period_may_be_that_of_others_than_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Leverage is the highest of the week.",
        "The color of the chart is the longest task of the day.",
        "Leverage was higher than on 6 April.",
        "The search page and the export took 60 of the 90 minutes.",
        "The search page, the export and the color of the chart took 45 of the 90 minutes.",
        "The search page took 20 of the 80 minutes.",
        "The export used 36 of the 90 minutes.",
        "90% of the week's hours are from today.",
        "Of the 90 minutes, 25 went to the search page and 30 to the export.",
    ],
)
def test_what_is_false_beside_them_is_refuted(text: str) -> None:
    assert refuted(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "The search page was slow for 40 minutes after the update.",
        "The search page ran for 6 minutes before it stopped.",
        "The search page was down for 4 minutes during the backup.",
        "The search page was up after 3 minutes.",
        "The search page took 25 minutes to warm up.",
        "The search page needed 3 hours of meetings.",
        "The search page needed 3 hours of hardening in May.",
        "The search page had 2 hours of downtime in April.",
        "The search page: 47 minutes of downtime.",
        "The export took 7 minutes in production.",
        "The export took 7 minutes on staging.",
        "The export took 6 minutes for the old file and 1 minute for the new one.",
        "The export took 2 hours to appear in the archive.",
        "The export was 47 minutes long.",
        "The export is 15 minutes late.",
        "The export says 15 minutes.",
        "The export hung for 15 minutes.",
        "The export waited 15 minutes for the disk.",
        "The export was offline for 6 hours.",
        "The flaky deployment was over after 12 minutes.",
        "The flaky deployment took 3 minutes until the first error.",
        "The estimate for the search page was 12 hours, I put down 8.",
        "Claude was down for 40 minutes.",
        "Claude was offline for 2 hours.",
        "The search page was on for 5 hours.",
        "The search page is built in 4 minutes.",
        "The search page went from 12 to 4 minutes.",
        "The second export took 12 minutes.",
        "Three exports of 10 minutes.",
        "An export of 12 minutes.",
        "12 minutes of export.",
    ],
)
def test_a_time_of_a_thing_is_not_that_of_the_work_on_it(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Three small tasks needed 20 minutes and five minutes of supervision.",
        "The two slowest tasks took 60 of the 90 minutes.",
        "The two slowest tasks took 40 of the 90 minutes.",
        "The slowest task was the flaky deployment.",
        "The slowest task was the export.",
        "Everything except the flaky deployment was 6x or better.",
        "Everything but the flaky deployment was 12x or better, except the chart.",
        "The export and the deployment took 60 minutes and six of supervision.",
        "Two tasks took 60 minutes and six of supervision.",
        "Two background tasks took 5 minutes each.",
        "Three waiting jobs took 5 minutes each.",
        "I had five tasks on my list and did four.",
        "Six tasks were on my list, four got done.",
        "Four tasks is a new record.",
    ],
)
def test_what_may_be_meant_otherwise_is_not_decided(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The export took 35 minutes.",
        "The export took 35 minutes to finish.",
        "The export took 35 minutes of Claude time.",
        "The export needed 3 minutes of supervision.",
        "The export ran for 35 minutes of Claude time.",
        "Exporting to spreadsheets took 35 minutes.",
        "The export: 7 hours in 35 minutes.",
        "The search page with filters took 25 minutes.",
        "The search page was done after 25 minutes.",
        "Claude worked for 300 minutes today.",
        "Two tasks took three minutes of supervision each.",
        "The slowest task was the search page.",
        "The slowest task was the color of the chart.",
    ],
)
def test_a_wrong_time_of_work_is_refuted(text: str) -> None:
    assert refuted(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Supervision fell from 6 to 10 minutes.",
        "Leverage rose from 12.0x to 10.7x.",
        "Both chart and search are at 24.0x.",
        "Both pages are at 24.0x.",
        "Search, export and deployment: 12.0x, 2.0x, 24.0x.",
        "The search page and the deployment stand at 2.0x and 24.0x.",
    ],
)
def test_what_contradicts_itself_is_not_confirmed(text: str) -> None:
    figures = [claim.verdict for claim in ledger(text) if claim.printed[-1:] == "x" or claim.printed[:2] == "10"]
    assert "confirmed" not in figures


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("One task took more than 15 minutes.", "Three tasks took more than 15 minutes"),
        ("Two tasks are above 20x.", "One task is above 20x"),
        ("Two tasks are above 50x.", "No tasks are above 50x"),
        ("One task is above 50x.", "No tasks are above 50x"),
        ("One task is above 5x.", "Three tasks are above 5x"),
        ("Three tasks had more than 3 minutes of supervision.", "One task had more than 3 minutes"),
        ("Export to spreadsheets: 6h, 35m.", "30m"),
        ("Five tasks were done.", "Four tasks"),
    ],
)
def test_what_would_be_true_is_put_in_the_right_number(text: str, truth: str) -> None:
    assert [claim.truth for claim in ledger(text) if claim.verdict == "refuted"] == [truth]
