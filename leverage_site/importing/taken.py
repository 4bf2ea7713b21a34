"""What the site has already, and gets in the course of an import: days, addresses, ids of feed entries."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from leverage_site.build import Site
from leverage_site.dates import parts
from leverage_site.pages.collisions import folded
from leverage_site.scaffold import record_path
from leverage_site.text import fill_pattern


@dataclass(frozen=True, slots=True)
class Taken:
    """The record files of days; of addresses and ids, the file that they belong to."""

    days: dict[dt.date, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, site: Site) -> "Taken":
        """What a site has, with its drafts."""
        records = site.library.records
        addresses = {folded(page.address): page.path for page in site.plan.pages}
        return cls(
            {record.date: record.path for record in records},
            addresses,
            {record.id: record.path for record in records if record.id},
            {folder for file in addresses for folder in _folders(file)},
        )

    def path(self, day: dt.date) -> str:
        """The file of the record of `day`, which may be still to come."""
        return self.days.get(day, record_path(day))

    def take_address(self, address: str, day: dt.date) -> bool:
        """Have `address` for the record of `day`, unless it is another's, or a file would have to be a folder."""
        file = folded(address)
        if any(folder in self.addresses for folder in _folders(file)) or file in self.folders:
            return False
        self.folders.update(_folders(file))
        return self.addresses.setdefault(file, self.path(day)) == self.path(day)

    def take_id(self, name: str, day: dt.date) -> bool:
        """Have the id `name` for the record of `day`, unless it is another's."""
        return self.ids.setdefault(name, self.path(day)) == self.path(day)


def _folders(file: str) -> Iterator[str]:
    """The folders that a file is in."""
    return (file[:end] for end, letter in enumerate(file) if letter == "/")


def usual_address(pattern: str, day: dt.date) -> str:
    """The address that the record of `day` has without one of its own."""
    return fill_pattern(pattern, parts(day))
