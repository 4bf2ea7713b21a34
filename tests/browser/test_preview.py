"""The preview in a browser, while its site is written: what an edit does to open tabs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Audit, Window
from tests.support.browser_preview import (
    DAY,
    OTHER,
    Served,
    has_stayed,
    mark,
    open_tab,
    overlay,
    replace_file,
    shown_problems,
    wait_for_text,
    wait_until_heard,
)
from tests.support.dev_server import until
from tests.support.sites import Site, task

pytestmark = pytest.mark.browser

RECORD = "content/records/2026-04-07.md"
CSS = "themes/own/assets/style.css"
LONG = "\n\n".join(f"Paragraph {n} of a long day." for n in range(100))
BROKEN = """\
---
date: 2026-04-07
tasks:
- {task: Write a parser, human: 80 hrz, ai: 20m}
- {task: "Sortable table of every project that there ever was, with a long name", human: 2h, ai: 1:30, supervision: 3m}
---
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="10"></svg>'
COLOR = "getComputedStyle(document.body).color"
SHEETS = "document.querySelectorAll('link[rel=stylesheet]').length"
# Notes every colour of the text and every lack of a stylesheet, frame by frame.
EYE = """
window.seen = new Set();
const look = () => {
  window.seen.add(getComputedStyle(document.body).color);
  if (![...document.styleSheets].some((sheet) => sheet.href)) window.seen.add("none");
  requestAnimationFrame(look);
};
look();
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two days, with a theme of the site's own."""
    site = Site(tmp_path).days("2026-04-07", "2026-04-08", tags=["AI"])
    return site.theme({}, 'contract = 1\nextends = "default"\n').file(CSS, "body { color: rgb(1, 0, 0) }")


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    """Serve the site."""
    with Served(site.root) as server:
        yield server


def test_edit_reloads_its_page_and_no_other(context: Window, site: Site, served: Served) -> None:
    others = [open_tab(context, served.url + path) for path in ("tags/index.html", OTHER)]
    day = open_tab(context, served.url + DAY)
    for word in ("Zebra", "Quagga"):
        with wait_until_heard(*others):
            site.record(body=f"What happened on 2026-04-07.\n\n## Analysis\n\n{word}.\n", tags=["AI"])
            wait_for_text(day, word)


def test_reload_keeps_the_place(context: Window, site: Site) -> None:
    site.record(body=LONG)
    with Served(site.root) as served:
        page = open_tab(context, served.url + DAY)
        for width, word in ((1280, "Zebra"), (360, "Quagga")):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("scrollTo(0, 1500)")
            page.wait_for_function("scrollY === 1500")
            mark(page)
            site.record(body=f"{LONG} {word}.")
            wait_for_text(page, word)
            page.wait_for_function("scrollY === 1500")
            assert not has_stayed(page)


def test_stylesheets_are_exchanged_in_place(context: Window, site: Site, served: Served) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = open_tab(context, served.url + DAY)
    page.evaluate(EYE)
    replace_file(site, CSS, "body { color: rgb(2, 0, 0) }")
    page.wait_for_function(f"{COLOR} === 'rgb(2, 0, 0)'")
    # One that comes before the last one has arrived takes its place.
    page.route("**/style.*?*", hold)
    for number in (3, 4):
        with wait_until_heard(page):
            replace_file(site, CSS, f"body {{ color: rgb({number}, 0, 0) }}")
        assert page.locator("link[rel=stylesheet]").count() == 2
    until(lambda: bool(page.evaluate("true")) and len(held) == 2)
    held[1].continue_()
    page.wait_for_function(f"{COLOR} === 'rgb(4, 0, 0)' && {SHEETS} === 1")
    assert has_stayed(page)
    # The eye blinks once a frame, and may not have seen the last one yet.
    page.wait_for_function("seen.size > 2")
    assert page.evaluate("[...seen]") == ["rgb(1, 0, 0)", "rgb(2, 0, 0)", "rgb(4, 0, 0)"]


def test_imported_stylesheets_are_exchanged_too(context: Window, site: Site) -> None:
    site.file(CSS, "@import 'more.css';").file("themes/own/assets/more.css", "body { color: rgb(1, 0, 0) }")
    with Served(site.root) as served:
        page = open_tab(context, served.url + DAY)
        site.file("themes/own/assets/more.css", "body { color: rgb(2, 0, 0) }")
        page.wait_for_function(f"{COLOR} === 'rgb(2, 0, 0)'")
        assert has_stayed(page)


