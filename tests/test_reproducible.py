"""P12 and P22: the same input gives the same bytes, whatever the zone, locale, folder, hash seed or umask."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest

from tests.support.sites import ROOT, Site, task

BUILD = """\
import hashlib, json, os, sys
os.umask(int(os.environ.get("TEST_UMASK", "022"), 8))
from pathlib import Path
from leverage_site import build
from leverage_site.output.folder import MANIFEST
from tests.support.shared_templates import compiled_once

found = {}
with compiled_once(sys.argv[3]):
    for root in map(Path, json.loads(sys.argv[1])):
        output = Path(sys.argv[2]) / root.name
        site = build.plan_site(root)
        assert not site.problems, site.problems
        build.write_site(site, output)
        found[root.name] = {
            path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(output.rglob("*")) if path.is_file()
        }
print(json.dumps(found))
"""

# Environment variables; `-O` and a folder of its own where the name says so.
ENVIRONMENTS = {
    "UTC": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "Kiritimati": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "Pago Pago": {"TZ": "Pacific/Pago_Pago", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"},
    "Kathmandu": {"TZ": "Asia/Kathmandu", "LANG": "ne_NP.UTF-8", "PYTHONHASHSEED": "3"},
    "Berlin": {"TZ": "Europe/Berlin", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "random"},
    "Istanbul": {"TZ": "Europe/Istanbul", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "5"},
    "Santiago": {"TZ": "America/Santiago", "LC_TIME": "es_CL.UTF-8", "PYTHONHASHSEED": "6"},
    "nonsense": {"TZ": "Not/A_Zone", "LC_ALL": "xx_YY.nonsense", "PYTHONHASHSEED": "7"},
    "other folder": {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "8"},
    "umask": {"TZ": "Australia/Lord_Howe", "TEST_UMASK": "077", "PYTHONHASHSEED": "9"},
    "optimised": {"TZ": "America/St_Johns", "PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "10"},
    "epoch and utf8": {"SOURCE_DATE_EPOCH": "0", "PYTHONUTF8": "1", "COLUMNS": "20", "NO_COLOR": "1", "PYTHONHASHSEED": "11"},
}  # fmt: skip


# Templates are compiled by these and by the test's process, and by the others once between them: it takes half their time.
ALONE = {"Berlin", "optimised"}


def sites(folder: Path) -> list[Path]:
    """Five sites: the repository's own, and four that are about dates, names, and everything at once."""
    own = folder / "own"
    shutil.copytree(ROOT / "content", own / "content")
    shutil.copy(ROOT / "leverage.toml", own)
    plain = Site(folder / "plain").days("2026-04-07")
    years = Site(folder / "years").days("1970-01-01", "2024-02-29", "2025-12-29", "2026-01-04", "2199-12-31")
    years.settings("permalinks", day="/{year}/{month}/{day}/{weekday}-{month_name}-{date}-{week}/")
    names = Site(folder / "names").settings(title="日本語 İIıi ß", language="tr", author="É")
    for number, tag in enumerate(["İstanbul", "ISTANBUL", "istanbul", "C++", "ẞ", "日本語"], 1):
        names.record(f"2026-04-{number:02}", f"[x](/tags/index.html) {tag}.\n", tags=[tag], title=f"{tag} ½")
    rich = Site(folder / "rich").settings(base_url="https://example.org/blog/").settings("pages", size=2)
    rich.theme({"page.html": '{% extends "default/page.html" %}'}).file("themes/own/assets/x.css", "a{}")
    rich.page("about", "[x](sub/deep.md)\n").page("sub/deep", aliases=["/old/"]).file(
        "content/static/ü/a.bin", b"\0\xff"
    )
    rich.file("content/weeks/2026-W15.md", "A note.\n").file("content/partials/about-author.md", "Them.\n")
    for number in range(1, 10):
        tasks = [task(f"Task {n}", f"{n}.33h", f"{n}m", project=f"p{n % 2}", tags=[f"t{n}"]) for n in range(1, 6)]
        rich.record(f"2026-04-{number:02}", "Lead.\n\n## Same\n\n## Same\n", tags=["a", "b", "c"], tasks=tasks)
    return [own, plain.root, years.root, names.root, rich.root]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sites(tmp_path_factory.mktemp("sites"))


def built(
    roots: list[Path], output: Path, environment: dict[str, str], compiled: Path | str
) -> dict[str, dict[str, str]]:
    """Return the digests of every file of every site, as a new process builds them."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHON", "NO_COLOR"))}
    command = [sys.executable, "-c", BUILD, json.dumps([str(root) for root in roots]), str(output), str(compiled)]
    done = subprocess.run(
        command,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        cwd=output.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="module")
def expected(made: list[Path]) -> dict[str, dict[str, str]]:
    """Return what this process builds."""
    found = {}
    for root in made:
        site = Site.__new__(Site)
        site.root = root
        found[root.name] = {name: hashlib.sha256(data).hexdigest() for name, data in site.built().items()}
    return found


@pytest.mark.site
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_same_bytes_in_any_environment(
    name: str, made: list[Path], expected: dict[str, dict[str, str]], compiled: Path, tmp_path: Path
) -> None:
    roots, output = made, tmp_path / "output"
    if name == "other folder":
        roots = [tmp_path / "a folder with spaces, ü" / root.name for root in made]
        for old, new in zip(made, roots, strict=True):
            shutil.copytree(old, new)
        output = tmp_path / "another ö" / "deeper"
        output.parent.mkdir()
    found = built(roots, output, ENVIRONMENTS[name], "" if name in ALONE else compiled)
    assert found.keys() == expected.keys()
    for site, files in found.items():
        manifest = files.pop(".leverage-site.json")
        assert manifest
        assert {n for n in files if files[n] != expected[site].get(n)} == set(), site
        assert files.keys() == expected[site].keys()


def test_there_are_twelve_environments_and_five_sites(made: list[Path]) -> None:
    assert (len(ENVIRONMENTS), len(made)) == (12, 5)


def test_nothing_names_the_machine(made: list[Path]) -> None:
    for root in made:
        site = Site.__new__(Site)
        site.root = root
        for name, data in site.built().items():
            assert str(root).encode() not in data, name
            assert str(Path.home()).encode() + b"/" not in data, name


def test_the_order_in_which_the_disk_lists_files_does_not_matter(
    made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site.__new__(Site)
    site.root = made[-1]
    expected = site.built()
    real = os.scandir

    class Backwards:
        def __init__(self, path: object) -> None:
            with real(path) as entries:  # type: ignore[call-overload]
                self.entries = iter(sorted(entries, key=lambda e: e.name, reverse=True))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *error: object) -> None: ...

        def __iter__(self) -> object:
            return self

        def __next__(self) -> object:
            return next(self.entries)

        def close(self) -> None: ...

    monkeypatch.setattr(os, "scandir", Backwards)
    assert site.built() == expected
