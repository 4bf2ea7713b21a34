"""Numbers of one statement are of one subject: `46 hours in 50 minutes` does not mix two tasks.

Numbers that nothing but links parts are told of the same. Where what one may be of is nothing of what the one
before it is confirmed by, it decides nothing.
"""

from collections.abc import Sequence

from leverage_site.claims.judge import holds
from leverage_site.claims.model import ClaimReading, Quantity, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context

# Words that may stand between two numbers of one statement.
_LINKS = frozenset((
    "in", "for", "at", "(", ")", ",", "or", "which", "is", "was", "with", "of", "a", "the", "so", "makes", "that",
    "->", "→", "=", "-", ">", "work", "to", "by", "an", "and", "only", "just", "about", "came", "comes", "that's",
    "i.e.", "hence", "thus", "on", "/"
))  # fmt: skip
_KINDS = frozenset(("unit", "mark", "label", "hedge", "sign"))


def agree(found: Sequence[Candidate], context: Context) -> None:
    """Set those readings of each number aside that are of nothing by which the number before it is confirmed."""
    facts = context.facts
    before: Candidate | None = None
    subjects: set[tuple[object, ...]] = set()
    for candidate in found:
        if candidate.kind != "value" or not candidate.readings:
            continue
        is_told = before is not None and _stand_together(context, before, candidate)
        if is_told and before is not None and _is_open(context, before, candidate):
            candidate.strict = False
        is_joined = is_told and before is not None and _differ(context, before, candidate)
        if is_joined and subjects:
            true = [one for one in candidate.readings if holds(one, facts)]
            aside = [one for one in true if _subject(one) not in subjects]
            candidate.readings = [one for one in candidate.readings if one not in aside]
            candidate.far = [*candidate.far, *aside]
        own = {_subject(one) for one in candidate.readings if holds(one, facts)}
        subjects = (subjects & own or subjects) if is_joined and subjects else own
        before = candidate


def _subject(reading: ClaimReading) -> tuple[object, ...]:
    if not isinstance(reading, ValueClaim):
        return ()
    amount: Quantity = reading.amount
    return amount.scope, amount.tasks, amount.without


def _is_open(context: Context, before: Candidate, candidate: Candidate) -> bool:
    """Whether it is not known what the number before is of, and so neither what a number behind a comma is of."""
    is_apart = "," in context.words[before.printed[1] : candidate.printed[0]]
    return is_apart and not before.strict and not any(holds(one, context.facts) for one in before.readings)


def _differ(context: Context, before: Candidate, candidate: Candidate) -> bool:
    one, other = (context.tokens[some.printed[0]].number for some in (before, candidate))
    return one is not None and other is not None and one.unit != other.unit


def _stand_together(context: Context, before: Candidate, candidate: Candidate) -> bool:
    """Whether nothing but links stands between two numbers."""
    tokens, words = context.tokens, context.words
    between = range(before.printed[1], candidate.printed[0])
    is_parted = any(words[place] in (";", ".", ":") for place in between)
    return not is_parted and all(words[place] in _LINKS or tokens[place].kind in _KINDS for place in between)
