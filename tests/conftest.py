"""Settings of the property tests: repeatable by default; HYPOTHESIS_PROFILE=explore looks for new cases."""

import gc
import itertools
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import leverage_site
from leverage_site import parallel
from leverage_site.cache import toolchain
from tests.support.shared_templates import compiled_once
from tests.support.workspace import shared_folder

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# A shell has its background jobs ignore Ctrl-C, and what tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Measuring coverage doubles the time of a test. `make coverage` measures it by the tests that `make quick` runs, and
# there not by those of many inputs, which are marked `no_cover`: others cover the same.
LONG = frozenset(
    (
        "test_rebuild.py", "test_incremental.py", "test_rebuild_soak.py", "test_project.py", "test_preview.py",
        "test_equal_keys.py", "test_verify.py", "test_obstacles.py", "test_rsync.py", "test_grammar.py", "test_corpus.py",
    )
)  # fmt: skip

# What takes more than five seconds each, the dearest first: every process begins with some of them, so that what they
# run at the end is short.
DEAR = (
    "test_edits_of_content",
    "test_p3_rebuilds_are_builds_from_nothing",
    "test_edits_of_anything",
    "test_p20_random_documents_come_back",
    "test_p4_200_random_kills_leave_whole_files_and_the_next_build_completes",
    "test_a_site_with_drafts_is_the_site_without",
    "test_a_plan_after_others_is_as_if_there_were_none",
    "test_each_naughty_string_in_every_field_comes_out_as_text",
    "test_valid_html",
    "test_random_names_have_files_of_their_own_or_a_problem",
    "test_equal_keys_mean_equal_views_after_any_edits",
    "test_a_task_key",
    "test_the_editable_install_works_and_follows_the_checkout",
)

# The suite writes a gigabyte in small files. In memory these take half the processor time that they take on a disk;
# a container may have 64 MB of it.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108

PACKAGE = f"{Path(leverage_site.__file__).parent}{os.sep}"
# Objects. By default the cycle collector takes a tenth of the processor time of tests that build small sites.
COLLECTED_AFTER = 20_000

_numbers = itertools.count()


def pytest_configure(config: pytest.Config) -> None:
    """Have temporary folders in memory where there is room, unless the caller says where they are to be."""
    if config.getoption("basetemp") or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave files that take long as a whole out of `make quick`."""
    if item.path.name in LONG:
        item.add_marker("site")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of browsers, watchers and processes wait for most of their time."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run those that take longest first, in each process, so that no processor waits for another at the end.

    At first each of xdist's processes is given as many of the items, in this order.
    """
    dear = sorted(
        (item for item in items if _function(item) in DEAR), key=lambda item: DEAR.index(_function(item))
    )
    others = [item for item in items if _function(item) not in DEAR]
    processes, left = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")), len(items)
    items.clear()
    for number in range(processes):
        share = left // (processes - number)
        left -= share
        mine = dear[number::processes]
        kept = max(share - len(mine), 0)
        items += [*mine, *others[:kept]]
        del others[:kept]
    items += others


def _function(item: pytest.Item) -> str:
    return getattr(item, "originalname", item.name)


def pytest_collection_finish() -> None:
    """Have the cycle collector leave alone what lasts as long as the run: modules, and thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of its own: pytest's fixture looks through those of thousands of tests for the next free number."""
    name = re.sub(r"\W+", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}-{next(_numbers)}", numbered=False)


@pytest.fixture(autouse=True, scope="session")
def _templates_are_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with compiled_once(str(shared_folder(tmp_path_factory, "templates"))):
        yield


@pytest.fixture(autouse=True, scope="session")
def _builds_take_one_process() -> Iterator[None]:
    """As under xdist, whose threads forbid to fork; to fork a test's process takes longer than a small build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "can_fork", lambda: False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _only_own_modules_count() -> Iterator[None]:
    """Count only the package's own modules: a test's process has imported a thousand that no build imports."""

    def own() -> list[tuple[str, str]]:
        modules = [(name, module) for name, module in [*sys.modules.items()] if name.startswith("leverage_site")]
        return [(name, module.__file__) for name, module in modules if module.__file__]

    def entry(path: str) -> tuple[int, int, int]:
        """Ask the disk once for each module of the package: a build asks it for all of them twice."""
        if not path.startswith(PACKAGE):
            return entry_of(path)
        if path not in entries:
            entries[path] = entry_of(path)
        return entries[path]

    def places(names: Iterable[str]) -> dict[str, str]:
        """Look for modules once: to list the folders of libraries takes 2 ms, twice a build."""
        wanted = frozenset(names)
        if sys.path != path:
            return find(wanted)
        if wanted not in found:
            found[wanted] = find(wanted)
        return dict(found[wanted])

    path, find = [*sys.path], toolchain._places  # noqa: SLF001  # each build asks it twice
    found: dict[frozenset[str], dict[str, str]] = {}
    entry_of, entries = toolchain._entry, dict[str, tuple[int, int, int]]()  # noqa: SLF001
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toolchain, "_imported", own)
        patch.setattr(toolchain, "_places", places)
        patch.setattr(toolchain, "_entry", entry)
        yield
