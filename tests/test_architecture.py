"""docs/architecture.md is true: rooms, memories and the five walked examples, which are carried out on a copy."""

import ast
import importlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.sites import ROOT, Site, html, task
from tests.support.workspace import environment

PACKAGE = "leverage_site"
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
(LAYERS,) = (contract for contract in CONTRACTS if contract.get("containers") == [PACKAGE])
(PURE,) = (contract for contract in CONTRACTS if "pure" in contract["name"])
(LIBRARIES,) = (contract for contract in CONTRACTS if "ignore_imports" in contract)


def section(title: str) -> str:
    """Return the text below a heading."""
    level = re.search(rf"^(#+) {re.escape(title)}$", PAGE, re.MULTILINE)
    assert level, title
    return re.split(rf"^#{{1,{len(level[1])}}} ", PAGE[level.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def table(title: str) -> list[list[str]]:
    """Return the rows of the table in a section, without its head."""
    rows = [line.strip("|").split("|") for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def code(cell: str) -> list[str]:
    """Return what stands between backquotes."""
    return re.findall(r"`([^`]+)`", cell)


# Rooms


def rooms() -> dict[str, str]:
    """Return what each room may touch."""
    return {code(room)[0]: touches for room, _, touches in table("Rooms")}


def test_the_rooms_are_those_of_the_contract_from_top_to_bottom() -> None:
    assert [*rooms()] == [room for layer in LAYERS["layers"] for room in layer.split(" : ")]


def test_pure_rooms_are_those_of_the_contract() -> None:
    pure = {room for room, touches in rooms().items() if touches == "pure"}
    assert pure == {name.removeprefix(f"{PACKAGE}.") for name in PURE["source_modules"]}


def test_each_library_is_named_in_its_room() -> None:
    known = {tuple(line.split(" -> ")) for line in LIBRARIES["ignore_imports"]}
    expected = {(module.split(".")[1], library) for module, library in known}
    assert {(room, library) for room, touches in rooms().items() for library in code(touches)} == expected


def test_whatever_is_named_exists() -> None:
    """Each dotted name of a room is that of something in the package."""
    for name in {
        name for name in code(PAGE) if re.fullmatch(r"[a-z_]+(\.\w+)+", name) and name.split(".")[0] in rooms()
    }:
        if name not in {*memories()}:
            module, _, attribute = name.rpartition(".")
            assert hasattr(importlib.import_module(f"{PACKAGE}.{module}"), attribute), name


# Memories


def memories() -> Iterator[str]:
    """Yield the name of every function with a cache of `functools`, and of every class that is called a cache."""
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "functools"
            for alias in node.names
        }
        yield from _memories(tree, module, imported & {"cache", "lru_cache"})


def _memories(node: ast.AST, name: str, imported: set[str]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inside = f"{name}.{child.name}" if isinstance(child, ast.FunctionDef | ast.ClassDef) else name
        if isinstance(child, ast.ClassDef) and child.name.endswith("Cache"):
            yield inside
        if isinstance(child, ast.Name) and child.id in imported:
            yield name
        yield from _memories(child, inside, imported)


def test_every_memory_is_described() -> None:
    """With its invariant and what it gains; memories that no rule finds are described beside them."""
    assert {*memories()} <= {name for row in table("Memories") for name in code(row[0])}
    assert all(len(row) == 4 and all(row) for row in table("Memories"))


# Guarantees


def test_guarantees_are_those_that_tests_name() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    named = {
        int(n)
        for text in texts
        for pair in re.findall(r"\bP([1-9][0-9]?)\b|test_p([0-9]+)_", text)
        for n in pair
        if n
    }
    assert [int(row[0].removeprefix("P")) for row in table("Guarantees")] == sorted(named)


# Examples


class Edit(NamedTuple):
    """Lines of a file that are replaced; those of a new file replace none."""

    path: str
    old: list[str]
    new: list[str]


def edits(title: str) -> Iterator[Edit]:
    """Yield the edits in the diffs of an example."""
    for block in re.findall(r"^```diff\n(.*?)^```$", section(title), re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\+\+\+ ", block, flags=re.MULTILINE)[1:]:
            path, _, text = part.partition("\n")
            for hunk in filter(None, re.split(r"^@@.*\n", text, flags=re.MULTILINE)):
                lines = [(line[:1], line[1:]) for line in hunk.splitlines()]
                yield Edit(
                    path,
                    [line for mark, line in lines if mark != "+"],
                    [line for mark, line in lines if mark != "-"],
                )


def apply(edit: Edit, root: Path) -> None:
    """Carry out an edit; the lines that it replaces must stand in the file once."""
    path = root / edit.path
    if not edit.old:
        assert not path.exists(), f"{edit.path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(edit.new) + "\n", encoding="utf-8")
        return
    text, old = path.read_text(encoding="utf-8"), "\n".join(edit.old) + "\n"
    assert text.count(old) == 1, f"{edit.path} has this {text.count(old)} times:\n{old}"
    path.write_text(text.replace(old, "\n".join(edit.new) + "\n"), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy what the program is made of, compiled files included."""
    for name in (PACKAGE, "themes"):
        shutil.copytree(ROOT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


def carried_out(title: str, checkout: Path, files: int) -> None:
    """Apply an example; it must touch no more than so many files of the package."""
    found = [*edits(title)]
    assert len({edit.path for edit in found if edit.path.startswith(PACKAGE)}) == files
    for edit in found:
        apply(edit, checkout)


def command(checkout: Path, site: Site, *arguments: str, code: int = 0) -> str:
    """Run the copy on a site, which must end with an exit code; return what it prints."""
    ended = subprocess.run(
        [sys.executable, "-m", PACKAGE, "--site", str(site.root), *arguments],
        cwd=checkout,
        env=environment(PYTHONPATH=str(checkout)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == code, ended.stderr
    return ended.stdout + ended.stderr


def output(site: Site, name: str) -> str:
    """Return a file of the built site."""
    return (site.root / "output" / name).read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two days, the latter one of rest."""
    site = Site(tmp_path / "site").record("2026-04-07", "A lead.\n")
    return site.record("2026-04-08", "Rest.\n", tasks=[])


@pytest.mark.site
def test_a_page_kind(checkout: Path, site: Site) -> None:
    carried_out("A page kind", checkout, files=4)
    command(checkout, site, "build")
    page = html(output(site, "rest.html").encode())
    assert page.xpath("//main//li/a/@href") == ["posts/2026/2026-04-08-leverage-record.html"]
    assert "https://example.org/rest.html" in output(site, "sitemap.xml")
    assert html(output(site, "index.html").encode()).xpath("//nav//a[@href='rest.html']")
    site.record("2026-04-07", "Another lead.\n")
    assert json.loads(command(checkout, site, "build", "--json"))["written"] >= 2
    rest = (site.root / "output/rest.html").stat().st_mtime_ns
    site.record("2026-04-07", "A third lead.\n")
    command(checkout, site, "build")
    assert (site.root / "output/rest.html").stat().st_mtime_ns == rest


@pytest.mark.site
def test_a_task_key(checkout: Path, site: Site) -> None:
    carried_out("A task key", checkout, files=4)
    site.record("2026-04-07", "A lead.\n", tasks=[task("One"), task("Two", client="Example Ltd")])
    # The second build has the first day from the cache, and its tasks are in the data again.
    for others in ([], [task("Three")]):
        site.record("2026-04-08", tasks=others)
        command(checkout, site, "build")
        tasks = json.loads(output(site, "data/tasks.json"))["tasks"]
        assert [one["client"] for one in tasks][:2] == [None, "Example Ltd"]
    assert list(tasks[0])[-1] == "client"
    day = html(output(site, "posts/2026/2026-04-07-leverage-record.html").encode())
    assert day.xpath("//span[@class='client']/text()") == ["for Example Ltd"]
    assert '"client"' in command(checkout, site, "schema")
    for name in ("tasks.csv", "tasks.json"):
        command(checkout, site, "import", str(site.root / "output/data" / name), "--update")
        assert "client: Example Ltd" in (site.root / "content/records/2026-04-07.md").read_text(encoding="utf-8")
    table = site.root / "others.csv"
    table.write_text("Date,Task,Human,AI,Customer\n2026-04-09,Four,1h,5m,Another Ltd\n")
    command(checkout, site, "import", str(table))
    assert "client: Another Ltd" in (site.root / "content/records/2026/2026-04-09.md").read_text(encoding="utf-8")
    command(checkout, site, "theme", "check")
    template = checkout / "themes/default/templates/_tasks.html"
    careless = template.read_text(encoding="utf-8").replace('class="client"', "class={{ row.client }}")
    template.write_text(careless, encoding="utf-8")
    assert "error T009 a text of a record became markup: '<span cl" in command(
        checkout, site, "theme", "check", code=1
    )


OLDER_PAGE = """\
| Task | Human | AI | Tokens |
|---|---|---|---|
| One | 4h | 10m | 10k |
| Two | 4h | 10m | – |

| Metric | Value |
|---|---|
| Total tokens | 18,000 |
| Tokens per human-equivalent hour | {} |
"""


@pytest.mark.site
def test_a_figure(checkout: Path, site: Site) -> None:
    carried_out("A figure", checkout, files=3)
    site.record("2026-04-07", "A lead.\n", tasks=[task("One", human="8h", tokens="10k")], tokens=18_000)
    command(checkout, site, "build")
    days = json.loads(output(site, "data/days.json"))["days"]
    assert [day["tokens_per_hour"] for day in days] == [2_250, None]
    assert list(days[0])[-2:] == ["withdrawn", "tokens_per_hour"]
    assert json.loads(command(checkout, site, "stats", "--json"))["total"]["tokens_per_hour"] == 2_250
    # On an older page, it is that of the tokens which the page states.
    page = site.root / "2026-04-09.md"
    for printed, mismatches in (("2,250", 0), ("1,250", 1)):
        page.write_text(OLDER_PAGE.format(printed), encoding="utf-8")
        told = command(checkout, site, "import", str(page), "--update")
        assert told.count("warning I015 'tokens_per_hour' of the day is printed as 1,250") == mismatches
    assert told.count("warning I015") == told.count("the tasks give 2,250") == 1


@pytest.mark.site
def test_a_feed_format(checkout: Path, site: Site) -> None:
    carried_out("A feed format", checkout, files=1)
    command(checkout, site, "build")
    lines = [line.split("\t") for line in output(site, "twtxt.txt").splitlines()]
    assert [when for when, _ in lines] == ["2026-04-08T00:00:00+00:00", "2026-04-07T00:00:00+00:00"]
    assert all("https://" in text for _, text in lines)
    assert "twtxt" not in output(site, "sitemap.xml")


@pytest.mark.site
def test_a_problem_code(checkout: Path, site: Site) -> None:
    carried_out("A problem code", checkout, files=3)
    site.record("2026-04-08", "Rest.\n", tasks=[], tokens=5000)
    assert "2026-04-08.md:4:9: warning R045 a day without tasks has 5,000 tokens" in command(
        checkout, site, "check"
    )
