"""What live figures say of the highest, the lowest, the median, of days and of their number is what pages print."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from leverage_site.dates import month_of
from leverage_site.live.history import History
from leverage_site.live.names import NameTable
from leverage_site.live.tables import PeriodNames, RecordNames, SiteNames
from leverage_site.live.values import LiveValue
from leverage_site.project import Project
from leverage_site.stats.index import SiteIndex, build_index
from tests.support.sites import ROOT, Site, html, rendered

Files = Mapping[str, bytes]
DAYS = ("2026-03-01", "2026-04-02", "2026-04-07", "2026-04-19", "2026-04-22")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Render the repository's own content."""
    site = Site.__new__(Site)
    site.root = tmp_path_factory.mktemp("own")
    for name in ("content", "leverage.toml"):
        (site.root / name).symlink_to(ROOT / name)
    return rendered(site.prepared())


@pytest.fixture(scope="module")
def index() -> SiteIndex:
    return build_index(Project(ROOT).load()[1].records)


def printed(names: NameTable, name: str) -> str:
    found = names.find(name)
    assert isinstance(found, LiveValue)
    return found.printed(name, "", opens=False).text


def first(page: Any, path: str) -> str:
    return " ".join("".join(page.xpath(path)[0].itertext()).split())


@pytest.mark.parametrize("day", DAYS)
def test_a_day(day: str, files: Files, index: SiteIndex) -> None:
    names = RecordNames(index, History(index), index.records[index.places[date.fromisoformat(day)]], "factor")
    page = html(files[f"posts/2026/{day}-leverage-record.html"])
    assert first(page, "//header//time") == f"{printed(names, 'weekday')}, {printed(names, 'date')}"
    rows = page.xpath("//tr[starts-with(@id, 't--')]")
    for end, row in (("highest", rows[0]), ("lowest", rows[-1])):
        assert first(row, ".//td[contains(@class, 'factor')]") == printed(names, f"{end}.factor")
        if end == "highest" or len(rows) == 1:
            assert first(row, "./th/span") == printed(names, f"{end}.task")
    factors = [first(row, ".//td[contains(@class, 'factor')]") for row in rows]
    assert printed(names, "lowest.task") in [
        first(row, "./th/span") for row, factor in zip(rows, factors, strict=True) if factor == factors[-1]
    ]
    if len(rows) % 2:
        assert factors[len(rows) // 2] == printed(names, "median.factor")


def test_a_month_and_all_days(files: Files, index: SiteIndex) -> None:
    names = PeriodNames.of(index, month_of(date(2026, 4, 1)))
    page, said = html(files["months/2026-04.html"]), files["months/2026-04.html"].decode()
    assert f"median {printed(names, 'median.factor')}<" in said
    for number, end in ((1, "highest"), (2, "lowest")):
        leader = f"(//ol[@class='leaders'])[{number}]/li[1]"
        assert first(page, f"{leader}/span[@class='factor']") == printed(names, f"{end}.factor")
        assert first(page, f"{leader}//a") == printed(names, f"{end}.task")
    rows = page.xpath("//tr[.//time and .//td[contains(@class, 'factor')]]")
    leverage = {first(row, ".//time"): first(row, ".//td[contains(@class, 'factor')]") for row in rows}
    assert len(rows) == int(printed(names, "days")) == 4
    for end, order in (("highest", max), ("lowest", min)):
        best = order(leverage, key=lambda day: float(leverage[day][:-1]))
        assert leverage[best] == printed(names, f"{end}.leverage")
        assert best.startswith(printed(names, f"{end}.weekday")[:3])
        assert best.split()[1] in printed(names, f"{end}.date")
    archive = html(files["months/index.html"])
    rows = archive.xpath("//tr[.//td[contains(@class, 'sparks')]]")
    assert sum(int(first(row, "./td[4]")) for row in rows) == int(printed(SiteNames(index), "days")) == len(DAYS)
