"""How logs are written: short forms, lists, ratios and things with numbers of their own, none of them refuted."""

from datetime import date

import pytest

from leverage_site.claims.facts import TextFacts
from leverage_site.records.measures import Tokens
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.claims.texts import claims_of, lines, with_verdict
from tests.support.builders import record, task


def day_of(day: date, *tasks: tuple[str, str, float, float, float, int]):  # type: ignore[no-untyped-def]
    made = [
        task(human, ai, supervision, task=title, project=project, tokens=Tokens(tokens * 1_000, False))
        for title, project, human, ai, supervision, tokens in tasks
    ]
    return record(*made, day=day)


# Friday of the week before: 20 hours, 40 minutes, 30.0x. Wednesday: 15 hours, 40 minutes, 7 of supervision, 22.5x,
# 700k tokens. Thursday: 34 hours, 59 minutes, 15 of supervision, 34.6x, 1.44M tokens.
INDEX = build_index(
    (
        day_of(date(2026, 3, 6), ("Measure the halls", "museum", 20, 40, 8, 900)),
        day_of(
            date(2026, 3, 11),
            ("Plan the exhibition", "museum", 12, 30, 6, 600),
            ("Order the frames", "shop", 3, 10, 1, 100),
        ),
        day_of(
            date(2026, 3, 12),
            ("Guard roster generator", "staff", 10, 15, 4, 400),
            ("Reconciliation of ticket sales", "shop", 12, 18, 5, 610),
            ("Post-mortem for the heating outage", "museum", 6, 12, 3, 200),
            ("Backup script for the archive ids", "archive", 2, 6, 1, 80),
            ("Retry logic in the ticket printer", "shop", 4, 8, 2, 150),
        ),
    )
)


FACTS = TextFacts.of_day(Known(INDEX, date(2026, 3, 12)), "Claude")


def refuted(text: str) -> list[str]:
    return with_verdict("refuted", text, FACTS)


def confirmed(text: str) -> list[str]:
    return with_verdict("confirmed", text, FACTS)


def cases(text: str) -> list[tuple[str, str]]:
    """Return each line in two: a sentence, and what of it is meant."""
    return [(said, printed) for said, _, printed in (line.partition(" | ") for line in lines(text))]


LEFT_OUT = """
Ex-roster: 24h in 44 min, 32.7x. | 44 min
W/o the roster: 24h / 44 min. | 44 min
Tasks w/o post-mortem: 28h in 47 min. | 47 min
Sans backup: 32h/53m/14m. | 53m
Excl. roster: 24 hours, 44 minutes. | 44 minutes
The day ex roster: 32.7x. | 32.7x
Not counting the backup it was 53 minutes. | 53 minutes
"""


@pytest.mark.parametrize(("text", "printed"), cases(LEFT_OUT))
def test_what_is_left_without_a_task_is_said_in_short_forms(text: str, printed: str) -> None:
    assert refuted(text) == []
    assert printed in confirmed(text)


@pytest.mark.parametrize(
    "text", ["Ticket work ex-printer: 12h in 18 min.", "Ex-roster 32.7x, ex-backup 36.2x, ex-both 34.3x."]
)
def test_what_is_left_of_some_tasks_is_not_held_against_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    cases("""
Ex-roster: 24h in 49 min. | 49 min
W/o the roster: 24h / 44 min, 40.7x. | 40.7x
Sans backup the day took 58 minutes. | 58 minutes
"""),
)
def test_a_wrong_figure_of_what_is_left_is_refuted(text: str, printed: str) -> None:
    assert printed in refuted(text)


