"""What `check --claims` prints: each sentence with its claims and their verdicts, and how many are decided."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from textwrap import fill
from typing import Any, get_args

import click

from leverage_site.checking import ListedClaim
from leverage_site.claims.model import Verdict
from leverage_site.cli import console
from leverage_site.markdown import Sentence
from leverage_site.problems import one_line
from leverage_site.project import Project
from leverage_site.settings import CLAIMS_BASELINE
from leverage_site.text import count_noun

# What the baseline accepts is refuted all the same.
ACCEPTED = "accepted"
COLORS: Mapping[str, str] = {
    "confirmed": "green",
    "refuted": "red",
    ACCEPTED: "magenta",
    "undecided": "yellow",
    "off": "cyan",
}
_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_WIDTH = max(map(len, COLORS))


def show(project: Project, day: date | None, *, drafts: bool, as_json: bool) -> None:
    """Print the ledger of the record of a day, or those of all texts. Raises BadParameter if the day has none."""
    ledgers = project.ledgers(day, drafts=drafts)
    if day and not ledgers:
        raise click.BadParameter(f"{day} has no record whose claims can be checked", param_hint="'--claims'")
    everything = [one for claims in ledgers.values() for one in claims]
    if as_json:
        texts = [
            {"path": path, "claims": list(map(_as_json, claims)), "coverage": coverage(claims)}
            for path, claims in ledgers.items()
        ]
        console.print_json({"texts": texts, "coverage": coverage(everything)})
        return
    width = console.terminal_width()
    for path, claims in ledgers.items():
        for sentence, group in groupby(claims, lambda one: one.claim.sentence):
            console.print_text(_heading(path, sentence, width))
            for one in group:
                console.print_text(_line(one, width))
        if claims:
            console.print_text(f"{_counted(one_line(path), claims)}\n")
    if day is None:
        console.print_text(_counted("All texts", everything))


def write_baseline(project: Project, *, drafts: bool, as_json: bool) -> None:
    """Write the baseline and say what it has."""
    number = project.write_baseline(drafts=drafts)
    if as_json:
        console.print_json({"path": CLAIMS_BASELINE, "claims": number})
    else:
        console.print_text(f"wrote {CLAIMS_BASELINE}: {count_noun(number, 'refuted claim')} that checks accept")


def coverage(claims: Iterable[ListedClaim]) -> dict[str, int]:
    """Count claims: how many there are, how many have each verdict, and how many of those refuted are accepted."""
    claims = tuple(claims)
    counts = Counter(one.claim.verdict for one in claims)
    accepted = sum(one.is_accepted for one in claims)
    return {"found": len(claims), **{verdict: counts[verdict] for verdict in _VERDICTS}, ACCEPTED: accepted}


def _counted(name: str, claims: Iterable[ListedClaim]) -> str:
    counts = coverage(claims)
    found, decided = counts["found"], counts["confirmed"] + counts["refuted"]
    counts["refuted"] -= counts[ACCEPTED]
    said = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in COLORS if counts[verdict])
    share = f" ({decided * 100 // found}% decided)" if found else ""
    return f"{name}: {count_noun(found, 'claim')}{share}{': ' if said else ''}{said}"


def _heading(path: str, sentence: Sentence, width: int | None) -> str:
    """Return a sentence with its place, on one line where it is not for a terminal."""
    place = f"{one_line(path)}:{sentence.line}:{sentence.column}"
    return f"{place}: {sentence.text}" if width is None else f"{place}\n{_wrapped(sentence.text, 2, width)}"


def _wrapped(text: str, indent: int, width: int | None) -> str:
    """Return a text indented, and wrapped at the width of a terminal."""
    blanks = " " * indent
    return blanks + text if width is None else fill(text, width, initial_indent=blanks, subsequent_indent=blanks)


def _line(one: ListedClaim, width: int | None) -> str:
    claim, verdict = one.claim, ACCEPTED if one.is_accepted else one.claim.verdict
    line = f"  {click.style(verdict.ljust(_WIDTH), fg=COLORS[verdict])}  {claim.kind.ljust(11)}  {claim.printed}"
    said = claim.why or claim.later
    if claim.truth:
        said = f"{said}{'; ' if said else ''}it would be true with {claim.truth!r}"
    return f"{line}\n{_wrapped(said, _WIDTH + 4, width)}" if said else line


def _as_json(one: ListedClaim) -> dict[str, Any]:
    claim, sentence = one.claim, one.claim.sentence
    return {
        "line": sentence.line,
        "column": sentence.column,
        "sentence": sentence.text,
        "kind": claim.kind,
        "printed": claim.printed,
        "verdict": claim.verdict,
        "accepted": one.is_accepted,
        "why": claim.why,
        "truth": claim.truth,
        "rows": list(claim.rows),
        "later": claim.later,
    }
