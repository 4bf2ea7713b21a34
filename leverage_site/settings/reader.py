"""Reads leverage.toml; every problem in it is reported in one run."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from typing import Any

from leverage_site.files import os_reason
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
from leverage_site.settings.addresses import AddressError
from leverage_site.settings.schema import ALIASES, NAV_PAGES, SETTINGS, Alias, Setting, Settings, UnknownPagesError
from leverage_site.settings.targets import (
    PUBLISH,
    TARGET_SETTINGS,
    PublishTarget,
    TargetSetting,
    is_target_name,
    settings_of,
)

FILE = "leverage.toml"
LARGE = 10**20
# More than can be settings, so that what is wrong with a long text has its place.
MAX_BYTES = 1_000_000
_HEADER = re.compile(r"\s*+\[++\s*+[\"']?([\w-]++)")
_BEGINNING = re.compile(r"\s*+\[*+\s*+")
_SECTION = re.compile(r"\w++\.")
_TARGET = re.compile(rf"\s*+\[\s*+{PUBLISH}\s*+\.\s*+[\"']?([\w-]++)[\"']?\s*+\]")
_SECTIONS = frozenset({PUBLISH, *(setting.section for setting in SETTINGS)})


def load(root: Path) -> Settings:
    """Load the settings of the site at `root`. Raises ProblemError with every problem of the file."""
    on_disk = root / FILE
    try:
        status = on_disk.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            raise catalog.READ_FAILED.error(Place(FILE), reason=f"it is not a file of at most {MAX_BYTES:,} bytes")
        text = on_disk.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise no_settings(root) from None
    except UnicodeDecodeError as error:
        raise catalog.BAD_TOML.error(Place(FILE), reason=f"byte {error.start} is not UTF-8") from None
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(FILE), reason=os_reason(error)) from None
    return parse(text)


def no_settings(root: Path) -> ProblemError:
    """Return the error that `root` is no site."""
    return catalog.NO_SETTINGS.error(Place(FILE), where="here" if root == Path() else f"in {root}")


def parse(text: str) -> Settings:
    """Parse the text of leverage.toml. Raises ProblemError with every problem in it."""
    # Takes 5 ms to import, which a build that has nothing to do need not spend.
    from leverage_site.settings.toml import TomlError, parse_toml

    source = Source.from_text(FILE, text)
    try:
        reader = _SettingsReader(source, parse_toml(source))
    except TomlError as error:
        raise catalog.BAD_TOML.error(error.place, reason=error.reason) from None
    values = reader.values()
    if reader.problems:
        raise ProblemError(*sort_problems(reader.problems))
    return Settings(**values)


def place_of(root: Path, section: str, key: str) -> Place:
    """Return where a setting stands in the file of the site at `root`, or its beginning."""
    source = _source(root)
    return place_of_key(source, section, key) if source else Place(FILE)


def place_in_target(root: Path, name: str, key: str) -> Place:
    """Return where a setting of a target stands in the file of the site at `root`, or where the target begins."""
    source = _source(root)
    return _place_in_target(source, name, key) if source else Place(FILE)


def _source(root: Path) -> Source | None:
    try:
        return Source.from_text(FILE, (root / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError):
        return None


@dataclass
class _SettingsReader:
    """Collects the settings and the problems of one file."""

    source: Source
    data: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """Return the settings that are there, by their fields; None where one is no good."""
        sections: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
        for section, content in self.data.items():
            if section not in _SECTIONS:
                self._report_unknown(section, section, sorted(_SECTIONS))
            elif not isinstance(content, dict):
                place = place_of_key(self.source, section, section)
                self._report_bad(place, section, content, f"a section: [{section}]")
            else:
                sections[section] = content
                known = [setting.key for setting in SETTINGS if setting.section == section]
                for key in content:
                    if key not in known and section != PUBLISH:
                        self._report_unknown(section, key, known)
        present = [setting for setting in SETTINGS if setting.key in sections[setting.section]]
        values = {
            setting.field: self._value(setting, sections[setting.section][setting.key]) for setting in present
        }
        for setting in SETTINGS:
            if setting.example and setting not in present:
                place = place_of_key(self.source, setting.section, setting.section)
                example = f"{setting.key} = {setting.example}"
                names = {"key": setting.key, "section": setting.section, "example": example}
                self._add(catalog.MISSING_SETTING.at(place, **names))
        return {**values, "targets": tuple(starmap(self._target, sections[PUBLISH].items()))}

    def _target(self, name: str, content: Any) -> PublishTarget | None:
        """Return the target of this name, or None where something in it is no good."""
        before, place = len(self.problems), _place_in_target(self.source, name, "")
        if not is_target_name(name):
            wanted = "a name of small letters, digits, hyphens and underscores, such as live"
            self._add(catalog.BAD_SETTING.at(place, key=PUBLISH, value=quote(name), wanted=wanted))
        if not isinstance(content, dict):
            self._report_bad(place, name, content, f"a section: [{PUBLISH}.{name}]")
            return None
        own = settings_of(str(content.get("type")))
        known = {setting.key: setting for setting in own or TARGET_SETTINGS}
        values: dict[str, Any] = {}
        for key, value in content.items():
            place = _place_in_target(self.source, name, key)
            if key not in known:
                self._report_unknown_of_target(place, key, [*known])
            elif own or key == "type":
                values[key] = self._read(known[key], value, place)
        for key, setting in known.items() if own or "type" not in content else ():
            if setting.example and key not in content and (own or key == "type"):
                example, section = f"{key} = {setting.example}", f"{PUBLISH}.{name}"
                place = _place_in_target(self.source, name, "")
                self._add(catalog.MISSING_SETTING.at(place, key=key, section=section, example=example))
        return PublishTarget(name=name, **values) if len(self.problems) == before else None

    def _value(self, setting: Setting, value: Any) -> Any:
        try:
            result = self._read(setting, value, place_of_key(self.source, setting.section, setting.key))
        except UnknownPagesError as error:
            for name in error.names:
                self._report_unknown_page(setting, name)
            return None
        if result is not None and setting.section == ALIASES:
            result = tuple(
                [Alias(name, to, _place_of_alias(self.source, setting.key, name)) for name, to in result]
            )
            for problem in _alias_problems(result):
                self._add(problem)
        return result

    def _read(self, setting: Setting | TargetSetting, value: Any, place: Place) -> Any:
        """Return what a setting that stands at `place` says, or None where it is no good."""
        try:
            result = setting.read(value)
        except AddressError as error:
            reasons = {"value": quote(error.text), "reason": error.reason, "wanted": setting.allowed}
            self._add(catalog.BAD_ADDRESS.at(place, key=setting.key, **reasons))
            return None
        if result is None:
            self._report_bad(place, setting.key, value, setting.allowed)
        return result

    def _report_unknown(self, section: str, key: str, known: list[str]) -> None:
        from difflib import get_close_matches  # loaded for a mistake only

        near = get_close_matches(key, known, 1)
        hint = f"Did you mean '{near[0]}'?" if near else None
        if section == key and (home := next((s.section for s in SETTINGS if s.key == key), None)):
            hint = f"It belongs below [{home}]."
        place = place_of_key(self.source, section, key)
        self._add(catalog.UNKNOWN_SETTING.at(place, key=key, known=", ".join(known), hint=hint))

    def _report_unknown_page(self, setting: Setting, name: str) -> None:
        from difflib import get_close_matches  # loaded for a mistake only

        near = get_close_matches(name.casefold(), NAV_PAGES, 1)
        hint = f"Did you mean '{near[0]}'?" if near else None
        place = self.source.find(name, place_of_key(self.source, setting.section, setting.key).line)
        self._add(catalog.UNKNOWN_PAGE.at(place, name=name, known=", ".join(NAV_PAGES), hint=hint))

    def _report_unknown_of_target(self, place: Place, key: str, known: list[str]) -> None:
        from difflib import get_close_matches  # loaded for a mistake only

        near = get_close_matches(key, known, 1)
        types = [f'"{name}"' for setting in TARGET_SETTINGS if setting.key == key for name in setting.types]
        hint = f"Only targets of the type {' or '.join(types)} have it." if types else None
        hint = f"Did you mean '{near[0]}'?" if near else hint
        self._add(catalog.UNKNOWN_SETTING.at(place, key=key, known=", ".join(known), hint=hint))

    def _report_bad(self, place: Place, key: str, value: Any, wanted: str) -> None:
        # What may be deep or huge is only named.
        if isinstance(value, list | dict):
            text = "this list" if isinstance(value, list) else "this table"
        elif isinstance(value, int) and abs(value) > LARGE:
            text = "so large a number"
        else:
            text = quote(str(value).lower() if isinstance(value, bool) else str(value))
        self._add(catalog.BAD_SETTING.at(place, key=key, value=text, wanted=wanted))

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise ProblemError(*self.problems, catalog.MORE_PROBLEMS.at(problem.place, count=MAX_PROBLEMS))


def place_of_key(source: Source, section: str, key: str) -> Place:
    """Return where `key` stands; TOML's parser keeps no positions, so it is looked for."""
    inside = section == key
    for number, line in enumerate(source.lines, 1):
        header = _HEADER.match(line)
        inside = section == key or (header[1] == section if header else inside)
        if not inside:
            continue
        # The line begins with the key, or with the name of its section and a dot.
        start = _BEGINNING.match(line).end()  # type: ignore[union-attr]
        dotted = _SECTION.match(line, start) if section != key else None
        for begin in (start, dotted.end() if dotted else start):
            mark = line[begin : begin + 1] if line.startswith(("'", '"'), begin) else ""
            at = begin + len(mark)
            behind = line[at + len(key) : at + len(key) + 1]
            is_whole = behind == mark if mark else not (behind.isalnum() or behind == "_")
            if line.startswith(key, at) and is_whole:
                return source.place(number, at + 1, len(key))
    return source.place(1)


