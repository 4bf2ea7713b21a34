"""R: problems of records and other content."""

from leverage_site.problems import Code

NO_FRONT_MATTER = Code(
    "R001",
    "the file does not begin with front matter",
    "Put the keys between two lines of three dashes (---) at the top of the file.",
)
NOT_CLOSED = Code(
    "R002",
    "the front matter is not closed",
    "End the front matter with a line of three dashes (---) before the text.",
)
EMPTY_FILE = Code(
    "R003",
    "the file is empty",
    "Start it with `leverage-site new`, or delete it.",
)
NOT_UTF8 = Code(
    "R004",
    "the file is not UTF-8 text: byte {byte} cannot be read",
    "Save the file as UTF-8 in your editor.",
)
UTF16 = Code(
    "R005",
    "the file is saved as UTF-16",
    "Save the file as UTF-8 in your editor.",
)
CONTROL_CHARACTER = Code(
    "R006",
    "the control character {character} stands in the text",
    "Delete it; it cannot be shown on a page and would make the feed invalid.",
)
TOO_LARGE = Code(
    "R007",
    "the file has {size} bytes; at most {limit} are read",
    "Split the text over several files.",
)
BAD_YAML = Code(
    "R008",
    "the front matter is not valid YAML: {reason}",
    "Check quotation marks and brackets here; a text with ': ' or ' #' in it needs quotes around it.",
)
TAB = Code(
    "R009",
    "a tab is used for indentation",
    "Indent with spaces; YAML does not allow tabs.",
)
ANCHOR = Code(
    "R010",
    "YAML anchors and aliases are not allowed",
    "Write the value out; a text that begins with & or * needs quotes around it.",
)
YAML_TAG = Code(
    "R011",
    "YAML tags are not allowed",
    "Leave the tag away; a text that begins with ! needs quotes around it.",
)
NOT_A_DURATION = Code(
    "R012",
    "{key!r} is not a duration: {value!r}",
    "Write hours and minutes with their units, such as 80h, 1.5h, 20m or 1h30m.",
)
NOT_POSITIVE = Code(
    "R013",
    "{key!r} must be more than zero",
    "Write the time it took, at least a second; a task that took none has no leverage factor.",
)
TOO_DEEP = Code(
    "R014",
    "the front matter is nested too deeply",
    "A record needs lists of keys and nothing deeper; `extra` may go down a few levels.",
)
REPEATED_KEY = Code(
    "R015",
    "the key {key!r} stands twice",
    "Keep one of the two; YAML would silently take the last.",
)
UNKNOWN_KEY = Code(
    "R016",
    "unknown key {key!r}",
    "The keys are: {known}.{own}",
)
MISSING_KEY = Code("R017", "the key {key!r} is missing", "Add it, for example `{example}`.")
WRONG_SHAPE = Code("R018", "{key} must be {wanted}, not {found}", "Write it like this: `{example}`.")
LOST_TEXT = Code(
    "R019",
    "the text after ' #' would be lost: {lost!r}",
    "Put quotation marks around the whole text; or move the comment to a line of its own.",
)
NOT_A_DATE = Code(
    "R020",
    "{key!r} is not a date: {value!r}",
    "Write a day from 1970 to 2199 as YYYY-MM-DD, such as 2026-04-07, without a time.",
)
NOT_TOKENS = Code(
    "R021",
    "{key!r} is not a number of tokens: {value!r}",
    "Write a whole number (4826000), thousands (400k) or millions (2.62M); ~ in front marks an estimate.",
)
TOKENS_BELOW_SUM = Code(
    "R022",
    "the day's tokens ({value}) are fewer than its tasks' sum ({sum})",
    "Correct the day's total, or leave it out: it is then the tasks' sum.",
)
SAME_DAY = Code(
    "R023",
    "{date} already has a record in {other}",
    "Keep one record a day: move the tasks into one of the two files.",
)
NOT_A_BOOLEAN = Code("R024", "{key!r} must be true or false, not {value!r}", "Write true or false.")
EMPTY_VALUE = Code("R025", "{key!r} is empty", "Write a value, or leave the key out where it is optional.")
SECOND_DOCUMENT = Code(
    "R026",
    "a second YAML document begins here",
    "A record has one front matter: delete the line of dashes between the two.",
)
NOT_AN_ADDRESS = Code(
    "R027",
    "{value!r} in {key!r} is not the address of a page",
    "Write a path that begins with a slash and ends in .html or a slash, such as /posts/old-name.html.",
)
PROSE_TOO_DEEP = Code(
    "R028",
    "the text is nested too deeply here to be shown whole",
    "Use fewer levels of quotes and lists.",
)
TOO_LONG = Code("R029", "{key} has {length} characters; at most {limit} are allowed", "Shorten it.")
TOO_MANY_BRACKETS = Code(
    "R030",
    "the text holds {count} opening brackets; at most {limit} are read",
    "Split the text over several pages.",
)
NOT_A_TASK_ID = Code(
    "R042",
    "{key!r} is not an id of a task: {value!r}",
    "Write words in lower case, joined by hyphens, such as search-page: it becomes a part of the task's address.",
)
SAME_TASK_ID = Code(
    "R043",
    "two tasks of this day have the id {id!r}",
    "Give one of them another `id`, or leave it out: titles alone are told apart by a number.",
)
NOT_A_WEB_ADDRESS = Code(
    "R044",
    "{key!r} is not an address of the web: {value!r}",
    "Write all of it, such as https://example.org/shop/pull/12; it may begin with https:, http:, mailto: or tel:.",
)
NOT_A_PERIOD = Code(
    "R031",
    "the file's name {name!r} is not a {kind}",
    "Name the note of a {kind} after it, such as {example}.md.",
)
LOST_CELLS = Code(
    "R032",
    "this row has more cells than the table's heading; they would be lost",
    "Give the heading as many cells, or write \\| for a bar that is part of the text.",
)
SAME_NAME = Code(
    "R033",
    "the name {name!r} is taken by {other}",
    "Keep one of the two files.",
)
MORE_PROBLEMS = Code(
    "R034",
    "the file has more problems; these are the first {count}",
    "Mend these, then check again.",
)
TOO_MANY = Code(
    "R035", "too many {what}: {count}; at most {limit} are read", "Use fewer, or split them over several files."
)
TOO_MANY_MARKS = Code(
    "R037",
    "{count} combining marks stand on one letter; at most {limit} are read",
    "Delete them: no writing needs so many, and programs take very long over them.",
)
NO_TASKS = Code(
    "R038",
    "the key 'tasks' is missing",
    "Write the day's tasks below it, or `tasks: []` for a day of rest.",
)
TASK_IN_TEXT = Code(
    "R039",
    "this task stands in the text, below the line of dashes that closes the front matter",
    "Move the line of dashes below the last task.",
)
UNUSED_DEFINITION = Code(
    "R036",
    "this line defines a link that the text does not use, so it is not shown",
    "Use it as [text][name]; or write \\[ for a bracket that is part of the text.",
    "warning",
)
SAMPLE_RECORD = Code(
    "R040",
    "this is still the sample record that `init` wrote",
    "Write a day of your own in its place, or delete the file.",
    "note",
)
UNLIKELY_DATE = Code(
    "R041",
    "the date {date} is unlikely: {reason}",
    "Correct the date, or the file's name.",
    "warning",
)
NOT_A_LEAD = Code(
    "R045",
    "{key!r} can only be auto, not {value!r}",
    "Write `lead: auto` for a lead of the day's figures; for one of your own, begin the text with it.",
)
TWO_LEADS = Code(
    "R046",
    "the text begins with a lead, and `lead: auto` makes another",
    "Take one of them out, or begin the text with a heading.",
)

