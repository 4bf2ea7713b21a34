"""What is wrong with a page, before it is known on how many pages it is."""

from typing import NamedTuple

from leverage_site.problems.catalog import Code
from leverage_site.theme_check.markup import Tag


class Finding(NamedTuple):
    """A fault of a page: its kind, the tag it is at (None for the page as a whole), and what the message says.

    Findings with one `code` and `key` are one fault of the theme, on whichever pages they are.
    """

    code: Code
    tag: Tag | None
    key: str
    values: dict[str, str]
    hint: str | None = None
