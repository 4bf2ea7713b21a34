"""The preview shows what leaves the house: entries as readers strip them, and pages in the page of a host."""

from http import HTTPStatus
from pathlib import Path

import pytest

from leverage_site.serve.feed_entry import strip
from leverage_site.serve.preview import Preview
from leverage_site.serve.responses import respond
from tests.support.sites import Site

URL = "https://example.org/blog/posts/x.html"
HOST = '<html lang="en"><head><!-- leverage-site: head --></head><body>{}<!-- leverage-site: content --></body></html>'


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ('<p class="a" style="b" onclick="c">x &lt; y</p>', "<p>x &lt; y</p>"),
        ("<style>p { color: red }</style><script>1</script>x", "x"),
        ("<svg><title>a</title><text>b</text></svg>x", "x"),
        ('<a href="../a.html?b&amp;c">x</a>', '<a href="https://example.org/blog/a.html?b&amp;c">x</a>'),
        ('<a href="javascript:x">x</a>', "<a>x</a>"),
        ('<section><data value="1">x</data></section>', "x"),
        (
            '<img src="a.png" alt="&quot;" width="9">',
            '<img src="https://example.org/blog/posts/a.png" alt="&quot;">',
        ),
        ("</svg></script>x", "x"),
    ],
)
def test_what_a_reader_leaves(entry: str, left: str) -> None:
    assert strip(entry, URL) == left


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).days("2026-04-06", "2026-04-07").settings(base_url="https://example.org/blog/")
    site.theme({}, 'contract = 1\nextends = "section"\n')
    return site.file("themes/own/host.html", HOST.format("One"))


@pytest.mark.parametrize("base", ["", "/blog"])
def test_the_entry_of_a_day_stands_beside_its_page(site: Site, base: str) -> None:
    preview = Preview(site.root)
    answer = respond(preview, f"{base}/__leverage_site/feed/2026-04-07")
    assert answer.status == HTTPStatus.OK
    text = answer.data.decode()
    assert 'src="/blog/posts/2026/2026-04-07-leverage-record.html"' in text
    assert "What happened on 2026-04-07." in text
    assert 'class="' not in text.partition("<main>")[2]
    assert 'data-file="posts/2026/2026-04-07-leverage-record.html"' in text


@pytest.mark.parametrize("day", ["2026-04-08", "", "x", "../index.html", "2026-04-07/"])
def test_there_is_no_entry_of_other_days(site: Site, day: str) -> None:
    assert respond(Preview(site.root), f"/__leverage_site/feed/{day}").status == HTTPStatus.NOT_FOUND


def test_a_changed_host_is_on_the_page_that_is_shown(site: Site) -> None:
    preview = Preview(site.root)
    assert b"One" in respond(preview, "/blog/").data
    site.file("themes/own/host.html", HOST.format("Two"))
    change = preview.refresh()
    assert change is not None
    assert change.files == ("themes/own/host.html",)
    assert b"Two" in respond(preview, "/blog/").data
    assert {*change.pages()} == {True, False}
    site.file("themes/own/host.html", "nothing")
    assert preview.refresh() is not None
    assert [problem.code for problem in preview.problems] == ["T017"]
    assert b"Two" in respond(preview, "/blog/").data


@pytest.mark.parametrize("path", ["/css/host.css", "//evil.example/x", "/blog.css"])
def test_what_the_host_has_is_asked_of_the_host(site: Site, path: str) -> None:
    answer = respond(Preview(site.root), path)
    assert (answer.status, answer.headers) == (HTTPStatus.FOUND, {"Location": f"https://example.org{path}"})


def test_without_a_host_nothing_is(site: Site) -> None:
    assert respond(Preview(site.settings(theme="default").root), "/css/host.css").status == HTTPStatus.NOT_FOUND
