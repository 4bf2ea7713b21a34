"""Other programs, called with lists of arguments and never by a shell."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from leverage_site.files import os_reason
from leverage_site.problems import Place, catalog

# What git is told of another repository than the one that is meant, where it calls this program itself.
_OF_GIT = frozenset(
    {
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE", "GIT_PREFIX", "GIT_COMMON_DIR",
    }
)  # fmt: skip

_OF_ERRORS = ("fatal:", "error:", "!", "rsync:", "ssh:")
# How git begins the lines that hooks and servers print, and how many of them are shown.
_OF_SERVER = "remote:"
_MOST_SAID = 5


class Program:
    """A program that is run in `folder`; `place` is what messages about it name."""

    def __init__(self, name: str, folder: Path, place: Place) -> None:
        self.name = name
        self.folder = folder
        self.place = place
        self._path: str | None = None

    def check(self) -> None:
        """Look for the program. Raises ProblemError where there is none."""
        is_path = "/" in self.name or os.sep in self.name
        name = os.path.realpath(self.folder / self.name) if is_path else self.name
        self._path = shutil.which(name)
        if self._path is None:
            raise catalog.TOOL_FAILED.error(self.place, tool=self.name, reason="is not there: install it first")

    def run(
        self,
        *arguments: str,
        data: bytes = b"",
        variables: Mapping[str, str] | None = None,
        codes: Sequence[int] = (0,),
    ) -> bytes:
        """Run the program and return what it prints.

        Args:
            arguments: The arguments.
            data: What it reads.
            variables: Of its environment, besides those of this process.
            codes: The exit codes of success. Raises ProblemError for any other, with the last line of its message.

        """
        if self._path is None:
            self.check()
        environment = {name: text for name, text in os.environ.items() if name not in _OF_GIT}
        # The line of a message that says the most is found by English words.
        environment |= {"LC_MESSAGES": "C", **(variables or {})}
        try:
            ended = subprocess.run(  # noqa: S603 (no shell: a list of arguments)
                [str(self._path), *arguments],
                cwd=self.folder,
                env=environment,
                input=data,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            reason = f"cannot be run: {os_reason(error)}"
            raise catalog.TOOL_FAILED.error(self.place, tool=self.name, reason=reason) from None
        if ended.returncode not in codes:
            lines = (ended.stderr or ended.stdout).decode(errors="replace").strip().splitlines()
            said = f": {_telling(lines)}" if lines else ""
            reason = f"ended with code {ended.returncode}{said}"
            raise catalog.TOOL_FAILED.error(self.place, tool=self.name, reason=reason)
        return ended.stdout


def _telling(lines: Sequence[str]) -> str:
    """Return the line of a message that says the most, and behind it what a server says of it itself.

    The first is the first line that tells of an error, or the last of all.
    """
    texts = [line.strip() for line in lines]
    own = [line for line in texts if not line.startswith(_OF_SERVER)] or texts
    said = [
        words for line in texts if line.startswith(_OF_SERVER) and (words := line.removeprefix(_OF_SERVER).strip())
    ]
    told = next((line for line in own if line.lower().startswith(_OF_ERRORS)), own[-1])
    return f"{told}; the server says: {' / '.join(said[:_MOST_SAID])}" if said and own is not texts else told
