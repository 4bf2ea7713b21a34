"""What is the same is made once in a process: to compile a theme takes ten times a small build.

So does to read the pages of the sample site, of which a faulty theme changes a few.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType

import pytest
from jinja2 import BaseLoader, Environment
from jinja2.bccache import Bucket, BytecodeCache

from leverage_site.render import theme
from leverage_site.theming import checking


class Compiled(BytecodeCache):
    """What Jinja2 made of templates, by their name, file and text."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within the block, compile each template once, and read each page of the sample site once."""
    compiled, made = Compiled(), theme.environment

    def environment(loader: BaseLoader) -> Environment:
        found = made(loader)
        found.bytecode_cache = compiled
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "environment", environment)
        patch.setattr(checking, "read", lru_cache(1024)(checking.read))
        yield
