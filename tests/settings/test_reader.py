from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leverage_site import settings
from leverage_site.problems import ProblemError
from leverage_site.settings import NAV_PAGES, USUAL_NAV, NavItem, Settings
from tests.support.builders import assert_helpful, mutated, summary

ID = 'id = "tag:example.org,2026:x"'
URL = 'base_url = "https://example.org/blog/"'
SITE = f"[site]\n{ID}\n{URL}\n"
FULL = (
    SITE
    + """\
title = "Days"
description = "What happened."
language = "de-AT"
author = "the author"
assistant = "Claude"
theme = "quiet"
nav = [{ title = "About", url = "/about.html" }, { title = "Code", url = "https://example.org/code" }]

[pages]
day_title = "{weekday}, {month_name} {day}"
task_order = "file"
size = 7

[feed]
size = 9

[permalinks]
day = "/{year}/{month}/{date}/"
week = "/w/{week}.html"
tag = "/t/{slug}/"
"""
)


def refused(text: str):
    with pytest.raises(ProblemError) as caught:
        settings.parse(text)
    for problem in caught.value.problems:
        assert_helpful(problem, text.split("\n"))
        assert problem.place.path == "leverage.toml"
    return list(caught.value.problems)


def test_the_least_that_must_be_said():
    assert settings.parse(SITE) == Settings("tag:example.org,2026:x", "https://example.org/blog/")


def test_everything_that_can_be_said():
    assert settings.parse(FULL) == Settings(
        id="tag:example.org,2026:x",
        base_url="https://example.org/blog/",
        title="Days",
        description="What happened.",
        language="de-AT",
        author="the author",
        assistant="Claude",
        theme="quiet",
        nav=(*USUAL_NAV, NavItem("About", "/about.html"), NavItem("Code", "https://example.org/code")),
        day_title="{weekday}, {month_name} {day}",
        task_order="file",
        page_size=7,
        feed_size=9,
        day_url="/{year}/{month}/{date}/",
        week_url="/w/{week}.html",
        tag_url="/t/{slug}/",
    )


def with_pages(line: str) -> str:
    return f"{SITE}[pages]\n{line}\n"


def with_site(line: str) -> str:
    return f"{SITE}{line}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("S005", 1, 1), ("S005", 1, 1)]),
        ("[site]\n", [("S005", 1, 2), ("S005", 1, 2)]),
        (f"[site]\n{ID}\n", [("S005", 1, 2)]),
        ("[site\n", [("S002", 1, 1)]),
        (SITE + "title = 'a\n", [("S002", 4, 9)]),
        (SITE + "title = \n", [("S002", 4, 9)]),
        (SITE + "title\n", [("S002", 4, 6)]),
        (SITE + ID + "\n", [("S002", 4, 1)]),
        (SITE + "nav = [", [("S002", 4, 7)]),
        (with_site("titel = 'x'"), [("S003", 4, 1)]),
        (with_site('"ti tle" = 1'), [("S003", 4, 2)]),
        (with_pages("siz = 3"), [("S003", 5, 1)]),
        (SITE + "[page]\nsize = 3\n", [("S003", 4, 2)]),
        ("stray = 1\n" + SITE, [("S003", 1, 1)]),
        ("pages = 3\n" + SITE, [("S004", 1, 1)]),
        (with_pages("size = 0"), [("S004", 5, 1)]),
        (SITE + "[feed]\nsize = 0\n", [("S004", 5, 1)]),
        (SITE + "[pages]\nsize = 5\n[feed]\nsize = 0\n", [("S004", 7, 1)]),
        ("pages.size = 0\n" + SITE, [("S004", 1, 1)]),
        (SITE + "size = 3\n[feed]\nsize = 0\n", [("S003", 4, 1), ("S004", 6, 1)]),
        (with_pages("size = 0\ntask_order = 'up'\nday_title = '{nope}'"), [("S004", 5, 1), ("S004", 6, 1),
         ("S004", 7, 1)]),
        ("[site]\ntitle = 3\n[pages]\nx = 1\n", [("S005", 1, 2), ("S005", 1, 2), ("S004", 2, 1), ("S003", 4,
         1)]),
        (with_pages("size = 0x" + "f" * 6_000), [("S004", 5, 1)]),
        (with_pages("size = [0x" + "f" * 6_000 + "]"), [("S004", 5, 1)]),
        (with_site("title." + ".".join("a" * 1_500) + " = 1"), [("S002", 4, 20)]),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(text, expected):
    assert sorted(summary(refused(text)), key=lambda found: found[1:]) == expected


