"""leverage-site: a static site generator for leverage records."""

__version__ = "0.1.0"
