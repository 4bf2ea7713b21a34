"""Which blocks and templates of a theme no page can show: most often a name is written wrongly.

Nothing is rendered. Every way through a template counts as taken; where a template is named by an expression whose
value is known only as the page is rendered, nothing is said of what could be meant.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from jinja2 import BaseLoader, nodes

from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.render.compiler import template_environment
from leverage_site.render.theme_chain import Template


class OwnTheme(NamedTuple):
    """A theme of the site's own: its `templates` by name, the names of those below it, what a name means in it."""

    templates: dict[str, Template]
    replaceable: frozenset[str]
    find: Callable[[str], Template | None]


def find_unused(themes: Iterable[OwnTheme]) -> Iterator[Problem]:
    """Yield what no page can show of themes, each of which may be used by itself or by those before it."""
    themes = tuple(themes)
    usage = _Usage({template.on_disk for theme in themes for template in theme.templates.values()})
    for theme in themes:
        usage.follow(theme)
    for theme in themes:
        for name, template in theme.templates.items():
            if template.on_disk in usage.ancestors:
                yield from usage.unused_blocks(template)
            elif not usage.is_open:
                near = _nearest(name, theme.replaceable - theme.templates.keys())
                hint = f"Did you mean {near}?" if near else None
                yield catalog.UNUSED_TEMPLATE.at(Place(template.path), name=name, hint=hint)


@dataclass(slots=True)
class _Body:
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
    """What a template says of blocks and other templates, which it knows by `names`.

    One that is `open` may name any of them; of one that is `loose` it is not known what it extends.
    """

    parent: str | None = None
    names: set[str] = field(default_factory=set)
    blocks: dict[str, _Body] = field(default_factory=dict)
    frame: _Body = field(default_factory=_Body)
    open: bool = False
    loose: bool = False

    def add(self, node: nodes.Node, body: _Body) -> None:
        """Add what stands below `node`, which is in `body`."""
        for child in node.iter_child_nodes():
            inner = body
            match child:
                case nodes.Block():
                    body.holds.add(child.name)
                    inner = self.blocks.setdefault(child.name, _Body(child.lineno))
                case nodes.Name(name="super"):
                    body.calls_super = True
                case nodes.Name(name="self"):
                    body.calls_any = True
                case (
                    nodes.Getattr(node=nodes.Name(name="self"), attr=str(name))
                    | nodes.Getitem(node=nodes.Name(name="self"), arg=nodes.Const(value=str(name)))
                ):
                    body.calls.add(name)
                    continue
                case nodes.Extends() | nodes.Include() | nodes.Import() | nodes.FromImport():
                    names = _constants(child.template)
                    self.open |= names is None
                    self.names.update(names or ())
                    if isinstance(child, nodes.Extends):
                        self.parent = names[0] if names else None
                        self.loose |= not names or len(names) > 1
            self.add(child, inner)


_SYNTAX = template_environment(BaseLoader())


# A preview looks at all templates of a theme after each edit; to parse them takes 90 ms where all are replaced.
# What a text says depends on nothing but the text.
@lru_cache(maxsize=256)
def _outline(data: bytes) -> _Outline:
    try:
        tree = _SYNTAX.parse(StringIO(data.decode(), newline=None).read())
        outline = _Outline()
        outline.add(tree, outline.frame)
        # It may extend another in some cases alone.
        outline.loose |= any(node not in tree.body for node in tree.find_all(nodes.Extends))
    except Exception:  # noqa: BLE001  # one that cannot be read is a fault of its pages
        return _Outline(open=True, loose=True)
    return outline


def _constants(node: nodes.Node) -> list[str] | None:
    """Return the names that an expression can mean, or None where that is known only as it is worked out."""
    match node:
        case nodes.Const(value=str(name)):
            return [name]
        case nodes.List() | nodes.Tuple():
            names = [_constants(item) for item in node.items]
        case nodes.CondExpr():
            names = [_constants(item) for item in (node.expr1, node.expr2) if item]
        case _:
            return None
    return None if None in names else [name for each in names if each for name in each]


