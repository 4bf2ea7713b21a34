"""Which pages the site has: all that is known of each before a byte is rendered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import unquote, urlsplit

from leverage_site.files import PictureSize
from leverage_site.language.phrases import Language
from leverage_site.markdown import Html
from leverage_site.pages.archive import ARCHIVE_KINDS
from leverage_site.pages.checks import (
    LinkProblems,
    LinkTargets,
    check_links,
    collisions,
    link_targets,
    misnamed_notes,
    unusable_paths,
)
from leverage_site.pages.claims import CLAIMS_KIND
from leverage_site.pages.content import Content, build_content
from leverage_site.pages.corrections import CORRECTION_KINDS
from leverage_site.pages.dashboard import DASHBOARD_KIND
from leverage_site.pages.data import DATA_KINDS
from leverage_site.pages.day import DAY_KIND
from leverage_site.pages.feed_kinds import FEED_KINDS, same_ids
from leverage_site.pages.feed_list import OPML_KIND
from leverage_site.pages.fragments import fragment, is_whole_page
from leverage_site.pages.links import SOCIAL_IMAGE, path_of, quoted_tail
from leverage_site.pages.lists import INDEX_KIND
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.period import PERIOD_KINDS
from leverage_site.pages.plain import (
    COPY_KIND,
    FEEDS_KIND,
    NOT_FOUND_KIND,
    PLAIN_KIND,
    REDIRECT_KIND,
    RENAMED_KIND,
    ROBOTS_KIND,
    SITEMAP_KIND,
    STYLES_KIND,
    DigestedAsset,
    copy,
    digested,
)
from leverage_site.pages.tasks import TASKS_KIND
from leverage_site.pages.terms import FORMER_KIND, TERM_KINDS
from leverage_site.pages.urlmap import split_tail
from leverage_site.pages.view_parts import NavLink, SiteView
from leverage_site.problems import Problem, sort_problems
from leverage_site.records.model import Library, StaticFile
from leverage_site.settings import NavItem, Settings
from leverage_site.stats.index import SiteIndex
from leverage_site.urls import file_of
from leverage_site.values import value

GENERATOR = "leverage-site"

# Every kind of page, in the order of planning: of two pages with one address, the later one collides.
KINDS: tuple[PageKind, ...] = (
    DAY_KIND,
    INDEX_KIND,
    *PERIOD_KINDS,
    *ARCHIVE_KINDS,
    *TERM_KINDS,
    TASKS_KIND,
    DASHBOARD_KIND,
    PLAIN_KIND,
    FEEDS_KIND,
    *CORRECTION_KINDS,
    NOT_FOUND_KIND,
    ROBOTS_KIND,
    REDIRECT_KIND,
    SITEMAP_KIND,
    *FEED_KINDS,
    OPML_KIND,
    *DATA_KINDS,
    CLAIMS_KIND,
    COPY_KIND,
    STYLES_KIND,
    RENAMED_KIND,
    FORMER_KIND,
)
# Where all assets are.
ASSETS = "/assets/"
# The page of the author's that the navigation lists without a setting: what the setting calls it, and its title.
_ABOUT = ("about", "About")

# What scripts call the units of numbers that they have to know.
_SCRIPT_UNITS = {"factor": "x", "thousand": "k", "million": "M", "hours": "h", "minutes": "m"}

# Those whose usual script runs from right to left, and such scripts, by their subtags.
_LEFTWARD_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_LEFTWARD_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


@value
class Plan:
    """The site view and every page, in the order of their kinds, made from `content` and the theme's `assets`.

    `site` is what views know of it, `template_site` that with the addresses of assets, which templates alone know.
    `by_file` has the pages by the files they become, `problems` are links, addresses and notes gone wrong. The
    rest is for plans that come after this one: `targets` and `path_problems` follow from the pages, and
    `link_problems` has those of each document, by its identity.
    """

    site: SiteView
    template_site: SiteView
    pages: tuple[Page, ...]
    by_file: Mapping[str, Page]
    problems: tuple[Problem, ...]
    content: Content
    assets: tuple[StaticFile, ...]
    digested_assets: tuple[DigestedAsset, ...]
    targets: LinkTargets
    path_problems: tuple[Problem, ...]
    link_problems: LinkProblems

    def has_pages_of(
        self, content: Content, assets: tuple[StaticFile, ...], digested_assets: tuple[DigestedAsset, ...]
    ) -> bool:
        """Return whether these have the same pages."""
        known = (self.content.page_set_key, self.assets, self.digested_assets)
        return known == (content.page_set_key, assets, digested_assets)


def plan(
    settings: Settings,
    library: Library,
    assets: Iterable[StaticFile],
    before: Plan | None = None,
    index: SiteIndex | None = None,
    size_of: Callable[[str], PictureSize] = lambda _: None,
    digested_assets: tuple[DigestedAsset, ...] = (),
    language: Language | None = None,
) -> Plan:
    """Plan all pages of the site.

    Args:
        settings: The site's settings.
        library: What the site is made of.
        assets: The theme's files, which the site's own may replace.
        before: An earlier plan of the site: what still holds of it is taken over.
        index: That of the library's records, by default built here.
        size_of: Gives the size of a picture's file.
        digested_assets: The assets at addresses that carry a digest, as far as they have any.
        language: The language of pages, English where there is none.

    """
    content = build_content(settings, library, index, before.content if before else None, language)
    assets = tuple(assets)
    if before and before.has_pages_of(content, assets, digested_assets):
        pages, by_file, targets = before.pages, before.by_file, before.targets
        path_problems, checked = before.path_problems, before.link_problems
    else:
        pages = plan_pages(content, assets, digested_assets)
        by_file = {file_of(page.address): page for page in pages}
        targets = link_targets(content, by_file.keys())
        path_problems, checked = (*unusable_paths(pages), *collisions(pages)), {}
    link_problems = check_links(content, targets, checked)
    problems = [*content.live.problems, *(one for _, of_text in link_problems.values() for one in of_text)]
    problems += [*targets.broken_nav(content), *path_problems, *same_ids(content), *misnamed_notes(content)]
    site = site_view(content, by_file, _picture_size(content, by_file, size_of), language)
    return Plan(
        site=site,
        template_site=replace(site, assets=_asset_paths(assets, digested_assets)),
        pages=pages,
        by_file=by_file,
        problems=tuple(sort_problems(problems)),
        content=content,
        assets=assets,
        digested_assets=digested_assets,
        targets=targets,
        path_problems=path_problems,
        link_problems=link_problems,
    )


def _picture_size(
    content: Content, files: Mapping[str, Page], size_of: Callable[[str], PictureSize]
) -> PictureSize:
    """Return the size of the picture for previews, if it is a file whose size can be known."""
    picture = files.get(file_of(SOCIAL_IMAGE))
    return size_of(picture.inputs(content).on_disk) if picture and picture.kind.is_copy else None


def plan_pages(
    content: Content, assets: Iterable[StaticFile], digested_assets: Iterable[DigestedAsset] = ()
) -> tuple[Page, ...]:
    """Plan the pages of each kind, then the assets whose addresses none of them has."""
    pages: list[Page] = []
    for kind in KINDS:
        pages += list(kind.plan(kind, content, pages))
    if content.settings.fragments:
        pages += [fragment(page) for page in pages if is_whole_page(page)]
    addresses = {page.address for page in pages}
    of_assets = {asset.address: copy(asset) for asset in assets}
    of_assets |= {asset.address: digested(asset) for asset in digested_assets if asset.address not in of_assets}
    return (*pages, *(page for address, page in of_assets.items() if address not in addresses))


def _asset_paths(assets: Iterable[StaticFile], digested_assets: Iterable[DigestedAsset]) -> dict[str, str]:
    """Return the paths of assets behind the site's root, by their names in the folder of the theme."""
    addresses = {asset.address: asset.address for asset in assets}
    addresses |= {asset.file.address: asset.address for asset in digested_assets}
    return {address.removeprefix(ASSETS): path_of(place) for address, place in addresses.items()}


