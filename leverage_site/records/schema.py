"""The keys of records, pages and notes, what their values may be, and how a file becomes one of them.

`leverage-site schema` prints the JSON Schema of the same tables, `format_task` writes a task by its table.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from leverage_site.markdown import Prose, ProseFigure
from leverage_site.markdown.braces import OPENING, mark_plain
from leverage_site.markdown.parse import parse as parse_prose
from leverage_site.markdown.sentences import sentences_of_summary
from leverage_site.problems import Problem, catalog
from leverage_site.records import fields
from leverage_site.records.fields import Field, Reader, Rows, Table, ValueType
from leverage_site.records.frontmatter import SplitFile, decode, has_front_matter, key_in_body, split, task_in_body
from leverage_site.records.lead import told_at_key, two_leads, with_lead
from leverage_site.records.measures import format_duration, format_tokens
from leverage_site.records.model import (
    Correction,
    LazyBody,
    NamedTask,
    Note,
    PlainPage,
    Record,
    RecordBody,
    Task,
    TaskLink,
    day_in_name,
    task_ids,
)
from leverage_site.records.nodes import MappingNode, Node, place_of
from leverage_site.records.regular import RegularReader

MAX_TASKS = 1_000
MAX_LINKS = 50
MAX_CORRECTIONS = 100

_SUMMARY = re.compile(r"[\"']?summary[\"']?[ \t]{0,9}:")
_OF_TASK = re.compile(r"task\.([^.:\s]{1,200}+)")

_DURATION = {"type": "string", "pattern": r"^[0-9].*(h|hours?|hrs?|m|min|mins|minutes?|s|secs?|seconds?)$"}
_TOKENS = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^~? ?[0-9.]+[kKM]?$"}]}
_URL = "^[hH][tT][tT][pP][sS]?://|^[mM][aA][iI][lL][tT][oO]:|^[tT][eE][lL]:"

TEXT = ValueType(fields.text, {"type": ["string", "number"], "minLength": 1, "maxLength": fields.MAX_TEXT})
NAME = ValueType(fields.name, {**TEXT.schema, "maxLength": fields.MAX_NAME}, fields.format_name)
NAMES = ValueType(fields.names, {"type": "array", "items": NAME.schema}, fields.format_names)
DAY = ValueType(fields.day, {"type": "string", "format": "date"}, date.isoformat)
BOOLEAN = ValueType(fields.boolean, {"type": "boolean"}, lambda value: str(value).lower())
SWITCH = ValueType(fields.switch, {"enum": ["on", "off", True, False]}, lambda value: "on" if value else "off")
AUTO = ValueType(fields.auto, {"const": "auto"}, lambda _: "auto")
TOKENS = ValueType(fields.tokens, _TOKENS, format_tokens)
HOURS = ValueType(fields.positive_duration, _DURATION, partial(format_duration, unit="h"))
MINUTES = ValueType(fields.positive_duration, _DURATION, format_duration)
MINUTES_OR_ZERO = ValueType(
    fields.duration,
    {"anyOf": [_DURATION, {"const": 0}, {"type": "string", "pattern": r"^0+(\.0+)?$"}]},
    format_duration,
)
MOMENT = ValueType(fields.moment, {"type": "string", "pattern": f"^{fields.MOMENT_PATTERN}$"}, fields.format_text)
ADDRESS = ValueType(fields.address, {"type": "string", "pattern": r"^/(.*\.html?|.*/)?$"})
ADDRESSES = ValueType(fields.page_addresses, {"type": "array", "items": ADDRESS.schema}, fields.format_names)
TASK_ID = ValueType(fields.task_id, {**TEXT.schema, "maxLength": 88})
WEB_ADDRESS = ValueType(fields.web_address, {"type": "string", "pattern": _URL})
EXTRA = ValueType(fields.plain, {"type": "object"}, lambda value: json.dumps(value, ensure_ascii=False))

_LINK_FIELDS = (
    Field("title", TEXT, '"Pull request 12"', required=True),
    Field("url", WEB_ADDRESS, "https://example.org/pull/12", required=True),
)
_LINK = Table(_LINK_FIELDS)


def object_schema(table: Sequence[Field]) -> dict[str, Any]:
    """Return the JSON Schema of a mapping with these fields."""
    return {
        "type": "object",
        "properties": {field.key: field.type.schema for field in table},
        "required": [field.key for field in table if field.required],
        "additionalProperties": False,
    }


def _read_links(reader: Reader, key: str, node: Node) -> tuple[TaskLink, ...]:
    """Read addresses with their titles: a mapping of titles, or a list of mappings with both."""
    example = f"{key}: {{Pull request: https://example.org/pull/12}}"
    pairs = list(node.entries.values()) if isinstance(node, MappingNode) else []
    items = [] if isinstance(node, MappingNode) else reader.items(key, node, example)
    if (count := len(pairs) + len(items)) > MAX_LINKS:
        reader.report(catalog.TOO_MANY, node, what=key, count=f"{count:,}", limit=MAX_LINKS)
        return ()
    values = [(fields.text(reader, key, title), fields.web_address(reader, key, url)) for title, url in pairs]
    for item in items:
        if isinstance(item, MappingNode):
            link = reader.mapping(item, _LINK)
            values.append((link.get("title"), link.get("url")))
        else:
            reader.report_shape(item, f"a link in '{key}'", "a title with its address", example)
    return tuple([TaskLink(title, url) for title, url in values if title and url])


LINKS = ValueType(
    _read_links,
    {
        "anyOf": [
            {"type": "object", "additionalProperties": WEB_ADDRESS.schema},
            {"type": "array", "items": object_schema(_LINK_FIELDS)},
        ]
    },
    fields.format_links,
)

_CORRECTION_FIELDS = (
    Field("date", DAY, "2026-05-01", required=True),
    Field("text", TEXT, '"The second task took 40 minutes."', required=True),
)
_CORRECTION = Table(_CORRECTION_FIELDS)


def _read_corrections(reader: Reader, key: str, node: Node) -> tuple[Correction, ...]:
    example = f"{key}: [{{date: 2026-05-01, text: The second task took 40 minutes.}}]"
    items = reader.items(key, node, example)
    if len(items) > MAX_CORRECTIONS:
        reader.report(catalog.TOO_MANY, node, what=key, count=f"{len(items):,}", limit=MAX_CORRECTIONS)
        return ()
    corrections = []
    for item in items:
        if isinstance(item, MappingNode):
            values = reader.mapping(item, _CORRECTION)
            if values.keys() >= _CORRECTION.required.keys():
                corrections.append(Correction(**values))
        else:
            reader.report_shape(item, f"a correction in '{key}'", "a date and a text", example)
    return tuple(corrections)


def _format_corrections(corrections: Sequence[Correction]) -> str:
    items = [f"{{date: {one.date}, text: {fields.format_text(one.text)}}}" for one in corrections]
    return "".join(f"\n- {item}" for item in items)


CORRECTIONS = ValueType(
    _read_corrections, {"type": "array", "items": object_schema(_CORRECTION_FIELDS)}, _format_corrections
)

# Every key of a task, in the order of `model.Task`; all that reads or writes tasks follows it.
TASK_FIELDS = (
    Field("task", TEXT, '"Build the search page"', required=True,
          headings=("task", "title", "description", "task description", "what was done")),
    Field("human", HOURS, "8h", required=True,
          headings=("human", "human est", "human estimate", "human time", "estimate", "human equivalent")),
    Field("ai", MINUTES, "20m", required=True,
          headings=("ai", "claude", "claude time", "ai time", "claude wall clock", "wall clock",
                    "wall clock time")),
    Field("supervision", MINUTES_OR_ZERO, "3m",
          headings=("sup", "supv", "supervision", "supervision time", "sup time", "supv time")),
    Field("tokens", TOKENS, "400k", headings=("tokens", "token count")),
    Field("project", NAME, "search", headings=("project", "project name")),
    Field("tags", NAMES, "[testing]", headings=("tags", "task tags", "labels")),
    Field("assistant", NAME, "Claude", headings=("assistant", "model", "assistant name")),
    Field("note", TEXT, '"Two attempts"', headings=("note", "notes", "comment", "comments", "remark")),
    Field("id", TASK_ID, "search-page"),
    Field("url", WEB_ADDRESS, "https://example.org/issues/12"),
    Field("links", LINKS, "{Pull request: https://example.org/pull/12}"),
    Field("extra", EXTRA, "{mood: good}"),
)  # fmt: skip
# What files that the program writes have first, before all other keys.
_WRITTEN_FIRST = ("task", "human", "ai", "supervision", "tokens", "project", "assistant")
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


def _read_tasks(reader: Reader, key: str, node: Node) -> tuple[Task, ...]:
    items = reader.items(key, node, "tasks: [{task: Build the search page, human: 8h, ai: 20m}]")
    if len(items) > MAX_TASKS:
        reader.report(catalog.TOO_MANY, node, what="tasks", count=f"{len(items):,}", limit=MAX_TASKS)
        return ()
    tasks: list[tuple[Node, Task]] = []
    for item in items:
        if isinstance(item, MappingNode):
            values = reader.mapping(item, _TASK)
            if values.keys() >= _NEEDED:
                tasks.append((item, Task(**values)))
        else:
            shape = {"key": "a task", "wanted": "keys with values", "found": "one text"}
            example = "- {task: Build the search page, human: 8h, ai: 20m}"
            reader.report(catalog.WRONG_SHAPE, item, **shape, example=example)
    ids: set[str] = set()
    for item, task in tasks:
        if task.id in ids and isinstance(item, MappingNode):
            reader.report(catalog.SAME_TASK_ID, item.entries["id"][1], id=task.id)
        if task.id:
            ids.add(task.id)
    return tuple([task for _, task in tasks])


def format_task(task: Task) -> str:
    """Return a task as an item of a record's `tasks`, lines of YAML, without the keys that it has no value for."""
    lines = []
    for field in sorted(TASK_FIELDS, key=lambda field: field.key not in _WRITTEN_FIRST):
        if (value := getattr(task, field.key)) not in (None, (), {}):
            text = field.type.format(value)
            lines.append(f"{field.key}:{text}" if text.startswith("\n") else f"{field.key}: {text}")
    return "- " + "\n  ".join(lines)


