"""What must hold of a site's pages together: a path has one source, links lead somewhere, notes have a page."""

import json
import posixpath
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from leverage_site.markdown import ProseLink
from leverage_site.pages.content import Content, LinkingText, documents
from leverage_site.pages.page import Page
from leverage_site.pages.urlmap import KINDS, UrlMap, split_tail
from leverage_site.problems import Place, Problem, catalog, one_line
from leverage_site.records.discover import STATIC
from leverage_site.settings import FILE
from leverage_site.stats.index import TermGroup
from leverage_site.urls import MAX_URL, file_of, invalid_reason, slug, to_nfc

# By the identity of a text: the text, and what is wrong with its links.
LinkProblems = Mapping[int, tuple[LinkingText, tuple[Problem, ...]]]

_NO_SIGNS = str.maketrans("", "", " _-")
# What an ending is taken off: from less, little would be left to tell names by.
_SHORTEST_STEM = 3
_DOUBLED = frozenset(letter * 2 for letter in "bdgmnprt")


def folded(address: str) -> str:
    """Return the file of an address as a system sees it that knows neither case nor spellings of Unicode."""
    name = unicodedata.normalize("NFC", file_of(address)).casefold()
    return unicodedata.normalize("NFC", name)


def unusable_paths(pages: Iterable[Page]) -> Iterator[Problem]:
    """Yield a problem for each address that cannot be a file on every system."""
    for page in pages:
        if reason := invalid_reason(page.address, hidden=page.kind.is_copy):
            yield catalog.UNUSABLE_PATH.at(Place(page.path), url=page.address, reason=reason)


def collisions(pages: Iterable[Page]) -> Iterator[Problem]:
    """Yield a problem for each page whose file another page has, or needs as a folder; it names both."""
    files: dict[str, Page] = {}
    for page in pages:
        first = files.setdefault(folded(page.address), page)
        if first is not page:
            yield _collision(page, first)
    for name, page in files.items():
        end = name.find("/")
        while end >= 0:
            if name[:end] in files:
                yield _collision(page, files[name[:end]])
            end = name.find("/", end + 1)


def _collision(page: Page, first: Page) -> Problem:
    kind, hint = page.kind.name, None
    if kind in ("project", "tag") and page.kind is first.kind and page.origin != first.origin:
        one, other = (json.dumps(each.origin.partition("'")[2][:-1], ensure_ascii=False) for each in (first, page))
        hint = (
            f"If the two are one, write {other} = {one} below [aliases.{kind}s] in leverage.toml; else rename one."
        )
    return catalog.COLLISION.at(
        Place(page.path), url=page.address, first=first.origin, second=page.origin, hint=hint
    )


def misnamed_notes(content: Content) -> Iterator[Problem]:
    """Yield a warning for each note of a term that no record has, and of a period before or after all records.

    A period between records may have been one of rest. What belongs to unreadable records is not known.
    """
    if content.library.misses_records:
        return
    names: dict[str, set[str]] = {}
    for kind, note in content.library.notes:
        is_term = kind in ("tag", "project")
        if kind not in names:
            spelling = content.index.spelling["tag" if kind == "tag" else "project"]
            names[kind] = (
                {slug(name) for name in spelling.values()} if is_term else set(content.index.periods(kind))
            )
        is_between = not is_term and names[kind] and min(names[kind]) < note.name < max(names[kind])
        if note.name not in names[kind] and not is_between and note.path not in content.library.unread:
            hint = _hint_of_note(content, kind, note.name, names[kind])
            yield catalog.NOTE_OF_NOTHING.at(Place(note.path), kind=kind, name=note.name, hint=hint)


def _hint_of_note(content: Content, kind: str, name: str, names: set[str]) -> str | None:
    from difflib import get_close_matches  # loaded for a mistake only

    settings = content.settings
    aliases = {"project": settings.project_aliases, "tag": settings.tag_aliases}.get(kind, ())
    if alias := next((alias for alias in aliases if slug(alias.name) == name), None):
        return f"It is an alias of {alias.target!r} in leverage.toml: call the note {slug(alias.target)}.md."
    near = [slug(name)] if slug(name) in names else get_close_matches(name, sorted(names), 1)
    if not near:
        return None
    rest = "" if kind in ("tag", "project") else f" A day of rest makes it a {kind} with a record."
    return f"Did you mean {near[0]}.md?{rest}"


def likely_twins(content: Content) -> Iterator[Problem]:
    """Yield a note for each tag or project that is called nearly as an earlier one, in the plural or so.

    Names that share an address are a collision already.
    """
    for kind, groups in content.index.terms.items():
        found: dict[str, TermGroup] = {}
        for key in content.index.spelling[kind]:
            group = groups[key]
            other = found.setdefault(_stem(key), group)
            if other is not group and slug(other.name) != slug(group.name):
                rare, usual = sorted((group, other), key=lambda one: len(one.parts))
                alias = " = ".join(json.dumps(one.name, ensure_ascii=False) for one in (rare, usual))
                place = Place(content.path_of(group.parts[0][0].date))
                yield catalog.LIKELY_TWINS.at(place, kind=kind, first=other.name, second=group.name, alias=alias)


def _stem(name: str) -> str:
    """Return what a name in folded case shares with its plural, its form in -ing and its other spellings."""
    stem = letters = name.translate(_NO_SIGNS)
    if letters.endswith("ing"):
        stem = letters.removesuffix("ing")
        # `planning` is of `plan`, but `processing` of `process`.
        stem = stem[:-1] if stem[-2:] in _DOUBLED else stem
    elif letters.endswith("s") and not letters.endswith(("ss", "us", "is")):
        stem = letters[:-1]
    if len(stem) < _SHORTEST_STEM:
        return letters
    # `caches` and `caching`, `policies` and `policy`.
    stem = stem.removesuffix("e")
    return f"{stem[:-1]}i" if stem.endswith("y") else stem


