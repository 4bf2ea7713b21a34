"""What builds left in their output folders: each page with its key, and whether anything has changed since.

Sources and output are told by the stamps of their files: none is opened.
"""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from leverage_site.cache.store import Store, dumps, loads
from leverage_site.cache.toolchain import Toolchain
from leverage_site.files import Stamp, stamp_if_any, stamp_of
from leverage_site.output.folder import GIT, STAGE, FileState, check_place, kind
from leverage_site.problems import Problem
from leverage_site.records.discover import RECORDS, Listing
from leverage_site.report import BuildOptions, BuildReport, is_failure
from leverage_site.settings import CLAIMS_BASELINE, FILE, LANGUAGES, THEMES, bundled_languages, bundled_themes
from leverage_site.values import token

BUILDS = "builds"
OUTPUTS = "outputs"
MAX_OUTPUTS = 4
# What no page has as its path.
_BASIS = ""


FileEntry = tuple[str, Stamp | None]


class SourceFingerprint(NamedTuple):
    """A digest of all sources of a site; `shows_changes` tells whether any change since must give another."""

    digest: str
    shows_changes: bool


def fingerprint_sources(root: Path, listing: Listing) -> SourceFingerprint:
    """Return the fingerprint of the site at `root` as it is now; `listing` is a look at its content/."""
    content = [(file.name, file.stamp) for file in listing.files]
    others = [(name, stamp_if_any(root / name)) for name in (FILE, CLAIMS_BASELINE)]
    others += _files_below(str(root / LANGUAGES))
    others += [(on_disk.name, stamp_if_any(on_disk)) for on_disk in sorted(bundled_languages().glob("*.toml"))]
    # All themes that could be meant, in use or not: a new one may take another's place.
    for themes in (root / THEMES, bundled_themes()):
        for theme in sorted(themes.iterdir()) if themes.is_dir() else ():
            # A theme may be a link to its folder, but has none inside.
            folder = os.path.realpath(theme)
            others += [(f"{theme.name} {folder}", None), *_files_below(folder)]
    stamps = [stamp for *_, stamp in content] + [stamp for _, stamp in others if stamp]
    shows_changes = all(listing.began.shows_changes(stamp) for stamp in stamps)
    problems = [str(problem) for problem in listing.problems]
    # Without files in it, only this tells of the folder, without which nothing is built.
    has_records = (root / RECORDS).is_dir()
    return SourceFingerprint(token(content, problems, others, has_records), shows_changes)


def output_files(output: Path) -> dict[str, Stamp]:
    """Return the stamp of every file below the folder `output`, a foreign one too, by its path in it.

    What git keeps there of its own is no part of a site, and changes with each commit.
    """
    start = len(str(output)) + 1
    return {path[start:]: stamp for path, stamp in _files_below(str(output), without=GIT) if stamp}


def fingerprint_files(files: Mapping[str, Stamp]) -> str:
    """Return a digest of files and their stamps, such as `output_files` gives."""
    return token(sorted(files.items()))


