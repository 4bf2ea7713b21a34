"""What a live figure is worth, and how it is printed: as pages print it, or in one of a few other forms."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from html import escape
from typing import Literal

from leverage_site import figures
from leverage_site.claims.wording import number_in_words
from leverage_site.figures import Figure, Number
from leverage_site.markdown import FilledFigure, Html
from leverage_site.records.model import Task
from leverage_site.stats.totals import HOUR, Totals, factor, part_totals, supervisory_factor
from leverage_site.values import value

# How a figure may be printed, by what stands behind the colon: what it says, and what it is for.
FORMS: Mapping[str, str] = {
    "words": "a whole number in words, with a capital where a sentence begins: thirty-six; others as without it",
    "number": "the number as tables have it, without a unit: 43.3, 2,135.5",
    "exact": "the number as data files have it, unrounded: 43.333333333333336",
    "hours": "a time in hours, without the unit: 12.4",
    "minutes": "a time in minutes, without the unit: 742",
}
# What a value is: a number, words for one, a name that an author gave, or a day.
ValueKind = Literal["number", "wording", "name", "date"]
# What figures of totals may be called, and which they are; the shorter name of each stands in lists of names.
SHORT: Mapping[str, str] = {"human": "human_hours", "ai": "ai_minutes", "supervision": "supervision_minutes"}
_BY_NAME: Mapping[str, Figure] = {figure.name: figure for figure in (*figures.ALL, figures.DAYS)}
TOTALS: Mapping[str, Figure] = {**_BY_NAME, **{short: _BY_NAME[name] for short, name in SHORT.items()}}
_DURATIONS: Mapping[str, Callable[[Totals], timedelta | None]] = {
    figures.HUMAN_HOURS.name: lambda totals: totals.human,
    figures.AI_MINUTES.name: lambda totals: totals.ai,
    figures.SUPERVISION_MINUTES.name: lambda totals: totals.supervision,
}


@value
class Voice:
    """How the texts of a site say figures.

    `say` says a printed number in the language of its pages. `mark` are the attributes of English words among
    those of another language; nothing if the texts are English.
    """

    say: Callable[[str], str] = str
    mark: str = ""


ENGLISH = Voice()


@value
class LiveValue:
    """A figure with its value.

    Attributes:
        heading: What it is called, and which days or which task it is of.
        definition: What that is.
        text: As a sentence says it, with its unit where pages print one.
        cell: As a table prints it.
        exact: As the data files have it, of the title of a task its factor; nothing where it is unknown.
        number: Unrounded, None where it is unknown or a day.
        duration: The same where it is a time.
        has_words: Whether it counts something, so that its number may be said in words.
        kind: Whether it is printed as a number, as words, which begin with a capital where a sentence does, as the
            name that an author gave, or as a day.

    """

    heading: str
    definition: str
    text: str
    cell: str
    exact: str
    number: Number | None
    duration: timedelta | None = None
    has_words: bool = True
    kind: ValueKind = "number"

    @property
    def title(self) -> str:
        """What it is, to people."""
        return f"{self.heading}: {self.definition}"

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which it can be printed, beside its own."""
        if self.kind != "number":
            return ()
        return (
            *(["words"] if self.has_words else []),
            "number",
            "exact",
            *(["hours", "minutes"] if self.duration is not None else []),
        )

    def printed(self, name: str, form: str, *, opens: bool, voice: Voice = ENGLISH) -> FilledFigure:
        """Return what a page has in its place.

        Args:
            name: What it is called there.
            form: One of its `forms`, or nothing.
            opens: Whether a sentence begins with it.
            voice: How the site says it.

        """
        text, has_letters = self._text(form), self.kind == "wording"
        if form == "words" and not voice.mark and (words := self._words):
            text, has_letters = words, True
        if has_letters and opens:
            text = text[:1].upper() + text[1:]
        said = text if has_letters or form == "exact" or self.kind == "name" else voice.say(text)
        is_english = has_letters or (self.kind == "date" and said == text)
        html = escape(said, quote=False)
        if self.exact:
            called = escape(f"{name}:{form}" if form else name)
            mark = voice.mark if is_english else ""
            title = escape(voice.say(self.title))
            element, attribute = ("time", "datetime") if self.kind == "date" else ("data", "value")
            about = f'{attribute}="{self.exact}" data-figure="{called}" title="{title}"{mark}'
            html = f"<{element} {about}>{html}</{element}>"
        return FilledFigure(said, Html(html))

    @property
    def _words(self) -> str:
        """The number in words; nothing where it is no whole one, an estimate, or too large for words."""
        if self.number is None or self.number != int(self.number) or self.text.startswith("~"):
            return ""
        words = number_in_words(int(self.number))
        return words if words[0].isalpha() else ""

    def _text(self, form: str) -> str:
        """Return the number in a form, in digits."""
        if self.number is None and form:
            return figures.UNKNOWN
        match form:
            case "number":
                return self.cell.removesuffix("x")
            case "exact":
                return self.exact
            case "hours" if self.duration is not None:
                return figures.number_short(self.duration / HOUR)
            case "minutes":
                return figures.minutes_text(self.duration)
        return self.text


