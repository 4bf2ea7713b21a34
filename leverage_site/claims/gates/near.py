"""A claim with what stands around it: its clause, its sentence, the claims beside it, the name that opens it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.heads import NamedSubject, head_of
from leverage_site.dates import week_of
from leverage_site.stats.as_of import Scope

# What tells of supervision, or of the person who gives it.
SUPERVISION = re.compile(r"superv|oversight|attention|\bmy\b|\bme\b|\bi\b|direct|prompt|instruct|brief|guid")


@dataclass(frozen=True, eq=False)
class Near:
    """A claim, its sentence, and the claims beside it."""

    candidate: Candidate
    context: Context
    found: Sequence[Candidate]

    @property
    def place(self) -> int:
        """The first token that is printed."""
        return self.candidate.printed[0]

    @cached_property
    def clause(self) -> tuple[int, int]:
        """Where the clause of the claim stands."""
        return self.context.clause(self.place)

    @cached_property
    def text(self) -> str:
        """What stands in its clause, in lower case."""
        return self.context.scan.text(*self.clause).lower()

    @cached_property
    def sentence(self) -> str:
        """The sentence in lower case."""
        return self.context.scan.sentence.text.lower()

    @cached_property
    def behind(self) -> str:
        """What stands behind the claim, in lower case."""
        return self.context.scan.text(self.candidate.printed[1], len(self.context.tokens)).lower()

    @cached_property
    def before(self) -> str:
        """What stands before the claim, in lower case, with a blank behind it."""
        return self.context.scan.text(0, self.place).lower() + " "

    @cached_property
    def head(self) -> NamedSubject | None:
        """The name of tasks with which the clause begins."""
        return head_of(self.context, self.place)

    @cached_property
    def unit(self) -> str:
        """The unit of the number."""
        number = self.context.tokens[self.place].number
        return number.unit if number else ""

    @cached_property
    def scopes(self) -> set[Scope]:
        """The periods that the clause names."""
        begin, end = self.clause
        places = [one for one in range(begin, end) if self.context.tokens[one].kind == "scope"]
        found = {scope for one in places if (scope := self.context.scope_at(one)) is not None}
        if "this week" in self.text:
            found.add(Scope("week", week_of(self.context.facts.today).key))
        return found
