"""Plain words as Markdown that shows just these words."""

import re

_ALWAYS = re.compile(r"[\\`*\[]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TILDES = re.compile(r"~(?=~)|(?<=~)~")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BRACES = re.compile(r"\{(?=\{)")
# What opens and closes code; what is escaped does neither.
_TICKS = re.compile(r"(\\.|`+|^ {0,3}~{3,})", re.MULTILINE)
_BLOCK = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+ *$|(?:-\s*){3,}$|(?:_\s*){3,}$)")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")


def escaped(text: str) -> str:
    """`text`, one line or several, with a backslash before whatever would mean something."""
    return "\n".join(_line(line) for line in text.split("\n"))


def inline(text: str) -> str:
    """`text` inside a line, with a backslash before whatever would mean something there."""
    for pattern in (_ALWAYS, _UNDERSCORE, _TILDES, _ENTITY, _TAG, _BRACES):
        text = pattern.sub(r"\\\g<0>", text)
    return text


def braced(markdown: str) -> str:
    """Markdown whose double braces stay text for ever; those in code are text anyway."""
    pieces = _TICKS.split(markdown)
    last = {piece: n for n, piece in enumerate(pieces) if n % 2}
    fence = ""
    for n, piece in enumerate(pieces):
        if n % 2:
            is_end = piece == fence
            opens = not fence and piece[0] != "\\" and last[piece] > n
            fence = "" if is_end else piece if opens else fence
        elif not fence:
            pieces[n] = _BRACES.sub(r"\\\g<0>", piece)
    return "".join(pieces)


def _line(line: str) -> str:
    text = inline(line.strip())
    if match := _NUMBERED.match(text):
        return f"{match[1]}\\{text[len(match[1]) :]}"
    return f"\\{text}" if _BLOCK.match(text) else text
