"""Reads the catalog of a language: the one that came with the program, and over it those of the site.

A catalog is a TOML file called after its language, such as `de.toml` or `de-AT.toml`. Every problem in the site's
is reported in one run.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from leverage_site import files
from leverage_site.files import os_reason
from leverage_site.language.phrases import (
    DIGITS,
    MAX_OPEN_VALUES,
    NAMES,
    OPEN_VALUES,
    UNITS,
    VALUES,
    Language,
    Pattern,
    Words,
)
from leverage_site.problems import (
    MAX_PROBLEMS,
    Place,
    Problem,
    ProblemError,
    Source,
    catalog,
    quote,
    sort_problems,
)
from leverage_site.settings import LANGUAGES, bundled_languages, place_of_key
from leverage_site.settings.toml import TomlError, parse_toml
from leverage_site.text import FORBIDDEN, pattern_fields

_KIND = re.compile(r"([a-z_]+?)\d*")
# What the section on the language itself may say, and what each is where no catalog says it.
_USUAL = {"name": "", "direction": "ltr", "decimal": ".", "group": ","}
_DIRECTIONS = ("ltr", "rtl")
# The sections of names, and what patterns call these.
_NAMES = {
    "months": "month",
    "short_months": "short_month",
    "weekdays": "weekday",
    "short_weekdays": "short_weekday",
}
_TABLES: Mapping[str, frozenset[str] | None] = {
    "language": frozenset(_USUAL),
    "units": frozenset(unit.strip() for unit in UNITS),
    **{section: frozenset(NAMES[kind]) for section, kind in _NAMES.items()},
    "texts": None,
    "patterns": None,
}

Tables = dict[str, dict[str, str]]


class _File(NamedTuple):
    """A catalog as it was read."""

    path: str
    data: bytes


def bundled_tags() -> frozenset[str]:
    """Return the languages that the program has catalogs of."""
    return frozenset(on_disk.stem for on_disk in bundled_languages().glob("*.toml"))


def load_language(root: Path | None, tag: str, previous: Language | None = None) -> Language | None:
    """Load the language `tag` of the site at `root`, or None where there is no catalog of it.

    Args:
        root: The site's folder; without one, the language is as the program has it.
        tag: As in the settings. What `de-AT` lacks is taken from `de`.
        previous: The site's language a while ago: taken over where nothing changed.

    Raises ProblemError with every problem of the site's catalogs.

    """
    bundled, own = list(_bundled_files(tag)), list(_own_files(root, tag)) if root else []
    if not bundled and not own:
        return None
    digest = sha256(b"\0".join([tag.encode(), *(file.data for file in (*bundled, *own))])).hexdigest()
    if previous and previous.digest == digest:
        return previous
    tables: Tables = {section: {} for section in _TABLES}
    for file in (*bundled, *own):
        reader = _CatalogReader(Source.from_text(file.path, _text_of(file)))
        for section, texts in reader.tables().items():
            tables[section] |= texts
    return Language(tag, _words(tables), digest, {file.path: sha256(file.data).hexdigest() for file in own})


def _names(tag: str) -> list[str]:
    """Return the names of the files of a language, that of its main one first."""
    return [f"{name}.toml" for name in dict.fromkeys((tag.split("-")[0].lower(), tag))]


def _bundled_files(tag: str) -> Iterator[_File]:
    for name in _names(tag):
        if (on_disk := bundled_languages() / name).is_file():
            yield _File(f"(bundled) {LANGUAGES}/{name}", on_disk.read_bytes())


def _own_files(root: Path, tag: str) -> Iterator[_File]:
    for name in _names(tag):
        path = f"{LANGUAGES}/{name}"
        try:
            yield _File(path, files.read(root / path))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise catalog.READ_FAILED.error(Place(path), reason=os_reason(error)) from None


def _text_of(file: _File) -> str:
    try:
        return file.data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = Place(file.path)
        raise catalog.BAD_CATALOG.error(place, reason=f"byte {error.start} is not UTF-8") from None


def _words(tables: Tables) -> Words:
    language = _USUAL | tables["language"]
    units = tables["units"]
    return Words(
        name=language["name"],
        direction=language["direction"],
        decimal=language["decimal"],
        group=language["group"],
        units={unit: units[unit.strip()] for unit in UNITS if unit.strip() in units},
        names={kind: tables[section] for section, kind in _NAMES.items()},
        texts=tables["texts"],
        patterns=tuple([Pattern(english, words) for english, words in tables["patterns"].items()]),
    )


@dataclass
class _CatalogReader:
    """Collects what one catalog says, and what is wrong with it."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def tables(self) -> Tables:
        """Return the texts of each section. Raises ProblemError with every problem of the file."""
        try:
            data = parse_toml(self.source)
        except TomlError as error:
            raise catalog.BAD_CATALOG.error(error.place, reason=error.reason) from None
        tables: Tables = {}
        for section, content in data.items():
            if section not in _TABLES:
                self._report_unknown(section, section, list(_TABLES))
            elif not isinstance(content, dict):
                place = place_of_key(self.source, section, section)
                self._report(catalog.BAD_WORDS.at(place, text=section, reason="it is no section"))
            else:
                tables[section] = {
                    key: value for key, value in content.items() if self._is_sound(section, key, value)
                }
        if self.problems:
            raise ProblemError(*sort_problems(self.problems))
        return tables

    def _is_sound(self, section: str, key: str, value: Any) -> bool:
        """Return whether the language may say so; else report why not."""
        known = _TABLES[section]
        if known is not None and key not in known:
            self._report_unknown(section, key, sorted(known))
            return False
        if reason := _reason(section, key, value):
            self._report(catalog.BAD_WORDS.at(place_of_key(self.source, section, key), text=key, reason=reason))
        return not reason

    def _report_unknown(self, section: str, name: str, known: list[str]) -> None:
        from difflib import get_close_matches  # loaded for a mistake only

        near = get_close_matches(name, known, 1)
        hint = f"Did you mean '{near[0]}'?" if near else None
        self._report(
            catalog.UNKNOWN_WORD.at(
                place_of_key(self.source, section, name), name=name, known=", ".join(known), hint=hint
            )
        )

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise ProblemError(*self.problems, catalog.MORE_PROBLEMS.at(problem.place, count=MAX_PROBLEMS))


