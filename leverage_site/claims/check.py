"""The ledger of a text: every claim of its sentences, with its verdict."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from leverage_site.claims.explain import explain_all, rivals
from leverage_site.claims.facts import KnownTask, TextFacts
from leverage_site.claims.gates.agreement import agree
from leverage_site.claims.gates.elsewhere import is_right_elsewhere
from leverage_site.claims.gates.idioms import is_idiomatic
from leverage_site.claims.gates.narrowing import narrow
from leverage_site.claims.gates.near import Near
from leverage_site.claims.gates.other_days import may_be_of_other_days, of_other_rows
from leverage_site.claims.gates.other_subjects import is_of_other_subject
from leverage_site.claims.gates.unread import drop_unread
from leverage_site.claims.gates.unrecorded import is_never_held, is_unrecorded
from leverage_site.claims.judge import amounts, distance, holds
from leverage_site.claims.model import Claim, ClaimReading, SuperlativeClaim, ValueClaim, Verdict
from leverage_site.claims.recognisers.comparisons import comparisons
from leverage_site.claims.recognisers.counts import counts
from leverage_site.claims.recognisers.dates import dates
from leverage_site.claims.recognisers.differences import differences
from leverage_site.claims.recognisers.eachs import eachs
from leverage_site.claims.recognisers.extremes import extremes
from leverage_site.claims.recognisers.firsts import firsts
from leverage_site.claims.recognisers.moves import moves
from leverage_site.claims.recognisers.named_ends import named_ends
from leverage_site.claims.recognisers.ranges import ranges, ranked
from leverage_site.claims.recognisers.rests import rests
from leverage_site.claims.recognisers.shares import shares
from leverage_site.claims.recognisers.superlatives import superlatives
from leverage_site.claims.recognisers.universals import universals
from leverage_site.claims.recognisers.values import values
from leverage_site.claims.sentence.context import Candidate, Context, Memory
from leverage_site.claims.text.scan import scan
from leverage_site.dates import parse_date
from leverage_site.markdown import Sentence

# What is longer, or has more numbers, is a list and no sentence; each is looked at from every number of it.
LONGEST, MOST_NUMBERS = 1_000, 20
Recogniser = Callable[[Context, set[int]], Iterator[Candidate]]
# In their order: what one of them takes, those behind it leave alone.
RECOGNISERS: tuple[Recogniser, ...] = (
    dates,
    differences,
    firsts,
    named_ends,
    moves,
    ranked,
    ranges,
    universals,
    extremes,
    shares,
    rests,
    eachs,
    counts,
    comparisons,
    superlatives,
    values,
)

# Gates of claims: tests of what a sentence may speak of besides, the dearest last.
_DOUBTS = (may_be_of_other_days, is_unrecorded, is_of_other_subject, is_idiomatic, is_right_elsewhere)


def check(sentences: Iterable[Sentence], facts: TextFacts) -> tuple[Claim, ...]:
    """Return every claim of some sentences of one text, in their order, judged by the facts of its day."""
    claims: list[Claim] = []
    memory = Memory()
    for sentence in sentences:
        memory.turn(sentence.block)
        if len(sentence.text) > LONGEST:
            continue
        context = Context(scan(sentence), facts, memory)
        if sum(token.number is not None for token in context.tokens) > MOST_NUMBERS:
            continue
        own = _claims_of(context)
        memory.keep(*_about(own, context))
        memory.weeks |= any(word in ("weeks", "months") or word.endswith(" weeks") for word in context.words)
        memory.scan, memory.days = context.scan, tuple(day for _, _, day in context.days)
        claims += own
    return tuple(claims)


def _claims_of(context: Context) -> list[Claim]:
    """Find the claims of a sentence, and judge what the gates leave of their readings."""
    taken: set[int] = set()
    found: list[Candidate] = []
    for recogniser in RECOGNISERS:
        for candidate in recogniser(context, taken):
            found.append(candidate)
            taken |= candidate.numbers
    if not found:
        return []
    found.sort(key=lambda one: one.printed)
    claimed = frozenset(place for one in found if one.readings for place in range(*one.printed))
    claims = [Near(candidate, context, found, claimed) for candidate in found]
    for near in claims:
        near.candidate.spanning, near.candidate.is_of_others = _of_span(near.candidate, context)
        drop_unread(near)
    for near in claims:
        narrow(near)
    agree(claims)
    return [_judge(near) for near in claims]


def _about(claims: Iterable[Claim], context: Context) -> tuple[list[KnownTask], str, date | None]:
    """Return the tasks, the figure and the other day that a sentence was about."""
    facts, rows, figure, day = context.facts, list[str](), "", None
    for claim in claims:
        reading = claim.reading
        if claim.verdict != "confirmed":
            continue
        rows += claim.rows
        if isinstance(reading, ValueClaim):
            amount = reading.amount
            rows += () if amount.without else amount.tasks
            if not amount.tasks:
                figure = amount.figure
                day = parse_date(amount.scope.key) if amount.scope.kind == "day" else None
        elif isinstance(reading, SuperlativeClaim) and reading.scope.kind == "day":
            rows += reading.subject
    other = day if day != facts.today else None
    return [facts.by_id[one] for one in rows if one in facts.by_id], figure, other


def _judge(near: Near) -> Claim:
    candidate, facts, sentence = near.candidate, near.facts, near.context.scan.sentence
    first, last = near.tokens[near.place].begin, near.tokens[near.end - 1].end
    printed = sentence.text[first:last]
    verdict, reading = _decide(near, is_live=any(one < last and first < two for one, two in sentence.live))
    why = truth = ""
    if verdict == "refuted" and reading is not None:
        named_alike = rivals(reading, candidate.readings)
        why, truth = explain_all([reading, *named_alike], facts, printed, near.number)
    rows = tuple(row.id for row in candidate.rows)
    verdict = "off" if sentence.off else verdict
    return Claim(candidate.kind, verdict, printed, sentence, first, last, reading, why, truth, rows)


def _of_span(candidate: Candidate, context: Context) -> tuple[list[ClaimReading], bool]:
    """Return what is said of the day as said of the days that its sentence names, and whether it may be of others.

    `April has 72 hours so far` is of a month, `In recent weeks there were 72 hours` of days that are not known.
    """
    facts, readings = context.facts, candidate.readings if candidate.kind in ("value", "count") else ()
    own = [one for one in readings if isinstance(one, ValueClaim) and one.amount == facts.own(one.amount.figure)]
    scopes, said, is_sure = context.days_among
    spanning: list[ClaimReading] = [
        replace(one, amount=facts.of(one.amount.figure, scope)) for one in own for scope in scopes if said
    ]
    return spanning, bool(own) and not is_sure


def _decide(near: Near, *, is_live: bool) -> tuple[Verdict, ClaimReading | None]:
    """Return the verdict on a claim, and the reading that it is about.

    One reading that holds confirms it. It is refuted only where all contradict it, and all that the number may be
    of besides. What a live figure has filled in is right by itself.
    """
    candidate, readings, facts = near.candidate, near.readings, near.facts
    if not readings and not candidate.spanning:
        return "undecided", None
    found = [holds(one, facts) for one in readings]
    if True in found:
        is_denied = near.context.denied or of_other_rows(near) or is_never_held(near)
        return ("undecided" if is_denied else "confirmed"), readings[found.index(True)]
    is_wrong = candidate.strict and (False in found or not readings) and not is_live
    spanning, is_open = (candidate.spanning, candidate.is_of_others) if is_wrong else ([], False)
    for one in spanning:
        if holds(one, facts):
            return "confirmed", one
    is_open = is_open or not is_wrong or any(holds(one, facts) for one in candidate.far)
    if is_open or any(may_be_other(near) for may_be_other in _DOUBTS):
        return "undecided", readings[0] if readings else None
    wrong = [one for one in (*readings, *spanning) if holds(one, facts) is False]
    # What is said of the tasks that a phrase names comes before what may be said of the day.
    of_tasks = [one for one in wrong if any(amount.tasks for amount in amounts(one))] if candidate.rows else []
    return "refuted", min(of_tasks or wrong, key=lambda one: distance(one, facts))
