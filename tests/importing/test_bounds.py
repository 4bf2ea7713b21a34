"""P14 for imports: hostile input ends quickly, in a located problem, and work grows as the input does."""

import contextlib
from collections.abc import Callable

import pytest

from leverage_site.importing import draft
from leverage_site.importing.formats.document import Document
from leverage_site.importing.reconcile import find_mismatches
from leverage_site.importing.sources import read_documents
from leverage_site.problems import ProblemError, Source
from tests.support.timing import cpu

HTML = "<article><table><tr><th>Task<th>Human<th>AI<tr><td>a<td>1h<td>1m</table>"
PIPES = "| Task | Human | AI |\n|---|---|---|\n"
GLUED = "#TaskHuman Est.ClaudeSup.FactorSup. Factor\n"


def work(form: str, text: str) -> None:
    with contextlib.suppress(ProblemError):
        for found in read_documents(Source.from_text("x", text), form, {}, (), None):
            if isinstance(found, Document):
                tasks, problems = draft.parse_tasks(found)
                if not problems:
                    find_mismatches(found, tasks)


def seconds(form: str, text: str) -> float:
    """CPU time of reading a page."""
    began = cpu()
    work(form, text)
    return cpu() - began


# Format, text of size n, the smallest n.
GROWING: dict[str, tuple[str, Callable[[int], str], int]] = {
    "paragraphs": ("html", lambda n: HTML + "<p>a <b>b</b></p>" * n, 400),
    "loose words": ("html", lambda n: HTML + "a<b>b</b> " * n, 900),
    "flat boxes": ("html", lambda n: HTML + "<div>a</div>" * n, 1_000),
    "boxes in boxes": ("html", lambda n: HTML + ("<div>a" * 100 + "</div>" * 100) * n, 20),
    "open lists": ("html", lambda n: HTML + "<ul><li>a</ul>" * n, 400),
    "tags": ("html", lambda n: HTML + "<a rel=tag>a</a>" * n, 1_500),
    "boxes of tag links": ("html", lambda n: HTML + "<p><a rel=tag></a></p>" * n, 1_000),
    "articles": ("html", lambda n: "<article>" * 50 + "<p></p>" * n + HTML + "</article>" * 50, 1_000),
    "saved pages": ("html", lambda n: "<!-- saved from url=(0040)https://" * n + HTML, 1_000),
    "properties": ("markdown", lambda n: "# T\n\n" + "Date: 2026-04-07\n" * n + PIPES, 1_000),
    "properties at the end": ("markdown", lambda n: PIPES + "\nTags: a, b\n" * n, 1_000),
    "lines of the frame": ("markdown", lambda n: "# T\n\n" + "April 7, 2026\n" * n + "\n" + PIPES, 300),
    "headers": ("markdown", lambda n: "Title: a\n" + "b: c\n" * n + PIPES, 1_000),
    "keys": ("markdown", lambda n: "---\n" + "".join(f"k{k}: c\n" for k in range(n)) + "---\n" + PIPES, 1_000),
    "hashes in front matter": ("markdown", lambda n: "---\ntags: " + "#a " * n + "\n---\n" + PIPES, 2_000),
    "tag boxes": ("html", lambda n: "<article>" + "<p class=tags></p>" * n + HTML, 1_300),
    "tables": ("html", lambda n: HTML + "<table><tr><td>a</table>" * n, 320),
    "table rows": ("html", lambda n: HTML[:-8] + "<tr><td>a<td>1h<td>1m" * n, 500),
    "brackets in html": ("html", lambda n: HTML + "<p>" + "[" * n, 5_000),
    "comments": ("html", lambda n: HTML + "<!-- -->" * n, 10_000),
    "scripts": ("html", lambda n: HTML + '<script type="application/ld+json">{"a":1}</script>' * n, 1_000),
    "rows of pipes": ("markdown", lambda n: PIPES + "| a | 1h | 1m |\n" * n, 500),
    "sums of pipes": ("markdown", lambda n: PIPES + "| a | 1h | 1m |\n| Total | 1h | 1m |\n| Median | 1h | 1m |\n" * n, 200),
    "sums of their own": ("markdown", lambda n: PIPES + "".join(f"| Total {k} | {k}h | {k}m |\n" for k in range(n)), 300),
    "groups with their sums": ("markdown", lambda n: PIPES + "| x | 3h | 5m |\n| a | 1h | 2m |\n| b | 2h | 3m |\n" * n, 200),
    "lists in a table": ("markdown", lambda n: PIPES + "| x | 3h | 5m |\n| - a | 1h | 2m |\n| - b | 2h | 3m |\n" * n, 200),
    "headings of groups": ("markdown", lambda n: PIPES + "| x | | |\n" * n + "| a | 1h | 2m |\n", 500),
    "numbers of groups": ("csv", lambda n: "n,date,task,human,ai\n" + "".join(
        f"{k % 9}.{k % 99}.{k},2026-04-07,a,{k}h,{k}m\n" for k in range(1, n)), 300),
    "projects": ("csv", lambda n: "project,date,task,human,ai\n" + "p,2026-04-07,a,1h,1m\np,2026-04-07,p,1h,1m\n" * n, 200),
    "days in rows": ("markdown", lambda n: "| Date | Task | Human | AI |\n|---|---|---|---|\n" + "".join(
        f"| {k % 28 + 1}/{k % 12 + 1}/26 | a | 1h | 1m |\n" for k in range(n)), 300),
    "cells that span": ("html", lambda n: HTML[:-8] + "<tr><td colspan=99999 rowspan=99999>a" * n, 100),
    "days with their sums": ("csv", lambda n: "Date,Task,Human,AI\n" + "".join(
        f"2026-{k % 12 + 1:02}-{k % 28 + 1:02},a,{k}h,{k}m\n,Max of {k},{k}h,{k}m\n" for k in range(1, n)), 200),
    "tables of pipes": ("markdown", lambda n: (PIPES + "\n") * n, 500),
    "tables without end": ("markdown", lambda n: "a|b\n" + "-|-\n" * n, 1_500),
    "delimiters": ("markdown", lambda n: "|-" * n, 20_000),
    "fences": ("markdown", lambda n: PIPES + "```\na\n" * n, 1_200),
    "ticks": ("markdown", lambda n: PIPES + " ".join("`" * (k % 50) for k in range(n)), 5_000),
    "brackets": ("markdown", lambda n: PIPES + "\n[" * n, 1_000),
    "hashes": ("markdown", lambda n: PIPES + "\n# " + "#" * n, 20_000),
    "blanks in a heading": ("markdown", lambda n: PIPES + "\n# a" + " " * n + "b", 20_000),
    "glued rows": ("text", lambda n: GLUED + "".join(f"{k}a 5h80h20m3m240.0x1600.0x\n" for k in range(1, n)), 200),
    "rows after gaps": ("text", lambda n: GLUED + "".join(f"\n\n{k}a80h20m3m240.0x1600.0x" for k in range(1, n)), 200),
    "rows of times": ("text", lambda n: "TaskHumanAI\n" + ("1h2m3s" * 800 + "\n") * n, 5),
    "rows of blank times": ("text", lambda n: "Task Human AI Sup Tokens\n" + ("1h 2m 3s " * 500 + "\n") * n, 5),
    "tabs": ("text", lambda n: "Task\tHuman\tAI\n" + "a\t1h\t1m\n" * n, 500),
    "cells of tabs": ("text", lambda n: "Task\tHuman\tAI\n" + ("\t" * 4_000 + "1h\n") * n, 50),
    "digits": ("text", lambda n: GLUED + ("1" + "9" * 4_000 + "x\n") * n, 50),
    "empty lines": ("text", lambda n: GLUED + "\n" * n, 50_000),
    "headings of tables": ("text", lambda n: GLUED * n, 80),
    "lines": ("text", lambda n: GLUED + "1a80h20m3m240.0x1600.0x\n\n" + "words\n" * n, 2_000),
    "a long line": ("text", lambda n: "task " * n, 20_000),
    "csv": ("csv", lambda n: "date,task,human,ai\n" + "2026-04-07,a,1h,1m\n" * n, 500),
    "csv days": ("csv", lambda n: "date,task,human,ai\n" + "".join(f"20{k % 90 + 10}-04-07,a,1h,1m\n" for k in range(n)), 500),
    "csv columns": ("csv", lambda n: "date,task,human,ai" + ",x" * n + "\n", 2_000),
    "json": ("json", lambda n: "[" + ",".join(['{"date":"2026-04-07","task":"a","human":"1h","ai":"1m"}'] * n) + "]", 500),
    "json keys": ("json", lambda n: "[" + ",".join(f'{{"k{k}":1}}' for k in range(n)) + "]", 800),
    "json brackets": ("json", lambda n: '{"' + "[" * n, 20_000),
}  # fmt: skip


@pytest.mark.site
@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_size(name: str) -> None:
    """Three times the work for twice the size is allowed, on a noisy machine; quadratic work is four times.

    What others do on the machine may lengthen one measurement, but hardly each of three.
    """
    form, text, least = GROWING[name]
    found = []
    for _ in range(3):
        small = min(seconds(form, text(least // 2)) for _ in range(3))
        # Others can only lengthen it: one that is short enough is enough.
        for _ in range(3):
            large = seconds(form, text(least // 2 * 4))
            found.append((small, large))
            if large <= max(9 * small, 0.03) and large < 2:
                return
    pytest.fail(str(found))
