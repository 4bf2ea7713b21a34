"""How templates are compiled and what they may do: a sandbox in which escaping is always on.

An undefined name is a fault, and what would give other bytes from run to run is not there.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import BaseLoader, Environment, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from leverage_site.markdown import Html
from leverage_site.pages import views

# Either would make the same view give other bytes, or let text through unescaped.
REMOVED_FILTERS = ("pprint", "random", "safe")
REMOVED_GLOBALS = ("lipsum",)


def _owners() -> dict[str, frozenset[type]]:
    """The views that have a field, by its name."""
    found: dict[str, set[type]] = {}
    for view in vars(views).values():
        for field in fields(view) if is_dataclass(view) else ():
            found.setdefault(field.name, set()).add(view)
    return {name: frozenset(owners) for name, owners in found.items() if not name.startswith("_")}


_OWNERS = _owners()


class _Generator(CodeGenerator):
    """Compiles templates so that what they do most costs no call: to read a field of a view, to print a text.

    Refuses `{% autoescape %}`: escaping is not a theme's to switch off.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields: set[str] = set()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        self.writeline("escaped, printed = environment.escaped, environment.printed")
        for name in sorted(self.fields):
            self.writeline(f"has_{name} = environment.owners[{name!r}]")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Only the exact classes of views are trusted; all else goes through the sandbox."""
        name = node.attr
        if name not in _OWNERS:
            super().visit_Getattr(node, frame)
            return
        self.fields.add(name)
        self.write(f"(value.{name} if type(value := ")
        self.visit(node.node, frame)
        self.write(f") in has_{name} else environment.getattr(value, {name!r}))")

    def blockvisit(self, body: Iterable[nodes.Node], frame: Frame) -> None:
        """Gathers what a template or block prints: each piece alone would pass through all that is around it."""
        if frame.buffer is not None:
            super().blockvisit(body, frame)
            return
        self.buffer(frame)
        super().blockvisit(body, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Jinja2 would print an include without context before what is gathered."""
        if node.with_context:
            super().visit_Include(node, frame)
            return
        self.writeline("def included():")
        self.indent()
        super().visit_Include(node, frame)
        self.outdent()
        self.writeline(f"{frame.buffer}.extend(included())")

    def visit_ScopedEvalContextModifier(  # noqa: N802
        self, node: nodes.ScopedEvalContextModifier, frame: Frame
    ) -> NoReturn:
        self.fail("escaping is always on and cannot be changed", node.lineno)

    def _output_child_pre(self, *_: object) -> None:
        self.write("(escaped(value) if type(value := ")

    def _output_child_post(self, *_: object) -> None:
        self.write(") is str else printed(value))")


def _printable(value: Any) -> Any:
    """What an expression may print: anything else would print Python's own words, which differ from run to run."""
    if isinstance(value, str | int | float | Undefined):
        return value
    raise TypeError(f"{type(value).__name__} is no text and no number, so it cannot be printed")


def _printed(value: Any) -> str:
    """What a page shows of a value."""
    kind = type(value)
    if kind is int:
        return str(value)
    return value if kind is Html or kind is Markup else escape(_printable(value))


@lru_cache(4096)
def _escaped(text: str) -> str:
    """As `escape`, which makes an object of its own of each text."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with what compiled templates ask for."""

    code_generator_class = _Generator
    escaped = staticmethod(_escaped)
    owners = _OWNERS
    printed = staticmethod(_printed)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An item of a mapping comes first where it hides nothing: `figures.leverage`."""
        if type(obj) is dict and attribute in obj and not hasattr(dict, attribute):
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(loader: BaseLoader) -> Environment:
    """What compiles the templates that `loader` finds, each once."""
    found = _Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        finalize=_printable,
    )
    for name in REMOVED_FILTERS:
        del found.filters[name]
    found.filters["string"] = lambda value: str(_printable(value))
    for name in REMOVED_GLOBALS:
        del found.globals[name]
    return found
