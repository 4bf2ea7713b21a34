"""Addresses of assets carry a digest of what is in them, and of what a stylesheet loads."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.files import digest
from leverage_site.records.model import StaticFile
from leverage_site.render.assets import MAX_DEPTH, digested_assets
from leverage_site.urls import is_digested, with_digest, without_digest
from tests.support.sites import Site, links

MANY = MAX_DEPTH + 5


def assets(folder: Path, files: dict[str, bytes], static: dict[str, bytes] | None = None) -> dict[str, str]:
    """Return what stylesheets become, and of other files nothing, by addresses; those with a digest are shortened."""
    listed: list[list[StaticFile]] = []
    for top, made in (("theme", files), ("static", static or {})):
        listed.append([])
        for name, data in made.items():
            on_disk = folder / top / name
            on_disk.parent.mkdir(parents=True, exist_ok=True)
            on_disk.write_bytes(data)
            listed[-1].append(StaticFile(f"/assets/{name}", f"{top}/{name}", str(on_disk), digest(on_disk)))
    found = digested_assets(*listed)
    # A digest is of what stands at its address.
    for asset in found:
        if is_digested(asset.address):
            held = digest_of_text(folder, asset.text) if asset.text else asset.file.digest
            assert with_digest(asset.file.address, held) == asset.address
    return {asset.address: asset.text for asset in found}


def digest_of_text(folder: Path, text: str) -> str:
    (folder / "text").write_text(text, encoding="utf-8", newline="")
    return digest(folder / "text")


def shortened(text: str) -> str:
    """Return a stylesheet with a star for each digest."""
    return re.sub(r"\.[0-9a-f]{8,64}(?=\.\w+)", ".*", text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("url(a.png)", "url(a.*.png)"), ("url( 'a.png' )", "url( 'a.*.png' )"), ('URL("a.png")', 'URL("a.*.png")'),
        ("url(./a.png)", "url(./a.*.png)"), ("url(fonts/f.woff2?x#y)", "url(fonts/f.*.woff2?x#y)"),
        ("url(fonts/../a.png)", "url(fonts/../a.*.png)"), ("@import 'b.css'; p {}", "@import 'b.*.css'; p {}"),
        ('@import"b.css"screen;', '@import"b.*.css"screen;'), ("@import url(b.css);", "@import url(b.*.css);"),
        ("url(gr%C3%B6%C3%9Fe.svg)", "url(gr%C3%B6%C3%9Fe.*.svg)"), ("url(größe.svg#i)", "url(gr%C3%B6%C3%9Fe.*.svg#i)"),
        ("url(none.png)", ""), ("url(/a.png)", ""), ("url(https://example.org/a.png)", ""), ("url(//x/a.png)", ""),
        ("url(data:image/png;base64,a.png)", ""), ("url(#a.png)", ""), ("url()", ""), ("url(", ""), ("url(../a.png)", ""),
        ("/* url(a.png) */", ""), ("/* url(a.png)", ""), ("content: 'url(a.png)'", ""), ('"\\"url(a.png)"', ""),
        ("/**/url(a.png)'", "/**/url(a.*.png)'"), ("'a' url(a.png) \"b\"", "'a' url(a.*.png) \"b\""), ("url(LICENSE)", ""),
        ("url(x.1a2b3c4d.png)", ""), ("url(style.css)", ""), ("url(a.png), url(a.png)", "url(a.*.png), url(a.*.png)"),
    ],
)  # fmt: skip
def test_a_stylesheet_loads_files_at_their_addresses(written: str, expected: str, tmp_path: Path) -> None:
    files = {
        "style.css": written.encode(), "a.png": b"a", "b.css": b"p {}", "fonts/f.woff2": b"f",
        "größe.svg": b"<svg/>", "LICENSE": b"l", "x.1a2b3c4d.png": b"x",
    }  # fmt: skip
    found = assets(tmp_path, files)
    (text,) = [text for address, text in found.items() if without_digest(address) == "/assets/style.css"]
    assert shortened(text) == expected
    assert {address for address in found if not is_digested(address)} == {"/assets/LICENSE"}


def address_of(name: str, found: dict[str, str]) -> str:
    (address,) = [address for address in found if without_digest(address) == f"/assets/{name}"]
    return address


def test_what_is_loaded_decides_the_address_of_what_loads_it(tmp_path: Path) -> None:
    files = {
        "top.css": b"@import 'mid.css';",
        "mid.css": b"p{background:url(low.png)}",
        "low.png": b"1",
        "x.css": b"",
    }
    before = assets(tmp_path, files)
    after = assets(tmp_path, {**files, "low.png": b"2"})
    same = {name for name in files if address_of(name, before) == address_of(name, after)}
    assert same == {"x.css"}
    # The site's own file takes the theme's place.
    own = assets(tmp_path, files, {"low.png": b"2"})
    assert own.keys() == after.keys()


@pytest.mark.parametrize("number", [1, 2, 3, MANY])
def test_stylesheets_that_load_each_other_end(number: int, tmp_path: Path) -> None:
    ring = {f"{n}.css": f"@import '{(n + 1) % number}.css'; url(a.png)".encode() for n in range(number)}
    found = assets(tmp_path, {**ring, "a.png": b""})
    assert len(found) == number + 1
    assert all("url(a.png)" not in text for address, text in found.items() if address.endswith(".css"))


def test_other_letters_than_utf_8_stay(tmp_path: Path) -> None:
    found = assets(tmp_path, {"style.css": b"\xe4 url(a.png)", "a.png": b""})
    assert found[address_of("style.css", found)] == ""


@pytest.mark.parametrize(
    "data", ["/*" * 50_000, "url(" * 50_000, "url( " * 50_000, "'\\" * 50_000, "@import " * 50_000]
)
def test_hostile_stylesheets_take_no_time(data: str, tmp_path: Path) -> None:
    assert len(assets(tmp_path, {"style.css": data.encode(), "a.png": b""})) == 2


@given(
    st.sampled_from(["/a.css", "/b/c.d/e.js", "/größe.svg", "/a.webmanifest"]),
    st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_a_digest_is_told_from_a_name(address: str, value: str) -> None:
    digested = with_digest(address, value)
    assert is_digested(digested) == any(char in "abcdef" for char in value)
    assert without_digest(digested) == address
    assert with_digest(digested, value) in (digested, with_digest(address, value))


@pytest.mark.parametrize(
    "name", ["/LICENSE", "/a.b/LICENSE", f"/{'x' * 235}.css", "/a.toolongtobeanending", "/a?.css"]
)
def test_names_that_carry_no_digest(name: str) -> None:
    assert with_digest(name, "abcdef01" * 8) == name


def test_pages_link_what_is_at_both_addresses(tmp_path: Path) -> None:
    site = Site(tmp_path).record().theme({}).file("themes/own/assets/style.css", "p { background: url(a.png) }")
    site.file("themes/own/assets/a.png", b"png")
    files = site.built()
    (linked,) = [link for link in links(files["index.html"]) if "style" in link]
    assert without_digest(linked) == "assets/style.css" != linked
    assert files["assets/style.css"] == b"p { background: url(a.png) }"
    (loaded,) = re.findall(rb"url\((.*)\)", files[linked])
    assert files[f"assets/{loaded.decode()}"] == files["assets/a.png"] == b"png"


def test_a_name_that_no_asset_has_is_a_fault_of_the_template(tmp_path: Path) -> None:
    site = Site(tmp_path).record().theme({"404.html": '\n{{ site.assets["stlye.css"] }}'})
    with pytest.raises(Exception, match="stlye") as caught:
        site.built()
    (problem,) = caught.value.problems  # type: ignore[attr-defined]
    assert (problem.code, problem.place.path, problem.place.line) == ("T002", "themes/own/templates/404.html", 2)
