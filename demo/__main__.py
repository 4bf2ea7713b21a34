"""`python -m demo DIR` writes the example year into the folder DIR."""

import sys
from pathlib import Path

from demo.files import write

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: python -m demo DIR")
    write(Path(sys.argv[1]))
