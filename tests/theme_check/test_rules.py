import pytest
from markupsafe import escape

from leverage_site.theme_check.html import parse_html
from leverage_site.theme_check.rules import (
    injected_markup,
    inline_code,
    section,
    structure,
    without_injected_markup,
)
from leverage_site.theme_check.sample import HOSTILE, HOSTILE_NAME

HEAD = '<html lang="en"><head><title>T</title><meta name="viewport" content="x"></head>'
GOOD = f"{HEAD}<body><main><h1>T</h1>%s</main></body></html>"


def code_of(text):
    return [finding.values["what"] for finding in inline_code(parse_html(text))]


@pytest.mark.parametrize(
    "text",
    [
        "<script src=x></script>",
        '<script type="application/ld+json">{}</script>',
        "<a href='x' data-on=1 title=style>",
    ],
)
def test_what_is_allowed(text):
    assert code_of(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>x</script>", "a <script> without src"),
        ("<script type=module>x</script>", "a <script> without src"),
        ("<style>p {}</style>", "a <style>"),
        ("<p style='x'>", "style= of <p>"),
        ("<P ONCLICK=x>", "onclick= of <p>"),
        ("<a href=' java\nscript:x'>", "a javascript: address of <a>"),
    ],
)
def test_what_is_forbidden(text, what):
    assert code_of(text) == [what]


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "<title>{}</title>", '<p title="{}">', "<p title='{}'>"])
def test_text_that_is_not_escaped_is_noticed(text, around):
    assert list(injected_markup(parse_html(around.format(text))))


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
@pytest.mark.parametrize("around", ["{}", "<title>{}</title>", '<p title="{}">', "<p title='{}'>"])
def test_text_that_is_escaped_is_not(text, around):
    assert not list(injected_markup(parse_html(around.format(escape(text)))))


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
def test_escaping_does_not_help_where_the_quotes_are_missing(text):
    assert list(injected_markup(parse_html(f"<p title={escape(text)}>")))


def test_what_texts_made_is_told_once():
    document = parse_html(f"<p>{HOSTILE}</p><style></style>")
    assert [finding.values["what"] for finding in inline_code(without_injected_markup(document))] == ["a <style>"]


def faults_of(text, **more):
    return [finding.values["what"] for finding in structure(parse_html(text), **more)]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<h2>a</h2><h3>b</h3><h4>c</h4><h2>d</h2>",
        '<img src="x" alt="">',
        '<table><tr><th scope="col">a</table>',
        '<section aria-labelledby="a b"><h2 id="a">a</h2><p id="b"></p></section>',
        "<svg><title>Bars</title></svg>",
    ],
)
def test_a_good_page_has_no_fault(inside):
    assert faults_of(GOOD % inside) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (GOOD.replace("<title>T</title>", "") % "", "the page has no <title>"),
        (
            GOOD.replace("<title>T</title>", "<title> </title>") % "<svg><title>x</title></svg>",
            "the page has no <title>",
        ),
        (GOOD.replace(' lang="en"', "") % "", "the page does not say its language"),
        (GOOD.replace('"viewport"', '"robots"') % "", "the page has no viewport, so that a phone shows it tiny"),
        (GOOD.replace("main>", "div>") % "", "the page has no <main>"),
        (GOOD % "<main></main>", "the page has 2 <main>"),
        (GOOD.replace("h1>", "p>") % "", "the page has no <h1>"),
        (GOOD % "<h1>U</h1>", "the page has 2 <h1>"),
        (GOOD % "<h3>a</h3>", "<h3> follows <h1>: a level of headings is left out"),
        (GOOD % "<h2>a</h2><h4>a</h4>", "<h4> follows <h2>: a level of headings is left out"),
        (GOOD % "<p id=a></p><p id=a></p><p id=a></p>", "the id 'a' stands twice on the page"),
        (GOOD % "<p aria-describedby=a></p>", "aria-describedby names the id 'a', which is not on the page"),
        (GOOD % "<label for=a></label>", "for names the id 'a', which is not on the page"),
        (GOOD % "<img src=x>", "an image has no alt"),
        (GOOD % "<table><tr><th>x</table>", "a table's heading does not say what it is the heading of"),
    ],
)
def test_each_fault_is_found_alone(text, what):
    assert faults_of(text) == [what]


def test_a_redirect_needs_no_frame():
    text = '<html lang="en"><title>T</title>'
    assert faults_of(text, redirect=True) == []
    assert len(faults_of(text)) == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('<link rel="stylesheet" href="../assets/style.css"><main class="main">', 1),
        ('<link rel="stylesheet" href="../assets/style.1a2b3c4d.css"><main class="main">', 1),
        ('<link rel="stylesheet" href="../assets/style.css"><main class="main records">', 0),
        ('<link rel="stylesheet" href="../assets/style.css"><body class="records">', 0),
        ('<link rel="stylesheet" href="../assets/own.css"><main>', 0),
    ],
)
def test_the_default_s_stylesheet_needs_its_section(text, number):
    assert len([*section(parse_html(text))]) == number
