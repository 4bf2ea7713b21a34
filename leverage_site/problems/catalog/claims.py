"""C: claims of texts that the records refute, and their baseline."""

from leverage_site.problems import Code

_REFUTED = "{printed!r} does not follow from the records: {why}"
_HINT = (
    "Correct the text, or write <!-- claims: off --> behind a sentence that is not meant so; "
    "`leverage-site check --claims` lists how each sentence was read."
)

FALSE_VALUE = Code("C001", _REFUTED, _HINT, "warning")
FALSE_SUPERLATIVE = Code("C002", _REFUTED, _HINT, "warning")
FALSE_COMPARISON = Code("C003", _REFUTED, _HINT, "warning")
FALSE_COUNT = Code("C004", _REFUTED, _HINT, "warning")
FALSE_EACH = Code("C005", _REFUTED, _HINT, "warning")
FALSE_SHARE = Code("C006", _REFUTED, _HINT, "warning")
FALSE_DATE = Code("C007", "{printed!r} is not that day: {why}", _HINT, "warning")
BAD_BASELINE = Code(
    "C008",
    "the baseline of claims cannot be read: {reason}",
    "Write it anew with `leverage-site check --claims --write-baseline`.",
)
UNUSED_BASELINE = Code(
    "C009",
    "the baseline names {printed!r} in {sentence!r}, which is refuted no more",
    "Write it anew with `leverage-site check --claims --write-baseline`.",
    "note",
)

CODES = (
    FALSE_VALUE, FALSE_SUPERLATIVE, FALSE_COMPARISON, FALSE_COUNT, FALSE_EACH, FALSE_SHARE, FALSE_DATE,
    BAD_BASELINE, UNUSED_BASELINE,
)  # fmt: skip
