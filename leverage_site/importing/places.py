"""Where an imported record goes: what stands there already, and writing it without losing anything."""

import difflib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from leverage_site.files import create
from leverage_site.problems import Place, catalog
from leverage_site.scaffold import check_folders

State = Literal["new", "unchanged", "differs"]
MAX_DIFF_LINES = 4_000
HINT = "Mend this and import again: records that were written stay, this one is as it was."


@dataclass(frozen=True, slots=True)
class Target:
    """The file of a record, relative to the site, and how what is there relates to what is imported."""

    path: str
    state: State
    diff: str = ""


def target(root: Path, path: str, text: str) -> Target:
    """How what is at `path`, relative to the site, relates to the record that would be written there.

    Raises ProblemError where none can be written there, or what is there cannot be read.
    """
    check_folders(root, path)
    try:
        there = (root / path).read_bytes()
    except FileNotFoundError:
        return Target(path, "new")
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(path), reason=error.strerror or error) from None
    if there == text.encode():
        return Target(path, "unchanged")
    return Target(path, "differs", _diff(there.decode(errors="replace"), text, path))


def put(root: Path, path: str, text: str, *, replace: bool) -> None:
    """Write a record, whole or not at all; a file that is there is only replaced if so wanted."""
    check_folders(root, path)
    file = root / path
    waiting = file.with_name(f".{file.name}.importing")
    try:
        waiting.unlink(missing_ok=True)
        create(waiting.parent, {waiting.name: text})
        if replace:
            os.replace(waiting, file)  # noqa: PTH105 (its errors name both)
        else:
            _rename_to_nothing(waiting, file)
    except OSError as error:
        reason = error.strerror or error
        raise catalog.WRITE_FAILED.error(Place(path), reason=reason, hint=HINT) from None
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def _rename_to_nothing(waiting: Path, file: Path) -> None:
    """Give the file its name, which nothing may have."""
    try:
        os.link(waiting, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        file.open("xb").close()
        try:
            os.replace(waiting, file)  # noqa: PTH105 (as above)
        except BaseException:
            file.unlink()
            raise


def _diff(before: str, after: str, path: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MAX_DIFF_LINES:
        return f"{path}: too long to be compared line by line"
    lines = difflib.unified_diff(old, new, path, "as imported", lineterm="", n=1)
    return "\n".join(lines)
