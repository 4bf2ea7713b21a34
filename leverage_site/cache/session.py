"""The cache of one site for the time of one command, which has it alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from leverage_site.cache import source_fingerprint
from leverage_site.cache.built_pages import place_name
from leverage_site.cache.store import NOT_USED, Store, dumps, loads
from leverage_site.cache.toolchain import Toolchain
from leverage_site.files import Clock, Stamp, clock_of, system_clock
from leverage_site.locks import held
from leverage_site.output.folder import OWN, STAGE, check_place, kind
from leverage_site.records.discover import Listing, list_content
from leverage_site.report import Options, Report
from leverage_site.settings import FILE

if TYPE_CHECKING:
    from leverage_site.cache.parsed_files import ParsedFileCache

FOLDER = OWN
BUILDS = "builds"


class Session:
    """What is remembered of the site at `root`, in `store`; `clock` is that of the cache's file system."""

    def __init__(self, root: Path, store: Store, clock: Clock = system_clock) -> None:
        self.root = root
        self.store = store
        self.clock = clock

    @property
    def note(self) -> str:
        """A sentence for people on what is wrong with the cache, or nothing."""
        return self.store.note

    @cached_property
    def listing(self) -> Listing:
        """The one look at content/ that this command takes."""
        return list_content(self.root, self.clock)

    @cached_property
    def sources(self) -> source_fingerprint.Snapshot:
        """All sources as they were before this command read any of them."""
        return source_fingerprint.sources(self.root, self.listing)

    def look(self) -> None:
        """Take the picture of all sources now, before any of them is read."""
        _ = self.sources

    @cached_property
    def readings(self) -> "ParsedFileCache":
        """What content files held, as far as it is known."""
        # Takes 80 ms to import, which a build that has nothing to do need not spend.
        from leverage_site.cache.parsed_files import ParsedFileCache

        return ParsedFileCache(self.root, self.store, self.clock)

    def save(self) -> None:
        """Have what was read on the disk."""
        self.readings.save()
        self.store.commit()

    def close(self) -> None:
        """Leave nothing open; the store can still be read, while others write to it."""
        self.store.rest()

    def unchanged(self, options: Options) -> Report | None:
        """The report of a build in which nothing is to do, if so it is.

        Raises ProblemError if what was the output folder may be none any more.
        """
        text = self.store.get(BUILDS, _key(options))
        if text is None:
            return None
        sources, output, files, drafts, shown, problems = loads(text)
        if self.sources.digest != sources:
            return None
        if source_fingerprint.output_digest(source_fingerprint.output_files(options.output)) != output:
            return None
        check_place(options.output, self.root)
        # A build that was killed, maybe of another site, can leave it empty: then no file tells of it.
        if kind(options.output / STAGE) != "missing":
            return None
        from leverage_site.cache.serialization import load_problem

        warnings = tuple(map(load_problem, problems))
        return Report(files, kept=files, drafts=drafts, shown_drafts=shown, problems=warnings)

    def finish(self, options: Options, report: Report, stamps: Mapping[str, Stamp]) -> None:
        """Remember a build, for `unchanged`; keep all that the store has.

        `stamps` are those of the files in the output that show every change since they were found or written. A
        build is remembered by what it used and what it left: the sources as they were before it read them, the
        output only if each file in it is still the one that the build saw.
        """
        faulty = any(problem.severity == "error" for problem in report.problems)
        if not faulty and self.sources.steady and len(stamps) == report.files:
            found = source_fingerprint.output_files(options.output)
            if all(found.get(path) == stamp for path, stamp in stamps.items()):
                from leverage_site.cache.serialization import dump_problem

                problems = [dump_problem(problem) for problem in report.problems]
                output = source_fingerprint.output_digest(found)
                figures = [report.files, report.drafts, report.shown_drafts]
                text = dumps([self.sources.digest, output, *figures, problems])
                self.store.put(BUILDS, {_key(options): text})
        self.store.commit()


@contextmanager
def opened(root: Path, waiting: Callable[[], None], *, make: bool = True) -> Iterator[Session]:
    """The cache of the site at `root`, which other commands must wait for; `waiting` is told if this one has to.

    Without `make` it is used if there is one. After the block it can still be read, while others write to it.
    """
    with ExitStack() as stack:
        try:
            folder = _made(root, make=make)
            stack.enter_context(held(folder, waiting) if folder else nullcontext())
            reason = ""
        except OSError as error:
            folder, reason = None, error.strerror or str(error)
        store = Store(folder, Toolchain())
        store.note = NOT_USED.format(reason) if reason else store.note
        session = Session(root, store, clock_of(folder) if folder else system_clock)
        stack.callback(session.close)
        yield session


def _made(root: Path, *, make: bool) -> Path | None:
    """The cache's folder, which git ignores; none where there is no site. Raises OSError if it cannot be had."""
    folder = root / FOLDER
    if not (root / FILE).is_file() or not (make or folder.exists()):
        return None
    folder.mkdir(exist_ok=True)
    if folder.is_symlink():
        raise OSError(None, f"{FOLDER} is a link")
    ignored = folder / ".gitignore"
    if ignored.is_symlink():  # it could lead anywhere
        raise OSError(None, f"{FOLDER}/.gitignore is a link")
    with suppress(FileExistsError), ignored.open("x", encoding="utf-8") as file:
        file.write("*\n")
    return folder


def _key(options: Options) -> str:
    return f"{place_name(options.output)} {options.drafts} {options.base_url}"