def _convert_tasks(rows: list[dict[str, Any]]) -> tuple[Task, ...] | None:
    ids = [row["id"] for row in rows if "id" in row]
    return tuple([Task(**row) for row in rows]) if len(rows) <= MAX_TASKS and len(ids) == len({*ids}) else None


_TASKS = ValueType(
    _read_tasks, {"type": "array", "items": {"$ref": "#/$defs/task"}}, rows=Rows(_TASK, _convert_tasks)
)
_DRAFT = Field("draft", BOOLEAN, "true")
_CLAIMS = Field("claims", SWITCH, "off")

_SHARED_FIELDS = (
    Field("summary", TEXT, '"A day of tests"'),
    _DRAFT,
    Field("url", ADDRESS, "/posts/old-name.html"),
    Field("aliases", ADDRESSES, "[/old.html]"),
    Field("extra", EXTRA, "{mood: good}"),
    _CLAIMS,
)

RECORD_FIELDS = (
    Field("date", DAY, "2026-04-07", required=True),
    Field("title", TEXT, '"Moving day"'),
    Field("tags", NAMES, "[AI, testing]"),
    Field("tokens", TOKENS, "4826000"),
    Field("tasks", _TASKS, "[]", required=True),
    Field("lead", AUTO, "auto"),
    Field("updated", DAY, "2026-04-09"),
    Field("id", TEXT, '"tag:old.example,2020:7"'),
    Field("announced", MOMENT, "2026-04-08T18:30:00+02:00"),
    Field("corrections", CORRECTIONS, '[{date: 2026-05-01, text: "The second task took 40 minutes."}]'),
    Field("withdrawn", TEXT, '"The estimates were those of another day."'),
    *_SHARED_FIELDS,
)

