"""Who may ask: an ASGI application that passes on what comes from the page it was made for.

Everything lies under ``/TOKEN/``, and only who was told the address knows the token. The rest
keeps out what a browser may be led to send: names that resolve here but are not ours (DNS
rebinding), requests that other sites' pages make, and anything but reading.
"""

import hmac
import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Gate:
    """Refuses what is not for ``application``; passes the rest on without the token."""

    def __init__(self, application: ASGIApp, *, token: str, host: str) -> None:
        self._application = application
        self._token = token
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; connections of other kinds (WebSocket) are closed."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope, headers)
        if refused is not None:
            status, reason = refused
            answer = PlainTextResponse(f"{reason}\n", status, headers={"connection": "close"})
            await answer(scope, receive, send)
            return
        path = scope["path"].removeprefix(f"/{self._token}")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        inner = {**scope, "path": path, "raw_path": path.encode()}
        await self._application(inner, receive, send_guarded)

    def _refusal(self, scope: Scope, headers: Mapping[bytes, str]) -> tuple[int, str] | None:
        """Say why a request is refused, None where it is not."""
        host = headers.get(b"host", "")
        if [name for name, _ in scope["headers"]].count(b"host") != 1 or not self._is_ours(host):
            return 421, "this server does not go by that name"
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "only GET and HEAD"
        if headers.get(b"content-length", "0") != "0" or b"transfer-encoding" in headers:
            return 413, "nothing is taken in here"
        origin = headers.get(b"origin")
        if origin is not None and origin != f"http://{host}":
            return 403, "other sites may not ask"
        site = headers.get(b"sec-fetch-site", "none")
        is_page = headers.get(b"sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not (
            is_page and headers.get(b"sec-fetch-dest") == "document"
        ):
            return 403, "other sites may not ask"
        given = scope["path"].split("/")[1].encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._token.encode()):
            return 403, "the address needs its token: take the one that 'redraft serve' printed"
        return None

    def _is_ours(self, host: str) -> bool:
        """Tell whether a Host header names this server: an address, never a name but its own.

        The port may differ, since it may be forwarded; a name that others can point here may not.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in ("localhost", self._host.lower()):
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not is_loopback(self._host)


def is_loopback(host: str) -> bool:
    """Tell whether a host to listen at can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
