"""Claims of the texts that a preview shows: all of them checked after a change is shown, a page's marked in it.

To check the texts of a large site takes longer than a refresh. So it is done in pieces, by the thread that
refreshes, which leaves it for the next change; what is checked by then is kept.
"""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from typing import Any

from leverage_site import build
from leverage_site.cache.checked_claims import CheckedTexts
from leverage_site.checking import problems_of_claims
from leverage_site.claims.model import Claim
from leverage_site.pages.ledger import texts_to_check
from leverage_site.problems import Problem, ProblemError


class ClaimChecks:
    """What checks of texts came to.

    Attributes:
        problems: Those of the latest check that came to its end, all of which were told.

    Args:
        known: Gives what earlier commands checked, when it is first needed.

    """

    def __init__(self, known: Callable[[], CheckedTexts]) -> None:
        self._known = known
        self._checked: CheckedTexts | None = None
        self._site: build.Site | None = None
        self.problems: tuple[Problem, ...] = ()

    def run(
        self, site: build.Site, first: Collection[str], waits: Callable[[], bool]
    ) -> tuple[Problem, ...] | None:
        """Check the texts of `site`, and return the problems that were not told before.

        Args:
            site: The site; nothing is done where it is the same as the last time.
            first: The files of the texts to begin with; the others follow, the latest first.
            waits: Asked before each text whether something else is to be done: then this ends, and returns None.

        """
        if site is self._site:
            return ()
        # Where a record cannot be read there are none for now, and what was told of them still holds.
        texts = list(texts_to_check(site.plan.content))
        known = dict(self._known() if self._checked is None else self._checked)
        self._checked = known
        ordered = texts[::-1]
        ordered.sort(key=lambda text: text.path not in first)
        for text in ordered:
            if known.get(text.path, ("",))[0] == text.key:
                continue
            if waits():
                return None
            try:
                known[text.path] = text.key, text.checked()
            except ProblemError:
                # The file has changed since: this is not the latest site.
                return None
        self._site = site
        if not texts:
            return ()
        self._checked = {text.path: known[text.path] for text in texts}
        told = set(map(_words, self.problems))
        self.problems = problems_of_claims(site.root, self._checked, site.baseline)
        return tuple([problem for problem in self.problems if _words(problem) not in told])


def _words(problem: Problem) -> tuple[str, ...]:
    """Return what is told of a problem wherever it moves in its file."""
    return problem.code, problem.place.path, problem.message


def marked_sentences(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return the sentences of refuted claims as JSON: the line of each, and its parts in their order.

    A part is a text, or an object for the words of a claim: `printed`, what is true in their place as `truth`, if
    that can be said, and `why` they are refuted. Of two claims that share words the first is shown.
    """
    return [
        {"line": sentence.line, "parts": _parts(sentence.text, group)}
        for sentence, group in groupby(claims, key=lambda claim: claim.sentence)
    ]


def _parts(text: str, claims: Iterable[Claim]) -> list[Any]:
    parts: list[Any] = []
    end = 0
    for claim in claims:
        if claim.begin >= end:
            parts += [text[end : claim.begin], {"printed": claim.printed, "truth": claim.truth, "why": claim.why}]
            end = claim.end
    return [part for part in (*parts, text[end:]) if part]
