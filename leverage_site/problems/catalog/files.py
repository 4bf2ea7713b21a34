"""F: problems of files and output."""

from leverage_site.problems import Code

OUTPUT_REFUSED = Code(
    "F001",
    "{output!r} cannot be the output folder: {reason}",
    "Choose another folder with --output: a new one, an empty one, or that of an earlier build.",
)
FOREIGN_OUTPUT = Code(
    "F002",
    "the output folder holds files that leverage-site did not write, such as {name!r}",
    "Choose an empty folder with --output, or move the files away; what your host needs, such as CNAME, "
    "belongs in content/static. Nothing was changed.",
)
IN_THE_WAY = Code(
    "F003",
    "a file that leverage-site did not write is in the way of {page!r}",
    "Move it away, or give the page another address. Nothing was changed.",
)
EDITED_OUTPUT = Code(
    "F004",
    "the page was edited since the last build, and a build overwrites it",
    "Edit the record or the theme instead; with --strict, nothing is overwritten.",
    "warning",
)
WRITE_FAILED = Code("F005", "this cannot be written: {reason}", "The site is as it was; try again once mended.")
READ_FAILED = Code("F006", "the file cannot be read: {reason}", "Check that it is a file, and its permissions.")
LINK_IN_OUTPUT = Code(
    "F007",
    "a symbolic link is in the way of {page!r}",
    "Replace it by a folder or remove it; links are never followed. Nothing was changed.",
)
EDITED_KEPT = Code(
    "F008",
    "the file is no longer part of the site but was edited since, so it is kept",
    "Delete it yourself if you do not need it.",
    "warning",
)
BAD_MANIFEST = Code(
    "F009",
    "the list of written files is damaged, so nothing here can be told from a stranger's file",
    "Move this folder away and build again. Nothing was changed.",
)
NO_PLACE = Code(
    "F010",
    "no site can begin in {name!r}: {reason}",
    "Name another folder; files beside a site, such as a README, are no hindrance. Nothing was changed.",
)
RECORD_EXISTS = Code("F011", "there is a record for {date}", "Edit that file. Nothing was changed.")
LINKED_FOLDER = Code(
    "F012",
    "{what} not followed: {reason}",
    "Copy the folder here if its files belong to the site.",
    "warning",
)
NOT_READ = Code(
    "F013",
    "{what} not read: {reason}",
    "Move it where it belongs, or out of content/.",
    "warning",
)
BAD_NAME = Code("F016", "{what} not read: {reason}", "Rename it; digits and letters from a to z are always read.")
NO_CONTENT = Code(
    "F015",
    "there is no content here: the folder is {reason}",
    "Mount it or bring it back; a site that has none yet gets its first record by `leverage-site new`. "
    "Nothing was changed.",
)
NOT_AS_CLEAN = Code(
    "F014",
    "'{page}' was not what a build from nothing gives",
    "It is now: everything was built again and the cache emptied. Please report this fault of the program.",
)

CODES = (
    OUTPUT_REFUSED, FOREIGN_OUTPUT, IN_THE_WAY, EDITED_OUTPUT, WRITE_FAILED, READ_FAILED, LINK_IN_OUTPUT,
    EDITED_KEPT, BAD_MANIFEST, NO_PLACE, RECORD_EXISTS, LINKED_FOLDER, NOT_READ, NO_CONTENT, NOT_AS_CLEAN,
    BAD_NAME,
)  # fmt: skip
