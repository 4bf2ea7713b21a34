"""The sample is without a problem of its own, and as hostile as it says."""

import pytest

from leverage_site.records.fields import MAX_NAME
from leverage_site.theme_check.sample import HOSTILE_NAME, LONG, LONG_NAME, LONG_WORD, PATH_URL, ROOT_URL, samples


def test_the_sample_has_no_problem_of_its_own():
    assert [problem for sample in samples() for problem in sample.problems] == []


def test_at_a_root_below_a_path_and_empty():
    root, path, empty = samples()
    assert [sample.settings.base_url for sample in (root, path, empty)] == [ROOT_URL, PATH_URL, ROOT_URL]
    assert [len(sample.library.records) for sample in (root, path, empty)] == [9, 10, 0]
    assert [record.draft for record in path.library.records].count(True) == 1
    assert not any(record.draft for record in root.library.records)
    assert len(path.library.pages) == len(root.library.pages) + 1


def test_the_days_are_those_that_themes_forget():
    root = next(samples())
    numbers = [len(record.body.get().tasks) for record in root.library.records]
    assert {0, 1, 60} <= set(numbers)
    weeks = [record.date.isocalendar()[:2] for record in root.library.records]
    assert (2026, 4) in weeks
    assert (2026, 3) not in weeks
    assert any(
        all(task.supervision is None for task in record.body.get().tasks) for record in root.library.records
    )
    assert any(record.aliases for record in root.library.records)
    assert any(not record.tags for record in root.library.records)
    assert any(len(record.tags) >= 20 for record in root.library.records)


@pytest.mark.parametrize("text", [LONG, LONG_WORD])
def test_long_texts_are_long(text):
    assert len(text.strip()) >= 290
    assert LONG_WORD.isalpha()


def test_names_are_as_long_as_names_may_be():
    assert len(LONG_NAME) == MAX_NAME
    assert len(HOSTILE_NAME) <= MAX_NAME
