import re
import subprocess
import sys
from html import escape, unescape
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from leverage_site.markdown import FilledFigure, Html, dialect
from leverage_site.markdown.dialect import is_internal
from leverage_site.markdown.parse import MAX_BRACKETS, MAX_CHARACTERS, count_words
from leverage_site.markdown.parse import parse as parse_prose
from leverage_site.problems import Source
from leverage_site.records.frontmatter import FORBIDDEN
from tests.support.builders import assert_helpful, mutated, summary
from tests.support.timing import cpu
from tests.support.workspace import environment

MARKS = {"P009", "P010", "P011", "P014"}


def parse(text, **options):
    value, problems = parse_prose(Source.from_text("a.md", text), **options)
    for problem in problems:
        assert_helpful(problem, text.split("\n"))
    return value, problems


def page(text, **options) -> str:
    """Return the whole HTML of a text without problems, link slots filled with their targets in angle brackets.

    Marks of other dialects are no problem here: how they are told has tests of its own.
    """
    value, problems = parse(text, **options)
    assert [problem for problem in problems if problem.code not in MARKS] == []
    value = value.with_figures(written(value))
    return value.lead.html("<{}>".format) + value.rest.html("<{}>".format)


def written(prose) -> list[FilledFigure]:
    """Return the braces of each live figure as they stand in the text."""
    return [FilledFigure(one.written, Html(escape(one.written, quote=False))) for one in prose.figures]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One *two* **three** `four`", "<p>One <em>two</em> <strong>three</strong> <code>four</code></p>\n"),
        ("~~gone~~", "<p><s>gone</s></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>\n'),
        ("a  \nb\\\nc", "<p>a<br />\nb<br />\nc</p>\n"),
        ("---", "<hr />\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('"><img src=x onerror=alert(1)>', "<p>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("{{ 7*7 }} {% include 'x' %}", "<p>{{ 7*7 }} {% include 'x' %}</p>\n"),
        ("\\{{ name }}", "<p>{{ name }}</p>\n"),
        ("&lt;b&gt; &amp; &copy;", "<p>&lt;b&gt; &amp; ©</p>\n"),
        ("&#2;0&#3; &#0;", "<p>�0� �</p>\n"),
    ],
)
def test_markdown(text, html):
    assert page(text) == html


def test_a_table_can_be_scrolled_and_aligned_without_inline_style():
    html = page("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>')
    assert html.endswith("</table></div>\n")
    assert '<th class="align-left">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("Only a lead.", "<p>Only a lead.</p>\n", ""),
        ("# One\nx", "", '<h2 id="one">One</h2>\n<p>x</p>\n'),
        ("Lead\n\n## One\nx", "<p>Lead</p>\n", '<h2 id="one">One</h2>\n<p>x</p>\n'),
        ("Lead\n\nOne\n===\nx", "<p>Lead</p>\n", '<h2 id="one">One</h2>\n<p>x</p>\n'),
        ("```\n# no\n```\n# yes", "<pre><code># no\n</code></pre>\n", '<h2 id="yes">yes</h2>\n'),
        ("\\# no\n\n# yes", "<p># no</p>\n", '<h2 id="yes">yes</h2>\n'),
    ],
)
def test_the_lead_is_what_stands_before_the_first_heading(text, lead, rest):
    value, _ = parse(text)
    assert (value.lead.html(str), value.rest.html(str)) == (lead, rest)


