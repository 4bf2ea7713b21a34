"""Templates say their texts in the language of the site, and nothing is done for it as a page is rendered."""

from collections.abc import Callable

import pytest
from jinja2 import DictLoader, TemplateSyntaxError

from leverage_site.language.phrases import Language, Words
from leverage_site.render.compiler import template_environment
from leverage_site.render.saying import said_texts

TEXTS = {
    "Task log": "Aufgaben",
    "Records [best figures]": "Rekorde",
    "Records": "Einträge",
    "Page {n} of {of}": "Von {of} Seiten die {n}.",
    "<b>": "<i>",
}
LANGUAGE = Language("x", Words("X", "ltr", ",", ".", {}, {}, TEXTS, ()), "x", {})

Render = Callable[..., str]


def render(template: str, language: Language | None = LANGUAGE, **values: object) -> str:
    environment = template_environment(DictLoader({"t": template}), language)
    return environment.get_template("t").render(**values)


def compiled(template: str, language: Language | None) -> str:
    """Return the code that a template becomes."""
    environment = template_environment(DictLoader({}), language)
    return environment.compile(template, raw=True)


@pytest.mark.parametrize(
    ("template", "said", "english"),
    [
        ('<h2>{{ "Task log"|say }}</h2>', "<h2>Aufgaben</h2>", "<h2>Task log</h2>"),
        ('{{ "Records"|say }} {{ "Records"|say("best figures") }}', "Einträge Rekorde", "Records Records"),
        ('{{ "Nothing"|say }}', "Nothing", "Nothing"),
        ('{{ "Page {n} of {of}"|say(n=n, of=of) }}', "Von &lt; Seiten die 2.", "Page 2 of &lt;"),
        ('{{ "Page {n} of {of}"|say(n=n, of="a"|upper) }}', "Von A Seiten die 2.", "Page 2 of A"),
        ('{{ "Page {n} of {of}"|say }}', "Von {of} Seiten die {n}.", "Page {n} of {of}"),
        ('{{ "<b>"|say }}', "&lt;i&gt;", "&lt;b&gt;"),
        ('{% set t = "Page {n} of {of}"|say(n=n, of=of) %}{{ t|length }} {{ t }}', "19 Von &lt; Seiten die 2.", "11 Page 2 of &lt;"),
        ('{% set l %}<a>{{ of }}</a>{% endset %}{{ "Page {n} of {of}"|say(n=n, of=l) }}', "Von <a>&lt;</a> Seiten die 2.", "Page 2 of <a>&lt;</a>"),
        ('{{ "Task log"|say if n else "Nothing"|say }}', "Aufgaben", "Task log"),
        ('{{ {"a": "Task log"|say}["a"] }}', "Aufgaben", "Task log"),
        ("{{ name|say }}", "Aufgaben", "Task log"),
        ('{{ ("12,345.5" ~ "")|say }}', "12.345,5", "12,345.5"),
        ("{{ 12345|grouped }}", "12.345", "12,345"),
    ],
)  # fmt: skip
def test_a_text_is_said_in_the_language(template: str, said: str, english: str) -> None:
    values = {"n": 2, "of": "<", "name": "Task log"}
    assert render(template, **values) == said
    assert render(template, None, **values) == english


@pytest.mark.parametrize("language", [None, LANGUAGE])
def test_what_is_written_in_a_template_costs_no_call(language: Language | None) -> None:
    words = language.text("Task log", "") if language else "Task log"
    assert compiled('<h2>{{ "Task log"|say }}</h2>', language) == compiled(f"<h2>{words}</h2>", None)
    with_fields = compiled('{{ "Page {n} of {of}"|say(n=n, of=of) }}', None)
    assert with_fields == compiled("Page {{ n }} of {{ of }}", None)


@pytest.mark.parametrize("fields", ["n=1", "n=1, of=2, more=3", "m=1, of=2"])
def test_other_fields_are_a_fault_of_the_template(fields: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="are not those that `say` is given"):
        render(f'{{{{ "Page {{n}} of {{of}}"|say({fields}) }}}}')


def test_what_a_template_says_is_known() -> None:
    tree = template_environment(DictLoader({})).parse(
        '{{ "A"|say }}{% if x %}{{ "B {n}"|say(n="C"|say) }}{{ "D"|say("e") }}{% endif %}'
    )
    assert set(said_texts(tree)) == {"A", "B {n}", "C", "D [e]"}
