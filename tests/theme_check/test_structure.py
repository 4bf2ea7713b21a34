import pytest

from leverage_site.theme_check.markup import read
from leverage_site.theme_check.structure import section, structure

HEAD = '<html lang="en"><head><title>T</title><meta name="viewport" content="x"></head>'
GOOD = f"{HEAD}<body><main><h1>T</h1>%s</main></body></html>"


def said(text, **more):
    return [finding.values["what"] for finding in structure(read(text), **more)]


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
    assert said(GOOD % inside) == []


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
    assert said(text) == [what]


def test_a_redirect_needs_no_frame():
    text = '<html lang="en"><title>T</title>'
    assert said(text, redirect=True) == []
    assert len(said(text)) == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('<link rel="stylesheet" href="../assets/style.css"><main class="main">', 1),
        ('<link rel="stylesheet" href="../assets/style.css"><main class="main records">', 0),
        ('<link rel="stylesheet" href="../assets/style.css"><body class="records">', 0),
        ('<link rel="stylesheet" href="../assets/own.css"><main>', 0),
    ],
)
def test_the_default_s_stylesheet_needs_its_section(text, number):
    assert len([*section(read(text))]) == number