@pytest.mark.parametrize(
    "text", ["> # Quoted\n> text\n\nafter", "- # Item\n- b\n\nafter", "a\n\n1. x\n\n   # In\n\nb"]
)
def test_lead_and_rest_are_each_balanced(text):
    """Templates print them in different elements; a heading inside a quote must not tear the quote apart."""
    value, _ = parse(text)
    for part in (value.lead.html(str), value.rest.html(str)):
        opened = re.findall(r"<(blockquote|ul|ol|li|p|h2)\b", part)
        closed = re.findall(r"</(blockquote|ul|ol|li|p|h2)>", part)
        assert sorted(opened) == sorted(closed)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# a\n## b\n### c", ["h2", "h3", "h4"]),
        ("## a\n### b", ["h2", "h3"]),
        ("### a\n#### b\n## c", ["h3", "h4", "h2"]),
        ("# a\n###### b", ["h2", "h6"]),
        ("##### a\n###### b", ["h2", "h3"]),
    ],
)
def test_the_highest_heading_becomes_h2(text, tags):
    assert re.findall(r"<(h[1-6])", page(text)) == tags


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("# A b\n# A b\n# a B", ["a-b", "a-b_2", "a-b_3"]),
        ("# C\n# C++\n# 日本", ["c", "c_2", "日本"]),
        ("# *x* `y` [z](z.md)", ["x-y-z"]),
        ("# a\n# a_2\n# a", ["a", "a-2", "a_2"]),
        ("#", ["section"]),
        ('# "><script>', ["script"]),
    ],
)
def test_heading_ids(text, ids):
    assert re.findall(r'id="([^"]*)"', page(text)) == ids


def test_headings_of_notes_have_no_ids():
    assert page("# One", heading_ids=False) == "<h2>One</h2>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a <!-- b --> c", "<p>a  c</p>\n"),
        ("<!-- a -->", ""),
        ("a\n\n<!-- b\n\nc\n\n# d\n-->\n\ne", "<p>a</p>\n<p>e</p>\n"),
        ("a <!-- b\nc --> d", "<p>a  d</p>\n"),
        ("<!-- a --> b", "<p>b</p>\n"),
        ("a\n<!-- b -->\nc", "<p>a</p>\n<p>c</p>\n"),
        ("<!-- a --><!-- b -->c", "<p>c</p>\n"),
        ("> <!-- a\n> b -->\n> c", "<blockquote>\n<p>c</p>\n</blockquote>\n"),
        ("- <!-- a -->b", "<ul>\n<li>b</li>\n</ul>\n"),
        ("<!---->a", "<p>a</p>\n"),
        ("<!-- a -- b -->c", "<p>c</p>\n"),
        ("**a <!-- * --> b**", "<p><strong>a  b</strong></p>\n"),
        # Not comments: never closed, or code.
        ("a <!-- b", "<p>a &lt;!-- b</p>\n"),
        ("<!-- b\n\nc", "<p>&lt;!-- b</p>\n<p>c</p>\n"),
        ("`<!-- a -->`", "<p><code>&lt;!-- a --&gt;</code></p>\n"),
        ("    <!-- a -->", "<pre><code>&lt;!-- a --&gt;\n</code></pre>\n"),
        ("```\n<!-- a -->\n```", "<pre><code>&lt;!-- a --&gt;\n</code></pre>\n"),
        ("\\<!-- a -->", "<p>&lt;!-- a --&gt;</p>\n"),
        # What looks like Markdown inside a comment is still a comment.
        ("<!--\nTitle\n---\n-->\nx", "<p>x</p>\n"),
        ("<!--\nTitle\n===\n\nmore\n-->\nx", "<p>x</p>\n"),
        ("<!-- a | b\n--- | ---\n1 | 2 -->\nx", "<p>x</p>\n"),
        ("<!-- note -->\n---\n\nx", "<hr />\n<p>x</p>\n"),
        ("<!-- a --> b <!-- c\nd --> e", "<p>b  e</p>\n"),
        ("<!-- a --> <!-- b\nc -->\nd", "<p>d</p>\n"),
    ],
)
def test_comments_vanish_and_nothing_else_does(text, html):
    assert page(text) == html


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "  javascript:alert(1)", "vbscript:x", "data:text/html,x",
        "data:image/png;base64,AAAA", "file:///etc/passwd", "blob:x", "about:blank", "view-source:x",
        "x-y.z+1:a",
        "java&#115;cript:alert(1)", "&#106;avascript:alert(1)", "javascript&colon;alert(1)",
        "<javascript:alert(1)>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["[w]({})", "![w]({})", "[w]\n\n[w]: {}\n"])
