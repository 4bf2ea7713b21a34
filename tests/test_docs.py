"""The documentation is true: generated pages are current, and every key, figure, code and option is in it."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from docs import generate
from leverage_site import __version__, figures
from leverage_site.cli import COMMANDS, import_, publish
from leverage_site.importing.formats.columns import FIELDS
from leverage_site.importing.sources import SUFFIXES
from leverage_site.live import ends
from leverage_site.live.history import SPANS, History
from leverage_site.live.names import KEYED, split_name
from leverage_site.live.tables import RecordNames
from leverage_site.live.values import FORMS, LISTED, LiveValue
from leverage_site.pages.plan import KINDS
from leverage_site.project import Project
from leverage_site.records.schema import PAGE_FIELDS, RECORD_FIELDS, TASK_FIELDS
from leverage_site.stats.index import build_index
from tests.support import cases

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_generated_parts_are_current(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the page of problems has what each case prints is seen where the cases are run, by test_problem_cases."""
    monkeypatch.setattr(cases, "report", _printed)
    text = path.read_text(encoding="utf-8")
    assert generate.page(text) == text, "run `make docs`"


def test_each_generated_part_stands_once() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    assert sorted(re.findall(r"^<!-- begin (\w+) -->$", texts, re.MULTILINE)) == sorted(generate.PARTS)


def _printed(code: str, _: Path) -> tuple[int, str]:
    """Return what the page of problems has of the case of a code, with the line of its counts."""
    _, _, section = _page("problems.md").partition(f"\n### {code}\n")
    shown = re.match(r"\nAn? (?:error|warning|note)\.\n\n```text\n(.*?\n)```\n", section, re.DOTALL)
    return 0, f"{shown[1] if shown else 'nothing'}1 problem\n"


@pytest.mark.parametrize("key", sorted({f.key for f in (*RECORD_FIELDS, *TASK_FIELDS, *PAGE_FIELDS)}))
def test_record_format_explains_every_key(key: str) -> None:
    assert f"| `{key}` |" in _page("record-format.md")


def test_statistics_name_what_is_ranked() -> None:
    names = ", ".join(figure.heading.lower() for figure in figures.RANKED)
    assert names in _page("statistics.md")


LIVE = re.findall(r"^\| `\{\{ (\S+) \}\}` \| ([^|]+) \|", _page("live-figures.md"), re.MULTILINE)


@cache
def _live_names() -> RecordNames:
    settings, library, _ = Project(ROOT).load()
    index = build_index(library.records)
    record = index.records[index.places[date(2026, 4, 7)]]
    return RecordNames(index, History(index), record, settings.task_order)


@pytest.mark.parametrize(("name", "printed"), LIVE)
def test_live_figures_are_printed_as_their_page_says(name: str, printed: str) -> None:
    name, _, form = name.partition(":")
    found = _live_names().find(name)
    assert isinstance(found, LiveValue)
    assert found.printed(name, form, opens=False).text == printed.strip()


def test_the_page_of_live_figures_has_every_form_and_span() -> None:
    names = {name for name, _ in LIVE}
    assert {name.partition(":")[2] for name in names} == {"", *FORMS}
    assert {name.partition(".")[0] for name in names if "." in name} >= {"previous", *SPANS, *KEYED}
    called = {split_name(name)[1] for name in names}
    assert called >= {*LISTED, *ends.NAMED}
    assert len(LIVE) > 25


@pytest.mark.parametrize("address", [kind.address for kind in KINDS if kind.address])
def test_output_lists_every_fixed_address(address: str) -> None:
    assert f"`{address}`" in _page("output.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_has_every_command(command: str) -> None:
    assert f"| `{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [name for p in import_.import_.params for name in p.opts if name[0] == "-"])
def test_import_explains_every_option(option: str) -> None:
    assert f"| `{option}` |" in _page("import.md")


@pytest.mark.parametrize("option", [name for p in publish.publish.params for name in p.opts if name[0] == "-"])
def test_publishing_explains_every_option(option: str) -> None:
    assert re.search(rf"^\| `{option}[ `]", _page("publishing.md"), re.MULTILINE)


@pytest.mark.parametrize("field", [name for name in FIELDS if name])
def test_import_explains_every_field(field: str) -> None:
    assert f"`{field}`" in _page("import.md")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_import_names_every_suffix(suffix: str) -> None:
    assert f"`{suffix}`" in _page("import.md")


def test_contributing_names_every_target_and_no_other() -> None:
    targets = re.findall(r"^([\w. -]+):[^=\n]*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    table = re.findall(r"^\| (.+?) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for cell in table for name in re.findall(r"`make ([\w.-]+)`", cell)}
    assert named == {name for target in targets for name in target.split()}


def test_the_version_stands_in_one_place_and_in_the_changelog() -> None:
    for name in ("pyproject.toml", "Makefile"):
        assert f'"{__version__}"' not in (ROOT / name).read_text(encoding="utf-8")
    assert re.search(
        rf"^## {re.escape(__version__)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )


PAGES = [*DOCS.glob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (path.parent / target).exists()] == []
