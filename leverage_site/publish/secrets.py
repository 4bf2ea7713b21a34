"""Texts that look like secrets: private keys, tokens by their fixed beginnings, passwords in addresses.

Each pattern begins with a fixed text and either counts what follows or reads a run of characters once, so that
hardly anything else looks like it and a search takes time in proportion to the file.
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
    ("huggingface", "a token of Hugging Face", _BEFORE + rb"(?:hf|api_org)_[A-Za-z0-9]{34,40}" + _AFTER),
    (
        "jwt",
        "a signed token (JWT)",
        _BEFORE + rb"eyJ[A-Za-z0-9_-]{10,}+\.eyJ[A-Za-z0-9_-]{6,}+\.[A-Za-z0-9_-]{40,}+",
    ),
    (
        "password",
        "a password in an address",
        _BEFORE
        + rb"(?:https?|ftps?|sftp|ssh|git|wss?|smtps?|imaps?|ldaps?|amqps?|rediss?|mysql|mariadb|postgres(?:ql)?"
        + rb"|mongodb(?:\+srv)?)://[A-Za-z0-9._~%!+,;=-]{0,64}+:[A-Za-z0-9._~%!+,;=&'()-]{1,255}+"
        + rb"@[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){1,8}+",
    ),
)
# Words that stand for a password in examples; a name in capitals, or one sign repeated, does so as well.
_NO_PASSWORDS = re.compile(
    r"(?:your|my|the|some|a)?[-_.]?(?:api)?[-_.]?"
    r"(?:pass(?:word|wd|phrase|wort|code)?|pw|pwd|secret|token|key|credentials?|hidden|redacted|removed|changeme"
    r"|example|test|geheim|kennwort)[-_.]?(?:here)?|[A-Z][A-Z_-]*+|%[sdr]|(.)\1*+|x-oauth-basic",
    re.DOTALL,
)
# Hosts of examples, and those that only the machine itself or its neighbours reach.
_NO_HOSTS = re.compile(
    r"(?:.*\.)?(?:example\.(?:com|org|net|edu)|example|test|invalid|localhost|local|internal|lan|localdomain)"
    r"|127\.[0-9.]++|0\.0\.0\.0",
    re.IGNORECASE | re.DOTALL,
)
_PASSWORD = re.compile(r"[a-z+]++://[^:@]*+:([^@]*+)@(.*+)", re.DOTALL)
_NAMES = {name: text for name, text, _ in _RULES}
_SECRET = re.compile(b"|".join(b"(?P<%s>%s)" % (name.encode(), pattern) for name, _, pattern in _RULES))


class Secret(NamedTuple):
    """A text that looks like a secret: what it looks like, and the line and column at which it begins."""

    text: str
    rule: str
    line: int
    column: int

    @property
    def shown(self) -> str:
        """Its beginning, and of an address its host."""
        if self.text.startswith("-"):
            return self.text
        scheme, is_address, rest = self.text.partition("://")
        return f"{scheme}://…@{rest.rpartition('@')[2]}" if is_address else f"{self.text[:SHOWN]}…"


def find_secrets(data: bytes | mmap, allowed: frozenset[str] = frozenset()) -> Iterator[Secret]:
    """Yield each text of a file that looks like a secret, but for those that are part of what is `allowed`."""
    line, column, end = 1, 1, 0
    for match in _SECRET.finditer(data):
        text = match[0].decode()
        skipped = bytes(data[end : match.start()])
        last = skipped.rfind(b"\n")
        line += skipped.count(b"\n")
        column = len(skipped[last + 1 :].decode(errors="replace")) + (1 if last >= 0 else column)
        end = match.start()
        if not _is_example(text) and not any(text in other for other in allowed):
            yield Secret(text, _NAMES[str(match.lastgroup)], line, column)


def _is_example(text: str) -> bool:
    """Return whether an address shows how one with a password looks, and leads nowhere or has none."""
    parts = _PASSWORD.fullmatch(text)
    return parts is not None and bool(_NO_PASSWORDS.fullmatch(parts[1]) or _NO_HOSTS.fullmatch(parts[2]))
