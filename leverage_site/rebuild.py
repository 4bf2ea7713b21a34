"""A build after others: what they left in the cache is used, what this one finds out goes there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from leverage_site import build
from leverage_site.cache.built_pages import BuiltPages
from leverage_site.cache.session import Session
from leverage_site.files import digest
from leverage_site.output.write import WriteResult
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.report import Options, Report, Timings


def prepared(session: Session, options: Options, timings: Timings) -> build.Site:
    """The site, read and planned. Raises ProblemError where settings or theme cannot be used.

    What is wrong with drafts that are left out is for `check` to say: no page has it.
    """
    with timings.stage("look"):
        session.look()
    site = build.prepare(
        session.root,
        drafts=options.drafts,
        base_url=options.base_url,
        timings=timings,
        memory=session.readings,
        listing=session.listing,
    )
    with timings.stage("remember"):
        session.save()
    if options.drafts:
        return site
    left_out = frozenset(site.library.drafts)
    return replace(site, problems=tuple(p for p in site.problems if p.place.path not in left_out))


def written(
    session: Session,
    options: Options,
    site: build.Site,
    timings: Timings,
    *,
    strict: bool = False,
    verify: bool = False,
    progress: Callable[[int], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> Report:
    """Write the site, by default without what is there already. Raises ProblemError as `build.build` does.

    To `verify` it, everything is built again from nothing and compared; a file that differs is a problem, and
    replaced.
    """
    outputs = BuiltPages(session.store, options.output)
    result = build.build(
        site,
        options.output,
        timings,
        strict=strict,
        outputs=outputs,
        progress=progress,
        waiting=waiting,
        clock=session.clock,
    )
    if verify:
        with timings.stage("verify"):
            result.problems += _verified(session, options, outputs)
    report = _report(site, result)
    with timings.stage("remember"):
        session.finish(options, report, result.stamps if _was_read_as_seen(session, site) else {})
    return report


def _was_read_as_seen(session: Session, site: build.Site) -> bool:
    """Whether the site was made of the sources that the session saw before, and not of others for a moment."""
    if not session.readings.knows(session.listing.files):
        return False
    try:
        return build.is_as_read(site)
    except (OSError, ProblemError):
        return False


def _verified(session: Session, options: Options, outputs: BuiltPages) -> list[Problem]:
    """A problem for each file that a build from nothing has different bytes for; those are written instead."""
    clean = build.prepare(session.root, drafts=options.drafts, base_url=options.base_url)
    problems = list(_differences(clean, options.output, outputs))
    if problems:
        session.store.clear()
        build.build(clean, options.output)
    return problems


def _differences(clean: build.Site, output: Path, outputs: BuiltPages) -> Iterator[Problem]:
    missing = set(outputs.built)
    for path, wanted in build.digests(clean):
        missing.discard(path)
        if path not in outputs.built or digest(output / path) != wanted:
            yield catalog.NOT_AS_CLEAN.at(Place((output / path).as_posix()), page=path)
    for path in sorted(missing):
        yield catalog.NOT_AS_CLEAN.at(Place((output / path).as_posix()), page=path)


def _report(site: build.Site, result: WriteResult) -> Report:
    return Report(
        files=len(result.digests),
        written=tuple(result.written),
        kept=result.kept,
        removed=tuple(result.removed),
        rendered=len(result.rendered),
        drafts=len(site.library.drafts),
        shown_drafts=site.library.shown_drafts,
        problems=tuple(result.problems),
    )
