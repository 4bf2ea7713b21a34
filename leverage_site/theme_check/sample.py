"""A hostile sample site, made in memory: what no author writes, and what a theme must bear all the same."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from leverage_site.problems import Problem
from leverage_site.records.folders import CONTENT
from leverage_site.records.model import Library, Note, StaticFile
from leverage_site.records.schema import read_note, read_page, read_partial, read_record
from leverage_site.settings import NavItem, Settings
from leverage_site.theme_check import texts

ROOT_URL = "https://example.org/"
PATH_URL = "https://example.org/a/path/"
PICTURE = "picture.svg"

Reader = Callable[[bytes, str], tuple[Any, list[Problem]]]

_ID = "tag:example.org,2026:sample"
_TASK = {"task": "Mend the gate", "human": "4h", "ai": "15m"}


class Sample(NamedTuple):
    """The settings and the content of one sample site; `problems` are faults of the sample itself: none."""

    settings: Settings
    library: Library
    problems: tuple[Problem, ...] = ()


def samples() -> Iterator[Sample]:
    """The site at a root, the same with its drafts below a path, and one that has no record yet."""
    yield _sample(ROOT_URL, drafts=False)
    yield _sample(PATH_URL, drafts=True)
    yield Sample(Settings(_ID, ROOT_URL), Library())


def _sample(base_url: str, *, drafts: bool) -> Sample:
    content, note = _Content(drafts), _named(read_note)
    library = Library(
        records=content.read("records", _records(), read_record),
        pages=content.read("pages", _pages(), read_page),
        weeks=content.read("weeks", texts.WEEKS.items(), note),
        months=content.read("months", _titled("2026-02", texts.FOREIGN_PROSE), note),
        years=content.read("years", _titled("2026", texts.HOSTILE_PROSE, draft=True), note),
        projects=content.read("projects", _titled("project-1", texts.HOSTILE_PROSE), note),
        tags=content.read("tags", _titled("ai", texts.HOSTILE_PROSE), note),
        partials=content.read("partials", texts.PARTIALS.items(), _named(read_partial)),
        static=(StaticFile(f"/{PICTURE}", f"{CONTENT}/static/{PICTURE}", "", ""),),
    )
    return Sample(_settings(base_url), library, tuple(content.problems))


class _Content:
    """Reads texts as the files of a site are read."""

    def __init__(self, drafts: bool) -> None:
        self.drafts = drafts
        self.problems: list[Problem] = []

    def read(self, folder: str, found: Iterable[tuple[str, str]], reader: Reader) -> tuple[Any, ...]:
        """What `reader` makes of the texts, by their names; drafts only if they are wanted."""
        read = [reader(text.encode(), f"{CONTENT}/{folder}/{name}.md") for name, text in found]
        # What other dialects take for markup is told, and is what the sample is about.
        found_in = (problem for _, problems in read for problem in problems)
        self.problems += [problem for problem in found_in if problem.severity == "error"]
        return tuple(value for value, _ in read if value and (self.drafts or not getattr(value, "draft", False)))


def _named(reader: Callable[[bytes, str, str], tuple[Note | None, list[Problem]]]) -> Reader:
    return lambda data, path: reader(data, path, PurePosixPath(path).stem)


def _settings(base_url: str) -> Settings:
    return Settings(
        id=_ID,
        base_url=base_url,
        title=texts.HOSTILE,
        description=texts.HOSTILE,
        author=texts.HOSTILE,
        assistant=texts.HOSTILE_NAME,
        page_size=4,
        nav=(
            NavItem(texts.HOSTILE_NAME, "/about.html"),
            NavItem(texts.ARABIC, "/notes/"),
            NavItem("Elsewhere", "https://example.net/?a=1&b='2'"),
        ),
    )


def _pages() -> Iterator[tuple[str, str]]:
    yield "about", _document(texts.PROSE, title=texts.HOSTILE, aliases=["/old/about.html"])
    yield "notes", _document(texts.HOSTILE_PROSE, title=texts.LONG_WORD, url="/notes/")
    yield "empty", _document("", title=texts.HEBREW)
    yield "draft", _document("Not yet.\n", title="A draft", draft=True)


def _titled(name: str, body: str, **keys: Any) -> Iterator[tuple[str, str]]:
    yield name, _document(body, title=texts.HOSTILE, **keys)


def _records() -> Iterator[tuple[str, str]]:
    """A year's end, a rest day, weeks with a gap between them, and the worst days that records can hold."""
    yield _record("2025-12-29", "", tasks=[{**_TASK, "supervision": "0m"}])
    yield _record("2026-01-05", texts.PROSE, tasks=[])
    yield _record("2026-01-19", "One task, and nobody watched.\n", tasks=[_TASK])
    yield _record("2026-02-02", texts.PROSE, tasks=_many(60), tags=["AI", "Time Record"], tokens="~90M")
    yield _record("2026-02-03", texts.PROSE, title=texts.LONG, summary=texts.LONG_WORD, tasks=_long())
    yield _record("2026-02-04", texts.HOSTILE_PROSE, **_hostile())
    yield _record(
        "2026-02-05", texts.FOREIGN_PROSE, title=texts.ARABIC, tags=list(texts.FOREIGN), tasks=_foreign()
    )
    yield _record("2026-02-06", "# Numbers\n", tasks=_extreme(), tokens="999999999999")
    yield _record("2026-02-07", texts.PROSE, tasks=[_TASK], tags=texts.TAGS)
    yield _record("2026-02-09", "Not yet.\n", tasks=[_TASK], draft=True, title=texts.HOSTILE)


