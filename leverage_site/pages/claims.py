"""data/claims.json: what texts claim, with the verdict on each claim; and what the page of a day says of that.

A claim is as of the day or the end of the period of its text, so that no later day changes it. `verify` reads this
file from outside: a claim has all that it takes to work it out again from the rows of the other data files.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any, get_args

from leverage_site.claims.model import (
    Claim,
    ComparisonClaim,
    CountClaim,
    DateClaim,
    EachClaim,
    ShareClaim,
    SuperlativeClaim,
    ValueClaim,
    Verdict,
)
from leverage_site.dates import month_of
from leverage_site.pages.content import Content
from leverage_site.pages.ledger import ledger_of, texts_to_check
from leverage_site.pages.page import Page, PageKind, all_days
from leverage_site.pages.urlmap import CLAIMS_FILE
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import TextView
from leverage_site.records.model import Record
from leverage_site.stats.as_of import Scope
from leverage_site.urls import absolute, to_nfc
from leverage_site.values import token, value

VERSION = 1
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

# What the file calls a way to read a claim.
FORMS = {
    ValueClaim: "value",
    SuperlativeClaim: "superlative",
    ComparisonClaim: "comparison",
    CountClaim: "count",
    EachClaim: "each",
    ShareClaim: "share",
    DateClaim: "date",
}
# So many digits of a digest stand for a claim.
_ID_LENGTH = 16


@value
class Coverage:
    """How many claims were `found`, and how many have each verdict."""

    found: int
    confirmed: int
    refuted: int
    undecided: int
    off: int

    @property
    def judged(self) -> int:
        """How many are not left out."""
        return self.found - self.off


@dataclass(frozen=True, eq=False)
class Ledger:
    """The claims of a text: which day or period it is of, and the address of its page.

    `token` stands for it in keys, `basis` for all that the claims and their verdicts follow from.
    """

    of: Scope
    month: str
    address: str
    claims: tuple[Claim, ...]
    basis: str

    @cached_property
    def token(self) -> str:
        """The digest of all that is written of it."""
        return token(self.of.kind, self.of.key, self.address, self.basis)


@value
class ClaimsInputs:
    """The texts that claim something by month, and the coverage of the whole site.

    They are all or one segment: `is_first` and `is_last` tell which ends of the file are theirs.
    """

    ledgers: tuple[Ledger, ...]
    coverage: Coverage
    is_first: bool = True
    is_last: bool = True


def coverage_of(claims: Iterable[Claim]) -> Coverage:
    """Count claims by their verdicts."""
    counts = Counter(claim.verdict for claim in claims)
    return Coverage(counts.total(), *[counts[verdict] for verdict in VERDICTS])


def published_coverage(content: Content, record: Record) -> Coverage | None:
    """Return the coverage that the page of a day shows; None where the site shows none, or nothing is judged."""
    if not content.settings.publish_claims:
        return None
    found = coverage_of(_claims_of(content, record))
    return found if found.judged else None


def _claims_of(content: Content, record: Record) -> tuple[Claim, ...]:
    """Return the claims of a record that are on its page, where `verify` looks for each."""
    claims = content.once(("claims", record.date), partial(ledger_of, content, record))
    return tuple([claim for claim in claims if not claim.sentence.is_summary])


def _plan_claims(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    if content.settings.publish_claims:
        yield Page(kind, CLAIMS_FILE, "leverage.toml", kind.origin)


def collect_claims(content: Content) -> ClaimsInputs:
    """Collect the claims of all records, and of notes of periods."""
    records = {record.path: record for record in content.index.records}
    periods = {note.path: period for period, note in content.period_notes.items()}
    ledgers = []
    for text in texts_to_check(content):
        if record := records.get(text.path):
            of, end, claims = Scope("day", record.date.isoformat()), record.date, _claims_of(content, record)
        else:
            period = periods[text.path]
            of, end, claims = Scope(period.kind, period.key), period.last, text.ledger()
        if claims:
            address = content.urlmap.by_path[to_nfc(text.path)]
            ledgers.append(Ledger(of, month_of(end).key, address, claims, text.key))
    ledgers.sort(key=lambda one: (one.month, one.of.kind != "day", one.of.key))
    return ClaimsInputs(tuple(ledgers), coverage_of(claim for one in ledgers for claim in one.claims))


def _sources_of_claims(content: Content) -> tuple[str, ...]:
    """Return tokens of the texts of all records and of the days that they are held against."""
    return (*all_days(content), *[record.digest for record in content.index.records])


def _month_segments(inputs: ClaimsInputs) -> Iterator[ClaimsInputs]:
    """Yield the inputs of each month, the coverage of the site with the last one alone."""
    months = [tuple(of_month) for _, of_month in groupby(inputs.ledgers, attrgetter("month"))] or [()]
    for n, ledgers in enumerate(months):
        is_last = n == len(months) - 1
        coverage = inputs.coverage if is_last else coverage_of(())
        yield replace(inputs, ledgers=ledgers, coverage=coverage, is_first=n == 0, is_last=is_last)


def claims_json(site: SiteView, _: str, inputs: ClaimsInputs) -> TextView:
    """Build data/claims.json, one claim a line."""
    begin = f'{{"version": {VERSION}, "texts": [\n' if inputs.is_first else ",\n"
    end = f'\n], "coverage": {_dumps(_plain(inputs.coverage))}}}\n' if inputs.is_last else ""
    return TextView(begin + ",\n".join([_text_json(site, ledger) for ledger in inputs.ledgers]) + end)


def _text_json(site: SiteView, ledger: Ledger) -> str:
    about = {
        "of": _plain(ledger.of),
        "url": absolute(site.base_url, ledger.address),
        "coverage": _plain(coverage_of(ledger.claims)),
    }
    claims = ",\n".join([_dumps(claim_data(claim)) for claim in ledger.claims])
    return f'{_dumps(about)[:-1]}, "claims": [\n{claims}\n]}}'


def claim_data(claim: Claim) -> dict[str, Any]:
    """Return a claim as the file has it; its `id` is the digest of all else."""
    data = {
        "kind": claim.kind,
        "verdict": claim.verdict,
        "printed": claim.printed,
        "begin": claim.begin,
        "end": claim.end,
        "sentence": claim.sentence.text,
        "reading": _plain(claim.reading),
        "why": claim.why,
        "truth": claim.truth,
        "rows": list(claim.rows),
    }
    digest = sha256(json.dumps(data, sort_keys=True).encode(errors="surrogatepass")).hexdigest()
    return {"id": digest[:_ID_LENGTH], **data}


def _plain(part: Any) -> Any:
    """Return a part of a claim as values that JSON has."""
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    if not is_dataclass(part):
        return part
    form = {"form": FORMS[type(part)]} if type(part) in FORMS else {}
    return {**form, **{one.name: _plain(getattr(part, one.name)) for one in fields(part)}}


_dumps = json.JSONEncoder(ensure_ascii=False).encode

CLAIMS_KIND = PageKind(
    name="claims",
    plan=_plan_claims,
    collect=collect_claims,
    sources=_sources_of_claims,
    view=claims_json,
    view_type=TextView,
    address=CLAIMS_FILE,
    origin="the claims",
    format="text",
    media_type="application/json; charset=utf-8",
    segments=_month_segments,
    in_sitemap=False,
    cost_of_1000_days=50,
)
