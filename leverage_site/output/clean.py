"""Remove exactly what builds wrote."""

from contextlib import suppress
from pathlib import Path

from leverage_site.files import digest, os_reason
from leverage_site.output import folder
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, Problem, catalog

HINT = "Some files may be gone already; mend this and run `leverage-site clean` again."


def clean(output: Path, root: Path) -> tuple[list[str], list[Problem]]:
    """Remove our files in `output`, and return their paths with a warning for each that was edited and is kept.

    Raises ProblemError if `output` cannot be an output folder of the site at `root`, or the disk fails.
    """
    with suppress(OSError):
        if folder.kind(output) == "missing":
            return [], []
    files, stage, manifest = folder.check(output, root), Stage(output), output / folder.MANIFEST
    try:
        unlinked = [path for path in sorted(files) if not folder.linked_parent(output, path)]
        here = [path for path in unlinked if folder.kind(output / path) == "file"]
        removed = [path for path in here if digest(output / path) in files[path]]
        edited = sorted({*here} - {*removed})
        left = {path: files[path] for path in edited if folder.ABSENT not in files[path]}
        staged = None
        if left:
            # Edited files stay listed, so that a build may replace them; the list is on the disk before any goes.
            stage.open()
            staged = stage.put(folder.dump_manifest(left))
        for path in removed:
            (output / path).unlink()
        folder.remove_empty(output, list(files))
        if staged:
            staged.replace(manifest)
        else:
            manifest.unlink(missing_ok=True)
        stage.close()
    except OSError as error:
        place = Place(str(error.filename or output))
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error), hint=HINT) from None
    return removed, [catalog.EDITED_KEPT.at(Place((output / path).as_posix())) for path in left]
