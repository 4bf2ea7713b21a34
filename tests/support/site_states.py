"""Sites that are never on a disk, planned from texts: their views can be compared by the thousand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from leverage_site.pages.page import Page, PageKeys, context
from leverage_site.pages.plan import Plan, plan
from leverage_site.records.model import Library, Note, PlainPage, Record, StaticFile
from leverage_site.records.schema import read_note, read_page, read_partial, read_record
from leverage_site.settings import NavItem, Settings
from tests.support.sites import document, task

BASE = Settings(
    "tag:e,2026:x", "https://example.org/", page_size=2, feed_size=3, feed_aliases=(("/old.xml", "rss"),)
)
NOTES = ("weeks", "months", "years", "projects", "tags", "partials")
ASSETS = (StaticFile("/assets/own.css", "themes/own/assets/own.css", "own.css", "1"),)

# Front matter and text of each record, by its day: three years, a week with two months, a day of rest.
DAYS: dict[str, tuple[dict[str, Any], str]] = {
    "2025-12-30": ({"tasks": [task("Old", "9h", "3m")]}, "Once.\n"),
    "2026-03-31": ({"tags": ["AI", "C"], "tasks": [task("Parser", "4h", "9m", project="lang", tags=["web"])]}, ""),
    "2026-04-01": ({"tags": ["ai"], "tasks": []}, "Rest, after [a day](2026-03-31.md).\n"),
    "2026-04-07": (
        {
            "tags": ["Testing"], "title": "Own title", "tokens": "5M", "summary": "In short.", "aliases": ["/old.html"],
            "tasks": [
                task("One", "8h", "20m", supervision="3m", tokens="1M", project="site", assistant="Other", note="N"),
                task("Two", "1h", "30m", supervision="0m", tags=["web", "C"]), task("Three", "2h", "10m"),
            ],
        },
        "The lead, see ![it](../static/chart.png).\n\n## Analysis\n\nThe rest.\n",
    ),
    "2026-04-08": ({"tasks": [task("Four", "3h", "3m", project="Site")], "extra": {"mood": "good"},
                    "corrections": [{"date": "2026-05-01", "text": "Longer."}]}, "Words.\n"),
    "2026-04-09": ({"tasks": [task("Five", "1h")], "withdrawn": "Not mine.", "aliases": ["/gone.html"]}, "Gone.\n"),
    "2027-01-02": ({"tags": ["AI"], "tasks": [task("New", "7h", "70m", tokens="~10k")]}, "New words.\n"),
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """All texts of a site by their paths, and its settings."""

    files: Mapping[str, str]
    settings: Settings = BASE

    def with_file(self, path: str, text: str | None) -> "State":
        """Return the site with another text at `path`, or none."""
        files = {name: known for name, known in self.files.items() if name != path}
        return replace(self, files=files if text is None else {**files, path: text})

    def with_settings(self, **values: Any) -> "State":
        return replace(self, settings=replace(self.settings, **values))

    def with_day(self, day: str, body: str | None = None, **keys: Any) -> "State":
        """Return the site with a record changed: another body, or other keys, without those that are None."""
        own, text = DAYS.get(day, ({"tasks": [task()]}, ""))
        front = {name: value for name, value in {**own, **keys}.items() if value is not None}
        return self.with_file(path_of(day), record_text(day, front, text if body is None else body))

    def plan(self) -> Plan:
        return plan(self.settings, self.library(), ASSETS)

    def library(self) -> Library:
        """Return what the texts hold."""
        values = [(path, _read(path, text)) for path, text in sorted(self.files.items())]

        def of(kind: type) -> tuple[Any, ...]:
            return tuple(value for _, value in values if isinstance(value, kind))

        records = {record.date: record for record in reversed(of(Record))}
        notes = {
            name: tuple(note for note in of(Note) if note.path.startswith(f"content/{name}/")) for name in NOTES
        }
        return Library(
            records=tuple(records[day] for day in sorted(records) if not records[day].withdrawn),
            withdrawn=tuple(records[day] for day in sorted(records) if records[day].withdrawn),
            pages=of(PlainPage),
            static=of(StaticFile),
            **notes,
        )


def path_of(day: str) -> str:
    return f"content/records/{day}.md"


def record_text(day: str, front: Mapping[str, Any], body: str) -> str:
    return document(body, {"date": day, **front})


@lru_cache(4096)
def _read(path: str, text: str) -> Any:
    data, folder = text.encode(), path.split("/")[1]
    match folder:
        case "records":
            return read_record(data, path)[0]
        case "pages":
            return read_page(data, path)[0]
        case "static":
            return StaticFile(f"/{path.removeprefix('content/static/')}", path, path, text)
    reader = read_partial if folder == "partials" else read_note
    return reader(data, path, PurePosixPath(path).stem)[0]


BEGINNING = State(
    {
        **{path_of(day): record_text(day, front, body) for day, (front, body) in DAYS.items()},
        "content/pages/about.md": document("See [a day](../records/2026-04-07.md).\n", {"title": "About"}),
        "content/partials/about-author.md": "Me, see [about](../pages/about.md).\n",
        "content/weeks/2026-W15.md": "A note, see [a day](../records/2026-04-07.md).\n",
        "content/months/2026-04.md": "Of the month, see [a day](../records/2026-04-08.md).\n",
        "content/projects/site.md": document("Of the project.\n", {"title": "A heading"}),
        "content/tags/web.md": "Of the tag, see [a day](../records/2026-04-07.md).\n",
        "content/static/chart.png": "png",
    }
)

ALONE = State({path_of("2026-04-08"): record_text("2026-04-08", {"tasks": [task()]}, "Alone.\n")})

# A tag of three pages, and before it a day that makes the time so long that weeks are drawn.
LONG = State(
    {
        path_of("2025-11-03"): record_text("2025-11-03", {"tasks": [task("Slow", "1h"), task()]}, "Long ago.\n"),
        **{
            path_of(f"2026-03-{n:02}"): record_text(
                f"2026-03-{n:02}", {"tags": ["AI"], "tasks": [task()]}, "One.\n"
            )
            for n in range(1, 25)
        },
    }
)


def edits_of_long(state: State) -> Iterator[State]:
    """Yield edits of the days on each page of a long list, and of the newest day's tasks."""
    for day in ("2026-03-01", "2026-03-08", "2026-03-24"):
        yield state.with_day(day, "One.\n", tags=["Ai"], tasks=[task()])
        yield state.with_day(day, "One.\n", tags=["AI"], tasks=[task(human="9h")])
        yield state.with_file(path_of(day), None)
    addresses = {"tag_url": "/t/{slug}/", "week_url": "/w/{week}.html", "year_url": "/y/{year}.html"}
    for name, value in {**addresses, "task_order": "file", "page_size": 1}.items():
        yield state.with_settings(**{name: value})
    first, second = task("First", project="LANG"), task("Second", human="9h")
    newest = state.with_day("2026-03-24", "One.\n", tags=["AI"], tasks=[first, second])
    yield newest
    yield newest.with_settings(task_order="file")
    yield newest.with_day("2026-03-01", "One.\n", tags=["AI"], tasks=[task(project="lang")])
    yield state.with_day("2026-03-24", "One.\n", tags=["AI"], tasks=[first, {**second, "task": "Renamed"}])
    # A day that is none of the newest, with a task that is none of the best.
    yield state.with_day("2026-03-12", "One.\n", tags=["AI"], tasks=[task(supervision="9m")])
    # A day of another year, and one that has not the tag.
    yield state.with_day("2025-03-01", "One.\n", tags=["AI"])
    yield state.with_day("2026-04-02", "One.\n", tasks=[task(f"No {n}", "99h") for n in range(40)])


