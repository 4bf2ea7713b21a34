"""Folders to work in: a site, its output, foreign files beside them; and faults of the disk.

Nothing here knows how the writer works: trees are compared as the disk shows them.
"""

import builtins
import errno
import io
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner, Result

from leverage_site.cache.store import FOLDER
from leverage_site.cli import main
from leverage_site.files import folder_lock
from leverage_site.output.commit import clean
from leverage_site.output.write import FileData, OutputFile, write
from leverage_site.problems import ProblemError

REPOSITORY = Path(__file__).resolve().parents[2]
MANIFEST = ".leverage-site.json"
STAGE = ".leverage-site.stage"

SETTINGS = """\
[site]
id = "tag:example.org,2026:test"
base_url = "https://example.org/"
assistant = "Helper"
"""
# With nothing in them that `check` would take for an example.
OWN_SETTINGS = SETTINGS.replace("example.org", "records.test") + 'author = "Somebody"\n'
RECORD = """\
---
date: {day}
tags: [AI, Testing]
tasks:
- {{task: "Write a parser", human: 8h, ai: 20m, supervision: 3m, tokens: 400k, project: search}}
- {{task: Sortable table, human: 1.5h, ai: 4m}}
---
What happened on {day}.

## Analysis

More of it.
"""

Tree = dict[str, tuple[Any, ...]]


def tree(*folders: Path) -> Tree:
    """Return everything below `folders` as the disk has it: kind, permissions, bytes or where a link leads.

    The cache does not count.
    """
    found: Tree = {}
    for top in folders:
        for path in [top, *_below(top)]:
            if FOLDER not in path.parts:
                found[str(path)] = _entry(path)
    return found


def published(output: Path) -> dict[str, bytes]:
    """Return the files of the site: all regular files of `output` but the program's own."""
    files, top = {}, str(output)
    for place, _, names in os.walk(top):
        folder = place[len(top) + 1 :]
        for path, name in ((f"{place}/{name}", f"{folder}/{name}" if folder else name) for name in names):
            if stat.S_ISREG(os.lstat(path).st_mode) and name != MANIFEST and not name.startswith(f"{STAGE}/"):
                with open(path, "rb") as file:  # noqa: PTH123 (a path for each would take as long again)
                    files[name] = file.read()
    return files


def folders(output: Path) -> set[str]:
    """Return the folders below `output`."""
    return {path.relative_to(output).as_posix() for path in _below(output) if stat.S_ISDIR(path.lstat().st_mode)}


def _below(top: Path) -> Iterator[Path]:
    for place, names, files in os.walk(top):
        yield from (Path(place) / name for name in sorted(names + files))


def _entry(path: Path) -> tuple[Any, ...]:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ("missing",)
    if stat.S_ISLNK(mode):
        return ("link", str(path.readlink()))
    if stat.S_ISREG(mode):
        return ("file", oct(mode), path.read_bytes())
    return ("folder" if stat.S_ISDIR(mode) else "other", oct(mode))


@dataclass
class Outcome:
    """How a call of the writer ended: the codes of its error, or of its warnings."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    message: str = ""
    places: tuple[str, ...] = ()


PAGES = {
    "index.html": b"<p>front</p>",
    "posts/2026/one.html": b"<p>one</p>",
    "tags/ai.html": b"<p>ai</p>",
    "assets/style.css": b"p {}",
    "feed.xml": b"<rss/>",
}


def to_write(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> list[OutputFile]:
    """Return the files as the writer wants them; what `files` raises, the making of its next file raises."""
    found = []
    try:
        for path, data in files.items() if isinstance(files, Mapping) else files:
            found.append(OutputFile(path, partial(FileData, data)))
    except BaseException as error:  # noqa: BLE001  # raised again when the next file is made
        found.append(OutputFile("fault", partial(_fail, error)))
    return found


def _fail(error: BaseException) -> FileData:
    raise error


class Space:
    """A folder with a site, its output folder, and a folder outside that is none of the site's business."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.root = top / "site"
        self.output = self.root / "output"
        self.outside = top / "outside"
        for name in ("content/records", "themes/mine"):
            (self.root / name).mkdir(parents=True)
        (self.root / "leverage.toml").write_text(SETTINGS)
        (self.root / "content/records/day.md").write_text(RECORD.format(day="2026-04-07"))
        (self.root / "themes/mine/theme.toml").write_text("contract = 1\n")
        self.outside.mkdir()
        (self.outside / "precious.txt").write_bytes(b"not yours")

    def build(self, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]] = PAGES) -> Outcome:
        """Write `files`; a ProblemError is an outcome like any other."""
        try:
            result = write(self.output, self.root, to_write(files))
        except ProblemError as error:
            return _refused(error)
        return Outcome(
            (),
            tuple(p.code for p in result.problems),
            tuple(result.written),
            tuple(result.removed),
            result.kept,
            places=tuple(p.place.path for p in result.problems),
        )

    def clean(self) -> Outcome:
        """Clean; a ProblemError is an outcome like any other."""
        try:
            removed, problems = clean(self.output, self.root)
        except ProblemError as error:
            return _refused(error)
        return Outcome((), tuple(p.code for p in problems), (), tuple(removed))

    def put(self, path: str, data: bytes = b"a stranger's") -> Path:
        """Put a foreign file into the output folder."""
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target

    def link(self, path: str, target: Path) -> None:
        """Put a foreign symbolic link into the output folder."""
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).symlink_to(target)

    def tree(self) -> Tree:
        """Return the whole space as the disk has it."""
        return tree(self.top)

    def published(self) -> dict[str, bytes]:
        """Return the files in the output folder without the program's own."""
        return published(self.output)


