"""What the law of test_rebuild.py is worth: each of these bugs, put into the incremental build, breaks it.

A bug is caught by the first sequence that fails with it and passes without. All are tried with the same sequences.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from leverage_site import build, files, project
from leverage_site.cache import built_pages, parsed_files, serialization
from leverage_site.cache.built_pages import LastBuild
from leverage_site.cache.store import Store
from leverage_site.files import stamp_of
from leverage_site.live import texts
from leverage_site.output import folder, write
from leverage_site.output.folder import Ownership
from leverage_site.pages import content, page, period, plan
from leverage_site.pages.dashboard import DashboardInputs
from leverage_site.pages.data import DataInputs
from leverage_site.pages.day import DayInputs
from leverage_site.pages.lists import IndexInputs, ListPage
from leverage_site.pages.period import PeriodInputs
from leverage_site.pages.terms import TermInputs
from leverage_site.records import file_cache
from leverage_site.records.discover import File, Listing
from leverage_site.records.file_cache import Reading
from leverage_site.records.model import Note, Record, StaticFile
from leverage_site.values import token
from tests.support.edits import beginning
from tests.support.sites import Site
from tests.test_rebuild import of_beginning, run, steps

SEQUENCES = 400

Patch = pytest.MonkeyPatch
Bug = Callable[[Patch], None]
BUGS: dict[str, Bug] = {}


def bug(function: Bug) -> Bug:
    BUGS[function.__name__] = function
    return function


def _drop_fields(patch: Patch, kind: type, *names: str) -> None:
    """Leave some fields of a page's inputs out of its key."""
    fields = page.key_fields
    assert {*names} <= {*fields(kind)}

    def fewer(asked: type) -> tuple[str, ...]:
        return tuple(name for name in fields(asked) if asked is not kind or name not in names)

    patch.setattr(page, "key_fields", fewer)


# The keys of pages.


@bug
def a_key_without_what_the_site_says_of_itself(patch: Patch) -> None:
    patch.setattr(build, "context", lambda _, *others: token(*others))


@bug
def a_key_without_the_templates(patch: Patch) -> None:
    patch.setattr(build, "context", lambda site, versions, _: page.context(site, versions, ""))


@bug
def a_key_without_the_neighbours(patch: Patch) -> None:
    _drop_fields(patch, DayInputs, "previous", "next")


@bug
def a_digest_of_a_text_without_its_live_figures(patch: Patch) -> None:
    patch.setattr(texts, "token", lambda digest, *_: digest)


@bug
def a_key_without_the_standings(patch: Patch) -> None:
    _drop_fields(patch, DayInputs, "standings")


@bug
def a_key_without_what_links_mean(patch: Patch) -> None:
    _drop_fields(patch, DayInputs, "link_map")


@bug
def a_key_without_the_order_of_tasks(patch: Patch) -> None:
    _drop_fields(patch, DayInputs, "order")
    _drop_fields(patch, DataInputs, "order")


@bug
def a_segment_that_does_not_know_whether_it_is_the_last(patch: Patch) -> None:
    _drop_fields(patch, DataInputs, "is_last")


@bug
def segments_that_are_cut_from_a_file_of_other_bytes(patch: Patch) -> None:
    real = build._PageMaker._built_segments

    def trusting(maker: build._PageMaker) -> list[tuple[str, bytes]]:
        digest = sha256(maker.on_disk.read_bytes()).hexdigest() if maker.on_disk.is_file() else ""
        return real(maker._replace(built=maker.built and maker.built._replace(digest=digest)))

    patch.setattr(build._PageMaker, "_built_segments", trusting)


@bug
def a_key_without_the_addresses_of_tags(patch: Patch) -> None:
    _drop_fields(patch, DayInputs, "tags", "task_tags")


@bug
def a_key_without_the_addresses_of_projects(patch: Patch) -> None:
    _drop_fields(patch, DayInputs, "projects")
    _drop_fields(patch, PeriodInputs, "projects")
    _drop_fields(patch, DashboardInputs, "terms")


@bug
def a_key_of_a_period_without_the_figures_of_its_days(patch: Patch) -> None:
    _drop_fields(patch, PeriodInputs, "days")


@bug
def a_key_of_a_tag_without_the_figures_of_its_days(patch: Patch) -> None:
    _drop_fields(patch, TermInputs, "shown", "whole", "months", "years", "tasks")


