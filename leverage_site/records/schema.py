"""The keys of a record and of a plain page, and how a file becomes one.

`leverage-site schema` prints the JSON Schema of the same tables.
"""

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from leverage_site.markdown.parse import parse as parse_prose
from leverage_site.problems import Problem, catalog
from leverage_site.records import fields
from leverage_site.records.dating import named_day
from leverage_site.records.frontmatter import Document, has_front_matter, key_in_text, parse, task_in_text
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Note, PlainPage, Record, Task
from leverage_site.records.nodes import Mapping, Node, place_of
from leverage_site.records.reader import Field, Reader, Table
from leverage_site.records.text import decode

MAX_TASKS = 1_000

_TEXT = {"type": ["string", "number"], "minLength": 1, "maxLength": fields.MAX_TEXT}
_NAME = {"type": ["string", "number"], "minLength": 1, "maxLength": fields.MAX_NAME}
_NAMES = {"type": "array", "items": _NAME}
_DATE = {"type": "string", "format": "date"}
_ADDRESS = {"type": "string", "pattern": r"^/(.*\.html?|.*/)?$"}
_DURATION = {"type": "string", "pattern": r"^[0-9].*(h|hours?|hrs?|m|min|mins|minutes?|s|secs?|seconds?)$"}
_DURATION_OR_ZERO = {"anyOf": [_DURATION, {"const": 0}, {"type": "string", "pattern": r"^0+(\.0+)?$"}]}
_TOKENS = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^~? ?[0-9.]+[kKM]?$"}]}
_ID = {"type": ["string", "number"], "minLength": 1, "maxLength": 88}
_URL = {"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://|^[mM][aA][iI][lL][tT][oO]:|^[tT][eE][lL]:"}
_LINKS = {
    "anyOf": [
        {"type": "object", "additionalProperties": _URL},
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"title": _TEXT, "url": _URL},
                "required": ["title", "url"],
                "additionalProperties": False,
            },
        },
    ]
}

TASK_FIELDS = (
    Field("task", fields.text, '"Build the search page"', _TEXT, required=True),
    Field("human", fields.positive_duration, "8h", _DURATION, required=True),
    Field("ai", fields.positive_duration, "20m", _DURATION, required=True),
    Field("supervision", fields.duration, "3m", _DURATION_OR_ZERO),
    Field("tokens", fields.tokens, "400k", _TOKENS),
    Field("project", fields.name, "search", _NAME),
    Field("tags", fields.names, "[testing]", _NAMES),
    Field("assistant", fields.name, "Claude", _NAME),
    Field("note", fields.text, '"Two attempts"', _TEXT),
    Field("id", fields.task_id, "search-page", _ID),
    Field("url", fields.web_address, "https://example.org/issues/12", _URL),
    Field("links", fields.links, "{Pull request: https://example.org/pull/12}", _LINKS),
    Field("extra", fields.plain, "{mood: good}", {"type": "object"}),
)
# What people of other generators write, and its name here.
_PAGES_ELSEWHERE = {
    "published": ("draft", " `published: false` is `draft: true`."),
    "hidden": ("draft", ""),
    "description": ("summary", ""),
    "excerpt": ("summary", ""),
    "abstract": ("summary", ""),
    "slug": ("url", " It is the whole address, such as /posts/name.html."),
    "permalink": ("url", ""),
    "redirect_from": ("aliases", ""),
    "layout": ("", " Leave it out: the kind of a page decides on its template."),
}
_RECORDS_ELSEWHERE = {
    **_PAGES_ELSEWHERE,
    **dict.fromkeys(("lastmod", "modified", "last_modified_at"), ("updated", "")),
    **dict.fromkeys(("categories", "category", "keywords", "labels"), ("tags", "")),
}
_TASKS_ELSEWHERE = {
    **dict.fromkeys(("title", "name", "summary"), ("task", "")),
    **dict.fromkeys(("description", "comment", "remark"), ("note", "")),
    **dict.fromkeys(("categories", "category", "keywords", "labels"), ("tags", "")),
    **dict.fromkeys(("slug", "permalink", "anchor"), ("id", "")),
    **dict.fromkeys(("estimate", "human_hours"), ("human", "")),
    **dict.fromkeys(("model", "agent"), ("assistant", "")),
    **dict.fromkeys(("issue", "commit", "pr", "pull_request"), ("url", "")),
}

