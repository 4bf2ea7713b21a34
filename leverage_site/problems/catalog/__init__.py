"""Every problem the program can report, by its name: `catalog.BROKEN_LINK`.

Codes are stable. Each family has a module and a letter: R, records and other content; S, settings; P, pages;
C, claims; T, themes; F, files and
output; I, imports; U, publishing. `docs/problems.md` is generated from `CATALOG` and from
one real case a code in `tests/problems/`.
"""

from leverage_site.problems import Code
from leverage_site.problems.catalog import claims, files, imports, pages, publishing, records, settings, themes

# isort: off
from leverage_site.problems.catalog.claims import (
    BAD_BASELINE, FALSE_COMPARISON, FALSE_COUNT, FALSE_DATE, FALSE_EACH, FALSE_SHARE, FALSE_SUPERLATIVE,
    FALSE_VALUE, UNUSED_BASELINE,
)  # fmt: skip
from leverage_site.problems.catalog.files import (
    BAD_MANIFEST, BAD_NAME, EDITED_KEPT, EDITED_OUTPUT, FOREIGN_OUTPUT, IN_THE_WAY, LINK_IN_OUTPUT, LINKED_FOLDER,
    NO_CONTENT, NO_PLACE, NOT_AS_CLEAN, NOT_READ, OUTPUT_REFUSED, READ_FAILED, RECORD_EXISTS, WRITE_FAILED,
)  # fmt: skip
from leverage_site.problems.catalog.imports import (
    AMBIGUOUS, BAD_FEED, BAD_PAGE, BAD_ROW, BAD_TABLE, CONFLICT, DAYS_DISAGREE, DOUBTFUL_SUM, DOUBTFUL_TAGS,
    FEED_NOT_TAKEN_OVER, MISMATCH, MISSING_COLUMN, NO_DAY, NO_TASK_LOG, NOT_A_RECORD, NOT_AN_OLD_ADDRESS,
    NOT_TEXT, NOTHING, READERS_TEXT, REPEATED_COLUMN, TWO_DAYS, TWO_SOURCES, TWO_TASK_LOGS, UNKNOWN_COLUMN,
    UNKNOWN_FIGURE, UNKNOWN_KEY_LEFT, UNKNOWN_VALUE, USED_ID,
)  # fmt: skip
from leverage_site.problems.catalog.pages import (
    BROKEN_IMAGE, BROKEN_LINK, BROKEN_NAV, COLLISION, EMPTY_TARGET, LATER_FIGURE, LIKELY_TWINS, LINK_AS_TEXT,
    NO_DEFINITION, NO_FOOTNOTE, NO_LIVE_FIGURE, NO_SUCH_FORM, NOTE_OF_NOTHING, OTHER_MARKUP,
    PARTIAL_OF_NO_TEMPLATE, SAME_ID, TASK_BY_NUMBER, UNKNOWN_VALUE_SHOWN, UNSEEN, UNUSABLE_PATH, UNUSED_FOOTNOTE,
)  # fmt: skip
from leverage_site.problems.catalog.publishing import (
    BAD_RECEIPT, CHANGED_FIGURES, EDITED_AT_TARGET, EDITED_STAYS, FOREIGN_FILE, HUB_FAILED, LOST_ADDRESS,
    NO_TARGET, NOT_READ_BACK, NOT_SENT, NOTHING_TO_UNDO, OTHER_PUBLICATION, OTHER_SITE, SECRET, TARGET_REFUSED,
    TOOL_FAILED,
)  # fmt: skip
from leverage_site.problems.catalog.records import (
    ANCHOR, BAD_YAML, CONTROL_CHARACTER, EMPTY_FILE, EMPTY_VALUE, LOST_CELLS, LOST_TEXT, MISSING_KEY,
    MORE_PROBLEMS, NO_FRONT_MATTER, NO_TASKS, NOT_A_BOOLEAN, NOT_A_DATE, NOT_A_DURATION, NOT_A_PERIOD,
    NOT_A_TASK_ID, NOT_A_WEB_ADDRESS, NOT_AN_ADDRESS, NOT_A_LEAD, NOT_CLOSED, NOT_POSITIVE, NOT_TOKENS, NOT_UTF8,
    PROSE_TOO_DEEP, REPEATED_KEY, SAME_DAY, SAME_NAME, SAME_TASK_ID, SAMPLE_RECORD, SECOND_DOCUMENT, TAB,
    TASK_IN_TEXT, TOKENS_BELOW_SUM, TOO_DEEP, TOO_LARGE, TOO_LONG, TOO_MANY, TOO_MANY_BRACKETS, TOO_MANY_MARKS,
    TWO_LEADS, UNKNOWN_KEY, UNLIKELY_DATE, UNUSED_DEFINITION, UTF16, WRONG_SHAPE, YAML_TAG,
)  # fmt: skip
from leverage_site.problems.catalog.settings import (
    BAD_ADDRESS, BAD_ALIAS, BAD_CATALOG, BAD_SETTING, BAD_TOML, BAD_WORDS, MISSING_SETTING, NO_AUTHOR,
    NO_SETTINGS, PLACEHOLDER, UNKNOWN_PAGE, UNKNOWN_SETTING, UNKNOWN_WORD, UNUSED_ALIAS,
)  # fmt: skip
from leverage_site.problems.catalog.themes import (
    BAD_HOST_PAGE, BAD_THEME, BAD_THEME_NAME, BADLY_BUILT, BECAME_MARKUP, HOST_PAGE_EDITED, INLINE, LARGE_STYLES,
    LEADS_NOWHERE, LINK_IN_THEME, NO_FRAGMENTS, NO_TEMPLATE, NO_THEME, NOT_ADOPTED,
    OTHER_HOST, SLOW_PAGE, TEMPLATE_FAULT, THEME_EXISTS, UNUSED_BLOCK, UNUSED_TEMPLATE,
)  # fmt: skip
# isort: on

_FAMILIES = (records, settings, pages, claims, themes, files, imports, publishing)
CATALOG = {code.code: code for family in _FAMILIES for code in family.CODES}
