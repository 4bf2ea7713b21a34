"""What the keys say that other generators have in their front matter."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from leverage_site.importing.formats.datelines import dateline
from leverage_site.importing.formats.days import Found, exact_day, has_time
from leverage_site.importing.formats.document import Facts, LeftOut, Said, Weight
from leverage_site.importing.formats.properties import counted
from leverage_site.problems import Place, Problem, Source, catalog

# The names of each key, the first that is given being the one that counts.
_NAMES = {
    "title": ("title",),
    "date": ("date", "day"),
    "published on": ("publishdate", "pubdate"),
    "created": ("date.created", "created", "created_at", "date_created"),
    "tags": ("tags", "tag", "taxonomies.tags"),
    "url": ("url", "permalink"),
    "aliases": ("aliases", "redirect_from"),
    "summary": ("summary", "description", "excerpt"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at", "date.updated"),
    "draft": ("draft",),
    "hidden": ("hidden",),
    "private": ("private",),
    "unlisted": ("unlisted",),
    "published": ("published",),
    "publish": ("publish",),
    "status": ("status",),
    "visibility": ("visibility",),
    "tokens": ("tokens", "extra.tokens", "params.tokens", "total_tokens"),
    "author": ("author", "authors", "author.name", "extra.author", "params.author", "taxonomies.authors"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}
# How a page is made, which says nothing of the day.
_TECHNICAL = frozenset(
    {"layout", "type", "slug", "template", "weight", "toc", "comments", "cssclass", "cssclasses", "lang"}
)
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_DRAFTS = frozenset(
    {"draft", "private", "hidden", "unlisted", "internal", "members", "paid", "pending", "scheduled"}
)
_PUBLIC = frozenset({"published", "public", "featured", "done"})
# What each key says of a page that is for nobody yet, and of one that is for all.
_STATES = {
    **dict.fromkeys(("draft", "hidden", "private", "unlisted"), (_YES, _NO)),
    **dict.fromkeys(("published", "publish"), (_NO, _YES)),
    **dict.fromkeys(("status", "visibility"), (_DRAFTS, _PUBLIC)),
}
# Nikola keeps these among the tags.
_TAGGED = frozenset({"draft", "private"})

_NAME = re.compile(r"(?<![\w-])[\w-]++(?=[\"']?\s?[:=])")
_LONGEST = 200

Values = Mapping[str, Any]


def is_known(name: str) -> bool:
    """Whether a key is one that pages have."""
    return name.casefold() in _FIELDS or name.casefold() in _TECHNICAL


class Keys(NamedTuple):
    """What keys say, what is not understood there, what no record holds, and what became another key of it."""

    facts: Facts
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    taken: tuple[LeftOut, ...]


def facts(source: Source, values: Values, first: int, end: int, *, tagged: bool = False) -> Keys:
    """What the keys of the lines `first` to `end` say; where states are `tagged`, a tag tells a draft."""
    named = dict(_flat(values))
    found: dict[str, tuple[str, Any]] = {}
    places = _Places(source, first, end)
    unknown = []
    for name, value in named.items():
        field = _FIELDS.get(name.casefold())
        if field and _texts(value) and field not in found:
            found[field] = (name, value)
        elif field == "updated" and value == found.get(field, ("", ""))[1]:
            continue
        elif _texts(value) and name.casefold() not in _TECHNICAL:
            unknown.append(catalog.UNKNOWN_KEY_LEFT.at(places.of(name), name=name))
    reading = _Reading(found, places, by_blanks="layout" in map(str.casefold, named), tagged=tagged)
    known = reading.facts()
    return Keys(known, (*unknown, *reading.problems), tuple(reading.authors()), tuple(reading.taken))


class _Reading:
    """Takes the values of known fields for what they mean; `problems` tell of those that mean nothing."""

    def __init__(
        self, found: Mapping[str, tuple[str, Any]], places: "_Places", *, by_blanks: bool, tagged: bool
    ) -> None:
        self.found = found
        self.places = places
        self.by_blanks = by_blanks
        self.tagged = tagged
        self.problems: list[Problem] = []
        self.taken: list[LeftOut] = []

    def facts(self) -> Facts:
        """What they say together."""
        said = list(self._days())
        count = counted(self._text("tokens") or "")
        if not count and self._text("tokens"):
            self._refuse("tokens")
        tags = self._tags()
        states = [self._is(field, *words) for field, words in _STATES.items()]
        is_tagged = self.tagged and not _TAGGED.isdisjoint(map(str.casefold, tags))
        if is_tagged:
            self._take("draft", "tags")
            tags = tuple(tag for tag in tags if tag.casefold() not in _TAGGED)
        return Facts(
            self._text("title"),
            tags,
            stated=next((day.day for day in said if day.where == "the date"), None),
            url=self._text("url"),
            aliases=self._list("aliases"),
            summary=self._text("summary"),
            draft=is_tagged or any(states),
            said=tuple(said),
            tokens=count,
            updated=self._updated(),
        )

    def _tags(self) -> tuple[str, ...]:
        """The tags of a list, or of a text: between commas, or between blanks where Jekyll made the page."""
        _, value = self.found.get("tags", ("", ""))
        tags = self._list("tags")
        if self.by_blanks and isinstance(value, str) and len(tags) == 1 and len(words := tags[0].split()) > 1:
            self._take("tags", "tags")
            tags = tuple(words)
        return tuple(dict.fromkeys(tag.lstrip("#") for tag in tags))

    def _updated(self) -> dt.date | None:
        text = self._text("updated")
        day = exact_day(text) if text else None
        if text and day is None:
            self._refuse("updated")
        return day

    def _take(self, kind: str, field: str) -> None:
        name, value = self.found[field]
        self.taken.append(LeftOut(kind, f"{name}: {', '.join(_texts(value))}", self.places.of(name).line))

    def authors(self) -> Iterator[LeftOut]:
        """Who wrote the page, which no record says."""
        if "author" in self.found:
            name, value = self.found["author"]
            yield LeftOut("author", ", ".join(_texts(value)), self.places.of(name).line)

    def _days(self) -> Iterator[Said]:
        for field in ("date", "published on", "created", "published"):
            text = (self._text(field) or "").strip("[]@ ")
            if not text or text.lower() in _YES | _NO:
                continue
            days = self._days_of(text)
            if not days:
                # What `published` says may be no day, but whether it is.
                if field != "published":
                    self._refuse(field)
                continue
            place = self.places.of(self.found[field][0])
            is_statement = field == "date" and not has_time(text)
            # A note may be made on one day and be of another.
            weight: Weight = "statement" if is_statement else "hint" if field == "created" else "stamp"
            where = "the date" if field == "date" else f"'{self.found[field][0]}'"
            yield from (Said(day.day, where, place.line, weight, day.weekday) for day in days)

    def _days_of(self, text: str) -> tuple[Found, ...]:
        """The day that a value is, or both ends of a range."""
        if said := dateline(text):
            return said.days[:2] if any(day.joined for day in said.days) else said.days[:1]
        day = exact_day(text)
        return (Found(0, len(text), day),) if day else ()

    def _is(self, field: str, words: frozenset[str], others: frozenset[str]) -> bool:
        """Whether a key says one of the words, in whatever case YAML takes it for the same."""
        text = (self._text(field) or "").strip().lower()
        if text and text not in words | others and not exact_day(text):
            self._refuse(field)
        if text in words:
            self._take("draft", field)
        return text in words

    def _refuse(self, field: str) -> None:
        name, value = self.found[field]
        place = self.places.of(name)
        self.problems.append(catalog.UNKNOWN_VALUE.at(place, name=name, value=", ".join(_texts(value))))

    def _text(self, field: str) -> str | None:
        _, value = self.found.get(field, ("", ""))
        return next(iter(_texts(value)), None) if not isinstance(value, str) else value.strip() or None

    def _list(self, field: str) -> tuple[str, ...]:
        _, value = self.found.get(field, ("", ""))
        items = value.split(",") if isinstance(value, str) else _texts(value)
        return tuple(item.strip() for item in items if item.strip(" #"))


def _flat(values: Values, before: str = "") -> Iterator[tuple[str, Any]]:
    """The keys with those below them: `taxonomies.tags`."""
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _texts(value: Any) -> tuple[str, ...]:
    """What a value says, in texts."""
    items = value if isinstance(value, list) else [value]
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


class _Places:
    """Where the keys of the lines `first` to `end` stand."""

    def __init__(self, source: Source, first: int, end: int) -> None:
        self.source = source
        self.first = first
        self.lines: dict[str, int] = {}
        for number, line in enumerate(source.lines[first - 1 : end], first):
            before = line[:_LONGEST].partition(":")[0]
            for name in (before.strip(" .\"'"), *_NAME.findall(line[:_LONGEST])):
                self.lines.setdefault(name, number)

    def of(self, name: str) -> Place:
        """The place of a key, which may stand below others."""
        last = name.rpartition(".")[2]
        line = self.lines.get(last, self.first)
        return self.source.find(last, line, line)
