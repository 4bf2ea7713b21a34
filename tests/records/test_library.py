import os
from datetime import date

import pytest

from tests.support.builders import RECORD, assert_helpful, front, load


def write(root, files):
    for name, data in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def day(text, *more):
    return front(f"date: {text}", *more)


def found(problems):
    return [(problem.code, str(problem.place)) for problem in problems]


@pytest.fixture
def read(tmp_path):
    """Write files below content/ and load them."""

    def load_files(files, **options):
        write(tmp_path, files)
        library, problems = load(tmp_path, **options)
        for problem in problems:
            assert_helpful(problem)
        return library, problems

    return load_files


@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_no_content_is_a_problem_and_an_empty_library(tmp_path, empty):
    if empty:
        (tmp_path / "content").mkdir()
    library, problems = load(tmp_path)
    assert [(problem.code, problem.place.path) for problem in problems] == [("F015", "content")]
    assert (library.records, library.pages, library.weeks, library.partials, library.static) == (
        (),
        (),
        (),
        (),
        (),
    )


def test_everything_has_its_place(read, tmp_path):
    library, problems = read(
        {
            "records/2026/b.md": day("2026-04-06"),
            "records/deep/er/a.md": RECORD,
            "records/2025.md": day("2025-12-31"),
            "pages/about.md": front("title: About"),
            "weeks/2026-W15.md": "A quiet week.",
            "months/2026-04.md": "A quiet month.",
            "years/2026.md": "A quiet year.",
            "projects/garden.md": "What grows.",
            "tags/deep/ai.md": front("title: AI", "draft: false"),
            "partials/about-author.md": "Who writes.",
            "static/charts/week.png": b"\x89PNG",
            "static/robots.txt": "x",
        }
    )
    assert problems == []
    assert [record.date.isoformat() for record in library.records] == ["2025-12-31", "2026-04-06", "2026-04-07"]
    assert library.records[2].path == "content/records/deep/er/a.md"
    assert [page.path for page in library.pages] == ["content/pages/about.md"]
    assert [note.name for note in library.weeks] == ["2026-W15"]
    assert [(kind, note.name) for kind, note in library.notes] == [
        ("week", "2026-W15"), ("month", "2026-04"), ("year", "2026"), ("project", "garden"), ("tag", "ai"),
    ]  # fmt: skip
    assert [note.name for note in library.partials] == ["about-author"]
    assert [(file.address, file.path) for file in library.static] == [
        ("/robots.txt", "content/static/robots.txt"),
        ("/charts/week.png", "content/static/charts/week.png"),
    ]
    assert library.static[1].on_disk == str(tmp_path / "content/static/charts/week.png")
    assert len(library.static[0].digest) == 64


def test_two_records_for_one_day_name_both(read):
    library, problems = read(
        {"records/a.md": day("2026-04-07"), "records/b.md": "---\ntitle: B\ndate:   2026-04-07\ntasks: []\n---\n"}
    )
    assert [record.path for record in library.records] == ["content/records/a.md"]
    assert found(problems) == [("R023", "content/records/b.md:3:9")]
    assert problems[0].message == "2026-04-07 already has a record in content/records/a.md"


def test_three_records_for_one_day_are_two_problems(read):
    library, problems = read({f"records/{name}.md": day("2026-04-07") for name in "abc"})
    assert len(library.records) == 1
    assert [code for code, _ in found(problems)] == ["R023", "R023"]


def test_one_bad_record_does_not_hide_the_others(read):
    library, problems = read(
        {
            "records/a.md": day("2026-04-07", "titel: x", "tags: y"),
            "records/b.md": b"\xff\xfe",
            "records/c.md": day("2026-04-08"),
            "records/d.md": "",
            "pages/p.md": front(),
            "weeks/2026-W15.md": b"caf\xe9",
            "partials/x.md": "[" * 6_000,
        }
    )
    assert [record.date for record in library.records] == [date(2026, 4, 8)]
    assert library.pages == library.weeks == ()
    assert found(problems) == [
        ("R017", "content/pages/p.md:2:1"),
        ("R030", "content/partials/x.md:1:1"),
        ("R016", "content/records/a.md:3:1"),
        ("R018", "content/records/a.md:4:7"),
        ("R005", "content/records/b.md:1:1"),
        ("R003", "content/records/d.md:1:1"),
        ("R004", "content/weeks/2026-W15.md:1:4"),
    ]


def test_drafts_are_read_for_their_problems_only(read):
    files = {
        "records/a.md": day("2026-04-07", "draft: true"),
        "records/b.md": day("2026-04-07"),
        "records/c.md": day("2026-04-08", "draft: true", "titel: x"),
        "pages/p.md": front("title: P", "draft: true"),
    }
    library, problems = read(files)
    assert [record.path for record in library.records] == ["content/records/b.md"]
    assert library.pages == ()
    assert found(problems) == [("R016", "content/records/c.md:4:1")]


