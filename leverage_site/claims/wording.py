"""The words for numbers, ranks and scopes: what is read as a claim, what is printed, and what would be true.

Whoever recognises, corrects or writes such words takes them from here, so that the program understands what it
says. To teach it a phrase, add it to the table that has its meaning.
"""

from collections.abc import Mapping
from datetime import date

from leverage_site.dates import MONTHS, parse_date, parse_period, period_title
from leverage_site.stats.as_of import Rank, Scope

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
_LAST_WORD = 999


def number_in_words(number: int) -> str:
    """Return a whole number up to 999 in words, `one hundred and five`; others in digits, `1,234`."""
    if not 0 <= number <= _LAST_WORD:
        return f"{number:,}"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = _ONES[rest] if rest < len(_ONES) else "-".join([_TENS[tens - 2], *([_ONES[ones]] if ones else [])])
    if not hundreds:
        return words
    return f"{_ONES[hundreds]} hundred and {words}" if rest else f"{_ONES[hundreds]} hundred"


def ordinal(number: int) -> str:
    """Return `first` to `twelfth`, then `13th`, `21st`."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


# Each number that is read as a word, in lower case.
NUMBERS: Mapping[str, int] = {
    **{number_in_words(number): number for number in range(100)},
    **{f"{_TENS[n // 10]} {_ONES[n % 10]}": n + 20 for n in range(80) if n % 10},
    "a dozen": 12,
    "a hundred": 100,
    "one hundred": 100,
}
ORDINALS: Mapping[str, int] = {
    **{ordinal(number): number for number in range(1, 13)},
    **{f"{number}{end}": number for number in range(1, 100) for end in ("st", "nd", "rd", "th")},
}

# How each kind of scope is said by the program; `scope_in_words` fills in what its key says.
_SAID = {"week": "of the week", "month": "of the month", "year": "of the year", "all": "so far"}


def day_in_words(day: date, beside: date) -> str:
    """Return a day as prose says it: `April 7`, with its year where that is not the year of the day `beside`."""
    text = f"{MONTHS[day.month - 1]} {day.day}"
    return text if day.year == beside.year else f"{text}, {day.year}"


def scope_in_words(scope: Scope, today: date) -> str:
    """Return which days a rank is among: `of the week`, `so far`, `in 7 days`, `since April 2`.

    A period in which the day `today` does not lie has its title: `of Week 15, 2026`.
    """
    match scope.kind:
        case "days":
            return f"in {scope.key} days"
        case "since" | "after":
            day = parse_date(scope.key)
            return f"since {day_in_words(day, today) if day else scope.key}"
        case "project":
            return f"of {scope.key}"
        case "day":
            return "of the day"
        case "all":
            return _SAID["all"]
    period = parse_period(scope.kind, scope.key)
    if period is None or period.first <= today <= period.last:
        return _SAID[scope.kind]
    return f"of {period_title(period)}"


def place_in_words(place: int, scope: str, end: str = "highest", *, tied: bool = False) -> str:
    """Return `the highest of the week`, `the second highest of the week`, `tied for the highest of the week`."""
    words = f"the {end} {scope}" if place == 1 else f"the {ordinal(place)} {end} {scope}"
    return f"tied for {words}" if tied else words


def rank_in_words(rank: Rank, scope: Scope, today: date, end: str = "highest") -> str:
    """Return where a day stands among a scope, from its highest or lowest: `the second highest of the week`.

    Beyond the middle it is said from the other end, and of the only value `the only one of the week`.
    """
    said = scope_in_words(scope, today)
    if rank.of == 1:
        return f"the only one {said}"
    other = "lowest" if end == "highest" else "highest"
    place, behind = (rank.place(one) for one in (end, other))  # type: ignore[arg-type]
    if behind < place:
        place, end = behind, other
    return place_in_words(place, said, end, tied=rank.equal > 0)
