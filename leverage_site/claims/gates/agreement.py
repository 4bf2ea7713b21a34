"""Numbers of one statement are of one subject: `46 hours in 50 minutes` does not mix two tasks.

Numbers that nothing but links parts are told of the same. Where what one may be of is nothing of what the one
before it is confirmed by, it decides nothing.
"""

from collections.abc import Sequence

from leverage_site.claims.gates.near import Near
from leverage_site.claims.judge import holds
from leverage_site.claims.model import ClaimReading, Quantity, ValueClaim

# Words that may stand between two numbers of one statement.
_LINKS = frozenset((
    "in", "for", "at", "(", ")", ",", "or", "which", "is", "was", "with", "of", "a", "the", "so", "makes", "that",
    "->", "→", "=", "-", ">", "work", "to", "by", "an", "and", "only", "just", "about", "came", "comes", "that's",
    "i.e.", "hence", "thus", "on", "/"
))  # fmt: skip
_KINDS = frozenset(("unit", "mark", "label", "hedge", "sign"))


def agree(claims: Sequence[Near]) -> None:
    """Set those readings of each number aside that are of nothing by which the number before it is confirmed."""
    before: Near | None = None
    subjects: set[tuple[object, ...]] = set()
    for near in claims:
        candidate = near.candidate
        if near.kind != "value" or not near.readings:
            continue
        is_told = before is not None and _stand_together(before, near)
        if is_told and before is not None and _is_open(before, near):
            candidate.strict = False
        is_joined = is_told and before is not None and _differ(before, near)
        if is_joined and subjects:
            aside = [one for one in _true(near) if _subject(one) not in subjects]
            candidate.readings = [one for one in candidate.readings if one not in aside]
            candidate.far = [*candidate.far, *aside]
        own = set(map(_subject, _true(near)))
        subjects = (subjects & own or subjects) if is_joined and subjects else own
        before = near


def _true(near: Near) -> list[ClaimReading]:
    return [one for one in near.readings if holds(one, near.facts)]


def _subject(reading: ClaimReading) -> tuple[object, ...]:
    if not isinstance(reading, ValueClaim):
        return ()
    amount: Quantity = reading.amount
    return amount.scope, amount.tasks, amount.without


def _is_open(before: Near, near: Near) -> bool:
    """Whether it is not known what the number before is of, and so neither what a number behind a comma is of."""
    is_apart = "," in near.words[before.end : near.place]
    return is_apart and not before.candidate.strict and not _true(before)


def _differ(before: Near, near: Near) -> bool:
    return before.number is not None and near.number is not None and before.unit != near.unit


def _stand_together(before: Near, near: Near) -> bool:
    """Whether nothing but links stands between two numbers."""
    tokens, words = near.tokens, near.words
    between = range(before.end, near.place)
    is_parted = any(words[place] in (";", ".", ":") for place in between)
    return not is_parted and all(words[place] in _LINKS or tokens[place].kind in _KINDS for place in between)