def _place_of_alias(source: Source, kind: str, name: str) -> Place:
    """Return where `name` stands below the heading of its kind, or beside it."""
    inside, heading = False, 1
    for number, line in enumerate(source.lines, 1):
        if line.lstrip().startswith("["):
            inside = "aliases" in line and kind in line
            heading = number if inside else heading
        elif (inside or kind in line) and (at := line.find(name)) >= 0:
            return source.place(number, at + 1, len(name))
    return source.place(heading)


def _place_in_target(source: Source, name: str, key: str) -> Place:
    """Return where `key` stands below `[publish.NAME]`, or where the target begins."""
    begin, inside = 0, False
    for number, line in enumerate(source.lines, 1):
        if line.lstrip().startswith("["):
            header = _TARGET.match(line)
            inside = header is not None and header[1] == name
            begin = number if inside else begin
        elif inside and key and line.lstrip().lstrip("\"'").startswith(key):
            return source.place(number, line.index(key) + 1, len(key))
    return source.find(name, begin) if begin else source.find(name)


def _alias_problems(aliases: tuple[Alias, ...]) -> Iterator[Problem]:
    """Yield a problem for each alias that does not lead to one name, at once and for good."""
    first: dict[str, Alias] = {}
    for alias in aliases:
        first.setdefault(alias.name.casefold(), alias)
    for alias in aliases:
        folded, target = alias.name.casefold(), alias.target.casefold()
        if folded == target:
            reason = "the two are one name already: case makes no difference"
        elif first[folded] is not alias:
            reason = f"'{first[folded].name}' is the same name and stands above"
        elif target in first:
            reason = f"'{alias.target}' is itself an alias, of '{first[target].target}'"
        else:
            continue
        yield catalog.BAD_ALIAS.at(alias.place, name=alias.name, target=alias.target, reason=reason)
