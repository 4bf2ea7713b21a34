"""Hostile sample sites, made in memory: what no author writes, and what a theme must bear all the same.

What is hostile in their texts is named so: an element `x-hostile`, or `hostile` for an attribute's name or whole
value. None of these may come out as markup.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from leverage_site.markdown.braces import escape_plain
from leverage_site.problems import Problem
from leverage_site.records import schema
from leverage_site.records.discover import CONTENT
from leverage_site.records.fields import ValueType
from leverage_site.records.model import Library, Note, StaticFile
from leverage_site.settings import USUAL_NAV, NavItem, Settings

ROOT_URL = "https://example.org/"
PATH_URL = "https://example.org/a/path/"


MARK = "hostile"

HOSTILE = (
    f"</title></script></style><x-{MARK}><script src={MARK}></script><img src={MARK} onerror={MARK}> "
    f"\" {MARK} ' {MARK} {{{{ 7*7 }}}} {{% raw %}} {{# &lt;x-{MARK}&gt; ${{{MARK}}} -->]]>"
)
HOSTILE_NAME = f"<x-{MARK}> \" {MARK} ' {MARK} {{{{ 7*7 }}}}"
HOSTILE_TAGS = ("C", "C++", "C#", "a/b", "..", "index", "con", "?q=1&b#c", "100%")

WORDS = "what was asked for, what was found, and what it took to mend it"
LONG = "A title that has no end, since nobody cut it short " * 6
LONG_WORD = "Uncuttable" * 30
LONG_NAME = "x" * 60
ARABIC = "سجل الرافعة: يوم من العمل"
HEBREW = "רשומת מינוף של יום עבודה"
FOREIGN = {
    "العربية": ARABIC,
    "עברית": HEBREW,
    "日本語": "レバレッジの記録：七つの仕事を一日で終えた",
    "中文": "杠杆记录：一天之内完成的工作",
    "한국어": "지레 기록: 하루의 일",
}
TAGS = [*(f"tag {n}" for n in range(14)), LONG_NAME, *FOREIGN]

PROSE = """\
The lead, with *emphasis*, `code`, {{ tasks }} tasks and [a link](https://example.net/?a=1&b=2).

## Analysis

See [the rest day](../records/2026-01-05.md), [a picture](../static/picture.svg) and [another heading](#main).

![A gate](../static/picture.svg)

### In detail

- one
- two[^1]

1. [x] done
2. [ ] to do[^note]

> Somebody's words.[^1]

[^1]: A note, with *emphasis* and [a link](../static/picture.svg).
[^note]:
        A line of code.

```text
{{ 7*7 }} <b>
```

## Main

## Content

## Task log

## Aggregate statistics
"""

HOSTILE_PROSE = f"""\
{HOSTILE.split("{{")[0]}`{{{{ 7*7 }}}}` &lt;x-{MARK}&gt;

## <x-{MARK}> " {MARK} ' {MARK}

{LONG_WORD}

<script src={MARK}></script>
"""
FOREIGN_PROSE = "\n\n".join(f"## {name}\n\n{text}" for name, text in FOREIGN.items()) + "\n"

PARTIALS = {
    "about-author": f"Somebody, <x-{MARK}> and [their page](../pages/about.md).\n",
    "about-records": f"What these records are. {LONG_WORD}\n",
    "call-to-action": "Go [there](https://example.net/).\n",
}
WEEKS = {
    "2026-W04": f'A note on the week. <x-{MARK}> " {MARK}\n',
    "2026-W06": FOREIGN_PROSE.replace("## ", ""),
}


def _text(body: str, **keys: Any) -> str:
    """Write a content file: what JSON spells, YAML reads."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in keys.items()]
    return "\n".join(["---", *lines, "---", body])


_PAGES = {
    "about": _text(PROSE, title=HOSTILE, aliases=["/old/about.html"]),
    "notes": _text(HOSTILE_PROSE, title=LONG_WORD, url="/notes/"),
    "empty": _text("", title=HEBREW),
    "draft": _text("Not yet.\n", title="A draft", draft=True),
}

_TASK = {"task": "Mend the gate", "human": "4h", "ai": "15m"}
_MANY_TASKS = [
    {
        "task": f"Task {n} of 60: {WORDS}",
        "human": f"{n}h",
        "ai": f"{n % 7 + 1}m",
        "supervision": f"{n % 3}m",
        "tokens": f"{n}k",
        "project": f"Project {n % 9}",
        "assistant": "Helper" if n % 2 else "Another",
        "tags": [f"part {n % 5}"],
        "note": WORDS,
        "url": f"https://example.net/issues/{n}",
    }
    for n in range(1, 61)
]
_LONG_TASKS = [
    {**_TASK, "task": LONG, "note": LONG_WORD, "project": LONG_NAME},
    {**_TASK, "task": LONG_WORD, "note": LONG, "tags": [LONG_NAME]},
]
_HOSTILE_URL = f"https://example.net/?a=1&b='{MARK}'&copy=2"
# A hostile value for each type of a key that has the author's own words.
_HOSTILE_VALUES: Mapping[ValueType, Any] = {
    schema.TEXT: HOSTILE,
    schema.NAME: HOSTILE_NAME,
    schema.NAMES: [HOSTILE_NAME],
    schema.WEB_ADDRESS: _HOSTILE_URL,
    schema.LINKS: {HOSTILE: _HOSTILE_URL, LONG: _HOSTILE_URL},
    schema.EXTRA: {"hostile": HOSTILE},
}
_HOSTILE_TASK = {
    **_TASK,
    "supervision": "1m",
    **{field.key: _HOSTILE_VALUES[field.type] for field in schema.TASK_FIELDS if field.type in _HOSTILE_VALUES},
}
_HOSTILE_KEYS = {
    "title": HOSTILE,
    # Where live figures may be, braces are escaped; the title again would be left out below it.
    "summary": escape_plain(f"In short: {HOSTILE}"),
    "tags": [HOSTILE_NAME, *HOSTILE_TAGS],
    "aliases": ["/posts/2026/old.html", "/old/"],
    "updated": "2026-02-05",
    "corrections": [{"date": "2026-02-06", "text": HOSTILE}, {"date": "2026-02-06", "text": LONG_WORD}],
    "extra": {"hostile": HOSTILE},
    "tasks": [_HOSTILE_TASK, _TASK, _TASK],
}
_FOREIGN_TASKS = [{**_TASK, "task": text, "note": text, "project": name} for name, text in FOREIGN.items()]
_EXTREME_TASKS = [
    {"task": HOSTILE, "human": "9999h", "ai": "1s", "supervision": "1s", "tokens": "999999999999"},
    {"task": HOSTILE_NAME, "human": "1s", "ai": "9999h", "supervision": "9999h", "tokens": "0"},
    {"task": "Nothing known", "human": "1s", "ai": "1s"},
]

# A year's end, a rest day, weeks with a gap between them, and the worst days that records can hold.
_DAYS: list[tuple[str, dict[str, Any]]] = [
    ("", {"date": "2025-12-29", "tasks": [{**_TASK, "supervision": "0m"}]}),
    (PROSE, {"date": "2026-01-05", "tasks": []}),
    ("One task, and nobody watched.\n", {"date": "2026-01-19", "tasks": [_TASK]}),
    (PROSE, {"date": "2026-02-02", "tasks": _MANY_TASKS, "tags": ["AI", "Time Record"], "tokens": "~90M"}),
    (PROSE, {"date": "2026-02-03", "title": LONG, "summary": LONG_WORD, "tasks": _LONG_TASKS}),
    (HOSTILE_PROSE, {"date": "2026-02-04", **_HOSTILE_KEYS}),
    (FOREIGN_PROSE, {"date": "2026-02-05", "title": ARABIC, "tags": [*FOREIGN], "tasks": _FOREIGN_TASKS}),
    ("# Numbers\n", {"date": "2026-02-06", "tasks": _EXTREME_TASKS, "tokens": "999999999999"}),
    (PROSE, {"date": "2026-02-07", "tasks": [_TASK], "tags": TAGS}),
    (PROSE, {"date": "2026-02-08", "tasks": [_TASK], "withdrawn": HOSTILE, "aliases": ["/gone.html"]}),
    ("Not yet.\n", {"date": "2026-02-09", "tasks": [_TASK], "draft": True, "title": HOSTILE}),
]
_RECORDS = {keys["date"]: _text(body, **keys) for body, keys in _DAYS}

_ID = "tag:example.org,2026:sample"
_PICTURE = "picture.svg"
_Parse = Callable[[bytes, str], tuple[Any, list[Problem]]]


class Sample(NamedTuple):
    """The settings and the content of one sample site; `problems` are faults of the sample itself: none."""

    settings: Settings
    library: Library
    problems: tuple[Problem, ...] = ()


def samples() -> Iterator[Sample]:
    """Yield the site at a root, the same with its drafts below a path, and one that has no record yet."""
    yield _sample(ROOT_URL, drafts=False)
    yield _sample(PATH_URL, drafts=True)
    yield Sample(Settings(_ID, ROOT_URL), Library())


def _sample(base_url: str, *, drafts: bool) -> Sample:
    content, note = _Content(drafts), _by_name(schema.read_note)
    days = content.read("records", _RECORDS, schema.read_record)
    library = Library(
        records=tuple([day for day in days if not day.withdrawn]),
        withdrawn=tuple([day for day in days if day.withdrawn]),
        pages=content.read("pages", _PAGES, schema.read_page),
        weeks=content.read("weeks", WEEKS, note),
        months=content.read("months", {"2026-02": _text(FOREIGN_PROSE, title=HOSTILE)}, note),
        years=content.read("years", {"2026": _text(HOSTILE_PROSE, title=HOSTILE, draft=True)}, note),
        projects=content.read("projects", {"project-1": _text(HOSTILE_PROSE, title=HOSTILE)}, note),
        tags=content.read("tags", {"ai": _text(HOSTILE_PROSE, title=HOSTILE)}, note),
        partials=content.read("partials", PARTIALS, _by_name(schema.read_partial)),
        static=(StaticFile(f"/{_PICTURE}", f"{CONTENT}/static/{_PICTURE}", "", ""),),
    )
    settings = Settings(
        id=_ID,
        base_url=base_url,
        title=HOSTILE,
        description=HOSTILE,
        author=HOSTILE,
        assistant=HOSTILE_NAME,
        page_size=4,
        nav=(
            *USUAL_NAV,
            NavItem(HOSTILE_NAME, "/about.html"),
            NavItem(ARABIC, "/notes/"),
            NavItem("Elsewhere", "https://example.net/?a=1&b='2'"),
        ),
    )
    return Sample(settings, library, tuple(content.problems))


class _Content:
    """Parses texts as the files of a site are parsed."""

    def __init__(self, drafts: bool) -> None:
        self.drafts = drafts
        self.problems: list[Problem] = []

    def read(self, folder: str, texts: Mapping[str, str], parse: _Parse) -> tuple[Any, ...]:
        """Return what `parse` makes of the texts, by their names; drafts only if they are wanted."""
        parsed = [parse(text.encode(), f"{CONTENT}/{folder}/{name}.md") for name, text in texts.items()]
        # Warnings of what other dialects take for markup are what the sample is about.
        errors = (problem for _, problems in parsed for problem in problems if problem.is_error)
        self.problems += errors
        return tuple(value for value, _ in parsed if value and (self.drafts or not getattr(value, "draft", False)))


def _by_name(parse: Callable[[bytes, str, str], tuple[Note | None, list[Problem]]]) -> _Parse:
    """Adapt the parser of content that is named by its file."""
    return lambda data, path: parse(data, path, PurePosixPath(path).stem)
