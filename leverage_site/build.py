"""The straight line: records → stats → pages → render → output."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from leverage_site import __version__
from leverage_site import settings as settings_file
from leverage_site.cache.built_pages import BuiltPage, BuiltPages
from leverage_site.files import Clock, picture_size_of, system_clock
from leverage_site.output.folder import OUTPUT
from leverage_site.output.write import FileData, OutputFile, WriteResult, write
from leverage_site.pages.aliases import joined
from leverage_site.pages.page import Keys, Page, context
from leverage_site.pages.plan import Plan, plan
from leverage_site.problems import Place, Problem, ProblemError, catalog, ordered
from leverage_site.records import library as content
from leverage_site.records.discover import CONTENT, Listing
from leverage_site.records.file_cache import FileCache
from leverage_site.records.model import Library
from leverage_site.render.render import render_unless_copied
from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import THEMES, ThemeDir, find_assets, fingerprint, load_chain, read_templates
from leverage_site.report import Timings
from leverage_site.settings import Settings
from leverage_site.stats.index import build_index
from leverage_site.urls import file_of

__all__ = ["OUTPUT", "Site", "Timings", "build", "digests", "keys", "page_keys", "prepare", "read"]

RECORDS = f"{CONTENT}/records"
# Those of the bundled themes.
PARTIALS = ("about-author", "about-records", "call-to-action")


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is read and planned; `problems` may hold errors, and then it must not be written."""

    root: Path
    settings: Settings
    library: Library
    plan: Plan
    theme: Theme
    memory: FileCache
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid to write the site."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read(
    root: Path, *, drafts: bool = False, memory: FileCache | None = None, listing: Listing | None = None
) -> tuple[Settings, Library, list[Problem]]:
    """The settings and records of the site at `root`, its aliases replaced, and every problem in them."""
    memory = memory or FileCache()
    try:
        settings, problems = settings_file.load(root), []
    except ProblemError as error:
        settings, problems = None, list(error.problems)
    exists = (root / settings_file.FILE).exists()
    library, found = (
        content.load(root, drafts=drafts, cache=memory, listing=listing) if exists else (Library(), [])
    )
    # Without the folder of the records, all days would go: most likely it is not there for the moment.
    if exists and not (root / RECORDS).is_dir() and not any(p.code == catalog.NO_CONTENT.code for p in found):
        found = ordered([*found, catalog.NO_CONTENT.at(Place(RECORDS), reason="missing")])
    if settings is None:
        raise ProblemError(*problems, *found)
    if settings.project_aliases or settings.tag_aliases:
        library, unused, memory.renamed = joined(library, settings, memory.derived, memory.renamed)
        found = [*found, *unused]
    return settings, library, found


def prepare(
    root: Path,
    *,
    drafts: bool = False,
    base_url: str | None = None,
    timings: Timings | None = None,
    before: Site | None = None,
    memory: FileCache | None = None,
    listing: Listing | None = None,
) -> Site:
    """Read and plan the site at `root`. Raises ProblemError where settings or theme cannot be used.

    `before` is the same site a while ago: what has not changed since is taken over from it. Without it, `memory`
    has what is known of the files, and `listing` is a look that was taken at them.
    """
    timings = timings or Timings()
    memory = before.memory if before else memory or FileCache()
    with timings.stage("read"):
        settings, library, problems = read(root, drafts=drafts, memory=memory, listing=listing)
        settings = replace(settings, base_url=base_url) if base_url else settings
    with timings.stage("plan"):
        try:
            stack = load_chain(root, settings.theme)
            theme = _theme(stack, before)
            earlier = before.plan if before else None
            index = build_index(library.records, memory.derived, earlier.content.index if earlier else None)
            planned = plan(settings, library, find_assets(stack), earlier, index, picture_size_of)
        except ProblemError as error:
            raise ProblemError(*problems, *error.problems) from None
        except OSError as error:
            place = Place(f"{THEMES}/{settings.theme}")
            raise ProblemError(*problems, catalog.READ_FAILED.at(place, reason=error.strerror or error)) from None
    # Where there is no content, every link leads nowhere.
    is_bare = any(problem.code == catalog.NO_CONTENT.code for problem in problems)
    found = (*problems, *theme.problems, *_unshown(library, theme))
    found += () if is_bare else tuple(_of_pages(planned, library))
    return Site(root, settings, library, planned, theme, memory, found)


def _of_pages(planned: Plan, library: Library) -> Iterator[Problem]:
    """The problems of a plan: a link in a draft that leads nowhere yet hinders nothing."""
    links = (catalog.BROKEN_LINK.code, catalog.BROKEN_IMAGE.code)
    drafts = frozenset(text.path for text in library.texts if text.draft)
    for problem in planned.problems:
        yield problem.as_warning() if problem.code in links and problem.place.path in drafts else problem


