"""Themes: which template is meant, and how a view becomes text.

A template is confined to its theme's folders and sees `site` and `view`, nothing else. Escaping is always on,
an undefined name is a fault, and faults are reported with the template's file and line. Jinja2 is known here, in
`environment` and in `unused` alone.
"""

import re
import traceback
from collections.abc import Callable
from functools import cached_property
from io import StringIO
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError

from leverage_site.pages.views import SiteView
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.render.environment import environment
from leverage_site.render.levels import Level, Template, fingerprint, templates
from leverage_site.render.unused import Own, unused

CIRCLE = "it extends or includes itself, or nests too deeply; the bundled template is default/NAME"

_ANY_PARTIAL = re.compile(rb"[^\"'] in view\.partials|view\.partials(?:\.|\||\[[^\"'])")
_OBJECT = re.compile(r"'leverage_site(?:\.\w++)*?\.(\w++) object'")


class OverdueError(Exception):
    """Raised by others into the thread that renders a page for too long; `place` is where it was then."""

    place: Place | None = None


class Theme:
    """The templates of a theme and of those it extends, the nearest first, as they are when it is made.

    `fingerprint` changes with any of them. Raises ProblemError where a theme holds links, OSError where one of its
    files cannot be read.
    """

    def __init__(self, levels: tuple[Level, ...]) -> None:
        self.levels = levels
        self.templates = templates(levels)
        self.fingerprint = fingerprint(self.templates, levels)
        self.environment = environment(_Loader(self.templates, levels))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What no page can show of the themes that are not bundled."""
        own = [
            Own(
                self.templates[n],
                frozenset().union(*self.templates[n + 1 :]),
                _Loader(self.templates[n:], self.levels[n:]).find,
            )
            for n, level in enumerate(self.levels)
            if not level.is_bundled
        ]
        return tuple(unused(own))

    def shows_partial(self, name: str) -> bool:
        """Whether a template names a partial, or works its name out."""
        quoted = (f'"{name}"'.encode(), f"'{name}'".encode())
        texts = [template.data for level in self.templates for template in level.values()]
        return any(_ANY_PARTIAL.search(text) or any(each in text for each in quoted) for text in texts)

    def render(self, template: str, site: SiteView, view: Any) -> bytes:
        """The UTF-8 text that `template` makes of `view`.

        Raises ProblemError, located in the template, and OverdueError where another thread raises it in this one.
        """
        try:
            return self.environment.get_template(template).render(site=site, view=view).encode()
        except TemplateNotFound as error:
            place = self._place(error) or Place(self.levels[0].shown)
            raise catalog.NO_TEMPLATE.error(place, name=error.name) from None
        except TemplateSyntaxError as error:
            place = self._source_place(error.filename, error.lineno) or self._template_place(
                template, error.lineno
            )
            raise catalog.TEMPLATE_FAULT.error(place, reason=error.message or "it cannot be read") from None
        except OverdueError as error:
            error.place = self._place(error) or self._template_place(template)
            raise
        except Exception as error:
            # Templates run the theme author's code: whatever it raises is a fault of the template.
            found = self._place(error) or self._template_place(template)
            if isinstance(error, RecursionError):
                raise catalog.TEMPLATE_FAULT.error(found, reason=CIRCLE) from None
            reason = _OBJECT.sub(r"\1", str(error)) or type(error).__name__
            raise catalog.TEMPLATE_FAULT.error(found, reason=reason) from error

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
        source = Source.from_text(template.shown, template.data.decode(errors="replace"))
        text = source.lines[min(line or 1, len(source.lines)) - 1]
        return source.place(line or 1, len(text) - len(text.lstrip()) + 1, len(text.strip()))


class _Loader(BaseLoader):
    """Finds a template in the nearest level that has it; `default/day.html` begins to look at the bundled level.

    So does `NAME/day.html` at the theme that is extended: a theme that has its name comes before it.
    """

    def __init__(self, templates: tuple[dict[str, Template], ...], levels: tuple[Level, ...]) -> None:
        self.templates = templates
        self.begins = {level.name: n for n, level in enumerate(levels) if n}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        if found := self.find(template):
            return _text(found, template), str(found.file), lambda: True
        raise TemplateNotFound(template)

    def find(self, template: str) -> Template | None:
        """The template that a name means."""
        level_name, _, rest = template.partition("/")
        begin = self.begins.get(level_name, 0) if rest else 0
        name = rest if begin else template
        return next((level[name] for level in self.templates[begin:] if name in level), None)


def _text(template: Template, name: str) -> str:
    """The template's text, with line ends as templates know them."""
    try:
        return StringIO(template.data.decode(), newline=None).read()
    except UnicodeDecodeError:
        raise TemplateSyntaxError("the file is not UTF-8 text", 1, name, str(template.file)) from None
