"""The list of files that a build wrote, with the digest of each.

It tells our files from a stranger's. While a commit is under way it lists what was and what will be, so that
whatever moment it ends at, the next command knows every file.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from leverage_site.problems import Place, catalog
from leverage_site.urls import MAX_NAME_BYTES

NAME = ".leverage-site.json"
VERSION = 1
ABSENT = ""

_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,200}/)*[A-Za-z0-9_-][A-Za-z0-9_.-]{0,200}")
_encode = json.JSONEncoder(ensure_ascii=False).encode

Files = dict[str, tuple[str, ...]]


def read(output: Path) -> Files | None:
    """Each file with the digests it may have, or None without a manifest. Raises ProblemError if it is damaged."""
    place = Place((output / NAME).as_posix())
    try:
        if not (output / NAME).is_file() and not (output / NAME).is_dir() and (output / NAME).exists():
            raise catalog.BAD_MANIFEST.error(place)
        data = json.loads((output / NAME).read_bytes())
        files = {str(path): tuple(map(str, digests)) for path, digests in data["files"].items()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=error.strerror or error) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise catalog.BAD_MANIFEST.error(place) from None
    if data.get("version") != VERSION or not all(_is_inside(path) for path in files):
        raise catalog.BAD_MANIFEST.error(place)
    return files


def spell(files: Mapping[str, tuple[str, ...]]) -> bytes:
    """The manifest's bytes."""
    lines = (f"{_encode(path)}: {_encode(list(digests))}" for path, digests in sorted(files.items()))
    listed = ",\n".join(lines)
    return f'{{"version": {VERSION}, "files": {{\n{listed}\n}}}}\n'.encode()


def union(old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]) -> Files:
    """What was and what will be; a file that was not there is marked: a stranger's may come in its place."""
    return {path: tuple(dict.fromkeys(old.get(path, (ABSENT,)) + new.get(path, ()))) for path in {**old, **new}}


def _is_inside(path: str) -> bool:
    """Whether `path` names a file below a folder, on any system."""
    if _PLAIN.fullmatch(path):
        return True
    names = path.split("/")
    whole = len(path.encode(errors="replace")) == len(path.encode(errors="surrogatepass"))
    # Nor is git's own folder ever ours, whatever brought the list here.
    return (
        whole
        and not {"", ".", "..", ".git"} & {name.casefold() for name in names}
        and all(_is_name(name) for name in names)
    )


def _is_name(name: str) -> bool:
    return "\\" not in name and "\0" not in name and len(name.encode()) <= MAX_NAME_BYTES