_TASK = Table(TASK_FIELDS, _TASKS_ELSEWHERE)
_NEEDED = _TASK.required.keys()


def _tasks(reader: Reader, key: str, node: Node) -> tuple[Task, ...]:
    example = "tasks: [{task: Build the search page, human: 8h, ai: 20m}]"
    items = reader.items(key, node, example)
    if len(items) > MAX_TASKS:
        reader.report(catalog.TOO_MANY, node, what="tasks", count=f"{len(items):,}", limit=f"{MAX_TASKS:,}")
        return ()
    found = [_task(reader, item) for item in items]
    _report_twins(reader, items, found)
    return tuple(task for task in found if task is not None)


def _report_twins(reader: Reader, items: list[Node], found: list[Task | None]) -> None:
    """Note each id that an earlier task has."""
    taken: set[str] = set()
    for node, task in zip(items, found, strict=True):
        if task and task.id:
            if task.id in taken and isinstance(node, Mapping):
                reader.report(catalog.SAME_TASK_ID, node.entries["id"][1], id=task.id)
            taken.add(task.id)


def _task(reader: Reader, node: Node) -> Task | None:
    if not isinstance(node, Mapping):
        example = "- {task: Build the search page, human: 8h, ai: 20m}"
        reader.report(
            catalog.WRONG_SHAPE, node, key="a task", wanted="keys with values", found="one text", example=example
        )
        return None
    values = reader.mapping(node, _TASK)
    return Task(**values) if values.keys() >= _NEEDED else None


_DRAFT = Field("draft", fields.boolean, "true", {"type": "boolean"})

_SHARED_FIELDS = (
    Field("summary", fields.text, '"A day of tests"', _TEXT),
    _DRAFT,
    Field("url", fields.address, "/posts/old-name.html", _ADDRESS),
    Field("aliases", fields.page_addresses, "[/old.html]", {"type": "array", "items": _ADDRESS}),
    Field("extra", fields.plain, "{mood: good}", {"type": "object"}),
)

RECORD_FIELDS = (
    Field("date", fields.day, "2026-04-07", _DATE, required=True),
    Field("title", fields.text, '"Moving day"', _TEXT),
    Field("tags", fields.names, "[AI, testing]", _NAMES),
    Field("tokens", fields.tokens, "4826000", _TOKENS),
    Field("tasks", _tasks, "[]", {"type": "array", "items": {"$ref": "#/$defs/task"}}, required=True),
    Field("updated", fields.day, "2026-04-09", _DATE),
    Field("id", fields.text, '"tag:old.example,2020:7"', _TEXT),
    *_SHARED_FIELDS,
)

PAGE_FIELDS = (Field("title", fields.text, '"About"', _TEXT, required=True), *_SHARED_FIELDS)

NOTE_FIELDS = (Field("title", fields.text, '"A week off"', _TEXT), _DRAFT)
# A partial is a block of the theme, which has the heading.
PARTIAL_FIELDS = (_DRAFT,)

_RECORD = Table(RECORD_FIELDS, _RECORDS_ELSEWHERE, told_apart=("tasks",))
_PAGE = Table(PAGE_FIELDS, _PAGES_ELSEWHERE)
_NOTE = Table(NOTE_FIELDS)
_PARTIAL = Table(PARTIAL_FIELDS)

RECORD_KEYS = frozenset(_RECORD.readers)
PAGE_KEYS = frozenset(_PAGE.readers)


def read_record(data: bytes, path: str) -> tuple[Record | None, list[Problem]]:
    """A record from its file's bytes, or None with the reasons. Raises ProblemError where nothing can be read.

    What is wrong with a draft is a warning: it is not finished.
    """
    document = parse(decode(data, path), RECORD_KEYS)
    values, problems = _values(document, _RECORD)
    problems += [*_tokens_problems(document, values), *_tasks_problems(document)]
    problems += _date_problems(document, values, path)
    if _has_errors(problems) or "date" not in values:
        return None, _softened(problems) if _is_draft(document, values) else problems
    front = "\n".join(document.source.lines[: document.body_line - 1])
    return Record(path=path, digest=_digest(data), front=_digest(front.encode()), **values), problems


