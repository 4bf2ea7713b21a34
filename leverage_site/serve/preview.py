"""The site as it is now, rendered page by page as it is asked for.

A refresh reads what changed and plans anew; nothing is rendered before somebody asks. Each answer comes from one
state of the site. While there are errors, the last state without any is shown. A draft that was never fit to be
shown holds nothing back.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Condition
from time import perf_counter

from leverage_site import build
from leverage_site.cache.session import opened
from leverage_site.parallel import gc_disabled
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.render.render import render
from leverage_site.render.theme import OverdueError
from leverage_site.serve.changes import changed_assets, changed_files
from leverage_site.serve.limited import LIMIT, Limited
from leverage_site.serve.remembered import Remembered, Rendered
from leverage_site.serve.state import Change, State


class Preview:
    """The current state of the site at `root`, refreshed by one thread and asked by many.

    `changed` is notified of every new state, `failed` is told why a page cannot be rendered, `waiting` if a build
    must end before this can begin. A page that takes longer than `limit` seconds is given up. Raises ProblemError
    where settings or theme cannot be used.
    """

    def __init__(
        self,
        root: Path,
        *,
        drafts: bool = False,
        failed: Callable[[Sequence[Problem]], None] = lambda _: None,
        waiting: Callable[[], None] = lambda: None,
        limit: float = LIMIT,
    ) -> None:
        self.root = root.absolute()
        self.drafts = drafts
        self.failed = failed
        self.latest = _prepared(self.root, drafts, waiting)
        self.problems = self.latest.problems
        self.state = State(1, self.latest, self._errors(self.latest))
        self.changed = Condition()
        self._assets: dict[str, int] = {}
        self._rendering = Limited[bytes](limit)
        self._remembered = Remembered()

    def refresh(self) -> Change | None:
        """Read what changed and show it. Gives None where nothing did."""
        start, before, latest, problems = perf_counter(), self.state, self.latest, self.problems
        try:
            self.latest = build.prepare(self.root, drafts=self.drafts, before=latest)
            self.problems, errors = self.latest.problems, self._errors(self.latest)
            is_sound = not self.latest.errors and not _lacks_shown_draft(self.latest, before.site)
        except ProblemError as error:
            self.problems = errors = error.problems
            is_sound = False
        files = changed_files(latest, self.latest)
        if not files and self.problems == problems:
            return None
        kept = replace(before, number=before.number + 1, errors=errors)
        self._show(before.followed_by(self.latest, errors) if is_sound else kept)
        files = files or tuple(dict.fromkeys(problem.place.path for problem in (*problems, *self.problems)))
        again = () if is_sound else errors
        known = {*again, *problems}
        told = (*again, *(problem for problem in self.problems if problem not in known))
        return Change(files, before, self.state, perf_counter() - start, told)

    def _errors(self, site: build.Site) -> tuple[Problem, ...]:
        """What keeps pages from being shown: errors, and what is wrong with drafts where those are to be seen."""
        unfinished = frozenset(site.library.unfinished if self.drafts else ())
        return tuple(p for p in site.problems if p.severity == "error" or p.place.path in unfinished)

    def answer(self, file: str) -> Rendered | None:
        """The page that becomes `file`, or None where there is none.

        A page that cannot be rendered has its problems, and the bytes it had before. A file to copy that went a
        moment ago, and was never asked for, is none.
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

    def _rendered(self, state: State, file: str, key: str) -> Rendered | None:
        if file in state.given_up:
            return self._failed(state, file, state.given_up[file])
        try:
            found = Rendered.of(key, self._bytes(state, state.site, file))
        except ProblemError as error:
            return self._failed(state, file, error.problems)
        except OverdueError as error:
            state.given_up[file] = (self._slow(state, file, error),)
            return self._failed(state, file, state.given_up[file])
        if not _is_newer(state.site, file, found):
            self._remembered.put(file, found)
        return found

    def _bytes(self, state: State, site: build.Site, file: str) -> bytes:
        """A page of this site, which is the state's or its sound one. Raises ProblemError and OverdueError."""
        page = site.plan.by_file[file]
        name = (file, state.number, site is state.site)
        return self._rendering.run(name, lambda: render(page, site.plan, site.theme), ends=not page.kind.template)

    def _slow(self, state: State, file: str, error: OverdueError) -> Problem:
        limit = f"{self._rendering.limit:g} second{'' if self._rendering.limit == 1 else 's'}"
        place = error.place or Place(state.site.theme.chain[0].display_path)
        return catalog.SLOW_PAGE.at(place, page=file, limit=limit)

    def _failed(self, state: State, file: str, problems: tuple[Problem, ...]) -> Rendered | None:
        data = self._stand_in(state, file)
        if not data and state.site.plan.by_file[file].kind.is_copy:
            return None
        if file not in state.failed:
            state.failed.add(file)
            self.failed(problems)
        return Rendered.of("", data, problems)

    def _stand_in(self, state: State, file: str) -> bytes:
        """What a page was before it could not be rendered; nothing where it never was."""
        if found := self._remembered.get(file):
            return found.data
        # What is too slow once may be so again, and each time it is asked for.
        if not state.sound or file in state.given_up:
            return b""
        try:
            return self._bytes(state, state.sound, file)
        except (KeyError, ProblemError, OverdueError):
            return b""


def _prepared(root: Path, drafts: bool, waiting: Callable[[], None]) -> build.Site:
    """The site at the start, with what earlier commands know of it; from then on it is in this memory alone."""
    with gc_disabled(), opened(root, waiting) as session:
        site = build.prepare(root, drafts=drafts, memory=session.readings, listing=session.listing)
        session.save()
        session.readings.storing = False
        return site


def _lacks_shown_draft(site: build.Site, shown: build.Site) -> bool:
    """Whether a draft that is shown can be read no more: its page must not vanish while it is edited."""
    unfinished = frozenset(site.library.unfinished)
    if not unfinished:
        return False
    return not unfinished.isdisjoint([text.path for text in shown.library.texts])


def _is_newer(site: build.Site, file: str, found: Rendered) -> bool:
    """Whether a copied file has changed since `site` was read: its bytes do not belong to the key."""
    page = site.plan.by_file[file]
    return page.kind.is_copy and page.inputs(site.plan.content).digest != found.digest
