"""What was true as of the day of a text, and has been overtaken by a later day of the same period.

A claim is judged as of its day, so nothing here changes a verdict, and nothing that is published has it.
"""

from collections.abc import Iterable
from dataclasses import replace

from leverage_site.claims.facts import TextFacts
from leverage_site.claims.judge import holds
from leverage_site.claims.model import Claim, SuperlativeClaim
from leverage_site.dates import parse_period
from leverage_site.stats.as_of import PERIODS, Known
from leverage_site.stats.index import SiteIndex


def with_later(claims: Iterable[Claim], index: SiteIndex) -> tuple[Claim, ...]:
    """Return claims that say whether a later day of their week, month or year has overtaken them."""
    return tuple([replace(claim, later=_later(claim, index)) if _may_fall(claim) else claim for claim in claims])


def _may_fall(claim: Claim) -> bool:
    reading = claim.reading
    is_of_days = isinstance(reading, SuperlativeClaim) and reading.scope.kind in PERIODS
    return claim.verdict == "confirmed" and is_of_days


def _later(claim: Claim, index: SiteIndex) -> str:
    """Return what a superlative of days has come to; nothing where it is still true."""
    reading = claim.reading
    assert isinstance(reading, SuperlativeClaim)  # noqa: S101 (found so)
    period = parse_period(reading.scope.kind, reading.scope.key)
    if period is None or period.last <= reading.as_of:
        return ""
    known = Known(index, period.last)
    if holds(replace(reading, as_of=period.last), TextFacts(known, reading.scope)) is not False:
        return ""
    values = known.values(reading.figure, reading.scope)
    is_highest = reading.end == "highest"
    ends = [value for day, value in values if day.isoformat() in reading.subject] or [
        (max if is_highest else min)([value for day, value in values if day <= reading.as_of])
    ]
    beyond = [day for day, value in values if day > reading.as_of and (value > ends[0]) == is_highest]
    return f"true as of that day; {beyond[0]} is {'higher' if is_highest else 'lower'}" if beyond else ""
