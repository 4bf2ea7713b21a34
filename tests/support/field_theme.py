"""A theme, made from docs/themes.md, that prints every field of every view."""

import re
from functools import cache

from tests.support.sites import ROOT

DOCS = ROOT / "docs/themes.md"

_ROW = re.compile(r"\| `(\w+)` \| `([^`]+)` \|")


@cache
def fields() -> dict[str, dict[str, str]]:
    """Parse the documentation: the type of each field of each view."""
    _, _, described = DOCS.read_text().partition("\n## Fields\n")
    sections = re.split(r"^### (\w+)$", described, flags=re.MULTILINE)[1:]
    found = {}
    for name, text in zip(sections[::2], sections[1::2], strict=True):
        found[name] = {field: type_.replace("\\|", "|") for field, type_ in _ROW.findall(text)}
    return found


@cache
def templates() -> dict[str, str]:
    """Return each template of the documentation; it prints the site and the whole of its view."""
    _, _, table = DOCS.read_text().partition("| template | view |\n")
    rows = re.findall(r"^\| (.+) \| \[(\w+)\]\(#\w+\) \|$", table.partition("\n\n")[0], flags=re.MULTILINE)
    made = {name: _page(view) for names, view in rows for name in re.findall(r"`(\w+\.\w+)`", names)}
    return {"_fields.html": "".join(_macro(name) for name in fields()), **made}


def _page(view: str) -> str:
    pager = '{% include "_pager.html" %}\n' if "pager" in fields()[view] else ""
    printed = f"{{{{ fields.SiteView(site) }}}}\n{{{{ fields.{view}(view) }}}}\n"
    return f'{{% import "_fields.html" as fields %}}\n{printed}{pager}'


def _macro(name: str) -> str:
    """Return a macro that prints each field of one view by its name."""
    lines = [f"{field}: {_printed(type_, f'value.{field}')}" for field, type_ in fields()[name].items()]
    body = "\n".join(lines)
    return f"{{% macro {name}(value) %}}\n{name}\n{body}\n{{% endmacro %}}\n"


def _printed(type_: str, value: str, depth: int = 0) -> str:
    """Return the markup that prints a value of a type."""
    one = f"one{depth}"
    if type_.endswith(" | None"):
        return (
            f"{{% if {value} is not none %}}{_printed(type_.removesuffix(' | None'), value, depth)}{{% endif %}}"
        )
    if type_.startswith("tuple["):
        inner = type_.removeprefix("tuple[").removesuffix(", ...]")
        return f"{{% for {one} in {value} %}}[{_printed(inner, one, depth + 1)}]{{% endfor %}}"
    if type_ == "Mapping[str, Any]":
        return f"{{{{ {value}|tojson }}}}"
    if type_.startswith("Mapping[str, "):
        inner = type_.removeprefix("Mapping[str, ").removesuffix("]")
        shown = _printed(inner, one, depth + 1)
        return f"{{% for name, {one} in {value}|dictsort %}}[{{{{ name }}}} {shown}]{{% endfor %}}"
    if type_ in fields():
        return f"{{{{ {type_}({value}) }}}}"
    if type_ in ("str", "int", "bool", "Html"):
        return f"{{{{ {value} }}}}"
    raise TypeError(f"no way to print a {type_}")
