"""Write the parts of docs/ that follow from the code, between `<!-- begin NAME -->` and `<!-- end NAME -->`.

`make docs` runs it; a test fails while a part is stale. Everything else in the pages is written by hand.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

from leverage_site import figures
from leverage_site.pages.plan import KINDS
from leverage_site.pages.view_parts import SiteView
from leverage_site.problems.catalog import CATALOG
from leverage_site.settings import SETTINGS
from leverage_site.settings.schema import ALIASES
from leverage_site.settings.targets import PUBLISH, TARGET_SETTINGS, TYPES, PublishTarget
from leverage_site.settings.toml import dump_toml
from tools import isolate

DOCS = Path(__file__).resolve().parent
FAMILIES = {
    "R": "Records and other content",
    "S": "Settings",
    "P": "Pages and links",
    "C": "Claims of texts",
    "T": "Themes",
    "F": "Files and output",
    "I": "Imports",
    "U": "Publishing",
}

_PART = re.compile(r"(<!-- begin (\w+) -->\n).*?(?=<!-- end \2 -->\n)", re.DOTALL)


def page(text: str) -> str:
    """Return the text of a page with its generated parts renewed."""
    return _PART.sub(lambda part: part[1] + "\n" + "\n".join(PARTS[part[2]]()).strip() + "\n\n", text)


def problems() -> Iterator[str]:
    """Yield every code with what its case in tests/problems prints, by family."""
    from tests.support.cases import report

    for family, title in FAMILIES.items():
        yield f"## {title}\n"
        for code in sorted(code for code in CATALOG if code.startswith(family)):
            with TemporaryDirectory() as folder:
                _, text = report(code, Path(folder))
            yield problem(code, text) + "\n"


def problem(code: str, text: str) -> str:
    """Return the section of one code; `text` is what its case prints."""
    shown = "\n".join(text.splitlines()[:-1])
    severity = CATALOG[code].severity
    return f"### {code}\n\n{'An' if severity == 'error' else 'A'} {severity}.\n\n```text\n{shown}\n```"


def settings() -> Iterator[str]:
    """Yield every setting with its meaning, what it may be and its default, by section."""
    for section in dict.fromkeys(setting.section for setting in SETTINGS):
        yield f"## [{section}]\n\n| setting | meaning | may be | default |\n| --- | --- | --- | --- |"
        for row in (setting for setting in SETTINGS if setting.section == section):
            value = row.default
            default = "(must be set)" if value is None else f"`{dump_toml(row.plain(value))}`"
            default = "none" if row.section == ALIASES else default
            yield f"| `{row.key}` | {row.meaning} | {row.allowed} | {default} |"
        yield ""
    yield f"## [{PUBLISH}.NAME]\n\n| setting | of targets | meaning | may be | default |\n| --- | --- | --- | --- | --- |"
    defaults = {field.name: field.default for field in fields(PublishTarget)}
    for target in TARGET_SETTINGS:
        types = "all" if target.types == TYPES else ", ".join(target.types)
        default = "(must be set)" if target.example else f"`{dump_toml(defaults[target.key])}`"
        default = "none" if defaults[target.key] in ("", ()) and not target.example else default
        yield f"| `{target.key}` | {types} | {target.meaning} | {target.allowed} | {default} |"


def figure_table() -> Iterator[str]:
    """Yield the definition of every figure."""
    yield "| figure | definition |\n| --- | --- |"
    for figure in (*figures.ALL, figures.DAYS):
        yield f"| {figure.label.replace('{assistant}', 'assistant')} | {figure.definition} |"


def blocks() -> Iterator[str]:
    """Yield the blocks of each bundled template."""
    for path in sorted((DOCS.parent / "themes" / "default" / "templates").glob("*.html")):
        if names := re.findall(r"{% block (\w+)", path.read_text(encoding="utf-8")):
            yield f"- `{path.name}`: {', '.join(f'`{name}`' for name in names)}"


def templates() -> Iterator[str]:
    """Yield each view that templates see, with the templates of the kinds of pages that show it."""
    rows: dict[str, dict[str, None]] = {}
    for kind in KINDS:
        if kind.template:
            rows.setdefault(kind.view_type.__name__, {})[f"`{kind.template}`"] = None
    yield "| template | view |\n| --- | --- |"
    for view, names in rows.items():
        yield f"| {', '.join(names)} | [{view}](#{view.lower()}) |"


def template_views() -> dict[str, Any]:
    """Return every view that templates see, by its name."""
    shown: dict[str, Any] = {}
    for kind in KINDS:
        if kind.template:
            _add(kind.view_type, shown)
    _add(SiteView, shown)
    return dict(sorted(shown.items()))


def view_fields() -> Iterator[str]:
    """Yield every view that templates see, with its fields and their types."""
    for name, view in template_views().items():
        yield f"### {name}\n\n{inspect.cleandoc(view.__doc__ or '')}\n"
        yield "| field | type |\n| --- | --- |"
        hints = get_type_hints(view)
        yield from (f"| `{field.name}` | `{_type(hints[field.name])}` |" for field in fields(view))
        yield ""


def _add(annotation: Any, shown: dict[str, Any]) -> None:
    """Add the views in a type, and in the types of their fields."""
    for part in get_args(annotation):
        _add(part, shown)
    if is_dataclass(annotation) and isinstance(annotation, type) and annotation.__name__ not in shown:
        shown[annotation.__name__] = annotation
        for hint in get_type_hints(annotation).values():
            _add(hint, shown)


def _type(annotation: object) -> str:
    """Return a type as it is written, without the modules it comes from."""
    text = annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)
    return re.sub(r"\b(?:\w+\.)+", "", text).replace("|", "\\|")


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "blocks": blocks,
    "figures": figure_table,
    "problems": problems,
    "settings": settings,
    "templates": templates,
    "views": view_fields,
}

if __name__ == "__main__":
    isolate.main()
    for path in sorted(DOCS.glob("*.md")):
        before = path.read_text(encoding="utf-8")
        if (after := page(before)) != before:
            path.write_text(after, encoding="utf-8")
            print(f"wrote docs/{path.name}")
