"""A German site in a browser: it fits, is valid and accessible, and scripts read and write numbers as its pages do."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Audit
from tests.support.browsing import build, hosted, open_page
from tests.support.sites import ROOT

pytestmark = pytest.mark.browser

DAY = "posts/2026/2026-04-07-leverage-record.html"
SEEN = (("default", DAY), ("default", "leverage.html"), ("default", "feeds.html"), ("plain", DAY))
PAGES = (DAY, "index.html", "weeks/2026-W15.html", "leverage.html", "tasks.html", "feeds.html", "tags/ai.html")
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build the repository's content as a German site in a theme, each once."""

    @cache
    def output(theme: str) -> Path:
        root = tmp_path_factory.mktemp(theme)
        shutil.copytree(ROOT / "content", root / "source/content")
        settings = (ROOT / "leverage.toml").read_text(encoding="utf-8")
        own = f'[site]\nlanguage = "de"\ntheme = "{theme}"\n'
        (root / "source/leverage.toml").write_text(settings.replace("[site]\n", own, 1), encoding="utf-8")
        build(root / "source", root / "output")
        return root / "output"

    return output


@pytest.mark.npm
@pytest.mark.parametrize(("theme", "path"), SEEN)
def test_a_german_page_fits_and_is_accessible(
    browser: Browser, built: Callable[[str], Path], audit: Audit, theme: str, path: str
) -> None:
    for width, scheme in ((1280, "dark"), (320, "light")):
        with open_page(browser, (built(theme) / path).as_uri(), width, scheme) as page:
            assert not page.evaluate(TOO_WIDE), width
            assert audit(page) == [], width


@pytest.mark.npm
def test_german_pages_are_valid(npm: Path, built: Callable[[str], Path], tmp_path: Path) -> None:
    config = {"extends": ["html-validate:standard"], "rules": {"long-title": "off"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    command = ["node", npm / "html-validate" / "bin" / "html-validate.mjs", "--config", tmp_path / "config.json"]
    files = [built(theme) / path for theme in ("default", "plain") for path in PAGES]
    result = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def address(built: Callable[[str], Path]) -> Iterator[str]:
    """Serve the site in the default theme, which has the scripts."""
    with hosted(built("default")) as served:
        yield served


def test_the_explorer_finds_and_sums_up_in_german(browser: Browser, address: str) -> None:
    with open_page(browser, f"{address}tasks.html?q=fleet") as page:
        found = page.locator("#task_status")
        expect(found).to_have_text(
            re.compile(r"\d+ Aufgaben\u00a0· [\d.]+,?\d*\u202fh in .+ mit Claude\u00a0· \d+,\dx")
        )
        days = page.locator("table.explorer .day time").all_inner_texts()
        assert days
        assert all(re.fullmatch(r"(Mo|Di|Mi|Do|Fr|Sa|So) \d+\. (März|Apr\.) 2026", day) for day in days)
        assert all(re.fullmatch(r"\d+,\dx", text) for text in page.locator("td.factor").all_inner_texts())
        page.goto(f"{address}tasks.html?q=zzz&min=5000")
        expect(found).to_have_text("Keine Aufgabe hat „zzz“, einen Faktor ab 5.000x.")


def test_columns_of_german_numbers_are_sorted_by_what_they_mean(browser: Browser, address: str) -> None:
    with open_page(browser, f"{address}{DAY}") as page:
        page.click("table.tasks th:has-text('Schätzung') button")
        cells = page.locator("table.tasks td.human").all_inner_texts()
        hours = [float(text.split("\u202f")[0].replace(",", ".")) for text in cells]
        assert hours == sorted(hours, reverse=True)
        assert min(hours) < 1
        page.click("table.tasks th:has-text('Überwachungshebel') button")
        factors = [text.strip() for text in page.locator("table.tasks td.supervisory").all_inner_texts()]
        assert factors[:3] == ["1.600x", "1.200x", "800,0x"]


def test_what_was_copied_is_told_in_german(browser: Browser, address: str) -> None:
    with open_page(browser, f"{address}feeds.html") as page:
        page.locator("button[data-copy]").first.click()
        expect(page.locator(".copy [role=status]").first).to_have_text("Kopiert")
