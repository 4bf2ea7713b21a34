"""A branch as a target: one commit more each time, and nothing else of the repository or of the site's changes."""

import subprocess
from pathlib import Path

import pytest

from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.publish import git as module
from leverage_site.publish.git import GitTarget
from leverage_site.publish.receipt import RECEIPT
from leverage_site.settings import PublishTarget
from tests.support.publications import SmallSite, version
from tests.support.workspace import tree


def git(folder: Path, *arguments: str, text: str = "") -> str:
    ended = subprocess.run(
        ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments],
        cwd=folder, input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ended.stdout.strip()


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "EMAIL", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", str(path))
    return path


def small_site(tmp_path: Path, **settings: str) -> SmallSite:
    target = PublishTarget("live", "git", **{"remote": str(tmp_path / "remote.git"), **settings})
    return SmallSite(tmp_path / "site", lambda site: GitTarget(target, site.root, site.store))


@pytest.fixture
def site(tmp_path: Path, remote: Path) -> SmallSite:
    del remote
    return small_site(tmp_path)


def published(remote: Path, commit: str = "gh-pages") -> dict[str, str]:
    """Return the texts of the files of a commit."""
    paths = git(remote, "ls-tree", "-r", "--name-only", commit).splitlines()
    return {path: git(remote, "show", f"{commit}:{path}") for path in paths}


def commit_files(remote: Path, texts: dict[str, str], branch: str = "gh-pages") -> str:
    """Commit further files to the branch, as somebody else does; return the commit."""
    work = remote.parent / f"work {len([*remote.parent.iterdir()])}"
    git(remote.parent, "init", "--quiet", str(work))
    git(work, "checkout", "--quiet", "-b", branch)
    if git(remote, "branch", "--list", branch):
        git(work, "pull", "--quiet", str(remote), branch)
    for path, text in texts.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_text(text)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "By hand")
    git(work, "push", "--quiet", str(remote), f"HEAD:{branch}")
    return git(remote, "rev-parse", branch)


FOREIGN = {"CNAME": "example.org", "other/page.html": "theirs"}


def test_p21_five_publications_keep_cname_foreign_files_and_history(site: SmallSite, remote: Path) -> None:
    commits = [commit_files(remote, FOREIGN)]
    for number in range(5):
        site.publish(version(number))
        there = published(remote)
        assert there.items() >= {**version(number), **FOREIGN}.items()
        old = [path for path in there if path not in {*version(number), *FOREIGN, RECEIPT}]
        assert old == ([f"assets/look-{number - 1}.css"] if number else [])
        assert git(remote, "rev-parse", "gh-pages^") == commits[-1]
        commits.append(git(remote, "rev-parse", "gh-pages"))
    assert git(remote, "rev-list", "gh-pages").split() == commits[::-1]
    assert site.publish(version(4)).plan.is_finished
    assert git(remote, "rev-parse", "gh-pages") == commits[-1]


def test_p21_undo_is_a_commit_with_the_files_of_before(site: SmallSite, remote: Path) -> None:
    commit_files(remote, FOREIGN)
    site.publish(version(0))
    site.publish(version(1))
    commit_files(remote, {"days/1.html": "by hand"})
    before = published(remote)
    assert site.publish(version(2)).plan.edited == ("days/1.html",)
    site.undo()
    assert published(remote) == before
    assert git(remote, "rev-list", "--count", "gh-pages") == "6"


@pytest.mark.site
def test_a_branch_is_begun_and_the_first_publication_undone(site: SmallSite, remote: Path) -> None:
    site.publish(version(0))
    assert published(remote).keys() == {*version(0), RECEIPT}
    assert git(remote, "log", "--format=%an|%s", "gh-pages") == "leverage-site|Publish: 6 files sent, 0 removed"
    site.undo()
    assert published(remote) == {}


@pytest.mark.site
def test_a_folder_of_the_branch(tmp_path: Path, remote: Path) -> None:
    site = small_site(tmp_path, path="docs/log", branch="main")
    commit_files(remote, FOREIGN, "main")
    site.publish(version(0))
    expected = {f"docs/log/{path}" for path in (*version(0), RECEIPT)}
    assert published(remote, "main").keys() == {*FOREIGN, *expected}
    assert site.publish(version(0)).plan.is_finished


