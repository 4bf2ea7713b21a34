import importlib.metadata
import shutil
import sys

import pytest

from bench import process, same, sites
from tests.support.workspace import REPOSITORY

YEARS = {"tags/backend/page/2": "tags/backend/2026.html", "projects/gateway/page/3": "projects/gateway/2025.html"}


@pytest.mark.parametrize(
    ("hugo", "ours"),
    [
        ("/tags/backend/page/2.html#main_", "/tags/backend/2026.html#main_"),
        ("/tags/backend/page/9.html", "/tags/backend/page/9"),
        ("projects/gateway/page/3/index.html", "projects/gateway/2025.html"),
        ("/projects/gateway/page/3/", "/projects/gateway/2025.html"),
        ("/projects/gateway/index.html#main_", "/projects/gateway.html#main_"),
        ("/projects/gateway/", "/projects/gateway.html"),
        ("/projects/gateway/2.html", "/projects/gateway/2.html"),
        ("/projects/index.html", "/projects/index.html"),
        ("/weeks/index.html", "/weeks/index.html"),
        ("/assets/style.9c0b3770.css", "/assets/style.DIGEST.css"),
        (f"assets/icon.{'0123abcd' * 8}.svg", "assets/icon.DIGEST.svg"),
        ("/assets/tables.js", "/assets/tables.js"),
    ],
)
def test_addresses_of_hugo_have_one_of_ours(hugo, ours):
    assert same.our_address(hugo, YEARS) == ours


def test_years_are_numbered_from_the_newest_on(tmp_path):
    for name in (
        "tags/a/2024.html",
        "tags/a/2026.html",
        "tags/a/2.html",
        "projects/b/2025.html",
        "years/2025.html",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert same.numbered_years(tmp_path) == {
        "tags/a/page/2": "tags/a/2026.html",
        "tags/a/page/3": "tags/a/2024.html",
        "projects/b/page/2": "projects/b/2025.html",
    }


@pytest.mark.parametrize(
    ("ours", "hugo", "equal"),
    [
        ("234.9x.", "235.0x.", True),
        ("same", "same", True),
        ("x1=70.3%", "x1=70.25%", True),
        ("path d=M1-99V0", "path d=M1-98V0", True),
        ("data value=79.0", "data value=79", True),
        ("4.3%", "4.2%", True),
        ("38%", "39%", True),
        ("16,350", "16,351", True),
        ("1,234.5 h", "1,234.6 h", True),
        ("234.9x", "235.1x", False),
        ("1,234", "1.234x", False),
        ("7 days", "7 tasks", False),
        ("7 days", "8 days", False),
        ("12 of 399", "13 of 399", False),
        ([1.5], [1.6], False),
    ],
)
def test_texts_may_be_rounded_in_another_way_but_not_more(ours, hugo, equal):
    assert same.equal(ours, hugo) is equal


def write(folder, html, row="160.0"):
    for name, text in {"a/b.html": html, "data/tasks.csv": f"n,x\n1,{row}\n", "assets/a.js": "1"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


PAGE = (
    '<body>\n<h1 id="a" class="b">A  title</h1> <a href="../c.html">Link</a><form action="../d.html"></form>'
    '<script type="application/ld+json">{"x": [1, 20], "wordCount": 7}</script><p>Made with leverage-site'
)


def test_pages_are_the_same_with_other_markup(tmp_path):
    other = (
        '<body><h1 class=b id=a>A\ntitle</h1><a href="/c.html">Link</a><form action="/d.html"></form>'
        '<script type="application/ld+json">{"wordCount": 9, "x": [1, 20]}</script><p>Made with Hugo'
    )
    assert [*same.differences(write(tmp_path / "a", PAGE), write(tmp_path / "b", other, "160"))] == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("title", "heading", "a/b.html: word 2: 'title', but 'heading' of Hugo"),
        ("c.html", "e.html", "a/b.html: link 1: '/c.html', but '/e.html' of Hugo"),
        ('id="a"', 'id="b"', "a/b.html: id 1: 'a', but 'b' of Hugo"),
        ('id="a"', "", "a/b.html: ids: 1, but 0 of Hugo"),
        ('class="b"', 'class="c"', "a/b.html: element 2: 'h1 class=b', but 'h1 class=c' of Hugo"),
        ("<p>", "<div>", "a/b.html: element 6: 'p', but 'div' of Hugo"),
        ("d.html", "e.html", "a/b.html: element 4: 'form action=/d.html', but 'form action=/e.html' of Hugo"),
        ("20", "22", "a/b.html: property 2: '.x.1=20', but '.x.1=22' of Hugo"),
    ],
)
def test_the_first_difference_of_a_page_is_told(tmp_path, before, after, line):
    other = PAGE.replace(before, after)
    assert [*same.differences(write(tmp_path / "a", PAGE), write(tmp_path / "b", other))] == [line]


