"""What a kind of problem is: its code, its sentence, its hint."""

from dataclasses import dataclass

from leverage_site.problems import Place, Problem, ProblemError, Severity, shown, visible


class _Value(str):
    """A text whose `!r` is the form for a message."""

    __slots__ = ()

    def __repr__(self) -> str:
        return shown(self)


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. `at` fills in `{name}`, or `{name!r}` for a quoted and shortened text."""

    code: str
    message: str
    hint: str
    severity: Severity = "error"

    def at(self, place: Place, *, hint: str | None = None, **values: object) -> Problem:
        """The problem of this kind at `place`, its braces filled with `values`."""
        texts = {name: _Value(visible(str(value))) for name, value in values.items()}
        message = self.message.format_map(texts)
        return Problem(self.code, message, place, hint or self.hint.format_map(texts), self.severity)

    def error(self, place: Place, *, hint: str | None = None, **values: object) -> ProblemError:
        """The same, to raise where work cannot go on."""
        return ProblemError(self.at(place, hint=hint, **values))
