"""A socket, a token, and a server that stops at once: serves one repository until interrupted."""

import asyncio
import math
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.errors import RedraftError
from pipeline.server.application import application
from pipeline.server.gate import Gate
from pipeline.server.live import Live

_SLOWEST = 10  # seconds for the head of a request
_CONNECTIONS = 256  # more are taken only while those who keep still can be hung up on
_MOST = 2 * _CONNECTIONS  # whoever has the token and opens so many pages is refused more
_LONGEST_HEAD = 32 << 10  # bytes
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


def serve(
    directory: Path,
    *,
    host: str,
    port: int,
    editor: str,
    tell: Callable[[str], None],
    cache: Path | None = None,
) -> None:
    """Serve the live preview of the repository around a folder until SIGINT or SIGTERM.

    ``port`` 0 takes a free one. ``tell`` is given the address once it can be opened. Raises
    RedraftError where the repository cannot be read or the address cannot be had, and
    KeyboardInterrupt at the end of a run that Ctrl-C ended.
    """
    live = Live(directory, editor=editor, cache=cache)
    listening = _listen(host, port)
    token = secrets.token_urlsafe(24)
    name = _WILDCARDS.get(host, host)
    shown = f"[{name}]" if ":" in name else name
    tell(f"http://{shown}:{listening.getsockname()[1]}/{token}/")
    config = uvicorn.Config(
        Gate(application(live), token=token, host=host),
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        # Pages hold a connection each that never ends by itself.
        timeout_graceful_shutdown=0,
    )
    asyncio.run(_run(uvicorn.Server(config), listening, live))


async def _run(server: uvicorn.Server, listening: socket.socket, live: Live) -> None:
    live.start()
    await server.serve(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RedraftError.of(
            "E065",
            f"cannot listen at {host}:{port}: {reason.lower()}",
            hint="--port 0 takes a port that is free",
        ) from error
    return listening


class _Protocol(H11Protocol):
    """Closes the connection of who takes too long over the head of a request.

    Where many wait at once, who has waited longest makes room: only pages with the token hold a
    connection for long, so nobody without it can keep those out.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_head()
        silent = [
            each for each in self.connections if isinstance(each, _Protocol) and each._deadline
        ]
        if len(self.connections) > _CONNECTIONS and silent:
            min(silent, key=_Protocol._due)._give_up()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            if self._deadline is None:
                self._await_head()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(_SLOWEST, self._give_up)

    def _due(self) -> float:
        return self._deadline.when() if self._deadline else math.inf

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.close()
