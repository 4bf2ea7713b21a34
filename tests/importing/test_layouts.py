"""Every layout in every style of copying comes back with every row, tag, total and word (P20)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.importing.formats.wording import parse_sum_label
from leverage_site.markdown.parse import plain_text
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task
from tests.support import published_pages
from tests.support.page_import import imported
from tests.support.published_pages import DAY, LAYOUTS, LEAD, STYLES, SUPERVISED, Day, Row, Sum


def printable(day: Day, layout: str) -> Day:
    """Return the day with what the layout can print: one of them has hours with one decimal."""
    tenth = Decimal("0.1")
    rows = [replace(row, human=max(row.human.quantize(tenth), tenth)) for row in day.rows]
    return replace(day, rows=tuple(rows)) if layout == "L6" else day


def expected(day: Day, layout: str) -> tuple[Task, ...]:
    """Return the tasks as a record has them."""
    return tuple(
        Task(
            row.title.strip(),
            published_pages.minutes(row.human * 60),
            published_pages.minutes(row.ai),
            published_pages.minutes(row.supervision) if layout in SUPERVISED else None,
            Tokens(row.tokens * 1000) if layout == "L2" and row.tokens else None,
        )
        for row in day.rows
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_in_every_style(layout: str, style: str, tmp_path: Path) -> None:
    day = printable(DAY, layout)
    found = imported(tmp_path, "2026-04-07.txt", published_pages.page(day, layout, style))
    assert found.draft.tasks == expected(day, layout)
    assert found.mismatches == ()
    assert found.problems == ()
    assert found.draft.date == DAY.date
    assert found.draft.title is None
    assert found.draft.tags == (() if style == "pipes" else DAY.tags)
    approximate = layout in ("L1", "L2", "L3")
    total = {"L1": 1_230_000, "L2": 1_230_000}.get(layout, 1_234_000)
    assert found.draft.tokens == Tokens(total, approximate)


@pytest.mark.parametrize("style", STYLES)
def test_the_text_keeps_its_words_and_nothing_else(style: str, tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-04-07.txt", published_pages.page(DAY, "L4", style))
    if "pipes" in style:
        wanted = [*LEAD, "## Analysis", *DAY.analysis]
    else:
        wanted = [*LEAD, "## Analysis", r"What went well: \*nearly\* all.", r"1\. is no list here."]
        wanted[1] = LEAD[1].replace("`", "\\`")
    assert found.draft.body.split("\n\n") == wanted
    assert {"about the author", "call to action"} <= set(found.left_out)
    assert ("teaser" in found.left_out) == ("dateline" in found.left_out) == (style == "newer html")


SUMS = ("Total", "Grand total", "Total (7 tasks)", "Σ", "Gesamt", "Total général", "合計", "Итого", "**Total**")
SUBTOTALS = ("Subtotal", "Subtotal Billing", "Zwischensumme", "Sous-total", "小计")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_with_rows_of_sums(layout: str, style: str, tmp_path: Path) -> None:
    """The tasks are those of the page without them, and their figures follow."""
    sums = (Sum("Subtotal A", 0, 3), Sum("Zwischensumme", 3, 7), Sum("Grand total", 0, 7, 0))
    day = printable(replace(DAY, sums=sums), layout)
    found = imported(tmp_path, "2026-04-07.txt", published_pages.page(day, layout, style))
    assert found.draft.tasks == expected(day, layout)
    assert found.problems == ()
    assert "row of totals" in found.left_out


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_wrong_sum_in_every_layout(layout: str, style: str, tmp_path: Path) -> None:
    day = printable(replace(DAY, sums=(Sum("Total", 1, 7),)), layout)
    text = published_pages.page(day, layout, style)
    found = imported(tmp_path, "2026-04-07.txt", text)
    assert found.draft.tasks == expected(day, layout)
    assert {item.row for item in found.mismatches} == {8}
    assert {"human", "ai"} <= {item.figure for item in found.mismatches}


WORDS = st.sampled_from(
    ["Build", "search_page", "12", "h", "30m", "v2", "(fix)", "1,204", "x", "80x", "2.5", "w", "—", "50%", "5", "Q&A",
     "`id`", "**", "#7", "<i>", "km", "min", "3w", "日本", "ü", "it's", "\\", "[a](b)", "|", "...", "2h", "100k"]
)  # fmt: skip
# A task that is called like a sum, and whose figures are one, is read as one.
TITLE = st.lists(WORDS, min_size=1, max_size=8).map(" ".join).filter(lambda title: parse_sum_label(title) is None)
QUARTER_HOURS = st.integers(2, 1_600).map(lambda quarters: Decimal(quarters) / 4) | st.integers(2, 12).map(
    lambda quarters: Decimal(quarters) / 4
)
MINUTES = st.one_of(
    st.integers(1, 300).map(Decimal), st.sampled_from([Decimal("3.5"), Decimal("8.6"), Decimal("2.5")])
)
ROW = st.builds(
    Row, TITLE, QUARTER_HOURS, MINUTES, st.integers(1, 5).map(Decimal), st.none() | st.integers(1, 999)
)
DAYS = st.builds(
    Day,
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(ROW, min_size=1, max_size=12).map(tuple),
    tokens=st.integers(12_000, 99_999).map(lambda thousands: thousands * 1000),
)
PLANTED = st.tuples(
    st.none() | st.tuples(st.sampled_from(SUBTOTALS), st.integers(1, 12), st.sampled_from([None, 0, 1])),
    st.none() | st.tuples(st.sampled_from(SUMS), st.sampled_from([None, 0, 1, 2])),
)


def planted(day: Day, sums: tuple[tuple[str, int, int | None] | None, tuple[str, int | None] | None]) -> Day:
    """Return the day with rows of sums: one of its first rows, one of all."""
    subtotal, total = sums
    found = []
    if subtotal and subtotal[1] <= len(day.rows):
        found.append(Sum(subtotal[0], 0, subtotal[1], subtotal[2]))
    if total:
        found.append(Sum(total[0], 0, len(day.rows), total[1]))
    return replace(day, sums=tuple(found))


FORMS = st.tuples(st.sampled_from(LAYOUTS), st.sampled_from(STYLES))


@pytest.mark.site
@settings(max_examples=250, deadline=None)
@given(day=DAYS, sums=PLANTED, forms=st.lists(FORMS, min_size=4, max_size=4, unique=True))
def test_p20_random_documents_come_back(
    day: Day,
    sums: tuple[tuple[str, int, int | None] | None, tuple[str, int | None] | None],
    forms: list[tuple[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A thousand documents: each of the days in four forms, most with rows of sums."""
    folder = tmp_path_factory.getbasetemp()
    for layout, style in forms:
        shown = planted(printable(day, layout), sums)
        found = imported(folder, f"{day.date}.txt", published_pages.page(shown, layout, style))
        assert [task.task for task in found.draft.tasks] == [" ".join(row.title.split()) for row in day.rows]
        assert found.draft.tasks == expected(shown, layout)
        assert [item for item in found.mismatches if item.row] == []


SENTENCES = st.lists(WORDS, min_size=1, max_size=10).map(lambda words: f"It was {' '.join(words)}.")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4)


@pytest.mark.site
@settings(max_examples=100)
@given(lead=PARAGRAPHS, analysis=PARAGRAPHS, style=st.sampled_from(STYLES))
def test_p20_no_word_is_lost(
    lead: list[str], analysis: list[str], style: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    day = replace(DAY, lead=tuple(lead), analysis=tuple(analysis))
    found = imported(tmp_path_factory.getbasetemp(), f"{day.date}.txt", published_pages.page(day, "L4", style))
    if "pipes" in style:  # their words are Markdown already, and stay as they are
        assert found.draft.body.replace("\\{{", "{{") == "\n\n".join([*lead, "## Analysis", *analysis])
    else:
        assert plain_text(found.draft.body).split() == " ".join([*lead, "Analysis", *analysis]).split()
