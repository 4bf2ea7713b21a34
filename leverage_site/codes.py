"""Every problem the program can report: its code, its sentence, its hint.

Codes are stable. R: records and other content, S: settings, P: pages, T: themes, F: files and output, I: imports.
`docs/problems.md` is generated from this list and from one real case a code in `tests/problems/`.
"""

from dataclasses import dataclass

from leverage_site.problems import Place, Problem, ProblemError, Severity, shown, visible


class _Value(str):
    """A text whose `!r` is the form for a message."""

    __slots__ = ()

    def __repr__(self) -> str:
        return shown(self)


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. `at` fills in `{name}`, or `{name!r}` for a quoted and shortened text."""

    code: str
    message: str
    hint: str
    severity: Severity = "error"

    def at(self, place: Place, *, hint: str | None = None, **values: object) -> Problem:
        """The problem of this kind at `place`, its braces filled with `values`."""
        texts = {name: _Value(visible(str(value))) for name, value in values.items()}
        message = self.message.format_map(texts)
        return Problem(self.code, message, place, hint or self.hint.format_map(texts), self.severity)

    def error(self, place: Place, *, hint: str | None = None, **values: object) -> ProblemError:
        """The same, to raise where work cannot go on."""
        return ProblemError(self.at(place, hint=hint, **values))


# A file with more problems than this is most likely not what it was taken for.
MAX_PROBLEMS = 50

DURATION_HINT = "Write hours and minutes with their units, such as 80h, 1.5h, 20m or 1h30m."

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
NOT_A_DURATION = Code("R012", "{key!r} is not a duration: {value!r}", DURATION_HINT)
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
    "The keys are: {known}. Keys of your own go below `extra`.",
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
NOT_A_WEEK = Code(
    "R031",
    "the file's name {name!r} is not a week",
    "Name a week's note after its ISO week, such as 2026-W15.md.",
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
UNUSED_DEFINITION = Code(
    "R036",
    "this line defines a link that the text does not use, so it is not shown",
    "Use it as [text][name]; or write \\[ for a bracket that is part of the text.",
    "warning",
)

NO_SETTINGS = Code(
    "S001",
    "there is no leverage.toml here",
    "Go to your site's folder, name it with --site DIR, or start one with `leverage-site init DIR`.",
)
BAD_TOML = Code("S002", "the settings are not valid TOML: {reason}", "Check quotes and brackets here.")
UNKNOWN_SETTING = Code("S003", "unknown setting {key!r}", "The settings here are: {known}.")
BAD_SETTING = Code("S004", "the setting {key!r} cannot be {value}", "Write {wanted}.")
MISSING_SETTING = Code(
    "S005", "the setting {key!r} is missing", "Add it below [{section}], for example: {example}"
)

COLLISION = Code(
    "P001",
    "two sources want the page {url!r}: {first} and {second}",
    "Give one of them another address, title or tag.",
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
    "Links are relative: put `view.head.root` in front of a path of the site, and let views give the rest.",
)
OTHER_HOST = Code(
    "T007",
    "{address!r} is loaded from another host{where}",
    "Put the file into the theme's assets/: readers are to be asked nothing by others.",
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

OUTPUT_REFUSED = Code(
    "F001",
    "{output!r} cannot be the output folder: {reason}",
    "Choose a folder of its own with --output, such as output.",
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
    "the page was edited since the last build; the build has overwritten it",
    "Edit the record or the theme instead.",
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
NOT_EMPTY = Code(
    "F010", "{name!r} exists and is no empty folder", "Name a new or empty folder. Nothing was changed."
)
RECORD_EXISTS = Code("F011", "there is a record for {date}", "Edit that file. Nothing was changed.")
LINKED_FOLDER = Code(
    "F012",
    "the folder is a symbolic link and is not followed",
    "Copy the folder here if its files belong to the site.",
    "warning",
)

NOT_READ = Code(
    "F013",
    "this is not read: {reason}",
    "Move it where it belongs, or out of content/.",
    "warning",
)

NOT_AS_CLEAN = Code(
    "F014",
    "'{page}' was not what a build from nothing gives",
    "It is now: everything was built again and the cache emptied. Please report this fault of the program.",
)

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
    "{figure} is printed as {printed}; the times of the tasks give {computed}",
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

CATALOG: dict[str, Code] = {value.code: value for value in tuple(globals().values()) if isinstance(value, Code)}
