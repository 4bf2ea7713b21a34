"""Pages of our own in another language: what our themes say there becomes English, and the author's words stay."""

import lxml.html
import pytest

from leverage_site.importing.formats.own_languages import say_in_english

PAGE = """<!DOCTYPE html><html lang="{language}"><body{signs}><h1>{title}</h1>
<p class="meta"><time datetime="2026-05-05">Dienstag, 5. Mai 2026</time> · <a>Woche 19, 2026</a> · <span>1 min Lesezeit</span></p>
<h2 id="task_log">Aufgaben</h2><p>Daten</p>
<table><tr><th>Aufgabe</th><th>Schätzung</th><th>Eigenes</th></tr>
<tr id="t-a"><th>Aufgabe<span> <a>p</a> von Eva</span></th><td>1.234,5 h</td><td>400 Tsd.</td></tr></table>
<table><tr><th><span>Minuten Eva gesamt</span></th><td><data>2.000,5</data></td></tr></table></body></html>"""
GERMAN = {"language": "de-AT", "signs": ' data-decimal=","', "title": "Hebel-Eintrag: 5. Mai 2026"}


def told(**values: str) -> list[str]:
    """Return the texts of the page after it was made English."""
    root = lxml.html.document_fromstring(PAGE.format_map({**GERMAN, **values}))
    say_in_english(root)
    return [text.strip() for text in root.itertext() if text.strip(" ·\n")]


def test_what_a_theme_says_becomes_english() -> None:
    assert told() == [
        "Leverage Record: May 05, 2026",
        "Tuesday, May 5, 2026", "Week 19, 2026", "1 min read",
        "Task log", "Daten",
        "Task", "Human est.", "Eigenes",
        "Aufgabe", "p", "by Eva", "1.234,5 h", "400k",
        "Total Eva minutes", "2,000.5",
    ]  # fmt: skip


@pytest.mark.parametrize("values", [{"language": "fr"}, {"language": "en"}, {"signs": ""}])
def test_other_pages_stay_as_they_are(values: dict[str, str]) -> None:
    assert told(**values)[0] == GERMAN["title"]


def test_a_title_of_the_authors_stays() -> None:
    assert told(title="Hebel-Eintrag: 6. Mai 2026")[0] == "Hebel-Eintrag: 6. Mai 2026"
