"""Texts by kind and key in a file that may be damaged, foreign or gone at any time. Only this module knows SQLite.

Each text has a checksum with a key of its folder's own: what was damaged, moved or brought here from elsewhere
counts as missing. Nothing in a `Store` ever raises for what the file holds or the disk does.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from leverage_site.files import Clock, clock_of, folder_lock, os_reason, system_clock
from leverage_site.output.folder import OWN
from leverage_site.settings import FILE as SETTINGS_FILE

FOLDER = OWN
FILE = "cache.sqlite3"
NOT_USED = "The cache cannot be used: {}."
DAMAGED = "The cache was damaged; what it lost is made anew."
FOREIGN = "The cache is another version's or another folder's; it is made anew."

_SQLITE_ENDINGS = ("", "-journal", "-wal", "-shm")
_TABLE = """
create table if not exists texts (
    kind text not null, key text not null, text text not null, mark blob not null, primary key (kind, key)
) without rowid
"""
# By SQLite's code: why a file that is in order cannot be used now.
_TEMPORARY = {
    5: "another program holds it",
    6: "another program holds it",
    7: "there is no memory left",
    8: "it is read-only",
    10: "the disk fails",
    13: "the disk is full",
    14: "it cannot be opened",
}

# SQLite's messages quote the file, which may be no text.
_ERRORS = (sqlite3.Error, UnicodeError)

# The form of the texts.
dumps = json.JSONEncoder(separators=(",", ":")).encode
loads: Callable[[str], Any] = json.JSONDecoder().decode

Answer = TypeVar("Answer")

# The text of tools that cannot be told apart from others.
UNKNOWN = ""


class Tools(Protocol):
    """The programs that made the texts in a store."""

    def is_same(self, text: str) -> bool:
        """Return whether they are the ones that `text`, which `dump` gave, tells of."""

    def dump(self) -> str:
        """Return a text that tells of them, or UNKNOWN."""


class Store:
    """The texts in `folder`, as a program with these `tools` left them; those of any other are dropped.

    Without a folder, and where the file cannot be used, texts last as long as the process. Threads may share a
    store; a forked process may read.

    Attributes:
        note: A sentence on why what was there is not used, or nothing.

    """

    def __init__(self, folder: Path | None, tools: Tools) -> None:
        self.file = (folder or Path()) / FILE
        self.tools = tools
        self._version: str | None = None
        self.note = ""
        self._lock = RLock()
        self._owner = self._pid = os.getpid()
        self._lasting = folder is not None
        self._detached = False
        self._key = b""
        self._db = _in_memory()
        if folder is None:
            return
        try:
            self._key = folder.stat().st_ino.to_bytes(16, "big")
            self._check_file()
            self._use(self._connected())
            is_new = self._db.execute("select 1 from texts limit 1").fetchone() is None
        except OSError as error:
            self._give_up(NOT_USED.format(os_reason(error)))
        except _ERRORS as error:
            self._fail(error)
        else:
            text, is_intact = self._row("version", "")
            if is_intact and text is not None and tools.is_same(text):
                self._version = text
            elif not is_new:
                self._renew("" if is_intact and text == UNKNOWN else FOREIGN)

    def all(self, kind: str) -> dict[str, str]:
        """Return every text of one kind by its key."""
        query = "select key, text, mark from texts where kind = ?"
        nothing: list[tuple[str, str, bytes]] = []
        rows = self._do(lambda db: db.execute(query, (kind,)).fetchall(), nothing)
        intact = {key: text for key, text, mark in rows if self._mark(kind, key, text) == mark}
        if len(intact) < len(rows):
            self._add_note(DAMAGED)
        return intact

    def get(self, kind: str, key: str) -> str | None:
        """Return one text, or None where there is none that can be trusted."""
        text, is_intact = self._row(kind, key)
        if text is not None and not is_intact:
            self._add_note(DAMAGED)
        return text if is_intact else None

    def put(self, kind: str, texts: Mapping[str, str]) -> None:
        """Add or replace some texts."""
        rows = [(kind, key, text, self._mark(kind, key, text)) for key, text in texts.items()]
        self._do(lambda db: db.executemany("insert or replace into texts values (?, ?, ?, ?)", rows), None)

    def drop(self, kind: str, keys: Collection[str]) -> None:
        """Remove some texts."""
        rows = [(kind, key) for key in keys]
        self._do(lambda db: db.executemany("delete from texts where kind = ? and key = ?", rows), None)

    def drop_kind(self, kind: str) -> None:
        """Remove every text of one kind."""
        self._do(lambda db: db.execute("delete from texts where kind = ?", (kind,)), None)

    def clear(self) -> None:
        """Remove everything."""
        self._do(lambda db: db.execute("delete from texts where kind <> 'version'"), None)

    def commit(self) -> None:
        """Write all changes so far to the disk, together with what they were made by."""
        if (text := self.tools.dump()) != self._version:
            self.put("version", {"": text})
            self._version = text
        self._do(lambda db: db.commit(), None)

    def detach(self) -> None:
        """Roll back and close; later reads open the file read-only, each for its moment."""
        if self._lasting and not self._detached:
            self._detached = True
            self._db.close()

    def _do(self, work: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        with self._lock:
            try:
                if self._detached:
                    with closing(sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro", uri=True)) as db:
                        return work(db)
                if self._lasting and self._pid != os.getpid():
                    # A connection must not cross a fork. The old one is kept: to close it is for its owner.
                    self._inherited, self._pid, self._db = self._db, os.getpid(), _in_memory()
                    self._use(self._connected())
                return work(self._db)
            except UnicodeEncodeError:  # a key that is no text
                return otherwise
            except _ERRORS as error:
                if not self._detached:
                    self._fail(error)
                return otherwise

    def _row(self, kind: str, key: str) -> tuple[str | None, bool]:
        """Return one text, and whether it is as this program wrote it."""
        query = "select text, mark from texts where kind = ? and key = ?"
        row = self._do(lambda db: db.execute(query, (kind, key)).fetchone(), None)
        return (row[0], self._mark(kind, key, row[0]) == row[1]) if row else (None, False)

    def _fail(self, error: Exception) -> None:
        if reason := _temporary_reason(error):
            self._give_up(NOT_USED.format(reason))
        else:
            self._renew(DAMAGED)

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=1, check_same_thread=False)
        try:
            # The file may be lost with the power, but not be torn by a kill.
            connection.execute("pragma synchronous = off")
            connection.execute(_TABLE)
        except BaseException:
            connection.close()
            raise
        return connection

    def _use(self, connection: sqlite3.Connection) -> None:
        """Replace and close the present connection: newer Pythons warn of one that is merely dropped."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        self._db = connection

    def _renew(self, note: str) -> None:
        """Begin with an empty file; in a forked process with none, since the file is its owner's."""
        self._add_note(note)
        if self._owner != os.getpid():
            self._give_up(note)
            return
        self._use(_in_memory())
        with suppress(OSError):
            self._check_file()
            for ending in _SQLITE_ENDINGS:
                self.file.with_name(FILE + ending).unlink(missing_ok=True)
        try:
            self._use(self._connected())
            self._version = None
        except _ERRORS as error:
            self._give_up(NOT_USED.format(_temporary_reason(error) or "it cannot be made anew"))

    def _give_up(self, note: str) -> None:
        self._add_note(note)
        self._lasting = False
        self._use(_in_memory())

    def _check_file(self) -> None:
        """Raise OSError unless the files are regular: a link leads anywhere, and a pipe blocks for ever."""
        for ending in _SQLITE_ENDINGS:
            with suppress(FileNotFoundError):
                if not stat.S_ISREG(self.file.with_name(FILE + ending).lstat().st_mode):
                    raise OSError(None, f"{FILE}{ending} is not a regular file")

    def _add_note(self, note: str) -> None:
        self.note = self.note or note

    def _mark(self, kind: str, key: object, text: object) -> bytes:
        return blake2b(
            f"{kind}\0{key}\0{text}".encode(errors="surrogatepass"), key=self._key, digest_size=12
        ).digest()

    def __del__(self) -> None:
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()