def of_totals(figure: Figure, totals: Totals, scope: str = "", heading: str = "") -> LiveValue:
    """Return a figure of some totals.

    Args:
        figure: The figure.
        totals: The sums.
        scope: Of which days they are, in words, unless they are those of the text.
        heading: What it is called, by default as in tables.

    """
    duration = _DURATIONS.get(figure.name)
    return LiveValue(
        heading=f"{heading or _heading(figure)} {scope}".rstrip(),
        definition=figure.definition,
        text=figure.short(totals),
        cell=figure.cell(totals),
        exact=figure.exact(totals),
        number=figure.number(totals),
        duration=duration(totals) if duration else None,
        has_words=figure.is_sum,
    )


def _heading(figure: Figure) -> str:
    """Return the heading of a figure of whoever did the tasks."""
    return figure.heading.replace("{assistant}", "Assistant")


# A figure of a task: that of its totals, what it is, and how its row and a sentence print it.
_TaskFigure = tuple[Figure, str, Callable[[Task], str], Callable[[Task], str]]
_FACTOR: _TaskFigure = (
    figures.LEVERAGE,
    "Human estimate ÷ the assistant's time.",
    lambda task: figures.factor_text(factor(task)),
    lambda task: figures.factor_text(factor(task)),
)
_HUMAN: _TaskFigure = (
    figures.HUMAN_HOURS,
    "The human estimate: what a person would have needed.",
    lambda task: figures.hours_cell(task.human).removesuffix("h"),
    lambda task: figures.hours_cell(task.human).removesuffix("h"),
)
_AI: _TaskFigure = (
    figures.AI_MINUTES,
    "The minutes that the assistant worked.",
    lambda task: figures.minutes_cell(task.ai).removesuffix("m"),
    lambda task: figures.time_short(task.ai),
)
_SUPERVISION: _TaskFigure = (
    figures.SUPERVISION_MINUTES,
    "The supervision that the task states.",
    lambda task: figures.minutes_cell(task.supervision).removesuffix("m"),
    lambda task: figures.time_short(task.supervision),
)
_OF_TASK: Mapping[str, _TaskFigure] = {
    "factor": _FACTOR,
    "supervisory": (
        figures.SUPERVISORY,
        "Human estimate ÷ supervision; unknown where that is zero.",
        lambda task: figures.factor_text(supervisory_factor(task)),
        lambda task: figures.factor_text(supervisory_factor(task)),
    ),
    "human": _HUMAN,
    "ai": _AI,
    "supervision": _SUPERVISION,
    "tokens": (
        figures.TOKENS,
        "The tokens that the task states.",
        lambda task: figures.tokens_text(task.tokens),
        lambda task: figures.tokens_cell(task.tokens),
    ),
}
TASK_FIGURES: Mapping[str, _TaskFigure] = {
    **_OF_TASK,
    "leverage": _OF_TASK["factor"],
    **{name: _OF_TASK[short] for short, name in SHORT.items()},
}
# The names that lists have: one of each figure.
LISTED = tuple([next((short for short, name in SHORT.items() if name == long), long) for long in _BY_NAME])
LISTED_OF_TASKS = tuple(_OF_TASK)


def of_task(name: str, task: Task) -> LiveValue:
    """Return one of the `TASK_FIGURES` of a task."""
    figure, definition, cell, text = TASK_FIGURES[name]
    totals = part_totals([task])
    duration = _DURATIONS.get(figure.name)
    heading = "Factor" if figure is figures.LEVERAGE else _heading(figure)
    return LiveValue(
        heading=f"{heading} of {task.task}",
        definition=definition,
        text=text(task),
        cell=cell(task),
        exact=figure.exact(totals),
        number=figure.number(totals),
        duration=duration(totals) if duration else None,
        has_words=figure.is_sum,
    )
