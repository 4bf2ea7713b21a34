"""The cache of one site for the time of one command, which has it alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from leverage_site.cache.json import dumps, loads, read_problem, spell_problem
from leverage_site.cache.outputs import place_name
from leverage_site.cache.snapshot import Snapshot, snapshot
from leverage_site.cache.store import NOT_USED, Store
from leverage_site.cache.toolchain import toolchain
from leverage_site.locks import held
from leverage_site.output.folder import check_place
from leverage_site.records.folders import Listing, listed
from leverage_site.report import Options, Report
from leverage_site.settings import FILE

if TYPE_CHECKING:
    from leverage_site.cache.readings import Readings

FOLDER = ".leverage-site"
BUILDS = "builds"


class Session:
    """What is remembered of the site at `root`, in `store`."""

    def __init__(self, root: Path, store: Store) -> None:
        self.root = root
        self.store = store

    @property
    def note(self) -> str:
        """A sentence for people on what is wrong with the cache, or nothing."""
        return self.store.note

    @cached_property
    def listing(self) -> Listing:
        """The one look at content/ that this command takes."""
        return listed(self.root)

    @cached_property
    def readings(self) -> "Readings":
        """What content files held, as far as it is known."""
        # Takes 80 ms to import, which a build that has nothing to do need not spend.
        from leverage_site.cache.readings import Readings

        return Readings(self.root, self.store)

    def save(self) -> None:
        """Have what was read on the disk."""
        self.readings.save()
        self.store.commit()

    def close(self) -> None:
        """Leave nothing open; the store can still be read, while others write to it."""
        if "readings" in self.__dict__:
            self.readings.end()
        self.store.rest()

    def unchanged(self, options: Options) -> Report | None:
        """The report of a build in which nothing is to do, if so it is.

        Raises ProblemError if what was the output folder may be none any more.
        """
        text = self.store.get(BUILDS, _key(options))
        if text is None:
            return None
        digest, files, drafts, problems = loads(text)
        if self._snapshot(options).digest != digest:
            return None
        check_place(options.output, self.root)
        return Report(files, kept=files, drafts=drafts, problems=tuple(map(read_problem, problems)))

    def finish(self, options: Options, report: Report) -> None:
        """Remember a build, for `unchanged`, that left everything as it was; keep all that the store has."""
        faulty = any(problem.severity == "error" for problem in report.problems)
        now = None if report.written or report.removed or faulty else self._snapshot(options)
        if now and now.steady:
            problems = [spell_problem(problem) for problem in report.problems]
            text = dumps([now.digest, report.files, report.drafts, problems])
            self.store.put(BUILDS, {_key(options): text})
        self.store.commit()

    def _snapshot(self, options: Options) -> Snapshot:
        return snapshot(self.root, options.output, self.listing)


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
        store = Store(folder, sha256(repr(toolchain()).encode()).hexdigest())
        store.note = NOT_USED.format(reason) if reason else store.note
        session = Session(root, store)
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
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text("*\n")
    return folder


def _key(options: Options) -> str:
    return f"{place_name(options.output)} {options.drafts} {options.base_url}"
