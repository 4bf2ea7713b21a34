"""Makes up daily records, the same bytes every time, and writes them: `python -m bench.content FOLDER DAYS`.

A day has 22 tasks on average out of 25 projects, 2 to 4 of 12 tags, and some 600 words of prose. Days go back from
the last one; each is made of its date alone, so that a site of more days has all those of a site of fewer.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

LAST_DAY = date(2026, 11, 20)
SEED = 1

TAGS = (
    "backend", "frontend", "infrastructure", "testing", "refactoring", "security", "data-pipeline",
    "documentation", "migration", "observability", "research", "design",
)  # fmt: skip
PROJECTS = (
    "atlas-api", "billing-core", "catalog-sync", "docs-portal", "edge-router", "fleet-agent", "gateway",
    "harvest-etl", "identity-hub", "invoice-engine", "job-scheduler", "kiosk-app", "ledger-service", "mailroom",
    "notebook-ui", "ops-console", "partner-sdk", "query-planner", "report-builder", "search-index", "telemetry",
    "user-portal", "vault-proxy", "web-shop", "yard-planner",
)  # fmt: skip
VERBS = (
    "Implement",
    "Refactor",
    "Debug and fix",
    "Design and implement",
    "Migrate",
    "Write integration tests for",
    "Add structured logging to",
    "Investigate a race condition in",
    "Port",
    "Document",
    "Harden",
    "Profile and speed up",
    "Review and rewrite",
    "Add pagination and filtering to",
    "Build a command line client for",
)
OBJECTS = (
    "the tenant-aware rate limiter",
    "the OAuth token refresh flow",
    "the nightly reconciliation job",
    "the CSV import wizard",
    "the websocket fan-out layer",
    "the PostgreSQL partition manager",
    "the Terraform modules for the staging cluster",
    "the invoice PDF renderer",
    "the audit log exporter",
    "the React data grid with virtual scrolling",
    "the feature flag evaluation path",
    "the retry policy of the payment connector",
    "the schema registry compatibility checks",
    "the geospatial search endpoint",
    "the background thumbnail pipeline",
    "the session replay recorder",
    "the permission matrix for organisation admins",
    "the message deduplication window",
)
TAILS = (
    "with property-based tests and a rollback plan",
    "including a zero-downtime data backfill",
    "and cover the edge cases found in last week's incident review",
    "so that cold starts stay below 300 ms",
    "with metrics, alerts and a runbook for the on-call engineer",
    "across 14 call sites and three services",
    "behind a feature flag, with a staged rollout to 5% of tenants",
    "and remove the deprecated v1 code path",
    "using the new shared client library",
    "plus a migration guide for partner teams",
    "with full accessibility review (WCAG AA) of the affected screens",
    "and publish the benchmark results",
)
SUBJECTS = (
    "The model",
    "Today's batch",
    "The largest task",
    "A second session",
    "The review pass",
    "The migration",
    "Supervision",
    "The test harness",
    "The refactoring",
    "This pattern",
    "The remaining work",
    "Every generated patch",
    "The human estimate",
    "A single prompt",
    "The integration suite",
)
PREDICATES = (
    "compressed what would have been several days of careful work into",
    "needed only a short correction before",
    "exposed a subtle ordering bug that predates",
    "held up well under load and matched",
    "was dominated by",
    "relied on an existing abstraction around",
    "took longer than expected because of",
    "paid for itself through",
    "followed the same shape as yesterday's changes to",
    "removed most of the accidental complexity in",
    "made it practical to revisit",
    "confirmed the estimate that had been made for",
)
THINGS = (
    "the connection pool",
    "a well-specified interface",
    "the legacy import path",
    "cross-service contracts",
    "the caching layer",
    "flaky end-to-end tests",
    "the deployment pipeline",
    "schema validation",
    "the long tail of configuration options",
    "error handling at the boundary",
    "the documentation backlog",
    "a fully reproducible benchmark",
    "the queue consumer",
    "role-based access rules",
    "the release checklist",
)
CONJUNCTIONS = ("which meant that", "while", "so", "even though", "because", "and as a result")
CLAUSES = (
    "the reviewer could concentrate on naming and invariants",
    "most of the supervision minutes went into context",
    "the diff stayed small enough to read in one sitting",
    "no follow-up prompt was needed",
    "the tokens spent were mostly on reading existing code",
    "the leverage factor came out above the weekly mean",
    "two assumptions had to be checked by hand",
    "the tests were written before the implementation",
    "the rollout could start the same afternoon",
    "the estimate was deliberately conservative",
)
CODES = (
    "pool.acquire()", "retry_after", "EXPLAIN ANALYZE", "--dry-run", "Cache-Control", "SELECT ... FOR UPDATE",
    "tenant_id", "useMemo", "asyncio.TaskGroup", "X-Request-Id",
)  # fmt: skip
LINKS = (
    ("the design note", "https://example.org/notes/design"),
    ("the incident review", "https://example.org/incidents/42"),
    ("the benchmark page", "https://example.org/bench"),
    ("the upstream issue", "https://example.org/issues/1871"),
    ("last week's summary", "https://example.org/weekly"),
)
HOURS = (0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 40, 60, 80, 120)
# Titles of tasks have between so many characters.
SHORTEST, LONGEST = 60, 200


@dataclass(frozen=True)
class Day:
    """One day: its date and the text of its record file, which every generator reads as it is."""

    date: date
    text: str


def days(number: int) -> Iterator[Day]:
    """Yield the last `number` days, the newest first."""
    for n in range(number):
        yield make_day(LAST_DAY - timedelta(days=n))


def make_day(day: date, seed: int = SEED) -> Day:
    """Return the record of a date."""
    # The order of all these calls is part of the content: each takes the next numbers from `random`.
    random = Random(f"{seed}:{day}")
    tasks = _tasks(random, random.sample(PROJECTS, random.randint(3, 8)))
    paragraphs = [_paragraph(random, 45, 75) for _ in range(2)]
    analysis = [_paragraph(random, 80, 110) for _ in range(random.choice((4, 5)))]
    tags = ", ".join(sorted(random.sample(TAGS, random.randint(2, 4))))
    head = f'title: "Leverage Record: {day:%B %d, %Y}"\ndate: {day}\ntags: [{tags}]\ntasks:\n{tasks}'
    body = "\n\n".join([*paragraphs, "## Analysis", *analysis])
    return Day(day, f"---\n{head}---\n\n{body}\n")


def write(folder: Path, number: int) -> None:
    """Write the record files of `number` days into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for day in days(number):
        (folder / f"{day.date}.md").write_text(day.text)


