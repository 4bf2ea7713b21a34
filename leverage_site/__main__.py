"""`python -m leverage_site` is the command `leverage-site`."""

from leverage_site.cli import main

if __name__ == "__main__":
    main()