def _record(day: str, body: str, **keys: Any) -> tuple[str, str]:
    return day, f"---\ndate: {day}\n{_document(body, **keys).removeprefix('---')[1:]}"


def _document(body: str, **keys: Any) -> str:
    """A content file: what JSON spells, YAML reads."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in keys.items()]
    return "\n".join(["---", *lines, "---", body])


def _many(number: int) -> list[dict[str, Any]]:
    return [
        {
            "task": f"Task {n} of {number}: {texts.WORDS}",
            "human": f"{n}h",
            "ai": f"{n % 7 + 1}m",
            "supervision": f"{n % 3}m",
            "tokens": f"{n}k",
            "project": f"Project {n % 9}",
            "assistant": "Helper" if n % 2 else "Another",
            "tags": [f"part {n % 5}"],
            "note": texts.WORDS,
            "url": f"https://example.net/issues/{n}",
        }
        for n in range(1, number + 1)
    ]


def _long() -> list[dict[str, Any]]:
    return [
        {**_TASK, "task": texts.LONG, "note": texts.LONG_WORD, "project": texts.LONG_NAME},
        {**_TASK, "task": texts.LONG_WORD, "note": texts.LONG, "tags": [texts.LONG_NAME]},
    ]


def _hostile() -> dict[str, Any]:
    name = texts.HOSTILE_NAME
    task = {**_TASK, "task": texts.HOSTILE, "note": texts.HOSTILE, "project": name, "assistant": name}
    return {
        "title": texts.HOSTILE,
        "summary": texts.HOSTILE,
        "tags": [name, *texts.HOSTILE_TAGS],
        "aliases": ["/posts/2026/old.html", "/old/"],
        "updated": "2026-02-05",
        "extra": {"hostile": texts.HOSTILE},
        "tasks": [{**task, "tags": [name], "supervision": "1m", **_hostile_links()}, _TASK, _TASK],
    }


def _hostile_links() -> dict[str, Any]:
    url = f"https://example.net/?a=1&b='{texts.MARK}'&copy=2"
    return {"url": url, "links": {texts.HOSTILE: url, texts.LONG: url}, "extra": {"hostile": texts.HOSTILE}}


def _foreign() -> list[dict[str, Any]]:
    return [{**_TASK, "task": text, "note": text, "project": name} for name, text in texts.FOREIGN.items()]


def _extreme() -> list[dict[str, Any]]:
    tiny = "1s"
    return [
        {"task": texts.HOSTILE, "human": "9999h", "ai": tiny, "supervision": tiny, "tokens": "999999999999"},
        {"task": texts.HOSTILE_NAME, "human": tiny, "ai": "9999h", "supervision": "9999h", "tokens": "0"},
        {"task": "Nothing known", "human": tiny, "ai": tiny},
    ]
