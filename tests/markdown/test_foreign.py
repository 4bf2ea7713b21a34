"""Marks of other dialects are told, each at its place; code and what is markup here are not."""

import pytest

from leverage_site.markdown.parse import parse
from leverage_site.problems import Source
from leverage_site.records.schema import read_note, read_page
from tests.support.builders import assert_helpful
from tests.support.timing import cpu

MARKS = {
    "{{< figure src='a.png' >}}": "P011",
    "{{<figure>}}": "P011",
    "{{% notice %}}": "P011",
    "{{<": "P011",
    "{% include a.html %}": "P011",
    "{%- if x -%}": "P011",
    "{: .table}": "P011",
    "{:#id}": "P011",
    "{: width='50' .wide}": "P011",
    "{# a remark #}": "P011",
    "{#remark#}": "P011",
    "{#- remark -#}": "P011",
    "</div>": "P011",
    "</SECTION >": "P011",
    "[words] (https://example.org/)": "P009",
    "![words] (/charts/week.png)": "P009",
    "[words]  (../pages/about.md)": "P009",
    "{:toc}": "P011",
    "==high light==": "P011",
    "[[Page]]": "P011",
    "[[the page]]": "P011",
    "[[folder/page]]": "P011",
    "[[page#part]]": "P011",
    "[[page.md]]": "P011",
    "[[2026-04-07]]": "P011",
    "[[page|words]]": "P011",
    "![[chart.png]]": "P011",
    "^[a note]": "P011",
    "<kbd>": "P011",
    "<br/>": "P011",
    "<BR>": "P011",
    '<figure class="wide">': "P011",
    "<details open>": "P011",
    "<script>": "P011",
    "$a^2$": "P011",
    "$$x_1 + x_2$$": "P011",
    "$max_i + foo_bar$": "P011",
    r"$\frac{1}{2}$": "P011",
    "![x](/my chart.png)": "P009",
    "[x](/a page (2).html)": "P009",
    "[x [y] z](/a b.html)": "P009",
    "[x](javascript:alert)": "P009",
    "[x](/a\\ b.html)": "P009",
    "[x][nowhere]": "P014",
    "[x][]": "P014",
    "![x][nowhere]": "P014",
    "[options][nowhere]": "P014",
    "[the 2][3]": "P014",
    "[^1]": "P012",
    "[^a-note]": "P012",
    "[^data-format]": "P012",
    "[^*]": "P012",
}
FINE = [
    "Vec<T>", "HashMap<String>", "vector<map>", "Option<Data>", "<T>", "<name>", "a < b > c", "<https://example.org/kbd>",
    "$5 and $6", "$5_000 or $6_000", "$HOME_DIR/$PATH", "US$5^2 and US$6", "a == b", "a==b and c==d", "=== x ===",
    "{{ name }}", "{ a: b }", "{x}", "{}", "[x]", "[1] (see there)", "a[i][j]", "[ -f x ]", "[[ -f x ]]", "[[1, 2], [3, 4]]",
    "!important", "![x](/a.png)", "[x](</a b.html>)", "[x](/a%20b.html)", "[x](/a==b==c.html)", "[x](https://e.org/{%a%})",
    "[x](/a.html '{{< t >}}')", "x^2", "f(x)", "[x]: y", "#[derive]", "std::map", "a ::: b", "wow!!! x",
    "{:ok, value}", "{:error, _}", "{:a=>1}", "{:a => '1'}", "{:ok}", "{:name}", "^[a-z]+$", "^[A-Za-z ]*$", "^[abc]", "^[^,]+",
    "[1] (https://example.org/)", "[words] (see /there)", "[x] (https://example.org/)", "a[i] (/b)", "#{name}", "{#}", "f(x){a=1}",
    "</T>", "</project>", "[TOC]", "[words] (and/or)", "-->", "<!-", "(a){.b} c",
    "[[package]]", "[[tool.mypy.overrides]]", "[[nodiscard]]", "[[maybe_unused]]", "[[deprecated(\"use b\")]]", "[[x, y]]",
    "if a ==b== c", "a ==b== c", "while foo.size ==bar== baz", "if a ==b && c== d", "List<code>", "Set<mark>", "Array<Span>",
    "$foo_bar and $baz_qux$", "$foo_bar$", "$FOO_BAR, x$", "$PATH_A:$PATH_B$", "[^a-z]", r"[^\s]", r"[^\w-]", "[^a-zA-Z0-9_]", "[^0-9]", "[^,]", '[^"]',
    "[^x]+", "[^abc]*", "[options][args]", "[OPTIONS][FILE...]", "[-v][--quiet]", "[2][3]", "[i][j]", "[i+1][j - 1]", "['a'][\"b\"]",
]  # fmt: skip


def told(text: str) -> list[tuple[str, int, int, int]]:
    _, problems = parse(Source.from_text("a.md", text))
    for problem in problems:
        assert_helpful(problem, text.split("\n"))
        assert problem.severity == "warning"
    return sorted((each.code, each.place.line, each.place.column, each.place.length) for each in problems)


@pytest.mark.parametrize(("mark", "code"), MARKS.items())
def test_a_mark_is_told_wherever_it_stands(mark: str, code: str) -> None:
    length = len(mark)
    assert told(mark) == [(code, 1, 1, length)]
    assert told(f"One\n*two* `code` {mark} and on") == [(code, 2, 14, length)]
    assert told(f"> - a\n> - {mark}") == [(code, 2, 5, length)]
    assert told(f"## Title\n\n| a | {mark.replace('|', '/')} |\n|--|--|\n| `{{%` | b |") == [(code, 3, 7, length)]
    assert told(f"- [x] [a](https://example.org/) {mark}") == [(code, 1, 33, length)]
    assert told(f"\\* &amp; {mark}") == [(code, 1, 10, length)]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("form", ["`` {} ``", "```\n{}\n```", "    {}", "<!-- {} -->", "a `` {} `` b"])
