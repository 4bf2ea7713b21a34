"""Times beside words of a task that are not of work on it: how long a thing ran, was down or waited."""

from leverage_site.claims.recognisers.plain import DOING
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.heads import head_of
from leverage_site.claims.sentence.subjects import named_stretch
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.vocabulary import GENERIC

# Words behind a time that say when something else happened, or of what age or length a thing is.
_WHEN = frozenset(
    ("during", "before", "until", "since", "late", "long", "old", "earlier", "later", "away", "down")
)
# What ran so long is a task.
_SESSIONS = frozenset(("session", "sessions", "task", "tasks", "day"))
# Verbs of things, which are too plain to be strange, behind `to`; and those of work, or no verbs.
_OF_THINGS = frozenset(
    ("start", "run", "appear", "come", "open", "load", "show", "return", "respond", "stop", "fill", "go", "count")
)
_OF_WORK = DOING | {"the", "a", "an", "do", "make", "be", "get", "its", "each", "it"}
# Words before `for` or `after` a time in which a thing was so.
_STATES = frozenset(
    (
        "down", "up", "over", "out", "offline", "online", "live", "back", "run", "runs", "running", "ran", "away",
        "off", "gone"
    )
)  # fmt: skip
_BEING = frozenset(("is", "are", "was", "were", "stays", "stayed"))
_AFTER = _STATES | {"and", ","}
_SAYING = frozenset(
    ("says", "say", "said", "states", "reads", "mentions", "allows", "waits", "waited", "lasted", "lasts", "needs")
)
# So many tokens open a sentence: `of the`.
_OPENING = 2
_ARTICLES = frozenset(("the", "a", "an", "our", "my", "its", "pure", "more"))


def is_aside(context: Context, place: int, number: WrittenNumber) -> bool:
    """Whether a time is said to be of something else than work: `25 minutes to warm up`, `down for 4 minutes`."""
    words, behind = context.words, context.tokens[place + 1 : place + 3]
    # `10 minutes of Claude time`.
    has_mark = len(behind) > 1 and behind[0].value == "of" and behind[1].kind == "mark"
    if number.unit not in ("h", "m") or number.figure or has_mark:
        return False
    is_of_thing = _says_what_for(context, place + 1) or _says_what_was(context, place)
    # `Of the 35 minutes for both, 15 went into the export`, `went from 12 to 4 minutes`.
    is_whole = place <= _OPENING and words[0] == "of"
    is_end = words[max(0, place - 1) : place] == ["to"] and "from" in words[:place]
    # `It was 8 hours, I put down 6`: another time is what is recorded.
    rest = " ".join(words[place + 1 :])
    is_revised = "put down" in rest or "wrote down" in rest
    return is_of_thing or is_whole or is_end or is_revised or _is_one_of_many(context, place)


def _says_what_for(context: Context, place: int) -> bool:
    """Whether words from a place on say what a time went into that is no task: `of downtime`, `in CI`."""
    word, behind = " ".join(context.words[place : place + 1]), place + 1
    if word in _WHEN:
        return word != "long" or _SESSIONS.isdisjoint(context.words)
    if behind >= len(context.tokens):
        return False
    if word == "to":
        is_verb = context.words[behind] not in _OF_WORK and context.tokens[behind].kind != "number"
        return is_verb and (context.words[behind] in _OF_THINGS or _is_strange(context, behind))
    if word == "for":
        end = context.right(place)
        return not context.named(behind, end).scored and context.strangers(behind, end) > 0
    if word == "of":
        # One noun of a title is all that is said in `47 minutes of outage`, and not in `of refactoring`.
        is_last = behind + 1 == len(context.tokens) or context.tokens[behind + 1].kind == "sign"
        if is_last and context.tells(behind) and not context.words[behind].endswith("ing"):
            return True
    if word in ("of", "in", "on", "at", "after"):
        behind += context.words[behind] in _ARTICLES
        is_month = word != "on" and behind < len(context.tokens) and context.tokens[behind].kind == "month"
        return is_month or _is_strange(context, behind)
    return False


def _is_strange(context: Context, place: int) -> bool:
    """Whether a word is neither of figures nor of a title."""
    if place >= len(context.tokens) or context.tokens[place].kind != "word" or context.tells(place):
        return False
    word = context.tokens[place].value
    return word not in GENERIC and word != context.facts.assistant.lower()


def _says_what_was(context: Context, place: int) -> bool:
    """Whether a time is one for which, or after which, a thing was so: `ran for`, `was up after`, `says`."""
    before, verb = context.words[max(0, place - 1) : place], context.words[max(0, place - 2) : place - 1]
    is_built = before == ["in"] and context.words[max(0, place - 3) : place - 2] in (["is"], ["are"])
    if is_built or (before and before[0] in _SAYING):
        return True
    if before == ["after"]:
        is_changed = place > 1 and context.tokens[place - 2].kind == "compare"
        return is_changed or not _AFTER.isdisjoint(verb)
    if before != ["for"] or not verb:
        return False
    if verb[0] in ("ran", "run", "running"):
        return bool(context.named(0, place).scored) and _SESSIONS.isdisjoint(context.words)
    is_on = verb == ["on"] and not _BEING.isdisjoint(context.words[max(0, place - 3) : place - 2])
    return is_on or verb[0] in _STATES or _is_strange(context, place - 2)


def _is_one_of_many(context: Context, place: int) -> bool:
    """Whether the words of a title have a number, and so mean no task: `the second load test`, `three uploads`."""
    if any(token.kind in ("sum", "each") for token in context.tokens):
        return False
    if (head := head_of(context, place)) is not None and head.is_sure:
        return False
    begin, end = named_stretch(context, place)
    told = next((one for one in range(begin, end) if context.tells(one)), 0)
    before = context.tokens[told - 1] if told else None
    if before is None:
        return False
    is_count = before.number is not None and not before.number.unit
    is_any = before.value in ("a", "an") and context.words[place - 1] == "of"
    return is_any or ((is_count or before.kind == "ordinal") and not context.tells(told - 1))
