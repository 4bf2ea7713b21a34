from datetime import date
from hashlib import sha256

from bench import content

# Results are comparable only as long as this stays.
DIGEST = "18cf919326f1f052be7cb6d818eac752248adbab3ac7869c23743bca6caca4b3"


def test_the_content_is_the_same_bytes_every_time():
    digest = sha256()
    for day in content.days(60):
        digest.update(f"{day.date}.md\n{day.text}".encode())
    assert digest.hexdigest() == DIGEST


def test_a_day_is_made_of_its_date_and_the_seed_alone():
    *_, last = content.days(9)
    assert last == content.make_day(date(2026, 11, 12))
    assert last.text != content.make_day(date(2026, 11, 12), seed=2).text
    assert "date: 2026-11-12\n" in last.text


def test_days_have_22_tasks_on_average():
    tasks = [day.text.count("\n  - task: ") for day in content.days(400)]
    assert 22 <= sum(tasks) / len(tasks) < 23


def test_records_are_written_by_date(tmp_path):
    content.write(tmp_path / "records", 3)
    assert sorted(file.name for file in (tmp_path / "records").iterdir()) == [
        "2026-11-18.md",
        "2026-11-19.md",
        "2026-11-20.md",
    ]
