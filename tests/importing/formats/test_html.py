"""Pages as HTML: the region, the words as Markdown, what frames them, what their head says."""

from pathlib import Path

import pytest

from leverage_site.importing.formats.document import Aggregates, Document, Heading, ParsedPage, TaskLog, Text
from leverage_site.importing.formats.html import parse_page
from leverage_site.importing.sources import read_documents
from leverage_site.problems import Source
from tests.support.page_import import imported

TABLE = "<table><tr><th>Task<th>Human Est.<th>Claude<tr><td>Mend the gate<td>4h<td>20m</table>"


def read(html: str) -> ParsedPage:
    return parse_page(Source.from_text("x.html", html), {})


def body(html: str) -> list[str]:
    """Return the Markdown of the texts inside an article."""
    blocks = read(f"<main><article>{html}{TABLE}</article></main>").blocks
    return [block.markdown for block in blocks if isinstance(block, Heading | Text)]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <em>two</em> <strong>three</strong> <del>four</del></p>", "One *two* **three** ~~four~~"),
        ("<p>a<b> b </b>c</p>", "a **b** c"),
        ("<p>Run <code>a `b` *c*</code>.</p>", "Run ``a `b` *c*``."),
        ('<p><a href="https://x.example/a (b)">here</a></p>', "[here](https://x.example/a%20%28b%29)"),
        ('<p><a href="/a">here</a></p>', "here"),
        ('<p><a href="javascript:alert(1)">here</a></p>', "here"),
        (
            '<p><img src="https://x.example/a.png" alt="A [picture]"></p>',
            "![A \\[picture\\]](https://x.example/a.png)",
        ),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>{{ braces }} &lt;b&gt; &amp;amp;</p>", "\\{{ braces }} \\<b> \\&amp;"),
        ("<ul><li>one<li>two <ul><li>deep</ul></ul>", "- one\n- two\n\n  - deep"),
        ('<ol start="3"><li><p>three</p><p>more</p></ol>', "3. three\n\n   more"),
        ("<blockquote><p>said</p><p>twice</p></blockquote>", "> said\n>\n> twice"),
        ("<pre><code>if x:\n    pass\n</code></pre>", "```\nif x:\n    pass\n```"),
        ("<hr>", "---"),
        ("<table><tr><th>a<th>b|c<tr><td>1</table>", "| a | b\\|c |\n| --- | --- |\n| 1 |  |"),
        ("loose words", "loose words"),
        ("<div>in <i>a</i> box</div>", "in *a* box"),
        ("<h2>A <em>heading</em></h2>", "A *heading*"),
        ("<p>x<script>alert(1)</script><style>p{}</style>y</p>", "xy"),
        ("<p>a<b>b:</b>c</p>", "ab:c"),
    ],
)
def test_words_become_markdown(html: str, markdown: str) -> None:
    assert body(html) == [markdown]


def test_links_are_absolute_where_the_page_tells_its_address() -> None:
    head = '<link rel="canonical" href="https://old.example/posts/x.html">'
    blocks = read(
        f'{head}<article><p><a href="../about">a</a> <img src="i.png" alt="i"></p>{TABLE}</article>'
    ).blocks
    assert isinstance(blocks[0], Text)
    assert blocks[0].markdown == "[a](https://old.example/about) ![i](https://old.example/posts/i.png)"


def test_every_word_is_in_a_block_or_left_out() -> None:
    html = (
        f"<header>top <b>bar</b></header><main><nav>way</nav><article><p>inside</p>{TABLE}<aside>beside</aside>"
        "<p hidden>unseen</p><form>send</form></article><p>below</p></main><footer>end<script>x=1</script></footer>"
    )
    found = read(html)
    said = [block.plain for block in found.blocks if isinstance(block, Text)]
    told = {item.name: item.text.split() for item in found.left_out}
    assert said == ["inside", "beside"]
    assert told == {
        "hidden text": ["unseen"], "form": ["send"], "page frame": ["top", "bar", "way", "below", "end"],
    }  # fmt: skip


def test_the_task_log_is_found_in_its_place() -> None:
    (log,) = [block for block in read(f"<p>a</p>\n\n{TABLE}<p>b</p>").blocks if isinstance(block, TaskLog)]
    assert log.line == 3
    assert [dict(row.cells) for row in log.rows] == [{"task": "Mend the gate", "human": "4h", "ai": "20m"}]


def left_out(html: str) -> dict[str, str]:
    return {item.name: item.text for item in read(html).left_out}