@dataclass(frozen=True)
class LinkTargets:
    """What links may lead to: the `files` that are planned; `drafts` are names of files left out.

    Unless `all_read`, there may be pages of tags, projects and periods that only records with problems have.
    """

    urlmap: UrlMap
    files: AbstractSet[str]
    drafts: frozenset[str]
    all_read: bool

    def broken_nav(self, content: Content) -> Iterator[Problem]:
        """Yield a problem for each entry of the navigation that leads nowhere."""
        for item in content.settings.nav:
            address = self.urlmap.canonical(unquote(split_tail(item.url)[0]))
            if not item.page and item.url.startswith("/") and not self.has(address):
                yield catalog.BROKEN_NAV.at(Place(FILE), title=item.title, target=item.url)

    def broken_links(self, content: Content, document: LinkingText) -> Iterator[Problem]:
        """Yield a problem for each link of `document` that leads nowhere."""
        meaning = dict(content.link_map(document))
        for link in document.links:
            address, _ = split_tail(meaning[link.target])
            if address and not self.has(address):
                code = catalog.BROKEN_IMAGE if link.image else catalog.BROKEN_LINK
                hint = self._hint(document.path, link, address)
                yield code.at(link.place, target=unquote(link.target), hint=hint)

    def has(self, address: str) -> bool:
        """Return whether there is, or may be, a file for `address`."""
        if self.all_read or file_of(address) in self.files:
            return file_of(address) in self.files
        settings = self.urlmap.settings
        for pattern in (
            settings.tag_url,
            settings.project_url,
            settings.week_url,
            settings.month_url,
            settings.year_url,
        ):
            begin, end = pattern.partition("{")[0], pattern.rpartition("}")[2]
            is_alike = address.endswith(end) and address.count("/") == pattern.count("/")
            if address.startswith(begin) and (begin != "/" or is_alike):
                return True
        return False

    def _hint(self, path: str, link: ProseLink, address: str) -> str | None:
        target = to_nfc(unquote(split_tail(link.target)[0]))
        if posixpath.basename(target) in self.drafts:
            return "It is a draft: publish it first, or take the link out."
        if len(target) > MAX_URL:
            return None
        near = (None if link.image else self._near_content(path, target)) or self._near_file(target, address)
        if near is None or (link.image and near.endswith((".html", ".htm", "/"))):
            return None
        return f"Did you mean {one_line(f'<{near}>' if ' ' in near else near)}?"

    def _near_content(self, path: str, target: str) -> str | None:
        """Return what leads from a content file to the one that `target` nearly names, or to a tag or project."""
        folder = posixpath.dirname(path)
        beside, name = posixpath.split(posixpath.normpath(posixpath.join(folder, target)))
        if (kind := KINDS.get(beside)) in ("tag", "project") and name.endswith(".md"):
            own = slug(name.removesuffix(".md"))
            if file_of(self.urlmap.term(kind, own)) in self.files:
                return posixpath.join(posixpath.dirname(target), f"{own}.md")
        near = self._content.get(_loose(name)) if name.endswith(".md") else None
        return posixpath.relpath(f"/{near}", f"/{folder}") if near else None

    def _near_file(self, target: str, address: str) -> str | None:
        """Return the address of a file called nearly so: in the same folder, from the root, or anywhere."""
        from_root = posixpath.normpath(f"/{target}").lstrip("/").replace("../", "")
        for place in (file_of(address), from_root, from_root.rpartition(f"{STATIC}/")[2]):
            bare = place.removesuffix(".md").removesuffix("/index.html").removesuffix(".html")
            for name in (place, f"{bare}.html", f"{bare}/index.html"):
                if near := self._by_path.get(_loose(name)):
                    return self.urlmap.canonical(f"/{near}")
        near = self._by_name.get(_loose(posixpath.basename(target)))
        return self.urlmap.canonical(f"/{near}") if near else None

    @cached_property
    def _by_path(self) -> dict[str, str | None]:
        return _by_loose_name((file, file) for file in self.files)

    @cached_property
    def _by_name(self) -> dict[str, str | None]:
        return _by_loose_name((posixpath.basename(file), file) for file in self.files)

    @cached_property
    def _content(self) -> dict[str, str | None]:
        paths = (path for path in self.urlmap.by_path if path.endswith(".md"))
        return _by_loose_name((posixpath.basename(path), path) for path in paths)


def link_targets(content: Content, files: AbstractSet[str]) -> LinkTargets:
    """Collect what links may lead to, where `files` are planned."""
    return LinkTargets(
        urlmap=content.urlmap,
        files=files | content.urlmap.likely(content.library.unread),
        drafts=frozenset(to_nfc(path.rpartition("/")[2]) for path in content.library.drafts),
        all_read=not content.library.misses_records,
    )


def check_links(content: Content, targets: LinkTargets, checked: LinkProblems) -> LinkProblems:
    """Return the problems of the links of each text that has any.

    To check the links of a large site takes longer than to plan it, so those of texts in `checked` are taken over:
    what they mean and whether it is there must follow from the same page set. A text is kept with its problems, so
    that no other can have its identity.
    """
    return {
        id(text): checked.get(id(text)) or (text, tuple(targets.broken_links(content, text)))
        for text in documents(content.library)
        if text.links
    }


def _by_loose_name(named: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """Return the value of each loose name; None where several have it."""
    values: dict[str, str | None] = {}
    for name, value in named:
        key = _loose(name)
        values[key] = None if key in values else value
    return values


def _loose(name: str) -> str:
    """Return `name` without what is mistaken most often: capitals, blanks, hyphens."""
    return folded(name).translate(_NO_SIGNS)
