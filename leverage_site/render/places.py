"""Where themes are."""

from pathlib import Path

THEMES = "themes"

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled_themes() -> Path:
    """The themes of an installed package, or of the checkout that an editable install points to."""
    packaged = _PACKAGE / THEMES
    return packaged if packaged.is_dir() else _PACKAGE.parent / THEMES
