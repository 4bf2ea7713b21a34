"""Numbers of something else than work, which no record tells: counts and rates of things, ratios, lists, events.

`1.1M refund ids` are no tokens, `1.9x last week's hours` is no leverage, `five items a minute` is no time of a
task, and an outage ran longer than the task that is named after it.
"""

import re
from itertools import combinations

from leverage_site.claims.facts import KnownTask, stem, words_of
from leverage_site.claims.gates.near import Near
from leverage_site.claims.sentence.subjects import named_stretch
from leverage_site.claims.text.vocabulary import GENERIC, LINKS, OPENERS

# Behind a number of thousands so many tokens may be the name of what is counted: `1.1M refund ids`.
_NOUN = 2
_PLAIN_THINGS = frozenset(
    ("entries", "items", "rows", "records", "lists", "tables", "numbers", "values", "charts")
)
_NO_NOUNS = GENERIC | LINKS | OPENERS
# What is said of each hour, each minute or each task.
_PER = re.compile(r"\w/(?:s|sec|second|min|minute|h|hr|hour|day|task|run|call|page)\b|\bper\s+[a-z]")
# What a ratio is of: `4x Friday's 20`, `7.5x the time of`, `1.5x its minutes`, `2x as many`.
_OF_RATIO = re.compile(
    r"\s*(?:as\s+(?:many|much|long|high)\b|(?:that|those)\s+of\b|more\b|less\b"
    r"|(?:the|its|their)\s+(?:[\w-]+'s\s+)?(?:\w+\s+)?(?:time|hours|minutes|tokens|supervision|estimate|length|cost)\b"
    r"|(?:the\s+)?(?:last\s+week|week\s+before|[\w-]+)'s\s+(?:~?[0-9]|(?:\w+\s+)?"
    r"(?:time|hours|minutes|tokens|supervision|estimate|length|cost)\b))"
)
_NUMERAL = r"(?:[0-9][0-9.,]*[kKM]?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|some|many)"
_ONE_TIME = r"(?:an?|one|1|each|every|half an?)\s+(?:single\s+)?(?:min|minute|hour|h)\b"
# A rate: what one minute or hour brings, of how many it is one, and how much is done in it.
_RATE = re.compile(
    rf"\b{_ONE_TIME}(?:\s+of\s+[a-z' ]{{2,25}}?)?\s*(?:\b(?:buys|bought|(?:is|was)\s+worth|equals?|yields|yielded"
    rf"|returns|returned|pays|paid|in\s+{_NUMERAL}\s*(?:of\b|[.,;]|$))|=|→|->)"
    rf"|\b{_NUMERAL}\s+[a-z]+\s+(?:an?|every)\s+(?:min|minute|hour|second)\b"
    r"|\bhours?\s+(?:an|every)\s+(?:hour|minute)\b"
)
# What ran by itself, on machines, or is said to be in no record.
_BY_ITSELF = re.compile(
    r"\b(?:on|across|over|with|by)\s+[0-9]+\s+(?:nodes?|machines?|cores?|servers?|hosts?|workers?|gpus?|cpus?|shards?"
    r"|threads?|vms?|pods?|processes|runners?)\b"
    r"|\bnone\s+of\s+(?:which|it|that|them)\s+counts?\b|\b(?:not|n't)\s+count(?:ed)?\b|\boutside\s+the\s+(?:log|record)"
)
# What a figure is said to have in it: other tasks than those that it names.
_INCLUDING = re.compile(r"\b(?:incl|including|included|inclusive)\b|(?<!not )\bcounting\b")
# Words before a bound that is to be reached, and those before a figure of the day beside one of its tasks.
_BOUND = re.compile(
    r"\b(?:to\s+(?:beat|reach|pass|top|exceed|match)|(?:bar|target|goal|line|mark)\s+(?:of|at))\s*(?:the\s+)?$"
)
_OF_THE_DAY = re.compile(r"\b(?:the\s+day's|today's|the\s+(?:day's\s+)?(?:overall|average|total|mean))\s*$")
# So many times in a row are a list, of which none is one of the three of a task.
_LIST = 4
_BETWEEN = frozenset((",", "and", "then", "/", ";", "or", "&"))
_DIFFERING = frozenset(("differ", "differs", "differed"))
# What happens by itself, and may last longer than the work on it.
_EVENTS = frozenset(
    map(
        stem,
        (
            "outage", "incident", "failure", "crash", "alert", "alarm", "cutover", "rollback", "rollout",
            "downtime", "window", "budget", "freeze", "blackout", "error", "maintenance", "fire", "flood",
            "storm", "strike", "meeting", "demo", "workshop", "interview", "call", "flight", "trial", "lecture",
        ),
    )
)  # fmt: skip
# Words of a title behind which it says what its subject is of or for.
_OF = frozenset(("for", "of", "in", "on", "to", "from", "with", "at", "after", "about", "by", "via", "into"))
_TIMES, _AMOUNTS = ("h", "m"), ("h", "m", "k", "n")


