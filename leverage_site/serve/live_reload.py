"""Live reload: the script that is added to previewed pages, and the streams that tell each tab of its page."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from importlib.resources import files
from secrets import token_hex
from typing import Any
from urllib.parse import unquote

from leverage_site.serve.claim_checks import marked_sentences
from leverage_site.serve.preview import Preview
from leverage_site.values import value

PREFIX = "/__leverage_site/"
SCRIPT = f"{PREFIX}client.js"
EVENTS = f"{PREFIX}events"
ENTRIES = f"{PREFIX}feed/"

# Browsers open six connections to a host: tabs must not use them up, or the next one hangs.
MAX_STREAMS = 4
HEARTBEAT = 15.0  # seconds
MAX_DIGITS = 15

RUN = token_hex(8)
"""Which run of the server a page came from."""

_END = b"</body>"


def script() -> bytes:
    """Return the script itself."""
    return files(__package__).joinpath("client.js").read_bytes()


def with_script(page: bytes, file: str, digest: str, number: int) -> bytes:
    """Return a page with the script, which is told the page's file and digest, the state's number, and the run."""
    values = {"file": file, "digest": digest, "number": str(number), "run": RUN}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    tag = f'<script src="{SCRIPT}"{data}></script>'.encode()
    end = page.rfind(_END)
    return page + tag if end < 0 else page[:end] + tag + page[end:]


@value
class Tab:
    """What a tab shows: a file by the digest of its page, of state `number`, from which run of the server.

    A tab that shows no page of the site waits for one: its digest is empty.
    """

    file: str
    digest: str
    number: int
    run: str

    @classmethod
    def from_query(cls, values: Mapping[str, str]) -> "Tab":
        """Make a tab of what it says of itself in a query; anybody can ask anything."""
        number = values.get("number", "")
        is_number = number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS
        return cls(
            file=values.get("file", ""),
            digest=values.get("digest", ""),
            number=int(number) if is_number else 0,
            run=values.get("run", ""),
        )


class EventStreams:
    """The open streams of a preview's tabs, each run by the server's thread for its connection.

    A new one ends the oldest where there are too many; that tab comes back a moment later. `preview.changed`
    guards `_open` and `_closed`, and is notified when a stream must end or a state is new.
    """

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self._open: deque[object] = deque()
        self._closed = False

    def close(self) -> None:
        """End all streams."""
        with self.preview.changed:
            self._closed = True
            self.preview.changed.notify_all()

    def run(self, tab: Tab, send: Callable[[bytes], object]) -> None:
        """Send `tab` what it must know now and whenever that changes. Ends with whatever `send` raises."""
        token, changed = object(), self.preview.changed
        with changed:
            self._open.append(token)
            if len(self._open) > MAX_STREAMS:
                self._open.popleft()
                changed.notify_all()
        try:
            last = None
            while self._is_open(token):
                message = tab_message(self.preview, tab)
                number = message["number"]
                send(encode_event(message) if message != last else b":\n\n")
                last, tab = message, replace(tab, number=number, run=RUN)
                with changed:
                    changed.wait_for(
                        lambda: self.preview.state.number != number or not self._is_open(token),  # noqa: B023
                        HEARTBEAT,
                    )
        finally:
            with changed:
                if token in self._open:
                    self._open.remove(token)

    def _is_open(self, token: object) -> bool:
        return token in self._open and not self._closed


def tab_message(preview: Preview, tab: Tab) -> dict[str, Any]:
    """Return what `tab` must know: whether its page is another now, which copied files changed, and what is wrong.

    Its page is rendered before it is told to load it. After a restart no file's history is known, and `assets` is
    null. `claims` are the sentences of its page that the records refute; none where it is to be loaded again.
    """
    state, page = preview.state, preview.answer(tab.file)
    is_other = (page.digest if page else "") != tab.digest
    is_broken = bool(page and page.problems)
    problems = (*state.errors, *(page.problems if page else ()))
    base = unquote(state.site.plan.site.base_path)
    assets = [base + address.removeprefix("/") for address in preview.assets_since(tab.number)]
    return {
        "number": state.number,
        "run": RUN,
        "reload": is_other and not is_broken,
        "assets": assets if tab.run == RUN else None,
        "problems": "\n\n".join(map(str, problems)),
        "claims": [] if is_other or is_broken else marked_sentences(preview.refuted_claims(tab.file)),
    }


def encode_event(message: dict[str, Any]) -> bytes:
    """Encode a message as an event of a stream."""
    return f"data: {json.dumps(message)}\n\n".encode()
