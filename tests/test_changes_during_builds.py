"""P3: whatever changes while a build is at work, and changes back, the next build is one from nothing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from leverage_site.cache import store
from leverage_site.problems import ProblemError
from leverage_site.project import Project
from leverage_site.report import BuildMonitor, BuildOptions, BuildReport, Timings
from tests.support.edits import sources_digest
from tests.support.sites import Site
from tests.support.workspace import published

pytestmark = pytest.mark.site

Step = Callable[[Path], object]
# Nothing is opened between the plan and its keys, nor between the comparison and the first page.
STAGES = ("read", "plan", "compare", "write")


class Interrupted(Timings):
    """Lets something happen at the beginning of some stages of a build."""

    def __init__(self, root: Path, steps: dict[str, Step]) -> None:
        super().__init__()
        self.root = root
        self.steps = steps

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if step := self.steps.pop(name, None):
            step(self.root)
        with super().stage(name):
            yield


def built(root: Path, steps: dict[str, Step] | None = None) -> BuildReport:
    with Project.open(root, lambda: pytest.fail("nobody else is here")) as project:
        return project.build(BuildOptions(root / "output"), monitor=BuildMonitor(Interrupted(root, steps or {})))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Build a site, with other themes, settings and records to choose from, and touch a record."""
    site = Site(tmp_path / "site")
    for day, words in (("2026-04-07", "First."), ("2026-04-08", "Second."), ("2026-04-14", "Third.")):
        site.record(day, words, tags=["AI"])
    site.page("about").file("content/static/chart.png", b"png").file("content/partials/about-author.md", "Me.\n")
    for name in ("linked", "other", "own"):
        word = "mine" if name == "own" else "other"
        site.theme({"404.html": word, "page.html": word}, name=name).file(f"themes/{name}/assets/own.css", word)
    (site.root / "themes/linked").rename(site.root / "real")
    (site.root / "themes/linked").symlink_to(site.root / "real")
    text = (site.root / "leverage.toml").read_text()
    assert 'theme = "own"' in text
    site.file("leverage.other", text.replace('theme = "own"', 'theme = "other"'))
    shutil.copytree(site.root / "content/records", site.root / "records")
    for day in ("2026-04-08", "2026-04-14"):
        site.file(f"records/{day}.md", f"---\ndate: {day}\ntasks: []\n---\nOther.\n")
    built(site.root)
    (site.root / "content/records/2026-04-14.md").touch()
    return site


def swap(one: str, other: str) -> Step:
    """Two files or folders change places by their names alone, so that no time of what is in them tells of it."""

    def step(root: Path) -> None:
        (root / one).rename(root / "between")
        (root / other).rename(root / one)
        (root / "between").rename(root / other)

    return step


def switch(link: str, target: str) -> Step:
    def step(root: Path) -> None:
        (root / "new").symlink_to(root / target)
        (root / "new").rename(root / link)

    return step


def to_link(root: Path) -> None:
    (root / "themes/own").rename(root / "was")
    (root / "themes/own").symlink_to(root / "real")


SWAPS: dict[str, Step] = {
    "a theme's folder": swap("themes/own", "themes/other"),
    "a theme's templates": swap("themes/own/templates", "themes/other/templates"),
    "a template": swap("themes/own/templates/404.html", "themes/other/templates/404.html"),
    "the records": swap("content/records", "records"),
    "a record": swap("content/records/2026-04-08.md", "records/2026-04-08.md"),
    "a record that is read": swap("content/records/2026-04-14.md", "records/2026-04-14.md"),
    "the settings": swap("leverage.toml", "leverage.other"),
}
CHANGES: dict[str, Step] = {
    **SWAPS,
    "a theme becomes a link": to_link,
    "a template goes": lambda root: (root / "themes/own/templates/404.html").unlink(),
    "all templates go": lambda root: shutil.rmtree(root / "themes/own/templates"),
    "a template comes": lambda root: (root / "themes/own/templates/feeds.html").write_text("new"),
    "an asset goes": lambda root: (root / "themes/own/assets/own.css").unlink(),
    "a record goes": lambda root: (root / "content/records/2026-04-08.md").unlink(),
    "a partial goes": lambda root: (root / "content/partials/about-author.md").unlink(),
    "a page of the output goes": lambda root: (root / "output/weeks/index.html").unlink(),
    "a page of the output is edited": lambda root: (root / "output/weeks/index.html").write_text("edited"),
    "a page of the output is another file": swap("output/weeks/index.html", "output/tags/index.html"),
}


# What builds from nothing made, by the sources: the same changes come at several stages.
CLEAN: dict[str, dict[str, bytes]] = {}


def assert_next_is_clean(site: Site) -> None:
    built(site.root)
    sources = sources_digest(site.root)
    if sources not in CLEAN:
        CLEAN[sources] = site.built()
    assert published(site.root / "output") == CLEAN[sources]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_during_a_build_is_seen_by_the_next(site: Site, change: str, stage: str) -> None:
    # What is half of one site and half of another may be refused.
    with suppress(ProblemError):
        built(site.root, {stage: CHANGES[change]})
    assert_next_is_clean(site)


@pytest.mark.parametrize("back", ["plan", "write"])
@pytest.mark.parametrize("change", SWAPS)
def test_what_changes_during_a_build_and_back_is_seen_by_the_next(site: Site, change: str, back: str) -> None:
    # A file to copy that is another by the time it is copied is refused.
    with suppress(ProblemError):
        built(site.root, {"read": SWAPS[change], back: SWAPS[change]})
    assert_next_is_clean(site)


def test_a_link_that_is_switched_and_back(site: Site) -> None:
    to_link(site.root)
    shutil.copytree(site.root / "real", site.root / "release")
    (site.root / "release/templates/404.html").write_text("released")
    built(site.root)
    (site.root / "content/records/2026-04-14.md").touch()
    built(site.root, {"read": switch("themes/own", "release"), "write": switch("themes/own", "real")})
    assert_next_is_clean(site)
    assert (site.root / "output/404.html").read_text() == "other"


def test_with_a_clock_that_cannot_be_asked_it_is_the_same(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "clock_of", lambda _: store.system_clock)
    for change in SWAPS.values():
        built(site.root, {"read": change, "write": change})
        assert_next_is_clean(site)
