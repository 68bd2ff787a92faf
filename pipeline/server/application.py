"""What the server answers: the page, its parts, redlines, provenance, and news of changes."""

import html
from collections.abc import AsyncIterator, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline import resources
from pipeline.errors import RedraftError
from pipeline.render.document.images import media_type
from pipeline.render.pdf.fonts import CHINESE_FAMILY, FAMILIES, chinese_file, family_files
from pipeline.server.live import Live

_PATIENCE = 15.0  # seconds between signs of life
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_FRAME_POLICY = "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_LONGEST_REVISION = 500  # characters


def application(live: Live) -> Starlette:
    """Return the application that shows one repository."""
    fonts = _fonts()

    async def page(request: Request) -> Response:
        # The state goes with the page that shows it: no change comes between the two.
        state, text = live.state, live.preview.page
        return _answer(text, "text/html", _POLICY, {"etag": f'"{state}"'})

    async def events(request: Request) -> Response:
        return StreamingResponse(
            _news(live),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def redline(request: Request) -> Response:
        old = request.query_params.get("from", "")[:_LONGEST_REVISION]
        return await _made(lambda: live.redline(old))

    async def provenance(request: Request) -> Response:
        try:
            return _answer(await live.provenance(), "application/json")
        except RedraftError as error:
            return PlainTextResponse(str(error), 404)

    async def style(request: Request) -> Response:
        return _answer(live.preview.style, "text/css")

    async def image(request: Request) -> Response:
        data = live.preview.images.get(request.path_params["blob"])
        if data is None:
            return PlainTextResponse("no such image", 404)
        return Response(data, media_type=media_type(data), headers={"cache-control": "no-store"})

    async def font_faces(request: Request) -> Response:
        return _answer(fonts[0], "text/css")

    async def font(request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(fonts[1]):
            return PlainTextResponse("no such font", 404)
        return FileResponse(fonts[1][number], headers={"cache-control": "private, max-age=3600"})

    return Starlette(
        routes=[
            Route("/", page),
            Route("/events", events),
            Route("/redline", redline),
            Route("/provenance.json", provenance),
            Route("/own.css", style),
            Route("/fonts.css", font_faces),
            Route("/font/{number:int}", font),
            Route("/image/{blob:str}", image),
            Route("/web.css", _built_in("web.css", "text/css")),
            Route("/preview.css", _built_in("preview.css", "text/css")),
            Route("/preview.js", _built_in("preview.js", "text/javascript")),
        ]
    )


async def _news(live: Live) -> AsyncIterator[str]:
    """Tell of each state, and between them that somebody is there."""
    yield "retry: 1000\n\n"
    async for state in live.states(_PATIENCE):
        yield f"data: {state}\n\n" if state else ": still here\n\n"


async def _made(make: Callable[[], object]) -> Response:
    """Return a redline's page, or one that says why there is none."""
    try:
        return _answer(str(await make()), "text/html", _FRAME_POLICY)  # type: ignore[misc]
    except RedraftError as error:
        told = "".join(
            f"<p><b>{html.escape(each.message)}</b></p><p>{html.escape(each.hint or '')}</p>"
            for each in error.diagnostics
        )
        policy = f"{_FRAME_POLICY}; default-src 'none'"
        page = f'<!doctype html><html lang="en"><title>No redline</title><main>{told}</main>'
        return _answer(page, "text/html", policy, status=404)


def _answer(
    text: str,
    kind: str,
    policy: str = "default-src 'none'",
    headers: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return Response(
        text.encode("utf-8", "replace"),
        status,
        media_type=kind,
        headers={
            "cache-control": "no-store",
            "content-security-policy": policy,
            **(headers or {}),
        },
    )


def _built_in(name: str, kind: str) -> Callable[[Request], Response]:
    text = (resources.directory("styles") / name).read_text(encoding="utf-8")
    return lambda request: _answer(text, kind)


def _fonts() -> tuple[str, list[str]]:
    """Return the rules that name the fonts, and their files by number: whole, since they are here.

    ``font/N`` is looked up in this list, so that no path comes from outside.
    """
    rules: list[str] = []
    files: list[str] = []
    for family in FAMILIES:
        for file in family_files(family):
            weight = str(file.weight) if family == "Amiri" else "200 900"
            rules.append(_rule(family, len(files), weight, file.style))
            files.append(str(file.path))
    chinese = chinese_file()
    if chinese is not None:
        rules.append(_rule(CHINESE_FAMILY, len(files), "400", "normal"))
        files.append(str(chinese))
    return "\n".join(rules), files


def _rule(family: str, number: int, weight: str, style: str) -> str:
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
        f"src:url(font/{number})}}"
    )
