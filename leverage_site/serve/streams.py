"""Streams of events: each tells one tab what has become of its page."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any
from urllib.parse import unquote

from leverage_site.serve.preview import Preview
from leverage_site.serve.state import State

# Browsers open six connections to a host: tabs must not use them up, or the next one hangs.
MAX_STREAMS = 4
HEARTBEAT = 15.0
MAX_DIGITS = 15

RUN = token_hex(8)
"""Which run of the server a page came from."""


@dataclass(frozen=True, slots=True)
class Tab:
    """What a tab shows: a file by the digest of its bytes, of state `number`, from which run of the server.

    A tab that shows no page of the site waits for one: its digest is empty.
    """

    file: str
    digest: str
    number: int
    run: str

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Tab":
        """The tab that says so of itself in a query."""
        number = values.get("number", "")
        known = number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS
        return cls(
            file=values.get("file", ""),
            digest=values.get("digest", ""),
            number=int(number) if known else 0,
            run=values.get("run", ""),
        )


class Streams:
    """The open streams. A new one ends the oldest where there are too many; that tab comes back a moment later."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self._open: deque[object] = deque()
        self._closed = False

    def close(self) -> None:
        """End all streams."""
        with self.preview.changed:
            self._closed = True
            self.preview.changed.notify_all()

    def run(self, tab: Tab, send: Callable[[bytes], None]) -> None:
        """Tell `tab` what it must know now and whenever that changes. Ends with whatever `send` raises."""
        token = self._enter()
        try:
            told = None
            while self._is_open(token):
                message = update(self.preview, tab)
                number = message["number"]
                send(event(message) if message != told else b":\n\n")
                told, tab = message, replace(tab, number=number, run=RUN)
                self._wait(token, number)
        finally:
            self._leave(token)

    def _enter(self) -> object:
        token = object()
        with self.preview.changed:
            self._open.append(token)
            if len(self._open) > MAX_STREAMS:
                self._open.popleft()
                self.preview.changed.notify_all()
        return token

    def _leave(self, token: object) -> None:
        with self.preview.changed:
            if token in self._open:
                self._open.remove(token)

    def _is_open(self, token: object) -> bool:
        return token in self._open and not self._closed

    def _wait(self, token: object, number: int) -> None:
        with self.preview.changed:
            self.preview.changed.wait_for(
                lambda: self.preview.state.number != number or not self._is_open(token), HEARTBEAT
            )


def update(preview: Preview, tab: Tab) -> dict[str, Any]:
    """What `tab` must know: whether its page is another now, which files it may use are, and what is wrong.

    Its page is rendered before it is told to load it. After a restart no file's history is known, and `assets` is
    null.
    """
    state, found = preview.state, preview.answer(tab.file)
    problems = (*state.errors, *(found.problems if found else ()))
    reload = (found.digest if found else "") != tab.digest and not (found and found.problems)
    return {
        "number": state.number,
        "run": RUN,
        "reload": reload,
        "assets": _assets(preview, state, tab),
        "problems": "\n\n".join(map(str, problems)),
    }


def event(message: dict[str, Any]) -> bytes:
    """A message as an event of a stream."""
    return f"data: {json.dumps(message)}\n\n".encode()


def _assets(preview: Preview, state: State, tab: Tab) -> list[str] | None:
    if tab.run != RUN:
        return None
    base = unquote(state.site.plan.site.base_path)
    return [base + address.removeprefix("/") for address in preview.assets_since(tab.number)]
