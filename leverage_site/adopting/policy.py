"""What a Content-Security-Policy must allow for what stays of a host's page, by directive.

Listed is what a browser loads, sends or runs for it: no link that a reader may follow, and none that says
something to machines alone. The host's own files are `'self'`, which needs no word here.
"""

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from leverage_site.adopting.addresses import ATTRIBUTES, SETS, in_set
from leverage_site.adopting.document import HostTag

UNSAFE_HASHES = "'unsafe-hashes'"

_IMAGES, _SCRIPTS, _STYLES, _MEDIA, _FORMS = "img-src", "script-src", "style-src", "media-src", "form-action"
# Elements and what an attribute of theirs loads.
_LOADED = {
    ("script", "src"): _SCRIPTS,
    ("img", "src"): _IMAGES, ("img", "srcset"): _IMAGES, ("source", "srcset"): _IMAGES, ("input", "src"): _IMAGES,
    ("image", "href"): _IMAGES, ("image", "xlink:href"): _IMAGES, ("use", "href"): _IMAGES,
    ("use", "xlink:href"): _IMAGES, ("video", "poster"): _IMAGES, ("body", "background"): _IMAGES,
    ("table", "background"): _IMAGES, ("td", "background"): _IMAGES, ("th", "background"): _IMAGES,
    ("video", "src"): _MEDIA, ("audio", "src"): _MEDIA, ("source", "src"): _MEDIA, ("track", "src"): _MEDIA,
    ("iframe", "src"): "frame-src", ("frame", "src"): "frame-src",
    ("object", "data"): "object-src", ("embed", "src"): "object-src",
    ("form", "action"): _FORMS, ("button", "formaction"): _FORMS, ("input", "formaction"): _FORMS,
}  # fmt: skip
# What a link loads, by the first word of its `rel` that stands here, and a preload by its `as`.
_LINKED = {
    "stylesheet": _STYLES, "icon": _IMAGES, "apple-touch-icon": _IMAGES, "apple-touch-icon-precomposed": _IMAGES,
    "mask-icon": _IMAGES, "manifest": "manifest-src", "modulepreload": _SCRIPTS,
}  # fmt: skip
_PRELOADED = {
    "script": _SCRIPTS, "style": _STYLES, "image": _IMAGES, "font": "font-src", "fetch": "connect-src",
    "audio": _MEDIA, "video": _MEDIA, "track": _MEDIA, "document": "frame-src", "embed": "object-src",
    "object": "object-src", "worker": "worker-src",
}  # fmt: skip
_SCRIPT_TYPE = re.compile(
    r"(?:(?:text|application)/(?:x-)?(?:java|ecma|live|j)script|module|importmap|speculationrules)?", re.IGNORECASE
)
_HANDLER = re.compile(r"on[a-z]+")
_COMMENT = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
_IN_STYLES = re.compile(
    r"""(?P<brace>[{}])|(?P<font>@font-face)|(?P<how>@import\s+(?:url\(\s*)?|url\(\s*)["']?(?P<address>[^"')]+)""",
    re.IGNORECASE,
)


class Policy:
    """Collects what must be allowed. Addresses are given as they stand in the frame, resolved."""

    def __init__(self) -> None:
        self._sources: dict[str, dict[str, None]] = {}

    def lines(self) -> tuple[str, ...]:
        """Return a line for each directive, with its sources."""
        return tuple(
            " ".join([directive, *sorted(sources, key=_order)])
            for directive, sources in sorted(self._sources.items())
        )

    def add_attribute(self, tag: HostTag, name: str, text: str) -> None:
        """Add what an attribute needs, `text` being its value."""
        if name == "style":
            self.add_styles(text)
            self._add(_STYLES, UNSAFE_HASHES, _hash(text))
        elif _HANDLER.fullmatch(name):
            self._add(_SCRIPTS, UNSAFE_HASHES, _hash(text))
        elif text.strip().lower().startswith("javascript:") and name in ATTRIBUTES:
            self._add(_SCRIPTS, UNSAFE_HASHES, _hash(text.strip()))
        elif directive := _directive(tag, name):
            found = in_set(text) if name in SETS else (text,)
            for address in found:
                self._add(directive, _source(address))

    def add_styles(self, text: str) -> None:
        """Add what a stylesheet loads, beside its own rules."""
        depth = font_at = 0
        for match in _IN_STYLES.finditer(_COMMENT.sub(" ", text)):
            if match["brace"]:
                depth += 1 if match["brace"] == "{" else -1
                font_at = font_at if depth >= font_at else 0
            elif match["font"]:
                font_at = depth + 1
            elif match["how"].startswith("@"):
                self._add(_STYLES, _source(match["address"]))
            else:
                self._add("font-src" if font_at else _IMAGES, _source(match["address"]))

    def add_element(self, tag: HostTag, text: str) -> None:
        """Add what stands in a `<style>` or, without `src`, in a `<script>`."""
        if tag.name == "style":
            self.add_styles(text)
            self._add(_STYLES, _hash(text))
        elif text.strip() and is_run(tag):
            self._add(_SCRIPTS, _hash(text))

    def _add(self, directive: str, *sources: str) -> None:
        for source in filter(None, sources):
            self._sources.setdefault(directive, {})[source] = None


def is_run(tag: HostTag) -> bool:
    """Whether a browser runs a `<script>`: others are data."""
    return _SCRIPT_TYPE.fullmatch(tag.attributes.get("type", "").strip()) is not None


def _directive(tag: HostTag, name: str) -> str:
    """Return the directive for an attribute with addresses; nothing for what loads and sends nothing."""
    if tag.name != "link":
        is_picture = (tag.name, name) != ("input", "src") or tag.attributes.get("type", "").lower() == "image"
        is_read = tag.name != "script" or is_run(tag)
        return _LOADED.get((tag.name, name), "") if is_picture and is_read else ""
    words = tag.attributes.get("rel", "").lower().split()
    if name == "href":
        found = next((_LINKED[word] for word in words if word in _LINKED), "")
    else:
        found = _IMAGES if name == "imagesrcset" else ""
    if not found and "preload" in words:
        return _PRELOADED.get(tag.attributes.get("as", "").lower(), "")
    return found


def _source(address: str) -> str:
    """Return what allows an address that begins with no slash; nothing for one of the host's own."""
    try:
        place = urlsplit(address.strip())
    except ValueError:
        return ""
    if place.scheme in ("http", "https"):
        return f"{place.scheme}://{place.netloc.rpartition('@')[2]}"
    return f"{place.scheme}:" if place.scheme in ("data", "blob") else ""


def _hash(text: str) -> str:
    """Return the source by which a policy allows what stands in the page itself."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _order(source: str) -> tuple[bool, bool, str]:
    """Sort hosts before what stands in the page, of which a word says that attributes count."""
    return source.startswith("'"), source != UNSAFE_HASHES, source