def test_other_schemes_are_no_links(target, form):
    value, _ = parse(form.format(target))
    assert value.links == ()
    assert "href=" not in value.lead.html(str)
    assert "src=" not in value.lead.html(str)


@pytest.mark.parametrize("text", ["<javascript:alert(1)>", "<data:text/html,x>", "<vbscript:x>"])
def test_autolinks_of_other_schemes_are_text(text):
    assert page(text) == f"<p>&lt;{text[1:-1]}&gt;</p>\n"


@pytest.mark.parametrize(
    "target", ["java&Tab;script:a", "java&NewLine;script:a", "&#1;javascript:a", "//evil.example/x"]
)
def test_no_disguised_scheme_reaches_an_attribute(target):
    lead = parse(f"[w]({target})")[0].lead.html(escape)
    assert not re.search(r'"[\x00-\x20]*javascript:', unescape(lead))


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+123", "tel:+123"),
        ("//example.org/x", "//example.org/x"),
    ],
)
def test_links_that_leave_the_site(target, href):
    value, _ = parse(f"[w]({target})")
    assert value.links == ()
    assert value.lead.html(str) == f'<p><a href="{href}">w</a></p>\n'


@pytest.mark.parametrize(
    ("target", "internal"),
    [("a.md", True), ("/x/", True), ("#a", True), ("?q", True), ("", True), ("a/b:c", True), ("//h/x", False),
     ("http:x", False), ("mailto:x", False)],
)  # fmt: skip
def test_is_internal(target, internal):
    assert is_internal(target) is internal


def test_links_are_slots_for_the_page_to_fill():
    value, _ = parse('Lead [one](a.md "t") ![two](/b.png)\n\n# H\n\n[three](c.md#x)')
    assert [(link.target, link.image) for link in value.links] == [
        ("a.md", False),
        ("/b.png", True),
        ("c.md#x", False),
    ]
    assert value.lead.html({"a.md": "A", "/b.png": "B"}.get) == (
        '<p>Lead <a href="A" title="t">one</a> <img src="B" alt="two" /></p>\n'
    )
    assert isinstance(value.rest.html(str), Html)
    assert value.rest.html(str).__html__() == value.rest.html(str)
    assert value.rest.html(lambda _: "C") == '<h2 id="h">H</h2>\n<p><a href="C">three</a></p>\n'


@pytest.mark.parametrize(
    ("text", "first_line", "place"),
    [
        ("[a](x.md)", 1, (1, 5)),
        ("---\n---\none\n\ntwo [a](x.md)", 3, (5, 9)),
        ("one\ntwo ![a](x.png) three", 1, (2, 10)),
        ("- a\n- [b](x.md)\n", 1, (2, 7)),
        ("| a |\n|---|\n| b |\n| [c](x.md) |", 1, (4, 7)),
        ("> a\n>\n> [b](x.md)", 1, (3, 7)),
        ("# [a](x.md)", 1, (1, 7)),
        ("[a](x.md) and [b](x.md)", 1, (1, 5)),
        ("A word, x.md, and [a](x.md)", 1, (1, 23)),
        ("Each e here: [a](e)", 1, (1, 18)),
        ("[x.md](x.md)", 1, (1, 8)),
        ("Go [there](ü.md)", 1, (1, 12)),
    ],
)
def test_a_link_knows_where_its_target_stands(text, first_line, place):
    value, _ = parse(text, first_line=first_line)
    assert (value.links[0].place.line, value.links[0].place.column) == place


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("![W](</charts/nope x.png>)", [(1, 7, 18)]),
        ("a [z](<no pe.md>) b", [(1, 8, 8)]),
        ("a [z](no%20pe.md) b", [(1, 7, 10)]),
        ("x ![r][ref]\n\n[ref]: /no.png", [(1, 8, 3)]),
        ("x [Ref][]\n\n[ref]: /no.png", [(1, 4, 3)]),
        ("x [Ref]\n\n[ref]: </n o.png>", [(1, 4, 3)]),
        ("[a](x.md) [b][ref] [c](x.md)\n\n[ref]: x.md", [(1, 5, 4), (1, 15, 3), (1, 24, 4)]),
        (
            "[a](a(b).md) [b](a&amp;b.md) [c](a\\_b.md) [d]( e.md)",
            [(1, 5, 7), (1, 18, 10), (1, 34, 7), (1, 48, 4)],
        ),
        ("[![W](x.png)](y.md) [\u00e9](\u00e9.md)", [(1, 15, 4), (1, 7, 5), (1, 25, 4)]),
        ("[a](x.md 'title') [q](<y z.md> 'title')", [(1, 5, 4), (1, 24, 6)]),
        ("words\n> - a [a](\n> x.md)", [(2, 7, 1)]),
        ("a [long\nname]\n\n[long name]: /x", [(1, 3, 1)]),
    ],
)
def test_links_have_places_however_they_are_written(text, places):
    found = [link.place for link in parse(text)[0].links]
    assert [(place.line, place.column, place.length) for place in found] == places


