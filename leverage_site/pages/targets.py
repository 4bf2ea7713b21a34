"""What links may lead to; which ones lead nowhere, and what these most likely mean."""

import posixpath
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from leverage_site.markdown import ProseLink
from leverage_site.pages.collisions import folded
from leverage_site.pages.directory import KINDS, Directory, Resolved, split_tail
from leverage_site.problems import Problem, catalog, visible
from leverage_site.urls import MAX_URL, composed, file_of, slug

_STATIC = "static/"
_NO_SIGNS = str.maketrans("", "", " _-")


@dataclass(frozen=True)
class Targets:
    """The `files` that are planned; `drafts` are names of files left out.

    Unless `all_read`, there may be pages of tags, projects and periods that only records with problems have.
    """

    directory: Directory
    files: AbstractSet[str]
    drafts: frozenset[str]
    all_read: bool

    def has(self, address: str) -> bool:
        """Whether there is, or may be, a file for `address`."""
        return file_of(address) in self.files or (not self.all_read and self._may_come(address))

    def _may_come(self, address: str) -> bool:
        settings = self.directory.settings
        patterns = (
            settings.tag_url,
            settings.project_url,
            settings.week_url,
            settings.month_url,
            settings.year_url,
        )
        for pattern in patterns:
            begin, end = pattern.partition("{")[0], pattern.rpartition("}")[2]
            is_alike = address.endswith(end) and address.count("/") == pattern.count("/")
            if address.startswith(begin) and (begin != "/" or is_alike):
                return True
        return False

    def broken(self, path: str, links: Iterable[ProseLink], resolved: Resolved) -> Iterator[Problem]:
        """A problem for each of the `links` of the content file `path` that leads nowhere."""
        meaning = dict(resolved)
        for link in links:
            address, _ = split_tail(meaning[link.target])
            if address and not self.has(address):
                code = catalog.BROKEN_IMAGE if link.image else catalog.BROKEN_LINK
                yield code.at(link.place, target=unquote(link.target), hint=self._hint(path, link, address))

    def _hint(self, path: str, link: ProseLink, address: str) -> str | None:
        written = composed(unquote(split_tail(link.target)[0]))
        if posixpath.basename(written) in self.drafts:
            return "It is a draft: publish it first, or take the link out."
        if len(written) > MAX_URL:
            return None
        near = (None if link.image else self._near_content(path, written)) or self._near_file(written, address)
        if near is None or (link.image and near.endswith((".html", ".htm", "/"))):
            return None
        return f"Did you mean {visible(f'<{near}>' if ' ' in near else near)}?"

    def _near_content(self, path: str, written: str) -> str | None:
        """What leads from one content file to the one that `written` nearly names, or to a tag or a project."""
        folder = posixpath.dirname(path)
        beside, name = posixpath.split(posixpath.normpath(posixpath.join(folder, written)))
        if (kind := KINDS.get(beside)) in ("tag", "project") and name.endswith(".md"):
            own = slug(name.removesuffix(".md"))
            if file_of(self.directory.term(kind, own)) in self.files:
                return posixpath.join(posixpath.dirname(written), f"{own}.md")
        found = self._content.get(_loose(name)) if name.endswith(".md") else None
        return posixpath.relpath(f"/{found}", f"/{folder}") if found else None

    def _near_file(self, written: str, address: str) -> str | None:
        """The address of the file that is called nearly so: in the same folder, from the root, or anywhere."""
        from_root = posixpath.normpath(f"/{written}").lstrip("/").replace("../", "")
        places = (file_of(address), from_root, from_root.rpartition(_STATIC)[2])
        for place in places:
            bare = place.removesuffix(".md").removesuffix("/index.html").removesuffix(".html")
            for near in (place, f"{bare}.html", f"{bare}/index.html"):
                if found := self._by_path.get(_loose(near)):
                    return self.directory.canonical(f"/{found}")
        found = self._by_name.get(_loose(posixpath.basename(written)))
        return self.directory.canonical(f"/{found}") if found else None

    @cached_property
    def _by_path(self) -> dict[str, str | None]:
        return _index((file, file) for file in self.files)

    @cached_property
    def _by_name(self) -> dict[str, str | None]:
        return _index((posixpath.basename(file), file) for file in self.files)

    @cached_property
    def _content(self) -> dict[str, str | None]:
        paths = (path for path in self.directory.by_path if path.endswith(".md"))
        return _index((posixpath.basename(path), path) for path in paths)


def _index(named: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """What is called nearly so; None where several are."""
    found: dict[str, str | None] = {}
    for name, value in named:
        key = _loose(name)
        found[key] = None if key in found else value
    return found


def _loose(name: str) -> str:
    """`name` without what is mistaken most often: capitals, blanks, hyphens."""
    return folded(name).translate(_NO_SIGNS)
