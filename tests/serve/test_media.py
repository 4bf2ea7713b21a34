"""The media types of files, the same on every machine and Python."""

import mimetypes
from pathlib import Path

import pytest

from leverage_site.serve.media import media_type
from leverage_site.serve.preview import Preview
from leverage_site.serve.respond import respond
from tests.support.sites import Site


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


def test_pages_are_sent_with_their_types(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .days("2026-04-07")
        .file("content/static/data.bin", b"\0")
        .file("content/static/x.tar.gz", b"")
    )
    preview = Preview(site.root)
    for file in site.built():
        type_ = "application/rss+xml; charset=utf-8" if file == "feed.xml" else media_type(file)
        assert respond(preview, f"/{file}").kind == type_
