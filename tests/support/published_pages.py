"""Write pages as they are published: six layouts of the task log, in every style that they are copied in.

The other side of the importer, and nothing of it: it knows what a page looks like, not how one is read.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from html import escape

LAYOUTS = ("L1", "L2", "L3", "L4", "L5", "L6")
STYLES = ("glued", "spaced", "pipes", "headed pipes", "html", "newer html")

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
HEADINGS = {
    "L1": ("#", "Task", "Human Est.", "Claude", "Leverage"),
    "L2": ("Task", "Human Est.", "Claude Time", "Tokens", "Leverage"),
    "L3": ("#", "Task", "Human Est.", "Claude", "Supv.", "LF", "SLF"),
    "L4": ("#", "Task", "Human Est.", "Claude", "Sup.", "Factor", "Sup. Factor"),
    "L5": ("#", "Task", "Human Est.", "Claude", "Weeks", "Factor", "Sup. Factor"),
    "L6": ("#", "Task", "Human Est.", "Claude", "Sup.", "Factor", "Sup. Factor"),
}
SUPERVISED = frozenset({"L3", "L4", "L5", "L6"})
AUTHOR = "About the author: somebody who builds things and writes down how long they take."
ABOUT = ("About These Records", "Only work on the author's own projects is counted here.")
CALL = ("Let's Build Something!", "Write to the author if there is something to build.")


@dataclass(frozen=True)
class Row:
    """A task: hours, minutes, minutes of supervision, thousands of tokens."""

    title: str
    human: Decimal
    ai: Decimal
    supervision: Decimal = Decimal(1)
    tokens: int | None = None

    @property
    def factor(self) -> Decimal:
        return self.human * 60 / self.ai

    @property
    def supervisory(self) -> Decimal:
        return self.human * 60 / self.supervision


@dataclass(frozen=True)
class Sum:
    """A row of sums below the `end`-th task: of the tasks from the `start`-th on, in hours with so many decimals."""

    name: str
    start: int
    end: int
    places: int | None = None


@dataclass(frozen=True)
class Day:
    """The content of a page."""

    date: date
    rows: tuple[Row, ...]
    tags: tuple[str, ...] = ("AI", "Time Record")
    lead: tuple[str, ...] = ("A quiet day of small repairs.",)
    analysis: tuple[str, ...] = ("The first task went best.",)
    tokens: int = 1_234_000
    title: str = ""
    extra: str = field(default="")
    sums: tuple["Sum", ...] = ()

    @property
    def heading(self) -> str:
        day = self.date
        return self.title or f"Leverage Record: {MONTHS[day.month - 1]} {day.day:02}, {day.year}"


# A day whose titles, figures and prose are hard to read back.
TITLES = (
    "62-spec tier written, checked and put in order",
    "Close the gap from 31pp to 10pp (v24-v26 iterations).",
    "Read 18 background docs",
    "Move 2,048 labs -> the new store; 71% to 89%: `/api/v1/me` + <b>61->69</b> | 100%",
    "Rename old_name_ and __init__ in 16 repos — 10K LOC, 14-day plan...",
    "Fix *three* [links](x) & {{ braces }} at ~5h",
    "C:\\tools\\5m 8h",
)
ROWS = tuple(
    Row(title, Decimal(human), Decimal(ai), Decimal(supervision), tokens)
    for title, human, ai, supervision, tokens in zip(
        TITLES,
        ("120", "10", "60", "0.33", "1.25", "8", "16"),
        ("40", "90", "45", "5", "8.6", "3.5", "32"),
        ("1", "2", "3", "1", "1", "4", "5"),
        (150, None, 320, 45, 400, 25, 95),
        strict=True,
    )
)
LONG = (
    "Seven tasks, most of them small: links, names, labs and a plan for the days to come, with a long sentence so that "
    "the newer design has to cut it before it ends, which it does after two hundred and nineteen characters, wherever "
    "that may be in this text."
)
LEAD = (
    LONG,
    "The second paragraph says 3 < 4 & 5 > 4, and names `code_like` things.",
)
DAY = Day(date(2026, 4, 7), ROWS, lead=LEAD, analysis=("What went well: *nearly* all.", "1. is no list here."))


def minutes(value: Decimal) -> timedelta:
    return timedelta(microseconds=int(value * 60_000_000))


def plain(value: Decimal, places: int | None = None) -> str:
    """Format a number: `80`, `1.5`; with `places`, always so many."""
    if places is not None:
        return format(float(value), f".{places}f")
    return format(value.normalize(), "f")


def significant(value: Decimal, digits: int) -> str:
    """Format a number with so many significant digits, at least one decimal: `3.0`, `0.40`, `0.075`."""
    places = max(1, digits - value.adjusted() - 1)
    return format(float(value), f".{places}f")


def cells(layout: str, number: int, row: Row) -> list[str]:
    """Return the cells of a row as that layout prints them."""
    factor, supervisory = f"{row.factor:.1f}", f"{row.supervisory:.1f}"
    whole = factor.removesuffix(".0")
    title = row.title
    human, ai, supervision = plain(row.human), plain(row.ai), plain(row.supervision)
    match layout:
        case "L1":
            return [str(number), title, f"{human} hours", f"{ai} min", f"{whole}x"]
        case "L2":
            return [title, f"{human}h", f"{ai}min", f"{row.tokens}k" if row.tokens else "", f"{whole}x"]
        case "L3":
            factors = [f"{round(row.factor)}x", f"{round(row.supervisory)}x"]
            return [str(number), title, f"{human}h", f"{ai}m", f"{supervision}m", *factors]
        case "L4" | "L6":
            hours = plain(row.human, 1) if layout == "L6" else human
            return [str(number), title, f"{hours}h", f"{ai}m", f"{supervision}m", f"{factor}x", f"{supervisory}x"]
    weeks = significant(row.human / 40, 2)
    return [str(number), title, f"{human}h", f"{ai}m", f"{weeks}w", f"{factor}x", f"{supervisory}x"]


def lines(layout: str, day: Day) -> list[list[str]]:
    """Return the rows of the task log: the tasks in turn, each sum below the last task that it is of."""
    found = []
    for n, row in enumerate(day.rows, 1):
        found.append(cells(layout, n, row))
        found += (sum_cells(layout, one, day.rows[one.start : n]) for one in day.sums if one.end == n)
    return found


def sum_cells(layout: str, one: Sum, rows: tuple[Row, ...]) -> list[str]:
    """Return the cells of a row of sums: as of a task, without a number, its hours rounded, but never to zero."""
    tokens = [row.tokens for row in rows if row.tokens]
    whole = Row(
        one.name,
        sum((row.human for row in rows), Decimal()),
        sum((row.ai for row in rows), Decimal()),
        sum((row.supervision for row in rows), Decimal()),
        sum(tokens) if tokens else None,
    )
    found = cells(layout, 0, whole)
    at = HEADINGS[layout].index("Human Est.")
    unit = "".join(filter(str.isalpha, found[at]))
    if one.places is not None and layout != "L6" and round(whole.human, one.places):
        found[at] = plain(whole.human, one.places) + (" " if " " in found[at] else "") + unit
    return ["" if heading == "#" else text for heading, text in zip(HEADINGS[layout], found, strict=True)]


def aggregates(layout: str, day: Day) -> list[tuple[str, str]]:
    """Return the table of aggregates of a layout."""
    human, ai = sum(row.human for row in day.rows), sum(row.ai for row in day.rows)
    supervision = sum(row.supervision for row in day.rows)
    leverage, supervisory = human * 60 / ai, human * 60 / supervision
    if layout in ("L1", "L2"):
        hours, rest = divmod(round(ai), 60)
        return [
            ("Total tasks", str(len(day.rows))),
            ("Total human-equivalent hours", f"{plain(Decimal(human))}h"),
            ("Total Claude minutes", f"{plain(Decimal(ai))}min ({hours}h {rest}min)"),
            ("Total tokens", f"~{day.tokens / 1_000_000:.2f}M"),
            ("Weighted average leverage", f"{leverage:.1f}x"),
        ]
    if layout == "L3":
        return [
            ("Total tasks", str(len(day.rows))),
            ("Human-equivalent hours", f"{plain(Decimal(human))}h ({human / 8:.1f} working days)"),
            ("Claude wall-clock time", f"{plain(Decimal(ai))}m ({ai / 60:.1f}h)"),
            ("Supervisory time", f"{plain(Decimal(supervision))}m"),
            ("Tokens consumed", f"~{day.tokens:,}"),
            ("Weighted avg leverage factor", f"{leverage:.1f}x"),
            ("Weighted avg supervisory factor", f"{supervisory:.1f}x"),
        ]
    return [
        ("Total tasks", str(len(day.rows))),
        ("Total human-equivalent hours", f"{float(human):,.1f}"),
        ("Total Claude minutes", f"{Decimal(ai):,f}"),
        ("Total supervisory minutes", f"{Decimal(supervision):,f}"),
        ("Total tokens", f"{day.tokens:,}"),
        ("Weighted average leverage factor", f"{float(leverage):,.1f}x"),
        ("Weighted average supervisory leverage factor", f"{float(supervisory):,.1f}x"),
        *([("Human-equivalent weeks", f"{human / 40:.1f}")] if layout == "L5" else []),
    ]


def page(day: Day, layout: str, style: str) -> str:
    """Return the page of a day."""
    if style.endswith("html"):
        return _html(day, layout, newer=style == "newer html")
    if style.endswith("pipes"):
        return _pipes(day, layout, headed=style == "headed pipes")
    return _copied(day, layout, " " if style == "spaced" else "")


def task_heading(layout: str) -> str:
    return "The Numbers" if layout == "L1" else "Task Log"


def aggregate_heading(layout: str) -> str:
    return "Aggregate Statistics" if layout in ("L4", "L5", "L6") else "Aggregate Stats"


def lead_and_box(day: Day, layout: str) -> list[str]:
    """Return lead and box about these records; one layout has the box first."""
    return [*ABOUT, *day.lead] if layout == "L3" else [*day.lead, *ABOUT]


def _copied(day: Day, layout: str, between: str) -> str:
    def row(texts: list[str] | tuple[str, ...]) -> str:
        return between.join(text for text in texts if text)

    top = ["Skip to main content", day.heading, between.join(day.tags), AUTHOR, *lead_and_box(day, layout)]
    table = [row(HEADINGS[layout]), *map(row, lines(layout, day))]
    figures = [row(("Metric", "Value")), *(row(pair) for pair in aggregates(layout, day))]
    blocks = [*top, task_heading(layout), "\n".join(table), aggregate_heading(layout), "\n".join(figures)]
    return "\n\n".join([*blocks, "Analysis", *day.analysis, *CALL]) + "\n"


def _pipes(day: Day, layout: str, *, headed: bool) -> str:
    def row(texts: list[str] | tuple[str, ...]) -> str:
        return "| " + " | ".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts) + " |"

    def heading(text: str) -> str:
        return f"## {text}" if headed else text

    top = [f"# {day.heading}", f"*{', '.join(day.tags)}*"] if headed else []
    table = [
        HEADINGS[layout],
        ["---"] * len(HEADINGS[layout]),
        *lines(layout, day),
    ]
    figures = [("Metric", "Value"), ("---", "---"), *aggregates(layout, day)]
    blocks = [*top, AUTHOR, *day.lead, heading(task_heading(layout)), "\n".join(map(row, table)),
              heading(aggregate_heading(layout)), "\n".join(map(row, figures)), heading("Analysis"), *day.analysis,
              heading(CALL[0]), CALL[1]]  # fmt: skip
    return ("\n\n" if headed else "\n").join(blocks) + "\n"


def _html(day: Day, layout: str, *, newer: bool) -> str:
    def table(head: list[str] | tuple[str, ...], rows: list[list[str]] | list[tuple[str, str]]) -> str:
        top = "".join(f"<th>{escape(text)}</th>" for text in head)
        body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>\n" for row in rows)
        return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table>"

    address = f"https://old.example/posts/{day.date.year}/{day.date}-leverage-record.html"
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in day.lead)
    box = f'<aside class="box"><h2>{ABOUT[0]}</h2><p>{escape(ABOUT[1])}</p></aside>\n'
    lead = box + paragraphs if layout == "L3" else paragraphs + box
    tasks = table(HEADINGS[layout], lines(layout, day))
    analysis = "".join(f"<p>{escape(text)}</p>\n" for text in day.analysis)
    when = f"{MONTHS[day.date.month - 1]} {day.date.day:02}, {day.date.year}".upper()
    top = (
        f'<div class="meta"><span>ARTICLE</span> <span>6 MIN READ</span> <time>{when}</time></div>\n'
        if newer
        else ""
    )
    full = " ".join(day.lead)
    teaser = f'<p class="intro">{escape(full[:219])}…</p>\n' if newer and len(full) > 219 else ""
    tags = "".join(f'<a href="/tags/{n}/">{escape(tag)}</a>' for n, tag in enumerate(day.tags))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(day.heading)} | A site</title>
<link rel="canonical" href="{address}"><script>var a = "<table>";</script></head>
<body><a href="#main">Skip to main content</a><nav><a href="/">Home</a></nav>
<main id="main"><article>{top}<h1>{escape(day.heading)}</h1>
{teaser}<div class="tags">{tags}</div>
<p class="author">{escape(AUTHOR)}</p>
{lead}<h2>{task_heading(layout)}</h2>
{tasks}
<h2>{aggregate_heading(layout)}</h2>
{table(("Metric", "Value"), aggregates(layout, day))}
<h2>Analysis</h2>
{analysis}{day.extra}
<section class="cta"><h2>{CALL[0]}</h2><p>{escape(CALL[1])}</p></section>
</article></main><footer>All rights are somebody's.</footer></body></html>
"""
