"""Which language a page says that its texts are in: the author's own, and English for what the themes say.

So it is where there is no catalog of the author's language; where there is one, nothing is marked.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from leverage_site.language.reader import load_language
from tests.support.sites import Site, html, rendered, task, text

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


BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧|⟪[^⟪⟫]*⟫")
# What is the same in every language: formats, names of files and columns, addresses.
SAME = re.compile(r"CSV|RSS|Atom|JSON Feed|leverage-site|https?://\S+|data/\w+\.\w+|\b[a-z]+(_[a-z]+)+\b|2026-W")
OPEN_GRAPH = ("og:title", "og:description", "og:image:alt")
SAID = ("aria-label", "title", "alt", "placeholder", "data-label", "content")


def pseudo_catalog() -> str:
    """Return a catalog that puts every text between brackets."""
    language = load_language(None, "de")
    assert language
    words = language.words

    def section(name: str, texts: Iterable[str], said: str = "⟦{}⟧") -> list[str]:
        return [f"[{name}]", *(f"{json.dumps(text)} = {json.dumps(said.replace('{}', text))}" for text in texts)]

    names = {
        "months": "month",
        "short_months": "short_month",
        "weekdays": "weekday",
        "short_weekdays": "short_weekday",
    }
    lines = section("units", {unit.strip() for unit in words.units})
    lines += section("texts", words.texts) + section("patterns", [one.english for one in words.patterns])
    return "\n".join(lines + [line for name, kind in names.items() for line in section(name, words.names[kind])])


def english(said: str) -> list[str]:
    """Return what of a text is between no brackets and not the same in every language."""
    while (less := BRACKETS.sub("", said)) != said:
        said = less
    return re.findall(r"[A-Za-z][A-Za-z .,]*", SAME.sub("", said))


def shown(element: Element) -> str:
    """Return the text of an element, a line for each part, but for what is marked as English and for columns."""
    before = element.getprevious()
    is_columns = before is not None and before.get("class") == "rows"
    skipped = element.tag in ("script", "style", "code") or element.get("lang") == "en" or is_columns
    inside = "" if skipped else "\n".join([element.text or "", *map(shown, element)])
    return f"{inside}\n{element.tail or ''}"


def foreign_texts(page: Element) -> Iterator[str]:
    """Yield what a page says that is neither the author's nor from the catalog, unless it is marked as English."""
    yield from english(shown(page))
    for element in page.iter():
        if (
            element.tag == "meta"
            and element.get("name") != "description"
            and element.get("property") not in OPEN_GRAPH
        ):
            continue
        for name in SAID:
            yield from english(element.get(name) or "")


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_no_page_says_anything_in_english(tmp_path: Path, theme: str) -> None:
    site = Site(tmp_path).settings(
        theme=theme, language="qps", title="⟪T⟫", description="⟪D⟫", author="⟪A⟫", assistant="⟪C⟫"
    )
    site.settings("pages", day_title="⟪{date}⟫", size=2).file("languages/qps.toml", pseudo_catalog())
    tasks = [
        task(f"⟪t{n}⟫", f"{n}h", project=f"⟪p{n % 3}⟫", tags=[f"⟪a{n % 4}⟫"], tokens="~1.5M", supervision="3m")
        for n in range(1, 9)
    ]
    for n in range(1, 15):
        site.record(
            f"2026-{(n + 1) // 2:02}-{n + 9}",
            f"⟪lead {n}⟫\n\n## ⟪more⟫\n",
            tasks=tasks[: n % 5],
            tags=["⟪x⟫", "⟪y⟫"][: n % 3],
        )
    site.record(
        "2026-08-03", "⟪l⟫\n", tasks=tasks, tags=["⟪x⟫"], corrections=[{"date": "2026-08-04", "text": "⟪c⟫"}]
    )
    site.record("2026-08-05", "⟪l⟫\n", tasks=[], withdrawn="⟪w⟫", updated="2026-08-06")
    site.page("about", "⟪b⟫\n", title="⟪P⟫", aliases=["/old.html"])
    pages = {name: html(data) for name, data in rendered(site.prepared()).items() if name.endswith(".html")}
    found = {name: [*foreign_texts(page)] for name, page in pages.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}
    # Every kind of page is among them, and each says something.
    assert len({name.split("/")[0] for name in pages}) >= 14
    assert all("⟦" in text(page) for page in pages.values())


def test_numbers_and_files_are_the_same_in_every_language(tmp_path: Path) -> None:
    sites = [Site(tmp_path / name).settings(language=name) for name in ("en", "de")]
    for site in sites:
        for day in range(1, 8):
            site.record(
                f"2026-04-{day:02}",
                "Text.\n",
                tasks=[task(f"T{n}", f"{n}.25h", tokens="~1.5M") for n in range(1, day)],
            )
    made = [rendered(site.prepared()) for site in sites]
    assert made[0].keys() == made[1].keys()
    for name, english_page in made[0].items():
        german = made[1][name]
        if name.startswith("data/"):
            assert german == english_page, name
        elif name.endswith(".html"):
            for attribute in ("value", "datetime", "href", "id", "src"):
                read = [
                    [one.get(attribute) for one in html(data).xpath(f"//main//*[@{attribute}]")]
                    for data in (english_page, german)
                ]
                assert [*filter(is_exact, read[0])] == [*filter(is_exact, read[1])], (name, attribute)


def is_exact(text: str) -> bool:
    """Whether an attribute is none that says something in words, as how to cite a site does."""
    return " " not in text


def test_a_changed_language_is_on_every_page(site: Site) -> None:
    """Its keys change, so that every page is rendered anew, and so do those of a site with words of its own."""
    before = site.settings(language="de").keys()
    site.file("languages/de.toml", '[texts]\n"Tasks" = "Arbeiten"\n')
    after = site.keys()
    assert all(after[name] != key for name, key in before.items() if name.endswith(".html"))
    assert b">Arbeiten<" in site.built()["index.html"]
