"""P14: hostile input is refused or worked through, in bounded memory, with work that grows as the input does."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leverage_site.problems import ProblemError
from leverage_site.records.schema import read_record
from tests.support.timing import cpu

ROOT = Path(__file__).parents[2]
DAY = "---\ndate: 2026-04-07\n"
END = "---\n"
SITE = '[site]\nid = "tag:example.org,2026:x"\nbase_url = "https://example.org/"\n'
MOST = 999_000
WALL_SECONDS = 30
PROBLEMS = 200
CHARACTERS = 200_000


def upto(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def numbered(pattern: str, count: int) -> str:
    return "".join(pattern.format(n) for n in range(count))


# Name, reader, input, codes of the problems ("" if it is simply read), MiB it may take.
BOMBS = [
    ("100,000 brackets", "record", DAY + "title: " + "[" * 100_000, "R002", 64),
    ("100,000 closed brackets", "record", DAY + "title: " + "[" * 100_000 + "\n" + END, "R014", 64),
    ("nested flow mappings", "record", DAY + "extra: " + "{a: " * 100_000 + "\n" + END, "R014", 64),
    ("nested block sequences", "record", DAY + "tags:\n" + "- " * 400_000 + "x\n" + END, "R014", 64),
    ("nested block mappings", "record", DAY + "extra:\n" + "".join(" " * n + "a:\n" for n in range(1,
     1_000)) + END, "R014", 64),
    ("complex keys", "record", DAY + upto("? ", 500_000) + "\n" + END, "R008 R014", 64),
    ("alias bomb", "record", DAY + "a: &a [x]\n" + numbered("b{0}: &b{0} [*a, *a, *a, *a]\n", 9_000) + END,
     "R010", 64),
    ("merge-key bomb", "record", DAY + "extra:\n" + numbered("  k{0}: &k{0} {{<<: [*a, *b]}}\n", 9_000) + END,
     "R010", 64),
    ("many anchors", "record", DAY + "tags: [" + upto("&a x, ", 900_000) + "]\n" + END, "R010", 64),
    ("many tags", "record", DAY + "tags: [" + upto("!a x, ", 900_000) + "]\n" + END, "R011", 64),
    ("repeated keys", "record", DAY + upto("title: x\n", 900_000) + END, "R015", 64),
    ("unknown keys", "record", DAY + numbered("k{}: a\n", 80_000) + END, "R016", 64),
    ("unknown keys on one line", "record", "---\n{date: 2026-04-07, " + numbered("k{},", 80_000) + "}\n" + END,
     "R016", 64),
    ("keys of the author's own", "record", DAY + "extra:\n" + numbered("  k{}: a\n", 60_000) + END, "R038", 128),
    ("tasks that are empty", "record", DAY + "tasks:\n" + upto("- {}\n", 900_000) + END, "R035", 64),
    ("tasks that are nothing", "record", DAY + "tasks:\n" + upto("-\n", 500_000) + END, "R035", 64),
    ("lists for tags", "record", DAY + "tags: [" + upto("[],", 900_000) + "]\n" + END, "R035 R038", 64),
    ("tags on one line", "record", DAY + "tags: [" + upto("a,", 990_000) + "]\n" + END, "R035 R038", 192),
    ("very many tasks", "record", DAY + "tasks:\n" + upto("- {task: a, human: 1h, ai: 1m}\n", 900_000) + END,
     "R035", 128),
    ("6,000 digits in YAML", "record", DAY + "tokens: " + "9" * 6_000 + "\n" + END, "R021 R038", 64),
    ("900,000 digits in YAML", "record",
     DAY + "tasks:\n- {task: a, ai: 1m, human: " + "9" * 900_000 + "h}\n" + END, "R012", 64),
    ("one long line", "record", DAY + 'title: "' + "x" * 990_000 + '"\n' + END, "R029 R038", 64),
    ("one long key", "record", DAY + "? " + "x" * 990_000 + "\n: a\n" + END, "R016 R038", 64),
    ("a million blanks before a comment", "record", DAY + "title: x" + " " * 990_000 + "#\n" + END, "R019 R038", 64),
    ("10 MB", "record", DAY + END + "x" * 10_000_000, "R007", 64),
    ("1 MB of text", "note", "word " * 199_000, "R029", 64),
    ("deep quotes", "note", ">" * 199_000, "R028", 64),
    ("deep lists", "note", "- " * 99_000 + "x", "R028", 64),
    ("deep mixed", "note", "> - 1. " * 28_000 + "x", "R028", 64),
    ("brackets in text", "note", "[" * 199_000, "R030", 64),
    ("just so many brackets", "note", "[" * 5_000 + "](" * 5_000, "", 64),
    ("comments that never close", "note", upto("<!-- ", 199_000), "P011", 96),
    ("emphasis runs", "note", upto("*a_ ", 199_000), "", 160),
    ("backticks", "note", " ".join("`" * n for n in range(1, 600)), "", 64),
    ("entities", "note", upto("&amp", 199_000), "", 96),
    ("headings", "note", upto("# a\n", 199_000), "", 192),
    ("table of few rows and many columns", "note", upto("|a", 60_000) + "|\n" + upto("|-",
     60_000) + "|\n" + upto("|\n", 60_000), "R035", 128),
    ("6,000 digits in TOML", "settings", SITE + "[pages]\nsize = " + "9" * 6_000 + "\n", "S002", 64),
    ("6,000 digits in TOML, hexadecimal", "settings", SITE + "[pages]\nsize = [0x" + "f" * 6_000 + "]\n",
     "S004", 64),
    ("nested lists in TOML", "settings", SITE + "nav = " + "[" * 100_000, "S002", 64),
    ("deep keys in TOML", "settings", SITE + "title." + ".".join("a" * 3_000) + " = 1\n", "S002", 64),
    ("unknown settings", "settings", SITE + numbered("k{} = 1\n", 3_000), "S003", 64),
]  # fmt: skip


# Waits for the name of a reader and of a file, reads the file in a process of its own, and says how that ended.
FORKING = f"""
import os, signal, sys
from tests.support import bounded

