"""`published/` beside leverage.toml: what was published, and what stood at the target before it.

Files lie there by the digests of their bytes, for each target apart. So a publication sends what it found when it
began, whatever builds do meanwhile, and can be undone.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory

from leverage_site import files
from leverage_site.files import digest_of, folder_lock, os_reason, pieces
from leverage_site.output.folder import is_inside, kind
from leverage_site.problems import Place, catalog
from leverage_site.publish.order import SiteFile
from leverage_site.values import value

FOLDER = "published"
VERSION = 1
_BEFORE, _NEXT, _RECEIPT, _UNREAD = "before.json", "next.json", "receipt.json", "unread.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@value
class Snapshot:
    """What stood at a target before a publication, and by what that one is known again.

    Attributes:
        receipt: The bytes of the receipt if there was one.
        digests: Those of this site's files.
        left: The digests of the receipts that were left there since: as long as one of them is there, nobody else
            has published.

    """

    receipt: bytes | None
    digests: Mapping[str, str]
    left: tuple[str, ...] = ()

    def is_followed_by(self, receipt: bytes | None) -> bool:
        """Return whether the receipt at the target was left there by the publication that came next."""
        return receipt is not None and receipt_digest(receipt) in self.left


class PublishedStore:
    """The folder of one target; `open` locks it. Methods raise ProblemError where the disk fails."""

    def __init__(self, root: Path, target: str) -> None:
        self.root = root
        self.folder = root / FOLDER / target

    @contextmanager
    def open(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Hold the folder for a block; call `waiting`, once, if another process has it."""
        with self._writing():
            for path in (self.root / FOLDER, self.folder, self.folder / "files"):
                _make_folder(path)
            with suppress(FileExistsError), (self.root / FOLDER / ".gitignore").open("x") as file:
                file.write("*\n")
        with folder_lock(self.folder, waiting):
            yield

    def has(self, digest: str) -> bool:
        """Return whether there is a file with these bytes."""
        return kind(self.path_of(digest)) == "file"

    def path_of(self, digest: str) -> Path:
        """Return where the file with these bytes is, if it is there."""
        return self.folder / "files" / digest

    def size_of(self, digest: str) -> int:
        """Return how many bytes a file has."""
        with self._writing():
            return self.path_of(digest).stat().st_size

    def add(self, digest: str, data: Iterable[bytes], place: Place) -> None:
        """Keep bytes that must have this digest; `place` is where they come from."""
        if self.has(digest):
            return
        with self._writing():
            waiting = self.folder / "files" / "new"
            waiting.unlink(missing_ok=True)
            with waiting.open("xb", buffering=0) as file:
                found = digest_of(_written(data, file))
            if found == digest:
                waiting.replace(self.path_of(digest))
                return
            waiting.unlink()
        raise catalog.READ_FAILED.error(place, reason="it has changed a moment ago", hint=AGAIN)

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Read a file piece by piece. Raises ProblemError where its bytes are no longer those of the digest."""
        place, path = Place(f"{FOLDER}/{self.folder.name}"), self.path_of(digest)
        try:
            if digest_of(pieces(path)) == digest:
                yield from pieces(path)
                return
            reason = "a file in it was changed"
        except OSError as error:
            reason = os_reason(error)
        raise catalog.READ_FAILED.error(place, reason=reason, hint=DELETE)

    @contextmanager
    def tree(self, sent: Iterable[SiteFile]) -> Iterator[Path]:
        """Lay files out as they stand in the site, in a folder that is gone after the block."""
        with self._writing():
            temporary = TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True)
        with temporary as name:
            top = Path(name)
            for file in sent:
                path = top / file.path
                with self._writing():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with path.open("xb", buffering=0) as copy:
                        for piece in self.pieces(file.digest):
                            files.write(copy, piece)
            yield top

    def receipt(self) -> bytes | None:
        """Return the receipt that was last left at the target from here."""
        try:
            return (self.folder / _RECEIPT).read_bytes()
        except OSError:
            return None

    def save_receipt(self, data: bytes | None) -> None:
        """Keep the receipt that is left at the target, or remove it."""
        with self._writing():
            if data is None:
                (self.folder / _RECEIPT).unlink(missing_ok=True)
            else:
                self._replace(_RECEIPT, data)

    def unread(self) -> frozenset[str]:
        """Return the paths of files that were sent and not read back yet."""
        try:
            return frozenset(map(str, json.loads((self.folder / _UNREAD).read_bytes())))
        except (OSError, ValueError, TypeError, RecursionError):
            return frozenset()

    def note_unread(self, paths: Collection[str]) -> None:
        """Keep the paths of files that are to be read back, also if this process ends before."""
        with self._writing():
            self._replace(_UNREAD, json.dumps(sorted(paths)).encode())

    def settle(self, receipt: bytes | None, *, is_complete: bool) -> None:
        """Note that a publication which ended too soon to say so has arrived, by the receipt at the target."""
        begun = self._load(_NEXT)
        if begun and is_complete and begun.is_followed_by(receipt):
            with self._writing():
                (self.folder / _NEXT).replace(self.folder / _BEFORE)

    def is_unsent(self, receipt: bytes | None) -> bool:
        """Return whether a publication was begun of which nothing has arrived, by the receipt at the target."""
        begun = self._load(_NEXT)
        return begun is not None and begun.receipt == receipt and not begun.is_followed_by(receipt)

    def forget_unsent(self) -> None:
        """Forget the publication that was begun, so that undo means the one before it."""
        with self._writing():
            (self.folder / _NEXT).unlink(missing_ok=True)

    def begin(self, receipt: bytes | None, snapshot: Snapshot | None, left: Iterable[bytes]) -> None:
        """Note what stands at the target before a publication, unless one that was cut off there has noted it.

        Args:
            receipt: That at the target.
            snapshot: What stands there; without it, the publication cannot be undone.
            left: The receipts that the publication leaves there.

        """
        begun = self._load(_NEXT)
        if begun and begun.is_followed_by(receipt):
            snapshot = begun
        digests = tuple(map(receipt_digest, left))
        self._save(_NEXT, snapshot and replace(snapshot, left=(*snapshot.left, *digests)))

    def begin_undo(self, left: Iterable[bytes]) -> None:
        """Note the receipts that an undo leaves at the target, so that one that is cut off can be undone."""
        name = self._name_of_before()
        if snapshot := self._load(name):
            self._save(name, replace(snapshot, left=(*snapshot.left, *map(receipt_digest, left))))

    def finish(self, digests: Collection[str], *, undone: bool = False) -> None:
        """Note that a publication is complete; keep the files with these digests and those that undo needs."""
        with self._writing():
            if undone:
                (self.folder / _NEXT).unlink(missing_ok=True)
                (self.folder / _BEFORE).unlink(missing_ok=True)
            else:
                (self.folder / _NEXT).replace(self.folder / _BEFORE)
            snapshot = self.before()
            needed = {*digests, *(snapshot.digests.values() if snapshot else ())}
            for path in (self.folder / "files").iterdir():
                if _DIGEST.fullmatch(path.name) and path.name not in needed:
                    path.unlink()

    def before(self) -> Snapshot | None:
        """Return what stood at the target before the last publication, or before the one that was cut off."""
        return self._load(self._name_of_before())

    def _name_of_before(self) -> str:
        return _NEXT if (self.folder / _NEXT).exists() else _BEFORE

    def _load(self, name: str) -> Snapshot | None:
        try:
            data = json.loads((self.folder / name).read_bytes())
            receipt, digests, left = data["receipt"], data["digests"], tuple(data["left"])
            is_whole = data["version"] == VERSION and all(map(is_inside, digests))
            is_whole = is_whole and all(_DIGEST.fullmatch(digest) for digest in (*digests.values(), *left))
            return Snapshot(None if receipt is None else receipt.encode(), digests, left) if is_whole else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def _save(self, name: str, snapshot: Snapshot | None) -> None:
        receipt = snapshot.receipt.decode() if snapshot and snapshot.receipt is not None else None
        digests = dict(snapshot.digests) if snapshot else None
        left = list(snapshot.left) if snapshot else []
        text = json.dumps({"version": VERSION, "receipt": receipt, "digests": digests, "left": left}, indent=0)
        with self._writing():
            self._replace(name, text.encode())

    def _replace(self, name: str, data: bytes) -> None:
        waiting = self.folder / f"{name}.new"
        waiting.write_bytes(data)
        waiting.replace(self.folder / name)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Report what the disk does not allow."""
        try:
            yield
        except OSError as error:
            place = Place(str(error.filename or self.folder))
            raise catalog.WRITE_FAILED.error(place, reason=os_reason(error), hint=AGAIN) from None


AGAIN = "Run the command again once it is mended. Nothing was published."
DELETE = "Delete the folder; what was published stays, and can no longer be undone."


def receipt_digest(receipt: bytes) -> str:
    """Return the digest by which a receipt is known again."""
    return sha256(receipt).hexdigest()


def _make_folder(path: Path) -> None:
    if kind(path) == "link":
        raise OSError(None, "it is a symbolic link", str(path))
    path.mkdir(exist_ok=True)


def _written(data: Iterable[bytes], file: FileIO) -> Iterator[bytes]:
    """Yield pieces once they are written."""
    for piece in data:
        files.write(file, piece)
        yield piece
