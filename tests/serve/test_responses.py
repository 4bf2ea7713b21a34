"""The dev server serves exactly the built pages and no file (P6); what a page's response says of itself."""

import itertools
import mimetypes
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import quote, unquote

import pytest

from leverage_site.problems import Problem
from leverage_site.serve.http import Server
from leverage_site.serve.preview import Preview
from leverage_site.serve.responses import Response, respond
from leverage_site.urls import media_type
from tests.support.dev_server import SCRIPT, exchange, replies, request, seeded_random, serving
from tests.support.sites import Site

DAY = "posts/2026/2026-04-07-leverage-record.html"
BROKEN = "{{ view.nothing_of_the_kind }}\n"


def a_site(root: Path) -> Site:
    """Pages with names of all kinds, and files in its folder that are none of its pages."""
    site = Site(root).days("2026-04-06", "2026-04-07", tags=["C++", "日本語"]).page("about")
    site.page("über", url="/ü x/").page("old", url="/a/b/new.html", aliases=["/old/place/"])
    site.file("content/static/a b.txt", "a").file("content/static/CNAME", "example.org\n").file(
        "content/static/x+y~.svg", "<svg/>"
    )
    site.file("content/static/deep/er/empty.bin", b"").file("content/static/whole.html", "<p>No end of a body</p>")
    site.record("2026-04-08", "A secret draft.", draft=True)
    for name in (
        "index.html",
        "left-over.html",
        ".leverage-site/manifest.json",
        "posts/2026/2026-04-08-leverage-record.html",
    ):
        site.file(f"output/{name}", "left over")
    site.file("themes/own/theme.toml", "contract = 1\n").file(".git/config", "secret").file(".env", "secret")
    return site.file("content/static/.well-known/security.txt", "open").file("notes.txt", "secret")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return a_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def preview(site: Site) -> Preview:
    return Preview(site.root)


@pytest.fixture(scope="module")
def built(site: Site) -> dict[str, bytes]:
    return site.built()


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[Server]:
    with serving(site.root) as (server, _):
        yield server


# Hostile paths. A path is bytes, as it stands in a request.


def hostile(site: Site, built: dict[str, bytes]) -> list[bytes]:
    """More than 10,000 paths, always the same."""
    on_disk = sorted(path.relative_to(site.root).as_posix() for path in site.root.rglob("*"))
    system = [
        "etc/passwd",
        "etc/shadow",
        "proc/self/environ",
        "windows/win.ini",
        "dev/null",
        "CON",
        "aux.html",
        "root/.ssh/id_rsa",
    ]
    whole = [
        str(site.root / name).removeprefix("/") for name in ("leverage.toml", "content/records/2026-04-07.md")
    ]
    own = [
        "__leverage_site/",
        "__leverage_site/client.py",
        "__leverage_site/../index.html",
        "__LEVERAGE_SITE/client.js",
        "client.js",
    ]
    folders = [name.removesuffix("/index.html") for name in built if name.endswith("/index.html")]
    targets = [*built, *folders, *on_disk, *system, *whole, *own, ""]
    paths = {
        before + change(target) + after for target, (change, before, after) in itertools.product(targets, _ways())
    }
    paths |= {mixed(seeded_random(n), targets) for n in range(3000)}
    return sorted(paths)


def _ways() -> list[tuple[object, ...]]:
    ways: list[tuple[object, ...]] = [
        (change, before, b"") for change, before in itertools.product(CHANGES, BEFORE)
    ]
    return ways + [(str.encode, b"/", after) for after in AFTER]


def encoded(path: str, safe: str = "") -> bytes:
    return quote(path, safe=safe).encode()


def all_encoded(path: str) -> bytes:
    return "".join(f"%{byte:02X}" for byte in path.encode()).encode()