PAGE_FIELDS = (Field("title", TEXT, '"About"', required=True), *_SHARED_FIELDS)

NOTE_FIELDS = (Field("title", TEXT, '"A week off"'), _DRAFT, _CLAIMS)
# A partial is a block of the theme, which has the heading.
PARTIAL_FIELDS = (_DRAFT,)

RECORD = Table(RECORD_FIELDS, _RECORDS_ELSEWHERE, reported_elsewhere=("tasks",))
_PAGE = Table(PAGE_FIELDS, _PAGES_ELSEWHERE)
_NOTE = Table(NOTE_FIELDS)
_PARTIAL = Table(PARTIAL_FIELDS)

REGULAR_RECORD = RegularReader(RECORD)

RECORD_KEYS = frozenset(RECORD.readers)
PAGE_KEYS = frozenset(_PAGE.readers)


def read_record(data: bytes, path: str) -> tuple[Record | None, list[Problem]]:
    """Read a record from its file's bytes.

    What is wrong with a draft is a warning: it is not finished.

    Returns:
        The record, or None where an error is among the problems, and the problems.

    Raises:
        ProblemError: Where nothing of the file can be read.

    """
    file = split(decode(data, path), RECORD_KEYS)
    values, problems = _values(file, RECORD, REGULAR_RECORD)
    problems += _contradictions(file, values, path)
    if _has_errors(problems) or "date" not in values:
        return None, _softened(file, values, problems)
    front = "\n".join(file.source.lines[: file.body_line - 1])
    tasks = values.pop("tasks")
    body = RecordBody(tasks, values.pop("extra", {}), values.pop("prose"), task_ids(tasks))
    figures = values["figures"]
    record = Record(
        path=path,
        digest=_digest(data),
        front_matter_digest=_digest(front.encode()),
        body=LazyBody(body),
        links=body.prose.links,
        lead_text=body.prose.lead_text,
        named_tasks=tuple(_named_tasks(figures, body)) if figures else (),
        **values,
    )
    return record, problems


