"""P11: one path, one source. Two that want one file stop the build, and the message names both."""

import string
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.pages.checks import collisions, likely_twins, unusable_paths
from leverage_site.pages.day import DAY_KIND
from leverage_site.pages.page import Page as PlannedPage
from leverage_site.pages.plan import plan
from leverage_site.records.model import Library, PlainPage, StaticFile, Task
from leverage_site.settings import Settings
from leverage_site.urls import file_of, without_digest
from tests.support.builders import record
from tests.support.sites import Site, changed, links, task

NFC, NFD = "é", "e\u0301"
DAY = "2026-04-07"


def page(name: str, **keys: object) -> tuple:
    return ("page", name, keys)


def static(path: str) -> tuple:
    return ("static", path, {})


def tags(*names: str) -> tuple:
    return ("tags", DAY, {"tags": list(names)})


def day(when: str = DAY, **keys: object) -> tuple:
    return ("day", when, keys)


def week_of(tag: str, **keys: object) -> list[tuple]:
    """More days with one tag than a page of a tag holds, where pages have the size of 1."""
    return [day(f"2026-04-{n:02}", tags=[tag], tasks=[task(**keys)]) for n in range(8, 14)]


def setting(section: str, **values: object) -> tuple:
    return ("setting", section, values)


def task_tag(name: str) -> tuple:
    return ("tags", "2026-04-08", {"tasks": [{"task": "x", "human": "1h", "ai": "1m", "tags": [name]}]})


A, B = "content/pages/a.md", "content/pages/b.md"
RECORD, OTHER = f"content/records/{DAY}.md", "content/records/2026-04-08.md"


def tagged(one: str, other: str) -> tuple:
    """Two tags, and the addresses they share."""
    return [tags(one, other)], f"the tag '{one}'", f"the tag '{other}'"


