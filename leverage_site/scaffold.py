"""What a new site, a new record and a new theme look like, and what of it must be made the author's own."""

import re
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from leverage_site.files import create, os_reason
from leverage_site.output.folder import OUTPUT
from leverage_site.problems import Place, Problem, catalog
from leverage_site.records.discover import CONTENT, RECORDS
from leverage_site.records.model import Library, Record
from leverage_site.render.theme_chain import ASSETS, BUNDLED, CONFIG, CONTRACT, TEMPLATES
from leverage_site.settings import FILE, SETTINGS, THEMES, Settings, bundled_themes, is_theme_name, place_of
from leverage_site.urls import invalid_reason

IGNORE = ".gitignore"
FOLDER_HINT = "Put a folder in its place. Nothing was written there."
_NO_NAME = re.compile(r"[^a-z0-9]+")

# Nobody can have these names: RFC 2606 keeps them for examples.
_DOMAINS = ("example.com", "example.net", "example.org", "example", "invalid")
_ID_HINT = "Put in a domain of your own, and never change it once it is published: feed readers know days by it."
_ANONYMOUS = next(setting.default for setting in SETTINGS if setting.field == "author")

_SETTINGS = """\
# Every setting is shown by `leverage-site config`, with the value in force.

[site]
# The site's identity for feed readers. Put your own domain in before you publish; once published, never change it.
id = "tag:example.org,{year}:{name}"
# Where the site will be published; it may have a path, such as https://example.org/blog/.
base_url = "https://example.org/"
# Who writes the records. Feeds and search engines are told; without it they read "the author".
# author = ""
title = "Leverage Records"
assistant = "AI"
nav = [{{ title = "About", url = "/about.html" }}]
"""

SAMPLE_TASK = "Describe what was done"
_SAMPLE_HINT = "It is the sample that `init` wrote: make it that day's, or delete it. Nothing was changed."

_SAMPLE = f"""\
---
date: {{date}}
draft: true
tags: [AI]
tasks:
- task: "{SAMPLE_TASK}"
  human: 4h
  ai: 15m
  supervision: 3m
  project: first-steps
---
What kind of day it was: everything before the first heading is the lead, and the summary in lists.

## Analysis

What the figures do not tell.
"""

# Behind a colon stands a blank, so that only the value is left to write.
_EMPTY = "".join(f"  {key}: \n" for key in ("human", "ai", "supervision", "project"))
_RECORD = f"""\
---
date: {{date}}
draft: true
tags: []
# Each task begins with a dash. `human` is what a person would have needed, such as 8h, `ai` what the assistant
# took, such as 20m; the last two may be left out.
tasks:
- task: ""
{_EMPTY}---
"""

_ABOUT = """\
---
title: About these records
---
Each record is one day: what a person would have needed for each task, what the assistant took, and what it cost to
supervise. The **leverage factor** is the one divided by the other; the average of a day is the sum of the human
estimates divided by the sum of the assistant's time.
"""

_PARTIAL = """\
These records count what an AI assistant did and what a person would have needed for the same work.
The human figures are estimates.
"""

_THEME_CONFIG = f"""\
name = "NAME"
contract = {CONTRACT}
extends = "default"
"""

_THEME_BASE = """\
{% extends "default/base.html" %}
{# The frame of every page. This adds a stylesheet behind the default's, so that what it says wins. #}
{% block styles %}
{{ super() }}
<link rel="stylesheet" href="{{ view.head.root }}{{ site.assets["NAME.css"] }}">
{% endblock %}
"""

_THEME_DAY = """\
{% extends "default/day.html" %}
{# The page of a day. A block that stands here replaces the default's; super() is what the default shows in it.
   docs/themes.md lists all blocks, and what `site` and `view` hold. #}
{% block figures %}
{{ super() }}
<p class="aside">Leverage is the time a person would have needed, divided by {{ view.assistant_name }} time.</p>
{% endblock %}
"""

_THEME_STYLES = """\
/* Read after the default's style.css: its first lines name every colour that can be set here. */
:root {
  --accent: light-dark(#0b5c63, #7fd0d6);
}
"""

_THEME_FILES = {
    CONFIG: _THEME_CONFIG,
    f"{TEMPLATES}/base.html": _THEME_BASE,
    f"{TEMPLATES}/day.html": _THEME_DAY,
    f"{ASSETS}/NAME.css": _THEME_STYLES,
}


def init(root: Path, today: date) -> list[Path]:
    """Start a site in `root`, which must not have one, and return the files that were written.

    What is there stays, such as a README, `.git` and a `.gitignore`. The sample record is a draft of two days ago,
    so that those of today and yesterday can be started next.
    """
    obstacle = ""
    try:
        if root.is_symlink():
            obstacle = "it is a symbolic link"
        elif root.is_dir():
            there = {path.name for path in root.iterdir()}
            obstacle = next((f"it has {name} already" for name in (FILE, CONTENT) if name in there), "")
        elif root.exists():
            obstacle = "it is not a folder"
        real = root.resolve().name
        is_ignored = (root / IGNORE).exists() or (root / IGNORE).is_symlink()
    except (OSError, RuntimeError) as error:
        raise catalog.READ_FAILED.error(Place(root.as_posix()), reason=os_reason(error)) from None
    if obstacle:
        raise catalog.NO_PLACE.error(Place(root.as_posix()), name=root.as_posix(), reason=obstacle)
    name = _NO_NAME.sub("-", real.lower()).strip("-") or "leverage"
    sample = today - timedelta(days=2)
    files = {
        FILE: _SETTINGS.format(year=today.year, name=name),
        record_path(sample): _SAMPLE.format(date=sample.isoformat()),
        f"{CONTENT}/pages/about.md": _ABOUT,
        f"{CONTENT}/partials/about-records.md": _PARTIAL,
        **({} if is_ignored else {IGNORE: f"/{OUTPUT}/\n"}),
    }
    return _create(root, files)


