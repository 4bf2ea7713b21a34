"""What texts of a site claim about its figures: those of records as of their days, and notes of periods."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.ledger import CheckedText, checked_text
from leverage_site.claims.model import Claim
from leverage_site.live.history import History
from leverage_site.pages.content import Content
from leverage_site.pages.page import Page
from leverage_site.records.discover import RECORDS
from leverage_site.records.model import Note, Record
from leverage_site.stats.as_of import Known, Scope
from leverage_site.values import token

# The kinds of pages that show a text with claims.
_KINDS = frozenset(("day", "week", "month", "year"))


class TextToCheck(NamedTuple):
    """A text with claims: its file, what its ledger follows from, and what gives that ledger."""

    path: str
    key: str
    ledger: Callable[[], tuple[Claim, ...]]

    def checked(self) -> CheckedText:
        """Check the text, which reads its body."""
        return checked_text(self.path, self.ledger())


def ledger_of(content: Content, record: Record) -> tuple[Claim, ...]:
    """Return the claims of a record, judged as of its day. Raises what `LazyBody.get` does."""
    facts = TextFacts.of_day(Known(content.index, record.date), content.settings.assistant)
    return check(record.body.get().prose.sentences, facts)


def texts_to_check(content: Content) -> Iterator[TextToCheck]:
    """Yield the texts whose claims can be checked: of no site that has a record which could not be read."""
    if content.library.misses_records:
        return
    assistant, history = content.settings.assistant, History(content.index)
    for n, record in enumerate(content.index.records):
        key = token(record.digest, history.digest(n, "all"), assistant)
        yield TextToCheck(record.path, key, partial(ledger_of, content, record))
    dates = [day.date for day in content.index.days]
    for period, note in content.period_notes.items():
        days = bisect_right(dates, period.last)
        key = token(note.digest, period.key, history.digest(days - 1, "all") if days else "", assistant)
        facts = TextFacts(Known(content.index, period.last), Scope(period.kind, period.key), assistant)
        yield TextToCheck(note.path, key, partial(_ledger_of_note, note, facts))


def text_of_page(content: Content, page: Page) -> TextToCheck | None:
    """Return the text whose claims a page shows: the record of a day, the note of a period; else None."""
    if page.kind.name not in _KINDS:
        return None
    # The page of a period without a note comes from a record.
    is_record = page.path.startswith(f"{RECORDS}/")
    if is_record != (page.kind.name == "day"):
        return None
    return next((text for text in texts_to_check(content) if text.path == page.path), None)


def _ledger_of_note(note: Note, facts: TextFacts) -> tuple[Claim, ...]:
    return check(note.prose.sentences, facts)
