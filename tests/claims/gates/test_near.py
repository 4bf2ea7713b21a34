"""What stands around a claim, by each name that gates ask for."""

from leverage_site.claims.gates.near import Near
from leverage_site.claims.sentence.context import Candidate, Context, Memory
from leverage_site.claims.text.scan import scan
from leverage_site.markdown import Sentence
from leverage_site.stats.as_of import Scope
from tests.claims.gates.test_unread import DAY


def near(text: str, printed: str, *claimed: str) -> Near:
    """Return what stands around the first number, or the word, that is printed."""
    context = Context(scan(Sentence(text, 1, 1)), DAY, Memory())
    place = context.words.index(printed)
    places = frozenset(context.words.index(word) for word in claimed)
    candidate = Candidate("value", (place, place + 1), ())
    return Near(candidate, context, [candidate], places)


def test_texts_reach_from_one_token_to_another() -> None:
    around = near("Week’s end: my about 76 minutes, of which 6 were Mine.", "76 minutes")
    assert around.sentence == "week's end: my about 76 minutes, of which 6 were mine."
    assert around.before == "week's end: my "
    assert around.said == "76 minutes"
    assert around.behind == ", of which 6 were mine"
    assert around.clause_text == "my about 76 minutes"
    assert (around.unit, around.number and around.number.value) == ("m", 76)


def test_words_beside_a_claim_are_those_that_there_are() -> None:
    around = near("It took 50 minutes in all here.", "50 minutes")
    assert around.words_before(1) == ["took"]
    assert around.words_before(5) == ["it", "took"]
    assert around.words_behind(1) == ["in all"]
    assert around.words_behind(5) == ["in all", "here"]


def test_the_clause_is_widened_by_those_without_a_figure() -> None:
    around = near(
        "On average, so it seems, a task took 14 minutes, each alike, and 6 hours, more or less.", "14 minutes"
    )
    assert around.widened_text == "on average, so it seems, a task took 14 minutes"
    assert around.text_behind == ", each alike"
    assert around.has(frozenset({"average"}))
    assert not around.has(frozenset({"each"}))


def test_what_another_claim_prints_is_no_word_beside_it() -> None:
    text = "The best task took 14 minutes."
    assert near(text, "14 minutes").has(frozenset({"best"}))
    assert not near(text, "14 minutes", "best").has(frozenset({"best"}))


def test_numbers_beside_a_claim() -> None:
    around = near("It took 50 minutes, 12 minutes of them on the map, for 22 hours.", "50 minutes")
    assert [around.words[place] for place in around.alike] == ["12 minutes"]
    beside = near("With 22 hours, the most of the week.", ",").number_beside
    assert beside is None
    text = "It has 22 hours, most of the week."
    assert [one and one.value for one in (near(text, "most").number_beside, near(text, "it").number_beside)] == [
        22,
        None,
    ]


def test_what_the_sentence_speaks_of() -> None:
    around = near("This week the map took 10 minutes.", "10 minutes")
    assert around.scopes == {Scope("week", "2026-W10")}
    assert around.names_tasks
    assert around.has_kind("scope", "end")
    assert not around.has_kind("end")
    assert not around.is_of_supervision
    assert near("The map took 10 minutes and 2 of my own.", "10 minutes").is_of_supervision
    assert not near("It took 50 minutes.", "50 minutes").names_tasks


def test_other_days_are_those_with_a_record_besides_today() -> None:
    around = near("Yesterday had 24.0x, today 26.4x.", "26.4x")
    assert [around.words[place] for place in sorted(around.other_days)] == ["yesterday"]
