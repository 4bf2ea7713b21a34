"""The site as it is now, rendered page by page as it is asked for.

A refresh reads what changed and plans anew; nothing is rendered before somebody asks. Each answer comes from one
state of the site. While there are errors, the last state without any is shown.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Condition, Lock
from time import perf_counter

from leverage_site import build
from leverage_site.pages.page import Keys
from leverage_site.problems import Problem, ProblemError
from leverage_site.render.render import render
from leverage_site.serve.changes import changed_assets, changed_files
from leverage_site.serve.remembered import Remembered, Rendered


@dataclass(frozen=True)
class State:
    """A site to show, and the errors that came up since; `number` grows with every change.

    `sound` is the site before, whose pages stand in for those that cannot be rendered. `failed` are the files of
    those.
    """

    number: int
    site: build.Site
    errors: tuple[Problem, ...] = ()
    sound: build.Site | None = None
    failed: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> Keys:
        """What gives the keys of the site's pages."""
        return build.page_keys(self.site)

    def key(self, file: str) -> str:
        """The key of the page that becomes `file`, or nothing where there is none."""
        page = self.site.plan.by_file.get(file)
        if page is None:
            return ""
        if file not in self.known:
            self.known[file] = self.keys.of(page)
        return self.known[file]

    def followed_by(self, site: build.Site) -> "State":
        """The state that shows `site` instead."""
        return State(self.number + 1, site, sound=self.sound if self.failed else self.site)


@dataclass(frozen=True, slots=True)
class Change:
    """What a refresh found: the files, the states before and after, its seconds, the problems to tell.

    Those are all errors, each time, and the warnings that are new.
    """

    files: tuple[str, ...]
    before: State
    after: State
    seconds: float
    problems: tuple[Problem, ...]

    def pages(self) -> Iterator[bool]:
        """Whether each page changed. All of them take a while: one may stop on the way."""
        for file in self.before.site.plan.by_file.keys() | self.after.site.plan.by_file.keys():
            yield self.before.key(file) != self.after.key(file)


class Preview:
    """The current state of the site at `root`, refreshed by one thread and asked by many.

    `changed` is notified of every new state, `failed` is told why a page cannot be rendered. Raises ProblemError
    where settings or theme cannot be used.
    """

    def __init__(
        self, root: Path, *, drafts: bool = False, failed: Callable[[Sequence[Problem]], None] = lambda _: None
    ) -> None:
        self.root = root.absolute()
        self.drafts = drafts
        self.failed = failed
        self.latest = build.prepare(self.root, drafts=drafts)
        self.problems = self.latest.problems
        self.state = State(1, self.latest, self.latest.errors)
        self.changed = Condition()
        self._assets: dict[str, int] = {}
        self._rendering = Lock()
        self._remembered = Remembered()

    def refresh(self) -> Change | None:
        """Read what changed and show it. Gives None where nothing did."""
        start, before, latest, problems = perf_counter(), self.state, self.latest, self.problems
        try:
            self.latest = build.prepare(self.root, drafts=self.drafts, before=latest)
            self.problems, errors = self.latest.problems, self.latest.errors
        except ProblemError as error:
            self.problems = errors = error.problems
        files = changed_files(latest, self.latest)
        if not files and self.problems == problems:
            return None
        kept = replace(before, number=before.number + 1, errors=errors)
        self._show(kept if errors else before.followed_by(self.latest))
        files = files or tuple(dict.fromkeys(problem.place.path for problem in (*problems, *self.problems)))
        told = (*errors, *(problem for problem in self.problems if problem not in (*errors, *problems)))
        return Change(files, before, self.state, perf_counter() - start, told)

    def answer(self, file: str) -> Rendered | None:
        """The page that becomes `file`, or None where there is none.

        A page that cannot be rendered has its problems, and the bytes it had before.
        """
        state = self.state
        key = state.key(file)
        if not key:
            return None
        found = self._remembered.get(file)
        if found is None or found.key != key:
            found = self._rendered(state, file, key)
        return found

    def assets_since(self, number: int) -> list[str]:
        """The addresses of the copied files that changed after state `number`."""
        return [address for address, changed in self._assets.copy().items() if changed > number]

    def _show(self, state: State) -> None:
        changed = changed_assets(self.state.site, state.site)
        self._assets.update(dict.fromkeys(changed, state.number))
        with self.changed:
            self.state = state
            self.changed.notify_all()

    def _rendered(self, state: State, file: str, key: str) -> Rendered:
        try:
            with self._rendering:
                found = Rendered.of(key, _bytes(state.site, file))
        except ProblemError as error:
            if file not in state.failed:
                state.failed.add(file)
                self.failed(error.problems)
            return Rendered.of("", self._stand_in(state, file), error.problems)
        if not _is_newer(state.site, file, found):
            self._remembered.put(file, found)
        return found

    def _stand_in(self, state: State, file: str) -> bytes:
        """What a page was before it could not be rendered; nothing where it never was."""
        if found := self._remembered.get(file):
            return found.data
        try:
            with self._rendering:
                return _bytes(state.sound, file) if state.sound else b""
        except (KeyError, ProblemError):
            return b""


def _bytes(site: build.Site, file: str) -> bytes:
    return render(site.plan.by_file[file], site.plan, site.theme)


def _is_newer(site: build.Site, file: str, found: Rendered) -> bool:
    """Whether a copied file has changed since `site` was read: its bytes do not belong to the key."""
    page = site.plan.by_file[file]
    return page.view is None and page.gather(site.plan.content).digest != found.digest