@pytest.mark.parametrize(
    "value", ["9" * 6_000, "[" * 100_000, "-" + "1" * 5_000], ids=["digits", "lists", "negative"]
)
def test_what_is_too_large_is_refused_on_its_line(value):
    (problem,) = refused(with_pages(f"size = {value}"))
    assert problem.code == "S002"
    assert problem.place.line == 5


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('title = ""', ""), ('title = "  "', "  "), ("title = 3", "3"), ("title = true", "true"),
        ('title = "a\\u0007"', "a\\u0007"), ("author = []", "this list"), ('language = "english!"', "english!"),
        ('theme = "../x"', "../x"), ('theme = "Dark"', "Dark"), ("nav = 3", "3"),
        ("nav = [3]", "this list"), ('nav = [""]', "this list"),
    ],
)  # fmt: skip
def test_bad_values_of_the_site(line, value):
    (problem,) = refused(with_site(line))
    assert (problem.code, problem.place.line) == ("S004", 4)
    assert (
        f"cannot be {value}" in problem.message
        if value == "this list"
        else f"cannot be '{value}'" in problem.message
    )
    assert problem.hint.startswith("Write ")


@pytest.mark.parametrize(
    "value",
    [
        "", "example.org", "ftp://example.org/", "https://", "https:///x", "https://example.org/?q",
        "https://example.org/#x",
        "https://me:pw@example.org/", "https://exa mple.org/", "https://example.org//x/",
        "https://example.org/../x/",
        "https://example.org/./", "https://example.org/\\\"x/", "javascript:alert(1)", "//example.org/",
        "https://example.org/<b>/", "https://exa\\u0001mple.org/", "https://example.org/a\\u007f/",
        "https://example.org/\\uffff/",
    ],
)  # fmt: skip
def test_what_is_no_base_url(value):
    (problem,) = refused(f'[site]\n{ID}\nbase_url = "{value}"\n')
    assert problem.code in ("S004", "S007")
    assert problem.place.line == 3


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("https://example.org/a/b", "https://example.org/a/b/"),
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:0080/a", "http://example.org/a/"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://exämple.org/", "https://xn--exmple-cua.org/"),
        ("https://日本語。jp/", "https://xn--wgv71a119e.jp/"),
        ("https://example.org/my%20blog/café/", "https://example.org/my%20blog/caf%C3%A9/"),
        ("https://example.org/café/", "https://example.org/caf%C3%A9/"),
        ("https://example.org/%7euser/%c3%a9/", "https://example.org/~user/%C3%A9/"),
        ("https://example.org/{x}|^`[y]/", "https://example.org/%7Bx%7D%7C%5E%60%5By%5D/"),
        ("https://example.org/a'b", None),
        ("https://[::1]:8000/x", "https://[::1]:8000/x/"),
        ("https://[2001:DB8::0001]/", "https://[2001:db8::1]/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("https://example.org/…/", "https://example.org/%E2%80%A6/"),
        ("https://example.org/...", "https://example.org/.../"),
        ("https://example.org/ü/", "https://example.org/%C3%BC/"),
    ],
)
def test_a_base_url_ends_in_a_slash(value, url):
    if url is None:
        with pytest.raises(settings.AddressError):
            settings.base_url(value)
        return
    assert settings.base_url(value) == settings.base_url(url) == url
    assert settings.parse(f'[site]\n{ID}\nbase_url = "{value}"\n').base_url == url


@pytest.mark.parametrize(
    "value", ["", "x", "tag:", "tag:a b", 'tag:\\"', "7:x", "tag:x<y", "tag:x\\u0001", "urn:x\\uffff"]
)
def test_what_is_no_id(value):
    assert summary(refused(f'[site]\nid = "{value}"\n{URL}\n')) == [("S004", 2, 1)]


