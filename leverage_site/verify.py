"""Check a published site from outside: `python verify.py [--json] FOLDER`, or an address in place of the folder.

All figures are worked out again from the rows of data/tasks.json and held against data/days.json, the CSV files,
each `<data value>` and the data of feeds. Each claim of data/claims.json is evaluated again, and its sentence
looked for on its page. Texts are compared, never understood. All that this needs is Python. What is wrong is a
fault, with its place and with what is expected there, and so is what is hostile.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from html import unescape
from itertools import accumulate
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

SECONDS, MOST_SECONDS, MOST_BYTES, MOST_FILES, MOST_FAULTS, MOST_SIGNS = 20, 120, 64 << 20, 20_000, 500, 400
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
Sums = dict[str, Any]  # of a data file, to which its sums are added; or sums: with `gaps`, some tokens are unknown
NONE: Sums = dict.fromkeys(("tasks", "gaps", "days"), 0) | dict.fromkeys(("human", "ai", "supervised"), 0 * HOUR)
# What each figure divides: a sum by its unit, or by another sum.
FIGURES: dict[str, tuple[str, Any]] = {
    "tasks": ("tasks", 1), "human_hours": ("human", HOUR), "ai_minutes": ("ai", MINUTE),
    "supervision_minutes": ("time", MINUTE), "tokens": ("tokens", 1), "leverage": ("human", "ai"),
    "supervisory": ("supervised", "time"), "weeks": ("human", 40 * HOUR), "working_days": ("human", 8 * HOUR),
    "human": ("human", HOUR), "ai": ("ai", MINUTE), "supervision": ("time", MINUTE), "factor": ("human", "ai"),
    "task": ("human", "ai"), "days": ("days", 1),
}  # fmt: skip
OF_DAYS, DECIMALS, CLAIMS = tuple(FIGURES)[:7], {"leverage": 1, "supervisory": 1}, "data/claims.json"
VERDICTS = {True: "confirmed", False: "refuted", None: "undecided"}
_TAG, _ATTRIBUTE = re.compile(r"<([^<>]*)>([^<]*)"), re.compile(r'\s([a-z_-]{1,30})="([^"]*)"')
_DIGITS, _URL, REMOTE = re.compile(r"\d+(?:\.\d+)?"), re.compile("<loc>([^<]*)</loc>"), ("http://", "https://")
_ENTRY = re.compile(r'"_leverage": (\{[^{}]*\})|<leverage:figures([^<>]*)/>')
_FEED = re.compile(r'"next_url": "([^"]*)"|href="([^"<>]*)" rel="prev-archive"|xmlUrl="([^"]*)"')

PAIRS, _dumps = (("part", "whole"), ("left", "right"), ("amount", "")), json.JSONEncoder(ensure_ascii=False).encode


def _add(parts: Iterable[Sums]) -> Sums:
    some = [{**NONE, "time": None, "tokens": None}, *parts]
    known = {name: [part[name] for part in some if part[name] is not None] for name in some[0]}
    sums = {name: sum(values[1:], values[0]) if values else None for name, values in known.items()}
    return {**sums, "tokens": None} if sums["gaps"] else sums


def _ratio(sums: Sums, figure: str) -> Any:
    part, whole = (sums[one] if isinstance(one, str) else one for one in FIGURES[figure])
    return None if part is None or not whole else part / whole


def _figures(parts: Iterable[Sums]) -> set[float]:
    return {number for sums in parts for name in FIGURES if (number := _ratio(sums, name)) is not None}


def _terms(days: Iterable[Sums]) -> Iterable[Sums]:
    parts: dict[str, list[Sums]] = {}
    for day in days:
        for row in (day, *day["rows"].values()):
            # A tag of a day is one of all that it has.
            for name in row["names"] - (set() if row is day else day["names"]):
                parts.setdefault(name, []).append(row["sums"])
    return map(_add, parts.values())


def _number(text: str) -> float:
    if text not in (repr(number := float(text)), f"{number:.0f}"):  # else there were digits that say nothing
        raise ValueError(f"{text} is not written as {number!r}")
    return number


def _within(value: float, at: Sums, is_closed: bool = True) -> bool:
    low, high = (float(end if at[name] is None else at[name]) for name, end in (("low", "-inf"), ("high", "inf")))
    return low - abs(value) * 1e-9 <= value <= high + abs(value) * 1e-9 if is_closed else low < value < high


def _prints(text: str, number: float, signs: Sequence[str]) -> bool:
    """Return whether a text says a number, `12 h 22 min`, `~4.83M` or in words; `signs` group its digits."""
    found = _DIGITS.findall(text.partition(" (")[0].replace(signs[0], "").replace(signs[1], "."))
    if len(found) != 1:
        return not found or round(number) == float(found[0]) * 60 + float(found[1])
    step, said = 0.500001 * 10.0 ** -len(found[0].partition(".")[2]), float(found[0])
    return any(abs(said * one - number) <= step * one for one in (1, 60, 1000, 1e6) if one == 1 or said >= 1)


class _OneSite(HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        is_same = urlsplit(newurl)[:2] == urlsplit(req.full_url)[:2]
        return super().redirect_request(req, fp, code, msg, headers, newurl) if is_same else None


class Verification:
    """The check of a site in a folder or on a host; `faults` are the places where something is wrong, and what."""

    def __init__(self, target: str) -> None:
        self.is_remote, self.base, self.reading = target.lower().startswith(REMOTE), "", ""
        self.root = (target if self.is_remote else Path(target).resolve().as_uri()).rstrip("/") + "/"
        self.files, self.claims, self.known, self.faults = 0, -1, set[float](), list[tuple[str, str]]()
        # The place and the text of each page; the days of each period by its key, and all days by "".
        self.texts, self.groups = dict[str, tuple[str, str]](), dict[str, list[Sums]]()
        for check in (self._check_data, self._check_pages, self._check_feeds, self._check_claims):
            with self._at():
                # Without data there is nothing to hold the rest against.
                check() if self.groups or not self.faults else None

    @contextmanager
    def _at(self, place: str = "") -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 (what a site holds may be wrong in any way)
            cause = getattr(error, "reason", error)
            is_missing = isinstance(cause, FileNotFoundError) or getattr(error, "code", 0) == 404
            what = getattr(cause, "strerror", None) or f"{type(error).__name__}: {error}"
            if not is_missing or not self.reading.endswith(CLAIMS):
                self._fault(place or self.reading, "is missing" if is_missing else f"cannot be checked: {what}")

    def _fault(self, *texts: str) -> None:
        place, text = ("".join([c if c.isprintable() else "?" for c in one[:MOST_SIGNS]]) for one in texts)
        self.faults += [(place, text)] if len(self.faults) < MOST_FAULTS else []

    def _expect(self, place: str, found: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
        for name in [name for name, value in expected.items() if found.get(name) != value]:
            self._fault(place, f"{name} is {found.get(name)!r}, expected {expected[name]!r}")

    def _read(self, path: str) -> str:
        path, self.files = path + ("index.html" if path[-1:] in ("", "/") else ""), self.files + 1
        self.reading, address = self.root + path if self.is_remote else unquote(path), self.root + path
        if self.files > MOST_FILES or ".." in unquote(path):
            raise ValueError(f"it is none of the first {MOST_FILES:,} files of the site")
        data, end = bytearray(), monotonic() + MOST_SECONDS
        with build_opener(_OneSite()).open(address, timeout=SECONDS) as opened:
            while len(data) <= MOST_BYTES and monotonic() < end and (part := opened.read1(1 << 16)):
                data += part
        if len(data) > MOST_BYTES or monotonic() >= end:
            raise ValueError(f"it has more than {MOST_BYTES:,} bytes, or takes more than {MOST_SECONDS} seconds")
        return data.decode()

    def _rows(self, name: str) -> list[Sums]:
        rows: list[Sums] = json.loads(self._read(f"data/{name}.json"), parse_float=_number)[name]
        table = list(csv.DictReader(io.StringIO(self._read(f"data/{name}.csv"), newline="")))
        self._expect(f"data/{name}.csv", {"number of rows": len(table)}, {"number of rows": len(rows)})
        for number, (row, cells) in enumerate(zip(rows, table, strict=False), 1):
            known = {key: "" if value in (None, [], {}) else value for key, value in row.items()}
            known |= {key: "; ".join(known[key]) for key in ("tags", "day_tags") if key in row}
            texts = {key: one if isinstance(one, str) else _dumps(one) for key, one in known.items()}
            self._expect(f"data/{name}.csv row {number}", cells, texts)
        return rows

    def _check_data(self) -> None:
        of_day: dict[str, list[Sums]] = {}
        for row in self._rows("tasks"):
            of_day.setdefault(row["date"], []).append(row)
        for day in self._rows("days"):
            with self._at(place := f"data/days.json {day['date']}"):
                if day["withdrawn"] is None:
                    self._add_day(place, day, of_day.pop(day["date"], []))
                else:
                    self._expect(place, day, dict.fromkeys(OF_DAYS))
        self._expect("data/tasks.json", {"dates of no day": [*of_day]}, {"dates of no day": []})

    def _add_day(self, place: str, day: Sums, rows: list[Sums]) -> None:
        tokens, least, when = day["tokens"], sum(row["tokens"] or 0 for row in rows), day["date"]
        for number, row in enumerate(rows, 1):
            human, minutes = row["human_hours"] * HOUR, row["supervision_minutes"]
            time = {"time": None} if minutes is None else {"time": minutes * MINUTE, "supervised": human}
            sums = NONE | {"tasks": 1, "human": human, "ai": row["ai_minutes"] * MINUTE, **time}
            row["sums"] = sums | {"tokens": row["tokens"], "gaps": row["tokens"] is None}
            url = f"{day['url']}#t--{quote(row['id'], safe='/-._~!$()*,;=@:%&')}"
            factors = {"factor": _ratio(sums, "leverage"), "supervisory": _ratio(sums, "supervisory")}
            expected = {"n": number, "permalink": url, "day_tokens": tokens, **factors}
            self._expect(f"data/tasks.json {when} {row['id']}", row, expected)
            project = [f"project {row['project'].casefold()}"] if row["project"] else []
            row["names"] = {*project, *[f"tag {tag.casefold()}" for tag in row["tags"]]}
        day["sums"] = _add([row["sums"] for row in rows]) | {"tokens": tokens, "gaps": 0, "days": 1}
        expected = {name: _ratio(day["sums"], name) for name in OF_DAYS}
        self._expect(place, day, expected | {"tokens": max(least, tokens or 0) or tokens})
        day["names"] = {f"tag {tag.casefold()}" for row in rows[:1] for tag in row["day_tags"]}
        year, week, _ = date.fromisoformat(when).isocalendar()
        day["keys"] = {"day": when, "week": f"{year}-W{week:02}", "month": when[:7], "year": when[:4], "all": ""}
        day["rows"] = {row["id"]: row for row in rows}
        for key in day["keys"].values():
            self.groups.setdefault(key, []).append(day)

    def _counted(self, kind: str, key: str, as_of: str = "9") -> dict[str, Sums]:
        """Return the sums of each day of a scope that is no later than `as_of`."""
        group = self.groups.get(key if kind in ("day", "week", "month", "year") else "", [])
        days = {day["date"]: day for day in group if day["date"] <= as_of}
        if kind == "project":
            name = f"project {key.casefold()}"
            rows = {at: [row for row in day["rows"].values() if name in row["names"]] for at, day in days.items()}
            return {at: _add([row["sums"] for row in some]) for at, some in rows.items() if some}
        begin = as_of if kind == "days" else key if kind in ("since", "after") else f"{date.min}"
        first = f"{date.fromisoformat(begin) - timedelta(int(key) - 1 if kind == 'days' else -(kind == 'after'))}"
        return {when: day["sums"] for when, day in days.items() if when >= first}

    def _parts(self, of: Sums) -> dict[str, Sums]:
        """Return the sums of the days that a claim or an amount is of, or those of tasks of its day."""
        kind, when, some = of["scope"]["kind"], of["as_of"], of["tasks"]
        if kind != "day" or ("without" in of and not some):
            return self._counted(kind, of["scope"]["key"], when)
        rows, is_without = self.groups[when][0]["rows"] if when in self.groups else {}, of.get("without", False)
        return {name: row["sums"] for name, row in rows.items() if (name in (some or rows)) != is_without}

    def _amount(self, of: Sums) -> float | None:
        return _ratio(_add(parts.values()), of["figure"]) if (parts := self._parts(of)) else None

    def holds(self, claim: Sums) -> bool | None:
        """Return whether a claim is true, None where a figure that it needs is unknown."""
        form, printed = claim["form"], claim.get("printed")
        if form == "date":
            return bool(date.fromisoformat(claim["date"]).weekday() == claim["weekday"])
        if "figure" not in claim:
            return self._compares(claim)
        parts, decimals = self._parts(claim), DECIMALS.get(claim["figure"], 15)
        values = {name: _ratio(sums, claim["figure"]) for name, sums in parts.items() if sums["tasks"]}
        known = {name: value for name, value in values.items() if value is not None}
        if form == "superlative":
            ordered = sorted(known.values(), reverse=claim["end"] == "highest")
            target = ordered[claim["place"] - 1 :][:1]
            if not target or (printed and not _within(target[0], printed)):
                return False if ordered else None
            own = [round(known[name], decimals) for name in claim["subject"] if name in known]
            return round(target[0], decimals) in own if own else None if claim["subject"] else True
        condition, is_closed = claim["condition" if form == "count" else "printed"], claim.get("closed", True)
        fitting = sum(_within(value, condition, is_closed) for value in known.values())
        is_whole = not claim["tasks"] or fitting == len(values)
        return _within(fitting, claim["printed"]) if form == "count" else is_whole and fitting >= claim["number"]

    def _compares(self, claim: Sums) -> bool | None:
        one, other = next(names for names in PAIRS if names[0] in claim)
        left, right = self._amount(claim[one]), self._amount(claim[other]) if other else 1
        if left is None or right is None:
            return None
        if one != "left":
            return _within(left * (100 if other else 1) / right, claim["printed"]) if right else None
        if (by := claim["by"]) or claim["times"]:
            return _within(left - right, by) if by else bool(right) and _within(left / right, claim["times"])
        decimals = DECIMALS.get(claim["left"]["figure"], 15)
        is_alike = round(left, decimals) == round(right, decimals)
        return {"equal": is_alike, "higher": left > right, "lower": left < right}[claim["relation"]]

    def _check_pages(self) -> None:
        named = self._read("robots.txt").partition("Sitemap: ")[2].split()
        urls = [*map(unescape, _URL.findall(self._read(named[0].rpartition("/")[2] if named else "sitemap.xml")))]
        self.base, days = min(urls, key=len), {day["url"]: day for day in self.groups.get("", [])}
        some = [row["sums"] for day in days.values() for row in day["rows"].values()]
        some += [_add([day["sums"] for day in group]) for group in self.groups.values()]
        some += [sums for key, group in self.groups.items() if len(key) < 10 for sums in _terms(group)]
        some += accumulate([day["sums"] for day in days.values()], lambda *pair: _add(pair))
        self.known = _figures(some)
        for url in dict.fromkeys([*days, *urls]):
            with self._at():
                self._check_page(url, self._read(url.removeprefix(self.base)), days.get(url))

    def _check_page(self, url: str, html: str, day: Sums | None) -> None:
        own = _figures(one["sums"] for one in (day, *day["rows"].values())) if day else self.known
        signs, texts, name = [",", "."], list[str](), ""
        for tag, text in _TAG.findall(html):
            outer, name, words = name, tag.partition(" ")[0], dict(_ATTRIBUTE.findall(tag))
            # The number of a footnote is no part of a sentence.
            texts += [] if name in ("script", "style") or outer == "sup" else [text]
            if "data-group" in words:
                signs = [unescape(words["data-group"]), unescape(words["data-decimal"])]
            value, figure = words.get("value", ""), words.get("data-figure", "").partition(":")[0]
            is_key = outer == "h1" and value != "" and value in url.removeprefix(self.base)
            own = self._of_period(value) if is_key else own
            if name != "data" or not value or not text or is_key:
                continue
            number, expected = _number(value), self._live(figure, day) if figure else own
            if expected and number not in expected and (day or "".join(filter(str.isdigit, text)) != value):
                self._fault(self.reading, f"{value} ({text}) is no figure of it")
            elif not {"rank", "task"} & {*figure.split(".")[1:]} and not _prints(unescape(text), number, signs):
                self._fault(self.reading, f"{text} is printed, expected {value}")
        self.texts[url] = self.reading, "".join(unescape("".join(texts)).split())

    def _of_period(self, key: str) -> set[float]:
        """Return what a page of a period may show: its figures, those of the one before, of its days and tasks."""
        before = max((one for one in self.groups if len(one) == len(key) and one < key), default=key)
        days, days_before = self.groups.get(key, []), self.groups.get(before, [])
        parts = [row["sums"] for day in days for row in (day, *day["rows"].values())]
        return _figures([*parts, *[_add([day["sums"] for day in some]) for some in (days, days_before)]])

    def _live(self, name: str, day: Sums | None) -> set[float]:
        """Return what a live figure of a page may be, of days up to that of the page where it is one's."""
        *path, figure = name.split(".")
        end, kind = path.pop() if {*path[-1:]} & {"highest", "lowest", "median"} else "", (path or ["day"])[0]
        if not day or kind in ("previous", "task", "project", "tag"):
            parts = [*_terms([day]), *[row["sums"] for row in day["rows"].values()]] if day else ()
            return set() if "median" in name else self.known | _figures(parts)
        if is_rank := "rank" in name:
            kind, figure, path = "week" if figure == "rank" else figure, kind, []
        days = self._counted("day" if kind == "on" else kind, [*path[1:], day["keys"].get(kind)][0], day["date"])
        rows = [row["sums"] for at in days for row in self.groups[at][0]["rows"].values()]
        some = rows if figure in ("factor", "task") else days.values() if end or is_rank else [_add(days.values())]
        them = [number for sums in some if (number := _ratio(sums, figure)) is not None]
        places = {"highest": (-1, -1), "median": ((len(them) - 1) // 2, len(them) // 2)}.get(end, (0, 0))
        return {1.0 + sum(n > them[-1] for n in them) if is_rank else sum(sorted(them)[n] for n in places) / 2}

    def _check_feeds(self) -> None:
        paths = ["feeds.opml", "feed.xml", "atom.xml", "feed.json"]
        for path in paths:
            with self._at():
                text = self._read(path)
                linked = [unescape("".join(urls)).removeprefix(self.base) for urls in _FEED.findall(text)]
                linked += [one.replace(".rss.xml", end) for one in linked for end in (".atom.xml", ".json")]
                paths += sorted(set(linked) - set(paths))
                for data, words in _ENTRY.findall(text):
                    told: Sums = json.loads(data or "{}", parse_float=str, parse_int=str)
                    told |= dict(_ATTRIBUTE.findall(words))
                    key = told.get("date") or told["week"]
                    sums = _add([day["sums"] for day in self.groups[key]])
                    numbers = {name: _number(one) for name in OF_DAYS if (one := told.get(name)) is not None}
                    self._expect(f"{path} {key}", numbers, {name: _ratio(sums, name) for name in OF_DAYS})

    def _check_claims(self) -> None:
        found = json.loads(self._read(CLAIMS), parse_float=_number)
        claims = [(text, claim) for text in found["texts"] for claim in text["claims"]]
        self.claims, found["claims"] = len(claims), [claim for _, claim in claims]
        for part in (found, *found["texts"]):
            some = [claim["verdict"] for claim in part["claims"]]
            counts = {name: some.count(name) for name in (*VERDICTS.values(), "off")} | {"found": len(some)}
            self._expect(CLAIMS, part, {"coverage": counts})
        for text, claim in claims:
            with self._at(place := f"{self.texts.get(text['url'], [CLAIMS])[0]} “{claim['sentence']}”"):
                self._check_claim(place, text, claim)

    def _check_claim(self, place: str, text: Sums, claim: Sums) -> None:
        rest = json.dumps({name: value for name, value in claim.items() if name != "id"}, sort_keys=True)
        expected = {"id": sha256(rest.encode()).hexdigest()[:16]}
        expected |= {"printed": claim["sentence"][claim["begin"] : claim["end"]]}
        found, verdict = {**claim, "url": text["url"]}, f"the verdict on {claim['printed']!r}"
        if "".join(claim["sentence"].split()) not in self.texts[text["url"]][1]:
            self._fault(place, "does not stand on its page")
        if claim["verdict"] in ("confirmed", "refuted"):
            found[verdict], expected[verdict] = claim["verdict"], VERDICTS[self.holds(claim["reading"])]
        key, is_day = text["of"]["key"], text["of"]["kind"] == "day"
        expected["url"] = self.groups[key][0]["url"] if is_day else text["url"] if key in text["url"] else key
        self._expect(place, found, expected)


def main(arguments: Sequence[str]) -> int:
    """Check a site and say what is wrong. Returns 0 where nothing is, else 1."""
    targets = [one for one in arguments if not one.startswith("--")]
    if len(targets) != 1 or not (targets[0].lower().startswith(REMOTE) or Path(targets[0]).is_dir()):
        sys.exit("usage: verify.py [--json] FOLDER|URL, where there must be such a folder")
    checked = Verification(*targets)
    faults, claims = [{"place": place, "fault": text} for place, text in checked.faults], max(checked.claims, 0)
    lines = [f"{place}: {text}" for place, text in checked.faults]
    lines += ["No claim was checked: no data/claims.json was read."] if checked.claims < 0 else []
    lines.append(f"{len(faults)} faults in {checked.files:,} files with {claims:,} claims")
    answer = {"version": 1, "faults": faults, "files": checked.files, "claims": claims}
    sys.stdout.write(_dumps(answer) + "\n" if "--json" in arguments else "\n".join([*lines, ""]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
