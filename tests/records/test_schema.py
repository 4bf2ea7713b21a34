import re
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.markdown import live_mark
from leverage_site.problems import ProblemError
from leverage_site.records.fields import MAX_NAME
from leverage_site.records.measures import Tokens, parse_duration, parse_tokens
from leverage_site.records.schema import (
    PAGE_KEYS,
    RECORD_KEYS,
    TASK_FIELDS,
    json_schema,
    read_note,
    read_page,
    read_partial,
    read_record,
)
from tests.support.builders import (
    PATH,
    RECORD,
    assert_helpful,
    front,
    good,
    hours,
    minutes,
    mutated,
    read,
    summary,
    task_lines,
    wild_text,
)

DAY = "date: 2026-04-07"
GOOD_TASK = "- {task: Write a parser, human: 8h, ai: 20m}"


def test_a_whole_record():
    record = good(RECORD)
    first, second = record.body.get().tasks
    assert record.date == date(2026, 4, 7)
    assert record.tags == ("AI", "Time Record")
    assert record.tokens == Tokens(500_000)
    assert (first.task, first.human, first.ai) == ("Search page, first draft", hours(8), minutes(20))
    assert (first.supervision, first.tokens, first.project) == (minutes(3), Tokens(400_000), "search")
    assert (first.tags, first.assistant, first.note) == (("web",), None, None)
    assert (second.task, second.human, second.ai) == ("Sortable table", hours(1.5), minutes(4))
    assert (second.supervision, second.tokens, second.project) == (None, None, None)
    assert record.body.get().prose.lead_text == "The lead says what the day was for."
    assert record.path == PATH
    assert record.digest == sha256(RECORD.encode()).hexdigest()
    assert (record.title, record.summary, record.draft, record.updated) == (None, None, False, None)
    assert (record.id, record.url, record.aliases, dict(record.body.get().extra)) == (None, None, (), {})


def test_every_other_key():
    record = good(
        front(
            DAY,
            "title: Moving day",
            "summary: Boxes",
            "draft: true",
            "updated: 2026-04-09",
            "id: tag:old.example,2020:7",
            "url: /old/7.html",
            "aliases: [/a.html, /b/]",
            "extra: {mood: {good: [1, 2]}}",
            "tasks:",
            "- {task: t, human: 1h, ai: 1m, assistant: Other, note: Twice, supervision: 0m}",
        )
    )
    assert (record.title, record.summary, record.draft) == ("Moving day", "Boxes", True)
    assert (record.updated, record.id, record.url) == (date(2026, 4, 9), "tag:old.example,2020:7", "/old/7.html")
    assert record.aliases == ("/a.html", "/b/")
    assert record.body.get().extra == {"mood": {"good": ["1", "2"]}}
    (task,) = record.body.get().tasks
    assert (task.assistant, task.note, task.supervision) == ("Other", "Twice", minutes(0))


@pytest.mark.parametrize("lines", [(DAY,), (DAY, "tasks: []")])
def test_a_rest_day(lines):
    assert good(front(*lines)).body.get().tasks == ()


def test_order_and_cut_of_titles_are_left_alone():
    titles = ["z", "a" * 2_000, "*not* Markdown <b>", "{{ 7*7 }}"]
    record = good(front(DAY, "tasks:", *(f"- {{task: '{t}', human: 1h, ai: 1m}}" for t in titles)))
    assert [task.task for task in record.body.get().tasks] == titles


