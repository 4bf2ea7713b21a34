"""U: problems of publishing."""

from leverage_site.problems import Code

NO_TARGET = Code(
    "U001",
    "there is no place to publish to",
    'Name one in leverage.toml: [publish.live], below it type = "folder" and path = "../website/static/log"; '
    "docs/publishing.md has the others.",
)
TARGET_REFUSED = Code(
    "U002",
    "{target!r} cannot be published to: {reason}",
    "Correct `{key}` here. Nothing was changed.",
)
FOREIGN_FILE = Code(
    "U003",
    "{what} in the way of {paths}",
    "Move away what is there; `publish --adopt` takes over what was copied there from this site. "
    "Nothing was changed.",
)
EDITED_AT_TARGET = Code(
    "U004",
    "{paths} {was} edited where the site is published, and {is_} overwritten",
    "Edit the record or the theme instead. `publish --undo` brings the edit back.",
    "warning",
)
EDITED_STAYS = Code(
    "U005",
    "{paths} would be removed but {was} edited where the site is published, so {it_stays} there",
    "Delete there yourself what you do not need.",
    "warning",
)
SECRET = Code(
    "U006",
    "{start!r} looks like {rule}, which must not be published{others}",
    "Take it out of the file, and make the secret invalid. If it is none, write the whole text, as it stands "
    "there, into `allow` of the target in leverage.toml. Nothing was published.",
)
LOST_ADDRESS = Code(
    "U007",
    "{paths} {was} published and would lead nowhere",
    "Write each address into `aliases` of the page that takes its place, so that it redirects there.",
    "warning",
)
CHANGED_FIGURES = Code(
    "U008",
    "{day} was published with other figures, and no correction says so: {changes}",
    "If it was a mistake, say so to the readers: `corrections` in the record has a date and a text.",
    "warning",
)
BAD_RECEIPT = Code(
    "U009",
    "the receipt {name!r} here {fault}, so nothing can be told from a stranger's file",
    "Move it away there, then run `leverage-site publish --adopt`. Nothing was changed.",
)
TOOL_FAILED = Code("U010", "{tool} {reason}", "Run the command again once that is mended.")
NOT_SENT = Code(
    "U011",
    "publishing stopped at {path!r}: {reason}",
    "Run the command again once that is mended. Every file there is whole.",
)
NOT_READ_BACK = Code(
    "U012",
    "{paths} {was} sent but cannot be read back{where}: {reason}{others}",
    "Look at it there. Everything was sent; feeds' readers were not told. `publish --undo` goes back.",
)
NOTHING_TO_UNDO = Code(
    "U013",
    "there is nothing to undo: {reason}",
    "What it takes lies in published/ on the machine that published, until it was undone. Nothing was changed.",
)
HUB_FAILED = Code(
    "U014",
    "the hub could not be told of the feed {feed!r}: {reason}",
    "Readers find the new entries all the same, at their next look.",
    "warning",
)
OTHER_PUBLICATION = Code(
    "U015",
    "what is published here is not what was last published from this copy of the site, so it is not undone",
    "Undo it where it was published. To bring your own state back, publish again. Nothing was changed.",
)
OTHER_SITE = Code(
    "U016",
    "another site is published here: its `id` is {other!r}, that of this one {own!r}",
    "Publish to another place. If it is this site and its `id` was changed, write the old one back, by which "
    "feeds are known; or move {name} away there and run `leverage-site publish --adopt`. Nothing was changed.",
)
CODES = (
    NO_TARGET, TARGET_REFUSED, FOREIGN_FILE, EDITED_AT_TARGET, EDITED_STAYS, SECRET, LOST_ADDRESS, CHANGED_FIGURES,
    BAD_RECEIPT, TOOL_FAILED, NOT_SENT, NOT_READ_BACK, NOTHING_TO_UNDO, HUB_FAILED,
    OTHER_PUBLICATION, OTHER_SITE,
)  # fmt: skip