def test_drafts_can_be_asked_for(read):
    files = {"records/a.md": day("2026-04-07", "draft: true"), "pages/p.md": front("title: P", "draft: true")}
    library, problems = read(files, drafts=True)
    assert problems == []
    assert library.records[0].draft
    assert library.pages[0].draft


@pytest.mark.parametrize(
    "name", [".hidden.md", "#autosave#.md", "notes.md~", ".git/x.md", "a.swp", "b.tmp", ".DS_Store"]
)
def test_hidden_files_and_leftovers_are_passed_over(read, name):
    library, problems = read({f"records/{name}": "broken", f"static/{name}": "x", "records/a.md": RECORD})
    assert problems == []
    assert len(library.records) == 1
    assert [file.address for file in library.static] == [f"/{name}"] * (name in (".hidden.md", "#autosave#.md"))


FOR_HOSTS = [
    ".nojekyll", ".htaccess", ".well-known/security.txt", ".well-known/acme-challenge/token", "_headers", "_redirects",
    "CNAME", ".domains", ".nowebindex", ".user.ini", "#notes.txt", "a.swf", "gitkeep", "thumbs.db.png", "my.ds_store.html",
]  # fmt: skip
LEFTOVERS = [
    ".DS_Store", "._photo.png", ".AppleDouble/photo.png", ".Trashes/x", "Thumbs.db", "thumbs.db", "ehthumbs.db",
    "Desktop.ini", ".directory", ".nfs000001", "a.txt~", ".a.txt.swp", ".a.txt.swo", "a.swp", ".a.md.kate-swp", "#a.txt#",
    ".#a.txt", ".~lock.a.ods#", "~$a.docx", "a.tmp", ".git", ".git/config", ".gitkeep", ".gitignore", ".svn/x", ".hg/x",
]  # fmt: skip


@pytest.mark.parametrize("name", FOR_HOSTS)
@pytest.mark.parametrize("folder", ["", "deep/"])
def test_files_of_a_host_are_published_whatever_they_begin_with(read, name, folder):
    library, problems = read({f"static/{folder}{name}": "x"})
    assert problems == []
    assert [file.address for file in library.static] == [f"/{folder}{name}"]


@pytest.mark.parametrize("name", LEFTOVERS)
@pytest.mark.parametrize("folder", ["", "deep/"])
def test_leftovers_are_not_published(read, name, folder):
    library, problems = read({f"static/{folder}{name}": "x"})
    assert (library.static, problems) == ((), [])


@pytest.mark.parametrize("name", LEFTOVERS)
@pytest.mark.parametrize("folder", ["", "records/", "pages/deep/"])
def test_leftovers_are_no_content_either(read, name, folder):
    library, problems = read({f"{folder}{name}": "x"})
    assert (library.records, library.pages, problems) == ((), (), [])


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("records/day.txt", "content/records/day.txt"),
        ("records/2026/day.markdown", "content/records/2026/day.markdown"),
        ("weeks/2026-W15.yaml", "content/weeks/2026-W15.yaml"),
        ("posts/day.md", "content/posts"),
        ("stray.md", "content/stray.md"),
    ],
)
def test_what_is_not_read_is_said(read, name, place):
    _, problems = read({name: "x"})
    assert found(problems) == [("F013", place)]
    assert problems[0].severity == "warning"


@pytest.mark.parametrize("count", [2, 3, 4, 1_000])
@pytest.mark.parametrize(
    ("pattern", "place", "reason"),
    [
        ("{:04}.md", "content", "the folders of content/ are "),
        ("records/{:04}.txt", "content/records", "files in content/records end in .md"),
        ("static/../pages/deep/{:04}.html", "content/pages/deep", "files in content/pages end in .md"),
    ],
)
def test_many_files_in_a_wrong_place_are_one_problem(read, count, pattern, place, reason):
    names = [pattern.format(n) for n in range(count)]
    (_, problems) = read({**dict.fromkeys(names, "x"), "tags/a.txt": "x"})
    assert found(problems) == [("F013", place), ("F013", "content/tags/a.txt")]
    last = " and " + {2: "'0001", 3: "'0002", 4: "others"}.get(count, "others")
    assert problems[0].message.startswith(f"{count:,} entries here are not read: '0000.")
    assert last in problems[0].message
    assert f"; {reason}" in problems[0].message


@pytest.mark.parametrize(
    ("code", "says"), [("F012", "not followed: 'a', 'b' and 'c'; "), ("F016", "not read: 'a\\xe9.md', ")]
)
def test_many_links_and_many_bad_names_are_one_problem(tmp_path, code, says):
    write(tmp_path, {"records/a.md": day("2026-04-07"), "pages/b.txt": "x", "pages/c.txt": "x"})
    for name in "abc":
        if code == "F012":
            (tmp_path / "content/records" / name).symlink_to("../pages")
        else:
            (tmp_path / "content/records" / os.fsdecode(f"{name}é.md".encode("latin-1"))).write_text("x")
    library, problems = load(tmp_path)
    assert found(problems) == [("F013", "content/pages"), (code, "content/records")]
    assert says in problems[1].message
    assert library.misses_records == problems[1].is_error


