"""What is shown at one moment, and what made it another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from leverage_site import build
from leverage_site.pages.page import Keys
from leverage_site.problems import Problem


@dataclass(frozen=True)
class State:
    """A site to show, and the errors that came up since, or belong to drafts that it lacks.

    `number` grows with every change.

    `sound` is the site before, whose pages stand in for those that cannot be rendered. `failed` are the files of
    those, `given_up` what is wrong with those among them that took too long: they are not tried again.
    """

    number: int
    site: build.Site
    errors: tuple[Problem, ...] = ()
    sound: build.Site | None = None
    failed: set[str] = field(default_factory=set)
    given_up: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
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

    def followed_by(self, site: build.Site, errors: tuple[Problem, ...] = ()) -> "State":
        """The state that shows `site` instead."""
        return State(self.number + 1, site, errors, self.sound if self.failed else self.site)


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
