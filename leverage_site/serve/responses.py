"""A request for a page → the response. The path is looked up in the plan; it never reaches the file system."""

from dataclasses import field
from hashlib import sha256
from html import escape
from http import HTTPStatus
from urllib.parse import unquote_to_bytes, urlsplit

from leverage_site.pages.page import HTML
from leverage_site.pages.urlmap import NOT_FOUND
from leverage_site.serve.feed_entry import FEED_FILE, day_file, entry_page
from leverage_site.serve.live_reload import ENTRIES, RUN, SCRIPT, script, with_script
from leverage_site.serve.preview import Preview
from leverage_site.serve.rendering import RenderedPage
from leverage_site.urls import file_of, media_type, percent_encoded
from leverage_site.values import value

TEXT = "text/plain; charset=utf-8"
SCRIPT_TYPE = "text/javascript; charset=utf-8"


@value
class Response:
    """What a request is answered with; `kind` is its media type."""

    status: HTTPStatus
    kind: str
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def respond(preview: Preview, path: str, if_none_match: str = "") -> Response:
    """Respond to a request for `path` that has this `If-None-Match`."""
    if path == SCRIPT:
        return Response(HTTPStatus.OK, SCRIPT_TYPE, script())
    site = preview.state.site
    base = site.plan.site.base_path
    # It has the path of the site where somebody adds it to the address that the terminal shows.
    entry = path.removeprefix(base.rstrip("/"))
    if entry.startswith(ENTRIES):
        return _entry_response(preview, entry.removeprefix(ENTRIES))
    file = file_at(path, base)
    if file is None and site.theme.host:
        # What the host has beside the section: its stylesheets, say.
        place = urlsplit(site.plan.site.base_url)
        return Response(HTTPStatus.FOUND, TEXT, headers={"Location": f"{place.scheme}://{place.netloc}{path}"})
    if file is not None:
        if page := preview.answer(file):
            return _page_response(preview, file, page, if_none_match)
        if preview.answer(f"{file}/index.html" if file else "index.html"):
            location = base + (f"{percent_encoded(file)}/" if file else "")
            return Response(HTTPStatus.FOUND, TEXT, headers={"Location": location})
    missing = preview.answer(file_of(NOT_FOUND))
    if missing is None or not missing.data:
        return Response(HTTPStatus.NOT_FOUND, TEXT, b"There is no page at this address.\n")
    # The tab waits for the file that was asked for.
    data = with_script(missing.data, file or "", "", preview.state.number)
    return Response(HTTPStatus.NOT_FOUND, HTML, data)


def file_at(path: str, base: str) -> str | None:
    """Return the file that a request's path names, below the path of the site; None where it is not below it.

    The site's own path without its slash, and the top of the server, are the empty file.
    """
    top = unquote_to_bytes(base)
    try:
        asked = unquote_to_bytes(path.encode("latin-1"))
        if top != b"/" and asked in (b"/", top[:-1]):
            return ""
        return file_of("/" + asked.removeprefix(top).decode()) if asked.startswith(top) else None
    except UnicodeError:
        return None


def _page_response(preview: Preview, file: str, page: RenderedPage, if_none_match: str) -> Response:
    number = preview.state.number
    planned = preview.state.site.plan.by_file.get(file)
    kind = (planned.media_type if planned else "") or media_type(file)
    if page.problems:
        return _failed_response(file, page, kind, number)
    tag = page.digest[:32]
    if kind == HTML:
        # The script must know the present state: one that knows an older state would reload for ever.
        tag = sha256(f"{page.digest} {number} {RUN}".encode()).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"'}
    known = [name.strip().removeprefix("W/") for name in if_none_match.split(",")]
    if headers["ETag"] in known or "*" in known:
        return Response(HTTPStatus.NOT_MODIFIED, kind, headers=headers)
    data = with_script(page.data, file, page.digest, number) if kind == HTML else page.data
    return Response(HTTPStatus.OK, kind, data, headers)


def _entry_response(preview: Preview, day: str) -> Response:
    """Respond with the entry that the feed has for a day."""
    state = preview.state
    file, feed = day_file(state, day), preview.answer(FEED_FILE)
    page = preview.answer(file) if file else None
    if file and page and feed and not feed.problems and (data := entry_page(state, file, feed.data)):
        return Response(HTTPStatus.OK, HTML, with_script(data, file, page.digest, state.number))
    return Response(HTTPStatus.NOT_FOUND, TEXT, b"The feed has no entry of this day.\n")


def _failed_response(file: str, page: RenderedPage, kind: str, number: int) -> Response:
    """Respond with a page that cannot be rendered: as it was before, or what is wrong where it never was."""
    text = "\n\n".join(map(str, page.problems))
    status = HTTPStatus.OK if page.data else HTTPStatus.INTERNAL_SERVER_ERROR
    if kind != HTML:
        return Response(status, kind if page.data else TEXT, page.data or f"{text}\n".encode())
    data = page.data or f"<!DOCTYPE html>\n<title>Problem</title>\n<pre>{escape(text)}</pre>\n".encode()
    return Response(status, HTML, with_script(data, file, page.digest, number))
