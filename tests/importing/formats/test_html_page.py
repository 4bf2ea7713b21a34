"""Which part of a page its record is in, what stands beside it, and what it says of itself."""

from datetime import date
from pathlib import Path

import pytest

from leverage_site.importing.formats.document import Document, ParsedPage
from leverage_site.importing.formats.html import parse_page
from leverage_site.importing.sources import read_documents
from leverage_site.problems import Source
from tests.support.page_import import imported, outcomes

LOG = "<table><tr><th>Task<th>Human<th>AI<tr><td>Mend the gate<td>4h<td>20m</table>"
POST = f"<h1>The record</h1><p>Lead.</p>{LOG}<p>End.</p>"


def read(html: str) -> Document:
    (found,) = read_documents(Source.from_text("x.html", html), "html", {}, (), None)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(
    ("html", "beside"),
    [
        (f'<main><article>{POST}</article><div id="comments"><h2>1 thought</h2><p>Nice</p></div></main>', "1 thought Nice"),
        (f"<main><p>Above</p><article>{POST}</article><article><h2>Other</h2></article></main>", "Above Other"),
        (f"<article><main><article>{POST}</article><p>Below</p></main></article>", "Below"),
        (f'<div role="article">{POST}</div><p>Below</p>', "Below"),
        (f'<div class="blog post">{POST}</div><div class="sidebar"><p>Me</p></div>', "Me"),
        (f'<section class="hentry"><div class="article">{POST}</div></section><p>Below</p>', "Below"),
        (f"<p>Above</p><main>{POST}</main><p>Below</p>", "Above Below"),
        (f"<main><h2>Blog</h2><article><h1>The record</h1><p>Lead.</p><article>{LOG}</article><p>End.</p></article></main>", "Blog"),
        (f'<article>{POST}<section id="comments"><p>Nice</p></section></article>', "Nice"),
        (f'<article>{POST}<div class="post_comments wide"><p>Nice</p></div></article>', "Nice"),
        (f'<article><div class="no-sidebar has-comments">{POST}</div></article>', ""),
        (f'<article>{POST}<ul class="comment-list"><li>Nice</ul></article>', "Nice"),
        (f"<article>{POST}<article><p>Nice</p></article></article>", "Nice"),
        (f'<article>{POST}<aside class="related-posts"><p>More</p></aside></article>', "More"),
        (f'<article>{POST}<aside role="complementary"><p>Me</p></aside></article>', "Me"),
        (f'<article>{POST}<div class="sharedaddy"><p>Tell</p></div></article>', "Tell"),
        (f'<main><nav>Way</nav><div class="breadcrumbs">Home</div>{POST}<footer>Foot</footer></main>', "Way Home Foot"),
        (f'<body class="post"><div id="comments">{POST}</div></body>', ""),
        (f"<form><main>{POST}</main></form>", ""),
    ],
)  # fmt: skip
def test_what_stands_beside_the_article_is_left_out_and_told(html: str, beside: str) -> None:
    found = read(html)
    assert (found.facts.title, found.body) == ("The record", "Lead.\n\nEnd.")
    assert " ".join(item.text for item in found.left_out).split() == beside.split()


@pytest.mark.parametrize(
    "html",
    [
        f"<main><h1>The record</h1><article><p>Lead.</p>{LOG}<p>End.</p></article></main><h1>A site</h1>",
        f"<header><h1>A site</h1></header><main><h1>The record</h1><article><p>Lead.</p>{LOG}<p>End.</p></article></main>",
        f"<title>The record | A site</title><article><p>Lead.</p>{LOG}<p>End.</p></article>",
        f"<h1>A site</h1><main><article><h2>The record</h2><p>Lead.</p>{LOG}<p>End.</p></article></main>",
        f"<title>The record | A site</title><h1>The record</h1><article><p>Lead.</p>{LOG}<p>End.</p></article>",
        f"<title>A site</title><article><h2>The record</h2><p>Lead.</p>{LOG}<p>End.</p></article>",
    ],
)  # fmt: skip
def test_the_title_is_the_heading_that_stands_nearest(html: str) -> None:
    found = read(html)
    assert (found.facts.title, found.body) == ("The record", "Lead.\n\nEnd.")


def test_boxes_that_only_sound_so_are_text() -> None:
    box = '<div class="no-sidebar"><p>One.</p></div><div class="commentary"><p>Two.</p></div><p class="comment">Three.</p>'
    assert read(f"<article><h1>T</h1>{box}{LOG}</article>").body == "One.\n\nTwo.\n\nThree."


def test_articles_of_a_page_that_is_none_are_text() -> None:
    found = read(
        f"<main><article><p>Lead.</p></article><section>{LOG}</section><article><p>End.</p></article></main>"
    )
    assert found.body == "Lead.\n\nEnd."


