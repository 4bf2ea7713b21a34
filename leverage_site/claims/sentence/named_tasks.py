"""The tasks of the day that a phrase names by words of their titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from leverage_site.claims.facts import KnownTask, pairs_of, stem, words_of
from leverage_site.claims.sentence.phrases import Phrases
from leverage_site.claims.text.tokens import Token
from leverage_site.claims.text.vocabulary import GENERIC, LINKS, OPENERS, TURNS

# A title is named where the words of a phrase that it has weigh so much, and those of the next one so much less.
_NAMED = 0.9
_FAINT = 0.2
_CLEAR = 0.67
# Phrases that never name a task.
_NAMELESS = frozenset(("sum", "end", "top", "longest", "compare", "scope", "each", "rest", "without", "hedge",
                       "day",
                       "guard", "weekday", "sign", "month"))  # fmt: skip
# Words that join the members of an enumeration, and those that are no name in one.
_JOINING = frozenset(("and", "&", "plus", "+"))
_SMALL = LINKS | OPENERS | frozenset(("then", "together", "all", "here"))
_NOUNS = frozenset(("word", "guard", "mark"))


@dataclass(frozen=True, slots=True)
class Named:
    """The tasks that a phrase may name, the best first; `clear` where it names one of them beyond doubt.

    `unknown` counts its words that the best one has not.
    """

    scored: Sequence[tuple[float, KnownTask]] = ()
    unknown: int = 0
    clear: bool = False

    @property
    def rows(self) -> tuple[KnownTask, ...]:
        """All tasks that share a word with the phrase that is not in most titles."""
        least = _FAINT * self.scored[0][0] if self.scored else 0
        return tuple([row for score, row in self.scored if score >= least])

    @property
    def near(self) -> tuple[KnownTask, ...]:
        """The tasks that it names nearly as well as the best."""
        return tuple([row for score, row in self.scored if score > _CLEAR * self.scored[0][0]])

    @property
    def is_group(self) -> bool:
        """Whether it names several tasks alike, and no other nearly as well."""
        count = len(self.best)
        return count > 1 and (count == len(self.scored) or self.scored[count][0] <= _CLEAR * self.scored[0][0])

    @property
    def best(self) -> tuple[KnownTask, ...]:
        """The tasks that share the most with it."""
        return tuple([row for score, row in self.scored if score >= self.scored[0][0] - 1e-9])


class TaskPhrases(Phrases):
    """A sentence that may name tasks of the day."""

    @cached_property
    def _named(self) -> dict[tuple[int, int], Named]:
        """What stretches name that were asked for; few sentences are asked."""
        return {}

    def named(self, begin: int, end: int) -> Named:
        """Return the tasks that the tokens from `begin` to before `end` may name."""
        if begin >= end:
            return Named()
        # Recognisers and gates ask for the same stretches: of three answers two are known (12 % of all CPU).
        if (begin, end) not in self._named:
            self._named[begin, end] = self._find_named(begin, end)
        return self._named[begin, end]

    def _find_named(self, begin: int, end: int) -> Named:
        text = self.scan.sentence.text
        words = [text[one.begin : one.end] for one in self.tokens[begin:end] if _may_name(one)]
        said = " ".join(words)
        stems = [stem(word) for word in dict.fromkeys(words_of(said))]
        stems += [pair for pair in pairs_of(said) if pair in self.facts.weights]
        scored = self.facts.matches(stems)
        if (exact := self._exact(begin, end, scored)) is not None:
            return Named([exact], 0, clear=True)
        own = scored[0][1].stems if scored else frozenset[str]()
        told = [word for word in words_of(said) if stem(word) in own]
        is_name = len(told) > 1 or len(stems) > 1 or not (told and told[0].endswith("ing"))
        # The best one has enough of the words, and the next one far fewer.
        is_clear = (
            bool(scored) and scored[0][0] >= _NAMED and all(one <= _CLEAR * scored[0][0] for one, _ in scored[1:2])
        )
        return Named(scored, sum(one not in own and one.isalpha() for one in stems), is_name and is_clear)

    def _exact(
        self, begin: int, end: int, scored: Sequence[tuple[float, KnownTask]]
    ) -> tuple[float, KnownTask] | None:
        """Return the task whose whole title a stretch says, where others share some of its words."""
        if len(scored) <= 1:
            return None
        places = [one for one in range(begin, end) if _may_name(self.tokens[one]) or self._is_number_word(one)]
        told = [one for one in places if words_of(self.words[one]) and self.words[one] not in _SMALL]
        said = tuple(stem(word) for one in told for word in words_of(self.words[one]))
        is_parted = bool(told) and any(self.is_and(one) for one in range(told[0], told[-1]))
        found = [one for one in scored if not is_parted and self.facts.titles.get(one[1].id) == said]
        return found[0] if len(found) == 1 else None

    def _is_number_word(self, place: int) -> bool:
        """Whether a token is a number in words that a title has: `Chapter five`."""
        number = self.tokens[place].number
        is_word = number is not None and number.words and not number.unit
        return is_word and stem(self.words[place]) in self.facts.weights

    def named_one(self, begin: int, end: int) -> Named:
        """Return what a stretch names, or else the only task whose title begins with its words."""
        named = self.named(begin, end)
        if named.clear or not named.scored:
            return named
        said = [stem(word) for word in words_of(" ".join(self.words[begin:end]))]
        opening = [one for one in named.scored if len(said) > 1 and one[1].opening[: len(said)] == tuple(said)]
        return Named(opening, 0, clear=True) if len(opening) == 1 else named

    def parts(self, begin: int, end: int) -> Iterator[Named]:
        """Yield what each part of an enumeration names: `the A, the B and the C`."""
        for is_and, group in groupby(range(begin, end), self.is_and):
            places = list(group)
            if not is_and and (found := self.named(places[0], places[-1] + 1)).scored:
                yield found

    def joins_unknown(self, begin: int, end: int) -> bool:
        """Whether a stretch joins what no title has to what one has: `the build and the tests`, of two tasks."""
        groups = [(is_and, list(places)) for is_and, places in groupby(range(begin, end), self.is_and)]
        if not any(is_and and any(self.words[one] in _JOINING for one in places) for is_and, places in groups):
            return False
        members = [(places[0], places[-1] + 1) for is_and, places in groups if not is_and]
        return any(self._is_unknown_member(*one) for one in members)

    def _is_unknown_member(self, begin: int, end: int) -> bool:
        """Whether a member of an enumeration is no clause, and has words but none of a title."""
        if self.named(begin, end).scored:
            return False
        verbs = [one for one in range(begin, end) if self.words[one] in TURNS]
        if verbs and verbs[0] == begin:
            return False
        nouns = [token.value for token in self.tokens[begin : verbs[0] if verbs else end] if token.kind in _NOUNS]
        nouns = [word for word in nouns if word not in _SMALL]
        return len(nouns) == 1 or any(word not in GENERIC for word in nouns)

    def tells(self, place: int) -> bool:
        """Whether a token is a word of a title, by itself or with its neighbor."""
        token, weights = self.tokens[place], self.facts.weights
        if not _may_name(token):
            return False
        if any(stem(word) in weights for word in words_of(self.words[place])):
            return True
        beside = " ".join(self.words[max(0, place - 1) : place + 2])
        return any(pair in weights for pair in pairs_of(beside))

    def unknown(self, begin: int = 0, end: int | None = None) -> int:
        """Return how many words of a stretch are neither of the vocabulary nor of a title."""
        tokens = self.tokens[begin : len(self.tokens) if end is None else end]
        weights = self.facts.weights
        own = self.facts.assistant.lower()
        return sum(
            token.kind == "word"
            and token.value not in GENERIC
            and token.value != own
            and stem(token.value) not in weights
            for token in tokens
        )

    def strangers(self, begin: int = 0, end: int | None = None) -> int:
        """Return how many words of a stretch are not of the vocabulary."""
        tokens = self.tokens[begin : len(self.tokens) if end is None else end]
        own = self.facts.assistant.lower()
        return sum(token.kind == "word" and token.value not in GENERIC and token.value != own for token in tokens)


def _may_name(token: Token) -> bool:
    number = token.number
    is_nameless = token.kind in _NAMELESS and token.value != "usual"
    return not is_nameless and (number is None or not (number.unit or number.words))
