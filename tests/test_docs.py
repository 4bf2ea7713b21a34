"""The documentation is true: generated pages are current, and every key, figure, code and option is in it."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from leverage_site import figures
from leverage_site.capture.importers.columns import FIELDS
from leverage_site.capture.importers.formats import SUFFIXES
from leverage_site.cli import COMMANDS, import_
from leverage_site.pages.days import RANKED
from leverage_site.pages.directory import DATA, FEED, MONTHS, NOT_FOUND, ROBOTS, SITEMAP, TAGS, WEEKS, YEARS
from leverage_site.records.schema import PAGE_FIELDS, RECORD_FIELDS, TASK_FIELDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.site
@pytest.mark.parametrize("name", ["problems.md", "settings.md", "themes.md"])
def test_generated_page_is_current(name: str) -> None:
    assert _generate().PAGES[name]() == _page(name), "run `make docs`"


@pytest.mark.parametrize("key", sorted({f.key for f in (*RECORD_FIELDS, *TASK_FIELDS, *PAGE_FIELDS)}))
def test_record_format_explains_every_key(key: str) -> None:
    assert f"| `{key}` |" in _page("record-format.md")


@pytest.mark.parametrize("figure", figures.ALL, ids=lambda figure: figure.name)
def test_statistics_define_every_figure(figure: figures.Figure) -> None:
    assert f"| {figure.label.replace('{assistant}', 'assistant')} | {figure.definition} |" in _page(
        "statistics.md"
    )


def test_statistics_name_what_is_ranked() -> None:
    names = ", ".join(figure.heading.lower() for figure in RANKED)
    assert names in _page("statistics.md")


@pytest.mark.parametrize("address", [*DATA, FEED, MONTHS, NOT_FOUND, ROBOTS, SITEMAP, TAGS, WEEKS, YEARS])
def test_output_lists_every_fixed_address(address: str) -> None:
    assert f"`{address}`" in _page("output.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_has_every_command(command: str) -> None:
    assert f"| `{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [name for p in import_.command.params for name in p.opts if name[0] == "-"])
def test_import_explains_every_option(option: str) -> None:
    assert f"| `{option}` |" in _page("import.md")


@pytest.mark.parametrize("field", [name for name in FIELDS if name])
def test_import_explains_every_field(field: str) -> None:
    assert f"`{field}`" in _page("import.md")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_import_names_every_suffix(suffix: str) -> None:
    assert f"`{suffix}`" in _page("import.md")


@pytest.mark.parametrize("path", [*DOCS.glob("*.md"), ROOT / "README.md"], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (path.parent / target).exists()] == []
