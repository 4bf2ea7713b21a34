"""The catalogs that come with the program have every text that pages say, and none that no page says."""

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import BaseLoader

from leverage_site.language import Verbatim, phrases
from leverage_site.language.phrases import NAMES, UNITS, Language
from leverage_site.language.reader import bundled_tags, load_language
from leverage_site.language.views import ViewTranslator
from leverage_site.render.compiler import template_environment
from leverage_site.render.saying import said_texts
from leverage_site.text import WORDS, pattern_fields
from tests.support.sites import ROOT, Site, task
from tests.test_golden import CASES, GOLDEN

TAGS = sorted(bundled_tags())
# What few sites say, each as one says it.
RARE = (
    "bug in 2025",
    "bug in 2025 · Records",
    "bug in 2025 · Tags",
    "24.0x with the tag bug in 2025: 36 tasks",
    "8.0 hours of human work in 20 minutes with the tag bug in 2025: 36 tasks on 3 days.",
    "The assistants did 8.0 hours of human work in 20 minutes: 1 task on one day, at 24.0x.",
    "seven", "eight", "nine", "one", *map(str.capitalize, WORDS[2:]), "1.0 hour", "as many hours", "1 other project",
    "The month before has no record.", "The year before has no record.", "The 3 months before have no record.",
    "The 2 years before have no record.", "There is no record of this week.", "There is no record of this month.",
    "There is no record of this year.", "Week 15, 2026: There is no record of this week.",
    "April 2026: There is no record of this month.", "2026: There is no record of this year.",
    "1 week.", "1 month.", "1 year.", "2 weeks.", "2 months.", "2 years.", "No week has a record yet.",
    "No month has a record yet.", "No year has a record yet.", "Every task, month by month.",
    "Tasks, human hours, leverage and records of all time at a glance.", "Leaders appear after ten tasks.",
    "May 7", "Half of all tasks have 24.0x.", "novel · Projects · Records", "novel in 2025 · Projects",
    "24.0x in 2025: 36 tasks", "T, by A. https://example.org/", "T, by the author. https://example.org/",
    "No tasks from April 7, 2026 to April 8, 2026.", "No tasks for the project novel.", "No tasks with the tag novel.",
    "8.0 hours of human work in 20 minutes: 1 task, at 24.0x.", "April 2026: No tasks: two days of rest.",
    "What was corrected in published records: 1 correction, 2 withdrawn days.",
    "What was corrected in published records: 2 corrections, 1 withdrawn day.",
    "What was corrected in published records: 1 correction, 1 withdrawn day.",
    "The record of April 7, 2026 was withdrawn.", "No tasks: two days of rest.", "No tasks: one day of rest.",
    "Level with April 2026, on 15% more hours.", "Level with the week before.",
    "Up from 24.1x in April 2026.", "Up from 24.1x in 2025.", "Up from 24.1x in Week 5, 2026.",
    "Down from 24.1x the year before, on 3.1 times the hours.", "No record on Monday.",
    "Week 52, 2025 to week 2, 2026: no record", "On nearly every day: AI.",
    "On every day: AI. On nearly every day: bug, docs.", "1 recorded day, before 3: sums are compared per recorded day.",
    "24.0x for the project novel in 2025: 36 tasks", "8.0 hours of human work in 20 minutes for the project novel in 2025: 1 task on one day.",
    "Dec 29, 2025 – Jan 4, 2026", "Sep 8, 2025", "1 year since April 2026.", "1 month since April 2026.",
    "1 week since April 2026.", "2 years since April 2026.", "2 months since April 2026.", "2 weeks since April 2026.",
    *(name for names in NAMES.values() for name in names),
)  # fmt: skip


class Heard:
    """What a walk through views asks a language for; it leaves all as it is."""

    def __init__(self) -> None:
        self.labels: set[str] = set()
        self.openings: set[str] = set()

    def say(self, text: str) -> str:
        if type(text) is not Verbatim:
            self.labels.add(text)
        return text

    say_sentences = say

    def say_opening(self, text: str) -> str:
        if type(text) is not Verbatim:
            self.openings.add(text)
        return text


def heard(site: Site, **options: Any) -> Heard:
    """Return all that the views of a site say."""
    found: Any = Heard()
    translator, plan = ViewTranslator(found), site.prepared(**options).plan
    for page in plan.pages:
        if page.kind.is_template:
            translator.translated(page.view(plan.site, page.inputs(plan.content)))
    return found


