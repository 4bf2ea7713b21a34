"""Every code has a case, and its case reports it alone, located and with a hint, as docs/problems.md shows it."""

from pathlib import Path

import pytest

from docs import generate
from leverage_site.problems.catalog import CATALOG
from tests.support.cases import CASES, COMMANDS, SETUPS, report

# Their cases check whole themes, or build.
LONG = {
    code
    for code, command in COMMANDS.items()
    if command[0] in ("build", "publish") or command[:2] == ("theme", "check")
}
PAGE = (generate.DOCS / "problems.md").read_text(encoding="utf-8")


def test_every_code_has_a_case() -> None:
    described = {path.name for path in CASES.iterdir()} - {"base"}
    assert described | SETUPS.keys() | COMMANDS.keys() == CATALOG.keys()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=[pytest.mark.site] if code in LONG else []) for code in sorted(CATALOG)]
)
def test_case(code: str, tmp_path: Path) -> None:
    exit_code, text = report(code, tmp_path)
    problems = [line for line in text.splitlines() if f" {CATALOG[code].severity} {code} " in line]
    assert exit_code == (1 if CATALOG[code].severity == "error" else 0)
    assert problems, text
    assert text.count("  hint: ") == sum(text.count(f": {name} ") for name in ("error", "warning", "note")), text
    others = [line for line in text.splitlines() if ": error " in line and f" {code} " not in line]
    assert others == [] or code == "R034"
    assert generate.problem(code, text) in PAGE, "run `make docs`"