def is_unrecorded(near: Near) -> bool:
    """Whether a number is one of something that no record has."""
    is_number = near.number is not None and near.kind in ("value", "share", "each")
    return is_number and any(test(near) for test in _TESTS)


def is_never_held(near: Near) -> bool:
    """Whether a number counts things or stands in a rate, so that no figure that is like it is meant."""
    if near.number is None or near.kind != "value":
        return False
    return (near.number.value == 1 and _is_rate(near)) or _is_of_things(near)


def _is_named(near: Near) -> bool:
    """Whether the noun of a number says of which figure it is."""
    return near.number is not None and near.number.figure != ""


def _is_of_things(near: Near) -> bool:
    """Whether a number of thousands counts things: `1.1M refund ids`, `2k rps`, `40 batches of 28k`."""
    if near.unit != "k" or _is_named(near):
        return False
    place, tokens = near.place, near.tokens
    for at in range(place + 1, min(len(tokens), place + 1 + _NOUN)):
        token = tokens[at]
        if near.words[at] in _PLAIN_THINGS:
            return True
        if token.kind != "word" or token.value in _NO_NOUNS:
            break
        is_plural = token.value.endswith("s") and not token.value.endswith("ss")
        is_named = near.context.tells(at) and not is_plural
        if not is_named:
            return "tokens" not in near.words[at : at + _NOUN]
    before = tokens[max(0, place - 3) : place]
    is_each = [token.value for token in before[-1:]] == ["of"] and len(before) > 2
    return is_each and before[1].kind == "word" and before[0].number is not None and not before[0].number.unit


def _is_per(near: Near) -> bool:
    """Whether a number is one for each hour or task, by its sentence or, for the same unit, by the one before."""
    if near.unit != "k":
        return False
    last = near.context.memory.scan
    is_next = last is not None and any(one.number and one.number.unit == "k" for _, one in last.numbers)
    return _PER.search(f"{near.sentence} {near.last_sentence}" if is_next else near.sentence) is not None


def _is_ratio(near: Near) -> bool:
    """Whether a factor is a ratio of two amounts: `1.9x last week's hours`, `36h vs 50.5h: 0.7x`."""
    number = near.number
    if number is None or number.unit != "x":
        return False
    if _OF_RATIO.match(near.behind):
        return True
    amounts = [one.number for _, one in near.context.scan.numbers if one.number and one.number.unit in _AMOUNTS]
    pairs = [(one, other) for one, other in combinations(amounts, 2) if one.unit == other.unit]
    return any(
        one.value
        and other.value
        and (number.holds(one.value / other.value) or number.holds(other.value / one.value))
        for one, other in pairs
    )


