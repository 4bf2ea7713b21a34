"""`python -m leverage_site` is the command `leverage-site`."""

import gc
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
    # What a command makes stays until it ends. To look for cycles in it, and once more at the end, takes 55 of the
    # 490 ms of CPU of a build of 1,000 days after an edit. Commands that run for long turn the collector on again.
    gc.disable()
    try:
        from leverage_site.cli import main as command
    except KeyboardInterrupt:
        sys.exit("\nAborted!")
    try:
        command()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
