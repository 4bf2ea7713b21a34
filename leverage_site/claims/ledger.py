"""What a check of a text came to: its verdicts, counted, the problems of refuted claims, and a baseline of them.

A baseline lists refuted claims that an older site already has: they stay refuted, and are no problems. An entry
is known by its file, its sentence and what is printed there, so that it goes with the first change to any of them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from leverage_site.claims.model import Claim, Kind
from leverage_site.problems import MAX_PROBLEMS, Code, Place, Problem, ProblemError, catalog
from leverage_site.settings import CLAIMS_BASELINE
from leverage_site.text import listed
from leverage_site.values import value

VERSION = 1
MAX_BASELINE = 4_000_000

_CODES: dict[Kind, Code] = {
    "value": catalog.FALSE_VALUE,
    "superlative": catalog.FALSE_SUPERLATIVE,
    "comparison": catalog.FALSE_COMPARISON,
    "count": catalog.FALSE_COUNT,
    "each": catalog.FALSE_EACH,
    "share": catalog.FALSE_SHARE,
    "date": catalog.FALSE_DATE,
}
_MEANT = "or write <!-- claims: off --> behind a sentence that is not meant so."
_SUMMARY_MEANT = "or write `claims: off` in the front matter if it is not meant so."


class BaselineEntry(NamedTuple):
    """A refuted claim as a baseline knows it."""

    path: str
    printed: str
    sentence: str


class RefutedClaim(NamedTuple):
    """A refuted claim as a baseline knows it, where it begins in its sentence, and the problem that it is.

    The problem stands where the sentence begins: what marks the words of a claim in its file is not known here.
    """

    entry: BaselineEntry
    begin: int
    problem: Problem


@value
class CheckedText:
    """How many claims of a text have each verdict, and those that are refuted."""

    confirmed: int = 0
    undecided: int = 0
    off: int = 0
    refuted: tuple[RefutedClaim, ...] = ()

    @property
    def decided(self) -> int:
        """How many claims are confirmed or refuted."""
        return self.confirmed + len(self.refuted)

    @property
    def found(self) -> int:
        """How many claims there are."""
        return self.decided + self.undecided + self.off


def checked_text(path: str, claims: Iterable[Claim]) -> CheckedText:
    """Count the verdicts on the claims of the text at `path`."""
    claims = tuple(claims)
    counts = Counter(claim.verdict for claim in claims)
    refuted = [_refuted(path, claim) for claim in claims if claim.verdict == "refuted"]
    return CheckedText(counts["confirmed"], counts["undecided"], counts["off"], tuple(refuted))


def _refuted(path: str, claim: Claim) -> RefutedClaim:
    sentence = claim.sentence
    meant = _SUMMARY_MEANT if sentence.is_summary else _MEANT
    hint = f"It would be true with {claim.truth!r} in its place; {meant}" if claim.truth else None
    place = Place(path, sentence.line, sentence.column)
    problem = _CODES[claim.kind].at(place, hint=hint, printed=claim.printed, why=claim.why)
    return RefutedClaim(entry_of(path, claim), claim.begin, problem)


def entry_of(path: str, claim: Claim) -> BaselineEntry:
    """Return a claim of the text at `path` as a baseline knows it."""
    return BaselineEntry(path, claim.printed, claim.sentence.text)


def claim_problems(
    texts: Iterable[CheckedText],
    baseline: Iterable[BaselineEntry],
    located: Callable[[RefutedClaim], Problem] = attrgetter("problem"),
) -> Iterator[Problem]:
    """Yield the problems of refuted claims that the baseline lacks, and of its entries that stand no more."""
    left = Counter(baseline)
    for text in texts:
        shown = 0
        for claim in text.refuted:
            if not is_accepted(claim.entry, left) and shown < MAX_PROBLEMS:
                shown += 1
                yield located(claim)
    for entry in sorted((+left).elements())[:MAX_PROBLEMS]:
        yield catalog.UNUSED_BASELINE.at(Place(CLAIMS_BASELINE), printed=entry.printed, sentence=entry.sentence)


def new_refuted(path: str, claims: Iterable[Claim], baseline: Iterable[BaselineEntry]) -> Iterator[Claim]:
    """Return the refuted claims of the text at `path` that the baseline lacks, `MAX_PROBLEMS` at most."""
    left = Counter([entry for entry in baseline if entry.path == path])
    refuted = (claim for claim in claims if claim.verdict == "refuted")
    return islice((claim for claim in refuted if not is_accepted(entry_of(path, claim), left)), MAX_PROBLEMS)


def is_accepted(entry: BaselineEntry, left: Counter[BaselineEntry]) -> bool:
    """Return whether an entry is among those of a baseline that are `left`; it is not left from then on."""
    left[entry] -= 1
    return left[entry] >= 0


def dump_baseline(texts: Iterable[CheckedText]) -> str:
    """Return the text of a baseline of all claims that are refuted."""
    claims = [claim.entry._asdict() for text in texts for claim in text.refuted]
    return json.dumps({"version": VERSION, "claims": claims}, ensure_ascii=False, indent=1) + "\n"


def parse_baseline(data: bytes) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline. Raises ProblemError where it is none."""
    try:
        found: Any = json.loads(data)
    except (ValueError, RecursionError):
        raise _bad("it is no JSON") from None
    if not isinstance(found, dict) or found.get("version") != VERSION or not isinstance(found.get("claims"), list):
        raise _bad(f"it has no version {VERSION} or no claims")
    claims: list[Any] = [claim if isinstance(claim, dict) else {} for claim in found["claims"]]
    entries = [BaselineEntry(*(claim.get(key) for key in BaselineEntry._fields)) for claim in claims]
    if not all(isinstance(text, str) for entry in entries for text in entry):
        raise _bad(f"a claim lacks one of the texts {listed(BaselineEntry._fields)}")
    return tuple(entries)


def _bad(reason: str) -> ProblemError:
    return catalog.BAD_BASELINE.error(Place(CLAIMS_BASELINE), reason=reason)