PAIRS = {
    # case
    "page-page-case": ([page("about"), page("About")], "pages/about.md", "pages/About.md"),
    "page-page-case-folder": ([page("a/b"), page("A/b")], "pages/a/b.md", "pages/A/b.md"),
    "page-url-case": ([page("a", url="/X.html"), page("b", url="/x.html")], A, B),
    "page-url-case-ending": ([page("a", url="/x.HTML".lower()), static("x.HTML")], A, "static/x.HTML"),
    "page-index-case": ([page("Index")], "pages/Index.md", "the index"),
    "page-404-case": ([static("404.HTML")], "static/404.HTML", "what is not found"),
    "page-feeds-case": ([page("Feeds")], "pages/Feeds.md", "the page on feeds"),
    "static-static-case": ([static("a.png"), static("A.png")], "static/a.png", "static/A.png"),
    "static-static-case-folder": ([static("img/a.png"), static("IMG/a.png")], "static/img/a.png", "static/IMG/a.png"),
    "static-page-case": ([static("ABOUT.html"), page("about")], "static/ABOUT.html", "pages/about.md"),
    "static-feed-case": ([static("Feed.xml")], "static/Feed.xml", "the feed"),
    "static-data-case": ([static("data/Days.json")], "static/data/Days.json", "the data"),
    "static-data-case-folder": ([static("DATA/tasks.csv")], "static/DATA/tasks.csv", "the data"),
    "static-asset-case": ([static("assets/Style.css")], "static/assets/Style.css", "themes/default/assets/style.css"),
    "sharp-s": ([page("straße"), page("STRASSE")], "pages/straße.md", "pages/STRASSE.md"),
    "sigma": ([page("σοφός"), page("ΣΟΦΌΣ")], "pages/σοφός.md", "pages/ΣΟΦΌΣ.md"),
    "long-s": ([page("ſet"), page("set")], "pages/ſet.md", "pages/set.md"),
    "kelvin": ([page("5k"), page("5\u212a")], "pages/5k.md", "pages/5\u212a.md"),
    "ligature": ([page("ﬁle"), page("file")], "pages/ﬁle.md", "pages/file.md"),
    "alias-case": ([page("a", aliases=["/OLD.html"]), page("b", aliases=["/old.html"])], A, B),
    "alias-page-case": ([page("a", aliases=["/B.html"]), page("b")], A, B),
    "record-page-case": ([day(url="/Note.html"), page("note")], RECORD, "pages/note.md"),
    # Unicode's two spellings
    "page-nfc-nfd": ([page(NFC), page(NFD)], f"pages/{NFC}.md", f"pages/{NFD}.md"),
    "page-nfc-nfd-folder": ([page(f"{NFC}/x"), page(f"{NFD}/x")], f"pages/{NFC}/x.md", f"pages/{NFD}/x.md"),
    "page-nfc-nfd-case": ([page(f"{NFC}"), page("E\u0301")], f"pages/{NFC}.md", "pages/E\u0301.md"),
    "page-url-nfc-nfd": ([page("a", url=f"/{NFC}.html"), page("b", url=f"/{NFD}.html")], A, B),
    "static-nfc-nfd": ([static(f"{NFC}.png"), static(f"{NFD}.png")], f"static/{NFC}.png", f"static/{NFD}.png"),
    "static-page-nfd": ([static(f"{NFD}.html"), page(NFC)], f"static/{NFD}.html", f"pages/{NFC}.md"),
    "angstrom": ([page("\u212b"), page("\u00c5")], "pages/\u212b.md", "pages/\u00c5.md"),
    "ohm": ([page("\u2126"), page("\u03a9")], "pages/\u2126.md", "pages/\u03a9.md"),
    "hangul": ([page("\uac00"), page("\u1100\u1161")], "pages/\uac00.md", "pages/\u1100\u1161.md"),
    "two-marks": ([page("q\u0307\u0323"), page("q\u0323\u0307")], "pages/q\u0307\u0323.md", "pages/q\u0323\u0307.md"),
    "alias-nfd": ([page("a", aliases=[f"/{NFD}.html"]), page(NFC)], A, f"pages/{NFC}.md"),
    # a file where a folder must be
    "file-folder": ([page("a"), static("a.html/x.png")], A, "static/a.html/x.png"),
    "file-folder-page": ([page("a"), page("b", url="/a.html/b.html")], A, B),
    "file-folder-slash": ([page("a"), page("b", url="/a.html/")], A, B),
    "file-folder-case": ([page("a"), page("b", url="/A.HTML/b.html")], A, B),
    "file-folder-nfd": ([page(NFC), page("b", url=f"/{NFD}.html/b.html")], f"pages/{NFC}.md", B),
    "file-folder-deep": ([page("a"), static("a.html/b/c/d.png")], A, "static/a.html/b/c/d.png"),
    "file-folder-index": ([static("index.html/x")], "static/index.html/x", "the index"),
    "file-folder-feed": ([static("feed.xml/x")], "static/feed.xml/x", "the feed"),
    "file-folder-data": ([static("data")], "static/data", "the data"),
    "file-folder-assets": ([static("assets")], "static/assets", "themes/default/assets"),
    "file-folder-posts": ([static("posts")], "static/posts", RECORD),
    "file-folder-weeks": ([static("weeks")], "static/weeks", "the week 2026-W15"),
    "file-folder-tags": ([static("tags")], "static/tags", "the list of tags"),
    "file-folder-alias": ([page("a", aliases=["/x.html"]), static("x.html/y")], A, "static/x.html/y"),
    "file-folder-record": ([day(url="/d.html"), page("a", url="/d.html/a.html")], RECORD, A),
    # a folder's address and its index
    "slash-index": ([page("a", url="/a/"), page("b", url="/a/index.html")], A, B),
    "slash-index-case": ([page("a", url="/a/"), page("b", url="/A/Index.html")], A, B),
    "slash-root": ([page("a", url="/")], A, "the index"),
    "index-root": ([page("a", url="/index.html")], A, "the index"),
    "page-file-index": ([page("a/index"), page("b", url="/a/")], "pages/a/index.md", B),
    "static-index": ([static("a/index.html"), page("b", url="/a/")], "static/a/index.html", B),
    "record-slash": ([day(url="/x/"), page("a", url="/x/index.html")], RECORD, A),
    "alias-slash": ([page("a", aliases=["/x/"]), page("b", url="/x/index.html")], A, B),
    "slash-slash": ([page("a", url="/a/"), page("b", url="/a/")], A, B),
    # tags with one slug
    "tag-punctuation": tagged("a b", "a-b"),
    "tag-underscore": tagged("a_b", "a b"),
    "tag-spoken": tagged("C++", "c plus plus"),
    "tag-sharp": tagged("C#", "C sharp"),
    "tag-and": tagged("R&D", "r and d"),
    "tag-dot": tagged("node.js", "node dot js"),
    "tag-trailing": tagged("what", "what?"),
    "tag-quotes": tagged("it's", "it s"),
    "tag-device": tagged("con", "con!"),
    "tag-symbols": tagged("!", "u21"),
    "tag-index": tagged("index", "index!"),
    "tag-emoji-less": tagged("go", "go 🚀"),
    "tag-of-task": ([tags("unit tests"), task_tag("unit-tests")], "the tag 'unit tests'", "the tag 'unit-tests'"),
    # tags against others
    "tag-page": ([tags("AI"), page("tags/ai")], "the tag 'AI'", "pages/tags/ai.md"),
    "tag-page-case": ([tags("AI"), page("tags/AI")], "the tag 'AI'", "pages/tags/AI.md"),
    "tag-list-page": ([page("tags/index")], "the list of tags", "pages/tags/index.md"),
    "tag-static": ([tags("AI"), static("tags/ai.html")], "the tag 'AI'", "static/tags/ai.html"),
    "tag-alias": ([tags("AI"), page("a", aliases=["/tags/ai.html"])], "the tag 'AI'", A),
    "tag-record": ([tags("AI"), day("2026-04-08", url="/tags/ai.html")], "the tag 'AI'", OTHER),
    "tag-root-page": ([setting("permalinks", tag="/{slug}.html"), tags("about"), page("about")], "the tag 'about'", "pages/about.md"),
    "tag-root-404": ([setting("permalinks", tag="/{slug}.html"), tags("404")], "the tag '404'", "what is not found"),
    "tag-root-feeds": ([setting("permalinks", tag="/{slug}.html"), tags("feeds")], "the tag 'feeds'", "the page on feeds"),
    "tag-week": ([setting("permalinks", tag="/weeks/{slug}.html"), tags("2026 W15")], "the tag '2026 W15'", "the week 2026-W15"),
    "tag-weeks-folder": ([setting("permalinks", tag="/{slug}/"), tags("weeks")], "the tag 'weeks'", "the list of weeks"),
    # aliases
    "alias-alias": ([page("a", aliases=["/o.html"]), page("b", aliases=["/o.html"])], A, B),
    "alias-page": ([page("a", aliases=["/b.html"]), page("b")], A, B),
    "alias-itself": ([page("a", aliases=["/a.html"])], "an alias in content/pages/a.md", A),
    "alias-twice": ([page("a", aliases=["/o.html", "/o.html"])], "an alias in content/pages/a.md", "an alias in"),
    "alias-record": ([page("a", aliases=[f"/posts/2026/{DAY}-leverage-record.html"])], A, RECORD),
    "alias-of-record-page": ([day(aliases=["/a.html"]), page("a")], RECORD, A),
    "alias-of-two-records": ([day(aliases=["/o.html"]), day("2026-04-08", aliases=["/o.html"])], RECORD, OTHER),
    "alias-index": ([day(aliases=["/"])], RECORD, "the index"),
    "alias-week": ([day(aliases=["/weeks/2026-W15.html"])], RECORD, "the week 2026-W15"),
    "alias-static": ([day(aliases=["/old.html"]), static("old.html")], RECORD, "static/old.html"),
    # static files against pages
    "static-index-html": ([static("index.html")], "static/index.html", "the index"),
    "static-404": ([static("404.html")], "static/404.html", "what is not found"),
    "static-feed": ([static("feed.xml")], "static/feed.xml", "the feed"),
    "static-robots": ([static("robots.txt")], "static/robots.txt", "robots.txt"),
    "static-sitemap": ([static("sitemap.xml")], "static/sitemap.xml", "the sitemap"),
    "static-data": ([static("data/days.csv")], "static/data/days.csv", "the data"),
    "static-record": ([static(f"posts/2026/{DAY}-leverage-record.html")], "static/posts", RECORD),
    # permalinks
    "url-permalink": ([day("2026-04-08", url=f"/posts/2026/{DAY}-leverage-record.html")], OTHER, RECORD),
    "url-url": ([day(url="/x.html"), day("2026-04-08", url="/x.html")], RECORD, OTHER),
    "url-page": ([day(url="/a.html"), page("a")], RECORD, A),
    "url-week": ([day(url="/weeks/2026-W15.html")], RECORD, "the week 2026-W15"),
    "permalink-week": ([setting("permalinks", day="/{date}.html"), page("a", url=f"/{DAY}.html")], RECORD, A),
    "permalink-of-year": ([setting("permalinks", week="/{week}/"), page("2026-W15/index")], "the week 2026-W15", "pages/2026-W15/index.md"),
    # pages of lists
    "pager-page": ([setting("pages", size=1), day("2026-04-08"), page("page/2")], "the index", "pages/page/2.md"),
    "pager-static": ([setting("pages", size=1), day("2026-04-08"), static("page/2.html")], "the index", "static/page/2.html"),
    "pager-tag": ([setting("pages", size=1), setting("permalinks", tag="/page/{slug}.html"), day("2026-04-08"), tags("2")], "the index", "the tag '2'"),
    "tag-year-page": ([setting("pages", size=1), *week_of("AI"), page("tags/ai/2026")], "the tag 'AI'", "pages/tags/ai/2026.md"),
    "tag-year-url": ([setting("pages", size=1), *week_of("AI"), day("2026-04-08", tags=["AI"], url="/tags/ai/2026.html")], "the tag 'AI'", OTHER),
    "tag-year-year": ([setting("pages", size=1), setting("permalinks", tag="/{slug}.html", year="/ai/{year}.html"), *week_of("AI")], "the year 2026", "the tag 'AI'"),
    "project-year-page": ([setting("pages", size=1), *week_of("AI", project="P"), page("projects/p/2026")], "the project 'P'", "pages/projects/p/2026.md"),
    "dashboard-page": ([page("leverage")], "the dashboard", "pages/leverage.md"),
    "projects-page": ([page("projects/index")], "the list of projects", "pages/projects/index.md"),
    "project-tag": ([setting("permalinks", tag="/x/{slug}.html", project="/x/{slug}.html"), *week_of("AI", project="AI")], "the project 'AI'", "the tag 'AI'"),
}  # fmt: skip


