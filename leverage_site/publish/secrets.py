"""Texts that look like secrets: private keys, and tokens of services by their fixed beginnings.

Each pattern begins with a fixed text and counts what follows, so that hardly anything else looks like it and a
search takes time in proportion to the file.
"""

import re
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

# So much of a secret is shown: messages end up in logs.
SHOWN = 8
_BEFORE, _AFTER = rb"(?<![A-Za-z0-9_-])", rb"(?![A-Za-z0-9_-])"

_RULES: tuple[tuple[str, str, bytes], ...] = (
    ("key", "a private key", rb"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
    ("aws", "an access key of AWS", _BEFORE + rb"A(?:KI|SI)A[A-Z2-7]{16}" + _AFTER),
    (
        "github",
        "a token of GitHub",
        _BEFORE + rb"(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})",
    ),
    ("gitlab", "a token of GitLab", _BEFORE + rb"glpat-[A-Za-z0-9_-]{20,64}"),
    ("slack", "a token of Slack", _BEFORE + rb"xox[abeoprs]-[0-9]{8,14}-[A-Za-z0-9-]{10,255}"),
    ("anthropic", "a key of Anthropic", _BEFORE + rb"sk-ant-[A-Za-z0-9]{3,16}-[A-Za-z0-9_-]{40,255}"),
    (
        "openai",
        "a key of OpenAI",
        _BEFORE + rb"sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,255}|[A-Za-z0-9]{48})",
    ),
    ("google", "a key of Google", _BEFORE + rb"AIza[A-Za-z0-9_-]{35}" + _AFTER),
    ("stripe", "a key of Stripe", _BEFORE + rb"[rs]k_live_[A-Za-z0-9]{24,128}"),
    ("npm", "a token of npm", _BEFORE + rb"npm_[A-Za-z0-9]{36}" + _AFTER),
    ("pypi", "a token of PyPI", _BEFORE + rb"pypi-AgE[A-Za-z0-9_-]{50,255}"),
)
_NAMES = {name: text for name, text, _ in _RULES}
_SECRET = re.compile(b"|".join(b"(?P<%s>%s)" % (name.encode(), pattern) for name, _, pattern in _RULES))


class Secret(NamedTuple):
    """A text that looks like a secret: what it looks like, and the line that it begins on."""

    text: str
    rule: str
    line: int

    @property
    def shown(self) -> str:
        """Its beginning."""
        return self.text if self.text.startswith("-") else f"{self.text[:SHOWN]}…"


def find_secrets(data: bytes | mmap, allowed: frozenset[str] = frozenset()) -> Iterator[Secret]:
    """Yield each text of a file that looks like a secret, but for those `allowed`."""
    line, end = 1, 0
    for match in _SECRET.finditer(data):
        text = match[0].decode()
        if text not in allowed:
            line += bytes(data[end : match.start()]).count(b"\n")
            end = match.start()
            yield Secret(text, _NAMES[str(match.lastgroup)], line)
