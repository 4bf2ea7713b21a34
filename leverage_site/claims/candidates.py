"""What a recogniser finds in a sentence: a phrase that may be a claim, with all ways to read it."""

from dataclasses import dataclass, field

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, Kind


@dataclass(slots=True)
class Candidate:
    """What may be a claim: the ways to read it, and whether it is wrong where none of them holds.

    `printed` are the tokens that say it, from the first to before the last. `far` are its readings with all that
    does not contradict the printed number, where that differs.
    """

    kind: Kind
    printed: tuple[int, int]
    readings: list[ClaimReading]
    strict: bool = False
    far: list[ClaimReading] = field(default_factory=list)
    rows: tuple[KnownTask, ...] = ()
    numbers: frozenset[int] = frozenset()
