"""The straight line: records → index → pages → render → output."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from leverage_site import __version__
from leverage_site import settings as settings_file
from leverage_site.cache.built_pages import BuiltPage, BuiltPages
from leverage_site.cache.checked_claims import CheckedTexts
from leverage_site.checking import Baseline, check_texts, problems_of_claims, read_baseline
from leverage_site.files import Clock, Stamp, os_reason, picture_size_of, system_clock
from leverage_site.language.reader import load_language
from leverage_site.output.write import FileData, OutputFile, Segment, SegmentedFile, WriteResult, write
from leverage_site.pages.page import KEY_LENGTH, Page, PageKeys, context
from leverage_site.pages.plan import Plan, plan
from leverage_site.pages.views import TextView
from leverage_site.parallel import gc_disabled
from leverage_site.problems import Place, Problem, ProblemError, catalog, sort_problems
from leverage_site.records.discover import RECORDS, Listing, list_content
from leverage_site.records.file_cache import FileCache
from leverage_site.records.library import build_library
from leverage_site.records.model import Library
from leverage_site.render.assets import digested_assets
from leverage_site.render.host_page import HostPage, Piece
from leverage_site.render.render import render_pieces, render_unless_copied
from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import find_assets, load_chain
from leverage_site.report import BuildMonitor, BuildReport, Timings
from leverage_site.settings import THEMES, Settings
from leverage_site.stats.aliases import replace_aliases
from leverage_site.stats.index import build_index
from leverage_site.urls import file_of
from leverage_site.values import value

# Those of the bundled themes.
PARTIALS = ("about-author", "about-records", "call-to-action")
NOTHING_CHECKED: CheckedTexts = MappingProxyType({})
# What texts name that is not there.
LOOKUPS = (
    catalog.BROKEN_LINK,
    catalog.BROKEN_IMAGE,
    catalog.NO_LIVE_FIGURE,
    catalog.LATER_FIGURE,
    catalog.TASK_BY_NUMBER,
    catalog.NO_SUCH_FORM,
)


@value
class Site:
    """A site that is read and planned; `problems` may hold errors, and then it must not be written.

    `checked` is what checks of its texts came to, `baseline` what they accept.
    """

    root: Path
    settings: Settings
    library: Library
    plan: Plan
    theme: Theme
    problems: tuple[Problem, ...]
    checked: CheckedTexts = field(default_factory=dict)
    baseline: Baseline = Baseline()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid to write the site."""
        return tuple(problem for problem in self.problems if problem.is_error)

    def without_problems_in(self, paths: Iterable[str]) -> "Site":
        """Return the site without problems in the files at `paths`, relative to the site."""
        files = frozenset(paths)
        return replace(self, problems=tuple(p for p in self.problems if p.place.path not in files))


def plan_site(
    root: Path,
    *,
    drafts: bool = False,
    base_url: str | None = None,
    cache: FileCache | None = None,
    listing: Listing | None = None,
    previous: Site | None = None,
    checked: CheckedTexts | None = NOTHING_CHECKED,
    timings: Timings | None = None,
) -> Site:
    """Read, index and plan the site at `root`, up to the last value that is known before a byte is rendered.

    Args:
        root: The site's folder.
        drafts: Whether drafts have pages.
        base_url: Replaces the setting.
        cache: What earlier readings of the site left.
        listing: A listing of content/ that was made already.
        previous: The same site a while ago, read with the same cache: what has not changed is taken over from it.
        checked: What earlier checks of its texts came to; None where their claims are not to be checked.
        timings: Gets the time that each stage takes.

    Raises ProblemError where settings, theme or language cannot be used.

    """
    timings, cache = timings or Timings(), cache or FileCache()
    earlier = previous.plan if previous else None
    with timings.stage("read"):
        settings, library, problems = load_content(root, drafts=drafts, cache=cache, listing=listing)
        settings = replace(settings, base_url=base_url) if base_url else settings
    try:
        with timings.stage("index"):
            index = build_index(library.records, cache.day_stats, earlier.content.index if earlier else None)
        with timings.stage("plan"):
            theme = _load_theme(root, settings, previous.theme if previous else None)
            assets = find_assets(theme.chain)
            digested = digested_assets(assets, library.static)
            planned = plan(settings, library, assets, earlier, index, picture_size_of, digested, theme.language)
    except ProblemError as error:
        raise ProblemError(*problems, *error.problems) from None
    except OSError as error:
        place = Place(f"{THEMES}/{settings.theme}")
        raise ProblemError(*problems, catalog.READ_FAILED.at(place, reason=os_reason(error))) from None
    # Where there is no content, every link leads nowhere.
    of_plan = () if any(problem.code == catalog.NO_CONTENT.code for problem in problems) else planned.problems
    problems += _site_problems(of_plan, library, theme, with_fragments=settings.fragments)
    site = Site(root, settings, library, planned, theme, tuple(problems), baseline=read_baseline(root))
    with timings.stage("claims") if checked is not None else nullcontext():
        return site if checked is None else check_claims(site, checked)