# Each broken record: its bytes, and the one problem it has.
BROKEN = [
    ("unknown unit", task_lines(human="80 hrz"), ("R012", 5, 10)),
    ("bare number", task_lines(human="8"), ("R012", 5, 10)),
    ("clock time", task_lines(ai="1:30"), ("R012", 6, 7)),
    ("negative", task_lines(ai="-20m"), ("R012", 6, 7)),
    ("zero AI time", task_lines(ai="0m"), ("R013", 6, 7)),
    ("zero human time", task_lines(human="0h"), ("R013", 5, 10)),
    ("infinity", task_lines(human=".inf"), ("R012", 5, 10)),
    ("infinite hours", task_lines(human="infh"), ("R012", 5, 10)),
    ("not a number", task_lines(supervision=".nan"), ("R012", 7, 16)),
    ("repeated key", front(DAY, "title: A", "title: B"), ("R015", 4, 1)),
    ("repeated key of a task", task_lines(note="x\n  ai: 30m"), ("R015", 8, 3)),
    ("unknown key", front(DAY, "titel: A"), ("R016", 3, 1)),
    ("unknown key of a task", task_lines(humans="8h"), ("R016", 7, 3)),
    ("tab indentation", front(DAY, "tasks:", "- task: t", "\thuman: 8h"), ("R009", 5, 1)),
    ("tab before a list", front(DAY, "tasks:", "\t- task: t"), ("R009", 4, 1)),
    ("missing date", front("title: A", "tasks: []"), ("R017", 2, 1)),
    ("no tasks", front("title: A", DAY).replace("tasks: []\n", ""), ("R038", 2, 1)),
    ("empty date", front("date:"), ("R025", 2, 6)),
    ("30 February", front("date: 2026-02-30"), ("R020", 2, 7)),
    ("date with a time", front("date: 2026-04-07 12:00"), ("R020", 2, 7)),
    ("date with a zone", front("date: 2026-04-07T12:00:00Z"), ("R020", 2, 7)),
    ("date too early", front("date: 1969-12-31"), ("R020", 2, 7)),
    ("text after #", task_lines(task="Add #4 thing"), ("R019", 4, 12)),
    ("missing closing rule", f"---\n{DAY}\n\nText\n", ("R002", 1, 1)),
    ("no front matter", "# A day\n\nText\n", ("R001", 1, 1)),
    ("empty file", "", ("R003", 1, 1)),
    ("blank file", "\n\n  \n", ("R003", 1, 1)),
    ("tasks are a text", front(DAY, "tasks: none"), ("R018", 3, 8)),
    ("tasks are a mapping", front(DAY, "tasks: {task: t, human: 1h, ai: 1m}"), ("R018", 3, 8)),
    ("tasks are empty", front(DAY, "tasks:"), ("R025", 3, 7)),
    ("a task is a text", front(DAY, "tasks:", GOOD_TASK, "- Write"), ("R018", 5, 3)),
    ("task without title", task_lines(task=""), ("R017", 4, 3)),
    ("task with an empty title", task_lines(task='""'), ("R025", 4, 9)),
    ("task without human estimate", task_lines(human=""), ("R017", 4, 3)),
    ("task without AI time", task_lines(ai=""), ("R017", 4, 3)),
    ("YAML tag", task_lines(task="!!str x"), ("R011", 4, 9)),
    ("tag that names code", front(DAY, "title: !!python/name:os.system x"), ("R011", 3, 8)),
    ("anchor", task_lines(human="&h 8h"), ("R010", 5, 10)),
    ("alias", task_lines(human="*h"), ("R010", 5, 10)),
    ("merge key", front(DAY, "extra: {<<: *x}"), ("R010", 3, 13)),
    ("100,000 brackets", front(DAY, "title: " + "[" * 100_000), ("R014", 3, 15)),
    ("100,000 braces", front(DAY, "extra: " + "{a: " * 100_000), ("R014", 3, 36)),
    ("control character", front(DAY, "title: a\x07b"), ("R006", 3, 9)),
    ("control character in the text", front(DAY, body="one\ntw\x1bo"), ("R006", 6, 3)),
    ("escaped control character", front(DAY, 'title: "a\\x07b"'), ("R006", 3, 8)),
    ("NUL", front(DAY, "title: a\x00"), ("R006", 3, 9)),
    ("escaped NUL", front(DAY, 'title: "\\0"'), ("R006", 3, 8)),
    ("lone surrogate", front(DAY, "title: ").encode() + b"\xed\xa0\x80", ("R004", 6, 1)),
    ("escaped lone surrogate", front(DAY, 'title: "\\ud800"'), ("R008", 3, 11)),
    ("UTF-16", front(DAY).encode("utf-16"), ("R005", 1, 1)),
    ("UTF-16 without mark", front(DAY).encode("utf-16-le"), ("R006", 1, 2)),
    ("Latin-1", front(DAY, "title: café au lait").encode("latin-1"), ("R004", 3, 11)),
    ("10 MB", front(DAY, body="x" * 10_000_000), ("R007", 1, 1)),
    ("tokens below the tasks' sum", RECORD.replace("500k", "399999"), ("R022", 4, 9)),
    ("6,000 digits of tokens", front(DAY, "tokens: " + "9" * 6_000), ("R021", 3, 9)),
    ("6,000 digits of hours", task_lines(human="9" * 6_000 + "h"), ("R012", 5, 10)),
    ("fraction of a token", front(DAY, "tokens: 1.5"), ("R021", 3, 9)),
    ("two documents", front(DAY, body="date: 2026-04-08\n---\nText"), ("R026", 4, 1)),
    ("document start inside", front(DAY, "--- # next", "title: b"), ("R026", 3, 1)),
    ("a mapping for tags", front(DAY, "tags: {a: b}"), ("R018", 3, 7)),
    ("a text for tags", front(DAY, "tags: AI"), ("R018", 3, 7)),
    ("list for a title", front(DAY, "title: [a]"), ("R018", 3, 8)),
    ("draft: yes", front(DAY, "draft: yes"), ("R024", 3, 8)),
    ("address with dots", front(DAY, "url: /../x.html"), ("R027", 3, 6)),
    ("alias that is no address", front(DAY, "aliases: [/ok/, 'x']"), ("R027", 3, 17)),
    ("unclosed quote", front(DAY, 'title: "a'), ("R008", 3, 8)),
    ("colon in a plain text", front(DAY, "title: a: b"), ("R008", 3, 9)),
    ("too long a name", front(DAY, "tags: [" + "x" * (MAX_NAME + 1) + "]"), ("R029", 3, 8)),
    ("a list as front matter", front("- a"), ("R018", 2, 1)),
    ("too many brackets in the text", front(DAY, body="x\n" + "[" * 5_001), ("R030", 5, 1)),
    ("too much text", front(DAY, body="x " * 100_001), ("R029", 5, 1)),
    ("quotes too deep", front(DAY, body="\n\n" + ">" * 200 + " x"), ("R028", 7, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_record_gives_one_located_sentence(data, expected):
    record, problems = read(data)
    assert record is None
    assert summary(problems) == [expected]
    assert_helpful(problems[0])
    assert problems[0].place.path == PATH
    assert problems[0].severity == "error"
    assert "\n" not in problems[0].message


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (task_lines(human="80 hrz"), "80 hrz"),
        (front(DAY, "titel: A"), "titel"),
        (front("date: 2026-04-07 12:00"), "2026-04-07 12:00"),
        (task_lines(task="Add #4 thing"), " #4 thing"),
        (front(DAY, "title: &anchor x"), "&anchor x"),
        (front(DAY, "title: one", "title: two"), "title"),
    ],
)
def test_the_marked_part_is_the_fault(data, part):
    (problem,) = read(data)[1]
    place = problem.place
    assert place.excerpt[place.column - 1 : place.column - 1 + place.length] == part


KNOWN_KEYS = (
    "The keys are: task, human, ai, supervision, tokens, project, tags, assistant, note, id, url, links, "
    "extra. Keys of your own go below `extra`."
)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (front(DAY, "titel: A"), "Did you mean 'title'?"),
        (front(DAY, "Tags: [a]"), "Did you mean 'tags'?"),
        (task_lines(humans="8h"), "Did you mean 'human'?"),
        (task_lines(superviser="8h"), "Did you mean 'supervision'?"),
        (task_lines(zzz="8h"), KNOWN_KEYS),
        (front("title: A"), "Add it, for example `date: 2026-04-07`."),
        (front(DAY, "tasks: x"),
         "Write it like this: `tasks: [{task: Build the search page, human: 8h, ai: 20m}]`."),
    ],
)  # fmt: skip
def test_hints_say_what_to_write(data, hint):
    assert read(data)[1][0].hint == hint


