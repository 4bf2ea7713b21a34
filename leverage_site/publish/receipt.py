"""The receipt of a publication: which files at a target are this site's, and which bytes they may have.

It lies at the target. Only what it lists is ever replaced or removed there. While files are on their way it lists
what was and what will be, so that whatever moment that ends at, the next publication knows every file.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from leverage_site.output.folder import ABSENT, is_inside
from leverage_site.publish.order import STEPS, SiteFile
from leverage_site.values import value

# Its name begins as nothing else in a site may.
RECEIPT = ".leverage-site.receipt.json"
VERSION = 1

_encode = json.JSONEncoder(ensure_ascii=False).encode


class DamagedReceiptError(ValueError):
    """A receipt cannot be read."""


class ListedFile(NamedTuple):
    """A file at the target: the step in which it was sent, and the digests that its bytes may have.

    One of them is ABSENT while it may not be there yet.
    """

    step: str
    digests: tuple[str, ...]


@value
class Receipt:
    """What was published.

    Attributes:
        site: The identity of the site.
        files: The files of the site by path.
        kept: Those of the publication before which still lie there, for readers who have its pages open.
        complete: Whether it tells what is there; else what was and what will be.

    """

    site: str
    files: Mapping[str, ListedFile]
    kept: Mapping[str, ListedFile]
    complete: bool = True

    @property
    def all_files(self) -> dict[str, ListedFile]:
        """Every file that is listed, by path."""
        return {**self.kept, **self.files}

    def joined(self, others: Mapping[str, SiteFile]) -> "Receipt":
        """Return the receipt for the time in which `others` take the place of its files."""
        files = {path: ListedFile(file.step, (ABSENT, file.digest)) for path, file in others.items()}
        for path, (step, digests) in self.all_files.items():
            later = files.get(path)
            listed = dict.fromkeys((*digests, *(later.digests[1:] if later else ())))
            files[path] = ListedFile(later.step if later else step, tuple(listed))
        kept = {path: file for path, file in files.items() if path in self.kept and path not in others}
        files = {path: file for path, file in files.items() if path not in kept}
        return replace(self, files=files, kept=kept, complete=False)


def dump_receipt(receipt: Receipt) -> bytes:
    """Return the bytes of a receipt: one file a line, in their order."""
    lists = {"files": receipt.files, "kept": receipt.kept}
    texts = []
    for name, files in lists.items():
        lines = (f"{_encode(path)}: {_encode([file.step, *file.digests])}" for path, file in sorted(files.items()))
        joined = ",\n".join(lines)
        texts.append(f'"{name}": {{\n{joined}\n}}')
    head = f'"version": {VERSION}, "site": {_encode(receipt.site)}, "complete": {_encode(receipt.complete)}'
    return f"{{{head}, {', '.join(texts)}}}\n".encode()


def parse_receipt(data: bytes) -> Receipt:
    """Parse a receipt. Raises DamagedReceiptError."""
    try:
        values = json.loads(data)
        if values["version"] != VERSION or not isinstance(values["complete"], bool):
            raise DamagedReceiptError
        lists = [{path: _listed(file) for path, file in values[name].items()} for name in ("files", "kept")]
        if not all(is_inside(path) and path != RECEIPT for files in lists for path in files):
            raise DamagedReceiptError
        sent, kept = lists
        return Receipt(str(values["site"]), sent, kept, complete=values["complete"])
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        raise DamagedReceiptError from None


def _listed(values: list[str]) -> ListedFile:
    step, *digests = values
    if step not in STEPS or not all(isinstance(digest, str) for digest in digests):
        raise DamagedReceiptError
    return ListedFile(step, tuple(digests))