def test_nothing_in_code_or_comments_is_told(mark: str, form: str) -> None:
    assert told(form.format(mark)) == []


@pytest.mark.parametrize("text", FINE)
def test_what_is_no_mark_is_not_told(text: str) -> None:
    assert told(f"Words {text} and words.") == []


@pytest.mark.parametrize("half", [0, 1])
def test_each_mark_of_a_line_is_told_by_itself(half: int) -> None:
    marks = [mark for mark in MARKS if mark != "{{<"][half::2]
    line = " and ".join(marks)
    found = told(line)
    assert {(line.index(f"{mark}"), MARKS[mark]) for mark in marks} <= {
        (column - 1, code) for code, _, column, _ in found
    }
    assert len(found) == len(marks)
    assert len(told("| {% a %} | {% a %} | `{% a %}` |\n|--|--|--|\n| {% a %} | \\| {% a %} | |")) == 4


def test_marks_in_marks_are_told_too() -> None:
    assert [each[0] for each in told("[a {{< x >}} ==b==](/c d.html)")] == ["P009", "P011", "P011"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("[a]()", [(1, 3)]),
        ("x [a](<>) and ![b]( )", [(1, 5), (1, 18)]),
        ("`[a]()` [a]()", [(1, 11)]),
        ("[a](#here) [b](?c) [d](.)", []),
        ("[a][b]\n\n[b]: <>", [(1, 1)]),
    ],
)
def test_empty_targets_are_told(text: str, places: list[tuple[int, int]]) -> None:
    assert [each[1:3] for each in told(text) if each[0] == "P010"] == places


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("> [!note] Title\n> words", [1]),
        ("> words\n> [!note]", []),
        ("[!note]", []),
        ("> > [!WARNING]\n> > words", [1]),
        ('!!! note "Title"\n\n    words', [1]),
        ("!!! Warning\n    words", [1]),
        ("!!! danger inline end\n    words", [1]),
        ('!!! own-kind "Title"', [1]),
        ("??? tip\n\n    words", [1]),
        ('???+ example "Title"', [1]),
        ("![](/x.png){width=50} and on", [1]),
        ("![a](/x.png){ width=50px .right }", [1]),
        ("[a](https://example.org/){target=_blank}", [1]),
        ("`a`{.python} and *b*{#c} and on", [1, 1]),
        ("![a](/x.png) {width=50} and `a`{b} and *c*{ d: e }", []),
        ("[TOC]\n\nWords", [1]),
        ("Words\n[toc]\nand on", [2]),
        ("[TOC]\n\n[toc]: /index.html", []),
        ("Words <!-- and on", [1]),
        ("<!-- words\n\nand on", [1]),
        ("Words <!-- and\n\non -->", [1]),
        ("Words <!-- and\non --> `<!--`", []),
        ("{# a\nremark #}", [1]),
        ("<div>\n\n`</p>`\n\n</div>", [1]),
        ("`<div>`\n\n</div>\n\n</div>", [3, 5]),
        ("H~2~O and SO~4~", [1, 1]),
        ("x^2^, the 2^nd^ and e^-x^", [1, 1, 1]),
        ("2^3^2, x^2 and y^2, 5~6~7, a~~2~~b, `x^2^`, [^a]^b^c", []),
        ("!!! wow", []),
        ("!!! note that it is late", []),
        ("??? why", []),
        ("a==b, then ==high light== it", [1]),
        ("the ==x-ray== of\nwords^[ibid.]", [1, 2]),
        ("::: warning\nwords\n:::", [1]),
        (":::{note}\nwords\n:::", [1]),
        ("## Title {#own}\n\nWords {.class}", [1, 3]),
        ("Words {#each} and words", []),
        ("<img\n  src='a'>", [1]),
        ("<details>\n<summary>Words</summary>\n\n</details>", [1, 2]),
        ("H<sub>2</sub>O, Ctrl<kbd>C</kbd>, words<br>words", [1, 1, 1]),
    ],
)
def test_marks_of_blocks(text: str, lines: list[int]) -> None:
    assert [each[1] for each in told(text) if each[0] == "P011"] == lines


def test_pages_and_notes_are_looked_through_too() -> None:
    assert [each.place.line for each in read_note(b"a\n{% b %}", "a.md", "a")[1]] == [2]
    assert [each.place.line for each in read_page(b"---\ntitle: A\n---\n{% b %}", "a.md")[1]] == [4]


@pytest.mark.site
@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit",
    [
        "](x ", "{{< ", "<kbd ", "<https://e.org/==>", "$a^", "==a ", "- [x] a\n", "[^a]: x\n", "<!-- -->==b== ", "<!--", "</b>", "[a] (", "{#", "{#a", "a^", "a~2", "$a_b", "x<sub>", "if a ==b== c ", "[[A", "[a][b] ", "`a`{b=", "&amp;==b== ",
        "`a` ==b== ", "> {% a\n", "| ==a== | ==a== |\n", "[^a", "[a](b c) ",
    ],
)  # fmt: skip
def test_marks_cost_time_in_proportion_to_the_text(unit: str) -> None:
    """Bounds of brackets and cells refuse what would be more."""
    small = min(unit.count("[") and 600, 12_000) or 12_000 // len(unit)
    times = []
    for count in (small, 4 * small):
        source = Source.from_text("a.md", unit * count)
        began = cpu()
        parse(source)
        times.append(cpu() - began)
    assert times[1] <= max(0.2, 8 * times[0])
