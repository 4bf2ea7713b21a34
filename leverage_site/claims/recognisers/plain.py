"""Sentences that say nothing but figures: of a single task, in any order of words, or of the day as a whole.

A number of such a sentence, wherever in it that stands, is wrong where nothing at all that is known has its value.
"""

from functools import cached_property

from leverage_site.claims.facts import KnownTask, stem, words_of
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.vocabulary import BACK, OPENERS

# Kinds of tokens by which a sentence speaks of several tasks, of a part of them, or of other days.
_OF_SEVERAL = frozenset(("rest", "without", "each", "compare"))
_PLURALS = frozenset((
    "both", "share", "shares", "together", "combined", "between", "than", "against", "times", "twice", "double",
    "per"
))  # fmt: skip
# Words of whom a time is that no record has.
_PERSONS = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours"))
_RECORDED = frozenset(("human_hours", "supervision_minutes"))
# Words that say of a task no more than that it was done.
DOING = frozenset((
    "fix", "fixed", "fixing", "mend", "mended", "mending", "solve", "solved", "write", "wrote", "written", "build",
    "built", "finish", "finished", "finishing", "renew", "renewed", "repair", "repaired", "ship", "shipped",
    "complete", "completed", "completing", "wrap", "wrapped", "implement", "implemented"
))  # fmt: skip
# Words before a time that make it one in which something else happened, and those that make it the task's.
_PART_WAY = frozenset(
    ("after", "within", "every", "until", "before", "first", "last", "next", "another", "in the")
)
_DONE = frozenset(("done", "finished", "ready", "live", "complete", "completed", "through", "over", "up", "built"))
# Words between a day and a number that is the day's.
_OF_DAY = frozenset((
    "of", "with", "to", "at", "in", "and", ",", "has", "had", "holds", "held", "makes", "made", "is", "was", "for",
    ":", "stands", "worked", "ran", "by", "-", "on", "brings", "brought"
))  # fmt: skip
_WHOLE = frozenset(("in total", "total", "in all", "altogether", "all told", "all in all", "in sum", "overall"))
_TIMELESS = frozenset(("has", "is", "means", "counts"))
# Words around a factor that is one of ours, which is greater than what other things are multiplied by.
_BEFORE = frozenset(
    ("at", "(", ",", "to", "of", "with", "reached", "stands", "came", "reaches", "hit", "is", "was")
)
_BEHIND = frozenset(("and", "or", "but", "which", "is", "was", "for", "in", "on", "the"))
_GREAT = 5
# So many words that are neither of figures nor of a title tell a story beside a figure, not another one.
_STRANGE = 2
# One word tells which task is meant where it is a noun of its own; of two, each helps the other.
_SURE = 2


