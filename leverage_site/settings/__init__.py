"""leverage.toml → Settings."""

from leverage_site.settings.addresses import AddressError, base_url
from leverage_site.settings.reader import FILE, load, no_settings, parse, place_in_target, place_of, place_of_key
from leverage_site.settings.schema import (
    CLAIMS_BASELINE,
    LANGUAGES,
    NAV_PAGES,
    SETTINGS,
    THEMES,
    USUAL_NAV,
    Alias,
    NavItem,
    Setting,
    Settings,
    bundled_languages,
    bundled_themes,
    is_theme_name,
)
from leverage_site.settings.targets import PublishTarget

__all__ = [
    "CLAIMS_BASELINE",
    "FILE",
    "LANGUAGES",
    "NAV_PAGES",
    "SETTINGS",
    "THEMES",
    "USUAL_NAV",
    "AddressError",
    "Alias",
    "NavItem",
    "PublishTarget",
    "Setting",
    "Settings",
    "base_url",
    "bundled_languages",
    "bundled_themes",
    "is_theme_name",
    "load",
    "no_settings",
    "parse",
    "place_in_target",
    "place_of",
    "place_of_key",
]
