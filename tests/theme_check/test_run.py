"""Each fault of a theme is found where it is: a few small themes have them, and nothing is told beside them."""

import re
from pathlib import Path

import pytest

from leverage_site.problems import ProblemError
from leverage_site.theme_check.run import check
from tests.support.sites import ROOT, Site
from tests.support.workspace import tree

FOOT = '{%% extends "default/base.html" %%}\n{%% block main %%}\n{{ super() }}\n%s\n{%% endblock %%}\n'
DAY = '{%% extends "default/day.html" %%}\n{%% block figures %%}\n{{ super() }}\n%s\n{%% endblock %%}\n'

# Themes, each with faults of one kind: the template, what is written there (in day.html: what is added), the code of
# the problem, and a part of the line that it shows. Where a page cannot be made, nothing else is found on it.
FAULTS = {
    "templates that fail": [
        ("day.html", "{{ view.nope }}", "T002", ""),
        ("sitemap.xml", "{{ view.nope }}", "T002", ""),
        ("index.html", '{% extends "default/index.html" %}{% block head %}{% if view.pager.n == 1 %}{{ view.days[0].title }}{% endif %}{% endblock %}', "T002", ""),
        ("page.html", '{% extends "default/page.html" %}{% block head %}{% if view.draft %}{{ nope }}{% endif %}{% endblock %}', "T002", ""),
    ],
    "templates that fail on some pages, or miss others": [
        ("day.html", "{{ view.tasks.rows[0].task }}", "T002", ""),
        ("week.html", '{% extends "default/week.html" %}{% block head %}{% include "_nope.html" %}{% endblock %}', "T004", ""),
    ],
    "links to nothing": [
        ("day.html", '<a href="nope.html">x</a>', "T006", 'href="nope.html"'),
        ("day.html", '<a href="/weeks/index.html">right at the root alone</a>', "T006", 'href="/weeks/index.html"'),
        ("day.html", '<img alt="" src="{{ view.head.root }}assets/nope.png">', "T006", "assets/nope.png"),
        ("day.html", '<a href="#nope">x</a>', "T006", 'href="#nope"'),
        ("404.html", '{% extends "default/404.html" %}{% block head %}<link rel="prev" href="index.html">{% endblock %}', "T006", 'rel="prev" href="index.html"'),
    ],
    "what comes from elsewhere, or is a program": [
        ("day.html", '<link rel="stylesheet" href="https://fonts.example.net/x">', "T007", "https://fonts.example.net/x"),
        ("day.html", '<script src="//cdn.example.net/x.js"></script>', "T007", "//cdn.example.net/x.js"),
        ("day.html", "<script>1</script>", "T008", "<script>1"),
        ("week.html", '{% extends "default/week.html" %}{% block head %}<style>p {}</style>{% endblock %}', "T008", "<style>"),
        ("withdrawn.html", '{% extends "default/withdrawn.html" %}{% block head %}<p style="color: red">x</p>{% endblock %}', "T008", 'style="color: red"'),
        ("day.html", '<p onclick="x()">x</p>', "T008", 'onclick="x()"'),
    ],
    "attributes without quotes": [
        ("day.html", "{% for row in view.tasks.rows %}<p title={{ row.task }}>x</p>{% endfor %}", "T009", "<p title="),
        ("day.html", "{% for row in view.tasks.rows %}{% if row.project %}<i title={{ row.project.text }}>x</i>{% endif %}{% endfor %}", "T009", "<i title="),
        ("withdrawn.html", '{% extends "default/withdrawn.html" %}{% block head %}<b title={{ view.reason }}>x</b>{% endblock %}', "T009", "<b title="),
    ],
    "pages that are built wrongly": [
        ("day.html", "<h1>x</h1>", "T010", "<h1>x"),
        ("day.html", '<div id="task-log"></div>', "T010", 'id="task-log"'),
        ("redirect.html", '<html lang="en"><a href="{{ view.target }}">x</a></html>', "T010", ""),
    ],
}  # fmt: skip


def problems(root, template, text):
    Site(root).theme({template: text})
    return check(root, "own").problems


def is_of(problem, template, code, shown):
    """Whether a problem is that of a fault."""
    if problem.code != code:
        return False
    if code in ("T002", "T004"):
        return problem.place.path == f"themes/own/templates/{template}"
    told = problem.place.path.startswith("(sample) ") and template in problem.message
    return told and (shown in problem.place.excerpt if shown else "no <title>" in problem.message)


@pytest.mark.site
@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_is_found_and_nothing_else(kind, tmp_path):
    texts = {template: text for template, text, _, _ in FAULTS[kind]}
    added = [text for template, text, _, _ in FAULTS[kind] if template == "day.html"]
    Site(tmp_path).theme({**texts, **({"day.html": DAY % "\n".join(added)} if added else {})})
    found = check(tmp_path, "own").problems
    wanted = [(template, code, shown) for template, _, code, shown in FAULTS[kind]]
    for each in wanted:
        assert any(is_of(problem, *each) for problem in found), (each, [*map(str, found)])
    for problem in found:
        assert any(is_of(problem, *each) for each in wanted), str(problem)
        assert problem.place.line or "no <title>" in problem.message
        assert str(tmp_path) not in str(problem)


