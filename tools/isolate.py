"""The default theme's stylesheet → that of the theme `section`, which no rule of a host can break.

Every declaration becomes important in a layer: such ones win over all rules outside of layers, whatever those
select and however important they are. What the default leaves to the browser is reset, inheritance ends at the
section. Custom properties stay normal and unlayered, so that a theme can set them. Lengths that depend on the page
depend on the section instead: `rem` on the letters that the reader has chosen, widths of the screen on that of the
column.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

THEMES = Path(__file__).resolve().parents[1] / "themes"
SOURCE = THEMES / "default/assets/style.css"
RESET = Path(__file__).with_name("section.css")
TARGET = THEMES / "section/assets/style.css"

_SKIP = '.skip:where([href="#main_"])'
_OWN_PAGE = ":root:has(> body > .records > header.site, > .records > header.site)"
# In this order: the first of the layers has the last word among what is important.
_HEAD = """\
/* Made of the default theme's stylesheet by tools/isolate.py. Set colours and letters as custom properties:
   .records { --accent: … }. Other rules: @layer leverage-own { .records h1 { … !important } } */
@layer leverage-own, leverage-first, leverage;
@property --rem { syntax: "<length>"; inherits: true; initial-value: 16px; }
"""
_PADDING = "padding: 0 clamp(1rem, 4vw, 2.5rem)"

_OPEN, _CLOSE = "{", "}"
_ENDS = (_OPEN, _CLOSE, ";")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]|[^{};"'/]+|/""", re.DOTALL)
_REM = re.compile(r"(?<![\w.-])(-?(?:\d+(?:\.\d+)?|\.\d+))rem\b")
_VW = re.compile(r"(?<=\d)vw\b")
_WIDTH = re.compile(r"\((?:min|max)-width:[^)]*\)")
_BLANKS = re.compile(r"\s+")
_IMPORTANT = "!important"
_TIGHT = re.compile(r"(?<=[,;{}]) | (?=[{}])")


class Rule(NamedTuple):
    """A rule or at-rule: what stands before its braces, and the declarations and rules in them."""

    prelude: str
    body: tuple["Rule | str", ...]


def parse(css: str) -> tuple[Rule | str, ...]:
    """Parse a stylesheet, without its comments. Raises ValueError where braces do not match."""
    open_rules: list[tuple[str, list[Rule | str]]] = [("", [])]
    text = ""
    for piece in _TOKEN.findall(_COMMENT.sub("", css)):
        if piece not in _ENDS:
            text += piece
            continue
        said, text = _BLANKS.sub(" ", text).strip(), ""
        if piece == _OPEN:
            open_rules.append((said, []))
        elif said:
            open_rules[-1][1].append(said)
        if piece == _CLOSE:
            prelude, body = open_rules.pop()
            if not open_rules:
                raise ValueError("a brace too many")
            open_rules[-1][1].append(Rule(prelude, tuple(body)))
    if len(open_rules) != 1:
        raise ValueError("a brace is missing")
    return tuple(open_rules[0][1])


def isolate(css: str) -> str:
    """Return the stylesheet of the section."""
    rules = parse(RESET.read_text(encoding="utf-8")) + parse(css.replace(_PADDING, "padding: 0 1rem"))
    custom = [text for rule in rules if (text := _written(rule, _is_custom))]
    first = [text for rule in rules if (text := _written(rule, _is_important))]
    others = [text for rule in rules if (text := _written(rule, _is_usual))]
    layers = [f"@layer leverage-first {{\n{_joined(first)}}}\n", f"@layer leverage {{\n{_joined(others)}}}\n"]
    return _HEAD + "".join(layers) + _joined(custom)


def _is_custom(declaration: str) -> bool:
    return declaration.startswith("--")


def _is_important(declaration: str) -> bool:
    return not _is_custom(declaration) and declaration.endswith(_IMPORTANT)


def _is_usual(declaration: str) -> bool:
    return not _is_custom(declaration) and not _is_important(declaration)


def _joined(lines: list[str]) -> str:
    return "".join(f"{_TIGHT.sub('', line)}\n" for line in lines)


def _written(rule: Rule | str, wanted: Callable[[str], bool]) -> str:
    """Return a rule with the `wanted` declarations alone; nothing where it has none, or is about the page."""
    if isinstance(rule, str):
        return _declaration(rule) if wanted(rule) else ""
    prelude = rule.prelude.replace(f":where({_OWN_PAGE}, .records)", ":where(.records)")
    if _OWN_PAGE in prelude or prelude.startswith("@page"):
        return ""
    prelude = prelude.replace(":where(:root)", f":where(.records), {_SKIP}")
    prelude = re.sub(r"(?<=:where\(\.records\) )main\b", ":where(#main_)", prelude)
    body = "".join(filter(None, (_written(inner, wanted) for inner in rule.body)))
    if not body:
        return ""
    if prelude.startswith("@media") and (widths := _WIDTH.findall(prelude)):
        return _in_column(prelude, widths, body)
    return f"{prelude} {{ {body}}} "


def _in_column(prelude: str, widths: list[str], body: str) -> str:
    """Return a rule for screens of some width as one for columns of it."""
    in_pixels = [_REM.sub(lambda size: f"{float(size[1]) * 16:g}px", width) for width in widths]
    query = f"@container records {' and '.join(in_pixels)} {{ {body}}} "
    media = _WIDTH.sub("", prelude).removeprefix("@media").replace(" and ", " ").strip()
    return f"@media {media} {{ {query}}} " if media else query


def _declaration(text: str) -> str:
    name, _, value = text.partition(":")
    value = _VW.sub("cqi", _REM.sub(r"calc(\1*var(--rem))", value.removesuffix(_IMPORTANT).strip()))
    return f"{name}: {value}; " if _is_custom(text) else f"{name}:{value}{_IMPORTANT}; "


def main() -> None:
    """Write the stylesheet of the theme `section` anew."""
    TARGET.write_text(isolate(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