def test_two_links_to_one_target_have_two_places():
    places = [link.place for link in parse("[a](x.md) and [b](x.md)\n")[0].links]
    assert [(place.line, place.column) for place in places] == [(1, 5), (1, 19)]


@pytest.mark.parametrize(
    ("text", "lead_text", "words"),
    [
        ("", "", 0),
        ("One *two*\nthree.", "One two three.", 3),
        ("One\n\n- two\n- three\n\n# Four\nfive", "One two three", 5),
        ("a `code b` [link](x.md) ![alt](y.png)", "a code b link alt", 5),
        ("don't 3.5 1,000", "don't 3.5 1,000", 3),
        ("a <!-- b --> c", "a c", 2),
        ("<b>bold</b>", "<b>bold</b>", 1),
        ("a – b ... 3 _ *_c_*", "a – b ... 3 _ c", 4),
        ("a\n\n- <!-- gone -->\n- ![](x.png)\n- b", "a b", 2),
        ("![a ![b](c.png) `d`](e.png)", "a b d", 3),
        ("```\na  b\n```\n\n    c", "a b c", 3),
    ],
)
def test_plain_text_and_words(text, lead_text, words):
    value, _ = parse(text)
    assert (value.lead_text, value.words) == (lead_text, words)


@pytest.mark.parametrize(
    "text", [">" * 80 + " lost", "- " * 60 + "lost", "> " * 70 + "- lost", "1. " * 50 + "> lost"]
)
def test_what_is_nested_too_deeply_is_reported(text):
    _, problems = parse("fine\n\n" + text)
    assert summary(problems) == [("R028", 3, 1)]


@pytest.mark.parametrize("text", [">" * 20 + " kept", "- " * 20 + "kept", "*_" * 200 + "kept" + "_*" * 200,
                                  "[" * 500 + "kept" + "](a)" * 500])  # fmt: skip
def test_what_is_nested_less_deeply_is_kept(text):
    assert "kept" in page(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * MAX_CHARACTERS, []),
        ("x" * (MAX_CHARACTERS + 1), [("R029", 1, 1)]),
        ("[" * MAX_BRACKETS, []),
        ("[" * (MAX_BRACKETS + 1), [("R030", 1, 1)]),
    ],
)
def test_the_size_of_a_text_is_bounded(text, expected):
    assert summary(parse(text)[1]) == expected


# P15: no words are lost. Words are numbered, so that each is one of its kind.

WORD = re.compile(r"w[0-9]+")


def words_of(html: str) -> set[str]:
    """Return the words of a page: its text, and what it says in place of images."""
    if not html.strip():
        return set()
    tree = lxml_html.fragment_fromstring(html, create_parent="main")
    said = [*tree.itertext(), *(str(value) for value in tree.xpath("//@alt | //@title"))]
    return set(WORD.findall(" ".join(said)))


