"""Every problem the program can report, by its name: `codes.BROKEN_LINK`.

Codes are stable. Each family has a module and a letter: R, records and other content; S, settings; P, pages;
T, themes; F, files and output; I, imports. `docs/problems.md` is generated from `CATALOG` and from one real case
a code in `tests/problems/`.
"""

from leverage_site.codes.code import Code as Code
from leverage_site.codes.files import *
from leverage_site.codes.imports import *
from leverage_site.codes.pages import *
from leverage_site.codes.records import *
from leverage_site.codes.settings import *
from leverage_site.codes.themes import *

CATALOG: dict[str, Code] = {value.code: value for value in tuple(globals().values()) if isinstance(value, Code)}
