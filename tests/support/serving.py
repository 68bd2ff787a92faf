"""A `redraft serve` of its own process, and a client that sends exactly what a test writes."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 20.0  # seconds: a busy machine is no fault of the server


class Served:
    """One running server; ``address`` is what it printed."""

    def __init__(self, repository: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "-C", str(repository), "serve", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"HOME": str(repository.parent)},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().rstrip("\n")
        parts = urlsplit(self.address)
        assert parts.hostname and parts.port, self.stop()
        self.host, self.port, self.token = parts.hostname, parts.port, parts.path.strip("/")

    def get(self, path: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask for a path under the token; return the status, the head and the text."""
        return self.request("GET", f"/{self.token}/{path}", **headers)

    def request(
        self, method: str, target: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, named)
            answer = connection.getresponse()
            head = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, head, answer.read().decode("utf-8", "replace")

    def send(self, data: bytes) -> bytes:
        """Send bytes as they are; return what comes until the server hangs up."""
        with socket.create_connection((self.host, self.port), timeout=PATIENCE) as connection:
            # The server may have hung up before it was sent all: that is an answer, too
            with contextlib.suppress(OSError):
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            received = b""
            with contextlib.suppress(ConnectionError):
                while data := connection.recv(65536):
                    received += data
            return received

    def news(self) -> Iterator[str]:
        """Yield the states that the server tells of; "" is a sign of life without one."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", f"/{self.token}/events")
            answer = connection.getresponse()
            while line := answer.readline():
                if line.startswith((b"data: ", b": ")):
                    yield line[6:].decode().strip() if line.startswith(b"d") else ""

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End the server; return its exit code and what it said on standard error."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


class Wire:
    """A way to a server that can be cut: passes bytes on from a port of its own."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._ends: list[socket.socket] = []
        self._lay(0)
        self.address = served.address.replace(f":{served.port}/", f":{self._port}/")

    def cut(self) -> None:
        """Take the way away, from those too who are on it."""
        for end in [self._listening, *self._ends]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        """Give the way back, at the same address."""
        self._lay(self._port)

    def _lay(self, port: int) -> None:
        self._listening = socket.create_server((self._served.host, port))
        self._port = self._listening.getsockname()[1]
        threading.Thread(target=self._take, args=[self._listening], daemon=True).start()

    def _take(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection((self._served.host, self._served.port))
                self._ends += near, far
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_pass, args=ends, daemon=True).start()


def _pass(taken: socket.socket, given: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := taken.recv(65536):
            given.sendall(data)
    for end in (taken, given):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
