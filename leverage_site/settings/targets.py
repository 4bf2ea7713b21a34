"""What `[publish.NAME]` in leverage.toml may say: where a site is published, and how.

`docs/settings.md` is generated from the rows of `TARGET_SETTINGS`.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from leverage_site import urls
from leverage_site.settings.addresses import base_url
from leverage_site.text import text_of_one_line
from leverage_site.values import value

PUBLISH = "publish"
TYPES = ("folder", "git", "rsync", "command")
WAIT = 600
MAX_WAIT = 86_400

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_BRANCH = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_+-]|[./](?![./]|lock(?:/|$)))*+(?<![./])")
# What would make rsync remove or tear files that it was not told of.
_UNSAFE_OPTION = re.compile(
    r"--(?:del|remove-|inplace|append|files-from|from0|force|partial|write-|read-batch|dry-run|list-only|log-file"
    r"|backup|suffix|out-format|temp-dir|copy-|keep-dirlinks|relative|no-).*+|-[^-e].*+|-e.++",
    re.DOTALL,
)


@value
class PublishTarget:
    """A place where the site is published.

    Attributes:
        name: What the command line calls it.
        type: One of `TYPES`, which decides which of the others matter.
        path: Of a folder its path, from the site's folder or absolute; of git the folder in the branch.
        remote: The repository: a remote's name, an address or a path.
        branch: The branch.
        destination: As rsync writes it.
        options: Further arguments of rsync.
        command: Lists of arguments, run one after the other.
        base_url: Where the published site is read, if that is not the site's `base_url`.
        drafts: Whether drafts are published.
        pages: Whether pages are, of which there may be fragments.
        wait: For how many seconds the site is read back over HTTP until all is there; 0 not at all.
        allow: Texts that look like secrets and are none.

    """

    name: str
    type: str
    path: str = ""
    remote: str = "origin"
    branch: str = "gh-pages"
    destination: str = ""
    options: tuple[str, ...] = ()
    command: tuple[tuple[str, ...], ...] = ()
    base_url: str = ""
    drafts: bool = False
    pages: bool = True
    wait: int = WAIT
    allow: tuple[str, ...] = ()


class TargetSetting(NamedTuple):
    """One setting of a target; `key` is also the field of PublishTarget that it fills.

    `types` are the targets that have it. `read` gives the value of a TOML value, or None where it is none; of an
    address it may raise AddressError. `example` stands where it must be set.
    """

    key: str
    types: tuple[str, ...]
    read: Callable[[Any], Any]
    allowed: str
    meaning: str
    example: str = ""


def is_target_name(name: str) -> bool:
    """Whether a target may be called `name`, which is also that of a folder."""
    return _NAME.fullmatch(name) is not None and urls.invalid_reason(f"/{name}") is None


def _argument(value: Any) -> str | None:
    """Return a text that no program takes for an option."""
    return value if text_of_one_line(value) and not value.startswith("-") else None


def _inside(value: Any) -> str | None:
    """Return a path of a folder inside another, without slashes at its ends."""
    path = value.strip("/") if isinstance(value, str) else "/"
    return path if not path or urls.invalid_reason(f"/{path}", hidden=True) is None else None


def _branch(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= 200 and _BRANCH.fullmatch(value) else None


def _texts(value: Any) -> tuple[str, ...] | None:
    is_list = isinstance(value, list) and all(text_of_one_line(item) for item in value)
    return tuple(value) if is_list else None


def _options(value: Any) -> tuple[str, ...] | None:
    options = _texts(value)
    return None if options is None or any(map(_UNSAFE_OPTION.fullmatch, options)) else options


def _commands(value: Any) -> tuple[tuple[str, ...], ...] | None:
    """Return lists of arguments; one list alone may stand for itself."""
    is_one = isinstance(value, list) and all(isinstance(item, str) for item in value)
    lists = [_texts(item) for item in ([value] if is_one else value if isinstance(value, list) else [None])]
    commands = tuple([arguments for arguments in lists if arguments and _argument(arguments[0])])
    return commands if commands and len(commands) == len(lists) else None


def _wait(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= MAX_WAIT else None


TARGET_SETTINGS = (
    TargetSetting(
        "type",
        TYPES,
        read=lambda value: value if value in TYPES else None,
        allowed=f"one of {json.dumps(TYPES)[1:-1]}",
        meaning="What kind of place it is.",
        example='"folder"',
    ),
    TargetSetting(
        "path",
        ("folder",),
        read=text_of_one_line,
        allowed="the path of a folder such as ../website/static/log",
        meaning="The folder, from the site's own or absolute. It may be in another site's tree.",
        example='"../website/static/log"',
    ),
    TargetSetting(
        "remote",
        ("git",),
        read=_argument,
        allowed="the name of a remote, an address or a path",
        meaning="The repository that is pushed to. A name is a remote's of the repository that the site is in.",
    ),
    TargetSetting(
        "branch",
        ("git",),
        read=_branch,
        allowed="the name of a branch",
        meaning="The branch that gets one commit more. It is begun where there is none.",
    ),
    TargetSetting(
        "path",
        ("git",),
        read=_inside,
        allowed="a path in the branch such as docs",
        meaning="The folder in the branch that the site is put into; by default its top.",
    ),
    TargetSetting(
        "destination",
        ("rsync",),
        read=_argument,
        allowed="what rsync takes, such as user@example.org:/var/www/log/",
        meaning="The folder on another machine, which must be there.",
        example='"user@example.org:/var/www/log/"',
    ),
    TargetSetting(
        "options",
        ("rsync",),
        read=_options,
        allowed='a list of long options such as ["--compress", "--rsh=ssh -p 2222"], none that delete files',
        meaning="Further arguments of rsync.",
    ),
    TargetSetting(
        "command",
        ("command",),
        read=_commands,
        allowed='a list of arguments such as ["deploy", "{output}"], or a list of such lists',
        meaning="What is run, without a shell, one after the other. `{output}` is a folder with the whole site; "
        "a command with `{step}` is run for each step of the safe order, with a folder of what is new in it; "
        "`{manifest}`, `{receipt}` and `{removed}` are files; a command with the last is run if it names any.",
        example='["deploy", "{output}"]',
    ),
    TargetSetting(
        "base_url",
        TYPES,
        read=base_url,
        allowed="an absolute address such as https://example.org/blog/",
        meaning="Where readers find it, if not at the site's `base_url`. The site is built for this address.",
    ),
    TargetSetting(
        "drafts",
        TYPES,
        read=lambda value: value if isinstance(value, bool) else None,
        allowed="true or false",
        meaning="Whether drafts are published, too.",
    ),
    TargetSetting(
        "pages",
        TYPES,
        read=lambda value: value if isinstance(value, bool) else None,
        allowed="true or false",
        meaning="Whether pages are published. Without them, a host makes them of fragments.",
    ),
    TargetSetting(
        "wait",
        ("git", "rsync", "command"),
        read=_wait,
        allowed=f"a number of seconds from 0 to {MAX_WAIT}",
        meaning="How long the published site is read until everything is there. 0: it is not read.",
    ),
    TargetSetting(
        "allow",
        TYPES,
        read=_texts,
        allowed="a list of texts",
        meaning="Texts that look like secrets and are none, each as a whole. Messages say where it stands; its "
        "beginning, which is all that they show, is not enough.",
    ),
)  # fmt: skip


def settings_of(target_type: str) -> tuple[TargetSetting, ...]:
    """Return the settings that a target of a type has."""
    return tuple([setting for setting in TARGET_SETTINGS if target_type in setting.types])
