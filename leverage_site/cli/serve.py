"""The command `serve`."""

import errno
import gc
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from leverage_site.cli import console
from leverage_site.files import os_reason
from leverage_site.serve.http import Server
from leverage_site.serve.preview import Preview, SiteChange
from leverage_site.serve.watcher import Watch, follow
from leverage_site.text import count_noun

HOST = "127.0.0.1"
PORT = 8000
PORTS = 20


@click.command(short_help="Preview the site while you write.")
@click.option("--host", default=HOST, show_default=True, metavar="HOST", help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help=f"The port to listen on; 0 is any that is free.  [default: {PORT}, or the next one that is free]",
)
@click.option("--open", "opened", is_flag=True, help="Open the site in a browser.")
@click.option(
    "--drafts/--no-drafts", default=True, help="Show drafts, marked; or what will be public.  [default: --drafts]"
)
@click.option("--poll", is_flag=True, help="Look at the files once a second instead of waiting for events.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Answer to this host name too; may be repeated.")
@console.json_option
@click.pass_obj
@console.reporting
def serve(
    root: Path,
    host: str,
    port: int | None,
    opened: bool,
    drafts: bool,
    poll: bool,
    allow_host: tuple[str, ...],
    as_json: bool,
) -> None:
    """Serve the site on this machine and show every edit at once; the output folder is not touched."""
    with _server(host, port, allow_host) as server:
        preview = Preview(root, drafts=drafts, failed=console.print_problems, waiting=console.print_waiting)
        # What was read stays: the collector need not look at it again, nor often at what a refresh makes.
        gc.freeze()
        gc.set_threshold(50_000)
        gc.enable()
        server.show(preview)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            console.print_problems(preview.problems)
            if as_json:
                console.print_json_line({"url": server.url})
            else:
                library = preview.latest.library
                records, number = count_noun(len(library.records), "record"), library.shown_drafts
                notes = (console.included(number) if number else "") + console.left_out(len(library.drafts))
                console.print_text(f"{records}{notes}, shown at {server.url} (Ctrl-C stops)")
            if opened:
                webbrowser.open(server.url)
            watch = Watch(preview.root, lambda: preview.source_folders, poll=poll, say=console.print_note)
            with _watching(watch):
                follow(
                    preview,
                    watch,
                    lambda change, pages: _tell(change, pages, as_json=as_json),
                    console.print_problems,
                )
        except KeyboardInterrupt:
            click.echo(err=True)
        finally:
            server.streams.close()
            server.shutdown()


@contextmanager
def _watching(watch: Watch) -> Iterator[None]:
    """Watch during the block. Ctrl-C hits the main thread, which must not be importing: that can swallow it."""
    started = threading.Event()

    def start() -> None:
        try:
            watch.start()
        finally:
            started.set()

    threading.Thread(target=start).start()
    try:
        started.wait()
        yield
    finally:
        started.wait()
        watch.stop()


def _server(host: str, port: int | None, allowed: tuple[str, ...]) -> Server:
    """Return the server at `port`, or at the first free one of the usual ports."""
    if not host:
        # The system would take it for every address: a variable that is not set must not publish drafts.
        raise click.BadParameter("it is empty; write 0.0.0.0 for all addresses", param_hint="'--host'")
    ports = range(PORT, PORT + PORTS) if port is None else [port]
    for n in ports:
        try:
            return Server(host, n, allowed)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = os_reason(error)
                raise click.ClickException(f"cannot listen at {host}, port {n}: {reason}") from None
        except TypeError:
            raise click.ClickException(f"cannot listen at {host}, port {n}: it is no name of a host") from None
    if port is None:
        raise click.ClickException(f"ports {ports[0]} to {ports[-1]} are all taken; choose one with --port")
    raise click.ClickException(f"port {port} is taken; choose another, or leave --port out")


def _tell(change: SiteChange, pages: int | None, *, as_json: bool) -> None:
    console.print_problems(change.problems)
    if not as_json:
        console.print_text(change.describe(pages))