@bug
def a_key_of_a_tag_without_its_note(patch: Patch) -> None:
    _drop_fields(patch, TermInputs, "note", "link_map")


@bug
def a_key_of_the_dashboard_without_the_figures_of_all_days(patch: Patch) -> None:
    _drop_fields(patch, DashboardInputs, "days", "totals", "weeks", "projects", "tags")


@bug
def a_key_of_the_index_without_the_texts_of_its_days(patch: Patch) -> None:
    _drop_fields(patch, IndexInputs, "texts")


@bug
def a_key_of_lists_without_the_titles_of_days(patch: Patch) -> None:
    real = content.plan_day

    def planned(settings: Any, record: Record, indexed: Any) -> Any:
        found = real(settings, record, indexed)
        found.token = token(record.front_matter_digest)
        return found

    patch.setattr(content, "plan_day", planned)


@bug
def a_list_that_shows_what_no_key_of_it_has(patch: Patch) -> None:
    real = period.period_view

    def view(site: Any, address: str, inputs: PeriodInputs) -> Any:
        found = real(site, address, inputs)
        leads = [day.tasks._body.get().prose.lead_text for day in inputs.days.days]
        return replace(found, dates=" ".join(leads))

    kinds = [replace(kind, view=view) if kind.view is real else kind for kind in plan.KINDS]
    patch.setattr(plan, "KINDS", tuple(kinds))


@bug
def a_key_without_the_number_of_days(patch: Patch) -> None:
    _drop_fields(patch, ListPage, "of", "total_days", "older")


@bug
def a_key_without_the_name_of_a_partial(patch: Patch) -> None:
    _drop_fields(patch, Note, "path")


@bug
def a_key_with_the_front_matter_alone(patch: Patch) -> None:
    fields = page.key_fields
    patch.setattr(
        page, "key_fields", lambda kind: ("path", "front_matter_digest") if kind is Record else fields(kind)
    )


@bug
def a_key_with_the_path_of_a_file_instead_of_its_bytes(patch: Patch) -> None:
    fields = page.key_fields
    patch.setattr(page, "key_fields", lambda kind: ("path",) if kind is StaticFile else fields(kind))


@bug
def days_that_are_known_whatever_is_before_and_behind_them(patch: Patch) -> None:
    def own(content: content.Content, day: Any) -> tuple[str]:
        return (content.index.records[content.index.places[day]].digest,)

    kinds = [replace(kind, sources=own) if kind.name == "day" else kind for kind in plan.KINDS]
    patch.setattr(plan, "KINDS", tuple(kinds))


@bug
def keys_that_are_known_whatever_the_basis(patch: Patch) -> None:
    patch.setattr(page.PageKeys, "basis", "basis")


@bug
def an_index_that_is_known_whatever_its_texts(patch: Patch) -> None:
    kinds = [replace(kind, sources=page.all_days) if kind.name == "index" else kind for kind in plan.KINDS]
    patch.setattr(plan, "KINDS", tuple(kinds))


# What stands in the output.


@bug
def a_digest_that_is_believed_without_a_look(patch: Patch) -> None:
    there = write._Writer._is_current

    def believed(self: write._Writer, file: write.OutputFile) -> bool:
        if file.digest and (self.output / file.path).is_file():
            self.result.digests[file.path] = file.digest
            return True
        return there(self, file)

    patch.setattr(write._Writer, "_is_current", believed)


class _Any(tuple[int, ...]):
    """A stamp that some values of another decide."""

    chosen: tuple[int, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple) and all(self[n] == other[n] for n in self.chosen)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__


def _some(*chosen: int) -> type[_Any]:
    return type("_Some", (_Any,), {"chosen": chosen})


def _stamped(patch: Patch, *chosen: int) -> None:
    """Pages of the output are compared by some values of their stamps."""
    kind, state = _some(*chosen), folder.FileState
    patch.setattr("leverage_site.cache.built_pages.FileState", lambda stamp, digest: state(kind(stamp), digest))


@bug
def a_page_that_is_known_by_size_and_inode(patch: Patch) -> None:
    _stamped(patch, 0, 3)


@bug
def a_page_that_is_known_without_its_ctime(patch: Patch) -> None:
    _stamped(patch, 0, 1, 3)