def read_page(data: bytes, path: str) -> tuple[PlainPage | None, list[Problem]]:
    """A plain page from its file's bytes, as `read_record`."""
    document = parse(decode(data, path), PAGE_KEYS)
    values, problems = _values(document, _PAGE)
    if _has_errors(problems) or "title" not in values:
        return None, _softened(problems) if _is_draft(document, values) else problems
    return PlainPage(path=path, digest=_digest(data), **values), problems


def read_note(data: bytes, path: str, name: str) -> tuple[Note | None, list[Problem]]:
    """The note of a page from its file's bytes, as `read_record`; its front matter may be left out."""
    return _note(data, path, name, _NOTE)


def read_partial(data: bytes, path: str, name: str) -> tuple[Note | None, list[Problem]]:
    """A partial, as `read_note`."""
    return _note(data, path, name, _PARTIAL)


def _note(data: bytes, path: str, name: str, table: Table) -> tuple[Note | None, list[Problem]]:
    """Its headings have no ids: it may stand on many pages beside other texts. They are below its title."""
    source = decode(data, path)
    document = parse(source, table.readers) if has_front_matter(source, table.readers) else None
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    first_line = 1
    if document:
        reader = Reader(source, document.problems)
        values, problems, first_line = reader.mapping(document.root, table), reader.problems, document.body_line
    highest = 3 if "title" in values else 2
    text, found = parse_prose(source, first_line, heading_ids=False, highest=highest, name=name)
    problems += found
    if _has_errors(problems):
        return None, _softened(problems) if document and _is_draft(document, values) else problems
    return Note(name, path, _digest(data), text, **values), problems


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record's front matter, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Leverage record",
        **_object(RECORD_FIELDS),
        "$defs": {"task": _object(TASK_FIELDS)},
    }


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _is_draft(document: Document, values: dict[str, Any]) -> bool:
    """Whether a file says that it is a draft, and nothing else beside it."""
    keys = [line.partition(":")[0].rstrip() for line in document.source.lines[: document.body_line - 1]]
    return values.get("draft") is True and keys.count("draft") <= 1


def _softened(problems: list[Problem]) -> list[Problem]:
    return [problem.as_warning() for problem in problems]


def _has_errors(problems: list[Problem]) -> bool:
    return any(problem.is_error for problem in problems)


def _object(table: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.key: field.schema for field in table},
        "required": [field.key for field in table if field.required],
        "additionalProperties": False,
    }


def _values(document: Document, table: Table) -> tuple[dict[str, Any], list[Problem]]:
    reader = Reader(document.source, document.problems)
    values = reader.mapping(document.root, table)
    day = values.get("date")
    name = day.isoformat() if day else "page"
    text, problems = parse_prose(document.source, document.body_line, name=name)
    return {**values, "prose": text}, reader.problems + problems


def _tasks_problems(document: Document) -> list[Problem]:
    """A rule that stands too early makes text of tasks; without any, the day would be one of rest."""
    if "tasks" in document.root.entries:
        place = task_in_text(document)
        return [catalog.TASK_IN_TEXT.at(place)] if place else []
    is_doubled = any(problem.code == catalog.SECOND_DOCUMENT.code for problem in document.problems)
    if is_doubled or any(key.lower().startswith("task") for key in document.root.entries):
        return []  # it is told already what is wrong
    place = key_in_text(document, RECORD_KEYS)
    hint = "This looks like front matter, but stands below the line of dashes that closes it." if place else None
    return [catalog.NO_TASKS.at(place or place_of(document.source, document.root), hint=hint)]


def _tokens_problems(document: Document, values: dict[str, Any]) -> list[Problem]:
    stated: Tokens | None = values.get("tokens")
    total = sum(task.tokens.count for task in values.get("tasks", ()) if task.tokens)
    if stated is None or stated.count >= total:
        return []
    place = Reader(document.source).place(document.root.entries["tokens"][1])
    return [catalog.TOKENS_BELOW_SUM.at(place, value=f"{stated.count:,}", sum=f"{total:,}")]


def _date_problems(document: Document, values: dict[str, Any], path: str) -> list[Problem]:
    """That the file is called after another day."""
    day, named = values.get("date"), named_day(path)
    if not day or named in (None, day):
        return []
    place = Reader(document.source).place(document.root.entries["date"][1])
    reason = f"the file is called {PurePosixPath(path).name}"
    return [catalog.UNLIKELY_DATE.at(place, date=day, reason=reason)]