class _Link(NamedTuple):
    """A template in a line of templates that extend each other, by the name that the one before has for it."""

    name: str
    template: Template
    outline: _Outline


class _Usage:
    """What is used, from the templates that take the place of others to all that they name: files of `own` themes.

    `ancestors` has, of each template that is used, those that it extends. `is_open` says that a template may name
    any other.
    """

    def __init__(self, own: set[Path]) -> None:
        self.own = own
        self.ancestors: dict[Path, list[_Link]] = {}
        self.shown: set[tuple[Path, str]] = set()
        self.is_open = False

    def follow(self, theme: OwnTheme) -> None:
        """Follow every name, but not inside of a template that is bundled: what it names is bundled too."""
        waiting = [name for name in theme.templates if name in theme.replaceable]
        seen = set(waiting)
        while waiting:
            # The template of a name and those it extends, in order; none where it is none of `own`.
            line: list[_Link] = []
            parent: str | None = waiting.pop()
            while parent and (template := theme.find(parent)) and (line or template.on_disk in self.own):
                if any(template.on_disk == other.template.on_disk for other in line):
                    break
                line.append(_Link(parent, template, _outline(template.data)))
                parent = line[-1].outline.parent
            self.is_open |= any(link.outline.open for link in line)
            self._mark_shown(line)
            for n, (_, template, outline) in enumerate(line):
                if template.on_disk in self.own:
                    self.ancestors.setdefault(template.on_disk, line[n + 1 :])
                    waiting += outline.names - seen
                    seen |= outline.names

    def unused_blocks(self, template: Template) -> Iterator[Problem]:
        """Yield the blocks of a used template that no page shows, but for those inside of others like them."""
        blocks, ancestors = _outline(template.data).blocks, self.ancestors[template.on_disk]
        known = {block for link in ancestors for block in link.outline.blocks}
        unused = {name for name in blocks if (template.on_disk, name) not in self.shown}
        inside = {name for outer in unused for name in blocks[outer].holds}
        source = Source.from_text(template.path, template.data.decode(errors="replace"))
        for name in sorted(unused - inside, key=lambda name: blocks[name].line):
            if name in known or not ancestors:
                reason = "what would show it is replaced by a block that does not"
                hint = f"Print {{{{ super() }}}} there, or {{{{ self.{name}() }}}}; or take the block out."
            else:
                reason = f"{ancestors[0].name} has no block of this name"
                near = _nearest(name, known)
                hint = f"Did you mean {near}?" if near else f"Its blocks are {', '.join(sorted(known))}."
            place = source.find(name, blocks[name].line, blocks[name].line)
            yield catalog.UNUSED_BLOCK.at(place, name=name, reason=reason, hint=hint)

    def _mark_shown(self, line: list[_Link]) -> None:
        """Mark the blocks that a page of this line of templates shows, from the frame of its last one on."""
        outlines = [link.outline for link in line]
        every = {(name, 0) for outline in outlines for name in outline.blocks}
        if any(outline.loose or outline.frame.calls_any for outline in outlines):
            self.shown |= {(link.template.on_disk, name) for link in line for name in link.outline.blocks}
            return
        # What stands outside of blocks is run where a template extends another, though it prints nothing there.
        names = {name for outline in outlines for name in outline.frame.calls}
        names |= {name for outline in outlines[-1:] for name in outline.frame.holds}
        seen = {(name, 0) for name in names}
        waiting = list(seen)
        while waiting:
            name, first = waiting.pop()
            n = next((n for n in range(first, len(line)) if name in outlines[n].blocks), None)
            if n is None:
                continue
            body = outlines[n].blocks[name]
            # One that another takes the place of shows where that goes.
            self.shown |= {(link.template.on_disk, name) for link in line if name in link.outline.blocks}
            more = every if body.calls_any else {(other, 0) for other in body.holds | body.calls}
            more = more | {(name, n + 1)} if body.calls_super else more
            waiting += more - seen
            seen |= more


def _nearest(name: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # loaded for a mistake only

    return next(iter(get_close_matches(name, known, 1)), None)