def read_page(data: bytes, path: str) -> tuple[PlainPage | None, list[Problem]]:
    """Read a plain page from its file's bytes, as `read_record`."""
    file = split(decode(data, path), PAGE_KEYS)
    values, problems = _values(file, _PAGE)
    if _has_errors(problems) or "title" not in values:
        return None, _softened(file, values, problems)
    return PlainPage(path=path, digest=_digest(data), **values), problems


def read_note(data: bytes, path: str, name: str) -> tuple[Note | None, list[Problem]]:
    """Read the note of a page from its file's bytes, as `read_record`; its front matter may be left out."""
    return _read_note(data, path, name, _NOTE)


def read_partial(data: bytes, path: str, name: str) -> tuple[Note | None, list[Problem]]:
    """Read a partial, as `read_note`."""
    return _read_note(data, path, name, _PARTIAL)


def _read_note(data: bytes, path: str, name: str, table: Table) -> tuple[Note | None, list[Problem]]:
    """Read a text whose headings have no ids: it may stand on many pages beside other texts, below its title."""
    source = decode(data, path)
    file = split(source, table.readers) if has_front_matter(source, table.readers) else None
    reader = Reader(source, file.problems if file else [])
    values = reader.mapping(file.root, table) if file else {}
    highest = 3 if "title" in values else 2
    first_line = file.body_line if file else 1
    text, problems = parse_prose(source, first_line, heading_ids=False, highest=highest, name=name)
    problems = reader.problems + problems
    if _has_errors(problems):
        return None, _softened(file, values, problems) if file else problems
    text = text if values.pop("claims", True) else text.without_claims()
    return Note(name, path, _digest(data), text, **values), problems


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record's front matter, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Leverage record",
        **object_schema(RECORD_FIELDS),
        "$defs": {"task": object_schema(TASK_FIELDS)},
    }


