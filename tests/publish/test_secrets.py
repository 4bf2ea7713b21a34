"""What looks like a secret is found, and hardly anything else. The samples are put together here: none is whole."""

import pytest

from leverage_site.publish.secrets import find_secrets

LETTERS = "Ab3dEf6hIj9lMn2pQr5tUv8xYz1C"
LONG = LETTERS * 4
UPPER = "ABCDEFGH234567ZY"

SECRETS = {
    "-----BEGIN " + "RSA PRIVATE KEY-----": "a private key",
    "-----BEGIN " + "PRIVATE KEY-----": "a private key",
    "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----": "a private key",
    "AK" + "IA" + UPPER: "an access key of AWS",
    "AS" + "IA" + UPPER: "an access key of AWS",
    "gh" + "p_" + LONG[:36]: "a token of GitHub",
    "github" + "_pat_" + LONG[:82]: "a token of GitHub",
    "gl" + "pat-" + LONG[:20]: "a token of GitLab",
    "xo" + "xb-123456789012-" + LONG[:24]: "a token of Slack",
    "sk-" + "ant-api03-" + LONG[:90]: "a key of Anthropic",
    "sk-" + "proj-" + LONG[:60]: "a key of OpenAI",
    "sk-" + LONG[:48]: "a key of OpenAI",
    "AI" + "za" + LONG[:35]: "a key of Google",
    "sk" + "_live_" + LONG[:24]: "a key of Stripe",
    "np" + "m_" + LONG[:36]: "a token of npm",
    "py" + "pi-AgE" + LONG[:60]: "a token of PyPI",
    "h" + "f_" + LONG[:34]: "a token of Hugging Face",
    "ey" + "JhbGciOiJIUzI1NiJ9." + "ey" + f"JzdWIiOiIxIn0.{LONG[:43]}": "a signed token (JWT)",
    "ey" + f"J{LONG}." + "ey" + f"J{LONG * 30}.{LONG}_-": "a signed token (JWT)",
    "https:" + "//deploy:c0rrect-horse@git.records.dev": "a password in an address",
    "http:" + "//:c0rrect%40horse@10.0.0.7": "a password in an address",
    "postgres" + "ql://app:hunter2@db.records.dev": "a password in an address",
    "mongodb" + "+srv://app:hunter2@cluster0.ab1cd.mongodb.net": "a password in an address",
}
# Addresses that show how one with a password looks, those without, and those of nobody but the machine itself.
EXAMPLES = [
    "https://{}@example.org/path".format("user:password"), "https://{}@host".format("user:pass"),
    *(f"https://user:{word}@git.records.dev" for word in (
        "password", "PASSWORD", "YOUR_TOKEN", "your-token", "secret", "token", "xxxx", "…", "***", "<password>",
        "$TOKEN", "${TOKEN}", "{token}", "[token]", "%s", "x-oauth-basic", "changeme", "...", "your_api_key_here",
    )),
    *(f"https://user:hunter2@{host}" for host in (
        "example.org", "git.example.com", "a.test", "localhost", "db", "localhost:5432", "127.0.0.1", "x.invalid",
        "nas.local", "Example.NET",
    )),
    "https://user@git.records.dev", "git@github.com:somebody/records.git", "https://matrix.to/#/@user:records.dev",
    "https://records.dev:8080/@user", "https://records.dev/a:b@c.dev", "http://records.dev?q=a:b@c.dev",
    "mailto:user@records.dev", "data:text/html;user:pass@records.dev", "https://a:b c@records.dev",
    "ey" + "JhbGciOiJIUzI1NiJ9", "ey" + "JhbGciOiJIUzI1NiJ9." + "ey" + "JzdWIiOiIxIn0.", "hf_hub_download",
    "hf_" + "a" * 60, "ey" + f"J{LONG}.{LONG}.{LONG}", "a.eyJ.eyJ." + LONG,
]  # fmt: skip


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("around", ["{}", "<code>{}</code>", 'x = "{}"\n', "a\nb\n  {} .", "ü{}\0"])
def test_each_is_found_with_its_line(text: str, around: str) -> None:
    data = around.format(text).encode()
    (found,) = find_secrets(data)
    assert (found.text, found.rule) == (text, SECRETS[text])
    before = around.partition("{}")[0]
    assert found.line == before.count("\n") + 1
    assert found.column == len(before.rpartition("\n")[2]) + 1
    assert text not in found.shown or text.startswith("-")
    assert [*find_secrets(data, frozenset({text}))] == []
    assert [*find_secrets(data, frozenset({f"{text}/and/more"}))] == []
    if not text.startswith("-"):
        assert [*find_secrets(data, frozenset({found.shown, found.shown.rstrip("…")}))] == [found]


@pytest.mark.parametrize(
    "text",
    [
        *(text[: len(text) // 2] for text in SECRETS),
        *(f"x{text}" for text in SECRETS if not text.startswith("-")),
        "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "the task-" + "word-" * 20, "AKIA", "npm_config_cache",
        *EXAMPLES, "data:image/png;base64," + LONG, "sha256-" + LONG, "https://example.org/posts/2026/" + "a-" * 40,
    ],
)  # fmt: skip
def test_what_only_resembles_one_is_not(text: str) -> None:
    assert [*find_secrets(text.encode())] == []


def test_several_have_their_places() -> None:
    text = "AK" + "IA" + UPPER
    data = f"one\n{text}\n\n{text} ü {text}\n{'x' * 100_000}\n{text}".encode()
    found = [(secret.line, secret.column) for secret in find_secrets(data)]
    assert found == [(2, 1), (4, 1), (4, len(text) + 4), (6, 1)]


def test_what_is_allowed_does_not_move_the_places_of_others() -> None:
    one, other = "AK" + "IA" + UPPER, "AS" + "IA" + UPPER
    data = f"\nü {one} {other}".encode()
    assert [(secret.line, secret.column) for secret in find_secrets(data, frozenset({one}))] == [(2, len(one) + 4)]


def test_an_address_is_shown_without_what_is_secret_in_it() -> None:
    (found,) = find_secrets(b"https:" + b"//deploy:c0rrect-horse@git.records.dev/x")
    assert found.shown == "https://…@git.records.dev"