def test_a_caption_is_text() -> None:
    assert body("<table><caption>Of the day</caption><tr><th>a<tr><td>1</table>") == [
        "Of the day",
        "| a |\n| --- |\n| 1 |",
    ]
    html = TABLE.replace("<table>", "<table><caption>All of it</caption>")
    assert [block.plain for block in read(html).blocks if isinstance(block, Text)] == ["All of it"]


@pytest.mark.parametrize("box", ["center", "my-box", "b", "span"])
def test_blocks_are_found_in_whatever_they_stand(box: str) -> None:
    blocks = read(f"<article><{box}><p>one</p><ul><li>two</ul>{TABLE}</{box}></article>").blocks
    assert [block.markdown for block in blocks if isinstance(block, Text)] == ["one", "- two"]
    assert any(isinstance(block, TaskLog) for block in blocks)


def test_words_of_controls_are_told() -> None:
    html = f"<article><button>Press</button><svg><text>Chart</text></svg>{TABLE}</article>"
    assert [item.text for item in read(html).left_out] == ["Press", "Chart"]


@pytest.mark.parametrize(
    "html",
    [
        '<p class="tags">Filed WORDS under <a>AI</a> and more</p>',
        '<p class="tag-line">Great day we had.</p>',
        '<div class="tags"><h2>Inside</h2><a>AI</a></div>',
        f'<div class="tags">{"<a>word</a> " * 60}</div>',
    ],
)
def test_a_box_that_says_more_than_tags_is_text(html: str) -> None:
    found = read(f'<article class="post tag-ai tags">{html}<p>x</p>{TABLE}</article>')
    assert found.facts.tags == ()
    assert len([block for block in found.blocks if not isinstance(block, TaskLog)]) >= 2


@pytest.mark.parametrize(
    "mark",
    [
        '<a class="headerlink" href="#x">¶</a>', '<a href="#x" aria-hidden="true">#</a>',
        '<a href="#x"><svg><path/></svg></a>', '<span aria-hidden="true">🔗</span>',
    ],
)  # fmt: skip
def test_marks_that_lead_to_a_heading_are_no_words(mark: str) -> None:
    assert body(f"<h2>Analysis {mark}</h2>") == ["Analysis"]
    assert body(f"<h2>{mark}Analysis</h2>") == ["Analysis"]


def test_the_foot_of_a_table_is_no_task() -> None:
    foot = "<tfoot><tr><td>Total</td><td>4h</td><td>20m</td></tr></tfoot>"
    found = read(TABLE.replace("</table>", f"{foot}</table>"))
    (log,) = [block for block in found.blocks if isinstance(block, TaskLog)]
    assert len(log.rows) == 1
    assert [(item.name, item.text) for item in found.left_out] == [("table footer", "Total 4h 20m")]


HEAD = "<table><tr><th>#<th>Project<th>Task<th>Human<th>AI"


def rows(html: str) -> list[list[str]]:
    (log,) = [block for block in read(f"{HEAD}{html}</table>").blocks if isinstance(block, TaskLog)]
    return [[row.reason] if row.reason else list(row.cells.values()) for row in log.rows]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<tr><td>1<td rowspan=2>p<td>a<td>1h<td>5m<tr><td>2<td>b<td>2h<td>6m", [["1", "p", "a", "1h", "5m"], ["2", "p", "b", "2h", "6m"]]),
        ("<tr><td rowspan=3>1<td rowspan='2'>p<td>a<td>1h<td>5m<tr><td>b<td>2h<td>6m<tr><td>q<td>c<td>3h<td>7m",
         [["1", "p", "a", "1h", "5m"], ["1", "p", "b", "2h", "6m"], ["1", "q", "c", "3h", "7m"]]),
        ("<tr><td colspan=3>Total<td>1h<td>5m", [["Total", "", "", "1h", "5m"]]),
        ("<tr><td colspan=0>1<td colspan=x>p<td rowspan=-2>a<td>1h<td>5m", [["1", "p", "a", "1h", "5m"]]),
        ("<tr><td>1<td>p<td>a<td rowspan=2>1h<td>5m<tr><td>2<td>p<td>b<td>6m", [["1", "p", "a", "1h", "5m"], ["it shares its 'human' with the row above"]]),
        ("<tr><td colspan=5>Billing", [["Billing", "", "", "", ""]]),
        ("<tr><td colspan=9>Billing", [["it has 9 cells below 5 headings"]]),
    ],
)  # fmt: skip
def test_cells_that_span_others(html: str, found: list[list[str]]) -> None:
    assert rows(html) == found


