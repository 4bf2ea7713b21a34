"""A publication from its plan to the last file that is read back, and the way back to what stood there before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from leverage_site.problems import MAX_PROBLEMS, Place, Problem, ProblemError, catalog
from leverage_site.publish import web
from leverage_site.publish.command import CommandTarget
from leverage_site.publish.folder import FolderTarget
from leverage_site.publish.git import GitTarget
from leverage_site.publish.order import SiteFile, in_steps, step_of
from leverage_site.publish.plan import OTHER, PublishPlan, TargetState, plan_publication
from leverage_site.publish.receipt import RECEIPT, DamagedReceiptError, Receipt, dump_receipt, parse_receipt
from leverage_site.publish.rsync import RsyncTarget
from leverage_site.publish.store import PublishedStore, Snapshot
from leverage_site.publish.target import Delivery, Target
from leverage_site.settings import PublishTarget, place_in_target
from leverage_site.urls import media_type

HOST_PAGE_HINT = (
    "It is the page that the theme was made of, and ours belongs in its place. Adopt a page that stays, then take "
    "this one away, in the host's sources too (docs/publishing.md, 'A page of the host in the way'). "
    "Nothing was changed."
)
UNDO_EDITED_HINT = "Copy it before, if you need the edit: what is undone does not come back."
UNDO_UNREAD_HINT = "Look at it there. All that was there before was sent; feeds' readers were not told."


class Publication:
    """A site on its way to a target: `plan` and `problems` tell what would be done, `send` does it.

    `after` is the receipt to leave there. Files are in the `store`, by their digests. `unread` are those to read
    back once they are sent, also of earlier publications. `is_undo` is whether it puts back what was there
    before.
    """

    def __init__(
        self,
        target: Target,
        store: PublishedStore,
        state: TargetState,
        plan: PublishPlan,
        after: bytes | None,
        files: Mapping[str, SiteFile],
        *,
        is_undo: bool = False,
        host_page: str = "",
    ) -> None:
        self.target = target
        self.store = store
        self.state = state
        self.plan = plan
        self.after = after
        self.files = files
        self.is_undo = is_undo
        sent = {file.path for _, of_step in plan.steps for file in of_step} | store.unread()
        self.unread = tuple([file for file in files.values() if file.path in sent])
        self.problems: tuple[Problem, ...] = tuple(_problems_of(plan, target, host_page, is_undo=is_undo))

    def send(self) -> None:
        """Send what the plan says. Raises ProblemError; what arrived by then is whole, and in order."""
        store, receipt = self.store, self.state.receipt
        if not self.is_undo:
            store.settle(self.state.data, is_complete=receipt is None or receipt.complete)
            store.begin(self._snapshot())
        digests = {path: file.digest for path, file in self.files.items()}
        digests |= {path: self.state.digests[path] for path in self.plan.kept}
        during = dump_receipt(self.plan.during)
        store.note_unread([file.path for file in self.unread])
        self.target.send(Delivery(store, during, self.plan.steps, self.plan.removed, self.after, digests))
        store.finish([*digests.values()], undone=self.is_undo)

    def read_back(self, base_url: str, wait: int, progress: Callable[[int, int], None]) -> int:
        """Read what was sent; return how many files that were. Raises ProblemError unless all is as it should be.

        Args:
            base_url: Where the site is read over HTTP, unless its files can be.
            wait: For how many seconds that is tried.
            progress: Called with a number of files that are there now, and the number of all.

        """
        sent = [file for _, files in in_steps(self.unread) for file in files]
        if self.target.is_read_by_files:
            found = self.target.look({file.path: file.digest for file in sent}, {})
            wrong = [file.path for file in sent if found.get(file.path) != file.digest]
            reasons = {path: "it has other bytes" if path in found else "it is not there" for path in wrong}
        else:
            reasons = web.poll(sent, base_url, wait, self.store.size_of, progress) if wait else {}
            sent = sent if wait else []
        if reasons:
            place, where = Place(self.target.label), "" if self.target.is_read_by_files else f" at {base_url}"
            named = [(path, why) for path, why in reasons.items() if why != web.NOT_READ][:MAX_PROBLEMS]
            others = "; nor can others" if len(reasons) > len(named) else ""
            names = {"where": where, "others": others, "hint": UNDO_UNREAD_HINT if self.is_undo else None}
            raise ProblemError(
                *(catalog.NOT_READ_BACK.at(place, path=path, reason=why, **names) for path, why in named)
            )
        self.store.note_unread(())
        return len(sent)

    def changed_feeds(self) -> list[str]:
        """Return the paths of the feeds that were sent and name the hub."""
        return [file.path for file in self.unread if file.names_hub]

    def _snapshot(self) -> Snapshot | None:
        """Return what stands at the target, whose bytes are in the store now; None where they cannot be had."""
        digests = {path: digest for path, digest in self.state.digests.items() if digest != OTHER}
        for path, digest in digests.items():
            if not self.store.has(digest):
                data = self.target.read(path)
                if data is None:
                    return None
                self.store.add(digest, data, Place(self.target.label))
        return Snapshot(self.state.data, digests)


def plan_files(
    site_id: str,
    files: Mapping[str, SiteFile],
    target: Target,
    store: PublishedStore,
    *,
    adopt: bool = False,
    host_page: str = "",
) -> Publication:
    """Plan how a target that is open comes to have `files`, whose bytes are in the store.

    Args:
        site_id: The identity of the site.
        files: The files by path.
        target: Where they are sent.
        store: Has their bytes.
        adopt: Whether files that were copied there are taken over.
        host_page: The path that the page has there which the theme was made of, if it lies there.

    """
    state = _look(target, site_id, files, adopt=adopt)
    plan = plan_publication(site_id, files, state, adopt=adopt)
    after = None if plan.after is None else dump_receipt(plan.after)
    return Publication(target, store, state, plan, after, files, host_page=host_page)


@contextmanager
def prepare_undo(site_id: str, target: Target, store: PublishedStore) -> Iterator[Publication]:
    """Plan how a target gets back what stood there before; the target is held during the block.

    Raises ProblemError where that is not known.
    """
    with target.open():
        data = target.receipt()
        receipt = _parsed(target, data)
        store.settle(data, is_complete=receipt is None or receipt.complete)
        snapshot = store.before()
        if receipt is None or snapshot is None:
            reason = "nothing was published" if receipt is None else "what stood there before is not known"
            raise catalog.NOTHING_TO_UNDO.error(Place(target.label), reason=reason)
        if not all(map(store.has, snapshot.digests.values())):
            raise catalog.NOTHING_TO_UNDO.error(Place(target.label), reason="files of it were deleted")
        files = {}
        for path, digest in snapshot.digests.items():
            listed = receipt.all_files.get(path)
            type_ = media_type(path)
            files[path] = SiteFile(path, digest, listed.step if listed else step_of(type_), type_)
        state = _look(target, site_id, files)
        plan = plan_publication(site_id, files, state, keep=False)
        yield Publication(target, store, state, plan, snapshot.receipt, files, is_undo=True)


def target_of(
    settings: PublishTarget, root: Path, base_url: str, store: PublishedStore, waiting: Callable[[], None]
) -> Target:
    """Return the target that the settings of the site at `root` describe; its readers find it at `base_url`."""
    match settings.type:
        case "git":
            return GitTarget(settings, root, store)
        case "rsync":
            return RsyncTarget(settings, root, store)
        case "command":
            return CommandTarget(settings, root, store, base_url)
    place = place_in_target(root, settings.name, "path")
    return FolderTarget(root / Path(settings.path).expanduser(), root, place, waiting)


def _parsed(target: Target, data: bytes | None) -> Receipt | None:
    """Return the receipt at a target. Raises ProblemError where it is damaged."""
    try:
        return None if data is None else parse_receipt(data)
    except DamagedReceiptError:
        raise catalog.BAD_RECEIPT.error(Place(target.label), target=target.label, name=RECEIPT) from None


def _look(target: Target, site_id: str, files: Mapping[str, SiteFile], *, adopt: bool = False) -> TargetState:
    data = target.receipt()
    receipt = _parsed(target, data)
    if receipt and receipt.site != site_id:
        reason = f"there is what another site published, {receipt.site}"
        raise catalog.TARGET_REFUSED.error(Place(target.label), target=target.label, reason=reason, key="path")
    listed = {path: file.digests for path, file in receipt.all_files.items()} if receipt else {}
    digests = target.look({path: file.digest for path, file in files.items()}, listed)
    return TargetState(receipt, data, digests, target.built() if adopt else {})


def _problems_of(plan: PublishPlan, target: Target, host_page: str, *, is_undo: bool) -> Iterator[Problem]:
    """Yield what is in the way, and what was edited there."""
    place = Place(target.label)
    for path in plan.foreign[:MAX_PROBLEMS]:
        yield catalog.FOREIGN_FILE.at(place, path=path, hint=HOST_PAGE_HINT if path == host_page else None)
    for path in plan.edited:
        yield catalog.EDITED_AT_TARGET.at(place, path=path, hint=UNDO_EDITED_HINT if is_undo else None)
    for path in plan.left:
        yield catalog.EDITED_STAYS.at(place, path=path)
