"""`{name}` patterns in settings: titles and permalinks.

Not `str.format`: a pattern comes from a file and may look up nothing but the names it is given.
"""

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([^{}]*)\}")


def fields(pattern: str) -> set[str]:
    """The names that `pattern` mentions."""
    return set(_FIELD.findall(pattern))


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """`pattern` with each `{name}` replaced; a name that `values` lacks stays as it is."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), pattern)