def test_all_faults_of_a_file_are_reported_at_once():
    data = front(
        "date: 2026-13-01", "titel: x", "tags: AI", "tokens: many", "draft: maybe", "title: a #b", "title: c",
        "tasks:", "- {task: t, human: 8, ai: 0m, supervison: 1m}", "- {human: &x 1h}", "- text",
        body="> " * 100 + "x",
    )  # fmt: skip
    record, problems = read(data)
    assert record is None
    assert sorted(summary(problems), key=lambda found: found[1:]) == [
        ("R020", 2, 7), ("R016", 3, 1), ("R018", 4, 7), ("R021", 5, 9), ("R024", 6, 8), ("R019", 7, 9), ("R015",
         8, 1),
        ("R012", 10, 20), ("R013", 10, 27), ("R016", 10, 31), ("R017", 11, 3), ("R017", 11, 3), ("R010", 11, 11),
        ("R018", 12, 3), ("R028", 14, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3, 49])
def test_a_few_anchors_are_all_reported(count):
    assert len(read(front(DAY, "extra:", *(f"  k{n}: &a x" for n in range(count))))[1]) == count


@pytest.mark.parametrize(
    "data",
    [
        RECORD.replace("\n", "\r\n").encode(),
        RECORD.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + RECORD.encode(),
        b"\xef\xbb\xbf" + RECORD.replace("\n", "\r\n").encode(),
    ],
    ids=["CRLF", "CR", "BOM", "BOM and CRLF"],
)
def test_bom_and_line_ends_change_nothing(data):
    record, plain = good(data), good(RECORD)
    assert replace(record, digest="") == replace(plain, digest="")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_places_do_not_depend_on_line_ends(end):
    data = b"\xef\xbb\xbf" + RECORD.replace("8h", "8 hrz").replace("\n", end).encode()
    assert summary(read(data)[1]) == [("R012", 7, 10)]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_a_separator_that_yaml_takes_for_a_line_end_moves_no_place(separator):
    """YAML 1.1 breaks lines at U+2028 and U+2029, editors and this program do not."""
    found = summary(read(front(DAY, f'title: "a{separator}b"', "titel: x"))[1])
    assert found in ([("R016", 4, 1)], [("R006", 3, 10)])


