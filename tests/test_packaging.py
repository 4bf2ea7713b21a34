"""The package as a user gets it: wheel, editable install, documentation."""

import ast
import fcntl
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from leverage_site.cli import COMMANDS, main
from tests.support.workspace import REPOSITORY, environment, published
from tools import lock

pytestmark = pytest.mark.site

PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
TOOLS = [
    Requirement(line)
    for group in [PYPROJECT["build-system"]["requires"], *PROJECT["optional-dependencies"].values()]
    for line in group
]
LOCK = lock.LOCK.read_text()
# What installations are held to: the lock, or what the lane at work says.
CONSTRAINTS = os.environ.get("CONSTRAINTS", lock.LOCK.name)
SHIPPED = ["leverage_site", "themes", "pyproject.toml", "README.md", "LICENSE"]
# Nothing of this test run reaches the installed package.
CLEAN = {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}


def run(*args, cwd, **env):
    ended = subprocess.run(
        [str(arg) for arg in args],
        cwd=cwd,
        env=environment(**CLEAN, **env),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def copied(folder):
    """Copy the files of the repository that a package is made of."""
    for name in SHIPPED:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    return folder


@contextmanager
def once(tmp_path_factory, name):
    """Give a folder that all workers share, held by one at a time."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared / name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    with once(tmp_path_factory, "wheel") as folder:
        if not folder.exists():
            folder.mkdir()
            source = copied(folder)
            code, said = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=source)
            assert code == 0, said
        (found,) = (folder / "dist").glob("*.whl")
        return found


def install(folder, *what):
    """Create an environment with one package and its dependencies; skip where no registry can be reached."""
    code, said = run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=REPOSITORY)
    assert code == 0, said
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin/python"]  # one of its own takes as long again
    held = {"PIP_CONSTRAINT": CONSTRAINTS, "PIP_BUILD_CONSTRAINT": CONSTRAINTS}
    code, said = run(*pip, "install", "--quiet", *what, cwd=REPOSITORY, **held)
    unreachable = (
        "Could not find a version" in said or "No matching distribution" in said or "connection" in said.lower()
    )
    if code and unreachable and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip(f"pip cannot reach a registry: {said.strip().splitlines()[-1]}")
    assert code == 0, said
    return folder


def test_the_wheel_holds_the_package_the_theme_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "leverage_site").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    theme = {
        f"leverage_site/{path.relative_to(REPOSITORY).as_posix()}"
        for path in (REPOSITORY / "themes").rglob("*")
        if path.is_file()
    }
    assert {"leverage_site/py.typed", "leverage_site/themes/default/theme.toml"} <= names
    assert "leverage_site/themes/default/assets/style.css" in names
    rest = {name for name in names if ".dist-info/" not in name}
    assert rest == package | theme
    assert not [name for name in names if "test" in name.lower()]


def test_the_wheel_s_metadata(wheel):
    archive = zipfile.ZipFile(wheel)
    info = next(name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name)
    metadata = archive.read(f"{info}/METADATA").decode()
    needed = {
        str(Requirement(line.removeprefix("Requires-Dist: ")))
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist: ") and "extra" not in line
    }
    assert needed == set(map(str, NEEDED))
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: MIT" in metadata
    assert archive.read(f"{info}/entry_points.txt").decode().split() == [
        "[console_scripts]", "leverage-site", "=", "leverage_site.__main__:main"
    ]  # fmt: skip


def use(environment_folder, folder):
    """Start a site with the installed command and build it from another folder."""
    command = environment_folder / "bin/leverage-site"
    code, said = run(command, "init", "my-site", cwd=folder)
    assert code == 0, said
    code, said = run(command, "--site", "my-site", "build", "--strict", cwd=folder)
    assert code == 0, said
    return published(folder / "my-site/output")


def test_the_wheel_works_in_an_empty_environment(wheel, tmp_path):
    place = install(tmp_path / "venv", wheel)
    pages = use(place, tmp_path)
    assert b'href="assets/style.' in pages["index.html"]
    assert pages["assets/style.css"] == (REPOSITORY / "themes/default/assets/style.css").read_bytes()
    code, said = run(place / "bin/python", "-m", "leverage_site", "--version", cwd=tmp_path)
    assert (code, said) == (0, f"leverage-site, version {wheel.name.split('-')[1]}\n")
    code, said = run(
        place / "bin/python", "-c", "import leverage_site; print(leverage_site.__file__)", cwd=tmp_path
    )
    assert said.startswith(str(tmp_path / "venv"))


def test_the_editable_install_works_and_follows_the_checkout(tmp_path):
    (tmp_path / "checkout").mkdir()
    checkout = copied(tmp_path / "checkout")
    place = install(tmp_path / "venv", "-e", checkout)
    pages = use(place, tmp_path)
    style = checkout / "themes/default/assets/style.css"
    assert pages["assets/style.css"] == style.read_bytes()
    style.write_text(style.read_text() + "\n/* edited in the checkout */\n")
    code, said = run(place / "bin/leverage-site", "--site", "my-site", "build", cwd=tmp_path)
    assert code == 0, said
    assert published(tmp_path / "my-site/output")["assets/style.css"] == style.read_bytes()


def test_the_readme_opens_with_make_site_and_make_test():
    lines = [line for line in (REPOSITORY / "README.md").read_text().splitlines() if line.strip()]
    assert lines[0].startswith("# ")
    opening = "\n".join(lines[1:6])
    assert opening.index("make site") < opening.index("make test")


def documentation():
    return "\n".join(
        path.read_text() for path in [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert re.search(rf"leverage-site {name}\b|`{name}\b", documentation())


def options():
    context = click.Context(main)
    commands = [("", main), *((name, main.get_command(context, name)) for name in COMMANDS)]
    return sorted(
        {(opt, name) for name, cmd in commands for p in cmd.params for opt in p.opts if opt.startswith("--")}
    )


@pytest.mark.parametrize(("option", "name"), options())
def test_every_option_is_documented(option, name):
    assert re.search(rf"{option}\b", documentation()), f"{option} of {name or 'leverage-site'}"


def test_links_of_the_readme_lead_somewhere():
    targets = re.findall(r"\]\(([^)#:]+)\)", (REPOSITORY / "README.md").read_text())
    assert targets
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []


def test_only_the_agreed_libraries_are_needed():
    assert {each.name for each in NEEDED} == {
        "click", "feedgen", "jinja2", "lxml", "markdown-it-py", "markupsafe", "mdit-py-plugins", "pyyaml", "watchdog"
    }  # fmt: skip
    assert Path(REPOSITORY / "leverage_site/py.typed").is_file()


def imported(folder):
    """Return the distributions that the modules of a folder import."""
    modules = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(node.module.split(".")[0])
    modules -= {*sys.stdlib_module_names, "bench", "demo", "docs", "leverage_site", "tests", "tools"}
    known = importlib.metadata.packages_distributions()
    return {lock.name_of(name) for module in modules for name in known[module]}


def test_what_is_imported_is_declared():
    needed = {lock.name_of(each.name) for each in NEEDED}
    assert imported(REPOSITORY / "leverage_site") == needed
    assert imported(REPOSITORY / "tests") <= lock.parse_constraints(LOCK).keys()
    assert imported(REPOSITORY / "tools") == set()


@pytest.mark.parametrize("requirement", [*NEEDED, *TOOLS], ids=str)
def test_every_requirement_has_both_bounds(requirement):
    assert sorted(bound.operator for bound in requirement.specifier) == ["<", ">="]


def test_each_bound_of_what_users_install_has_its_reason():
    lines = (REPOSITORY / "pyproject.toml").read_text().splitlines()
    for requirement in PROJECT["dependencies"]:
        assert [line for line in lines if re.fullmatch(rf' +"{re.escape(requirement)}", # \S.*', line)], (
            requirement
        )


def test_the_lock_has_an_exact_version_of_everything_and_nothing_of_the_machine():
    lines = [line for line in LOCK.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert not re.search(r"://|\.(?:com|org|io)\b|/(?:home|root|opt|tmp|usr)/", LOCK)
    assert lock.constraints_text(lock.parse_constraints(LOCK)) == LOCK


@pytest.mark.parametrize("requirement", [*NEEDED, *TOOLS, *map(Requirement, lock.BUILD_TOOLS)], ids=str)
def test_the_lock_is_within_the_bounds(requirement):
    version = Version(lock.parse_constraints(LOCK)[lock.name_of(requirement.name)])
    assert version in requirement.specifier
    assert not version.is_prerelease


MACHINES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": name,
    }
    for python in ("3.11", "3.12", "3.13", "3.14")
    for system, name in (("linux", "Linux"), ("darwin", "Darwin"))
]


@pytest.mark.parametrize("name", sorted(lock.parse_constraints(LOCK)))
def test_the_lock_has_what_its_own_libraries_need_on_any_machine(name):
    """As far as they are installed here, in the version of the lock."""
    versions = lock.parse_constraints(LOCK)
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return
    for each in map(Requirement, found.requires or () if found.version == versions[name] else ()):
        if any(each.marker is None or each.marker.evaluate({**machine, "extra": ""}) for machine in MACHINES):
            assert Version(versions[lock.name_of(each.name)]) in each.specifier


def test_the_oldest_lane_differs_from_the_lock_by_the_lower_bounds_alone():
    code, said = run(sys.executable, "-m", "tools.lock", "oldest", cwd=REPOSITORY)
    assert code == 0
    oldest, bounds = (
        lock.parse_constraints(said),
        [*NEEDED, *map(Requirement, PYPROJECT["build-system"]["requires"])],
    )
    assert list(oldest) == list(lock.parse_constraints(LOCK))
    assert {
        name: oldest[name] for name in oldest if oldest[name] != lock.parse_constraints(LOCK)[name]
    }.items() <= {
        (lock.name_of(each.name), bound.version)
        for each in bounds
        for bound in each.specifier
        if bound.operator == ">="
    }
    assert all(f">={oldest[lock.name_of(each.name)]}" in str(each.specifier) for each in bounds)


def test_every_installation_of_the_makefile_is_held_to_constraints():
    makefile = (REPOSITORY / "Makefile").read_text()
    assert makefile.count("pip install") == 1
    installs = [line for line in makefile.splitlines() if re.search(r"\$\((?:PIP_)?INSTALL\)", line)]
    assert len(installs) == 5
    assert [
        line for line in installs if not re.match(r"\t\$\(INSTALL\) -e|(?:INSTALL := )?\$\(call held,", line)
    ] == []


def test_each_python_that_is_promised_is_run_by_a_lane():
    """By that of `make test`, which takes the oldest, or by one of its own."""
    promised = [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", name)]
    lanes = re.findall(r"^((?:test-3\.\d+ ?)+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    assert {*promised} <= {
        PROJECT["requires-python"].removeprefix(">="),
        *" ".join(lanes).replace("test-", "").split(),
    }
