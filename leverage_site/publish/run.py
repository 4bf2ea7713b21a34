"""A publication from its plan to the last file that is read back, and the way back to what stood there before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.publish import web
from leverage_site.publish.command import CommandTarget
from leverage_site.publish.findings import edited_problems, foreign_problems, unread_problems
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

UNSENT_HINT = (
    "There is nothing to put back. `publish --undo` once more undoes the publication before that one, if what "
    "stood there before is still known. Nothing was changed."
)
# What hints say of what cannot be written or read here, before a word on what was sent.
SENDING_HINT = "Run the command again once that is mended."
NOTHING_SENT = "Nothing was sent."
SOME_SENT = "Some of it may have been sent: the next publication completes it, and `publish --undo` goes back."


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
        adopt: bool = False,
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
        self.problems: tuple[Problem, ...] = (
            *foreign_problems(plan, target, host_page, adopt=adopt),
            *edited_problems(plan, target, is_undo=is_undo),
        )

    def send(self) -> None:
        """Send what the plan says. Raises ProblemError; what arrived by then is whole, and in order."""
        store, receipt = self.store, self.state.receipt
        during = dump_receipt(self.plan.during)
        left = (during, *(() if self.after is None else (self.after,)))
        if self.is_undo:
            store.begin_undo(left)
        else:
            store.settle(self.state.data, is_complete=receipt is None or receipt.complete)
            store.begin(self.state.data, self._snapshot(), left)
        digests = {path: file.digest for path, file in self.files.items()}
        digests |= {path: self.state.digests[path] for path in self.plan.kept}
        store.note_unread([file.path for file in self.unread])
        delivery = Delivery(store, during, self.plan.steps, self.plan.removed, self.after, digests)
        store.save_receipt(during)
        try:
            self.target.send(delivery)
        except ProblemError as error:
            raise ProblemError(*(self._with_state(problem) for problem in error.problems)) from None
        store.save_receipt(self.after)
        store.finish([*digests.values()], undone=self.is_undo)

    def _with_state(self, problem: Problem) -> Problem:
        """Return a problem of sending, whose hint says whether anything was sent."""
        hint = SENDING_HINT if problem.code == catalog.WRITE_FAILED.code else problem.hint
        return replace(problem, hint=f"{hint} {SOME_SENT if self.target.has_begun else NOTHING_SENT}")

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
            where = "" if self.target.is_read_by_files else f" at {base_url}"
            raise ProblemError(*unread_problems(reasons, where, self.target, is_undo=self.is_undo))
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
    state = _look(target, site_id, files, store if adopt else None)
    plan = plan_publication(site_id, files, state, adopt=adopt)
    after = None if plan.after is None else dump_receipt(plan.after)
    return Publication(target, store, state, plan, after, files, adopt=adopt, host_page=host_page)


@contextmanager
def prepare_undo(
    site_id: str, target: Target, store: PublishedStore, *, dry_run: bool = False
) -> Iterator[Publication]:
    """Plan how a target gets back what stood there before; the target is held during the block.

    Raises ProblemError where that is not known, where nobody but this site's store has published since, and where
    the last publication has sent nothing: that one is forgotten then, unless this is a `dry_run`.
    """
    with target.open():
        data = target.receipt()
        receipt = _parsed(target, site_id, data)
        place = Place(target.label)
        if receipt is not None and store.is_unsent(data):
            if not dry_run:
                store.forget_unsent()
            reason = "the last publication was stopped, and nothing of it is there"
            raise catalog.NOTHING_TO_UNDO.error(place, reason=reason, hint=UNSENT_HINT)
        store.settle(data, is_complete=receipt is None or receipt.complete)
        snapshot = store.before()
        if receipt is None or snapshot is None:
            reason = "nothing was published" if receipt is None else "what stood there before is not known"
            raise catalog.NOTHING_TO_UNDO.error(place, reason=reason)
        if not snapshot.is_followed_by(data):
            raise catalog.OTHER_PUBLICATION.error(place)
        if not all(map(store.has, snapshot.digests.values())):
            raise catalog.NOTHING_TO_UNDO.error(place, reason="files of it were deleted")
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


def _parsed(target: Target, site_id: str, data: bytes | None) -> Receipt | None:
    """Return the receipt at a target. Raises ProblemError where it is damaged, or another site's."""
    place = Place(target.label)
    try:
        receipt = None if data is None else parse_receipt(data)
    except DamagedReceiptError:
        raise catalog.BAD_RECEIPT.error(place, name=RECEIPT, fault="is damaged") from None
    if receipt and receipt.site != site_id:
        raise catalog.OTHER_SITE.error(place, other=receipt.site, own=site_id, name=RECEIPT)
    return receipt


def _look(
    target: Target, site_id: str, files: Mapping[str, SiteFile], adopting: PublishedStore | None = None
) -> TargetState:
    """Return what is at a target; files there may be taken over that the store of one that is `adopting` knows."""
    data = target.receipt()
    receipt = _parsed(target, site_id, data)
    known = _last_left(adopting) if adopting else None
    built = target.built() if adopting else {}
    ours = receipt or known
    listed = {path: file.digests for path, file in ours.all_files.items()} if ours else {}
    digests = target.look({path: file.digest for path, file in files.items()}, listed)
    return TargetState(receipt, data, digests, built, known)


def _last_left(store: PublishedStore) -> Receipt | None:
    """Return the receipt that was last left at the target from here, under whatever identity."""
    data = store.receipt()
    try:
        return None if data is None else parse_receipt(data)
    except DamagedReceiptError:
        return None