def _tasks(random: Random, projects: list[str]) -> str:
    return "".join(_task(random, projects) for _ in range(round(random.triangular(5, 50, 11))))


def _task(random: Random, projects: list[str]) -> str:
    hours = random.choice(HOURS)
    human = f"{hours:g}h" if random.random() < 0.93 else f"{int(hours * 60)}m"
    minutes = max(2, round(hours * 60 / random.uniform(15, 110)))
    ai = f"{minutes}m" if minutes < 90 else f"{round(minutes / 60, 1):g}h"
    title = _title(random)
    if ": " in title:
        title = f'"{title}"'
    return (
        f"  - task: {title}\n    human: {human}\n    ai: {ai}\n    supervision: {random.randint(1, 12)}m\n"
        f"    tokens: {random.randrange(8_000, 900_000, 500)}\n    project: {random.choice(projects)}\n"
    )


def _title(random: Random) -> str:
    title = f"{random.choice(VERBS)} {random.choice(OBJECTS)}"
    while len(title) < SHORTEST or random.random() < 0.55:
        between = " " if random.random() < 0.8 else ": "
        longer = f"{title}{between}{random.choice(TAILS)}"
        if len(longer) <= LONGEST:
            title = longer
        elif len(title) >= SHORTEST:
            break
    return title


def _paragraph(random: Random, fewest: int, most: int) -> str:
    words = random.randint(fewest, most)
    sentences: list[str] = []
    while sum(sentence.count(" ") + 1 for sentence in sentences) < words:
        sentences.append(_sentence(random))
    return " ".join(sentences)


def _sentence(random: Random) -> str:
    thing = random.choice(THINGS)
    kind = random.random()
    if kind < 0.10:
        thing = f"**{thing}**"
    elif kind < 0.17:
        text, url = random.choice(LINKS)
        thing = f"[{text}]({url})"
    elif kind < 0.27:
        thing = f"`{random.choice(CODES)}`"
    beginning = f"{random.choice(SUBJECTS)} {random.choice(PREDICATES)}"
    return f"{beginning} {thing}, {random.choice(CONJUNCTIONS)} {random.choice(CLAUSES)}."


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
