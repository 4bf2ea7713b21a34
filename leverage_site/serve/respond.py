"""A request for a page → the response. The path is looked up in the plan; it never reaches the file system."""

from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from leverage_site.pages.directory import NOT_FOUND
from leverage_site.pages.page import HTML
from leverage_site.serve.client import SCRIPT, script, with_script
from leverage_site.serve.media import media_type
from leverage_site.serve.preview import Preview
from leverage_site.serve.remembered import Rendered
from leverage_site.serve.streams import RUN
from leverage_site.urls import file_of, quoted

TEXT = "text/plain; charset=utf-8"
SCRIPT_TYPE = "text/javascript; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Response:
    """What a request is answered with."""

    status: HTTPStatus
    kind: str
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def respond(preview: Preview, path: str, known: str = "") -> Response:
    """The response to a request for `path`, where `known` is its `If-None-Match`."""
    if path == SCRIPT:
        return Response(HTTPStatus.OK, SCRIPT_TYPE, script())
    base = preview.state.site.plan.site.base_path
    if (file := file_at(path, base)) is None:
        return _not_found(preview, "")
    if found := preview.answer(file):
        return _page(preview, file, found, known)
    if preview.answer(f"{file}/index.html" if file else "index.html"):
        return _moved(base + (f"{quoted(file)}/" if file else ""))
    return _not_found(preview, file)


def file_at(path: str, base: str) -> str | None:
    """The file that a request's path names, below the path of the site; None where it is not below it.

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


def _page(preview: Preview, file: str, page: Rendered, known: str) -> Response:
    if page.problems:
        return _troubled(preview, file, page)
    kind, number = _type(preview, file), preview.state.number
    headers = {"ETag": f'"{_tag(page, number) if kind == HTML else page.digest[:32]}"'}
    if _is_known(headers["ETag"], known):
        return Response(HTTPStatus.NOT_MODIFIED, kind, headers=headers)
    data = with_script(page.data, file, page.digest, number) if kind == HTML else page.data
    return Response(HTTPStatus.OK, kind, data, headers)


def _type(preview: Preview, file: str) -> str:
    return media_type(file, preview.state.site.plan.by_file.get(file))


def _tag(page: Rendered, number: int) -> str:
    """The tag of a page with its script, which must know the present state: an older one would reload for ever."""
    return sha256(f"{page.digest} {number} {RUN}".encode()).hexdigest()[:32]


def _troubled(preview: Preview, file: str, page: Rendered) -> Response:
    """A page that cannot be rendered: as it was before, or what is wrong where it never was."""
    text = "\n\n".join(map(str, page.problems))
    status = HTTPStatus.OK if page.data else HTTPStatus.INTERNAL_SERVER_ERROR
    kind = _type(preview, file) if page.data else TEXT
    if _type(preview, file) != HTML:
        return Response(status, kind, page.data or f"{text}\n".encode())
    data = page.data or f"<!DOCTYPE html>\n<title>Problem</title>\n<pre>{escape(text)}</pre>\n".encode()
    return Response(status, HTML, with_script(data, file, page.digest, preview.state.number))


def _not_found(preview: Preview, file: str) -> Response:
    """The site's own page for it. Its tab waits for the file that was asked for."""
    found = preview.answer(file_of(NOT_FOUND))
    if found is None or not found.data:
        return Response(HTTPStatus.NOT_FOUND, TEXT, b"There is no page at this address.\n")
    return Response(HTTPStatus.NOT_FOUND, HTML, with_script(found.data, file, "", preview.state.number))


def _moved(where: str) -> Response:
    return Response(HTTPStatus.FOUND, TEXT, headers={"Location": where})


def _is_known(etag: str, known: str) -> bool:
    """Whether the browser has these bytes."""
    names = [name.strip().removeprefix("W/") for name in known.split(",")]
    return etag in names or "*" in names
