"""I: problems of imports."""

from leverage_site.problems import Code

NOT_TEXT = Code(
    "I001",
    "this is no text",
    "Images and office files cannot be imported; save the page as HTML, or its table as CSV.",
)
NO_TASK_LOG = Code(
    "I002",
    "there is no task log here",
    "It is a table with columns for the task, the human estimate and the assistant's time. "
    'A heading of your own is named with --map, such as --map "Effort=human".',
)
TWO_TASK_LOGS = Code("I003", "a second task log begins here", "A page is one day; split the file.")
BAD_ROW = Code(
    "I004",
    "the row cannot be read: {reason}",
    "Correct it and import again. Until then no day that it may belong to is written.",
)
NO_DAY = Code(
    "I005",
    "nothing tells which day this is",
    "Say so with --date, or name the file after the day, such as 2026-04-07.md.",
)
TWO_SOURCES = Code(
    "I006",
    "{other!r} is of {date} as well",
    "A day is one record; import one of the two, or put them together.",
)
CONFLICT = Code(
    "I007",
    "the record of {date} differs from what {source!r} gives",
    "The differences are shown; --update replaces the record. Nothing of it was changed.",
)
BAD_PAGE = Code(
    "I008", "the page cannot be read: {reason}", "Save it anew from the browser, or copy its text into a file."
)
BAD_TABLE = Code("I009", "the table cannot be read: {reason}", "Correct the file, or export it again.")
MISSING_COLUMN = Code(
    "I010",
    "no column is known to hold {missing}; the headings are: {found}",
    'Name it with --map, such as --map "Effort=human_hours". The headings must be the first row.',
)
REPEATED_COLUMN = Code(
    "I011", "two columns hold {name!r}: {columns}", 'Leave one of them out with --map, such as --map "{last}=".'
)
UNKNOWN_COLUMN = Code(
    "I012",
    "the column {name!r} is not understood and left out",
    'Name what it holds with --map, such as --map "{name}=note"; --map "{name}=" leaves it out without a word.',
    "warning",
)
DOUBTFUL_TAGS = Code(
    "I013",
    "where one tag ends and the next begins cannot be seen; taken are: {taken}",
    'Name the tags that your pages use with --tag, such as --tag "Time Record".',
    "warning",
)
UNKNOWN_FIGURE = Code(
    "I014",
    "{name!r} is printed as {value!r}, which is not understood and was compared with nothing",
    "Compare it yourself, and see that no words are lost. The site computes its figures from the rows.",
    "warning",
)
MISMATCH = Code(
    "I015",
    "{figure} is printed as {printed}; {against} {computed}",
    "The record has the printed times, and the site will show what follows from them.",
    "warning",
)
BAD_FEED = Code(
    "I016", "the feed cannot be read: {reason}", "Give the feed of the older site as it was published."
)
NOT_AN_OLD_ADDRESS = Code(
    "I017",
    "the old address {url!r} cannot be an address of this site",
    "Redirect it where the site is hosted. The record gets the address that others have.",
    "warning",
)
NOTHING = Code(
    "I018",
    "there is nothing to import here",
    "Pages (.html, .md, .txt) and tables (.csv, .tsv, .json, .jsonl) can be imported.",
)
NOT_A_RECORD = Code(
    "I019",
    "what this gives is no valid record: {reason}",
    "Shorten or correct it in the source. Until then nothing of this day is written.",
)
DAYS_DISAGREE = Code(
    "I020",
    "the page is of {day}, but other signs say {other}",
    "Say which it is with --date.",
    "warning",
)
UNKNOWN_KEY_LEFT = Code(
    "I021",
    "the key {name!r} is not understood and left out",
    "Put it into the record below `extra`, if it matters.",
    "warning",
)
USED_ID = Code(
    "I022",
    "the id {id!r} of the older feed is another day's, so that this day has none",
    "Readers will see it as new. Correct the feed, or put the right id into the record.",
    "warning",
)
DOUBTFUL_SUM = Code(
    "I023",
    "the row {title!r} may be a task, or the sum of others",
    "Remove it if it is a sum; if it is a task, give it another title, or a number or tag where it has none. "
    "Nothing of the file is written until that is clear.",
)
AMBIGUOUS = Code(
    "I024",
    "{text!r} may be {one} or {other}",
    "Write it without a mark between thousands and with a point for decimals, such as 1250 or 1.25. Another "
    "number of its table that can be read in one way only settles it, too.",
)
TWO_DAYS = Code(
    "I025",
    "the page says two different days: {one} and {other}",
    "Correct one of them, or say with --date which day it is.",
)
UNKNOWN_VALUE = Code(
    "I026",
    "what {name!r} says is not understood and left out: {value!r}",
    "Write days as 2026-04-07 and tokens as 4,826,000 or 4.8M; of a draft, say true or false.",
    "warning",
)
READERS_TEXT = Code(
    "I030",
    "what stands below the heading {heading!r} may be by readers, and is published with the text",
    "Remove it from the page or from the record, if it is not yours.",
    "warning",
)
FEED_NOT_TAKEN_OVER = Code(
    "I031",
    "what the older feed is known by is not in leverage.toml",
    "Readers follow it if you write below [feed]: {lines}",
    "warning",
)

CODES = (
    NOT_TEXT, NO_TASK_LOG, TWO_TASK_LOGS, BAD_ROW, NO_DAY, TWO_SOURCES, CONFLICT, BAD_PAGE, BAD_TABLE,
    MISSING_COLUMN, REPEATED_COLUMN, UNKNOWN_COLUMN, DOUBTFUL_TAGS, UNKNOWN_FIGURE, MISMATCH, BAD_FEED,
    NOT_AN_OLD_ADDRESS, NOTHING, NOT_A_RECORD, DAYS_DISAGREE, UNKNOWN_KEY_LEFT, USED_ID, DOUBTFUL_SUM,
    AMBIGUOUS, TWO_DAYS, UNKNOWN_VALUE, READERS_TEXT, FEED_NOT_TAKEN_OVER,
)  # fmt: skip
