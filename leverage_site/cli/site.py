"""The commands around a site's pages: `init`, `new`, `theme`, `config` and `schema`.

What each of them needs takes long to import, and is imported by it alone.
"""

import json
import shlex
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from leverage_site import settings as settings_file
from leverage_site.cli import console
from leverage_site.dates import parse_date
from leverage_site.output.folder import OUTPUT
from leverage_site.problems import Problem, ProblemError
from leverage_site.settings import SETTINGS
from leverage_site.settings.targets import PUBLISH, PublishTarget, settings_of
from leverage_site.settings.toml import dump_toml
from leverage_site.text import count_noun

if TYPE_CHECKING:
    from leverage_site.adopting.page import Frame
    from leverage_site.adopting.theme import Adoption
    from leverage_site.settings import Settings

NEXT = ("new", "serve", "check", "build")


@click.command(short_help="Start a new site.")
@click.argument("root", metavar="DIR", type=click.Path(path_type=Path))
@console.json_option
@console.reporting
def init(root: Path, as_json: bool) -> None:
    """Start a new site in DIR, with a sample record that is a draft; what is in DIR stays as it is."""
    from leverage_site import scaffold
    from leverage_site.project import Project

    paths = scaffold.init(root, datetime.now().astimezone().date())
    notes = Project(root).placeholders()
    if as_json:
        console.print_json({"paths": [path.as_posix() for path in paths]}, notes)
        return
    for path in paths:
        console.print_text(f"wrote {path.as_posix()}")
    if not scaffold.is_output_ignored(root):
        console.print_text(f"\nThe folder has a {scaffold.IGNORE}: add the line /{OUTPUT}/ to it.")
    console.print_text("\nBefore you publish, `leverage-site check` reminds you of these:\n")
    for problem in notes:
        console.print_text(f"  {(root / problem.place.path).as_posix()}: {problem.message}")
    console.print_text("\nNext:\n")
    if root.resolve() != Path.cwd():
        console.print_text(f"  cd {shlex.quote(root.as_posix())}")
    for name in NEXT:
        console.print_text(f"  leverage-site {name}")


@click.command(short_help="Start a day's record.")
@click.argument("day", metavar="[DATE]", required=False)
@console.json_option
@click.pass_obj
@console.reporting
def new(root: Path, day: str | None, as_json: bool) -> None:
    """Start the record of DATE (YYYY-MM-DD, `today` or `yesterday`), or of today."""
    from leverage_site import scaffold
    from leverage_site.project import Project

    today = datetime.now().astimezone().date()
    words = {"": today, "today": today, "yesterday": today - timedelta(days=1)}
    date = words.get((day or "").lower()) or parse_date(day or "")
    if date is None:
        raise click.BadParameter(f"{console.DAY_HINT}; or today, or yesterday", param_hint="DATE")
    _, library, _ = Project(root).load(drafts=True)
    path = scaffold.new(root, library, date).as_posix()
    if as_json:
        console.print_json({"path": path})
    else:
        hint = "It is a draft: fill it in, and take the line `draft: true` out to publish it."
        console.print_text(f"wrote {path}\n{hint}")


@click.group(short_help="Start a theme, or check one.")
def theme() -> None:
    """Start a theme of the site's own, or check one against a hostile sample site."""


@theme.command("new", short_help="Start a theme of the site's own.")
@click.argument("name")
@console.json_option
@click.pass_obj
@console.reporting
def theme_new(root: Path, name: str, as_json: bool) -> None:
    """Start the theme NAME in the site's folder themes/. It extends the default theme."""
    from leverage_site.scaffold import create_theme

    settings = settings_file.load(root)
    paths = create_theme(root, name)
    if as_json:
        console.print_json({"paths": [path.as_posix() for path in paths]})
        return
    for path in paths:
        console.print_text(f"wrote {path.as_posix()}")
    site = "" if root == Path() else f"--site {shlex.quote(root.as_posix())} "
    if settings.theme != name:
        console.print_text(f'\nTo use it, write `theme = "{name}"` below [site] in leverage.toml.')
    console.print_text(f"To check it:\n\n  leverage-site {site}theme check {name}")


