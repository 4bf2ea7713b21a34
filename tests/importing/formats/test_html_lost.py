"""What a page hides is no text; what it shows and Markdown has not is told."""

from pathlib import Path

import pytest

from tests.support.imports import imported, outcomes

HEAD = "<tr><th>Task<th>Human<th>AI"
LOG = f"<table>{HEAD}<tr><td>Hang the gate<td>4h<td>20m</table>"


def told(folder: Path, page: str) -> tuple[str, list[tuple[str, str]]]:
    found = imported(folder, "2026-09-07.html", page)
    return found.draft.body, [(part.name, part.text) for part in found.taken]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>", "<p style='display: none'>secret</p>", "<div style='VISIBILITY:hidden'>secret</div>",
        "<template><p>secret</p></template>", "<noscript><p>secret</p></noscript>",
        "<p>It <span style='display:none'>secret</span> hangs.</p>", "<blockquote><p>So</p><p hidden>secret</p></blockquote>",
        "<ul><li>one</li><li style='display:none'>secret</li></ul>",
        "<table><tr><td>a<td>b<tr hidden><td>secret<td></table>", "<div style='display:none'><p>secret</p><div></div></div>",
    ],
)  # fmt: skip
def test_hidden_text_is_left_out_and_told(hidden: str, tmp_path: Path) -> None:
    body, parts = told(tmp_path, f"<h1>Gates</h1><p>A lead.</p>{LOG}{hidden}")
    assert "secret" not in body
    assert [text for _, text in parts if "secret" in text] == ["secret"]


@pytest.mark.parametrize(
    ("element", "name", "text"),
    [
        ("<img src=gate.png alt='The gate'>", "image without a known address", "The gate gate.png"),
        ("<img src=gate.png>", "image without a known address", "gate.png"),
        ("<iframe src=https://films.example/1></iframe>", "embedded media", "https://films.example/1"),
        ("<video><source src=gate.mp4>none</video>", "embedded media", "gate.mp4 none"),
        ("So<sup><a href=#n1>1</a></sup> and<sup><a href=#n2>2</a></sup>.", "links of footnotes", "^1 ^2"),
    ],
)
def test_what_markdown_has_not_is_told(element: str, name: str, text: str, tmp_path: Path) -> None:
    _, parts = told(tmp_path, f"<h1>Gates</h1><p>A lead.</p>{LOG}<p>{element}</p>")
    assert (name, text) in parts
    _, parts = told(tmp_path, f"<h1>Gates</h1><p>A lead.</p>{LOG}<div id=comments><p>{element}</p></div>")
    assert name not in [part for part, _ in parts]


@pytest.mark.parametrize(
    "page",
    [
        f"<center><table><tr><td><h1>Gates</h1><p>A lead.</p>{LOG}<p>The end.</p></table></center>",
        f"<table><tr><td>{LOG.join(['<h1>Gates</h1><p>A lead.</p>', '<p>The end.</p>'])}</table>",
        f"<table><tr><td><table><tbody><tr><td><h1>Gates</h1>A lead.</td></tr><tr><td>{LOG}<tr><td>The end.</table></table>",
        f"<table role=presentation><tr><td><h1>Gates</h1><td><p>A lead.</table>{LOG}<p>The end.</p>",
    ],
)
def test_the_cells_of_a_layout_are_text(page: str, tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-09-07.html", page)
    assert found.draft.body == "A lead.\n\nThe end."
    assert found.draft.title == "Gates"
    assert [task.task for task in found.draft.tasks] == ["Hang the gate"]


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("<h2>Comments</h2><p>Bob: nice</p>", True), ("<h3>Kommentare:</h3><p>Bob: nice</p>", True),
        ("<h2>Comments on the gate</h2><p>It hangs.</p>", False), ("<h2>3 comments</h2><p>Bob: nice</p>", False),
    ],
)  # fmt: skip
def test_a_heading_of_comments_is_warned_of(behind: str, told: bool, tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-09-07.html", f"<h1>Gates</h1><p>A lead.</p>{LOG}\n{behind}")
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("I030", 2)] * told
    above = imported(tmp_path, "2026-09-07.html", f"<h1>Gates</h1><h2>Comments</h2><p>A lead.</p>{LOG}")
    assert above.problems == ()


@pytest.mark.parametrize("box", ["<article>", "<div class=post>"])
def test_a_log_in_another_article_is_a_second_one(box: str, tmp_path: Path) -> None:
    end = f"</{box[1:].split()[0].strip('>')}>"
    page = f"<main>{box}<h1>September 7, 2026</h1>{LOG}{end}\n{{}}</main>"
    (found,) = outcomes(tmp_path, "x.html", page.format(f"{box}<h1>September 8, 2026</h1>{LOG}{end}"))
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("I003", 2)]
    for beside in (
        f"<div id=comments>{LOG}</div>",
        f"<aside class=sidebar>{LOG}</aside>",
        f"<div hidden>{LOG}</div>",
    ):
        assert imported(tmp_path, "x.html", page.format(beside)).problems == ()
