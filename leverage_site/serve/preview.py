"""The site as it is now, rendered page by page as it is asked for.

A refresh reads what changed and plans anew; nothing is rendered before somebody asks. Each answer comes from one
state of the site. While there are errors, the last state without any is shown. A draft that was never fit to be
shown holds nothing back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Condition
from time import perf_counter

from leverage_site import build
from leverage_site.checking import refuted_claims
from leverage_site.claims.model import Claim
from leverage_site.pages.content import LinkingText, documents
from leverage_site.pages.page import PageKeys
from leverage_site.parallel import gc_disabled
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.project import Project
from leverage_site.records.discover import CONTENT, FOLDERS
from leverage_site.records.model import StaticFile
from leverage_site.render.render import render
from leverage_site.render.theme import OverdueError
from leverage_site.serve.claim_checks import ClaimChecks
from leverage_site.serve.rendering import LIMIT, LimitedRunner, PageCache, RenderedPage
from leverage_site.settings import CLAIMS_BASELINE, FILE, LANGUAGES, THEMES
from leverage_site.text import count_noun
from leverage_site.urls import file_of, without_digest
from leverage_site.values import value


@dataclass(frozen=True)
class PreviewState:
    """A site to show, and the errors that came up since, or belong to drafts that it lacks.

    `number` grows with every change. `last_good` is the site before, whose pages stand in for those that cannot be
    rendered. `failed` are the files of those, `given_up` what is wrong with those among them that took too long:
    they are not tried again. `refuted` are the claims of pages that somebody looks at.

    The sets and dictionaries grow by what the server's threads find out, each entry at once; two threads that find
    out the same at a time do so for nothing.
    """

    number: int
    site: build.Site
    errors: tuple[Problem, ...] = ()
    last_good: build.Site | None = None
    failed: set[str] = field(default_factory=set)
    given_up: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    known_keys: dict[str, str] = field(default_factory=dict)
    refuted: dict[str, tuple[Claim, ...]] = field(default_factory=dict)

    @cached_property
    def keys(self) -> PageKeys:
        """What computes the keys of the site's pages."""
        return build.page_keys(self.site)

    def key(self, file: str) -> str:
        """Return the key of the page that becomes `file`, or nothing where there is none."""
        page = self.site.plan.by_file.get(file)
        if page is None:
            return ""
        if file not in self.known_keys:
            self.known_keys[file] = build.key_with_host(self.keys.key_of(page), page, self.site.theme)
        return self.known_keys[file]


@value
class SiteChange:
    """What a refresh found: the files, the states before and after, its seconds, the problems to tell.

    Those are all errors, each time, and the warnings that are new.
    """

    files: tuple[str, ...]
    before: PreviewState
    after: PreviewState
    seconds: float
    problems: tuple[Problem, ...]

    def pages(self) -> Iterator[bool]:
        """Yield of each page whether it changed. All of them take a while: one may stop on the way."""
        for file in self.before.site.plan.by_file.keys() | self.after.site.plan.by_file.keys():
            yield self.before.key(file) != self.after.key(file)

    def describe(self, pages: int | None) -> str:
        """Describe the change in a line, such as `content/records/2026-04-07.md: 9 pages, 41 ms`."""
        first, *others = self.files
        what = f"{first} and {count_noun(len(others), 'more file')}" if others else first
        if self.after.errors and self.after.site is self.before.site:
            return f"{what}: the site is shown as it was before"
        number = "" if pages is None else f"{count_noun(pages, 'page')}, "
        return f"{what}: {number}{self.seconds * 1000:,.0f} ms"


