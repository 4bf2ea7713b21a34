"""What hosts are told of caching and types; nginx and Caddy read it where they are installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from leverage_site.cli.publish import publish
from leverage_site.publish.caching import ASK, FOR_EVER, FORMS, MAX_FILES, headers, is_digested, redirects
from leverage_site.publish.order import ASSETS, FEEDS, PAGES, SiteFile
from tests.support.sites import Site
from tests.support.workspace import cli

RSS = "application/rss+xml; charset=utf-8"
FILES = [
    SiteFile("index.html", "", PAGES, "text/html; charset=utf-8"),
    SiteFile("feed.xml", "", FEEDS, RSS),
    SiteFile("feeds/projekte/größe.xml", "", FEEDS, "application/atom+xml; charset=utf-8"),
    SiteFile("assets/style.css", "", ASSETS, "text/css; charset=utf-8"),
    SiteFile("assets/app.1a2b3c4d.js", "", ASSETS, "text/javascript; charset=utf-8"),
]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets/app.1a2b3c4d.js", True), ("a-0123456789abcdef0123.woff2", True), ("assets/style.css", False),
        ("photo-20260407.jpg", False), ("posts/2026-04-07.html", False), ("a.1a2b3c4.js", False), ("deadbeef.js", False),
        ("x.DEADBEEF.js", False), ("a.1a2b3c4d/index.html", False),
    ],
)  # fmt: skip
def test_a_digest_has_eight_digits_or_more_and_is_no_date(path: str, expected: bool) -> None:
    assert is_digested(path) == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("base", ["/", "/a/b/"])
def test_feeds_have_their_types_and_digests_are_kept_for_ever(form: str, base: str) -> None:
    text = headers(form, base, FILES)
    assert f"{base}feed.xml" in text
    assert RSS.partition(";")[0] in text
    # nginx compares addresses decoded.
    assert f"{base}feeds/projekte/{'größe' if form == 'nginx' else 'gr%C3%B6%C3%9Fe'}.xml" in text
    assert FOR_EVER in text
    assert (ASK in text) == (form in ("nginx", "caddy"))
    assert "style.css" not in text
    assert text.endswith("\n")


def test_the_command_knows_every_form() -> None:
    (option,) = [option for option in publish.params if option.name == "headers"]
    assert tuple(option.type.choices) == FORMS


def test_no_more_lines_than_hosts_take() -> None:
    many = [SiteFile(f"feeds/{n:04}.xml", "", FEEDS, RSS) for n in range(500)]
    text = headers("cloudflare", "/", [*many, FILES[1]])
    assert len(re.findall(r"^/", text, re.MULTILINE)) == MAX_FILES
    assert text.startswith("/feed.xml\n")


@pytest.mark.site
@pytest.mark.skipif(shutil.which("nginx") is None, reason="there is no nginx")
def test_nginx_reads_it(tmp_path: Path) -> None:
    text = headers("nginx", "/a/b/", FILES)
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log;\nevents {{ }}\nhttp {{ access_log off; server {{\n"
        f"listen 127.0.0.1:9; root {tmp_path};\n{text}}} }}\n"
    )
    ended = subprocess.run(["nginx", "-t", "-c", config], capture_output=True, text=True, check=False)
    assert "syntax is ok" in ended.stderr


@pytest.mark.site
@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no Caddy")
def test_caddy_reads_it(tmp_path: Path) -> None:
    (tmp_path / "Caddyfile").write_text(f"http://127.0.0.1:9 {{\n{headers('caddy', '/a/b/', FILES)}}}\n")
    arguments = ["caddy", "adapt", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"]
    ended = subprocess.run(
        arguments,
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("netlify", "/a/old%20x/ /a/new.html 301!"),
        ("cloudflare", "/a/old%20x/ /a/new.html 301"),
        ("nginx", 'location = "/a/old x/" { return 301 /a/new.html; }'),
        ("caddy", "redir /a/old%20x/ /a/new.html permanent"),
    ],
)
def test_old_addresses_lead_to_new_ones(form: str, line: str) -> None:
    assert redirects(form, "/a/", [("/old x/", "/new.html")] * 2) == f"{line}\n"
    assert redirects(form, "/a/", []) == ""


def test_every_old_address_of_a_site_is_printed(tmp_path: Path) -> None:
    site = Site(tmp_path).record(aliases=["/old.html", "/older/"])
    printed = cli("--site", site.root, "publish", "--redirects", "cloudflare").stdout
    day = "/posts/2026/2026-04-07-leverage-record.html 301"
    assert printed.splitlines() == [f"/old.html {day}", f"/older/ {day}"]
