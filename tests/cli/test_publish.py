"""The command `publish`, on a small site: what it shows, asks, does and prints."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from leverage_site.cli import publish as module
from leverage_site.publish import web
from leverage_site.publish.receipt import RECEIPT
from tests.support.publications import contents
from tests.support.workspace import OWN_SETTINGS, cli, make_site

FOLDER = '[publish.live]\ntype = "folder"\npath = "../www"\n'
DAY = "posts/2026/2026-04-07-leverage-record.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", settings=OWN_SETTINGS + FOLDER)


def publish(site: Path, *arguments: str, code: int = 0) -> Result:
    result = cli("--site", site, "publish", *arguments)
    assert result.exit_code == code, result.output
    return result


def published(site: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(publish(site, "--json", *arguments, code=code).stdout)
    return report


def edit(site: Path, old: str, new: str) -> None:
    record = site / "content/records/2026-04-07.md"
    assert old in record.read_text()
    record.write_text(record.read_text().replace(old, new))


def test_a_site_from_its_first_publication_to_the_last_undone(site: Path, tmp_path: Path) -> None:
    top = tmp_path / "www"
    dry = publish(site, "--dry-run").stdout
    assert not top.exists()
    assert f"  + {DAY}" in publish(site, "--dry-run").stdout or "more" in dry
    first = publish(site)
    built = contents(site / "output")
    built.pop(".leverage-site.json")
    assert contents(top, receipt=False) == built
    assert f"Published: {len(built)} files sent, 0 removed; {len(built)} files read back." in first.stdout
    assert publish(site).stdout.splitlines()[-1] == "Nothing to publish: everything is there."
    before = contents(top)
    edit(site, "human: 8h", "human: 9h")
    result = publish(site)
    assert f"  ~ {DAY}" in result.stdout or "more" in result.stdout
    assert "warning U008 2026-04-07 was published with other figures" in result.stderr
    assert "says so: human hours 9.5, now 10.5; leverage 23.8x, now " in result.stderr
    assert contents(top) != before
    plan = result.stdout.splitlines()
    would = publish(site, "--undo", "--dry-run").stdout.splitlines()
    assert would[0] == f"{plan[0]}, back to what was there before the last publication"
    assert would[-1] == "Nothing was undone."
    undone = publish(site, "--undo").stdout
    assert f"  ~ {DAY}\n" in undone or "more" in undone
    assert re.search(
        r"\n0 back again, (\d+) as before, 0 removed, \d+ as they are\nUndone: \1 files put back, 0 removed; "
        r"\1 files read back.\nRecords and theme are as you have them: the next publication sends them again.\n$",
        undone,
    )
    assert "ublish" not in undone.replace("publication", "")
    assert contents(top) == before
    assert "error U013 there is nothing to undo" in publish(site, "--undo", code=1).stderr
    status = subprocess.run(["git", "init", "-q"], cwd=site, check=True, capture_output=True)
    assert status.returncode == 0
    listed = subprocess.run(
        ["git", "status", "--short"], cwd=site, check=True, capture_output=True, text=True
    ).stdout
    assert "published" not in listed


def test_json_tells_all(site: Path) -> None:
    first = published(site)
    assert first["target"] == "live"
    assert (first["version"], first["published"], first["problems"]) == (1, True, [])
    assert first["read_back"] == len(first["added"]) > 20
    again = published(site)
    assert (again["published"], again["added"], again["unchanged"]) == (False, [], len(first["added"]))
    edit(site, "human: 8h", "human: 9h")
    dry = published(site, "--dry-run")
    assert DAY in dry["changed"]
    assert (dry["published"], [problem["code"] for problem in dry["problems"]]) == (False, ["U008"])
    assert published(site, "--strict", code=1)["published"] is False
    sent = published(site)
    assert (sent["published"], sent["undone"]) == (True, False)
    would = published(site, "--undo", "--dry-run")
    assert (would["published"], would["undone"]) == (False, False)
    undone = published(site, "--undo")
    assert (undone["published"], undone["undone"], undone["changed"]) == (False, True, sent["changed"])


@pytest.mark.site
def test_problems_of_the_site_stop_it(site: Path, tmp_path: Path) -> None:
    edit(site, "human: 8h", "human: 8 hrz")
    assert "error R012" in publish(site, code=1).stderr
    assert not (tmp_path / "www").exists()


@pytest.mark.site
def test_a_secret_stops_it_unless_it_is_allowed(site: Path, tmp_path: Path) -> None:
    text = "AK" + "IAQ3EGRTZ2WXM4PLK7"
    edit(site, "What happened", f"The key {text} happened")
    told = publish(site, code=1).stderr
    assert "content/records/2026-04-07.md:8:9: error U006 'AKIAQ3EG…'" in told
    assert "error U006 'AKIAQ3EG…' looks like an access key of AWS, which must not be published" in told
    assert text not in told
    assert not (tmp_path / "www").exists()
    with (site / "leverage.toml").open("a") as settings:
        settings.write(f'allow = ["{text}"]\n')
    publish(site)


@pytest.mark.site
def test_drafts_and_other_addresses_are_built_apart(site: Path, tmp_path: Path) -> None:
    """Only where the target says so, and `output/` stays as it is."""
    edit(site, "date: 2026-04-07", "date: 2026-04-07\ndraft: true")
    with (site / "leverage.toml").open("a") as settings:
        settings.write(
            '[publish.preview]\ntype = "folder"\npath = "../preview"\ndrafts = true\nbase_url = "https://p.test/x"\n'
        )
    publish(site, "live")
    before = contents(site / "output")
    publish(site, "preview")
    assert contents(site / "output") == before
    assert DAY not in contents(tmp_path / "www")
    page = contents(tmp_path / "preview")[DAY]
    assert f"https://p.test/x/{DAY}" in page
    assert "records.test/" not in contents(tmp_path / "preview")["sitemap.xml"]


def test_a_host_that_makes_the_pages_itself_gets_all_else(site: Path, tmp_path: Path) -> None:
    with (site / "leverage.toml").open("a") as settings:
        settings.write("pages = false\n[pages]\nfragments = true\n")
    text = (site / "leverage.toml").read_text()
    (site / "leverage.toml").write_text(text.replace("[site]\n", '[site]\ntheme = "section"\n', 1))
    edit(site, "date: 2026-04-07", "date: 2026-04-07\naliases: [/old.html]")
    publish(site)
    there, built = contents(tmp_path / "www"), contents(site / "output")
    pages = {name for name in built if name.endswith(".html")}
    assert {name for name in there if name.endswith(".html")} == {"old.html"}
    assert f"fragments/{DAY}.json" in there
    assert built.keys() - there.keys() == {*(pages - {"old.html"}), ".leverage-site.json"}


def test_what_an_undo_overwrites_is_told_as_that(site: Path, tmp_path: Path) -> None:
    publish(site)
    edit(site, "human: 8h", "human: 9h")
    publish(site)
    (tmp_path / "www" / DAY).write_text("mine")
    told = publish(site, "--undo").stderr
    assert f"warning U004 '{DAY}' was edited" in told
    assert "hint: Copy it before, if you need the edit: what is undone does not come back." in told


@pytest.mark.site
def test_a_day_that_is_taken_back_says_so_itself(site: Path) -> None:
    other = site / "content/records/2026-04-08.md"
    other.write_text((site / "content/records/2026-04-07.md").read_text().replace("2026-04-07", "2026-04-08"))
    publish(site)
    edit(site, "date: 2026-04-07", "date: 2026-04-07\nwithdrawn: Another project's.")
    told = published(site)
    assert [problem["code"] for problem in told["problems"]] == []
    assert DAY in told["changed"]


@pytest.mark.site
def test_lost_addresses_are_told_by_folder_with_hints_that_can_be_followed(site: Path) -> None:
    """Pages have `aliases`, lists such as weeks have none, files are the host's."""
    record = (site / "content/records/2026-04-07.md").read_text()
    for day in range(1, 7):
        text = record.replace("2026-04-07", f"2026-05-{day:02}").replace("Testing", f"Tag {day}")
        (site / f"content/records/2026-05-{day:02}.md").write_text(text)
    (site / "content/static").mkdir()
    publish(site)
    for day in range(1, 7):
        path = site / f"content/records/2026-05-{day:02}.md"
        path.unlink() if day > 1 else path.write_text(path.read_text().replace("tags:", "withdrawn: No.\ntags:"))
    problems = [problem for problem in published(site, "--dry-run")["problems"] if problem["code"] == "U007"]
    told = {problem["message"].split("/")[0].strip("'"): problem for problem in problems}
    assert len(problems) == len(told)
    assert {"posts", "weeks", "tags"} <= told.keys()
    assert re.fullmatch(r"'posts/[^']+', 'posts/[^']+', 'posts/[^']+' and 2 others were published and would lead nowhere",
                        told["posts"]["message"])  # fmt: skip
    assert told["posts"]["hint"].startswith("Write each address into `aliases` of the page that takes its place")
    for name in ("weeks", "tags"):
        assert told[name]["hint"].startswith("Lists go with the last of what they listed.")
    # The hint holds: a record has the address of a week as an alias.
    (week,) = re.findall(r"'(weeks/[^']+)'", told["weeks"]["message"])[:1]
    edit(site, "date: 2026-04-07", f"date: 2026-04-07\naliases: [/{week}]")
    again = [
        problem["message"] for problem in published(site, "--dry-run")["problems"] if problem["code"] == "U007"
    ]
    assert not any(f"'{week}'" in message for message in again)


