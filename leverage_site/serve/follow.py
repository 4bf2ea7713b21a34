"""Keeps a preview up to date, and says what happened in a line for people."""

from collections.abc import Callable
from pathlib import Path

from leverage_site.records.discover import CONTENT, FOLDERS
from leverage_site.render.theme_chain import THEMES
from leverage_site.serve.preview import Preview
from leverage_site.serve.state import Change
from leverage_site.serve.watch import Watch
from leverage_site.text import counted

PAUSE = 0.05


def trees(preview: Preview) -> list[Path]:
    """The folders that the site is made from; those that may be links are named each."""
    content = preview.root / CONTENT
    levels = [level.folder for level in preview.latest.theme.chain]
    return [content, *(content / folder for folder in FOLDERS), preview.root / THEMES, *levels]


def follow(preview: Preview, watch: Watch, tell: Callable[[Change, int | None], None]) -> None:
    """Refresh `preview` whenever something may have changed, until `watch` is stopped.

    `tell` gets each change and the number of pages it changed, or None where the next one came before it was
    counted.
    """
    # Something may have changed after it was read and before it was watched.
    hinted = True
    while hinted or watch.wait():
        change = preview.refresh()
        # Who waits for a page goes first.
        hinted = change is not None and watch.wait(PAUSE)
        if change:
            tell(change, None if hinted else count(change, watch))


def count(change: Change, watch: Watch) -> int | None:
    """How many pages changed, or None where the next hint came first."""
    number = 0
    for changed in change.pages():
        if watch.pending:
            return None
        number += changed
    return number


def line(change: Change, pages: int | None) -> str:
    """`content/records/2026-04-07.md: 9 pages, 41 ms`."""
    first, *others = change.files
    what = f"{first} and {counted(len(others), 'more file')}" if others else first
    if change.after.errors and change.after.site is change.before.site:
        return f"{what}: the site is shown as it was before"
    number = "" if pages is None else f"{counted(pages, 'page')}, "
    return f"{what}: {number}{change.seconds * 1000:,.0f} ms"
