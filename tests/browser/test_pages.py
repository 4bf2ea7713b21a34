"""Every kind of page, in a browser: on a desk and a phone, light and dark, from the disk and below a path."""

import json
import re
import subprocess
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Audit
from tests.support.browsing import PAGES, UNBROKEN, build, hosted, open_page
from tests.support.sites import Site, task

pytestmark = pytest.mark.browser

STYLED = "getComputedStyle(document.querySelector('.records')).maxWidth !== 'none'"
# What has text and hides a part of it, but for what is there for screen readers alone.
CUT = """[...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  const hides = /hidden|clip/.test(style.overflowX) && !element.closest("svg");
  const cut = element.scrollWidth > element.clientWidth + 1;
  const shown = element.checkVisibility() && element.textContent.trim() && style.clipPath === "none";
  return hides && cut && shown;
}).map((element) => element.outerHTML.slice(0, 80))"""
# Words that are broken although a line has room for them: what is longer may be.
BROKEN = """() => {
  const broken = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    if (!text.parentElement.checkVisibility() || text.parentElement.closest("svg, .hidden")) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}.,%+−]{2,16}/gu)) {
      const range = new Range();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
SCRIPTS = ("charts", "tables", "tasks", "frames", "copy")
SCRIPT = re.compile(r'<script [^>]*src="[^"]*assets/(\w+)\.[^"]*js"')
OWN_CODE = re.compile(
    r'<style\b[^>]*>|<script(?![^>]* src=)(?! type="application/ld\+json")[^>]*>|<[^>]* (?:style|on\w+)=[^>]*>'
)
# A desk, a tablet, a phone, a small phone.
SCREENS = (1280, 800, 360, 320)


@pytest.fixture(scope="module", params=PAGES)
def shown(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page of each kind."""
    with open_page(browser, (site / PAGES[request.param]).as_uri()) as page:
        yield page


def test_nothing_overflows(shown: Page) -> None:
    assert shown.evaluate(STYLED), "the stylesheet is missing"
    for width in SCREENS:
        shown.set_viewport_size({"width": width, "height": 900})
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.evaluate(CUT) == []
        assert shown.evaluate(BROKEN) == [], width


@pytest.mark.npm
def test_accessible(shown: Page, audit: Audit) -> None:
    for width, scheme in ((1280, "light"), (360, "dark")):
        shown.set_viewport_size({"width": width, "height": 900})
        shown.emulate_media(color_scheme=scheme)
        assert audit(shown) == [], (width, scheme)


@pytest.mark.npm
def test_accessible_with_each_range_and_all_that_folds_open(browser: Browser, year: Path, audit: Audit) -> None:
    with open_page(browser, (year / "leverage.html").as_uri(), 390) as page:
        page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
        ranges = page.locator(".switch button")
        assert ranges.count() > 4
        for scheme, n in (("light", 0), ("dark", 1)):
            page.emulate_media(color_scheme=scheme)
            for at in (n, ranges.count() - 2 - n):
                ranges.nth(at).click()
            assert audit(page) == [], scheme