CHANGES = [
    str.encode,
    encoded,
    lambda path: encoded(path, "/"),
    lambda path: encoded(encoded(path).decode()),
    all_encoded,
    lambda path: encoded(all_encoded(path).decode()),
    lambda path: path.upper().encode(),
    lambda path: path.title().encode(),
    lambda path: path.replace("/", "\\").encode(),
    lambda path: path.replace("/", "//").encode(),
    lambda path: path.replace("/", "/./").encode(),
    lambda path: path.replace("/", "/x/../").encode(),
    lambda path: path.replace(".", "%u002e").encode(),
    lambda path: path.replace("/", "%c0%af").replace(".", "%c0%ae").encode(),
    lambda path: path.replace("/", "∕").replace(".", "．").encode(),
]
BEFORE = [
    b"/",
    b"",
    b"//",
    b"/../",
    b"/%2e%2e/",
    b"/..%2f..%2f",
    b"/%252e%252e%252f",
    b"/..\\..\\",
    b"/./",
    b"/x/../",
    b"/\0/",
    b"\\",
    b"/file:///",
]
AFTER = [
    b"/", b"//", b"/.", b"/..", b"/index.html", b"%00", b"%00.html", b"\0", b".", b"..", b" ", b"%20", b"+", b"~", b".bak", b";",
    b";jsessionid=1", b";.html", b"::$DATA", b":", b"%3f", b"%23", b"%0d%0aX:%20y", b"\xff", b"%ff", b"%", b"%2", b"%zz", b"%e2%80%8b",
    b"%cc%81", b"\xcc\x81", b"%ed%a0%80", b"%f4%90%80%80", b"/*", b"*", b"|", b"%7f", b"&x=1", b"@evil.example", b"a" * 5000,
]  # fmt: skip
PIECES = [
    b"/", b"..", b".", b"%2e", b"%2f", b"%5c", b"\\", b"%00", b"\0", b"%25", b"//", b";", b"~", b"%c0%af", b"%u2215", b"\xe2\x88\x95",
    b"http:", b"file:", b"C:", b"%", b"%%", b"index.html", b"\xff", b"*", b"$HOME", b"{{7*7}}", b"${x}", b"'", b'"', b"<script>", b"\t",
]  # fmt: skip


def mixed(dice: Random, targets: Sequence[str]) -> bytes:
    """Pieces in any order, around something that is there."""
    pieces = dice.choices(PIECES, k=dice.randint(1, 6))
    pieces.insert(dice.randint(0, len(pieces)), dice.choice(CHANGES)(dice.choice(targets)))
    return b"/" * dice.randint(0, 2) + b"".join(pieces)


