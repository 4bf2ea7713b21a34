"""Kill builds: `python -m tests.support.killer points FOLDER` or `… random FOLDER COUNT SEED`.

A process of its own, with one thread and everything imported once, so that a fork is a build that starts at once.
Prints what it found as JSON.
"""

import gc
import io
import json
import os
import random
import runpy
import select
import shutil
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from leverage_site import project
from leverage_site.build import plan_site, write_site
from leverage_site.cache import parsed_files
from leverage_site.cli import build
from tests.support.shared_templates import compiled_once
from tests.support.workspace import MANIFEST, RECORD, STAGE, Faults, Space, make_site, published, tree

IMPORTED = (build, project, parsed_files)  # the child of a fork finds them so

OLD = {
    "index.html": b"old front " * 20,
    "same.html": b"same",
    "page": b"a file",
    "folder/deep/x.html": b"x",
    "old/gone.html": b"gone",
    "assets/style.css": b"p {}",
}
NEW = {
    "index.html": b"new front " * 30,
    "same.html": b"same",
    "page/now/y.html": b"inside",
    "folder": b"a file now",
    "weeks/w15.html": b"week",
    "assets/style.css": b"p { color: red }",
}


GLANCE = 0.0003  # seconds between two looks at a build


# Every call that writes, one after the other


def points(top: Path) -> dict[str, object]:
    """Kill a build before and after each write-class call; report what was wrong then, and after the next build."""
    wrong: list[str] = []
    calls = 0
    for start in (None, OLD):
        count = _count(top / "count", start)
        shutil.rmtree(top / "count")
        calls += count
        for k in range(1, count + 1):
            for when in ("before", "after"):
                space = _prepared(top / "site", start)
                _forked_build(space, **{when: lambda n, _, k=k: n == k and os._exit(9)})
                name = f"killed {when} call {k} of {count}, {'first build' if start is None else 'rebuild'}"
                wrong += [f"{name}: {fault}" for fault in _faults(space, start)]
                shutil.rmtree(top / "site")
    return {"calls": calls, "wrong": wrong}


def _prepared(top: Path, start: dict[str, bytes] | None) -> Space:
    space = Space(top)
    if start is not None:
        space.build(start)
        space.put("notes.txt", b"mine")
        space.put("old/notes.txt", b"mine")
    return space


def _count(top: Path, start: dict[str, bytes] | None) -> int:
    faults = Faults(top)
    space = _prepared(top, start)
    with faults.active():
        space.build(NEW)
    return len(faults.calls)


def _forked_build(space: Space, **hooks: object) -> None:
    child = os.fork()
    if child == 0:
        with Faults(space.top, **hooks).active():  # type: ignore[arg-type]
            space.build(NEW)
        os._exit(0)
    os.waitpid(child, 0)


def _faults(space: Space, start: dict[str, bytes] | None) -> list[str]:
    """Return what is not as promised after a kill, and after the build that follows."""
    old, strangers = start or {}, {"notes.txt": b"mine", "old/notes.txt": b"mine"} if start else {}
    found = published(space.output) if space.output.exists() else {}
    wrong = [f"{path} is torn" for path in found if found[path] not in _whole(path, old, NEW, strangers)]
    wrong += [f"{path} is missing" for path in (old.keys() & NEW.keys()) | strangers.keys() if path not in found]
    outcome = space.build(NEW)
    if outcome.errors or outcome.warnings:
        wrong.append(f"the next build says {outcome.errors or outcome.warnings}")
    if space.published() != {**NEW, **strangers}:
        wrong.append("the next build does not complete")
    if (space.output / STAGE).exists():
        wrong.append("the stage is left")
    if set(json.loads((space.output / MANIFEST).read_bytes())["files"]) != set(NEW):
        wrong.append("the list of files is not that of the site")
    return wrong


def _whole(path: str, *versions: dict[str, bytes]) -> list[bytes]:
    return [version[path] for version in versions if path in version]


# Real builds, killed at random


