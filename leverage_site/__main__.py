"""`python -m leverage_site` is the command `leverage-site`."""

import sys
from contextlib import suppress

from leverage_site import __version__


def main() -> None:
    """Run the command. To import what it takes is a moment, in which Ctrl-C says no more than later, either."""
    if sys.argv[1:] == ["--version"]:
        # The text is click's, which takes 30 ms to import. What no output takes is for the command to report.
        with suppress(OSError):
            print(f"leverage-site, version {__version__}", flush=True)  # noqa: T201 (as above)
            return
    try:
        from leverage_site.cli import main as command
    except KeyboardInterrupt:
        sys.exit("\nAborted!")
    command()


if __name__ == "__main__":
    main()