def test_many_separators_do_not_lead_past_the_end():
    _, problems = read(front(DAY, 'title: "a' + "\u2028" * 20 + 'b"', "summary: plain # lost"))
    assert {problem.code for problem in problems} <= {"R006", "R019"}
    assert problems


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [("400k", None), ("400001", None), ("399999", "R022"), ("~399999", "R022"), ("0", "R022")],
)
def test_the_days_tokens_are_never_below_the_tasks_sum(tokens, expected):
    _, problems = read(RECORD.replace("500k", tokens))
    assert [problem.code for problem in problems] == ([expected] if expected else [])


def test_both_token_counts_are_named():
    assert read(RECORD.replace("500k", "1234"))[1][0].message == (
        "the day's tokens (1,234) are fewer than its tasks' sum (400,000)"
    )


def test_tags_that_differ_in_case_are_one():
    assert good(front(DAY, "tags: [AI, ai, Time Record, TIME RECORD]")).tags == ("AI", "Time Record")


def test_a_page():
    page, problems = read_page(front("title: About", "extra: {a: b}", body="Text").encode(), "about.md")
    assert problems == []
    assert (page.title, page.path, page.extra, page.prose.lead_text) == ("About", "about.md", {"a": "b"}, "Text")
    assert (page.draft, page.url, page.summary, page.aliases) == (False, None, None, ())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), [("R017", 2, 1)]),
        (("title: A", "updated: 2026-04-07", "tasks: []"), [("R016", 3, 1), ("R016", 4, 1)]),
        (("title: [x]",), [("R018", 2, 8)]),
    ],
)
def test_a_broken_page(lines, expected):
    page, problems = read_page(front(*lines).encode(), "about.md")
    assert page is None
    assert summary(problems) == expected


def test_a_note_needs_no_front_matter_and_has_no_heading_ids():
    note, problems = read_note(b"One\n\n# Two\n", "n.md", "2026-W15")
    assert problems == []
    assert (note.name, note.path, note.digest) == ("2026-W15", "n.md", sha256(b"One\n\n# Two\n").hexdigest())
    assert note.prose.lead.html(str) == "<p>One</p>\n"
    assert note.prose.rest.html(str) == "<h2>Two</h2>\n"


REST_DAY = "tasks: []"
ONE = ("tasks:", "- {task: A, human: 1h, ai: 1m}")
KEY_IN_TEXT = "This looks like front matter, but stands below the line of dashes that closes it."
NO_TASKS = "Write the day's tasks below it, or `tasks: []` for a day of rest."
BELOW = "Move the line of dashes below the last task."