def _unshown(library: Library, theme: Theme) -> Iterator[Problem]:
    """A warning for each partial that is on no page, most likely since its name is mistyped."""
    for note in library.partials:
        if not theme.shows_partial(note.name):
            from difflib import get_close_matches  # loaded for a mistake only

            near = [name for name in get_close_matches(note.name, PARTIALS, 1) if theme.shows_partial(name)]
            hint = f"Did you mean {near[0]}.md?" if near else None
            yield catalog.PARTIAL_OF_NO_TEMPLATE.at(Place(note.path), name=note.name, hint=hint)


def is_as_read(site: Site) -> bool:
    """Whether settings and theme are still those that `site` was read with.

    Raises ProblemError or OSError where they cannot be read any more.
    """
    settings = settings_file.load(site.root)
    stack = load_chain(site.root, settings.theme)
    return (
        replace(settings, base_url=site.settings.base_url) == site.settings
        and fingerprint(read_templates(stack), stack) == site.theme.fingerprint
        and find_assets(stack) == site.plan.assets
    )


def _theme(stack: tuple[ThemeDir, ...], before: Site | None) -> Theme:
    """The theme; its compiled templates are kept while they are the same."""
    theme = Theme(stack)
    same = before and (before.theme.chain, before.theme.fingerprint) == (stack, theme.fingerprint)
    return before.theme if before and same else theme


def keys(site: Site) -> dict[str, str]:
    """Each page's address with its key: while a key stays, so do the page's bytes."""
    found = page_keys(site)
    return {page.address: found.of(page) for page in site.plan.pages}


def page_keys(site: Site) -> Keys:
    """What gives the keys of the site's pages."""
    return Keys(context(site.plan.site, (__version__,), site.theme.fingerprint), site.plan.content)


def digests(site: Site) -> Iterator[tuple[str, str]]:
    """Give each page's file and the digest of its bytes, rendered when asked for; copies are read already."""
    for page in site.plan.pages:
        data = render_unless_copied(page, site.plan, site.theme)
        yield file_of(page.address), sha256(data).hexdigest() if isinstance(data, bytes) else data.digest


def build(
    site: Site,
    output: Path,
    timings: Timings | None = None,
    *,
    strict: bool = False,
    outputs: BuiltPages | None = None,
    progress: Callable[[int], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
    clock: Clock = system_clock,
) -> WriteResult:
    """Write the site. Raises ProblemError, with the output as it was, on an error, and if `strict` on a warning.

    `outputs` are those of earlier builds into the same folder: pages that are among them are not rendered again.
    `progress` is told of rendered pages, some at a time, `waiting` if another process writes to the folder; by
    `clock` it is known which stamps of files can be trusted.
    """
    if site.errors or (strict and site.problems):
        raise ProblemError(*site.problems)
    timings, outputs = timings or Timings(), outputs or BuiltPages()
    with timings.stage("keys"):
        wanted = list(_files(site, outputs.built))
    result = write(
        output,
        site.root,
        wanted,
        strict=strict,
        states=outputs.states,
        timed=timings.stage,
        progress=progress,
        waiting=waiting,
        clock=clock,
    )
    outputs.save({file.path: _built(file.path, result, outputs.built.get(file.path)) for file in wanted})
    result.problems[:0] = site.problems
    return result


def _files(site: Site, built: Mapping[str, BuiltPage]) -> Iterator[OutputFile]:
    """How to make each page's file, and the digest of its bytes where an earlier build knows it."""
    keys, days = page_keys(site), len(site.library.records)
    for page in site.plan.pages:
        path = file_of(page.address)
        old = built.get(path)
        key = keys.of(page) if old else ""
        yield OutputFile(
            path=path,
            make=partial(_made, site, keys, page, key),
            digest=old.digest if old and old.key == key else None,
            weight=page.kind.cost_among(days),
        )


def _made(site: Site, keys: Keys, page: Page, key: str) -> FileData:
    """A page's bytes or what it copies, and its key."""
    # Where every page is new, many processes work out the keys sooner than one.
    return FileData(render_unless_copied(page, site.plan, site.theme), key or keys.of(page))


def _built(path: str, result: WriteResult, old: BuiltPage | None) -> BuiltPage:
    """What is to be remembered of a page: of one that was not made, what was known, and how its file is now."""
    key = result.notes[path] if path in result.notes or old is None else old.key
    return BuiltPage(key, result.digests[path], result.stamps.get(path))
