"""What `verify` finds in a published site: one changed digit anywhere, and nothing where all is as it was built."""

import ast
import json
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from leverage_site import verify
from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.judge import holds
from leverage_site.pages.claims import claim_data
from leverage_site.stats.as_of import Known
from leverage_site.verify import Verification
from tests.support.sites import ROOT, Site, rendered, task
from tests.support.workspace import cli

Files = Mapping[str, str]


class InMemory(Verification):
    """The check of files that are on no disk."""

    def __init__(self, files: Files) -> None:
        self.published = files
        super().__init__("/nowhere")

    def _read(self, path: str) -> str:
        self.files += 1
        name = unquote(path)
        name += "index.html" if name[-1:] in ("", "/") else ""
        self.reading = name
        if name not in self.published:
            raise FileNotFoundError(name)
        return self.published[name]


def texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: data.decode() for name, data in files.items() if not name.startswith("assets/")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Three weeks with all that figures can be: projects, tags, tokens, supervision, live figures, a day of rest."""
    site = Site(tmp_path_factory.mktemp("site")).settings("claims", publish=True).settings("feed", size=2)
    tasks = [
        task("Parser", "9h", "7m", supervision="2m", tokens="~412345", project="lang", tags=["web"]),
        task("Lexer, with a long title", "1h 20m", "9m", tokens="20k", project="lang"),
        task("Docs", "90h", "700m", supervision="90m", tags=["Web", "C"]),
    ]
    text = (
        "{{ tasks:words }} tasks, {{ leverage.rank.month }}; {{ week.human }} hours, {{ previous.leverage }} before.\n\n"
        "## More\n\nThe *parser* ran at 77.1x. The day[^1] stands at 8.4x, the highest of the week.\n\n[^1]: April 7.\n"
    )
    site.record("2026-03-30", "At 12.0x it was slow.\n", tasks=[task("Old", "5h", "25m", tokens="1M")])
    site.record("2026-04-06", "Rest.\n", tasks=[], tokens="1234")
    site.record("2026-04-07", text, tasks=tasks, tags=["AI"])
    more = "Two tasks fewer than on April 7. It is the first day above 40x. The leverage is six times that of April 7.\n"
    site.record(
        "2026-04-08", f"48.0x, up from 8.4x. <b>1</b>\n\n{more}", tasks=[task("Sort", "8h", "10m")], tokens="5M"
    )
    site.record("2026-04-09", tasks=[task()], withdrawn="Wrong.")
    return site.file("content/weeks/2026-W15.md", "{{ tasks:words }} tasks, {{ all.tasks:words }} so far.\n")


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, str]:
    return texts(rendered(site.prepared()))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Render the repository's own content with its claims."""
    root = tmp_path_factory.mktemp("own")
    (root / "content").symlink_to(ROOT / "content")
    settings = (ROOT / "leverage.toml").read_text() + "\n[claims]\npublish = true\n"
    (root / "leverage.toml").write_text(settings)
    site = Site.__new__(Site)
    site.root = root
    return texts(rendered(site.prepared()))


def test_nothing_is_wrong_with_what_was_built(files: Files, own: Files) -> None:
    for one in (files, own):
        found = InMemory(one)
        assert found.faults == []
        assert found.claims == json.loads(one["data/claims.json"])["coverage"]["found"] > 0


def _with_every_live_figure(root: Path) -> dict[str, str]:
    """Render a site whose record of April 8, notes and page have every live figure that `figures` lists for them."""
    site = Site(root).settings("claims", publish=True)
    first = [task("Parser", "9h", "7m", supervision="2m", tokens="~412345", project="lang", tags=["web"])]
    second = [
        task("Sort", "8h", "10m", project="lang"),
        task("Docs", "90h", "700m", supervision="90m", tags=["C"]),
    ]
    site.record("2026-04-06", "Rest.\n", tasks=[]).record("2026-04-07", "One.\n", tasks=first)
    site.record("2026-04-08", "Two.\n", tasks=second, tags=["web"]).record("2026-04-14", "Three.\n", tasks=first)
    texts_of = {}
    for of in ("2026-04-08", "2026-W15", "2026-04", "2026", "all"):
        found = json.loads(cli("--site", root, "figures", of, "--json").stdout)["figures"]
        texts_of[of] = "".join([f"- {{{{ {one['name']} }}}}\n" for one in found if one["value"] not in (None, "")])
        assert texts_of[of].count("\n") > 50
    site.record("2026-04-08", texts_of["2026-04-08"], tasks=second, tags=["web"]).page("about", texts_of["all"])
    for folder, of in (("weeks", "2026-W15"), ("months", "2026-04"), ("years", "2026")):
        site.file(f"content/{folder}/{of}.md", texts_of[of])
    site.file("content/projects/lang.md", "{{ days:words }}, {{ median.factor }}, {{ highest.task }}\n")
    site.file("content/tags/web.md", "{{ days:words }}, {{ median.factor }}, {{ lowest.leverage }}\n")
    return texts(rendered(site.prepared()))


