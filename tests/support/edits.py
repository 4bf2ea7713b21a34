"""Hypothesis strategies of edits that a site may go through, one by one, and a site to begin with."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from leverage_site.cache.store import FOLDER
from tests.support.field_theme import templates
from tests.support.sites import Site, document, task

SETTLED = 20_000_000
"""Nanoseconds, longer than a tick of the disk's clock: so soon, not after 2 s, files are old enough to be skipped."""

RECORDS = "content/records"
# What builds make of a site's sources.
BUILT = frozenset({"output", FOLDER})
BROKEN = "---\ndate: 2026-04-07\ntasks: many\n---\n"


# The edits. Each can be done at any time: what the disk refuses is left undone, or half done.


def nth_file(site: Site, folder: str, n: int) -> Path:
    """Return one of the files below a folder."""
    found = sorted(path for path in (site.root / folder).rglob("*") if path.is_file())
    if not found:
        raise FileNotFoundError(folder)
    return found[n % len(found)]


def put(site: Site, path: str, text: str) -> None:
    site.file(path, text)


def touch(site: Site, folder: str, n: int) -> None:
    """Write the same bytes into the same file."""
    target = nth_file(site, folder, n)
    target.write_bytes(target.read_bytes())


def recreate(site: Site, folder: str, n: int) -> None:
    """Replace a file by a copy of itself."""
    target = nth_file(site, folder, n)
    shutil.copy(target, site.root / "other")
    (site.root / "other").replace(target)


def change(site: Site, folder: str, n: int, old: str, new: str) -> None:
    """Replace some words of a file, or the other way round where it has the new ones."""
    target = nth_file(site, folder, n)
    text = target.read_text()
    target.write_text(text.replace(old, new) if old in text else text.replace(new, old))


def disguise(site: Site, folder: str, n: int, old: str, new: str) -> None:
    """Replace some words by others of the same length, and restore the file's times."""
    target = nth_file(site, folder, n)
    status = target.stat()
    if len(old) == len(new):
        change(site, folder, n, old, new)
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def copy(site: Site, folder: str, n: int, new: str) -> None:
    shutil.copy(nth_file(site, folder, n), site.root / new)


def delete(site: Site, folder: str, n: int) -> None:
    nth_file(site, folder, n).unlink()


def delete_all(site: Site, folder: str) -> None:
    shutil.rmtree(site.root / folder)


def move(site: Site, folder: str, n: int, new: str) -> None:
    (site.root / new).parent.mkdir(parents=True, exist_ok=True)
    nth_file(site, folder, n).rename(site.root / new)


def rename(site: Site, path: str, new: str) -> None:
    (site.root / path).rename(site.root / new)


def swap(site: Site, folder: str, n: int, m: int) -> None:
    one, two, between = nth_file(site, folder, n), nth_file(site, folder, m), site.root / "between"
    one.rename(between)
    two.rename(one)
    between.rename(two)


def link(site: Site, path: str, target: str) -> None:
    """Make a symbolic link, which may lead nowhere until later."""
    (site.root / path).unlink(missing_ok=True)
    (site.root / path).symlink_to(site.root / target)


def setting(site: Site, section: str, name: str, value: Any) -> None:
    """Change a setting; this also mends a broken leverage.toml."""
    site.settings(section, **{name: value})


def restore(site: Site) -> None:
    """Restore all files at once."""
    for name in ("content", "themes"):
        shutil.rmtree(site.root / name, ignore_errors=True)
    shutil.copytree(site.root.parent / "site", site.root, dirs_exist_ok=True)


def sources_digest(root: Path) -> str:
    """Compute a digest of all that a build from nothing can read of a site: names, kinds and bytes, but no times.

    Links count as leading to what is in the same place below another `root`.
    Sequences of edits come to a state that others came to already more often than not: a mutated one begins as the
    one that it was made of.
    """
    found = sha256()
    for place, folders, files in os.walk(root):
        if place == str(root):
            folders[:] = [name for name in folders if name not in BUILT]
        folders.sort()
        for path in (f"{place}/{name}" for name in sorted(files + folders)):
            link = os.readlink(path) if os.path.islink(path) else ""  # noqa: PTH114, PTH115 (a Path for each takes longer)
            data = Path(path).read_bytes() if os.path.isfile(path) else None  # noqa: PTH113
            found.update(repr((path.removeprefix(str(root)), link.replace(str(root), "."), data)).encode())
    return found.hexdigest()