@contextmanager
def open_store(
    root: Path, tools: Tools, waiting: Callable[[], None], *, create: bool
) -> Iterator[tuple[Store, Clock]]:
    """Open the store of the site at `root`, which other commands must wait for, with its file system's clock.

    `waiting` is called, once, if this command has to wait. Without `create` a store is used if there is one. After
    the block it can still be read, while others write to it.
    """
    with ExitStack() as stack:
        try:
            folder = _store_folder(root, create=create)
            stack.enter_context(folder_lock(folder, waiting) if folder else nullcontext())
            reason = ""
        except OSError as error:
            folder, reason = None, os_reason(error)
        store = Store(folder, tools)
        store.note = NOT_USED.format(reason) if reason else store.note
        stack.callback(store.detach)
        yield store, clock_of(folder) if folder else system_clock


def _store_folder(root: Path, *, create: bool) -> Path | None:
    """Return the store's folder, which git ignores; None without a site. Raises OSError if it cannot be used."""
    folder = root / FOLDER
    if not (root / SETTINGS_FILE).is_file() or not (create or folder.exists()):
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


def _temporary_reason(error: Exception) -> str | None:
    return _TEMPORARY.get(getattr(error, "sqlite_errorcode", 1) & 0xFF)


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_TABLE)
    return connection
