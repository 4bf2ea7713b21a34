"""Which blocks and templates of a theme no page can show: most often a name is written wrongly.

Nothing is rendered. Every way through a template counts as gone; where the name of a template is worked out as the
page is rendered, nothing is said of what could be meant.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from jinja2 import BaseLoader, Environment, nodes

from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.render.environment import environment
from leverage_site.render.levels import Template

# Gives the template that a name means.
Find = Callable[[str], Template | None]


@dataclass(slots=True)
class _Part:
    """The body of a block, or what a template has outside of its blocks.

    `holds` are the blocks that stand in it, `calls` those it prints by `self`: any, where `self` is handed on.
    """

    line: int = 0
    holds: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    calls_super: bool = False
    calls_any: bool = False


@dataclass(slots=True)
class _Outline:
    """What a template says of blocks and other templates.

    One that is `open` may name any of them; of one that is `loose` it is not known what it extends.
    """

    parent: str | None = None
    names: set[str] = field(default_factory=set)
    blocks: dict[str, _Part] = field(default_factory=dict)
    frame: _Part = field(default_factory=_Part)
    open: bool = False
    loose: bool = False

    @classmethod
    def of(cls, tree: nodes.Template) -> "_Outline":
        """The outline of a template."""
        outline = cls()
        outline._read(tree, outline.frame)
        # It may extend another in some cases alone.
        outline.loose |= any(node not in tree.body for node in tree.find_all(nodes.Extends))
        return outline

    def _read(self, node: nodes.Node, part: _Part) -> None:
        for child in node.iter_child_nodes():
            inner = part
            match child:
                case nodes.Block():
                    part.holds.add(child.name)
                    inner = self.blocks.setdefault(child.name, _Part(child.lineno))
                case nodes.Name(name="super"):
                    part.calls_super = True
                case nodes.Name(name="self"):
                    part.calls_any = True
                case nodes.Getattr(node=nodes.Name(name="self")):
                    part.calls.add(child.attr)
                    continue
                case nodes.Getitem(node=nodes.Name(name="self"), arg=nodes.Const(value=str(name))):
                    part.calls.add(name)
                    continue
                case nodes.Extends() | nodes.Include() | nodes.Import() | nodes.FromImport():
                    self._refer(child)
            self._read(child, inner)

    def _refer(self, node: nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport) -> None:
        names = _constants(node.template)
        self.open |= names is None
        self.names.update(names or ())
        if isinstance(node, nodes.Extends):
            self.parent = names[0] if names else None
            self.loose |= not names or len(names) > 1


@lru_cache(maxsize=1)
def _syntax() -> Environment:
    return environment(BaseLoader())


# A preview looks at all templates of a theme after each edit; to parse them takes 90 ms where all are replaced.
# What a text says depends on nothing but the text.
@lru_cache(maxsize=256)
def _outline(data: bytes) -> _Outline:
    try:
        return _Outline.of(_syntax().parse(StringIO(data.decode(), newline=None).read()))
    except Exception:
        # A template that cannot be read is a fault of the pages that it should make.
        return _Outline(open=True, loose=True)


def _constants(node: nodes.Node) -> list[str] | None:
    """The names that an expression can mean, or None where that is known only as it is worked out."""
    match node:
        case nodes.Const(value=str(name)):
            return [name]
        case nodes.List() | nodes.Tuple():
            found = [_constants(item) for item in node.items]
        case nodes.CondExpr():
            found = [_constants(item) for item in (node.expr1, node.expr2) if item]
        case _:
            return None
    return None if None in found else [name for names in found if names for name in names]


class _Link(NamedTuple):
    """A template in a line of templates that extend each other, by the name that the one before has for it."""

    name: str
    template: Template
    outline: _Outline


class Own(NamedTuple):
    """A theme of the site's own: its `templates` by name, the names of those below it, what a name means in it."""

    templates: dict[str, Template]
    replaced: frozenset[str]
    find: Find


def unused(themes: Iterable[Own]) -> Iterator[Problem]:
    """What no page can show, where each theme may be used by itself or by those before it, which extend it."""
    themes = tuple(themes)
    walk = _Walk({template.file for theme in themes for template in theme.templates.values()})
    for theme in themes:
        walk.through(theme)
    for theme in themes:
        for name, template in theme.templates.items():
            if template.file in walk.lines:
                yield from walk.lost(template)
            elif not walk.open:
                yield _unused_template(template, name, theme.replaced - theme.templates.keys())


