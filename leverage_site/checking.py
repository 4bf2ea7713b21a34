"""The claims of a site's texts, checked where that is not known yet, and the baseline of those accepted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from leverage_site.cache.checked_claims import CheckedTexts
from leverage_site.claims.ledger import (
    MAX_BASELINE,
    BaselineEntry,
    RefutedClaim,
    claim_problems,
    entry_of,
    is_accepted,
    new_refuted,
    parse_baseline,
)
from leverage_site.claims.model import Claim
from leverage_site.files import open_regular, os_reason, read_of
from leverage_site.pages.content import Content
from leverage_site.pages.ledger import text_of_page, texts_to_check
from leverage_site.pages.plan import Plan
from leverage_site.problems import Place, Problem, ProblemError, Source, catalog
from leverage_site.records.frontmatter import decode
from leverage_site.settings import CLAIMS_BASELINE
from leverage_site.values import value

# So many lines of a paragraph are searched for the words of a claim, and so many characters beyond the one before.
_MOST_LINES = 100
_REACH = 200


def check_texts(content: Content, known: CheckedTexts) -> CheckedTexts:
    """Return what checks of all texts come to; those that are `known` under their present key are taken over.

    Raises ProblemError where the body of a record has to be read from a file that has changed since.
    """
    # In this process: workers would load the bodies of records once more, and pages need them afterwards.
    return {
        text.path: before
        if (before := known.get(text.path)) and before[0] == text.key
        else (text.key, text.checked())
        for text in texts_to_check(content)
    }


class ListedClaim(NamedTuple):
    """A claim of the ledger, and whether it is refuted and the baseline accepts it."""

    claim: Claim
    is_accepted: bool


@value
class Baseline:
    """The refuted claims that a site has from before, or the problem with the file that lists them."""

    entries: tuple[BaselineEntry, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_baseline(root: Path) -> Baseline:
    """Return the baseline of the site at `root`; an empty one where it has none."""
    try:
        with open_regular(root / CLAIMS_BASELINE) as (handle, stamp):
            if stamp.size > MAX_BASELINE:
                reason = f"it is larger than {MAX_BASELINE:,} bytes"
                return Baseline((), (catalog.BAD_BASELINE.at(Place(CLAIMS_BASELINE), reason=reason),))
            return Baseline(parse_baseline(read_of(handle)))
    except FileNotFoundError:
        return Baseline()
    except OSError as error:
        return Baseline((), (catalog.READ_FAILED.at(Place(CLAIMS_BASELINE), reason=os_reason(error)),))
    except ProblemError as error:
        return Baseline((), error.problems)


def problems_of_claims(root: Path, checked: CheckedTexts, baseline: Baseline) -> tuple[Problem, ...]:
    """Return the problems of the claims of the site's texts at `root` that are refuted, and of their baseline."""
    if baseline.problems:
        return baseline.problems
    # Of a text that is not checked for now, the baseline may still be right.
    known = [entry for entry in baseline.entries if entry.path in checked]
    sources: dict[str, Source | None] = {}

    def located(claim: RefutedClaim) -> Problem:
        path = claim.entry.path
        if path not in sources:
            sources[path] = _source(root, path)
        return _located(claim, sources[path])

    return tuple(claim_problems((text for _, text in checked.values()), known, located))


def refuted_claims(plan: Plan, file: str, baseline: Baseline) -> tuple[Claim, ...]:
    """Return the claims of the text on the page that becomes `file` which are refuted and not in the baseline.

    None where the baseline cannot be read. Raises ProblemError where the text cannot.
    """
    page = plan.by_file.get(file)
    text = page and text_of_page(plan.content, page)
    if not text or baseline.problems:
        return ()
    return tuple(new_refuted(text.path, text.ledger(), baseline.entries))


def listed_claims(path: str, claims: Iterable[Claim], baseline: Baseline) -> Iterator[ListedClaim]:
    """Yield the claims of the text at `path`."""
    left = Counter(entry for entry in baseline.entries if entry.path == path)
    for claim in claims:
        yield ListedClaim(claim, claim.verdict == "refuted" and is_accepted(entry_of(path, claim), left))


def _source(root: Path, path: str) -> Source | None:
    """Return a file of the site as it is now; None where it cannot be read any more."""
    try:
        with open_regular(root / path) as (handle, _):
            return decode(read_of(handle), path)
    except (OSError, ProblemError):
        return None


def _located(claim: RefutedClaim, source: Source | None) -> Problem:
    """Return the problem of a claim with the line it is on, at what is printed there if that can be found.

    The words before it in its sentence lead the way; marks may stand between any of them. Where it is not found,
    as where a mark stands inside of it, that is the beginning of the sentence.
    """
    begin, printed = claim.problem.place, claim.entry.printed
    if not source or begin.line > len(source.lines):
        return claim.problem
    first, *others = source.lines[begin.line - 1 : begin.line + _MOST_LINES]
    lines = (first[begin.column - 1 :], *others)
    text = "\n".join(takewhile(str.strip, lines))
    at = 0
    for word in claim.entry.sentence[: claim.begin].split():
        found = text.find(word, at)
        # What is far away belongs to another sentence.
        at = found + len(word) if 0 <= found <= at + _REACH else at
    start = _find_words(printed, text.replace("\n", " "), at, at + len(printed) + _REACH)
    if start < 0:
        return replace(claim.problem, place=source.place(begin.line, begin.column))
    before, here = text[:start], text[start : start + len(printed)]
    line = begin.line + before.count("\n")
    column = start - (before.rfind("\n") + 1) + (begin.column if line == begin.line else 1)
    return replace(claim.problem, place=source.place(line, column, len(here.partition("\n")[0])))


def _find_words(words: str, text: str, start: int, end: int) -> int:
    """Return where `words` first stand as words of their own between two places of a text, or -1."""
    while (found := text.find(words, start, end)) >= 0:
        around = text[max(0, found - 1) : found], text[found + len(words) : found + len(words) + 1]
        if not any(character.isalnum() or character == "_" for character in around):
            return found
        start = found + 1
    return -1
