"""A language says texts of the program's: dates, numbers, labels and sentences; the German ones as a German reads them."""

from html import unescape

import pytest

from leverage_site.language import Verbatim
from leverage_site.language.phrases import MAX_TEXT, Language, Pattern, Words
from leverage_site.language.reader import load_language
from leverage_site.markdown import Html

GERMAN = load_language(None, "de")
assert GERMAN
THIN = "\u202f"


def words(**changes: object) -> Words:
    """Return the words of a language that has none but those that are named."""
    usual = {"name": "X", "direction": "ltr", "decimal": ".", "group": ",", "units": {}, "names": {}, "texts": {}}
    return Words(**{**usual, "patterns": (), **changes})


def language(**changes: object) -> Language:
    return Language("x", words(**changes), "", {})


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("April 7, 2026", "7. April 2026"),
        ("Leverage Record: March 07, 2026", "Hebel-Eintrag: 7. März 2026"),
        ("April 6–12, 2026", "6.–12. April 2026"),
        ("March 30 – April 5, 2026", "30. März – 5. April 2026"),
        ("December 29, 2025 – January 4, 2026", "29. Dezember 2025 – 4. Januar 2026"),
        ("April 27 – May 3", "27. April – 3. Mai"),
        ("Tue 7 Apr", "Di 7. Apr."),
        ("Thu 7 May 2026", "Do 7. Mai 2026"),
        ("7 Apr", "7. Apr."),
        ("31 Dec 2025", "31. Dez. 2025"),
        ("7 April", "7. April"),
        ("Dec 8–14, 2025", "8.–14. Dez. 2025"),
        ("Dec 29, 2025 – Jan 4, 2026", "29. Dez. 2025 – 4. Jan. 2026"),
        ("Sep 8, 2025", "8. Sept. 2025"),
        ("Week 15, 2026", "Woche 15, 2026"),
        ("W5", "KW 5"),
        ("October 2025", "Oktober 2025"),
        ("Oct", "Okt"),
        ("Wednesday", "Mittwoch"),
        ("2026", "2026"),
        ("2026-W15", "2026-W15"),
    ],
)
def test_dates_are_german(english: str, german: str) -> None:
    assert GERMAN.say(english) == german


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("43.3x", "43,3x"),
        ("1,297.7x", "1.297,7x"),
        ("12,000x", "12.000x"),
        ("2,135.5", "2.135,5"),
        ("0.25h", f"0,25{THIN}h"),
        ("20m", f"20{THIN}min"),
        ("400k", f"400{THIN}Tsd."),
        ("~447M", f"~447{THIN}Mio."),
        ("+4.3%", f"+4,3{THIN}%"),
        ("−38%", f"−38{THIN}%"),
        ("±0%", f"±0{THIN}%"),
        ("3.1 times", "das 3,1-Fache"),
        ("45 min", f"45{THIN}min"),
        ("12 h 22 min", f"12{THIN}h 22{THIN}min"),
        ("1,186 h", f"1.186{THIN}h"),
        ("2 of 1,305", "2 von 1.305"),
        ("~7.97M (1 day unknown)", f"~7,97{THIN}Mio. (1 Tag unbekannt)"),
        ("36", "36"),
        ("–", "–"),
    ],
)
def test_numbers_are_german(english: str, german: str) -> None:
    assert GERMAN.say(english) == german


