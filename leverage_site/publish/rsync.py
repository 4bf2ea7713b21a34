"""A folder on another machine as a target, by rsync. Every call names the files that it is about.

rsync writes each file beside its place and renames it. `--delete` is never used: what goes is named as well.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from leverage_site.files import digest, pieces
from leverage_site.output.folder import kind, parents
from leverage_site.problems import Place
from leverage_site.publish.order import SiteFile
from leverage_site.publish.plan import OTHER
from leverage_site.publish.process import Program
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.store import PublishedStore
from leverage_site.publish.target import Delivery
from leverage_site.settings import PublishTarget

# The second letter of what rsync says of a file.
_FILE, _FOLDER = "f", "d"
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
        """Return the receipt."""
        self._fetch([RECEIPT])
        file = self._fetched / RECEIPT
        return file.read_bytes() if kind(file) == "file" else None

    def look(self, files: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the digest, or OTHER, of what is at the paths of `files` and of what is `listed`."""
        paths = {**files, **listed}
        kinds = self._kinds({*paths, *(parent for path in paths for parent in parents(path))})
        found = {path: state for path in paths if (state := _state(path, kinds, listed))}
        same = self._same({path: files[path] for path, state in found.items() if state == _FILE and path in files})
        other = [path for path, state in found.items() if state == _FILE and path not in same]
        self._fetch(other)
        read = {path: digest(self._fetched / path) for path in other if kind(self._fetched / path) == "file"}
        same_digests = {path: files[path] for path in same}
        return {path: {**same_digests, **read}.get(path, OTHER) for path in found}

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
        self._send_receipt(delivery.during)
        sent = {file.path for _, files in delivery.steps for file in files}
        needed = {parent for path in sent for parent in parents(path)}
        blocking = [path for path in delivery.removed if path in needed or sent & {*parents(path)}]
        self._remove(blocking)
        for _, files in delivery.steps:
            with self.store.tree(files) as tree:
                self._push(tree, [file.path for file in files])
        self._remove([path for path in delivery.removed if path not in blocking])
        if delivery.after is None:
            self._remove([RECEIPT])
        else:
            self._send_receipt(delivery.after)

    def _send_receipt(self, data: bytes) -> None:
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            (Path(name) / RECEIPT).write_bytes(data)
            self._push(Path(name), [RECEIPT])

    def _kinds(self, paths: Collection[str]) -> dict[str, str]:
        """Return what is at paths, as rsync's letter for it, without following any link."""
        arguments = ("--links", "--dirs", "--ignore-missing-args", *_TOLD, *_LIST)
        printed = self._run(*arguments, self.destination, f"{self._empty}/", paths=paths)
        return {name: told[1] for told, name in printed}

    def _same(self, files: Mapping[str, str]) -> set[str]:
        """Return which of these files have the bytes of their digests there, compared by checksums."""
        sent = [SiteFile(path, digest, "", "") for path, digest in files.items()]
        with self.store.tree(sent) as tree:
            arguments = ("--checksum", *_TOLD, *_LIST)
            printed = self._run(*arguments, f"{tree}/", self.destination, paths=files) if files else []
        return {*files} - {name for _, name in printed}

    def _fetch(self, paths: Collection[str]) -> None:
        if paths:
            arguments = ("--ignore-missing-args", *_LIST)
            self._run(*arguments, self.destination, f"{self._fetched}/", paths=paths)

    def _push(self, tree: Path, paths: Collection[str]) -> None:
        self._run("--checksum", *_LIST, f"{tree}/", self.destination, paths=paths)

    def _remove(self, paths: Collection[str]) -> None:
        """Remove files: those that are named and missing here, unlike the folders above them."""
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            for path in paths:
                (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            if paths:
                self._run("--delete-missing-args", *_LIST, f"{name}/", self.destination, paths=paths)

    def _run(self, *arguments: str, paths: Collection[str]) -> list[tuple[str, str]]:
        """Run rsync from and to folders, the last two arguments; return what it says of each file."""
        *options, source, destination = arguments
        names = "".join(f"{path}\0" for path in sorted(paths)).encode()
        out = self._rsync.run(*self.options, *options, "--", source, destination, data=names)
        lines = [line.partition(" ") for line in out.decode(errors="replace").splitlines()]
        return [(told, name.rstrip("/")) for told, _, name in lines if len(told) > 1]


def _state(path: str, kinds: Mapping[str, str], listed: Mapping[str, object]) -> str:
    """Return OTHER, the letter of a file, or nothing where there is none or it will go."""
    for parent in parents(path):
        if kinds.get(parent, _FOLDER) != _FOLDER:
            return "" if parent in listed and kinds[parent] == _FILE else OTHER
    here = kinds.get(path, "")
    if here == _FOLDER and any(other.startswith(f"{path}/") for other in listed):
        return ""
    return here if here in ("", _FILE) else OTHER
