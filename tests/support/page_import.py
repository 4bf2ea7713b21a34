"""Import a page into an empty site, short of writing anything."""

from pathlib import Path

from leverage_site.importing.importer import Imported, Importer, ImportOptions, ImportOutcome
from leverage_site.importing.registry import Registry
from leverage_site.settings import Settings

SETTINGS = Settings(id="tag:example.org,2026:test", base_url="https://example.org/", assistant="Claude")


def outcomes(folder: Path, name: str, text: str | bytes, **options: object) -> list[ImportOutcome]:
    """Return the outcomes of importing a file with `text`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    importer = Importer(
        folder, SETTINGS, ImportOptions(**{"dry_run": True, "sure": True, **options}), (), Registry()
    )  # type: ignore[arg-type]
    return importer.run([str(path)], lambda _: None)


def imported(folder: Path, name: str, text: str, **options: object) -> Imported:
    """Return the one record that a file with `text` becomes."""
    (outcome,) = outcomes(folder, name, text, **options)
    assert isinstance(outcome, Imported), [str(problem) for problem in outcome.problems]
    return outcome
