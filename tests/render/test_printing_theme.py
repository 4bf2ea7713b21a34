"""The theme of the tests prints all that the documentation promises to themes."""

from dataclasses import fields

from docs.generate import template_views
from leverage_site.pages.plan import plan
from tests.support import field_theme
from tests.support.edits import beginning


def test_every_field_of_every_view_is_documented_and_printed() -> None:
    known = {name: [field.name for field in fields(view)] for name, view in template_views().items()}
    assert {name: list(shown) for name, shown in field_theme.fields().items()} == known
    text = field_theme.templates()["_fields.html"]
    for name, shown in known.items():
        macro = text.partition(f"macro {name}(value)")[2].partition("endmacro")[0]
        assert all(f"{field}: " in macro and f"value.{field}" in macro for field in shown), name


def test_every_page_for_people_is_printed_in_full(tmp_path) -> None:
    site = beginning(tmp_path / "site")
    planned = plan(site.prepared().settings, site.prepared().library, ())
    wanted = {page.kind.template for page in planned.pages if page.kind.template}
    assert wanted <= field_theme.templates().keys()
    files = site.built()
    day = files["posts/2026/2026-04-07-leverage-record.html"].decode()
    assert day.count("\nDayView\n") == 1
    assert "\nreading_minutes: 1\n" in day
    assert "SummarizedDay" in files["index.html"].decode()
    week = files["weeks/2026-W15.html"].decode()
    assert "DayRow" in week
    assert "summary: " in week
