"""Where the site is that a command is meant for."""

import os
from pathlib import Path


def nearest_site() -> Path:
    """The current folder or the nearest above it that has settings, as git looks for a repository.

    Above the home folder of the user there is none. Where there is none at all, the current folder. One above has
    its full name: the current folder may vanish while a command is at work.
    """
    # Takes 10 ms to import, which a call for help need not spend.
    from leverage_site.settings import FILE

    try:
        here, home = Path.cwd(), Path(os.path.realpath(Path.home()))
    except (OSError, RuntimeError):
        return Path()
    for folder in (here, *here.parents):
        if (folder / FILE).exists():
            return Path() if folder == here else folder
        if folder == home:
            break
    return Path()
