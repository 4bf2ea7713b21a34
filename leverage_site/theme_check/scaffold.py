"""The files of a new theme."""

from pathlib import Path

from leverage_site.files import create, os_reason
from leverage_site.problems import Place, catalog
from leverage_site.render.theme_chain import ASSETS, BUNDLED, CONFIG, CONTRACT, TEMPLATES, THEMES, bundled_themes
from leverage_site.settings import is_theme_name
from leverage_site.urls import invalid_reason

_CONFIG = f"""\
name = "NAME"
contract = {CONTRACT}
extends = "default"
"""

_BASE = """\
{% extends "default/base.html" %}
{# The frame of every page. This adds a stylesheet behind the default's, so that what it says wins. #}
{% block styles %}
{{ super() }}
<link rel="stylesheet" href="{{ view.head.root }}assets/NAME.css">
{% endblock %}
"""

_DAY = """\
{% extends "default/day.html" %}
{# The page of a day. A block that stands here replaces the default's; super() is what the default shows in it.
   docs/themes.md lists all blocks, and what `site` and `view` hold. #}
{% block figures %}
{{ super() }}
<p class="aside">Leverage is the time a person would have needed, divided by {{ view.assistant_name }} time.</p>
{% endblock %}
"""

_STYLES = """\
/* Read after the default's style.css: its first lines name every colour that can be set here. */
:root {
  --accent: light-dark(#0b5c63, #7fd0d6);
}
"""

_FILES = {
    CONFIG: _CONFIG,
    f"{TEMPLATES}/base.html": _BASE,
    f"{TEMPLATES}/day.html": _DAY,
    f"{ASSETS}/NAME.css": _STYLES,
}


def create_theme(root: Path, name: str) -> list[Path]:
    """Create theme `name` of the site at `root`: all of its files or none.

    Returns:
        The files that were written.

    Raises:
        ProblemError: where the name cannot be a theme's, something has it already, or writing fails.
    """
    if not is_theme_name(name) or invalid_reason(f"/{name}"):
        raise catalog.BAD_THEME_NAME.error(Place(THEMES), name=name)
    folder, place = root / THEMES / name, Place(f"{THEMES}/{name}")
    try:
        if folder.is_symlink() or folder.exists() or (name != BUNDLED and (bundled_themes() / name).is_dir()):
            raise catalog.THEME_EXISTS.error(place, name=name)
        if (folder.parent.is_symlink() or folder.parent.exists()) and not folder.parent.is_dir():
            raise catalog.WRITE_FAILED.error(Place(THEMES), reason="it is not a folder")
        texts = {path.replace("NAME", name): text.replace("NAME", name) for path, text in _FILES.items()}
        return create(folder, texts)
    except OSError as error:
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None
