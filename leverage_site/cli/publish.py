"""The command `publish`.

What it needs takes long to import, and is imported when it is called.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from leverage_site import settings as settings_file
from leverage_site.cli import console
from leverage_site.output.folder import OUTPUT
from leverage_site.problems import Place, Problem, catalog
from leverage_site.report import BuildMonitor, BuildOptions, is_failure
from leverage_site.settings import PublishTarget, Settings
from leverage_site.text import count_noun

if TYPE_CHECKING:
    from leverage_site.build import Site
    from leverage_site.publish.run import Publication

MANY_PAGES = 300
MANY_FILES = 50
SHOWN_PATHS = 20


class _Wording(NamedTuple):
    """In what words a publication, or its undoing, is told."""

    heading: str
    added: str
    changed: str
    done: str
    sent: str
    nothing: str
    stopped: str
    after: str = ""


_PUBLISHING = _Wording(
    heading="",
    added="new",
    changed="changed",
    done="Published",
    sent="sent",
    nothing="Nothing to publish: everything is there.",
    stopped="Nothing was published.",
)
_UNDOING = _Wording(
    heading=", back to what was there before the last publication",
    added="back again",
    changed="as before",
    done="Undone",
    sent="put back",
    nothing="Nothing to undo: everything is as it was before.",
    stopped="Nothing was undone.",
    after="Records and theme are as you have them: the next publication sends them again.",
)


@click.command(short_help="Send the site to where it is read.")
@click.argument(
    "name",
    metavar="[TARGET]",
    required=False,
    shell_complete=console.completed_by(lambda root: [one.name for one in settings_file.load(root).targets]),
)
@click.option("--dry-run", is_flag=True, help="Show what would be done; publish nothing.")
@click.option("--undo", is_flag=True, help="Put back what stood there before the last publication.")
@click.option("--adopt", is_flag=True, help="Take over files that were copied there by hand.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--headers",
    type=click.Choice(("netlify", "cloudflare", "nginx", "caddy")),
    help="Print what a host should be told of types and caching; publish nothing.",
)
@click.option(
    "--redirects",
    type=click.Choice(("netlify", "cloudflare", "nginx", "caddy")),
    help="Print by what a host answers old addresses itself; publish nothing.",
)
@console.strict_option
@console.json_option
@click.pass_obj
@console.reporting
def publish(
    root: Path,
    name: str | None,
    dry_run: bool,
    undo: bool,
    adopt: bool,
    yes: bool,
    headers: str | None,
    redirects: str | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Check and build the site, show what would change at TARGET, send it in a safe order and read it back.

    TARGET is a section [publish.TARGET] of leverage.toml. It may be left out where there is only one.
    """
    if undo and adopt:
        raise click.UsageError("--undo and --adopt exclude each other")
    settings = settings_file.load(root)
    if headers or redirects:
        target = _chosen(settings, name) if settings.targets and (name or len(settings.targets) == 1) else None
        _print_for_host(root, headers, redirects, target.base_url if target else "")
        return
    target = _chosen(settings, name)
    command = _PublishCommand(root, settings, target, dry_run=dry_run, yes=yes, strict=strict, as_json=as_json)
    if undo:
        command.undo()
    else:
        command.publish(adopt=adopt)


