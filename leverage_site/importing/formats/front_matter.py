"""Where a page's front matter stands: YAML between dashes, TOML between plus signs, or lines of headers."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from leverage_site.importing.formats import keys
from leverage_site.importing.formats.document import Facts, LeftOut
from leverage_site.problems import Problem, ProblemError, Source, catalog
from leverage_site.records.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse_mapping
from leverage_site.settings.toml import TomlError, parse_toml

_KEY = re.compile(r"\[?[\"']?[\w.-]{1,60}[\"']?\s?[]:=]")
_HASHED = re.compile(r"#(?=[^\s#])")
_DOTTED = re.compile(r"\.\. ([\w-]{1,40}):(?: (.*))?")
_HEADER = re.compile(r"([A-Za-z][\w -]{0,30}):(?:[ \t](.*))?")
_CONTINUED = re.compile(r"[ \t]{2,}\S")

# A header that these begin is one by itself; of others, two are needed.
_FIRST = "title"


class FrontMatter(NamedTuple):
    """What the keys say, the line behind them, what is not understood in them, and what no record holds.

    `taken` are headers, which might have been text.
    """

    facts: Facts = Facts()
    first: int = 1
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    taken: tuple[LeftOut, ...] = ()


def front_matter(source: Source, *, headers: bool = True) -> FrontMatter:
    """The front matter of a page; its `headers` may be bare lines, as `Title: The gate`.

    Raises ProblemError where it cannot be read.
    """
    start = next((n for n, line in enumerate(source.lines) if line.strip()), 0)
    rule = source.lines[start].rstrip()
    if rule in ("---", "+++"):
        ends = (rule, "...") if rule == "---" else (rule,)
        end = next((n for n, line in enumerate(source.lines) if n > start and line.rstrip() in ends), None)
        if end is not None and not any(line.strip() for line in source.lines[start + 1 : end]):
            return FrontMatter(first=end + 2)
        if end is None or not _is_keys(source.lines[start + 1 : end]):
            return FrontMatter()
        values = _yaml(source, start + 2, end + 1) if rule == "---" else _toml(source, start + 2, end)
        return _read(source, values, start + 2, end + 1)
    dotted = _dotted(source, start)
    found = dotted or (_headers(source, start) if headers else None)
    if found is None:
        return FrontMatter()
    values, end = found
    taken = LeftOut("headers", "\n".join(source.lines[start:end]), start + 1)
    read = _read(source, values, start + 1, end, tagged=dotted is not None)
    return read._replace(taken=(*read.taken, taken))


def without(source: Source, first: int) -> Source:
    """The source with empty lines before the line `first`, so that places stay."""
    return replace(source, lines=("",) * (first - 1) + source.lines[first - 1 :])


def _read(source: Source, values: Mapping[str, Any], start: int, end: int, *, tagged: bool = False) -> FrontMatter:
    read = keys.facts(source, values, start, end, tagged=tagged)
    return FrontMatter(read.facts, end + 1, read.problems, read.left_out, read.taken)


def _is_keys(lines: tuple[str, ...]) -> bool:
    """Whether the first line that says something is a key, so that what stands between two rules is no prose."""
    said = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    match = _KEY.match(said[0]) if said else None
    return match is not None and (bool(lines[0].strip()) or keys.is_known(match[0].strip("[]:= \"'")))


def _dotted(source: Source, start: int) -> tuple[dict[str, Any], int] | None:
    """Headers as `.. title: The gate`, which may stand in a comment, and the line on which they end."""
    is_comment = source.lines[start].strip() == "<!--"
    values: dict[str, Any] = {}
    end = start + 1 if is_comment else start
    while end < len(source.lines) and (match := _DOTTED.fullmatch(source.lines[end].strip())):
        values.setdefault(match[1], (match[2] or "").strip())
        end += 1
    if is_comment:
        while end < len(source.lines) and source.lines[end].strip() not in ("", "-->"):
            end += 1
        end += 1 if source.lines[end : end + 1] == ("-->",) else 0
    return (values, end) if values else None


def _headers(source: Source, start: int) -> tuple[dict[str, Any], int] | None:
    """Headers as `Title: The gate`, up to an empty line, and the line on which they end."""
    values: dict[str, Any] = {}
    end = start
    last = ""
    for line in source.lines[start:]:
        if last and _CONTINUED.match(line):
            values[last] = f"{values[last]} {line.strip()}".strip()
        elif match := _HEADER.fullmatch(line.rstrip()):
            last = match[1]
            values.setdefault(last, (match[2] or "").strip())
        else:
            break
        end += 1
    known = [name for name in values if keys.is_known(name)]
    is_header = known and (known[0].casefold() == _FIRST or (len(known) > 1 and next(iter(values)) == known[0]))
    return (values, end) if is_header else None


def _yaml(source: Source, first: int, end: int) -> dict[str, Any]:
    root, problems = parse_mapping(
        replace(source, lines=tuple(_without_hashes(source.lines, first, end))), first, end
    )
    if problems:
        raise ProblemError(*problems)
    return {key: _value(node) for key, (_, node) in root.entries.items()}


def _without_hashes(lines: tuple[str, ...], first: int, end: int) -> Iterator[str]:
    """The lines with tags that are written #work as YAML takes them, for which they would be comments."""
    inside = False
    for number, line in enumerate(lines, 1):
        key, colon, value = line.partition(":")
        if not first <= number < end:
            yield line
        elif colon and key.strip() in ("tags", "tag"):
            inside = True
            text = value.strip()
            if text.startswith("[") and "#" in text:
                yield f"{key}: {_HASHED.sub('', text)}"
            elif _HASHED.match(text):
                yield f"{key}: [{', '.join(word.strip('#,') for word in text.split() if _HASHED.match(word))}]"
            else:
                yield line
        elif inside and line.lstrip().startswith("- "):
            yield line.replace("- #", "- ", 1)
        else:
            inside = False
            yield line


def _value(node: Node) -> Any:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [item.text for item in node.items if isinstance(item, ScalarNode)]
    return (
        {key: _value(inside) for key, (_, inside) in node.entries.items()}
        if isinstance(node, MappingNode)
        else None
    )


def _toml(source: Source, first: int, last: int) -> dict[str, Any]:
    try:
        values = parse_toml(source, first, last)
    except TomlError as error:
        raise catalog.BAD_PAGE.error(error.place, reason=f"its front matter is no TOML: {error.reason}") from None
    return {key: _spelled(value) for key, value in values.items()}


def _spelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spelled(inside) for key, inside in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value
