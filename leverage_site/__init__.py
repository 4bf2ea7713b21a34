"""leverage-site: a static site generator for leverage records."""

import time

__version__ = "0.1.0"

# Nanoseconds since 1970, before any other module of the program or of a library was imported.
BEGAN = time.time_ns()