def _refused(error: ProblemError) -> Outcome:
    assert all(problem.message and problem.hint and problem.place.path for problem in error.problems)
    return Outcome(
        tuple(problem.code for problem in error.problems),
        message=str(error),
        places=tuple(problem.place.path for problem in error.problems),
    )


# Faults of the disk

Act = Callable[[str, tuple[Any, ...]], None]

_BY_PATH = (
    "mkdir",
    "link",
    "rename",
    "replace",
    "unlink",
    "remove",
    "rmdir",
    "symlink",
    "truncate",
    "utime",
    "chmod",
)


class Faults:
    """Numbers the write-class calls below `top` and makes some of them fail.

    `before(k, name)` and `after(k, name)` are called around the k-th call (from 1); what they raise is its end.
    Before a `write`, half of its bytes are on the disk.
    """

    def __init__(
        self,
        top: Path,
        before: Callable[[int, str], None] = lambda *_: None,
        after: Callable[[int, str], None] = lambda *_: None,
    ) -> None:
        self.top = str(top)
        self.before = before
        self.after = after
        self.calls: list[str] = []

    @contextmanager
    def active(self) -> Iterator["Faults"]:
        """Count calls within the block, and make some fail."""
        saved = [(os, name, getattr(os, name)) for name in _BY_PATH]
        saved += [(module, "open", module.open) for module in (io, builtins, os)]
        saved += [(os, name, getattr(os, name)) for name in ("write", "fsync", "ftruncate")]
        for module, name, real in saved:
            setattr(module, name, self._wrapped(name, real))
        try:
            yield self
        finally:
            for module, name, real in saved:
                setattr(module, name, real)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        if name == "open":
            return lambda path, *args, **more: self._open(real, path, *args, **more)
        if name in ("write", "fsync", "ftruncate"):
            return lambda fd, *args: self._call(name, lambda: real(fd, *args))

        def call(path: Any, *args: Any, **more: Any) -> Any:
            if not self._is_ours(path):
                return real(path, *args, **more)
            return self._call(name, lambda: real(path, *args, **more))

        return call

    def _open(self, real: Callable[..., Any], path: Any, *args: Any, **more: Any) -> Any:
        mode = args[0] if args else more.get("mode", more.get("flags", "r"))
        writes = bool(mode & os.O_CREAT) if isinstance(mode, int) else bool(set(mode) & set("wxa+"))
        if not writes or not self._is_ours(path):
            return real(path, *args, **more)
        opened: list[Any] = []

        def keep() -> Any:
            opened.append(real(path, *args, **more))
            return opened[0]

        try:
            file = self._call("open", keep)
        except BaseException:
            for left in opened:
                os.close(left) if isinstance(left, int) else left.close()
            raise
        return file if isinstance(file, int) else _File(file, self)

    def _call(self, name: str, real: Callable[[], Any]) -> Any:
        self.calls.append(name)
        number = len(self.calls)
        self.before(number, name)
        result = real()
        self.after(number, name)
        return result

    def write(self, file: Any, data: Any) -> int:
        """Write to an open file; when a fault comes, half of it is written."""
        half = len(data) // 2
        file.write(data[:half])
        file.flush()
        return half + self._call("write", lambda: file.write(data[half:]))

    def _is_ours(self, path: Any) -> bool:
        return not isinstance(path, int) and os.fsdecode(path).startswith(self.top)


class _File:
    """An open file whose writes can fail."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self.file = file
        self.faults = faults

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def write(self, data: Any) -> int:
        return self.faults.write(self.file, data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def disk_error(number: int, first: int, code: int = errno.EIO) -> None:
    """Fail the call numbered `first`."""
    if number == first:
        raise OSError(code, os.strerror(code))


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Let no file that is written, here or by what is started here, be larger than `size` bytes.

    The system takes a part of what is too much, and refuses the rest.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# Whole sites and the command line


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a folder that all of the tests' processes have in common; each run has another."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    return folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that `make` fills, which one of the tests' processes does for all: none may change it."""
    folder = shared_folder(factory, name)
    with folder_lock(folder, lambda: None):
        if not (folder / "made").exists():
            make(folder / "output")
            (folder / "made").touch()
    return folder / "output"


def make_site(folder: Path, *days: str, settings: str = SETTINGS) -> Path:
    """Create a site with a record for each of `days`."""
    records = folder / "content/records"
    records.mkdir(parents=True)
    (folder / "leverage.toml").write_text(settings)
    for day in days or ("2026-04-06", "2026-04-07"):
        (records / f"{day}.md").write_text(RECORD.format(day=day))
    return folder


def cli(*args: object, env: Mapping[str, str] | None = None) -> Result:
    """Run a command in this process; anything but an exit is a failure of the test."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a subprocess: UTF-8, and nothing that the caller's terminal asks for."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LC_", "LANG", "NO_COLOR", "PYTHONIO"))
    }
    return {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "200", **more}


def command(
    *args: object, cwd: Path = REPOSITORY, env: Mapping[str, str] | None = None, **more: Any
) -> "subprocess.CompletedProcess[str]":
    """Run `python -m leverage_site` as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "leverage_site", *map(str, args)],
        cwd=cwd,
        env=env or environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        check=False,
        **more,
    )