@pytest.mark.parametrize(
    "html",
    [
        '<p>Tags: <a rel="tag">AI</a>, <a rel="nofollow tag">Gates</a></p>', '<div class="tags"><a>AI</a> <a>Gates</a></div>',
        '<div><ul><li><a rel="tag">AI</a></li><li><a rel="tag">Gates</a></li></ul></div>', "<p>Filed under: AI, Gates</p>",
    ],
)  # fmt: skip
def test_lists_of_tags_are_taken_and_told(html: str) -> None:
    found = read(f"<article><h1>The record</h1>{html}<p>Lead.</p>{LOG}<p>End.</p></article>")
    assert (found.facts.tags, found.body) == (("AI", "Gates"), "Lead.\n\nEnd.")
    assert any("AI" in item.text and "Gates" in item.text for item in found.extracted)


TABLE = "<table><tr><th>Task<th>Human Est.<th>Claude<tr><td>Mend the gate<td>4h<td>20m</table>"


def parse(html: str) -> ParsedPage:
    return parse_page(Source.from_text("x.html", html), {})


def publication_day(html: str) -> date | None:
    """Return the first day that a page's metadata names."""
    return next((one.day for one in parse(html).facts.stated_days if one.weight != "statement"), None)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<link rel="canonical" href="https://x.example/2026-04-07-record.html">', date(2026, 4, 7)),
        ('<meta property="article:published_time" content="2026-04-08T12:00:00Z">', date(2026, 4, 8)),
        ('<script type="application/ld+json">{"datePublished": "2026-04-09"}</script>', date(2026, 4, 9)),
        ('<script type="application/ld+json">{</script><time datetime="2026-04-10">x</time>', date(2026, 4, 10)),
        ("<p>no day</p>", None),
    ],
)
def test_the_day_of_the_head(head: str, day: date | None) -> None:
    assert publication_day(f"{head}{TABLE}") == day


@pytest.mark.parametrize(
    "html",
    [
        '<div class="post-tags"><a>AI</a> <a>Time Record</a></div>',
        '<ul class="tags"><li><a href="/t/ai">#AI</a></li><li><a>Time Record</a></li></ul>',
        '<p><a rel="tag">AI</a>, <a rel="nofollow tag">Time Record</a></p>',
    ],
)
def test_tags_are_links_or_labels(html: str) -> None:
    assert parse(f"<article><h1>x</h1>{html}{TABLE}</article>").facts.tags == ("AI", "Time Record")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:tag" content="AI"><meta property="article:tag" content="Time Record">',
        '<meta name="keywords" content="AI, Time Record">',
    ],
)
def test_tags_of_the_head(head: str) -> None:
    assert parse(f"<head>{head}</head>{TABLE}").facts.tags == ("AI", "Time Record")


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>x</title><article><h1>The <b>day</b></h1>TABLE</article>", "The day"),
        ("<title>x</title><h1>The day</h1><article>TABLE</article>", "The day"),
        ("<title>The day | A site</title><article>TABLE</article>", "The day"),
        ("<article>TABLE</article>", None),
    ],
)
def test_the_title(html: str, title: str | None) -> None:
    assert parse(html.replace("TABLE", TABLE)).facts.title == title


def test_the_words_before_tags_are_not_one() -> None:
    found = parse(f'<article><p class="post-tags">Tags: <a>AI</a>, <a>Time Record</a></p>{TABLE}</article>')
    assert found.facts.tags == ("AI", "Time Record")


def test_the_time_of_another_page_is_not_the_day() -> None:
    other = '<header><time datetime="2026-04-20">x</time></header>'
    article = f'<article><time datetime="2026-04-07">y</time>{TABLE}</article>'
    assert publication_day(f"{other}{article}") == date(2026, 4, 7)
    two = '<time datetime="2026-04-07">y</time><time datetime="2026-04-08">z</time>'
    assert publication_day(f"<article>{two}{TABLE}</article>") is None


@pytest.mark.parametrize("box", ["<article>", "<div class=post>"])
def test_a_log_in_another_article_is_a_second_one(box: str, tmp_path: Path) -> None:
    end = f"</{box[1:].split()[0].strip('>')}>"
    page = f"<main>{box}<h1>September 7, 2026</h1>{LOG}{end}\n{{}}</main>"
    (found,) = outcomes(tmp_path, "x.html", page.format(f"{box}<h1>September 8, 2026</h1>{LOG}{end}"))
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("I003", 2)]
    for beside in (
        f"<div id=comments>{LOG}</div>",
        f"<aside class=sidebar>{LOG}</aside>",
        f"<div hidden>{LOG}</div>",
    ):
        assert imported(tmp_path, "x.html", page.format(beside)).problems == ()
