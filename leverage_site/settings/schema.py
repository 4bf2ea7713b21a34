"""What leverage.toml may say: `Settings` are its values, and every setting is one row of `SETTINGS`.

`docs/settings.md` is generated from the rows.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, NamedTuple

from leverage_site import urls
from leverage_site.dates import is_time_zone
from leverage_site.problems import Place
from leverage_site.settings import addresses
from leverage_site.settings.addresses import base_url
from leverage_site.settings.targets import PublishTarget
from leverage_site.text import FORBIDDEN, fill_pattern, pattern_fields, text_of_one_line
from leverage_site.values import value

ALIASES = "aliases"
THEMES = "themes"
LANGUAGES = "languages"
# Refuted claims that a site has from before.
CLAIMS_BASELINE = "claims-baseline.json"
# As long as a name may be in a record.
MAX_NAME = 60
# Who writes a site that names nobody.
NOBODY = "the author"
# What a day is called where neither the record nor the settings say it.
DAY_TITLE = "Leverage Record: {month_name} {day}, {year}"
# The formats of feeds.
FEED_FORMATS = ("rss", "atom", "json")
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
_BLANKS = re.compile(r"\s++")


class NavItem(NamedTuple):
    """An entry of the navigation: one of the `NAV_PAGES`, the address of a page of the site, or an absolute one.

    Either `page` or `url` is empty; without a `title` a page has its usual one.
    """

    title: str
    url: str
    page: str = ""

    def plain(self) -> str | dict[str, str]:
        """Return the entry as the setting has it: a name, or a table."""
        if self.page and not self.title:
            return self.page
        return {key: text for key, text in self._asdict().items() if text}


class UnknownPagesError(ValueError):
    """The `names` in a navigation that are none of the `NAV_PAGES`."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


# What the setting calls the pages that every site may list, and those that it lists without the setting.
NAV_PAGES = ("records", "dashboard", "archive", "tasks", "about", "projects", "tags", "feeds")
USUAL_NAV = tuple([NavItem("", "", page) for page in NAV_PAGES[:5]])


class Alias(NamedTuple):
    """A further name of a project or a tag, the name that it stands for, and its place in the file."""

    name: str
    target: str
    place: Place


@value
class Settings:
    """What leverage.toml says, as plain values; `base_url` ends in a slash."""

    id: str
    base_url: str
    title: str = "Leverage Records"
    description: str = "What each day of work with an AI assistant amounted to."
    language: str = "en"
    author: str = NOBODY
    assistant: str = "AI"
    theme: str = "default"
    sitemap: str = "/sitemap.xml"
    nav: tuple[NavItem, ...] = USUAL_NAV
    day_title: str = DAY_TITLE
    day_order: str = "log"
    task_order: str = "factor"
    page_size: int = 20
    fragments: bool = False
    publish_claims: bool = False
    feed_size: int = 30
    feed_timezone: str = "UTC"
    feed_hub: str = ""
    feed_id: str = ""
    feed_aliases: tuple[tuple[str, str], ...] = ()
    day_url: str = "/posts/{year}/{date}-leverage-record.html"
    week_url: str = "/weeks/{week}.html"
    month_url: str = "/months/{month}.html"
    year_url: str = "/years/{year}.html"
    tag_url: str = "/tags/{slug}.html"
    project_url: str = "/projects/{slug}.html"
    project_aliases: tuple[Alias, ...] = ()
    tag_aliases: tuple[Alias, ...] = ()
    targets: tuple[PublishTarget, ...] = ()


class Setting(NamedTuple):
    """One setting: where it stands in the file, the field of `Settings` that it fills, what it may be.

    `read` gives the value of a TOML value, or None where it is none; of an address it may raise AddressError.
    `example` stands where it must be set.
    """

    section: str
    key: str
    field: str
    read: Callable[[Any], Any]
    allowed: str
    meaning: str
    example: str | None = None

    @property
    def default(self) -> Any:
        """The value without the setting, or None where it must be set."""
        return next(
            (f.default for f in fields(Settings) if f.name == self.field and f.default is not MISSING), None
        )

    def plain(self, value: Any) -> Any:
        """Return a value of `Settings` as leverage.toml would have it: texts, numbers, lists and tables."""
        if self.field == "nav":
            return [item.plain() for item in value]
        is_table = ALIASES in (self.section, self.key)
        return {name: target for name, target, *_ in value} if is_table else value