@pytest.mark.site
def test_a_link_in_the_way_is_told_once(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "www").mkdir()
    (tmp_path / "www/assets").symlink_to("../elsewhere")
    told = publish(site, code=1).stderr
    assert told.count("error U003") == 1
    assert (
        "error U003 the symbolic link 'assets', which was not published from this site, is in the way of 'assets/"
        in told
    )
    assert "hint: Replace it by a folder, or remove it: links are never followed." in told


@pytest.mark.site
@pytest.mark.parametrize("where", ["", "about/"])
def test_the_page_of_the_host_in_the_way_is_told_as_that(where: str, site: Path, tmp_path: Path) -> None:
    page = tmp_path / "www" / where / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html><html><head></head><body><main></main></body></html>")
    told = cli("--site", site, "theme", "adopt", page, "--at", f"/{where}").stdout
    assert ("lies where the section is published" in told) == (not where)
    text = (site / "leverage.toml").read_text()
    (site / "leverage.toml").write_text(text.replace("[site]\n", '[site]\ntheme = "host"\n', 1))
    result = cli("--site", site, "publish")
    assert (result.exit_code, "error U003 " in result.stderr) == ((0, False) if where else (1, True))
    assert ("hint: It is the page that the theme was made of" in result.stderr) == (not where)


def test_what_was_copied_by_hand_is_taken_over(site: Path, tmp_path: Path) -> None:
    cli("--site", site, "build")
    (site / "output").rename(tmp_path / "www")
    told = publish(site, code=1).stderr
    assert re.search(
        r"error U003 \d+ files that were not published from this site are in the way of '404.html', ", told
    )
    assert told.count("error U003") <= 10
    edit(site, "human: 8h", "human: 9h")
    assert " taken over" in publish(site, "--adopt").stdout
    assert RECEIPT in contents(tmp_path / "www")
    assert publish(site).stdout.splitlines()[-1].startswith("Nothing to publish")