def check_claims(site: Site, known: CheckedTexts) -> Site:
    """Return the site with the problems of refuted claims; `known` is what earlier checks of texts came to."""
    checked = check_texts(site.plan.content, known)
    told = problems_of_claims(site.root, checked, site.baseline)
    return replace(site, problems=(*site.problems, *told), checked=checked)


def write_site(
    site: Site,
    output: Path,
    *,
    strict: bool = False,
    built_pages: BuiltPages | None = None,
    monitor: BuildMonitor | None = None,
    clock: Clock = system_clock,
) -> tuple[BuildReport, dict[str, Stamp]]:
    """Render the site into `output`; return what was done, and the stamps of files that show each later change.

    Args:
        strict: Whether a warning forbids to write.
        built_pages: Those of earlier builds into the same folder: a page with the same key is not rendered again.
        monitor: Is told of the work.
        clock: That of the cache's file system: tells which stamps of files can be trusted.

    Raises ProblemError, with the output as it was, on an error, and if `strict` on a warning.

    """
    if site.errors or (strict and site.problems):
        raise ProblemError(*site.problems)
    monitor, built_pages = monitor or BuildMonitor(), built_pages or BuiltPages()
    old = built_pages.pages
    with monitor.timings.stage("keys"):
        keys = page_keys(site)
        sources = {file_of(page.address): keys.sources_of(page) for page in site.plan.pages}
        files = list(_output_files(site, keys, sources, built_pages, output))
    result = write(
        output,
        site.root,
        files,
        strict=strict,
        states=built_pages.states,
        monitor=monitor,
        clock=clock,
    )
    pages = {path: _built_page(result, path, old.get(path), sources[path]) for path in result.digests}
    built_pages.save(pages, keys.basis)
    return _report(site, result), result.stamps


def _load_theme(root: Path, settings: Settings, previous: Theme | None = None) -> Theme:
    """Load the theme of the site at `root` in its language; the `previous` one where nothing of both changed.

    Raises ProblemError where theme or language cannot be used, OSError where a file cannot be read.
    """
    language = load_language(root, settings.language, previous.language if previous else None)
    theme = Theme(load_chain(root, settings.theme), previous, language)
    # What the previous one found out is kept.
    return previous if previous and theme.is_same(previous) else theme


def load_content(
    root: Path, *, drafts: bool = False, cache: FileCache | None = None, listing: Listing | None = None
) -> tuple[Settings, Library, list[Problem]]:
    """Load the settings and records of the site at `root`, its aliases replaced, with every problem in them.

    The arguments are those of `plan_site`. Raises ProblemError where the settings cannot be used.
    """
    cache = cache or FileCache()
    library = Library()
    problems: list[Problem] = []
    if (root / settings_file.FILE).exists():
        with gc_disabled():
            listing = listing or list_content(root, cache.clock)
            library, problems = build_library(listing, cache.read(listing), drafts=drafts)
        # Without the folder of the records, all days would go: most likely it is not there for the moment.
        if not (root / RECORDS).is_dir() and not any(p.code == catalog.NO_CONTENT.code for p in problems):
            problems = sort_problems([*problems, catalog.NO_CONTENT.at(Place(RECORDS), reason="missing")])
    try:
        settings = settings_file.load(root)
    except ProblemError as error:
        raise ProblemError(*error.problems, *problems) from None
    if settings.project_aliases or settings.tag_aliases:
        library, unused, cache.renamed = replace_aliases(library, settings, cache.day_stats, cache.renamed)
        problems = [*problems, *unused]
    return settings, library, problems