def test_headings_in_two_rows_below_a_title() -> None:
    found = read(
        "<table><tr><th colspan=3>The week<tr><th rowspan=2>Task<th colspan=2>Time<tr><th>Human<th>AI"
        "<tr><td>a<td>1h<td>5m</table>"
    )
    (log,) = [block for block in found.blocks if isinstance(block, TaskLog)]
    assert [dict(row.cells) for row in log.rows] == [{"task": "a", "human": "1h", "ai": "5m"}]
    assert [item.text for item in found.left_out] == ["The week", "Task Time"]


@pytest.mark.parametrize(
    ("foot", "told"),
    [
        ("<tr><td>Everything<td>4h<td>20m", []),
        ("<tr><td>Everything<td>5h<td>20m", [("human", "5h", "4h")]),
        ("<tr><td>Total<td>4h<td>20m<tr><td>Average<td>4h<td>21m", [("ai", "21m", "20m")]),
        ("<tr><td colspan=3>All times are estimates.", []),
        ("<tr><td>short", []),
    ],
)
def test_the_figures_of_a_foot_are_held_against_the_rows(foot: str, told: list[tuple[str, str, str]]) -> None:
    html = f"<h1>April 7, 2026</h1>{TABLE}".replace("</table>", f"<tfoot>{foot}</tfoot></table>")
    (found,) = read_documents(Source.from_text("x.html", html), "html", {}, (), None)
    assert isinstance(found, Document)
    assert [row.cells["task"] for row in found.log.rows] == ["Mend the gate"]
    assert [wrong for one in found.log.sums for wrong in one.wrong] == told
    assert [item.name for item in found.left_out] == ["table footer"]


def test_a_link_is_kept_where_emphasis_cannot_be() -> None:
    html = '<p><strong>Note:</strong>see <a href="https://e.example/x">this</a>.</p>'
    assert body(html) == ["Note:see [this](https://e.example/x)."]


def test_blocks_in_a_cell_and_raised_numbers() -> None:
    table = "<table><tr><th>A<th>B<tr><td>1<td><p>p1</p><p>p2</p></table>"
    assert body(table) == ["| A | B |\n| --- | --- |\n| 1 | p1 p2 |"]
    assert body("<p>10<sup>6</sup> and a note<sup>a</sup></p>") == ["10^6 and a notea"]


@pytest.mark.parametrize(
    "hidden",
    ["<tr hidden><td>H<td>4h<td>20m</tr>", '<tr style="display:none"><td>H<td>4h<td>20m</tr>',
     '<tr style="color: red; Display : NONE !important"><td>H<td>4h<td>20m</tr>',
     "<tbody hidden><tr><td>H<td>4h<td>20m</tbody>", '<tr style="visibility: collapse;"><td>H<td>4h<td>20m</tr>',
     "<tfoot hidden><tr><td>H<td>4h<td>20m</tfoot>"],
)  # fmt: skip
def test_rows_that_are_hidden_are_no_tasks_and_told(hidden: str, tmp_path: Path) -> None:
    text = f"<table><tr><th>Task<th>Human<th>AI</tr><tr style='display:table-row'><td>a<td>8h<td>10m</tr>{hidden}</table>"
    found = imported(tmp_path, "2026-09-07.html", text)
    assert [task.task for task in found.draft.tasks] == ["a"]
    assert [(part.name, part.text) for part in found.excerpts] == [("hidden text", "H 4h 20m")]


HEAD_ROW = "<tr><th>Task<th>Human<th>AI"
LOG = f"<table>{HEAD_ROW}<tr><td>Hang the gate<td>4h<td>20m</table>"


def told(folder: Path, page: str) -> tuple[str, list[tuple[str, str]]]:
    found = imported(folder, "2026-09-07.html", page)
    return found.draft.body, [(part.name, part.text) for part in found.excerpts]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>", "<p style='display: none'>secret</p>", "<div style='VISIBILITY:hidden'>secret</div>",
        "<template><p>secret</p></template>", "<noscript><p>secret</p></noscript>",
        "<p>It <span style='display:none'>secret</span> hangs.</p>", "<blockquote><p>So</p><p hidden>secret</p></blockquote>",
        "<ul><li>one</li><li style='display:none'>secret</li></ul>",
        "<table><tr><td>a<td>b<tr hidden><td>secret<td></table>", "<div style='display:none'><p>secret</p><div></div></div>",
    ],
)  # fmt: skip
def test_hidden_text_is_left_out_and_told(hidden: str, tmp_path: Path) -> None:
    body, parts = told(tmp_path, f"<h1>Gates</h1><p>A lead.</p>{LOG}{hidden}")
    assert "secret" not in body
    assert [text for _, text in parts if "secret" in text] == ["secret"]


