"""What the pages of the example year must say, computed from its data files in fractions, and printed.

Nothing here comes from the package: sums and ratios are those of docs/statistics.md, and so are the printed forms.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

BASE = "https://example.org/"
ASSISTANT = "Claude"
UNKNOWN = "–"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATA = ("tasks", "human_hours", "ai_minutes", "supervision_minutes", "tokens", "leverage", "supervisory")


def exact(number: float | None) -> Fraction | None:
    """Return the number of hours or minutes, whole in microseconds, that a float of the data stands for."""
    return None if number is None else Fraction(round(Fraction(number) * 3_600_000_000), 3_600_000_000)


def plain(value: Fraction | None, form: str, unit: str = "") -> str:
    return UNKNOWN if value is None else format(float(value), form) + unit


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def short(value: Fraction | None, unit: str) -> str:
    """Format a cell of the task log: two decimals at most."""
    return UNKNOWN if value is None else f"{float(value):.2f}".rstrip("0").rstrip(".") + unit


def factor(value: Fraction | None) -> str:
    text = plain(value, ",.1f", "x")
    return re.sub(r"(?<=,\d{3})\.0x", "x", text)


def short_count(count: int) -> str:
    if count >= 1_000_000 and count % 10_000 == 0:
        return f"{Decimal(count) / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{count // 1000}k" if 1000 <= count < 1_000_000 and count % 1000 == 0 else f"{count:,}"


def three_digits(count: int) -> str:
    """Format tokens to three digits, in thousands or millions."""
    places = max(0, len(str(count)) - 3)
    rounded = round(Fraction(count, 10**places)) * 10**places
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if rounded >= size:
            return f"{float(Fraction(rounded, size)):,.2f}".rstrip("0").rstrip(".") + unit
    return str(rounded)


def read_aloud(value: Fraction) -> str:
    """Format a total for a sentence or a large figure: without decimals from ten thousand on."""
    return plain(value, ",.0f") if value >= 10_000 else factor(value).removesuffix("x")


def time(value: Fraction | None, unit: str = " min") -> str:
    """Format minutes as hours and minutes, or as hours where they are many."""
    if value is None or value < 120:
        return minutes(value) + (unit if value is not None else "")
    hours, rest = divmod(round(value), 60)
    if hours >= 100:
        return plain(value / 60, ",.0f") + " h"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def minutes(value: Fraction | None) -> str:
    return plain(value, ",.0f" if value is None or value.denominator == 1 else ",.1f")


def long_date(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def day_range(first: date, last: date) -> str:
    begin, end = long_date(first), long_date(last)
    if first.year == last.year:
        begin = begin.removesuffix(f", {first.year}")
    if (first.year, first.month) == (last.year, last.month):
        return f"{begin}–{end.split(maxsplit=1)[1]}"
    return f"{begin} – {end}"


def day_name(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {long_date(day)}"


def percent(value: Fraction) -> str:
    text = plain(value, ".1f")
    if float(text) >= 10:
        text = plain(value, ".0f")
    return ("0" if text == "0.0" else text) + "%"


def short_date(day: date, beside: date) -> str:
    """Return a day without its weekday, and without its year where it is that of the day beside it."""
    text = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return text if day.year == beside.year else f"{text} {day.year}"


def short_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def change(now: Fraction | None, before: Fraction | None) -> str:
    """Format the change in per cent, or how many times as much it is."""
    if now is None or not before:
        return UNKNOWN
    moved = (now / before - 1) * 100
    if round(moved) >= 200:
        return factor(now / before).removesuffix("x") + " times"
    text = percent(abs(moved))
    return f"±{text}" if text == "0%" else ("+" if moved > 0 else "−") + text


def changes(now: "Sums", before: "Sums") -> dict[str, str]:
    """Format the change of each figure; sums of different numbers of recorded days are compared per recorded day."""
    found = {}
    for name, value in now.numbers.items():
        new, old = value, before.numbers[name]
        if name not in ("leverage", "supervisory") and None not in (new, old):
            new, old = new / now.days, old / before.days
        found[name] = change(new, old)
    if now.missing or before.missing:
        found["tokens"] = UNKNOWN
    found["weeks"] = found["human_hours"] if before.human else UNKNOWN
    return found


def share(part: Fraction, whole: Fraction) -> str:
    return percent(part / whole * 100)


@dataclass(frozen=True)
class Task:
    """A row of data/tasks.json, its times exact."""

    date: date
    n: int
    title: str
    human: Fraction
    ai: Fraction
    supervision: Fraction | None
    tokens: int | None
    project: str | None
    tags: tuple[str, ...]
    assistant: str | None
    note: str | None
    links: tuple[str, ...]
    estimated: bool = False

    @property
    def tokens_text(self) -> str:
        if self.tokens is None:
            return UNKNOWN
        return f"~{three_digits(self.tokens)}" if self.estimated else short_count(self.tokens)

    @property
    def factor(self) -> Fraction:
        return self.human * 60 / self.ai

    @property
    def supervisory(self) -> Fraction | None:
        return self.human * 60 / self.supervision if self.supervision else None

    @property
    def cells(self) -> dict[str, str]:
        """The figures as the task log prints them."""
        return {
            "human": short(self.human, "h"),
            "ai": short(self.ai, "m"),
            "supervision": short(self.supervision, "m"),
            "tokens": self.tokens_text,
            "factor": factor(self.factor),
            "supervisory": factor(self.supervisory),
        }


def doer(tasks: Iterable[Task], several: str = "AI") -> str:
    """Return who did some tasks, or what several assistants are called."""
    names = {task.assistant or ASSISTANT for task in tasks} or {ASSISTANT}
    return names.pop() if len(names) == 1 else several


@dataclass(frozen=True)
class Part:
    """A day, or some tasks of one, with the tokens that are known of it."""

    date: date
    tasks: tuple[Task, ...]
    tokens: int | None
    estimated: bool = False
    whole: bool = True


class Sums:
    """The figures of some days or parts of days; None is unknown."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = list(parts)
        self.rows = [task for part in self.parts for task in part.tasks]
        self.days, self.tasks = len(self.parts), len(self.rows)
        self.human = sum((task.human for task in self.rows), Fraction())
        self.ai = sum((task.ai for task in self.rows), Fraction())
        stating = [task for task in self.rows if task.supervision is not None]
        self.supervised = sum((task.human for task in stating), Fraction())
        self.supervision = sum((task.supervision or 0 for task in stating), Fraction()) if stating else None

    @cached_property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if part.tasks and part.tokens is None]

    @cached_property
    def tokens(self) -> int | None:
        known = [part.tokens for part in self.parts if part.tokens is not None]
        return sum(known) if known and all(part.whole for part in self.missing) else None

    @cached_property
    def leverage(self) -> Fraction | None:
        return self.human * 60 / self.ai if self.ai else None

    @cached_property
    def supervisory(self) -> Fraction | None:
        return self.supervised * 60 / self.supervision if self.supervision else None

    @cached_property
    def numbers(self) -> dict[str, Fraction | None]:
        known = (Fraction(self.tasks), self.human, self.ai, self.supervision)
        tokens = None if self.tokens is None else Fraction(self.tokens)
        return dict(zip(DATA, (*known, tokens, self.leverage, self.supervisory), strict=True))

    @cached_property
    def note(self) -> str:
        """What the tokens leave out."""
        return f"{counted(len(self.missing), 'day')} unknown" if self.tokens and self.missing else ""

    @cached_property
    def tokens_text(self) -> str:
        if self.tokens is None:
            return UNKNOWN
        rough = any(part.estimated for part in self.parts if part.tokens is not None)
        return f"~{three_digits(self.tokens)}" if rough else f"{self.tokens:,}"

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every figure as printed."""
        return {
            "tasks": f"{self.tasks:,}",
            "human_hours": plain(self.human, ",.1f"),
            "ai_minutes": minutes(self.ai),
            "supervision_minutes": minutes(self.supervision),
            "tokens": self.tokens_text + (f" ({self.note})" if self.note else ""),
            "leverage": factor(self.leverage),
            "supervisory": factor(self.supervisory),
            "weeks": plain(self.human / 40, ",.1f"),
        }

    @cached_property
    def large(self) -> dict[str, str]:
        """Every figure as it is printed large and in sentences."""
        tokens = UNKNOWN if self.tokens is None else three_digits(self.tokens)
        return {
            "tasks": self.texts["tasks"],
            "human_hours": read_aloud(self.human),
            "ai_minutes": time(self.ai),
            "supervision_minutes": time(self.supervision),
            "tokens": f"~{tokens}" if self.tokens_text.startswith("~") else tokens,
            "leverage": self.texts["leverage"],
            "supervisory": self.texts["supervisory"],
            "weeks": read_aloud(self.human / 40),
        }

    @cached_property
    def exact(self) -> list[str]:
        """The numbers of the aggregates as the data files have them."""
        numbers = [*self.numbers.values(), self.human / 40]
        counts = (*["int"] * 5, "float", "float", "float")
        return [_exact(number, kind == "int") for number, kind in zip(numbers, counts, strict=True)]


@dataclass(frozen=True)
class Day:
    """A day of data/days.json with its tasks, its title and the file of its page."""

    part: Part
    tags: tuple[str, ...]
    title: str
    headline: str
    updated: str
    file: str

    @property
    def date(self) -> date:
        return self.part.date

    @cached_property
    def sums(self) -> Sums:
        return Sums([self.part])


@dataclass(frozen=True)
class Period:
    """A week, a month or a year: its title, first and last day, file, and the days that have a record."""

    key: str
    title: str
    first: date
    last: date
    file: str
    days: tuple[Day, ...]

    @cached_property
    def sums(self) -> Sums:
        return Sums(day.part for day in self.days)

    @property
    def span(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class Year:
    """All of the data; `source` is the site that it was built from, which alone knows estimates and titles."""

    def __init__(self, source: Path, days: bytes, tasks: bytes) -> None:
        self.rows = json.loads(days)["days"]
        self.raw = json.loads(tasks)["tasks"]
        of_day: dict[str, list[dict]] = {}
        for row in self.raw:
            of_day.setdefault(row["date"], []).append(row)
        records = source / "content" / "records"
        self.days = [
            _day(row, of_day.get(row["date"], []), next(records.rglob(f"{row['date']}.md")).read_text())
            for row in self.rows
        ]
        self.by_date = {day.date: day for day in self.days}
        self.all = Sums(day.part for day in self.days)
        self.newest = self.days[-1].date

    @cached_property
    def weeks(self) -> list[Period]:
        return self._periods(lambda day: day - timedelta(days=day.weekday()), _week)

    @cached_property
    def months(self) -> list[Period]:
        return self._periods(lambda day: day.replace(day=1), _month)

    @cached_property
    def years(self) -> list[Period]:
        return self._periods(lambda day: day.replace(month=1, day=1), _year)

    def _periods(self, first: Callable[[date], date], made: Callable[..., Period]) -> list[Period]:
        groups: dict[date, list[Day]] = {}
        for day in self.days:
            groups.setdefault(first(day.date), []).append(day)
        return [made(start, tuple(days)) for start, days in groups.items()]

    def frame(self, first: date) -> list[Day]:
        return [day for day in self.days if day.date >= first]

    @cached_property
    def projects(self) -> dict[str, list[Part]]:
        return _projects(self.days)

    @cached_property
    def tags(self) -> dict[str, list[Part]]:
        return tag_parts(self.days)


def tag_parts(days: Iterable[Day]) -> dict[str, list[Part]]:
    """Return the parts of days by tag: the whole day where the day carries it, else the tasks that do."""
    found: dict[str, list[Part]] = {}
    for day in days:
        for tag in dict.fromkeys((*day.tags, *(tag for task in day.part.tasks for tag in task.tags))):
            some = _some(day.part, lambda task, tag=tag: tag in task.tags)
            found.setdefault(tag, []).append(day.part if tag in day.tags else some)
    return found


def project_parts(days: Iterable[Day]) -> dict[str, list[Part]]:
    return _projects(days)


def ordered(terms: dict[str, list[Part]]) -> list[tuple[str, Sums]]:
    """Sort terms by hours, the most first, and by name."""
    sums = [(name, Sums(parts)) for name, parts in terms.items()]
    return sorted(sums, key=lambda term: (-term[1].human, term[0].casefold()))


def best_tasks(days: Sequence[Day], count: int) -> list[Task]:
    """Return the tasks with the highest factors, of equal ones the earliest first."""
    return sorted(Sums(day.part for day in days).rows, key=lambda task: -task.factor)[:count]


def worst_tasks(days: Sequence[Day], count: int, other: Sequence[Task]) -> list[Task]:
    rows = sorted(Sums(day.part for day in days).rows, key=lambda task: task.factor)
    return [task for task in rows if task not in other][:count]


def working(days: Iterable[Day]) -> list[Day]:
    return [day for day in days if day.sums.tasks]


def _projects(days: Iterable[Day]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for day in days:
        for name in dict.fromkeys(task.project for task in day.part.tasks if task.project):
            found.setdefault(name, []).append(_some(day.part, lambda task, name=name: task.project == name))
    return found


def _some(part: Part, wanted: Callable[[Task], bool]) -> Part:
    """Return a part of a day; its tokens are known only if each of its tasks states them."""
    tasks = tuple(task for task in part.tasks if wanted(task))
    counts = [task.tokens for task in tasks]
    known = sum(count for count in counts if count is not None)
    return Part(part.date, tasks, None if None in counts else known, whole=False)


def _day(row: dict, raw: list[dict], source: str) -> Day:
    day = date.fromisoformat(row["date"])
    tasks = tuple(_task(day, item, source) for item in raw)
    stated = raw[0]["day_tokens"] if raw else row["tokens"]
    counts = [task.tokens for task in tasks if task.tokens is not None]
    keys = dict(re.findall(r"^(title|tags|tokens|updated): \"?(.*?)\"?$", source, re.MULTILINE))
    part = Part(
        day,
        tasks,
        stated if stated is not None else sum(counts) if counts else None,
        estimated=keys.get("tokens", "").startswith("~"),
    )
    return Day(
        part,
        tuple(keys.get("tags", "").strip("[]").split(", ")),
        keys.get("title", f"Leverage Record: {MONTHS[day.month - 1]} {day.day:02}, {day.year}"),
        keys.get("title") or _headline(source.split("\n---\n", 1)[1]) or long_date(day),
        keys.get("updated", ""),
        row["url"].removeprefix(BASE),
    )


def _headline(body: str) -> str:
    """Return the first clause of a lead, of 24 letters or more, without its markup."""
    lead = " ".join(body.strip().partition("\n\n")[0].split())
    lead = re.sub(r"[*`]|\[([^]]*)\]\([^)]*\)", r"\1", "" if lead.startswith("#") else lead)
    sentence = re.split(r"[.!?](?:\s|$)", lead)[0]
    ends = (mark.start() for mark in re.finditer(r"[,;:](?=\s)| –(?=\s)", sentence))
    clause = sentence[: next((end for end in ends if end >= 24), len(sentence))]
    return clause if len(clause) <= 72 else clause[:72].rpartition(" ")[0] + "…"


def _task(day: date, row: dict, source: str) -> Task:
    own = source.partition(row["task"])[2].partition("\n- ")[0].partition("\n---")[0]
    return Task(
        day,
        row["n"],
        row["task"],
        exact(row["human_hours"]) or Fraction(),
        exact(row["ai_minutes"]) or Fraction(),
        exact(row["supervision_minutes"]),
        row["tokens"],
        row["project"],
        tuple(row["tags"]),
        row["assistant"] if "\n  assistant: " in own else None,
        row["note"],
        (
            *([row["url"].removeprefix("https://")] if row["url"] else []),
            *(link["title"] for link in row["links"]),
        ),
        row["tokens_estimated"] is True,
    )


def _exact(number: Fraction | None, is_short: bool) -> str:
    if number is None:
        return ""
    return str(int(number)) if is_short and number.denominator == 1 else str(float(number))


def _week(monday: date, days: tuple[Day, ...]) -> Period:
    year, number, _ = monday.isocalendar()
    key = f"{year}-W{number:02}"
    last = monday + timedelta(days=6)
    return Period(key, f"Week {number}, {year}", monday, last, f"weeks/{key}.html", days)


def _month(first: date, days: tuple[Day, ...]) -> Period:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    title = f"{MONTHS[first.month - 1]} {first.year}"
    return Period(f"{first:%Y-%m}", title, first, last, f"months/{first:%Y-%m}.html", days)


def _year(first: date, days: tuple[Day, ...]) -> Period:
    return Period(
        str(first.year), str(first.year), first, date(first.year, 12, 31), f"years/{first.year}.html", days
    )
