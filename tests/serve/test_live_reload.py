"""EventStreams tell each tab what it must know of its page, and nothing else."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode

import pytest

from leverage_site.serve import live_reload
from leverage_site.serve.http import Server
from leverage_site.serve.live_reload import MAX_STREAMS, RUN, EventStreams, Tab, encode_event, tab_message
from leverage_site.serve.preview import Preview
from tests.support.dev_server import ask, connect, nothing_left, request, serving, until
from tests.support.sites import Site, changed, task

DAY = "posts/2026/2026-04-07-leverage-record.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return (
        Site(tmp_path)
        .days("2026-04-06", "2026-04-07", tags=["C++"])
        .page("about")
        .file("content/static/a.css", "a")
    )


def tab(preview: Preview, file: str = "index.html") -> Tab:
    """Return a tab that has just loaded `file`, as it is now."""
    found = preview.answer(file)
    return Tab(file, found.digest if found and not found.problems else "", preview.state.number, RUN)


def edited(site: Site, n: int = 1) -> Site:
    """Write another text into one record, which only its own page shows."""
    return site.record("2026-04-07", f"What happened on 2026-04-07.\n\n## Analysis\n\nEdit {n}.\n", tags=["C++"])


# What a message says.


def test_a_fresh_tab_has_nothing_to_do(site: Site) -> None:
    preview = Preview(site.root)
    for file in site.built():
        message = tab_message(preview, tab(preview, file))
        assert message == {"number": 1, "run": RUN, "reload": False, "assets": [], "problems": "", "claims": []}


@pytest.mark.parametrize(
    "edit",
    [
        edited,
        lambda site: site.days("2026-04-08"),
        lambda site: site.remove("content/records/2026-04-06.md"),
        lambda site: site.page("about", "Another text.\n"),
        lambda site: site.settings(title="Another title"),
        lambda site: site.file("content/static/a.css", "b"),
        lambda site: site.theme({"week.html": "<p>Another week</p>"}),
    ],
)
def test_a_page_is_loaded_again_where_its_bytes_changed(site: Site, edit: Callable[[Site], Site]) -> None:
    before, preview = site.built(), Preview(site.root)
    tabs = {file: tab(preview, file) for file in before}
    edit(site)
    assert preview.refresh()
    after = site.built()
    assert before != after
    reloads = {file for file in tabs if tab_message(preview, tabs[file])["reload"]}
    assert reloads == changed(before, after) & before.keys()


def test_an_index_that_shows_no_new_text_is_not_loaded_again(site: Site) -> None:
    preview = Preview(site.root)
    index, day = tab(preview), tab(preview, DAY)
    edited(site)
    preview.refresh()
    assert tab_message(preview, index) == {
        "number": 2,
        "run": RUN,
        "reload": False,
        "assets": [],
        "problems": "",
        "claims": [],
    }
    assert tab_message(preview, day)["reload"]


def test_a_page_that_links_a_changed_stylesheet_stays(site: Site) -> None:
    site.theme({}).file("themes/own/assets/style.css", "p {}")
    preview = Preview(site.root)
    tabs, before = [tab(preview), tab(preview, DAY)], preview.answer("index.html")
    site.file("themes/own/assets/style.css", "a {}")
    preview.refresh()
    after = preview.answer("index.html")
    assert before
    assert after
    assert before.data != after.data
    for there in tabs:
        message = tab_message(preview, there)
        assert (message["reload"], message["assets"]) == (False, ["/assets/style.css"])


def test_a_page_that_changed_back_is_not_loaded_again(site: Site) -> None:
    edited(site, 1)
    preview = Preview(site.root)
    day = tab(preview, DAY)
    for n in (2, 1):
        edited(site, n)
        preview.refresh()
        assert tab_message(preview, day)["reload"] == (n == 2)


def test_a_tab_waits_for_a_page_that_is_missing(site: Site) -> None:
    preview = Preview(site.root)
    waiting = tab(preview, "new.html")
    assert (waiting.digest, tab_message(preview, waiting)["reload"]) == ("", False)
    site.page("new")
    preview.refresh()
    assert tab_message(preview, waiting)["reload"]
    there = tab(preview, "new.html")
    assert not tab_message(preview, there)["reload"]
    site.remove("content/pages/new.md")
    preview.refresh()
    assert tab_message(preview, there)["reload"]


def test_changed_files_are_named(site: Site) -> None:
    preview = Preview(site.settings(base_url="https://example.org/bl%20og/").root)
    first = tab(preview)
    site.file("content/static/a.css", "b").file("content/static/ü x.css", "new")
    preview.refresh()
    second = tab(preview)
    assert sorted(tab_message(preview, first)["assets"]) == ["/bl og/a.css", "/bl og/ü x.css"]
    assert tab_message(preview, second)["assets"] == []
    site.remove("content/static/a.css")
    edited(site)
    preview.refresh()
    assert tab_message(preview, second)["assets"] == ["/bl og/a.css"]
    assert sorted(tab_message(preview, first)["assets"]) == ["/bl og/a.css", "/bl og/ü x.css"]


def test_a_tab_of_another_run_cannot_know_what_changed(site: Site) -> None:
    preview = Preview(site.root)
    there = tab(preview)
    for run in ("another", ""):
        message = tab_message(preview, Tab(there.file, there.digest, 99, run))
        assert (message["assets"], message["reload"], message["run"]) == (None, False, RUN)
    assert tab_message(preview, Tab(there.file, "another", 1, "another"))["reload"]


def test_problems_of_the_site_are_told_until_they_are_mended(site: Site) -> None:
    preview = Preview(site.root)
    tabs = [tab(preview), tab(preview, DAY), tab(preview, "missing.html")]
    site.record("2026-04-07", human="80 hrz").record(
        "2026-04-06", tasks=[{"task": "x", "human": "1:30", "ai": "1m"}]
    )
    preview.refresh()
    assert len(preview.problems) > 1
    for there in tabs:
        message = tab_message(preview, there)
        assert message["problems"] == "\n\n".join(str(problem) for problem in preview.problems)
        assert (message["number"], message["reload"]) == (2, False)
    site.days("2026-04-06", "2026-04-07", tags=["C++"])
    preview.refresh()
    for there in tabs:
        assert tab_message(preview, there) == {
            "number": 3,
            "run": RUN,
            "reload": False,
            "assets": [],
            "problems": "",
            "claims": [],
        }


def test_refuted_claims_are_told_of_a_page_that_stays(site: Site) -> None:
    parser = task("Cover the parser", "8h", "10m")
    preview = Preview(site.record("2026-04-07", "Leverage was 40.0x.\n", tasks=[parser]).root)
    day, index = tab(preview, DAY), tab(preview)
    claim = {"printed": "40.0x", "truth": "48.0x", "why": "leverage of April 7: 48.0x"}
    told = [{"line": 5, "parts": ["Leverage was ", claim, "."]}]
    assert [tab_message(preview, there)["claims"] for there in (day, index)] == [told, []]
    site.record("2026-04-07", "Leverage was 41.0x.\n", tasks=[parser])
    preview.refresh()
    message = tab_message(preview, day)
    assert (message["reload"], message["claims"]) == (True, [])
    assert tab_message(preview, tab(preview, DAY))["claims"] != told
    site.theme({"day.html": "{{ view.missing }}"})
    preview.refresh()
    assert tab_message(preview, day)["claims"] == []


def test_broken_settings_are_told(site: Site) -> None:
    preview = Preview(site.root)
    there = tab(preview)
    site.file("leverage.toml", "[site\n")
    preview.refresh()
    message = tab_message(preview, there)
    assert message["problems"] == str(preview.problems[0])
    assert message["problems"].startswith("leverage.toml:1")
    assert not message["reload"]


def test_a_fault_of_a_template_is_told_where_it_shows(site: Site) -> None:
    preview = Preview(site.theme({}).root)
    day, index, waiting = (
        tab(preview, DAY),
        tab(preview),
        tab(preview, "posts/2026/2026-04-08-leverage-record.html"),
    )
    site.theme({"day.html": "<p>\n{{ view.nothing }}\n"}).days("2026-04-08")
    preview.refresh()
    problem = preview.answer(DAY).problems[0]  # type: ignore[union-attr]
    assert str(problem).startswith("themes/own/templates/day.html:2:1: ")
    assert (tab_message(preview, day)["problems"], tab_message(preview, day)["reload"]) == (str(problem), False)
    assert (tab_message(preview, waiting)["problems"], tab_message(preview, waiting)["reload"]) == (
        str(problem),
        False,
    )
    assert tab_message(preview, index)["problems"] == ""
    site.theme({"day.html": "<p>Mended</p>"})
    preview.refresh()
    assert (tab_message(preview, day)["problems"], tab_message(preview, day)["reload"]) == ("", True)
    assert (tab_message(preview, waiting)["problems"], tab_message(preview, waiting)["reload"]) == ("", True)


def test_a_fault_that_is_taken_back_loads_nothing(site: Site) -> None:
    preview = Preview(site.theme({}).root)
    day = tab(preview, DAY)
    site.theme({"day.html": "{{ view.nothing }}"})
    preview.refresh()
    assert tab_message(preview, day)["problems"]
    site.remove("themes/own/templates/day.html")
    preview.refresh()
    assert (tab_message(preview, day)["problems"], tab_message(preview, day)["reload"]) == ("", False)


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("7", 7),
        ("", 0),
        ("-1", 0),
        ("x", 0),
        ("1.5", 0),
        (" 1", 0),
        ("²", 0),
        ("٣", 0),
        ("9" * 15, int("9" * 15)),
        ("9" * 16, 0),
        ("1e3", 0),
    ],
)
def test_a_tab_may_say_anything_of_itself(site: Site, number: str, known: int) -> None:
    odd = Tab.from_query({"file": "../x\0\ud800", "digest": "\n", "number": number, "run": RUN, "more": "x"})
    assert odd == Tab("../x\0\ud800", "\n", known, RUN)
    assert tab_message(Preview(site.root), odd)["reload"]
    assert Tab.from_query({}) == Tab("", "", 0, "")


def test_an_event_is_one_line_whatever_it_says() -> None:
    message = {"problems": "a\r\nb\n\ndata: c\u2028\u0085ü\0"}
    data = encode_event(message)
    assert data.startswith(b"data: ")
    assert data.endswith(b"\n\n")
    assert data.count(b"\n") == 2
    assert data.isascii()
    assert json.loads(data[6:]) == message


# EventStreams on the wire.


class Listener:
    """A tab's end of a stream."""

    def __init__(self, server: Server, tab: Tab) -> None:
        query = urlencode({"file": tab.file, "digest": tab.digest, "number": tab.number, "run": tab.run})
        self.sock: socket.socket = connect(server)
        self.sock.sendall(request(f"/__leverage_site/events?{query}", "Accept: text/event-stream"))
        self.file = self.sock.makefile("rb")
        self.head = b"".join(iter(self.line, b"\r\n"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.sock.close()

    def line(self) -> bytes:
        return self.file.readline()

    def next(self) -> dict[str, Any] | None:
        """Return the next message, or None at the end of the stream."""
        while line := self.line():
            if line.startswith(b"data: "):
                assert self.line() == b"\n"
                return dict(json.loads(line[6:]))
            assert line in (b":\n", b"\n")
        return None


def listen(server: Server, file: str = "index.html") -> Listener:
    return Listener(server, tab(server.preview, file))


@pytest.fixture
def serve(site: Site) -> Iterator[tuple[Server, Preview]]:
    with nothing_left(), serving(site.root) as running:
        yield running


def test_the_first_message_comes_at_once(serve: tuple[Server, Preview]) -> None:
    with listen(serve[0]) as listener:
        assert listener.head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"\r\nContent-Type: text/event-stream\r\n" in listener.head
        assert b"\r\nCache-Control: no-cache\r\n" in listener.head
        assert b"Content-Length" not in listener.head
        assert listener.next() == {
            "number": 1,
            "run": RUN,
            "reload": False,
            "assets": [],
            "problems": "",
            "claims": [],
        }


def test_each_change_is_one_message(serve: tuple[Server, Preview], site: Site) -> None:
    server, preview = serve
    with listen(server) as index, listen(server, DAY) as day:
        for n in range(1, 6):
            messages = [index.next(), day.next()]
            assert [m and (m["number"], m["reload"]) for m in messages] == [(n, False), (n, n > 1)]
            edited(site, n)
            assert preview.refresh()
            assert preview.refresh() is None
        assert [m and m["number"] for m in (index.next(), day.next())] == [6, 6]
        server.streams.close()
        assert (index.next(), day.next()) == (None, None)


def test_files_are_named_once_each_time_they_change(serve: tuple[Server, Preview], site: Site) -> None:
    server, preview = serve
    with listen(server) as listener:
        listener.next()
        for change, named in (("b", ["/a.css"]), ("c", ["/a.css"]), (None, [])):
            (site.file("content/static/a.css", change) if change else edited(site)) and preview.refresh()
            message = listener.next()
            assert message
            assert message["assets"] == named


def test_a_tab_from_before_a_restart_hears_of_it_once(serve: tuple[Server, Preview], site: Site) -> None:
    server, preview = serve
    there = tab(preview)
    with Listener(server, Tab(there.file, there.digest, 99, "another")) as listener:
        message = listener.next()
        assert message
        assert (message["assets"], message["number"], message["run"]) == (None, 1, RUN)
        edited(site)
        preview.refresh()
        message = listener.next()
        assert message
        assert (message["assets"], message["number"]) == ([], 2)


def test_too_many_streams_end_the_oldest(serve: tuple[Server, Preview], site: Site) -> None:
    server, preview = serve
    listeners: list[Listener] = []
    try:
        for n in range(MAX_STREAMS + 3):
            listeners.append(listen(server))
            assert listeners[-1].next()
            if n >= MAX_STREAMS:
                assert listeners[n - MAX_STREAMS].next() is None
        edited(site)
        preview.refresh()
        for listener in listeners[-MAX_STREAMS:]:
            message = listener.next()
            assert message
            assert message["number"] == 2
        assert ask(server, "/").status == 200
    finally:
        for listener in listeners:
            listener.__exit__()


def test_streams_end_with_the_server(site: Site) -> None:
    with nothing_left():
        with serving(site.root) as (server, _):
            listeners = [listen(server) for _ in range(3)]
            assert all(listener.next() for listener in listeners)
        for listener in listeners:
            with listener:
                assert listener.next() is None


def test_a_stream_that_begins_after_the_end_ends_at_once(serve: tuple[Server, Preview]) -> None:
    serve[0].streams.close()
    with listen(serve[0]) as listener:
        assert listener.next() is None


def test_a_silent_stream_shows_that_it_lives(
    serve: tuple[Server, Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_reload, "HEARTBEAT", 0.01)
    with listen(serve[0]) as listener:
        assert listener.next()
        assert [listener.line() for _ in range(6)] == [b":\n", b"\n"] * 3


def test_clients_that_vanish_leave_no_thread(
    serve: tuple[Server, Preview], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(live_reload, "HEARTBEAT", 0.01)
    threads = threading.active_count()
    for _ in range(10):
        with listen(serve[0]) as listener:
            assert listener.next()
    until(lambda: threading.active_count() <= threads)
    with listen(serve[0]) as listener:
        assert listener.next()
    assert capsys.readouterr() == ("", "")


def test_a_fault_reaches_a_tab_that_is_open(serve: tuple[Server, Preview], site: Site) -> None:
    server, preview = serve
    shown = ask(server, f"/{quote(DAY)}").page
    with listen(server, DAY) as listener:
        listener.next()
        site.theme({"day.html": "{{ view.nothing }}"})
        preview.refresh()
        message = listener.next()
        assert message
        assert not message["reload"]
        assert message["problems"] == "\n\n".join(map(str, preview.answer(DAY).problems))  # type: ignore[union-attr]
        assert ask(server, f"/{quote(DAY)}").page == shown
        site.theme({"day.html": "<p>Mended</p>"})
        preview.refresh()
        message = listener.next()
        assert message
        assert message["reload"]
        assert message["problems"] == ""


# EventStreams under stress.


def test_streams_come_and_go_while_the_site_changes(site: Site) -> None:
    preview = Preview(site.root)
    open_streams = EventStreams(preview)
    done = threading.Event()
    numbers = [preview.state.number]

    def visit(count: int) -> None:
        while not done.is_set():
            with suppress(BrokenPipeError):
                open_streams.run(tab(preview), _few(count, numbers))

    threads = [threading.Thread(target=visit, args=(n % 3 + 1,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for n in range(20):
        edited(site, n)
        preview.refresh()
        until(lambda: n + 2 in numbers)  # noqa: B023
    done.set()
    open_streams.close()
    for thread in threads:
        thread.join()
    assert set(numbers) == set(range(1, 22))
    assert not open_streams._open  # noqa: SLF001  # what is left tells no client


def _few(count: int, numbers: list[int]) -> Callable[[bytes], None]:
    """Return a client that goes away after so many messages."""
    left = iter(range(count - 1))

    def send(data: bytes) -> None:
        numbers.append(json.loads(data[6:])["number"])
        if next(left, None) is None:
            raise BrokenPipeError

    return send


def test_the_last_state_is_always_told(site: Site) -> None:
    preview = Preview(site.root)
    open_streams, told = EventStreams(preview), []
    thread = threading.Thread(target=open_streams.run, args=(tab(preview, DAY), told.append))
    thread.start()
    for n in range(30):
        edited(site, n)
        preview.refresh()
    last = preview.state.number
    until(lambda: bool(told) and json.loads(told[-1][6:])["number"] == last)
    open_streams.close()
    thread.join()
    numbers = [json.loads(data[6:])["number"] for data in told]
    assert numbers == sorted(set(numbers))