def _selector(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Return a selector. Raises BadParameter where it is not understood."""
    from leverage_site.adopting.document import is_selector

    if text and not is_selector(text):
        raise click.BadParameter("a name, .class or #id, or these in one word")
    return text


@theme.command("adopt", short_help="Make a theme of a page of the site around.")
@click.argument("page", metavar="[PAGE|URL]", required=False)
@click.option("--name", default="host", show_default=True, help="What the theme is called.")
@click.option(
    "--content", default="", callback=_selector, help="The element for our content, such as main.wide or #content."
)
@click.option(
    "--at",
    metavar="ADDRESS",
    default="",
    help="Where a page which is a file is on its host, such as /about/. Default: what its canonical link says.",
)
@click.option("--update", is_flag=True, help="Read the page again that the theme was made of.")
@console.json_option
@click.pass_obj
@console.reporting
def theme_adopt(
    root: Path, page: str | None, name: str, content: str, at: str, update: bool, as_json: bool
) -> None:
    """Make a theme of a rendered page of the site around ours: PAGE is its file, URL its address.

    Its head, header and footer stay around our content, which is put into its <main>, into the element that
    --content selects, or between the comments <!-- leverage-site begin --> and <!-- leverage-site end -->.
    """
    from leverage_site.adopting import theme as adopted

    if update == bool(page):
        raise click.UsageError("Give the page to adopt, or --update.")
    settings = settings_file.load(root)
    if page:
        origin = adopted.Origin(adopted.relative_source(root, page), at, content, "")
        result = adopted.adopt(root, settings, name, origin)
    else:
        result = adopted.update(root, settings, name)
    if as_json:
        _print_adoption(result)
        return
    for path in result.paths:
        console.print_text(f"wrote {path.as_posix()}")
    if not result.paths:
        console.print_text(f"The host's page is as theme {name} has it.")
    _tell_address(result, settings)
    _tell_if_in_the_way(root, result, settings)
    _tell_scheme(result)
    _tell_frame(result.frame, settings)
    if settings.theme != name:
        console.print_text(f'\nTo use it, write `theme = "{name}"` below [site] in leverage.toml.')


def _tell_if_in_the_way(root: Path, result: "Adoption", settings: "Settings") -> None:
    """Print what to do where the page that a theme was made of is where ours will be, as far as that is known."""
    from leverage_site.adopting.theme import published_path
    from leverage_site.urls import INDEX

    if result.is_guessed:
        return
    theme, targets = root / settings_file.THEMES / result.name, settings.targets
    folders: list[Path | None] = [
        root / Path(target.path).expanduser() for target in targets if target.type == "folder"
    ]
    urls = {settings.base_url, *(target.base_url for target in targets if target.base_url)}
    if any(published_path(root, theme, url, folder) == INDEX for url in urls for folder in folders or [None]):
        console.print_text(
            "\nThe page lies where the section is published: `publish` will stop there, and once ours is in its "
            "place,\n--update has none to read. Adopt a page that stays: docs/publishing.md, "
            "'A page of the host in the way'."
        )


def _print_adoption(result: "Adoption") -> None:
    frame, dark = result.frame, result.dark
    told = {key: list(getattr(frame, key)) for key in ("styles", "scripts", "policy", "left_out")}
    own = {"at": frame.address, "dark": f"{dark.path}:{dark.line}" if dark else None, "follows": result.follows}
    console.print_json({"paths": [path.as_posix() for path in result.paths], **own, **told})


def _tell_address(result: "Adoption", settings: "Settings") -> None:
    """Print where a page is taken to be of which nobody said so: its addresses mean what they mean there."""
    frame = result.frame
    if frame.address_by:
        console.print_text(f"\nThe page is taken to be at {frame.address}, as its {frame.address_by} says.")
        if urlsplit(frame.address).netloc != urlsplit(settings.base_url).netloc:
            console.print_text(
                "That is another host than the one of base_url, so that all its addresses are whole."
            )
    elif result.is_guessed:
        console.print_text(
            f"\nThe page is taken to be at {frame.address}, since it does not say where it is. Where its\n"
            "relative addresses mean something else, adopt it with --at, such as --at /about/."
        )


def _tell_scheme(result: "Adoption") -> None:
    """Print what becomes of a host that is dark without saying so."""
    from leverage_site.adopting.theme import FOLLOWING

    if not result.dark:
        return
    own = f"{settings_file.THEMES}/{result.name}/assets/{result.name}.css"
    console.print_text(
        f"\n{result.dark.path}:{result.dark.line}: the host has a ground for dark screens, and no `color-scheme` "
        "by which the\nsection would follow it."
    )
    if result.follows:
        console.print_text(f"{own} has the section follow the reader's scheme, too.")
    else:
        console.print_text(f"To have the section follow the reader's scheme, too, write into {own}:")
        console.print_text(f"  {FOLLOWING}".rstrip())


def _tell_frame(frame: "Frame", settings: "Settings") -> None:
    """Print what of the host's page is on every page of ours, and what the host may want to know."""
    lists = {
        "stylesheets of the host": frame.styles,
        "scripts of the host, kept as they are": frame.scripts,
        "a Content-Security-Policy must allow": frame.policy,
        "left out, since it is that page's own": frame.left_out,
    }
    for title, items in lists.items():
        if items:
            console.print_text(f"\n{title}:")
            for item in items:
                console.print_text(f"  {item}")
    # They take long to import.
    from leverage_site.pages.urlmap import FEED_FORMATS, FEED_TYPES, feed_address
    from leverage_site.urls import absolute

    if frame.headings:
        console.print_text(
            "\nThe host's page has an <h1> outside of its content, beside which each page of ours has its own: "
            "adopt a page whose header has none."
        )
    sitemap = absolute(settings.base_url, settings.sitemap)
    console.print_text(f"\nFor the robots.txt of the host:\n  Sitemap: {sitemap}")
    console.print_text(f"or, if it has an index of sitemaps, for that:\n  <sitemap><loc>{sitemap}</loc></sitemap>")
    console.print_text("\nFor the heads of the host's own pages:")
    for form, called in FEED_FORMATS.items():
        title = escape(settings.title if form == "rss" else f"{settings.title} ({called})")
        href = absolute(settings.base_url, feed_address("", form))
        console.print_text(f'  <link rel="alternate" type="{FEED_TYPES[form]}" title="{title}" href="{href}">')


def _theme_names(root: Path) -> list[str]:
    """Return the names of the site's themes and of the bundled ones."""
    folders = [
        themes for themes in (root / settings_file.THEMES, settings_file.bundled_themes()) if themes.is_dir()
    ]
    return sorted({theme.name for themes in folders for theme in themes.iterdir() if theme.is_dir()})


@theme.command("check", short_help="Report what a theme does wrong.")
@click.argument("name", required=False, shell_complete=console.completed_by(_theme_names))
@console.strict_option
@console.json_option
@click.pass_obj
def theme_check(root: Path, name: str | None, strict: bool, as_json: bool) -> None:
    """Build hostile sample sites in memory with the theme NAME, or the site's own, and inspect every page."""
    # Takes 100 ms to import, which starting a theme need not spend.
    from leverage_site.theme_check.run import check as check_theme

    problems: Sequence[Problem]
    success = None
    try:
        checked = check_theme(root, name or settings_file.load(root).theme)
        problems = checked.problems
        if not problems:
            success = f"{checked.theme}: {count_noun(checked.pages, 'page')} of hostile sample sites are fine."
    except ProblemError as error:
        problems = error.problems
    console.print_check(problems, as_json=as_json, success=success)
    console.exit_on_failure(problems, strict=strict)


@click.command(short_help="Show the settings in force.")
@console.json_option
@click.pass_obj
@console.reporting
def config(root: Path, as_json: bool) -> None:
    """Show every setting with the value in force, set or default."""
    settings = settings_file.load(root)
    values: dict[str, dict[str, Any]] = {}
    for setting in SETTINGS:
        value = setting.plain(getattr(settings, setting.field))
        values.setdefault(setting.section, {})[setting.key] = value
    targets = {target.name: _target(target) for target in settings.targets}
    if as_json:
        console.print_json({"settings": {**values, **({PUBLISH: targets} if targets else {})}})
        return
    sections = {**values, **{f"{PUBLISH}.{name}": content for name, content in targets.items()}}
    for section, content in sections.items():
        console.print_text(f"[{section}]")
        for key, value in content.items():
            console.print_text(f"{key} = {dump_toml(value)}")


def _target(target: PublishTarget) -> dict[str, Any]:
    """Return the settings of a target as its section has them; an address that is the site's is left out."""
    values = {setting.key: getattr(target, setting.key) for setting in settings_of(target.type)}
    return {key: value for key, value in values.items() if value or key != "base_url"}


@click.command(short_help="Print the JSON Schema of a record.")
def schema() -> None:
    """Print the JSON Schema of a record's front matter, for editors that complete and check YAML."""
    from leverage_site.records.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
