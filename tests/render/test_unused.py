"""Blocks and templates that no page can show are told, and nothing is told of those that one might show."""

from pathlib import Path

import pytest

from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import load_chain
from leverage_site.theme_check.run import check
from tests.support.sites import Site

BASE = '{% extends "default/base.html" %}'
DAY = '{% extends "default/day.html" %}'


def told(root: Path, templates: dict[str, str], extends: str = "default") -> list[str]:
    """Return what is told of a theme: code, template, line and the name that is wrong."""
    Site(root).theme(templates, f'contract = 1\nextends = "{extends}"\n')
    problems = Theme(load_chain(root, "own")).problems
    assert all(problem.severity == "warning" and problem.hint for problem in problems)
    return [
        f"{p.code} {p.place.path.rpartition('templates/')[2]}:{p.place.line} {p.message.split(chr(39))[1]}"
        for p in problems
    ]


LOST = {
    "a name written wrongly": ({"base.html": BASE + "\n{% block hedaer %}x{% endblock %}"}, "T014 base.html:2 hedaer"),
    "a block of another page": ({"week.html": '{% extends "default/week.html" %}{% block tasks %}{% endblock %}'}, "T014 week.html:1 tasks"),
    "in the middle of a line": ({"day.html": DAY + "\n\n<p>{%- block mian -%}x{% endblock %}"}, "T014 day.html:3 mian"),
    "what holds it is replaced": ({"day.html": DAY + "{% block main %}x{% endblock %}\n{% block tasks %}x{% endblock %}"}, "T014 day.html:2 tasks"),
    "what holds it is lost": ({"day.html": DAY + "{% block mian %}{% block inner %}x{% endblock %}{% endblock %}"}, "T014 day.html:1 mian"),
    "of a template between": ({"mid.html": BASE + "{% block foo %}x{% endblock %}", "day.html": '{% extends "mid.html" %}'}, "T014 mid.html:1 foo"),
    "in a template that is included": ({"day.html": DAY + '{% block lead %}{% include "part.html" %}{% endblock %}', "part.html": BASE + "{% block foo %}x{% endblock %}"}, "T014 part.html:1 foo"),
    "beside what a variable includes": ({"day.html": DAY + "{% block lead %}{% include view.date %}{% endblock %}{% block mian %}{% endblock %}", "a.html": "x"}, "T014 day.html:1 mian"),
    "a page's name written wrongly": ({"dya.html": DAY}, "T015 dya.html:0 dya.html"),
    "a part's name": ({"_bar.html": "x"}, "T015 _bar.html:0 _bar.html"),
    "in a folder": ({"parts/day.html": "x"}, "T015 parts/day.html:0 parts/day.html"),
    "not a template": ({"README.md": "x"}, "T015 README.md:0 README.md"),
    "unreadable, and unused": ({"dya.html": "{% block"}, "T015 dya.html:0 dya.html"),
    "named by itself alone": ({"a.html": '{% include "a.html" %}'}, "T015 a.html:0 a.html"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOST)
def test_what_no_page_shows(kind: str, tmp_path: Path) -> None:
    templates, wanted = LOST[kind]
    assert told(tmp_path, templates) == [wanted]


SHOWN = {
    "blocks of the template that is extended": {"day.html": DAY + "{% block lead %}{{ super() }}{% endblock %}{% block kind %}x{% endblock %}"},
    "a block of its own inside of another": {"day.html": DAY + "{% block lead %}{% block mine %}x{% endblock %}{% endblock %}"},
    "a block of its own, filled by another": {
        "base.html": BASE + "{% block header %}{% block top %}{% endblock %}{% endblock %}",
        "day.html": DAY + "{% block top %}x{% endblock %}",
        "week.html": '{% extends "default/week.html" %}{% block top %}x{% endblock %}',
    },
    "a block that is called": {"day.html": DAY + "{% block lead %}{{ self.mine() }}{{ self['other']() }}{% endblock %}{% block mine %}x{% endblock %}{% block other %}x{% endblock %}"},
    "a block that may be called": {"day.html": DAY + "{% block lead %}{% set x = self %}{{ x.mine() }}{% endblock %}{% block mine %}x{% endblock %}"},
    "a block in a condition and a loop": {"day.html": DAY + "{% block lead %}{% if view.draft %}{% for x in [] %}{% block mine %}x{% endblock %}{% endfor %}{% endif %}{% endblock %}"},
    "a whole template": {"base.html": "{% block main %}{% endblock %}{% block mine %}{% endblock %}"},
    "above super": {"base.html": BASE + "{% block main %}{% block above %}x{% endblock %}{{ super() }}{% endblock %}"},
    "what a condition extends": {"day.html": '{% if view.draft %}{% extends "default/day.html" %}{% endif %}{% block mine %}x{% endblock %}'},
    "what one of two extends": {"day.html": '{% extends "default/day.html" if view.draft else "base.html" %}{% block mine %}x{% endblock %}'},
    "both that one extends": {"day.html": "{% extends 'a.html' if view.draft else 'b.html' %}", "a.html": DAY, "b.html": DAY},
    "what a variable extends": {"day.html": "{% set name = 'default/day.html' %}{% extends name %}{% block mine %}x{% endblock %}", "a.html": ""},
    "what a variable includes": {"day.html": '{% include "part-" ~ view.weekday ~ ".html" %}', "part-Monday.html": "x"},
    "includes": {"day.html": "{% include ['a.html', 'b.html'] %}{% include 'c.html' ignore missing %}{% include 'd.html' if view.draft else 'e.html' %}", **{f"{n}.html": n for n in "abcde"}},
    "what is included includes": {"day.html": DAY + "{% block lead %}{% include 'a.html' %}{% endblock %}", "a.html": "{% include 'b.html' %}", "b.html": "b"},
    "imports": {"day.html": "{% import 'a.html' as a %}{% from 'b.html' import b with context %}", "a.html": "", "b.html": "{% macro b() %}{% endmacro %}"},
    "in a macro": {"day.html": "{% macro m() %}{% include 'a.html' %}{% endmacro %}{{ m() }}", "a.html": ""},
    "what takes a part's place": {"_bars.html": "x", "sitemap.xml": "x", "redirect.html": "x", "404.html": "x"},
    "what cannot be read, which is told by itself": {"day.html": "{% if %}", "other.html": "x"},
    "a place that the only other template fills": {"parent.html": "{% block b %}{% endblock %}", "day.html": '{% extends "parent.html" %}{% block b %}x{% endblock %}'},
    "circles": {"a.html": "{% extends 'a.html' %}", "day.html": "{% extends 'a.html' %}{% include 'day.html' %}"},
    "deep": {"day.html": DAY + "{% block lead %}{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}{% endblock %}{% block nope %}{% endblock %}"},
    "text in another encoding": {"day.html": "caf\udce9"},
}  # fmt: skip


@pytest.mark.parametrize("kind", SHOWN)
def test_what_a_page_may_show(kind: str, tmp_path: Path) -> None:
    templates = {name: text.encode(errors="surrogateescape") for name, text in SHOWN[kind].items()}
    assert told(tmp_path, templates) == []  # type: ignore[arg-type]


def test_what_the_theme_that_is_extended_offers_is_used(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.theme(
        {
            "_card.html": "card",
            "_lost.html": "x",
            "base.html": BASE
            + "{% block header %}{% block top %}{% endblock %}{% endblock %}{% block tpo %}{% endblock %}",
            "week.html": '{% extends "default/week.html" %}{% block main %}x{% endblock %}',
        },
        name="parent",
    )
    own = {
        "base.html": '{% extends "parent/base.html" %}{% block top %}{% include "_card.html" %}{% endblock %}',
        "week.html": "mine",
        "day.html": '{% extends "default/day.html" %}{% block tpo %}x{% endblock %}',
    }
    assert told(tmp_path, own, "parent") == [
        "T014 day.html:1 tpo",
        "T015 _lost.html:0 _lost.html",
        "T014 base.html:1 tpo",
    ]


@pytest.mark.parametrize("name", ["default", "plain"])
def test_the_bundled_themes_show_all_they_have(name: str, tmp_path: Path) -> None:
    """As copies, since nothing is asked of what is bundled."""
    for path in Path(Theme(load_chain(tmp_path, name)).chain[0].folder / "templates").iterdir():
        Site(tmp_path).file(f"themes/copy/templates/{path.name}", path.read_bytes())
    Site(tmp_path).file("themes/copy/theme.toml", "contract = 1\n")
    assert Theme(load_chain(tmp_path, "copy")).problems == ()


def test_the_nearest_name_is_the_hint(tmp_path: Path) -> None:
    Site(tmp_path).theme({"base.html": BASE + "{% block hedaer %}{% endblock %}", "dya.html": "x"})
    block, template = Theme(load_chain(tmp_path, "own")).problems
    assert block.message == "no page shows the block 'hedaer': default/base.html has no block of this name"
    assert (block.hint, template.hint) == ("Did you mean header?", "Did you mean day.html?")


@pytest.mark.site
def test_check_build_and_theme_check_tell_it(tmp_path: Path) -> None:
    site = Site(tmp_path).record().theme({"base.html": BASE + "{% block hedaer %}{% endblock %}", "dya.html": "x"})
    assert site.codes() == [problem.code for problem in check(tmp_path, "own").problems] == ["T014", "T015"]
    assert [problem.code for problem in site.prepared(previous=site.prepared()).problems] == ["T014", "T015"]


PARTIALS = {
    '{{ view.partials["mine"] }}': True,
    "{% if 'mine' in view.partials %}x{% endif %}": True,
    "{% for name in view.partials %}{{ view.partials[name] }}{% endfor %}": True,
    "{{ view.partials|length }}": True,
    '{% if "other" in view.partials %}{{ view.partials["other"] }}{% endif %}': False,
    "": False,
}


@pytest.mark.parametrize(("template", "is_shown"), PARTIALS.items(), ids=PARTIALS)
def test_a_partial_that_no_template_shows_is_told(tmp_path, template, is_shown):
    site = Site(tmp_path).record().file("content/partials/mine.md", "Words.\n")
    site.theme({"day.html": template})
    assert site.codes() == ([] if is_shown else ["P008"])


@pytest.mark.parametrize(
    ("name", "hint"), [("about-autor", "Did you mean about-author.md?"), ("zzz", "The templates of the theme say")]
)
def test_a_partial_with_a_mistyped_name_has_a_hint(tmp_path, name, hint):
    (problem,) = Site(tmp_path).record().file(f"content/partials/{name}.md", "Words.\n").problems()
    assert (problem.code, problem.severity) == ("P008", "warning")
    assert problem.hint.startswith(hint)
