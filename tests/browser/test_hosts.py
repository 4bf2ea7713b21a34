"""The section in the pages of five hosts: neither breaks the other, whatever the host's stylesheet says."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Audit
from tests.support.browsing import build, hosted, open_page
from tests.support.hosts import HOSTS, lay_out
from tests.support.sites import Site, task
from tests.support.workspace import cli

pytestmark = pytest.mark.browser

MOUNTS = {"hugo": "/", "eleventy": "/a/b/", "astro": "/blog/", "wordpress": "/blog/", "hostile": "/a/b/"}
DAY = "posts/2026/2026-04-07-leverage-record.html"
# On a phone their titles take two lines, and labels end below the numbers.
TASKS = [
    task(
        f"Task {n} with a title that goes on",
        f"{n}h",
        f"{n + 3}m",
        supervision="1m",
        project="p" * n,
        tags=["docs"],
    )
    for n in range(1, 9)
]
BODY = "The lead.\n\n## Analysis\n\n- A *list*\n\n| A | B |\n| - | - |\n| 1 | 2 |\n"
# What the browser makes of all that is in the section, but for a head that a phone hides: the layout of its cells,
# a pixel wide together, depends on what was there before. As one text: each value of a list would be wrapped.
LOOK = """() => JSON.stringify([...document.querySelectorAll(".records, .records *")].filter((element) => {
  return innerWidth > 736 || !element.closest("thead");
}).map((element) => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const names = [...style].filter((name) => !name.startsWith("--") && !/origin|perspective/.test(name));
  return [element.tagName, box.width.toFixed(2), box.height.toFixed(2), ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)];
}))"""
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPILL = """() => { const section = document.querySelector(".leverage-site"); return section.scrollWidth - section.clientWidth; }"""

# Between the line below the section's navigation and what comes first behind it.
GAP = """() => document.querySelector("#main_ > *").getBoundingClientRect().top
  - document.querySelector(".records > .site").getBoundingClientRect().bottom"""


def lay(name: str, folder: Path, mount: str, styles: str = "") -> str:
    """Build a site in a host's page and put it into the host; return the part of its address."""
    host = HOSTS[name]._replace(styles=styles or HOSTS[name].styles)
    page = lay_out(host, folder / "www")
    site = Site(folder / "site").settings(base_url=f"https://example.org{mount}")
    site.record("2026-04-06", BODY).record("2026-04-07", BODY, tasks=TASKS)
    for day in range(10, 22):  # charts begin with ten days
        site.record(f"2026-03-{day}", "The lead.", tasks=TASKS[: day % 4 + 1])
    options = ["--content", host.content] if host.content else []
    result = cli("--site", site.root, "theme", "adopt", page, "--at", "/shell/", *options)
    assert result.exit_code == 0, result.stderr
    site.settings(theme="host")
    build(site.root, folder / "www" / mount.strip("/") if mount != "/" else folder / "out")
    top = folder / ("out" if mount == "/" else "www")
    (top / "css").mkdir(exist_ok=True)
    (top / "css/host.css").write_text(host.styles)
    (top / "favicon.ico").write_bytes(b"")  # browsers ask for it where no page names an icon
    return mount.lstrip("/")


