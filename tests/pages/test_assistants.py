"""Who did the work: no page says that one assistant did what another did."""

import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from leverage_site.cli import main
from leverage_site.pages.narrative import ASSISTANTS, assistant_name
from tests.support.sites import Site, hero, html, rows, task, text

DAY = "posts/2026/2026-04-07-leverage-record.html"
OTHER = "posts/2026/2026-04-08-leverage-record.html"


@pytest.mark.parametrize(
    ("names", "own", "label", "said"),
    [
        ([], "Claude", "Claude", "Claude"),
        ([""], "Claude", "Claude", "Claude"),
        (["claude"], "Claude", "Claude", "Claude"),
        (["", "CLAUDE"], "Claude", "Claude", "Claude"),
        (["Codex"], "Claude", "Codex", "Codex"),
        (["Codex", "codex"], "Claude", "Codex", "Codex"),
        (["", "Codex"], "Claude", "AI", "the assistants"),
        (["Codex", "Gemini"], "Claude", "AI", "the assistants"),
        (["", "Codex"], "AI", "AI", "the assistants"),
        (["", "Codex"], "Codex", "Codex", "Codex"),
    ],
)
def test_what_a_group_is_called(names: list[str], own: str, label: str, said: str) -> None:
    assert assistant_name(names, own) == label
    assert assistant_name(names, own, ASSISTANTS) == said


GROUPS = [
    ([None], "Claude", "Claude"),
    (["Codex"], "Codex", "Codex"),
    ([None, "Codex"], "AI", "the assistants"),
    (["Gemini", "Codex"], "AI", "the assistants"),
]
PAGES = (
    DAY, "index.html", "leverage.html", "tasks.html", "weeks/2026-W15.html", "months/2026-04.html", "years/2026.html",
    "tags/ai.html", "projects/p.html", "feed.xml",
)  # fmt: skip


def tasks(names: list[str | None]) -> list[dict[str, str]]:
    return [task(f"T{n}", project="p", **({"assistant": name} if name else {})) for n, name in enumerate(names)]


@pytest.mark.parametrize("theme", ["default", "plain"])
@pytest.mark.parametrize(("names", "label", "said"), GROUPS)
def test_every_kind_of_page(theme: str, names: list[str | None], label: str, said: str, tmp_path: Path) -> None:
    site = Site(tmp_path).settings(assistant="Claude", theme=theme).record(tags=["AI"], tasks=tasks(names))
    files = site.built()
    others = {"Claude", "Codex", "Gemini", "AI"} - {label}
    for name in PAGES:
        shown = unescape(files[name].decode()).partition("?>")[2] if name == "feed.xml" else files[name].decode()
        assert re.search(rf"\b{label}\b", shown), name
        wrong = [f"{other} {word}" for other in others for word in ("min", "minutes", "time")]
        assert not [phrase for phrase in wrong if phrase in shown], name
        heads = [text(cell) for cell in html(shown.encode()).xpath("//th[@scope='col'] | //dt")]
        assert not others & (set(heads) - {"AI"}), name
    assert f"{said[0].upper()}{said[1:]} did " in text(html(files["weeks/2026-W15.html"]))


@pytest.fixture
def mixed(tmp_path: Path) -> Site:
    """Two days with one assistant each, neither of them on both."""
    site = Site(tmp_path).settings(assistant="Claude")
    site.record("2026-04-07", tags=["one"], tasks=tasks([None]))
    return site.record("2026-04-08", tags=["two"], tasks=[task("Only", project="q", assistant="Codex")])


def test_each_group_of_a_site_has_a_name_of_its_own(mixed: Site) -> None:
    files = mixed.built()
    wanted = {
        DAY: "Claude time", OTHER: "Codex time", "weeks/2026-W15.html": "AI time", "leverage.html": "AI time",
        "projects/p.html": "Claude time", "projects/q.html": "Codex time", "tags/one.html": "Claude time",
        "tags/two.html": "Codex time",
    }  # fmt: skip
    for name, heading in wanted.items():
        assert heading in hero(files[name]), name
    # What stands beside the minutes of another assistant is those of several.
    labels = [[row[0] for row in rows(files[name], "figures")][2] for name in (DAY, OTHER)]
    assert labels == ["Total Claude minutes", "Total AI minutes"]
    strips = [
        text(item) for item in html(files["index.html"]).xpath("//dl[@class='strip']//dt[contains(., 'min')]")
    ]
    assert strips == ["Codex min"]


def test_the_explorer_names_who_did_a_month_and_all_months(mixed: Site) -> None:
    mixed.record("2026-03-02", tasks=tasks(["Codex"]))
    files = mixed.built()
    first, march = (html(files[name]) for name in ("tasks.html", "tasks/2026-03.html"))
    heads = [text(page.xpath("//main/table/thead//th[3]")[0]) for page in (first, march)]
    assert heads == ["AI", "Codex"]
    assert [
        text(page.xpath("//p[@class='sum'][text()]")[0]).split(" · ")[2].split()[-1] for page in (first, march)
    ] == heads
    assert text(first.xpath("//template//th[3]")[0]) == "AI"
    assert first.xpath("//p[@role='status']/@data-several") == ["AI"]
    labels = [text(label) for label in first.xpath("//tbody//th//span[@class='assistant']")]
    assert labels == ["Codex"]


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [([], "AI minutes"), (["--to", "2026-04-07"], "Claude minutes"), (["--from", "2026-04-08"], "Codex minutes")],
)
def test_stats(arguments: list[str], heading: str, mixed: Site) -> None:
    found = CliRunner().invoke(main, ["--site", str(mixed.root), "stats", "--by", "assistant", *arguments])
    assert heading in found.stdout