def edits_of_one(state: State) -> Iterator[State]:
    """Yield edits of a site's only day."""
    for keys in ({"tasks": []}, {"tags": ["AI"]}, {"tasks": [task(assistant="Other")]}):
        yield state.with_day("2026-04-08", "Alone.\n", **{"tasks": [task()], "extra": None, **keys})


BUSY = DAYS["2026-04-07"][0]["tasks"]


def _tasks(n: int, **keys: Any) -> list[dict[str, Any]]:
    """Return the tasks of the busy day, one with other keys, of which those that are None are dropped."""
    changed = {name: value for name, value in {**BUSY[n], **keys}.items() if value is not None}
    return [changed if number == n else one for number, one in enumerate(BUSY)]


def edits(state: State) -> Iterator[State]:
    """Yield what one edit makes of a site, for every kind of edit that a page could show."""
    yield from _edits_of_a_day(state, "2026-04-07")
    yield from _edits_of_days(state)
    yield from _edits_of_other_files(state)
    yield from edits_of_settings(state)
    yield from _edits_below_live_figures(state)
    yield from _edits_below_claims(state)


LIVE = {
    "content/pages/about.md": document("Of {{ tasks }}.\n", {"title": "About", "summary": "In {{ human }} h."}),
    "content/weeks/2026-W15.md": "At {{ leverage }}, before {{ previous.tasks }}, in all {{ all.tasks }}.\n",
    "content/weeks/2026-W16.md": "So far {{ all.human }}.\n",
    "content/projects/site.md": "With {{ all.tasks }}.\n",
    "content/tags/web.md": "{{ human }} hours.\n",
}


