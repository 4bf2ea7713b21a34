"""The words that published pages have in common: headings, names of aggregates, blocks of every page."""

import re
from typing import NamedTuple

TASK_LOG = frozenset({"the numbers", "task log"})
AGGREGATES = frozenset({"aggregate stats", "aggregate statistics"})
ANALYSIS = frozenset({"analysis"})
ABOUT_RECORDS = frozenset({"about these records"})
CALL_TO_ACTION = frozenset({"let's build something!", "let's build something"})

_HEADINGS = TASK_LOG | AGGREGATES | ANALYSIS | ABOUT_RECORDS | CALL_TO_ACTION

SKIP_LINK = re.compile(r"skip to (?:the )?(?:main )?content\W*", re.IGNORECASE)
ABOUT_AUTHOR = re.compile(r"about the author\b", re.IGNORECASE)
READING_TIME = re.compile(r"[0-9] ?min(?:ute)?s?\.? ?read", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:;…][\"'’”)]*\Z")

# Headings of what stands behind an article; a bare "Comments" may be the author's.
_BESIDE = {
    "comments": r"(?:[0-9]{1,5}|one|no) (?:comments?|thoughts?|responses?|replies|reply)(?: (?:on|to)\b.{0,200})?"
    r"|leave a (?:reply|comment)|join the discussion|recent comments",
    "related posts": r"(?:related|recent|similar|more) (?:posts|articles|entries|reading)|post navigation"
    r"|you (?:may|might) also (?:like|enjoy)|read next",
    "sharing": r"share (?:this|it)(?: post| article)?:?|sharing is caring",
}
_BESIDE_HEADING = re.compile(
    "|".join(f"(?P<{name.split()[0]}>{words})" for name, words in _BESIDE.items()), re.IGNORECASE
)

_AVERAGE = r"weighted (?:average|avg\.?)"
_METRICS = {
    "tasks": r"(?:total )?tasks",
    "human_hours": r"(?:total )?human-equivalent hours",
    "supervision_minutes": r"(?:total )?supervis(?:ory|ion) (?:minutes|time)",
    "ai_minutes": r"total [^\W\d][\w.-]{0,29} minutes|[^\W\d][\w.-]{0,29} wall-clock time",
    "tokens": r"total tokens|tokens consumed",
    "supervisory": rf"{_AVERAGE} supervisory(?: leverage)?(?: factor)?",
    "leverage": rf"{_AVERAGE} leverage(?: factor)?",
    "weeks": r"human-equivalent weeks",
    "working_days": r"human-equivalent working days",
}
_METRIC = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _METRICS.items()), re.IGNORECASE)


class Metric(NamedTuple):
    """An aggregate by the name of its figure, and the words that name it on the page."""

    figure: str
    words: str


def metric(text: str) -> Metric | None:
    """The aggregate that `text` begins with."""
    match = _METRIC.match(text)
    return Metric(str(match.lastgroup), match[0]) if match else None


def metric_name(text: str) -> str | None:
    """The words of the aggregate that `text` begins with."""
    found = metric(text)
    return found.words if found else None


def beside(text: str) -> str | None:
    """What a heading begins that stands behind an article: `comments`, `related posts`."""
    match = _BESIDE_HEADING.fullmatch(text)
    return next((name for name in _BESIDE if match and name.startswith(str(match.lastgroup))), None)


def heading(text: str) -> str:
    """A heading as it is compared: in lower case, with a straight apostrophe."""
    return " ".join(text.replace("’", "'").casefold().split())


def is_heading(text: str) -> bool:
    """Whether a line of its own is one of the known headings."""
    return len(text) <= 60 and heading(text) in _HEADINGS
