"""Addresses of the older site, below a path that may be spelled in several ways."""

from datetime import date

import pytest

from leverage_site.importing.draft import Draft
from leverage_site.importing.old_address import Addresses
from leverage_site.importing.taken import Taken
from leverage_site.problems import Place
from leverage_site.settings import Settings, base_url

DAY = date(2026, 4, 7)


def kept(url: str, **settings: str) -> tuple[str | None, int]:
    """The address that a draft gets of a page that was at `url`, and the number of problems."""
    base = base_url("https://example.org/café/") or ""
    addresses = Addresses(Settings("tag:e,2026:x", base, **settings), Taken(), redirects=False)
    draft, problems = addresses.kept(Draft(DAY, ()), url, (), Place("a.html"))
    return draft.url, len(problems)


@pytest.mark.parametrize(
    "base", ["/café", "/cafe\u0301", "/caf%C3%A9", "/cafe%CC%81", "https://example.org/caf%c3%a9"]
)
def test_the_path_of_the_site_is_known_in_every_form(base: str) -> None:
    assert kept(f"{base}/old/x.html") == ("/old/x.html", 0)
    assert kept(f"{base}/old/%C3%BC/") == ("/old/ü/", 0)
    assert kept(f"{base}x/old.html") == (None, 1)


@pytest.mark.parametrize("pattern", ["/{date}/index.html", "/{date}/"])
@pytest.mark.parametrize("end", ["", "index.html"])
def test_the_usual_address_is_known_with_the_name_of_its_file_and_without(pattern: str, end: str) -> None:
    assert kept(f"/café/2026-04-07/{end}", day_url=pattern) == (None, 0)
    assert kept(f"/café/2026-04-08/{end}", day_url=pattern) == (None, 1)
