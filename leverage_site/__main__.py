"""`python -m leverage_site` is the command `leverage-site`."""

import sys


def main() -> None:
    """Run the command. To import what it takes is a moment, in which Ctrl-C says no more than later, either."""
    try:
        from leverage_site.cli import main as command
    except KeyboardInterrupt:
        sys.exit("\nAborted!")
    command()


if __name__ == "__main__":
    main()