def is_output_ignored(root: Path) -> bool:
    """Whether git is told to pass over what is built in the site at `root`."""
    try:
        lines = (root / IGNORE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(line.strip().strip("/") == OUTPUT for line in lines)


def new(root: Path, library: Library, day: date) -> Path:
    """Start the record of `day` for the site at `root`, and return its file; never overwrite one."""
    records = [record for record in (*library.records, *library.withdrawn) if record.date == day]
    of_day = [record.path for record in records]
    # What day an unfinished draft is of, only its name can tell.
    of_day += [path for path in library.unfinished if PurePosixPath(path).name.startswith(day.isoformat())]
    if of_day:
        hint = _SAMPLE_HINT if any(map(_is_sample, records)) else None
        raise catalog.RECORD_EXISTS.error(Place(of_day[0]), date=day.isoformat(), hint=hint)
    path = record_path(day)
    check_folders(root, path)
    if (root / path).exists() or (root / path).is_symlink():
        raise catalog.RECORD_EXISTS.error(Place(path), date=day.isoformat())
    return _create(root, {path: _RECORD.format(date=day.isoformat())})[0]


def create_theme(root: Path, name: str) -> list[Path]:
    """Create theme `name` of the site at `root`: all of its files or none.

    Returns:
        The files that were written.

    Raises:
        ProblemError: where the name cannot be a theme's, something has it already, or writing fails.
    """
    texts = {path.replace("NAME", name): text.replace("NAME", name) for path, text in _THEME_FILES.items()}
    return write_theme(root, name, texts)


def write_theme(root: Path, name: str, texts: dict[str, str]) -> list[Path]:
    """Write the files of a new theme, by their paths in it, as `create_theme` does."""
    if not is_theme_name(name) or invalid_reason(f"/{name}"):
        raise catalog.BAD_THEME_NAME.error(Place(THEMES), name=name)
    folder, place = root / THEMES / name, Place(f"{THEMES}/{name}")
    try:
        if folder.is_symlink() or folder.exists() or (name != BUNDLED and (bundled_themes() / name).is_dir()):
            raise catalog.THEME_EXISTS.error(place, name=name)
        if (folder.parent.is_symlink() or folder.parent.exists()) and not folder.parent.is_dir():
            raise catalog.WRITE_FAILED.error(Place(THEMES), reason="it is not a folder")
        return create(folder, texts)
    except OSError as error:
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None


def placeholders(root: Path, settings: Settings, library: Library) -> list[Problem]:
    """Return a note for each thing in a site that is still an example; `library` has its drafts."""
    notes = []
    for key, value, hint in (("id", settings.id, _ID_HINT), ("base_url", settings.base_url, None)):
        if f".{_authority(value)}".endswith(tuple(f".{domain}" for domain in _DOMAINS)):
            notes.append(catalog.PLACEHOLDER.at(place_of(root, "site", key), key=key, value=value, hint=hint))
    if settings.author == _ANONYMOUS:
        notes.append(catalog.NO_AUTHOR.at(place_of(root, "site", "site")))
    samples = filter(_is_sample, library.records)
    return [*notes, *(catalog.SAMPLE_RECORD.at(Place(record.path)) for record in samples)]


def record_path(day: date) -> str:
    """Return where the record of `day` is put, relative to the site."""
    return f"{RECORDS}/{day.year:04}/{day.isoformat()}.md"


def check_folders(root: Path, path: str) -> None:
    """Refuse `path`, relative to the site, where a folder on the way to it is one that readers do not follow.

    Only content/ and the folders directly in it may be links. Raises ProblemError.
    """
    for depth, parent in enumerate(reversed(PurePosixPath(path).parents[:-1])):
        folder = root / parent
        try:
            is_link = folder.is_symlink()
            is_other = (is_link or folder.exists()) and not folder.is_dir()
        except OSError as error:
            raise catalog.WRITE_FAILED.error(Place(str(parent)), reason=os_reason(error)) from None
        if is_other or (is_link and depth > 1):
            reason = "it is a symbolic link, which is not followed" if is_link else "it is not a folder"
            raise catalog.WRITE_FAILED.error(Place(str(parent)), reason=reason, hint=FOLDER_HINT)


def _create(top: Path, files: dict[str, str]) -> list[Path]:
    try:
        return create(top, files)
    except OSError as error:
        place = Place(str(error.filename or top))
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None


def _is_sample(record: Record) -> bool:
    return any(task.task == SAMPLE_TASK for task in record.body.get().tasks)


def _authority(uri: str) -> str:
    """Return the domain that a `tag:` or any other URI is named after."""
    if uri.lower().startswith("tag:"):
        return uri[4:].partition(",")[0].rpartition("@")[2].lower()
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""
