"""What content files held when they were last read, kept from one build to the next."""

import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

from leverage_site.cache import serialization
from leverage_site.cache.store import Store, dumps, loads
from leverage_site.files import Clock, Stamp, system_clock
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, catalog
from leverage_site.records.discover import File, Listing
from leverage_site.records.file_cache import (
    MIN_FILES,
    CachedFile,
    FileCache,
    Reading,
    ReadJob,
    import_readers,
    read_file,
)
from leverage_site.records.model import LazyBody, Record, RecordBody
from leverage_site.stats.day_stats import DayStats, day_stats

HEADS, BODIES = "heads", "bodies"


class _Texts(NamedTuple):
    """What a file holds as texts for the store: its head, and the body of a record.

    `reading` and `stats` are the same of a record that this process has read.
    """

    head: str
    body: str = ""
    reading: Reading | None = None
    stats: DayStats | None = None


class ParsedFileCache(FileCache):
    """What the content files of the site at `root` held, begun with what is in `store`, and saved there.

    Bodies of records are loaded lazily from the store. Without `storing`, what is read stays in memory.
    """

    def __init__(self, root: Path, store: Store, clock: Clock = system_clock, *, storing: bool = True) -> None:
        super().__init__(clock)
        self.root = root
        self.store = store
        self.storing = storing
        self._new: dict[str, str] = {}
        for name, text in store.all(HEADS).items():
            stamp, _, head = text.partition("\n")
            numbers = loads(stamp)
            self.files[name] = CachedFile(Stamp(*numbers) if numbers else None, self._reading(name, head))
        self._saved = dict(self.files)

    def read(self, listing: Listing) -> list[Reading]:
        """Return what each of the listed files holds; put the bodies of records into the store."""
        if not self.storing:
            return super().read(listing)
        jobs = self.jobs(listing.files)
        outcomes: list[Reading | None] = []
        bodies: dict[str, str] = {}
        import_readers(jobs)
        parse = partial(_parse_and_dump, os.getpid())
        for job, new in zip(jobs, map_weighted(parse, jobs, MIN_FILES), strict=True):
            if new is None or isinstance(new, Reading):
                outcomes.append(new)
                continue
            name = job.file.name
            self._new[name] = new.head
            if new.body:
                bodies[name] = new.body
            outcomes.append(new.reading or self._reading(name, new.head))
            if new.reading and new.reading.digest:
                self.day_stats[new.reading.digest] = new.stats
        if bodies:
            self.store.put(BODIES, bodies)
        return self.update(listing, jobs, outcomes)

    def save(self) -> None:
        """Put what has changed into the store and commit, unless nothing is to be stored there any more."""
        if not self.storing:
            return
        changed = {name: item for name, item in self.files.items() if self._saved.get(name) != item}
        heads = {}
        for name, item in changed.items():
            if item.reading.digest and item.reading.as_listed:
                # What is not new has another stamp alone.
                head = self._new.pop(name, None) or (self.store.get(HEADS, name) or "").partition("\n")[2]
                heads[name] = f"{dumps(item.stamp)}\n{head}"
        self.store.put(HEADS, heads)
        outdated = {*changed, *(self._saved.keys() - self.files)}
        if dropped := outdated - heads.keys():
            self.store.drop(HEADS, dropped)
            self.store.drop(BODIES, dropped)
        self._saved = dict(self.files)
        self.store.commit()

    def _reading(self, name: str, text: str) -> Reading:
        digest, problems, head, *stats = loads(text)
        loaded = tuple(map(serialization.load_problem, problems))
        if not stats:
            return Reading(digest, serialization.load_other(head, File.at(self.root, name).on_disk), loaded)
        self.day_stats[digest] = serialization.load_stats(stats[0])
        body = LazyBody(partial(self._body, name, digest))
        return Reading(digest, serialization.load_record(head, body), loaded)

    def _body(self, name: str, digest: str) -> RecordBody:
        """Return the body of a record; where the store has it no more, from its file."""
        stored, _, text = (self.store.get(BODIES, name) or "").partition("\n")
        if stored == digest:
            return serialization.load_body(loads(text))
        file = File.at(self.root, name)
        reading = read_file(ReadJob(file))
        if reading is None or reading.digest != digest or not isinstance(reading.value, Record):
            raise catalog.READ_FAILED.error(Place(file.path), reason="it has changed a moment ago")
        return reading.value.body.get()


def _parse_and_dump(parent: int, job: ReadJob) -> Reading | _Texts | None:
    """Read a file; return what it holds as texts for the store.

    A record that the process `parent` reads itself is there already: to make half of 1,000 again from their texts
    takes 0.14 s of CPU, most of it where their pages are rendered.
    """
    reading = read_file(job)
    if reading is None or reading.digest is None or not reading.as_listed:
        return reading
    digest, value = reading.digest, reading.value
    if not isinstance(value, Record):
        return _Texts(serialization.dumps([digest, reading.problems, serialization.dump_other(value)]))
    stats = day_stats(value)
    head = serialization.dumps([digest, reading.problems, value, stats])
    body = f"{digest}\n{serialization.dumps(value.body.get())}"
    return _Texts(head, body, reading, stats) if os.getpid() == parent else _Texts(head, body)
