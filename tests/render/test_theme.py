"""P24: themes are confined and typed, escaping is always on, and every fault is located in its template."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from leverage_site.markdown import Html
from leverage_site.pages.view_parts import Link
from leverage_site.problems import Problem, ProblemError
from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import load_chain
from tests.support.sites import Site, html

DAY = "posts/2026/2026-04-07-leverage-record.html"
SECRET = "root:x:0:0:nobody may see this"  # noqa: S105
OVERRIDE = '{% extends "default/day.html" %}\n'


def faulty(root: Path, template: str, name: str = "day.html") -> list[Problem]:
    """Return the problems of a site whose theme has this template."""
    site = Site(root).record(tags=["AI"], body="Lead.\n\n## More\n\nText.\n").page("about")
    return site.theme({name: template}).problems()


# What a template may not do: the template, the line at fault, the code, and a part of the message.
FAULTS = {
    "undefined variable": ("a\n{{ nope }}", 2, "T002", "'nope'"),
    "undefined in a condition": ("a\n\n{% if nope %}x{% endif %}", 3, "T002", "'nope'"),
    "undefined in a loop": ("{% for x in nope %}x{% endfor %}", 1, "T002", "'nope'"),
    "undefined, compared": ("{{ nope == 1 }}", 1, "T002", "'nope'"),
    "undefined, as text": ("{{ 'a' ~ nope }}", 1, "T002", "'nope'"),
    "undefined attribute": ("\n\n{{ view.nope }}", 3, "T002", "nope"),
    "undefined attribute that another view has": ("\n\n{{ view.rows }}", 3, "T002", "rows"),
    "undefined attribute in a loop": ("{% for tag in view.tags %}\n{{ tag.rows }}{% endfor %}", 2, "T002", "rows"),
    "undefined in a loop's second line": ("{% for tag in view.tags %}{{ tag.text }}\n{{ nope }}{% endfor %}", 2, "T002", "'nope'"),
    "undefined attribute of site": ("\n{{ site.nope }}", 2, "T002", "nope"),
    "undefined item": ('\n{{ view.partials["nope"] }}', 2, "T002", "nope"),
    "undefined attribute of nothing": ("\n{{ view.previous.href }}", 2, "T002", "href"),
    "undefined index": ("{{ view.tags[7].text }}", 1, "T002", ""),
    "division by zero": ("\n{{ 1 / 0 }}", 2, "T002", ""),
    "wrong type": ("{{ 1 + 'a' }}", 1, "T002", ""),
    "call of a text": ("\n{{ view.date() }}", 2, "T002", ""),
    "missing include": ('a\n{% include "nope.html" %}', 2, "T004", "'nope.html'"),
    "missing parent": ('{% extends "nope.html" %}', 1, "T004", "'nope.html'"),
    "missing bundled parent": ('{% extends "default/nope.html" %}', 1, "T004", "'default/nope.html'"),
    "missing import": ('\n\n\n{% from "nope.html" import x %}', 4, "T004", "'nope.html'"),
    "missing of several": ('\n{% include ["a.html", "b.html"] %}', 2, "T004", ""),
    "syntax: unclosed tag": ("a\n{% if view.date %}\nb", 3, "T002", ""),
    "syntax: unknown tag": ("a\n{% nope %}", 2, "T002", "nope"),
    "syntax: expression": ("a\nb\n{{ 1 + }}", 3, "T002", ""),
    "syntax: brackets": ("a\n{{ (1 }}", 2, "T002", ""),
    "syntax: text": ("{{ 'a }}", 1, "T002", ""),
    "syntax: comment": ("a\n{# b", 2, "T002", ""),
    "syntax: do": ("{% do view.tags.append(1) %}", 1, "T002", ""),
    "syntax: two blocks": ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", 2, "T002", "a"),
    "unknown filter": ("a\n{{ view.date|nope }}", 2, "T002", "nope"),
    "unknown test": ("a\n{{ view.date is nope }}", 2, "T002", "nope"),
    "filter fails": ("a\n{{ view.date|round }}", 2, "T002", ""),
    "recursion by include": ('a\n{% include "day.html" %}', 2, "T002", "itself"),
    "recursion by extends": ('{% extends "day.html" %}', 1, "T002", "itself"),
    "recursion by macro": ("{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}", 2, "T002", "itself"),
    # escaping
    "safe": ("a\n{{ view.head.title|safe }}", 2, "T002", "safe"),
    "safe as a block": ("a\n{% filter safe %}x{% endfilter %}", 2, "T002", "safe"),
    "safe in a map": ("\n{{ ['<b>']|map('safe')|join }}", 2, "T002", "safe"),
    "autoescape off": ("a\n{% autoescape false %}{{ view.head.title }}{% endautoescape %}", 2, "T002", "escaping"),
    "autoescape on": ("{% autoescape true %}{% endautoescape %}", 1, "T002", "escaping"),
    "autoescape in an include": ("{% block x %}\n{% autoescape false %}{% endautoescape %}{% endblock %}", 2, "T002", ""),
    # chance, and the insides of Python
    "random": ("\n{{ [1, 2]|random }}", 2, "T002", "random"),
    "lipsum": ("{{ lipsum() }}", 1, "T002", "lipsum"),
    "class": ("a\n{{ ''.__class__ }}", 2, "T002", "__class__"),
    "class by item": ("{{ ''['__class__'] }}", 1, "T002", "__class__"),
    "class by attr": ("\n{{ ''|attr('__class__') }}", 2, "T002", "__class__"),
    "class by spelled attr": ("{{ ''|attr('__cl' ~ 'ass__') }}", 1, "T002", "__class__"),
    "class by map": ("{{ ['']|map(attribute='__class__')|join }}", 1, "T002", ""),
    "subclasses": ("{{ ().__class__.__base__.__subclasses__() }}", 1, "T002", "__class__"),
    "globals of a global": ("{{ cycler.__init__.__globals__ }}", 1, "T002", "__init__"),
    "globals of a macro": ("{% macro m() %}{% endmacro %}\n{{ m.__globals__ }}", 2, "T002", "__globals__"),
    "hidden field": ("{{ view._date }}", 1, "T002", "_date"),
    "hidden field in a loop": ("{% for tag in view.tags %}\n{{ tag._text }}{% endfor %}", 2, "T002", "_text"),
    "class in a loop": ("{% for tag in view.tags %}\n{{ tag.__class__ }}{% endfor %}", 2, "T002", "__class__"),
    "slots of the view": ("{{ view.__slots__ }}", 1, "T002", "__slots__"),
    "module of the site": ("{{ site.__class__.__module__ }}", 1, "T002", ""),
    "format": ("{{ '{0.__class__}'.format(view) }}", 1, "T002", "__class__"),
    "format_map": ("{{ '{view.__class__}'.format_map({'view': view}) }}", 1, "T002", "__class__"),
    "generator's frame": ("{{ (view.tags|map('upper')).gi_frame }}", 1, "T002", "gi_frame"),
    "huge range": ("{{ range(10 ** 9)|list }}", 1, "T002", ""),
    "change of the view": ("{% set view.date = 'x' %}", 1, "T002", ""),
    "change of a list": ("{% set x = [1] %}\n{{ x.append(2) }}", 2, "T002", "append"),
    "config": ("{{ config }}", 1, "T002", "config"),
    "request": ("{{ request.application }}", 1, "T002", "request"),
    "environment": ("{{ environ }}", 1, "T002", "environ"),
    "now": ("{{ now() }}", 1, "T002", "now"),
    # what would print Python's own words
    "a view": ("\n{{ view.head }}", 2, "T002", "Head"),
    "a list": ("{{ [view.head.title] }}", 1, "T002", "list"),
    "a mapping": ("{{ view.partials }}", 1, "T002", ""),
    "a generator": ("{{ view.tags|map('upper') }}", 1, "T002", "generator"),
    "a tuple in a loop": ("{% for tag in view.tags %}\n{{ view.tags }}{% endfor %}", 2, "T002", "tuple"),
    "a function": ("{{ view.date.upper }}", 1, "T002", ""),
    "nothing": ("{{ view.previous }}", 1, "T002", ""),
    # other files
    "up": ('\n{% include "../theme.toml" %}', 2, "T004", "../theme.toml"),
    "up and up": ('{% include "../../../secret.txt" %}', 1, "T004", "secret"),
    "up inside": ('{% include "x/../../theme.toml" %}', 1, "T004", ""),
    "absolute": ('\n\n{% include "/etc/passwd" %}', 3, "T004", "/etc/passwd"),
    "absolute behind default": ('{% include "default//etc/passwd" %}', 1, "T004", ""),
    "up behind default": ('{% include "default/../theme.toml" %}', 1, "T004", ""),
    "backslash": ('{% include "..\\\\theme.toml" %}', 1, "T004", ""),
    "backslash inside": ('{% include "a\\\\b.html" %}', 1, "T004", ""),
    "null byte": ('\n{% include "a\\0.html" %}', 2, "T004", ""),
    "empty": ('{% include "" %}', 1, "T004", ""),
    "dot": ('{% include "./base.html" %}', 1, "T004", ""),
    "double slash": ('{% include "a//base.html" %}', 1, "T004", ""),
    "folder": ('{% include "default/" %}', 1, "T004", ""),
    "no text": ("{% include 42 %}", 1, "T002", ""),
    "name too long": ('{% include "' + "x" * 300 + '" %}', 1, None, ""),
    "other level's name": ('{% include "other/day.html" %}', 1, "T004", ""),
    # what the parser or Python itself gives up on
    "deep brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", None, "T002", ""),
    "deep loops": ("a\n" + "{% for a in [1] %}" * 25 + "{% endfor %}" * 25, None, "T002", ""),
    "deep conditions": ("a\n" + "{% if 1 %}" * 120 + "{% endif %}" * 120, None, "T002", ""),
    "a number of 5,000 digits": ("a\n{{ " + "9" * 5000 + " }}", None, "T002", ""),
    "a lone surrogate": ("a\n{{ '\\ud800' }}", None, "T002", ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_problem_located_in_the_template(fault: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    template, line, code, part = FAULTS[fault]
    (problem,) = faulty(tmp_path / "site", template)
    assert problem.place.path == "themes/own/templates/day.html"
    assert code in (problem.code, None)
    assert problem.code in ("T002", "T004")
    assert part in problem.message
    if line is not None:
        assert problem.place.line == line
        assert problem.place.excerpt
        assert problem.place.excerpt in template.split("\n")[line - 1]
        assert problem.place.column >= 1
    assert problem.hint
    assert "Traceback" not in str(problem)
    assert SECRET not in str(problem)


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("base.html", "a\n{{ nope }}"),
        ("_tasks.html", "a\n{{ nope }}"),
        ("_figures.html", "a\n{{ view.nope }}"),
        ("index.html", "{% block main %}\n{{ view.nope }}{% endblock %}"),
        ("week.html", "\n{{ view.nope }}"),
        ("weeks.html", "\n{{ view.nope }}"),
        ("tag.html", "\n{{ view.nope }}"),
        ("tags.html", "\n{{ view.nope }}"),
        ("page.html", "\n{{ view.nope }}"),
        ("feeds.html", "\n{{ view.nope }}"),
        ("404.html", "\n{{ view.nope }}"),
        ("sitemap.xml", "\n{{ view.nope }}"),
    ],
)
def test_a_fault_in_any_template_is_located_there(name: str, template: str, tmp_path: Path) -> None:
    (problem,) = faulty(tmp_path, template, name)
    assert (problem.code, problem.place.path, problem.place.line) == ("T002", f"themes/own/templates/{name}", 2)


def test_the_innermost_template_is_at_fault(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).record().theme({"day.html": '{% include "part.html" %}', "part.html": "a\nb\n  {{ nope }}"})
    )
    (problem,) = site.problems()
    assert str(problem.place) == "themes/own/templates/part.html:3:3"
    assert problem.place.length == len("{{ nope }}")


def test_a_template_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    site = Site(tmp_path).record().theme({})
    site.file("themes/own/templates/day.html", "café".encode("latin-1"))
    assert [p.place.path for p in site.problems()] == ["themes/own/templates/day.html"]


def test_line_ends_of_other_systems_keep_the_lines(tmp_path: Path) -> None:
    (problem,) = faulty(tmp_path, "a\r\nb\r\n{{ nope }}\r\n")
    assert problem.place.line == 3


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.head.title }}",
        "{{ view.head.title|string }}",
        "{{ view.head.title ~ view.lead }}",
        "{{ [view.head.title, view.lead]|join }}",
        "{{ view.lead|replace('L', view.head.title) }}",
        "{{ view.head.title|upper }}",
        "{{ view.head.title|truncate(300) }}",
        "{{ view.head.title|wordwrap(200) }}",
        "{{ view.head.title|indent }}",
        "{{ view.head.title|center(200) }}",
        "{{ view.head.title|trim }}",
        "{{ view.head.title|default('x') }}",
        "{{ view.head.title|replace('a', 'a') }}",
        "{{ view.head.title|urlize }}",
        "{{ '%s'|format(view.head.title) }}",
        "{{ view.lead.format(view.head.title) }}{{ view.head.title }}",
        "{{ view.lead.replace('L', view.head.title) }}",
        "{{ view.head.title.__add__ is defined }}{{ view.head.title }}",
        "{% set x %}{{ view.head.title }}{% endset %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(view.head.title) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ view.head.title }}{% endcall %}",
        "{% filter upper %}{{ view.head.title }}{% endfilter %}",
        "{{ {'a': view.head.title}|tojson }}{{ view.head.title }}",
        "<p{{ {'title': view.head.title}|xmlattr }}>x</p>{{ view.head.title }}",
        '<p title="{{ view.head.title }}">x</p>',
        "{% include 'part.html' %}",
        "{% extends 'parent.html' %}{% block b %}{{ view.head.title }}{% endblock %}",
        "{% set title = view.head.title %}{% include 'title.html' %}",
        "{% import 'macros.html' as m %}{{ m.show(view.head.title) }}",
    ],
)  # fmt: skip
def test_escaping_is_on(template: str, tmp_path: Path) -> None:
    site = Site(tmp_path).record(title="<b onclick='x'>\"a\"</b>", body="Lead.\n")
    others = {
        "part.html": "{{ view.head.title }}",
        "parent.html": "{% block b %}{% endblock %}",
        "title.html": "{{ title }}",
        "macros.html": "{% macro show(x) %}{{ x }}{% endmacro %}",
    }
    named = {name: text for name, text in others.items() if f"'{name}'" in template}
    page = site.theme({"day.html": template, **named}).built()[DAY].decode()
    assert not re.search(r"<b|</b", page, re.IGNORECASE)
    assert re.search(r"&lt;b|\\u003cb", page, re.IGNORECASE)
    node = html(f"<div>{page}</div>".encode())
    assert not node.xpath("//b | //@onclick")


class Loud(str):
    """A text that is not quite one."""

    def __str__(self) -> str:
        return "loud & clear"


class Twin(Link):
    """Not a view, and whoever made it may hide something."""

    __slots__ = ("_secret",)


def renderer(template: str, root: Path) -> Callable[[object], str]:
    """Return what gives the text that a template makes of a view."""
    theme = Theme(load_chain(Site(root).theme({"day.html": template}).root, "own"))
    return lambda view: theme.render("day.html", None, view).decode()  # type: ignore[arg-type]


def rendered(template: str, view: object, root: Path) -> str:
    """Return what a template makes of a view."""
    return renderer(template, root)(view)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("plain", "plain"),
        ("&amp; <b a='1' b=\"2\">", "&amp;amp; &lt;b a=&#39;1&#39; b=&#34;2&#34;&gt;"),
        (Html("<b>&amp;</b>"), "<b>&amp;</b>"),
        (Loud("<b>"), "loud &amp; clear"),
        (7, "7"),
        (1.5, "1.5"),
        (True, "True"),
    ],
)
def test_what_is_printed(value: object, wanted: str, tmp_path: Path) -> None:
    template = "{{ view[0] }}{% for x in view %} {{ x }}{% endfor %}{% macro m(x) %} {{ x }}{% endmacro %}{{ m(view[0]) }}"
    assert rendered(template, [value, value], tmp_path) == " ".join([wanted] * 4)


def test_an_equal_text_of_another_kind_is_escaped_by_its_own(tmp_path: Path) -> None:
    texts = ["<b>", Html("<b>"), "<b>"]
    assert rendered("{% for x in view %}{{ x }} {% endfor %}", texts, tmp_path) == "&lt;b&gt; <b> &lt;b&gt; "


def test_every_text_is_escaped_as_markupsafe_does(tmp_path: Path) -> None:
    page = renderer("{{ view.text }}{{ view.href }}", tmp_path)

    @given(st.text(st.one_of(st.sampled_from("&<>'\";#a"), st.characters(exclude_categories=["Cs"]))))
    def check(text: str) -> None:
        assert page(Link(text, text)) == str(escape(text)) * 2

    check()


def test_a_field_is_known_by_the_exact_class_of_its_view(tmp_path: Path) -> None:
    twin = Twin("text", "href")
    object.__setattr__(twin, "_secret", "secret")
    template = "{{ view.text }} {{ view._secret is defined }} {{ view.rows is defined }}"
    assert rendered(template, twin, tmp_path) == "text False False"
    assert rendered(template, Link("text", ""), tmp_path) == "text False False"
    with pytest.raises(ProblemError, match="_secret"):
        rendered("{{ view._secret }}", twin, tmp_path)


def test_an_item_is_found_by_its_name_unless_it_hides_a_method(tmp_path: Path) -> None:
    items = {"leverage": "<b>", "text": "1", "items": "hidden"}
    template = "{{ view.leverage }} {{ view.text }} {{ view.nope is defined }} {{ view.items()|length }}"
    assert rendered(template, items, tmp_path) == "&lt;b&gt; 1 False 3"


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{% for x in view %}{{ loop.index }}{{ x }}{% else %}none{% endfor %}.", "1a2b3c."),
        ("{% for x in [] %}{{ x }}{% else %}none{% endfor %}.", "none."),
        ("{% for x in view %}{% for y in view %}{{ x ~ y }}{% if not loop.last %},{% endif %}{% endfor %};{% endfor %}", "aa,ab,ac;ba,bb,bc;ca,cb,cc;"),
        ("{% for x in view if x != 'b' %}{% set y = x %}{{ y }}{% endfor %}.", "ac."),
        ("{% for x in [['a', ['b']]] recursive %}{{ x[0] }}{% if x|length > 1 %}({{ loop([x[1]]) }}){% endif %}{% endfor %}", "a(b)"),
        ("{% for x in view %}{% include 'part.html' %}{% endfor %}", "[a][b][c]"),
        ("<{% include 'fixed.html' without context %}>", "<[]>"),
        ("{% for x in view %}{{ x }}{% include 'fixed.html' without context %}{% endfor %}", "a[]b[]c[]"),
        ("{% for x in view %}{{ x }}{% include 'no.html' ignore missing without context %}{% endfor %}", "abc"),
        ("{% for x in view %}{{ x }}{% include x ~ '.html' ignore missing %}{% endfor %}", "a(A)bc"),
        ("{% set s %}({% include 'fixed.html' without context %}){% endset %}.{{ s }}", ".([])"),
        ("{% macro m() %}({% include 'fixed.html' without context %}){% endmacro %}.{{ m() }}", ".([])"),
        ("{% if view %}{% extends 'parent.html' %}{% endif %}lost{% block b %}{{ super() }}B{% endblock %}", "(B)"),
        ("{% if not view %}{% extends 'parent.html' %}{% endif %}kept{% block b %}B{% endblock %}", "keptB"),
        ("{% block b %}b{% endblock %}{{ self.b() }}{% for x in view %}{{ self.b() }}{% endfor %}", "bbbbb"),
        ("{% import 'macros.html' as m %}{% for x in view %}{{ m.show(x) }}{% endfor %}", "<a><b><c>"),
        ("{% for x in view %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}", "abc"),
        ("{% set s %}{% for x in view %}<{{ x }}>{% endfor %}{% endset %}{{ s }}", "<a><b><c>"),
        ("{% filter upper %}{% for x in view %}{{ x }}{% endfor %}{% endfilter %}", "ABC"),
        ("{% extends 'parent.html' %}{% for x in view %}{{ x }}{% endfor %}{% block b %}B{% endblock %}", "(B)"),
        ("{% macro m() %}{% for x in view %}{{ caller(x) }}{% endfor %}{% endmacro %}{% call(x) m() %}{{ x }}!{% endcall %}", "a!b!c!"),
    ],
)  # fmt: skip
def test_everything_is_printed_where_it_stands(template: str, wanted: str, tmp_path: Path) -> None:
    parts = {
        "a.html": "(A)",
        "fixed.html": "[{% for x in [] %}{% endfor %}]",
        "macros.html": "{% macro show(x) %}<{{ x }}>{% endmacro %}",
        "parent.html": "({% block b %}{% endblock %})",
        "part.html": "[{{ x }}]",
    }
    site = Site(tmp_path).theme(parts)
    assert rendered(template, ["a", "b", "c"], site.root) == wanted


@pytest.mark.parametrize("name", ["day.txt", "day.xml", "day.svg", "day.html.j2", "day"])
def test_escaping_does_not_depend_on_the_name(name: str, tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .record(title="<b>")
        .theme({"day.html": f"{{% include '{name}' %}}", name: "{{ view.head.title }}"})
    )
    assert site.built()[DAY] == b"&lt;b&gt;"


def test_finished_html_is_not_escaped_again(tmp_path: Path) -> None:
    site = Site(tmp_path).record(body="*Lead* & more.\n").theme({"day.html": "{{ view.lead }}"})
    assert site.built()[DAY] == b"<p><em>Lead</em> &amp; more.</p>\n"


def test_a_template_sees_site_and_view_and_nothing_else(tmp_path: Path) -> None:
    names = ("site", "view", "self", "os", "settings", "record", "page", "build", "url_for", "g", "session")
    template = " ".join(f"{name}={{{{ {name} is defined }}}}" for name in names)
    (line,) = Site(tmp_path).record().theme({"day.html": template}).built()[DAY].decode().splitlines()
    assert {pair.split("=")[0] for pair in line.split() if pair.endswith("=True")} == {"site", "view", "self"}


def test_a_block_of_the_bundled_template_can_be_replaced_alone(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).record(body="Lead.\n").theme({"day.html": OVERRIDE + "{% block lead %}MINE{% endblock %}"})
    )
    own, bundled = site.built()[DAY], site.settings(theme="default").built()[DAY]
    assert b"MINE" in own
    assert own.count(b"<section") == bundled.count(b"<section") > 0
    assert html(own).xpath("string(//h1)") == html(bundled).xpath("string(//h1)")


def test_super_gives_the_bundled_block(tmp_path: Path) -> None:
    text = OVERRIDE + "{% block lead %}BEFORE {{ super() }} BEHIND{% endblock %}"
    page = Site(tmp_path).record(body="The lead.\n").theme({"day.html": text}).built()[DAY].decode()
    assert re.search(r"BEFORE.*The lead\..*BEHIND", page, re.DOTALL)


def test_a_theme_called_default_extends_the_bundled_one(tmp_path: Path) -> None:
    text = OVERRIDE + "{% block lead %}MINE{% endblock %}"
    files = Site(tmp_path).record().theme({"day.html": text}, name="default").built()
    assert b"MINE" in files[DAY]
    assert b"<section" in files[DAY]
    assert b"MINE" not in files["index.html"]


def test_a_theme_of_its_own_that_extends_another(tmp_path: Path) -> None:
    site = Site(tmp_path).record()
    site.theme({"_figures.html": "PARENT", "page.html": "PARENT"}, name="parent").page("about")
    site.theme({"page.html": "CHILD"}, 'contract = 1\nextends = "parent"\n', name="child")
    files = site.built()
    assert files["about.html"] == b"CHILD"
    assert b"PARENT" in files[DAY]


@pytest.mark.parametrize(("named", "memo"), [("plain", True), ("default", False)])
def test_a_theme_that_is_extended_can_be_named(named: str, memo: bool, tmp_path: Path) -> None:
    text = f'{{% extends "{named}/day.html" %}}{{% block figures %}}MINE{{% endblock %}}'
    site = Site(tmp_path).record().theme({"day.html": text}, 'contract = 1\nextends = "plain"\n', name="mine")
    page = site.built()[DAY]
    assert b"MINE" in page
    assert (b'class="memo"' in page) == memo


def test_a_template_of_the_nearest_level_is_used_by_the_bundled_ones(tmp_path: Path) -> None:
    files = Site(tmp_path).record(tags=["AI"]).theme({"_hero.html": "FIGURES"}).built()
    for name in (DAY, "weeks/2026-W15.html", "tags/ai.html"):
        assert b"FIGURES" in files[name]


def test_default_names_the_bundled_level_even_inside_an_include(tmp_path: Path) -> None:
    site = Site(tmp_path).record().theme({"_figures.html": 'MINE {% include "default/_figures.html" %}'})
    page = site.built()[DAY].decode()
    assert page.count("MINE") == 1
    assert "Weighted average leverage factor" in page