# What is loaded late is loaded once.
bounded.READERS["record"](b"---\\ndate: 2026-04-07\\ntasks: [{{task: a, human: 1h, ai: 1m}}]\\n---\\n*a* | b\\n")
bounded.READERS["settings"]({SITE.encode()!r})

for line in iter(sys.stdin.readline, ""):
    reader, path = line.rstrip("\\n").split(" ", 1)
    child = os.fork()
    if not child:
        signal.alarm({WALL_SECONDS})
        sys.stdin = open(path)
        bounded.main(reader)
        break
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""

Run = Callable[[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Read a text in a process of its own, forked from one that has loaded the package; return what came of it."""
    path, said = tmp_path_factory.mktemp("bombs") / "bomb", tmp_path_factory.mktemp("said") / "stderr"
    command = [sys.executable, "-c", FORKING]
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, text=True, bufsize=1
        ) as server,
    ):

        def read(reader: str, text: str) -> dict[str, Any]:
            assert server.stdin
            assert server.stdout
            path.write_bytes(text.encode())
            server.stdin.write(f"{reader} {path}\n")
            found, status = "", server.stdout.readline()
            if status.startswith("{"):
                found, status = status, server.stdout.readline()
            assert status == "0\n", f"{status}{said.read_text()[-600:]}"
            return dict(json.loads(found))

        yield read


@pytest.mark.site
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded through Linux's /proc")
@pytest.mark.parametrize(
    ("reader", "text", "codes", "mib"), [bomb[1:] for bomb in BOMBS], ids=[bomb[0] for bomb in BOMBS]
)
def test_a_bomb_does_not_go_off(run, reader, text, codes, mib):
    result = run(reader, text)
    found = [code for code in result["codes"] if code != "R034"]
    assert found == [code for code in codes.split() if code in found]
    assert bool(result["codes"]) == bool(codes)
    assert result["problems"] <= PROBLEMS
    assert result["characters"] <= CHARACTERS
    assert result["mib"] < mib


def seconds(text: str) -> float:
    """CPU time of reading a record."""
    data = text.encode()
    began = cpu()
    with contextlib.suppress(ProblemError):
        read_record(data, "a.md")
    return cpu() - began


# Name, text of size n, the smallest n.
GROWING = [
    ("tasks", lambda n: DAY + "tasks:\n" + "- {task: a, human: 1h, ai: 1m}\n" * n + END, 250),
    ("too many tasks", lambda n: DAY + "tasks:\n" + "- {task: a, human: 1h, ai: 1m}\n" * n + END, 1_500),
    ("tags on one line", lambda n: DAY + "tags: [" + "a," * n + "]\n" + END, 20_000),
    ("own keys", lambda n: DAY + "extra:\n" + numbered("  k{}: a\n", n) + END, 5_000),
    ("unknown keys", lambda n: DAY + numbered("k{}: a\n", n) + END, 2_000),
    ("blanks", lambda n: DAY + "title: x" + " " * n + "#\n" + END, 200_000),
    ("paragraphs", lambda n: DAY + END + "a\n\n" * n, 1_500),
    ("lines", lambda n: DAY + END + "a\n" * n, 3_000),
    ("emphasis", lambda n: DAY + END + "*a_ " * n, 2_000),
    ("strong", lambda n: DAY + END + "**a *b " * n, 1_500),
    ("strike", lambda n: DAY + END + "~~a " * n, 3_000),
    ("open comments", lambda n: DAY + END + "<!-- " * n, 3_000),
    ("comments", lambda n: DAY + END + "a <!-- b --> " * n, 3_000),
    ("comments in quotes", lambda n: DAY + END + "> <!--\n\n" * n + "-->", 600),
    ("images with comments", lambda n: DAY + END + "![<!--](x)<!-- " * n, 400),
    ("links", lambda n: DAY + END + "[a](\u00fc.md) " * n, 700),
    ("open links", lambda n: DAY + END + "[a](b" * n, 1_000),
    ("headings", lambda n: DAY + END + "# a\n" * n, 1_200),
    ("entities", lambda n: DAY + END + "&#x" * n, 6_000),
    ("lists", lambda n: DAY + END + "- a\n1. b\n" * n, 300),
    ("lazy quotes", lambda n: DAY + END + "> a\n" + "b\n" * n, 3_000),
]


@pytest.mark.site
@pytest.mark.parametrize(("text", "least"), [case[1:] for case in GROWING], ids=[case[0] for case in GROWING])
def test_work_grows_with_the_size(text, least):
    """Three times the work for twice the size is allowed, on a noisy machine; quadratic work is four times.

    What others do on the machine may lengthen one measurement, but hardly each of three.
    """
    found = []
    for _ in range(3):
        small = min(seconds(text(least)) for _ in range(3))
        # Others can only lengthen it: one that is short enough is enough.
        for _ in range(3):
            large = seconds(text(least * 4))
            found.append((small, large))
            if large <= max(9 * small, 0.02):
                return
    pytest.fail(str(found))
