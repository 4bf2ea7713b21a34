"""Further names of projects and tags: what stands below [aliases.projects] and [aliases.tags]."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.settings.model import Alias
from leverage_site.text import FORBIDDEN

# As long as a name may be in a record.
MAX_NAME = 60

_BLANKS = re.compile(r"\s++")


def names(value: Any) -> tuple[tuple[str, str], ...] | None:
    """The names on the left with those on the right, each as records have them, or None."""
    if not isinstance(value, dict):
        return None
    pairs = [(_name(name), _name(target)) for name, target in value.items()]
    found = tuple([(name, target) for name, target in pairs if name and target])
    return found if len(found) == len(pairs) else None


def _name(value: Any) -> str | None:
    if not isinstance(value, str) or FORBIDDEN.search(value):
        return None
    name = unicodedata.normalize("NFC", _BLANKS.sub(" ", value).strip())
    return name if 0 < len(name) <= MAX_NAME else None


def located(source: Source, kind: str, pairs: Iterable[tuple[str, str]]) -> tuple[Alias, ...]:
    """The aliases of one kind, with their places."""
    return tuple([Alias(name, target, _place(source, kind, name)) for name, target in pairs])


def _place(source: Source, kind: str, name: str) -> Place:
    """Where `name` stands below the heading of its kind, or beside it; TOML's parser keeps no positions."""
    inside, heading = False, 1
    for number, line in enumerate(source.lines, 1):
        if line.lstrip().startswith("["):
            inside = "aliases" in line and kind in line
            heading = number if inside else heading
        elif (inside or kind in line) and (at := line.find(name)) >= 0:
            return source.place(number, at + 1, len(name))
    return source.place(heading)


def faults(aliases: tuple[Alias, ...]) -> Iterator[Problem]:
    """A problem for each alias that does not lead to one name, at once and for good."""
    first: dict[str, Alias] = {}
    for alias in aliases:
        first.setdefault(alias.name.casefold(), alias)
    for alias in aliases:
        folded, target = alias.name.casefold(), alias.target.casefold()
        if folded == target:
            reason = "the two are one name already: case makes no difference"
        elif first[folded] is not alias:
            reason = f"'{first[folded].name}' is the same name and stands above"
        elif target in first:
            reason = f"'{alias.target}' is itself an alias, of '{first[target].target}'"
        else:
            continue
        yield catalog.BAD_ALIAS.at(alias.place, name=alias.name, target=alias.target, reason=reason)
