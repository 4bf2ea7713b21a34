"""What of rsync a publication uses, between folders of one machine, for where there is none.

As rsync does, it writes each file into the folder that is named and renames it, follows no link below the folders,
and says with `--dry-run` what it would do.
"""

import os
import shutil
import sys
from pathlib import Path


def main() -> int:
    """Run a call."""
    flags, (source, destination) = sys.argv[1 : sys.argv.index("--")], map(Path, sys.argv[-2:])
    if "--delete" in flags or not source.is_dir() or not destination.is_dir():
        print("rsync: change_dir failed: No such file or directory (2)", file=sys.stderr)
        return 23
    names = [*filter(None, sys.stdin.buffer.read().decode().split("\0"))]
    if "--recursive" in flags:
        names += [str(path.relative_to(source)) for name in names for path in (source / name).rglob("*")]
    for name in names:
        code = copy(source / name, destination / name, name, flags)
        if code:
            return code
    return 0


def copy(old: Path, new: Path, name: str, flags: list[str]) -> int:
    """Copy or remove one file."""
    if not os.path.lexists(old):
        return remove(new, flags)
    if "--dry-run" in flags:
        is_same = "--checksum" in flags and new.is_file() and new.read_bytes() == old.read_bytes()
        kind = "L" if old.is_symlink() else "d" if old.is_dir() else "f" if old.is_file() else "S"
        print(f">{kind}+++++++++ {name}") if not is_same else None
        return 0
    if old.is_dir() and not old.is_symlink():
        new.mkdir(exist_ok=True)
        return 0
    if old.is_symlink():
        new.symlink_to(old.readlink()) if "--links" in flags else None
        return 0
    for parent in reversed(new.relative_to(Path(sys.argv[-1])).parents):
        folder = Path(sys.argv[-1]) / parent
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(exist_ok=True)
    stage = next((flag.partition("=")[2] for flag in flags if flag.startswith("--temp-dir=")), "")
    waiting = (Path(sys.argv[-1]) / stage if stage else new.parent) / f".{new.name}.a1B2c3"
    shutil.copyfile(old, waiting)
    waiting.replace(new)
    return 0


def remove(new: Path, flags: list[str]) -> int:
    """Remove a file or an empty folder that is missing where it is copied from."""
    if "--delete-missing-args" in flags and new.is_file():
        new.unlink()
    elif "--delete-missing-args" in flags and new.is_dir() and not any(new.iterdir()):
        new.rmdir()
    return 0 if {"--delete-missing-args", "--ignore-missing-args"} & {*flags} else 23


if __name__ == "__main__":
    sys.exit(main())