@bug
def a_page_that_is_there_though_its_file_has_gone(patch: Patch) -> None:
    there = write._Writer._is_current

    def known(self: write._Writer, file: write.OutputFile) -> bool:
        found = there(self, file)
        if not found and file.digest and file.path not in self.disk_digests and file.path in self.ownership.old:
            self.result.digests[file.path] = file.digest
            return True
        return found

    patch.setattr(write._Writer, "_is_current", known)


@bug
def the_list_of_files_is_believed_for_an_edited_page(patch: Patch) -> None:
    there, digest = write._Writer._is_current, write.digest

    def known(self: write._Writer, file: write.OutputFile) -> bool:
        listed = self.ownership.old.get(file.path)
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(write, "digest", lambda path: listed[0] if listed else digest(path))
            return there(self, file)

    patch.setattr(write._Writer, "_is_current", known)


@bug
def leftovers_stay(patch: Patch) -> None:
    patch.setattr(Ownership, "stale", lambda *_: [])


# What files held.


def _file_stamps(patch: Patch, *chosen: int) -> None:
    """Content files are compared by some values of their stamps."""
    kind, jobs = _some(*chosen), file_cache.FileCache.jobs

    def fewer(self: file_cache.FileCache, files: list[File]) -> list[Any]:
        known = {name: item for name, item in self.files.items() if item.stamp}
        for name, item in known.items():
            self.files[name] = item._replace(stamp=kind(item.stamp))
        return jobs(self, files)

    patch.setattr(file_cache.FileCache, "jobs", fewer)


@bug
def a_file_that_is_known_by_its_size(patch: Patch) -> None:
    _file_stamps(patch, 0)


@bug
def a_file_that_is_known_without_its_ctime(patch: Patch) -> None:
    _file_stamps(patch, 0, 1, 3)


@bug
def a_file_that_was_moved_is_what_it_was(patch: Patch) -> None:
    update = file_cache.FileCache.update

    def found(
        self: file_cache.FileCache, listing: Listing, jobs: list[Any], outcomes: list[Reading | None]
    ) -> list[Reading]:
        known = {item.reading.digest: item.reading for item in self.files.values() if item.reading.digest}
        return update(self, listing, jobs, [new and known.get(new.digest, new) for new in outcomes])

    patch.setattr(file_cache.FileCache, "update", found)


def _reading(patch: Patch, change: Callable[[parsed_files.ParsedFileCache, str, Reading], Reading]) -> None:
    read = parsed_files.ParsedFileCache._reading
    patch.setattr(
        parsed_files.ParsedFileCache,
        "_reading",
        lambda self, name, text: change(self, name, read(self, name, text)),
    )


@bug
def problems_of_files_are_forgotten(patch: Patch) -> None:
    _reading(patch, lambda _, __, reading: reading._replace(problems=()))


@bug
def a_lead_by_the_front_matter(patch: Patch) -> None:
    leads: dict[str, str] = {}

    def first(_: parsed_files.ParsedFileCache, __: str, reading: Reading) -> Reading:
        if isinstance(reading.value, Record):
            lead = leads.setdefault(reading.value.front_matter_digest, reading.value.lead_text)
            object.__setattr__(reading.value, "lead_text", lead)
        return reading

    _reading(patch, first)


@bug
def a_body_that_is_not_compared_with_its_digest(patch: Patch) -> None:
    body = parsed_files.ParsedFileCache._body

    def any_body(self: parsed_files.ParsedFileCache, name: str, digest: str) -> tuple[Any, ...]:
        _, _, text = (self.store.get(parsed_files.BODIES, name) or "").partition("\n")
        return serialization.load_body(parsed_files.loads(text)) if text else body(self, name, digest)

    patch.setattr(parsed_files.ParsedFileCache, "_body", any_body)


def _forgets(patch: Patch, name: str, value: Any) -> None:
    read = serialization.load_record

    def without(head: Any, body: Any) -> Record:
        record = read(head, body)
        object.__setattr__(record, name, value)
        return record

    patch.setattr(serialization, "load_record", without)


@bug
def links_of_a_record_are_forgotten(patch: Patch) -> None:
    _forgets(patch, "links", ())


@bug
def the_day_of_a_correction_is_forgotten(patch: Patch) -> None:
    _forgets(patch, "updated", None)


