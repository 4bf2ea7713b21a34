"""Symbolic links on the way to a record: writers must follow those that readers follow, and no others."""

from pathlib import Path

from leverage_site.records.discover import list_content

LEVELS = ("content", "content/records", "content/records/2026")
TARGETS = ("inside", "outside", "dangling", "loop", "file")
WAYS = [f"{level} {target}" for level in LEVELS for target in TARGETS]


def link(top: Path, way: str) -> bool:
    """Make the folder of a way, below `top / "site"`, a link; return whether a reader finds what is written there."""
    level, target = way.split()
    site, outside = top / "site", top / "outside"
    (site / "elsewhere").mkdir(parents=True)
    outside.mkdir()
    (outside / "file").write_text("not yours")
    (site / level).parent.mkdir(parents=True, exist_ok=True)
    places = {
        "inside": site / "elsewhere",
        "outside": outside,
        "dangling": outside / "nothing",
        "loop": site / level,
        "file": outside / "file",
    }
    (site / level).symlink_to(places[target])
    if not (site / level).is_dir():
        return False
    record = site / LEVELS[-1] / "found.md"
    made = [path for path in (record.parent.parent, record.parent) if not path.exists()]
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text("x")
    found = [file.path for file in list_content(site).files]
    record.unlink()
    for path in reversed(made):
        path.rmdir()
    return bool(found)
