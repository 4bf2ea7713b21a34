"""Which language a page says that its texts are in: the author's own, and English for what the themes say.

So it is where there is no catalog of the author's language; where there is one, nothing is marked.
"""

import re
from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from tests.support.sites import Site, html, rendered, task

AUTHORED = re.compile(r"Eigen(name|lob|bau|auszug|anteil|heit|tum|leben|notiz|block)")
ENGLISH = re.compile(
    r"Dashboard|Weeks|Subscribe|Task log|Aggregate statistics|About these records|Human hours|leverage of"
)


@pytest.fixture(params=["default", "plain"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Site:
    """Return a site with a text of the author's, one word, wherever there can be one."""
    site = Site(tmp_path).settings(theme=request.param, title="Eigenname", description="Eigenlob")
    one = task("Eigenbau", "8h", "20m", project="Eigenes", tags=["Eigenschaft"], note="Eigensinn")
    body = "Eigenanteil\n\n## Eigenheit\n\nEigentum\n"
    site.record("2026-04-07", body, title="Eigentitel", summary="Eigenauszug", tags=["Eigenart"], tasks=[one])
    site.page("about", "Eigenleben\n", title="Eigenseite")
    for name in ("weeks/2026-W15", "months/2026-04", "projects/eigenes", "tags/eigenart"):
        site.file(f"content/{name}.md", "Eigennotiz\n")
    for name in ("about-records", "about-author", "call-to-action"):
        site.file(f"content/partials/{name}.md", "Eigenblock\n")
    return site


def language(element: Element) -> str:
    """Return the language of an element's text."""
    return next(around.get("lang") for around in [element, *element.iterancestors()] if around.get("lang"))


def test_texts_say_whose_language_they_are_in(site: Site) -> None:
    files = rendered(site.settings(language="fr-CA").prepared())
    found = set()
    for name, data in files.items():
        if name.endswith(".html") and (page := html(data)).find("body//main") is not None:
            assert page.get("lang") == "fr-CA"
            for element in page.body.iter("*"):
                for holder, said in ((element, element.text), (element.getparent(), element.tail)):
                    for pattern, expected in ((AUTHORED, "fr-CA"), (ENGLISH, "en")):
                        if said and (words := pattern.search(said)) and holder.tag != "script":
                            assert language(holder) == expected, (name, holder.tag, said)
                            found.add(words[0])
    assert len(found) >= 14


def test_a_site_in_one_language_marks_nothing(site: Site) -> None:
    for language_of_site in ("en", "en-GB", "EN", "de", "de-AT"):
        files = rendered(site.settings(language=language_of_site).prepared(), "index.html")
        assert files["index.html"].count(b' lang="') == 1


@pytest.mark.parametrize(
    ("language_of_site", "direction"),
    [("he", "rtl"), ("ar-EG", "rtl"), ("FA", "rtl"), ("uz-Arab", "rtl"), ("ku-Latn", None), ("ur-Latn", None), ("fr", None)],
)  # fmt: skip
def test_texts_say_which_way_they_run(site: Site, language_of_site: str, direction: str | None) -> None:
    page = html(rendered(site.settings(language=language_of_site).prepared(), "about.html")["about.html"])
    (prose,) = page.xpath("//div[contains(@class, 'prose')]")
    assert (prose.get("lang"), prose.get("dir")) == (language_of_site, direction)
    assert page.body.get("dir") is None


def test_a_german_page_is_german(site: Site) -> None:
    """Whatever of the author's sounds like a text of ours stays as it is."""
    site.record(
        "2026-04-08", tasks=[task("Data", project="Records", tags=["Tasks"])], title="Dashboard", tags=["Data"]
    )
    files = rendered(site.settings(language="de").prepared())
    for name, data in files.items():
        if name.endswith(".html") and (page := html(data)).find("body//main") is not None:
            said = [text.strip() for text in page.body.itertext() if text.strip()]
            assert not [text for text in said if ENGLISH.search(text) and text != "Dashboard"], name
    day = html(files["posts/2026/2026-04-08-leverage-record.html"])
    assert day.findtext("body//h1") == "Dashboard"
    assert "Data" in [link.text for link in day.xpath("//a[@rel='tag']")]
    assert {"Mittwoch, 8. April 2026"} <= {time.text for time in day.xpath("//time")}
    tags = html(files["tags/index.html"])
    assert {"Data", "Tasks"} <= {link.text for link in tags.xpath("//main//th/a")}
    assert tags.findtext("body//h1") == "Schlagwörter"
