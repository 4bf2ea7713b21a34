"""Every word of a page is in its record, or the report tells what became of it (P20)."""

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.importing.importer import Imported
from tests.support.page_import import outcomes

LOG = "| Task | Human | AI |\n| --- | --- | --- |\n| Mend the gate | 4h | 20m |"
HTML_LOG = "<table><tr><th>Task<th>Human<th>AI<tr><td>Mend the gate<td>4h<td>20m</table>"
GLUED_LOG = "TaskHumanAI\nMend the gate4h20m"
FRONT = '---\ntitle: "The title of the front matter"\n---\n'

# Short lines of every shape that might be taken for something.
LINES = st.sampled_from(
    [
        "Great day 🎉", "Mended the gate (finally)", "A quick day, mostly gates", "Quick day, mostly gates", "gates, nails, paint",
        "Garden, Fence Posts", "AI, Time Record", "AITime Record", "Iron WorkGarden", "#ai #work", "Worked on gates. #ai #work", "Tags: AI, Gates",
        "Tags: what I like most of all", "Date: April 3, 2026", "Date: tomorrow", "Tokens: 4,826,000", "Tokens: many", "tokens:: 4.8M",
        "mood:: good", "Author: Ann Example", "Result: it hangs", "Title: or none", "Friday, April 3, 2026", "Posted on April 3, 2026 by Ann",
        "By Ann Example", "By hand", "6 MIN READ", "A 6 min read about gates", "April 3, 2026 · Ann · 3 comments", "ARTICLE", "SHIPPED IT",
        "Skip to main content", "今日は楽な一日でした。", "今日、晴れ", "About the author: Ann.", "Just another blog", "One. Two!", "It hung low:",
        "“Quoted.”", "Leverage Record: April 03, 2026", "100%", "Analysis", "Let's Build Something!", "About These Records", "Task Log",
        "x" * 130 + "…", "x" * 140 + " and more", "Last updated on May 3, 2026", "April 3, 2026", "On April 1, 2025 it hung", "gate",
    ]
)  # fmt: skip
BLOCKS = st.tuples(
    st.sampled_from(["p", "h1", "h2", "li", "quote", "em", "bold", "code", "class", "aside"]), LINES
)
PAGES = st.tuples(
    st.lists(BLOCKS, max_size=6), st.lists(BLOCKS, max_size=3), st.sampled_from(["", FRONT]), st.sampled_from(["\n", "\n\n"])
)  # fmt: skip

MARKDOWN = {
    "h1": "# {}",
    "h2": "## {}",
    "li": "- {}",
    "quote": "> {}",
    "em": "*{}*",
    "bold": "**{}**",
    "code": "```\n{}\n```",
}
HTML = {
    "h1": "<h1>{}</h1>", "h2": "<h2>{}</h2>", "li": "<ul><li>{}</ul>", "quote": "<blockquote>{}</blockquote>", "em": "<p><em>{}</em></p>",
    "bold": "<p><b>{}</b></p>", "code": "<pre>{}</pre>", "class": '<div class="tags"><a>{}</a></div>', "aside": "<div id=comments><p>{}</p></div>",
}  # fmt: skip


def words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"[^\W_]+", text.replace("\\", "")))


def lost(found: Imported, blocks: Sequence[tuple[str, str]]) -> Counter[str]:
    """Return the words of the blocks that are neither in the record nor in the report."""
    told = [part.text for part in found.excerpts]
    return words(*(line for _, line in blocks)) - words(found.draft.body, found.draft.title or "", *told)


@pytest.mark.site
@pytest.mark.parametrize("form", ["md", "txt", "html"])
@settings(max_examples=60, deadline=None)
@given(page=PAGES)
def test_p20_every_word_is_in_the_record_or_told(
    form: str, page: tuple[list[tuple[str, str]], list[tuple[str, str]], str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:  # fmt: skip
    above, below, front, between = page
    log = {"md": LOG, "txt": GLUED_LOG, "html": HTML_LOG}[form]
    if form == "html":
        parts = [
            [HTML.get(kind, "<p>{}</p>").format(escape(line)) for kind, line in blocks]
            for blocks in (above, below)
        ]
        between = "\n"
        text = f"<body><article>{between.join([*parts[0], log, *parts[1]])}</article></body>"
    else:
        shapes = MARKDOWN if form == "md" else {}
        parts = [[shapes.get(kind, "{}").format(line) for kind, line in blocks] for blocks in (above, below)]
        text = "\n\n".join([between.join(parts[0]), log, between.join(parts[1])])
    (found,) = outcomes(tmp_path_factory.getbasetemp(), f"x.{form}", front + text, day=None)
    if not isinstance(found, Imported):
        (found,) = outcomes(tmp_path_factory.getbasetemp(), f"2026-04-03.{form}", front + text)
    if isinstance(found, Imported):
        assert lost(found, [*above, *below]) == Counter()
        assert not front or found.draft.title == "The title of the front matter"
    else:
        assert found.problems
