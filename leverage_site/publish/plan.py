"""What a publication does to a target, computed from what should be there, what is, and what of it is ours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from leverage_site.output.folder import ABSENT, parents
from leverage_site.publish.order import ASSETS, SiteFile, in_order_of_removal, in_steps
from leverage_site.publish.receipt import ListedFile, Receipt
from leverage_site.values import value

# In place of a digest: what is there is no plain file, or lies behind a link or a strange file.
OTHER = "other"

Steps = tuple[tuple[str, tuple[SiteFile, ...]], ...]


@value
class PublishPlan:
    """What would be done; nothing may be while there is anything `foreign`.

    Attributes:
        added: Paths of files that are new there.
        changed: Paths of files that get other bytes.
        removed: Paths of files that go, in the order in which they do.
        kept: Paths of assets that are no longer part of the site and stay until the next publication.
        unchanged: How many files are there as they should be.
        adopted: Paths of files that were there, and are taken for this site's from now on.
        foreign: Paths at which something is in the way that is not this site's.
        edited: Paths of files that were edited there and are overwritten.
        left: Paths of files that were edited there, are no longer part of the site, and stay.
        steps: The files to send, by step.
        during: The receipt while files are on their way.
        after: The receipt at the end; None where there shall be none.
        is_finished: Whether there is nothing to do.

    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    unchanged: int
    adopted: tuple[str, ...]
    foreign: tuple[str, ...]
    edited: tuple[str, ...]
    left: tuple[str, ...]
    steps: Steps
    during: Receipt
    after: Receipt | None
    is_finished: bool


@value
class TargetState:
    """What is at a target.

    Attributes:
        receipt: That of the last publication, if there is one.
        data: Its bytes.
        digests: Of each file that the site or the receipt has, if it is there, the digest of its bytes, or OTHER.
        built: Where a built site was copied there by hand, the digests that its list of files has.
        known: Where files may be taken over, the receipt that was last left there from here.

    """

    receipt: Receipt | None = None
    data: bytes | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    built: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: Receipt | None = None


def plan_publication(
    site: str, files: Mapping[str, SiteFile], state: TargetState, *, adopt: bool = False, keep: bool = True
) -> PublishPlan:
    """Plan how a target comes to have `files` and nothing else of ours.

    Args:
        site: The identity of the site.
        files: The files by path.
        state: What is there.
        adopt: Whether files without a receipt are taken over, if they have the bytes of this build, of one that
            was copied there, or of what was last published from here.
        keep: Whether assets of the last publication stay there until the next one.

    """
    receipt = state.receipt or Receipt(site, _recovered(files, state) if adopt else {}, {})
    ours = receipt.all_files
    adopted, foreign = _strangers(files, state, ours, adopt=adopt)
    sent = [file for path, file in files.items() if state.digests.get(path) != file.digest]
    added = tuple(sorted(file.path for file in sent if file.path not in state.digests))
    kept, removed, left = _leftovers(files, state, receipt, keep=keep)
    moved = files.keys() | kept.keys() | removed.keys()
    stays = [path for path in ours if path in state.digests and path not in moved]
    foreign = tuple(sorted({*foreign, *_behind(stays, files)}))
    changed = tuple(sorted(file.path for file in sent if file.path in state.digests and file.path not in foreign))
    edited = tuple(path for path in changed if path in ours and state.digests[path] not in ours[path].digests)
    is_news = bool(sent or adopted or left or not receipt.complete or state.receipt is None)
    is_news = is_news or bool(removed.keys() & receipt.files.keys() or kept.keys() - receipt.kept.keys())
    if not is_news:
        # Assets of the publication before go with the next one that brings something.
        kept, removed = kept | {path: receipt.kept[path] for path in removed}, {}
    listed = {path: ListedFile(file.step, (file.digest,)) for path, file in files.items()}
    return PublishPlan(
        added=added,
        changed=changed,
        removed=in_order_of_removal(removed),
        kept=tuple(sorted(kept)),
        unchanged=len(files) - len(sent),
        adopted=adopted,
        foreign=foreign,
        edited=edited,
        left=tuple(sorted(left)),
        steps=in_steps(sent),
        during=receipt.joined(files),
        after=Receipt(site, listed, kept),
        is_finished=not is_news,
    )


def _recovered(files: Mapping[str, SiteFile], state: TargetState) -> dict[str, ListedFile]:
    """Return what was last published from here, lies there as it was sent, and is no longer part of the site."""
    known = state.known.all_files if state.known else {}
    return {
        path: ListedFile(file.step, (state.digests[path],))
        for path, file in known.items()
        if path not in files and state.digests.get(path) in file.digests
    }


def _behind(stays: Iterable[str], files: Mapping[str, SiteFile]) -> Iterator[str]:
    """Yield the files that have no place, since one that stays is where a folder must be, or in their place."""
    standing = frozenset(stays)
    above = frozenset(parent for path in standing for parent in parents(path))
    return (path for path in files if path in above or not standing.isdisjoint(parents(path)))


def _leftovers(
    files: Mapping[str, SiteFile], state: TargetState, receipt: Receipt, *, keep: bool
) -> tuple[dict[str, ListedFile], dict[str, str], list[str]]:
    """Return what was published and is none of `files`: what is kept, what goes with its step, what was edited."""
    needed = frozenset(parent for path in files for parent in parents(path))
    kept: dict[str, ListedFile] = {}
    removed: dict[str, str] = {}
    edited = []
    for path, file in receipt.all_files.items():
        here = state.digests.get(path)
        if path in files or here is None:
            continue
        if here not in file.digests:
            if ABSENT not in file.digests:  # else it was never sent, and this is somebody else's
                edited.append(path)
        elif keep and file.step == ASSETS and path in receipt.files and not _is_in_the_way(path, files, needed):
            kept[path] = ListedFile(file.step, (here,))
        else:
            removed[path] = file.step
    return kept, removed, edited


def _is_in_the_way(path: str, files: Mapping[str, SiteFile], needed: frozenset[str]) -> bool:
    """Return whether a file stands where a new one needs a folder, or in a folder where a new one stands."""
    return path in needed or any(parent in files for parent in parents(path))


def _strangers(
    files: Mapping[str, SiteFile], state: TargetState, ours: Mapping[str, ListedFile], *, adopt: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths of files that are taken over, and of those that are foreign."""
    known = state.known.all_files if state.known else {}
    adopted: list[str] = []
    foreign: list[str] = []
    for path, here in sorted(state.digests.items()):
        listed = ours[path].digests if path in ours else ()
        is_ours = here in listed or (listed and ABSENT not in listed and here != OTHER)
        if path in files and not is_ours:
            last = known[path].digests if path in known else ()
            is_known = here in (files[path].digest, *state.built.get(path, ()), *last)
            (adopted if adopt and is_known and here != OTHER else foreign).append(path)
    return tuple(adopted), tuple(foreign)
