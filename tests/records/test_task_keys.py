"""A task's `id`, `url`, `links` and `extra`, and the keys that people of other programs write."""

import pytest

from leverage_site.records.model import TaskLink
from leverage_site.urls import task_slug
from tests.support.builders import front, good, read, task_lines

PULL = "https://example.org/pull/12"
BOTH = (TaskLink("Pull request 12", PULL), TaskLink("Mail", "mailto:a@example.org"))


def only_task(**keys):
    (task,) = good(task_lines(**keys)).body.get().tasks
    return task


def told(**keys):
    return [(problem.code, problem.hint) for problem in read(task_lines(**keys))[1]]


@pytest.mark.parametrize(
    "links",
    [
        f"{{Pull request 12: '{PULL}', Mail: 'mailto:a@example.org'}}",
        f"[{{title: Pull request 12, url: '{PULL}'}}, {{url: 'mailto:a@example.org', title: Mail}}]",
    ],
)
def test_both_ways_to_write_links(links):
    assert only_task(links=links).links == BOTH


def test_the_other_keys():
    task = only_task(id="search", url=f"'{PULL}'", extra="{mood: good, list: [a, b]}")
    assert (task.id, task.url, task.extra) == ("search", PULL, {"mood": "good", "list": ["a", "b"]})
    assert only_task().extra == {}
    assert hash(task)


@pytest.mark.parametrize(
    "url",
    [PULL, "HTTP://example.org", "mailto:a@example.org", "tel:+1-555-0100", "https://example.org/ä?q=(1)&r#s",
     "https://[::1]:8000/x", "http://127.0.0.1/"],
)  # fmt: skip
def test_an_address(url):
    assert only_task(url=f"'{url}'").url == url


@pytest.mark.parametrize(
    "url",
    ["example.org/x", "/pull/12", "//example.org/x", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
     "https:", "https://", "https:/example.org", "https:///x", "mailto:", "file:///etc/passwd", "https://a b/",
     "https://example.org/<x>", "https://example.org/\\x", "https://[::1/", "#12", "2026-04-06.md",
     "https://example.org/" + "x" * 2000],
)  # fmt: skip
def test_no_address(url):
    assert [code for code, _ in told(url=f"'{url}'")] in (["R044"], ["R029"])
    assert [code for code, _ in told(links=f"{{Link: '{url}'}}")] in (["R044"], ["R029"])


@pytest.mark.parametrize(
    ("links", "code"),
    [
        (PULL, "R018"),
        (f"['{PULL}']", "R018"),
        ("[[a]]", "R018"),
        ("[{title: a}]", "R017"),
        (f"[{{title: a, url: '{PULL}', rel: me}}]", "R016"),
        ("{a: [b]}", "R018"),
        ("{a: }", "R025"),
        ("' '", "R025"),
        (f"{{'': '{PULL}'}}", "R025"),
        ("{" + ", ".join(f"l{n}: 'https://example.org/'" for n in range(51)) + "}", "R035"),
    ],
)
def test_no_links(links, code):
    assert [found for found, _ in told(links=links)] == [code]


@pytest.mark.parametrize("title", ["word " * 300, "Words, " * 11, "日本語の検索" * 40, "Cafe\u0301", "?"])
def test_what_any_title_gives_can_be_written_as_an_id(title):
    assert only_task(id=f"'{task_slug(title)}--12'").id == f"{task_slug(title)}--12"


@pytest.mark.parametrize("name", ["Search", "search page", "a_b", "-a", "a--b"])
def test_no_id(name):
    assert [code for code, _ in told(id=f"'{name}'")] == ["R042"]


def test_an_id_stands_once_a_day():
    lines = "\n".join(f"- {{task: A, human: 1h, ai: 1m, id: {name}}}" for name in ("a", "b", "a", "a"))
    _, problems = read(front("date: 2026-04-07", "tasks:", lines))
    assert [(problem.code, problem.place.line) for problem in problems] == [("R043", 6), ("R043", 7)]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("published", "Did you mean 'draft'? `published: false` is `draft: true`."),
        ("description", "Did you mean 'summary'?"),
        ("lastmod", "Did you mean 'updated'?"),
        ("categories", "Did you mean 'tags'?"),
        ("Keywords", "Did you mean 'tags'?"),
        ("slug", "Did you mean 'url'? It is the whole address, such as /posts/name.html."),
        ("permalink", "Did you mean 'url'?"),
        ("redirect_from", "Did you mean 'aliases'?"),
        ("layout", "Leave it out: the kind of a page decides on its template."),
    ],
)
def test_keys_of_other_generators(key, hint):
    _, (problem,) = read(front("date: 2026-04-07", f"{key}: x"))
    assert (problem.code, problem.hint) == ("R016", hint)


@pytest.mark.parametrize(
    ("key", "ours"),
    [("description", "note"), ("keywords", "tags"), ("permalink", "id"), ("pr", "url"), ("link", "links")],
)
def test_keys_of_others_in_a_task(key, ours):
    assert told(**{key: "x"}) == [("R016", f"Did you mean '{ours}'?")]


def test_extra_is_named_where_it_is_allowed():
    assert told(zzz="1")[0][1].endswith("Keys of your own go below `extra`.")
    assert told(links="[{title: a, url: 'https://example.org/', zzz: 1}]") == [
        ("R016", "The keys are: title, url.")
    ]