def test_images_are_exchanged_in_place(context: Window, site: Site) -> None:
    strange = '<img src="data:image/svg+xml,%zz" alt=""><img src="http://[" alt=""><img alt="">'
    site.theme({"page.html": '{% extends "default/page.html" %}{% block main %}{{ super() }}' + strange + "{% endblock %}"},
               'contract = 1\nextends = "default"\n')  # fmt: skip
    site.file("content/static/ü b/ä.svg", SVG % 10).file("content/static/b.svg", SVG % 11)
    site.page("about", "![one](</ü b/ä.svg>) ![two](/b.svg)\n")
    with Served(site.root) as served:
        page = open_tab(context, served.url + "about.html")
        page.wait_for_function("document.images[0].naturalWidth === 10")
        for width in (20, 30):
            site.file("content/static/ü b/ä.svg", SVG % width)
            page.wait_for_function(f"document.images[0].naturalWidth === {width}")
        assert page.evaluate("document.images[1].src").endswith("/b.svg")
        assert has_stayed(page)


def test_scripts_of_a_theme_load_the_page_anew_once(context: Window, site: Site) -> None:
    base = '{% extends "default/page.html" %}{% block head %}<script src="assets/own.js"></script>{% endblock %}'
    site.theme({"page.html": base}, 'contract = 1\nextends = "default"\n').page("about")
    site.file("themes/own/assets/own.js", "window.own = 1;")
    with Served(site.root) as served:
        page = open_tab(context, served.url + "about.html")
        site.file("themes/own/assets/own.js", "window.own = 2;")
        page.wait_for_function("window.own === 2")
        mark(page)
        with wait_until_heard(page):
            site.file("themes/own/assets/more.css", "p {}")
        assert page.evaluate("heard.flatMap((message) => message.assets)") == ["/assets/more.css"]


# Where the first marked text and its mark begin, and what can be seen of the source line.
PLACES = """(section) => {
  const excerpt = section.querySelector(".excerpt"), text = excerpt.firstChild;
  const left = (what) => {
    const range = document.createRange(), start = text.data.indexOf(what);
    range.setStart(text, start);
    range.setEnd(text, start + 1);
    return range.getBoundingClientRect().left;
  };
  const { left: start, right: end } = excerpt.getBoundingClientRect();
  return [left("80 hrz"), left("^"), start, end];
}"""