def is_up_to_date(site: Site) -> bool:
    """Return whether settings, theme, language and baseline are still those that `site` was read with."""
    try:
        settings = settings_file.load(site.root)
        theme = _load_theme(site.root, settings)
        return (
            replace(settings, base_url=site.settings.base_url) == site.settings
            and theme.is_same(site.theme)
            and find_assets(theme.chain) == site.plan.assets
            and read_baseline(site.root) == site.baseline
        )
    except (OSError, ProblemError):
        return False


def page_keys(site: Site) -> PageKeys:
    """Return what gives the keys of the site's pages: while a key stays, so do the page's bytes."""
    planned = site.plan
    shared = context(planned.site, (__version__,), site.theme.fingerprint)
    return PageKeys(shared, planned.content, planned.template_site.assets)


def key_with_host(key: str, page: Page, theme: Theme) -> str:
    """Return what decides the bytes of a page: its key, and the host's page where it is put into one."""
    return key + theme.host_digest if page.kind.is_template else key


def page_digests(site: Site) -> Iterator[tuple[str, str]]:
    """Yield each page's file and the digest of its bytes, rendered when asked for; copies are read already."""
    for page in site.plan.pages:
        data = render_unless_copied(page, page.inputs(site.plan.content), site.plan, site.theme)
        yield file_of(page.address), sha256(data).hexdigest() if isinstance(data, bytes) else data.digest


def _output_files(
    site: Site, keys: PageKeys, sources: Mapping[str, str | None], old: BuiltPages, output: Path
) -> Iterator[OutputFile]:
    """Yield the file of each page.

    Args:
        site: The site.
        keys: Those of its pages.
        sources: What stands for the sources of each page, by its path.
        old: The pages as an earlier build left them in `output`.
        output: The folder.

    """
    days, is_same_basis = len(site.library.records), old.basis == keys.basis
    for page in site.plan.pages:
        path = file_of(page.address)
        built = old.pages.get(path)
        # Where every page is new, many processes work out the keys sooner than one.
        key = ""
        if built:
            is_same = is_same_basis and built.sources is not None and built.sources == sources[path]
            key = built.key[:KEY_LENGTH] if is_same else keys.key_of(page)
        maker = _PageMaker(site, keys, page, key, built, output)
        yield OutputFile(
            path=path,
            make=maker.make,
            digest=built.digest if built and built.key == key_with_host(key, page, site.theme) else None,
            weight=page.kind.cost_among(days),
            place=(page.kind.batch or page.kind.name, page.path),
            split=maker.split if page.kind.segments else None,
        )


class _Note(NamedTuple):
    """What is remembered of a page that was made: its key, and its segments where they are known by then."""

    key: str
    segments: tuple[tuple[str, int], ...] = ()


