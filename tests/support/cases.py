"""The corpus of problems: one case for each code, in tests/problems/, run as a user would.

A case is laid over tests/problems/base. What files cannot say (links, large files, earlier builds) is in SETUPS;
what is run, where it is not `check`, in COMMANDS, and what is no command that ends, in OTHERS. docs/generate.py shows what each case prints.
"""

import os
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

from leverage_site.cache.built_pages import BuiltPages
from leverage_site.problems import Place, Problem, catalog
from leverage_site.project import Project
from leverage_site.publish import web
from leverage_site.scaffold import init
from leverage_site.serve.preview import Preview
from leverage_site.text import count_noun
from tests.support.workspace import cli

CASES = Path(__file__).parents[1] / "problems"
RECORD = "content/records/2026-04-07.md"
DAY = "output/posts/2026/2026-04-07-leverage-record.html"


def run(*arguments: str) -> tuple[int, str]:
    """Run a command; return its exit code and what it prints to standard error."""
    result = cli(*arguments)
    return result.exit_code, result.stderr


def report(code: str, folder: Path) -> tuple[int, str]:
    """Lay the case of `code` out in `folder` and run it there; return exit code and report."""
    for layer in (CASES / "base", CASES / code):
        if layer.is_dir():
            shutil.copytree(layer, folder, dirs_exist_ok=True)
    before = Path.cwd()
    os.chdir(folder)
    try:
        if code in SETUPS:
            SETUPS[code]()
        return OTHERS[code]() if code in OTHERS else run(*COMMANDS.get(code, ("check",)))
    finally:
        os.chdir(before)


def _large_file() -> None:
    Path(RECORD).write_bytes(b"x" * 1_000_001)


def _no_settings() -> None:
    Path("leverage.toml").unlink()


def _file_in_the_way() -> None:
    run("build")
    Path("content/pages").mkdir()
    Path("content/pages/about.md").write_text("---\ntitle: About\n---\n")
    Path("output/about.html").write_text("Somebody's own file.\n")


def _edited_page() -> None:
    run("build")
    Path(DAY).write_text("Mended by hand.\n")


def _dangling_link() -> None:
    Path(RECORD).unlink()
    Path(RECORD).symlink_to("nowhere.md")


def _link_in_output() -> None:
    run("build")
    shutil.move("output/posts", "elsewhere")
    Path("output/posts").symlink_to("../elsewhere")


def _falsely_remembered() -> None:
    run("build")
    page, (path, data) = Path(DAY), (DAY.removeprefix("output/"), b"Not what a build gives.\n")
    page.write_bytes(data)
    with Project.open(Path(), lambda: None) as project:
        outputs = BuiltPages(project.store, Path("output"))
        false = outputs.pages[path]._replace(digest=sha256(data).hexdigest(), stamp=None)
        outputs.save({**outputs.pages, path: false})
        project.store.commit()


def _edited_leftover() -> None:
    _edited_page()
    Path(RECORD).unlink()


def _linked_folder() -> None:
    Path("elsewhere").mkdir()
    Path("content/records/linked").symlink_to("../../elsewhere")


def _name_in_latin_1() -> None:
    Path("content/records", os.fsdecode(b"caf\xe9.md")).write_text("A day.\n")


def _sample_record() -> None:
    settings = Path("leverage.toml").read_text()
    shutil.rmtree("content")
    Path("leverage.toml").unlink()
    init(Path(), date(2026, 4, 8))
    Path("leverage.toml").write_text(settings)


def _no_content() -> None:
    shutil.rmtree("content")


def _link_in_theme() -> None:
    Path("themes/own/assets").mkdir()
    Path("themes/own/assets/notes.txt").symlink_to("../../../leverage.toml")


def _large_styles() -> None:
    Path("themes/own/assets").mkdir()
    Path("themes/own/assets/own.css").write_text("p { margin: 0 }\n" * 3_000)


def _photograph() -> None:
    Path("gate.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")


def _photographs() -> None:
    Path("photographs").mkdir()
    Path("photographs/gate.jpg").write_bytes(b"\xff\xd8\xff\xe0")


def _long_title() -> None:
    Path("tasks.csv").write_text(f"date,task,human,ai\n2026-05-04,{'Mend the gate ' * 200},4h,20m\n")


def _target(settings: str = 'type = "folder"\npath = "www"\n') -> None:
    with Path("leverage.toml").open("a", encoding="utf-8") as file:
        file.write(f"[publish.live]\n{settings}")


def _published() -> None:
    _target()
    Path("content/static").mkdir()
    Path("content/static/notes.txt").write_text("Notes.\n")
    assert run("publish")[0] == 0


def _folder_of_the_site() -> None:
    _target('type = "folder"\npath = "content/log"\n')


def _strange_page() -> None:
    _target()
    Path("www").mkdir()
    Path("www/index.html").write_text("Somebody's own file.\n")


def _edited_where_published() -> None:
    _published()
    Path("www/notes.txt").write_text("Mended by hand.\n")


def _edited_and_gone() -> None:
    _edited_where_published()
    Path("content/static/notes.txt").unlink()


def _secret() -> None:
    _target()
    record = Path(RECORD)
    record.write_text(record.read_text() + f"\nThe key is `{'AKIA' + 'Q3EGRTZ2WXM4PLK7'}`.\n")


def _lost_page() -> None:
    Path("content/pages").mkdir()
    Path("content/pages/method.md").write_text("---\ntitle: Method\n---\nHow it is done.\n")
    _published()
    Path("content/pages/method.md").unlink()


def _other_figures() -> None:
    _published()
    record = Path(RECORD)
    record.write_text(record.read_text().replace("human: 2h", "human: 1h"))