class _Walk:
    """From the templates that take the place of others to all that they name: files of `own` themes.

    `lines` has, of each template that is used, those that it extends.
    """

    def __init__(self, own: set[Path]) -> None:
        self.own = own
        self.lines: dict[Path, list[_Link]] = {}
        self.shown: set[tuple[Path, str]] = set()
        self.open = False

    def through(self, theme: Own) -> None:
        """Follow every name, but not inside of a template that is bundled: what it names is bundled too."""
        waiting = [name for name in theme.templates if name in theme.replaced]
        seen = set(waiting)
        while waiting:
            line = self._line(theme, waiting.pop())
            self._show(line)
            for n, (_, template, outline) in enumerate(line):
                if template.file in self.own:
                    self.lines.setdefault(template.file, line[n + 1 :])
                    waiting += outline.names - seen
                    seen |= outline.names

    def lost(self, template: Template) -> Iterator[Problem]:
        """The blocks of a template in use that no page shows, but for those inside of others that none shows."""
        outline, above = _outline(template.data), self.lines[template.file]
        lost = {name for name in outline.blocks if (template.file, name) not in self.shown}
        inside = {name for outer in lost for name in outline.blocks[outer].holds}
        for name in sorted(lost - inside, key=lambda name: outline.blocks[name].line):
            yield _unused_block(template, name, outline.blocks[name].line, above)

    def _line(self, theme: Own, name: str) -> list[_Link]:
        """The template of a name and those it extends, one after the other; none where it is none of `own`."""
        line: list[_Link] = []
        wanted: str | None = name
        while wanted and (template := theme.find(wanted)) and (line or template.file in self.own):
            if any(template.file == other.template.file for other in line):
                break
            line.append(_Link(wanted, template, _outline(template.data)))
            wanted = line[-1].outline.parent
        self.open |= any(link.outline.open for link in line)
        return line

    def _show(self, line: list[_Link]) -> None:
        """Mark the blocks that a page of this line of templates shows, from the frame of its last one on."""
        outlines = [link.outline for link in line]
        every = {(name, 0) for outline in outlines for name in outline.blocks}
        if any(outline.loose or outline.frame.calls_any for outline in outlines):
            self.shown |= {(link.template.file, name) for link in line for name in link.outline.blocks}
            return
        # What stands outside of blocks is run where a template extends another, though it prints nothing there.
        found = {name for outline in outlines for name in outline.frame.calls}
        found |= {name for outline in outlines[-1:] for name in outline.frame.holds}
        seen = {(name, 0) for name in found}
        waiting = list(seen)
        while waiting:
            name, first = waiting.pop()
            n = next((n for n in range(first, len(line)) if name in outlines[n].blocks), None)
            if n is None:
                continue
            part = outlines[n].blocks[name]
            # One that another takes the place of shows where that goes.
            self.shown |= {(link.template.file, name) for link in line if name in link.outline.blocks}
            more = every if part.calls_any else {(other, 0) for other in part.holds | part.calls}
            more = more | {(name, n + 1)} if part.calls_super else more
            waiting += more - seen
            seen |= more


def _unused_template(template: Template, name: str, known: Iterable[str]) -> Problem:
    near = _nearest(name, known)
    hint = f"Did you mean {near}?" if near else None
    return catalog.UNUSED_TEMPLATE.at(Place(template.shown), name=name, hint=hint)


def _unused_block(template: Template, name: str, line: int, above: list[_Link]) -> Problem:
    known = {block for link in above for block in link.outline.blocks}
    place = Source.from_text(template.shown, template.data.decode(errors="replace")).find(name, line, line)
    if name in known or not above:
        reason = "what would show it is replaced by a block that does not"
        hint = f"Print {{{{ super() }}}} there, or {{{{ self.{name}() }}}}; or take the block out."
        return catalog.UNUSED_BLOCK.at(place, name=name, reason=reason, hint=hint)
    near = _nearest(name, known)
    hint = f"Did you mean {near}?" if near else f"Its blocks are {', '.join(sorted(known))}."
    return catalog.UNUSED_BLOCK.at(
        place, name=name, reason=f"{above[0].name} has no block of this name", hint=hint
    )


def _nearest(name: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # loaded for a mistake only

    return next(iter(get_close_matches(name, known, 1)), None)
