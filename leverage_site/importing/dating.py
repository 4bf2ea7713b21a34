"""The day of a document: all places that state it must agree."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from leverage_site.dates import WEEKDAYS
from leverage_site.importing.formats.days import sole_day
from leverage_site.importing.formats.document import UNSEEN, Document, Said
from leverage_site.problems import Place, Problem, catalog

_A_DAY = dt.timedelta(1)

Answer = tuple[dt.date | None, list[Problem]]


def day(document: Document, given: dt.date | None, *, sure: bool) -> Answer:
    """The day of a document: as it is given, as the page says, as the name of its file says.

    `given` counts for all if it is `sure`, else where nothing else tells the day.
    """
    place = Place(document.source.path)
    named = sole_day(PurePosixPath(document.source.path).name)
    told = given if sure or not (document.days or named) else None
    if document.dated:
        return document.days[0], _others(place, document.days[0], [told])
    if told:
        return told, []
    found, problems = _said(document)
    if problems:
        return None, problems
    if found:
        others = _others(place, found.day, [*_odd_stamps(document.said, found), named])
        return found.day, [*others, *_odd_weekdays(document, found.day)]
    if best := named or given:
        return best, []
    hint = f"{catalog.NO_DAY.hint} Its text mentions {document.hinted}." if document.hinted else None
    return None, [catalog.NO_DAY.at(place, hint=hint)]


def _odd_stamps(said: Sequence[Said], found: Said) -> Iterator[dt.date]:
    """The days of publication that are worth a look: long after the day of the page, or before it.

    Metadata may be in the time of another part of the world than the words on the page, but not among themselves.
    """
    for stamp in said:
        difference = (stamp.day - found.day).days if stamp.weight == "stamp" else 0
        is_other_time = stamp.where in UNSEEN and found.where not in UNSEEN
        if difference > 1 or (difference and found.where in UNSEEN) or (difference < 0 and not is_other_time):
            yield stamp.day


def _odd_weekdays(document: Document, day: dt.date) -> Iterator[Problem]:
    """A warning where the page calls its day by the name of another."""
    for said in document.said:
        if said.day == day and said.weekday:
            place = document.source.find(said.weekday, said.line, said.line)
            yield catalog.DAYS_DISAGREE.at(place, day=f"{day}, a {WEEKDAYS[day.weekday()]}", other=said.weekday)
            return


def _said(document: Document) -> tuple[Said | None, list[Problem]]:
    """What tells the day of a page, or the problem of two that do not agree.

    A page may be published later than its day, or at once where it is another day, but not days before it.
    """
    by_weight = {
        weight: [said for said in document.said if said.weight == weight]
        for weight in ("statement", "stamp", "hint")
    }
    best: Sequence[Said] = next((found for found in by_weight.values() if found), ())
    if not best:
        return None, []
    first = best[0]
    others = [said for said in best[1:] if said.day != first.day]
    if first.weight == "stamp":
        others = [said for said in others if abs(said.day - first.day) > _A_DAY]
    if first.weight == "statement":
        others += [said for said in by_weight["stamp"] if first.day - said.day > _A_DAY]
    if others and first.weight == "hint":
        return None, []
    return (None, [_disagreement(document, first, others[0])]) if others else (first, [])


def _disagreement(document: Document, one: Said, other: Said) -> Problem:
    place = document.source.place(max(one.line, other.line))
    return catalog.TWO_DAYS.at(place, one=_told(one), other=_told(other))


def _told(said: Said) -> str:
    return f"{said.day} ({said.where}, line {said.line})"


def _others(place: Place, day: dt.date, signs: Sequence[dt.date | None]) -> list[Problem]:
    others = [sign for sign in signs if sign not in (None, day)]
    return [catalog.DAYS_DISAGREE.at(place, day=day, other=other) for other in others[:1]]