CODES = (
    NO_FRONT_MATTER, NOT_CLOSED, EMPTY_FILE, NOT_UTF8, UTF16, CONTROL_CHARACTER, TOO_LARGE, BAD_YAML, TAB,
    ANCHOR, YAML_TAG, NOT_A_DURATION, NOT_POSITIVE, TOO_DEEP, REPEATED_KEY, UNKNOWN_KEY, MISSING_KEY,
    WRONG_SHAPE, LOST_TEXT, NOT_A_DATE, NOT_TOKENS, TOKENS_BELOW_SUM, SAME_DAY, NOT_A_BOOLEAN, EMPTY_VALUE,
    SECOND_DOCUMENT, NOT_AN_ADDRESS, PROSE_TOO_DEEP, TOO_LONG, TOO_MANY_BRACKETS, NOT_A_TASK_ID, SAME_TASK_ID,
    NOT_A_WEB_ADDRESS, NOT_A_PERIOD, LOST_CELLS, SAME_NAME, MORE_PROBLEMS, TOO_MANY, TOO_MANY_MARKS, NO_TASKS,
    TASK_IN_TEXT, UNUSED_DEFINITION, SAMPLE_RECORD, UNLIKELY_DATE, NOT_A_LEAD, TWO_LEADS,
)  # fmt: skip
