"""How templates are compiled and what they may do: a sandbox in which escaping is always on.

An undefined name is a fault, and what would give other bytes from run to run is not there.
"""

import sys
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, NoReturn

import jinja2
import markupsafe
from jinja2 import BaseLoader, Environment, StrictUndefined, Undefined, nodes
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from leverage_site import charts, figures
from leverage_site.language.phrases import Language
from leverage_site.markdown import Html
from leverage_site.pages import view_parts, views
from leverage_site.render import saying
from leverage_site.settings import bundled_themes

# Either would make the same view give other bytes, or let text through unescaped.
REMOVED_FILTERS = ("pprint", "random", "safe")
REMOVED_GLOBALS = ("lipsum",)

# The views that have a field, by its name.
_OWNERS: dict[str, set[type]] = {}
for _view in (value for module in (charts, views, view_parts) for value in vars(module).values()):
    for _field in fields(_view) if is_dataclass(_view) else ():
        if not _field.name.startswith("_"):
            _OWNERS.setdefault(_field.name, set()).add(_view)

# What rows of days have by the names of figures.
_FIGURES = frozenset(figure.name for figure in figures.ALL)

# What `escape` calls for a plain text: its result need not be Markup here, and to make one of each text takes
# 0.2 s of CPU per 1,000 days.
_escape_text = getattr(markupsafe, "_escape_inner", escape)


def template_environment(loader: BaseLoader, language: Language | None = None) -> Environment:
    """Build what compiles the templates that `loader` finds, each once, with their texts in a language."""
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
        bytecode_cache=_BundledTemplates(language),
    )
    environment.language = language
    environment.filters |= saying.filters(language)
    for name in REMOVED_FILTERS:
        del environment.filters[name]
    environment.filters["string"] = lambda value: str(_printable(value))
    for name in REMOVED_GLOBALS:
        del environment.globals[name]
    return environment


def _printable(value: Any) -> Any:
    """Return what an expression may print; anything else would print Python's own words, which differ by run."""
    if isinstance(value, str | int | float | Undefined):
        return value
    raise TypeError(f"{type(value).__name__} is no text and no number, so it cannot be printed")


class _ViewCompiler(CodeGenerator):
    """Compiles templates so that what they do most costs no call: to read a field of a view, to print a text.

    Saves 5.6 of 8.2 s of CPU per 1,000 days. Output is as by Jinja2's own compiler. `visit_*`,
    `blockvisit` and `_output_child_*` are internals of that: pyproject.toml bounds its version.

    Refuses `{% autoescape %}`: escaping is not a theme's to switch off.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields: set[str] = set()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        self.writeline("escape_text, print_value = environment.escape_text, environment.print_value")
        for name in sorted(self.fields):
            self.writeline(f"has_{name} = environment.owners[{name!r}]")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Trust the exact classes of views, and dicts for names of figures; all else goes through the sandbox."""
        name = node.attr
        if name not in _OWNERS and name not in _FIGURES:
            super().visit_Getattr(node, frame)
            return
        choices = []
        if name in _OWNERS:
            self.fields.add(name)
            choices.append((f"value.{name}", f"in has_{name}"))
        if name in _FIGURES:
            choices.append((f"value[{name!r}]", f"is dict and {name!r} in value"))
        (result, condition), *others = choices
        self.write(f"({result} if type(value := ")
        self.visit(node.node, frame)
        self.write(f") {condition} else ")
        for result, condition in others:
            self.write(f"{result} if type(value) {condition} else ")
        self.write(f"environment.getattr(value, {name!r}))")

    def blockvisit(self, body: Iterable[nodes.Node], frame: Frame) -> None:
        """Join what a template or block prints: each piece alone would pass through all that is around it."""
        if frame.buffer is not None:
            super().blockvisit(body, frame)
            return
        self.buffer(frame)
        super().blockvisit(body, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Keep an include without context in its place; Jinja2 would print it before what is in the buffer."""
        if node.with_context:
            super().visit_Include(node, frame)
            return
        self.writeline("def included():")
        self.indent()
        super().visit_Include(node, frame)
        self.outdent()
        self.writeline(f"{frame.buffer}.extend(included())")

    def visit_ScopedEvalContextModifier(  # noqa: N802
        self, node: nodes.ScopedEvalContextModifier, *_: object
    ) -> NoReturn:
        self.fail("escaping is always on and cannot be changed", node.lineno)

    def _output_child_pre(self, *_: object) -> None:
        self.write("(escape_text(value) if type(value := ")

    def _output_child_post(self, *_: object) -> None:
        self.write(") is str else print_value(value))")


class _BundledTemplates(FileSystemBytecodeCache):
    """Keeps the compiled templates of the bundled themes where Python keeps the package's own compiled modules.

    Saves 0.25 of 6 s of CPU of the first build of 1,000 days, and 0.23 of 1.1 s of the edit of a figure.
    The same rules hold as for modules: nothing is written where Python is told not to or may not, and what was
    compiled of another text, by another version of Jinja2 or of the compiler above is compiled anew. Templates of
    other themes and words of other catalogs, which are the content of a site, leave nothing here.
    """

    def __init__(self, language: Language | None) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), "template-%s.cache")
        self.bundled = str(bundled_themes())
        self.language = language
        own = sha256(Path(__file__).read_bytes())
        own.update(Path(saying.__file__).read_bytes())
        own.update("\n".join([jinja2.__version__, language.digest if language else "", *sorted(_OWNERS)]).encode())
        self.compiler = own.hexdigest()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return what is kept of a template; an empty bucket without a key if a site has a part in it."""
        is_bundled = self.language is None or not self.language.sources
        if is_bundled and filename and Path(filename).is_relative_to(self.bundled):
            of_language = f"{name}\0{self.language.tag}" if self.language else name
            return super().get_bucket(environment, of_language, filename, self.compiler + source)
        return Bucket(environment, "", "")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is kept of a template, if anything: a damaged file is as none."""
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template where that is possible."""
        if bucket.key and not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with what compiled templates ask for."""

    code_generator_class = _ViewCompiler
    owners = _OWNERS
    escape_text = staticmethod(_escape_text)
    language: Language | None = None

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        saying.put_in_words(source, self.language)
        return super()._generate(source, *args, **options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template as a dict: each page goes through those of ten templates.

        Jinja2's own follow later changes of the environment's, of which there are none.
        """
        return {**self.globals, **(d or {})}

    @staticmethod
    def print_value(value: Any) -> str:
        """Return what a page shows of a value that is no plain text."""
        kind = type(value)
        if kind is int:
            return str(value)
        return value if kind is Html or kind is Markup else escape(_printable(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an item of a mapping where it hides no method, as in `figures.leverage`, else an attribute."""
        if type(obj) is dict and attribute in obj and not hasattr(dict, attribute):
            return obj[attribute]
        return super().getattr(obj, attribute)
