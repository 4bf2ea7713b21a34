"""One site as commands and the preview see it: the facade over its files, its cache and its output.

A command opens a project and calls one method. What must happen in which order, such as that the picture of all
sources is taken before any of them is read, is this module's business alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from leverage_site.cache.built_pages import BuiltPages, LastBuild, fingerprint_sources
from leverage_site.cache.store import Store, open_store
from leverage_site.cache.toolchain import Toolchain
from leverage_site.files import Clock, digest, os_reason, replace_file, system_clock
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.discover import Listing, list_content
from leverage_site.report import BuildMonitor, BuildOptions, BuildReport, CheckReport, Timings, is_failure
from leverage_site.settings import CLAIMS_BASELINE, Settings

# A build that has nothing to do imports neither `build` (70 ms) nor `cache.parsed_files` (80 ms).
if TYPE_CHECKING:
    from leverage_site.build import Site
    from leverage_site.cache.checked_claims import CheckedClaims
    from leverage_site.cache.parsed_files import ParsedFileCache
    from leverage_site.checking import ListedClaim
    from leverage_site.records.model import Library


class Project:
    """The site at `root`. Without a `store`, nothing comes from earlier commands or is kept for later ones.

    `clock` is that of the store's file system. One thread at a time may use a project.
    """

    def __init__(self, root: Path, store: Store | None = None, clock: Clock = system_clock) -> None:
        self.root = root
        self.store = store or Store(None, Toolchain())
        self.clock = clock
        self._is_stored = store is not None

    @classmethod
    @contextmanager
    def open(cls, root: Path, waiting: Callable[[], None], *, create_cache: bool = True) -> Iterator["Project"]:
        """Open the site at `root` with its cache, which other commands must wait for during the block.

        Args:
            root: The site's folder.
            waiting: Called, once, if this command has to wait.
            create_cache: Whether a cache is begun where there is none.

        After the block the project can still be read, while other commands write to the cache.

        """
        with open_store(root, Toolchain(), waiting, create=create_cache) as (store, clock):
            yield cls(root, store, clock)

    @property
    def note(self) -> str:
        """A sentence for people on what is wrong with the cache, or nothing."""
        return self.store.note

    @cached_property
    def listing(self) -> Listing:
        """The one look at content/ that a command takes."""
        return list_content(self.root, self.clock)

    @cached_property
    def parsed_files(self) -> "ParsedFileCache":
        """What content files held, as far as it is known."""
        from leverage_site.cache.parsed_files import ParsedFileCache

        return ParsedFileCache(self.root, self.store, self.clock, storing=self._is_stored)

    @cached_property
    def checked_claims(self) -> "CheckedClaims":
        """What checks of texts came to, as far as it is known."""
        from leverage_site.cache.checked_claims import CheckedClaims

        return CheckedClaims(self.store)

    def load(self, *, drafts: bool = False) -> tuple[Settings, "Library", list[Problem]]:
        """Read settings and records, with every problem in them.

        Raises ProblemError where the settings cannot be used.
        """
        from leverage_site import build

        loaded = build.load_content(self.root, drafts=drafts, cache=self.parsed_files, listing=self.listing)
        self.parsed_files.save()
        return loaded

    def plan(
        self,
        *,
        drafts: bool = False,
        base_url: str | None = None,
        previous: "Site | None" = None,
        claims: bool = True,
        timings: Timings | None = None,
    ) -> "Site":
        """Read and plan the site; `base_url` replaces the setting, `claims` is whether those of texts are checked.

        From the `previous` state of the site, planned by this project, all that has not changed is taken over.
        Raises ProblemError where settings or theme cannot be used.
        """
        from leverage_site import build

        timings = timings or Timings()
        site = build.plan_site(
            self.root,
            drafts=drafts,
            base_url=base_url,
            cache=self.parsed_files,
            listing=None if previous else self.listing,
            previous=previous,
            checked=self.checked_claims.texts if claims else None,
            timings=timings,
        )
        with timings.stage("remember"):
            if claims and self.parsed_files.storing:
                self.checked_claims.save(site.checked)
            self.parsed_files.save()
        return site

    def preview(self, *, drafts: bool = False) -> "Site":
        """Plan the site, without a check of its texts.

        What is read from now on stays in memory, and the cache is left to other commands.
        """
        site = self.plan(drafts=drafts, claims=False)
        self.parsed_files.storing = False
        return site

    def check(self, *, drafts: bool = False) -> CheckReport:
        """Read everything, plan and render every page, and write nothing.

        What is wrong with drafts that are left out is among the notes: no page has it.
        """
        from leverage_site import build
        from leverage_site.pages.checks import likely_twins

        problems: tuple[Problem, ...] = ()
        report = CheckReport(problems)
        try:
            site = self.plan(drafts=drafts)
            left_out = () if drafts else site.library.drafts
            problems = site.without_problems_in(left_out).problems
            of_drafts = [problem.as_note() for problem in site.problems if problem.place.path in left_out]
            notes = (*of_drafts, *self.placeholders(), *likely_twins(site.plan.content))
            report = CheckReport(problems, notes, len(site.library.records), drafts=len(site.library.drafts))
            files = 0 if is_failure(problems) else sum(1 for _ in build.page_digests(site))
        except ProblemError as error:
            return replace(report, problems=(*problems, *error.problems))
        return replace(report, files=files)

    def ledgers(self, day: date | None = None, *, drafts: bool = False) -> dict[str, "tuple[ListedClaim, ...]"]:
        """Return the claims of each text that can be checked, by its file; of the record of `day` alone, if given.

        Raises ProblemError where there is an error: what a text with one claims cannot be known.
        """
        from leverage_site.checking import listed_claims
        from leverage_site.claims.judge import with_later
        from leverage_site.pages.ledger import texts_to_check

        site = self.plan(drafts=drafts, claims=False)
        if site.errors:
            raise ProblemError(*site.errors)
        content = site.plan.content
        only = {record.path for record in content.index.records if record.date == day}
        texts = [text for text in texts_to_check(content) if day is None or text.path in only]
        ledgers = {text.path: with_later(text.ledger(), content.index) for text in texts}
        return {path: tuple(listed_claims(path, claims, site.baseline)) for path, claims in ledgers.items()}

    def write_baseline(self, *, drafts: bool = False) -> int:
        """Write all claims that are refuted into the baseline; return how many they are.

        Raises ProblemError, with the baseline as it was, where there is an error but one in the baseline itself.
        """
        from leverage_site.claims.ledger import dump_baseline

        site = self.plan(drafts=drafts)
        if errors := [problem for problem in site.errors if problem.code != catalog.BAD_BASELINE.code]:
            raise ProblemError(*errors)
        texts = [text for _, text in site.checked.values()]
        try:
            replace_file(self.root / CLAIMS_BASELINE, dump_baseline(texts).encode())
        except OSError as error:
            raise catalog.WRITE_FAILED.error(Place(CLAIMS_BASELINE), reason=os_reason(error)) from None
        return sum(len(text.refuted) for text in texts)

    def placeholders(self) -> list[Problem]:
        """Return a note for each thing in the site, drafts included, that is still an example.

        Raises ProblemError where the settings cannot be used.
        """
        from leverage_site.scaffold import placeholders

        settings, library, _ = self.load(drafts=True)
        return placeholders(self.root, settings, library)

    def build(
        self,
        options: BuildOptions,
        *,
        strict: bool = False,
        verify: bool = False,
        monitor: BuildMonitor | None = None,
    ) -> BuildReport:
        """Build the site, by default without what is there already.

        Args:
            options: What to build, and where.
            strict: Whether warnings forbid to write.
            verify: Whether to compare with a build from nothing; a file that differs is a problem, and replaced.
            monitor: Is told of the work.

        Raises ProblemError, with the output as it was, on an error, and if `strict` on a warning.

        """
        monitor, last = monitor or BuildMonitor(), LastBuild(self.store, self.root, options)
        with monitor.timings.stage("look"):
            # All sources as they are before any of them is read.
            sources = fingerprint_sources(self.root, self.listing)
            report = None if verify else last.report(sources)
        if report is not None and not is_failure(report.problems, strict=strict):
            return report
        with monitor.timings.stage("recall"):
            _ = self.parsed_files
        from leverage_site import build

        site = self.plan(drafts=options.drafts, base_url=options.base_url, timings=monitor.timings)
        if not options.drafts:
            # What is wrong with drafts that are left out is for `check` to say: no page has it.
            site = site.without_problems_in(site.library.drafts)
        if is_failure(site.problems, strict=strict):
            raise ProblemError(*site.problems)
        monitor.progress(0, len(site.plan.pages))
        pages = BuiltPages(self.store, options.output)
        report, stamps = build.write_site(
            site, options.output, strict=strict, built_pages=pages, monitor=monitor, clock=self.clock
        )
        if verify:
            with monitor.timings.stage("verify"):
                report = replace(report, problems=(*report.problems, *self._verify(options, pages)))
        with monitor.timings.stage("remember"):
            # Unless the site was made of other sources, that were there for a moment.
            if self.parsed_files.knows(self.listing.files) and build.is_up_to_date(site):
                last.save(sources, report, stamps)
            self.store.commit()
        return report

    def _verify(self, options: BuildOptions, built_pages: BuiltPages) -> list[Problem]:
        """Return a problem for each file that a build from nothing has different bytes for, and write those."""
        from leverage_site import build

        clean = Project(self.root).plan(drafts=options.drafts, base_url=options.base_url)
        clean_digests = dict(build.page_digests(clean))
        differing = [
            path
            for path, clean_digest in clean_digests.items()
            if path not in built_pages.pages or digest(options.output / path) != clean_digest
        ]
        differing += sorted(built_pages.pages.keys() - clean_digests.keys())
        if differing:
            self.store.clear()
            build.write_site(clean, options.output)
        places = {path: Place((options.output / path).as_posix()) for path in differing}
        return [catalog.NOT_AS_CLEAN.at(place, page=path) for path, place in places.items()]
