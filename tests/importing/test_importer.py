"""Which day a page is of: every place that states it must agree."""

from datetime import date
from pathlib import Path

import pytest

from leverage_site.importing.importer import Imported
from tests.support.page_import import outcomes

LOG = "| Task | Human | AI |\n| --- | --- | --- |\n| Mend the gate | 4h | 20m |\n"
HTML_LOG = "<table><tr><th>Task<th>Human<th>AI<tr><td>Mend the gate<td>4h<td>20m</table>"
DAY = date(2026, 4, 3)
HEAD = "<title>Notebook</title>"
SAVED = "<!-- saved from url=(0047)https://old.example/2026/04/03/gate.html -->\n"


def markdown(top: str) -> str:
    return f"{top}\n\nThe lead of April 9, 2025.\n\n{LOG}"


def html(top: str, head: str = HEAD, before: str = "") -> str:
    return f"{before}<html><head>{head}</head><body>{top}<p>A lead.</p>{HTML_LOG}</body></html>"


def day_of(folder: Path, name: str, text: str) -> tuple[date | None, list[str]]:
    (found,) = outcomes(folder, name, text)
    day = found.draft.date if isinstance(found, Imported) else None
    return day, [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "top",
    [
        "# Leverage 2026-04-03", "# Notebook\n\nFriday, April 3, 2026", "# Notebook\n\nPosted on April 3, 2026 by Ann",
        "# Notebook\n\nDate: 2026-04-03 10:20", "# Notebook\n\nDate: April 3, 2026\nMood: good", "# Notebook\n\n3 April 2026",
        "# Notebook\n\n## Leverage for April 3, 2026", "---\ndate: 2026-04-03\n---", "---\ncreated: 2026-04-03\n---",
        "---\ndate:\n  created: 2026-04-03\n  updated: 2026-05-01\n---", "---\ndate: 2026-04-03\ncreated: 2026-02-01\n---",
        "Title: Notebook\nDate: 2026-04-03 10:20\nModified: 2026-05-01", ".. title: Notebook\n.. date: 2026-04-03 10:20:00 UTC",
        "# Leverage, April 3, 2026\n\nPosted on April 4, 2026 by Ann",
        "---\ntitle: Leverage of April 3, 2026\ndate: 2026-04-04T01:00:00Z\n---", "Lead.\n\n## April 3, 2026",
        "# April 3, 2026\n\nLead.\n\n## After April 1, 2026", "Leverage Record: April 03, 2026",
        "# Notes\n\n*April 3, 2026 · AI, Time Record*", "# Notes\n\n3. April 2026", "# 3. April 2026",
    ],
)  # fmt: skip
def test_the_places_that_tell_the_day(top: str, tmp_path: Path) -> None:
    assert day_of(tmp_path, "x.md", markdown(top)) == (DAY, [])


@pytest.mark.parametrize(
    "text",
    [
        html("<h1>Notebook</h1>", "<title>April 3, 2026 leverage - Notebook</title>"),
        html('<h1>Notebook</h1><h2>Leverage for April 3, 2026</h2><div class="date">Friday, April 3, 2026</div>'),
        html('<h1>Notebook</h1><p class="byline">Posted on April 3, 2026 by Ann</p>'),
        html('<h1>Notebook</h1><time datetime="2026-04-03">Friday</time>'),
        html('<h1>Notebook</h1><p>By Ann on <time datetime="2026-04-03T12:00:00Z">April 3, 2026</time></p>'),
        html("<h1>Notebook</h1>", before=SAVED),
        html("<h1>Notebook</h1>", '<link rel="canonical" href="https://old.example/2026/04/03/gate/">'),
        html("<h1>Notebook</h1>", '<meta name="date" content="2026-04-03">'),
        html("<h1>April 3, 2026</h1>", '<meta name="date" content="2026-04-04T02:00:00Z">'),
        html('<h1>April 3, 2026</h1><p>As on <time datetime="2026-03-01">March 1, 2026</time> it hung low.</p>'),
        f"---\ndate: 2026-04-03\n---\n{html('<h1>Notebook</h1>')}",
    ],
)
def test_the_places_that_tell_the_day_in_html(text: str, tmp_path: Path) -> None:
    assert day_of(tmp_path, "x.html", text) == (DAY, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md", markdown("# Leverage 2026-04-03\n\nSaturday, April 4, 2026")),
        ("x.md", markdown("# Leverage 2026-04-03\n\n## The day of April 4, 2026")),
        ("x.md", markdown("# Leverage 2026-04-03\n\nDate: 2026-04-04")),
        ("x.md", markdown("# Leverage 2026-04-03\n\nPosted on March 3, 2026 by Ann")),
        ("x.md", markdown("---\ntitle: Leverage 2026-04-03\ndate: 2026-04-04\n---")),
        ("x.md", markdown("# From April 1, 2026 to April 3, 2026")),
        ("x.md", markdown("# Leverage 1–3 April 2026")),
        ("x.md", markdown("# Notebook\n\nApril 1 - April 3, 2026")),
        ("x.md", markdown("# Notebook\n\nDate: April 1–3, 2026")),
        ("x.md", markdown("---\ndate: 2026-04-01 – 2026-04-03\n---")),
        ("x.html", html("<h1>1/3 April 2026</h1>")),
        ("x.html", html("<h1>April 4, 2026</h1>", "<title>April 3, 2026</title>")),
        ("x.html", html("<h1>April 3, 2026</h1><p>Saturday, April 4, 2026</p>")),
        ("2026-04-03.html", html("<h1>Gate</h1><p>By Ann, April 9, 2026</p>", '<meta name="date" content="2026-04-03">')),
    ],
)  # fmt: skip
def test_two_days_are_refused_and_both_are_named(name: str, text: str, tmp_path: Path) -> None:
    assert day_of(tmp_path, name, text) == (None, ["I025"])
    (found,) = outcomes(tmp_path, name, text)
    assert found.problems[0].message.count("2026-0") == 2
    assert day_of(tmp_path, name, text) == (None, ["I025"])
    (given,) = outcomes(tmp_path, name, text, day=DAY)
    assert isinstance(given, Imported)


