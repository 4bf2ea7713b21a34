"""leverage.toml → Settings."""

from leverage_site.settings.checks import UnfitError
from leverage_site.settings.model import Alias, NavItem, Settings
from leverage_site.settings.reader import FILE, load, no_settings, parse, place_of
from leverage_site.settings.schema import SETTINGS, Setting, base_url, is_theme_name

__all__ = [
    "FILE",
    "SETTINGS",
    "Alias",
    "NavItem",
    "Setting",
    "Settings",
    "UnfitError",
    "base_url",
    "is_theme_name",
    "load",
    "no_settings",
    "parse",
    "place_of",
]
