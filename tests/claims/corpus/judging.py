"""Pages of sheets put into their sites, as records that are read like any other, and what the checker says of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim
from leverage_site.records.model import Record
from leverage_site.records.schema import read_record
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import SiteIndex, build_index
from tests.claims.corpus.entries import Entry, Page
from tests.claims.corpus.generated import DrawnPage
from tests.claims.corpus.sites import RECORDS, front_matter, front_matters


class Statement(NamedTuple):
    """What is marked in a sentence, or all of it, with the claims that the checker finds there."""

    entry: Entry
    text: str
    claims: tuple[Claim, ...]

    @property
    def is_refuted(self) -> bool:
        """Whether a claim in it is refuted."""
        return any(claim.verdict == "refuted" for claim in self.claims)

    @property
    def is_found(self) -> bool:
        """Whether the checker decides it, and rightly: a false one is refuted, any other confirmed."""
        if self.entry.truth == "false":
            return self.is_refuted
        return self.is_confirmed

    @property
    def is_confirmed(self) -> bool:
        """Whether a claim in it is confirmed, and none refuted."""
        return not self.is_refuted and any(claim.verdict == "confirmed" for claim in self.claims)

    @property
    def is_confirmed_wrongly(self) -> bool:
        """Whether what makes a sentence false is confirmed, and nothing in the sentence refuted."""
        if self.entry.truth != "false" or self.is_refuted:
            return False
        right = [claim for claim in self.claims if claim.verdict == "confirmed"]
        return any(claim.begin < end and begin < claim.end for claim in right for begin, end in self.entry.marked)


def judged(pages: Iterable[Page]) -> Iterator[Statement]:
    """Check the pages of sheets, each as the text of its day."""
    for page in pages:
        heads = front_matters(page.site)
        yield from _judged(page, heads[page.day], _index(page.site))


def judged_drawn(pages: Iterable[DrawnPage]) -> Iterator[Statement]:
    """Check pages of chance."""
    for drawn in pages:
        heads = [front_matter(day.date, list(day.rows)) for day in drawn.days]
        yield from _judged(drawn.page, heads[-1], build_index(map(_record, heads)))


def claims_of_content() -> list[Claim]:
    """Check the texts that the records of content/ have themselves."""
    index = _index("content")
    found: list[Claim] = []
    for path in sorted(RECORDS.rglob("*.md")):
        record, _ = read_record(path.read_bytes(), path.name)
        if record is not None:
            facts = TextFacts.of_day(Known(index, record.date), "Claude")
            found += check(record.body.get().prose.sentences, facts)
    return found


def _judged(page: Page, head: str, index: SiteIndex) -> Iterator[Statement]:
    sentences = _record(head, page.text).body.get().prose.sentences
    claims = check(sentences, TextFacts.of_day(Known(index, page.day), "Claude"))
    before = head.count("\n") + 3
    for number, entry in enumerate(page.lines, before):
        if entry is not None:
            own = [claim for claim in claims if claim.sentence.line == number]
            for begin, end in entry.parts:
                there = tuple(claim for claim in own if claim.begin < end and begin < claim.end)
                yield Statement(entry, entry.sentence[begin:end], there)


@cache
def _record(head: str, text: str = "") -> Record:
    found, problems = read_record(f"---\n{head}---\n{text}".encode(), "content/records/a.md")
    if found is None:
        raise ValueError(problems)
    return found


@cache
def _index(site: str) -> SiteIndex:
    return build_index(_record(head) for head in front_matters(site).values())


def table(statements: Iterable[Statement]) -> str:
    """Say for each truth and kind how many statements are refuted, decided otherwise and left open."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    for one in statements:
        verdict = "refuted" if one.is_refuted else "confirmed" if one.is_confirmed else "undecided"
        rows.setdefault((one.entry.truth, one.entry.kind), Counter())[verdict] += 1
    verdicts = ("confirmed", "refuted", "undecided")
    lines = [f"{'truth':12}{'kind':12}" + "".join(f"{verdict:>12}" for verdict in verdicts)]
    for (truth, kind), counts in sorted(rows.items()):
        lines.append(f"{truth:12}{kind:12}" + "".join(f"{counts[verdict]:12}" for verdict in verdicts))
    return "\n".join(lines)


def listed(statements: Iterable[Statement]) -> str:
    """List statements with what the checker found in them."""
    return "\n".join(
        f"{one.entry.source}: {one.entry.sentence} [{one.text}] {one.entry.because} "
        + "; ".join(f"{claim.verdict} {claim.kind} {claim.printed!r} {claim.why}" for claim in one.claims)
        for one in statements
    )
