"""Commands as a target: what they are given, and in which order."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from leverage_site.problems import ProblemError
from leverage_site.publish import command
from leverage_site.publish.command import CommandTarget
from leverage_site.publish.receipt import RECEIPT
from leverage_site.settings import PublishTarget
from tests.support.publications import SmallSite, contents, version

# Says what it was given: of a folder what is in it, of a file its text.
TELL = """\
import json, os, sys
given = []
for name in sys.argv[3:]:
    if os.path.isdir(name):
        given.append(sorted(os.path.relpath(os.path.join(top, file), name) for top, _, files in os.walk(name) for file in files))
    else:
        given.append(open(name).read() if os.path.isfile(name) else name)
print(json.dumps([sys.argv[2], *given]), file=open(sys.argv[1], "a"))
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "told"


@pytest.fixture
def make(tmp_path: Path, told: Path) -> Any:
    (tmp_path / "tell.py").write_text(TELL)

    def make(*commands: tuple[str, ...], wait: int = 0) -> SmallSite:
        start = (sys.executable, str(tmp_path / "tell.py"), str(told))
        settings = PublishTarget("live", "command", command=tuple((*start, *one) for one in commands), wait=wait)
        return SmallSite(
            tmp_path / "site", lambda site: CommandTarget(settings, site.root, site.store, "https://example.org/")
        )

    return make


def calls(told: Path) -> list[Any]:
    lines = told.read_text().splitlines() if told.exists() else []
    told.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def test_a_command_runs_once_a_step_in_the_safe_order(make: Any, told: Path) -> None:
    site = make(("step", "{step}"), ("whole", "{output}", "$HOME; `x`"), ("removed", "{removed}"))
    site.publish(version(0))
    assert calls(told) == [
        ["step", ["assets/all.css", "assets/look-0.css"]],
        ["step", ["days/1.html"]],
        ["step", ["lists/index.html"]],
        ["step", ["sitemap.xml"]],
        ["step", ["feed.xml"]],
        ["whole", sorted([*version(0), RECEIPT]), "$HOME; `x`"],
    ]
    assert site.publish(version(0)).plan.is_finished
    assert calls(told) == []
    site.publish(version(1))
    assert calls(told)[-1] == ["whole", sorted([*version(1), RECEIPT, "assets/look-0.css"]), "$HOME; `x`"]
    site.publish(version(2))
    assert calls(told)[-1] == ["removed", "assets/look-0.css\n"]


def test_lists_say_what_was_sent(make: Any, told: Path) -> None:
    site = make(("lists", "{manifest}", "--receipt={receipt}", "{receipt}"))
    site.publish(version(0))
    ((_, manifest, option, receipt),) = calls(told)
    assert option.startswith("--receipt=/")
    assert receipt.encode() == site.store.receipt()
    sent = json.loads(manifest)
    assert (sent["version"], sent["base_url"], sent["removed"]) == (1, "https://example.org/", [])
    assert [file["path"] for step in sent["steps"] for file in step["files"]] == [
        "assets/all.css", "assets/look-0.css", "days/1.html", "lists/index.html", "sitemap.xml", "feed.xml",
    ]  # fmt: skip


@pytest.mark.site
def test_undo_sends_what_was_there(make: Any, told: Path, tmp_path: Path) -> None:
    site = make(("whole", "{output}"))
    for number in range(2):
        site.publish(version(number))
    calls(told)
    site.undo()
    assert calls(told) == [["whole", sorted([*version(0), RECEIPT])]]
    # Without what was published from here, nothing is known of the files that lie there.
    site.publish(version(1))
    shutil.rmtree(tmp_path / "site/published/live/files")
    site.publish(version(2))
    with pytest.raises(ProblemError, match="what stood there before is not known"):
        site.undo()


