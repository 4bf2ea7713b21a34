"""`theme check`: hostile sample sites are planned, rendered and inspected in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from leverage_site.files import os_reason
from leverage_site.pages.page import HTML, Page
from leverage_site.pages.plain import REDIRECT_KIND
from leverage_site.pages.plan import Plan, plan
from leverage_site.problems import Place, Problem, ProblemError, catalog, sort_problems
from leverage_site.render.assets import digested_assets
from leverage_site.render.host_page import FILE, SECTION, read_host_page
from leverage_site.render.render import render
from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import find_assets, host_addresses, load_chain
from leverage_site.settings import THEMES, bundled_themes, is_theme_name
from leverage_site.theme_check.html import Finding, HtmlPage, Occurrence, deduplicate, parse_html
from leverage_site.theme_check.rules import (
    DEFAULT_STYLES,
    LinkChecker,
    injected_markup,
    inline_code,
    section,
    structure,
    without_injected_markup,
)
from leverage_site.theme_check.sample import samples
from leverage_site.urls import file_of
from leverage_site.values import value

REDIRECT = REDIRECT_KIND.template


@value
class ThemeReport:
    """What a check says: how messages name the theme, how many pages were inspected, every problem."""

    theme: str
    pages: int
    problems: list[Problem]


def check(root: Path, name: str) -> ThemeReport:
    """Check theme `name` of the site at `root`. Raises ProblemError where it cannot be used at all."""
    if not is_theme_name(name):
        raise catalog.BAD_THEME_NAME.error(Place(THEMES), name=name)
    chain = load_chain(root, name)
    try:
        theme, files, hosts = Theme(chain), find_assets(chain), host_addresses(chain)
        if theme.host:
            # What the host puts around the section is not the theme's to answer for.
            theme.host = read_host_page(bundled_themes() / SECTION / FILE, f"{THEMES}/{SECTION}/{FILE}")
        inspections = []
        for sample in samples():
            digested = digested_assets(files, sample.library.static)
            planned = plan(sample.settings, sample.library, files, digested_assets=digested)
            inspections.append(_Inspection(planned, theme, hosts, [*sample.problems]))
            inspections[-1].run()
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(chain[0].path), reason=os_reason(error)) from None
    problems = [*theme.problems, *(problem for each in inspections for problem in each.problems)]
    problems += deduplicate(occurrence for each in inspections for occurrence in each.occurrences)
    return ThemeReport(chain[0].path, sum(len(each.pages) for each in inspections), sort_problems(problems))


@dataclass
class _Inspection:
    """One sample site, page by page: `pages` has each parsed page with its template, by its file.

    `hosts` are addresses outside of the site that its host has.
    """

    plan: Plan
    theme: Theme
    hosts: tuple[str, ...]
    problems: list[Problem]
    pages: dict[str, tuple[str, HtmlPage]] = field(default_factory=dict)
    occurrences: list[Occurrence] = field(default_factory=list)

    def run(self) -> None:
        """Render and inspect everything. Raises OSError where an asset cannot be read."""
        self.problems += self.plan.problems
        for planned in self.plan.pages:
            try:
                self._render(planned)
            except ProblemError as error:
                self.problems += error.problems
        ids = {file: frozenset(page.ids) for file, (_, page) in self.pages.items()}
        links = LinkChecker(self.plan.site.base_url, self.plan.by_file, ids, self.hosts)
        bundled = self.theme.chain[-1]
        styles = bundled.path_of(bundled.folder / DEFAULT_STYLES)
        has_default_styles = any(asset.path == styles for asset in self.plan.assets)
        for file, (template, page) in self.pages.items():
            self._inspect(file, template, page, links)
            if has_default_styles and template != REDIRECT:
                self._note(section(page), file, template, page)
        for asset in self.plan.assets:
            if asset.address.endswith(".css"):
                self.problems += links.check_styles(asset)

    def _render(self, page: Page) -> None:
        """Parse pages for people as browsers do; of the sitemap it is enough that it can be made."""
        kind, file = page.kind, file_of(page.address)
        if kind.template:
            text = render(page, self.plan, self.theme).decode()
            if kind.media_type == HTML:
                self.pages[file] = kind.template, parse_html(text)

    def _inspect(self, file: str, template: str, page: HtmlPage, links: LinkChecker) -> None:
        """Apply the rules."""
        self._note(injected_markup(page), file, template, page)
        page = without_injected_markup(page)
        self._note(inline_code(page), file, template, page)
        self._note(structure(page, redirect=template == REDIRECT), file, template, page)
        self._note(links.check_page(file, page), file, template, page)

    def _note(self, findings: Iterable[Finding], file: str, template: str, page: HtmlPage) -> None:
        self.occurrences += (Occurrence(finding, file, template, page) for finding in findings)
