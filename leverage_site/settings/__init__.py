"""leverage.toml → Settings."""

from leverage_site.settings.addresses import AddressError
from leverage_site.settings.reader import FILE, load, no_settings, parse, place_of
from leverage_site.settings.schema import (
    NAV_PAGES,
    SETTINGS,
    THEMES,
    USUAL_NAV,
    Alias,
    NavItem,
    Setting,
    Settings,
    base_url,
    bundled_themes,
    is_theme_name,
)

__all__ = [
    "FILE",
    "NAV_PAGES",
    "SETTINGS",
    "THEMES",
    "USUAL_NAV",
    "AddressError",
    "Alias",
    "NavItem",
    "Setting",
    "Settings",
    "base_url",
    "bundled_themes",
    "is_theme_name",
    "load",
    "no_settings",
    "parse",
    "place_of",
]
