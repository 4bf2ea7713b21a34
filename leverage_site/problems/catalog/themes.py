"""T: problems of themes."""

from leverage_site.problems import Code

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
LEADS_NOWHERE = Code(
    "T006",
    "the address {address!r} leads to {what}{where}",
    "Links are relative: put `view.head.root` in front of a path of the site, and let views give the rest. "
    "What the site's host has beside it is named by `host` in theme.toml.",
)
OTHER_HOST = Code(
    "T007",
    "{address!r} is loaded from another host{where}",
    "Put the file into the theme's assets/: readers are to be asked nothing by others. "
    "A host of your own is named by `host` in theme.toml.",
)
INLINE = Code(
    "T008",
    "{what} is what a strict Content-Security-Policy forbids{where}",
    "Put scripts and styles into files of the theme's assets/.",
)
BECAME_MARKUP = Code(
    "T009",
    "a text of a record became markup: {tag!r}{where}",
    'Print texts between tags or in quoted attributes: <td title="{{{{ row.task }}}}">.',
)
BADLY_BUILT = Code("T010", "{what}{where}", "See docs/themes.md.")
LARGE_STYLES = Code(
    "T011",
    "the stylesheet has {size} bytes; readers of every page wait for it",
    "Keep it below {limit} bytes: take out what no page uses.",
    "warning",
)
BAD_THEME_NAME = Code(
    "T012",
    "{name!r} cannot be the name of a theme",
    "Use small letters, digits, hyphens and underscores, such as night-sky.",
)
THEME_EXISTS = Code(
    "T013",
    "there is a theme {name!r} already",
    "Choose another name, or go on with its files. Nothing was changed.",
)
UNUSED_BLOCK = Code(
    "T014",
    "no page shows the block {name!r}: {reason}",
    "Check the name; docs/themes.md lists all blocks.",
    "warning",
)
UNUSED_TEMPLATE = Code(
    "T015",
    "nothing uses the template {name!r}",
    "Check the name; include it in a template that is used, or extend it there; or take it away.",
    "warning",
)
SLOW_PAGE = Code(
    "T016",
    "{page} took longer than {limit} to make, and was given up here",
    "Look for a loop that never ends, or loops inside of loops. The page is made again after the next change.",
    "warning",
)
BAD_HOST_PAGE = Code(
    "T017",
    "the host's page is not usable: {reason}",
    "It needs `<!-- leverage-site: head -->` in its head and `<!-- leverage-site: content -->` behind that, where "
    "our content belongs. `leverage-site theme adopt` makes such a page.",
)
NOT_ADOPTED = Code(
    "T018",
    "the page cannot be adopted: {reason}",
    "Name a rendered page of the host, by its file or its address, and with --content the element that our "
    "content belongs into. Nothing was changed.",
)
HOST_PAGE_EDITED = Code(
    "T019",
    "host.html was edited since it was adopted, and is not written anew",
    "Move your changes to templates/ or to the stylesheet in assets/, which no update touches; then take "
    "host.html away and update again.",
)
NO_FRAGMENTS = Code(
    "T020",
    "fragments need a theme that can stand in any page",
    'Write `theme = "section"` below [site] in leverage.toml, or let your theme have `extends = "section"`.',
)

CODES = (
    NO_THEME, TEMPLATE_FAULT, BAD_THEME, NO_TEMPLATE, LINK_IN_THEME, LEADS_NOWHERE, OTHER_HOST, INLINE,
    BECAME_MARKUP, BADLY_BUILT, LARGE_STYLES, BAD_THEME_NAME, THEME_EXISTS, UNUSED_BLOCK, UNUSED_TEMPLATE,
    SLOW_PAGE, BAD_HOST_PAGE, NOT_ADOPTED, HOST_PAGE_EDITED, NO_FRAGMENTS,
)  # fmt: skip