class Preview:
    """The current state of the site at `root`.

    One thread refreshes it; the server's threads ask for pages, and see a new state at once as a whole.

    Attributes:
        state: What is shown; replaced while `changed` is held, which is notified of it. Who reads it once needs no
            lock.
        latest: The site as it was read last, for the thread that refreshes.
        problems: All problems of the latest reading but for claims, for the thread that refreshes.
        claims: What checks of its texts came to, for the same thread.

    Args:
        root: The site's folder.
        drafts: Whether drafts are shown.
        failed: Called by any thread with why a page cannot be rendered, once for each page and state.
        waiting: Called if a build must end before this can begin.
        limit: Seconds after which a page is given up.

    Raises:
        ProblemError: where settings or theme cannot be used.
    """

    def __init__(
        self,
        root: Path,
        *,
        drafts: bool = False,
        failed: Callable[[Sequence[Problem]], None] = lambda _: None,
        waiting: Callable[[], None] = lambda: None,
        limit: float = LIMIT,
    ) -> None:
        self.root = root.absolute()
        self.drafts = drafts
        self.failed = failed
        with gc_disabled(), Project.open(self.root, waiting) as self.project:
            self.latest = self.project.preview(drafts=drafts)
        self.problems = self.latest.problems
        self.state = PreviewState(1, self.latest, self._errors(self.latest))
        self.changed = Condition()
        # The number of the state with which each copied file changed last, by address.
        self._assets: dict[str, int] = {}
        self._runner = LimitedRunner[bytes](limit)
        self._cache = PageCache()
        self.claims = ClaimChecks(lambda: self.project.checked_claims.texts)
        self._edited: set[str] = set()

    @property
    def source_folders(self) -> list[Path]:
        """The folders that the site is made from; those that may be links are named each."""
        content = self.root / CONTENT
        themes = [theme.folder for theme in self.latest.theme.chain]
        beside = [self.root / folder for folder in (THEMES, LANGUAGES)]
        return [content, *(content / folder for folder in FOLDERS), *beside, *themes]

    def refresh(self) -> SiteChange | None:
        """Read what changed and show it. Returns None where nothing did."""
        start, before, latest, problems = perf_counter(), self.state, self.latest, self.problems
        try:
            self.latest = self.project.plan(drafts=self.drafts, previous=latest, claims=False)
            self.problems, errors = self.latest.problems, self._errors(self.latest)
            # A draft that is shown must not vanish while it is edited and cannot be read.
            unfinished = frozenset(self.latest.library.unfinished)
            lacks_draft = unfinished and any(text.path in unfinished for text in before.site.library.texts)
            is_good = not self.latest.errors and not lacks_draft
        except ProblemError as error:
            self.problems = errors = error.problems
            is_good = False
        files = changed_files(latest, self.latest)
        if not files and self.problems == problems:
            return None
        if is_good:
            last_good = before.last_good if before.failed else before.site
            state = PreviewState(before.number + 1, self.latest, errors, last_good)
        else:
            state = replace(before, number=before.number + 1, errors=errors)
        self._assets.update(dict.fromkeys(changed_assets(before.site, state.site), state.number))
        with self.changed:
            self.state = state
            self.changed.notify_all()
        self._edited.update(files)
        files = files or tuple(dict.fromkeys(problem.place.path for problem in (*problems, *self.problems)))
        again = () if is_good else errors
        known = {*again, *problems}
        to_tell = (*again, *(problem for problem in self.problems if problem not in known))
        return SiteChange(files, before, state, perf_counter() - start, to_tell)

    def check_claims(self, waits: Callable[[], bool]) -> tuple[Problem, ...]:
        """Check the texts that may say something else of the figures than before; return the new problems.

        Pages that are being rendered go first. As soon as something `waits` this ends, and the next call goes on.
        """

        def give_way() -> bool:
            self._runner.give_way()
            return waits()

        problems = self.claims.run(self.latest, self._edited, give_way)
        if problems is None:
            return ()
        self._edited.clear()
        return problems

    def refuted_claims(self, file: str) -> tuple[Claim, ...]:
        """Return the refuted claims of the page that becomes `file`; none where its text cannot be read."""
        state = self.state
        if file not in state.refuted:
            try:
                state.refuted[file] = refuted_claims(state.site.plan, file, state.site.baseline)
            except ProblemError:
                state.refuted[file] = ()
        return state.refuted[file]

    def answer(self, file: str) -> RenderedPage | None:
        """Return the page that becomes `file`, or None where there is none.

        Of an asset at an address with the digest of another time, it is the asset as it is: a tab that shows an
        older state goes on with it until it is told of the change. A page that cannot be rendered has its
        problems, and the bytes it had before. A file to copy that went a moment ago, and was never asked for, is
        none.
        """
        state = self.state
        key = state.key(file)
        if not key and (present := _present_address(state.site, file)):
            file, key = present, state.key(present)
        if not key:
            return None
        cached = self._cache.get(file)
        if cached and cached.key == key:
            return cached
        if file in state.given_up:
            return self._failed(state, file, state.given_up[file])
        try:
            page = _rendered(key, self._render(state, state.site, file), state.site, file)
        except ProblemError as error:
            return self._failed(state, file, error.problems)
        except OverdueError as error:
            limit = f"{self._runner.limit:g} second{'' if self._runner.limit == 1 else 's'}"
            place = error.place or Place(state.site.theme.chain[0].path)
            state.given_up[file] = (catalog.SLOW_PAGE.at(place, page=file, limit=limit),)
            return self._failed(state, file, state.given_up[file])
        # A copied file may have changed since the site was read: then its bytes do not belong to the key.
        planned = state.site.plan.by_file[file]
        if not planned.kind.is_copy or planned.inputs(state.site.plan.content).digest == page.digest:
            self._cache.put(file, page)
        return page

    def assets_since(self, number: int) -> list[str]:
        """Return the addresses of the copied files that changed after state `number`."""
        return [address for address, changed in self._assets.copy().items() if changed > number]

    def _errors(self, site: build.Site) -> tuple[Problem, ...]:
        """Return what keeps pages from being shown: errors, and problems of drafts where those are to be seen."""
        unfinished = frozenset(site.library.unfinished if self.drafts else ())
        return tuple(p for p in site.problems if p.is_error or p.place.path in unfinished)

    def _render(self, state: PreviewState, site: build.Site, file: str) -> bytes:
        """Render a page of `site`, which is the state's or its last good one.

        Raises ProblemError and OverdueError.
        """
        page = site.plan.by_file[file]
        key = (file, state.number, site is state.site)
        return self._runner.run(key, lambda: render(page, site.plan, site.theme), ends=not page.kind.template)

    def _failed(self, state: PreviewState, file: str, problems: tuple[Problem, ...]) -> RenderedPage | None:
        """Return the stand-in for a page that cannot be rendered, or None for a file to copy that has none."""
        data = self._stand_in(state, file)
        if not data and state.site.plan.by_file[file].kind.is_copy:
            return None
        if file not in state.failed:
            state.failed.add(file)
            self.failed(problems)
        return RenderedPage.from_data("", data, problems)

    def _stand_in(self, state: PreviewState, file: str) -> bytes:
        """Return what a page was before it could not be rendered; nothing where it never was."""
        if cached := self._cache.get(file):
            return cached.data
        # What is too slow once may be so again, and each time it is asked for.
        if not state.last_good or file in state.given_up:
            return b""
        try:
            return self._render(state, state.last_good, file)
        except (KeyError, ProblemError, OverdueError):
            return b""


