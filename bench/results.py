"""RESULTS.md: what was measured last, a part for each program that measures."""

import os
import platform
import re
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
CAVEATS = Path(__file__).parent / "caveats"
TITLE = "# Results\n\nWritten by `make bench`; [README.md](README.md) tells what is measured and how.\n"


def save(part: str, text: str) -> None:
    """Put the text, and what to keep in mind with it, in place of what the part held."""
    old = FILE.read_text() if FILE.exists() else ""
    parts = dict(re.findall(r"^## (.+)\n\n((?:(?!## ).*\n?)*)", old, re.MULTILINE))
    parts[part] = text + "\n" + (CAVEATS / f"{part.lower()}.md").read_text()
    sections = [f"## {name}\n\n{body.strip()}\n" for name, body in parts.items()]
    FILE.write_text("\n".join([TITLE, *sections]))


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; all columns but the first are aligned to the right."""
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rules, *rows))


def machine() -> str:
    """Describe the machine without its name."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def ms(seconds: float) -> str:
    """Milliseconds."""
    return f"{seconds * 1000:,.0f}"