@pytest.mark.parametrize(
    ("name", "top", "codes"),
    [
        ("x.md", "# Leverage 2026-04-03\n\nPosted on May 4, 2026 by Ann", ["I020"]),
        ("2026-04-05.md", "# Leverage 2026-04-03", ["I020"]),
        ("x.md", "# Leverage 2026-04-03\n\nPosted on April 4, 2026 by Ann", []),
        ("x.md", "# Leverage 2026-04-03\n\nPosted on April 2, 2026 by Ann", ["I020"]),
        ("x.md", "# Leverage 2026-04-03\n\nApril 2, 2026, 11:30 PM", ["I020"]),
        ("x.md", "---\ndate: 2026-04-03 21:10\npubdate: 2026-04-04 01:10\n---", []),
        ("x.md", "---\ndate: 2026-04-03T21:10:00\n---\n# Notes\n\n04/03/2026", []),
        ("2026-04-03-gate.md", "# Notebook", []),
        ("x.md", "# Notebook\n\nSaturday, April 3, 2026", ["I020"]),
        ("x.md", "---\ndate: Sat, 3 Apr 2026\n---", ["I020"]),
        ("x.md", "# Sunday, April 3, 2026", ["I020"]),
        ("2026-04-03.md", "# Notebook\n\nWe met on April 9, 2026", []),
    ],
)
def test_what_else_names_a_day(name: str, top: str, codes: list[str], tmp_path: Path) -> None:
    assert day_of(tmp_path, name, markdown(top)) == (DAY, codes)


@pytest.mark.parametrize(
    "top",
    [
        "# Notebook",
        "# Notebook\n\nWe met on April 3, 2026",
        "Lead.\n\n## 2026-04-03\n\n## 2026-04-04",
        "# Week of April 3, 2026",
        "# Records since April 3, 2026",
    ],
)
def test_a_mention_is_no_statement(top: str, tmp_path: Path) -> None:
    assert day_of(tmp_path, "x.md", markdown(top)) == (None, ["I005"])


def test_the_name_of_a_file_with_two_days_tells_none(tmp_path: Path) -> None:
    for name in ("2026-04-03-to-2026-04-04.md", "2026-04-03_2026-04-05.md", "week-of-2026-04-03.md"):
        assert day_of(tmp_path, name, markdown("# Notebook")) == (None, ["I005"])


def test_a_mention_is_a_hint(tmp_path: Path) -> None:
    for text in ("It hung on April 3.", "It hung on 3 April 2026."):
        (found,) = outcomes(tmp_path, "x.md", f"{text}\n\n{LOG}")
        assert ("April 3." if "3." in text else "2026-04-03.") in (found.problems[0].hint or "")


def test_a_day_for_those_that_do_not_say_theirs(tmp_path: Path) -> None:
    for top, told in (("Lead.\n\n## 2026-04-03\n\n## 2026-04-04", date(2026, 5, 1)), ("# 2026-04-03", DAY)):
        (found,) = outcomes(tmp_path, "x.md", markdown(top), day=date(2026, 5, 1), sure=False)
        assert isinstance(found, Imported)
        assert found.draft.date == told


def test_a_change_after_the_day_is_kept(tmp_path: Path) -> None:
    for changed, told in (("2026-04-05", date(2026, 4, 5)), ("2026-04-03", None), ("2026-04-01", None)):
        (found,) = outcomes(tmp_path, "2026-04-03.md", markdown(f"---\nlastmod: {changed}\n---"))
        assert isinstance(found, Imported)
        assert (found.draft.updated, "updated:" in found.text) == (told, told is not None)
        assert ("updated" in found.left_out) == (changed < "2026-04-03")