UNFIT = [
    ("https://example.org:99999/", "its port '99999' is no number from 1 to 65535"),
    ("https://example.org/index.html", "it names a page, not the folder that the site is in"),
    ("https://example.org:0/", "its port '0' is no number from 1 to 65535"),
    ("https://example.org:/", "its port '' is no number from 1 to 65535"),
    ("https://example.org:x/", "its port 'x' is no number from 1 to 65535"),
    ("https://example.org:８０/", "its port '８０' is no number from 1 to 65535"),
    ("https://example.org/%2e%2e/x/", "its path has the step '%2e%2e'"),
    ("https://example.org/.%2E/x/", "its path has the step '.%2E'"),
    ("https://example.org/../x/", "its path has the step '..'"),
    ("https://example.org/a//b/", "its path has an empty part: //"),
    ("https://example.org/a%2fb/", "'%2f' hides a character that no path can have"),
    ("https://example.org/a%00b/", "'%00' hides a character that no path can have"),
    ("https://example.org/100%/", "'%/' is no percent-encoding; the sign itself is %25"),
    ("https://example.org/a%zz/", "'%zz' is no percent-encoding; the sign itself is %25"),
    ("https://example.org/a%", "'%' is no percent-encoding; the sign itself is %25"),
    ("https://example.org/a\u200bb/", "it holds a character that cannot be seen, U+200B"),
    ("https://example.org/\u202ea/", "it holds a character that cannot be seen, U+202E"),
    ("http://[::1", "its host '[::1' is no IPv6 address in brackets"),
    ("http://[::1%25eth0]/", "its host '[::1%25eth0]' is no IPv6 address in brackets"),
    ("http://[x]/", "its host '[x]' is no IPv6 address in brackets"),
    ("https://straße.de/", "its host 'straße.de' needs its ASCII form, whose parts begin with xn--"),
    ("https://a\u0301" + "b" * 70 + ".example/", None),
    ("https://example.com／x/", "its host 'example.com/x' is no name of a host"),
    ("https://-example.org/", "its host '-example.org' is no name of a host"),
    ("https://example..org/", "its host 'example..org' is no name of a host"),
    ("https://exam%70le.org/", "its host 'exam%70le.org' is no name of a host"),
    ("https://1.2.3.400/", "its host '1.2.3.400' is no address of four numbers"),
    ("https://1.2.3/", "its host '1.2.3' is no address of four numbers"),
    ("https://me@example.org/", "it has a name or a password before its host"),
    ("https:///x/", "it has no host"),
    ("ftp://example.org/", "it does not begin with https:// or http://"),
    ("https://example.org/?q", "it goes on behind its path, with '?'"),
    ("https://example.org/#", "it goes on behind its path, with '#'"),
    ("https://exa mple.org/", "it holds a blank"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "reason"), UNFIT)
def test_why_an_address_cannot_be_one_is_said(value, reason):
    (problem,) = refused(f'[site]\n{ID}\nbase_url = "{value}"\n')
    assert (problem.code, problem.place.line) == ("S007", 3)
    assert reason is None or problem.message.endswith(f": {reason}")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("https://Example.org/Ä", None), ("HTTP://example.org:443/x?y#z", None), ("urn:x:%zz", None),
        ("http://[::1", "S007"), ("https://example.org:99999/", "S007"), ("https://example.org/%zz", "S007"),
    ],
)  # fmt: skip
def test_an_id_is_never_rewritten(value, code):
    text = f'[site]\nid = "{value}"\n{URL}\n'
    if code:
        assert summary(refused(text)) == [(code, 2, 1)]
    else:
        assert settings.parse(text).id == value


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("HTTPS://Exämple.org/ü?q=ä b#ö", None), ("HTTPS://Exämple.org/ü?q=ä#ö", "https://xn--exmple-cua.org/%C3%BC?q=%C3%A4#%C3%B6"),
        ("https://example.org?a=[1]&b=/../", "https://example.org/?a=%5B1%5D&b=/../"), ("mailto:ä@example.org", "mailto:%C3%A4@example.org"),
        ("/about.html", "/about.html"), ("/über uns.html", None), ("/über.html?x=%C3%A4#ö", "/über.html?x=%C3%A4#ö"), ("/a%20b/", "/a%20b/"),
        ("http://[::1", None), ("https://example.org:99999", None), ("/%2e%2e/x.html", None), ("/a/../b.html", None),
        ("/a%zz.html", None), ("mailto:a%", None), ("mailto:", None), ("/a//b.html", None), ("/a\u200b.html", None), ("///a", None),
    ],
)  # fmt: skip
def test_addresses_of_the_navigation(url, href):
    text = with_site(f'nav = [{{ title = "A", url = "{url}" }}]')
    if href is None:
        (problem,) = refused(text)
        assert problem.code in ("S004", "S007")
        assert problem.place.line == 4
    else:
        assert settings.parse(text).nav == (*USUAL_NAV, NavItem("A", href))


