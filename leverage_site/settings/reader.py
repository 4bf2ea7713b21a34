"""Reads leverage.toml; every problem in it is reported in one run."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from leverage_site.problems import MAX_PROBLEMS, Place, Problem, ProblemError, Source, catalog, ordered, shown
from leverage_site.settings import aliases
from leverage_site.settings.checks import UnfitError
from leverage_site.settings.model import Settings
from leverage_site.settings.schema import ALIASES, SETTINGS, Setting
from leverage_site.settings.toml import TomlError, parse_toml

FILE = "leverage.toml"
LARGE = 10**20
# More than can be settings, so that what is wrong with a long text has its place.
MAX_BYTES = 1_000_000
_HEADER = re.compile(r"\s*+\[++\s*+[\"']?([\w-]++)")
_BEGINNING = re.compile(r"\s*+\[*+\s*+")
_SECTION = re.compile(r"\w++\.")
_SECTIONS = frozenset(setting.section for setting in SETTINGS)


def load(root: Path) -> Settings:
    """The settings of the site at `root`. Raises ProblemError with every problem of the file."""
    path = root / FILE
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            raise catalog.READ_FAILED.error(Place(FILE), reason=f"it is not a file of at most {MAX_BYTES:,} bytes")
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise no_settings(root) from None
    except UnicodeDecodeError as error:
        raise catalog.BAD_TOML.error(Place(FILE), reason=f"byte {error.start} is not UTF-8") from None
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(FILE), reason=error.strerror or error) from None
    return parse(text)


def no_settings(root: Path) -> ProblemError:
    """That `root` is no site."""
    return catalog.NO_SETTINGS.error(Place(FILE), where="here" if root == Path() else f"in {root}")


def parse(text: str) -> Settings:
    """The settings that `text` spells. Raises ProblemError with every problem in it."""
    source = Source.from_text(FILE, text)
    try:
        reader = _Reader(source, parse_toml(source))
    except TomlError as error:
        raise catalog.BAD_TOML.error(error.place, reason=error.reason) from None
    values = reader.values()
    if reader.problems:
        raise ProblemError(*ordered(reader.problems))
    return Settings(**values)


def place_of(root: Path, section: str, key: str) -> Place:
    """Where a setting stands in the file of the site at `root`, or its beginning."""
    try:
        source = Source.from_text(FILE, (root / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError):
        return Place(FILE)
    return _Reader(source, {})._place(section, key)


@dataclass
class _Reader:
    """Collects the settings and the problems of one file."""

    source: Source
    data: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        for section, content in self.data.items():
            if section not in _SECTIONS:
                self._unknown(section, section, sorted(_SECTIONS))
            elif not isinstance(content, dict):
                self._bad(section, section, content, f"a section: [{section}]")
            else:
                self._unknown_keys(section, content)
        found = dict(self._fields())
        for setting in SETTINGS:
            if setting.example and setting.key not in self._section(setting.section):
                self._missing(setting)
        return found

    def _fields(self) -> Iterator[tuple[str, Any]]:
        for setting in SETTINGS:
            content = self._section(setting.section)
            if setting.key in content:
                value = self._value(setting, content[setting.key])
                if value is not None and setting.section == ALIASES:
                    value = aliases.located(self.source, setting.key, value)
                    for problem in aliases.faults(value):
                        self._add(problem)
                yield setting.field, value

    def _value(self, setting: Setting, value: Any) -> Any:
        try:
            found = setting.read(value)
        except UnfitError as error:
            place, value = self._place(setting.section, setting.key), shown(error.text)
            told = {"key": setting.key, "value": value, "reason": error.reason, "wanted": setting.wanted}
            self._add(catalog.BAD_ADDRESS.at(place, **told))
            return None
        if found is None:
            self._bad(setting.section, setting.key, value, setting.wanted)
        return found

    def _section(self, name: str) -> dict[str, Any]:
        content = self.data.get(name)
        return content if isinstance(content, dict) else {}

    def _unknown_keys(self, section: str, content: dict[str, Any]) -> None:
        known = [setting.key for setting in SETTINGS if setting.section == section]
        for key in content:
            if key not in known:
                self._unknown(section, key, known)

    def _unknown(self, section: str, key: str, known: list[str]) -> None:
        near = get_close_matches(key, known, 1)
        hint = f"Did you mean '{near[0]}'?" if near else None
        if section == key and (home := next((s.section for s in SETTINGS if s.key == key), None)):
            hint = f"It belongs below [{home}]."
        place = self._place(section, key)
        self._add(catalog.UNKNOWN_SETTING.at(place, key=key, known=", ".join(known), hint=hint))

    def _bad(self, section: str, key: str, value: Any, wanted: str) -> None:
        place = self._place(section, key)
        self._add(catalog.BAD_SETTING.at(place, key=key, value=_spelled(value), wanted=wanted))

    def _missing(self, setting: Setting) -> None:
        place = self._place(setting.section, setting.section)
        example = f"{setting.key} = {setting.example}"
        values = {"key": setting.key, "section": setting.section, "example": example}
        self._add(catalog.MISSING_SETTING.at(place, **values))

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise ProblemError(*self.problems, catalog.MORE_PROBLEMS.at(problem.place, count=MAX_PROBLEMS))

    def _place(self, section: str, key: str) -> Place:
        """Where `key` stands; TOML's parser keeps no positions, so it is looked for."""
        inside = section == key
        for number, line in enumerate(self.source.lines, 1):
            header = _HEADER.match(line)
            inside = section == key or (header[1] == section if header else inside)
            if inside and (column := _column(line, key, in_section=section != key)):
                return self.source.place(number, column, len(key))
        return self.source.place(1)


def _column(line: str, key: str, *, in_section: bool) -> int | None:
    """The column of `key` where a line begins with it, or with the name of its section and a dot."""
    start = _BEGINNING.match(line).end()  # type: ignore[union-attr]
    dotted = _SECTION.match(line, start) if in_section else None
    for begin in (start, dotted.end() if dotted else start):
        at = begin + line.startswith(("'", '"'), begin)
        behind = line[at + len(key) : at + len(key) + 1]
        if line.startswith(key, at) and not (behind.isalnum() or behind == "_"):
            return at + 1
    return None


def _spelled(value: Any) -> str:
    """A TOML value as a message shows it; what may be deep or huge is only named."""
    if isinstance(value, list | dict):
        return "this list" if isinstance(value, list) else "this table"
    if isinstance(value, int) and abs(value) > LARGE:
        return "so large a number"
    return shown(str(value).lower() if isinstance(value, bool) else str(value))
