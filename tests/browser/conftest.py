"""A real browser for pages, and checkers from npm. REQUIRE_BROWSER=1 turns every skip into a failure."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebError, sync_playwright

from demo.files import write
from tests.support.browser_preview import EAR, SECONDS
from tests.support.browsing import CHROMIUM, FLAGS, build, hosted
from tests.support.sites import ROOT, skip_without
from tests.support.workspace import made_once

NPM = ROOT / "tests" / "npm" / "node_modules"
# Nodes of which nothing is wrong need not be described.
AXE = """axe.run({
  preload: false, selectors: false, resultTypes: ["violations"], rules: { "target-size": { enabled: true } },
}).then((result) => result.violations.map((violation) => [violation.id, violation.nodes[0].html]))"""
SCREEN = {"width": 1280, "height": 800}
KEPT = 2  # tabs: few tests need more
Audit = Callable[[Page], list[list[str]]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the system's own."""
    if CHROMIUM is None:
        skip_without("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def npm() -> Path:
    """Return the folder of the checkers from npm."""
    if not (NPM / "axe-core").is_dir() or shutil.which("node") is None:
        skip_without("checker from npm (npm install --prefix tests/npm)")
    return NPM


@pytest.fixture(scope="session")
def audit(npm: Path, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Return what axe finds wrong with a page as it is shown now."""
    script = Path(shutil.copy(npm / "axe-core" / "axe.min.js", tmp_path_factory.mktemp("axe")))

    def found(page: Page) -> list[list[str]]:
        if page.evaluate("!window.axe"):
            # To read a file is a third of the work of being told it, but only a page from the disk may.
            local = page.url.startswith("file:")
            page.add_script_tag(**{"url": script.as_uri()} if local else {"path": script})
        problems: list[list[str]] = page.evaluate(AXE)
        return problems

    return found


class Window:
    """A browser's window, in which pages remember what they hear; its tabs are used again, which takes half the time."""

    def __init__(self, context: BrowserContext) -> None:
        self.browser_context = context
        self._free: list[Page] = []
        self._used: list[Page] = []

    def new_page(self) -> Page:
        """Return a tab that shows nothing yet."""
        page = self._free.pop() if self._free else self.browser_context.new_page()
        # A tab behind others is drawn once a second, and what waits for it looks as often.
        page.bring_to_front()
        self._used.append(page)
        return page

    def clear(self) -> None:
        """Have every tab show nothing, as at first."""
        for page in self._used[KEPT:]:
            page.close()
        del self._used[KEPT:]
        for page in self._used:
            page.unroute_all()
            page.goto("about:blank")
            page.set_viewport_size(SCREEN)
            page.emulate_media(color_scheme="light")
        self._free += self._used
        self._used.clear()


@pytest.fixture(scope="session")
def _window(browser: Browser) -> Window:
    context = browser.new_context(viewport=SCREEN)
    context.set_default_timeout(SECONDS * 1000)
    context.add_init_script(EAR)
    return Window(context)


@pytest.fixture
def context(_window: Window) -> Iterator[Window]:
    """Give a window whose tabs may neither complain nor ask other hosts."""
    noise: list[str] = []

    def complain(error: WebError) -> None:
        noise.append(str(error.error))

    def look(request: Request) -> None:
        if "//127.0.0.1:" not in request.url and request.url != "about:blank":
            noise.append(request.url)

    kept = _window.browser_context
    kept.on("weberror", complain)
    kept.on("request", look)
    yield _window
    _window.clear()
    kept.remove_listener("weberror", complain)
    kept.remove_listener("request", look)
    assert noise == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the repository's content."""
    return made_once(tmp_path_factory, "site", lambda output: build(ROOT, output))


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example year."""

    def make(output: Path) -> None:
        source = output.with_name("source")
        write(source)
        build(source, output)

    return made_once(tmp_path_factory, "year", make)


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build it for a path below a host, serve it there under a strict policy, and give its address."""

    def make(host: Path) -> None:
        build(ROOT, host / "blog", "--base-url", "https://example.org/blog/")

    with hosted(made_once(tmp_path_factory, "host", make)) as address:
        yield f"{address}blog/"
