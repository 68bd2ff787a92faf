"""`redraft serve` as a process of its own: what it shows, and whom it refuses."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import watchfiles
from click.testing import CliRunner

from pipeline.cli import redraft
from pipeline.server.live import Live
from tests.support.repository import GitRepository
from tests.support.serving import PATIENCE, Served

SETTINGS = """\
title: Draft Recommendations
language: en
groups: [{key: A, title: Navigation}]
parties:
  - {id: japan, name: Japan, letters: JP, kind: state, emails: [delegate@japan.example]}
"""
JAPAN = "Delegate <delegate@japan.example>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
ENTRY = """\
---
group: A
date: 2014-02-07
submitters: [japan]
---
Ferries should cross the river daily.

A second paragraph stands here.

![A map](map.png)
"""
PATH = "recommendations/japan.md"


def document(path: Path) -> GitRepository:
    made = GitRepository(path)
    made.commit(
        {"recommendations/document.yaml": SETTINGS, PATH: ENTRY, "recommendations/map.png": PNG},
        "Submit",
        author=JAPAN,
    )
    made.tag("v1")
    made.commit({PATH: ENTRY.replace("daily", "weekly")}, "Less often")
    return made


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    folder = tmp_path_factory.mktemp("serve")
    (folder / "secret.md").write_text("A secret outside.\n")
    (folder / "secret.png").write_bytes(PNG + b"secret")
    return document(folder / "repository")


@pytest.fixture(scope="module")
def served(repository: GitRepository) -> Iterator[Served]:
    running = Served(repository.path)
    yield running
    code, said = running.stop()
    assert (code, said) == (0, "")


def wait_for(served: Served, text: str, *, gone: bool = False) -> str:
    """Return the page once it holds a text, or holds it no more."""
    deadline = time.monotonic() + PATIENCE
    for state in served.news():
        _, _, page = served.get()
        if (text in page) is not gone:
            return page
        assert time.monotonic() < deadline, f"{text!r} at {state}: {page}"
    raise AssertionError(f"the server hung up before {text!r}")


# --- What it shows ----------------------------------------------------------------------------


def test_the_page_says_where_each_block_is_written(served: Served) -> None:
    status, head, page = served.get()
    assert status == 200
    assert f'<span class="blk" data-at="{PATH}:6">Ferries should' in page
    assert '<a href="#entry-japan">' in page
    assert "default-src 'none'" in head["content-security-policy"]
    assert "unsafe" not in head["content-security-policy"]
    assert head["referrer-policy"] == "no-referrer"


def test_a_save_is_on_the_page_and_news(served: Served, repository: GitRepository) -> None:
    place = repository.path / PATH
    place.write_text(ENTRY + "\nZeppelins were written just now.\n")
    assert f'data-at="{PATH}:12">Zeppelins' in wait_for(served, "Zeppelins")
    place.write_text(ENTRY.replace("daily", "weekly"))
    wait_for(served, "Zeppelins", gone=True)


def test_findings_lead_to_the_editor(served: Served, repository: GitRepository) -> None:
    place = repository.path / PATH
    place.write_text(ENTRY.replace("2014-02-07", "2014-02-31") + "\nSome <b>HTML</b>.\n")
    page = wait_for(served, "E211")
    assert "<summary>2 errors</summary>" in page
    assert f'href="vscode://file{repository.path}/{PATH}:12:6">{PATH}:12:6</a>' in page
    assert "Ferries should cross" in page
    place.write_text(ENTRY.replace("daily", "weekly"))
    assert "<details" not in wait_for(served, "E211", gone=True)


def test_a_document_that_cannot_be_read_is_shown_as_it_was(
    served: Served, repository: GitRepository
) -> None:
    place = repository.path / "recommendations/document.yaml"
    place.write_text("title: [\n")
    page = wait_for(served, "as it could last be read")
    assert "Ferries should cross" in page and "<summary>1 error" in page
    place.write_text(SETTINGS)
    wait_for(served, "as it could last be read", gone=True)


def test_new_folders_and_commits_are_seen(served: Served, repository: GitRepository) -> None:
    new = repository.path / "recommendations/later/oman.md"
    new.parent.mkdir()
    new.write_text(ENTRY.replace("Ferries", "Barges"))
    wait_for(served, "Barges should")
    new.write_text(ENTRY.replace("Ferries", "Dhows"))
    wait_for(served, "Dhows should")
    new.unlink()
    new.parent.rmdir()
    wait_for(served, "Dhows should", gone=True)
    repository.tag("v2")
    wait_for(served, "<option>v2</option>")
    repository.git("tag", "--delete", "v2")
    wait_for(served, "<option>v2</option>", gone=True)


def test_redlines_against_any_revision(served: Served) -> None:
    for old in ("", "v1", "HEAD~1"):
        status, head, page = served.get(f"redline?from={old}")
        assert status == 200
        assert re.search(r"<del[^>]*>(<[^>]*>)*daily", page)
        assert "frame-ancestors 'self'" in head["content-security-policy"]


@pytest.mark.parametrize("old", ["nothing", "--output%3Dx", "v1..HEAD", "%00", "x" * 5000])
def test_no_such_revision_is_told_in_the_frame(served: Served, old: str) -> None:
    status, _, page = served.get(f"redline?from={old}")
    assert status == 404
    assert "<b>" in page and "Traceback" not in page


def test_provenance_is_that_of_the_command(served: Served, repository: GitRepository) -> None:
    _, _, text = served.get("provenance.json")
    answer = json.loads(text)
    spans = answer["files"][0]["blocks"][0]["spans"]
    assert [span["text"] for span in spans] == ["Ferries should cross the river ", "weekly", "."]
    assert [answer["commits"][span["commit"]]["parties"] for span in spans] == [
        [{"name": "Japan", "letters": "JP"}],
        [],
        [{"name": "Japan", "letters": "JP"}],
    ]


def test_all_that_the_page_needs_is_here(served: Served) -> None:
    _, _, page = served.get()
    parts = re.findall(r'(?:href|src)="((?!#|data:|vscode:)[^"]*)"', page)
    assert {"fonts.css", "web.css", "own.css", "preview.css", "preview.js"} < set(parts)
    assert [part for part in parts if part.startswith("image/")]
    _, _, fonts = served.get("fonts.css")
    for part in [*parts, *re.findall(r"url\(([^)]*)\)", fonts)[:3]]:
        status, head, _ = served.get(part)
        assert (status, head["x-content-type-options"]) == (200, "nosniff"), part


# --- Whom it refuses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../../../../etc/passwd",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "image/../../../../etc/passwd",
        "image/%2Fetc%2Fpasswd",
        "image/..%2f..%2fsecret.png",
        "font/99",
        "font/-1",
        "font/..%2f..%2fsecret.md",
        "recommendations/japan.md",
        ".git/config",
        "//etc/passwd",
        "%00",
    ],
)
def test_no_file_is_opened_by_its_path(served: Served, path: str) -> None:
    status, _, text = served.get(path)
    assert status == 404
    assert "root:" not in text and "secret" not in text


def test_links_are_not_followed(served: Served, repository: GitRepository) -> None:
    entry = repository.path / "recommendations/linked.md"
    image = repository.path / "recommendations/linked.png"
    entry.symlink_to("../../secret.md")
    image.symlink_to("../../secret.png")
    (repository.path / PATH).write_text(ENTRY + "\n![Linked](linked.png)\n")
    page = wait_for(served, "E310")
    assert "A secret outside" not in page
    for name in re.findall(r'src="(image/[^"]*)"', page):
        assert "secret" not in served.get(name)[2]
    assert re.search(r'<img src="" alt="Linked"', page)
    entry.unlink()
    image.unlink()
    (repository.path / PATH).write_text(ENTRY.replace("daily", "weekly"))
    wait_for(served, "E310", gone=True)


@pytest.mark.parametrize("target", ["/", "/x/", "/x/provenance.json", "//", "/favicon.ico", "/é"])
def test_without_the_token_there_is_nothing(served: Served, target: str) -> None:
    answer = served.send(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert re.match(rb"HTTP/1.1 40[03] ", answer)
    assert b"Ferries" not in answer


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.1", "@"]
)
def test_other_names_are_refused(served: Served, host: str) -> None:
    assert served.get(Host=f"{host}:{served.port}")[0] == 421


def test_two_names_are_refused(served: Served) -> None:
    head = f"GET /{served.token}/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert re.match(rb"HTTP/1.1 4\d\d ", served.send(head.encode()))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_names_of_this_machine_are_taken(served: Served, host: str) -> None:
    assert served.get(Host=f"{host}:9999")[0] == 200  # a port may be forwarded


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
    ],
)
def test_other_sites_are_refused(served: Served, headers: dict[str, str]) -> None:
    assert served.get("provenance.json", **headers)[0] == 403


def test_the_page_itself_may_ask(served: Served) -> None:
    origin = f"http://{served.host}:{served.port}"
    assert served.get("own.css", Origin=origin, Sec_Fetch_Site="same-origin")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading(served: Served, method: str) -> None:
    assert served.request(method, f"/{served.token}/")[0] == 405


def test_huge_bodies_and_heads_are_refused(served: Served) -> None:
    head = f"GET /{served.token}/ HTTP/1.1\r\nHost: localhost\r\n"
    body = served.send(f"{head}Content-Length: 50000000\r\n\r\n".encode() + b"x" * 50_000_000)
    assert body[:13] in (b"HTTP/1.1 413 ", b"")
    chunked = served.send(
        f"{head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n".encode()
    )
    assert chunked.startswith(b"HTTP/1.1 413 ")
    assert served.send(f"{head}X: {'x' * 200_000}\r\n\r\n".encode())[:13] in (b"HTTP/1.1 400 ", b"")
    assert served.get()[0] == 200


def test_other_protocols_are_refused(served: Served) -> None:
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    asked = f"GET /x/ HTTP/1.1\r\nHost: localhost\r\n{upgrade}{key}\r\n"
    assert served.send(asked.encode()).startswith(b"HTTP/1.1 403 ")
    assert served.send(b"\x16\x03\x01\x02\x00\x01\x00").startswith(b"HTTP/1.1 400 ")


def test_slow_clients_hold_up_nobody(served: Served) -> None:
    with ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection((served.host, served.port)))
            for _ in range(700)  # more than the server takes at all
        ]
        for connection in slow:
            with suppress(ConnectionError):  # hung up on to make room
                connection.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert served.get()[0] == 200


@pytest.mark.long
def test_who_never_ends_the_head_is_hung_up_on(served: Served) -> None:
    with socket.create_connection((served.host, served.port), timeout=60) as connection:
        start = time.monotonic()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert connection.recv(100) == b""
        assert 5 < time.monotonic() - start < 30


# --- What changes while it is made ------------------------------------------------------------


def test_a_page_goes_on_where_the_system_cannot_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = document(tmp_path / "unwatched")

    def no_watch(*_: object, **__: object) -> Iterator[object]:
        raise OSError(24, "Too many open files")
        yield

    monkeypatch.setattr(watchfiles, "watch", no_watch)
    live = Live(made.path, editor="none")

    async def saved() -> None:
        states = live.states(patience=PATIENCE)
        live.start()
        before = await anext(states)
        made.write({PATH: ENTRY.replace("daily", "by night")})
        assert await anext(states) not in (before, None)

    asyncio.run(saved())
    assert "by night" in live.preview.page
    assert capsys.readouterr().err.count("cannot watch files") == 1


def test_what_waits_serves_newer_states_too(tmp_path: Path) -> None:
    live = Live(document(tmp_path / "busy").path, editor="none")
    made: list[str] = []
    all_asked = threading.Event()

    def make() -> str:
        all_asked.wait(PATIENCE)
        made.append(f"made {len(made) + 1}")
        return made[-1]

    async def asked() -> list[str]:
        live.start()
        answers = []
        for _ in range(50):  # saves while the first is being made
            live._take(live.preview)
            answers.append(asyncio.ensure_future(live._ask(("redline", "v1"), make)))
            await asyncio.sleep(0)
        all_asked.set()
        return list(await asyncio.gather(*answers))

    answers = asyncio.run(asked())
    assert answers == sorted(answers)
    assert set(answers) == set(made)
    assert len(made) <= 2


# --- Starting and stopping --------------------------------------------------------------------


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_stops_at_once_with_pages_open(
    repository: GitRepository, how: signal.Signals, code: int
) -> None:
    running = Served(repository.path)
    pages = [running.news() for _ in range(3)]
    for page in pages:
        next(page)
    start = time.monotonic()
    assert running.stop(how) == (code, "")
    assert time.monotonic() - start < 5  # on a busy machine; 0.3 s on an idle one


def test_a_port_in_use_is_told_in_a_line(served: Served, repository: GitRepository) -> None:
    command = [sys.executable, "-m", "pipeline", "-C", str(repository.path), "serve"]
    root = Path(__file__).parents[2]
    taken = subprocess.run(
        [*command, "--port", str(served.port)], capture_output=True, text=True, cwd=root
    )
    assert (taken.returncode, taken.stdout) == (2, "")
    assert re.fullmatch(r"redraft: error E065: cannot listen at .*--port 0 .*\n", taken.stderr)


def test_a_bare_repository_shows_its_head(repository: GitRepository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    repository.git("clone", "--quiet", "--bare", str(repository.path), str(bare))
    running = Served(bare)
    try:
        _, _, page = running.get()
        assert "Ferries should cross" in page
        assert "vscode:" not in page
    finally:
        running.stop()


def test_without_a_repository_it_does_not_start(tmp_path: Path) -> None:
    result = CliRunner().invoke(redraft, ["-C", str(tmp_path), "serve"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "E001" in result.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)  # what Python does where it is missing
    result = CliRunner().invoke(redraft, ["serve"])
    assert result.exit_code == 2
    assert re.fullmatch(r"redraft: error E066: .* -m pip install watchfiles\n", result.stderr)