class _PageMaker(NamedTuple):
    """What makes the file of a page, with a note.

    `key` is empty where it is not worked out yet; `built` is the page as an earlier build left it in `output`.
    """

    site: Site
    keys: PageKeys
    page: Page
    key: str
    built: BuiltPage | None
    output: Path

    def make(self) -> FileData:
        """Render the page, or return the file that it copies."""
        page, plan, theme = self.page, self.site.plan, self.site.theme
        host = theme.host if page.kind.is_template else None
        if host and (left := self._read_pieces()):
            return self._in_host(host, left, self.key)
        inputs = page.inputs(plan.content)
        key = self.key or self.keys.key_of_inputs(page, inputs)
        if host:
            return self._in_host(host, render_pieces(page, inputs, plan, theme), key)
        if page.kind.parts:
            return self._join_parts(page.kind.parts(inputs), key)
        return FileData(render_unless_copied(page, inputs, plan, theme), _Note(key))

    def _join_parts(self, parts: Iterable[Any], key: str) -> FileData:
        """Join the parts of a page: the bytes of those that an earlier build left, and those that are new."""
        known, pieces, sizes = dict(self._built_segments()), [], []
        for part in parts:
            name = self.keys.key_of_part(self.page, part)
            piece = known.get(name) or _render_segment(self.page, self.site.plan, part)
            pieces.append(piece)
            sizes.append((name, len(piece)))
        return FileData(b"".join(pieces), _Note(key, tuple(sizes)))

    def _in_host(self, host: HostPage, printed: tuple[Piece, ...], key: str) -> FileData:
        pieces = host.around(printed)
        sizes = tuple([(name, len(data)) for name, data in pieces])
        note = _Note(key_with_host(key, self.page, self.site.theme), sizes)
        return FileData(b"".join([data for _, data in pieces]), note)

    def _read_pieces(self) -> tuple[Piece, ...]:
        """Return the page as it stands in the output, where its host alone has changed since it was put there."""
        built = self.built
        if not self.key or not built or built.key[:KEY_LENGTH] != self.key:
            return ()
        return tuple([Piece(name, data) for name, data in self._built_segments()])

    def split(self) -> SegmentedFile:
        """Return the segments of the page: the bytes of those that an earlier build left, or what renders them."""
        page, plan, known = self.page, self.site.plan, dict(self._built_segments())
        inputs, segments = page.inputs(plan.content), []
        for part in page.kind.segments(inputs) if page.kind.segments else ():
            key = self.keys.key_of_inputs(page, part)
            segments.append(Segment(key, known.get(key) or partial(_render_segment, page, plan, part)))
        return SegmentedFile(segments, _Note(self.key or self.keys.key_of_inputs(page, inputs)))

    def _built_segments(self) -> list[tuple[str, bytes]]:
        """Return the segments that are in the file with their keys; nothing where it is not what was built."""
        segments: list[tuple[str, bytes]] = []
        if self.built and self.built.segments:
            with suppress(OSError):
                data, start = (self.output / file_of(self.page.address)).read_bytes(), 0
                if sha256(data).hexdigest() == self.built.digest:
                    for key, size in self.built.segments:
                        segments.append((key, data[start : start + size]))
                        start += size
        return segments


def _render_segment(page: Page, plan: Plan, inputs: Any) -> bytes:
    text: TextView = page.view(plan.site, inputs)
    return text.text.encode()


def _built_page(result: WriteResult, path: str, built: BuiltPage | None, sources: str | None) -> BuiltPage:
    """Return what is to be remembered of a page: of one that was not made, what was known of it."""
    digest, stamp = result.digests[path], result.stamps.get(path)
    if built and path not in result.notes:
        return BuiltPage(built.key, digest, stamp, built.segments, sources)
    note: _Note = result.notes[path]
    return BuiltPage(note.key, digest, stamp, note.segments or result.segments.get(path, ()), sources)


def _site_problems(
    of_plan: Iterable[Problem], library: Library, theme: Theme, *, with_fragments: bool
) -> Iterator[Problem]:
    """Yield the problems of the theme, of partials that no template shows, and those of the plan."""
    yield from theme.problems
    if with_fragments and not theme.host:
        yield catalog.NO_FRAGMENTS.at(Place(theme.chain[0].path))
    for note in library.partials:
        if not theme.shows_partial(note.name):  # most likely since its name is mistyped
            from difflib import get_close_matches  # loaded for a mistake only

            near = [name for name in get_close_matches(note.name, PARTIALS, 1) if theme.shows_partial(name)]
            hint = f"Did you mean {near[0]}.md?" if near else None
            yield catalog.PARTIAL_OF_NO_TEMPLATE.at(Place(note.path), name=note.name, hint=hint)
    # A link or a figure in a draft that leads nowhere yet hinders nothing.
    lookups = {code.code for code in LOOKUPS}
    drafts = frozenset(text.path for text in library.texts if text.draft)
    for problem in of_plan:
        yield problem.as_warning() if problem.code in lookups and problem.place.path in drafts else problem


def _report(site: Site, result: WriteResult) -> BuildReport:
    return BuildReport(
        files=len(result.digests),
        written=tuple(result.written),
        kept=result.kept,
        removed=tuple(result.removed),
        rendered=len(result.rendered),
        drafts=len(site.library.drafts),
        shown_drafts=site.library.shown_drafts,
        problems=(*site.problems, *result.problems),
    )
