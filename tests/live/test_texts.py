"""Texts with their figures in place: everywhere that a text goes, and the same objects while nothing changes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.pages.plan import Plan, plan
from leverage_site.settings import Settings
from tests.support.site_states import State, path_of, record_text
from tests.support.sites import Site, html, task

LEAD = "Factors of {{ leverage }}, {{ week.tasks:words }} tasks in the week so far; and more.\n\n## More\n\nIt was {{ tasks.rank }}.\n"
DAY_PAGE = "posts/2026/2026-04-08-leverage-record.html"


def site(root: Path) -> Site:
    made = Site(root).record("2026-04-07", tasks=[task("One", "8h", "20m"), task("Two", "1h", "10m")])
    made.record("2026-04-08", LEAD, tasks=[task("Three", "10h", "10m")], tags=["web"], aliases=["/old.html"])
    made.record("2026-04-09", "Next.\n", summary="Now {{ all.tasks:words }} tasks; \\{{ braces }} stay.")
    made.page("about", "Of {{ tasks }} tasks.\n", summary="In {{ human }} hours.")
    return made.file(
        "content/weeks/2026-W15.md", "All {{ tasks }}. Der beste Tag: {{ highest.date }}, {{ highest.weekday }}.\n"
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return site(tmp_path_factory.mktemp("live") / "site").built()


def test_no_file_has_braces_or_marks(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith((".html", ".xml", ".json", ".csv", ".opml", ".txt")):
            assert b"{{" not in data.replace(b"{{ braces }}", b""), name
            assert b"\x03" not in data, name
            assert b"\\u0003" not in data, name


def test_a_figure_carries_its_number_and_its_definition(files: dict[str, bytes]) -> None:
    (lead,) = html(files[DAY_PAGE]).xpath("//article//div[contains(@class, 'lead')]/p")
    leverage, tasks = lead.xpath("./data")
    assert (leverage.text, leverage.get("value")) == ("60.0x", "60.0")
    assert leverage.get("data-figure") == "leverage"
    assert leverage.get("title").startswith("Leverage: Sum of the human estimates ÷")
    assert tasks.get("data-figure") == "week.tasks:words"
    assert (tasks.text, tasks.get("value"), tasks.get("title")) == (
        "three",
        "3",
        "Tasks of the week: The number of tasks.",
    )


def test_what_is_made_of_a_text_has_its_figures(files: dict[str, bytes]) -> None:
    lead = "Factors of 60.0x, three tasks in the week so far"
    page = html(files[DAY_PAGE])
    (description,) = page.xpath("//meta[@name='description']/@content")
    assert lead in description
    assert (
        lead
        in json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"][0]["description"]
    )
    for name in (
        "index.html",
        "weeks/2026-W15.html",
        "tags/web.html",
        "posts/2026/2026-04-07-leverage-record.html",
    ):
        assert lead.split(",")[0] in files[name].decode(), name
    assert "Now four tasks; {{ braces }} stay." in files["index.html"].decode()
    for name in ("feed.xml", "atom.xml", "feed.json"):
        feed = files[name].decode()
        assert lead in feed, name
        assert "Now four tasks; {{ braces }} stay." in feed, name
        assert "the lowest of the week" in feed, name
    assert "In 27.0 hours." in html(files["about.html"]).xpath("//meta[@name='description']/@content")


def test_a_site_in_another_language_has_its_numbers(tmp_path: Path) -> None:
    files = site(tmp_path / "site").settings(language="de").built()
    (lead,) = html(files[DAY_PAGE]).xpath("//article//div[contains(@class, 'lead')]/p")
    assert lead.xpath("./data")[0].text == "60,0x"
    assert lead.xpath("./data/@value")[0] == "60.0"
    note = html(files["weeks/2026-W15.html"])
    assert "Der beste Tag: 8. April 2026, Mittwoch." in "".join(note.itertext())
    assert [one.get("lang") for one in note.xpath("//time[@data-figure]")] == [None, None]


def test_a_day_in_a_language_without_words_is_marked_as_english(tmp_path: Path) -> None:
    files = site(tmp_path / "site").settings(language="nn").built()
    note = html(files["weeks/2026-W15.html"])
    assert [one.get("lang") for one in note.xpath("//time[@data-figure]")] == ["en", "en"]


FIGURES = (
    "{{ leverage }} {{ week.tasks }} {{ month.human }} {{ year.ai }} {{ all.leverage }} {{ tasks.rank }} {{ human.rank.all }} "
    "{{ project.a.human }} {{ task.one.factor }}"
)  # fmt: skip
DATES = ("2025-12-29", "2025-12-31", "2026-01-01", "2026-01-05", "2026-02-01")
HOURS = st.sampled_from(["1h", "2h", "8h"])


def states(hours: dict[str, str]) -> State:
    return State({
        path_of(day): record_text(day, {"tasks": [task("One", human, project="a")]}, f"{FIGURES}\n")
        for day, human in hours.items()
    })  # fmt: skip


def texts(made: Plan) -> dict[str, tuple[str, str]]:
    assert not [problem for problem in made.problems if problem.is_error]
    return {str(record.date): (record.lead_text, record.digest) for record in made.content.index.records}


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(DATES), HOURS, min_size=1), st.sampled_from(DATES), HOURS)
def test_no_later_day_changes_a_text(hours: dict[str, str], day: str, human: str) -> None:
    before, after = texts(states(hours).plan()), texts(states({**hours, day: human}).plan())
    for other in before:
        assert after[other] == before[other] or day <= other


EVERY = dict.fromkeys(DATES, "8h")


def test_texts_stay_the_same_objects_while_their_figures_do() -> None:
    library, changed = (states(hours).library() for hours in (EVERY, {**EVERY, "2026-01-05": "1h"}))
    base = Settings("tag:e,2026:x", "https://example.org/")
    first = plan(base, library, ())
    again = plan(base, library, (), first)
    assert all(
        one is other for one, other in zip(first.content.index.records, again.content.index.records, strict=True)
    )
    after = plan(base, changed, (), again)
    same = [
        one is other for one, other in zip(first.content.index.records, after.content.index.records, strict=True)
    ]
    assert same == [True, True, True, False, False]
    assert texts(after) == texts(plan(base, changed, ()))
    other = plan(Settings("tag:e,2026:x", "https://example.org/", assistant="Other"), changed, (), after)
    assert texts(other) == texts(
        plan(Settings("tag:e,2026:x", "https://example.org/", assistant="Other"), changed, ())
    )


SPANS = {
    "{{ leverage }} {{ task.one.human }} {{ project.a.tasks }}": ["12-30"],
    "{{ week.human }}": ["12-30", "12-31", "01-01"],
    "{{ human.rank }}": ["12-30", "12-31", "01-01"],
    "{{ human.rank.week }} {{ leverage }}": ["12-30", "12-31", "01-01"],
    "{{ month.human }}": ["12-30", "12-31"],
    "{{ human.rank.year:x }}": ["12-30", "12-31"],
    "{{ year.human : words }} {{ week.tasks }}": ["12-30", "12-31", "01-01"],
    "{{ all.human }}": ["12-30", "12-31", "01-01", "01-05"],
    "{{ previous.human }}": ["12-30", "12-31", "01-01", "01-05"],
    "{{ on.2025-12-29.human }}": ["12-30", "12-31", "01-01", "01-05"],
    "{{ month.2025-12.human }}": ["12-30", "12-31", "01-01", "01-05"],
    "{{ week }} {{ x }}": ["12-30", "12-31", "01-01", "01-05"],
}


@pytest.mark.parametrize("text", SPANS)
def test_a_text_is_looked_at_again_only_if_its_figures_may_have_changed(text: str) -> None:
    """The second of five days changes, of which the last but one is in its week and in another year."""
    days = ("2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01", "2026-01-05")
    base, made = Settings("tag:e,2026:x", "https://example.org/"), list[Plan]()
    for human in ("1h", "2h"):
        hours = {day: human if day == days[1] else "8h" for day in days}
        files = {
            path_of(day): record_text(day, {"tasks": [task("One", hours[day], project="a")]}, f"{text}\n")
            for day in days
        }
        library = State(files).library()
        made.append(plan(base, library, (), made[-1] if made else None))
    first, second = made
    pairs = zip(first.content.index.records, second.content.index.records, strict=True)
    assert [str(one.date)[5:] for one, other in pairs if one is not other] == SPANS[text]
    clean = plan(base, library, ())
    assert second.problems == clean.problems
    assert second.content.library == clean.content.library


def test_the_text_of_a_page_changes_with_no_new_plan_of_pages() -> None:
    """An edit of a figure that a plain page shows leaves the set of pages as it was."""
    about = {"content/pages/about.md": "---\ntitle: About\n---\nOf {{ human }}.\n"}
    base = Settings("tag:e,2026:x", "https://example.org/")
    made: list[Any] = []
    for hours in (EVERY, {**EVERY, "2026-01-05": "1h"}):
        state = states(hours)
        library = State({**state.files, **about}).library()
        made.append(plan(base, library, (), made[-1] if made else None))
    first, then = made
    assert then.pages is first.pages
    shown = [one.content.library.pages[0].prose.lead_text for one in made]
    assert shown == ["Of 40.0.", "Of 33.0."]
    page = first.by_file["about.html"]
    assert page.inputs(then.content).page.prose.lead_text == "Of 33.0."


@pytest.mark.parametrize(
    "text", ["{{ nothing }}", "{{ on.2027-01-01.tasks }}", "{{ tasks:hours }}", "{{ task.9.human }}"]
)
def test_a_draft_that_names_no_figure_hinders_nothing(tmp_path: Path, text: str) -> None:
    made = Site(tmp_path).record("2026-04-06").record(body=f"{text}\n", draft=True)
    assert made.codes() == []
    problems = made.problems(drafts=True)
    assert [problem.severity for problem in problems] == ["warning"]


def test_what_an_unreadable_record_may_have_is_no_problem_of_others(tmp_path: Path) -> None:
    made = Site(tmp_path).record("2026-04-08", "{{ on.2026-04-07.human }} {{ project.x.human }}\n")
    assert made.codes() == ["P017", "P017"]
    made.file("content/records/2026-04-07.md", "---\ndate: 2026-04-07\ntasks: many\n---\n")
    assert "P017" not in made.codes()