@pytest.mark.site
def test_p1_the_work_tree_and_what_is_staged_stay_as_they_are(tmp_path: Path, remote: Path) -> None:
    """Of a site that is in a repository, and names its remote."""
    root = tmp_path / "site"
    git(tmp_path, "init", "--quiet", str(root))
    git(root, "remote", "add", "upstream", str(remote))
    (root / "leverage.toml").write_text("staged")
    git(root, "add", "--all")
    git(root, "config", "user.name", "Somebody")
    git(root, "config", "user.email", "somebody@example.org")
    (root / "leverage.toml").write_text("edited")
    status = git(root, "status", "--porcelain")
    head, index = (root / ".git/HEAD").read_bytes(), (root / ".git/index").read_bytes()
    site = small_site(tmp_path, remote="upstream")
    for number in range(2):
        site.publish(version(number))
    assert ((root / ".git/HEAD").read_bytes(), (root / ".git/index").read_bytes()) == (head, index)
    assert git(root, "status", "--porcelain") == status
    assert git(root, "branch", "--list") == ""
    assert git(remote, "log", "-1", "--format=%an", "gh-pages") == "Somebody"


@pytest.mark.site
def test_the_environment_of_a_hook_leads_nowhere_else(
    site: SmallSite, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = remote.parent / "elsewhere"
    git(remote.parent, "init", "--quiet", str(elsewhere))
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(elsewhere / "index"))
    before = tree(elsewhere)
    site.publish(version(0))
    monkeypatch.undo()
    assert tree(elsewhere) == before
    assert published(remote).keys() == {*version(0), RECEIPT}


@pytest.mark.site
def test_if_somebody_has_pushed_meanwhile_nothing_is(site: SmallSite, remote: Path) -> None:
    site.publish(version(0))
    with site.planned(version(1)) as publication:
        commit = commit_files(remote, {"news.html": "theirs"})
        with pytest.raises(ProblemError, match="git pushed nothing, since somebody else has pushed meanwhile"):
            publication.send()
    assert git(remote, "rev-parse", "gh-pages") == commit
    site.publish(version(1))
    assert published(remote).items() >= {**version(1), "news.html": "theirs"}.items()
    site.undo()
    assert published(remote).items() >= version(0).items()


def install_hook(remote: Path, lines: str) -> None:
    hook = remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{lines}\n")
    hook.chmod(0o755)


