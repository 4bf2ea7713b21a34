"""Runs a program and tells how long it took, or how much memory it and its children held."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.02
OWN = """
import re, pathlib
read = lambda name: pathlib.Path("/proc/self", name).read_text()
print(re.search(r"VmHWM:\\s+(\\d+)", read("status"))[1], re.search(r"Pss:\\s+(\\d+)", read("smaps_rollup"))[1])
"""


@dataclass(frozen=True)
class Peak:
    """Seconds; kB of the largest process; kB of all at once, shared pages counted once."""

    seconds: float
    largest: int
    together: int


def timed(command: tuple[str, ...], folder: Path) -> float:
    """Seconds until the program has ended well."""
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - begin
    _expect(done.returncode, command)
    return seconds


def peak(command: tuple[str, ...], folder: Path) -> Peak:
    """Return the peak memory of a run. Sampling slows the run, so its seconds are rough."""
    begin, most = time.perf_counter(), 0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            most = max(most, sum(map(_proportional, _tree(process.pid))))
            time.sleep(SAMPLE)
        process.returncode = os.waitstatus_to_exitcode(ended[1])
    _expect(process.returncode, command)
    return Peak(time.perf_counter() - begin, ended[2].ru_maxrss, most)


def interpreter() -> Peak:
    """Return the memory of an interpreter that does nothing, by its own account."""
    run = subprocess.run((sys.executable, "-c", OWN), capture_output=True, text=True, check=True)
    largest, together = map(int, run.stdout.split())
    return Peak(0, largest, together)


def output(command: tuple[str, ...]) -> str:
    """Return what the program prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _tree(pid: int) -> list[int]:
    pids = [pid]
    for parent in pids:
        try:
            files = [task / "children" for task in Path(f"/proc/{parent}/task").iterdir()]
            pids += [int(child) for file in files for child in file.read_text().split()]
        except OSError:  # it, or one of its threads, has just ended
            continue
    return pids


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _expect(code: int, command: tuple[str, ...]) -> None:
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
