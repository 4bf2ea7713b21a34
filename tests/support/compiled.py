"""Templates that are the same are compiled once in a process: to compile a theme takes ten times a small build."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

import pytest
from jinja2 import BaseLoader, Environment
from jinja2.bccache import Bucket, BytecodeCache

from leverage_site.render import theme


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
    compiled, made = Compiled(), theme.environment

    def environment(loader: BaseLoader) -> Environment:
        found = made(loader)
        found.bytecode_cache = compiled
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "environment", environment)
        yield
