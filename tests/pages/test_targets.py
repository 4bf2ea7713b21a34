"""What a link that leads nowhere most likely means, and what may be there once all records are read."""

from pathlib import Path

import pytest

from tests.support.sites import Site, task

# From content/records/2026-04-07.md: the link as written, and what the hint names.
NEAR = {
    "![a](/static/charts/week.png)": "/charts/week.png",
    "![a](content/static/charts/week.png)": "/charts/week.png",
    "![a](../static/Charts/week.png)": "/charts/week.png",
    "![a](charts/week.png)": "/charts/week.png",
    "![a](/Charts/week.png)": "/charts/week.png",
    "![a](/charts/week.PNG)": "/charts/week.png",
    "![a](week.png)": "/charts/week.png",
    "![a](</charts/we ek.png>)": "/charts/week.png",
    "![a](/charts/my-plan.png)": "</charts/My plan.png>",
    "![a](/charts/twice.png)": None,
    "![a](/charts/other.png)": None,
    "![a](/About.html)": None,
    "![a](/Weeks/)": None,
    "[a](/static/charts/week.png)": "/charts/week.png",
    "[a](/About.html)": "/about.html",
    "[a](/about)": "/about.html",
    "[a](/about/#part)": "/about.html",
    "[a](about)": "/about.html",
    "[a](about.html)": "/about.html",
    "[a](/about.md)": "../pages/about.md",
    "[a](about.md)": "../pages/about.md",
    "[a](../pages/About.md)": "../pages/about.md",
    "[a](/content/pages/about.md)": "../pages/about.md",
    "[a](2026_04_06.md)": "2026-04-06.md",
    "[a](/slash.html)": "/slash/",
    "[a](weeks/2026-w15)": "/weeks/2026-W15.html",
    "[a](../tags/C++.md)": "../tags/c-plus-plus.md",
    "[a](<../projects/Credit notes.md>)": "../projects/credit-notes.md",
    "[a](../tags/none.md)": None,
    "[a](/posts/)": None,
    "[a](gone.md)": None,
    "[a](/../../gone)": None,
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).page("about").page("slash", url="/slash/")
    for name in ("charts/week", "charts/My plan", "one/twice", "two/twice"):
        site.file(f"content/static/{name}.png", b"x")
    return site.record("2026-04-06", tags=["C++"], tasks=[task(project="Credit notes")])


def test_the_hint_names_the_nearest_address(site: Site) -> None:
    links = list(NEAR)
    problems = site.record("2026-04-07", "\n\n".join(links) + "\n").problems()
    assert [problem.code for problem in problems] == ["P003" if link[0] == "!" else "P002" for link in links]
    for link, problem in zip(links, problems, strict=True):
        near = NEAR[link]
        assert (link, problem.hint.startswith("Did you mean")) == (link, near is not None)
        assert near is None or problem.hint == f"Did you mean {near}?", link


def test_what_the_hint_names_leads_somewhere(site: Site) -> None:
    links = "\n\n".join(f"{link.partition('(')[0]}({near})" for link, near in NEAR.items() if near)
    assert site.record("2026-04-07", f"{links}\n").codes() == []


LATER = [
    "../tags/foo.md", "../projects/foo.md", "../weeks/2026-W20.md", "../months/2027-01.md", "../years/2027.md",
    "/tags/foo.html", "/tags/foo/2.html", "/projects/foo.html#x", "/weeks/2026-W20.html",
]  # fmt: skip


def test_pages_of_records_with_problems_are_not_missed(site: Site) -> None:
    site.settings("permalinks", year="/{year}.html").settings(nav=[{"title": "Foo", "url": "/tags/foo.html"}])
    body = "".join(f"[a]({target})\n" for target in [*LATER, "gone.md", "/gone/a.html", "../pages/foo.md"])
    site.record("2026-04-07", body)
    assert site.codes().count("P002") == len(LATER) + 3
    assert "P005" in site.codes()
    site.file("content/pages/x.md", "---\nx: y\n---\n")
    assert site.codes().count("P002") == len(LATER) + 3
    site.file("content/records/x.md", "---\ndate: x\n---\n")
    assert site.codes().count("P002") == 3
    assert "P005" not in site.codes()
