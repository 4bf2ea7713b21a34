"""How large pictures are, from the heads of their files."""

from leverage_site import files

# Width and height in pixels; nothing where it is not known.
Size = tuple[int, int] | None

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# The markers of JPEG's frames, whose segments hold the size; the rest of that range means something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def size_of(path: str) -> Size:
    """The size of the picture at `path`, if it is a PNG or a JPEG that says so at its beginning."""
    try:
        return size(next(files.pieces(path), b""))
    except OSError:
        return None


def size(data: bytes) -> Size:
    """The size of the picture that begins with `data`."""
    width = height = 0
    if data.startswith(_PNG + b"\0\0\0\x0dIHDR"):
        width, height = _numbers(data, 16, 4)
    elif data.startswith(_JPEG):
        height, width = _of_jpeg(data)
    return (width, height) if width and height else None


def _of_jpeg(data: bytes) -> tuple[int, int]:
    """Height and width, which stand in the segment of the first frame; zeros where it is none."""
    at = len(_JPEG)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            return _numbers(data, at + 5, 2)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0


def _numbers(data: bytes, at: int, width: int) -> tuple[int, int]:
    """Two numbers of `width` bytes each; zeros where `data` does not go so far."""
    if len(data) < at + 2 * width:
        return 0, 0
    return int.from_bytes(data[at : at + width]), int.from_bytes(data[at + width : at + 2 * width])
