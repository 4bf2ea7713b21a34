"""What a host should say of a site's files and old addresses to browsers and readers, in the words of the host.

A file whose name carries a digest is never another one at the same address, and may be kept for ever. Everything
else is to be asked for each time: the answer is 304 and costs nothing while the file is the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import unquote

from leverage_site.publish.order import FEEDS, SiteFile
from leverage_site.urls import DIGEST, is_digested, media_type, percent_encoded

ASK, FOR_EVER = "no-cache", "public, max-age=31536000, immutable"
# Some hosts take no more lines than this.
MAX_FILES = 50
# The pattern `DIGEST` for who knows no look ahead.
_HEXADECIMAL, _DATE = r"[.-][0-9a-f]{8,64}\.[A-Za-z0-9]{1,16}$", r"[.-][0-9]{8,64}\.[A-Za-z0-9]{1,16}$"


def headers(form: str, base_path: str, files: Iterable[SiteFile]) -> str:
    """Return the settings of a host, one of `FORMS`, for the files of a site below `base_path`."""
    return "\n".join(_WRITERS[form](base_path, sorted(files))) + "\n"


def _typed(base_path: str, files: Iterable[SiteFile]) -> dict[str, str]:
    """Return the types that hosts would not guess by the names of files, by address; those at the top first."""
    strange = [file for file in files if file.step == FEEDS and file.type != media_type(file.path)]
    strange.sort(key=lambda file: (file.path.count("/"), file.path))
    return {base_path + percent_encoded(file.path): file.type for file in strange[:MAX_FILES]}


def _netlify(base_path: str, files: list[SiteFile]) -> Iterator[str]:
    """Yield lines of a file `_headers`. What it says of one address adds up, and all is asked for without it."""
    for path, type_ in _typed(base_path, files).items():
        yield f"{path}\n  Content-Type: {type_}"
    for file in [file for file in files if is_digested(file.path)][:MAX_FILES]:
        yield f"{base_path}{percent_encoded(file.path)}\n  Cache-Control: {FOR_EVER}"


def _nginx(base_path: str, files: list[SiteFile]) -> Iterator[str]:
    """Yield lines for a `server` of nginx, which compares what an address means, not how it is written."""
    top = unquote(base_path)
    for path, type_ in _typed(base_path, files).items():
        kind = type_.partition(";")[0]
        yield f'location = "{unquote(path)}" {{ types {{ }} default_type "{kind}"; charset utf-8;'
        yield f'    charset_types {kind}; add_header Cache-Control "{ASK}"; }}'
    yield f'location ~ "^{re.escape(top)}.*{DIGEST}" {{ add_header Cache-Control "{FOR_EVER}"; }}'
    yield f'location "{top}" {{ add_header Cache-Control "{ASK}"; }}'


def _caddy(base_path: str, files: list[SiteFile]) -> Iterator[str]:
    """Yield lines for a site of Caddy."""
    yield "@digested {"
    yield f"    path {base_path}*"
    yield f"    path_regexp {_HEXADECIMAL}"
    yield f"    not path_regexp {_DATE}"
    yield "}"
    yield f'header @digested Cache-Control "{FOR_EVER}"'
    yield f'header {base_path}* ?Cache-Control "{ASK}"'
    for path, type_ in _typed(base_path, files).items():
        yield f'header {path} {{\n    Content-Type "{type_}"\n    defer\n}}'


def redirects(form: str, base_path: str, moved: Iterable[tuple[str, str]]) -> str:
    """Return what lets a host answer old addresses with the new ones itself, in the words of one of `FORMS`.

    Args:
        form: The host's.
        base_path: The path of the site, which begins and ends in a slash.
        moved: Each old address and the new one, both from the site's root.

    """
    lines = {
        # Else the page that stands at the old address comes first.
        "netlify": "{old} {new} 301!\n",
        "cloudflare": "{old} {new} 301\n",
        # It compares what an address means, not how it is written.
        "nginx": 'location = "{meant}" {{ return 301 {new}; }}\n',
        "caddy": "redir {old} {new} permanent\n",
    }
    top = unquote(base_path)
    texts = {
        lines[form].format(
            old=base_path + percent_encoded(old[1:]),
            meant=top + old[1:],
            # A dollar begins a variable.
            new=(base_path + percent_encoded(new[1:])).replace("$", "%24"),
        )
        for old, new in moved
    }
    return "".join(sorted(texts))


_WRITERS: Mapping[str, Callable[[str, list[SiteFile]], Iterator[str]]] = {
    "netlify": _netlify,
    "cloudflare": _netlify,
    "nginx": _nginx,
    "caddy": _caddy,
}
FORMS = tuple(_WRITERS)
