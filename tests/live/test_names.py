"""What names stand for in a record, in notes of periods and terms, and on pages."""

from dataclasses import replace
from typing import Any

import pytest

from leverage_site.live.texts import fill_texts
from leverage_site.pages.plan import Plan
from leverage_site.problems import MAX_PROBLEMS
from leverage_site.settings import Settings
from leverage_site.stats.index import build_index
from tests.support.site_states import State, path_of, record_text
from tests.support.sites import document, task
from tests.support.timing import cpu

SETTINGS = Settings("tag:e,2026:x", "https://example.org/", assistant="Helper")
DAYS: dict[str, dict[str, Any]] = {
    "2026-03-31": {"tasks": [task("Old", "4h", "8m", project="Lang")]},
    "2026-04-06": {"tasks": [task("Monday", "20h", "60m", supervision="10m", tokens="2M")]},
    "2026-04-07": {"tasks": []},
    "2026-04-08": {
        "tags": ["Web"],
        "tasks": [
            task("Small", "0.25h", "3m", supervision="30s", tokens="412345", project="Lang"),
            task(
                "Sortable table", "9h", "150m", supervision="6m", tokens="~1.5M", project="Über Site", tags=["C++"]
            ),
            task("Sortable table", "30m", "3.5m", supervision="0m", tokens="90k"),
        ],
    },
    "2026-04-09": {"tasks": [task("Later", "99h", "1m")]},
    "2026-05-01": {"tasks": [task("Last", "1h", "1m")]},
}
OF_DAY = "2026-04-08"


def planned(path: str, text: str, **changed: Any) -> Plan:
    """Plan the site with a text in one of its files."""
    files = {path_of(day): record_text(day, front, "") for day, front in DAYS.items()}
    if path == path_of(OF_DAY):
        text = record_text(OF_DAY, DAYS[OF_DAY], text)
    elif path.startswith("content/pages"):
        text = document(text, {"title": "About"})
    return State({**files, path: text}, replace(SETTINGS, **changed)).plan()


def said(path: str, text: str, **changed: Any) -> str:
    """Return the plain text of what a text with live figures comes to; nothing may be wrong with it."""
    made = planned(path, text, **changed)
    assert [problem for problem in made.problems if problem.is_error and problem.code != "P007"] == []
    library = made.content.library
    texts = [*library.records, *library.pages, *(note for _, note in library.notes)]
    found = next(one for one in texts if one.path == path)
    return found.lead_text if path.startswith("content/records") else found.prose.lead_text


IN_RECORD = {
    "tasks": "3",
    "human": "9.8",
    "human_hours": "9.8",
    "ai": "2 h 36 min",
    "ai_minutes": "2 h 36 min",
    "supervision": "6.5 min",
    "tokens": "~2M",
    "leverage": "3.7x",
    "supervisory": "90.0x",
    "weeks": "0.2",
    "working_days": "1.2",
    "previous.tasks": "0",
    "week.tasks": "4",
    "month.human": "29.8",
    "year.tasks": "5",
    "all.human": "33.8",
    "week.leverage": "8.2x",
    "week.2026-W14.tasks": "1",
    "week.2026-W15.tasks": "4",
    "month.2026-03.leverage": "30.0x",
    "year.2026.tasks": "5",
    "on.2026-04-06.supervisory": "120.0x",
    "on.2026-04-08.tasks": "3",
    "task.small.human": "0.25",
    "task.small.ai": "3 min",
    "task.small.factor": "5.0x",
    "task.small.supervision": "0.5 min",
    "task.small.tokens": "412,345",
    "task.small.supervisory": "30.0x",
    "task.sortable-table.ai": "2 h 30 min",
    "task.sortable-table.human": "9",
    "task.sortable-table.tokens": "~1.5M",
    "task.sortable-table--2.human": "0.5",
    "task.sortable-table--2.ai": "3.5 min",
    "project.lang.human": "0.2",
    "project.über-site.tasks": "1",
    "tag.web.tasks": "3",
    "tag.c-plus-plus.tasks": "1",
    "date": "April 8, 2026",
    "weekday": "Wednesday",
    "previous.date": "April 7, 2026",
    "on.2026-04-06.weekday": "Monday",
    "all.days": "4",
    "week.days:words": "three",
    "month.2026-03.days": "1",
    "year.days:exact": "4",
    "highest.factor": "8.6x",
    "highest.task": "Sortable table",
    "lowest.factor:number": "3.6",
    "lowest.task": "Sortable table",
    "median.factor": "5.0x",
    "median.factor:exact": "5.0",
    "on.2026-04-06.median.factor": "20.0x",
    "week.highest.task": "Monday",
    "week.lowest.factor": "3.6x",
    "all.median.factor": "8.6x",
    "month.median.factor": "6.8x",
    "all.highest.leverage": "30.0x",
    "all.highest.date": "March 31, 2026",
    "week.highest.weekday": "Monday",
    "week.lowest.leverage:exact": "3.7380191693290734",
    "month.2026-03.highest.date": "March 31, 2026",
    "project.lang.highest.task": "Small",
    "tag.web.median.factor": "5.0x",
    "tag.c-plus-plus.lowest.factor": "3.6x",
    "leverage.rank": "the lowest of the week",
    "tasks.rank": "the highest of the week",
    "human.rank.month": "the lowest of the month",
    "tasks.rank.year": "the highest of the year",
    "leverage.rank.all": "the lowest so far",
    "supervisory.rank.all": "the lowest so far",
    "tasks:words": "three",
    "tasks:exact": "3",
    "human:exact": "9.75",
    "human:number": "9.8",
    "human:minutes": "585",
    "ai:hours": "2.6",
    "ai:minutes": "156.5",
    "leverage:number": "3.7",
    "leverage:exact": "3.7380191693290734",
    "task.small.ai:minutes": "3",
    "task.sortable-table.human:words": "nine",
    "tokens:number": "~2M",
    "week.tasks : words": "four",
}  # fmt: skip


