"""The walk through a finished view: what its classes declare as the program's is said in another language.

How the values of a class are made is worked out once, from the types of its fields: a class without texts of ours
stays as it is, and nothing is looked at in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from leverage_site.language import TextKind
from leverage_site.language.phrases import Language

Change = Callable[[Any], Any]

# What holds a text of a class that is declared as a whole: that of a link, of a row, of a mark on an axis.
_TEXT = "text"


class ViewTranslator:
    """Says views in a language. May be used by many threads at once."""

    def __init__(self, language: Language) -> None:
        self._says: dict[TextKind, Change] = {
            TextKind.LABEL: language.say,
            TextKind.SENTENCE: language.say_sentences,
            TextKind.OPENING: language.say_opening,
        }
        self._changes: dict[tuple[Any, TextKind | None], Change | None] = {}

    def translated(self, view: Any) -> Any:
        """Return a view with all that is the program's in the language."""
        change = self._change_of(type(view), None)
        return change(view) if change else view

    def _change_of(self, hint: Any, kind: TextKind | None) -> Change | None:
        """Return what translates values of a type, whose texts are of a kind; None where nothing is to be done."""
        key = (hint, kind)
        if key not in self._changes:
            self._changes[key] = self._find_change(hint, kind)
        return self._changes[key]

    def _find_change(self, hint: Any, kind: TextKind | None) -> Change | None:
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            kinds = [mark for mark in arguments[1:] if isinstance(mark, TextKind)]
            return self._change_of(arguments[0], kinds[0] if kinds else kind)
        if origin in (Union, UnionType):
            (inner,) = [argument for argument in arguments if argument is not NoneType]
            return _unless_none(self._change_of(inner, kind))
        if origin is tuple:
            return _each(self._change_of(arguments[0], kind))
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return _each_value(self._change_of(arguments[1], kind) if kind else None)
        if isinstance(hint, type) and is_dataclass(hint):
            return self._change_of_class(hint, kind)
        return self._says[kind] if kind and isinstance(hint, type) and issubclass(hint, str) else None

    def _change_of_class(self, cls: Any, kind: TextKind | None) -> Change | None:
        hints = get_type_hints(cls, include_extras=True)
        names = [field.name for field in fields(cls)]
        changes = [self._change_of(hints[name], kind if name == _TEXT else None) for name in names]
        if not any(changes):
            return None
        # Of one field, it would give no tuple.
        read: Callable[[Any], tuple[Any, ...]] = attrgetter(*names, names[0])

        def change_fields(made: Any) -> Any:
            # The class of a list may be one that adds fields.
            if type(made) is not cls:
                return self.translated(made)
            values = zip(changes, read(made), strict=False)
            return cls(*[change(field) if change else field for change, field in values])

        return change_fields


def _unless_none(change: Change | None) -> Change | None:
    return change and (lambda value: None if value is None else change(value))


def _each(change: Change | None) -> Change | None:
    return change and (lambda values: tuple([change(value) for value in values]))


def _each_value(change: Change | None) -> Change | None:
    return change and (lambda values: {key: change(value) for key, value in values.items()})
