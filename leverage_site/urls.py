"""Addresses of pages: how names become parts, what may be one, how one page names another, what type a file has.

An address is a decoded path from the site's root, such as `/posts/2026/x.html` or `/notes/`. It becomes
relative in pages, absolute in feeds, and a file in the output.
"""

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from mimetypes import MimeTypes
from urllib.parse import quote

from leverage_site.text import INVISIBLE

MAX_NAME_BYTES = 240
# Of an address anywhere: longer ones are taken apart in quadratic time.
MAX_URL = 2_000
# Leaves room for what a permalink puts around it.
MAX_SLUG_BYTES = 200
MAX_ANCHOR = 100
MAX_TASK_BYTES = 80
# No heading's id has two hyphens together, and no template's has one.
TASK_PREFIX = "t--"
TWIN = "--"

INDEX = "index.html"
# How the name of a file ends that carries its digest, in words that nginx knows, too. Digits alone are more likely
# a date.
DIGEST = r"[.-](?=[0-9]{0,64}[a-f])[0-9a-f]{8,64}\.[A-Za-z0-9]{1,16}$"
SHORTEST_DIGEST = 8  # digits
# What begins so in the output folder is the writer's.
OWN = ".leverage-site"
GIT = ".git"

_TEXTS = frozenset({"application/javascript", "application/json", "application/xml", "image/svg+xml"})
_MEDIA_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".rss": "application/rss+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
# Without the system's own tables, which differ.
_MIME_TYPES = MimeTypes(filenames=())

_SPOKEN = {"+": "plus", "#": "sharp", "&": "and", "@": "at", "%": "percent", ".": "dot", "=": "equals"}
# All of ASCII that is no letter or digit is a blank.
_BLANKS = {chr(n): " " for n in range(128) if not chr(n).isalnum()}
_SPOKEN_IN_NAMES = str.maketrans({**_BLANKS, **{sign: f" {word} " for sign, word in _SPOKEN.items()}})
_BLANK_BYTES = bytes(n if chr(n).isalnum() else ord(" ") for n in range(256))
_SPOKEN_SIGNS = "".join(_SPOKEN).encode()
# A full stop ends sentences; in a title it says nothing.
_SPOKEN_IN_TITLES = {**_SPOKEN_IN_NAMES, ord("."): " "}
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
# Paths with no fault, as nearly all are: to look at each name of 1,390 paths takes 6 ms of CPU, this 1.
_USUAL = re.compile(
    r"(?:/(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$))[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+)++/?"
)
_WORDS = re.compile(r"[^\W_]+")
_DIGEST = re.compile(DIGEST)
_ILLEGAL = re.compile(r"[\\?#%<>\"|*:\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def slug(name: str) -> str:
    """Return `name` in lower case, letters and digits of any script kept, all else a hyphen; never empty.

    `C`, `C++`, `C#` and `日本語` stay four different names. Names that a folder or Windows has taken get a hyphen,
    of very long ones the end becomes a digest.
    """
    result = _slug(name, _SPOKEN_IN_NAMES, MAX_SLUG_BYTES)
    return f"{result}-" if result == "index" or _DEVICE.fullmatch(result) else result


def task_slug(title: str) -> str:
    """Return what of a task's title becomes its id: as `slug`, but shorter, and without words for full stops."""
    return _slug(title, _SPOKEN_IN_TITLES, MAX_TASK_BYTES)


def is_task_id(text: str) -> bool:
    """Whether a task may have the id `text`: what `task_slug` gives, or that with the number of a twin."""
    name, mark, number = text.partition(TWIN)
    is_number = number.isascii() and number.isdigit() and len(number) <= 4 and number[:1] != "0"
    return len(text) <= MAX_TASK_BYTES + 8 and task_slug(name) == name and (is_number or not mark)


def _slug(name: str, spoken: Mapping[int, str], limit: int) -> str:
    text = to_nfc(to_nfc(name).casefold())
    if text.isascii() and len(text.encode().translate(None, _SPOKEN_SIGNS)) == len(text):
        # Nearly all titles: as bytes they take 20 of 75 ms less for 1,000 days.
        data = b"-".join(text.encode().translate(_BLANK_BYTES).split())
    else:
        spaced = text.translate(spoken)
        if not spaced.isascii():  # letters of other scripts may have marks
            spaced = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in spaced)
        data = "-".join(spaced.split()).encode()
    data = data or "-".join(f"u{ord(c):x}" for c in text).encode() or b"untitled"
    if len(data) > limit:
        return f"{data[: limit - 17].decode(errors='ignore').rstrip('-')}-{sha256(data).hexdigest()[:16]}"
    return data.decode()


def anchor(name: str) -> str:
    """Return the id of a heading: as `slug`, but without words for signs, and not as long as some headings are.

    Several may be equal.
    """
    # Putting marks into their order is quadratic in their number, and entities can spell any.
    text = unicodedata.normalize("NFC", name[: 2 * MAX_ANCHOR]).casefold()
    words = "-".join(_WORDS.findall(text)) or "section"
    if len(words) <= MAX_ANCHOR:
        return words
    return words[:MAX_ANCHOR].rpartition("-")[0] or words[:MAX_ANCHOR]


