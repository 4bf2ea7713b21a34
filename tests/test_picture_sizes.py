"""The size of a picture, or nothing where its file does not say it."""

from pathlib import Path

import pytest

from leverage_site.files import PictureSize, picture_size, picture_size_of
from tests.support.sites import ROOT

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8"
EXIF = b"\xff\xe1\0\x08Exif\0\0"
TABLE = b"\xff\xc4\0\x06\0\x05\0\x08"
FRAME = b"\0\x0b\x08\x02\x76\x04\xb0\x01\x01\x11\0"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (PNG + b"\0\0\x04\xb0\0\0\x02\x76", (1200, 630)),
        (PNG + b"\0\0\x04\xb0\0\0\x02", None),
        (PNG + b"\0\0\0\0\0\0\x02\x76", None),
        (PNG[:-4] + b"CgBI\0\0\x04\xb0\0\0\x02\x76", None),
        (JPEG + b"\xff\xc0" + FRAME, (1200, 630)),
        (JPEG + EXIF + TABLE + b"\xff\xc2" + FRAME, (1200, 630)),
        (JPEG + b"\xff\xff\xff\xd0\xff\x01\xff\xcf" + FRAME, (1200, 630)),
        (JPEG + EXIF + b"\xff\xc0" + FRAME[:6], None),
        (JPEG + EXIF, None),
        (JPEG + b"\xff\xe1\xff\xff" + FRAME, None),
        (JPEG + b"\xff\xe1\0\0" * 9, None),
        (JPEG + b"\0" + FRAME, None),
        (JPEG, None),
        (b"", None),
        (b"GIF89a", None),
        (b"<svg/>", None),
    ],
)
def test_size(data: bytes, wanted: PictureSize) -> None:
    assert picture_size(data) == wanted


def test_size_of_a_file(tmp_path: Path) -> None:
    assert picture_size_of(str(ROOT / "themes/default/assets/social.png")) == (1200, 630)
    assert picture_size_of(str(tmp_path)) is None
    assert picture_size_of(str(tmp_path / "nope.png")) is None