INLINE = ["{}", "*{}*", "**{}**", "`{}`", "~~{}~~", "[{}](x.md)", "![{}](y.png)", "<b>{}</b>", "\\*{}", "{}\\\n",
          "[{} *{}*](https://example.org/)", "![{} `{}`](y.png)", "![*{}* [{}](z.md)](y.png)", "&amp;{}", "({})",
          "<!-- note -->{}", "{{{{ {} }}}}", "<https://example.org/{}>", '[{}](x.md "{}")', "{}  \n",
          "_{}_*{}*"]  # fmt: skip
BLOCK = ["{}\n\n", "# {}\n\n", "{}\n===\n\n", "> {}\n> {}\n\n", "- {}\n- {}\n\n", "1. {}\n   - {}\n\n",
"```\n{}\n```\n\n",
         "    {}\n\n", "| {} | {} |\n|---|---|\n| {} | {} |\n\n", "{}\n---\n\n", "<div>\n{}\n</div>\n\n",
         "* * *\n\n{}\n\n",
         "<!-- note\n\nnote -->\n{}\n\n", "- {}\n\n  {}\n\n", "> - {}\n>   > {}\n\n",
         "~~~ text\n{}\n\n{}\n~~~\n\n", "{}[^?]\n\n[^?]: {}\n\n    {}\n\n", "- [x] {}\n- [ ] {}[^?]\n\n[^?]: > {}\n\n",
         "> {}[^?]\n>\n> [^?]: - {}\n\n"]  # fmt: skip


@st.composite
def bodies(draw) -> str:
    """Draw a text of known constructs; its words are w1, w2 and so on."""
    blocks = draw(st.lists(st.sampled_from(BLOCK), max_size=8))
    text = "".join(blocks)
    inline = draw(st.lists(st.sampled_from(INLINE), min_size=1, max_size=8))
    labels = iter(range(1, 10_000))
    text = re.sub(r"\[\^\?\](?!:)([^?]*)\[\^\?\]:", lambda part: f"[^{(n := next(labels))}]{part[1]}[^{n}]:", text)
    pieces = re.split(r"\{\}", text)
    filled = pieces[0]
    for number, piece in enumerate(pieces[1:]):
        filled += inline[number % len(inline)].replace("\n", " ") + piece
    count = iter(range(1, 10_000))
    return re.sub(r"(?<!\{)\{\}(?!\})|(?<=\{\{ )\{\}(?= \}\})", lambda _: f"w{next(count)}", filled)


@pytest.mark.no_cover
@settings(max_examples=300)
@given(bodies())
def test_no_words_are_lost(text):
    html = page(text)
    assert set(WORD.findall(text)) <= words_of(html)


_NOISE = ["*", "**", "_", "__", "`", "``", "~~", "<", ">", "&", "\\", "!", "(", ")", "- ", "> ", "# ", "1. ",
"\n", "\n\n",
          "    ", "\t", "+ ", "===\n", "---\n", "{{", "}}", "%", "&#35;", "<b>", "<a href='", "-->", "{", '"',
          "'"]  # fmt: skip


@pytest.mark.site
@pytest.mark.no_cover
@settings(max_examples=500)
@given(st.lists(st.sampled_from([*_NOISE, None, None, None]), max_size=60))
def test_no_words_are_lost_among_stray_marks(marks):
    text = "".join(f" w{n} " if mark is None else mark for n, mark in enumerate(marks))
    if "```" in text:
        return  # what follows a fence is its language
    value, problems = parse(text)
    assert [problem for problem in problems if problem.code not in MARKS] == []
    value = value.with_figures(written(value))
    assert set(WORD.findall(text)) <= words_of(value.lead.html(str) + value.rest.html(str))


def test_cells_beyond_the_header_are_not_dropped_in_silence():
    """GitHub's tables ignore them; a word is then in the record and not on the page."""
    value, problems = parse("| a | b |\n|---|---|\n| 1 | 2 | w3 |\n")
    assert problems or "w3" in words_of(value.lead.html(str))