@bug
def no_supervision_is_unknown_supervision(patch: Patch) -> None:
    dump_time = serialization._DUMPS[timedelta]
    patch.setitem(serialization._DUMPS, timedelta, lambda time: dump_time(time) or None)


# The store, and builds that have nothing to do.


@bug
def checksums_are_not_compared(patch: Patch) -> None:
    class Same(bytes):
        def __eq__(self, _: object) -> bool:
            return True

        __hash__ = bytes.__hash__

    patch.setattr(Store, "_mark", lambda *_: Same(b"same"))


def _known_by(patch: Patch, key: Callable[[Any], str]) -> None:
    begin = LastBuild.__init__

    def keyed(self: LastBuild, store: Store, root: Any, options: Any) -> None:
        begin(self, store, root, options)
        self.key = key(options)

    patch.setattr(LastBuild, "__init__", keyed)


@bug
def a_build_is_known_without_drafts(patch: Patch) -> None:
    _known_by(patch, lambda options: f"{options.output.absolute()}\n{options.base_url}")


@bug
def a_build_is_known_without_its_base_url(patch: Patch) -> None:
    _known_by(patch, lambda options: f"{options.output.absolute()}\n{options.drafts}")


@bug
def a_look_that_passes_over_themes(patch: Patch) -> None:
    patch.setattr(built_pages, "THEMES", "none")
    patch.setattr(built_pages, "bundled_themes", lambda: Path("none"))


@bug
def a_look_that_passes_over_the_output(patch: Patch) -> None:
    patch.setattr(built_pages, "fingerprint_files", lambda _: "")


@bug
def a_look_that_passes_over_the_settings(patch: Patch) -> None:
    patch.setattr(built_pages, "stamp_if_any", lambda _: None)


@bug
def a_look_that_compares_no_ctime(patch: Patch) -> None:
    for module in (files, built_pages, folder):
        patch.setattr(module, "stamp_of", lambda status: stamp_of(status)._replace(changed=0))


@bug
def a_look_that_passes_over_what_is_not_read(patch: Patch) -> None:
    look = project.fingerprint_sources
    patch.setattr(project, "fingerprint_sources", lambda root, listing: look(root, listing._replace(problems=[])))


@bug
def problems_of_a_build_are_forgotten(patch: Patch) -> None:
    unchanged = LastBuild.report

    def without(self: LastBuild, sources: Any) -> Any:
        report = unchanged(self, sources)
        return report and replace(report, problems=())

    patch.setattr(LastBuild, "report", without)


# The proof.


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = beginning(tmp_path_factory.mktemp("soak") / "site")
    of_beginning(site.root)  # while there is no bug
    return site


@pytest.fixture(scope="module")
def sequences() -> list[Any]:
    return [_sequence(number) for number in range(SEQUENCES)]


def _sequence(number: int) -> Any:
    """One of its own: of those that a single test is given, most are the one before with little changed."""
    found: list[Any] = []

    @seed(number)
    @settings(max_examples=2, phases=(Phase.generate,), database=None)
    @given(st.lists(steps, min_size=8, max_size=30))
    def draw(edits: Any) -> None:
        found.append(edits)

    draw()
    return found[-1]


@pytest.fixture
def fresh(monkeypatch: Patch) -> Iterator[Patch]:
    """Nothing that was worked out with one bug is left for another."""
    page._encoder.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    page._encoder.cache_clear()


def breaks(site: Site, edits: Any) -> bool:
    try:
        run(site, edits, {})
    except Exception:  # noqa: BLE001  # whatever a bug raises, it is caught
        return True
    return False


@pytest.mark.parametrize("name", BUGS)
def test_each_bug_fits_the_code(name: str) -> None:
    """What a bug replaces is there under this name."""
    with pytest.MonkeyPatch.context() as patch:
        BUGS[name](patch)


@pytest.mark.soak
@pytest.mark.parametrize("name", BUGS)
def test_p3_a_seeded_bug_is_caught(site: Site, sequences: list[Any], fresh: Patch, name: str) -> None:
    with fresh.context() as patch:
        page._encoder.cache_clear()
        BUGS[name](patch)
        number = next((n for n, edits in enumerate(sequences, 1) if breaks(site, edits)), None)
    assert number is not None, f"{name} survives {len(sequences)} sequences"
    page._encoder.cache_clear()
    run(site, sequences[number - 1], {})
