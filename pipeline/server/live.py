"""The repository as it changes: the newest preview, and who waits for the next.

Two threads do the work, so that a long redline holds up no page: one watches and makes pages, the
other makes redlines and provenance when they are asked for. Both end with the process.
"""

import asyncio
import queue
import secrets
import sys
import threading
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

_Answer = asyncio.Future[str]


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
        self._tasks: queue.SimpleQueue[tuple[_Answer, Callable[[], str]]] = queue.SimpleQueue()
        self._answers: dict[tuple[object, ...], _Answer] = {}
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

    async def _ask(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        """Have something made for this state, once for all who ask."""
        whole = (self._number, *key)
        if whole not in self._answers:
            for old in list(self._answers)[: max(0, len(self._answers) - _KEPT + 1)]:
                del self._answers[old]
            answer: _Answer = asyncio.get_running_loop().create_future()
            self._answers[whole] = answer
            self._tasks.put((answer, make))
        # Whoever leaves must not take the answer from the others.
        return await asyncio.shield(self._answers[whole])

    def _answer(self) -> None:
        """Make what is asked for, one after the other, in this thread."""
        while True:
            answer, make = self._tasks.get()
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
        """Make a page for each change, in this thread."""
        last = self.preview
        while True:
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
            is_first = True
            for change in changes:
                if change or is_first:
                    is_first = False
                    before, last = last, self._next(last)
                    if last.folders != before.folders:
                        break
            changes.close()

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