def bundled_themes() -> Path:
    """Return the themes' folder of an installed package, or of the checkout that an editable install points to."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / THEMES
    return packaged if packaged.is_dir() else package.parent / THEMES


def bundled_languages() -> Path:
    """Return the folder of the catalogs that came with the program."""
    return Path(__file__).resolve().parents[1] / "language"


def is_theme_name(name: str) -> bool:
    """Whether a theme may be called `name`."""
    return _THEME.fullmatch(name) is not None


def _matching(fits: Callable[[str], Any]) -> Callable[[Any], str | None]:
    return lambda value: value if text_of_one_line(value) and fits(value) else None


def _id(value: Any) -> str | None:
    """Return an identity as it is written, since feed readers compare it; an address must be one all the same."""
    if text_of_one_line(value) and value.lower().startswith(("http:", "https:")):
        addresses.web_url(value)
    return _matching(_ID.fullmatch)(value)


def _web_url(value: Any) -> str | None:
    """Return an absolute address in its encoded form, or None. May raise AddressError."""
    return addresses.web_url(value) if text_of_one_line(value) and len(value) <= urls.MAX_URL else None


def _nav(value: Any) -> tuple[NavItem, ...] | None:
    """Return the entries of the navigation; those that name no page follow the usual ones.

    Raises UnknownPagesError for pages that no site has, and AddressError for what can be no address.
    """
    entries: list[Any] = value if isinstance(value, list) else [None]
    items = [_nav_item(entry) for entry in entries]
    if unknown := tuple([item.page for item in items if item and item.page and item.page not in NAV_PAGES]):
        raise UnknownPagesError(unknown)
    listed = tuple([item for item in items if item])
    if len(listed) < len(items):
        return None
    return listed if any(item.page for item in listed) else (*USUAL_NAV, *listed)


def _nav_item(entry: Any) -> NavItem | None:
    """Return an entry of the navigation; the page that it names need not be one."""
    fields = {"page": entry} if isinstance(entry, str) else entry if isinstance(entry, dict) else {}
    texts = {key: text for key, value in fields.items() if (text := text_of_one_line(value))}
    match tuple(sorted(texts)) if len(texts) == len(fields) else ():
        case ("page",) | ("page", "title"):
            return NavItem(texts.get("title", ""), "", texts["page"])
        case ("title", "url"):
            href = _href(texts["url"])
            return NavItem(texts["title"], href) if href else None
    return None


def _href(url: str) -> str | None:
    """Return where an entry leads: the address of a page stays as it is written, any other is encoded."""
    if len(url) > urls.MAX_URL:
        return None
    addresses.check_text(url)
    if url.lower().startswith(("http:", "https:")):
        return addresses.web_url(url)
    if url.startswith("/") and not url.startswith("//"):
        addresses.check_path(url, _PATH.match(url)[0])  # type: ignore[index]
        return url
    return addresses.encoded(url) if _MAIL.match(url) else None


def _size(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000 else None


def _switch(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _feed_aliases(value: Any) -> tuple[tuple[str, str], ...] | None:
    """Return addresses of files with a format of feeds each."""
    if not isinstance(value, dict):
        return None
    pairs = tuple(value.items())
    is_sound = all(text_of_one_line(form) in FEED_FORMATS and is_feed_address(address) for address, form in pairs)
    return pairs if is_sound else None


def is_feed_address(address: str) -> bool:
    """Whether an older feed may be kept at an address: it must be that of a file."""
    return not address.endswith("/") and urls.invalid_reason(address) is None


def _is_sitemap(address: str) -> bool:
    """Whether the sitemap may have an address: one in a folder speaks for that folder alone."""
    is_top = address.startswith("/") and address.count("/") == 1
    return is_top and address.endswith(".xml") and urls.invalid_reason(address) is None


def _aliases(value: Any) -> tuple[tuple[str, str], ...] | None:
    """Return the names on the left with those on the right, each as records have them."""
    if not isinstance(value, dict):
        return None
    pairs = [(_name(name), _name(target)) for name, target in value.items()]
    named = tuple([(name, target) for name, target in pairs if name and target])
    return named if len(named) == len(pairs) else None


def _name(value: Any) -> str | None:
    if not isinstance(value, str) or FORBIDDEN.search(value):
        return None
    name = unicodedata.normalize("NFC", _BLANKS.sub(" ", value).strip())
    return name if 0 < len(name) <= MAX_NAME else None


def _permalink(kind: str, allowed: frozenset[str], needed: str) -> Setting:
    """Return the setting of a pattern of addresses that may use the `allowed` fields, and has the needed one."""

    def read(value: Any) -> str | None:
        if (
            text_of_one_line(value) is None
            or not pattern_fields(value) <= allowed
            or needed not in pattern_fields(value)
        ):
            return None
        plain = fill_pattern(value, dict.fromkeys(allowed, "x"))
        return value if urls.is_page_address(plain) else None

    return Setting(
        "permalinks",
        kind,
        field=f"{kind}_url",
        read=read,
        allowed=f"a path that begins with a slash and ends in .html or a slash, with {{{needed}}} in it",
        meaning=f"The address of a {kind}.",
    )


SETTINGS = (
    Setting(
        "site",
        "id",
        field="id",
        read=_id,
        allowed="a URI that is yours for ever, such as tag:example.org,2026:leverage",
        meaning="The site's identity for feed readers. `init` writes an example: put in a domain of your own "
        "before you publish. Once published, never change it, not even with the domain.",
        example='"tag:example.org,2026:leverage"',
    ),
    Setting(
        "site",
        "base_url",
        field="base_url",
        read=base_url,
        allowed="an absolute address such as https://example.org/blog/",
        meaning="Where the site is published; it may have a path. Pages write it with the host in ASCII, "
        "all else percent-encoded.",
        example='"https://example.org/"',
    ),
    Setting(
        "site", "title", field="title", read=text_of_one_line, allowed="a text", meaning="The name of the site."
    ),
    Setting(
        "site",
        "description",
        field="description",
        read=text_of_one_line,
        allowed="a text",
        meaning="One sentence for feeds and search engines.",
    ),
    Setting(
        "site",
        "language",
        field="language",
        read=_matching(_LANGUAGE.fullmatch),
        allowed="a language tag such as en",
        meaning="The language of what you write, and of the pages where there is a [catalog](languages.md) of it: "
        "German has one, and you can add others. Without one, what pages say is English, and marked as such.",
    ),
    Setting(
        "site",
        "author",
        field="author",
        read=text_of_one_line,
        allowed="a text",
        meaning="Who writes the records.",
    ),
    Setting(
        "site",
        "assistant",
        field="assistant",
        read=text_of_one_line,
        allowed="a text",
        meaning="What pages call the AI assistant that did all tasks which name none.",
    ),
    Setting(
        "site",
        "theme",
        field="theme",
        read=_matching(is_theme_name),
        allowed="the name of a theme",
        meaning="A folder of `themes/`, or `default` or `plain`.",
    ),
    Setting(
        "site",
        "sitemap",
        field="sitemap",
        read=_matching(_is_sitemap),
        allowed="a name below the site's root, such as /sitemap-log.xml",
        meaning="The address of the sitemap; by a name of its own it can lie beside that of a host.",
    ),
    Setting(
        "site",
        "nav",
        field="nav",
        read=_nav,
        allowed=f"a list of {json.dumps(NAV_PAGES)[1:-1]}, "
        '{ page = "archive", title = "Calendar" } and { title = "Code", url = "https://example.org/code" }',
        meaning="The navigation in its order: pages by name, a page under another title, and addresses. A page "
        "that the list leaves out is not in the navigation; a list that names no page is added to the usual ones. "
        "A page is in it once it has something to show, `about` where there is an `/about.html`.",
    ),
    Setting(
        "pages",
        "day_title",
        field="day_title",
        read=_matching(lambda value: pattern_fields(value) <= DAY_FIELDS),
        allowed=f"a text that uses only these: {', '.join(sorted(DAY_FIELDS))}",
        meaning="The title of a day without a title of its own.",
    ),
    Setting(
        "pages",
        "day_order",
        field="day_order",
        read=_matching(lambda value: value in ("log", "analysis")),
        allowed='"log" or "analysis"',
        meaning="What follows the lead of a day: its task log and statistics, or the rest of its text.",
    ),
    Setting(
        "pages",
        "task_order",
        field="task_order",
        read=_matching(lambda value: value in ("factor", "file")),
        allowed='"factor" or "file"',
        meaning="The order of a day's tasks: by leverage factor, highest first, or as in the file.",
    ),
    Setting(
        "pages",
        "size",
        field="page_size",
        read=_size,
        allowed="a number from 1 to 1000",
        meaning="Days on one page of a list; the first page of the index has the newest five at most.",
    ),
    Setting(
        "pages",
        "fragments",
        field="fragments",
        read=_switch,
        allowed="true or false",
        meaning="Whether each page lies below `/fragments/` as JSON, too, for a host to put into its own pages.",
    ),
    Setting(
        "claims",
        "publish",
        field="publish_claims",
        read=_switch,
        allowed="true or false",
        meaning="Whether the page of a day says how many statements of its text follow from the records, with "
        "`/data/claims.json` behind it, in which each of them stands.",
    ),
    Setting(
        "feed",
        "size",
        field="feed_size",
        read=_size,
        allowed="a number from 1 to 1000",
        meaning="Entries in a feed, the newest ones; older days and weeks are in archives by month.",
    ),
    Setting(
        "feed",
        "timezone",
        field="feed_timezone",
        read=_matching(is_time_zone),
        allowed="the name of a time zone, such as Europe/Berlin",
        meaning="Where days begin: feeds stamp a day 00:00 there. No id changes with it.",
    ),
    Setting(
        "feed",
        "hub",
        field="feed_hub",
        read=lambda value: "" if value == "" else _web_url(value),
        allowed="an address that begins with https:// or http://, or nothing",
        meaning="A WebSub hub that feeds name, for readers that want to be told of news at once.",
    ),
    Setting(
        "feed",
        "id",
        field="feed_id",
        read=lambda value: "" if value == "" else _id(value),
        allowed="a URI, as the feed of an older site has it, or nothing",
        meaning="The id of the feed of all days, where it goes on with an older one; by default that of the site. "
        "`import --feed` writes it.",
    ),
    Setting(
        "feed",
        "aliases",
        field="feed_aliases",
        read=_feed_aliases,
        allowed='a table of addresses of files, such as { "/index.xml" = "rss", "/blog.atom" = "atom" }',
        meaning="Addresses at which older sites had their feed, with its format: the feed of all days is there, "
        "too.",
    ),
    _permalink("day", DAY_FIELDS, "date"),
    *(_permalink(kind, allowed, kind) for kind, allowed in PERIOD_FIELDS.items()),
    *(_permalink(kind, frozenset({"slug"}), "slug") for kind in ("tag", "project")),
    *(
        Setting(
            ALIASES,
            f"{kind}s",
            field=f"{kind}_aliases",
            read=_aliases,
            allowed='a table of names, such as "front end" = "front-end"',
            meaning=f'Further names of {kind}s. Below `[aliases.{kind}s]`, `"front end" = "front-end"` makes the '
            "two one in all records at once, spelled as on the right. The old address leads to the new one.",
        )
        for kind in ("project", "tag")
    ),
)
