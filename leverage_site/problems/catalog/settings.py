"""S: problems of settings."""

from leverage_site.problems import Code

NO_SETTINGS = Code(
    "S001",
    "there is no leverage.toml {where}",
    "Go to your site's folder, name it with --site DIR, or start one with `leverage-site init DIR`.",
)
BAD_TOML = Code("S002", "the settings are not valid TOML: {reason}", "Check quotes and brackets here.")
UNKNOWN_SETTING = Code("S003", "unknown setting {key!r}", "The settings here are: {known}.")
BAD_SETTING = Code("S004", "the setting {key!r} cannot be {value}", "Write {wanted}.")
BAD_ALIAS = Code(
    "S009",
    "the alias {name!r} cannot stand for {target!r}: {reason}",
    "On the left stands another name, once, and on the right the one that is used in its place: no alias itself.",
)
UNUSED_ALIAS = Code(
    "S010",
    "no {kind} is called {name!r}, so that this alias does nothing",
    "Correct it: it must be spelled as in the records; or delete it.",
    "warning",
)
MISSING_SETTING = Code(
    "S005", "the setting {key!r} is missing", "Add it below [{section}], for example: {example}"
)
BAD_ADDRESS = Code("S007", "the setting {key!r} cannot be {value}: {reason}", "Write {wanted}.")
PLACEHOLDER = Code(
    "S012",
    "the setting {key!r} is still an example: {value!r}",
    "Put in the address at which the site will be published; absolute links and the feed are made of it.",
    "note",
)
NO_AUTHOR = Code(
    "S013",
    "no author is named: feeds and pages say 'the author'",
    'Add it below [site], for example: author = "Your Name"',
    "note",
)
UNKNOWN_PAGE = Code(
    "S014",
    "the navigation names {name!r}, which is no page",
    "Those to name are: {known}. Any other has a title and an address, as docs/settings.md shows.",
)
BAD_CATALOG = Code(
    "S015",
    "the catalog of a language is not valid TOML: {reason}",
    "Check quotes and brackets here.",
)
UNKNOWN_WORD = Code("S016", "a catalog of a language has no {name!r}", "What it may have here is: {known}.")
BAD_WORDS = Code(
    "S017",
    "the words for {text!r} cannot be used: {reason}",
    "On the left stands the English text, on the right what the language says, with the same names in braces; "
    "docs/languages.md shows all of it.",
)

CODES = (
    NO_SETTINGS, BAD_TOML, UNKNOWN_SETTING, BAD_SETTING, BAD_ALIAS, UNUSED_ALIAS, MISSING_SETTING, BAD_ADDRESS,
    PLACEHOLDER, NO_AUTHOR, UNKNOWN_PAGE, BAD_CATALOG, UNKNOWN_WORD, BAD_WORDS,
)  # fmt: skip
