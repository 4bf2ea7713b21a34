"""Read standard input as a record, note or settings with bounded memory: a process that test_bounds starts."""

import json
import resource
import sys
import time

from leverage_site import settings
from leverage_site.problems import ProblemError
from leverage_site.records.schema import read_note, read_record

HEADROOM = 256 * 2**20
READERS = {
    "record": lambda data: read_record(data, "a.md"),
    "note": lambda data: read_note(data, "a.md", "a"),
    "settings": lambda data: (settings.parse(data.decode()), []),
}


def main(reader: str) -> None:
    data = sys.stdin.buffer.read()
    with open("/proc/self/statm") as file:  # noqa: PTH123
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + HEADROOM, used + HEADROOM))
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.process_time()
    try:
        problems = READERS[reader](data)[1]
    except ProblemError as error:
        problems = error.problems
    sentences = sum(len(str(problem)) for problem in problems)
    after = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "codes": sorted({problem.code for problem in problems}),
                "problems": len(problems),
                "characters": sentences,
                "cpu": time.process_time() - began,
                "mib": (after.ru_maxrss - before.ru_maxrss) / 1024,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