@pytest.mark.parametrize("name", IN_RECORD)
def test_names_of_a_record_are_as_of_its_day(name: str) -> None:
    assert said(path_of(OF_DAY), f"It is {{{{ {name} }}}}.\n") == f"It is {IN_RECORD[name]}."


def test_a_task_has_a_number_where_pages_show_it() -> None:
    text = "{{ task.2.human }} {{ task.sortable-table.human }}\n"
    assert said(path_of(OF_DAY), text, task_order="file") == "9 9"


def test_what_begins_a_sentence_has_a_capital() -> None:
    text = "{{ tasks:words }} of {{ week.tasks:words }}. {{ tasks.rank }}, {{ leverage.rank }}. {{ tasks }}.\n"
    shown = "Three of four. The highest of the week, the lowest of the week. 3."
    assert said(path_of(OF_DAY), text) == shown


WRONG = {
    "levrage": ("P017", "{{ leverage }}"),
    "7*7": ("P017", None),
    "tasks.week": ("P017", "{{ week.tasks }}"),
    "week": ("P017", "{{ week.leverage }}"),
    "Leverage": ("P017", "mean {{ leverage }}"),
    "human hours": ("P017", "mean {{ human }}"),
    "average": ("P017", "mean {{ leverage }}"),
    "today.minutes": ("P017", "mean {{ ai }}"),
    "yesterday.leverage": ("P017", "mean {{ previous.leverage }}"),
    "total.tasks": ("P017", "mean {{ all.tasks }}"),
    "weeks.factor": ("P017", "mean {{ week.leverage }}"),
    "rank": ("P017", "mean {{ leverage.rank }}"),
    "year.rank": ("P017", "mean {{ leverage.rank.year }}"),
    "month.leverage.rank": ("P017", "mean {{ leverage.rank.month }}"),
    "leverage.rank.ever": ("P017", "mean {{ leverage.rank.all }}"),
    "leverage.rank.day": ("P017", "mean {{ leverage.rank }}"),
    "leverage * 2": ("P017", "mean {{ leverage }}"),
    "tasks | upper": ("P017", "mean {{ tasks }}"),
    "tag.WEB.tasks": ("P017", "mean {{ tag.web.tasks }}"),
    "task.table.factor": ("P017", "{{ task.sortable-table.factor }}"),
    "task.factor": ("P017", "{{ task.sortable-table.factor }}"),
    "on.tasks": ("P017", "{{ on.2026-04-07.tasks }}"),
    "project.human": ("P017", "{{ project.front-end.human }}"),
    "week.W15.tasks": ("P017", "as 2026-W15"),
    "month.2026-4.tasks": ("P017", "as 2026-04"),
    "page.title": ("P017", "nothing is computed"),
    "week.levrage": ("P017", "{{ week.leverage }}"),
    "on.2026-04-05.tasks": ("P017", None),
    "on.2026-02-30.tasks": ("P017", "2026-04-07"),
    "on.2026-04-09.tasks": ("P018", None),
    "on.2999-01-01.tasks": ("P017", None),
    "month.2026-05.tasks": ("P018", None),
    "month.2026-02.tasks": ("P017", None),
    "month.2026-99.tasks": ("P017", None),
    "task.2.human": ("P019", "{{ task.sortable-table.human }}"),
    "task.4.human": ("P017", None),
    "task.sortabel-table.human": ("P017", "{{ task.sortable-table.human }}"),
    "task.small.rank": ("P017", None),
    "days": ("P017", "{{ all.days }}"),
    "previous.days": ("P017", "{{ week.days }}"),
    "on.2026-04-06.days": ("P017", "{{ all.days }}"),
    "highest.leverage": ("P017", "{{ week.highest.leverage }}"),
    "highest.date": ("P017", "{{ week.highest.date }}"),
    "week.date": ("P017", None),
    "project.lang.weekday": ("P017", None),
    "median.leverage": ("P017", "{{ median.factor }}"),
    "median.task": ("P017", "{{ median.factor }}"),
    "highest": ("P017", "{{ highest.factor }}"),
    "week.highest": ("P017", "{{ week.highest.factor }}"),
    "max_factor": ("P017", "{{ highest.factor }}"),
    "best.task": ("P017", "{{ highest.task }}"),
    "week.best_day": ("P017", "{{ week.highest.date }}"),
    "leverage.highest": ("P017", "{{ week.highest.leverage }}"),
    "month.lowest.leverge": ("P017", "{{ month.lowest.leverage }}"),
    "all.max": ("P017", "{{ all.highest.factor }}"),
    "median": ("P017", "{{ median.factor }}"),
    "today": ("P017", "{{ date }}"),
    "highest.task:words": ("P020", None),
    "date:exact": ("P020", None),
    "median.factor:words": ("P020", None),
    "project.highest.factor": ("P017", "{{ project.front-end.highest.factor }}"),
    "project.langs.human": ("P017", "{{ project.lang.human }}"),
    "tag.x.human": ("P017", None),
    "tokens.rank": ("P017", None),
    "leverage.rank.decade": ("P017", None),
    "leverage:words": ("P020", None),
    "leverage:hours": ("P020", None),
    "tasks:": ("P020", None),
    "tasks:Words": ("P020", None),
    "leverage.rank:words": ("P020", None),
    "tasks.__class__": ("P017", None),
    "record.body": ("P017", None),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_other_names_are_problems_and_braces_stay(name: str) -> None:
    text = f"One `{{{{ tasks }}}}`,\ntwo {{{{ {name} }}}}.\n"
    made = planned(path_of(OF_DAY), text)
    (problem,) = [problem for problem in made.problems if problem.is_error]
    code, hint = WRONG[name]
    assert (problem.code, problem.place.path) == (code, path_of(OF_DAY))
    excerpt = problem.place.excerpt or ""
    assert excerpt[problem.place.column - 1 :][: problem.place.length] == f"{{{{ {name} }}}}"
    assert hint is None or hint in problem.hint
    record = next(record for record in made.content.index.records if str(record.date) == OF_DAY)
    assert record.lead_text == f"One {{{{ tasks }}}}, two {{{{ {name} }}}}."
    assert f"two {{{{ {name} }}}}." in record.body.get().prose.lead.html(str)


def test_what_is_unknown_is_a_dash_and_a_warning() -> None:
    made = planned(
        "content/pages/about.md", "{{ on.2026-03-31.supervision }} {{ on.2026-04-07.leverage:exact }}\n"
    )
    assert [(problem.code, problem.severity) for problem in made.problems] == [("P021", "warning")] * 2
    assert made.content.library.pages[0].prose.lead_text == "– –"


def test_the_first_day_has_no_previous_one() -> None:
    made = State(
        {path_of("2026-03-31"): record_text("2026-03-31", DAYS["2026-03-31"], "{{ previous.tasks }}\n")}
    ).plan()
    assert [problem.code for problem in made.problems] == ["P017"]


def test_a_day_of_rest_has_no_rank() -> None:
    made = State({path_of("2026-04-07"): record_text("2026-04-07", {"tasks": []}, "{{ tasks.rank }}.\n")}).plan()
    assert [(problem.code, problem.severity) for problem in made.problems] == [("P021", "warning")]
    assert made.content.index.records[0].lead_text == "–."


def test_what_a_day_of_rest_has_no_tasks_for_is_a_dash() -> None:
    names = (
        "highest.factor",
        "highest.task",
        "lowest.task",
        "median.factor",
        "all.highest.date",
        "week.lowest.leverage",
    )
    text = f"{' '.join([f'{{{{ {name} }}}}' for name in names])} {{{{ all.days }}}} {{{{ weekday }}}}\n"
    made = State({path_of("2026-04-07"): record_text("2026-04-07", {"tasks": []}, text)}).plan()
    assert [problem.code for problem in made.problems] == ["P021"] * len(names)
    assert made.content.index.records[0].lead_text == "– – – – – – 1 Tuesday"


def test_of_equal_ones_the_earliest_counts() -> None:
    text = "{{ highest.task }}, {{ all.lowest.task }}, {{ all.highest.date }}, {{ week.lowest.weekday }}\n"
    days = {
        "2026-04-06": [task("One", "2h", "10m"), task("Two", "4h", "20m")],
        "2026-04-07": [task("Three", "2h", "10m"), task("Four", "1h", "5m")],
    }
    made = State({path_of(day): record_text(day, {"tasks": tasks}, text) for day, tasks in days.items()}).plan()
    assert made.content.index.records[1].lead_text == "Three, One, April 6, 2026, Monday"


def test_titles_and_days_are_marked_as_such() -> None:
    made = planned(path_of(OF_DAY), "{{ lowest.task }} on {{ date }}, a {{ weekday }}.\n")
    record = made.content.index.records[3]
    assert record.lead_text == "Sortable table on April 8, 2026, a Wednesday."
    html = record.body.get().prose.lead.html(str)
    assert '<data value="3.6" data-figure="lowest.task" title="Task with the lowest factor: ' in html
    assert '<time datetime="2026-04-08" data-figure="weekday" title="Weekday: ' in html
    assert ' lang="en"' not in html


def test_a_project_may_be_called_like_an_end() -> None:
    text = "{{ project.highest.leverage }} {{ project.highest.lowest.task }} {{ tag.median.tasks }}\n"
    front = {"tags": ["median"], "tasks": [task("One", "2h", "10m", project="Highest"), task("Two", "1h", "1m")]}
    made = State({path_of(OF_DAY): record_text(OF_DAY, front, text)}).plan()
    assert made.content.index.records[0].lead_text == "12.0x One 2"


def test_no_edit_of_a_number_makes_a_form_a_problem() -> None:
    text = "{{ human:words }}, {{ ai:words }}, {{ task.small.tokens:words }}, {{ tokens:words }}, {{ previous.ai:words }}"
    assert said(path_of(OF_DAY), f"{text}\n") == "9.8, 2 h 36 min, 412,345, ~2M, zero"


def test_words_are_numbers_and_ranks_are_marked_in_another_language() -> None:
    record = planned(
        path_of(OF_DAY), "{{ tasks:words }} {{ leverage.rank }}\n", language="fr"
    ).content.index.records[3]
    assert record.lead_text == "3 the lowest of the week"
    html = record.body.get().prose.lead.html(str)
    assert html.count(' lang="en"') == 1
    assert '" lang="en">the lowest' in html


ELSEWHERE = {
    ("content/weeks/2026-W15.md", "tasks"): "5",
    ("content/weeks/2026-W15.md", "previous.tasks"): "1",
    ("content/weeks/2026-W15.md", "all.tasks"): "6",
    ("content/weeks/2026-W15.md", "days"): "4",
    ("content/weeks/2026-W15.md", "highest.task"): "Later",
    ("content/weeks/2026-W15.md", "highest.leverage"): "5,940x",
    ("content/weeks/2026-W15.md", "lowest.weekday"): "Wednesday",
    ("content/weeks/2026-W15.md", "previous.highest.date"): "March 31, 2026",
    ("content/weeks/2026-W15.md", "previous.days"): "1",
    ("content/weeks/2026-W15.md", "all.median.factor"): "14.3x",
    ("content/weeks/2026-W15.md", "project.lang.days:words"): "One",
    ("content/weeks/2026-W15.md", "tag.web.highest.date"): "April 8, 2026",
    ("content/weeks/2026-W16.md", "days"): "0",
    ("content/weeks/2026-W15.md", "date"): "P017",
    ("content/weeks/2026-W16.md", "highest.task"): "P021",
    ("content/weeks/2026-W16.md", "median.factor"): "P021",
    ("content/weeks/2026-W16.md", "lowest.date"): "P021",
    ("content/weeks/2026-W16.md", "lowest.leverage"): "P021",
    ("content/projects/lang.md", "days"): "2",
    ("content/projects/lang.md", "median.factor"): "17.5x",
    ("content/projects/lang.md", "lowest.date"): "April 8, 2026",
    ("content/tags/web.md", "highest.leverage"): "3.7x",
    ("content/pages/about.md", "days:words"): "Six",
    ("content/pages/about.md", "highest.task"): "Later",
    ("content/pages/about.md", "month.2026-04.lowest.factor"): "3.6x",
    ("content/pages/about.md", "weekday"): "P017",
    ("content/partials/about-author.md", "days"): "P017",
    ("content/weeks/2026-W15.md", "on.2026-04-09.tasks"): "1",
    ("content/weeks/2026-W15.md", "project.lang.human"): "0.2",
    ("content/weeks/2026-W15.md", "tag.c-plus-plus.tasks"): "1",
    ("content/weeks/2026-W16.md", "tasks"): "0",
    ("content/weeks/2026-W16.md", "previous.tasks"): "5",
    ("content/months/2026-04.md", "tasks"): "5",
    ("content/months/2026-04.md", "week.2026-W15.tasks"): "5",
    ("content/months/2026-03.md", "all.tasks"): "1",
    ("content/years/2026.md", "human:words"): "133.8",
    ("content/years/2026.md", "leverage:words"): "P020",
    ("content/years/2026.md", "month.2026-05.tasks"): "1",
    ("content/projects/lang.md", "human"): "4.2",
    ("content/projects/lang.md", "all.tasks"): "7",
    ("content/projects/lang.md", "on.2026-05-01.tasks"): "1",
    ("content/tags/web.md", "tasks"): "3",
    ("content/tags/c-plus-plus.md", "human"): "9.0",
    ("content/pages/about.md", "tasks"): "7",
    ("content/pages/about.md", "tag.c-plus-plus.human"): "9.0",
    ("content/pages/about.md", "month.2026-04.tasks"): "5",
    ("content/pages/about.md", "week.tasks"): "P017",
    ("content/pages/about.md", "task.small.human"): "P017",
    ("content/pages/about.md", "leverage.rank"): "P017",
    ("content/weeks/2026-W15.md", "month.tasks"): "P017",
    ("content/weeks/2026-W15.md", "on.2026-05-01.tasks"): "P018",
    ("content/partials/about-author.md", "tasks"): "P017",
}  # fmt: skip


@pytest.mark.parametrize(("path", "name"), ELSEWHERE)
def test_names_of_other_texts_are_of_all_that_these_are_of(path: str, name: str) -> None:
    wanted, text = ELSEWHERE[path, name], f"{{{{ {name} }}}}\n"
    if wanted[0] == "P":
        assert [problem.code for problem in planned(path, text).problems] == [wanted]
    else:
        assert said(path, text) == wanted


def test_many_wrong_names_take_no_long_time() -> None:
    tasks = [task(f"Task {n}", id=f"own-{n}") for n in range(1_000)]
    for pattern in ("task.own-{}x.human", "project.p{}.human", "leverag{}", "{}.leverage", "on.2026-04-07.x{}"):
        text = " ".join([f"{{{{ {pattern.format(n)} }}}}" for n in range(1_000)])
        state = State({path_of("2026-04-07"): record_text("2026-04-07", {"tasks": tasks}, f"{text}\n")})
        library = state.library()
        began = cpu()
        problems = list(fill_texts(state.settings, library, build_index(library.records)).problems)
        assert cpu() - began < 1
        assert len(problems) == MAX_PROBLEMS