def _edits_below_live_figures(state: State) -> Iterator[State]:
    """Yield edits that change the figures which stand in texts of other files."""
    for path, text in LIVE.items():
        state = state.with_file(path, text)
    state = state.with_day("2026-04-07", "{{ task.two.factor }}.\n", title=None)
    state = state.with_day(
        "2026-04-08", "{{ leverage.rank }} {{ week.human }} hours.\n\n## More\n\n{{ all.tasks }}.\n"
    )
    state = state.with_day("2027-01-02", "{{ on.2026-04-07.human }}.\n", summary="After {{ previous.leverage }}.")
    yield state
    for n, keys in ((0, {"human": "9h"}), (1, {"ai": "31m"}), (2, {"supervision": "1m"})):
        yield state.with_day("2026-04-07", "{{ task.two.factor }}.\n", title=None, tasks=_tasks(n, **keys))
    yield state.with_day("2026-04-07", "{{ tasks }}.\n", title=None)
    yield state.with_day("2026-04-01", tasks=[task("Zero", "99h", "1m")])
    # Long before the weeks that a feed has, whose notes count all tasks.
    for n in (1, 2):
        yield state.with_settings(feed_size=2).with_day("2025-01-01", "Fresh.\n", tasks=[task()] * n)
    yield state.with_day("2026-04-05", "Fresh.\n", tasks=[task(human="12h")])
    yield state.with_settings(assistant="B")


def _edits_below_claims(state: State) -> Iterator[State]:
    """Yield edits that change what published claims follow from."""
    state = state.with_settings(publish_claims=True)
    yield state
    state = state.with_day("2026-04-08", "One task took 3 hours, the highest leverage of the week.\n")
    yield state
    yield state.with_settings(publish_claims=False)
    for day, human in (("2026-04-07", "9h"), ("2026-04-07", "999h"), ("2026-04-01", "99h"), ("2027-01-02", "9h")):
        yield state.with_day(day, tasks=[task(human=human)])
    yield state.with_file("content/weeks/2026-W15.md", "4 tasks.\n")
    yield state.with_day("2026-04-08", "Two tasks took 3 hours, the highest leverage of the week.\n")
    yield state.with_day("2026-04-08", "One task took 3 hours. <!-- claims: off -->\n")


