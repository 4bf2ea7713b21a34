"""Which part of a page its record is in, and what stands beside it."""

import pytest

from leverage_site.importing.formats.document import Document
from leverage_site.importing.sources import read_documents
from leverage_site.problems import Source

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