def laid_out(root: Path, parts: list[tuple]) -> Site:
    site = Site(root).record(DAY)
    for kind, name, keys in parts:
        match kind:
            case "page":
                site.page(name, **keys)
            case "static":
                site.file(f"content/static/{name}", b"x")
            case "setting":
                site.settings(name, **keys)
            case _:
                site.record(name, **keys)
    return site


def test_there_are_at_least_eighty_pairs() -> None:
    assert len(PAIRS) >= 80


@pytest.mark.parametrize("name", PAIRS)
def test_a_collision_stops_the_build_and_names_both(name: str, tmp_path: Path) -> None:
    parts, one, other = PAIRS[name]
    problems = laid_out(tmp_path, parts).problems()
    found = [p for p in problems if p.code == "P001" and p.severity == "error" and _names(p.message, one, other)]
    assert found, [str(problem) for problem in problems]
    assert {problem.code for problem in problems} == {"P001"}
    assert all(problem.place.path and problem.hint for problem in problems)


def _names(message: str, one: str, other: str) -> bool:
    """Whether a message names both, as two different sources."""
    sources = message.split(": ", 1)[1].split(" and ", 1)
    if " and " in message.split(": ", 1)[1].replace(" and ", "", 1):
        return one in message and other in message
    first, second = sources
    return (one in first and other in second) or (one in second and other in first)


