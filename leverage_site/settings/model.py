"""What leverage.toml says, as plain values."""

from dataclasses import dataclass
from typing import NamedTuple

from leverage_site.problems import Place


class NavItem(NamedTuple):
    """An entry of the navigation: a page of the site (`/about.html`) or an absolute address."""

    title: str
    url: str


class Alias(NamedTuple):
    """A further name of a project or a tag, the name that it stands for, and its place in the file."""

    name: str
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Settings:
    """What leverage.toml says; `base_url` ends in a slash."""

    id: str
    base_url: str
    title: str = "Leverage Records"
    description: str = "What each day of work with an AI assistant amounted to."
    language: str = "en"
    author: str = "the author"
    assistant: str = "AI"
    theme: str = "default"
    nav: tuple[NavItem, ...] = ()
    day_title: str = "Leverage Record: {month_name} {day}, {year}"
    task_order: str = "factor"
    page_size: int = 20
    feed_size: int = 20
    day_url: str = "/posts/{year}/{date}-leverage-record.html"
    week_url: str = "/weeks/{week}.html"
    month_url: str = "/months/{month}.html"
    year_url: str = "/years/{year}.html"
    tag_url: str = "/tags/{slug}.html"
    project_url: str = "/projects/{slug}.html"
    project_aliases: tuple[Alias, ...] = ()
    tag_aliases: tuple[Alias, ...] = ()