def test_one_that_fails_ends_it_and_the_next_sends_what_may_be_missing(
    make: Any, told: Path, tmp_path: Path
) -> None:
    site = make(("step", "{step}"))
    site.publish(version(0))
    calls(told)
    tell = (tmp_path / "tell.py").read_text()
    (tmp_path / "tell.py").write_text(tell + "if 'days/1.html' in given[0]: sys.exit('the disk is full')\n")
    with pytest.raises(ProblemError, match="ended with code 1: the disk is full"):
        site.publish(version(1))
    assert [call[1] for call in calls(told)][-1] == ["days/1.html", "days/2.html"]
    (tmp_path / "tell.py").write_text(tell)
    site.publish(version(1))
    assert sorted(path for call in calls(told) for path in call[1]) == sorted(version(1))


@pytest.mark.site
def test_the_receipt_that_the_host_shows_comes_first(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make(("step", "{step}"), wait=5)
    answers = {"body": b"<!DOCTYPE html>", "status": 200}
    monkeypatch.setattr(
        command.web.HostReader,
        "get",
        lambda _, url, __: command.web.HostAnswer(answers["status"], url, answers["body"]),
    )
    site.publish(version(0))
    first = site.store.receipt()
    assert first is not None
    site.publish(version(1))
    # Another machine has published the first version since.
    answers["body"] = first
    with site.planned(version(1)) as publication:
        assert "days/2.html" in publication.plan.added
    answers["status"] = 404
    with site.planned(version(1)) as publication:
        assert publication.plan.is_finished


@pytest.mark.site
def test_a_program_that_is_missing_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    commands = (("true", "{output}"), ("./deploy", "{output}"))
    settings = PublishTarget("live", "command", command=commands, wait=0)
    site = SmallSite(
        tmp_path / "site", lambda site: CommandTarget(settings, site.root, site.store, "https://x.org/")
    )
    with pytest.raises(ProblemError, match=r"\./deploy is not there: install it first"):
        site.publish(version(0))
    (tmp_path / "site/deploy").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "site/deploy").chmod(0o755)
    site.publish(version(0))
    assert RECEIPT not in contents(site.top)


@pytest.mark.site
def test_undo_of_one_that_stopped_while_the_host_shows_the_receipt_of_before(
    make: Any, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the commands have sent is known here alone, and is sent again as it was."""
    site = make(("step", "{step}"), wait=5)
    shown: list[bytes] = [b""]
    monkeypatch.setattr(command.web.HostReader, "get", lambda *_: command.web.HostAnswer(200, "", shown[0]))
    site.publish(version(0))
    shown[0] = site.store.receipt() or b""
    tell = (tmp_path / "tell.py").read_text()
    (tmp_path / "tell.py").write_text(tell + "if 'days/1.html' in given[0]: sys.exit('the disk is full')\n")
    with pytest.raises(ProblemError) as raised:
        site.publish(version(1))
    assert "may have been sent" in raised.value.problems[0].hint
    (tmp_path / "tell.py").write_text(tell)
    calls(told)
    site.undo()
    sent = {path for call in calls(told) for path in call[1]}
    assert sent == version(0).keys() - {"assets/look-0.css"}


@pytest.mark.site
def test_undo_is_refused_where_the_host_shows_what_somebody_else_published(
    make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(("step", "{step}"), wait=5)
    shown: list[bytes] = [b""]
    monkeypatch.setattr(command.web.HostReader, "get", lambda *_: command.web.HostAnswer(200, "", shown[0]))
    for number in range(2):
        site.publish(version(number))
        shown[0] = site.store.receipt() or b""
    settings = PublishTarget("live", "command", command=(("true", "{step}"),), wait=5)
    theirs = SmallSite(
        tmp_path / "theirs", lambda one: CommandTarget(settings, one.root, one.store, "https://example.org/")
    )
    theirs.publish(version(2))
    shown[0] = theirs.store.receipt() or b""
    with pytest.raises(ProblemError) as raised:
        site.undo()
    assert [problem.code for problem in raised.value.problems] == ["U015"]
