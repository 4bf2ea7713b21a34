"""Every problem the program can report, by its name: `codes.BROKEN_LINK`.

Codes are stable. Each family has a module and a letter: R, records and other content; S, settings; P, pages;
T, themes; F, files and output; I, imports. `docs/problems.md` is generated from `CATALOG` and from one real case
a code in `tests/problems/`.
"""

from leverage_site.problems.catalog.code import Code as Code
from leverage_site.problems.catalog.files import *
from leverage_site.problems.catalog.imports import *
from leverage_site.problems.catalog.pages import *
from leverage_site.problems.catalog.records import *
from leverage_site.problems.catalog.settings import *
from leverage_site.problems.catalog.themes import *

CATALOG: dict[str, Code] = {value.code: value for value in tuple(globals().values()) if isinstance(value, Code)}