DEVICES = ["con", "PRN", "aux.txt", "Nul", "com1", "COM9.html", "lpt1", "lpt0", "com¹", "nul .x", "con.tar.gz"]


@pytest.mark.parametrize("device", DEVICES)
def test_a_device_is_no_file(device: str, tmp_path: Path) -> None:
    problems = Site(tmp_path / "s").record().file(f"content/static/{device}", b"x").problems()
    assert [(p.code, p.place.path) for p in problems] == [("P004", f"content/static/{device}")]
    folder = Site(tmp_path / "f").record().file(f"content/static/{device}/x.png", b"x").problems()
    assert [p.code for p in folder] == ["P004"]
    assert device in folder[0].message


@pytest.mark.parametrize("name", ["console", "auxiliary", "com10", "lpt", "nullable", "prn-2", "conx.html"])
def test_a_name_like_a_device_is_a_file(name: str, tmp_path: Path) -> None:
    assert f"{name}" in Site(tmp_path).record().file(f"content/static/{name}", b"x").built()


@pytest.mark.parametrize(
    "name",
    [
        "a?.png",
        "a#b.png",
        "a:b.png",
        "a%41.png",
        "a*.png",
        "a|b.png",
        'a".png',
        "a<b>.png",
        "a\\b.png",
        "a. ",
        "end.",
    ],
)
def test_a_name_that_no_address_can_have(name: str, tmp_path: Path) -> None:
    problems = Site(tmp_path).record().file(f"content/static/{name}", b"x").problems()
    assert [problem.code for problem in problems] == ["P004"]