def _edits_of_a_day(state: State, day: str) -> Iterator[State]:
    for keys in (
        {"title": "Another"}, {"title": None}, {"tags": ["testing"]}, {"tags": ["web", "New"]}, {"tags": None},
        {"tokens": "6M"}, {"tokens": "~5M"}, {"tokens": None}, {"summary": "Shorter."}, {"summary": None},
        {"aliases": None}, {"aliases": ["/older.html"]}, {"draft": True}, {"updated": "2026-05-01"}, {"id": "tag:e,2026:1"},
        {"corrections": [{"date": "2026-05-02", "text": "Less."}]}, {"withdrawn": "Wrong."}, {"announced": "2026-04-09"},
        {"url": "/own.html"}, {"extra": {"mood": "bad"}}, {"tasks": []}, {"tasks": BUSY[:2]}, {"tasks": BUSY[::-1]},
        {"tasks": [{**one, "assistant": "Other"} for one in BUSY]},
        # The same sums of other tasks.
        {"tasks": [*BUSY[:2], task("Three", "1h", "5m"), task("Four", "1h", "5m")]},
    ):  # fmt: skip
        yield state.with_day(day, **keys)
    for n, keys in (
        (0, {"task": "Renamed"}), (0, {"human": "9h"}), (0, {"ai": "21m"}), (0, {"supervision": "4m"}),
        (0, {"supervision": None}), (0, {"tokens": "2M"}), (0, {"tokens": None}), (0, {"project": "SITE"}),
        (0, {"project": "lang"}), (0, {"project": None}), (0, {"assistant": "Third"}), (0, {"assistant": None}),
        (0, {"note": "M"}), (0, {"note": None}), (1, {"tags": ["WEB"]}), (1, {"tags": None}), (2, {"human": "99h"}),
        (2, {"tags": ["AI"]}), (2, {"supervision": "0m"}), (0, {"id": "own"}), (0, {"url": "https://example.org/1"}),
        (0, {"links": {"A": "https://example.org/1"}}), (0, {"extra": {"mood": "good"}}),
    ):  # fmt: skip
        yield state.with_day(day, tasks=_tasks(n, **keys))
    for body in (
        "Another lead.\n\n## Analysis\n\nThe rest.\n",
        "The lead.\n\n## Other\n\nMore.\n",
        "",
        "[x](/about.html)\n",
    ):
        yield state.with_day(day, body)
    moved = state.files.get(path_of(day))
    yield state.with_file(path_of(day), None).with_file("content/records/deep/a.md", moved)


def _edits_of_days(state: State) -> Iterator[State]:
    for other in DAYS:
        # So that a summary is the lead's, or follows from the figures.
        yield state.with_day(other, "Other words.\n", summary=None)
        yield state.with_day(other, "", summary=None)
        # What lists call it follows from the lead alone.
        yield state.with_day(other, "A lead.\n", title=None, summary="In short.")
        yield state.with_day(other, "A headline.\n", title=None, summary="In short.")
        yield state.with_day(other, title=f"Title of {other}")
        yield state.with_file(path_of(other), None)
    for new in ("2025-01-01", "2026-04-05", "2026-04-09", "2026-12-31", "2027-01-03"):
        yield state.with_day(new, "Fresh.\n")
    # A day that moves and keeps its title and its address; its tags and projects are spelled in another way.
    for new in ("2026-04-09", "2026-04-10", "2026-12-29", "2026-12-30"):
        yield state.with_day(new, title="Same", url="/same.html")
    for keys in (
        {"withdrawn": None},
        {"withdrawn": "Other."},
        {"aliases": None},
        {"updated": "2026-05-03"},
        {"title": "Gone"},
    ):
        yield state.with_day("2026-04-09", **keys)
    for corrections in (
        None,
        [{"date": "2026-05-02", "text": "Longer."}],
        [{"date": "2026-05-01", "text": "Shorter."}],
    ):
        yield state.with_day("2026-04-08", corrections=corrections)
    # Days before those of the calendar: other figures, another day of the week, one more without a task.
    early = state.with_day("2025-01-01", "Fresh.\n", tasks=[task()])
    yield state.with_day("2025-01-01", "Fresh.\n", tasks=[task(ai="21m")])
    yield state.with_day("2025-01-02", "Fresh.\n", tasks=[task()])
    yield early.with_day("2025-01-02", "Fresh.\n", tasks=[])
    yield state.with_day("2025-12-30", tags=["WEB", "c"])
    yield state.with_day("2025-12-30", tasks=[task("Old", "9h", "3m", project="LANG")])
    yield state.with_day("2026-04-08", tokens="0")