def _values(
    file: SplitFile, table: Table, regular: RegularReader | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """Read the front matter and the text of a record or a page, and all that is wrong with them."""
    values = regular.read(file.front_lines) if regular and not file.is_doubled else None
    problems: list[Problem] = []
    if values is None:
        reader = Reader(file.source, file.problems)
        values, problems = reader.mapping(file.root, table), reader.problems
    if values.pop("lead", False):
        values["has_auto_lead"] = True
    text, more = _prose(file, values)
    figures = text.figures
    if summary := values.get("summary"):
        begin = next((n for n, line in enumerate(file.source.lines, 1) if _SUMMARY.match(line)), 1)
        if OPENING in summary:
            lines = range(begin, file.body_line)
            values["summary"], own = mark_plain(summary, file.source, lines, len(figures))
            figures += own
        of_summary = sentences_of_summary(values["summary"], begin)
        text = replace(text, sentences=(*of_summary, *text.sentences))
    text = text if values.pop("claims", True) else text.without_claims()
    return {**values, "prose": text, "figures": figures}, problems + more


def _prose(file: SplitFile, values: dict[str, Any]) -> tuple[Prose, list[Problem]]:
    """Read the text of a record or a page that has these values, and all that is wrong with it."""
    source, first_line = file.source, file.body_line
    name = values["date"].isoformat() if "date" in values else "page"
    if not values.get("has_auto_lead") or "tasks" not in values:
        return parse_prose(source, first_line, name=name)
    text, problems = parse_prose(*with_lead(source, first_line, values["tasks"]), name=name)
    text, problems = told_at_key(source, first_line, text, problems)
    return text, [*two_leads(source, first_line), *problems]


def _named_tasks(figures: Iterable[ProseFigure], body: RecordBody) -> Iterator[NamedTask]:
    """Yield the tasks that live figures name: so no list need read all tasks of the day to print a few."""
    if names := dict.fromkeys(match[1] for figure in figures if (match := _OF_TASK.match(figure.name))):
        tasks = [(number, own, task) for number, (own, task) in enumerate(body.identified_tasks, 1)]
        # A task may have a number for an id.
        known = {str(one[0]): one for one in tasks} | {one[1]: one for one in tasks}
        for name in names:
            if of_day := known.get(name):
                number, own, task = of_day
                yield NamedTask(name, own, number, task)


def _contradictions(file: SplitFile, values: dict[str, Any], path: str) -> Iterator[Problem]:
    """Hold the day's tokens against those of its tasks, its date against the file's name, tasks against the text.

    Below a rule that stands too early, tasks are text; without any, the day would be one of rest.
    """
    if stated := values.get("tokens"):
        total = sum(task.tokens.count for task in values.get("tasks", ()) if task.tokens)
        if stated.count < total:
            place = place_of(file.source, file.root.entries["tokens"][1])
            yield catalog.TOKENS_BELOW_SUM.at(place, value=f"{stated.count:,}", sum=f"{total:,}")
    day, named = values.get("date"), day_in_name(path)
    if day and named not in (None, day):
        place = place_of(file.source, file.root.entries["date"][1])
        reason = f"the file is called {PurePosixPath(path).name}"
        yield catalog.UNLIKELY_DATE.at(place, date=day, reason=reason)
    if "tasks" in values:
        if below := task_in_body(file):
            yield catalog.TASK_IN_TEXT.at(below)
    elif not file.is_doubled and not any(key.lower().startswith("task") for key in file.root.entries):
        # Else what is wrong is reported already.
        below = key_in_body(file, RECORD_KEYS)
        hint = "This looks like front matter, but stands below the line of dashes that closes it."
        yield catalog.NO_TASKS.at(below or place_of(file.source, file.root), hint=hint if below else None)


def _softened(file: SplitFile, values: dict[str, Any], problems: list[Problem]) -> list[Problem]:
    """Return the problems of a file, as warnings if it says that it is a draft, and nothing else beside it."""
    keys = [line.partition(":")[0].rstrip() for line in file.source.lines[: file.body_line - 1]]
    is_draft = values.get("draft") is True and keys.count("draft") <= 1
    return [problem.as_warning() for problem in problems] if is_draft else problems


def _has_errors(problems: list[Problem]) -> bool:
    return any(problem.is_error for problem in problems)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
