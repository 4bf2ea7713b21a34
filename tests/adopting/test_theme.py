"""The theme of a host: one command makes it, another lets it follow, and neither loses an edit."""

import json
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest

from leverage_site import build
from leverage_site.adopting.theme import ORIGIN, Origin, published_path
from leverage_site.render.render import render_pieces
from leverage_site.urls import percent_encoded
from tests.support.hosts import ELEVENTY, HOSTS, lay_out
from tests.support.sites import Site, html, links, rendered
from tests.support.workspace import cli, tree


@pytest.fixture
def site(tmp_path: Path) -> Site:
    lay_out(ELEVENTY, tmp_path / "www")
    return Site(tmp_path / "site").days("2026-04-06", "2026-04-07").settings(base_url="https://example.org/blog/")


def adopt(site: Site, *options: str) -> str:
    """Run `theme adopt`; return what it prints."""
    result = cli("--site", site.root, "theme", "adopt", *options)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def adopted(site: Site) -> Site:
    adopt(site, str(site.root.parent / "www/shell/index.html"), "--at", "/shell/")
    return site.settings(theme="host")


def test_pages_stand_in_the_host_and_braces_stay_braces(site: Site) -> None:
    files = adopted(site).built()
    for file in ("index.html", "posts/2026/2026-04-07-leverage-record.html", "404.html"):
        page = files[file].decode()
        assert page.count("<html") == page.count("<body") == page.count("<main") == page.count("</main>") == 1
        assert "Made of {% raw %} and {{ page.url }}." in page
        assert '<a href="/blog/" aria-current="true">Blog</a>' in page
        assert "Old {{ content }}" not in page
        assert "\0" not in page
    assert b"\0" not in files["feed.xml"]


@pytest.mark.parametrize("mount", ["/", "/blog/", "/a/b/"])
@pytest.mark.parametrize("name", HOSTS)
def test_all_links_lead_somewhere_and_the_host_is_left_as_it_is(name: str, mount: str, tmp_path: Path) -> None:
    page, where = lay_out(HOSTS[name], tmp_path / "www"), "https://example.org/shell/"
    before = tree(tmp_path / "www")
    site = Site(tmp_path / "site").record(aliases=["/old.html"]).settings(base_url=f"https://example.org{mount}")
    adopt(site, str(page), "--at", "/shell/", *(["--content", HOSTS[name].content] if HOSTS[name].content else []))
    assert tree(tmp_path / "www") == before
    made = site.settings(theme="host").prepared()
    assert not made.problems
    base = made.settings.base_url
    of_host = {urljoin(where, link) for link in links(HOSTS[name].page.encode())}
    files = rendered(made, "index.html", "posts/*", "404.html", "tasks.html", "old.html")
    ids = {base + percent_encoded(file): {*html(data).xpath("//@id"), ""} for file, data in files.items()}
    ids = (
        {base + percent_encoded(file): set() for file in made.plan.by_file}
        | ids
        | {base: ids[f"{base}index.html"]}
    )
    for file, data in files.items():
        led = {urljoin(base + file, link) for link in links(data)}
        for place, _, part in (link.partition("#") for link in led if link.startswith("https://example.org/")):
            assert place in ids or place in of_host, (file, place)
            assert part in (ids.get(place) or {part}), (file, place, part)
        assert led & of_host or file == "old.html"


def test_an_update_follows_the_host(site: Site) -> None:
    adopted(site).settings(sitemap="/sitemap-log.xml", title="A & <B>")
    told = adopt(site, "--update")
    assert "is as theme host has it" in told
    assert "Sitemap: https://example.org/blog/sitemap-log.xml\n" in told
    assert "<sitemap><loc>https://example.org/blog/sitemap-log.xml</loc></sitemap>\n" in told
    # The links are those that pages of the section have themselves.
    lines = [line.strip() for line in told.splitlines() if 'rel="alternate"' in line]
    assert [line.replace(' href="https://example.org/blog/', ' href="') for line in lines] == [
        line for line in site.built()["index.html"].decode().splitlines() if 'rel="alternate"' in line
    ]
    assert len(lines) == 3
    page = site.root.parent / "www/shell/index.html"
    page.write_text(ELEVENTY.page.replace("Eleven", "Twelve"))
    assert "wrote" in adopt(site, "--update")
    assert b"Twelve" in site.built()["index.html"]
    assert "is as theme host has it" in adopt(site, "--update")


def test_an_update_takes_no_edit_away(site: Site) -> None:
    adopted(site).file("themes/host/templates/base.html", '{% extends "section/base.html" %}')
    styles = site.root / "themes/host/assets/host.css"
    styles.write_text(".records { --accent: #000 }")
    (site.root.parent / "www/shell/index.html").write_text(ELEVENTY.page.replace("Eleven", "Twelve"))
    adopt(site, "--update")
    assert styles.read_text() == ".records { --accent: #000 }"
    own = site.root / "themes/host/host.html"
    own.write_text(own.read_text().replace("Twelve", "Thirteen"))
    before = tree(site.root)
    result = cli("--site", site.root, "theme", "adopt", "--update")
    assert (result.exit_code, "T019" in result.stderr) == (1, True)
    assert tree(site.root) == before
    own.unlink()
    adopt(site, "--update")
    assert "Twelve" in own.read_text()


def test_a_page_of_the_section_itself_is_not_adopted(site: Site) -> None:
    made = adopted(site).built()["index.html"]
    (site.root.parent / "www/shell/index.html").write_bytes(made)
    result = cli("--site", site.root, "theme", "adopt", "--update")
    assert (result.exit_code, "T018 the page cannot be adopted: it is one of this section" in result.stderr) == (
        1,
        True,
    )
    # A host that this program makes, too, is a host.
    site.settings(base_url="https://example.org/blog/more/")
    assert "wrote" in adopt(site, "--update")


