"""Removes exactly what a build wrote."""

from contextlib import suppress
from pathlib import Path

from leverage_site.files import digest
from leverage_site.output import folder, manifest
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, Problem, catalog

HINT = "Some files may be gone already; mend this and run `leverage-site clean` again."


def clean(output: Path, root: Path) -> tuple[list[str], list[Problem]]:
    """The paths that were removed, and a warning for each file that was edited since and is kept.

    Raises ProblemError if `output` cannot be an output folder of the site at `root`, or the disk fails.
    """
    with suppress(OSError):
        if folder.kind(output) == "missing":
            return [], []
    files = folder.check(output, root)
    try:
        removed, problems = _remove(output, files)
        Stage(output).close()
    except OSError as error:
        place = Place(str(error.filename or output))
        raise catalog.WRITE_FAILED.error(place, reason=error.strerror or error, hint=HINT) from None
    return removed, problems


def _remove(output: Path, files: manifest.Files) -> tuple[list[str], list[Problem]]:
    here = [path for path in sorted(files) if _is_here(output, path)]
    removed = [path for path in here if digest(output / path) in files[path]]
    edited = [path for path in sorted({*here} - {*removed}) if manifest.ABSENT not in files[path]]
    stage = Stage(output)
    # Edited files stay listed, so that a build may replace them; the list is on the disk before anything goes.
    left = _staged(stage, {path: files[path] for path in edited}) if edited else None
    for path in removed:
        (output / path).unlink()
    folder.remove_empty(output, list(files))
    if left:
        left.replace(output / manifest.NAME)
    else:
        (output / manifest.NAME).unlink(missing_ok=True)
    return removed, [catalog.EDITED_KEPT.at(Place((output / path).as_posix())) for path in edited]


def _staged(stage: Stage, files: manifest.Files) -> Path:
    stage.open()
    return stage.put(manifest.spell(files))


def _is_here(output: Path, path: str) -> bool:
    return not folder.linked_parent(output, path) and folder.kind(output / path) == "file"
