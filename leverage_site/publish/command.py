"""Commands of the user's as a target: lists of arguments that bring the site to a host.

What lies there is known by the receipt alone, which the host shows to readers, or which lies in `published/`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from leverage_site.output.folder import ABSENT
from leverage_site.problems import Place
from leverage_site.publish import web
from leverage_site.publish.order import SiteFile, step_of
from leverage_site.publish.process import Program
from leverage_site.publish.receipt import RECEIPT, DamagedReceiptError, parse_receipt
from leverage_site.publish.store import PublishedStore
from leverage_site.publish.target import Delivery, Obstacle
from leverage_site.settings import PublishTarget
from leverage_site.urls import absolute, media_type

VERSION = 1
STEP, OUTPUT, MANIFEST, REMOVED = "{step}", "{output}", "{manifest}", "{removed}"
_MAX_RECEIPT = 1 << 26


class CommandTarget:
    """A host that commands send files to; readers find it at `base_url`."""

    is_read_by_files = False

    def __init__(self, settings: PublishTarget, root: Path, store: PublishedStore, base_url: str) -> None:
        self.settings = settings
        self.store = store
        self.base_url = base_url
        self.label = f"the host that {settings.command[0][0]} publishes to"
        self._programs = [Program(arguments[0], root, Place(self.label)) for arguments in settings.command]
        self._there: dict[str, str] = {}
        self.has_begun = False

    @contextmanager
    def open(self) -> Iterator[None]:
        """Look for the programs; nothing holds a host."""
        for program in self._programs:
            program.check()
        yield

    def receipt(self) -> bytes | None:
        """Return the receipt that the host shows, or else the one that was left here.

        Where the host shows the one of before, what commands have sent that stopped is known here alone.
        """
        there = self._receipt_there() if self.settings.wait else None
        is_stale = there is None or self.store.is_unsent(there)
        return (self.store.receipt() if is_stale else None) or there

    def _receipt_there(self) -> bytes | None:
        reader = web.HostReader()
        with suppress(*web.FAILURES, DamagedReceiptError):
            answer = reader.get(absolute(self.base_url, f"/{RECEIPT}"), _MAX_RECEIPT)
            if answer.status == 200:
                parse_receipt(answer.body)
                return answer.body
        reader.close()
        return None

    def look(self, files: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the digests of the receipt; of a file that may have come or not, another than the new one."""
        for path, digests in listed.items():
            older = [digest for digest in digests if digest not in (ABSENT, files.get(path))]
            if older or ABSENT not in digests:
                self._there[path] = [*digests, *older][-1]
        return dict(self._there)

    def obstacle(self, path: str) -> Obstacle:
        """Return what is in the way of a file, for all that can be known of it."""
        return Obstacle("file", path)

    def read(self, path: str) -> Iterator[bytes] | None:
        """Return the pieces of a file, if it was published from here."""
        digest = self._there.get(path, "")
        return self.store.pieces(digest) if self.store.has(digest) else None

    def built(self) -> Mapping[str, tuple[str, ...]]:
        """Return nothing: what lies there is not seen."""
        return {}

    def send(self, delivery: Delivery) -> None:
        """Run the commands, one after the other; each must end well."""
        with TemporaryDirectory(prefix="leverage-site-", ignore_cleanup_errors=True) as name:
            names = self._write_lists(Path(name), delivery)
            for program, arguments in zip(self._programs, self.settings.command, strict=True):
                if any(STEP in argument for argument in arguments):
                    for _, files in delivery.steps:
                        with self.store.tree(files) as tree:
                            self._run(program, arguments, {**names, STEP: str(tree)})
                elif any(OUTPUT in argument for argument in arguments):
                    with self.store.tree(_all_files(delivery)) as tree:
                        (tree / RECEIPT).write_bytes(delivery.after or b"")
                        self._run(program, arguments, {**names, OUTPUT: str(tree)})
                elif delivery.removed or not any(REMOVED in argument for argument in arguments):
                    self._run(program, arguments, names)

    def _write_lists(self, folder: Path, delivery: Delivery) -> dict[str, str]:
        """Write what commands may read; return the names of these files by their placeholders."""
        steps = [{"step": step, "files": [file._asdict() for file in files]} for step, files in delivery.steps]
        manifest = {"version": VERSION, "base_url": self.base_url, "steps": steps, "removed": delivery.removed}
        texts = {
            MANIFEST: ("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode()),
            REMOVED: ("removed.txt", "".join(f"{path}\n" for path in delivery.removed).encode()),
            "{receipt}": (RECEIPT, delivery.after or b""),
        }
        for file, data in texts.values():
            (folder / file).write_bytes(data)
        return {placeholder: str(folder / file) for placeholder, (file, _) in texts.items()}

    def _run(self, program: Program, arguments: tuple[str, ...], names: Mapping[str, str]) -> None:
        filled = list(arguments[1:])
        for placeholder, name in names.items():
            filled = [argument.replace(placeholder, name) for argument in filled]
        self.has_begun = True
        program.run(*filled)


def _all_files(delivery: Delivery) -> list[SiteFile]:
    """Return all files that shall be there, also those of the last publication whose bytes are known."""
    types = {path: media_type(path) for path in delivery.files}
    files = [SiteFile(path, digest, step_of(types[path]), types[path]) for path, digest in delivery.files.items()]
    return [file for file in files if delivery.store.has(file.digest)]
