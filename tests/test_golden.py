"""Golden sites: a folder a case, `site/` goes in, `expected/` comes out, byte for byte.

`UPDATE_GOLDEN=1 pytest tests/test_golden.py -n 0` writes `expected/` anew; read the difference before it is kept.
Files that the bundled theme brings along, or that are the same in every site, stand for themselves and are left out.
"""

import difflib
import os
import shutil
from pathlib import Path

import pytest

from tests.support.sites import ROOT, Site

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
SHOWN_LINES = 40


def made(case: str) -> dict[str, bytes]:
    """What the site of a case becomes, without the bundled theme's assets."""
    site = Site.__new__(Site)
    site.root = GOLDEN / case / "site"
    bundled = ROOT / "themes" / "default"
    return {
        name: data
        for name, data in site.built().items()
        if not ((bundled / name).is_file() and (bundled / name).read_bytes() == data)
    }


def kept(case: str) -> dict[str, bytes]:
    """What it is expected to become."""
    folder = GOLDEN / case / "expected"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def update(case: str, files: dict[str, bytes]) -> None:
    folder = GOLDEN / case / "expected"
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def difference(name: str, expected: bytes, found: bytes) -> str:
    """The lines that differ."""
    lines = [data.decode(errors="replace").splitlines() for data in (expected, found)]
    text = list(difflib.unified_diff(*lines, f"expected/{name}", f"built/{name}", lineterm="", n=1))
    more = [f"… {len(text) - SHOWN_LINES} more lines"] if len(text) > SHOWN_LINES else []
    return "\n".join(text[:SHOWN_LINES] + more) or f"{name}: the line ends differ"


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    found = made(case)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        update(case, found)
    expected = kept(case)
    report = [f"missing: {name}" for name in sorted(expected.keys() - found.keys())]
    report += [f"not expected: {name}" for name in sorted(found.keys() - expected.keys())]
    both = sorted(found.keys() & expected.keys())
    report += [difference(name, expected[name], found[name]) for name in both if expected[name] != found[name]]
    hint = "if this is meant: UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/test_golden.py -n 0"
    assert not report, "\n".join([f"{case}: {len(report)} files differ", *report[:8], hint])


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
    assert all(kept(case) for case in CASES)


def test_fixtures_name_no_machine() -> None:
    for path in GOLDEN.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8")
            assert "/home/" not in text
            assert "/tmp/" not in text  # noqa: S108
            assert str(ROOT) not in text
