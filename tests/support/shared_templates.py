"""Read and compile each bundled template once a process: to compile a theme takes ten times a small build.

So does to read the pages of the sample site, of which a faulty theme changes a few.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from tempfile import TemporaryDirectory
from types import CodeType

import pytest
from jinja2 import BaseLoader, Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from leverage_site.language.phrases import Language
from leverage_site.render import theme, theme_chain
from leverage_site.theme_check import run


class Compiled(FileSystemBytecodeCache):
    """A bytecode cache of one language's templates by name, file and text; also in files, for forked workers."""

    def __init__(self, folder: str, language: str) -> None:
        super().__init__(folder, f"{language}%s")
        self.known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        identity = (bucket.key, bucket.checksum)
        if identity not in self.known:
            super().load_bytecode(bucket)
            if bucket.code is None:
                return
            self.known[identity] = bucket.code
        bucket.code = self.known[identity]


@contextmanager
def compiled_once(shared: str = "") -> Iterator[None]:
    """Compile each template once a language within the block, and parse each page of the sample site once.

    The templates of the bundled themes, which no edit reaches, are read once.

    Processes that name the same `shared` folder compile a template once between them.
    """
    made = theme.template_environment

    def environment(loader: BaseLoader, language: Language | None) -> Environment:
        found = made(loader, language)
        digest = language.digest if language else ""
        found.bytecode_cache = compiled.setdefault(digest, Compiled(shared or folder, digest))
        return found

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        compiled: dict[str, Compiled] = {}
        patch.setattr(theme, "template_environment", environment)
        patch.setattr(theme, "read_templates", lambda chain: tuple(_templates(level) for level in chain))
        patch.setattr(run, "parse_html", lru_cache(1024)(run.parse_html))
        yield


def _templates(level: theme_chain.ThemeDir) -> dict[str, theme_chain.Template]:
    return _bundled(level) if level.path.startswith("(bundled) ") else theme_chain.read_templates((level,))[0]


@cache
def _bundled(level: theme_chain.ThemeDir) -> dict[str, theme_chain.Template]:
    return theme_chain.read_templates((level,))[0]
