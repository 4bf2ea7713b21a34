"""What the site has already, and what an import adds to it: record files, URLs, and ids of feed entries.

Imported pages claim their old URL and feed id in a `Registry`; a record file is compared with what is there before
it is written.
"""

import datetime as dt
import difflib
import os
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from leverage_site.build import Site
from leverage_site.dates import date_values
from leverage_site.files import create, os_reason
from leverage_site.importing.draft import Draft
from leverage_site.importing.formats.days import day_in
from leverage_site.pages.checks import folded
from leverage_site.problems import Place, Problem, catalog
from leverage_site.scaffold import check_folders, record_path
from leverage_site.settings import Settings
from leverage_site.text import fill_pattern
from leverage_site.urls import MAX_URL, absolute, file_of, is_page_address
from leverage_site.values import value

MAX_DIFF_LINES = 4_000
HINT = "Mend this and import again: records that were written stay, this one is as it was."


@value
class Registry:
    """The record files of days; for URLs and feed ids, the file that they belong to; the folders that URLs need.

    URLs and folders are case-folded output paths.
    """

    days: dict[dt.date, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    @classmethod
    def from_site(cls, site: Site) -> "Registry":
        """Return what a site has, with its drafts."""
        records = (*site.library.records, *site.library.withdrawn)
        urls = {folded(page.address): page.path for page in site.plan.pages}
        return cls(
            {record.date: record.path for record in records},
            urls,
            {record.id: record.path for record in records if record.id},
            {folder for file in urls for folder in _folders(file)},
        )

    def path(self, day: dt.date) -> str:
        """Return the file of the record of `day`, which may be still to come."""
        return self.days.get(day, record_path(day))

    def claim_url(self, address: str, day: dt.date) -> bool:
        """Claim `address` for the record of `day`; False if another has it, or it needs a file as folder."""
        file = folded(address)
        if any(folder in self.urls for folder in _folders(file)) or file in self.folders:
            return False
        self.folders.update(_folders(file))
        return self.urls.setdefault(file, self.path(day)) == self.path(day)

    def claim_id(self, entry_id: str, day: dt.date) -> bool:
        """Claim the id of a feed entry for the record of `day`; False if it is another's."""
        return self.ids.setdefault(entry_id, self.path(day)) == self.path(day)


def _folders(file: str) -> Iterator[str]:
    return (file[:end] for end, letter in enumerate(file) if letter == "/")


def keep_addresses(
    draft: Draft,
    url: str | None,
    aliases: tuple[str, ...],
    *,
    registry: Registry,
    settings: Settings,
    redirects: bool,
    place: Place,
) -> tuple[Draft, list[Problem]]:
    """Keep the addresses that a page had on the older site.

    Args:
        draft: The record of the page.
        url: Where the page was. It stays there, or with `redirects`, redirects from there.
        aliases: Further addresses to redirect from.
        registry: In which the addresses are claimed.
        settings: Those of this site.
        redirects: Whether pages get this site's addresses.
        place: Of problems.

    Returns:
        The draft with its addresses, and a problem for each that cannot be kept.
    """
    problems = []
    usual = file_of(fill_pattern(settings.day_url, date_values(draft.date)))
    for old in filter(None, (url, *aliases)):
        address = _claim_old_url(old, draft.date, settings, registry)
        if address is None:
            problems.append(catalog.NOT_AN_OLD_ADDRESS.at(place, url=old))
        elif file_of(address) == usual:
            continue
        elif old == url and not redirects:
            draft = replace(draft, url=address)
        else:
            draft = replace(draft, aliases=tuple(dict.fromkeys((*draft.aliases, address))))
    return draft, problems


def _claim_old_url(url: str, day: dt.date, settings: Settings, registry: Registry) -> str | None:
    """Claim the address here of a page that was at `url`.

    Returns:
        The path below that of this site; None if it is elsewhere, or another page has it. Pages that differ in
        their query alone have no address of their own.
    """
    try:
        split = urlsplit(url) if len(url) <= MAX_URL else None
    except ValueError:
        split = None
    if split is None or split.query:
        return None
    base, path = unquote(urlsplit(absolute(settings.base_url, "/")).path), unquote(split.path) or "/"
    forms = [unicodedata.normalize(form, base) for form in ("NFC", "NFD")]
    base = next((form for form in forms if path.startswith(form)), "")
    address = "/" + path.removeprefix(base)
    if not base or not is_page_address(address):
        return None
    # The usual address of another day is that of its record, which may be still to come.
    other = day_in(address)
    if other and other != day and file_of(address) == file_of(fill_pattern(settings.day_url, date_values(other))):
        return None
    return address if registry.claim_url(address, day) else None


@value
class RecordTarget:
    """The file of a record, relative to the site, and how what is there relates to what is imported."""

    path: str
    state: Literal["new", "unchanged", "differs"]
    diff: str = ""


def compare_with_file(root: Path, path: str, text: str) -> RecordTarget:
    """Compare the record that would be written to `path`, relative to `root`, with what is there.

    Raises ProblemError where none can be written there, or what is there cannot be read.
    """
    check_folders(root, path)
    try:
        existing = (root / path).read_bytes()
    except FileNotFoundError:
        return RecordTarget(path, "new")
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(path), reason=os_reason(error)) from None
    if existing == text.encode():
        return RecordTarget(path, "unchanged")
    old, new = existing.decode(errors="replace").splitlines(), text.splitlines()
    if max(len(old), len(new)) > MAX_DIFF_LINES:
        return RecordTarget(path, "differs", f"{path}: too long to be compared line by line")
    return RecordTarget(
        path, "differs", "\n".join(difflib.unified_diff(old, new, path, "as imported", lineterm="", n=1))
    )


def write_record(root: Path, path: str, text: str, *, overwrite: bool) -> None:
    """Write a record, whole or not at all; a file that is there is only replaced with `overwrite`.

    Raises ProblemError where it cannot be written.
    """
    check_folders(root, path)
    file = root / path
    waiting = file.with_name(f".{file.name}.importing")
    try:
        waiting.unlink(missing_ok=True)
        create(waiting.parent, {waiting.name: text})
        if overwrite:
            os.replace(waiting, file)  # noqa: PTH105 (its errors name both)
        else:
            _rename_exclusively(waiting, file)
    except OSError as error:
        reason = os_reason(error)
        raise catalog.WRITE_FAILED.error(Place(path), reason=reason, hint=HINT) from None
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def _rename_exclusively(waiting: Path, file: Path) -> None:
    """Give a file its name. Raises FileExistsError if another has it."""
    try:
        os.link(waiting, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        file.open("xb").close()
        try:
            os.replace(waiting, file)  # noqa: PTH105 (as above)
        except BaseException:
            file.unlink()
            raise