@pytest.mark.no_cover
@settings(max_examples=300)
@given(st.text() | mutated())
def test_any_text_is_html_or_a_located_problem(text):
    text = FORBIDDEN.sub("?", text).replace("\r", "\n")
    value, problems = parse(text)
    html = value.lead.html(lambda _: "#") + value.rest.html(lambda _: "#")
    assert "\x02" not in html
    assert "\x03" not in html
    for problem in problems:
        assert_helpful(problem, text.split("\n"))
    assert not re.search(r"<(script|iframe|style|object)\b", html)


@pytest.mark.parametrize("entity", ["&#12;", "&#xC;", "![&#12;](b.png)"])
def test_what_an_entity_spells_is_fit_for_a_page(entity):
    _, problems = parse(f"Fine.\n\nNot {entity} here.")
    assert [problem.code for problem in problems if problem.code == "R006"] == ["R006"]
    assert problems[0].place.line == 3


def test_a_long_address_is_refused_before_it_is_multiplied():
    text = "[x]\n" * 3 + "\n[x]: /" + "a" * 2_001
    _, problems = parse(text)
    assert summary(problems) == [("R029", 1, 1)]


def test_text_behind_a_comment_of_several_lines_is_a_block_of_its_own():
    prose_, _ = parse("<!-- gone\n\ngone --> # Heading\n\nText")
    assert prose_.lead.html(str) == ""
    assert prose_.rest.html(str) == '<h2 id="heading">Heading</h2>\n<p>Text</p>\n'


# Our Markdown asks fewer rules than the library does, and finds the same.


def slow_markdown():
    """Our Markdown without its shortcuts."""
    markdown = dialect.new_parser()
    markdown.enable(["normalize", "html_block", "html_inline"])
    markdown.disable("letter")
    markdown.inline.terminator_re = MarkdownIt().inline.terminator_re
    return markdown


SLOW = slow_markdown()
_LINES = ["Word", "two w3", "(x)", "**b** c", "*", "- i", "-", "1. i", "2. i", "1", "> q", "#", "# h", "=", "==", "---", "- - -", "| a |", "|---|",
          "--|--", ":-:", "a | b", "```", "~~~", "    c", "\tc", "  d", "", "", "[r]: /u", "[r] &amp;", "[^r]: n", "a[^r]", "- [x] t", "<!-- n", "n -->", "<!-- n --> m",
          "<div>", "\\* e", "日本", "\u00a0x", "\x0cx", "+ p", "_e_", "  \\"]  # fmt: skip


def assert_same_tokens(text):
    fast_notes, slow_notes = {}, {}
    fast, slow = dialect.MARKDOWN.parse(text, fast_notes), SLOW.parse(text, slow_notes)
    assert [token.as_dict() for token in fast] == [token.as_dict() for token in slow], text
    assert fast_notes == slow_notes


@pytest.mark.site
@pytest.mark.no_cover
@settings(max_examples=800)
@given(
    st.lists(st.sampled_from(_LINES), max_size=9).map("\n".join)
    | st.lists(st.tuples(st.sampled_from(["", "> ", "- ", "  ", "1. ", ">", "    "]), st.sampled_from(_LINES)).map("".join), max_size=9).map("\n".join)
    | st.lists(st.sampled_from([*_NOISE, *"[]^$:@=#a", "](u)", "![", "[^r]", "&amp;", "b c"]), max_size=30).map("".join)
)  # fmt: skip
def test_shortcuts_change_no_token(text):
    assert_same_tokens(text)


@pytest.mark.site
@pytest.mark.no_cover
def test_shortcuts_change_no_token_of_a_few_lines():
    for lines in product(["w", "- i", "-", "=", "> q", "1. i", "2. i", "a | b", "-|-", "    c", ""], repeat=3):
        for prefix in ("", "- ", "> "):
            assert_same_tokens(prefix + "\n".join(lines) + "\nend")


