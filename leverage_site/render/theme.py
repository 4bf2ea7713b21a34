"""Themes: which template is meant, and how a view becomes text.

A template is confined to its theme's folders and sees `site` and `view`, nothing else. Escaping is always on,
an undefined name is a fault, and faults are reported with the template's file and line. This is the only module
that knows Jinja2.
"""

import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from io import StringIO
from typing import Any, NoReturn

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from leverage_site import codes
from leverage_site.pages import views
from leverage_site.pages.views import SiteView
from leverage_site.problems import Place, Source
from leverage_site.prose import Html
from leverage_site.render.levels import Level, Template, fingerprint, templates

# Either would make the same view give other bytes, or let text through unescaped.
REMOVED_FILTERS = ("pprint", "random", "safe")
CIRCLE = "it extends or includes itself, or nests too deeply; the bundled template is default/NAME"
REMOVED_GLOBALS = ("lipsum",)

_OBJECT = re.compile(r"'leverage_site[\w.]*?(\w+) object'")


class Theme:
    """The templates of a theme and of those it extends, the nearest first, as they are when it is made.

    `fingerprint` changes with any of them. Raises ProblemError where a theme holds links, OSError where one of its
    files cannot be read.
    """

    def __init__(self, levels: tuple[Level, ...]) -> None:
        self.levels = levels
        self.templates = templates(levels)
        self.fingerprint = fingerprint(self.templates)
        self.environment = _environment(_Loader(self.templates, levels))

    def render(self, template: str, site: SiteView, view: Any) -> bytes:
        """The UTF-8 text that `template` makes of `view`. Raises ProblemError, located in the template."""
        try:
            return self.environment.get_template(template).render(site=site, view=view).encode()
        except TemplateNotFound as error:
            place = self._place(error) or Place(self.levels[0].shown)
            raise codes.NO_TEMPLATE.error(place, name=error.name) from None
        except TemplateSyntaxError as error:
            place = self._source_place(error.filename, error.lineno) or self._template_place(
                template, error.lineno
            )
            raise codes.TEMPLATE_FAULT.error(place, reason=error.message or "it cannot be read") from None
        except Exception as error:
            # Templates run the theme author's code: whatever it raises is a fault of the template.
            found = self._place(error) or self._template_place(template)
            if isinstance(error, RecursionError):
                raise codes.TEMPLATE_FAULT.error(found, reason=CIRCLE) from None
            reason = _OBJECT.sub(r"\1", str(error)) or type(error).__name__
            raise codes.TEMPLATE_FAULT.error(found, reason=reason) from error

    def _template_place(self, name: str, line: int = 1) -> Place:
        """A line of a template, for faults that name no file."""
        found = next((level[name] for level in self.templates if name in level), None)
        return (found and self._source_place(str(found.file), line)) or Place(self.levels[0].shown)

    def _place(self, error: BaseException) -> Place | None:
        """The innermost template line that `error` came through."""
        frames = reversed(traceback.extract_tb(error.__traceback__))
        return next((p for frame in frames if (p := self._source_place(frame.filename, frame.lineno))), None)

    def _source_place(self, filename: str | None, line: int | None) -> Place | None:
        found = (template for level in self.templates for template in level.values())
        template = next((template for template in found if str(template.file) == filename), None)
        if template is None:
            return None
        source = Source.of(template.shown, template.data.decode(errors="replace"))
        text = source.lines[min(line or 1, len(source.lines)) - 1]
        return source.place(line or 1, len(text) - len(text.lstrip()) + 1, len(text.strip()))


class _Loader(BaseLoader):
    """Finds a template in the nearest level that has it; `default/day.html` begins to look at the bundled level.

    So does `NAME/day.html` at the theme that is extended: a theme that has its name comes before it.
    """

    def __init__(self, templates: tuple[dict[str, Template], ...], levels: tuple[Level, ...]) -> None:
        self.templates = templates
        self.begins = {level.folder.name: n for n, level in enumerate(levels) if n}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        level_name, _, rest = template.partition("/")
        begin = self.begins.get(level_name, 0) if rest else 0
        name = rest if begin else template
        for level in self.templates[begin:]:
            if name in level:
                return _text(level[name], template), str(level[name].file), lambda: True
        raise TemplateNotFound(template)


def _text(template: Template, name: str) -> str:
    """The template's text, with line ends as templates know them."""
    try:
        return StringIO(template.data.decode(), newline=None).read()
    except UnicodeDecodeError:
        raise TemplateSyntaxError("the file is not UTF-8 text", 1, name, str(template.file)) from None


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


def _environment(loader: BaseLoader) -> Environment:
    environment = _Environment(
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
        del environment.filters[name]
    environment.filters["string"] = lambda value: str(_printable(value))
    for name in REMOVED_GLOBALS:
        del environment.globals[name]
    return environment