ABOUT = NavItem("About us", "/about.html")


@pytest.mark.parametrize(
    ("nav", "entries"),
    [
        ("", USUAL_NAV),
        ('{ title = "About us", url = "/about.html" }', (*USUAL_NAV, ABOUT)),
        ('"tasks"', (NavItem("", "", "tasks"),)),
        ('"archive", { title = "About us", url = "/about.html" }, "records"',
         (NavItem("", "", "archive"), ABOUT, NavItem("", "", "records"))),
        ('{ page = "archive", title = "Calendar" }', (NavItem("Calendar", "", "archive"),)),
        ('{ page = "feeds" }', (NavItem("", "", "feeds"),)),
        (", ".join(f'"{page}"' for page in NAV_PAGES), tuple(NavItem("", "", page) for page in NAV_PAGES)),
    ],
)  # fmt: skip
def test_the_navigation_is_the_list_or_is_added_to_the_usual_one(nav, entries):
    assert settings.parse(with_site(f"nav = [{nav}]")).nav == entries


def test_a_navigation_may_be_tables():
    found = settings.parse(
        SITE + '[[site.nav]]\npage = "tasks"\n[[site.nav]]\npage = "records"\ntitle = "Diary"\n'
    )
    assert found.nav == (NavItem("", "", "tasks"), NavItem("Diary", "", "records"))


@pytest.mark.parametrize(
    ("lines", "places", "hint"),
    [
        ('nav = ["records", "archiv"]', [(4, 20)], "Did you mean 'archive'?"),
        ('nav = [\n  "records",\n  { page = "Tags", title = "T" },\n]', [(6, 13)], "Did you mean 'tags'?"),
        ('nav = ["weekz", "zzz"]', [(4, 9), (4, 18)], f"Those to name are: {', '.join(NAV_PAGES)}."),
    ],
)
def test_a_page_that_no_site_has_is_named_where_it_stands(lines, places, hint):
    found = refused(with_site(lines))
    assert [(problem.code, problem.place.line, problem.place.column) for problem in found] == [
        ("S014", *place) for place in places
    ]
    assert found[0].hint.startswith(hint)


@pytest.mark.parametrize(
    "nav",
    [
        '{ title = "A" }', '{ url = "/a" }', '{ title = "", url = "/a" }', '{ title = "A", url = "a.html" }',
        '{ title = "A", url = "javascript:x" }', '{ title = "A", url = "//evil.example" }',
        '{ title = "A", url = "/a", x = 1 }', '{ title = 1, url = "/a" }', '{ title = "A", url = "/a\\u0001" }',
        '{ title = "A", url = "/a b" }', '{ title = "A", url = "/\\uffff" }', '{ title = "A", page = "" }',
        '{ page = "tasks", url = "/a" }', '{ page = "tasks", title = 3 }', '["tasks"]', "{}",
    ],
)  # fmt: skip
def test_what_is_no_navigation(nav):
    (problem,) = refused(with_site(f"nav = [{nav}]"))
    assert problem.code in ("S004", "S007")
    assert (problem.place.line, problem.place.column) == (4, 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("day", "/x.html"), ("day", "{date}.html"), ("day", "/{date}"), ("day", "/{date}.txt"), ("day",
         "/{slug}/{date}/"),
        ("day", "/../{date}.html"), ("day", "/{date}?x/"), ("day", "/{}{date}/"), ("week", "/{date}/"), ("week",
         "/{year}/"),
        ("tag", "/{tag}/"), ("tag", "/tags/"), ("day", ""), ("day", "//{date}/"),
    ],
)  # fmt: skip
def test_what_is_no_permalink(key, value):
    assert summary(refused(f'{SITE}[permalinks]\n{key} = "{value}"\n')) == [("S004", 5, 1)]


