"""Which notes are called after no page: mistyped names, most likely."""

from collections.abc import Callable, Iterator

from leverage_site.pages.content import Content
from leverage_site.problems import Place, Problem, catalog
from leverage_site.settings import Settings
from leverage_site.urls import slug

RECORDS = "content/records/"


def misnamed(content: Content) -> Iterator[Problem]:
    """A warning for each note of a tag or project that no record has, and of a period before or after all records.

    A period between records may have been one of rest. What belongs to unreadable records is not known.
    """
    unread = content.library.unread
    if any(path.startswith(RECORDS) for path in unread):
        return
    known: dict[str, set[str]] = {}
    for kind, note in content.library.notes:
        if kind not in known:
            known[kind] = set(_NAMES[kind](content))
        if not _fits(kind, note.name, known[kind]) and note.path not in unread:
            hint = _hint(kind, note.name, known[kind], content.settings)
            yield catalog.NOTE_OF_NOTHING.at(Place(note.path), kind=kind, name=note.name, hint=hint)


def _fits(kind: str, name: str, known: set[str]) -> bool:
    is_between = kind not in ("tag", "project") and bool(known) and min(known) < name < max(known)
    return is_between or name in known


def _hint(kind: str, name: str, known: set[str], settings: Settings) -> str | None:
    from difflib import get_close_matches  # loaded for a mistake only

    aliases = {"project": settings.project_aliases, "tag": settings.tag_aliases}.get(kind, ())
    if joined := next((alias for alias in aliases if slug(alias.name) == name), None):
        return f"It is an alias of {joined.target!r} in leverage.toml: call the note {slug(joined.target)}.md."
    near = [slug(name)] if slug(name) in known else get_close_matches(name, sorted(known), 1)
    if not near:
        return None
    rest = "" if kind in ("tag", "project") else f" A day of rest makes it a {kind} with a record."
    return f"Did you mean {near[0]}.md?{rest}"


_NAMES: dict[str, Callable[[Content], Iterator[str]]] = {
    "week": lambda content: iter(content.index.periods("week")),
    "month": lambda content: iter(content.index.periods("month")),
    "year": lambda content: iter(content.index.periods("year")),
    "project": lambda content: map(slug, content.index.spelling["project"].values()),
    "tag": lambda content: map(slug, content.index.spelling["tag"].values()),
}
