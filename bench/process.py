"""Runs programs and tells what each took: time, processor time and memory."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
# These would put the repository in place of the installed package, or have it compiled at every start.
UNWANTED = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in UNWANTED}


@dataclass(frozen=True)
class Run:
    """What a run took: seconds by the clock, seconds of all its processes on all cores, MB of the largest one."""

    wall: float
    cpu: float
    memory: float


def run(command: tuple[str, ...], folder: Path) -> Run:
    """Run a program in a folder and measure it. Ends the measurement if the program fails."""
    begin = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(round(wall, 4), round(cpu, 4), round(usage.ru_maxrss * 1024 / 1e6, 1))


def output(command: tuple[str, ...]) -> str:
    """Return what a program prints."""
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def install(folder: Path) -> Path:
    """Install the package as a user gets it, a wheel with compiled modules; return the environment's programs.

    An editable install, as for development, starts in another way.
    """
    constraints = str(REPOSITORY / "constraints.txt")
    held = ENVIRONMENT | {"PIP_CONSTRAINT": constraints, "PIP_BUILD_CONSTRAINT": constraints}
    programs = folder / "bin"
    pip = (str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile")
    subprocess.run((sys.executable, "-m", "venv", str(folder)), env=held, check=True)
    # A copy, since making a wheel may leave files beside its source.
    source = folder / "source"
    for name in ("leverage_site", "themes"):
        shutil.copytree(REPOSITORY / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    subprocess.run((*pip, str(source)), env=held, check=True)
    return programs
