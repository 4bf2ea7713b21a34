"""Front matter of pages by other generators: where it stands, and what its keys say.

It is YAML between dashes, TOML between plus signs, or lines of headers.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from leverage_site.importing.formats.days import exact_day, has_time
from leverage_site.importing.formats.document import Excerpt, Facts, StatedDay, Weight
from leverage_site.importing.formats.metadata_lines import parse_dateline, token_count_text
from leverage_site.problems import Place, Problem, ProblemError, Source, catalog
from leverage_site.records.nodes import MappingNode, Node, ScalarNode, SequenceNode
from leverage_site.records.yaml_tree import parse_mapping
from leverage_site.settings.toml import TomlError, parse_toml

_KEY = re.compile(r"\[?[\"']?[\w.-]{1,60}[\"']?\s?[]:=]")
_HASH_TAG = re.compile(r"#(?=[^\s#])")
_DOTTED_HEADER = re.compile(r"\.\. ([\w-]{1,40}):(?: (.*))?")
_HEADER = re.compile(r"([A-Za-z][\w -]{0,30}):(?:[ \t](.*))?")
_CONTINUED = re.compile(r"[ \t]{2,}\S")
_KEY_IN_LINE = re.compile(r"(?<![\w-])[\w-]++(?=[\"']?\s?[:=])")
# Keys further behind in a line are not located.
_SEARCHED_LENGTH = 200

# The names of each field, the first that is given being the one that counts.
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
    **{name: (name,) for name in ("draft", "hidden", "private", "unlisted", "published", "publish", "status")},
    "visibility": ("visibility",),
    "tokens": ("tokens", "extra.tokens", "params.tokens", "total_tokens"),
    "author": ("author", "authors", "author.name", "extra.author", "params.author", "taxonomies.authors"),
}
_FIELD_BY_NAME = {name: field for field, names in _NAMES.items() for name in names}
# How a page is made, which says nothing of the day.
_TECHNICAL = frozenset(
    {"layout", "type", "slug", "template", "weight", "toc", "comments", "cssclass", "cssclasses", "lang"}
)
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_DRAFT_STATES = frozenset(
    {"draft", "private", "hidden", "unlisted", "internal", "members", "paid", "pending", "scheduled"}
)
_PUBLIC_STATES = frozenset({"published", "public", "featured", "done"})
# The values with which each key makes a page a draft, and those with which it does not.
_STATES = {
    **dict.fromkeys(("draft", "hidden", "private", "unlisted"), (_YES, _NO)),
    **dict.fromkeys(("published", "publish"), (_NO, _YES)),
    **dict.fromkeys(("status", "visibility"), (_DRAFT_STATES, _PUBLIC_STATES)),
}
# Nikola keeps these among the tags.
_DRAFT_TAGS = frozenset({"draft", "private"})


class FrontMatter(NamedTuple):
    """What front matter says.

    `first` is the line behind it. `extracted` are headers, which might have been text, and values that became
    another key; `left_out` is what no record holds.
    """

    facts: Facts = Facts()
    first: int = 1
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Excerpt, ...] = ()
    extracted: tuple[Excerpt, ...] = ()


def read_front_matter(source: Source, *, headers: bool = True) -> FrontMatter:
    """Read the front matter of a page; its `headers` may be bare lines, as `Title: The gate`.

    Raises ProblemError where it cannot be read.
    """
    start = next((n for n, line in enumerate(source.lines) if line.strip()), 0)
    if source.lines[start].rstrip() in ("---", "+++"):
        return _read_fenced(source, start)
    dotted = _parse_dotted_headers(source, start)
    found = dotted or (_parse_headers(source, start) if headers else None)
    if found is None:
        return FrontMatter()
    values, end = found
    front = _KeyReader(source, values, start + 1, end, has_draft_tags=dotted is not None).read()
    lines = Excerpt("headers", "\n".join(source.lines[start:end]), start + 1)
    return front._replace(extracted=(*front.extracted, lines))


def blank_before(source: Source, first: int) -> Source:
    """Return the source with empty lines before the line `first`, so that places stay."""
    return replace(source, lines=("",) * (first - 1) + source.lines[first - 1 :])


def _is_known(name: str) -> bool:
    return name.casefold() in _FIELD_BY_NAME or name.casefold() in _TECHNICAL


def _read_fenced(source: Source, start: int) -> FrontMatter:
    """Read what stands between the rule at `start` and the next, if it is no prose."""
    rule = source.lines[start].rstrip()
    ends = (rule, "...") if rule == "---" else (rule,)
    end = next((n for n, line in enumerate(source.lines) if n > start and line.rstrip() in ends), None)
    if end is None:
        return FrontMatter()
    lines = source.lines[start + 1 : end]
    if not any(map(str.strip, lines)):
        return FrontMatter(first=end + 2)
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    key = _KEY.match(first)
    # Behind an empty line, a word and a colon may begin a sentence.
    if key is None or not (lines[0].strip() or _is_known(key[0].strip("[]:= \"'"))):
        return FrontMatter()
    if rule == "---":
        yaml_source = replace(source, lines=tuple(_without_hashes(source.lines, start + 2, end + 1)))
        root, problems = parse_mapping(yaml_source, start + 2, end + 1)
        if problems:
            raise ProblemError(*problems)
        values = {name: _yaml_value(node) for name, (_, node) in root.entries.items()}
    else:
        try:
            values = _toml_value(parse_toml(source, start + 2, end))
        except TomlError as error:
            reason = f"its front matter is no TOML: {error.reason}"
            raise catalog.BAD_PAGE.error(error.place, reason=reason) from None
    return _KeyReader(source, values, start + 2, end + 1).read()


def _parse_dotted_headers(source: Source, start: int) -> tuple[dict[str, Any], int] | None:
    """Parse headers as `.. title: The gate`, which may stand in a comment; return them and their last line."""
    is_comment = source.lines[start].strip() == "<!--"
    values: dict[str, Any] = {}
    end = start + 1 if is_comment else start
    while end < len(source.lines) and (match := _DOTTED_HEADER.fullmatch(source.lines[end].strip())):
        values.setdefault(match[1], (match[2] or "").strip())
        end += 1
    if is_comment:
        while end < len(source.lines) and source.lines[end].strip() not in ("", "-->"):
            end += 1
        end += 1 if source.lines[end : end + 1] == ("-->",) else 0
    return (values, end) if values else None


def _parse_headers(source: Source, start: int) -> tuple[dict[str, Any], int] | None:
    """Parse headers as `Title: The gate`, up to an empty line; return them and their last line."""
    values: dict[str, Any] = {}
    end = start
    last = ""
    for line in source.lines[start:]:
        if last and _CONTINUED.match(line):
            values[last] = f"{values[last]} {line.strip()}".strip()
        elif match := _HEADER.fullmatch(line.rstrip()):
            last = match[1]
            values.setdefault(last, (match[2] or "").strip())
        else:
            break
        end += 1
    known = [name for name in values if _is_known(name)]
    # A title makes headers alone; of other keys, two are needed.
    is_header = known and (known[0].casefold() == "title" or (len(known) > 1 and next(iter(values)) == known[0]))
    return (values, end) if is_header else None


def _without_hashes(lines: tuple[str, ...], first: int, end: int) -> Iterator[str]:
    """Yield the lines with tags as #work without their marks, which would begin comments of YAML."""
    inside = False
    for number, line in enumerate(lines, 1):
        key, colon, value = line.partition(":")
        if not first <= number < end:
            yield line
        elif colon and key.strip() in ("tags", "tag"):
            inside = True
            text = value.strip()
            if text.startswith("[") and "#" in text:
                yield f"{key}: {_HASH_TAG.sub('', text)}"
            elif _HASH_TAG.match(text):
                tags = (word.strip("#,") for word in text.split() if _HASH_TAG.match(word))
                yield f"{key}: [{', '.join(tags)}]"
            else:
                yield line
        elif inside and line.lstrip().startswith("- "):
            yield line.replace("- #", "- ", 1)
        else:
            inside = False
            yield line