def _reason(section: str, key: str, value: Any) -> str:
    """Return why a text of a catalog is none, or nothing."""
    if not isinstance(value, str) or FORBIDDEN.search(value) or "\n" in value:
        return "it needs a text of one line in quotes"
    if key == "direction" and section == "language" and value not in _DIRECTIONS:
        return f"it can be {' or '.join(_DIRECTIONS)}, not {quote(value)}"
    if section not in ("texts", "patterns"):
        return ""
    if section == "patterns" and (reason := _pattern_reason(key)):
        return reason
    wanted, found = pattern_fields(key), pattern_fields(value)
    if missing := sorted(wanted - found):
        return f"its words lack {{{missing[0]}}}"
    return f"its words have {{{min(found - wanted)}}}, which it has not" if found - wanted else ""


def _pattern_reason(english: str) -> str:
    """Return why a pattern can match no text, or nothing."""
    fields = pattern_fields(english)
    if not fields:
        return "it has no value in braces: such a text belongs below [texts]"
    for name in sorted(fields):
        kind = _KIND.fullmatch(name)
        if kind is None or kind[1] not in VALUES:
            return (
                f"{{{name}}} is no value; there are {', '.join(VALUES)}, each with a number behind it if need be"
            )
    if sum(name.rstrip(DIGITS) in OPEN_VALUES for name in fields) > MAX_OPEN_VALUES:
        return f"it has more than {MAX_OPEN_VALUES} values of any length"
    if english.count("{") != len(fields):
        return "a value stands twice in it: put numbers behind them"
    return (
        "it is nothing but a value"
        if english.startswith("{") and english.endswith("}") and len(fields) == 1
        else ""
    )
