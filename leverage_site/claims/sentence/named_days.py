"""The days and periods that a sentence names: `April 7`, `on Monday`, `yesterday`, `of the week`."""

import datetime as dt
from functools import cached_property

from leverage_site.claims.sentence.phrases import Phrases
from leverage_site.claims.text.tokens import Token
from leverage_site.dates import FIRST_YEAR, LAST_YEAR, month_of, parse_date, parse_period, week_of, year_of
from leverage_site.stats.as_of import ALL, Scope

_WEEK = 7
# As many days as records can be apart: of more, the first would lie before all dates.
_MOST_DAYS = (dt.date(LAST_YEAR + 1, 1, 1) - dt.date(FIRST_YEAR, 1, 1)).days
# Words between `in` or `for` and a number of days.
_BACKWARD = frozenset(("the", "last", "past", "these", "previous"))
_TO_SPANS = _BACKWARD | {"in", "for", "of", "over"}
# Words that say that days are some of all.
_OF_SPANS = frozenset((
    "since", "week", "weeks", "month", "months", "year", "years", "fortnight", "decade", "spring", "summer",
    "autumn", "winter", "recent", "recently", "lately"
))  # fmt: skip


class DayPhrases(Phrases):
    """A sentence that may name days other than its own, or some of them."""

    @cached_property
    def days(self) -> list[tuple[int, int, dt.date]]:
        """The days that the sentence names, each with the first and behind the last of its tokens."""
        found = []
        for place, token in enumerate(self.tokens):
            if token.kind == "month":
                found.append(self.date_at(place))
            elif day := self._day_of(place):
                found.append((place, place + 1, day))
        return [one for one in found if one]

    def _day_of(self, place: int) -> dt.date | None:
        """Return the day that a single word stands for, None where that is open.

        Of the week it is the last such day, which may be none but today; `yesterday` needs tasks of that day.
        """
        token, today, previous = self.tokens[place], self.facts.today, self.facts.known.previous
        if token.kind == "date":
            return parse_date(token.value)
        if token.kind == "weekday":
            has_date = any(one.kind in ("month", "date") for one in self.tokens[max(0, place - 3) : place + 4])
            is_open = has_date or int(token.value) == today.weekday()
            return None if is_open else weekday_before(int(token.value), today)
        if token.kind != "day" or token.value == "earlier":
            return None
        if token.value == "today":
            return today
        yesterday = today - dt.timedelta(days=1)
        return yesterday if previous and previous.date == yesterday else None

    def date_at(self, place: int) -> tuple[int, int, dt.date] | None:
        """Return the date whose month stands at `place`, in the latest year that is not after today's."""
        tokens, month = self.tokens, int(self.tokens[place].value)
        begin, end, number = place, place + 1, None
        if end < len(tokens) and self._is_numeral(end) and (number := _day_number(tokens[end])) is not None:
            end += 1
        elif place and self._is_numeral(place - 1) and (number := _day_number(tokens[place - 1])) is not None:
            begin = place - 1
        elif place > 1 and tokens[place - 1].value == "of":
            number, begin = _day_number(tokens[place - 2]), place - 2
        if number is None:
            return None
        year = None
        behind = end + 1 if end < len(tokens) and tokens[end].value == "," else end
        if behind < len(tokens) and (year := _year(tokens[behind])) is not None:
            end = behind + 1
        day = latest(month, number, self.facts.today, year)
        return (begin, end, day) if day else None

    def _is_numeral(self, place: int) -> bool:
        """Whether a token is in digits: `7` or `7th`, not `second`."""
        return self.words[place][:1].isdigit()

    @cached_property
    def leading(self) -> dt.date | None:
        """The other day with which the sentence begins: `Monday: …`, `On 7 April …`."""
        first = self.others[0] if self.others else None
        if first is None or first[0] > 1:
            return None
        return first[2] if first[0] == 0 or self.tokens[0].value in ("on", "-", "at") else None

    @cached_property
    def leading_other(self) -> dt.date | None:
        """The other day against which the sentence is held: `Compared with 7 April, …`."""
        first = self.others[0] if self.others else None
        if first is None or not 1 <= first[0] <= 2:
            return None
        return first[2] if self.words[0] in ("compared", "against", "unlike", "after", "next") else None

    @cached_property
    def others(self) -> list[tuple[int, int, dt.date]]:
        """The other days that it names."""
        return [one for one in self.days if one[2] != self.facts.today]

    def scope_at(self, place: int) -> Scope | None:
        """Return the days that a scope phrase stands for."""
        today = self.facts.today
        match self.tokens[place].value:
            case "week":
                return Scope("week", week_of(today).key)
            case "last week":
                return Scope("week", week_of(today - dt.timedelta(days=_WEEK)).key)
            case "month":
                return Scope("month", month_of(today).key)
            case "year":
                return Scope("year", year_of(today).key)
            case "all" if self.words[place - 1 : place + 1] != ["and", "yet"]:
                return ALL
            case "day" if self.word(place) == "of all" and self.words[place + 2 : place + 3] == ["days"]:
                return ALL  # `of all five days`
        return None

    def period_in(self, begin: int = 0, end: int | None = None) -> Scope | None:
        """Return the first week, month or the like that a stretch names, None where it speaks of the day alone."""
        places = range(len(self.tokens))[begin:end]
        scopes = (self.scope_at(one) for one in places if self.tokens[one].kind == "scope")
        return next((scope for scope in scopes if scope is not None), None)

    def span_at(self, place: int) -> tuple[list[Scope], int] | None:
        """Return the days that a phrase at `place` may mean, `of the week`, `in ten days`, and where it ends."""
        token = self.tokens[place]
        if token.kind == "month" and (scope := self.month_at(place)):
            return [scope], place + 1
        if token.kind == "scope" and (scope := self.scope_at(place)):
            return [scope], place + 1
        if token.value in ("in", "for"):
            return self._last_days(place)
        return self._since(place) if token.value == "since" else None

    @cached_property
    def days_among(self) -> tuple[list[Scope], range, bool]:
        """The days that the sentence may speak of, the tokens that say so, and whether it is surely one of them.

        They are all days where nothing says which, and not sure where something says so that is not understood.
        """
        # `Of the week` comes before all that `in` and `for` may mean, and these before `so far`.
        scopes_first = [2 if one.value == "all" else one.kind != "scope" for one in self.tokens]
        places = sorted(range(len(self.tokens)), key=scopes_first.__getitem__)
        spans = ((place, self.span_at(place)) for place in places)
        place, (scopes, end) = next(((place, span) for place, span in spans if span), (0, ([ALL], 0)))
        of_days = [range(first, behind) for first, behind, _ in self.days]
        is_open = any(
            self._may_begin_span(one)
            for one in places
            if not any(one in span for span in (range(place, end), *of_days))
        )
        return scopes, range(place, end), not is_open

    def _may_begin_span(self, place: int) -> bool:
        """Whether a word says that days are some of all: `lately`, `in two months`, `in 2026`."""
        token, before = self.tokens[place], self.words[max(0, place - 1) : place]
        if token.number is None:
            return self.words[place] in _OF_SPANS or token.kind == "month"
        return bool(self.counts_days(place) or _year(token)) and not _TO_SPANS.isdisjoint(before)

    def counts_days(self, place: int) -> bool:
        """Return whether a number is one of days or weeks."""
        number = self.tokens[place].number
        return number is not None and (number.unit == "w" or self.words[place + 1 : place + 2] == ["days"])

    def _last_days(self, place: int) -> tuple[list[Scope], int] | None:
        """Read `in over a week`, `in ten days`, `in the last two weeks` behind the preposition at `place`."""
        tokens = self.tokens
        text = " ".join(self.words[place + 1 : place + 4])
        if "week" in text.split() or any(token.value == "week" for token in tokens[place + 1 : place + 4]):
            more = "over" in text or "more" in text
            return [Scope("days", str(_WEEK + more))], min(len(tokens), place + 4)
        begin = place + 1
        while begin < len(tokens) and self.words[begin] in _BACKWARD:
            begin += 1
        for one in range(begin, min(len(tokens), begin + 2)):
            number = tokens[one].number
            is_days = self.words[one + 1 : one + 2] in (["days"], ["day"])
            if number is not None and (is_days or number.unit == "w"):
                count = min(number.value * (1 if is_days else _WEEK), _MOST_DAYS)
                return [Scope("days", str(int(count) + (number.hedge == "over")))], one + 1 + is_days
        return None

    def _since(self, place: int) -> tuple[list[Scope], int] | None:
        """Read the day, or the month, behind `since` at `place`: with it, or from behind it on."""
        today, behind = self.facts.today, place + 1
        for begin, end, day in self.days:
            if begin == behind and day < today:
                return [Scope("after", day.isoformat()), Scope("since", day.isoformat())], end
        token = self.tokens[behind] if behind < len(self.tokens) else None
        if token is not None and token.kind == "weekday":
            day = weekday_before(int(token.value), today)
            return [Scope("after", day.isoformat()), Scope("since", day.isoformat())], behind + 1
        if token is not None and token.kind == "month" and (month := self.month_at(behind)):
            period = parse_period("month", month.key)
            assert period is not None  # noqa: S101 (made so)
            first, last = period.first.isoformat(), period.last.isoformat()
            return [Scope("since", first), Scope("after", last)], behind + 1
        return None

    def month_at(self, place: int) -> Scope | None:
        """Return the month that is named without a day: `of April`."""
        if self.date_at(place) is not None or self.words[place] == "may":
            return None
        day = latest(int(self.tokens[place].value), 1, self.facts.today)
        return Scope("month", month_of(day).key) if day else None


def _day_number(token: Token) -> int | None:
    if token.kind == "ordinal":
        return int(token.value) if token.value.isdigit() else None
    number = token.number
    if number is None or number.unit or number.words or number.hedge or not number.value.is_integer():
        return None
    return int(number.value) if 1 <= number.value <= 31 else None


def _year(token: Token) -> int | None:
    number = token.number
    if number is None or number.unit or not number.value.is_integer() or not 1970 <= number.value < 2200:
        return None
    return int(number.value)


def latest(month: int, number: int, today: dt.date, year: int | None = None) -> dt.date | None:
    """Return the latest day of this month and number up to today, or that of a year."""
    for one in (year,) if year else (today.year, today.year - 1):
        try:
            day = dt.date(one, month, number)
        except ValueError:
            continue
        if year or day <= today:
            return day
    return None


def weekday_before(weekday: int, today: dt.date) -> dt.date:
    """Return the last such day of the week before today."""
    return today - dt.timedelta(days=(today.weekday() - weekday - 1) % _WEEK + 1)
