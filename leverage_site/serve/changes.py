"""What differs between two readings of a site."""

from collections.abc import Mapping

from leverage_site.build import Site
from leverage_site.pages.content import documents
from leverage_site.records.model import StaticFile
from leverage_site.settings import FILE


def changed_files(before: Site, after: Site) -> tuple[str, ...]:
    """The paths of the source files that differ, that came and that went, as messages name them."""
    return () if before is after else _changed(_sources(before), _sources(after))


def changed_assets(before: Site, after: Site) -> tuple[str, ...]:
    """The addresses of the copied files that differ, that came and that went."""
    return () if before is after else _changed(_assets(before), _assets(after))


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def _sources(site: Site) -> dict[str, object]:
    found: dict[str, object] = {item.path: item.digest for item in documents(site.library)}
    # Also where it is on the disk: a theme may be a link, which leads elsewhere now.
    found.update((file.path, (file.digest, file.file)) for file in _copies(site))
    found.update((item.shown, item.data) for level in site.theme.templates for item in level.values())
    found[FILE] = site.settings
    return found


def _assets(site: Site) -> dict[str, str]:
    return {file.address: file.digest for file in _copies(site)}


def _copies(site: Site) -> list[StaticFile]:
    return [page.gather(site.plan.content) for page in site.plan.pages if page.view is None]