@pytest.mark.parametrize(
    ("element", "name", "text"),
    [
        ("<img src=gate.png alt='The gate'>", "image without a known address", "The gate gate.png"),
        ("<img src=gate.png>", "image without a known address", "gate.png"),
        ("<iframe src=https://films.example/1></iframe>", "embedded media", "https://films.example/1"),
        ("<video><source src=gate.mp4>none</video>", "embedded media", "gate.mp4 none"),
        ("So<sup><a href=#n1>1</a></sup> and<sup><a href=#n2>2</a></sup>.", "links of footnotes", "^1 ^2"),
    ],
)
def test_what_markdown_has_not_is_told(element: str, name: str, text: str, tmp_path: Path) -> None:
    _, parts = told(tmp_path, f"<h1>Gates</h1><p>A lead.</p>{LOG}<p>{element}</p>")
    assert (name, text) in parts
    _, parts = told(tmp_path, f"<h1>Gates</h1><p>A lead.</p>{LOG}<div id=comments><p>{element}</p></div>")
    assert name not in [part for part, _ in parts]


@pytest.mark.parametrize(
    "page",
    [
        f"<center><table><tr><td><h1>Gates</h1><p>A lead.</p>{LOG}<p>The end.</p></table></center>",
        f"<table><tr><td>{LOG.join(['<h1>Gates</h1><p>A lead.</p>', '<p>The end.</p>'])}</table>",
        f"<table><tr><td><table><tbody><tr><td><h1>Gates</h1>A lead.</td></tr><tr><td>{LOG}<tr><td>The end.</table></table>",
        f"<table role=presentation><tr><td><h1>Gates</h1><td><p>A lead.</table>{LOG}<p>The end.</p>",
    ],
)
def test_the_cells_of_a_layout_are_text(page: str, tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-09-07.html", page)
    assert found.draft.body == "A lead.\n\nThe end."
    assert found.draft.title == "Gates"
    assert [task.task for task in found.draft.tasks] == ["Hang the gate"]


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("<h2>Comments</h2><p>Bob: nice</p>", True), ("<h3>Kommentare:</h3><p>Bob: nice</p>", True),
        ("<h2>Comments on the gate</h2><p>It hangs.</p>", False), ("<h2>3 comments</h2><p>Bob: nice</p>", False),
    ],
)  # fmt: skip
def test_a_heading_of_comments_is_warned_of(behind: str, told: bool, tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-09-07.html", f"<h1>Gates</h1><p>A lead.</p>{LOG}\n{behind}")
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("I030", 2)] * told
    above = imported(tmp_path, "2026-09-07.html", f"<h1>Gates</h1><h2>Comments</h2><p>A lead.</p>{LOG}")
    assert above.problems == ()


@pytest.mark.parametrize(
    ("terms", "values"),
    [
        ("<dt>Total tasks</dt><dd>7</dd><dt>Total tokens</dt><dd>~2.6M</dd>", ["7", "~2.6M"]),
        ("<div><dt>Total tasks:</dt><dd>7 <small>(all)</small></dd></div>", ["7 (all)"]),
        ("<dt>Total supervisory minutes</dt><dd>–</dd>", ["–"]),
        ("<dt>Total tasks</dt><dd>The number of tasks.</dd>", []),
        ("<dt>Total tasks</dt><dd>7</dd><dt>Editor</dt><dd>Vim</dd>", []),
        ("<dt>Total tasks</dt><dt>Total tokens</dt><dd>7</dd><dd>8</dd>", []),
        ("<dt>Total tasks</dt><dd>7</dd><dd>8</dd>", []),
        ("<dt>Total tasks of mine</dt><dd>7</dd>", []),
        ("", []),
    ],
)
def test_lists_of_terms_that_are_figures(terms: str, values: list[str]) -> None:
    page = read(f"<h1>x</h1><p>A text.</p><dl>{terms}</dl><p>Another.</p>")
    aggregates = [block for block in page.blocks if isinstance(block, Aggregates)]
    assert [line.value for block in aggregates for line in block.lines] == values
    texts = [block.plain for block in page.blocks if isinstance(block, Text)]
    assert len(texts) == (2 if values or not terms else 3)
