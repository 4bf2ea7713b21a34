"""What a plan finds at a target, as problems: many paths are one of them, with a count and the first names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from leverage_site.problems import MAX_PROBLEMS, Place, Problem, catalog, quote
from leverage_site.publish.order import ASSETS, FEEDS, LISTS
from leverage_site.publish.plan import PublishPlan
from leverage_site.publish.receipt import Receipt
from leverage_site.publish.target import Obstacle, Target
from leverage_site.publish.web import NOT_READ
from leverage_site.text import count_noun

# So many names are told, and so many folders apart: what is in others is told together.
SHOWN = 3
MAX_GROUPS = 20

HOST_PAGE_HINT = (
    "It is the page that the theme was made of, and ours belongs in its place. Adopt a page that stays, then take "
    "this one away, in the host's sources too (docs/publishing.md, 'A page of the host in the way'). "
    "Nothing was changed."
)
ADOPTING_HINT = (
    "Move away what is there, or delete it: its bytes are neither those of this build nor those that were last "
    "published from here. Nothing was changed."
)
OBSTACLES = {"link": "the symbolic link", "folder": "the folder", "other": "the special file", "file": "the file"}
OBSTACLE_HINTS = {
    "link": "Replace it by a folder, or remove it: links are never followed. Nothing was changed.",
    "folder": "Move it away, or delete it. Nothing was changed.",
    "other": "Move it away, or delete it. Nothing was changed.",
    "file": "Move it away, or delete it. Nothing was changed.",
}
UNDO_EDITED_HINT = "Copy it before, if you need the edit: what is undone does not come back."
UNDO_UNREAD_HINT = "Look at it there. All that was there before was sent; feeds' readers were not told."
# How to lead readers on from what is no page of a record or of `content/pages/`, which have aliases.
LISTS_HINT = (
    "Lists go with the last of what they listed. To lead readers on, write each address into `aliases` of the "
    "record or page that they should find instead; a renamed tag or project goes into [aliases] of leverage.toml."
)
FILES_HINT = "If programs or readers still ask for this, let the host lead them on to what takes its place."
LOST_HINTS = {LISTS: LISTS_HINT, FEEDS: FILES_HINT, ASSETS: FILES_HINT}


def foreign_problems(plan: PublishPlan, target: Target, host_page: str, *, adopt: bool) -> Iterator[Problem]:
    """Yield what is in the way at `target`: each link, folder or special file, and all files of a folder together.

    Args:
        plan: The plan.
        target: Where it was made for.
        host_page: The path of the page that the theme was made of, if it lies there.
        adopt: Whether files there may be taken over.

    """
    place = Place(target.label)
    files: list[str] = []
    behind: dict[Obstacle, list[str]] = {}
    for path in plan.foreign:
        obstacle = target.obstacle(path)
        if path == host_page:
            yield catalog.FOREIGN_FILE.at(place, what=_files(1), paths=quote(path), hint=HOST_PAGE_HINT)
        elif obstacle == Obstacle("file", path):
            files.append(path)
        else:
            behind.setdefault(obstacle, []).append(path)
    for (kind, path), paths in [*behind.items()][:MAX_PROBLEMS]:
        what = f"{OBSTACLES[kind]} {quote(path)}, which was not published from this site, is"
        yield catalog.FOREIGN_FILE.at(place, what=what, paths=name_some(paths), hint=OBSTACLE_HINTS[kind])
    for group in in_groups(files):
        hint = ADOPTING_HINT if adopt else None
        yield catalog.FOREIGN_FILE.at(place, what=_files(len(group)), paths=name_some(group), hint=hint)


def edited_problems(plan: PublishPlan, target: Target, *, is_undo: bool) -> Iterator[Problem]:
    """Yield what was edited at `target`."""
    place = Place(target.label)
    for group in in_groups(plan.edited):
        was, is_ = ("was", "is") if len(group) == 1 else ("were", "are")
        hint = UNDO_EDITED_HINT if is_undo else None
        yield catalog.EDITED_AT_TARGET.at(place, paths=name_some(group), was=was, is_=is_, hint=hint)
    for group in in_groups(plan.left):
        was, it_stays = ("was", "it stays") if len(group) == 1 else ("were", "they stay")
        yield catalog.EDITED_STAYS.at(place, paths=name_some(group), was=was, it_stays=it_stays)


def lost_problems(paths: Iterable[str], receipt: Receipt, target: Target) -> Iterator[Problem]:
    """Yield the addresses that are lost, together those of a folder that can be mended in the same way."""
    by_hint: dict[str | None, list[str]] = {}
    for path in paths:
        by_hint.setdefault(LOST_HINTS.get(receipt.files[path].step), []).append(path)
    for hint, of_hint in by_hint.items():
        for group in in_groups(of_hint):
            was = "was" if len(group) == 1 else "were"
            yield catalog.LOST_ADDRESS.at(Place(target.label), paths=name_some(group), was=was, hint=hint)


def unread_problems(reasons: Mapping[str, str], where: str, target: Target, *, is_undo: bool) -> Iterator[Problem]:
    """Yield what was sent and cannot be read back, together what cannot for the same reason.

    Args:
        reasons: Why, by the paths of the files.
        where: Where they were looked for, in words behind "read back".
        target: What they were sent to.
        is_undo: Whether that was to go back.

    """
    by_reason: dict[str, list[str]] = {}
    for path, reason in reasons.items():
        by_reason.setdefault(reason, []).append(path)
    unread = len(by_reason.pop(NOT_READ, ()))
    others = (
        f"; {count_noun(unread, 'other file')} {'was' if unread == 1 else 'were'} not looked at" if unread else ""
    )
    hint = UNDO_UNREAD_HINT if is_undo else None
    for reason, paths in [*by_reason.items()][:MAX_PROBLEMS]:
        was = "was" if len(paths) == 1 else "were"
        names = {"paths": name_some(paths), "was": was, "where": where, "reason": reason, "others": others}
        yield catalog.NOT_READ_BACK.at(Place(target.label), hint=hint, **names)


def in_groups(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Return paths by the first folder that they are in, those beside all folders together."""
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        folder, slash, _ = path.partition("/")
        by_folder.setdefault(folder if slash else "", []).append(path)
    groups = [tuple(group) for group in by_folder.values()]
    rest = tuple([path for group in groups[MAX_GROUPS:] for path in group])
    return [*groups[:MAX_GROUPS], *([rest] if rest else [])]


def name_some(paths: Sequence[str]) -> str:
    """Return the first of the paths in quotes, and how many others there are."""
    shown = [quote(path) for path in paths[:SHOWN]]
    if more := len(paths) - len(shown):
        shown.append(f"{more:,} {'other' if more == 1 else 'others'}")
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _files(number: int) -> str:
    if number == 1:
        return "a file that was not published from this site is"
    return f"{number:,} files that were not published from this site are"