def meant(path: bytes, base: bytes = b"/") -> str | None:
    """Return the file that a path means, worked out apart from the server: decoded once, and taken as it is."""
    whole = re.sub(rb"%([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), path)
    if not whole.startswith(base):
        return None
    file = whole[len(base) :].decode(errors="replace")
    return None if "�" in file else file + "index.html" * (not file or file.endswith("/"))


def check(path: bytes, reply: tuple[int, dict[str, str], bytes], built: dict[str, bytes], base: str = "/") -> int:
    """Assert that a 200 is the page of that path, and all else a known answer without any other file's bytes."""
    status, headers, body = reply
    file = meant(path, unquote(base).encode())
    if file is not None and file in built:
        assert status == 200, path
        same(file, body, built)
    elif file is not None and f"{file}/index.html" in built:
        assert status == 302, path
        assert (body, meant(headers["Location"].encode(), unquote(base).encode())) == (b"", f"{file}/index.html")
    else:
        assert status in (404, 400, 403, 414, 431), path
        known = (
            built["404.html"],
            b"There is no page at this address.\n",
            b"Bad Request\n",
            b"Request-URI Too Long\n",
        )
        assert SCRIPT.sub(b"", body) in known, path
    return status


def same(file: str, body: bytes, built: dict[str, bytes]) -> None:
    """Assert that there are the page's bytes, and in HTML the script, once."""
    assert len(SCRIPT.findall(body)) == file.endswith(".html"), file
    assert (SCRIPT.sub(b"", body) if file.endswith(".html") else body) == built[file], file


def answer(preview: Preview, path: bytes) -> tuple[int, dict[str, str], bytes]:
    found = respond(preview, path.decode("latin-1"))
    return found.status, found.headers, found.data


def test_hostile_paths_give_a_built_page_or_nothing(site: Site, preview: Preview, built: dict[str, bytes]) -> None:
    paths = hostile(site, built)
    assert len(set(paths)) >= 10_000
    seen = [check(path, answer(preview, path), built) for path in paths]
    assert seen.count(200) >= len(built)
    assert set(seen) == {200, 302, 404}


def test_hostile_paths_on_the_wire(site: Site, server: Server, built: dict[str, bytes]) -> None:
    paths = seeded_random(6).sample(hostile(site, built), 500)
    for path in paths:
        (reply,) = replies(exchange(server, request(path)))
        # The first line of a request is cut at white space, a path at its query; several slashes begin it as one.
        words = path.decode("latin-1").split()
        cut = re.split(rb"[?#]", words[0].encode("latin-1") if len(words) == 1 else b"")[0]
        reached = b"/" + cut.lstrip(b"/") if cut.startswith(b"//") else cut
        check(reached, (reply.status, dict(reply.headers), reply.body), built)


def test_no_byte_of_the_folder_gets_out(site: Site, preview: Preview, built: dict[str, bytes]) -> None:
    for path in hostile(site, built):
        data = respond(preview, path.decode("latin-1")).data
        assert b"secret" not in data, path
        assert b"left over" not in data, path


@pytest.mark.parametrize(
    "base",
    ["/", "/blog/", "/bl%20og/", "/бл ог/".replace(" ", "%20"), "/a/b%25c/", "/%FF/", "/a+b/%C3%BC/", "/%D0%B1/"],
)
def test_a_site_below_a_path(tmp_path: Path, base: str) -> None:
    site = a_site(tmp_path).settings(base_url=f"https://example.org{base}")
    built, preview = site.built(), Preview(site.root)
    top = quote(base, safe="/%+").encode()
    raw = re.sub(rb"%([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), top)
    for file, spelled in itertools.product(built, (top, raw)):
        found = respond(preview, (spelled + encoded(file)).decode("latin-1"))
        assert found.status == 200
        same(file, found.data, built)
        found.headers["ETag"].encode("ascii")
    if base != "/":
        for path in (b"/", b"", top[:-1], raw[:-1]):
            moved = respond(preview, path.decode("latin-1"))
            if path:
                assert (moved.status, moved.headers["Location"].encode("ascii")) == (302, top)
        for path in (
            b"/index.html",
            b"/about.html",
            top[:-1] + b"x/index.html",
            top.upper() + b"x",
            b"/assets/style.css",
        ):
            assert respond(preview, path.decode("latin-1")).status == 404
    folder = respond(preview, (top + encoded("ü x")).decode())
    assert folder.headers["Location"].encode("ascii") == top + encoded("ü x") + b"/"
    assert respond(preview, (top + b"no/such").decode()).status == 404


def test_a_site_below_a_path_on_the_wire(tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-07").settings(base_url="https://example.org/бл%20ог/")
    with serving(site.root) as (server, _):
        (moved,) = replies(exchange(server, request("/")))
        assert (moved.status, moved.headers["Location"]) == (302, "/%D0%B1%D0%BB%20%D0%BE%D0%B3/")
        (shown,) = replies(exchange(server, request(moved.headers["Location"])))
        assert (shown.status, shown.page) == (200, site.built()["index.html"])


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/weeks", "/weeks/"),
        ("/tags", "/tags/"),
        ("/%C3%BC%20x", "/%C3%BC%20x/"),
        ("/old/place", "/old/place/"),
        ("/%77eeks", "/weeks/"),
    ],
)
def test_a_folder_without_its_slash(preview: Preview, path: str, where: str) -> None:
    found = respond(preview, path)
    assert (found.status, found.headers["Location"], found.data) == (302, where, b"")
    assert respond(preview, where).status == 200


@pytest.mark.parametrize("path", ["/posts", "/posts/", "/data", "/assets/", "/a", "/a/b", "/deep/er"])
def test_folders_are_not_listed(preview: Preview, path: str) -> None:
    assert respond(preview, path).status == 404


def test_the_404_page_is_the_sites_own(preview: Preview, built: dict[str, bytes]) -> None:
    found = respond(preview, "/no%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert (found.status, found.kind, found.headers) == (404, "text/html; charset=utf-8", {})
    assert SCRIPT.sub(b"", found.data) == built["404.html"]
    assert b"<script>alert" not in found.data
    # Its tab waits for the page that was asked for.
    assert b' data-file="no&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" data-digest=""' in found.data
    assert respond(preview, "/404.html").status == 200


def test_the_script_itself(preview: Preview) -> None:
    found = respond(preview, "/__leverage_site/client.js")
    assert (found.status, found.kind) == (200, "text/javascript; charset=utf-8")
    assert found.data == (Path(respond.__code__.co_filename).parent / "client.js").read_bytes()


def test_pages_without_an_end_get_the_script_behind_all(preview: Preview) -> None:
    found = respond(preview, "/whole.html").data
    assert found.startswith(b"<p>No end of a body</p><script src=")
    ended = respond(preview, "/index.html").data
    assert re.search(rb"</script></body>\s*</html>\s*$", ended)
    assert (
        f' data-file="index.html" data-digest="{preview.answer("index.html").digest}" data-number="1"'.encode()
        in ended
    )  # type: ignore[union-attr]


# What a browser has already.


def test_every_page_has_a_tag_and_is_known_by_it(preview: Preview, built: dict[str, bytes]) -> None:
    tags = {}
    for file, data in built.items():
        path = "/" + quote(file)
        tags[file] = etag = respond(preview, path).headers["ETag"]
        assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
        for known in (etag, f"W/{etag}", f'"x", {etag}', f'W/"x",{etag} , "y"', f'"x",W/{etag}', "*", ' "x" , * '):
            found = respond(preview, path, known)
            assert (found.status, found.data, found.headers["ETag"]) == (304, b"", etag)
        for known in ("", '"x"', etag[1:-1], etag[:-2] + '"', f'"{data[:5]!r}"', "x" * 1000, ", ,", "w/" + etag):
            assert respond(preview, path, known).status == 200
    assert len(set(tags.values())) == len(set(built.values()))


def test_what_is_no_page_is_never_known(preview: Preview) -> None:
    for path in ("/missing", "/weeks", "/__leverage_site/client.js"):
        assert respond(preview, path, "*").status in (404, 302, 200)


def test_a_page_with_an_old_script_is_sent_anew(tmp_path: Path) -> None:
    """Its script would tell an old state of itself, and be told to load the page again, for ever."""
    site = Site(tmp_path).days("2026-04-07")
    preview = Preview(site.root)
    pages = {path: respond(preview, path) for path in ("/weeks/", "/data/days.csv", "/assets/style.css")}
    site.file("content/static/new.txt", "new")
    preview.refresh()
    again = {path: respond(preview, path, page.headers["ETag"]) for path, page in pages.items()}
    assert [page.status for page in again.values()] == [200, 304, 304]
    assert b' data-number="2"' in again["/weeks/"].data


def test_a_tag_changes_with_the_bytes(tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-06", "2026-04-07")
    preview = Preview(site.root)
    before = {path: respond(preview, path).headers["ETag"] for path in ("/feed.xml", f"/{DAY}", "/data/days.csv")}
    site.record("2026-04-07", "Another text.")
    preview.refresh()
    after = {path: respond(preview, path).headers["ETag"] for path in before}
    assert after["/data/days.csv"] == before["/data/days.csv"]
    assert after[f"/{DAY}"] != before[f"/{DAY}"]
    assert after["/feed.xml"] != before["/feed.xml"]
    assert respond(preview, f"/{DAY}", before[f"/{DAY}"]).status == 200


# Faults in a template.


@pytest.fixture
def told() -> list[tuple[str, ...]]:
    return []


def faulty(site: Site, told: list[tuple[str, ...]]) -> Preview:
    def failed(problems: Sequence[Problem]) -> None:
        told.append(tuple(map(str, problems)))

    return Preview(site.root, failed=failed)


def test_a_page_that_fails_is_shown_as_it_was(tmp_path: Path, told: list[tuple[str, ...]]) -> None:
    site = Site(tmp_path).days("2026-04-07").theme({})
    built, preview = site.built(), faulty(site, told)
    assert respond(preview, f"/{DAY}").status == 200
    site.theme({"day.html": BROKEN})
    preview.refresh()
    for _ in range(3):
        found = respond(preview, f"/{DAY}", "*")
        assert (found.status, SCRIPT.sub(b"", found.data)) == (200, built[DAY])
    assert len(told) == 1
    assert told[0][0].startswith("themes/own/templates/day.html:1:1: ")
    # Other pages are as they are, and those not asked for before come from the site before.
    assert SCRIPT.sub(b"", respond(preview, "/weeks/").data) == built["weeks/index.html"]
    site.theme({"day.html": "<p>Mended</p>\n"})
    preview.refresh()
    assert SCRIPT.sub(b"", respond(preview, f"/{DAY}").data) == b"<p>Mended</p>\n" == site.built()[DAY]
    assert len(told) == 1


def test_a_page_not_asked_for_before_is_that_of_the_site_before(
    tmp_path: Path, told: list[tuple[str, ...]]
) -> None:
    site = Site(tmp_path).days("2026-04-07").theme({})
    built, preview = site.built(), faulty(site, told)
    for n in range(3):
        site.theme({"day.html": BROKEN * (n + 1)})
        preview.refresh()
        found = respond(preview, f"/{DAY}")
        assert (found.status, SCRIPT.sub(b"", found.data)) == (200, built[DAY])
    assert len(told) == 3


def test_a_copied_file_that_is_gone_too_soon_is_shown_as_it_was(
    tmp_path: Path, told: list[tuple[str, ...]]
) -> None:
    site = Site(tmp_path).file("content/static/a.txt", "first")
    preview = faulty(site, told)
    assert respond(preview, "/a.txt").data == b"first"
    site.file("content/static/a.txt", "second")
    preview.refresh()
    site.remove("content/static/a.txt")
    found = respond(preview, "/a.txt")
    assert (found.status, found.kind, found.data) == (200, "text/plain; charset=utf-8", b"first")
    assert len(told) == 1
    assert told[0][0].startswith("content/static/a.txt: ")
    preview.refresh()
    assert respond(preview, "/a.txt").status == 404


def test_a_page_that_never_was_shows_its_problem(tmp_path: Path, told: list[tuple[str, ...]]) -> None:
    site = (
        Site(tmp_path).days("2026-04-07").theme({"day.html": "{{ '<b>' ~ view.nothing }}", "sitemap.xml": BROKEN})
    )
    preview = faulty(site, told)
    found = respond(preview, f"/{DAY}")
    assert (found.status, found.kind) == (500, "text/html; charset=utf-8")
    (page,) = told
    assert SCRIPT.search(found.data)
    assert page[0] in unescape(found.data.decode())
    assert b"<b>" not in found.data
    sitemap = respond(preview, "/sitemap.xml")
    assert (sitemap.status, sitemap.kind, sitemap.data.decode()) == (
        500,
        "text/plain; charset=utf-8",
        f"{told[1][0]}\n",
    )
    site.theme({"day.html": "<p>Mended</p>", "sitemap.xml": "<p>Mended</p>"})
    preview.refresh()
    assert SCRIPT.sub(b"", respond(preview, f"/{DAY}").data) == b"<p>Mended</p>"
    assert respond(preview, "/sitemap.xml").data == site.built()["sitemap.xml"]
    assert len(told) == 2


def test_a_broken_404_page_does_not_break_the_404(tmp_path: Path, told: list[tuple[str, ...]]) -> None:
    preview = faulty(Site(tmp_path).theme({"404.html": BROKEN}), told)
    expected = Response(404, "text/plain; charset=utf-8", b"There is no page at this address.\n")  # type: ignore[arg-type]
    assert respond(preview, "/missing") == expected


def test_a_template_fault_on_the_wire(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = Site(tmp_path).days("2026-04-07").theme({"day.html": BROKEN})
    with serving(site.root) as (server, preview):
        first, second = replies(
            exchange(server, request(f"/{DAY}") + request(f"/{DAY}", method="HEAD")), "GET", "HEAD"
        )
        assert (first.status, second.status, second.body) == (500, 500, b"")
        assert first.headers["Content-Length"] == second.headers["Content-Length"] == str(len(first.body))
        site.theme({"day.html": "<p>Mended</p>"})
        preview.refresh()
        assert [r.page for r in replies(exchange(server, request(f"/{DAY}")))] == [b"<p>Mended</p>"]
    assert capsys.readouterr().err == ""


# Media types: the same on every machine and Python.


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a/b.HTM", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("deep/feed.xml", "application/xml; charset=utf-8"),
        ("x.rss", "application/rss+xml; charset=utf-8"),
        ("x.atom", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("data/days.json", "application/json; charset=utf-8"),
        ("data/days.csv", "text/csv; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("assets/style.css", "text/css; charset=utf-8"),
        ("assets/icon.svg", "image/svg+xml; charset=utf-8"),
        ("x.SVG", "image/svg+xml; charset=utf-8"),
        ("x.png", "image/png"),
        ("x.jpeg", "image/jpeg"),
        ("x.gif", "image/gif"),
        ("x.webp", "image/webp"),
        ("x.avif", "image/avif"),
        ("favicon.ico", "image/x-icon"),
        ("x.woff2", "font/woff2"),
        ("x.WOFF", "font/woff"),
        ("x.pdf", "application/pdf"),
        ("site.webmanifest", "application/manifest+json"),
        ("x.mp4", "video/mp4"),
        ("CNAME", "application/octet-stream"),
        ("folder.html/CNAME", "application/octet-stream"),
        ("x.unknown", "application/octet-stream"),
        ("x.", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("x.tar.gz", "application/octet-stream"),
        ("x.svgz", "application/octet-stream"),
        ("x.html.bak", "application/octet-stream"),
        ("x.日本語", "application/octet-stream"),
        ("x.a:b,c;d", "application/octet-stream"),
    ],
)
def test_types(file: str, kind: str) -> None:
    assert media_type(file) == kind


@pytest.mark.parametrize("file", ["x.js", "x.mjs"])
def test_scripts_have_one_of_their_two_names(file: str) -> None:
    assert media_type(file) in ("text/javascript; charset=utf-8", "application/javascript; charset=utf-8")


def test_the_systems_table_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mimetypes.types_map, ".html", "application/x-wrong")
    assert media_type("x.html") == "text/html; charset=utf-8"


FEED_MEDIA_TYPES = [
    (r"feed\.xml|feeds/.+\.rss\.xml", "application/rss+xml; charset=utf-8"),
    (r"atom\.xml|feeds/.+\.atom\.xml", "application/atom+xml; charset=utf-8"),
    (r"feed\.json|feeds/.+\.json", "application/feed+json; charset=utf-8"),
    (r"feeds\.opml", "text/x-opml; charset=utf-8"),
]


def test_pages_are_sent_with_their_types(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .days("2026-04-07")
        .file("content/static/data.bin", b"\0")
        .file("content/static/x.tar.gz", b"")
    )
    preview = Preview(site.root)
    for file in site.built():
        type_ = next((kind for name, kind in FEED_MEDIA_TYPES if re.fullmatch(name, file)), media_type(file))
        assert respond(preview, f"/{file}").kind == type_