def _yaml_value(node: Node) -> Any:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [item.text for item in node.items if isinstance(item, ScalarNode)]
    if isinstance(node, MappingNode):
        return {key: _yaml_value(inside) for key, (_, inside) in node.entries.items()}
    return None


def _toml_value(value: Any) -> Any:
    """Return a value with its numbers and days as texts."""
    if isinstance(value, dict):
        return {key: _toml_value(inside) for key, inside in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


class _KeyReader:
    """Reads the values of the keys in the lines `first` to `end`.

    With `has_draft_tags`, a tag makes a page a draft.
    """

    def __init__(
        self, source: Source, values: Mapping[str, Any], first: int, end: int, *, has_draft_tags: bool = False
    ) -> None:
        self.source = source
        self.first = first
        self.end = end
        self.has_draft_tags = has_draft_tags
        self.problems: list[Problem] = []
        self.extracted: list[Excerpt] = []
        self.lines: dict[str, int] = {}
        for number, line in enumerate(source.lines[first - 1 : end], first):
            start = line[:_SEARCHED_LENGTH]
            for name in (start.partition(":")[0].strip(" .\"'"), *_KEY_IN_LINE.findall(start)):
                self.lines.setdefault(name, number)
        # The name and value of each field.
        self.fields: dict[str, tuple[str, Any]] = {}
        named = dict(_flatten(values))
        for name, value in named.items():
            field = _FIELD_BY_NAME.get(name.casefold())
            if field and _texts(value) and field not in self.fields:
                self.fields[field] = (name, value)
            elif field == "updated" and value == self.fields.get(field, ("", ""))[1]:
                continue
            elif _texts(value) and name.casefold() not in _TECHNICAL:
                self.problems.append(catalog.UNKNOWN_KEY_LEFT.at(self._place(name), name=name))
        # Jekyll parts tags by blanks.
        self.is_jekyll = "layout" in map(str.casefold, named)

    def read(self) -> FrontMatter:
        """Return what the keys say together."""
        stated_days = list(self._days())
        tokens = token_count_text(self._text("tokens") or "")
        if not tokens and self._text("tokens"):
            self._refuse("tokens")
        tags = self._list("tags")
        is_text = isinstance(self.fields.get("tags", ("", ""))[1], str)
        if self.is_jekyll and is_text and len(tags) == 1 and len(words := tags[0].split()) > 1:
            self._extract("tags", "tags")
            tags = tuple(words)
        tags = tuple(dict.fromkeys(tag.lstrip("#") for tag in tags))
        is_draft = False
        for field, (drafts, others) in _STATES.items():
            # In whatever case YAML takes it for the same.
            state = (self._text(field) or "").strip().lower()
            if state in drafts:
                is_draft = True
                self._extract("draft", field)
            elif state and state not in others and not exact_day(state):
                self._refuse(field)
        if self.has_draft_tags and not _DRAFT_TAGS.isdisjoint(map(str.casefold, tags)):
            is_draft = True
            self._extract("draft", "tags")
            tags = tuple(tag for tag in tags if tag.casefold() not in _DRAFT_TAGS)
        updated_text = self._text("updated")
        updated = exact_day(updated_text) if updated_text else None
        if updated_text and updated is None:
            self._refuse("updated")
        facts = Facts(
            self._text("title"),
            tags,
            url=self._text("url"),
            aliases=self._list("aliases"),
            summary=self._text("summary"),
            draft=is_draft,
            stated_days=tuple(stated_days),
            tokens=tokens,
            updated=updated,
        )
        author = self.fields.get("author")
        authors = (Excerpt("author", ", ".join(_texts(author[1])), self._place(author[0]).line),) if author else ()
        return FrontMatter(facts, self.end + 1, tuple(self.problems), authors, tuple(self.extracted))

    def _days(self) -> Iterator[StatedDay]:
        for field in ("date", "published on", "created", "published"):
            text = (self._text(field) or "").strip("[]@ ")
            if not text or text.lower() in _YES | _NO:
                continue
            name = self.fields[field][0]
            # A note may be made on one day and be of another.
            is_statement = field == "date" and not has_time(text)
            weight: Weight = "statement" if is_statement else "hint" if field == "created" else "stamp"
            where = "the date" if field == "date" else f"'{name}'"
            line = self._place(name).line
            if dateline := parse_dateline(text):
                days = dateline.days[: 2 if any(day.is_range_end for day in dateline.days) else 1]
                yield from (StatedDay(day.day, where, line, weight, day.weekday) for day in days)
                is_day = bool(days)
            elif is_day := (day := exact_day(text)) is not None:
                yield StatedDay(day, where, line, weight)
            # What `published` says may be no day, but whether it is.
            if not is_day and field != "published":
                self._refuse(field)

    def _extract(self, kind: str, field: str) -> None:
        name, value = self.fields[field]
        self.extracted.append(Excerpt(kind, f"{name}: {', '.join(_texts(value))}", self._place(name).line))

    def _refuse(self, field: str) -> None:
        name, value = self.fields[field]
        fault = catalog.UNKNOWN_VALUE.at(self._place(name), name=name, value=", ".join(_texts(value)))
        self.problems.append(fault)

    def _text(self, field: str) -> str | None:
        _, value = self.fields.get(field, ("", ""))
        return next(iter(_texts(value)), None) if not isinstance(value, str) else value.strip() or None

    def _list(self, field: str) -> tuple[str, ...]:
        _, value = self.fields.get(field, ("", ""))
        items = value.split(",") if isinstance(value, str) else _texts(value)
        return tuple(item.strip() for item in items if item.strip(" #"))

    def _place(self, name: str) -> Place:
        """Return the place of a key, which may stand below others."""
        last = name.rpartition(".")[2]
        line = self.lines.get(last, self.first)
        return self.source.find(last, line, line)


def _flatten(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the keys with those below them: `taxonomies.tags`."""
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _flatten(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a value, without empty ones."""
    items = value if isinstance(value, list) else [value]
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())
