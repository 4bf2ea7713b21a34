"""Texts by kind and key in a file that may be damaged, foreign or gone at any time. Only this module knows SQLite.

Each text has a checksum with a key of its folder's own: what was damaged, moved or brought here from elsewhere is
not believed but missing. Nothing here ever raises for what the file holds or the disk does.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

FILE = "cache.sqlite3"
NOT_USED = "The cache cannot be used: {}."
DAMAGED = "The cache was damaged; what it lost is made anew."
FOREIGN = "The cache is another version's or another folder's; it is made anew."

_LEFT_BEHIND = ("", "-journal", "-wal", "-shm")
_TABLE = """
create table if not exists texts (
    kind text not null, key text not null, text text not null, mark blob not null, primary key (kind, key)
) without rowid
"""
# By SQLite's code: why the file, which is in order, is not to be had now.
_PASSING = {
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

Result = TypeVar("Result")

# The text of tools that cannot be told apart from others.
UNKNOWN = ""


class Tools(Protocol):
    """What the texts in a store were made by."""

    def is_same(self, text: str) -> bool:
        """Whether they are the ones that `text` tells of."""

    def spelled(self) -> str:
        """What to tell of them, or UNKNOWN."""


class Store:
    """The texts in `folder`, as a program with these `tools` left them; any other's are dropped.

    `note` says in a sentence why what was there is not used. Without a folder, and where the file cannot be used,
    texts last as long as the process. Threads may share a store; a forked process may read.
    """

    def __init__(self, folder: Path | None, tools: Tools) -> None:
        self.file = (folder or Path()) / FILE
        self.tools = tools
        self._version: str | None = None
        self.note = ""
        self._lock = RLock()
        self._owner = self._pid = os.getpid()
        self._lasting = folder is not None
        self._resting = False
        self._key = b""
        self._db: sqlite3.Connection
        if folder is None:
            self._give_up("")
            return
        try:
            self._key = folder.stat().st_ino.to_bytes(16, "big")
            self._check_file()
        except OSError as error:
            self._give_up(NOT_USED.format(error.strerror))
        else:
            self._open()

    def all(self, kind: str) -> dict[str, str]:
        """Every text of one kind by its key."""
        query = "select key, text, mark from texts where kind = ?"
        nothing: list[tuple[str, str, bytes]] = []
        rows = self._do(lambda db: db.execute(query, (kind,)).fetchall(), nothing)
        sound = {key: text for key, text, mark in rows if self._mark(kind, key, text) == mark}
        if len(sound) < len(rows):
            self._say(DAMAGED)
        return sound

    def get(self, kind: str, key: str) -> str | None:
        """One text, or None where there is none that can be believed."""
        text, believed = self._row(kind, key)
        if text is not None and not believed:
            self._say(DAMAGED)
        return text if believed else None

    def put(self, kind: str, texts: Mapping[str, str]) -> None:
        """Add or replace some texts."""
        rows = [(kind, key, text, self._mark(kind, key, text)) for key, text in texts.items()]
        self._do(lambda db: db.executemany("insert or replace into texts values (?, ?, ?, ?)", rows), None)

    def drop(self, kind: str, keys: Collection[str]) -> None:
        """Remove some texts."""
        rows = [(kind, key) for key in keys]
        self._do(lambda db: db.executemany("delete from texts where kind = ? and key = ?", rows), None)

    def forget(self, kind: str) -> None:
        """Remove every text of one kind."""
        self._do(lambda db: db.execute("delete from texts where kind = ?", (kind,)), None)

    def clear(self) -> None:
        """Remove everything."""
        self._do(lambda db: db.execute("delete from texts where kind <> 'version'"), None)

    def commit(self) -> None:
        """Have all changes so far on the disk, together with what they were made by."""
        self._put_version()
        self._do(lambda db: db.commit(), None)

    def rest(self) -> None:
        """Let go of the file, but for the moment of a read; what was not committed is forgotten."""
        if self._lasting and not self._resting:
            self._resting = True
            self._db.close()

    def _do(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        with self._lock:
            if self._resting:
                return self._do_briefly(work, otherwise)
            try:
                if self._lasting and self._pid != os.getpid():
                    # A connection must not cross a fork. The old one is kept: to close it is for its owner.
                    self._inherited, self._pid, self._db = self._db, os.getpid(), _in_memory()
                    self._use(self._connected())
                return work(self._db)
            except UnicodeEncodeError:  # a key that is no text
                return otherwise
            except _ERRORS as error:
                self._fail(error)
                return otherwise

    def _do_briefly(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        try:
            with closing(sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro", uri=True)) as db:
                return work(db)
        except _ERRORS:
            return otherwise

    def _open(self) -> None:
        self._db = _in_memory()
        try:
            self._use(self._connected())
            found = self._db.execute("select 1 from texts limit 1").fetchone() is not None
        except _ERRORS as error:
            self._fail(error)
            return
        text, believed = self._row("version", "")
        if not (believed and text is not None and self.tools.is_same(text)):
            if found:
                self._renew("" if believed and text == UNKNOWN else FOREIGN)
        else:
            self._version = text

    def _put_version(self) -> None:
        if (text := self.tools.spelled()) != self._version:
            self.put("version", {"": text})
            self._version = text

    def _row(self, kind: str, key: str) -> tuple[str | None, bool]:
        """One text, and whether it can be believed."""
        query = "select text, mark from texts where kind = ? and key = ?"
        row = self._do(lambda db: db.execute(query, (kind, key)).fetchone(), None)
        return (row[0], self._mark(kind, key, row[0]) == row[1]) if row else (None, False)

    def _fail(self, error: Exception) -> None:
        if reason := _passing(error):
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
        """Close the connection that was used so far: newer Pythons warn of one that is merely dropped."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        self._db = connection

    def _renew(self, note: str) -> None:
        """Begin with nothing; in a forked process, without the file, which is its owner's."""
        self._say(note)
        if self._owner != os.getpid():
            self._give_up(note)
            return
        self._use(_in_memory())
        self._remove()
        try:
            self._use(self._connected())
            self._version = None
        except _ERRORS as error:
            self._give_up(NOT_USED.format(_passing(error) or "it cannot be made anew"))

    def _give_up(self, note: str) -> None:
        self._say(note)
        self._lasting = False
        self._use(_in_memory())

    def _check_file(self) -> None:
        """A link could lead anywhere, and to open some files takes for ever."""
        for ending in _LEFT_BEHIND:
            with suppress(FileNotFoundError):
                if not stat.S_ISREG(self.file.with_name(FILE + ending).lstat().st_mode):
                    raise OSError(None, f"{FILE}{ending} is not a regular file")

    def _remove(self) -> None:
        with suppress(OSError):
            self._check_file()
            for ending in _LEFT_BEHIND:
                self.file.with_name(FILE + ending).unlink(missing_ok=True)

    def _say(self, note: str) -> None:
        self.note = self.note or note

    def _mark(self, kind: str, key: object, text: object) -> bytes:
        return blake2b(
            f"{kind}\0{key}\0{text}".encode(errors="surrogatepass"), key=self._key, digest_size=12
        ).digest()

    def __del__(self) -> None:
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()


def _passing(error: Exception) -> str | None:
    return _PASSING.get(getattr(error, "sqlite_errorcode", 1) & 0xFF)


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_TABLE)
    return connection