PARTS_OF_ADDRESSES = ["http://", "https://", "//", "/", "a", "b.c", "Ab", "-", ".", "..", "?", "=", "&", "#", "_", "0", ":", "@",
                      "%41", "%", "[::1]", "é", "\\", " ", "x" * 61, "mailto:", ";", "~", "+"]  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PARTS_OF_ADDRESSES), max_size=7).map("".join))
def test_addresses_are_written_as_the_library_writes_them(url):
    assert dialect.MARKDOWN.normalizeLink(url) == MarkdownIt().normalizeLink(url)


@given(st.text(alphabet="aé1_-. \t\n\u00a0²日"))
def test_words_are_what_begins_with_a_letter_or_a_digit(text):
    assert count_words(text) == len(re.findall(r"[^\W_]\S*", text))


def test_texts_are_loaded_without_the_libraries_that_read_them():
    """A build of nothing new makes pages of what it remembers."""
    code = (
        "import sys, leverage_site.markdown, leverage_site.records.measures, leverage_site.records.model\n"
        "print(sorted({'markdown_it', 'yaml', 'decimal', 'difflib'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout == "[]\n"


DEEP, SHALLOW = 57, 25


@pytest.mark.site
@pytest.mark.no_cover
@pytest.mark.parametrize(
    "lazy", ["b", "#b", "1", "<", "*a", "`", "b|c", "  b", "\tb", "(b)", "-", "> b", "\\", "    b"]
)
@pytest.mark.parametrize(
    "start",
    [
        "> " * DEEP, ">" * DEEP, " > " * DEEP, "- > " * SHALLOW, "> - " * SHALLOW, "1. > " * SHALLOW, "> > - 1. " * 14,
        "> " * DEEP + "```\n", "> a\n> > b\n" + "> " * DEEP, "> " * DEEP + "- a\n  - ", "- a\n\n  " + "> " * DEEP,
        "x\n\n" * 50 + "> " * DEEP, "- " * DEEP, "+ 1) * " * SHALLOW,
    ],
)  # fmt: skip
def test_lines_that_go_on_in_a_deep_quotation_cost_no_time(start, lazy):
    """However the quotation is begun and whatever its lines are: refused before the work, or worked through."""
    text = f"{start}a\n" + f"{lazy}\n" * (190_000 // (len(lazy) + 1))
    began = cpu()
    _, problems = parse_prose(Source.from_text("a.md", text))
    assert cpu() - began < 2
    if ">" in start and not lazy.startswith(">"):
        assert [problem.code for problem in problems] == ["R028"]
        assert problems[0].place.line == next(
            n for n, line in enumerate(text.split("\n"), 1) if line.count(">") >= 14
        )


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5 + "a\n" + "b\n" * 2_000,
        "> " * 50 + "a\n" + "b\n" * 900,
        *(
            pytest.param(text, marks=pytest.mark.site)
            for text in (
                "> a\nb\n\n" * 3_000, ("> " * 50 + "a\n") * 1_500, ("> " * 50 + "a\n\n") * 1_500,
                "> > a\n\n" + "a > b\n" * 20_000, "a <t> c\n" * 20_000,
            )
        ),
    ],
)  # fmt: skip
def test_quotations_that_are_no_trouble_are_read(text):
    assert parse(text)[1] == []


def test_a_deep_quotation_that_goes_on_too_long_is_refused_where_it_is_deepest():
    _, problems = parse("fine\n\n> a\n" + "> " * DEEP + "b\n" + "c\n" * 2_000)
    assert summary(problems) == [("R028", 4, 1)]


def test_the_cells_of_all_tables_are_counted(monkeypatch):
    for module in ("dialect", "parse"):
        monkeypatch.setattr(f"leverage_site.markdown.{module}.MAX_CELLS", 20)
    table = "|a|b|\n|-|-|\n|c|d|\n\n"
    assert parse(table * 3)[1] == []
    assert summary(parse(table * 9)[1]) == [("R035", 1, 1)]