def _files_below(folder: str, without: str = "") -> Iterator[FileEntry]:
    """Yield every file below a folder, but for what has the name `without` right in it."""
    try:
        with os.scandir(folder) as entries:
            children = sorted((entry for entry in entries if entry.name != without), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in children:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(entry.path)
        else:
            yield entry.path, stamp_of(entry.stat(follow_symlinks=False))


class BuiltPage(NamedTuple):
    """A page as it was built: its key, the digest of its bytes.

    `sources` stands for those of its inputs, as `PageKeys.sources_of` gives it.
    `stamp` is the file's, where any change since must show in it; `segments` has the key of each segment that the
    page is made of, in order, and the number of its bytes.
    """

    key: str
    digest: str
    stamp: Stamp | None = None
    segments: tuple[tuple[str, int], ...] = ()
    sources: str | None = None


class BuiltPages:
    """The pages that were built into a folder, by path: a page with the same key has the same bytes.

    `basis` is that of their keys.
    """

    def __init__(self, store: Store | None = None, output: Path = Path()) -> None:
        self.store = store or Store(None, Toolchain())
        self.key = _output_key(output)
        self.kind = f"output {self.key}"
        self.pages: dict[str, BuiltPage] = {}
        stored = self.store.all(self.kind)
        self.basis = stored.pop(_BASIS, "")
        for path, text in stored.items():
            key, digest, stamp, segments, sources = loads(text)
            sizes = tuple([(name, size) for name, size in segments])
            self.pages[path] = BuiltPage(key, digest, Stamp(*stamp) if stamp else None, sizes, sources)

    @property
    def states(self) -> dict[str, FileState]:
        """The files whose bytes can be known without reading them."""
        return {path: FileState(page.stamp, page.digest) for path, page in self.pages.items() if page.stamp}

    def save(self, pages: Mapping[str, BuiltPage], basis: str = "") -> None:
        """Put what has changed into the store, and drop the pages of the folder that was built longest ago."""
        changed = {path: page for path, page in pages.items() if self.pages.get(path) != page}
        texts = {path: dumps(page) for path, page in changed.items()}
        self.store.put(self.kind, texts if basis == self.basis else {**texts, _BASIS: basis})
        self.store.drop(self.kind, [path for path in self.pages if path not in pages])
        self.pages, self.basis = dict(pages), basis
        stored: list[str] = loads(self.store.get(OUTPUTS, "") or "[]")
        outputs = [self.key, *(key for key in stored if key != self.key)]
        for key in outputs[MAX_OUTPUTS:]:
            self.store.drop_kind(f"output {key}")
        if stored != outputs[:MAX_OUTPUTS]:
            self.store.put(OUTPUTS, {"": dumps(outputs[:MAX_OUTPUTS])})


class LastBuild:
    """The last build of the site at `root` with these options: what it was made of, what it left, its report."""

    def __init__(self, store: Store, root: Path, options: BuildOptions) -> None:
        self.store = store
        self.root = root
        self.output = options.output
        self.key = f"{_output_key(options.output)} {options.drafts} {options.base_url}"

    def report(self, sources: SourceFingerprint) -> BuildReport | None:
        """Return the report of a build that has nothing to do, or None where one may have.

        `sources` are the site's now. Raises ProblemError if what was the output folder may be none any more.
        """
        text = self.store.get(BUILDS, self.key)
        if text is None:
            return None
        sources_digest, output_digest, files, drafts, shown_drafts, problems = loads(text)
        if sources.digest != sources_digest or fingerprint_files(output_files(self.output)) != output_digest:
            return None
        check_place(self.output, self.root)
        # A build that was killed, maybe of another site, can leave it empty: then no file tells of it.
        if kind(self.output / STAGE) != "missing":
            return None
        warnings: tuple[Problem, ...] = ()
        if problems:
            # Imports the types of all content, which a build that has nothing to do can spare otherwise.
            from leverage_site.cache.serialization import load_problem

            warnings = tuple(map(load_problem, problems))
        return BuildReport(files, kept=files, drafts=drafts, shown_drafts=shown_drafts, problems=warnings)

    def save(self, sources: SourceFingerprint, report: BuildReport, stamps: Mapping[str, Stamp]) -> None:
        """Put a build into the store, where it is certain what it used and what it left.

        Args:
            sources: Those of the site before the build read any of them.
            report: What the build did.
            stamps: Those of the files in the output that show every change since they were found or written. Each
                file in the output must still be the one that the build saw.

        """
        if is_failure(report.problems) or not sources.shows_changes or len(stamps) != report.files:
            return
        there = output_files(self.output)
        if any(there.get(path) != stamp for path, stamp in stamps.items()):
            return
        from leverage_site.cache import serialization

        counts = [report.files, report.drafts, report.shown_drafts]
        values = [sources.digest, fingerprint_files(there), *counts, report.problems]
        self.store.put(BUILDS, {self.key: serialization.dumps(values)})


def _output_key(output: Path) -> str:
    """Return the key of an output folder: its name may be no text."""
    return sha256(os.fsencode(output.resolve())).hexdigest()
