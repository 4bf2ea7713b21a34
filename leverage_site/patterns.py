"""`{name}` patterns in settings: titles and permalinks.

Not `str.format`: a pattern comes from a file and may look up nothing but the names it is given.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

_FIELD = re.compile(r"\{([^{}]*)\}")


def fields(pattern: str) -> set[str]:
    """The names that `pattern` mentions."""
    return set(_FIELD.findall(pattern))


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """`pattern` with each `{name}` replaced; a name that `values` lacks stays as it is."""
    texts = list(_split(pattern))
    texts[1::2] = [values.get(name, f"{{{name}}}") for name in texts[1::2]]
    return "".join(texts)


@lru_cache(64)
def _split(pattern: str) -> tuple[str, ...]:
    """The text before the first field, its name, the text behind it, and so on."""
    return tuple(_FIELD.split(pattern))