def golden_sites() -> Iterator[Site]:
    """Yield the golden sites, and two that are rarer."""
    for case in CASES:
        site = Site.__new__(Site)
        site.root = GOLDEN / case / "site"
        yield site


@pytest.fixture(scope="module")
def of_sites(tmp_path_factory: pytest.TempPathFactory) -> list[Heard]:
    """Return what the views of many sites say: of the golden ones, the five real days, a young and an empty one."""
    young = Site(tmp_path_factory.mktemp("young")).page("about")
    # Of seven months, with a rest day now and then; the last two days set records.
    for n in range(1, 15):
        most, hours = (20, n) if n > 12 else (n % 5 and n, 1)
        some = [
            task(f"T{m}", f"{hours * m}h", "2m", project=f"P{m}", tags=[f"t{m}"], tokens="~1.5M", supervision="3m")
            for m in range(1, most + 1)
        ]
        young.record(f"2026-{(n + 1) // 2:02}-{n + 9}", f"Lead {n}.\n", tasks=some, tags=["x", "y"][: n % 7])
    real = Site.__new__(Site)
    real.root = ROOT
    sites = [*golden_sites(), real, young, Site(tmp_path_factory.mktemp("empty"))]
    return [heard(site, drafts=True) for site in sites]


def of_templates() -> set[str]:
    """Return all that the bundled templates say."""
    environment = template_environment(BaseLoader())
    templates = (ROOT / "themes").glob("*/templates/*.html")
    return {text for path in templates for text in said_texts(environment.parse(path.read_text()))}


@pytest.fixture(params=TAGS)
def language(request: pytest.FixtureRequest) -> Language:
    """Return a language that comes with the program."""
    found = load_language(None, request.param)
    assert found
    return found


def test_the_catalog_has_what_templates_say(language: Language) -> None:
    assert of_templates() - language.words.texts.keys() == set()


def test_the_catalog_has_what_views_say(language: Language, of_sites: list[Heard]) -> None:
    texts = {text for each in of_sites for text in each.labels if text and type(text) is str} | {*RARE}
    assert len(texts) > 500
    assert [text for text in sorted(texts) if '<span lang="en"' in language.say_sentences(text)] == []
    openings = set().union(*(each.openings for each in of_sites)) - {""}
    assert [text for text in sorted(openings) if language.say_opening(text) == text] == []


def test_the_catalog_has_nothing_that_no_page_says(
    language: Language, of_sites: list[Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    used: set[str] = set()
    filled = phrases.fill_pattern

    def fill(translation: str, values: dict[str, str]) -> str:
        used.add(translation)
        return filled(translation, values)

    class Texts(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            used.add(name)
            return super().get(name, default)

    monkeypatch.setattr(phrases, "fill_pattern", fill)
    words = language.words
    listener = Language("x", phrases.Words(
        words.name, words.direction, words.decimal, words.group, words.units, words.names, Texts(words.texts), words.patterns
    ), "", {})  # fmt: skip
    for text in set().union(*(each.labels for each in of_sites), RARE):
        listener.say_sentences(str(text))
    for text in set().union(*(each.openings for each in of_sites)):
        listener.say_opening(str(text))
    # The navigation is said when the site is planned.
    used |= {"Records", "About", "Feed"} | of_templates()
    assert [text for text in words.texts if text not in used] == []
    assert [one.english for one in words.patterns if one.translation not in used] == []


def test_the_catalog_has_every_name_and_unit(language: Language) -> None:
    words = language.words
    assert {kind: set(names) for kind, names in words.names.items()} == {
        kind: set(names) for kind, names in NAMES.items()
    }
    assert set(words.units) == set(UNITS)
    assert all((words.name, words.decimal, words.group))


def test_translations_have_the_fields_of_the_english(language: Language) -> None:
    pairs = [*language.words.texts.items(), *((one.english, one.translation) for one in language.words.patterns)]
    assert [english for english, said in pairs if pattern_fields(english) != pattern_fields(said)] == []


def test_catalogs_are_in_the_package() -> None:
    assert {path.name for path in (ROOT / "leverage_site" / "language").glob("*.toml")} == {
        f"{tag}.toml" for tag in TAGS
    }
    assert TAGS == ["de"]
