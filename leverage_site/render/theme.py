"""Themes: which template is meant, and how a view becomes text.

A template is confined to its theme's folders and sees `site` and `view`, nothing else. Escaping is always on,
an undefined name is a fault, and faults are reported with the template's file and line. Jinja2 is known here, in
`compiler` and in `unused` alone.
"""

import re
import traceback
from collections.abc import Callable
from functools import cached_property
from io import StringIO
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError

from leverage_site.language.phrases import Language
from leverage_site.language.views import ViewTranslator
from leverage_site.pages.view_parts import SiteView
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.render.compiler import template_environment
from leverage_site.render.host_page import FILE, HostPage, read_host_page, signs
from leverage_site.render.theme_chain import Template, ThemeDir, fingerprint, read_templates
from leverage_site.render.unused import OwnTheme, find_unused

CIRCLE = "it extends or includes itself, or nests too deeply; the bundled template is default/NAME"

_ANY_PARTIAL = re.compile(rb"[^\"'] in view\.partials|view\.partials(?:\.|\||\[[^\"'])")
_OBJECT = re.compile(r"'leverage_site(?:\.\w++)*?\.(\w++) object'")


class OverdueError(Exception):
    """Raised by another thread into the one that renders a page for too long; `place` is where it was then."""

    place: Place | None = None


