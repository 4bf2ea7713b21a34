"""What differs between two readings of a site."""

from collections.abc import Iterable, Mapping

from leverage_site.build import Site
from leverage_site.pages.content import Document, documents
from leverage_site.records.model import StaticFile
from leverage_site.settings import FILE

Source = Document | StaticFile


def changed_files(before: Site, after: Site) -> tuple[str, ...]:
    """The paths of the source files that differ, that came and that went, as messages name them."""
    if before is after:
        return ()
    # What was not read again is the same object in both: that leaves few of thousands.
    old, new = ({id(item): item for item in _read(site)} for site in (before, after))
    return _changed(
        _sources(before, (old[key] for key in old.keys() - new.keys())),
        _sources(after, (new[key] for key in new.keys() - old.keys())),
    )


def changed_assets(before: Site, after: Site) -> tuple[str, ...]:
    """The addresses of the copied files that differ, that came and that went."""
    return () if before is after else _changed(_assets(before), _assets(after))


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def _read(site: Site) -> tuple[Source, ...]:
    return (*documents(site.library), *site.library.static, *site.plan.assets)


def _sources(site: Site, items: Iterable[Source]) -> dict[str, object]:
    # Of a copied file also where it is on the disk: a theme may be a link, which leads elsewhere now.
    found: dict[str, object] = {
        item.path: (item.digest, item.file if isinstance(item, StaticFile) else "") for item in items
    }
    found.update((item.display_path, item.data) for level in site.theme.templates for item in level.values())
    found[FILE] = site.settings
    return found


def _assets(site: Site) -> dict[str, str]:
    """Digests by address; a file of the site replaces the theme's."""
    return {file.address: file.digest for file in (*site.plan.assets, *site.library.static)}
