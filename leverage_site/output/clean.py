"""Removes exactly what a build wrote."""

from pathlib import Path

from leverage_site import codes
from leverage_site.output import folder, manifest
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, Problem


def clean(output: Path, root: Path) -> tuple[list[str], list[Problem]]:
    """The paths that were removed, and a warning for each file that was edited since and is kept.

    Raises ProblemError if `output` cannot be an output folder of the site at `root`, or the disk fails.
    """
    if not output.exists() and not output.is_symlink():
        return [], []
    files = folder.check(output, root)
    try:
        kept = {path: digests for path, digests in files.items() if _is_edited(output, path, digests)}
        removed = [path for path in sorted(files.keys() - kept.keys()) if _is_here(output, path)]
        for path in removed:
            (output / path).unlink()
        folder.remove_empty(output, removed)
        Stage(output).close()
        _forget(output, kept)
    except OSError as error:
        raise codes.WRITE_FAILED.error(
            Place(str(error.filename or output)), reason=error.strerror or error
        ) from None
    return removed, [codes.EDITED_KEPT.at(Place((output / path).as_posix())) for path in kept]


def _is_here(output: Path, path: str) -> bool:
    return not folder.linked_parent(output, path) and folder.kind(output / path) == "file"


def _is_edited(output: Path, path: str, digests: tuple[str, ...]) -> bool:
    return _is_here(output, path) and folder.digest(output / path) not in digests


def _forget(output: Path, kept: manifest.Files) -> None:
    """Without our files there is nothing to list; edited ones stay listed, so that a build may replace them."""
    if kept:
        stage = Stage(output)
        stage.open()
        stage.put(manifest.spell(kept)).replace(output / manifest.NAME)
        stage.close()
    else:
        (output / manifest.NAME).unlink(missing_ok=True)
