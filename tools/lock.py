"""Writes constraints.txt: the exact version of everything that is installed for this repository.

`python -m tools.lock` has pip choose the newest versions within the bounds of pyproject.toml, in an environment of
its own. `python -m tools.lock oldest` prints the same file with the lower bounds of what the package itself needs.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from venv import EnvBuilder

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
# What pyproject.toml cannot name: hatchling asks for the first when it makes an editable install, and the others
# build feedgen, which is published as source only.
BUILD_TOOLS = ("editables", "setuptools", "wheel")
HEADING = """\
# Written by `make lock`; edit pyproject.toml instead.
# Constraints install nothing by themselves, so that one file serves every Python, platform and group. There are no
# hashes: pip tells only those of the files that it would take here, and other machines must take other files.
"""

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?>=(?P<lowest>[\w.]+),<[\w.]+")


def name_of(text: str) -> str:
    """Return the normalized name of a distribution."""
    return re.sub(r"[-_.]+", "-", text).lower()


def requirements() -> tuple[list[str], list[str]]:
    """Return the requirements in pyproject.toml: of the package and its build, and of its optional groups."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    needed = [*project["dependencies"], *settings["build-system"]["requires"]]
    return needed, [line for group in project["optional-dependencies"].values() for line in group]


def lower_bounds() -> dict[str, str]:
    """Return the lower bound of everything that the package needs and is built with."""
    bounds = {}
    for line in requirements()[0]:
        match = _REQUIREMENT.fullmatch(line)
        if not match:
            sys.exit(f"A requirement must be NAME>=LOWEST,<BEYOND, which {line!r} is not.")
        bounds[name_of(match["name"])] = match["lowest"]
    return bounds


def parse_constraints(text: str) -> dict[str, str]:
    """Parse a file of constraints: versions by name."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("==") for line in lines)


def constraints_text(versions: dict[str, str]) -> str:
    """Return the text of a file of constraints with these versions."""
    return HEADING + "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


def resolve() -> dict[str, str]:
    """Return the versions that pip would install of everything, without constraints of this machine."""
    needed, optional = requirements()
    with TemporaryDirectory() as folder:
        EnvBuilder(with_pip=True).create(folder)
        report = Path(folder, "report.json")
        options = ["--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
        ended = subprocess.run(
            [f"{folder}/bin/python", "-m", "pip", "install", *options, *needed, *optional, *BUILD_TOOLS],
            check=False,
            env={**os.environ, "PIP_CONSTRAINT": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )
        if ended.returncode:
            sys.exit("pip could not choose; the lock stays as it is.")
        chosen = [item["metadata"] for item in json.loads(report.read_text(encoding="utf-8"))["install"]]
    return {name_of(item["name"]): item["version"] for item in chosen}


def main() -> None:
    """Write the lock, or print its oldest twin."""
    if sys.argv[1:] == ["oldest"]:
        print(constraints_text(parse_constraints(LOCK.read_text(encoding="utf-8")) | lower_bounds()), end="")
    elif sys.version_info[:2] != (3, 11):
        sys.exit("The oldest Python must choose, so that others can take its choice: make lock PYTHON=python3.11")
    else:
        LOCK.write_text(constraints_text(resolve()), encoding="utf-8")


if __name__ == "__main__":
    main()
