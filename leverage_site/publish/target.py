"""What every target can do: tell what is there, and take what is sent."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from leverage_site.publish.plan import Steps
from leverage_site.publish.store import PublishedStore


class Delivery(NamedTuple):
    """What is to be done, in this order, with the files of a store.

    Attributes:
        store: Has the bytes.
        during: The receipt for the time until all is done; it comes first.
        steps: The files to send.
        removed: Paths of files to remove.
        after: The receipt at the end; None where none shall be left.
        files: The digests of all files that shall be there at the end.

    """

    store: PublishedStore
    during: bytes
    steps: Steps
    removed: tuple[str, ...]
    after: bytes | None
    files: Mapping[str, str]


class Obstacle(NamedTuple):
    """What is in the way of a file: `file`, `folder`, `link` or `other`, and the path at which it is."""

    kind: str
    path: str


class Target(Protocol):
    """A place where a site is published. Methods raise ProblemError."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def is_read_by_files(self) -> bool:
        """Whether `look` tells what arrived; else the site is read over HTTP."""

    @property
    def has_begun(self) -> bool:
        """Whether `send` has changed anything there."""

    def open(self) -> AbstractContextManager[None]:
        """Hold the target for a block, in which alone the other methods may be called."""

    def receipt(self) -> bytes | None:
        """Return the receipt that lies there."""

    def look(self, files: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the digest, or OTHER, of what is at the paths of `files` and of what is `listed`.

        `files` has the digests of the files to come, which are in the store; `listed` those of the receipt.
        """

    def obstacle(self, path: str) -> Obstacle:
        """Return what is in the way of the file at `path`, which `look` has found not to be ours."""

    def read(self, path: str) -> Iterator[bytes] | None:
        """Return the pieces of a file that `look` has found, or None where they cannot be had."""

    def built(self) -> Mapping[str, tuple[str, ...]]:
        """Return the list of files that a build has left there, if the site was copied there by hand."""

    def send(self, delivery: Delivery) -> None:
        """Do what is to be done. Where that ends early, every file is whole and the order was kept."""