Edit = tuple[Any, ...]
bodies = st.lists(
    st.sampled_from([
        *["Text.", "Other.", "## More", "Smørrebrød."] * 4, "Of {{ tasks }}, {{ all.human }}.", "{{ x }}", "[a](a.md)", "[b](2026-04-07.md)", "[c](/about.html#x)",
        "[d](/tags/web.html)", "![e](/chart.png)", "[f](/weeks/2026-W15.html)", "[g](/page/2.html)",
        "[h](/old.html)", "[i](/now.html)", "[j](/assets/own.css)",
    ]),
    max_size=2,
).map("\n\n".join)  # fmt: skip
dates = st.sampled_from([
    ("2026-04-07.md", "2026-04-07"), ("2026-04-08.md", "2026-04-08"), ("2026-04-14.md", "2026-04-14"),
    ("deep/2026-12-31.md", "2026-12-31"), ("a.md", "2027-01-01"), ("a.md", "2027-01-02"), ("b.md", "2026-04-07"),
])  # fmt: skip
OPTIONAL = {
    "title": st.sampled_from(["A", "B"]),
    "summary": st.sampled_from(["S", "T", "The {{ week.tasks:words }} of {{ all.leverage }}"]),
    "updated": st.sampled_from(["2026-05-01", "2026-05-02"]),
    "tokens": st.sampled_from(["~5M", 5_000_000]),
    "extra": st.sampled_from([{"mood": "good"}, {"mood": 1}]),
    "tags": st.sampled_from([["AI"], ["ai", "web"], ["Ai"], ["C", "C#"]]),
    "url": st.sampled_from(["/a.html", "/b.html", "/about.html", "/A.html", "/x/", "/x/index.html"]),
    "aliases": st.sampled_from([["/old.html"], ["/old.html", "/x/y.html"], ["/older.html"]]),
    "id": st.sampled_from(["tag:e,2026:1", "tag:e,2026:2"]),
}