def test_a_name_as_long_as_file_systems_take() -> None:
    pages = [
        PlannedPage(DAY_KIND, f"/{'é' * 120}", "fits.md", "fits"),
        PlannedPage(DAY_KIND, f"/{'é' * 120}x", "long.md", "is too long"),
    ]
    assert [problem.place.path for problem in unusable_paths(pages)] == ["long.md"]


def test_tags_named_after_devices_have_pages(tmp_path: Path) -> None:
    files = Site(tmp_path).record(tags=["con", "AUX", "index", "com1"]).built()
    assert {"tags/con-.html", "tags/aux-.html", "tags/index-.html", "tags/com1-.html"} <= files.keys()


def test_four_languages_keep_four_addresses(tmp_path: Path) -> None:
    files = Site(tmp_path).record(tags=["C", "C++", "C#", "日本語"]).built()
    found = {name for name in files if name.startswith("tags/")} - {"tags/index.html"}
    assert found == {"tags/c.html", "tags/c-plus-plus.html", "tags/c-sharp.html", "tags/日本語.html"}


def test_tags_in_two_cases_are_one_tag_and_no_collision(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tags=["Testing"]).record("2026-04-07", tags=["TESTING", "testing"])
    files = site.built()
    assert {name for name in files if name.startswith("tags/")} == {"tags/index.html", "tags/testing.html"}


def test_tags_in_both_of_unicode_s_spellings_are_one_tag_or_a_problem(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tags=[f"caf{NFC}"]).record("2026-04-07", tags=[f"CAF{NFD.upper()}"])
    if site.codes() != ["P001"]:
        tags_ = {name for name in site.built() if name.startswith("tags/")}
        assert tags_ == {"tags/index.html", f"tags/caf{NFC}.html"}


def test_three_for_one_file_are_all_named(tmp_path: Path) -> None:
    site = Site(tmp_path).record().page("a", url="/x.html").page("b", url="/X.html").page("c", url="/x.html")
    messages = " ".join(problem.message for problem in site.problems())
    assert all(f"content/pages/{name}.md" in messages for name in "abc")
    assert site.codes() == ["P001", "P001"]


def test_the_site_s_own_file_replaces_the_theme_s(tmp_path: Path) -> None:
    site = Site(tmp_path).record()
    before = site.built()
    after = site.file("content/static/assets/style.css", b"own").built()
    changes = {without_digest(name) for name in changed(before, after) if name.startswith("assets/")}
    assert changes == {"assets/style.css"}
    (linked,) = [link for link in links(after["index.html"]) if "style" in link]
    assert after["assets/style.css"] == after[linked] == b"own"


@pytest.mark.parametrize(
    "address", ["/.leverage-site.json/", "/.leverage-site.stage/x.html", "/.LEVERAGE-SITE.JSON/x.html"]
)
def test_the_program_s_own_files_are_nobody_s_page(address: str, tmp_path: Path) -> None:
    """The list of written files and the stage stand in the output folder too."""
    assert Site(tmp_path).record(url=address).codes() in (["P001"], ["P004"], ["R027"])


# Random sets


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


