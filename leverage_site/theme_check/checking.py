"""The straight line of `theme check`: hostile sample sites are planned, rendered and inspected in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from leverage_site.pages.directory import FEED
from leverage_site.pages.page import Page
from leverage_site.pages.plan import Plan, plan
from leverage_site.pages.views import FeedView
from leverage_site.problems import Place, Problem, ProblemError, catalog, ordered
from leverage_site.render.levels import assets, host, levels
from leverage_site.render.places import THEMES
from leverage_site.render.render import ENTRY, render
from leverage_site.render.theme import Theme
from leverage_site.settings import is_theme_name
from leverage_site.theme_check.finding import Finding
from leverage_site.theme_check.markup import Document, read
from leverage_site.theme_check.policy import hostile, inline, tame
from leverage_site.theme_check.references import Targets
from leverage_site.theme_check.sample import samples
from leverage_site.theme_check.structure import section, structure
from leverage_site.theme_check.styles import styles
from leverage_site.theme_check.telling import Found, told
from leverage_site.urls import file_of

REDIRECT = "redirect.html"
STYLES = "(bundled) themes/default/assets/style.css"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: how messages name the theme, how many pages were inspected, every problem."""

    theme: str
    pages: int
    problems: list[Problem]


def check(root: Path, name: str) -> Checked:
    """Check theme `name` of the site at `root`. Raises ProblemError where it cannot be used at all."""
    if not is_theme_name(name):
        raise catalog.BAD_THEME_NAME.error(Place(THEMES), name=name)
    stack = levels(root, name)
    try:
        theme, files, hosts = Theme(stack), assets(stack), host(stack)
        visits = []
        for sample in samples():
            visit = _Visit(plan(sample.settings, sample.library, files), theme, hosts, [*sample.problems])
            visit.pages_and_assets()
            visits.append(visit)
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(stack[0].shown), reason=error.strerror or error) from None
    problems = [*theme.problems, *(problem for visit in visits for problem in visit.problems)]
    problems += told(found for visit in visits for found in visit.found)
    return Checked(stack[0].shown, sum(len(visit.pages) for visit in visits), ordered(problems))


@dataclass
class _Visit:
    """One sample site, page by page: `pages` has what was read of each, with its template.

    `host` are addresses outside of the site that its host has.
    """

    plan: Plan
    theme: Theme
    host: tuple[str, ...]
    problems: list[Problem]
    pages: dict[str, tuple[str, Document]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)

    def pages_and_assets(self) -> None:
        """Inspect everything. Raises OSError where an asset cannot be read."""
        self.problems += self.plan.problems
        for page in self.plan.pages:
            try:
                self._render(page)
            except ProblemError as error:
                self.problems += error.problems
        ids = {file: frozenset(document.ids) for file, (_, document) in self.pages.items()}
        targets = Targets(self.plan.site.base_url, self.plan.by_file, ids, self.host)
        default = any(asset.path == STYLES for asset in self.plan.assets)
        for file, (template, document) in self.pages.items():
            self._note(_inspected(file, template, document, targets), file, template, document)
            if default and template != REDIRECT:
                self._note(section(document), file, template, document)
        for asset in self.plan.assets:
            if asset.address.endswith(".css"):
                self.problems += styles(asset, targets)

    def _render(self, page: Page) -> None:
        """Pages for people are read as browsers do; of the sitemap it is enough that it can be made."""
        if page.template:
            text = render(page, self.plan, self.theme).decode()
            if page.template.endswith(".html"):
                self.pages[file_of(page.address)] = page.template, read(text)
        elif page.view and page.address == FEED:
            self._feed(page.view(self.plan.site, page.address, page.gather(self.plan.content)))

    def _feed(self, view: FeedView) -> None:
        """A feed's entries are parts of pages, so that only what is in them can be wrong."""
        for entry in view.entries:
            document = read(self.theme.render(ENTRY, self.plan.site, entry.day).decode())
            found = (*hostile(document), *inline(tame(document)))
            self._note(found, f"feed.xml ({entry.day.date})", ENTRY, document)

    def _note(self, findings: Iterable[Finding], file: str, template: str, document: Document) -> None:
        self.found += (Found(finding, file, template, document) for finding in findings)


def _inspected(file: str, template: str, document: Document, targets: Targets) -> Iterator[Finding]:
    yield from hostile(document)
    document = tame(document)
    yield from inline(document)
    yield from structure(document, redirect=template == REDIRECT)
    yield from targets.wrong(file, document)