@pytest.mark.npm
def test_overlay_says_what_the_terminal_says(context: Window, audit: Audit, tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-07", "2026-04-08")
    with Served(site.root) as served:
        page = open_tab(context, served.url)
        site.file(RECORD, BROKEN)
        said = shown_problems(page)
        assert f"{RECORD}:4:33: error R012 'human' is not a duration: '80 hrz'\n    4 | - {{task: Write" in said
        assert "\n      | " in said
        assert "^^^^^^\n  hint: Write hours" in said
        until(lambda: served.errors().endswith("2 errors\n"))
        assert served.errors() == said.replace("\n\n", "\n") + "\n2 errors\n"
        for width in (1280, 360):
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(served.url + DAY)
            assert shown_problems(page) == said
            assert page.inner_text("h1") == "Leverage Record: April 07, 2026"
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                box = overlay(page).bounding_box()
                assert box
                assert (box["x"], box["width"], box["y"] + box["height"]) == (0, width, 800)
                assert box["height"] <= 0.7 * 800
                assert page.evaluate("document.documentElement.scrollWidth") == width
                assert overlay(page).evaluate("section => section.scrollWidth <= section.clientWidth")
                text, mark, start, end = overlay(page).evaluate(PLACES)
                assert text == pytest.approx(mark, abs=0.5)
                assert start <= mark <= end - 40
                assert audit(page) == [], (width, scheme)


def test_overlay_comes_and_goes(context: Window, site: Site, served: Served) -> None:
    page = open_tab(context, served.url + DAY)
    with wait_until_heard(page):
        site.file(RECORD, BROKEN)
    assert "R012" in shown_problems(page)
    wait_for_text(page, "What happened on 2026-04-07.")
    # The keyboard comes to it first.
    page.keyboard.press("Tab")
    expect(overlay(page).get_by_role("button", name="Hide")).to_be_focused()
    page.keyboard.press("Enter")
    expect(overlay(page)).to_have_count(0)
    with wait_until_heard(page):
        site.record("2026-04-08", "Another edit does not bring back what was hidden.")
    expect(overlay(page)).to_have_count(0)
    # Nor does a second problem that comes and goes.
    with wait_until_heard(page):
        site.file("content/records/2026-04-08.md", "")
    assert "R003" in shown_problems(page)
    with wait_until_heard(page):
        site.record("2026-04-08", "As an editor saves it, which empties a file first.")
    expect(overlay(page)).to_have_count(0)
    with wait_until_heard(page):
        site.file(RECORD, BROKEN.replace("80 hrz", "80 hours long"))
    assert "'80 hours long'" in shown_problems(page)
    overlay(page).get_by_role("button", name="Hide").click()
    expect(overlay(page)).to_have_count(0)
    with wait_until_heard(page):
        site.file(RECORD, BROKEN)
    assert "'80 hrz'" in shown_problems(page)
    site.record(body="Mended.")
    wait_for_text(page, "Mended.")
    expect(overlay(page)).to_have_count(0)


# Claims of texts

PARSER = task("Cover the parser", "8h", "10m")
CLAIMS = """\
One task came to {{ leverage }}, and the leverage was **47.5x**. The [average leverage](https://example.org/) was
[41.0x](https://example.org/).

Leverage[^1] was 48.0x.

[^1]: That of the day.
"""
MARKS = "mark.leverage-site-claim"
# What stands in a paragraph with its notes, as it is read.
READ = """(first) => [...first.closest("p").childNodes].map(
  (node) => node.shadowRoot ? `(${node.shadowRoot.textContent})` : node.textContent).join("")"""


@pytest.mark.npm
def test_refuted_claims_are_marked_with_what_is_true(context: Window, audit: Audit, tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-08").record(body=CLAIMS, tasks=[PARSER])
    with Served(site.root) as served:
        page = open_tab(context, served.url + DAY)
        marks = page.locator(MARKS)
        expect(marks).to_have_text(["47.5x", "41.0x"])
        assert marks.first.evaluate(READ) == (
            "One task came to 48.0x, and the leverage was 47.5x.(the records say: 48.0x) The average leverage was\n"
            "41.0x.(the records say: 48.0x)"
        )
        expect(page.get_by_role("note").first).to_be_visible()
        for width, scheme in ((1280, "light"), (320, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert audit(page) == [], scheme
        # The keyboard comes to the list of them first, and from there to each.
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        lead = page.get_by_role("button", name="47.5x – leverage of April 7: 48.0x (line 5)")
        expect(lead).to_be_focused()
        assert audit(page) == []
        page.keyboard.press("Enter")
        expect(marks.first).to_be_focused()
        # With a figure change live figures and what is marked.
        site.record(body=CLAIMS, tasks=[task("Cover the parser", "8h", "10m30s")])
        wait_for_text(page, "One task came to 45.7x, and")
        expect(marks).to_have_text(["47.5x", "41.0x", "48.0x"])
        until(lambda: f"{RECORD}:8:18: warning C001 '48.0x' does not follow" in served.errors())
        page.get_by_role("button", name="Hide").click()
        expect(marks).to_have_count(0)
        site.record(body="One task came to {{ leverage }}, and the leverage was 45.7x.", tasks=[PARSER])
        wait_for_text(page, "One task came to 48.0x, and the leverage was 45.7x.")
        expect(marks).to_have_text("45.7x")
        site.record(body="The leverage was 48.0x.", tasks=[PARSER])
        wait_for_text(page, "The leverage was 48.0x.")
        mark(page)
        untouched = page.evaluate("[document.body.innerHTML, document.documentElement.children.length]")
        assert "leverage-site-claim" not in untouched[0]
        assert untouched[1] == 2


def test_claims_follow_figures_of_other_days_without_a_reload(context: Window, site: Site) -> None:
    site.record("2026-04-09", "Leverage was 24.0x on April 7.", tasks=[PARSER])
    site.record(tasks=[task("T", "8h", "20m")])
    with Served(site.root) as served:
        page = open_tab(context, served.url + "posts/2026/2026-04-09-leverage-record.html")
        text = page.locator("p", has_text="24.0x on April 7").last
        site.record(tasks=[task("T", "8h", "21m")])
        expect(page.locator(MARKS)).to_have_text("24.0x")
        site.record(tasks=[task("T", "8h", "20m")])
        expect(page.locator(MARKS)).to_have_count(0)
        assert text.evaluate("(text) => text.childNodes.length") == 1
        assert has_stayed(page)


def test_fault_in_a_template(context: Window, site: Site, served: Served) -> None:
    template = "themes/own/templates/day.html"
    good = '{% extends "default/day.html" %}\n{% block about %}<p>WORD</p>{% endblock %}\n'
    page, word = open_tab(context, served.url + DAY), "Zebra"
    site.file(template, good.replace("WORD", word))
    wait_for_text(page, word)
    for fault, next_word in (("{{ view.nonsense }}", "Quagga"), ("{% if %}", "Okapi")):
        mark(page)
        with wait_until_heard(page):
            site.file(template, good.replace("WORD", fault))
        assert shown_problems(page).startswith(f"{template}:2")
        wait_for_text(page, word)
        other = open_tab(context, served.url + OTHER)
        wait_for_text(other, word)
        assert shown_problems(other).startswith(f"{template}:2")
        word = next_word
        site.file(template, good.replace("WORD", word))
        for tab in (page, other):
            wait_for_text(tab, word)
            expect(overlay(tab)).to_have_count(0)