def _damaged_receipt() -> None:
    _published()
    Path("www/.leverage-site.receipt.json").write_text("{")


def _missing_program() -> None:
    _target('type = "command"\ncommand = ["no-such-program", "{output}"]\n')


def _linked_stage() -> None:
    _target()
    Path("www").mkdir()
    Path("www/.leverage-site.stage").symlink_to("elsewhere")


def _deaf_host() -> None:
    _target('type = "command"\ncommand = ["true"]\nbase_url = "http://127.0.0.1:9/"\nwait = 1\n')


def _published_from_elsewhere() -> None:
    _published()
    Path("published").rename("ours")
    Path("content/static/notes.txt").write_text("Notes of somebody else.\n")
    assert run("publish")[0] == 0
    shutil.rmtree("published")
    Path("ours").rename("published")


def _other_id() -> None:
    _published()
    settings = Path("leverage.toml").read_text()
    (line,) = [line for line in settings.splitlines() if line.startswith("id = ")]
    Path("leverage.toml").write_text(settings.replace(line, 'id = "tag:cases.test,2027:other"'))


def _deaf_hub() -> tuple[int, str]:
    """Return what is reported where the hub of a site does not answer."""
    feed = "https://cases.test/feed.xml"
    failed = web.ping("http://127.0.0.1:9/", [feed])
    problem = catalog.HUB_FAILED.at(Place("http://127.0.0.1:9/"), feed=feed, reason=failed[feed])
    return 0, f"{problem}\n1 warning"


def _endless_template() -> tuple[int, str]:
    """Return what a preview reports of a page whose template does not end."""
    told: list[Problem] = []
    Preview(Path(), failed=told.extend, limit=1).answer("404.html")
    return 0, "\n".join([*map(str, told), count_noun(len(told), "problem")])


OTHERS: dict[str, Callable[[], tuple[int, str]]] = {"T016": _endless_template, "U014": _deaf_hub}

SETUPS: dict[str, Callable[[], None]] = {
    "R007": _large_file,
    "R040": _sample_record,
    "S001": _no_settings,
    "T005": _link_in_theme,
    "T011": _large_styles,
    "F003": _file_in_the_way,
    "F004": _edited_page,
    "F006": _dangling_link,
    "F007": _link_in_output,
    "F008": _edited_leftover,
    "F012": _linked_folder,
    "F014": _falsely_remembered,
    "F015": _no_content,
    "F016": _name_in_latin_1,
    "I001": _photograph,
    "I018": _photographs,
    "I019": _long_title,
    "U002": _folder_of_the_site,
    "U003": _strange_page,
    "U004": _edited_where_published,
    "U005": _edited_and_gone,
    "U006": _secret,
    "U007": _lost_page,
    "U008": _other_figures,
    "U009": _damaged_receipt,
    "U010": _missing_program,
    "U011": _linked_stage,
    "U012": _deaf_host,
    "U013": _target,
    "U015": _published_from_elsewhere,
    "U016": _other_id,
}

COMMANDS: dict[str, tuple[str, ...]] = {
    "T018": ("theme", "adopt", "page.html"),
    "T019": ("theme", "adopt", "--update", "--name", "own"),
    "T006": ("theme", "check"),
    "T007": ("theme", "check"),
    "T008": ("theme", "check"),
    "T009": ("theme", "check"),
    "T010": ("theme", "check"),
    "T011": ("theme", "check"),
    "T012": ("theme", "new", "Night Sky"),
    "T013": ("theme", "new", "own"),
    "F001": ("build", "--output", "."),
    "F002": ("build",),
    "F003": ("build",),
    "F004": ("build",),
    "F005": ("build", "--output", "n" * 300),
    "F007": ("build",),
    "F008": ("build",),
    "F009": ("build",),
    "F010": ("init", "."),
    "F011": ("new", "2026-04-07"),
    "F014": ("build", "--verify"),
    "I001": ("import", "gate.jpg"),
    "I002": ("import", "2026-05-04.md"),
    "I003": ("import", "2026-05-04.md"),
    "I004": ("import", "tasks.csv"),
    "I005": ("import", "gate.md"),
    "I006": ("import", "2026-05-04.md", "again/2026-05-04.md"),
    "I007": ("import", "2026-04-07.md"),
    "I008": ("import", "2026-05-04.html"),
    "I009": ("import", "tasks.csv"),
    "I010": ("import", "tasks.csv"),
    "I011": ("import", "tasks.csv"),
    "I012": ("import", "tasks.csv"),
    "I013": ("import", "2026-05-04.txt"),
    "I014": ("import", "2026-05-04.md"),
    "I015": ("import", "2026-05-04.md"),
    "I016": ("import", "2026-05-04.md", "--feed", "atom.xml"),
    "I017": ("import", "2026-05-04.html"),
    "I018": ("import", "photographs"),
    "I019": ("import", "tasks.csv"),
    "I020": ("import", "2026-05-05.txt"),
    "I021": ("import", "2026-05-04.md"),
    "I022": ("import", "one", "two", "--feed", "atom.xml"),
    "I023": ("import", "2026-05-04.md"),
    "I024": ("import", "tasks.csv"),
    "I025": ("import", "page.md"),
    "I026": ("import", "2026-05-04.md"),
    "I030": ("import", "2026-05-04.html"),
    "I031": ("import", "2026-05-04.md", "--feed", "atom.xml"),
    **{f"U{number:03}": ("publish",) for number in range(1, 17)},
    "U013": ("publish", "--undo"),
    "U015": ("publish", "--undo"),
}
