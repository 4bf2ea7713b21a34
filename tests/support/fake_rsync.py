"""What of rsync a publication uses, between folders of one machine, for where there is none.

As rsync does, it writes each file beside its place and renames it, follows no link below the folders, and says with
`--dry-run` what it would do.
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
    for name in filter(None, sys.stdin.buffer.read().decode().split("\0")):
        code = copy(source / name, destination / name, name, flags)
        if code:
            return code
    return 0


def copy(old: Path, new: Path, name: str, flags: list[str]) -> int:
    """Copy or remove one file."""
    if not os.path.lexists(old):
        if "--delete-missing-args" in flags and new.is_file():
            new.unlink()
            return 0
        return 0 if {"--delete-missing-args", "--ignore-missing-args"} & {*flags} else 23
    if "--dry-run" in flags:
        is_same = "--checksum" in flags and new.is_file() and new.read_bytes() == old.read_bytes()
        kind = "L" if old.is_symlink() else "d" if old.is_dir() else "f"
        print(f">{kind}+++++++++ {name}") if not is_same else None
        return 0
    if old.is_symlink():
        return 0
    for parent in reversed(new.relative_to(Path(sys.argv[-1])).parents):
        folder = Path(sys.argv[-1]) / parent
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(exist_ok=True)
    waiting = new.parent / f".{new.name}.waiting"
    shutil.copyfile(old, waiting)
    waiting.replace(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