class Theme:
    """The templates of a theme and of those it builds on, the nearest first, as they are when it is made.

    They speak a `language`, English where there is none, and `translated` says a view in it. `fingerprint` changes
    with any of them and with the language. `host` is the page of a host that pages are put into, which no template
    knows. May be used by many threads at once.

    Args:
        chain: The folders of the themes.
        previous: The theme a while ago: where its templates are the same, they are compiled.
        language: The language of the site, if it has a catalog.

    Raises ProblemError where a theme holds links or its host.html is not usable, OSError where one of its files
    cannot be read.
    """

    def __init__(
        self, chain: tuple[ThemeDir, ...], previous: "Theme | None" = None, language: Language | None = None
    ) -> None:
        self.chain = chain
        self.language = language
        self.templates = read_templates(chain)
        self.fingerprint = fingerprint(self.templates, chain) + (language.digest if language else "")
        self.host = _host_page(chain)
        self.environment: Environment
        self.translated = ViewTranslator(language).translated if language else _as_it_is
        if previous and (previous.chain, previous.fingerprint) == (chain, self.fingerprint):
            self.templates, self.environment = previous.templates, previous.environment
            self.translated = previous.translated
        else:
            self.environment = template_environment(_ChainLoader(self.templates, chain), language)
            self.environment.globals["host"] = signs()

    def is_same(self, other: "Theme") -> bool:
        """Whether pages of both have the same bytes."""
        mine, others = ((each.chain, each.fingerprint, each.host) for each in (self, other))
        return mine == others

    @property
    def host_digest(self) -> str:
        """The digest of the host's page, or nothing where there is none."""
        return self.host.digest if self.host else ""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What no page can show of the themes that are not bundled."""
        own = [
            OwnTheme(
                self.templates[n],
                frozenset().union(*self.templates[n + 1 :]),
                _ChainLoader(self.templates[n:], self.chain[n:]).find,
            )
            for n, theme in enumerate(self.chain)
            if not theme.is_bundled
        ]
        return tuple(find_unused(own))

    def shows_partial(self, name: str) -> bool:
        """Whether a template names a partial, or works its name out."""
        quoted = (f'"{name}"'.encode(), f"'{name}'".encode())
        texts = [template.data for by_name in self.templates for template in by_name.values()]
        # The pattern takes sixty times as long as the search for its word, which few templates have.
        return any(
            any(each in text for each in quoted) or (b"view.partials" in text and _ANY_PARTIAL.search(text))
            for text in texts
        )

    def render(self, template: str, site: SiteView, view: Any) -> bytes:
        """Render `view`, in the language of the site already, with `template` as UTF-8 text.

        Raises:
            ProblemError: located in the template.
            OverdueError: where another thread raises it in this one.
        """
        try:
            return self.environment.get_template(template).render(site=site, view=view).encode()
        except TemplateNotFound as error:
            place = self._innermost_place(error) or Place(self.chain[0].path)
            raise catalog.NO_TEMPLATE.error(place, name=error.name) from None
        except TemplateSyntaxError as error:
            place = self._source_place(error.filename, error.lineno) or self._template_place(
                template, error.lineno
            )
            raise catalog.TEMPLATE_FAULT.error(place, reason=error.message or "it cannot be read") from None
        except OverdueError as error:
            error.place = self._innermost_place(error) or self._template_place(template)
            raise
        except Exception as error:
            # Templates run the theme author's code: whatever it raises is a fault of the template.
            place = self._innermost_place(error) or self._template_place(template)
            if isinstance(error, RecursionError):
                raise catalog.TEMPLATE_FAULT.error(place, reason=CIRCLE) from None
            reason = _OBJECT.sub(r"\1", str(error)) or type(error).__name__
            raise catalog.TEMPLATE_FAULT.error(place, reason=reason) from error

    def _template_place(self, name: str, line: int = 1) -> Place:
        """Return a line of a template, for faults that name no file."""
        template = next((by_name[name] for by_name in self.templates if name in by_name), None)
        place = self._source_place(str(template.on_disk), line) if template else None
        return place or Place(self.chain[0].path)

    def _innermost_place(self, error: BaseException) -> Place | None:
        """Return the innermost template line that `error` came through."""
        frames = reversed(traceback.extract_tb(error.__traceback__))
        return next((p for frame in frames if (p := self._source_place(frame.filename, frame.lineno))), None)

    def _source_place(self, filename: str | None, line: int | None) -> Place | None:
        """Return a line of the template that is the file `filename`, or None where none is."""
        templates = (template for by_name in self.templates for template in by_name.values())
        template = next((template for template in templates if str(template.on_disk) == filename), None)
        if template is None:
            return None
        source = Source.from_text(template.path, template.data.decode(errors="replace"))
        text = source.lines[min(line or 1, len(source.lines)) - 1]
        return source.place(line or 1, len(text) - len(text.lstrip()) + 1, len(text.strip()))


def _as_it_is(view: Any) -> Any:
    return view


def _host_page(chain: tuple[ThemeDir, ...]) -> HostPage | None:
    """Return the page of the host that the nearest theme with one has."""
    pages = (read_host_page(theme.folder / FILE, theme.path_of(theme.folder / FILE)) for theme in chain)
    return next(filter(None, pages), None)


class _ChainLoader(BaseLoader):
    """Finds a template in the nearest theme that has it; `default/day.html` begins to look at the bundled default.

    So does `NAME/day.html` at the theme that is extended: a theme that has its name comes before it.
    """

    def __init__(self, templates: tuple[dict[str, Template], ...], chain: tuple[ThemeDir, ...]) -> None:
        self.templates = templates
        self.begins = {theme.name: n for n, theme in enumerate(chain) if n}

    def get_source(self, _: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's text, with line ends as Jinja2 knows them, its file, and that it does not change."""
        found = self.find(template)
        if found is None:
            raise TemplateNotFound(template)
        try:
            return StringIO(found.data.decode(), newline=None).read(), str(found.on_disk), lambda: True
        except UnicodeDecodeError:
            raise TemplateSyntaxError("the file is not UTF-8 text", 1, template, str(found.on_disk)) from None

    def find(self, template: str) -> Template | None:
        """Return the template that a name means."""
        theme_name, _, rest = template.partition("/")
        begin = self.begins.get(theme_name, 0) if rest else 0
        name = rest if begin else template
        return next((by_name[name] for by_name in self.templates[begin:] if name in by_name), None)
