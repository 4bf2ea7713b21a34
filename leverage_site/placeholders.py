"""What `init` made up, and must be the author's own before a site is published."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from leverage_site import build
from leverage_site.problems import Place, Problem, catalog
from leverage_site.records.discover import Listing
from leverage_site.records.file_cache import FileCache
from leverage_site.records.model import Library
from leverage_site.scaffold import SAMPLE_TASK
from leverage_site.settings import SETTINGS, Settings, place_of

# Nobody can have these names: RFC 2606 keeps them for examples.
_DOMAINS = ("example.com", "example.net", "example.org", "example", "invalid")
_ID_HINT = "Put in a domain of your own, and never change it once it is published: feed readers know days by it."
_ANONYMOUS = next(setting.default for setting in SETTINGS if setting.field == "author")


def placeholders(root: Path, memory: FileCache | None = None, listing: Listing | None = None) -> list[Problem]:
    """A note for each thing in the site at `root`, drafts included, that is still an example.

    `memory` and `listing` are as for any reading. Raises ProblemError where the settings cannot be read.
    """
    settings, library, _ = build.read(root, drafts=True, memory=memory, listing=listing)
    return [*_of_settings(root, settings), *_of_records(library)]


def _of_settings(root: Path, settings: Settings) -> Iterator[Problem]:
    for key, value, hint in (("id", settings.id, _ID_HINT), ("base_url", settings.base_url, None)):
        if f".{_authority(value)}".endswith(tuple(f".{domain}" for domain in _DOMAINS)):
            yield catalog.PLACEHOLDER.at(place_of(root, "site", key), key=key, value=value, hint=hint)
    if settings.author == _ANONYMOUS:
        yield catalog.NO_AUTHOR.at(place_of(root, "site", "site"))


def _authority(uri: str) -> str:
    """The domain that a `tag:` or any other URI is named after."""
    if uri.lower().startswith("tag:"):
        return uri[4:].partition(",")[0].rpartition("@")[2].lower()
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""


def _of_records(library: Library) -> Iterator[Problem]:
    for record in library.records:
        if any(task.task == SAMPLE_TASK for task in record.body.get().tasks):
            yield catalog.SAMPLE_RECORD.at(Place(record.path))