RATIOS = """
The reconciliation took 3x the time of the backup.
Thursday had 2.3x yesterday's hours.
34h vs 15h: 2.3x.
1.5x the roster's hours, 1.2x its minutes: the reconciliation.
59 min is 1.5x Wednesday's 40.
1.7x last week's hours.
The day had 2x as many tokens as Wednesday.
"""
THINGS = """
The backup covers 1.1M archive ids in 40 batches of ~28k.
Backup script: 6.2M rows, 3 tables.
Post-mortem: 2k visitors, 40k tickets a week.
The printer does 5k tickets/s now.
Ticket printer: 640k labels (-66%).
Tokens per hour: 1.44M / 34 = 42k. Wednesday 47k.
"""
EVENTS = """
The heating outage took 161 minutes; the post-mortem for it 12.
The heating outage: 84 minutes, 2 minutes to page.
The outage lasted 3 h 20 min.
The backup took 7 h 15 min on 64 nodes.
The backup script ran 52 minutes, none of which counts.
Retry logic: 1m, 5m, 15m, 1h, 2h, 4h.
The printer retries after 1, 5 and 15 minutes.
Incl. the roster: 44h/70m.
Ticket printer, reconciliation included: 37x.
"""
RATES = """
One minute of supervision buys two hours and a bit.
The roster has 40 guards in 15 minutes, nearly three guards a minute.
1 min of AI = 35 min of human.
On Wednesday a minute of supervision was worth 2.1 hours.
Wednesday a minute bought 22 minutes, today 35.
The post-mortem took one minute in five of supervision.
"""
DIFFERENCES = """
The reconciliation and the backup are 12 minutes apart.
The reconciliation was the bigger one, by 2 hours and 3 minutes.
Against Wednesday's 15h and 40 min that's +19h and +19 min.
The roster has to beat 44x next.
Of the five only the roster is above the day's 34.6x.
Not counting the backup, every task made 30x.
"""


@pytest.mark.parametrize("text", lines(RATIOS + THINGS + EVENTS + RATES + DIFFERENCES))
def test_a_number_of_something_else_is_not_held_against_a_record(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    cases("""
The roster reached 44x. | 44x
The roster used 460k tokens. | 460k tokens
The backup script took 9 minutes. | 9 minutes
The post-mortem took 19 minutes. | 19 minutes
The roster generator took 1 minute. | 1 minute
The roster took 12 minutes more than the backup. | 12 minutes more than
Every task made 30x. | 30x
The day had 36 hours of human work in 59 minutes. | 36 hours
The guard roster generator: 10h, 15m, 5m. | 5m
"""),
)
def test_a_wrong_number_beside_such_words_is_refuted(text: str, printed: str) -> None:
    assert printed in refuted(text)


NAMED_ANEW = """
40x for the roster, 44x for recon, 20x for the backup.
Done (est/AI/me): roster 10h/15m/4m, recs 12h/18m/5m, printing 4h/8m/2m.
One task stands at 20x (the backup), one at 40x, one at 30x.
On the clock the roster took 15 minutes and our tasks 59 minutes.
The roster had 400k tokens, recon 610k.
The backup took 6 minutes, flakes 8 minutes.
"""
OTHER_DAYS = """
With 15 minutes the day needed twice Wednesday's supervision (7 minutes).
The reconciliation alone used nearly as many tokens (610k) as Wednesday (700k).
59 min for 34h; Wednesday 40 for 15.
Six of the 15 minutes went to other things.
"""


@pytest.mark.parametrize("text", lines(NAMED_ANEW + OTHER_DAYS))
def test_a_number_of_another_thing_is_not_held_against_the_one_before(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    cases("""
The roster stands at 40x, the post-mortem at 44x. | 44x
Roster 10h/15m/4m, post-mortem 6h/12m/9m. | 9m
The backup took 6 minutes, the post-mortem 18 minutes. | 18 minutes
The day needed more than Wednesday's supervision (9 minutes). | 9 minutes
12 minutes went into the post-mortem, 9 into the backup. | 9
"""),
)
def test_a_wrong_number_of_the_next_thing_is_refuted(text: str, printed: str) -> None:
    assert printed in refuted(text)


