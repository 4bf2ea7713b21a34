"""The preview in a browser, attacked by a page of another site: it reads nothing and changes nothing."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from leverage_site.cache.store import FOLDER
from tests.support.browser_preview import DAY, Served
from tests.support.sites import Site

pytestmark = pytest.mark.browser

# What a page can do to read another; each way gives the number of bytes or parts it got hold of.
WAYS = """
const made = (name, properties) => new Promise((resolve) => {
  const node = Object.assign(document.createElement(name), properties);
  node.onload = () => resolve(node);
  node.onerror = () => resolve(null);
  document.body.append(node);
});
const inside = (node) => { try { return node.contentDocument.body.innerText.length; } catch { return 0; } };
const rules = (node) => { try { return node.sheet.cssRules.length; } catch { return 0; } };
const asked = (url, method) => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  request.onloadend = () => resolve(request.responseText.length + request.getAllResponseHeaders().length);
  request.open(method, url);
  request.send();
});
const first = (stream, good) => new Promise((resolve) => {
  stream[good] = () => resolve(1);
  stream.onerror = stream.onclose = () => resolve(0);
}).finally(() => stream.close());
const length = async (response) => (await response.text()).length;
window.ways = {
  fetch: (at) => fetch(at + DAY).then(length),
  credentials: (at) => fetch(at + DAY, { credentials: "include" }).then(length),
  opaque: (at) => fetch(at + DAY, { mode: "no-cors" }).then(length),
  opaqueJson: (at) => fetch(at + "data/days.json", { mode: "no-cors" }).then(length),
  xhr: (at) => asked(at + "data/days.json", "GET"),
  script: async (at) => Number(Boolean(await made("script", { src: at + "own.js" }))),
  client: async (at) => Number(Boolean(await made("script", { src: at + "__leverage_site/client.js" }))),
  module: (at) => import(at + "own.js").then(() => 1),
  worker: (at) => new Promise((resolve) => {
    const worker = new Worker(at + "own.js");
    worker.onmessage = () => resolve(1);
    worker.onerror = () => resolve(0);
  }),
  image: async (at) => (await made("img", { src: at + "assets/icon.svg" }))?.naturalWidth ?? 0,
  style: async (at) => {
    const link = await made("link", { rel: "stylesheet", href: at + "assets/style.css" });
    const box = document.body.appendChild(Object.assign(document.createElement("div"), { className: "records" }));
    return link ? rules(link) + Number(getComputedStyle(box).maxWidth !== "none") : 0;
  },
  frame: async (at) => inside(await made("iframe", { src: at + DAY })),
  object: async (at) => {
    const node = await made("object", { type: "text/html", data: at + DAY });
    return node ? inside(node) : 0;
  },
  stream: (at) => first(new EventSource(`${at}__leverage_site/events?file=index.html`), "onmessage"),
};
window.read = async (at, names) => {
  const attempt = async (name) => ways[name](at);
  return Promise.all(names.map((name) => attempt(name).catch(() => 0)));
};
window.write = async (at) => {
  const sink = await made("iframe", { name: "sink" });
  const form = Object.assign(document.createElement("form"), { method: "POST", action: at + DAY, target: "sink" });
  document.body.append(form);
  form.submit();
  await new Promise((resolve) => { sink.onload = resolve; });
  navigator.sendBeacon(at + DAY, "x");
  const send = (method) => fetch(at + DAY, { method, mode: method === "POST" ? "no-cors" : "cors", body: "x" });
  const sent = await Promise.allSettled(["POST", "PUT", "DELETE", "PATCH"].map(send));
  const socket = await first(new WebSocket(at.replace("http", "ws")), "onopen");
  return [inside(sink), socket, ...sent.map((one) => one.status)];
};
"""


@contextmanager
def stranger(folder: Path) -> Iterator[int]:
    """Another site of this machine: its port."""
    folder.mkdir()
    (folder / "index.html").write_text("<!DOCTYPE html><title>Stranger</title><body>")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def come(page: Page, url: str) -> None:
    """Open a page at `url`, ready to attack."""
    page.goto(url)
    page.evaluate(f"window.DAY = '{DAY}'")
    page.add_script_tag(content=WAYS)


def files(root: Path) -> dict[Path, bytes]:
    """All that can be changed."""
    found = (path for path in root.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path: path.read_bytes() for path in found}


def test_other_sites_read_nothing_and_change_nothing(browser: Browser, tmp_path: Path) -> None:
    site = Site(tmp_path / "site").days("2026-04-07")
    site.file("content/static/own.js", "globalThis.document ?? postMessage(1);")
    before = files(site.root)
    with Served(site.root) as served, stranger(tmp_path / "stranger") as port, browser.new_context() as context:
        page = context.new_page()
        # Every way leads somewhere where it is allowed. (A second script would load the site's own page anew.)
        come(page, served.url + DAY)
        names = [name for name in page.evaluate("Object.keys(ways)") if name != "client"]
        assert 0 not in page.evaluate("names => read(location.origin + '/', names)", names)
        for host in ("127.0.0.1", "localhost"):
            come(page, f"http://{host}:{port}/")
            for at in (served.url, served.url.replace("127.0.0.1", "localhost")):
                names = page.evaluate("Object.keys(ways)")
                found = page.evaluate("([at, names]) => read(at, names)", [at, names])
                assert dict(zip(names, found, strict=True)) == dict.fromkeys(names, 0), (host, at)
            assert page.evaluate("at => write(at)", served.url) == [0, 0, *["rejected"] * 4]
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert context.request.fetch(served.url + DAY, method=method, data="x").status == 405
        assert context.request.get(served.url + DAY).status == 200
    assert files(site.root) == before