ALPHABET = "aAbBxX-_ .+#&!cC" + "éßſKİıǅΣσς日本" + "\u0301\u0323" + string.digits[:3]
names = st.one_of(
    st.sampled_from(
        ["C", "C++", "C#", "c plus plus", "con", "CON", "index", "page", "2", "ai", "AI", "日本語", "404"]
    ),
    st.text(ALPHABET, min_size=1, max_size=6),
    st.text(min_size=1, max_size=4),
).filter(lambda name: name.strip())
addresses = st.builds(
    lambda parts, end: "/" + "/".join(parts) + end,
    st.lists(st.text("abAB12é\u0301", min_size=1, max_size=2), min_size=1, max_size=3),
    st.sampled_from([".html", "/", "/index.html"]),
)
tag_urls = st.sampled_from(
    ["/tags/{slug}.html", "/{slug}.html", "/{slug}/", "/page/{slug}.html", "/posts/{slug}.html"]
)


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Settings, Library]:
    """Draw a library with random tags, titles, addresses, aliases and files, and settings for it."""
    first = date(2026, 4, draw(st.integers(1, 20)))
    records = tuple(
        record(
            Task("x", timedelta(hours=1), timedelta(minutes=1), tags=tuple(draw(st.lists(names, max_size=1)))),
            day=first + timedelta(n),
            path=f"content/records/{n}.md",
            title=draw(st.none() | names),
            tags=tuple(draw(st.lists(names, max_size=3, unique_by=str.casefold))),
            url=draw(st.none() | st.none() | addresses),
            aliases=tuple(draw(st.lists(addresses, max_size=1))),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    stems = draw(
        st.lists(st.text("abAB/", min_size=1, max_size=3).map(lambda t: f"p{t}p"), max_size=2, unique=True)
    )
    pages = tuple(
        PlainPage(f"content/pages/{stem}.md", stem, draw(names), url=draw(st.none() | addresses)) for stem in stems
    )
    files = draw(st.lists(addresses.filter(lambda a: not a.endswith("/")), max_size=2, unique=True))
    static = tuple(StaticFile(a, f"content/static{a}", a, "digest") for a in files)
    chosen = Settings(
        "tag:e,2026:x", "https://example.org/", page_size=draw(st.sampled_from([1, 20])), tag_url=draw(tag_urls)
    )
    return chosen, Library(records, pages, static=static)


@pytest.mark.site
@settings(max_examples=1000)
@given(libraries())
def test_random_names_have_files_of_their_own_or_a_problem(made: tuple[Settings, Library]) -> None:
    planned = plan(*made, ())
    files = [folded(file_of(page.address)) for page in planned.pages]
    taken = set(files)
    distinct = len(taken) == len(files) and not any(parent in taken for file in files for parent in _parents(file))
    assert distinct == (not any(problem.code == "P001" for problem in planned.problems))
    for problem in planned.problems:
        assert problem.code in ("P001", "P004")
        assert problem.place.path


def _parents(file: str) -> list[str]:
    parts = file.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def test_a_collision_is_found_from_either_side() -> None:
    one, other = (PlannedPage(DAY_KIND, a, f"{n}.md", a) for n, a in enumerate(["/a.html/b", "/A.html"]))
    for pages in ([one, other], [other, one]):
        (problem,) = collisions(pages)
        assert "/a.html/b" in problem.message
        assert "/A.html" in problem.message


TWINS = {
    ("feature", "Features"),
    ("tests", "Testing"),
    ("test", "tests"),
    ("plan", "Planning"),
    ("caches", "caching"),
    ("policy", "policies"),
    ("processing", "process"),
    ("bugfix", "bug fixes"),
    ("Time Record", "timerecords"),
}
OTHERS = {
    ("C", "C++"),
    ("css", "cs"),
    ("ops", "op"),
    ("king", "ks"),
    ("status", "statu"),
    ("v1", "v2"),
    ("search", "research"),
    ("data", "date"),
    ("日本", "日本語"),
}


@pytest.mark.parametrize("names", sorted(TWINS | OTHERS))
@pytest.mark.parametrize("kind", ["tag", "project"])
def test_likely_twins_are_noted(names: tuple[str, str], kind: str, tmp_path: Path) -> None:
    """One of each twin, never both of two names that an ending does not tell apart."""
    site = Site(tmp_path)
    for day, name in zip(("2026-04-07", "2026-04-08"), names, strict=True):
        site.record(day, tasks=[task(project=name)] if kind == "project" else [task()], tags=[name])
    found = [
        problem for problem in likely_twins(site.prepared().plan.content) if f"the {kind}s " in problem.message
    ]
    assert [problem.severity for problem in found] == (["note"] if names in TWINS else [])
    for problem in found:
        assert problem.place.path == OTHER
        assert (
            problem.hint
            == f'If they are, write "{names[1]}" = "{names[0]}" below [aliases.{kind}s] in leverage.toml.'
        )


def test_the_rarer_twin_is_the_alias_and_joined_names_are_none(tmp_path: Path) -> None:
    site = Site(tmp_path).days(DAY, tags=["tests"]).days("2026-04-08", "2026-04-09", tags=["Testing"])
    (problem,) = likely_twins(site.prepared().plan.content)
    assert '"tests" = "Testing"' in problem.hint
    site.settings("aliases.tags", tests="Testing")
    assert list(likely_twins(site.prepared().plan.content)) == []


# What a link that leads nowhere most likely means, and what may be there once all records are read


# From content/records/2026-04-07.md: the link as written, and what the hint names.
NEAR = {
    "![a](/static/charts/week.png)": "/charts/week.png",
    "![a](content/static/charts/week.png)": "/charts/week.png",
    "![a](../static/Charts/week.png)": "/charts/week.png",
    "![a](charts/week.png)": "/charts/week.png",
    "![a](/Charts/week.png)": "/charts/week.png",
    "![a](/charts/week.PNG)": "/charts/week.png",
    "![a](week.png)": "/charts/week.png",
    "![a](</charts/we ek.png>)": "/charts/week.png",
    "![a](/charts/my-plan.png)": "</charts/My plan.png>",
    "![a](/charts/twice.png)": None,
    "![a](/charts/other.png)": None,
    "![a](/About.html)": None,
    "![a](/Weeks/)": None,
    "[a](/static/charts/week.png)": "/charts/week.png",
    "[a](/About.html)": "/about.html",
    "[a](/about)": "/about.html",
    "[a](/about/#part)": "/about.html",
    "[a](about)": "/about.html",
    "[a](about.html)": "/about.html",
    "[a](/about.md)": "../pages/about.md",
    "[a](about.md)": "../pages/about.md",
    "[a](../pages/About.md)": "../pages/about.md",
    "[a](/content/pages/about.md)": "../pages/about.md",
    "[a](2026_04_06.md)": "2026-04-06.md",
    "[a](/slash.html)": "/slash/",
    "[a](weeks/2026-w15)": "/weeks/2026-W15.html",
    "[a](../tags/C++.md)": "../tags/c-plus-plus.md",
    "[a](<../projects/Credit notes.md>)": "../projects/credit-notes.md",
    "[a](../tags/none.md)": None,
    "[a](/posts/)": None,
    "[a](gone.md)": None,
    "[a](/../../gone)": None,
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).page("about").page("slash", url="/slash/")
    for name in ("charts/week", "charts/My plan", "one/twice", "two/twice"):
        site.file(f"content/static/{name}.png", b"x")
    return site.record("2026-04-06", tags=["C++"], tasks=[task(project="Credit notes")])


def test_the_hint_names_the_nearest_address(site: Site) -> None:
    links = list(NEAR)
    problems = site.record("2026-04-07", "\n\n".join(links) + "\n").problems()
    assert [problem.code for problem in problems] == ["P003" if link[0] == "!" else "P002" for link in links]
    for link, problem in zip(links, problems, strict=True):
        near = NEAR[link]
        assert (link, problem.hint.startswith("Did you mean")) == (link, near is not None)
        assert near is None or problem.hint == f"Did you mean {near}?", link


def test_what_the_hint_names_leads_somewhere(site: Site) -> None:
    links = "\n\n".join(f"{link.partition('(')[0]}({near})" for link, near in NEAR.items() if near)
    assert site.record("2026-04-07", f"{links}\n").codes() == []


LATER = [
    "../tags/foo.md", "../projects/foo.md", "../weeks/2026-W20.md", "../months/2027-01.md", "../years/2027.md",
    "/tags/foo.html", "/tags/foo/2.html", "/projects/foo.html#x", "/weeks/2026-W20.html",
]  # fmt: skip


def test_pages_of_records_with_problems_are_not_missed(site: Site) -> None:
    site.settings("permalinks", year="/{year}.html").settings(nav=[{"title": "Foo", "url": "/tags/foo.html"}])
    body = "".join(f"[a]({target})\n" for target in [*LATER, "gone.md", "/gone/a.html", "../pages/foo.md"])
    site.record("2026-04-07", body)
    assert site.codes().count("P002") == len(LATER) + 3
    assert "P005" in site.codes()
    site.file("content/pages/x.md", "---\nx: y\n---\n")
    assert site.codes().count("P002") == len(LATER) + 3
    site.file("content/records/x.md", "---\ndate: x\n---\n")
    assert site.codes().count("P002") == 3
    assert "P005" not in site.codes()