class Trials:
    """Two versions of a site that are built into one output folder by turns."""

    def __init__(self, top: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.output = top / "output"
        self.sites = [_site(top / "one", 1), _site(top / "two", 2)]
        self.clean = [self._clean(site, top / f"clean{n}") for n, site in enumerate(self.sites)]
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        # What the cycle collector looks at in a fork is copied.
        gc.collect()
        gc.freeze()
        self.seconds, self.visible = self._measure()

    def _clean(self, site: Path, output: Path) -> dict[str, bytes]:
        write_site(plan_site(site), output)
        return {**published(output), MANIFEST: (output / MANIFEST).read_bytes()}

    def _measure(self) -> tuple[float, float]:
        """Measure the seconds of a whole build, and of its visible part; by turns, so that every page is new."""
        os.waitpid(self._start(0), 0)
        whole, visible = [], []
        for n in (1, 0, 1, 0, 1):
            start, moments, mark = time.monotonic(), [], self._mark()
            child = self._start(n)
            while not os.waitpid(child, os.WNOHANG)[0]:
                if (now := self._mark()) != mark:
                    mark = now
                    moments.append(time.monotonic())
                _pause(GLANCE)
            whole.append(time.monotonic() - start)
            visible.append(moments[-1] - moments[0] if moments else 0.0)
        shutil.rmtree(self.output)
        return sorted(whole)[2], max(sorted(visible)[2], 0.001)

    def _start(self, version: int) -> int:
        """Run `leverage-site --site … build --output …` in a fork of this process."""
        child = os.fork()
        if child:
            return child
        code = 70
        try:
            sys.argv = ["leverage_site", "--site", str(self.sites[version]), "build", "--output", str(self.output)]
            sys.stdout = io.StringIO()
            runpy.run_module("leverage_site", run_name="__main__", alter_sys=True)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            os._exit(code)

    def run(self, count: int) -> None:
        version, known = 0, set[int]()
        for trial in range(count):
            if trial % 10 == 0:
                shutil.rmtree(self.output, ignore_errors=True)
                known = set()
            version = 1 - version
            child = self._start(version)
            self._wait(aimed=trial % 3 == 2)
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            self.seen["killed" if os.WIFSIGNALED(status) else "finished"] += 1
            known |= {version}
            self._check(trial, known)
            if self.random.random() < 0.5:
                self._complete(trial, version)
                known = {version}

    def _wait(self, *, aimed: bool) -> None:
        """Wait for a random time of the build; an aimed wait ends soon after the first visible change."""
        if not aimed:
            _pause(self.random.uniform(0, self.seconds))
            return
        before, end = self._mark(), time.monotonic() + self.seconds * 2
        while self._mark() == before and time.monotonic() < end:
            _pause(GLANCE)
        _pause(self.random.uniform(0, self.visible))

    def _mark(self) -> object:
        try:
            return (self.output / MANIFEST).stat().st_ino
        except FileNotFoundError:
            return None

    def _check(self, trial: int, known: set[int]) -> None:
        found = published(self.output) if self.output.exists() else {}
        versions = [self.clean[n] for n in sorted(known)]
        for path, data in found.items():
            if data not in _whole(path, *versions):
                self.wrong.append(f"trial {trial}: {path} is torn")
        if len(known) == 2:
            both = self.clean[0].keys() & self.clean[1].keys() - {MANIFEST}
            if found and (self.output / MANIFEST).exists():
                wholes = [
                    set(found.items()) == {*version.items()} - {(MANIFEST, version[MANIFEST])}
                    for version in versions
                ]
                self.seen["mixed"] += not any(wholes)
            self.seen["staged"] += (self.output / STAGE).exists()
            if self.settled:
                self.wrong += [f"trial {trial}: {path} is missing" for path in both if path not in found]
        if (self.output / MANIFEST).exists():
            listed = json.loads((self.output / MANIFEST).read_bytes())["files"]
            self.wrong += [f"trial {trial}: {path} is not listed" for path in found if path not in listed]
        self.settled = False

    settled = False

    def _complete(self, trial: int, version: int) -> None:
        _, status = os.waitpid(self._start(version), 0)
        if status:
            self.wrong.append(f"trial {trial}: the next build ends with {status}")
        found = {path: path_entry[2] for path, path_entry in _files(self.output).items()}
        if found != self.clean[version]:
            differ = sorted(
                p for p in {*found, *self.clean[version]} if found.get(p) != self.clean[version].get(p)
            )
            self.wrong.append(f"trial {trial}: after the next build these differ from a clean one: {differ[:5]}")
        if (self.output / STAGE).exists():
            self.wrong.append(f"trial {trial}: the stage is left")
        self.settled = True


def _pause(seconds: float) -> None:
    select.select([], [], [], seconds)


def _files(output: Path) -> dict[str, tuple[object, ...]]:
    entries = {Path(path).relative_to(output).as_posix(): entry for path, entry in tree(output).items()}
    return {path: entry for path, entry in entries.items() if entry[0] == "file"}


def _site(folder: Path, version: int) -> Path:
    """Create a site whose pages differ from those of the other version; some days exist in one of them only."""
    days = [f"2026-{month:02}-{day:02}" for month in (3,) for day in range(version, 11, version + 1)]
    make_site(folder, *days)
    for file in (folder / "content/records").iterdir():
        text = RECORD.format(day=file.stem).replace("Write a parser", f"Version {version} of the parser")
        # Tags and projects have a dozen files of their own, which are written like all others.
        file.write_text(text.replace("tags: [AI, Testing]\n", "").replace(", project: search", ""))
    static = folder / "content/static"
    static.mkdir()
    (static / "large.bin").write_bytes(bytes([version]) * 300_000)
    return folder


def main() -> None:
    mode, folder, *rest = sys.argv[1:]
    if mode == "points":
        print(json.dumps(points(Path(folder))))
        return
    with compiled_once():
        trials = Trials(Path(folder), int(rest[1]))
        trials.run(int(rest[0]))
    print(json.dumps({"wrong": trials.wrong, "seen": trials.seen, "seconds": [trials.seconds, trials.visible]}))


if __name__ == "__main__":
    main()
