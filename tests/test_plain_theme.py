"""The bundled theme plain: text alone, and yet no figure less than the default theme shows."""

from pathlib import Path

import pytest

from leverage_site.theme_check.run import check
from tests.support.sample_site import DAY, records
from tests.support.sites import ROOT, Site, html, text

PLAIN = ROOT / "themes" / "plain"
PAGES = ("index.html", "leverage.html", DAY, "weeks/2026-W15.html", "months/2026-04.html", "years/2026.html",
         "tags/web.html", "projects/search.html", "weeks/index.html", "tags/index.html", "projects/index.html",
         "tasks.html", "tasks/2026-03.html")  # fmt: skip
# Nothing but a chart stands below these headings.
OF_CHARTS = {"Over time", "Factors", "Calendar"}
DRAWN = "//svg | //canvas | //img | //script[not(@type='application/ld+json')]"
FIGURES = "//*[contains(@class, 'hero')]//dd/text() | //*[contains(@class, 'strip')]//dd | //td[contains(@class, 'number')]"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Build the same site in the default theme and in this one."""
    site = records(Site(tmp_path_factory.mktemp("both")))
    return site.built(), site.settings(theme="plain").built()


def words(nodes: list) -> set[str]:
    """Return the texts of nodes, without what they do not say."""
    found = {" ".join(node.split()) if isinstance(node, str) else text(node) for node in nodes}
    return found - {"", "–"}


def figures(page: bytes) -> set[str]:
    """Return the figures that a page of the default theme shows outside of charts."""
    return words(html(page).xpath(FIGURES))


def logged(page: bytes) -> list[dict[str, str]]:
    """Return the rows of a page's task log by their headings, without the hyphens of these that are soft."""
    (log,) = html(page).xpath("//table[.//th[.='Factor']]")
    headings = [text(cell).replace("\xad", "") for cell in log.xpath("./thead/tr/*")]
    return [dict(zip(headings, map(text, row), strict=True)) for row in log.xpath("./tbody/tr")]


def said(page: bytes) -> str:
    """Return what a page says, with every cell, term and clause apart from the next."""
    texts = " ".join(" ".join(part.split()) for part in html(page).find("body").itertext())
    return f" {texts.replace(', ', ' ')} "


@pytest.mark.site
def test_check_finds_nothing(tmp_path: Path) -> None:
    checked = check(tmp_path, "plain")
    assert checked.problems == []
    assert checked.pages > 100


def test_styles_stay_small() -> None:
    assert sum(path.stat().st_size for path in (PLAIN / "assets").glob("*.css")) < 6_200


def test_there_is_no_drawing_and_no_script(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    pages = {name: data for name, data in both[1].items() if name.endswith(".html")}
    assert set(PAGES) < set(pages)
    assert [name for name, data in pages.items() if html(data).xpath(DRAWN)] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_of_the_default_theme_is_there(
    both: tuple[dict[str, bytes], dict[str, bytes]], name: str
) -> None:
    default, plain = both[0][name], said(both[1][name])
    assert len(figures(default)) > 3
    assert {figure for figure in figures(default) if f" {figure} " not in plain} == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_heading_and_link_is_there(both: tuple[dict[str, bytes], dict[str, bytes]], name: str) -> None:
    default, plain = (html(pages[name]) for pages in both)
    filters = "[not(ancestor::figure) and not(starts-with(@href, '#')) and not(contains(@href, '?project='))]"
    # Where rows are grouped, the day leads to its page and not to a row of it.
    links = [
        {link.partition("#")[0] for link in page.xpath(f"//body//a{filters}/@href")} for page in (default, plain)
    ]
    assert links[0] - links[1] == set()
    headings = [words(page.xpath("//h1 | //h2[not(@class)] | //h3[not(@id)]")) for page in (default, plain)]
    assert {heading for heading in headings[0] - OF_CHARTS if heading not in text(plain.find("body"))} == set()


@pytest.mark.parametrize("name", PAGES)
def test_what_programs_read_is_the_same(both: tuple[dict[str, bytes], dict[str, bytes]], name: str) -> None:
    read = "//head/title | //meta | //link[not(@rel='stylesheet')] | //script[@type]"
    default, plain = (
        [(node.tag, dict(node.attrib), node.text) for node in html(pages[name]).xpath(read)] for pages in both
    )
    assert plain == default


def test_task_log_is_the_same(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    default, plain = logged(both[0][DAY]), logged(both[1][DAY])
    assert plain == [{"Task": f"{row.pop('#')}. {row.pop('Task')}", **row} for row in default]
    assert len(default) == 3


def test_the_factor_follows_the_task(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    assert list(logged(both[1][DAY])[0])[:2] == ["Task", "Factor"]


def test_prose_and_partials_are_there(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    page = both[1][DAY].decode()
    for part in ("It <em>began</em> well.", "And went on.", "The text of about-author.", "2026-04-10",
                 "The text of about-records.", "The text of call-to-action.", 'rel="prev"', 'aria-label="Breadcrumb"'):  # fmt: skip
        assert part in page
    assert "A note on the week." in both[1]["weeks/2026-W15.html"].decode()


def test_every_table_scrolls_in_a_region_with_a_name(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    for name in PAGES:
        page = html(both[1][name])
        regions = page.xpath("//div[@role='region' and @tabindex='0']/@aria-label")
        assert len(page.xpath("//table")) == len(regions) == len(set(regions)), name