def is_page_address(path: str) -> bool:
    """Whether a person may choose `path` for a page: it ends in .html, .htm or a slash."""
    return invalid_reason(path) is None and path.endswith((".html", ".htm", "/"))


def to_nfc(name: str) -> str:
    """Return `name` in Unicode's composed form, in which names of different systems and keyboards are compared."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def invalid_reason(path: str, *, hidden: bool = False) -> str | None:
    """Return why `path` cannot be an address of this site on every system that may hold it, or None.

    Names that begin with a dot are allowed if it may be `hidden`, as files for the host are.
    """
    if len(path) <= MAX_NAME_BYTES and _USUAL.fullmatch(path):
        return None
    names = path.removesuffix("/").split("/")
    if names[0] or (path != "/" and not all(names[1:])):
        return "it must begin with one slash and have no empty part"
    return next(filter(None, (_invalid_name_reason(name, hidden=hidden) for name in names[1:])), None)


def _invalid_name_reason(name: str, *, hidden: bool) -> str | None:
    if name in (".", "..") or name != name.strip(" ") or name.endswith("."):
        return f"'{name}' cannot be the name of a file"
    if name.casefold() == GIT or name.casefold().startswith(OWN):
        return f"'{name}' is a name of git's or of the program's own"
    if name.startswith(".") and not hidden:
        return f"'{name}' begins with a dot, as hidden files do"
    if unseen := INVISIBLE.search(name):
        return f"it holds a character that cannot be seen, U+{ord(unseen[0]):04X}"
    if _ILLEGAL.search(name):
        return f"'{name}' holds a character that addresses or file names cannot have"
    if _DEVICE.fullmatch(name):
        return f"'{name}' is the name of a device on Windows"
    if len(name.encode(errors="replace")) > MAX_NAME_BYTES:
        return f"a name in it is longer than {MAX_NAME_BYTES} bytes"
    return None


def file_of(address: str) -> str:
    """Return the output file of an address: of `/notes/`, `notes/index.html`."""
    return (address + INDEX if address.endswith("/") else address).removeprefix("/")


# Every page is named by several.
@lru_cache(4096)
def percent_encoded(address: str) -> str:
    """Return `address` with everything percent-encoded that an attribute or a feed could trip over."""
    return quote(address, safe="/-._~!$'()*,;=@")


def is_digested(path: str) -> bool:
    """Return whether a file's name carries a digest of at least eight hexadecimal digits."""
    return _DIGEST.search(path) is not None


def with_digest(address: str, digest: str) -> str:
    """Return the address of a file whose name carries the beginning of its digest: `/a.1a2b3c4d.css` for `/a.css`.

    A name that carries one stays, and so does one that has no ending or would be too long.
    """
    name, _, ending = address.rpartition(".")
    short = next((digest[:n] for n in range(SHORTEST_DIGEST, len(digest)) if not digest[:n].isdecimal()), digest)
    digested = f"{name}.{short}.{ending}"
    is_fit = not is_digested(address) and is_digested(digested) and invalid_reason(digested) is None
    return digested if is_fit else address


def without_digest(path: str) -> str:
    """Return the path of a file without the digest that its name may carry."""
    match = _DIGEST.search(path)
    return path[: match.start()] + path[path.rindex(".") :] if match else path


def media_type(file: str) -> str:
    """Return the media type that the ending of a file's name means, with the charset of texts."""
    ending = file[file.rfind(".") :].lower()
    if ending in _MEDIA_TYPES:
        return _MEDIA_TYPES[ending]
    guess, encoding = _MIME_TYPES.guess_type(f"x{ending}", strict=True)
    if guess is None or encoding:
        return "application/octet-stream"
    return f"{guess}; charset=utf-8" if guess.startswith("text/") or guess in _TEXTS else guess


def root_of(page: str) -> str:
    """Return what leads from `page` to the site's root: `../../`, or nothing."""
    return "../" * (page.count("/") - 1)


def relative(page: str, target: str) -> str:
    """Return the link from the page at one address to another, percent-encoded."""
    folder, _, name = target.rpartition("/")
    return _relative_dir(page.rpartition("/")[0], folder) + percent_encoded(name) or "./"


def absolute(base_url: str, address: str) -> str:
    """Return the address below `base_url`, which ends in a slash, percent-encoded.

    A folder's page is the folder: hosts show it at both addresses, and one of them has to be its name.
    """
    folder, slash, name = address.rpartition("/")
    return base_url + percent_encoded((folder + slash if name == INDEX else address).removeprefix("/"))


# Pages of one folder name each other.
@lru_cache(1024)
def _relative_dir(start: str, folder: str) -> str:
    """Return what leads from one folder to another, percent-encoded: `../weeks/`, or nothing."""
    path = posixpath.relpath(f"{folder}/", f"{start}/")
    return "" if path == "." else percent_encoded(f"{path}/")