@pytest.mark.parametrize("name", ["2026-15.md", "2026-W54.md", "notes.md", "2025-W53.md"])
def test_a_weeks_note_is_named_after_a_week(read, name):
    _, problems = read({f"weeks/{name}": "x"})
    assert found(problems) == [("R031", f"content/weeks/{name}")]
    assert name.removesuffix(".md") in problems[0].message


def test_two_notes_for_one_week_or_name_are_a_problem(read):
    """Only one of them could be shown; dropping the other without a word would lose its text."""
    _, problems = read({"weeks/2026-W15.md": "one", "weeks/old/2026-W15.md": "two"})
    assert problems


def test_a_linked_folder_is_not_followed(read, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text(RECORD)
    (tmp_path / "content/records").mkdir(parents=True)
    (tmp_path / "content/records/linked").symlink_to(elsewhere)
    library, problems = read({})
    assert library.records == ()
    assert found(problems) == [("F012", "content/records/linked")]


def test_a_linked_file_is_read_and_a_dangling_one_is_a_problem(read, tmp_path):
    (tmp_path / "day.md").write_text(RECORD)
    (tmp_path / "content/records").mkdir(parents=True)
    (tmp_path / "content/records/good.md").symlink_to(tmp_path / "day.md")
    (tmp_path / "content/records/gone.md").symlink_to(tmp_path / "nowhere.md")
    library, problems = read({})
    assert len(library.records) == 1
    assert found(problems) == [("F006", "content/records/gone.md")]
    assert "No such file" in problems[0].message


def test_a_pipe_does_not_stop_the_reader(read, tmp_path):
    (tmp_path / "content/records").mkdir(parents=True)
    (tmp_path / "content/static").mkdir(parents=True)
    os.mkfifo(tmp_path / "content/records/pipe.md")
    os.mkfifo(tmp_path / "content/static/pipe")
    library, problems = read({})
    assert library.static == ()
    assert found(problems) == [("F006", "content/records/pipe.md"), ("F006", "content/static/pipe")]


def test_a_large_file_is_not_even_opened(read, tmp_path):
    (tmp_path / "content/records").mkdir(parents=True)
    with (tmp_path / "content/records/a.md").open("wb") as file:
        file.truncate(10**12)
    _, problems = read({})
    assert found(problems) == [("R007", "content/records/a.md:1:1")]
    assert problems[0].message == "the file has 1,000,000,000,000 bytes; at most 1,000,000 are read"


def test_a_name_that_is_no_text_is_shown(read, tmp_path):
    folder = tmp_path / "content/records"
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("broken")
    _, problems = read({})
    assert found(problems) == [("F016", "content/records/caf\\xe9.md")]
    assert str(problems[0]).encode()


def test_problems_come_in_the_order_of_files_and_lines(read):
    bad = day("2026-99-99", "b: x", "a: y")
    _, problems = read({"records/b.md": bad, "records/a.md": bad, "pages/z.md": front()})
    places = [(p.place.path, p.place.line) for p in problems]
    assert places == sorted(places)
    assert len(places) == 7


def test_the_order_on_disk_does_not_matter(tmp_path):
    names = ["c", "a", "B", "z/a", "d"]
    loaded = []
    for order in (names, names[::-1]):
        root = tmp_path / order[0]
        write(root, {f"static/{name}": name for name in order})
        write(root, {f"records/{name}.md": day(f"2026-04-{n:02}") for n, name in enumerate(names, 1)})
        library, problems = load(root)
        assert problems == []
        loaded.append(([r.date for r in library.records], [f.address for f in library.static]))
    assert loaded[0] == loaded[1]
    assert loaded[0][1] == ["/B", "/a", "/c", "/d", "/z/a"]


@pytest.mark.parametrize("folder", ["records", "static", "weeks"])
def test_a_folder_that_is_a_file_is_not_an_empty_folder(tmp_path, folder):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / folder).write_text("not a folder")
    _, problems = load(tmp_path)
    assert [(p.code, p.place.path) for p in problems] == [("F006", f"content/{folder}")]


def test_content_that_is_a_file_is_a_problem(tmp_path):
    (tmp_path / "content").write_text("not a folder")
    _, problems = load(tmp_path)
    assert [(p.code, p.place.path) for p in problems] == [("F006", "content")]


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path, monkeypatch):
    (tmp_path / "content" / "records" / "2026").mkdir(parents=True)
    real = os.scandir

    def locked(path):
        if str(path).endswith("2026"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", locked)
    _, problems = load(tmp_path)
    assert [(p.code, p.place.path) for p in problems] == [("F006", "content/records/2026")]
