"""The repository as it changes: the newest preview, and who waits for the next.

Two threads do the work, so that a long redline holds up no page: one watches and makes pages, the
other makes redlines and provenance when they are asked for. Both end with the process.
"""

import asyncio
import contextlib
import queue
import secrets
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import watchfiles

from pipeline.commands.preview import Preview, Previewer, matters
from pipeline.commands.provenance import provenance
from pipeline.commands.redline import redline
from pipeline.errors import RedraftError
from pipeline.history.repository import open_repository
from pipeline.render.provenance import as_json
from pipeline.render.redline import as_html

_QUIET = 20  # milliseconds without a change, after which a save is taken to be whole
_LONGEST = 200  # milliseconds that changes are waited for
_KEPT = 8  # answers about one state of the repository
_UNWATCHED = 1.0  # seconds between two looks while the system watches nothing for us

_Answer = asyncio.Future[str]
_Key = tuple[str, ...]  # what is asked for, of whatever state


class Live:
    """One repository, watched; its methods are for the event loop's thread.

    ``state``: names what the newest page shows; never the same in two runs.
    """

    def __init__(self, directory: Path, *, editor: str, cache: Path | None = None) -> None:
        """Make the first page. Raises RedraftError where the repository cannot be read."""
        self._directory = directory
        self._cache = cache
        self._previewer = Previewer(directory, editor=editor, cache=cache)
        self._matters = matters(open_repository(directory))
        self._run = secrets.token_hex(4)
        self._number = 1
        self.preview: Preview = self._previewer.preview()
        self._tasks: queue.SimpleQueue[tuple[_Key, Callable[[], str]]] = queue.SimpleQueue()
        self._waiting: dict[_Key, _Answer] = {}
        self._answers: dict[tuple[int, _Key], _Answer] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()

    @property
    def state(self) -> str:
        """Return the name of the newest state."""
        return f"{self._run}-{self._number}"

    def start(self) -> None:
        """Start watching; called once, in the event loop."""
        self._loop = asyncio.get_running_loop()
        for work in (self._watch, self._answer):
            threading.Thread(target=work, daemon=True).start()

    async def states(self, patience: float) -> AsyncIterator[str | None]:
        """Yield the state, and each that follows it; None after ``patience`` seconds without."""
        seen = ""
        while True:
            if seen != self.state:
                seen = self.state
                yield seen
                continue
            waiting = self._changed
            try:
                await asyncio.wait_for(waiting.wait(), patience)
            except TimeoutError:
                yield None

    async def redline(self, old: str) -> str:
        """Return the redline from a revision ("": the version before) as a page.

        Raises RedraftError as ``redline`` does.
        """

        def make() -> str:
            compared = redline(self._directory, old or None, None, cache=self._cache)
            return as_html.render(compared.redline)

        return await self._ask(("redline", old), make)

    async def provenance(self) -> str:
        """Return who wrote each word, as JSON. Raises RedraftError as ``provenance`` does."""

        def make() -> str:
            return as_json.render(provenance(self._directory, cache=self._cache))

        return await self._ask(("provenance",), make)

    async def _ask(self, key: _Key, make: Callable[[], str]) -> str:
        """Have something made for this state, once for all who ask.

        What waits to be made serves newer states, too, since it reads the repository only when it
        begins: however often a file is saved, one is being made and one waits.
        """
        whole = (self._number, key)
        if whole not in self._answers:
            for old in list(self._answers)[: max(0, len(self._answers) - _KEPT + 1)]:
                del self._answers[old]
            answer = self._waiting.get(key)
            if answer is None:
                answer = self._waiting[key] = asyncio.get_running_loop().create_future()
                self._tasks.put((key, make))
            self._answers[whole] = answer
        # Whoever leaves must not take the answer from the others.
        return await asyncio.shield(self._answers[whole])

    def _answer(self) -> None:
        """Make what is asked for, one after the other, in this thread."""
        while True:
            key, make = self._tasks.get()
            answer = self._waiting.pop(key)  # from here on, who asks anew waits for a new one
            try:
                made = make()
            except Exception as error:  # told to who asked
                self._tell(self._fail, answer, error)
            else:
                self._tell(self._give, answer, made)

    @staticmethod
    def _give(answer: _Answer, made: str) -> None:
        if not answer.done():
            answer.set_result(made)

    @staticmethod
    def _fail(answer: _Answer, error: Exception) -> None:
        if not answer.done():
            answer.set_exception(error)
            answer.exception()  # whoever asked may be gone

    def _watch(self) -> None:
        """Make a page for each change, in this thread.

        Where the system cannot watch (no watches or files left), a line says so and the page is
        made every second instead, until it can: a page that calls itself live must be so.
        """
        last = self.preview
        told = ""
        while True:
            try:
                last = self._until_folders_change(last)
            except Exception as error:
                if str(error) != told:
                    told = str(error)
                    print(
                        f"redraft: cannot watch files, so looks every second: {told}",
                        file=sys.stderr,
                    )
                time.sleep(_UNWATCHED)
                last = self._next(last)

    def _until_folders_change(self, last: Preview) -> Preview:
        """Make pages until another set of folders has to be watched; returns the newest."""
        # What changed before the watch began is seen by the page that is made first.
        changes = watchfiles.watch(
            *sorted(last.folders),
            watch_filter=lambda _, path: self._matters(path),
            debounce=_LONGEST,
            step=_QUIET,
            recursive=False,
            raise_interrupt=False,
            rust_timeout=1000,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        with contextlib.closing(changes):
            is_first = True
            for change in changes:
                if change or is_first:
                    is_first = False
                    before, last = last, self._next(last)
                    if last.folders != before.folders:
                        return last
        return last

    def _next(self, last: Preview) -> Preview:
        try:
            made = self._previewer.preview()
        except RedraftError as error:
            made = Preview(
                self._previewer.troubled(error), last.images, last.style, (), last.folders
            )
        except Exception as error:  # the server goes on; the next save may mend it
            print(f"redraft: a fault of redraft itself: {error!r}", file=sys.stderr)
            return last
        if made != last:
            self._tell(self._take, made)
        return made

    def _take(self, made: Preview) -> None:
        self.preview = made
        self._number += 1
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()

    def _tell(self, what: Callable[..., None], *values: Any) -> None:
        """Call in the event loop; nobody is there once it ended."""
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(what, *values)
        except RuntimeError:
            return
