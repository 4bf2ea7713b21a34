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
}


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("around", ["{}", "<code>{}</code>", 'x = "{}"\n', "a\nb\n  {} .", "ü{}\0"])
def test_each_is_found_with_its_line(text: str, around: str) -> None:
    data = around.format(text).encode()
    (found,) = find_secrets(data)
    assert (found.text, found.rule) == (text, SECRETS[text])
    assert found.line == around.partition("{}")[0].count("\n") + 1
    assert text not in found.shown or text.startswith("-")
    assert [*find_secrets(data, frozenset({text}))] == []


@pytest.mark.parametrize(
    "text",
    [
        *(text[: len(text) // 2] for text in SECRETS),
        *(f"x{text}" for text in SECRETS if not text.startswith("-")),
        "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "the task-" + "word-" * 20, "AKIA", "npm_config_cache",
        "data:image/png;base64," + LONG, "sha256-" + LONG, "https://example.org/posts/2026/" + "a-" * 40,
    ],
)  # fmt: skip
def test_what_only_resembles_one_is_not(text: str) -> None:
    assert [*find_secrets(text.encode())] == []


def test_several_have_their_lines() -> None:
    text = "AK" + "IA" + UPPER
    data = f"one\n{text}\n\n{text} {text}\n{'x' * 100_000}\n{text}".encode()
    assert [secret.line for secret in find_secrets(data)] == [2, 4, 4, 6]
