"""What kind of file a page is, for `Content-Type`. The system's own tables differ and are not read."""

from mimetypes import MimeTypes

from leverage_site.pages.directory import FEED
from leverage_site.urls import file_of

HTML = "text/html; charset=utf-8"

_FEED = "application/rss+xml; charset=utf-8"
_TEXTS = frozenset({"application/javascript", "application/json", "application/xml", "image/svg+xml"})
_MORE = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".rss": _FEED,
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
_TABLE = MimeTypes(filenames=())


def media_type(file: str) -> str:
    """The media type of an output file, by its name."""
    if file == file_of(FEED):
        return _FEED
    ending = file[file.rfind(".") :].lower()
    if ending in _MORE:
        return _MORE[ending]
    found, encoding = _TABLE.guess_type(f"x{ending}", strict=True)
    if found is None or encoding:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") or found in _TEXTS else found