@pytest.mark.parametrize(
    ("lines", "body", "code", "line", "hint"),
    [
        ((DAY,), "Text", "R038", 2, NO_TASKS),
        ((DAY, "task:", "- {task: A}"), "Text", "R016", 3, "Did you mean 'tasks'?"),
        ((DAY,), "tasks:\n- {task: A, human: 1h, ai: 1m}\n\nText", "R038", 4, KEY_IN_TEXT),
        ((DAY,), "\n\ntasks: []\n", "R038", 6, KEY_IN_TEXT),
        ((DAY,), "\ntags: [AI]\nText", "R038", 5, KEY_IN_TEXT),
        ((DAY,), "- task: A\n  human: 1h", "R038", 4, KEY_IN_TEXT),
        ((DAY,), "The lead.\n\n- { task: A, human: 1h, ai: 1m }", "R038", 6, KEY_IN_TEXT),
        ((DAY,), "The lead.\n\ntags: what they are for", "R038", 2, NO_TASKS),
        ((DAY,), "tasks:\n- {task: A, human: 1h, ai: 1m}\n---\nText", "R026", 3, None),
        ((DAY, *ONE), "- {task: B, human: 1h, ai: 1m}\n---\nText", "R039", 6, BELOW),
        ((DAY, *ONE), "\n- task: B\n  ai: 1m\n  human: 1h\n", "R039", 7, BELOW),
        ((DAY, REST_DAY), "- {task: B, human: 1h, ai: 1m}", "R039", 5, BELOW),
    ],
)
def test_tasks_that_are_not_in_the_front_matter(lines, body, code, line, hint):
    record, problems = read("\n".join(["---", *lines, "---", body]))
    assert record is None
    first = problems[0]
    assert (first.code, first.place.line) == (code, line)
    assert first.hint == hint or hint is None
    assert problems[1:] == []


@pytest.mark.parametrize(
    "body",
    [
        "- task: what it means\n- ai: who did it\n",
        "Text\n\n- {task: B, human: 1h, ai: 1m}\n",
        "```yaml\n- {task: B, human: 1h, ai: 1m}\n```\n",
        "task: B\nhuman: 1h\n",
        "tasks: many\n",
    ],
)
def test_a_text_may_speak_of_tasks(body):
    record, problems = read("\n".join(["---", DAY, REST_DAY, "---", body]))
    assert record
    assert problems == []


@pytest.mark.parametrize(
    ("text", "title", "draft", "html"),
    [
        ("---\ndraft: true\n---\nOne\n", None, True, "<p>One</p>\n"),
        ("---\ntitle: A week off\ndraft: false\n---\n# One\n", "A week off", False, "<h3>One</h3>\n"),
        ("---\n---\n# One\n", None, False, "<h2>One</h2>\n"),
        ("\ufeff---\r\ntitle: A\r\n---\r\nOne", "A", False, "<p>One</p>\n"),
        ("", None, False, ""),
        ("***\nOne\n", None, False, "<hr />\n<p>One</p>\n"),
        ("Draft: true or false?\n", None, False, "<p>Draft: true or false?</p>\n"),
        ("Draft: yes, but later\n", None, False, "<p>Draft: yes, but later</p>\n"),
        ("draft: the first of many\n", None, False, "<p>draft: the first of many</p>\n"),
        ("title: One\n", None, False, "<p>title: One</p>\n"),
    ],
)
def test_front_matter_of_notes(text, title, draft, html):
    note, problems = read_note(text.encode(), "n.md", "2026-W15")
    assert problems == []
    assert (note.title, note.draft) == (title, draft)
    assert note.prose.lead.html(str) + note.prose.rest.html(str) == html


@pytest.mark.parametrize("reader", [read_note, read_partial])
@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ndraft: yes\n---\n", "R024", 2),
        ("---\ndarft: true\n---\n", "R016", 2),
        ("---\nextra: {a: b}\n---\n", "R016", 2),
        ("---\ndraft: true\n", "R002", 1),
        ("---\n\n---\ndraft: true\n---\nSecret", "R026", 3),
        ("\n\n---\ndraft: true\n---\nSecret", "R001", 4),
        ("draft: true\n---\nSecret", "R001", 1),
        ("draft: Yes\n\nSecret", "R001", 1),
        (" Draft: true\n\nSecret", "R001", 1),
        ("----\ndraft: true\n----\nSecret", "R001", 2),
        ("+++\ndraft = true\n+++\nSecret", "R001", 2),
        ('{\n"draft": true\n}\nSecret', "R001", 2),
        ("\n===\ndraft:\n", "R001", 3),
    ],
)
def test_keys_of_notes_that_would_be_shown_as_text(reader, text, code, line):
    try:
        note, problems = reader(text.encode(), "n.md", "a")
    except ProblemError as error:
        note, problems = None, error.problems
    assert note is None
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, line)]
    assert "extra" not in problems[0].hint


def test_a_partial_has_no_title():
    note, problems = read_partial(b"---\ntitle: A\n---\n", "n.md", "a")
    assert note is None
    assert [(problem.code, problem.hint) for problem in problems] == [("R016", "The keys are: draft.")]