@pytest.mark.site
def test_what_the_server_says_of_a_push_is_shown(
    site: SmallSite, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAUSES", (0.0,))
    install_hook(remote, "echo 'policy: no pushes on Friday' >&2\nexit 1")
    with pytest.raises(ProblemError) as raised:
        site.publish(version(0))
    (problem,) = raised.value.problems
    assert problem.message.endswith("(pre-receive hook declined); the server says: policy: no pushes on Friday")
    assert problem.hint.endswith(" Nothing was sent.")


@pytest.mark.site
@pytest.mark.parametrize("is_undo", [False, True])
@pytest.mark.parametrize("words", ["cannot lock ref", "fetch first", "Zugriff verweigert"])
def test_a_push_that_another_has_overtaken_is_told_by_what_the_branch_became(
    words: str, is_undo: bool, site: SmallSite, remote: Path
) -> None:
    """In whatever words the server refuses it: here the other comes while ours is on its way."""
    site.publish(version(0))
    before = git(remote, "rev-parse", "gh-pages")
    other = git(remote, "commit-tree", "gh-pages^{tree}", "-p", before, "-m", "Theirs")
    overtake = f"env -u GIT_QUARANTINE_PATH git update-ref refs/heads/gh-pages {other}"
    install_hook(remote, f"{overtake}\necho '{words}' >&2\nexit 1")
    with pytest.raises(ProblemError) as raised:
        site.undo() if is_undo else site.publish(version(1))
    (problem,) = raised.value.problems
    assert problem.message == "git pushed nothing, since somebody else has pushed meanwhile"
    assert problem.hint == "Run the command again: it begins with what they pushed. Nothing was sent."
    assert git(remote, "rev-parse", "gh-pages") == other
    install_hook(remote, "exit 0")
    site.undo() if is_undo else site.publish(version(1))
    assert git(remote, "rev-parse", "gh-pages^") == other


@pytest.mark.site
def test_a_push_that_arrived_though_git_failed_is_done(
    site: SmallSite, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = GitTarget._git  # noqa: SLF001

    def cut_off(target: GitTarget, *arguments: str, **options: object) -> bytes:
        answer = original(target, *arguments, **options)
        if arguments[0] == "push":
            raise catalog.TOOL_FAILED.error(Place("there"), tool="git", reason="lost the connection")
        return answer

    monkeypatch.setattr(GitTarget, "_git", cut_off)
    site.publish(version(0))
    assert published(remote).items() >= version(0).items()


@pytest.mark.parametrize(
    ("path", "foreign"),
    [
        ("days/1.html", ["days/1.html"]),
        ("days", ["days/1.html"]),
        ("feed.xml/theirs.txt", ["feed.xml"]),
        ("sitemap.xml", ["sitemap.xml"]),
    ],
)
def test_files_of_others_are_in_the_way(path: str, foreign: list[str], site: SmallSite, remote: Path) -> None:
    commit_files(remote, {path: "theirs"})
    before = published(remote)
    with site.planned(version(0)) as publication:
        assert publication.plan.foreign == tuple(foreign)
        (problem,) = publication.problems
    assert (f"'{path.partition('/')[0]}', which was not" in problem.message) == (
        path in ("days", "feed.xml/theirs.txt")
    )
    assert published(remote) == before


@pytest.mark.site
def test_links_and_their_kind_are_strangers(site: SmallSite, remote: Path) -> None:
    commit_files(remote, {"x": "y"})
    work = next(path for path in remote.parent.iterdir() if path.name.startswith("work"))
    (work / "days").symlink_to("elsewhere")
    (work / "feed.xml").symlink_to("x")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "Links")
    git(work, "push", "--quiet", str(remote), "HEAD:gh-pages")
    with site.planned(version(0), adopt=True) as publication:
        assert publication.plan.foreign == ("days/1.html", "feed.xml")
        assert [problem.message.split(",")[0] for problem in publication.problems] == [
            "the symbolic link 'days'", "the symbolic link 'feed.xml'",
        ]  # fmt: skip
    (work / RECEIPT).symlink_to("x")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "A receipt that is a link")
    git(work, "push", "--quiet", str(remote), "HEAD:gh-pages")
    with pytest.raises(ProblemError, match=f"the receipt '{RECEIPT}' here is no file"):
        site.publish(version(0))


@pytest.mark.site
def test_files_that_are_there_are_taken_over(site: SmallSite, remote: Path) -> None:
    commit_files(remote, version(0))
    plan = site.publish(version(0), adopt=True).plan
    assert {*plan.adopted} == {*version(0)}
    assert published(remote).items() >= version(0).items()
    site.undo()
    assert published(remote) == version(0)


@pytest.mark.site
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "file"}, {"a/index.html": "page"}),
        ({"a/index.html": "page", "a/b.html": "page"}, {"a": "file"}),
        ({"a'\"$ ü.html": "odd"}, {"a\tb.html": "odder", "-n.html": "x"}),
    ],
)
def test_files_become_folders_and_names_may_be_odd(
    before: dict[str, str], after: dict[str, str], site: SmallSite, remote: Path
) -> None:
    site.publish(before)
    site.publish(after)
    names = git(remote, "ls-tree", "-r", "-z", "--name-only", "gh-pages").rstrip("\0").split("\0")
    assert {*names} == {*after, RECEIPT}


@pytest.mark.site
def test_bytes_are_sent_as_they_are(site: SmallSite, remote: Path) -> None:
    """Whatever git is told to do with the ends of lines."""
    (remote.parent / ".gitconfig").write_text("[core]\nautocrlf = true\nsafecrlf = false\n")
    site.publish({"a.html": "one\r\ntwo\nthree"})
    assert git(remote, "cat-file", "-s", "gh-pages:a.html") == "14"


@pytest.mark.site
def test_a_repository_that_is_missing_is_told(tmp_path: Path) -> None:
    site = small_site(tmp_path, remote=str(tmp_path / "nowhere"))
    with pytest.raises(ProblemError, match="git ended with code 128: fatal: "):
        site.publish(version(0))
