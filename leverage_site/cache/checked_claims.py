"""What checks of claims came to, kept from one build to the next."""

from collections.abc import Mapping

from leverage_site.cache import serialization
from leverage_site.cache.store import Store, loads
from leverage_site.claims.ledger import BaselineEntry, CheckedText, RefutedClaim

CLAIMS = "claims"

# What a check of each text came to, by its file, behind a key for all that this follows from.
CheckedTexts = Mapping[str, tuple[str, CheckedText]]


class CheckedClaims:
    """What checks came to, begun with what is in `store`, and saved there.

    All texts are one in the store: after most edits each of them is looked at and few change.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.texts: CheckedTexts = {
            path: (key, _loaded(confirmed, undecided, off, refuted))
            for path, (key, confirmed, undecided, off, refuted) in loads(store.get(CLAIMS, "") or "{}").items()
        }

    def save(self, texts: CheckedTexts) -> None:
        """Replace what is known by the present `texts`."""
        if texts != self.texts:
            values = {path: [key, *_counts(text), text.refuted] for path, (key, text) in texts.items()}
            self.store.put(CLAIMS, {"": serialization.dumps(values)})
            self.texts = texts


def _counts(text: CheckedText) -> tuple[int, int, int]:
    return text.confirmed, text.undecided, text.off


def _loaded(
    confirmed: int, undecided: int, off: int, refuted: list[tuple[list[object], int, list[object]]]
) -> CheckedText:
    claims = [
        RefutedClaim(BaselineEntry(*map(str, entry)), begin, serialization.load_problem(problem))
        for entry, begin, problem in refuted
    ]
    return CheckedText(confirmed, undecided, off, tuple(claims))
