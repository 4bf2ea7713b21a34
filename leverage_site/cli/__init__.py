"""The command line: thin commands over the package. Only this package prints and exits."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import BufferedWriter, FileIO, TextIOWrapper
from keyword import iskeyword
from pathlib import Path
from typing import Any

import click

from leverage_site import __version__
from leverage_site.cli.signals import ended_by_signals

SITE = "--site"
# Each command with what `--help` says of it.
COMMANDS = {
    "build": "Build the site.",
    "check": "Report every problem; write nothing.",
    "clean": "Remove what was built.",
    "config": "Show the settings in force.",
    "import": "Turn published pages and tables into records.",
    "init": "Start a new site.",
    "new": "Start a day's record.",
    "publish": "Send the site to where it is read.",
    "schema": "Print the JSON Schema of a record.",
    "serve": "Preview the site while you write.",
    "stats": "Show the figures.",
    "figures": "List what live figures may be called.",
    "theme": "Start a theme, or check one.",
    "verify": "Check a published site from outside.",
}

# The modules that have commands of other names.
_MODULES = {
    **dict.fromkeys(("check", "clean"), "build"),
    **dict.fromkeys(("config", "init", "new", "schema", "theme"), "site"),
    "import": "import_",
}


class Commands(click.Group):
    """A group that imports a command's module when it is called, and names the nearest to a mistyped command."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; an output that takes no more ends it with exit code 1."""
        with ended_by_signals():
            raw: Any = getattr(sys.stdout, "buffer", None)
            if isinstance(raw, FileIO):  # `python -u` has no buffer: what a pipe takes in parts would be cut off
                out = sys.stdout
                sys.stdout = TextIOWrapper(BufferedWriter(raw), out.encoding, out.errors, line_buffering=True)
            try:
                return super().main(*args, **extra)
            except OSError as error:
                # A closed pipe is click's to handle; anything else here is an output that takes no more.
                click.echo(f"Error: {error.strerror}", err=True)
                # What was not taken would fail once more at the exit.
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                sys.exit(1)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments: `help COMMAND` is `COMMAND --help`, and `--site` may stand behind the command."""
        if args[:1] == ["help"]:
            args = [*args[1:], "--help"]
        end = args.index("--") if "--" in args else len(args)
        site: list[str] = []
        others: list[str] = []
        values = iter(args[:end])
        for arg in values:
            is_site = arg.partition("=")[0] == SITE
            (site if is_site else others).append(arg)
            if arg == SITE:
                site += [value for value in [next(values, None)] if value is not None]
        return super().parse_args(ctx, [*site, *others, *args[end:]])

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"leverage_site.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant. Raises UsageError with the nearest one for a mistyped one."""
        if args[0] not in COMMANDS:
            # Takes 10 ms to import, which only a slip of the hand should cost.
            from difflib import get_close_matches

            if near := get_close_matches(args[0], COMMANDS, 1):
                raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near[0]}'?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 (as above)
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def nearest_site() -> Path:
    """Return the current folder or the nearest above it that has settings, as git looks for a repository.

    Above the home folder of the user there is none. Where there is none at all, the current folder. One above has
    its full name: the current folder may vanish while a command is at work.
    """
    # Takes 10 ms to import, which a call for help need not spend.
    from leverage_site.settings import FILE

    try:
        here, home = Path.cwd(), Path(os.path.realpath(Path.home()))
    except (OSError, RuntimeError):
        return Path()
    for root in (here, *here.parents):
        if (root / FILE).exists():
            return Path() if root == here else root
        if root == home:
            break
    return Path()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    SITE,
    "root",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site (where leverage.toml is).  [default: this folder, or the nearest above it]",
)
@click.version_option(__version__, prog_name="leverage-site")
@click.pass_context
def main(ctx: click.Context, /, root: Path | None) -> None:
    """leverage-site turns a folder of leverage records into a site."""
    ctx.obj = root or nearest_site()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if os.environ.get("NO_COLOR"):
        ctx.color = False
