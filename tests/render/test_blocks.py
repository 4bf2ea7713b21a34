"""What a theme adds to the blocks of its base.html arrives on every page of the site."""

import re
from pathlib import Path

import pytest

from tests.support.sample_site import records
from tests.support.sites import ROOT, Site, html

# A word in an attribute, which each kind of page chooses, and no place to add something to.
WORDS = {"kind"}
BLOCKS = {
    "styles",
    "icons",
    "social",
    "head",
    "scripts",
    "body_start",
    "header",
    "nav",
    "main",
    "footer",
    "body_end",
}
# What a theme for the section of a host puts its own into.
FRAME = {"page_open", "scheme", "body_open", "frame", "page_close"}


def blocks(theme: str) -> set[str]:
    """Return the blocks that the theme's base.html has."""
    text = (ROOT / "themes" / theme / "templates" / "base.html").read_text(encoding="utf-8")
    return set(re.findall(r"{% block (\w+)", text)) - WORDS


@pytest.mark.site
@pytest.mark.parametrize("theme", ["default", "plain"])
def test_additions_to_base_html_are_on_every_page(theme: str, tmp_path: Path) -> None:
    names = blocks(theme)
    added = "".join(
        f"{{% block {name} %}}{{{{ super() }}}}<!-- added to {name} -->{{% endblock %}}" for name in names
    )
    base = f'{{% extends "{theme}/base.html" %}}{added}'
    site = (
        records(Site(tmp_path))
        .record("2026-04-20", withdrawn="No.")
        .theme({"base.html": base}, f'contract = 1\nextends = "{theme}"\n')
    )
    prepared = site.prepared(drafts=True)
    templates = {page.kind.template for page in prepared.plan.pages if page.kind.format == "template"} - {
        "redirect.html",
        "sitemap.xml",
    }
    assert templates == {
        path.name
        for path in (ROOT / "themes" / "default" / "templates").glob("[!_]*.html")
        if path.name not in ("base.html", "redirect.html")
    }
    for file, data in site.built().items():
        if file.endswith(".html"):
            found = re.findall(r"<!-- added to (\w+) -->", data.decode())
            assert sorted(found) == sorted(names), file


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_the_blocks_of_base_html(theme: str) -> None:
    assert blocks(theme) == BLOCKS | (FRAME if theme == "default" else set())


def test_a_host_s_frame_takes_the_place_of_the_section_s(tmp_path: Path) -> None:
    base = """{% extends "default/base.html" %}
{% block icons %}<link rel="icon" href="/host.ico">{% endblock %}
{% block body_start %}<p>start</p>{% endblock %}
{% block header %}<header><a href="/">Host</a>{{ self.nav() }}</header>{% endblock %}
{% block footer %}<footer>Host</footer>{% endblock %}
{% block body_end %}<p>end</p>{% endblock %}
"""
    page = html(Site(tmp_path).record().theme({"base.html": base}).built()["index.html"])
    assert page.xpath("//link[contains(@rel, 'icon')]/@href") == ["/host.ico"]
    body = page.find("body")
    assert [body[1].text, body[-1].text] == ["start", "end"]
    assert [node.text for node in page.xpath("//footer")] == ["Host"]
    assert page.xpath("//header[a[@href='/']]/nav[@aria-label='Site']")
