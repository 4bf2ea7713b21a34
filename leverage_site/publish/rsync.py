"""A folder on another machine as a target, by rsync. Every call names the files that it is about.

rsync writes each file into a folder of ours there and renames it into place, so that what one that was killed has
left is known as ours. `--delete` is never used: what goes is named as well.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from leverage_site.files import digest, pieces
from leverage_site.output.folder import STAGE, kind, parents
from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.publish.order import SiteFile
from leverage_site.publish.plan import OTHER
from leverage_site.publish.process import Program
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.store import PublishedStore
from leverage_site.publish.target import Delivery, Obstacle
from leverage_site.settings import PublishTarget

# The second letter of what rsync says of a file.
_FILE, _FOLDER, _LINK = "f", "d", "L"
_NAMES = {_FILE: "file", _FOLDER: "folder", _LINK: "link"}
# How rsync calls a file that is not whole yet, in a folder for them alone: without a dot before its name.
_WAITING = re.compile(rf"{re.escape(STAGE)}/([^/]+)\.[A-Za-z0-9]{{6}}")
_LIST = ("--from0", "--files-from=-")
_TOLD = ("--dry-run", "--8-bit-output", "--out-format=%i %n")


class RsyncTarget:
    """The folder at `settings.destination`."""

    is_read_by_files = False

    def __init__(self, settings: PublishTarget, root: Path, store: PublishedStore) -> None:
        self.destination = settings.destination.rstrip("/") + "/"
        self.options = settings.options
        self.store = store
        self.label = f"rsync's {settings.destination}"
        self._rsync = Program("rsync", root, Place(self.label))
        # What was fetched, and an empty folder.
        self._fetched = self._empty = Path()
        # What `look` has found, by rsync's letters.
        self._kinds: dict[str, str] = {}
        self._names: set[str] = set()
        self.has_begun = False

    @contextmanager
    def open(self) -> Iterator[None]:
        """Look for rsync; nothing holds the folder."""
        self._rsync.check()
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            self._fetched, self._empty = Path(name) / "fetched", Path(name) / "empty"
            self._fetched.mkdir()
            self._empty.mkdir()
            yield

    def receipt(self) -> bytes | None:
        """Return the receipt. Raises ProblemError where something else has its name."""
        file = self._fetched / RECEIPT
        file.unlink(missing_ok=True)
        self._fetch([RECEIPT], "--links", "--specials")
        match kind(file):
            case "missing":
                return None
            case "file":
                return file.read_bytes()
        raise catalog.BAD_RECEIPT.error(Place(self.label), name=RECEIPT, fault="is no file")

    def look(self, files: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the digest, or OTHER, of what is at the paths of `files` and of what is `listed`."""
        paths = {**files, **listed}
        self._names = {RECEIPT, *(path.rpartition("/")[2] for path in paths)}
        kinds = self._kinds_above({*paths, STAGE, *(parent for path in paths for parent in parents(path))})
        folders = [path for path in (*files, STAGE) if kinds.get(path) == _FOLDER]
        # What is in a folder where a file belongs decides whether it goes.
        self._kinds = kinds | (self._kinds_of(folders, "--recursive") if folders else {})
        found = {path: state for path in paths if (state := _state(path, self._kinds, listed, files))}
        same = self._same({path: files[path] for path, state in found.items() if state == _FILE and path in files})
        other = [path for path, state in found.items() if state == _FILE and path not in same]
        self._fetch(other)
        read = {path: digest(self._fetched / path) for path in other if kind(self._fetched / path) == "file"}
        same_digests = {path: files[path] for path in same}
        return {path: {**same_digests, **read}.get(path, OTHER) for path in found}

    def obstacle(self, path: str) -> Obstacle:
        """Return what is in the way of a file."""
        for parent in parents(path):
            if (here := self._kinds.get(parent, _FOLDER)) != _FOLDER:
                return Obstacle(_NAMES.get(here, "other"), parent)
        return Obstacle(_NAMES.get(self._kinds.get(path, _FILE), "other"), path)

    def read(self, path: str) -> Iterator[bytes] | None:
        """Return the pieces of a file that was fetched, since it is no longer as it should be."""
        file = self._fetched / path
        if kind(file) != "file":
            self._fetch([path])
        return pieces(file) if kind(file) == "file" else None

    def built(self) -> Mapping[str, tuple[str, ...]]:
        """Return nothing: a folder on another machine is not read for that."""
        return {}

    def send(self, delivery: Delivery) -> None:
        """Send the receipt, then step by step what is new; then remove what goes."""
        self._open_stage()
        self._send_first(delivery.during)
        sent = {file.path for _, files in delivery.steps for file in files}
        needed = {parent for path in sent for parent in parents(path)}
        blocking = [path for path in delivery.removed if path in needed or sent & {*parents(path)}]
        self._remove(blocking)
        self._remove_folders([path for path in sent if self._kinds.get(path) == _FOLDER])
        for _, files in delivery.steps:
            with self.store.tree(files) as tree:
                self._push(tree, [file.path for file in files])
        self._remove([path for path in delivery.removed if path not in blocking])
        self._remove_empty(delivery)
        if delivery.after is None:
            self._remove([RECEIPT])
        else:
            self._send_receipt(delivery.after)
        self._remove([STAGE])

    def _open_stage(self) -> None:
        """Make the folder in which rsync writes; what a killed one has left in it goes."""
        here = self._kinds.get(STAGE, _FOLDER)
        if here != _FOLDER:
            reason = f"a {'symbolic link' if here == _LINK else 'file'} is in the way"
            raise catalog.NOT_SENT.error(Place(self.label), path=STAGE, reason=reason)
        waiting = {path: _WAITING.fullmatch(path) for path, here in self._kinds.items() if here == _FILE}
        self._remove([path for path, match in waiting.items() if match and match[1] in self._names])
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            (Path(name) / STAGE).mkdir()
            self._run("--dirs", *_LIST, f"{name}/", self.destination, paths=[STAGE])

    def _send_first(self, receipt: bytes) -> None:
        """Send the receipt with which a publication begins. Raises ProblemError."""
        try:
            self._send_receipt(receipt)
        except ProblemError:
            self.has_begun = self._may_show(receipt)
            raise
        self.has_begun = True

    def _may_show(self, receipt: bytes) -> bool:
        """Return whether this receipt lies there, or none can be read."""
        try:
            return self.receipt() == receipt
        except ProblemError:
            return True

    def _send_receipt(self, data: bytes) -> None:
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            (Path(name) / RECEIPT).write_bytes(data)
            self._push(Path(name), [RECEIPT])

    def _kinds_above(self, paths: Collection[str]) -> dict[str, str]:
        """Return what is at paths, with which those of all folders above them are given."""
        try:
            return self._kinds_of(paths)
        except ProblemError:
            # Most likely a file is where a folder belongs: rsync fails at what should be below it.
            found: dict[str, str] = {}
            for depth in range(max(path.count("/") for path in paths) + 1):
                level = [path for path in paths if path.count("/") == depth]
                found |= self._kinds_of([p for p in level if all(found.get(one) == _FOLDER for one in parents(p))])
            return found

    def _kinds_of(self, paths: Collection[str], *options: str) -> dict[str, str]:
        """Return what is at paths, as rsync's letter for it, without following any link."""
        all_kinds = ("--links", "--specials", "--devices", "--dirs")
        arguments = (*all_kinds, *options, "--ignore-missing-args", *_TOLD, *_LIST)
        printed = self._run(*arguments, self.destination, f"{self._empty}/", paths=paths)
        return {name: told[1] for told, name in printed}

    def _same(self, files: Mapping[str, str]) -> set[str]:
        """Return which of these files have the bytes of their digests there, compared by checksums."""
        sent = [SiteFile(path, digest, "", "") for path, digest in files.items()]
        with self.store.tree(sent) as tree:
            arguments = ("--checksum", *_TOLD, *_LIST)
            printed = self._run(*arguments, f"{tree}/", self.destination, paths=files) if files else []
        return {*files} - {name for _, name in printed}

    def _fetch(self, paths: Collection[str], *options: str) -> None:
        if paths:
            arguments = (*options, "--ignore-missing-args", *_LIST)
            self._run(*arguments, self.destination, f"{self._fetched}/", paths=paths)

    def _push(self, tree: Path, paths: Collection[str]) -> None:
        self._run("--checksum", f"--temp-dir={STAGE}", *_LIST, f"{tree}/", self.destination, paths=paths)

    def _remove(self, paths: Collection[str]) -> None:
        """Remove files: those that are named and missing here, unlike the folders above them."""
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            for path in paths:
                (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            if paths:
                self._run("--delete-missing-args", *_LIST, f"{name}/", self.destination, paths=paths)

    def _remove_folders(self, paths: Collection[str]) -> None:
        """Remove folders of ours in whose place files come, and those in them: all are empty now."""
        inside = [
            path for path, here in self._kinds.items() if here == _FOLDER and {path, *parents(path)} & {*paths}
        ]
        for path in sorted(inside, key=len, reverse=True):
            self._remove([path])

    def _remove_empty(self, delivery: Delivery) -> None:
        """Remove the folders that held what is gone, where nothing is left in them: rsync keeps all others."""
        needed = {parent for path in delivery.files for parent in parents(path)}
        held = {parent for path in delivery.removed for parent in parents(path)} - needed
        # To name what is below a file that has come would make that file a folder again.
        held = {path for path in held if delivery.files.keys().isdisjoint((path, *parents(path)))}
        for depth in sorted({path.count("/") for path in held}, reverse=True):
            self._remove([path for path in held if path.count("/") == depth])

    def _run(self, *arguments: str, paths: Collection[str]) -> list[tuple[str, str]]:
        """Run rsync from and to folders, the last two arguments; return what it says of each file."""
        *options, source, destination = arguments
        names = "".join(f"{path}\0" for path in sorted(paths)).encode()
        out = self._rsync.run(*self.options, *options, "--", source, destination, data=names)
        lines = [line.partition(" ") for line in out.decode(errors="replace").splitlines()]
        return [(told, name.rstrip("/")) for told, _, name in lines if len(told) > 1]


def _state(path: str, kinds: Mapping[str, str], listed: Mapping[str, object], files: Mapping[str, object]) -> str:
    """Return OTHER, the letter of a file, or nothing where there is none or it will go."""
    for parent in parents(path):
        if kinds.get(parent, _FOLDER) != _FOLDER:
            return "" if parent in listed and kinds[parent] == _FILE else OTHER
    here = kinds.get(path, "")
    if here == _FOLDER and path in files and _goes(path, kinds, listed, files):
        return ""
    return here if here in ("", _FILE) else OTHER


def _goes(path: str, kinds: Mapping[str, str], listed: Mapping[str, object], files: Mapping[str, object]) -> bool:
    """Return whether a folder holds files that are listed and no longer part of the site, and nothing else."""
    inside = {name: here for name, here in kinds.items() if name.startswith(f"{path}/")}
    going = {name for name, here in inside.items() if here == _FILE and name in listed and name not in files}
    folders = {path, *(name for name, here in inside.items() if here == _FOLDER)}
    return folders <= {
        parent for name in going for parent in parents(name)
    } and inside.keys() == going | folders - {path}