@pytest.fixture(scope="module", params=HOSTS)
def section(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a section, below its mount."""
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    path = lay(name, folder, MOUNTS[name])
    with hosted(folder / ("www" if path else "out"), strict=False) as address:
        yield address + path


@pytest.mark.npm
@pytest.mark.parametrize("file", ["index.html", DAY])
def test_it_reads_well(browser: Browser, section: str, file: str, audit: Audit) -> None:
    # Between the two pages, each width is seen in each scheme.
    schemes = ("light", "dark") if file == DAY else ("dark", "light")
    for width, scheme in zip((1280, 360), schemes, strict=True):
        with open_page(browser, section + file, width, scheme) as page:
            assert page.locator(".records h1").first.is_visible()
            assert page.evaluate(SPILL) <= 0
            assert page.evaluate(GAP) >= 16
            assert width > 360 or page.evaluate(WIDTH) <= 0
            assert audit(page) == []


# All that a drawing says by attributes, which any rule of a host is stronger than.
DRAWN = """d: none; x: 9px; y: 9px; cx: 9px; cy: 9px; r: 9px; rx: 9px; ry: 9px; width: 9px; height: 9px; overflow: scroll;
transform: scale(2); text-anchor: middle; dominant-baseline: hanging; font: 9px serif; stop-color: red; opacity: .1;
clip-path: circle(1px); mask: linear-gradient(red, blue); marker: url(#x); vector-effect: none; stroke: red;
stroke-width: 9px; stroke-dasharray: 1; stroke-linecap: square; stroke-linejoin: bevel; paint-order: stroke;
fill-rule: evenodd; shape-rendering: crispEdges; visibility: hidden; display: none; baseline-shift: super"""
PLAIN = "html { font-size: 100% } body { margin: 0 }"
HOSTILE_STYLES = {
    "hostile": HOSTS["hostile"].styles,
    "unset": f"* {{ all: unset }} {PLAIN}",
    "unset, important": f"html body:not(#x#y) * {{ all: unset !important }} {PLAIN}",
    "unset in a layer": f"@layer reset {{ * {{ all: unset !important }} }} {PLAIN}",
    "drawings": f"svg, svg * {{ {DRAWN.replace(';', ' !important;')} !important }} {PLAIN}",
    "direction": f"* {{ direction: rtl !important; unicode-bidi: bidi-override !important }} {PLAIN}",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a host with a section below /blog/."""
    folder = tmp_path_factory.mktemp("table")
    lay("hostile", folder, "/blog/")
    return folder / "www"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("file", ["index.html", DAY, "tasks.html", "leverage.html"])
def test_a_hostile_stylesheet_changes_nothing(browser: Browser, hostile: Path, width: int, file: str) -> None:
    looks = {}
    with hosted(hostile) as address:
        for name, styles in {"": PLAIN, **HOSTILE_STYLES}.items():
            (hostile / "css/host.css").write_text(styles)
            with open_page(browser, f"{address}blog/{file}", width) as page:
                looks[name] = json.loads(page.evaluate(LOOK))
    plain = looks.pop("")
    for name, look in looks.items():
        assert len(look) == len(plain), name
        for each, other in zip(look, plain, strict=True):
            assert [*set(each) - set(other)] == [], (name, each[0], [*set(other) - set(each)])


@pytest.fixture(scope="module", params=["default", "plain", "section"])
def turned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site in a theme, whose pages can be told their direction."""
    folder = tmp_path_factory.mktemp(request.param)
    site = Site(folder / "site").settings(theme=request.param)
    site.record("2026-04-06", "The lead.").record("2026-04-07", "The lead.", tasks=TASKS)
    build(site.root, folder / "out")
    return folder / "out"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("file", ["index.html", DAY])
def test_no_page_is_wider_than_its_window_in_any_direction(
    browser: Browser, turned: Path, direction: str, file: str
) -> None:
    page_file = turned / "turned.html"
    root = "../" * file.count("/")
    text = (turned / file).read_text(encoding="utf-8").replace(f'"{root}assets/', '"assets/')
    page_file.write_text(text.replace("<html ", f'<html dir="{direction}" ', 1), encoding="utf-8")
    for width in (1280, 360):
        with open_page(browser, page_file.as_uri(), width) as page:
            assert page.evaluate(WIDTH) <= 0
            skip = page.locator("a.skip")
            assert skip.evaluate("link => getComputedStyle(link).clipPath") == "inset(50%)"
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip"
            box = skip.bounding_box()
            assert box
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
            assert box["width"] > 100
            assert box["y"] >= 0
            is_near_start = box["x"] < width / 2 if direction == "ltr" else box["x"] + box["width"] > width / 2
            assert is_near_start
            assert page.evaluate(WIDTH) <= 0


DARK = "body { background: #fff } @media (prefers-color-scheme: dark) { body { background: #000 } }"


@pytest.mark.parametrize("said", ["", ":root { color-scheme: light dark }"])
def test_the_section_is_dark_where_its_host_is(browser: Browser, tmp_path: Path, said: str) -> None:
    lay("hostile", tmp_path, "/blog/", DARK + said)
    own = tmp_path / "site/themes/host/assets/host.css"
    assert ("color-scheme" in own.read_text()) == (not said)
    with hosted(tmp_path / "www") as address:
        for scheme, is_light in (("light", True), ("dark", False)):
            with open_page(browser, f"{address}blog/index.html", 1280, scheme) as page:
                ground = page.evaluate("getComputedStyle(document.querySelector('.records')).backgroundColor")
                assert (int(ground.partition("(")[2].split(",")[0]) > 200) == is_light


# What has a host of its own to load, to run and to send to, and links that need nothing.
RICH = """<!doctype html><html lang=en><head><title>x</title><link rel=preconnect href="{0}"><link rel=icon href=data:,>
<link rel=stylesheet href="{0}x.css"><style>@import "{0}y.css";
@font-face {{ font-family: x; src: url({0}x.woff2) }} p {{ background: url({0}x.svg) }}</style></head>
<body onload="document.body.dataset.at = 1"><a href="{0}">x</a><p style="color: red; font-family: x">x
<img src="{0}x.svg" alt="" srcset="{0}y.svg 1x"><video src="{0}x.webm"></video><iframe src="{0}x.html"></iframe>
<object data="{0}x.html"></object><script src="{0}x.js"></script><script>document.title = "run"</script>
<a id=run href="javascript:void(document.body.dataset.at = 2)">x</a><form action="{0}x.html" target=frame><button id=send>x</button>
</form><iframe name=frame title=x></iframe><main></main></body></html>"""


VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
  console.log(`not allowed: ${event.effectiveDirective.replace(/-(elem|attr)$/, "")}`);
})"""
OWN = {"form-action": "'self'"} | {f"{kind}-src": "'self'" for kind in ("script", "style", "img", "connect")}


def test_a_policy_as_it_is_told_is_enough_and_no_more_than_that(browser: Browser, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("x.css", "y.css", "x.woff2", "x.svg", "y.svg", "x.webm", "x.html", "x.js"):
        (other / name).write_text("")
    site = Site(tmp_path / "site").record().settings(base_url="https://example.org/blog/")
    with hosted(other, strict=False) as away:
        (tmp_path / "page.html").write_text(RICH.format(away))
        told = cli("--site", site.root, "theme", "adopt", tmp_path / "page.html", "--at", "/shell/", "--json")
        policy = dict(line.split(" ", 1) for line in json.loads(told.stdout)["policy"])
        site.settings(theme="host")
        build(site.root, tmp_path / "www/blog")
        assert len(policy) == 8
        for missing in ("", *policy):
            allowed = {**OWN, **{key: f"{OWN.get(key, '')} {policy[key]}" for key in policy if key != missing}}
            lines = [f"{key} {sources}" for key, sources in allowed.items()]
            with with_policy(tmp_path / "www", "; ".join(["default-src 'none'", *lines])) as address:
                assert violations(browser, f"{address}blog/index.html") == {missing} - {""}, missing


def violations(browser: Browser, address: str) -> set[str]:
    """Return the directives that forbid what a page and its link and button do."""
    context = browser.new_context()
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(address)
    page.click("#run")
    page.click("#send")
    page.wait_for_timeout(100)
    context.close()
    return {text.partition(": ")[2] for text in heard if text.startswith("not allowed")}


@contextmanager
def with_policy(folder: Path, policy: str) -> Iterator[str]:
    """Serve a folder with a header that names the policy; yield its address."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