def _edits_of_other_files(state: State) -> Iterator[State]:
    for path, texts in {
        "content/partials/about-author.md": (
            "You, see [about](../pages/about.md).\n", None, "[a](../records/2026-04-08.md)\n", document("Me.\n", {"draft": True}),
        ),
        "content/partials/other.md": ("Another.\n",),
        "content/weeks/2026-W15.md": ("Another note.\n", None, document("A note.\n", {"title": "T", "draft": True})),
        "content/months/2026-04.md": ("Another note.\n", None),
        "content/years/2024.md": ("Of a year without a record.\n",),
        "content/months/2024-02.md": ("Of a month without a record.\n",),
        "content/years/2026.md": ("Of the year.\n",),
        "content/projects/site.md": ("Of the project.\n", None, document("Of the project.\n", {"title": "Another"})),
        "content/projects/other.md": ("Of nothing.\n",),
        "content/tags/web.md": ("Another.\n", None, "[a](../projects/site.md)\n"),
        "content/tags/ai.md": ("Of the tag.\n",),
        "content/weeks/2026-W16.md": ("Of a week without a record.\n",),
        "content/pages/about.md": (
            document("Anew.\n", {"title": "About"}), document("", {"title": "Me"}), None,
            document("See.\n", {"title": "About", "aliases": ["/me.html"], "summary": "S", "extra": {"a": "b"}}),
            document("See.\n", {"title": "About", "draft": True, "url": "/me/"}),
        ),
        "content/static/chart.png": ("jpg", None),
    }.items():  # fmt: skip
        for text in texts:
            yield state.with_file(path, text)


def edits_of_settings(state: State) -> Iterator[State]:
    for values in (
        {"title": "T"}, {"description": "D"}, {"language": "de"}, {"author": "A"}, {"assistant": "B"},
        {"base_url": "https://example.org/x/"}, {"id": "tag:e,2026:y"}, {"nav": (NavItem("N", "/about.html"),)},
        {"day_title": "{date}"}, {"task_order": "file"}, {"day_order": "analysis"}, {"page_size": 1}, {"page_size": 9},
        {"feed_size": 1}, {"feed_size": 9}, {"feed_timezone": "Asia/Kolkata"}, {"feed_hub": "https://hub.example/"},
        {"feed_id": "urn:old"}, {"feed_aliases": (("/old.xml", "atom"),)}, {"feed_aliases": ()}, {"day_url": "/{date}/"}, {"week_url": "/w/{week}.html"}, {"month_url": "/m/{month}.html"},
        {"year_url": "/y/{year}.html"}, {"tag_url": "/t/{slug}/"}, {"project_url": "/p/{slug}/"},
    ):  # fmt: skip
        yield state.with_settings(**values)


@dataclass(frozen=True)
class Shown:
    """A page with its inputs and its view: all that a template could print, or the bytes."""

    page: Page
    inputs: Any
    view: Any


def shown(planned: Plan) -> dict[str, Shown]:
    """Build the view of each page by its address, and of each segment by that and its number."""
    views = {}
    for page in planned.pages:
        one = _shown(page, planned, page.inputs(planned.content))
        views[page.address] = one
        parts = page.kind.segments or page.kind.parts
        for number, inputs in enumerate(parts(one.inputs) if parts else ()):
            views[f"{page.address}#{number}"] = _shown(page, planned, inputs)
    return views


def _shown(page: Page, planned: Plan, inputs: Any) -> Shown:
    if page.kind.is_copy:
        return Shown(page, inputs, inputs.digest)
    return Shown(page, inputs, (page.kind.template, planned.site, page.view(planned.site, inputs)))


def keys(planned: Plan, pages: Mapping[str, Shown]) -> dict[str, str]:
    """Compute the key of each page and each segment, by its name in `pages`."""
    found = PageKeys(context(planned.site, (), ""), planned.content)
    return {name: found.key_of_inputs(one.page, one.inputs) for name, one in pages.items()}