class PlainStatement:
    """What a sentence of figures alone is about, worked out where a number asks for it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @cached_property
    def task(self) -> KnownTask | None:
        """The one task that words of the sentence name; all others but `unknown` ones are those of figures."""
        context = self._context
        if not self._is_plain or not context.facts.is_of_day:
            return None
        named = context.named(0, len(context.tokens))
        if not named.clear or self._has_plural:
            return None
        best = named.best[0]
        told = [place for place in range(len(context.tokens)) if context.tells(place)]
        stems = {stem(word) for place in told for word in words_of(context.words[place])} & best.stems
        return best if len(stems) >= _SURE or self._is_noun(told) else None

    @cached_property
    def unknown(self) -> int:
        """How many words are neither of figures nor of that task, nor say that it was done."""
        context, own = self._context, self.task.stems if self.task else frozenset[str]()
        return sum(
            stem(word) not in own and word not in DOING and word != context.facts.assistant.lower()
            for token in context.tokens
            if token.kind == "word"
            for word in words_of(token.value)
        )

    @cached_property
    def is_of_day(self) -> bool:
        """Whether it is about the day as a whole, and names it."""
        context = self._context
        if not self._is_plain or context.memory.day is not None or context.strangers() or self._has_plural:
            return False
        if context.words[0] in ("a", "any", "every", "one") and not _TIMELESS.isdisjoint(context.words):
            return False
        return any(
            (token.kind == "day" and token.value == "today")
            or (token.kind == "scope" and token.value == "day" and context.words[place] != "of all")
            or (token.kind == "word" and token.value in ("day", "today"))
            or context.words[place] in _WHOLE
            for place, token in enumerate(context.tokens)
        )

    @cached_property
    def _is_plain(self) -> bool:
        context, words, tokens = self._context, self._context.words, self._context.tokens
        # `It` may stand for what follows: `It took Claude 20 minutes to renew the certificates`.
        opens_idly = (
            words[:2] == ["it", "took"] and "to" in words and sum(one.value in BACK for one in tokens) == 1
        )
        # A person spends other times than those of estimates and supervision.
        marks = {token.value for token in tokens if token.kind == "mark"}
        is_of_persons = not _PERSONS.isdisjoint(words) and marks.isdisjoint(_RECORDED)
        if context.guarded or context.others or is_of_persons or (context.looks_back and not opens_idly):
            return False
        return not any(
            (token.kind == "scope" and token.value != "day")
            or (token.kind in _OF_SEVERAL and not self._is_place(place))
            for place, token in enumerate(tokens)
        )

    @cached_property
    def _has_plural(self) -> bool:
        """Whether several tasks are spoken of, but for the number of all of them."""
        context = self._context
        total = context.facts.value(context.facts.own("tasks"))
        numbers = (token.number for token in context.tokens)
        return not _PLURALS.isdisjoint(context.words) or any(
            number.unit == "n" and number.value not in (1, total) for number in numbers if number
        )

    def _is_place(self, place: int) -> bool:
        """Whether a word of comparison is none: `wrapped up`, `was over`."""
        beside = self._context.tokens[place + 1 : place + 2]
        return self._context.words[place] in ("up", "down", "over") and not (beside and beside[0].number)

    def _is_noun(self, told: list[int]) -> bool:
        words = self._context.words
        return (
            len(told) == 1
            and not words[told[0]].endswith("ing")
            and (told[0] == 0 or words[told[0] - 1] in OPENERS)
        )

    def binds(self, place: int, number: WrittenNumber, *, is_beside: bool) -> bool:
        """Whether a number of the sentence, `beside` the name of a task, is a figure of its subject alone."""
        words = self._context.words
        if number.hedge in ("over", "under") or number.unit not in ("x", "h", "m", "w"):
            return False
        if number.unit != "x" and self._is_part_way(place):
            return False
        behind = words[place + 1] if place + 1 < len(words) else ""
        if behind in ("a", "an", "each", "apiece", "ago", "into", "as", "*", "×", "="):
            return False
        if self.task is not None:
            return self.unknown <= (_STRANGE if is_beside and self._is_told(place, number) else 0)
        return self.is_of_day and (place == 0 or words[place - 1] in _OF_DAY | _WHOLE)

    def is_bare(self, place: int) -> bool:
        """Whether a number is of its subject and of nothing else that is known: `a day of nearly 60x`."""
        words = self._context.words
        if words[max(0, place - 2) : place] == ["day", "of"]:
            return self.task is None and self.is_of_day
        return self._is_list

    @cached_property
    def _is_list(self) -> bool:
        """Whether its task and a colon come first, and nothing but figures behind: `Parser: 8h, 48x`."""
        context = self._context
        colon = next((place for place, word in enumerate(context.words) if word in (":", "—", "–")), 0)
        if not colon or self.task is None or any(map(context.is_figure, range(colon))):
            return False
        return not any(context.tells(place) for place in range(colon, len(context.tokens)))

    def _is_told(self, place: int, number: WrittenNumber) -> bool:
        """Whether a number is a figure by its own words: `minutes of supervision`, `(30x)`, `at 30x`."""
        if number.unit != "x":
            return number.figure != ""
        words = self._context.words
        behind = self._context.tokens[place + 1 : place + 2]
        is_alone = not behind or behind[0].kind in ("sign", "label") or behind[0].value in _BEHIND
        is_great = number.value >= _GREAT or number.step < 1
        return is_great and is_alone and (place == 0 or words[place - 1] in _BEFORE)

    def _is_part_way(self, place: int) -> bool:
        words = self._context.words
        before = words[place - 1] if place else ""
        if before in ("the", "a", "just", "only"):
            before = words[place - 2] if place > 1 else ""
        is_done = before == "after" and not _DONE.isdisjoint(words[max(0, place - 3) : place])
        return before in _PART_WAY and not is_done