@pytest.mark.site
def test_where_the_receipt_is_lost_readers_are_not_forgotten(site: Path, tmp_path: Path) -> None:
    """What is taken over is reviewed as any publication is."""
    publish(site)
    edit(site, "human: 8h", "human: 9h")
    (tmp_path / "www" / RECEIPT).write_text("damaged")
    assert f"error U009 the receipt '{RECEIPT}' here is damaged" in publish(site, code=1).stderr
    (tmp_path / "www" / RECEIPT).unlink()
    assert "error U003" in publish(site, code=1).stderr
    told = published(site, "--adopt")
    assert (told["published"], len(told["adopted"]) > 20) == (True, True)
    assert [problem["code"] for problem in told["problems"]] == ["U008"]
    (tmp_path / "www" / RECEIPT).unlink()
    (tmp_path / "www/index.html").write_text("theirs")
    (problem,) = published(site, "--adopt", code=1)["problems"]
    assert (problem["code"], "--adopt" in problem["hint"]) == ("U003", False)


@pytest.mark.site
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lvie"], "there is no target 'lvie'. Did you mean 'live'?"),
        (["zzz"], "There are: live, other."),
        ([], "name one of the targets: live, other"),
        (["live", "--undo", "--adopt"], "--undo and --adopt exclude each other"),
    ],
)
def test_usage(arguments: list[str], told: str, site: Path) -> None:
    with (site / "leverage.toml").open("a") as settings:
        settings.write('[publish.other]\ntype = "folder"\npath = "../other"\n')
    assert told in publish(site, *arguments, code=2).stderr


@pytest.mark.site
def test_at_a_terminal_it_asks(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return len(asked) > 1

    command = module._PublishCommand  # noqa: SLF001
    monkeypatch.setattr(module, "sys", type("sys", (), {"stdin": Terminal, "stderr": Terminal}))
    monkeypatch.setattr(module.click, "confirm", confirm)
    assert command
    assert publish(site).stdout.splitlines()[-1] == "Nothing was published."
    assert not (tmp_path / "www").exists()
    publish(site)
    publish(site, "--undo", "--yes")
    assert asked == ["Publish this?", "Publish this?"]


@pytest.mark.site
def test_what_does_not_arrive_is_an_error_and_the_hub_is_not_told(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = (
        OWN_SETTINGS
        + '[feed]\nhub = "https://hub.test/"\n[publish.live]\ntype = "command"\ncommand = ["true"]\nwait = 5\n'
    )
    (site / "leverage.toml").write_text(settings)
    asked: list[tuple[str, int]] = []

    def poll(files: list[Any], base_url: str, wait: int, *_: object) -> dict[str, str]:
        asked.append((base_url, wait))
        return {files[-1].path: "the host answers with status 404"} if len(asked) == 1 else {}

    monkeypatch.setattr(web, "poll", poll)
    monkeypatch.setattr(web.HostReader, "get", lambda *_: web.HostAnswer(404, "", b""))
    told_of: list[list[str]] = []
    monkeypatch.setattr(web, "ping", lambda _, feeds: told_of.append(feeds) or {})
    told = publish(site, code=1).stderr
    assert re.search(
        r"error U012 'feeds?[/a-z.]+xml' was sent but cannot be read back at https://records\.test/:", told
    )
    assert (asked, told_of) == ([("https://records.test/", 5)], [])
    # The next one has nothing to send, but reads what was not there.
    assert publish(site).stdout.splitlines()[-1].startswith("Published: 0 files sent, 0 removed; ")
    (feeds,) = told_of
    assert {"https://records.test/feed.xml", "https://records.test/atom.xml"} <= set(feeds)
    assert publish(site).stdout.splitlines()[-1].startswith("Nothing to publish")
    assert len(asked) == 2
