"""A branch of a repository as a target: a publication is one commit more, made without a work tree.

Whatever the branch has beside this site's files stays, and so does its history. Readers of the branch see the old
commit or the new one.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import NamedTuple

from leverage_site.output.folder import parents
from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.publish.plan import OTHER
from leverage_site.publish.process import Program
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.store import PublishedStore
from leverage_site.publish.target import Delivery, Obstacle
from leverage_site.settings import PublishTarget
from leverage_site.text import count_noun

_FILE_MODES = ("100644", "100755")
# What is no file: a link, and the commit of another repository.
_KINDS = {"120000": "link", "160000": "folder"}
_BATCH = 200  # blobs that are read at once
_PAUSES = (0.0, 0.5, 1.5)  # seconds before each look at what became of a branch that cannot be pushed to
_MEANWHILE = "Run the command again: it begins with what they pushed."
_NOBODY = ("-c", "user.name=leverage-site", "-c", "user.email=leverage-site@localhost")


class TreeEntry(NamedTuple):
    """A file of a commit: its mode, and the name of its bytes in the repository."""

    mode: str
    blob: str


class GitTarget:
    """The branch of a repository that the settings name, and the folder in it."""

    is_read_by_files = False
    # The branch has the old commit or the new one.
    has_begun = False

    def __init__(self, settings: PublishTarget, root: Path, store: PublishedStore) -> None:
        self.root = root
        self.store = store
        self.remote = settings.remote
        self.ref = f"refs/heads/{settings.branch}"
        self.prefix = f"{settings.path}/" if settings.path else ""
        self.label = f"the branch {settings.branch} of {settings.remote}"
        self._program = Program("git", root, Place(self.label))
        self._repository: tuple[str, ...] = ()
        self._tip = ""
        self._entries: dict[str, TreeEntry] = {}
        self._digests: dict[str, str] = {}

    @contextmanager
    def open(self) -> Iterator[None]:
        """Fetch the branch. A branch is not held: to push fails if somebody else has pushed meanwhile."""
        self._program.check()
        own = self._program.run("rev-parse", "--absolute-git-dir", codes=(0, 128)).decode().strip()
        self._repository = (f"--git-dir={own or self._create_repository()}",)
        self._tip = self._remote_tip()
        if self._tip:
            if not self._has(self._tip):
                self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", self.remote, self.ref)
            self._entries = dict(self._list_tree())
        yield

    def _create_repository(self) -> str:
        """Begin a repository for a site that is in none."""
        path = os.path.realpath(self.store.folder / "repository")
        self._program.run("init", "--quiet", "--bare", path)
        return path

    def receipt(self) -> bytes | None:
        """Return the receipt. Raises ProblemError where something else has its name."""
        entry = self._entries.get(RECEIPT)
        if (entry and entry.mode not in _FILE_MODES) or any(
            path.startswith(f"{RECEIPT}/") for path in self._entries
        ):
            raise catalog.BAD_RECEIPT.error(Place(self.label), name=RECEIPT, fault="is no file")
        return self._git("cat-file", "blob", entry.blob) if entry else None

    def look(self, files: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the digest, or OTHER, of what is at the paths of `files` and of what is `listed`."""
        there = [path for path in {**files, **listed} if path in self._entries]
        blobs = self._blobs([files[path] for path in there if path in files])
        found, others = {}, []
        for path in there:
            entry = self._entries[path]
            if entry.mode not in _FILE_MODES:
                found[path] = OTHER
            elif path in files and blobs[files[path]] == entry.blob:
                found[path] = files[path]
            else:
                others.append(path)
        found |= dict(self._digests_of(others))
        folders = {parent for path in self._entries for parent in parents(path)}
        for path in {**files, **listed}:
            if path not in found and self._is_obstructed(path, folders, listed, files):
                found[path] = OTHER
        self._digests = found
        return dict(found)

    def _is_obstructed(
        self, path: str, folders: set[str], listed: Mapping[str, object], files: Mapping[str, object]
    ) -> bool:
        """Return whether something that is not ours, or stays, is where a file or a folder above it must be."""
        above = [parent for parent in parents(path) if parent in self._entries]
        if any(parent not in listed or self._entries[parent].mode not in _FILE_MODES for parent in above):
            return True
        below = [other for other in self._entries if other.startswith(f"{path}/")] if path in folders else []
        return any(other not in listed or other in files for other in below)

    def obstacle(self, path: str) -> Obstacle:
        """Return what is in the way of a file."""
        for one in (*parents(path), path):
            if entry := self._entries.get(one):
                return Obstacle(_KINDS.get(entry.mode, "file"), one)
        return Obstacle("folder", path)

    def read(self, path: str) -> Iterator[bytes] | None:
        """Return the pieces of a file."""
        return iter([self._git("cat-file", "blob", self._entries[path].blob)])

    def built(self) -> Mapping[str, tuple[str, ...]]:
        """Return nothing: the commits tell what was there."""
        return {}

    def send(self, delivery: Delivery) -> None:
        """Make a commit and push it."""
        sent = [file for _, files in delivery.steps for file in files]
        blobs = self._blobs([file.digest for file in sent], write=True)
        gone = [*delivery.removed, *([RECEIPT] if delivery.after is None and RECEIPT in self._entries else [])]
        # What goes makes room for what comes.
        lines = [f"0 {'0' * 40}\t{self.prefix}{path}" for path in gone]
        lines += [f"100644 {blobs[file.digest]}\t{self.prefix}{file.path}" for file in sent]
        if delivery.after is not None:
            receipt = self._git("hash-object", "-w", "--stdin", data=delivery.after).decode().strip()
            lines.append(f"100644 {receipt}\t{self.prefix}{RECEIPT}")
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as folder:
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            self._git("read-tree", self._tip or "--empty", variables=index)
            info = "".join(f"{line}\0" for line in lines).encode()
            self._git("update-index", "-z", "--index-info", data=info, variables=index)
            tree = self._git("write-tree", variables=index).decode().strip()
        counts = f"{count_noun(len(sent), 'file')} sent, {len(delivery.removed):,} removed"
        parent = ("-p", self._tip) if self._tip else ()
        commit = self._git(*self._identity(), "commit-tree", tree, *parent, "-m", f"Publish: {counts}").decode()
        self._push(commit.strip())

    def _push(self, commit: str) -> None:
        """Push a commit if the branch is as it was. Raises ProblemError."""
        lease = f"--force-with-lease={self.ref}:{self._tip}"
        try:
            self._git("push", "--quiet", "--no-verify", lease, "--", self.remote, f"{commit}:{self.ref}")
        except ProblemError:
            # What servers say of it differs; what the branch has become does not. A push that goes on right now
            # may show a moment later.
            for pause in _PAUSES:
                sleep(pause)
                tip = self._remote_tip()
                if tip == commit:
                    return
                if tip != self._tip:
                    reason = "pushed nothing, since somebody else has pushed meanwhile"
                    place = Place(self.label)
                    raise catalog.TOOL_FAILED.error(place, tool="git", reason=reason, hint=_MEANWHILE) from None
            raise

    def _remote_tip(self) -> str:
        """Return the commit that the branch has in the remote, or nothing where there is no branch."""
        listed = self._git("ls-remote", "--", self.remote, self.ref).decode().split()
        return listed[0] if listed else ""

    def _identity(self) -> Sequence[str]:
        """Return options that name a committer where git knows none, as on a machine of a service."""
        known = self._git("var", "GIT_COMMITTER_IDENT", codes=(0, 1, 128))
        return () if known else _NOBODY

    def _has(self, commit: str) -> bool:
        return bool(self._git("cat-file", "-t", commit, codes=(0, 1, 128)).strip())

    def _list_tree(self) -> Iterator[tuple[str, TreeEntry]]:
        """Yield every entry below the folder by its path from there."""
        for line in (
            self._git("ls-tree", "-r", "-z", "--full-tree", self._tip).decode(errors="replace").split("\0")
        ):
            about, _, path = line.partition("\t")
            if path and path.startswith(self.prefix):
                mode, _, blob = about.split()
                yield path.removeprefix(self.prefix), TreeEntry(mode, blob)

    def _blobs(self, digests: Sequence[str], *, write: bool = False) -> dict[str, str]:
        """Return what git calls the bytes of these digests, after writing them to the repository if asked to."""
        paths = "".join(f"{os.path.realpath(self.store.path_of(digest))}\n" for digest in digests).encode()
        arguments = ("-w",) * write
        names = self._git("hash-object", *arguments, "--no-filters", "--stdin-paths", data=paths).decode().split()
        return dict(zip(digests, names, strict=True))

    def _digests_of(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield each path with the digest of its bytes."""
        for start in range(0, len(paths), _BATCH):
            batch = paths[start : start + _BATCH]
            names = "".join(f"{self._entries[path].blob}\n" for path in batch).encode()
            data, at = self._git("cat-file", "--batch", data=names), 0
            for path in batch:
                end = data.index(b"\n", at)
                size = int(data[at:end].split()[-1])
                yield path, sha256(data[end + 1 : end + 1 + size]).hexdigest()
                at = end + 1 + size + 1

    def _git(
        self,
        *arguments: str,
        data: bytes = b"",
        variables: Mapping[str, str] | None = None,
        codes: Sequence[int] = (0,),
    ) -> bytes:
        return self._program.run(*self._repository, *arguments, data=data, variables=variables, codes=codes)
