"""Golden sites: a folder a case, `site/` goes in, `expected/` comes out, byte for byte.

`UPDATE_GOLDEN=1 pytest tests/test_golden.py -n 0` writes `expected/` anew; read the difference before it is kept.
Files that the bundled theme brings along, or that are the same in every site, stand for themselves and are left out.
Of the frame around `<main>`, what all pages of a site have in common stands once, in its `index.html`, which is kept
whole; the other pages have an ellipsis in its place.
"""

import difflib
import os
import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from leverage_site.urls import without_digest
from tests.support.sites import ROOT, Site, rendered

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
SHOWN_LINES = 40
INDEX = "index.html"
CUT = "…"
CURRENT = re.compile(r' aria-current="[^"]*"')
RELATIVE = re.compile(r'(?<= )(href|src)="(?![a-z]+:|#)')


def made(case: str) -> dict[str, bytes]:
    """Build the site of a case, without the bundled theme's assets and with frames cut."""
    site = Site.__new__(Site)
    site.root = GOLDEN / case / "site"
    bundled, built = ROOT / "themes" / "default", site.built()
    brought = {name for name, data in built.items() if _has(bundled / without_digest(name), data)}
    files = {name: _undigested(data, brought) for name, data in built.items() if name not in brought}
    settings = tomllib.loads((site.root / "leverage.toml").read_text("utf-8"))
    return cut(files, urlsplit(settings["site"]["base_url"]).path)


def _has(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data


def _undigested(data: bytes, brought: set[str]) -> bytes:
    """Return a file that names the bundled theme's assets without digests, which change with each edit of them."""
    for name in brought:
        data = data.replace(name.encode(), without_digest(name).encode())
    return data


def cut(files: dict[str, bytes], base: str) -> dict[str, bytes]:
    """Cut what is common to the frames of all pages out of all but the index; `base` is the path of `base_url`."""
    pages = {name: data.decode().split("\n") for name, data in files.items() if _has_the_frame(name, data)}
    roots = {name: base if name == "404.html" else "../" * name.count("/") for name in pages}
    frames = {name: {_plain(line) for line, framed in _lines(page) if framed} for name, page in pages.items()}
    index = [_plain(line) for line, framed in _lines(pages.pop(INDEX)) if framed]
    common = [line for line in index if all(_placed(line, roots[name]) in frames[name] for name in pages)]
    short = {name: _cut(page, [_placed(line, roots[name]) for line in common]) for name, page in pages.items()}
    return files | {name: "\n".join(lines).encode() for name, lines in short.items()}


def _has_the_frame(name: str, data: bytes) -> bool:
    return name.endswith(".html") and b'http-equiv="refresh"' not in data


def _lines(page: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a page, and whether they are of its frame."""
    framed = True
    for line in page:
        framed = framed and not line.startswith("<main")
        yield line, framed
        framed = framed or line == "</main>"


def _plain(line: str) -> str:
    """Return a line of the navigation as it is on pages that it does not lead to."""
    return CURRENT.sub("", line)


def _placed(line: str, root: str) -> str:
    """Return a line of the index as a page has it from which `root` leads to the index."""
    return RELATIVE.sub(rf'\1="{root}', line)


def _cut(page: list[str], common: list[str]) -> list[str]:
    """Return a page without the common lines, but with those that mark its place in the navigation."""
    lines = list(_lines(page))
    if [_plain(line) for line, framed in lines if framed and _plain(line) in common] != common:
        return page
    runs = groupby(lines, key=lambda pair: pair[1] and pair[0] in common)
    return [line for shared, run in runs for line in ([CUT] if shared else [line for line, _ in run])]


def kept(case: str) -> dict[str, bytes]:
    """Read the expected files of a case."""
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
    """Return the lines that differ."""
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


@pytest.mark.site
def test_no_line_of_a_page_is_lost_on_what_is_kept() -> None:
    """Whichever line of a page's frame goes, comes twice or changes: what is kept is another."""
    names = [INDEX, "404.html", "leverage.html", "tags/index.html"]
    site = Site.__new__(Site)
    site.root = GOLDEN / "minimal" / "site"
    files = rendered(site.prepared(), *names)
    before = cut(files, "/")
    for name in names:
        lines = files[name].decode().split("\n")
        for n, line in enumerate(lines):
            for others in ([], [line, line], [line.replace('="', '="../', 1) + " "]):
                page = "\n".join([*lines[:n], *others, *lines[n + 1 :]]).encode()
                assert cut({**files, name: page}, "/") != before, (name, line, others)


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
