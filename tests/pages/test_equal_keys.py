"""P3: pages with equal keys have equal views, in all fields, whatever a theme prints of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.pages import page as pages
from leverage_site.pages.archive import ArchiveInputs
from leverage_site.pages.content import Day, DayItem, PeriodDays, TermDays
from leverage_site.pages.corrections import CorrectionsInputs, WithdrawnInputs
from leverage_site.pages.dashboard import DashboardInputs
from leverage_site.pages.data import DataInputs
from leverage_site.pages.day import DayInputs
from leverage_site.pages.feed import FeedAbout, FeedInputs
from leverage_site.pages.feed_entries import CorrectionEntry, DayEntry, WeekEntry
from leverage_site.pages.feed_list import FeedListInputs
from leverage_site.pages.links import Partial
from leverage_site.pages.lists import AllTime, IndexInputs, ListPage
from leverage_site.pages.page import Page, PageKeys, context
from leverage_site.pages.period import PeriodInputs
from leverage_site.pages.plain import FeedsInputs, NotFoundInputs, PlainInputs, RedirectInputs, SitemapInputs
from leverage_site.pages.plan import KINDS as PAGE_KINDS
from leverage_site.pages.plan import Plan
from leverage_site.pages.tables import AdjacentPage, ListItem
from leverage_site.pages.tasks import Filters, TasksInputs
from leverage_site.pages.terms import PickedTask, TermInputs, TermsInputs, TermTasks
from leverage_site.records.model import Note, PlainPage, Record
from leverage_site.stats.totals import Totals
from tests.support.site_states import (
    ALONE,
    BEGINNING,
    LONG,
    Shown,
    State,
    edits,
    edits_of_long,
    edits_of_one,
    edits_of_settings,
    keys,
    shown,
)

States = Sequence[tuple[Plan, dict[str, Shown]]]


def conflicts(states: States) -> Iterator[str]:
    """Yield the name of each page, or segment of a page, that shows two things under one key."""
    known: dict[tuple[str, str], Any] = {}
    for planned, pages_of in states:
        for name, key in keys(planned, pages_of).items():
            one = pages_of[name]
            first = known.setdefault((one.page.address, key), one.view)
            if first is not one.view and first != one.view:
                yield name


def bases_of_several_keys(states: States, sources_of: Callable[[PageKeys, Page], str | None]) -> Iterator[str]:
    """Yield the kind of each page that has two keys while the basis and what `sources_of` gives stay the same."""
    known: dict[tuple[str, str, str], str] = {}
    for planned, pages_of in states:
        found, keys_of = PageKeys(context(planned.site, (), ""), planned.content), keys(planned, pages_of)
        for page in planned.pages:
            sources, key = sources_of(found, page), keys_of[page.address]
            if sources is not None and known.setdefault((page.address, found.basis, sources), key) != key:
                yield page.kind.name


@cache
def everything() -> States:
    """Return some sites, and what each single edit makes of them, with all views."""
    one = [ALONE, *edits_of_one(ALONE), *edits_of_settings(ALONE)]
    states = [BEGINNING, *edits(BEGINNING), *one, LONG, *edits_of_long(LONG)]
    planned = [state.plan() for state in states]
    return [(one, shown(one)) for one in planned]


def test_equal_keys_mean_equal_views_after_any_one_edit() -> None:
    assert not list(conflicts(everything()))


def test_keys_stay_while_basis_and_sources_do() -> None:
    assert not list(bases_of_several_keys(everything(), PageKeys.sources_of))
    # Nothing but the sources tells the edits of days from each other.
    found = bases_of_several_keys(everything(), lambda _, page: str(page.args) if page.kind.sources else None)
    assert set(found) == {kind.name for kind in PAGE_KINDS if kind.sources} - {
        "redirect",
        "renamed",
        "former",
        "feed list",
    }


def _edited(state: State, choices: Sequence[int]) -> Iterator[State]:
    for choice in choices:
        found = list(edits(state))
        state = found[choice % len(found)]
        yield state


@pytest.mark.site
@settings(max_examples=25)
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=6), st.lists(st.integers(0, 10_000), max_size=4))
def test_equal_keys_mean_equal_views_after_any_edits(first: list[int], second: list[int]) -> None:
    """Two ways from one site: where they meet in a key, they meet in what is shown."""
    planned = [state.plan() for choices in (first, second) for state in _edited(BEGINNING, choices)]
    states = [(one, shown(one)) for one in planned]
    assert not list(conflicts(states))
    assert not list(bases_of_several_keys(states, PageKeys.sources_of))


def test_the_edits_reach_every_kind_of_page_and_view() -> None:
    found = [one.view for _, pages_of in everything() for one in pages_of.values()]
    names = {type(view[2]).__name__ for view in found if isinstance(view, tuple)}
    assert names == {kind.view_type.__name__ for kind in PAGE_KINDS if not kind.is_copy}


# What the keys would miss without a part of them

# Each is decided by other parts of the same inputs: the totals of days by the days, and so on.
DECIDED = {
    (DashboardInputs, "days"), (DashboardInputs, "totals"), (DashboardInputs, "weeks"), (DashboardInputs, "months"),
    (DashboardInputs, "projects"), (DashboardInputs, "tags"), (TermsInputs, "newest"), (TermsInputs, "kind"),
    (TermInputs, "kind"), (TermInputs, "name"), (TasksInputs, "title"), (DayInputs, "text"),
    (AllTime, "totals"), (AllTime, "working"), (AllTime, "oldest"), (PeriodInputs, "skipped"), (ArchiveInputs, "kind"), (ArchiveInputs, "since"),
    (ListItem, "short"), (PickedTask, "day"), (PickedTask, "place"), (TermTasks, "highest"), (TermTasks, "newest"), (TermTasks, "middle"),
    (NotFoundInputs, "has_tasks"), (TermInputs, "whole"), (TermInputs, "address"), (TermInputs, "year"), (TermInputs, "years"), (ListItem, "detail"), (ListItem, "text"), (ListPage, "n"), (ListPage, "of"), (ListPage, "newer"),
    (ListPage, "older"), (Totals, "tokens_knowable"), (FeedAbout, "title"), (FeedAbout, "description"), (FeedAbout, "current"),
}  # fmt: skip
KINDS = [
    AllTime, DashboardInputs, DataInputs, DayInputs, DayItem, FeedInputs, FeedAbout, FeedListInputs, CorrectionsInputs, WithdrawnInputs, Partial, IndexInputs, ListItem,
    ListPage, ArchiveInputs, FeedsInputs, NotFoundInputs, PickedTask, PeriodInputs, PlainInputs, RedirectInputs, SitemapInputs, AdjacentPage, Filters, TasksInputs, TermInputs,
    TermsInputs, TermTasks, Totals,
]  # fmt: skip
PARTS = [(kind, field.name) for kind in KINDS for field in fields(kind)]


def _kinds(value: Any) -> set[type]:
    """Return the classes of which a value holds instances, as far as keys look into it."""
    if isinstance(value, tuple | list):
        return set().union(*(_kinds(item) for item in value[:3]))
    if is_dataclass(value) and not isinstance(
        value, PeriodDays | TermDays | Day | DayEntry | WeekEntry | CorrectionEntry | Note | PlainPage | Record
    ):
        return {type(value)}.union(*(_kinds(getattr(value, field.name)) for field in fields(value)))
    return set()


@cache
def by_kind() -> dict[type, list[tuple[PageKeys, Shown]]]:
    """Return the pages and segments of `everything` by the kinds that their inputs hold, each once a key.

    Equal keys stay equal without a field: of pages with one key, one is enough.
    """
    found: dict[type, list[tuple[PageKeys, Shown]]] = {}
    seen: set[tuple[str, str]] = set()
    for planned, pages_of in everything():
        keys_of = PageKeys(context(planned.site, (), ""), planned.content)
        for one in pages_of.values():
            key = (one.page.address, keys_of.key_of_inputs(one.page, one.inputs))
            if key not in seen:
                seen.add(key)
                for kind in _kinds(one.inputs):
                    found.setdefault(kind, []).append((keys_of, one))
    return found


@pytest.mark.site
@pytest.mark.parametrize(("kind", "name"), PARTS, ids=lambda value: getattr(value, "__qualname__", value))
def test_each_part_of_a_key_is_needed(monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> None:
    """A key without a field that decides what a page shows is caught by the law."""
    _ = by_kind()  # with all fields
    real = pages.key_fields

    def without(asked: type) -> tuple[str, ...]:
        return tuple(field for field in real(asked) if (asked, field) != (kind, name))

    monkeypatch.setattr(pages, "key_fields", without)
    monkeypatch.setattr(pages, "_encoder", cache(pages._encoder.__wrapped__))  # noqa: SLF001  # a memory of its own while fields are left out
    known: dict[tuple[str, str], Any] = {}
    conflicting = any(
        known.setdefault((one.page.address, keys_of.key_of_inputs(one.page, one.inputs)), one.view) != one.view
        for keys_of, one in by_kind().get(kind, ())
    )
    assert conflicting == ((kind, name) not in DECIDED)