def site_view(
    content: Content,
    files: Mapping[str, Page],
    picture: PictureSize = None,
    language: Language | None = None,
) -> SiteView:
    """Build what every page knows of the site, which holds no list that grows with the records.

    Args:
        content: What the site is made of.
        files: Its pages by the files they become.
        picture: The size of the picture for previews, if it is known.
        language: The language of pages, English where there is none.

    """
    settings = content.settings
    image_width, image_height = picture or (0, 0)
    return SiteView(
        title=settings.title,
        description=settings.description,
        language=settings.language,
        author=settings.author,
        assistant=settings.assistant,
        base_url=settings.base_url,
        base_path=urlsplit(settings.base_url).path,
        nav=_navigation(content, files, language),
        generator=GENERATOR,
        image_width=image_width,
        image_height=image_height,
        authored=Html() if language else _language_mark(settings.language),
        direction=Html(' dir="rtl"' if language and language.is_leftward else ""),
        signs=_number_signs(language) if language else Html(),
    )


def _number_signs(language: Language) -> Html:
    """Return the attributes that tell scripts how numbers are written."""
    words = language.words
    signs = {"decimal": words.decimal, "group": words.group}
    signs |= {name: words.units.get(unit, unit) for name, unit in _SCRIPT_UNITS.items()}
    return Html("".join([f' data-{name}="{escape(sign)}"' for name, sign in signs.items()]))


def _language_mark(language: str) -> Html:
    """Return the attributes of what the author wrote: none in English, the language of the program's own texts."""
    name, *subtags = language.lower().split("-")
    if name == "en":
        return Html()
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), None)
    is_leftward = script in _LEFTWARD_SCRIPTS if script else name in _LEFTWARD_LANGUAGES
    return Html(f' lang="{language}"' + (' dir="rtl"' if is_leftward else ""))


def _navigation(content: Content, files: Mapping[str, Page], language: Language | None) -> tuple[NavLink, ...]:
    """Return the entries of the navigation: of those that lead to one address the first, titled as the last.

    Their titles are in the language of the site, so that no page need know which of them are the author's.
    """
    say = language.say if language else str
    kinds = [kind for kind in KINDS if kind.nav and kind.has_content(content)]
    pages = {kind.nav[0]: _own_entry(say(kind.nav[1]), kind.address) for kind in kinds if kind.nav}
    name, title = _ABOUT
    if about := files.get(f"{name}.html"):
        pages[name] = _own_entry(say(title), about.address)
    entries: dict[str, NavLink] = {}
    for item in content.settings.nav:
        if not item.page:
            entry = _nav_entry(item, content, files)
            entries[entry.href] = entry
        elif page := pages.get(item.page):
            entries[page.href] = replace(page, text=item.title) if item.title else page
    return tuple(entries.values())


def _own_entry(title: str, address: str, tail: str = "") -> NavLink:
    return NavLink(title, path_of(address) + quoted_tail(tail))


def _nav_entry(item: NavItem, content: Content, files: Mapping[str, Page]) -> NavLink:
    if not item.url.startswith("/"):
        return NavLink(item.title, item.url, external=True)
    address, tail = split_tail(item.url)
    address = unquote(address)
    page = files.get(file_of(content.urlmap.canonical(address)))
    return _own_entry(item.title, page.address if page else address, tail)