READERS = {
    "record": lambda data: read_record(data, "a.md"),
    "page": lambda data: read_page(data, "a.md"),
    "note": lambda data: read_note(data, "a.md", "a"),
}


def check(reader: str, data: bytes) -> None:
    """Assert that a reader gives a value, or problems that help."""
    try:
        value, problems = READERS[reader](data)
        assert problems or value is not None
    except ProblemError as error:
        problems = error.problems
        assert problems
    lines = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    lines = lines.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert_helpful(problem, lines)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=150)
@given(data=st.binary(max_size=80) | st.binary(max_size=80).map(lambda data: b"---\n" + data + b"\n---\n"))
def test_any_bytes(reader, data):
    check(reader, data)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=150)
@given(text=wild_text | wild_text.map(lambda text: f"---\n{text}\n---\n{text}") | st.text())
def test_any_text(reader, text):
    check(reader, text.encode(errors="surrogatepass"))


@pytest.mark.site
@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=200)
@given(text=mutated())
def test_any_damaged_record(reader, text):
    check(reader, text.encode(errors="surrogatepass"))


@settings(max_examples=150)
@given(st.binary(min_size=1, max_size=6), st.integers(0, len(RECORD)))
def test_any_bytes_inside_a_record(data, offset):
    text = RECORD.encode()
    check("record", text[:offset] + data + text[offset:])


def test_the_json_schema_names_every_key():
    schema = json_schema()
    assert set(schema["properties"]) == set(RECORD_KEYS) == {
        "date", "title", "tags", "tokens", "tasks", "updated", "id", "summary", "draft", "url", "aliases",
        "extra", "announced", "corrections", "withdrawn", "claims", "lead",
    }  # fmt: skip
    assert schema["required"] == ["date", "tasks"]
    assert schema["additionalProperties"] is False
    task = schema["$defs"]["task"]
    assert list(task["properties"]) == [field.key for field in TASK_FIELDS]
    assert task["required"] == ["task", "human", "ai"]
    assert {"title", "summary", "draft", "url", "aliases", "extra", "claims"} == PAGE_KEYS


@pytest.mark.parametrize(
    "text", ["80h", "1.5h", "0.33h", "20m", "1h30m", "1h 30m", "90s", "40 min", "120 hours", "1hr"]
)
def test_the_json_schema_accepts_durations(text):
    pattern = json_schema()["$defs"]["task"]["properties"]["human"]["pattern"]
    assert parse_duration(text) is not None
    assert re.search(pattern, text)


@pytest.mark.parametrize("text", ["400k", "2.62M", "~2.62M", "~ 5", "~400K"])
def test_the_json_schema_accepts_tokens(text):
    number, pattern = json_schema()["properties"]["tokens"]["anyOf"]
    assert number == {"type": "integer", "minimum": 0}
    assert parse_tokens(text) is not None
    assert re.search(pattern["pattern"], text)


@pytest.mark.parametrize(("value", "off"), [("off", True), ("false", True), ("on", False), ("true", False)])
def test_claims_are_off_for_a_whole_text(value: str, off: bool) -> None:
    made = good(front("date: 2026-04-07", f"claims: {value}", body="The day had 5 tasks.\n"))
    assert [sentence.off for sentence in made.body.get().prose.sentences] == [off]


SUMMARIES = [
    ("summary: The day had 5 tasks. It was long.", ["The day had 5 tasks."], 3),
    ("summary: >\n  No figure here.\n  The day had 5 tasks at\n  40.0x.", ["The day had 5 tasks at 40.0x."], 3),
    ("summary: A quiet day.", [], 3),
    ('summary: "{{ tasks }} tasks, 5 expected."', [f"{live_mark(0)} tasks, 5 expected."], 3),
]


@pytest.mark.parametrize(("summary", "texts", "line"), SUMMARIES)
@pytest.mark.parametrize("off", [False, True])
def test_the_sentences_of_a_summary_are_read_with_those_of_the_text(summary, texts, line, off) -> None:
    lines = ["date: 2026-04-07", summary, *(["claims: off"] if off else [])]
    found = good(front(*lines, body="The day had 7 tasks.\n")).body.get().prose.sentences
    assert [one.text for one in found if not one.is_summary] == ["The day had 7 tasks."]
    of_summary = [one for one in found if one.is_summary]
    assert [one.text for one in of_summary] == texts
    assert {one.line for one in of_summary} <= {line}
    assert {one.off for one in found} == {off}
