"""Tables of tasks in CSV, JSON and JSON Lines: one document a day."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leverage_site.importing.draft import parse_tasks
from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.document import Document
from leverage_site.importing.formats.table_files import read_csv, read_json
from leverage_site.importing.formats.tables import read_table_documents, split_names
from leverage_site.problems import Problem, ProblemError, Source
from leverage_site.records.measures import Tokens

HEAD = "date,task,human_hours,ai_minutes\n"


def days(text: str, form: str = "csv", **named: TableColumn) -> list[Document]:
    found = _all(text, form, named)
    assert [item for item in found if isinstance(item, Problem)] == []
    return [item for item in found if isinstance(item, Document)]


def problems(text: str, form: str = "csv") -> list[str]:
    try:
        found = _all(text, form, {})
    except ProblemError as error:
        found = list(error.problems)
    return [f"{item.place.line} {item.code} {item.message}" for item in found if isinstance(item, Problem)]


def _all(text: str, form: str, named: dict[str, TableColumn]) -> list[Document | Problem]:
    source = Source.from_text("x", text)
    return list(read_table_documents(read_csv(source) if form == "csv" else read_json(source), named))


def cells(document: Document) -> list[tuple[str, ...]]:
    return [tuple(row.cells[name] for name in ("task", "human", "ai")) for row in document.log.rows]


LINKS = '"[{""title"": ""A"", ""url"": ""https://example.org/""}]"'


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [
        ("id", "fix-it", "id"),
        ("url", "https://example.org/1", "url"),
        ("links", LINKS, "links"),
        ("extra", '"{""a"": [""b""]}"', "extra"),
        ("permalink", "anything", None),
        ("Tokens estimated", "true", "tokens_estimated"),
    ],
)
def test_columns_of_our_own_data(heading: str, cell: str, field: str | None) -> None:
    (document,) = days(f"{HEAD.strip()},{heading}\n2026-04-07,A,1,1,{cell}\n2026-04-07,B,1,1,\n")
    assert (field in document.log.rows[0].cells) == (field is not None)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("id", "PROJ-12"),
        ("ID", "a b"),
        ("url", "/issues/12"),
        ("url", "none of yours"),
        ("links", "https://example.org/"),
        ("links", '"[{""title"": ""A"", ""url"": ""javascript:x""}]"'),
        ("extra", "something"),
        ("extra", '"{""a"": 1}"'),
        ("extra", '"{""a"": [[[[""deep""]]]]}"'),
    ],
)
def test_a_foreign_column_of_the_same_name_is_left_out_and_told(heading: str, cell: str) -> None:
    text = f"{HEAD.strip()},{heading}\n2026-04-07,A,1,1,\n2026-04-07,B,1,1,{cell}\n"
    assert problems(text) == [f"1 I012 the column '{heading}' is not understood and left out"]


ITEMS = [
    {"date": "2026-04-07", "task": "Mend", "human": 4, "ai": 20},
    {"date": "2026-04-06", "task": "Rest", "human": 1, "ai": 5},
    {"date": "2026-04-07", "task": "Paint", "human": 2, "ai": 10},
]
TEXTS = {
    "commas": f"{HEAD}2026-04-07,Mend,4,20\n2026-04-06,Rest,1,5\n2026-04-07,Paint,2,10\n",
    "semicolons": "Date;Task;Human (h);AI minutes\n2026-04-07;Mend;4;20\n\n2026-04-06;Rest;1;5\n2026-04-07;Paint;2;10",
    "tabs": "Day\tTitle\tEstimate\tAI\nApril 7, 2026\tMend\t4\t20\n6 April 2026\tRest\t1\t5\n2026-04-07T09:00Z\tPaint\t2\t10",
    "json list": json.dumps(ITEMS, indent=1),
    "json below tasks": json.dumps({"version": 1, "tasks": ITEMS}),
    "json lines": "\n".join(json.dumps(item) for item in ITEMS),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_row_a_task_is_a_record_a_day(name: str) -> None:
    found = days(TEXTS[name], "json" if "json" in name else "csv")
    assert [(document.days, cells(document)) for document in found] == [
        ((date(2026, 4, 6),), [("Rest", "1", "5")]),
        ((date(2026, 4, 7),), [("Mend", "4", "20"), ("Paint", "2", "10")]),
    ]


def test_cells_with_quotes_and_line_breaks() -> None:
    (day,) = days(f'{HEAD}2026-04-07,"Mend, ""well""\nand\tlong",4,20\n2026-04-07,Paint,2,10\n')
    assert [row.line for row in day.log.rows] == [2, 4]
    assert day.log.rows[0].cells["task"] == 'Mend, "well" and long'


def test_what_the_rows_say_of_the_day() -> None:
    (day,) = days('date,task,human,ai,day_tokens,day_tags,tags\n2026-04-07,a,1h,5m,9000,AI; Work,"x, y;"\n')
    assert (day.day_tokens, day.facts.tags, day.log.rows[0].cells["tags"]) == ("9000", ("AI", "Work"), "x, y;")


@pytest.mark.parametrize(
    ("text", "names"),
    [("a; b", ("a", "b")), ("a, b", ("a", "b")), ("a, b;", ("a, b",)), ("a | b", ("a", "b")), ("\0a;b\0c", ("a;b", "c")), ("", ()),
     ("#a #b", ("a", "b")), ("#a", ("a",)), ("#1 a", ("#1 a",))],
)  # fmt: skip
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("", "csv", "0 I018"),
        (f'{HEAD}2026-04-07,"Mend,4,20\n' * 2, "csv", "2 I009"),
        (f'{HEAD}2026-04-07,"Mend" it,4,20\n', "csv", "2 I009"),
        ("date,task,human,human,ai\n", "csv", "1 I011"),
        ("task,human,ai\na,1h,5m", "csv", "1 I010 no column is known to hold date"),
        ("date,what\n2026-04-07,x", "csv", "1 I010 no column is known to hold task and human and ai"),
        (f"{HEAD}04/07/2026,Mend,4,20\n", "csv", "2 I004"),
        ("date,task,human,ai,day_tokens\n2026-04-07,a,1h,5m,1\n2026-04-07,b,1h,5m,2\n", "csv", ""),
        ('[{"date": 1,]', "json", "1 I009"),
        ('[{"task": "a"},\n 7]', "json", "2 I009 the table cannot be read: each task must be an object with keys"),
        ('{"task": "a"}\n{"task": ', "json", "2 I009"),
        ("[" * 100_000, "json", "1 I009"),
        ('[{"a": ' + "[" * 100_000, "json", "1 I009 the table cannot be read: it is nested too deeply here"),
        ("[]", "json", "0 I018"),
        ('"text"', "json", "1 I009"),
    ],
)
def test_faults_are_located(text: str, form: str, found: str) -> None:
    told = problems(text, form)
    assert told[0].startswith(found) if found else told == []


def test_a_ragged_row_belongs_to_its_day() -> None:
    (day,) = days(f"{HEAD}2026-04-07,Mend,4\n2026-04-07,Paint,2,10\n")
    assert [row.reason for row in day.log.rows] == ["it has 3 cells below 4 headings", ""]


def test_keys_beside_the_tasks_are_told() -> None:
    task = '{"date": "2026-04-07", "task": "a", "human": "1h", "ai": "5m"}'
    assert problems(f'{{"version": 1, "lead": "x",\n "tasks": [{task}], "more": []}}', "json") == [
        "1 I021 the key 'lead' is not understood and left out",
        "2 I021 the key 'more' is not understood and left out",
    ]
    assert problems(f'{{"version": 1, "tasks": [{task}]}}', "json") == []


def test_what_no_page_can_hold_is_a_bad_row() -> None:
    (day,) = days('[{"date": "2026-04-07", "task": "a \\ud800 b", "human": "1h", "ai": "5m"}]', "json")
    assert day.log.rows[0].reason == "it holds the control character U+D800"


def test_a_column_without_a_heading_is_told_if_it_says_something() -> None:
    assert problems("date,task,human,ai,\n2026-04-07,a,1h,5m,words") == [
        "1 I012 the column 'number 5' is not understood and left out"
    ]
    assert problems("date,task,human,ai,\n2026-04-07,a,1h,5m,") == []


def test_columns_can_be_named_or_left_out() -> None:
    (day,) = days(
        "when,task,effort,ai,mood\n2026-04-07,a,1,5m,x",
        when=TableColumn("date"),
        effort=TableColumn("human", "h"),
        mood=TableColumn(""),
    )
    assert dict(day.log.rows[0].cells) == {"date": "2026-04-07", "task": "a", "human": "1", "ai": "5m"}


def test_an_unknown_column_is_told() -> None:
    assert problems("date,task,human,ai,mood\n2026-04-07,a,1h,5m,x") == [
        "1 I012 the column 'mood' is not understood and left out"
    ]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("4,5", "4.5"),
        ("0,250", "0.250"),
        ("1,250", "1.250"),
        ("1.250,5", "1250.5"),
        ("12", "12"),
        ("2,5 h", "2.5 h"),
    ],
)
def test_where_semicolons_part_cells_commas_are_for_decimals(cell: str, found: str) -> None:
    (day,) = days(f"Date;Task;Human hours;AI minutes\n2026-04-07;a, b;{cell};20\n")
    (row,) = day.log.rows
    assert row.cells["task"] == "a, b"
    assert row.cells["human"] == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ('"1,250"', '"0,5"', ["1.250", "0.5"]),
        ('"1,250"', '"2,250"', None),
        ('"1,250"', '"1,250,000"', ["1,250", "1,250,000"]),
        ('"1,250"', "0.5", ["1,250", "0.5"]),
        ("1.250", '"0,5"', ["1250", "0.5"]),
        ("1.250", "7", ["1.250", "7"]),
        ('"6,5"', "7", ["6.5", "7"]),
        ('"1,250"', '"1.000,5"', ["1.250", "1000.5"]),
        ('"0,5"', "0.5", ["0.5", "0.5"]),
        ('"0,5"', '"1,000,000"', ["0.5", "1,000,000"]),
        ("1 250", '"1\u202f250,5"', ["1250", "1250.5"]),
    ],
)
def test_what_a_mark_means_is_decided_for_a_column(first: str, second: str, found: list[str] | None) -> None:
    text = f"{HEAD}2026-04-07,a,{first},20\n2026-04-07,b,{second},20\n"
    if found is None:
        assert [told[:6] for told in problems(text)] == ["2 I024", "3 I024"]
    else:
        assert [row.cells["human"] for row in days(text)[0].log.rows] == found


@pytest.mark.parametrize(
    ("row", "human"),
    [
        ('2026-04-07,a,"2,500",20,"1,250,000"', "2,500"),
        ('2026-04-07,a,"2,500",20,"2,500"', "2,500"),
        ('2026-04-07,a,"2,500","7,5",1', "2.500"),
        ('2026-04-07,a,"2,500",7.5,1', "2,500"),
        ('2026-04-07,a,"2,500","7,5","1,250,000"', None),
        ('07.04.2026,a,"2,500",20,1', "2.500"),
        ("07.04.2026,a,2.500,20,1", None),
        ('2026-04-07,a,2.500,"7,5",1', "2500"),
        ('2026-04-07,a,"2,500",20,1', None),
        ('2026-04-07,a,"2,500 h",20,1', None),
    ],
)
def test_or_for_the_table(row: str, human: str | None) -> None:
    text = f"date,task,human_hours,ai_minutes,tokens\n{row}\n"
    if human is None:
        assert problems(text)[0].startswith("2 I024 '2")
    else:
        assert days(text)[0].log.rows[0].cells["human"] == human


def test_how_commas_were_read_is_told() -> None:
    (day,) = days(f'{HEAD}2026-04-07,a,"0,5",20\n')
    assert day.assumptions == ("commas are for decimals",)
    assert days(f"{HEAD}2026-04-07,a,0.5,20\n")[0].assumptions == ()


@pytest.mark.parametrize("cell", ["1.250.000", "1 250 000", "1\u00a0250\u00a0000", "1\u2009250\u2009000", "1\u202f250\u202f000",
                                  "1'250'000", '"1,250,000"', '"12,50,000"'])  # fmt: skip
def test_tokens_in_any_notation(cell: str) -> None:
    ((task,), told) = parse_tasks(days(f"date,task,human,ai,tokens\n2026-04-07,a,1h,5m,{cell}\n")[0])
    assert (told, task.tokens) == ([], Tokens(1_250_000))


@pytest.mark.parametrize(
    ("number", "cell"),
    [("6.50", "6.50"), ("1.250", "1.250"), ("1.25e1", "12.5"), ("125E-1", "12.5"), ("1e999999999", "1e999999999"), ("NaN", "NaN")],
)  # fmt: skip
def test_numbers_of_json_are_what_they_are(number: str, cell: str) -> None:
    text = f'[{{"date": "2026-04-07", "task": "a", "human_hours": {number}, "ai": "0,5"}}]'
    assert days(text, "json")[0].log.rows[0].cells["human"] == cell


@pytest.mark.parametrize("cell", ["0", "0.0", "NaN", "-", "n/a", "", "0m"])
def test_no_supervision(cell: str) -> None:
    ((task,), told) = parse_tasks(days(f"date,task,human,ai,sup\n2026-04-07,a,1h,5m,{cell}\n")[0])
    assert told == []
    assert task.supervision == (timedelta() if cell[:1] == "0" else None)


@pytest.mark.parametrize(
    ("cell", "minutes"), [("0:18", 18), ("1:18", 78), ("18:25 min", 18 + 25 / 60), ("0:18:00", 18), ("18m", 18)]
)
def test_times_with_colons(cell: str, minutes: float) -> None:
    ((task,), told) = parse_tasks(days(f"Date,Task,Human (hours),AI (h:mm)\n2026-04-07,a,1,{cell}\n")[0])
    assert (told, task.ai) == ([], timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("above", "first", "told"),
    [
        ("Leverage of the week,,,\n\n", 4, 1),
        ("Leverage, of the week\nmade by a program\n", 4, 2),
        ("sep=,\n", 3, 0),
        ("SEP=,\nLeverage\n", 4, 1),
    ],
)
def test_what_may_stand_above_the_headings(above: str, first: int, told: int) -> None:
    (day,) = days(f"{above}{HEAD}2026-04-07,a,1,20\n")
    assert [row.line for row in day.log.rows] == [first]
    assert [item.name for item in day.left_out] == ["title of the table"] * told


def test_a_separator_that_is_told() -> None:
    (day,) = days("sep=;\nDate;Task;Human (hours);AI (minutes)\n2026-04-07;a;1,5;20\n")
    assert day.log.rows[0].cells["human"] == "1.5"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-04-06,A,8,10\n,B,4,20\n2026-04-07,C,2,5\n,D,3,7\n", {6: "AB", 7: "CD"}),
        ("2026-04-06,,,\n,A,8,10\n,B,4,20\n2026-04-07,,,\n,C,2,5\n", {6: "AB", 7: "C"}),
        ("2026-04-06,A,8,10\n,B,4,20\n,Total,12,30\n2026-04-07,C,2,5\n,Grand total,14,35\n", {6: "AB", 7: "C"}),
        ("2026-04-06,A,8,10\n2026-04-06,B,4,20\n,Total,12,30\n2026-04-07,C,2,5\n,Week total,14,35\n", {6: "AB", 7: "C"}),
        ("2026-04-06,A,8,10\n2026-04-06,B,4,20\n2026-04-06,Day total,12,30\n2026-04-07,C,2,5\nTotal,,14,35\n", {6: "AB", 7: "C"}),
    ],
)  # fmt: skip
def test_days_once_and_sums_of_days(text: str, found: dict[int, str]) -> None:
    read_table_documents = days(HEAD + text)
    assert {
        day.days[0].day: "".join(row.cells["task"] for row in day.log.rows) for day in read_table_documents
    } == found
    assert [wrong for day in read_table_documents for one in day.log.sums for wrong in one.wrong] == []
    assert sum(len(day.log.sums) for day in read_table_documents) == text.casefold().count("total")


def test_a_sum_of_a_table_that_does_not_follow_is_told_where_it_stands() -> None:
    text = f"{HEAD}2026-04-06,A,8,10\n2026-04-07,B,4,20\n2026-04-07,C,4,20\n,Week total,17,50\n"
    first, second = days(text)
    assert first.log.sums == ()
    assert [(one.row.place, *one.wrong) for one in second.log.sums] == [(4, ("human", "17", "16"))]


def test_a_doubtful_row_keeps_all_days_from_being_written() -> None:
    found = _all(f"{HEAD}2026-04-06,A,8,10\n2026-04-06,B,4,20\n2026-04-07,All tasks,12,30\n", "csv", {})
    assert [item.code for item in found if isinstance(item, Problem)] == ["I023"]
    assert all(problem.code == "I023" for item in found if isinstance(item, Document) for problem in item.problems)


@pytest.mark.parametrize("name", ["2026-11-01.csv", "log of 2026-11-01.csv"])
def test_a_file_named_after_its_day_needs_no_column_for_it(name: str) -> None:
    (day,) = read_table_documents(read_csv(Source.from_text(name, "Task,Human,AI\na,1h,5m\n")), {})
    assert isinstance(day, Document)
    assert not day.days_from_rows


def test_so_does_a_table_with_its_day_above() -> None:
    (day,) = days("Tuesday; April 7, 2026\nTask;Human;AI\na;1h;5m\n".replace(";", "\t"))
    assert day.days == (date(2026, 4, 7),)


def test_without_any_day_the_option_is_named() -> None:
    (told,) = _all("Task,Human,AI\na,1h,5m\n", "csv", {})
    assert isinstance(told, Problem)
    assert (told.code, "--date" in told.hint, "--map" in told.hint) == ("I010", True, True)


DAY = {"date": "2026-04-07", "tags": ["AI", "Work"], "tokens": 5000}
TASKS = [{"task": "a", "human": "1h", "ai": "5m"}, {"task": "b", "human": "2h", "ai": "5m"}]


@pytest.mark.parametrize(
    "value",
    [[{**DAY, "tasks": TASKS}], {**DAY, "tasks": TASKS}, {"tasks": TASKS, **DAY}, {"version": 1, "days": [{**DAY, "tasks": TASKS}]},
     {"records": [{**DAY, "tasks": TASKS}]}],
)  # fmt: skip
def test_days_of_json_that_hold_their_tasks(value: object) -> None:
    for indent in (None, 1):
        (day,) = days(json.dumps(value, indent=indent), "json")
        assert (day.days, day.facts.tags, day.day_tokens) == ((date(2026, 4, 7),), ("AI", "Work"), "5000")
        assert [row.cells["task"] for row in day.log.rows] == ["a", "b"]


def test_a_day_of_json_without_tasks_is_told() -> None:
    value = [{**DAY, "tasks": []}, {**DAY, "date": "2026-04-08", "tasks": TASKS}]
    (day,) = days(json.dumps(value), "json")
    assert [(item.name, item.line) for item in day.left_out] == [("day without tasks", 1)]


def test_days_of_json_in_lines() -> None:
    other = {**DAY, "date": "2026-04-08", "tasks": TASKS[:1]}
    text = json.dumps({**DAY, "tasks": TASKS}) + "\n" + json.dumps(other)
    assert [(len(day.log.rows), day.log.rows[0].line) for day in days(text, "json")] == [(2, 1), (1, 2)]
    assert problems(json.dumps([{**other, "title": "x"}]), "json") == [
        "1 I021 the key 'title' is not understood and left out"
    ]


def test_a_row_without_a_day_keeps_all_days_from_being_written() -> None:
    found = _all(f"{HEAD}2026-04-07,A,4,20\n2026-04-07,A,4,20\n,B,4,20\n", "csv", {})
    assert [item.code for item in found if isinstance(item, Problem)] == ["I004"]
    assert [[problem.code for problem in item.problems] for item in found if isinstance(item, Document)] == [
        ["I004"]
    ]


def test_two_columns_are_named() -> None:
    (problem,) = _all("date,Task,Description,human,ai\n", "csv", {})
    assert isinstance(problem, Problem)
    assert problem.message == "two columns hold 'task': Task and Description"
    assert '"Description="' in problem.hint


def test_what_is_nested_less_deeply_is_no_trouble() -> None:
    value = {"b": [[["[[[[[[[[["]]]}
    text = json.dumps({"x": [[[[[[[1]]]]]]], "tasks": [{**ITEMS[0], "task": value}]})
    _, day = _all(text, "json", {})
    assert isinstance(day, Document)
    assert day.log.rows[0].cells["task"] == json.dumps(value)


AMOUNTS = st.tuples(st.integers(1, 40).map(lambda quarters: quarters / 4), st.integers(1, 300))
WEEK = st.lists(st.lists(AMOUNTS, min_size=1, max_size=5), min_size=1, max_size=5)


def added(name: str, found: list[tuple[float, int]], places: int) -> str:
    return f",{name},{sum(hours for hours, _ in found):.{places}f},{sum(minutes for _, minutes in found)}\n"


def is_sum_of_run(above: list[tuple[float, int]], one: tuple[float, int]) -> bool:
    runs = (above[start:] for start in range(len(above) - 1))
    return any((sum(hours for hours, _ in run), sum(minutes for _, minutes in run)) == one for run in runs)


@settings(max_examples=60, deadline=None)
@given(
    week=WEEK,
    places=st.integers(0, 2),
    once=st.booleans(),
    names=st.sampled_from([("Day total", "Week total"), ("小计", "合計"), ("", "Summe")]),
)
def test_sums_of_days_and_of_all_change_no_row(
    week: list[list[tuple[float, int]]], places: int, once: bool, names: tuple[str, str]
) -> None:
    # A task that is the sum of those above it is asked about.
    assume(not any(is_sum_of_run(amounts[:k], one) for amounts in week for k, one in enumerate(amounts)))
    text, wanted = HEAD, []
    for n, amounts in enumerate(week, 1):
        for k, (hours, minutes) in enumerate(amounts):
            text += f"{'' if once and k else f'2026-04-{n:02}'},Mend page {n} {k},{hours},{minutes}\n"
            wanted.append((n, f"Mend page {n} {k}"))
        text += added(names[0], amounts, places) if names[0] else ""
    text += added(names[1], [one for amounts in week for one in amounts], places)
    found = days(text)
    assert [(day.days[0].day, row.cells["task"]) for day in found for row in day.log.rows] == wanted
    sums = [one for day in found for one in day.log.sums]
    assert len(sums) == 1 + (len(week) if names[0] else 0)
    assert [wrong for one in sums for wrong in one.wrong] == []


@pytest.mark.parametrize("title", ["Total", "Sum", "Average", "Overall", "Week total", "Billing"])
@pytest.mark.parametrize("figures", ["12,30", "9,9"])
def test_rows_of_our_own_data_are_tasks_whatever_they_are_called(title: str, figures: str) -> None:
    head = "date,n,project,task,human_hours,ai_minutes,id,permalink\n"
    text = f"2026-04-07,1,Billing,A,8,10,a,/a\n2026-04-07,2,Billing,B,4,20,b,/b\n2026-04-07,3,,{title},{figures},"
    (document,) = days(f"{head}{text}{title.lower().replace(' ', '-')},/c\n")
    assert [row.cells["task"] for row in document.log.rows] == ["A", "B", title]
    assert document.log.sums == ()


TOTALS = """Date,Task,Human (hours),AI (minutes),Tokens
2026-04-05,a x,2,10,{0}
2026-04-05,b x,3,11,
2026-04-05,Total,5,21,150000
2026-04-06,c x,3,11,
2026-04-06,Total,3,11,70000
2026-04-07,d x,1,5,
2026-04-07,e x,2,6,
{1}
"""


@pytest.mark.parametrize("tokens", ["", "100k"])
@pytest.mark.parametrize(
    ("last", "found"), [("", ""), (",Grand total,11,43,999000", ""), ("2026-04-07,Total,3,11,9k", "9k")]
)
def test_tokens_that_only_the_sum_of_a_day_prints_are_the_days(tokens: str, last: str, found: str) -> None:
    read_table_documents = days(TOTALS.format(tokens, last))
    assert [document.day_tokens for document in read_table_documents] == ["150000", "70000", found]
    assert [one.wrong for document in read_table_documents for one in document.log.sums] == [()] * (2 + bool(last))


@pytest.mark.parametrize("text", ["1.5E+06", "1.500E+06", '"1,500E+06"', '"1,5E+06"'])
def test_tokens_with_an_exponent(text: str) -> None:
    (document,) = days(f"date,task,human,ai,tokens\n2026-04-07,a,1h,1m,{text}\n")
    assert parse_tasks(document)[0][0].tokens == Tokens(1_500_000)
