"""Draw themes/default/assets/social.png, the picture that services show beside a link: a lever on its fulcrum.

It stands for the site and shows no figure, since it is the same on every page. Run it as `python -m tools.social`.
"""

import struct
import zlib
from math import hypot
from pathlib import Path

PICTURE = Path(__file__).resolve().parents[1] / "themes" / "default" / "assets" / "social.png"
WIDTH, HEIGHT = 1200, 630
GROUND, MARK = (10, 106, 75), (255, 255, 255)
SHADES = 16

# The beam is a line, the fulcrum a triangle below its middle.
BEAM_LEFT, BEAM_RIGHT, BEAM_Y, BEAM_RADIUS = 330, 870, 262, 17
PEAK_Y, FOOT_Y, SLOPE = 302, 430, 0.62


def distance(x: float, y: float) -> float:
    """How far a point is from the mark, in pixels; below zero inside of it."""
    beyond = max(BEAM_LEFT - x, x - BEAM_RIGHT, 0.0)
    beam = hypot(beyond, y - BEAM_Y) - BEAM_RADIUS
    side = (abs(x - WIDTH / 2) - (y - PEAK_Y) * SLOPE) / hypot(1, SLOPE)
    return min(beam, max(side, y - FOOT_Y))


def shade(x: int, y: int) -> int:
    """Which shade between ground and mark a pixel has."""
    covered = min(max(0.5 - distance(x + 0.5, y + 0.5), 0.0), 1.0)
    return round(covered * (SHADES - 1))


def picture() -> bytes:
    """Return the picture as PNG, two pixels a byte."""
    rows = b"".join(
        b"\0" + bytes(shade(x, y) * SHADES + shade(x + 1, y) for x in range(0, WIDTH, 2)) for y in range(HEIGHT)
    )
    palette = bytes(
        round(ground + (mark - ground) * n / (SHADES - 1))
        for n in range(SHADES)
        for ground, mark in zip(GROUND, MARK, strict=True)
    )
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    chunks = (b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    PICTURE.write_bytes(picture())
