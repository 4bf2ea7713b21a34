"""The section in the pages of five hosts: neither breaks the other, whatever the host's stylesheet says."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Audit
from tests.support.browsing import build, hosted, open_page
from tests.support.hosts import HOSTS, lay_out
from tests.support.sites import Site, task
from tests.support.workspace import cli

pytestmark = pytest.mark.browser

MOUNTS = {"hugo": "/", "eleventy": "/a/b/", "astro": "/blog/", "wordpress": "/blog/", "hostile": "/a/b/"}
DAY = "posts/2026/2026-04-07-leverage-record.html"
# On a phone their titles take two lines, and labels end below the numbers.
TASKS = [
    task(
        f"Task {n} with a title that goes on",
        f"{n}h",
        f"{n + 3}m",
        supervision="1m",
        project="p" * n,
        tags=["docs"],
    )
    for n in range(1, 9)
]
BODY = "The lead.\n\n## Analysis\n\n- A *list*\n\n| A | B |\n| - | - |\n| 1 | 2 |\n"
# What the browser makes of all that is in the section, but for a head that a phone hides: the layout of its cells,
# a pixel wide together, depends on what was there before. As one text: each value of a list would be wrapped.
LOOK = """() => JSON.stringify([...document.querySelectorAll(".records, .records *")].filter((element) => {
  return innerWidth > 736 || !element.closest("thead");
}).map((element) => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const names = [...style].filter((name) => !name.startsWith("--") && !/origin|perspective/.test(name));
  return [element.tagName, box.width, box.height, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)];
}))"""
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPILL = """() => { const section = document.querySelector(".leverage-site"); return section.scrollWidth - section.clientWidth; }"""

# Between the line below the section's navigation and what comes first behind it.
GAP = """() => document.querySelector("#main_ > *").getBoundingClientRect().top
  - document.querySelector(".records > .site").getBoundingClientRect().bottom"""


def lay(name: str, folder: Path, mount: str) -> str:
    """Build a site in a host's page and put it into the host; return the part of its address."""
    host = HOSTS[name]
    page = lay_out(host, folder / "www")
    site = Site(folder / "site").settings(base_url=f"https://example.org{mount}")
    site.record("2026-04-06", BODY).record("2026-04-07", BODY, tasks=TASKS)
    options = ["--content", host.content] if host.content else []
    result = cli("--site", site.root, "theme", "adopt", page, "--at", "/shell/", *options)
    assert result.exit_code == 0, result.stderr
    site.settings(theme="host")
    build(site.root, folder / "www" / mount.strip("/") if mount != "/" else folder / "out")
    top = folder / ("out" if mount == "/" else "www")
    (top / "css").mkdir(exist_ok=True)
    (top / "css/host.css").write_text(host.styles)
    (top / "favicon.ico").write_bytes(b"")  # browsers ask for it where no page names an icon
    return mount.lstrip("/")


@pytest.fixture(scope="module", params=HOSTS)
def section(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a section, below its mount."""
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    path = lay(name, folder, MOUNTS[name])
    with hosted(folder / ("www" if path else "out"), strict=False) as address:
        yield address + path


@pytest.mark.npm
@pytest.mark.parametrize("file", ["index.html", DAY])
def test_it_reads_well(browser: Browser, section: str, file: str, audit: Audit) -> None:
    # Between the two pages, each width is seen in each scheme.
    schemes = ("light", "dark") if file == DAY else ("dark", "light")
    for width, scheme in zip((1280, 360), schemes, strict=True):
        with open_page(browser, section + file, width, scheme) as page:
            assert page.locator(".records h1").first.is_visible()
            assert page.evaluate(SPILL) <= 0
            assert page.evaluate(GAP) >= 16
            assert width > 360 or page.evaluate(WIDTH) <= 0
            assert audit(page) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("file", ["index.html", DAY, "tasks.html"])
def test_a_hostile_stylesheet_changes_nothing(browser: Browser, tmp_path: Path, width: int, file: str) -> None:
    path = lay("hostile", tmp_path, "/blog/")
    looks = []
    for styles in (HOSTS["hostile"].styles, "html { font-size: 100% } body { margin: 0 }"):
        (tmp_path / "www/css/host.css").write_text(styles)
        with hosted(tmp_path / "www") as address, open_page(browser, address + path + file, width) as page:
            looks.append(json.loads(page.evaluate(LOOK)))
    hostile, plain = looks
    assert len(hostile) == len(plain)
    for each, other in zip(hostile, plain, strict=True):
        assert [*set(each) - set(other)] == [], (each[0], [*set(other) - set(each)])
