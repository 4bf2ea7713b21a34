"""A real browser for pages, and checkers from npm. REQUIRE_BROWSER=1 turns every skip into a failure."""

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from demo.files import write
from leverage_site.cli import main

ROOT = Path(__file__).parents[2]
NPM = ROOT / "tests" / "npm" / "node_modules"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _without(what: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but there is no {what}")
    pytest.skip(f"there is no {what}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the system's own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        _without("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def npm() -> Path:
    """The folder of the checkers from npm."""
    if not (NPM / "axe-core").is_dir() or shutil.which("node") is None:
        _without("checker from npm (npm install --prefix tests/npm)")
    return NPM


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's content, built."""
    output = tmp_path_factory.mktemp("site")
    build(ROOT, output)
    return output


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example year, built."""
    root = tmp_path_factory.mktemp("year")
    write(root / "source")
    build(root / "source", root / "output")
    return root / "output"


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same, built for a path below a host and served there under a strict policy; gives its address."""
    host = tmp_path_factory.mktemp("host")
    build(ROOT, host / "blog", "--base-url", "https://example.org/blog/")
    handler = functools.partial(_Quiet, directory=str(host))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/blog/"
        server.shutdown()


def build(root: Path, output: Path, *options: str) -> None:
    """Build the site at `root` into `output`."""
    result = CliRunner().invoke(main, ["--site", str(root), "build", "--output", str(output), *options])
    assert result.exit_code == 0, result.stderr


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Allow nothing but what is the site's own."""
        kinds = ("script", "style", "img", "connect")
        policy = "; ".join(["default-src 'none'", *(f"{kind}-src 'self'" for kind in kinds)])
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""
