"""The straight line: records → stats → pages → render → output."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from pathlib import Path

from leverage_site import __version__, codes
from leverage_site import settings as settings_file
from leverage_site.addresses import file_of
from leverage_site.output.write import Result, write
from leverage_site.pages.page import Keys, context
from leverage_site.pages.plan import Plan, plan
from leverage_site.problems import Place, Problem, ProblemError
from leverage_site.records import library as content
from leverage_site.records.memory import Memory
from leverage_site.records.model import Library
from leverage_site.render.levels import THEMES, Level, assets, levels
from leverage_site.render.render import render
from leverage_site.render.theme import Theme
from leverage_site.settings import Settings

OUTPUT = "output"

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Timings:
    """Seconds by stage, in the order of the stages."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is read and planned; `problems` may hold errors, and then it must not be written."""

    root: Path
    settings: Settings
    library: Library
    plan: Plan
    theme: Theme
    memory: Memory
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid to write the site."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read(
    root: Path, *, drafts: bool = False, memory: Memory | None = None
) -> tuple[Settings, Library, list[Problem]]:
    """The settings and records of the site at `root`, and every problem in them."""
    try:
        settings, problems = settings_file.load(root), []
    except ProblemError as error:
        settings, problems = None, list(error.problems)
    exists = (root / settings_file.FILE).exists()
    library, found = content.load(root, drafts=drafts, memory=memory) if exists else (Library(), [])
    if settings is None:
        raise ProblemError(*problems, *found)
    return settings, library, found


def prepare(
    root: Path,
    *,
    drafts: bool = False,
    base_url: str | None = None,
    timings: Timings | None = None,
    before: Site | None = None,
) -> Site:
    """Read and plan the site at `root`. Raises ProblemError where settings or theme cannot be used.

    `before` is the same site a while ago: what has not changed since is taken over from it.
    """
    timings = timings or Timings()
    memory = before.memory if before else Memory()
    with timings.stage("read"):
        settings, library, problems = read(root, drafts=drafts, memory=memory)
        settings = replace(settings, base_url=base_url) if base_url else settings
    with timings.stage("plan"):
        try:
            stack = levels(root, settings.theme)
            theme = _theme(stack, before)
            planned = plan(settings, library, assets(stack), before.plan if before else None)
        except ProblemError as error:
            raise ProblemError(*problems, *error.problems) from None
        except OSError as error:
            place = Place(f"{THEMES}/{settings.theme}")
            raise ProblemError(*problems, codes.READ_FAILED.at(place, reason=error.strerror or error)) from None
    return Site(root, settings, library, planned, theme, memory, (*problems, *planned.problems))


def _theme(stack: tuple[Level, ...], before: Site | None) -> Theme:
    """The theme; its compiled templates are kept while they are the same."""
    theme = Theme(stack)
    same = before and (before.theme.levels, before.theme.fingerprint) == (stack, theme.fingerprint)
    return before.theme if before and same else theme


def keys(site: Site) -> dict[str, str]:
    """Each page's address with its key: while a key stays, so do the page's bytes."""
    found = page_keys(site)
    return {page.address: found.of(page) for page in site.plan.pages}


def page_keys(site: Site) -> Keys:
    """What gives the keys of the site's pages."""
    return Keys(context(site.plan.site, versions(), site.theme.fingerprint), site.plan.content)


@cache
def versions() -> tuple[str, ...]:
    """This program's version and those of the libraries that decide bytes."""
    libraries = ("feedgen", "jinja2", "lxml", "markdown-it-py", "markupsafe", "pyyaml")
    return (__version__, *(f"{name} {metadata.version(name)}" for name in libraries))


def files(site: Site, timings: Timings, progress: Progress | None = None) -> Iterator[tuple[str, bytes]]:
    """Each page's file and bytes, rendered as they are asked for."""
    pages = site.plan.pages
    for n, page in enumerate(pages, 1):
        with timings.stage("render"):
            data = render(page, site.plan, site.theme)
        yield file_of(page.address), data
        if progress:
            progress(n, len(pages))


def build(site: Site, output: Path, timings: Timings | None = None, progress: Progress | None = None) -> Result:
    """Write the site. Raises ProblemError, with the output as it was, if anything is wrong."""
    if site.errors:
        raise ProblemError(*site.problems)
    timings = timings or Timings()
    with timings.stage("write"):
        result = write(output, site.root, files(site, timings, progress))
    timings.seconds["write"] -= timings.seconds.get("render", 0.0)
    result.problems[:0] = site.problems
    return result
