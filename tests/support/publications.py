"""Small sites on their way to a target, without builds: a file's text names what it needs."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from leverage_site.problems import Place
from leverage_site.publish.folder import FolderTarget
from leverage_site.publish.order import ASSETS, FEEDS, LISTS, PAGES, SITEMAP, SiteFile
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.run import Publication, plan_files, prepare_undo
from leverage_site.publish.store import PublishedStore
from leverage_site.publish.target import Target

SITE = "tag:example.org,2026:test"
Files = Mapping[str, str]
STEPS = {"assets/": ASSETS, "lists/": LISTS, "sitemap.xml": SITEMAP, "feed.xml": FEEDS}


def version(number: int) -> dict[str, str]:
    """Return the texts of a small site: each version has a page more, another look, and the oldest asset less."""
    look = f"assets/look-{number}.css"
    pages = {f"days/{n}.html": f"version {number} needs {look} assets/all.css" for n in range(1, number + 2)}
    named = " ".join(pages)
    return {
        look: f"look {number}",
        "assets/all.css": f"version {number}",
        **pages,
        "lists/index.html": f"version {number} needs {look} {named}",
        "sitemap.xml": f"version {number} needs {named} lists/index.html",
        "feed.xml": f"version {number} needs {named}",
    }


def site_files(texts: Files) -> dict[str, SiteFile]:
    """Return files as they are published."""
    steps = {path: next((s for begin, s in STEPS.items() if path.startswith(begin)), PAGES) for path in texts}
    return {
        path: SiteFile(path, sha256(text.encode()).hexdigest(), steps[path], "") for path, text in texts.items()
    }


class SmallSite:
    """A site at `root` with a target beside it; `target` makes what publishes to it."""

    def __init__(self, root: Path, target: Callable[["SmallSite"], Target] | None = None) -> None:
        self.root = root
        self.top = root.parent / "www"
        root.mkdir(exist_ok=True)
        self.store = PublishedStore(root, "live")
        self._target = target or (lambda site: FolderTarget(site.top, site.root, Place("leverage.toml"), fail))

    @contextmanager
    def planned(self, texts: Files, *, adopt: bool = False) -> Iterator[Publication]:
        """Plan to publish files with these texts."""
        files, target = site_files(texts), self._target(self)
        with self.store.open(fail):
            for path, text in texts.items():
                self.store.add(files[path].digest, [text.encode()], Place(path))
            with target.open():
                yield plan_files(SITE, files, target, self.store, adopt=adopt)

    def publish(self, texts: Files, *, adopt: bool = False) -> Publication:
        """Publish files with these texts."""
        with self.planned(texts, adopt=adopt) as publication:
            assert not publication.plan.foreign
            if not publication.plan.is_finished:
                publication.send()
            return publication

    def undo(self, *, dry_run: bool = False) -> Publication:
        """Undo the last publication, or plan to."""
        target = self._target(self)
        with self.store.open(fail), prepare_undo(SITE, target, self.store, dry_run=dry_run) as publication:
            if not dry_run:
                publication.send()
            return publication


def fail() -> None:
    """Fail a test in which something is waited for."""
    pytest.fail("nobody else is at work")


def contents(top: Path, *, receipt: bool = True) -> dict[str, str]:
    """Return the texts of all files below a folder, and where links lead; by default that of the receipt, too."""
    texts = {}
    for place, folders, files in os.walk(top):
        below = place[len(str(top)) + 1 :]
        for name in [*folders, *files]:
            path, inside = f"{place}/{name}", f"{below}/{name}" if below else name
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                texts[inside] = f"-> {os.readlink(path)}"  # noqa: PTH115 (as below)
            elif stat.S_ISREG(mode) and (receipt or inside != RECEIPT):
                # A path for each of a hundred thousand would take as long again.
                with open(path, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
                    texts[inside] = file.read()
    return texts


def broken_promises(texts: Files) -> list[str]:
    """Return what readers would find missing, given the texts of all files that are published.

    What a file needs must be there, and nothing that a feed names may be older than the feed.
    """
    broken = []
    for path, text in texts.items():
        needed = text.split(" needs ")[1].split() if " needs " in text else []
        broken += [f"{path} needs {other}" for other in needed if other not in texts]
        if path == "feed.xml" and needed:
            broken += [
                f"{path} is ahead of {other}" for other in needed if _number(texts.get(other)) < _number(text)
            ]
    return broken


def _number(text: str | None) -> int:
    return int(text.split()[1]) if text and text.startswith("version ") else 1 << 30