def _chosen(settings: Settings, name: str | None) -> PublishTarget:
    """Return the target that is meant. Raises ProblemError where there is none, and UsageError."""
    names = [target.name for target in settings.targets]
    if not names:
        raise catalog.NO_TARGET.error(Place(settings_file.FILE))
    listed = ", ".join(names)
    if name is None and len(names) > 1:
        raise click.UsageError(f"name one of the targets: {listed}")
    if name is not None and name not in names:
        from difflib import get_close_matches  # loaded for a mistake only

        near = get_close_matches(name, names, 1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {listed}."
        raise click.UsageError(f"there is no target '{name}'. {hint}")
    return next(target for target in settings.targets if name in (None, target.name))


def _print_for_host(root: Path, of_files: str | None, of_moves: str | None, base_url: str) -> None:
    """Print the settings of a host for the site at `root`, published at `base_url` or where it says.

    Args:
        root: The site's folder.
        of_files: The form in which to say what its files are.
        of_moves: The form in which to say where old addresses lead.
        base_url: Replaces the site's own.

    """
    from leverage_site.pages.plain import REDIRECT_KIND
    from leverage_site.project import Project
    from leverage_site.publish.caching import headers, redirects
    from leverage_site.publish.order import site_files

    with Project.open(root, console.print_waiting, create_cache=False) as project:
        site = project.plan(base_url=base_url or None)
    base_path, files = (
        site.plan.site.base_path,
        site_files(site.plan.by_file, dict.fromkeys(site.plan.by_file, "")),
    )
    if of_files:
        click.echo(headers(of_files, base_path, files.values()), nl=False)
    if of_moves:
        old = (page for page in site.plan.pages if page.kind.template == REDIRECT_KIND.template)
        moved = [(page.address, page.inputs(site.plan.content).target) for page in old]
        click.echo(redirects(of_moves, base_path, moved), nl=False)


class _PublishCommand:
    """One call of the command, with its options."""

    def __init__(
        self,
        root: Path,
        settings: Settings,
        target: PublishTarget,
        *,
        dry_run: bool,
        yes: bool,
        strict: bool,
        as_json: bool,
    ) -> None:
        from leverage_site.publish.run import target_of
        from leverage_site.publish.store import PublishedStore

        self.root = root
        self.settings = settings
        self.target_settings = target
        self.base_url = target.base_url or settings.base_url
        self.store = PublishedStore(root, target.name)
        self.target = target_of(target, root, self.base_url, self.store, console.print_waiting)
        self.dry_run = dry_run
        self.yes = yes
        self.strict = strict
        self.as_json = as_json

    def publish(self, *, adopt: bool) -> None:
        """Build the site and publish it."""
        from leverage_site.publish.built import prepare

        with self.store.open(console.print_waiting):
            site, output, problems = self._build()
            with prepare(
                site,
                output,
                self.target,
                self.store,
                self.target_settings,
                adopt=adopt,
                host_page=self._host_page(site),
            ) as publication:
                self._run(publication, [*problems, *publication.problems])

    def undo(self) -> None:
        """Put back what stood at the target before."""
        from leverage_site.publish.run import prepare_undo

        with (
            self.store.open(console.print_waiting),
            prepare_undo(self.settings.id, self.target, self.store, dry_run=self.dry_run) as publication,
        ):
            self._run(publication, publication.problems)

    def _build(self) -> tuple["Site", Path, list[Problem]]:
        """Build the site for the target; return it, the folder that it is in, and what is to be told of it."""
        from leverage_site.project import Project

        target = self.target_settings
        # Pages for everybody are never replaced by some with drafts, or for another address.
        is_usual = not target.drafts and not target.base_url
        output = self.root / OUTPUT if is_usual else self.store.folder / OUTPUT
        options = BuildOptions(output, target.drafts, target.base_url or None)
        with (
            console.progress("Rendering", at_least=MANY_PAGES) as progress,
            Project.open(self.root, console.print_waiting) as project,
        ):
            monitor = BuildMonitor(progress=progress, waiting=console.print_waiting)
            report = project.build(options, strict=self.strict, monitor=monitor)
            site = project.plan(drafts=target.drafts, base_url=target.base_url or None)
            notes = project.placeholders()
        if project.note:
            console.print_note(project.note)
        return site, output, [*report.problems, *notes]

    def _host_page(self, site: "Site") -> str:
        """Return the path that the page has at the target which the site's theme was made of, if it lies there."""
        from leverage_site.adopting.theme import published_path

        target = self.target_settings
        folder = self.root / Path(target.path).expanduser() if target.type == "folder" else None
        themes = [theme.folder for theme in site.theme.chain if not theme.is_bundled]
        paths = (published_path(self.root, theme, self.base_url, folder) for theme in themes)
        return next(filter(None, paths), "")

    def _run(self, publication: "Publication", problems: Sequence[Problem]) -> None:
        """Show what would be done and, if that is wanted, do it."""
        plan = publication.plan
        if is_failure(problems, strict=self.strict):
            self._print(publication, problems, sent=False)
            console.exit_on_failure(problems, strict=self.strict)
        if not self.as_json:
            console.print_problems(problems)
            self._print_plan(publication)
        is_done = plan.is_finished and not publication.unread
        if self.dry_run or is_done or not (plan.is_finished or self._is_confirmed(undo=publication.is_undo)):
            self._print(publication, problems, sent=False)
            return
        if not plan.is_finished:
            publication.send()
        with console.progress("Reading back", at_least=MANY_FILES) as progress:
            read = publication.read_back(self.base_url, self.target_settings.wait, progress)
        told = self._tell_hub(publication)
        self._print(publication, [*problems, *told], sent=True, read_back=read)
        console.exit_on_failure(told, strict=self.strict)

    def _is_confirmed(self, *, undo: bool) -> bool:
        """Ask whoever sits at a terminal; where nobody does, the call is the answer."""
        if self.yes or self.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return True
        return click.confirm("Undo the last publication?" if undo else "Publish this?", err=True)

    def _tell_hub(self, publication: "Publication") -> list[Problem]:
        from leverage_site.publish import web
        from leverage_site.urls import absolute

        hub = self.settings.feed_hub
        feeds = [absolute(self.base_url, f"/{path}") for path in publication.changed_feeds()]
        failed = web.ping(hub, feeds) if hub else {}
        return [catalog.HUB_FAILED.at(Place(hub), feed=feed, reason=reason) for feed, reason in failed.items()]

    def _print_plan(self, publication: "Publication") -> None:
        plan, words = publication.plan, _wording_of(publication)
        console.print_text(f"{self.target_settings.name}: {self.target.label}{words.heading}")
        for mark, paths in (("+", plan.added), ("~", plan.changed), ("-", plan.removed), ("=", plan.adopted)):
            for path in paths[:SHOWN_PATHS]:
                console.print_text(f"  {mark} {path}")
            if more := len(paths) - SHOWN_PATHS:
                console.print_text(f"  {mark} {more:,} more") if more > 0 else None
        counts = f"{len(plan.added):,} {words.added}, {len(plan.changed):,} {words.changed}"
        counts += f", {len(plan.removed):,} removed"
        assets = count_noun(len(plan.kept), "asset")
        kept = f"; until the next publication, also {assets} of the last" if plan.kept else ""
        adopted = f", {len(plan.adopted):,} taken over" if plan.adopted else ""
        console.print_text(f"{counts}{adopted}, {plan.unchanged:,} as they are{kept}")

    def _print(
        self, publication: "Publication", problems: Sequence[Problem], *, sent: bool, read_back: int = 0
    ) -> None:
        plan, words = publication.plan, _wording_of(publication)
        if self.as_json:
            console.print_json(
                {
                    "target": self.target_settings.name,
                    "published": sent and not publication.is_undo,
                    "undone": sent and publication.is_undo,
                    **{
                        name: list(getattr(plan, name))
                        for name in ("added", "changed", "removed", "kept", "adopted")
                    },
                    "unchanged": plan.unchanged,
                    "read_back": read_back,
                },
                problems,
            )
        elif sent:
            number = len(plan.added) + len(plan.changed)
            read = f"; {count_noun(read_back, 'file')} read back" if read_back else ""
            console.print_text(
                f"{words.done}: {count_noun(number, 'file')} {words.sent}, {len(plan.removed):,} removed{read}."
            )
            if words.after:
                console.print_text(words.after)
        elif plan.is_finished:
            console.print_text(words.nothing)
        elif is_failure(problems, strict=self.strict):
            console.print_problems(problems)
        else:
            console.print_text(words.stopped)


def _wording_of(publication: "Publication") -> _Wording:
    return _UNDOING if publication.is_undo else _PUBLISHING
