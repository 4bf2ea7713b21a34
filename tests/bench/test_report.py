from bench import report, results
from bench.process import Run
from bench.results import EDIT, KINDS, NOTHING, START, START_COLD, Builds, Measured, Preview, Results
from bench.sites import OWN, PLAIN, SAME


def builds(scale: float) -> Builds:
    """Return builds that take `scale` seconds of ours, twice that in the plain site, ten times with the same pages."""

    def measured(factor: float, rounds: int) -> Measured:
        seconds = [scale * factor * n for n in (1, 0.5, 2)][:rounds]
        return Measured({kind: [Run(s, s * 2, s * 100) for s in seconds] for kind in KINDS}, 1390, 92.7)

    return Builds("2 cores.", {OWN: measured(1, 3), PLAIN: measured(2, 3), SAME: measured(10, 1)})


def everything() -> Results:
    preview = Preview(
        "2 cores.",
        {
            OWN: {START_COLD: [1.0], START: [0.2], EDIT: [0.03]},
            PLAIN: {START_COLD: [1.5], START: [2.0], EDIT: [0.3]},
        },
    )
    starts = {OWN: [0.030, 0.032, 0.5], "Hugo": [0.05], NOTHING: [0.012]}
    return Results({1000: builds(1.0), 10000: builds(9.5)}, {1000: preview}, starts)


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of all rows of tables by their first one, of equal ones those of the first table."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    return {cells[0]: cells[1:] for cells in reversed(lines)}


def test_the_first_table_is_what_is_asked_and_reached():
    found = rows(report.text(everything()))
    assert found["cold build"] == ["≤ 1.4", "0.5", "≤ 0.42", "0.1"]
    assert found["right after a build"] == ["≤ 0.1", "**0.5**", "", ""]
    assert found["memory, largest process"] == ["≤ 0.45", "**0.5**", "≤ 0.18", "0.1"]
    assert found["edit to visible"] == ["≤ 0.09", "**0.1**", "", ""]
    assert found["edit to visible, 10,000 days"] == ["≤ 0.12", "–", "", ""]
    assert found["start to first page, after a build"] == ["≤ 0.2", "0.1", "", ""]
    assert found["CPU of a cold build, 10,000 days ÷ 1,000"] == ["≤ 10.5", "9.5"]
    assert found[f"`--version`, ms above {NOTHING}"] == ["≤ 25", "20"]


def test_details_follow_with_medians_and_their_ratios():
    text = report.text(everything())
    details = text[text.index("## Builds of 10,000 days") :]
    assert rows(details)["edit of a word"] == ["9.50 / 19.00", "19.00 / 38.00", "95.00 / 190.00", "0.5", "0.1"]
    assert f"| {SAME}, rounds: 1 |" in details
    assert rows(details)["built MB"][0] == "92.7"
    assert "up to 4.0 times as long as the fastest" in details
    assert rows(text)["start to first page, no cache, ms"] == ["1,000", "1,500", "0.667"]


def test_what_was_not_measured_has_a_dash():
    found = rows(report.text(Results()))
    assert found["cold build"] == ["≤ 1.4", "–", "≤ 0.42", "–"]
    assert found[f"`--version`, ms above {NOTHING}"] == ["≤ 25", "–"]


def test_results_are_kept_as_data_from_which_the_document_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    monkeypatch.setattr(report, "FILE", tmp_path / "RESULTS.md")
    assert Results.load() == Results()
    report.write(everything())
    assert Results.load() == everything()
    assert (tmp_path / "RESULTS.md").read_text() == report.text(everything())
