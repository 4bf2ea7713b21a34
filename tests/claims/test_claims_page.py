"""docs/claims.md: each of its examples has the verdict that it says, as part of the text of one day."""

import re
from pathlib import Path

import pytest

from leverage_site.pages.ledger import ledger_of
from tests.support.sites import ROOT, Site, task

PAGE = (ROOT / "docs/claims.md").read_text(encoding="utf-8")
ROWS = [tuple(re.split(r" +\| +", line.strip("| "))) for line in PAGE.splitlines() if line.startswith("| ")]
TASKS = [row for row in ROWS if re.fullmatch(r"\d{4}-\d\d-\d\d", row[0])]
EXAMPLES = [row for row in ROWS if row[-1] in ("confirmed", "refuted")]
DAY = max(row[0] for row in TASKS)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return the verdicts on each example, all of them in one text."""
    site = Site(Path(tmp_path_factory.mktemp("claims") / "site")).settings(assistant="Claude")
    for day in sorted({row[0] for row in TASKS}):
        tasks = [task(title, human, ai, supervision=more) for on, title, human, ai, more in TASKS if on == day]
        site.record(day, "\n\n".join(text for text, _ in EXAMPLES) if day == DAY else "", tasks=tasks)
    content = site.prepared().plan.content
    found: dict[str, set[str]] = {}
    for claim in ledger_of(content, content.index.records[-1]):
        found.setdefault(claim.sentence.text, set()).add(claim.verdict)
    return found


def test_every_kind_has_examples_of_both_verdicts():
    parts = PAGE.split("## What is understood")[1].split("\n**")[1:]
    assert [re.findall(r"C\d{3}", part.split("\n\n")[0]) for part in parts] == [[f"C00{n}"] for n in range(1, 8)]
    for part in parts:
        assert {"confirmed", "refuted"} <= set(re.findall(r"\| (\w+) \|$", part, re.MULTILINE)), part


@pytest.mark.parametrize(("text", "verdict"), EXAMPLES)
def test_an_example_has_its_verdict(verdicts: dict[str, set[str]], text: str, verdict: str) -> None:
    assert verdicts[text] == {"confirmed"} if verdict == "confirmed" else "refuted" in verdicts[text]
