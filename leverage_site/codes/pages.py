"""P: problems of pages."""

from leverage_site.codes.code import Code

COLLISION = Code(
    "P001",
    "two sources want the page {url!r}: {first} and {second}",
    "Give one of them another address; a tag or project gets it from its name.",
)
BROKEN_LINK = Code("P002", "the link {target!r} leads to no page", "Check the file's name and its folder.")
SAME_ID = Code(
    "P006",
    "two days have the feed id {id!r}: {first} and {second}",
    "Give each its own `id`, or leave it out; readers would take the two for one.",
)
BROKEN_IMAGE = Code(
    "P003",
    "the image {target!r} does not exist",
    "Put it into content/static and write its path from there, such as /charts/week.png.",
)
NOTE_OF_NOTHING = Code(
    "P007",
    "no record belongs to the {kind} {name!r}",
    "The file is called after the last part of its page's address; `draft: true` keeps the note for later.",
    "warning",
)
UNUSABLE_PATH = Code(
    "P004",
    "the address {url!r} cannot be a file: {reason}",
    "Choose another name or permalink.",
)
BROKEN_NAV = Code(
    "P005",
    "the navigation entry {title!r} leads to no page: {target!r}",
    "Correct `url` below [[site.nav]], or add the page.",
)
