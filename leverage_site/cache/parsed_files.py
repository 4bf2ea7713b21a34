"""What content files held when they were last read, kept from one build to the next."""

from functools import partial
from pathlib import Path

from leverage_site.cache import serialization
from leverage_site.cache.store import Store, dumps, loads
from leverage_site.files import Clock, Stamp, system_clock
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, catalog
from leverage_site.records import file_cache
from leverage_site.records.discover import CONTENT, File
from leverage_site.records.file_cache import MIN_FILES, CachedFile, FileCache, Reading, ReadJob
from leverage_site.records.model import LazyBody, Record, RecordBody
from leverage_site.stats.day_stats import day_stats

HEADS, BODIES = "heads", "bodies"

Texts = tuple[str, str]


class ParsedFileCache(FileCache):
    """A memory of the site at `root` that begins with what is in `store`, and can be saved there.

    Of a record only the head is at hand; its body stays in the store until it is asked for. Without `storing`,
    what is read from now on stays in memory.
    """

    def __init__(self, root: Path, store: Store, clock: Clock = system_clock, *, storing: bool = True) -> None:
        super().__init__(clock)
        self.store = store
        self.storing = storing
        self.top = f"{root / CONTENT}/"
        self._new: dict[str, str] = {}
        for name, text in store.all(HEADS).items():
            stamp, _, head = text.partition("\n")
            known = loads(stamp)
            self.files[self.top + name] = CachedFile(Stamp(*known) if known else None, self._reading(name, head))
        self._saved = dict(self.files)

    def read_all(self, jobs: list[ReadJob]) -> list[Reading | None]:
        """As any memory; the bodies of records go to the store at once, where other processes find them."""
        if not self.storing:
            return super().read_all(jobs)
        found: list[Reading | None] = []
        bodies: dict[str, str] = {}
        if len(jobs) >= MIN_FILES:
            file_cache.import_readers()
        for job, new in zip(jobs, map_weighted(_parse_and_dump, jobs, MIN_FILES), strict=True):
            if new is None or isinstance(new, Reading):
                found.append(new)
                continue
            name = job.file.on_disk.removeprefix(self.top)
            self._new[name], body = new
            if body:
                bodies[name] = body
            found.append(self._reading(name, self._new[name]))
        if bodies:
            self.store.put(BODIES, bodies)
            self.store.commit()
        return found

    def save(self) -> None:
        """Put what has changed into the store, unless nothing is to be stored there any more."""
        if not self.storing:
            return
        changed = {place: item for place, item in self.files.items() if self._saved.get(place) != item}
        kept = {place for place, item in changed.items() if item.reading.digest and item.reading.as_listed}
        texts = {place.removeprefix(self.top): changed[place] for place in kept}
        self.store.put(HEADS, {name: self._text(name, item) for name, item in texts.items()})
        gone = [place for place in self._saved if place not in self.files]
        gone += changed.keys() - kept
        for kind in (HEADS, BODIES) if gone else ():
            self.store.drop(kind, [place.removeprefix(self.top) for place in gone])
        self._saved = dict(self.files)

    def _text(self, name: str, item: CachedFile) -> str:
        head = self._new.pop(name, None) or (self.store.get(HEADS, name) or "").partition("\n")[2]
        return f"{dumps(item.stamp)}\n{head}"

    def _reading(self, name: str, text: str) -> Reading:
        digest, problems, head, *stats = loads(text)
        found = tuple(map(serialization.load_problem, problems))
        if not stats:
            return Reading(digest, serialization.load_other(head, self.top + name), found)
        self.derived[digest] = serialization.load_stats(stats[0])
        body = LazyBody(partial(self._body, name, digest))
        return Reading(digest, serialization.load_record(head, body), found)

    def _body(self, name: str, digest: str) -> RecordBody:
        """A record's body; where the store has it no more, from its file."""
        known, _, text = (self.store.get(BODIES, name) or "").partition("\n")
        if known == digest:
            return serialization.load_body(loads(text))
        folder, _, below = name.partition("/")
        file = File(folder, below, self.top + name)
        reading = file_cache.read_file(ReadJob(file))
        if reading is None or reading.digest != digest or not isinstance(reading.value, Record):
            raise catalog.READ_FAILED.error(Place(file.path), reason="it has changed a moment ago")
        return reading.value.body.get()


def _parse_and_dump(job: ReadJob) -> Reading | Texts | None:
    """What a file holds, as texts for the store: its head, and the body of a record."""
    reading = file_cache.read_file(job)
    if reading is None or reading.digest is None or not reading.as_listed:
        return reading
    problems = [serialization.dump_problem(problem) for problem in reading.problems]
    value = reading.value
    if not isinstance(value, Record):
        return dumps([reading.digest, problems, serialization.dump_other(value)]), ""
    head = [reading.digest, problems, serialization.dump_record(value), serialization.dump_stats(day_stats(value))]
    return dumps(head), f"{reading.digest}\n{dumps(serialization.dump_body(value.body.get()))}"