def changed_files(before: build.Site, after: build.Site) -> tuple[str, ...]:
    """Return the paths of the source files that differ, that came and that went, as messages name them."""
    if before is after:
        return ()
    # What was not read again is the same object in both: that leaves few of thousands.
    old, new = (
        {id(item): item for item in (*documents(site.library), *site.library.static, *site.plan.assets)}
        for site in (before, after)
    )
    return _differing(
        _sources(before, (old[key] for key in old.keys() - new.keys())),
        _sources(after, (new[key] for key in new.keys() - old.keys())),
    )


def changed_assets(before: build.Site, after: build.Site) -> tuple[str, ...]:
    """Return the addresses of the copied files that differ, that came and that went."""
    if before is after:
        return ()
    old, new = (
        # A file of the site replaces the theme's; a stylesheet changes with what it loads.
        {file.address: file.digest for file in (*site.plan.assets, *site.library.static)}
        | {asset.file.address: f"{asset.file.digest} {asset.address}" for asset in site.plan.digested_assets}
        for site in (before, after)
    )
    return _differing(old, new)


def _present_address(site: build.Site, file: str) -> str:
    """Return the file that an asset has now, of one that it had with another digest; nothing for all others."""
    own = f"/{without_digest(file)}"
    return next((file_of(asset.address) for asset in site.plan.digested_assets if asset.file.address == own), "")


def _rendered(key: str, data: bytes, site: build.Site, file: str) -> RenderedPage:
    """Return a page of its bytes; one that differs in addresses of assets alone has the same digest."""
    page = RenderedPage.from_data(key, data)
    if not site.plan.by_file[file].kind.is_template:
        return page
    for name, path in site.plan.template_site.assets.items():
        data = data.replace(path.encode(), name.encode())
    return replace(page, digest=sha256(data).hexdigest())


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def _sources(site: build.Site, items: Iterable[LinkingText | StaticFile]) -> dict[str, object]:
    """Return what decides whether a source changed, by path: of `items`, and of what is cheap to compare."""
    # Of a copied file also where it is on the disk: a theme may be a link, which leads elsewhere now.
    sources: dict[str, object] = {
        item.path: (item.digest, item.on_disk if isinstance(item, StaticFile) else "") for item in items
    }
    sources.update((item.path, item.data) for by_name in site.theme.templates for item in by_name.values())
    if host := site.theme.host:
        sources[host.path] = host.digest
    if language := site.theme.language:
        sources.update(language.sources)
    sources[FILE] = site.settings
    sources[CLAIMS_BASELINE] = site.baseline
    return sources
