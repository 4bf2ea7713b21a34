"""A real browser for pages, and checkers from npm. REQUIRE_BROWSER=1 turns every skip into a failure."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from demo.files import write
from tests.support.browsing import CHROMIUM, FLAGS, build, hosted
from tests.support.sites import ROOT, missing

NPM = ROOT / "tests" / "npm" / "node_modules"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the system's own."""
    if CHROMIUM is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def npm() -> Path:
    """The folder of the checkers from npm."""
    if not (NPM / "axe-core").is_dir() or shutil.which("node") is None:
        missing("checker from npm (npm install --prefix tests/npm)")
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
    with hosted(host) as address:
        yield f"{address}blog/"
