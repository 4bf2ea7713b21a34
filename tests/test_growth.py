"""P14 for the commands: work grows as what one writes does, from the file to the page."""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from leverage_site.cli import main
from leverage_site.serve.preview import Preview
from tests.support.sites import Site
from tests.support.timing import cpu

pytestmark = pytest.mark.site

DAY = "posts/2026/2026-04-07-leverage-record.html"
GROWTH = 6
SHORTEST = 0.02
# Four times as much is still less than what is refused before any work.
SIZE = 10_000
TOO_MUCH = {"R007", "R014", "R028", "R029", "R030", "R035", "I008"}
ROW = "| Mend | 4h | 20m | 12.0x |\n"
LOG = "| Task | Human Est. | Claude | Factor |\n|---|---|---|---|\n" + ROW


def numbered(pattern: str, count: int) -> str:
    return "".join(pattern.format(n) for n in range(count))


# The text of a record, of about n characters.
TEXTS: dict[str, Callable[[int], str]] = {
    "a long line": lambda n: "word " * (n // 5),
    "a long word": lambda n: "x" * n,
    "claims": lambda n: "It had 5 tasks. " * (n // 16),
    "lines of claims": lambda n: "Of 5\ntasks. `5 h` <!-- claims: off -->\n" * (n // 38),
    "long words": lambda n: ("y" * 999 + " ") * (n // 1_000),
    "headings": lambda n: numbered("## Heading {}\n", n // 14),
    "equal headings": lambda n: "## a\n\n" * (n // 6),
    "a long heading": lambda n: "## " + "word, " * (n // 6),
    "links": lambda n: "[a](../pages/about.md) " * (n // 14),
    "broken links": lambda n: "[a](nowhere.md) " * (n // 16),
    "addresses": lambda n: numbered("[a](https://example.org/{}) ", n // 30),
    "definitions": lambda n: numbered("[n{0}]: /x{0}\n", n // 16) + numbered("[n{0}] ", n // 40),
    "notes": lambda n: numbered("\\[^{}] ", n // 9),
    "items": lambda n: "- item\n" * (n // 7),
    "items in items": lambda n: "- a\n  - b\n    - c\n" * (n // 18),
    "cells": lambda n: "|a|b|c|\n|-|-|-|\n" + "|d|e|f|\n" * (min(n, 80_000) // 32),
    "tags": lambda n: "<b>a</b> " * (n // 9),
    "attributes": lambda n: "<p " + numbered("a{}=1 ", n // 8) + ">",
    "sentences": lambda n: "A sentence. " * (n // 12),
    "figures": lambda n: "{{ leverage }} " * (n // 15),
    "backslashes": lambda n: "\\" * n,
    "signs": lambda n: '!"§$%&/()=?*_~`<>' * (n // 18),
    "quotations": lambda n: "> a\n> > b\nc\n\n" * (n // 14),
}
# The front matter of a record, of n tasks, tags or the like.
FRONTS: dict[str, tuple[Callable[[int], dict[str, object]], int]] = {
    "tasks": (lambda n: {"tasks": [{"task": f"Task {k}", "human": "8h", "ai": "20m"} for k in range(n)]}, 240),
    "equal tasks": (lambda n: {"tasks": [{"task": "Task", "human": "8h", "ai": "20m"}] * n}, 240),
    "projects": (
        lambda n: {"tasks": [{"task": "a", "human": "8h", "ai": "20m", "project": f"p{k}"} for k in range(n)]}, 60),
    "own keys": (lambda n: {"extra": {f"k{k}": "a" for k in range(n)}}, 4_000),
    "long texts": (lambda n: {"tasks": [{"task": "a " * 900, "human": "8h", "ai": "20m"}] * n}, 60),
}  # fmt: skip
PAGES: dict[str, tuple[str, Callable[[int], str]]] = {
    "a long line": ("md", lambda n: LOG + "\n" + "word " * (n // 5)),
    "headings": ("md", lambda n: LOG + numbered("\n## Heading {}\n", n // 15)),
    "links": ("html", lambda n: f"<main>{TABLE}<p>" + "<a href='https://e.org/'>a</a> " * (n // 31)),
    "tags": ("html", lambda n: f"<main>{TABLE}" + "<p>a <b>b</b></p>" * (n // 17)),
    "long words": ("html", lambda n: f"<main>{TABLE}<p>" + "x" * n),
    "copied lines": (
        "txt",
        lambda n: "#TaskHuman Est.ClaudeFactor\n1Mend4h20m12.0x\n\n" + "A line of it.\n" * (n // 14),
    ),
    "quotations": ("md", lambda n: LOG + "\n> a\nb\n" * (n // 8)),
    "rows": (
        "csv",
        lambda n: "date,task,human,ai\n" + numbered("2026-04-07,Task {},4h,20m\n", min(n // 100, 1_000)),
    ),
}
# What takes long enough when it is a quarter as long.
DEAR = {"tags", "quotations"}
TABLE = "<table><tr><th>Task<th>Human Est.<th>Claude<tr><td>Mend<td>4h<td>20m</table>"


def grows(work: Callable[[int], float], size: int) -> str | None:
    """How the CPU time of `work` grows from `size` to four times that, beyond what it takes for nothing, if too fast.

    What else the machine does only adds to a measurement: where one is over the limit, the least of several counts.
    """
    told = ""
    for times in (1, 2, 4):
        least, small, large = (min(work(n) for _ in range(times)) for n in (1, size, 4 * size))
        small, large = max(small - least, SHORTEST), large - least
        if large <= GROWTH * small:
            return None
        told += f"{small:.3f} s, then {large:.3f} s; "
    return told


def run(*arguments: str) -> float:
    """CPU time of a command, whatever it says."""
    began = cpu()
    result = CliRunner().invoke(main, list(arguments))
    taken = cpu() - began
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert not TOO_MUCH.intersection(result.output.split()), result.output
    return taken


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    # What helpers do would be measured by nobody.
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    return Site(tmp_path).page("about")


def checked(site: Site) -> float:
    shutil.rmtree(site.root / ".leverage-site", ignore_errors=True)
    return run("check")


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TEXTS)
def test_a_check_takes_time_as_the_text_is_long(site: Site, name: str) -> None:
    def work(size: int) -> float:
        return checked(site.record(body=TEXTS[name](size)))

    assert grows(work, SIZE) is None


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FRONTS)
def test_a_build_takes_time_as_the_front_matter_is_long(site: Site, name: str) -> None:
    keys, size = FRONTS[name]

    def work(size: int) -> float:
        site.record(**keys(size))
        for made in (".leverage-site", "output"):
            shutil.rmtree(site.root / made, ignore_errors=True)
        return run("build")

    assert grows(work, size) is None


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "name", ["a long word", "headings", "broken links", "links", "sentences", "items", "cells", "definitions"]
)
def test_a_preview_takes_time_as_the_text_is_long(site: Site, name: str) -> None:
    preview, count = Preview(site.record().root), itertools.count()

    def work(size: int) -> float:
        preview.refresh()
        site.record(body=TEXTS[name](size) + f"\n\n{next(count)}")
        began = cpu()
        preview.refresh()
        assert preview.answer(DAY)
        assert preview.answer("feed.xml")
        return cpu() - began

    assert grows(work, SIZE) is None


@pytest.mark.no_cover
@pytest.mark.parametrize("name", PAGES)
def test_an_import_takes_time_as_the_page_is_long(site: Site, name: str) -> None:
    suffix, text = PAGES[name]

    def work(size: int) -> float:
        site.file(f"2026-04-07.{suffix}", text(size))
        return run("import", f"2026-04-07.{suffix}", "--dry-run")

    assert grows(work, SIZE // 4 if name in DEAR else SIZE) is None


def test_quadratic_work_is_seen() -> None:
    assert grows(lambda size: 1e-6 * size**2, 1_000) is not None
    assert grows(lambda size: 0.5 + 1e-4 * size, 1_000) is None
    assert grows(lambda size: 0.5 + 1e-6 * size**1.2, 1_000) is None