@pytest.mark.parametrize("value", ["1001", "-1", "1.0", '"7"', "true", "nan", "2026-04-07", "[]"])
def test_what_is_no_size(value):
    assert summary(refused(with_pages(f"size = {value}"))) == [("S004", 5, 1)]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (with_site("titel = 'x'"), "Did you mean 'title'?"),
        (SITE + "[page]\n", "Did you mean 'pages'?"),
        (SITE + "[zzz]\n", "The settings here are: aliases, claims, feed, pages, permalinks, publish, site."),
        (f"[site]\n{URL}\n", 'Add it below [site], for example: id = "tag:example.org,2026:leverage"'),
    ],
)
def test_hints(text, hint):
    assert refused(text)[0].hint == hint


def test_many_unknown_settings_are_not_all_told():
    """Nobody reads 20,000 sentences; looking each one's place up would take minutes."""
    assert len(refused(SITE + "".join(f"key{n} = 1\n" for n in range(2_000)))) <= 100


def load(folder: Path, data: bytes | None):
    if data is not None:
        (folder / "leverage.toml").write_bytes(data)
    return settings.load(folder)


@pytest.mark.parametrize(
    "data", [SITE.encode(), b"\xef\xbb\xbf" + SITE.encode(), SITE.replace("\n", "\r\n").encode()]
)
def test_a_file_is_loaded(tmp_path, data):
    assert load(tmp_path, data) == settings.parse(SITE)


@pytest.mark.parametrize(
    ("data", "code"),
    [(None, "S001"), (b"title = '\xe9'", "S002"), (SITE.encode("utf-16"), "S002"), (b"\x00", "S002")],
)
def test_a_file_that_cannot_be_loaded(tmp_path, data, code):
    with pytest.raises(ProblemError) as caught:
        load(tmp_path, data)
    (problem,) = caught.value.problems
    assert_helpful(problem)
    assert problem.code == code


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (SITE + "nav = " + "[" * 100_000, ("S002", 4, 15)),
        (SITE + "nav = " + "[" * 300_000 + "]" * 300_000, ("S002", 4, 15)),
        (SITE + "#" * 100_000, ("S002", 1, 1)),
        (SITE + "#" * 1_000_000, ("F006", 0, 0)),
    ],
)
def test_a_file_that_is_too_long(tmp_path, data, expected):
    with pytest.raises(ProblemError) as caught:
        load(tmp_path, data.encode())
    assert summary(list(caught.value.problems)) == [expected]


def test_a_folder_in_the_files_place(tmp_path):
    (tmp_path / "leverage.toml").mkdir()
    with pytest.raises(ProblemError) as caught:
        settings.load(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["F006"]


def check(text: str) -> None:
    """Any text is settings, or problems that help."""
    try:
        found = settings.parse(text)
    except ProblemError as error:
        found = error.problems
    if isinstance(found, Settings):
        return
    assert found
    for problem in found:
        assert_helpful(problem, text.split("\n"))


_TOML = st.sampled_from(
    ["[site]\n", "[pages]\n", "[[site]]\n", "size = ", "id = ", "title.", "a.b = ", "= ", "1\n", "'x'\n",
    '"\\u0000"\n', "[",
     "]", "{", "}", ", ", "nan\n", "0xFF\n", "1979-05-27\n", "'''", "\r\n", "#",
     "nav = [{title='a', url='/a'}]\n", "true\n"]
)  # fmt: skip


@pytest.mark.no_cover
@hypothesis_settings(max_examples=250)
@given(st.text() | st.lists(_TOML | st.text(max_size=4), max_size=30).map("".join) | mutated(FULL))
def test_any_text(text):
    check(text)


@pytest.mark.parametrize("url", ["https://[x/", "https://example.com／x/"])
def test_an_address_that_cannot_be_taken_apart_is_none(url):
    with pytest.raises(settings.AddressError):
        settings.base_url(url)
