"""The media types of pages, for `Content-Type`. The system's own tables differ and are not read."""

from mimetypes import MimeTypes

from leverage_site.pages.page import Page

_TEXTS = frozenset({"application/javascript", "application/json", "application/xml", "image/svg+xml"})
_MORE = {
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
_TABLE = MimeTypes(filenames=())


def media_type(file: str, page: Page | None = None) -> str:
    """Return the media type of the file that `page` becomes: its kind's, or that of the name's ending."""
    if page and page.kind.media_type:
        return page.kind.media_type
    ending = file[file.rfind(".") :].lower()
    if ending in _MORE:
        return _MORE[ending]
    found, encoding = _TABLE.guess_type(f"x{ending}", strict=True)
    if found is None or encoding:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") or found in _TEXTS else found
