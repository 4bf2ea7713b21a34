"""A small site that has something of everything that pages show."""

from tests.support.sites import Site, task

DAY = "posts/2026/2026-04-08-leverage-record.html"


def records(site: Site) -> Site:
    """Add days with and without tokens and supervision, a draft, a note, and tasks of several projects."""
    site.record(
        "2026-04-08",
        "It *began* well.\n\n## Analysis\n\nAnd went on.\n",
        tags=["Web"],
        updated="2026-04-10",
        tasks=[
            task("Write a parser", "16h", "10m", supervision="2m", tokens="40k", project="search", tags=["Web"]),
            task(
                "Sort the table",
                "4h",
                "8m",
                supervision="4m",
                tokens="1k",
                project="wiki",
                note="Once more.",
                url="https://example.org/issues/12",
                links={"Commit": "https://example.org/c/1"},
            ),
            task("Draw a plan", "1h", "30m", supervision="1m", tokens="2k", assistant="Other"),
        ],
    )
    site.record("2026-04-07", "A start.\n", tags=["Web"], tasks=[task("Tables", "3h", "7m", project="search")])
    site.record("2026-04-06", "Rest.\n", tasks=[])
    site.record("2026-03-02", "Earlier.\n", tasks=[task("Tables again", "5h", "9m", project="wiki")])
    site.days("2026-03-03", "2026-03-04", "2026-03-05")
    site.file("content/weeks/2026-W15.md", "A note on the week.\n")
    for name in ("about-author", "about-records", "call-to-action"):
        site.file(f"content/partials/{name}.md", f"The text of {name}.\n")
    return site.page("about")
