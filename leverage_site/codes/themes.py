"""T: problems of themes."""

from leverage_site.codes.code import Code

NO_THEME = Code(
    "T001",
    "there is no theme {name!r}",
    "The themes are: {known}. A theme of your own is a folder themes/NAME with a theme.toml.",
)
TEMPLATE_FAULT = Code("T002", "the template fails: {reason}", "Mend the template. Nothing was changed.")
BAD_THEME = Code("T003", "the theme's theme.toml is not usable: {reason}", "See docs/themes.md.")
NO_TEMPLATE = Code(
    "T004",
    "no template {name!r} in this theme or the ones it extends",
    'Check the name; add the file; or let the theme extend "default".',
)
LINK_IN_THEME = Code(
    "T005",
    "a theme may hold no symbolic links",
    "Put a copy of the file here: a theme stays inside its own folder.",
)
