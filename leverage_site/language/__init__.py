"""What the program says on pages, in the language of the site.

Views are English. Their classes declare which of their texts are the program's own; a language translates a
finished view, and leaves all else, which is the author's, as it is. `phrases` finds the words for a text, `views`
walks through a view, `reader` reads the catalogs.
"""

from enum import Enum
from typing import Annotated, TypeVar

T = TypeVar("T")


class TextKind(Enum):
    """How a field holds texts of the program's."""

    LABEL = "label"
    SENTENCE = "sentence"
    OPENING = "opening"


# A label, a name, a printed number, a date. Of a class that has a `text`, such as a link, it is this; of a
# mapping, its values. Where a language lacks one, it is English.
Interface = Annotated[T, TextKind.LABEL]
# Sentences that templates print between tags: where a language lacks one, it is English and marked as such.
Statement = Annotated[T, TextKind.SENTENCE]
# A text that begins with sentences of the program's, and may go on in the author's words.
Opening = Annotated[T, TextKind.OPENING]


class Verbatim(str):
    """A text of the author's in a place where most are the program's: no language translates it."""

    __slots__ = ()
