"""Every generator that can be measured: `python -m bench.peers FOLDER DAYS` writes a site for each."""

import sys
from collections.abc import Callable
from pathlib import Path

from bench import eleventy, hugo, pelican, sites
from bench.generator import Generator, put
from bench.sites import Day


def own(root: Path) -> Generator:
    """leverage-site, with its site's settings in `root`."""
    put(root / "leverage.toml", sites.SETTINGS)
    program = (sys.executable, "-m", "leverage_site")
    return Generator(
        "leverage-site",
        root,
        (*program, "--site", str(root), "build"),
        (*program, "--version"),
        frozenset({"content", "themes", "leverage.toml"}),
        sites.record,
        sites.path,
        page,
    )


def page(root: Path, day: Day) -> Path:
    """Where the day's page is built."""
    return root / f"output/posts/{day.date:%Y}/{day.date}-leverage-record.html"


OWN: dict[str, Callable[[Path], Generator]] = {"leverage-site": own}
PEERS = {"hugo": hugo.generator, "eleventy": eleventy.generator, "pelican": pelican.generator}
ON_DEMAND = {"pelican-uncached": pelican.uncached}


def generators(folder: Path, size: int, names: list[str]) -> list[Generator]:
    """leverage-site and the named peers, each with a site of `size` days below `folder`."""
    makers = OWN | {name: (PEERS | ON_DEMAND)[name] for name in names}
    result = [make(folder / name) for name, make in makers.items()]
    for day in sites.days(size):
        for generator in result:
            generator.put(day)
    return result


if __name__ == "__main__":
    generators(Path(sys.argv[1]), int(sys.argv[2]), list(PEERS))