SUPERLATIVES = """
20x, worst of the week, and 6 of 15 minutes of supervision.
18 minutes is the longest single run to date.
It had the longest run so far: 18 minutes, after 15 for the roster.
Highest factor for a day: 34.6x.
The lowest factor of the week, and by supervision the lowest since March 6.
The worst day of the week for leverage was today, the best was Wednesday.
Best day so far by leverage, weakest by human hours.
"""
COMPARISONS = """
Beats Wednesday's 22.5x, so a record.
First day above 30 since Wednesday.
Hours were up and AI time higher than on Wednesday, with 59 minutes.
Leverage rose from 22.5x to 34.6x, and the AI time is half again as high as on Wednesday.
AI time is up from 40 minutes on Wednesday, supervision from 7 to 15, leverage up from 22.5x to 34.6x.
The week so far cost 22 minutes of supervision, a third of it on Wednesday (7).
The reconciliation took half again as long as the post-mortem, 18 minutes.
Thursday beats Wednesday on hours (34 to 15), on AI time (59 to 40) and on leverage (34.6x to 22.5x).
"""
SHARES = """
A third of tokens for recon, a quarter for the roster.
A third of the hours are the reconciliation, nearly a third is the roster.
Half of Thursday was meetings (4 of 8h).
The roster page says 218 of 44 minutes.
"""
SERIES = """
AI: 40, 59.
Tokens: 700k, 1.44M.
After 7 minutes of supervision, 15.
The log now has 8 tasks.
From 22.5x to 34.6x. From 40 min to 59, from 15h to 34h.
40x on a 10h task is worth more than 60x on a 5h one.
On Wednesday the best was 24x, the worst 18x.
"""


@pytest.mark.parametrize("text", lines(SUPERLATIVES + COMPARISONS + SHARES + SERIES))
def test_what_a_sentence_says_of_other_things_is_not_held_against_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    cases("""
The log now has 8 tasks. | 8 tasks
15 minutes of supervision, 5 for the reconciliation, 3 for the post-mortem. | 3
The reconciliation took half again as long as the post-mortem, 18 minutes. | half again as long
"""),
)
def test_what_it_says_of_the_log_is_confirmed(text: str, printed: str) -> None:
    assert printed in confirmed(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    cases("""
34.6x, worst of the week. | worst of the week
The lowest leverage of the week. | The lowest leverage of the week
Leverage is lower than on Wednesday. | lower
Leverage is below Wednesday's 22.5x. | below
Leverage was higher and AI time lower than on Wednesday, with 59 minutes. | lower
The day's leverage is half that of Wednesday. | half that
The roster took half again as long as the reconciliation, 15 minutes. | half again as long
Half of the hours are the roster. | Half
The log now has 12 tasks. | 12 tasks
AI: 40. | 40
From 8x to 40x ranged the factors of the day. | 8x
"""),
)
def test_what_it_says_wrongly_of_the_day_is_refuted(text: str, printed: str) -> None:
    assert printed in refuted(text)


@pytest.mark.parametrize(
    "text",
    [
        "The roster places 900 guards an hour.",
        "The printer prints 5k tickets an hour.",
        "A ticket a minute is what the printer makes.",
        "The archive has 400k roster entries.",
    ],
)
def test_a_rate_or_a_count_of_things_is_not_confirmed_by_a_figure_like_it(text: str) -> None:
    assert confirmed(text) == []
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "truth"),
    cases("""
1.54M tokens. | 1.44M tokens
The roster used 460k tokens. | 400k tokens
460k went to the roster. | 400k
The day took half an hour of Claude time. | fifty-nine minutes
Two of the five tasks are at 20x. | One of the five tasks is at 20x
Human hours are a third of Wednesday's 15. | 2.3 times
The roster took a third of the time of the backup, 15 minutes. | 2.5 times
"""),
)
def test_what_would_be_true_is_said_as_it_is_printed(text: str, truth: str) -> None:
    assert truth in [claim.truth for claim in claims_of(text, FACTS)]


@pytest.mark.parametrize(
    "text",
    lines("""
Three quarters of a million tokens went into the roster.
A third of a million tokens, of which I asked for none.
Two thirds of a thousand tokens for the backup.
Almost the same supervision as on Wednesday.
About the same leverage as yesterday.
"""),
)
def test_a_part_of_a_number_and_what_is_nearly_the_same_decide_nothing(text: str) -> None:
    assert [claim.printed for claim in claims_of(text, FACTS) if claim.verdict in ("confirmed", "refuted")] == []
