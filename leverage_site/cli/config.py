"""`leverage-site config`."""

import json
import re
from pathlib import Path
from typing import Any

import click

from leverage_site import settings as settings_file
from leverage_site.cli import console
from leverage_site.settings import SETTINGS, Settings
from leverage_site.settings.schema import ALIASES

_BARE = re.compile(r"[A-Za-z0-9_-]++")


@click.command(short_help="Show the settings in force.")
@console.json_option
@click.pass_obj
@console.reporting
def command(root: Path, as_json: bool) -> None:
    """Show every setting with the value in force, set or default."""
    values = _values(settings_file.load(root))
    if as_json:
        console.say_json({"settings": values})
        return
    for section, content in values.items():
        console.say(f"[{section}]")
        for key, value in content.items():
            console.say(f"{key} = {_toml(value)}")


def _toml(value: Any) -> str:
    """A value as leverage.toml would have it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    """A key, in quotes where TOML wants them."""
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _values(settings: Settings) -> dict[str, dict[str, Any]]:
    """The settings by section and key, as leverage.toml has them."""
    values: dict[str, dict[str, Any]] = {}
    for setting in SETTINGS:
        value = getattr(settings, setting.field)
        if setting.field == "nav":
            shown: Any = [item._asdict() for item in value]
        else:
            shown = {item.name: item.target for item in value} if setting.section == ALIASES else value
        values.setdefault(setting.section, {})[setting.key] = shown
    return values