@pytest.mark.parametrize(
    ("source", "at", "folder", "path"),
    [
        ("https://example.org/blog/", "/", None, "index.html"),
        ("https://example.org/blog", "/", "www", "index.html"),
        ("https://example.org/blog/about.html", "/", None, "about.html"),
        ("https://example.org/blogs/", "/", None, ""),
        ("https://example.org/", "/", "www", ""),
        ("../www/index.html", "/", "../www", "index.html"),
        ("../www/a/x.html", "/blog/", "../www", "a/x.html"),
        ("../index.html", "/blog/", "../www", ""),
        ("../www/index.html", "/blog/", None, "index.html"),
        ("../www/index.html", "/", None, ""),
    ],
)
def test_where_an_adopted_page_is_published(
    source: str, at: str, folder: str | None, path: str, tmp_path: Path
) -> None:
    (tmp_path / ORIGIN).write_text(Origin(source, at, "", "").text())
    where = tmp_path / folder if folder else None
    assert published_path(tmp_path, tmp_path, "https://example.org/blog/", where) == path
    assert published_path(tmp_path, tmp_path / "none", "https://example.org/blog/", where) == ""


def test_a_name_that_is_taken(site: Site) -> None:
    adopted(site)
    result = cli("--site", site.root, "theme", "adopt", str(site.root.parent / "www/shell/index.html"))
    assert (result.exit_code, "T013" in result.stderr) == (1, True)


@pytest.mark.parametrize("options", [[], ["x.html", "--update"], ["x.html", "--content", "a > b"]])
def test_how_it_is_not_called(options: list[str], site: Site) -> None:
    assert cli("--site", site.root, "theme", "adopt", *options).exit_code == 2


def test_where_a_page_is_taken_to_be_is_told_and_kept(site: Site) -> None:
    page = site.root.parent / "www/shell/index.html"
    told = adopt(site, str(page))
    assert "taken to be at https://example.org/, since it does not say" in told
    assert 'href="/../css' not in (site.root / "themes/host/host.html").read_text()
    page.write_text(page.read_text().replace("<title>", "<link rel=canonical href=/shell/><title>"))
    told = adopt(site, str(page), "--name", "other")
    assert "taken to be at https://example.org/shell/, as its canonical link says" in told
    assert "another host" not in told
    for name, at in (("host", "/"), ("other", "/shell/")):
        assert f'at = "{at}"\n' in (site.root / f"themes/{name}/{ORIGIN}").read_text()
        assert "taken to be" not in adopt(site, "--update", "--name", name)
    page.write_text(page.read_text().replace("href=/shell/", "href=https://www.example.com/x/"))
    assert "That is another host" in adopt(site, str(page), "--name", "third")
    assert "taken to be" not in adopt(site, str(page), "--name", "fourth", "--at", "/shell/")


def test_a_host_that_is_dark_without_saying_so_is_followed(site: Site) -> None:
    page = site.root.parent / "www/shell/index.html"
    styles = site.root.parent / "www/css/host.css"
    styles.write_text("\n@media (prefers-color-scheme: dark) { body { background: #000 } }")
    told = adopt(site, str(page), "--at", "/shell/")
    assert "../www/css/host.css:2: the host has a ground for dark screens" in told
    assert "has the section follow" in told
    own = site.root / "themes/host/assets/host.css"
    assert "color-scheme: light dark !important" in own.read_text()
    assert "has the section follow" in adopt(site, "--update")
    own.write_text("")
    told = adopt(site, "--update")
    assert "write into themes/host/assets/host.css:\n  @layer leverage-own" in told
    page.write_text(page.read_text().replace("<title>", '<meta name="color-scheme" content="dark"><title>'))
    assert "dark screens" not in adopt(site, "--update")


def test_its_json(site: Site) -> None:
    page = str(site.root.parent / "www/shell/index.html")
    answer = json.loads(adopt(site, page, "--at", "/shell/", "--json"))
    assert answer["styles"] == ["/css/host.css"]
    assert (answer["at"], answer["dark"], answer["follows"]) == ("https://example.org/shell/", None, False)
    assert answer["policy"][0].startswith("style-src 'sha256-")


@pytest.mark.site
def test_a_changed_host_renders_nothing_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """P3: and yet the site is as a build from nothing makes it."""
    adopted(site)
    assert cli("--site", site.root, "build").exit_code == 0
    frame = site.root / "themes/host/host.html"
    frame.write_text(frame.read_text().replace("Eleven", "Twelve"))
    rendered: Counter[str] = Counter()

    def count(page, *arguments):
        rendered[page.address] += 1
        return render_pieces(page, *arguments)

    monkeypatch.setattr(build, "render_pieces", count)
    result = cli("--site", site.root, "build")
    assert (result.exit_code, dict(rendered)) == (0, {})
    output = site.root / "output"
    built = {file: (output / file).read_bytes() for file in site.built()}
    assert built == site.built()
    assert b"Twelve" in built["index.html"]
    assert cli("--site", site.root, "build", "--verify").exit_code == 0


@pytest.mark.site
def test_an_edited_record_is_rendered_in_the_host(site: Site) -> None:
    adopted(site)
    assert cli("--site", site.root, "build").exit_code == 0
    site.record("2026-04-07", "Another lead.\n")
    assert cli("--site", site.root, "build", "--verify").exit_code == 0
    assert b"Another lead" in (site.root / "output/posts/2026/2026-04-07-leverage-record.html").read_bytes()