SHOWN = {
    "index.html": [
        "site.title",
        "site.description",
        "site.author",
        "site.assistant",
        "view.days|map(attribute='title')|join",
        "view.days|map(attribute='summary')|join",
    ],
    "day.html": [
        "view.tags|map(attribute='text')|join",
        "view.previous.text if view.previous else ''",
        "view.next.text if view.next else ''",
        "view.extra.hostile if view.extra else ''",
    ],
    "week.html": [
        "view.highest|map(attribute='task.task')|join",
        "view.lowest|map(attribute='task.task')|join",
    ],
    "page.html": ["view.head.title"],
    "tag.html": ["view.name"],
    "tags.html": ["view.rows|map(attribute='text')|join"],
}


@pytest.mark.site
def test_every_text_of_a_record_is_hostile_somewhere(tmp_path):
    """Each text has an attribute of its own, so that each is found by itself, and all in one check."""
    templates, names = {}, set()
    for template, texts in SHOWN.items():
        marked = {f"data-{template.split('.')[0]}-{n}": text for n, text in enumerate(texts)}
        metas = "".join(f"<meta {name}={{{{ {text} }}}}>" for name, text in marked.items())
        templates[template] = f'{{% extends "default/{template}" %}}{{% block head %}}{metas}{{% endblock %}}'
        names |= marked.keys()
    Site(tmp_path).theme(templates)
    found = check(tmp_path, "own").problems
    assert {problem.code for problem in found} == {"T009"}
    assert sorted(re.findall(r"<meta ([\w-]+)=", " ".join(problem.message for problem in found))) == sorted(names)


def test_the_bundled_theme_has_no_problem(tmp_path):
    checked = check(tmp_path, "default")
    assert [str(problem) for problem in checked.problems] == []
    assert checked.theme.endswith("themes/default")
    assert checked.pages > 100


@pytest.mark.site
def test_a_fault_of_every_page_is_told_once(tmp_path):
    (found,) = problems(
        tmp_path, "base.html", FOOT.replace("main", "head") % '<meta property="og:image" content="nope">'
    )
    assert found.code == "T006"
    assert "on pages of" in found.message
    assert "other templates" in found.message


def test_the_place_is_the_tag_s(tmp_path):
    (found,) = problems(
        tmp_path,
        "404.html",
        '{% extends "default/404.html" %}{% block main %}\n<h1>x</h1>\n <p style="x">\n{% endblock %}',
    )
    line = found.place.excerpt
    assert line == ' <p style="x">'
    assert line[found.place.column - 1 :][: found.place.length] == '<p style="x">'
    assert found.message == "style= of <p> is what a strict Content-Security-Policy forbids, on pages of 404.html"


@pytest.mark.site
def test_a_host_s_frame_is_no_fault_where_the_theme_names_the_host(tmp_path):
    base = """{% extends "default/base.html" %}
{% block styles %}<link rel="stylesheet" href="/css/host.css">{{ super() }}{% endblock %}
{% block icons %}<link rel="icon" href="https://example.org/icon.svg">{% endblock %}
{% block header %}<header><a href="/talks.html">Talks</a></header>{% endblock %}
{% block scripts %}<script src="https://stats.example.net/count.js" defer></script>{% endblock %}
"""
    site = Site(tmp_path).theme({"base.html": base})
    told = {
        (problem.code, problem.message.partition("'")[2].partition("'")[0])
        for problem in check(tmp_path, "own").problems
    }
    assert told == {
        ("T006", "/css/host.css"),
        ("T006", "https://example.org/icon.svg"),
        ("T006", "/talks.html"),
        ("T007", "https://stats.example.net/count.js"),
    }
    site.theme({}, 'contract = 1\nhost = ["/", "https://example.org/", "https://stats.example.net/count.js"]\n')
    assert check(tmp_path, "own").problems == []


@pytest.mark.site
def test_a_whole_frame_without_the_section_of_the_default_s_stylesheet(tmp_path):
    frame = (
        (ROOT / "themes/default/templates/base.html").read_text(encoding="utf-8").replace(' class="records"', "")
    )
    (found,) = problems(tmp_path, "base.html", frame)
    assert (found.code, 'class="records"' in found.message) == ("T010", True)


@pytest.mark.site
def test_several_faults_are_all_told(tmp_path):
    text = DAY % '<h1>x</h1><p style="x"><a href="nope.html">x</a><a href="neither.html">x</a>'
    assert sorted(problem.code for problem in problems(tmp_path, "day.html", text)) == [
        "T006",
        "T006",
        "T008",
        "T010",
    ]


@pytest.mark.site
def test_the_site_itself_does_not_matter_and_nothing_is_written(tmp_path):
    Site(tmp_path).record(body="[x](nope.md)").theme({}).file("content/notes.txt", "misplaced")
    before = tree(tmp_path)
    assert check(tmp_path, "own").problems == []
    assert tree(tmp_path) == before


@pytest.mark.parametrize(("name", "code"), [("../x", "T012"), ("", "T012"), ("nope", "T001")])
def test_what_is_no_theme(name, code, tmp_path):
    with pytest.raises(ProblemError) as caught:
        check(tmp_path, name)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.site
def test_an_asset_with_an_impossible_name(tmp_path):
    Site(tmp_path).theme({}).file("themes/own/assets/a?.css", "")
    assert [problem.place.path for problem in check(tmp_path, "own").problems] == ["themes/own/assets/a?.css"]


def test_an_asset_that_cannot_be_read(tmp_path, monkeypatch):
    Site(tmp_path).theme({}).file("themes/own/assets/a.css", "")
    real = Path.read_bytes

    def read_bytes(path):
        if path.name == "a.css":
            raise OSError(5, "Input/output error")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(ProblemError, match="Input/output error"):
        check(tmp_path, "own")
