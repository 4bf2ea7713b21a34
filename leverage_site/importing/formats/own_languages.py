"""Pages that this program built in another language: what its themes say there, in English again.

A page names its language, and what it says in it stands in the catalogs that came with the program. The dateline,
headings of tables, names of figures and printed numbers become English; the author's words are left alone.
"""

import re
from collections.abc import Iterator
from functools import cache

from leverage_site.dates import WEEKDAYS, date_values, long_date, parse_date
from leverage_site.figures import AGGREGATES
from leverage_site.importing.formats.html_tree import Element, name
from leverage_site.language.phrases import Language
from leverage_site.language.reader import bundled_tags, load_language
from leverage_site.settings.schema import DAY_TITLE
from leverage_site.text import fill_pattern, split_pattern

# What tables of tasks and of figures, datelines and their parts are called.
_TEXTS = (
    "Task", "Human est.", "Supervision", "Supervisory", "Super\xadvision", "Super\xadvisory", "Tokens", "Factor",
    "Metric", "Value", "Before", "Change", "Rank so far", "Date", "Week", "From", "the author", "Tags", "Updated",
    "Length", "Parts", "Analysis", "Statistics", "Task log",
    *(figure.label for figure in AGGREGATES if "{" not in figure.label),
)  # fmt: skip
_HEADINGS = {"task_log": "Task log", "aggregate_statistics": "Aggregate statistics"}
_PATTERNS = ("Total {text} minutes", "Week {week}, {year}")
_READING, _UPDATED, _BY = "{n} min read", "updated", "by {name}"
_NUMBER = r"([~+−±]?[0-9][0-9.,]*)"
_DATELINE = "meta"


def say_in_english(root: Element) -> None:
    """Put English words in the place of those that a page of ours has in another language."""
    language = _language((root.get("lang") or "").lower())
    if language is None or root.find("body") is None or root.find(".//*[@data-decimal]") is None:
        return
    words = _Words(language)
    for heading in root.iter("h1", "h2"):
        heading.text = _HEADINGS.get(heading.get("id"), heading.text)
        if heading.text in (usual := dict(_usual_titles(root, language))):
            heading.text = usual[heading.text]
    for element in root.iter("p", "th", "td", "dt", "dd"):
        is_title = name(element) == "th" and element.getparent().get("id") is not None
        if is_title:
            words.name_assistant(element)
        elif name(element) != "p" or element.get("class") == _DATELINE:
            words.translate(element)


def _usual_titles(root: Element, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what the day of a page is called where its record says nothing, and the same in English."""
    for time in root.iter("time"):
        if day := parse_date(time.get("datetime") or ""):
            usual = fill_pattern(DAY_TITLE, date_values(day))
            yield language.say(usual), usual


@cache
def _language(tag: str) -> Language | None:
    """Return a language that came with the program."""
    return load_language(None, tag) if tag.partition("-")[0] in bundled_tags() else None


class _Words:
    """The words of a language, from which English ones follow."""

    def __init__(self, language: Language) -> None:
        words = language.words
        self.texts = {words.texts[text]: text for text in _TEXTS if text in words.texts}
        patterns = [(one.english, one.translation) for one in words.patterns if one.english in _PATTERNS]
        patterns.append((_READING, words.texts.get(_READING, _READING)))
        self.patterns = [(english, _expression(translation)) for english, translation in patterns]
        self.updated = words.texts.get(_UPDATED, _UPDATED)
        self.by = words.texts.get(_BY, _BY).partition("{name}")[0]
        self.separators = str.maketrans({words.decimal: ".", words.group: ","})
        self.units = {words.units.get(unit, unit): unit for unit in ("k", "M", "h", "m", "x")}
        ends = "|".join(map(re.escape, sorted(self.units, key=len, reverse=True)))
        self.printed = re.compile(rf"{_NUMBER}({ends})?")

    def translate(self, element: Element) -> None:
        """Put English words into an element and those in it."""
        for part in element.iter():
            day = parse_date(part.get("datetime") or "") if name(part) == "time" else None
            part.text = f"{WEEKDAYS[day.weekday()]}, {long_date(day)}" if day else self._english(part.text)
            if part is not element:
                part.tail = self._english(part.tail)

    def name_assistant(self, title: Element) -> None:
        """Put English words before the name of an assistant, who is the last of the labels beside a title."""
        for labels in title:
            links = list(labels)
            holder, key = (links[-1], "tail") if links else (labels, "text")
            text = getattr(holder, key) or ""
            if text.startswith(f" {self.by}"):
                setattr(holder, key, f" by {text.removeprefix(f' {self.by}')}")

    def _english(self, text: str | None) -> str | None:
        """Return the English of a text, and of any other the text itself."""
        said = (text or "").strip()
        if said in self.texts:
            return self.texts[said]
        if printed := self.printed.fullmatch(said):
            return printed[1].translate(self.separators) + self.units.get(printed[2] or "", "")
        return next(self._matches(said), text and text.replace(self.updated, _UPDATED))

    def _matches(self, text: str) -> Iterator[str]:
        for english, expression in self.patterns:
            if match := expression.fullmatch(text):
                yield english.format_map(match.groupdict())


def _expression(translation: str) -> re.Pattern[str]:
    parts = split_pattern(translation)
    parts[::2] = map(re.escape, parts[::2])
    # Bounded, as is what our pages say there: each length of the first is tried with each of the second.
    parts[1::2] = [f"(?P<{field}>.{{1,100}})" for field in parts[1::2]]
    return re.compile("".join(parts))