def _is_sum(near: Near) -> bool:
    """Whether a number is the sum of those before or behind it: `A (8 h), B (2 h) and C (3 h) make 13 hours`."""
    number, before, behind = near.number, list[float](), list[float]()
    for at, token in near.context.scan.numbers:
        if token.number and token.number.unit == near.unit and at != near.place:
            (before if at < near.place else behind).append(token.number.value)
    return number is not None and any(len(some) > 1 and number.holds(sum(some)) for some in (before, behind))


def _is_rate(near: Near) -> bool:
    """Whether a time stands in a rate: `One minute buys two hours`, `five items a minute`."""
    return near.unit in (*_TIMES, "") and _RATE.search(near.sentence) is not None


def _is_apart(near: Near) -> bool:
    """Whether a number is a difference: `26 minutes apart`, `+59h`, `the bigger one, by 4 hours and 8 minutes`."""
    words, tokens, place = near.words, near.tokens, near.place
    if words[place + 1 : place + 2] == ["apart"]:
        return True
    before = tokens[place - 1] if place else None
    if before is not None and before.value in ("+", "−", "±") and before.end == tokens[place].begin:
        return True
    first = place
    while first > 1 and words[first - 1] in ("and", ",") and tokens[first - 2].number is not None:
        first -= 2
    is_by = words[max(0, first - 1) : first] == ["by"]
    is_compared = any(token.kind in ("compare", "end") for token in tokens[:first])
    return is_by and near.unit != "" and (is_compared or not _DIFFERING.isdisjoint(words[:first]))


def _is_one_of_list(near: Near) -> bool:
    """Whether a time is one of a list: `retries after 1m, 5m, 15m, 1h`, `after 1, 5 and 15 minutes`."""
    if near.unit not in _TIMES:
        return False
    run = [near.place]
    for step in (-1, 1):
        at = near.place + step
        while 0 <= at < len(near.tokens):
            other = near.tokens[at].number
            if other is not None and other.unit in (*_TIMES, ""):
                run.append(at)
            elif near.words[at] not in _BETWEEN:
                break
            at += step
    bare = sum(not (one := near.tokens[at].number) or not one.unit for at in run)
    return len(run) >= _LIST or (bare > 1 and max(run) == near.place)


def _is_of_event(near: Near) -> bool:
    """Whether a time is that of what a task is named after, or of what ran by itself."""
    if near.unit not in _TIMES or _is_named(near):
        return False
    if _BY_ITSELF.search(near.sentence):
        return True
    context = near.context
    begin, end = named_stretch(context, near.place)
    told = [stem(word) for at in range(begin, end) if context.tells(at) for word in words_of(near.words[at])]
    named = context.named(begin, end)
    if not told or not named.scored or told[-1] not in _EVENTS:
        return False
    return all(_noun_of_title(row) not in told for row in named.rows)


def _noun_of_title(row: KnownTask) -> str:
    """Return the stem of the noun of a title: the last one before what it is of or for."""
    words = row.task.task.lower().split()
    end = next((n for n, word in enumerate(words) if n and word in _OF), len(words))
    found = [stem(word) for word in words_of(" ".join(words[:end]))]
    return found[-1] if found else ""


def _is_of_more(near: Near) -> bool:
    """Whether a figure is said to have others in it: `Incl. the pool: 50.5h`."""
    return near.unit != "" and _INCLUDING.search(near.sentence) is not None


def _is_bound(near: Near) -> bool:
    """Whether a number is a bound, or a figure of the day that a task is held against: `above the day's 37.4x`."""
    if _BOUND.search(near.before):
        return True
    is_of_task = near.unit != "" and bool(near.context.named(0, near.place).scored)
    return is_of_task and _OF_THE_DAY.search(near.before) is not None


_TESTS = (
    _is_of_things,
    _is_per,
    _is_ratio,
    _is_sum,
    _is_rate,
    _is_apart,
    _is_one_of_list,
    _is_of_event,
    _is_of_more,
    _is_bound,
)
