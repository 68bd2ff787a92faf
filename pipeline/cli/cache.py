"""``redraft cache``: what is kept between runs."""

import click

from pipeline.store.folder import cache_folder, clear_folder, list_kept

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@click.command("cache")
@click.argument("what", type=click.Choice(["clear"]), required=False, metavar="[clear]")
def command(what: str | None) -> None:
    """Tell where the cache is and how large, or clear it.

    What was traced of a repository's history is kept there, so that the next run traces only what
    is new. Nothing else is, and everything works the same without one: it may be cleared at any
    time, and the commands that trace take --no-cache. It stays below 2 GB: what was used longest
    ago goes first.

    \b
    Examples:
      redraft cache
      redraft cache clear
    """
    folder = cache_folder()
    if folder is None:
        click.echo("nothing is kept: neither XDG_CACHE_HOME nor HOME names a folder")
        return
    if what == "clear":
        click.echo(f"{folder}: {_size(clear_folder(folder))} removed")
        return
    kept = list_kept(folder)
    count = f"{len(kept)} {'history' if len(kept) == 1 else 'histories'}"
    click.echo(f"{folder}: {_size(sum(each.size for each in kept))}, {count}")


def _size(size: float) -> str:
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} {_UNITS[-1]}"
