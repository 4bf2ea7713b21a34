"""Every setting is one row of `SETTINGS`; `docs/settings.md` is generated from the rows."""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from leverage_site import urls
from leverage_site.settings import aliases, checks
from leverage_site.settings.model import NavItem, Settings
from leverage_site.text import FORBIDDEN, fill_pattern, pattern_fields

ALIASES = "aliases"
DAY_FIELDS = frozenset({"date", "year", "month", "day", "month_name", "weekday", "week"})
PERIOD_FIELDS = {
    "week": frozenset({"week", "year"}),
    "month": frozenset({"month", "year"}),
    "year": frozenset({"year"}),
}

_ID = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s\"<>\\^`{|}]+")
_PATH = re.compile(r"[^?#]*+")
_MAIL = re.compile(r"mailto:.")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_THEME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class Setting(NamedTuple):
    """One setting: where it stands in the file, the field it fills, what it may be.

    `read` gives the value of a TOML value, or None where it is none; of an address it may raise UnfitError.
    `example` stands where it must be set.
    """

    section: str
    key: str
    field: str
    read: Callable[[Any], Any]
    wanted: str
    meaning: str
    example: str | None = None

    @property
    def default(self) -> Any:
        """The value without the setting, or None where it must be set."""
        return next(
            (f.default for f in fields(Settings) if f.name == self.field and f.default is not MISSING), None
        )


def _is_line(value: str) -> bool:
    return not FORBIDDEN.search(value) and not {"\n", "\t", "\r"} & set(value)


def is_theme_name(name: str) -> bool:
    """Whether a theme may be called `name`."""
    return _THEME.fullmatch(name) is not None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() and _is_line(value) else None


def _matching(fits: Callable[[str], Any]) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        return value if _text(value) and fits(value) else None

    return read


def base_url(value: Any) -> str | None:
    """An absolute address in its encoded form, with a slash at its end, or None. May raise UnfitError."""
    return checks.site_url(value) if _text(value) and len(value) <= urls.MAX_URL else None


def _id(value: Any) -> str | None:
    """An identity stays as it is written, since feed readers compare it; an address must be one all the same."""
    if _text(value) and value.lower().startswith(("http:", "https:")):
        checks.web_url(value)
    return _matching(_ID.fullmatch)(value)


_language = _matching(_LANGUAGE.fullmatch)


def _nav(value: Any) -> tuple[NavItem, ...] | None:
    if not isinstance(value, list):
        return None
    items = [_nav_item(entry) for entry in value]
    return tuple(item for item in items if item) if all(items) else None


def _nav_item(entry: Any) -> NavItem | None:
    if not isinstance(entry, dict) or set(entry) != {"title", "url"}:
        return None
    title, url = _text(entry["title"]), _text(entry["url"])
    href = _href(url) if url and len(url) <= urls.MAX_URL else None
    return NavItem(title, href) if title and href else None


def _href(url: str) -> str | None:
    """Where an entry of the navigation leads: a page stays as it is written, all else is encoded."""
    if url.lower().startswith(("http:", "https:")):
        return checks.web_url(url)
    checks.check_text(url)
    if url.startswith("/") and not url.startswith("//"):
        checks.check_path(url, _PATH.match(url)[0])  # type: ignore[index]
        return url
    return checks.encoded(url) if _MAIL.match(url) else None


def _size(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000 else None


def _order(value: Any) -> str | None:
    return value if value in ("factor", "file") else None


def _pattern(allowed: frozenset[str], needed: str) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if _text(value) is None or not pattern_fields(value) <= allowed or needed not in pattern_fields(value):
            return None
        plain = fill_pattern(value, dict.fromkeys(allowed, "x"))
        return value if urls.is_page_address(plain) else None

    return read


def _title_pattern(value: Any) -> str | None:
    return _text(value) if isinstance(value, str) and pattern_fields(value) <= DAY_FIELDS else None


_ADDRESS = "a path that begins with a slash and ends in .html or a slash"

SETTINGS = (
    Setting(
        "site",
        "id",
        "id",
        _id,
        "a URI that is yours for ever, such as tag:example.org,2026:leverage",
        "The site's identity for feed readers. Written once by `init`; never change it, not even with the domain.",
        '"tag:example.org,2026:leverage"',
    ),
    Setting(
        "site",
        "base_url",
        "base_url",
        base_url,
        "an absolute address such as https://example.org/blog/",
        "Where the site is published; it may have a path. Pages write it with the host in ASCII, "
        "all else percent-encoded.",
        '"https://example.org/"',
    ),
    Setting("site", "title", "title", _text, "a text", "The name of the site."),
    Setting("site", "description", "description", _text, "a text", "One sentence for feeds and search engines."),
    Setting(
        "site",
        "language",
        "language",
        _language,
        "a language tag such as en",
        "The language of what you write; what the themes say is English, and marked as such.",
    ),
    Setting("site", "author", "author", _text, "a text", "Who writes the records."),
    Setting(
        "site",
        "assistant",
        "assistant",
        _text,
        "a text",
        "What pages call the AI assistant that did all tasks which name none.",
    ),
    Setting(
        "site",
        "theme",
        "theme",
        _matching(is_theme_name),
        "the name of a theme",
        "A folder of `themes/`, or `default` or `plain`.",
    ),
    Setting(
        "site",
        "nav",
        "nav",
        _nav,
        'a list of { title = "About", url = "/about.html" }',
        "More entries for the navigation: pages of the site, or absolute addresses.",
    ),
    Setting(
        "pages",
        "day_title",
        "day_title",
        _title_pattern,
        f"a text that uses only these: {', '.join(sorted(DAY_FIELDS))}",
        "The title of a day without a title of its own.",
    ),
    Setting(
        "pages",
        "task_order",
        "task_order",
        _order,
        '"factor" or "file"',
        "The order of a day's tasks: by leverage factor, highest first, or as in the file.",
    ),
    Setting("pages", "size", "page_size", _size, "a number from 1 to 1000", "Days on one page of a list."),
    Setting("feed", "size", "feed_size", _size, "a number from 1 to 1000", "Days in the feed."),
    Setting(
        "permalinks",
        "day",
        "day_url",
        _pattern(DAY_FIELDS, "date"),
        f"{_ADDRESS}, with {{date}} in it",
        "The address of a day.",
    ),
    *(
        Setting(
            "permalinks",
            kind,
            f"{kind}_url",
            _pattern(allowed, kind),
            f"{_ADDRESS}, with {{{kind}}} in it",
            f"The address of a {kind}.",
        )
        for kind, allowed in PERIOD_FIELDS.items()
    ),
    *(
        Setting(
            "permalinks",
            kind,
            f"{kind}_url",
            _pattern(frozenset({"slug"}), "slug"),
            f"{_ADDRESS}, with {{slug}} in it",
            f"The address of a {kind}.",
        )
        for kind in ("tag", "project")
    ),
    *(
        Setting(
            ALIASES,
            f"{kind}s",
            f"{kind}_aliases",
            aliases.names,
            'a table of names, such as "front end" = "front-end"',
            f'Further names of {kind}s. Below `[aliases.{kind}s]`, `"front end" = "front-end"` makes the two one '
            "in all records at once, spelled as on the right. The old address leads to the new one.",
        )
        for kind in ("project", "tag")
    ),
)