@st.composite
def keys(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a few keys: records with many would want the same address most of the time."""
    chosen = draw(st.sets(st.sampled_from(["tags", *OPTIONAL]), max_size=2))
    return {
        "draft": draw(st.sampled_from([False, False, False, True])),
        "tasks": draw(tasks),
        **{name: draw(OPTIONAL[name]) for name in sorted(chosen)},
    }


tasks = st.sampled_from([
    [], [task()], [task(), task("B", "2h", "1m", tags=["ai"])], [task("C", "90h", "1m", tags=["C++", "c"])],
    [task("Smør", "1h", "9m", supervision="0m", tokens="~1k"), task("B", "9h", "1m", project="p", note="n")],
    [task("D", "3h", "2m", project="P", assistant="Other", id="own", url="https://example.org/1"), task("E", "1h", "2m", project="q")],
])  # fmt: skip


@st.composite
def writing(draw: st.DrawFn) -> Edit:
    """Draw an edit that writes a record, now and then a broken one."""
    name, day = draw(dates)
    broken = draw(st.integers(0, 9)) == 9
    return put, f"{RECORDS}/{name}", BROKEN if broken else document(draw(bodies), {"date": day, **draw(keys())})


record_paths = dates.map(lambda pair: f"{RECORDS}/{pair[0]}")
pages = st.fixed_dictionaries(
    {"title": st.sampled_from(["A page", "B"]), "draft": st.booleans() | st.just(False)},
    optional={"url": st.sampled_from(["/a.html", "/now.html"]), "aliases": st.just(["/old.html"])},
)
page_paths = st.sampled_from(["content/pages/about.md", "content/pages/now.md"])
note_paths = st.sampled_from([
    "content/partials/about-author.md", "content/partials/x/about-author.md", "content/partials/other.md",
    "content/weeks/2026-W15.md", "content/weeks/2026-W16.md", "content/weeks/2026-W99.md",
    "content/months/2026-04.md", "content/months/2027-02.md", "content/years/2026.md", "content/projects/p.md",
    "content/tags/web.md", "content/tags/ai.md", "content/tags/deep/ai.md",
])  # fmt: skip
notes = bodies | st.builds(
    document, bodies, st.fixed_dictionaries({"draft": st.booleans()}, optional={"title": st.just("A")})
)
other_paths = st.sampled_from([
    "content/static/chart.png", "content/static/now.html", "content/static/assets/own.css", "content/stray.txt",
    "content/static/.hidden", "content/records/a.md~", "themes/own/assets/own.css", "themes/own/assets/style.css",
    "themes/own/templates/_pager.html", "themes/own/README.md", "output/index.html",
])  # fmt: skip
theme_texts = st.sampled_from(["", "{{ view.head.title }}", "{{ view.missing }}"])
numbers = st.integers(0, 11)
some = st.sampled_from([RECORDS, RECORDS, "content"]), numbers
any_file = st.sampled_from(["content", "themes", "."]), numbers
folders = st.sampled_from(
    ["content", RECORDS, "content/pages", "content/weeks", "content/tags", "content/static", "themes/own"]
)
values = st.sampled_from([
    ("site", "title", "Test"), ("site", "title", "Other"), ("site", "base_url", "https://example.org/"),
    ("site", "base_url", "https://example.org/x/"), ("site", "id", "tag:e,2026:o"), ("site", "assistant", "Other"),
    ("site", "theme", "own"), ("site", "theme", "default"), ("site", "theme", "none"), ("site", "theme", "twin"), ("site", "nav", []),
    ("site", "nav", [{"title": "N", "url": "/now.html"}]), ("site", "nav", [{"title": "T", "url": "/tags/web.html"}]),
    ("pages", "size", 1), ("pages", "size", 2), ("pages", "size", 20), ("feed", "size", 1), ("feed", "size", 9),
    ("pages", "task_order", "file"), ("pages", "task_order", "factor"), ("pages", "size", "broken"),
    ("pages", "day_title", "Day {date}"), ("pages", "day_title", "{weekday}"), ("permalinks", "day", "/{date}/"),
    ("permalinks", "day", "/posts/{year}/{date}-leverage-record.html"), ("permalinks", "tag", "/t/{slug}/"),
    ("permalinks", "week", "/w/{week}.html"), ("permalinks", "project", "/p/{slug}.html"), ("permalinks", "tag", "/t/{slug}/index.html"),
])  # fmt: skip


def edit(function: Callable[..., None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Edit]:
    return st.tuples(st.just(function), *arguments)


def weighted(*choices: tuple[int, st.SearchStrategy[Edit]]) -> st.SearchStrategy[Edit]:
    """Draw from one of several, each as often as its number says: in `a | a | b` the second `a` does not count."""
    return st.sampled_from([one for number, one in choices for _ in range(number)]).flatmap(lambda one: one)


words = st.sampled_from([
    ("draft: false", "draft: true"), ("draft: false", "draft: true"), ("AI", "ai"), ("ai", "aI"), ("8h", "80h"),
    ("Text", "Other"), ("The rest", "Of these"), ("## ", "### "), ("Second", "Number"), ("title", "titel"), ("2026-04-08", "2026-04-07"), ("web", "net"), ("old.html", "older.html"),
])  # fmt: skip
changing = st.builds(lambda what, pair: (change, *what, *pair), st.tuples(*some), words)
of_content = (
    edit(restore)
    | writing()
    | writing()
    | writing()
    | changing
    | changing
    | edit(put, page_paths, st.builds(document, bodies, pages))
    | edit(put, note_paths, notes)
    | edit(
        move,
        st.sampled_from(["content/partials", "content/weeks", "content/months", "content/tags"]),
        numbers,
        note_paths,
    )
    | st.builds(lambda n, pair: (disguise, RECORDS, n, *pair), numbers, words)
    | edit(put, other_paths, theme_texts)
    | edit(delete, *some)
    | edit(move, st.just(RECORDS), numbers, record_paths)
    | edit(copy, st.just(RECORDS), numbers, record_paths)
    | edit(swap, st.just(RECORDS), numbers, numbers)
)
of_settings = values.map(lambda value: (setting, *value))
of_anything = (
    of_content
    | of_content
    | edit(touch, *any_file)
    | edit(recreate, *any_file)
    | edit(delete, *any_file)
    | edit(swap, *any_file, numbers)
    | edit(move, *any_file, record_paths | page_paths | other_paths)
    | edit(link, record_paths, other_paths | st.just("elsewhere.md"))
    | edit(put, st.just("elsewhere.md"), bodies)
    | edit(rename, folders | st.just("aside"), folders | st.just("aside"))
    | edit(delete_all, folders)
    | of_settings
    | edit(put, st.just("leverage.toml"), st.sampled_from(["[site\n", "", '[site]\nid = "tag:e,2026:x"\n']))
    | edit(put, st.just("themes/own/theme.toml"), st.sampled_from(["[", 'contract = 1\nextends = "default"\n']))
)


TASKS = [task(), task("B", "2h", "1m", tags=["ai"])]


def beginning(root: Path) -> Site:
    """Create three days in two weeks, with everything that a site may have."""
    site = Site(root)
    first = "First, see [the next](2026-04-08.md), at {{ leverage }}, {{ month.tasks }} in {{ month.ai }}.\n"
    site.record("2026-04-07", first, tags=["AI"], draft=False, tasks=TASKS)
    site.record(
        "2026-04-08",
        "Second, {{ week.tasks }} since Monday, see ![a chart](../static/chart.png).\n\n"
        "## Analysis\n\nThe rest, {{ all.human }} hours.\n",
        tags=["ai", "web"],
        summary="So far {{ month.tasks:words }}.",
    )
    site.record("2026-04-14", "Third, as [usual](../pages/about.md).\n", draft=False, aliases=["/old.html"])
    site.page(
        "about",
        "{{ tasks }} tasks, see [the day](../records/2026-04-08.md), [the web](/tags/web.html).\n",
        draft=False,
    )
    site.file(
        "content/weeks/2026-W15.md",
        "[The first](../records/2026-04-07.md), {{ human }} h, [style](/assets/own.css).\n",
    )
    site.file(
        "content/months/2026-04.md", document("[The first](../records/2026-04-07.md)\n", {"title": "Spring"})
    )
    site.file("content/tags/web.md", document("Text, see [the month](../months/2026-04.md).\n", {"draft": False}))
    site.file("content/partials/about-author.md", "[About](/about.html), [old](/old.html).\n")
    site.file("content/static/chart.png", b"png")
    for name in ("twin", "own"):
        site.theme({**templates(), "_pager.html": ""}, name=name).file(f"themes/{name}/assets/own.css", "p {}")
    return site.settings("pages", size=1)