def test_a_whole_number_has_separators() -> None:
    assert (GERMAN.number(1234567), GERMAN.number(12)) == ("1.234.567", "12")


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "Claude did 443.5 hours of human work in 10 h 16 min: 58 tasks on five days, at 43.2x.",
            f"Claude hat 443,5 Stunden menschliche Arbeit in 10{THIN}h 16{THIN}min erledigt: 58 Aufgaben an fünf Tagen, Hebel 43,2x.",
        ),
        ("The assistants did 1.0 hour of human work in 1 minute: 1 task on one day, at 60.0x.",
         "Die Assistenten haben 1,0 Stunden menschliche Arbeit in 1 Minute erledigt: 1 Aufgabe an einem Tag, Hebel 60,0x."),
        ("Up from 24.1x the week before, on 15% more hours.",
         f"Gestiegen von 24,1x in der Woche davor, bei 15{THIN}% mehr Stunden."),
        ("Down from 24.1x in Week 5, 2026, on 3.1 times the hours per recorded day (six days, after three).",
         "Gesunken von 24,1x in Woche 5, 2026, bei 3,1-mal so vielen Stunden je erfasstem Tag (sechs Tage, nach drei)."),
        ("Level with the month before, on as many hours.", "Wie im Monat davor, bei ebenso vielen Stunden."),
        ("Best day: Tuesday, 74.9x.", "Bester Tag: Dienstag, 74,9x."),
        ("Weakest: 3 March, 6.3x.", "Schwächster: 3. März, 6,3x."),
        ("No record on Monday, Tuesday and Sunday.", "Kein Eintrag: Montag, Dienstag und Sonntag."),
    ],
)  # fmt: skip
def test_sentences_are_german(english: str, german: str) -> None:
    assert GERMAN.say_sentences(english) == german


def test_a_sentence_keeps_the_numbers_that_it_carries() -> None:
    english = 'Best day: Tuesday, <data value="74.93">74.9x</data>.'
    said = GERMAN.say_sentences(Html(english))
    assert type(said) is Html
    assert said == 'Bester Tag: Dienstag, <data value="74.93">74,9x</data>.'


def test_what_a_language_lacks_is_english() -> None:
    assert GERMAN.say("Something new") == "Something new"
    assert GERMAN.say_sentences("") == ""
    said = GERMAN.say_sentences("Nothing like it < here. A day without tasks.")
    assert said == '<span lang="en">Nothing like it &lt; here.</span> Ein Tag ohne Aufgaben.'
    assert type(said) is Html
    leftward = language(direction="rtl")
    assert leftward.say_sentences("No.") == '<span lang="en" dir="ltr">No.</span>'


def test_what_the_author_wrote_stays() -> None:
    for text in (Verbatim("Data"), Verbatim("April 7, 2026")):
        assert GERMAN.say(text) is GERMAN.say_sentences(text) is GERMAN.say_opening(text) is text
    assert GERMAN.say("Data") == "Daten"
    assert GERMAN.say("Data · Tags") == "Data · Schlagwörter"
    assert GERMAN.say("43.3x with the tag Data: 36 tasks") == "43,3x mit dem Schlagwort Data: 36 Aufgaben"


def test_an_opening_is_translated_as_far_as_it_is_ours() -> None:
    english = "5.0 hours of human work in 40 min on April 7, 2026. It was 5.5 times No. A day without tasks."
    german = f"5,0 Stunden menschliche Arbeit in 40{THIN}min am 7. April 2026. It was 5.5 times No. A day without tasks."
    assert GERMAN.say_opening(english) == german


def test_words_of_a_catalog_are_no_markup() -> None:
    told = language(texts={"A.": "<b>"}, patterns=(Pattern("B {number}.", "{number} & <i>"),))
    for english, said in (("A.", "&lt;b&gt;"), ("B 1,5x.", "1,5x &amp; &lt;i&gt;")):
        assert told.say_sentences(Html(english)) == said
        assert told.say(english) == unescape(said)


def test_of_two_patterns_that_match_the_one_that_says_more_is_meant() -> None:
    told = language(patterns=(Pattern("{phrase} b", "1"), Pattern("{week} b", "2"), Pattern("a {text} b", "3")))
    assert [told.say(text) for text in ("x b", "7 b", "a x b")] == ["1", "2", "3"]


def test_a_text_longer_than_ours_is_not_even_matched() -> None:
    several = language(patterns=(Pattern("{text}, {text2}, {phrase}: {phrase2}", "{phrase2}"),))
    assert several.say("a, b, c: d") == "d"
    hostile = "a, " * MAX_TEXT
    assert several.say(hostile) == hostile