FEEDS = {
    "feed.xml": (
        '<?xml-stylesheet type="text/css" href="assets/feed.css"?>'
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:f="urn:f"><channel><title>All</title>'
        "<generator>leverage-site</generator><item>"
        "<pubDate>Fri, 20 Nov 2026 12:00</pubDate><title>A</title><category>x</category><f:figures a='1' b='2'/>"
        "<link>https://example.org/projects/p.html</link>"
        '<content:encoded>&lt;p&gt;Some &lt;a href="https://example.org/b.html"&gt;Text&lt;/a&gt;</content:encoded>'
        "</item></channel></rss>"
    ),
    "feed.json": '{"title": "All", "items": [{"id": "a", "tags": ["x"], "content_html": "<p>Some <b>Text</b>"}]}',
}


@pytest.mark.parametrize(
    ("name", "before", "after", "first"),
    [
        ("feed.xml", "20 Nov", "26 Nov", "word 4: '20', but '26' of Hugo"),
        ("feed.xml", "12:00", "00:00", "word 7: '12:00', but '00:00' of Hugo"),
        ("feed.xml", "Text", "Words", "word 10: 'Text', but 'Words' of Hugo"),
        ("feed.xml", "All", "Any", "word 11: 'All', but 'Any' of Hugo"),
        ("feed.xml", "<title>A</title>", "", "elements: 10, but 9 of Hugo"),
        (
            "feed.xml",
            "b='2'",
            "b='3'",
            "element 9: '{urn:f}figures a=1 b=2', but '{urn:f}figures a=1 b=3' of Hugo",
        ),
        ("feed.xml", "b.html", "c.html", "link 2: '/b.html', but '/c.html' of Hugo"),
        ("feed.xml", "feed.css", "f.css", "link 1: '/assets/feed.css', but '/assets/f.css' of Hugo"),
        (
            "feed.xml",
            "p.html",
            "q.html",
            "word 2: 'https://example.org/projects/p.html', but 'https://example.org/projects/q.html' of Hugo",
        ),
        ("feed.json", '"x"', '"y"', "value 2: '.items.0.tags.0=x', but '.items.0.tags.0=y' of Hugo"),
        ("feed.json", "Text", "Words", "word 2: 'Text', but 'Words' of Hugo"),
    ],
)
def test_the_first_difference_of_a_feed_is_told(tmp_path, name, before, after, first):
    ours, hugo = tmp_path / "a", tmp_path / "b"
    for folder, text in ((ours, FEEDS[name]), (hugo, FEEDS[name].replace(before, after))):
        folder.mkdir()
        (folder / name).write_text(text)
    assert [*same.differences(ours, hugo)][:1] == [f"{name}: {first}"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("leverage-site", "hugo"),
        ("p.html", "p/index.html"),
        ("a='1' b='2'", "b='2' a='1'"),
        ("<title>A</title><category>x</category>", "<category>x</category><title>A</title>"),
        ("&lt;p&gt;Some", "&lt;p&gt;Some "),
    ],
)
def test_a_feed_may_be_written_in_another_way(tmp_path, before, after):
    ours, hugo = tmp_path / "a", tmp_path / "b"
    for folder, text in ((ours, FEEDS["feed.xml"]), (hugo, FEEDS["feed.xml"].replace(before, after))):
        folder.mkdir()
        (folder / "feed.xml").write_text(text)
    assert [*same.differences(ours, hugo)] == []


def test_differences_of_data_and_files_are_told(tmp_path):
    ours, hugo = write(tmp_path / "a", PAGE), write(tmp_path / "b", PAGE, "161")
    (hugo / "assets/a.js").rename(hugo / "assets/b.js")
    assert [*same.differences(ours, hugo)] == [
        "assets/a.js: only leverage-site writes it",
        "assets/b.js: only Hugo writes it",
        "data/tasks.csv: row 2: [1.0, 160.0], but [1.0, 161.0] of Hugo",
    ]


def has_hugo():
    try:
        return bool(importlib.metadata.distribution("hugo"))
    except importlib.metadata.PackageNotFoundError:
        return shutil.which("hugo") is not None


@pytest.mark.site
@pytest.mark.skipif(not has_hugo(), reason="Hugo is not installed")
def test_hugo_s_site_of_the_same_pages_is_ours(tmp_path):
    program = tmp_path / "bin/leverage-site"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from leverage_site.__main__ import main\nsys.exit(main())\n"
    )
    program.chmod(0o755)
    both = [
        sites.make_own(tmp_path, same.ENOUGH, program.parent),
        sites.make_same(tmp_path, same.ENOUGH),
    ]
    for site in both:
        process.run(site.build, site.root)
    assert [*same.differences(both[0].output, both[1].output)] == []