def test_every_live_figure_is_worked_out_again(tmp_path: Path) -> None:
    files = _with_every_live_figure(tmp_path / "site")
    assert InMemory(files).faults == []
    name = "posts/2026/2026-04-08-leverage-record.html"
    end = "(?:days|(?:highest|lowest|median)[.](?:factor|task|leverage))"
    places = [*re.finditer(f'<data value="([^"]*)" data-figure="(?:(?:week|month|all)[.])?{end}"', files[name])]
    assert len(places) == 5 + 3 * 8
    for place in places:
        text = files[name]
        other = f"{text[: place.start(1)]}{float(place[1]) + 1}{text[place.end(1) :]}"
        assert InMemory({**files, name: other}).faults, place[0]


@pytest.mark.parametrize("theme", ["default", "plain"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_themes_and_languages(site: Site, theme: str, language: str) -> None:
    site.settings(theme=theme, language=language)
    found = texts(rendered(site.prepared()))
    site.settings(theme="default", language="en")
    assert InMemory(found).faults == []


# One digit


# What holds figures: where it stands, and in which files.
PLACES = {
    "rows of tasks": (r".*", r"data/tasks\.(json|csv)"),
    "totals": (r".*", r"data/days\.(json|csv)"),
    "claims": (r".*", r"data/claims\.json"),
    "values": (r'<data [^>]*value="([^"]*)"', r".*\.html"),
    "printed values": (r"<data [^>]*>([^<]*)<", r".*(?<!2026-W14)(?<!2026-W15)(?<!2026-0[34])(?<!/2026)\.html"),
    "data of feeds": (r'"_leverage": (\{[^{}]*\})|<leverage:figures([^<>]*)/>', r".*(xml|json)"),
}


def digits(files: Files, kind: str) -> list[tuple[str, int]]:
    """Return each digit of a kind: its file and its place there."""
    pattern, names = PLACES[kind]
    found = [
        (name, match.span(group))
        for name, text in files.items()
        if re.fullmatch(names, name)
        for match in re.finditer(pattern, text)
        for group in (range(1, match.re.groups + 1) if match.re.groups else (0,))
        if match[group]
    ]
    return [
        (name, place)
        for name, (begin, end) in found
        for place in range(begin, end)
        if files[name][place] in "0123456789"
    ]


def with_digit(files: Files, name: str, place: int, digit: str) -> dict[str, str]:
    text = files[name]
    return {**files, name: text[:place] + digit + text[place + 1 :]}


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", PLACES)
def test_one_changed_digit_is_found(kind: str, files: Files) -> None:
    chance = random.Random(kind)  # noqa: S311
    places = digits(files, kind)
    for name, place in chance.sample(places, min(60, len(places))):
        digit = chance.choice([one for one in "0123456789" if one != files[name][place]])
        changed = with_digit(files, name, place, digit)
        assert InMemory(changed).faults, (name, changed[name][max(0, place - 80) : place + 40], files[name][place])


def test_a_fault_says_where_it_is_and_what_is_expected(files: Files) -> None:
    changed = {
        **files,
        "data/days.json": files["data/days.json"].replace('"human_hours": 5,', '"human_hours": 6,'),
    }
    assert InMemory(changed).faults == [
        ("data/days.csv row 1", "human_hours is '5', expected '6'"),
        ("data/days.json 2026-03-30", "human_hours is 6, expected 5.0"),
    ]


# Claims


SENTENCES = (
    "The day stands at {x}x.", "{n} tasks took {h} hours.", "Leverage was {x}x, the highest of the week.",
    "It was the second lowest of the month.", "Sort ran at {x}x, Parser at {y}x.", "{n} of the {m} tasks were below {h}x.",
    "Each task stayed above {h}x.", "Parser alone was {p}% of the hours.", "At {x}x the day was above April 2.",
    "The most hours so far.", "{m} minutes of Claude time, {h} of supervision.", "Without Parser it is {x}x.",
    "Up from {y}x the day before.", "April {n} was a Tuesday.", "Parser took twice as long as Sort.",
    "The other tasks took {m} minutes.", "The three highest factors are {x}x, {y}x and {h}x.", "Parser holds {p}% of the hours.", "All tasks took at most {m} minutes.",
    "Half of the Claude time went into Docs.", "The day's {h} hours are a third of the week's {m} hours.", "Below {h}x there are {n} tasks.",
)  # fmt: skip


def _text(chance: random.Random, factors: list[str]) -> str:
    values = {
        "x": chance.choice(factors), "y": chance.choice(factors), "n": chance.randint(1, 9), "m": chance.randint(1, 60),
        "h": chance.randint(1, 40), "p": chance.randint(1, 99),
    }  # fmt: skip
    return " ".join(sentence.format(**values) for sentence in chance.sample(SENTENCES, 8)) + "\n"


@pytest.fixture(scope="module")
def random_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    chance = random.Random(19)  # noqa: S311
    site = Site(tmp_path_factory.mktemp("random")).settings(assistant="Claude").settings("claims", publish=True)
    for n in range(1, 25):
        tasks = [
            task(title, f"{chance.randint(1, 40)}h", f"{chance.randint(1, 60)}m", project=chance.choice(["lang", "web"]),
                 **({"supervision": f"{chance.randint(0, 5)}m"} if chance.random() < 0.6 else {}))
            for title in chance.sample(["Parser", "Sort", "Docs", "Search page", "Report"], chance.randint(0, 4))
        ]  # fmt: skip
        hours, minutes = (sum(int(one[key][:-1]) for one in tasks) for key in ("human", "ai"))
        factors = [f"{hours * 60 / minutes:.1f}" if tasks else "9.9", "24.0", f"{chance.randint(5, 90)}.5"]
        site.record(f"2026-04-{n:02}", _text(chance, factors), tasks=tasks)
    return site


@pytest.mark.parametrize("name", ["site", "random_site", "own"])
def test_it_agrees_with_the_program_on_every_claim(name: str, request: pytest.FixtureRequest) -> None:
    site = Site.__new__(Site)
    site.root = ROOT
    site = site if name == "own" else request.getfixturevalue(name)
    prepared = site.prepared()
    content, found = prepared.plan.content, set()
    checked = InMemory(request.getfixturevalue(name) if name == "own" else texts(rendered(prepared)))
    assert checked.faults == []
    for record in content.index.records:
        facts = TextFacts.of_day(Known(content.index, record.date), content.settings.assistant)
        for claim in check(record.body.get().prose.sentences, facts):
            if claim.reading:
                reading = json.loads(json.dumps(claim_data(claim)["reading"]))
                assert checked.holds(reading) == holds(claim.reading, facts), claim
                found.add((reading["form"], claim.verdict))
                found |= {(part, "confirmed") for part in ("by", "times") if reading.get(part)}
                found |= {("day before", "confirmed")} if reading.get("as_of", "9") < str(record.date) else set()
    assert {form for form, _ in found} >= (
        {"value", "superlative"} if name != "site" else {"value", "by", "times", "day before"}
    )


def test_a_claim_must_follow_from_the_rows(own: Files) -> None:
    data = json.loads(own["data/claims.json"])
    claim = next(
        one for one in data["texts"][0]["claims"] if one["verdict"] == "confirmed" and one["kind"] == "value"
    )
    claim["reading"]["printed"]["high"] = claim["reading"]["printed"]["low"] = 1
    claim["id"] = claim_id(claim)
    found = InMemory({**own, "data/claims.json": json.dumps(data)}).faults
    verdict = f"the verdict on {claim['printed']!r} is 'confirmed', expected 'refuted'"
    assert found == [(f"{own_page(data)} “{claim['sentence']}”", verdict)]


def test_a_sentence_must_stand_on_its_page(own: Files) -> None:
    data = json.loads(own["data/claims.json"])
    claim = data["texts"][0]["claims"][0]
    claim["sentence"] += " Really."
    claim["id"] = claim_id(claim)
    found = InMemory({**own, "data/claims.json": json.dumps(data)}).faults
    assert found == [(f"{own_page(data)} “{claim['sentence']}”", "does not stand on its page")]


def own_page(data: dict[str, Any]) -> str:
    return "posts/" + data["texts"][0]["url"].partition("/posts/")[2]


def claim_id(claim: dict[str, Any]) -> str:
    rest = {name: value for name, value in claim.items() if name != "id"}
    return verify.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()[:16]


def test_without_claims_all_else_is_checked(files: Files) -> None:
    others = {name: text for name, text in files.items() if name != "data/claims.json"}
    found = InMemory(others)
    assert (found.faults, found.claims) == ([], -1)
    assert InMemory({**others, "feed.json": files["feed.json"].replace('"leverage": 4', '"leverage": 5')}).faults


# Hostile sites

HOSTILE = (
    "", "{", "null", "[]", '{"days": null, "tasks": null, "texts": null}', "[" * 100_000, '{"days": [1], "tasks": [1], "texts": [1]}',
    '{"days": [{}], "tasks": [{}], "texts": [{}]}', '{"days": [{"date": "x"}], "tasks": [{"date": []}], "texts": [{"claims": [{}]}]}',
    '{"days": [], "tasks": [{"date": "2026-04-07", "human_hours": NaN}], "texts": []}', '{"days": 1e999}', "9" * 5_000, "\x00\x1b[31m",
    "<data" * 50_000, '<data value="' * 20_000, "<!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;</rss>", "<loc>" * 30_000,
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "data/days.json", "data/tasks.json", "data/days.csv", "data/claims.json", "sitemap.xml", "robots.txt",
        "feeds.opml", "feed.xml", "feed.json", "posts/2026/2026-04-07-leverage-record.html",
    ],
)  # fmt: skip
def test_what_is_hostile_is_a_fault_with_its_place(name: str, files: Files) -> None:
    for text in HOSTILE:
        for place, fault in InMemory({**files, name: text}).faults:
            assert place.isprintable()
            assert fault.isprintable()
            assert len(place) + len(fault) < 1_000


@pytest.mark.parametrize("value", ["1", None, -1, True, [], {}, 1e308, "\x1b"])
@pytest.mark.parametrize(
    "column", ["human_hours", "ai_minutes", "tokens", "project", "tags", "id", "date", "factor"]
)
def test_no_value_of_a_row_crashes(column: str, value: Any, files: Files) -> None:
    data = json.loads(files["data/tasks.json"])
    data["tasks"][1][column] = value
    assert InMemory({**files, "data/tasks.json": json.dumps(data)}).faults


# From a folder and by HTTP


@pytest.fixture
def folder(files: Files, tmp_path: Path) -> Path:
    for name, text in files.items():
        path = tmp_path / "out put" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")
    return tmp_path / "out put"


def test_by_itself_with_the_standard_library_alone(folder: Path) -> None:
    command = [sys.executable, "-I", "-S", verify.__file__, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"0 faults in \d+ files with \d+ claims\n", done.stdout)


def test_it_can_be_read_by_whoever_is_to_trust_it() -> None:
    source = Path(verify.__file__).read_text()
    tree = ast.parse(source)
    bodies = [
        node.body[0] for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    texts = [one for one in bodies if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)]
    said = {number for one in texts for number in range(one.lineno, one.end_lineno + 1)}
    lines = [line.strip() for number, line in enumerate(source.splitlines(), 1) if number not in said]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 300


def test_the_command(folder: Path) -> None:
    assert cli("verify", folder).exit_code == 0
    (folder / "data/claims.json").unlink()
    assert "No claim was checked: no data/claims.json was read.\n" in cli("verify", folder).stdout
    (folder / "weeks/2026-W15.html").unlink()
    result = cli("verify", folder)
    assert result.exit_code == 1
    assert result.stdout.startswith("weeks/2026-W15.html: is missing\n")
    answer = json.loads(cli("verify", folder, "--json").stdout)
    assert list(answer) == ["version", "faults", "files", "claims"]
    assert [list(fault) for fault in answer["faults"]] == [["place", "fault"]]
    (folder / "data/days.json").write_text("[]")
    assert cli("verify", folder).stdout.startswith("data/days.json: cannot be checked: TypeError: ")


@pytest.mark.parametrize("name", ["none", "index.html"])
def test_what_is_no_folder(folder: Path, name: str) -> None:
    result = cli("verify", folder / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"there is no folder '{folder / name}'" in result.stderr
    command = [sys.executable, verify.__file__, str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("usage: verify.py ")


def test_a_folder_without_a_site_is_one_fault(tmp_path: Path) -> None:
    assert Verification(str(tmp_path)).faults == [("data/tasks.json", "is missing")]


def test_faults_of_a_folder_name_its_files_and_those_of_a_host_addresses(host: Any, folder: Path) -> None:
    name = "posts/2026/2026-04-07-leverage-record.html"
    text = re.sub(r'(<data value=")8(\.\d+" data-figure="leverage)', r"\g<1>9\2", host.published[name])
    text = text.replace('<data value="3"', '<data value="4"')
    host.published[name] = text
    (folder / name).write_text(text, newline="")
    del host.published["weeks/2026-W15.html"]
    (folder / "weeks/2026-W15.html").unlink()
    places = [{place for place, _ in Verification(target).faults} for target in (str(folder), address(host))]
    assert places[0] >= {name, "weeks/2026-W15.html"}
    # Of the claims on a page that is gone, only the file that lists them is known.
    of_pages, of_pages_there = ({place for place in some if "“" not in place} for some in places)
    assert {f"{address(host)}{place}" for place in of_pages} == of_pages_there


def test_no_file_outside_the_folder_is_read(folder: Path) -> None:
    (folder.parent / "secret.html").write_text("<p>")
    sitemap = folder / "sitemap.xml"
    sitemap.write_text(sitemap.read_text().replace("weeks/2026-W15.html", "../secret.html"))
    (place, fault), *_ = Verification(str(folder)).faults
    assert place.endswith("../secret.html")
    assert "it is none of the first" in fault


class Host(BaseHTTPRequestHandler):
    """Answers with the files of its server, or as `answers` say: a redirect, a status, or more than was asked for."""

    def do_GET(self) -> None:
        path = unquote(self.path.removeprefix("/log/"))
        path += "index.html" if path[-1:] in ("", "/") else ""
        self.server.asked.append(self.path)
        answer = self.server.answers.get(path)
        if isinstance(answer, str):
            self.send_response(302)
            self.send_header("Location", answer)
            self.end_headers()
            return
        data = self.server.published.get(path, "").encode()
        self.send_response(answer or (200 if data else 404))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def host(files: Files) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.published, server.answers, server.asked = dict(files), {}, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(host: Any) -> str:
    return f"http://127.0.0.1:{host.server_port}/log/"


def test_a_site_on_a_host(host: Any) -> None:
    found = Verification(address(host))
    assert found.faults == []
    assert found.claims > 0
    assert len(host.asked) == found.files
    assert all(path.startswith("/log/") for path in host.asked)


def test_a_host_without_claims_or_with_a_fault(host: Any) -> None:
    del host.published["data/claims.json"]
    assert Verification(address(host)).faults == []
    host.answers["data/claims.json"] = 500
    (fault,) = Verification(address(host)).faults
    assert fault == (
        f"{address(host)}data/claims.json",
        "cannot be checked: HTTPError: HTTP Error 500: Internal Server Error",
    )


def test_redirects_stay_on_the_host(host: Any) -> None:
    port = host.server_port
    host.published["feed-moved.json"] = host.published["feed.json"]
    host.answers["feed.json"] = "/log/feed-moved.json"
    assert Verification(address(host)).faults == []
    for other in (
        f"http://localhost:{port}/log/feed-moved.json",
        "file:///etc/passwd",
        f"https://127.0.0.1:{port}/",
    ):
        host.answers["feed.json"] = other
        assert [place for place, _ in Verification(address(host)).faults] == [f"{address(host)}feed.json"]


def test_size_and_number_of_files_are_bounded(host: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST_BYTES", len(host.published["data/tasks.json"]))
    host.published["feed.xml"] += " " * verify.MOST_BYTES
    assert "it has more than" in dict(Verification(address(host)).faults)[f"{address(host)}feed.xml"]
    monkeypatch.setattr(verify, "MOST_FILES", 6)
    host.asked.clear()
    assert Verification(address(host)).faults
    assert len(host.asked) <= 6