def some(root: Path) -> Iterator[Path]:
    """Up to eight pages of each folder, from the first to the last: those of a folder come from one template."""
    for folder, pages in groupby(
        sorted(root.rglob("*.html"), key=lambda path: path.parts), key=lambda path: path.parent
    ):
        found = list(pages)
        step = 1 if folder == root else -(-len(found) // 7)
        yield from {*found[::step], found[-1]}


@pytest.mark.npm
def test_valid_html(npm: Path, site: Path, year: Path, tmp_path: Path) -> None:
    config = {"extends": ["html-validate:standard"], "rules": {"long-title": "off"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    command = ["node", npm / "html-validate" / "bin" / "html-validate.mjs", "--config", tmp_path / "config.json"]
    files = [*some(site), *some(year)]
    result = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("home", ["disk", "path"])
def test_newcomer_finds_record_week_tag_and_feed(browser: Browser, site: Path, blog: str, home: str) -> None:
    start = site.as_uri() + "/index.html" if home == "disk" else blog
    with open_page(browser, start) as page:
        page.click(".newest h2 a")
        assert page.inner_text("h1") == "Leverage Record: April 22, 2026"
        page.click("text=Week 17, 2026")
        assert page.inner_text("h1") == "Week 17, 2026 April 20–26"
        page.click("#its_days a")
        page.click("a[rel=tag] >> text=AI")
        assert page.inner_text("h1") == "AI"
        page.click("header >> text=Subscribe")
        feed = page.get_attribute("a[type='application/rss+xml']", "href")
        assert feed == "feed.xml"
        assert page.url.endswith("/feeds.html")


@pytest.mark.parametrize(
    ("path", "selector", "most"),
    [
        ("weeks/2025-W20.html", ".chart", 420),
        ("months/2025-12.html", ".chart", 420),
        ("years/2025.html", ".chart", 420),
        ("index.html", ".newest h2", 700),
    ],
)
def test_what_matters_most_is_on_the_first_screen(
    browser: Browser, year: Path, path: str, selector: str, most: int
) -> None:
    with open_page(browser, (year / path).as_uri()) as page:
        top = page.evaluate(f"document.querySelector('{selector}').getBoundingClientRect().top")
        assert 0 < top <= most


@pytest.mark.parametrize("path", ["months/2025-12.html", "leverage.html", "weeks/index.html"])
def test_bars_of_a_table_begin_at_one_line(browser: Browser, year: Path, path: str) -> None:
    with open_page(browser, (year / path).as_uri()) as page:
        ends = page.locator("td.hours .bar").evaluate_all(
            "bars => bars.map((bar) => Math.round(bar.getBoundingClientRect().right))"
        )
    assert len(ends) > 10
    assert len(set(ends)) == 1


def test_what_stands_side_by_side_begins_at_one_line(browser: Browser, site: Path) -> None:
    with open_page(browser, (site / "index.html").as_uri()) as page:
        tops = page.locator(".newest .sides > *").evaluate_all(
            "parts => parts.map((part) => part.firstElementChild.getBoundingClientRect().top)"
        )
        page.set_viewport_size({"width": 768, "height": 900})
        header = [page.locator(f"header.site {part}").bounding_box() for part in (".name", ".subscribe", "nav")]
    assert len(tops) == 2
    assert max(tops) - min(tops) <= 2
    name, subscribe, nav = (part["y"] for part in header if part)
    assert abs(name - subscribe) < 8 < nav - name


def test_not_found_page_works_at_any_depth(site: Path) -> None:
    text = (site / "404.html").read_text(encoding="utf-8")
    assert 'href="/assets/style.' in text
    assert 'href="/index.html"' in text


def test_skip_link_comes_first_and_leads_to_the_content(browser: Browser, site: Path) -> None:
    with open_page(browser, (site / PAGES["day"]).as_uri()) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main_"


def test_task_log_stays_a_table_on_a_phone(browser: Browser, site: Path) -> None:
    with open_page(browser, (site / PAGES["day"]).as_uri(), 360) as page:
        table = page.get_by_role("table", name="Tasks of April 19, 2026")
        assert table.get_by_role("row").count() == 48
        assert table.get_by_role("columnheader", name="Factor", exact=True).count() == 1


def test_works_under_a_strict_content_security_policy(browser: Browser, site: Path, blog: str) -> None:
    """Pages that run the same scripts are alike to a policy, which refuses what stands in a page or is another host's."""
    alike = {tuple(sorted(SCRIPT.findall((site / path).read_text("utf-8")))): path for path in PAGES.values()}
    assert len({script for scripts in alike for script in scripts}) == len(SCRIPTS)
    for path in alike.values():
        with open_page(browser, blog + path) as page:
            assert page.evaluate(STYLED)


def test_no_page_has_script_or_style_of_its_own(site: Path, year: Path) -> None:
    for page in (*site.rglob("*.html"), *year.rglob("*.html")):
        text = page.read_text("utf-8")
        assert OWN_CODE.findall(text) == [], page


HOST = """{% extends "default/base.html" %}
{% block styles %}<link rel="stylesheet" href="{{ view.head.root }}assets/host.css">{{ super() }}{% endblock %}
{% block header %}
<header class="host site"><h1>Host</h1><p class="name meta"><a href="/" class="hidden">Home</a></p>
<table class="list cards"><tr><th>a</th><td class="number">b</td></tr></table><main><code>x</code></main></header>
{% endblock %}
{% block footer %}<footer class="host site"><h2>Host</h2><ul class="tags"><li><a href="/">x</a></li></ul></footer>{% endblock %}
"""
LOOK = """[...document.querySelectorAll("html, body, .host, .host *")].map((element) => {
  const style = getComputedStyle(element);
  return element.tagName + [...style].filter((name) => !name.startsWith("--")).map((name) => `${name}: ${style[name]}`).join("; ");
})"""


@pytest.mark.parametrize(("screen", "scheme"), [(1900, "light"), (360, "dark")])
def test_a_host_s_own_elements_are_left_alone(browser: Browser, tmp_path: Path, screen: int, scheme: str) -> None:
    site = Site(tmp_path).record().theme({"base.html": HOST})
    site.file(
        "themes/own/assets/host.css", "body { margin: 0 } h1 { color: rgb(1, 2, 3) } a { color: rgb(4, 5, 6) }"
    )
    build(tmp_path, tmp_path / "output")
    with open_page(browser, (tmp_path / "output" / "index.html").as_uri(), screen) as page:
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.querySelector('header.host').offsetWidth") == screen
        main = "getComputedStyle(document.querySelector('#main_ h1')).color"
        assert page.evaluate(main) != "rgb(1, 2, 3)"
        styled = page.evaluate(LOOK)
        page.evaluate("document.querySelector('link[href*=\"style.\"]').disabled = true")
        # How tall a page is follows from what the section shows.
        size = re.compile(r"(block-size|height|perspective-origin|transform-origin|inset-\\S+|bottom): [^;]+")
        assert [size.sub("", look) for look in page.evaluate(LOOK)] == [size.sub("", look) for look in styled]


def test_long_words_do_not_overflow(browser: Browser, tmp_path: Path) -> None:
    site = Site(tmp_path)
    for day in ("2026-04-07", "2026-04-08"):
        text = UNBROKEN.replace("{word}", "abcdefghij" * 6).replace("2026-04-07", day)
        site.file(f"content/records/{day}.md", text)
    build(tmp_path, tmp_path / "output")
    pages = {path for path in (tmp_path / "output").rglob("*.html") if path.name != "404.html"}
    with open_page(browser, (tmp_path / "output" / "index.html").as_uri()) as page:
        for path in sorted(pages):
            page.goto(path.as_uri())
            for width in SCREENS:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path.name, width)


HOSTILE = """\
---
date: 2026-04-07
title: "<script>alert('title')</script>"
tags: ["\\"><img src=x onerror=alert('tag')>"]
summary: "</p><script>alert('summary')</script>"
tasks:
- task: "<img src=x onerror=alert('task')> {{ 7*7 }} {% include 'day.html' %}"
  human: 1h
  ai: 1m
  project: "'\\"><svg onload=alert(1)>"
  note: "<iframe src='javascript:alert(1)'></iframe>"
---
<script>alert('lead')</script> [click](javascript:alert('link')) <javascript:alert(1)>
![x](data:text/html,<script>alert(1)</script>)

## <b onmouseover=alert(1)>Heading</b>

[x]: javascript:alert(1) "title"

A [reference][x] and <a href="javascript:alert(1)">a link</a>.
"""


def test_hostile_text_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    records = tmp_path / "content" / "records"
    records.mkdir(parents=True)
    (tmp_path / "leverage.toml").write_text(
        '[site]\nid = "tag:example.org,2026:x"\nbase_url = "https://example.org/"\n'
        'title = "<script>alert(1)</script>"\nauthor = "\\"><img src=x onerror=alert(1)>"\n'
    )
    (records / "day.md").write_text(HOSTILE)
    build(tmp_path, tmp_path / "output")
    pages = {path for path in (tmp_path / "output").rglob("*.html") if path.name != "404.html"}
    assert len(pages) == 16
    with open_page(browser, (tmp_path / "output" / "index.html").as_uri()) as page:
        for path in sorted(pages):
            page.goto(path.as_uri())
            own = ", ".join(f"[src*='assets/{name}.']" for name in SCRIPTS)
            scripts = f"script:not([type='application/ld+json'], {own})"
            assert page.locator(f"{scripts}, iframe, [onerror], [onload], [onmouseover]").count() == 0
            assert page.locator("[href^='javascript:'], [src^='data:']").count() == 0
            assert "49" not in page.inner_text("main")


NOTES = """\
The lead says one thing[^1] and another[^two], and the first again[^1].

- [x] done[^1]
- [ ] to do

## Analysis

> Words[^two]

[^1]: A note.
[^two]: ```
    code
    ```
"""


@pytest.mark.parametrize(
    ("theme", "path"),
    [("default", "posts/2026/2026-04-07-leverage-record.html"), ("plain", "weeks/2026-W15.html")],
)
def test_footnotes_and_boxes_are_for_everybody(
    browser: Browser, audit: Audit, tmp_path: Path, theme: str, path: str
) -> None:
    site = Site(tmp_path).settings(theme=theme).record("2026-04-07", NOTES)
    site.file("content/weeks/2026-W15.md", NOTES)
    build(tmp_path, tmp_path / "output")
    with open_page(browser, (tmp_path / "output" / path).as_uri(), 390) as page:
        assert audit(page) == []
        page.locator("[role=doc-noteref]").first.click()
        assert page.evaluate("document.querySelector(':target').innerText").startswith("A note.")
        page.get_by_label("Back to reference 1, place 2").click()
        assert page.evaluate("document.querySelector(':target').innerText") == "1"
        boxes = page.get_by_role("checkbox", name="Done", disabled=True)
        assert [box.is_checked() for box in boxes.all()] == [True, False]
        page.emulate_media(media="print")
        assert not page.locator("[role=doc-backlink]").first.is_visible()
        page.emulate_media(media="screen")


# What a phone shows of a row behind its title, in the order of the page, with what styles add.
LINE = """(row) => [...row.querySelectorAll("td:not(.n, .factor, .none, .sparks)")].map((cell) => {
  const box = cell.getBoundingClientRect(), name = getComputedStyle(cell, "::before").content;
  const shown = getComputedStyle(cell, "::before").position === "absolute" ? "" : name.split(" / ")[0];
  return [Math.round(box.top), box.left, shown.replaceAll('"', "") + cell.textContent.trim()];
}).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((one) => one[2])"""


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("posts/2026/2026-04-07-leverage-record.html", ["1h", "4m", "Supervision 2m", "(30.0x", "Tokens 300k"]),
        ("tasks.html", ["1h", "4m", "Supervision 2m", "(30.0x", "Tokens 300k"]),
        ("projects/garden.html", ["1.0", "4", "Supervision 2", "(30.0x", "Tasks 1"]),
        ("tags/index.html", ["Days 1", "Tasks 1", "Human hours 1.0", "Share 67%", "Supervisory 30.0x"]),
    ],
)
def test_no_figure_of_a_row_is_without_a_name_on_a_phone(
    browser: Browser, labelled: Path, file: str, wanted: list[str]
) -> None:
    with open_page(browser, (labelled / file).as_uri(), 360) as page:
        row = page.locator(".cards tbody tr:not(.day)", has=page.locator(".supervisory")).first
        assert row.evaluate(LINE) == wanted
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("file", "day"), [("feed.xml", "Tue, 07 Apr 2026"), ("atom.xml", "2026-04-07")])
def test_a_feed_in_a_browser_shows_days_without_their_time(
    browser: Browser, labelled: Path, file: str, day: str
) -> None:
    with hosted(labelled, strict=False) as address, open_page(browser, address + file) as page:
        width, full, letters = page.evaluate(
            """() => {
          const date = document.querySelector("item > pubDate, entry > published");
          const range = document.createRange();
          range.setStart(date.firstChild, 0);
          range.setEnd(date.firstChild, DAY.length);
          return [date.clientWidth, date.scrollWidth, range.getBoundingClientRect().width];
        }""".replace("DAY.length", str(len(day)))
        )
        assert page.locator("pubDate, published").first.text_content().startswith(day)
        assert abs(width - letters) <= 1
        assert full > width


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of one day whose task has all that a task can have."""
    folder = tmp_path_factory.mktemp("labelled")
    every = {"supervision": "2m", "tokens": 300_000}
    tasks = [
        task("Dig", "1h", "4m", project="Garden", tags=["spade"], **every),
        task("Rake", "30m", "4m", project="Yard", tags=["rake"], **every),
    ]
    site = Site(folder / "site").settings().record("2026-04-07", "The lead.", tasks=tasks)
    build(site.root, folder / "out")
    (folder / "out/favicon.ico").write_bytes(b"")  # browsers ask for it
    return folder / "out"
