"""The script that is added to previewed pages, and nothing else is."""

from html import escape
from importlib.resources import files

from leverage_site.serve.streams import RUN

PREFIX = "/__leverage_site/"
SCRIPT = f"{PREFIX}client.js"
EVENTS = f"{PREFIX}events"

_END = b"</body>"


def script() -> bytes:
    """The script itself."""
    return files(__package__).joinpath("client.js").read_bytes()


def with_script(page: bytes, file: str, digest: str, number: int) -> bytes:
    """A page with the script, which knows what it came with: its file, its digest, the state, the server's run."""
    values = {"file": file, "digest": digest, "number": str(number), "run": RUN}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    tag = f'<script src="{SCRIPT}"{data}></script>'.encode()
    end = page.rfind(_END)
    return page + tag if end < 0 else page[:end] + tag + page[end:]
