"""A built site on its way to a target: its files, and what had better not be published of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from leverage_site.build import Site
from leverage_site.files import open_regular, os_reason, pieces
from leverage_site.output.folder import OUTPUT, read_manifest
from leverage_site.pages.fragments import is_whole_page
from leverage_site.problems import MAX_PROBLEMS, Place, Problem, catalog
from leverage_site.publish import review
from leverage_site.publish.findings import lost_problems
from leverage_site.publish.order import site_files
from leverage_site.publish.run import Publication, plan_files
from leverage_site.publish.secrets import Secret, find_secrets
from leverage_site.publish.store import PublishedStore
from leverage_site.publish.target import Target
from leverage_site.records.discover import list_content
from leverage_site.settings import PublishTarget

# Files of these types hold no text in which a secret could stand.
_NO_TEXT = ("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "video/", "audio/", "font/")


@contextmanager
def prepare(
    site: Site,
    output: Path,
    target: Target,
    store: PublishedStore,
    settings: PublishTarget,
    *,
    adopt: bool = False,
    host_page: str = "",
) -> Iterator[Publication]:
    """Plan the publication of the site that is built in `output`; the target is held during the block.

    The other arguments are those of `plan_files`.
    """
    manifest = read_manifest(output) or {}
    files = site_files(site.plan.by_file, {path: digests[-1] for path, digests in manifest.items()})
    if not settings.pages:
        whole = {path for path, page in site.plan.by_file.items() if is_whole_page(page)}
        files = {path: file for path, file in files.items() if path not in whole}
    for file in files.values():
        with _reading(file.path):
            store.add(file.digest, pieces(output / file.path), Place(file.path))
    with target.open():
        publication = plan_files(site.settings.id, files, target, store, adopt=adopt, host_page=host_page)
        reviewed = [*_secrets(publication, site.root, output, settings), *_news(publication, site, output)]
        publication.problems = (*publication.problems, *reviewed)
        yield publication


def _secrets(publication: Publication, root: Path, output: Path, settings: PublishTarget) -> Iterator[Problem]:
    """Yield each text in the files to send that looks like a secret, where it stands in content/ if it does."""
    allowed = frozenset(settings.allow)
    sent = [file for _, files in publication.plan.steps for file in files if not file.type.startswith(_NO_TEXT)]
    found: dict[str, list[tuple[Place, Secret]]] = {}
    for file in sent:
        for secret in _secrets_in(output / file.path, allowed):
            found.setdefault(secret.text, []).append(
                (Place(f"{OUTPUT}/{file.path}", secret.line, secret.column), secret)
            )
    for source in list_content(root).files if found else ():
        for secret in _secrets_in(source.on_disk, allowed):
            found.setdefault(secret.text, []).insert(0, (Place(source.path, secret.line, secret.column), secret))
    for (place, secret), *others in [*found.values()][:MAX_PROBLEMS]:
        more = "; it stands in other files, too" if others else ""
        yield catalog.SECRET.at(place, start=secret.shown, rule=secret.rule, others=more)


def _secrets_in(path: str | Path, allowed: frozenset[str]) -> list[Secret]:
    with _reading(str(path)), open_regular(path) as (handle, stamp):
        if not stamp.size:
            return []
        with mmap(handle, 0, access=ACCESS_READ) as data:
            return list(find_secrets(data, allowed))


def _news(publication: Publication, site: Site, output: Path) -> Iterator[Problem]:
    """Yield the addresses that are lost, and the days whose figures change without a word."""
    files, state, target = publication.files, publication.state, publication.target
    redirects = ""
    if review.REDIRECTS in files:
        with _reading(review.REDIRECTS):
            redirects = (output / review.REDIRECTS).read_text(encoding="utf-8", errors="replace")
    # Of what is taken over, this is known from here.
    receipt = state.receipt or state.known
    if receipt:
        yield from lost_problems(review.lost_addresses(receipt, files, redirects), receipt, target)
    names = [name for name in (review.DAYS, review.TASKS) if name in publication.plan.changed and receipt]
    before = {name: b"".join(target.read(name) or ()) for name in names}
    after = {name: b"".join(publication.store.pieces(files[name].digest)) for name in names}
    days = (*site.library.records, *site.library.withdrawn)
    records = {record.date.isoformat(): record for record in days}
    told = {day for day, record in records.items() if review.tells_of_changes(record)}
    for day in review.uncorrected(review.changed_days(before, after), told):
        place = Place(records[day.date].path if day.date in records else target.label)
        yield catalog.CHANGED_FIGURES.at(place, day=day.date, changes="; ".join(day.changes))


@contextmanager
def _reading(path: str) -> Iterator[None]:
    """Report where a file of the built site cannot be read."""
    try:
        yield
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(path), reason=os_reason(error)) from None
