"""Commits from their bytes: whatever stands there, an answer comes out."""

import datetime

import pytest

from pipeline.history.commits import parse_commit

ID = "a" * 40
HEAD = (
    b"tree " + b"0" * 40 + b"\n"
    b"author A <a@x> 1391767800 +0530\n"
    b"committer C <c@x> 1391767900 -0000\n"
)


def test_a_commit_says_who_when_and_what() -> None:
    commit = parse_commit(ID, HEAD + b"\nTitle\ngoes on\n\nBody\n")
    assert [str(author) for author in commit.authors] == ["A <a@x>"]
    assert commit.date.isoformat() == "2014-02-07T15:40:00+05:30"
    assert commit.summary == "Title goes on"


ENCODINGS = {
    "ISO-8859-1": ("latin-1", "Süß"),
    "windows-1251": ("cp1251", "Привет"),
    "KOI8-R": ("koi8-r", "Привет"),
    "GB18030": ("gb18030", "中文"),
    "SHIFT_JIS": ("shift_jis", "日本語"),
    "": ("utf-8", "été 中 Привет"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_that_a_commit_names_is_used(encoding: str) -> None:
    codec, text = ENCODINGS[encoding]
    head = HEAD.replace(b"A <a@x>", text.encode(codec) + b" <a@x>")
    head += f"encoding {encoding}\n".encode() if encoding else b""
    commit = parse_commit(ID, head + b"\n" + text.encode(codec))
    assert (commit.authors[0].name, commit.summary) == (text, text)


@pytest.mark.parametrize(
    "encoding", ["punycode", "idna", "rot13", "utf-7", "nonsense", "../x", "\xff"]
)
def test_an_encoding_that_is_none_is_not_believed(encoding: str) -> None:
    raw = HEAD + b"encoding " + encoding.encode("latin-1") + b"\n\nS\xfc\xdf"
    assert parse_commit(ID, raw).summary == "Süß"


def test_every_co_author_counts_once() -> None:
    message = (
        b"\nTitle (#12)\n\nCo-authored-by: B <b@x>\nCO-AUTHORED-BY: D <d@x>\n"
        b"Co-authored-by: B again <B@X>\nCo-authored-by: nobody\nOn-behalf-of: India\n"
        b"on-behalf-of: Japan\n"
    )
    commit = parse_commit(ID, HEAD + message)
    names = ["A <a@x>", "B <b@x>", "D <d@x>", "nobody <>"]
    assert [str(author) for author in commit.authors] == names
    assert commit.on_behalf_of == ("India", "Japan")
    assert commit.pull_request == "#12"


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("Say more (#12)", "#12"),
        ("Say more (!7)", "!7"),
        ("Merge pull request #31 from x/y\n\nTitle", "#31"),
        ("Merge branch 'x' into 'main'\n\nTitle\n\nSee merge request group/project!45", "!45"),
        ("Merged in x (pull request #9)", "#9"),
        ("See #12 for more", ""),
        ("Revert (#12) for now", ""),
        ("Title\n\nSee merge request group/project!45", ""),
    ],
)
def test_pull_requests_are_read_where_a_summary_or_merge_tells_them(
    message: str, number: str
) -> None:
    assert parse_commit(ID, HEAD + b"\n" + message.encode()).pull_request == number


@pytest.mark.parametrize(
    ("signature", "name", "email", "date"),
    [
        (b"A <a@x> 99999999999999999 +0000", "A", "a@x", "9999-12-30T00:00:00+00:00"),
        (b"A <a@x> -99999999999999999 -2359", "A", "a@x", "0001-01-02T00:01:00-23:59"),
        (b"A <a@x> 0 +9999", "A", "a@x", "1970-01-01T00:00:00+00:00"),
        (b"A <a@x>", "A", "a@x", "1970-01-01T00:00:00+00:00"),
        (b"<a@x> 0 +0000", "a@x", "a@x", "1970-01-01T00:00:00+00:00"),
        (b"A B 0 +0000", "A B 0 +0000", "", "1970-01-01T00:00:00+00:00"),
        (b"A <a@x> b> x 5 +0000", "A", "a@x", "1970-01-01T00:00:00+00:00"),
        (b"", "", "", "1970-01-01T00:00:00+00:00"),
    ],
)
def test_broken_signatures_still_say_what_they_can(
    signature: bytes, name: str, email: str, date: str
) -> None:
    commit = parse_commit(ID, b"author " + signature + b"\n\nTitle")
    author = commit.authors[0]
    assert (author.name, author.email, commit.date.isoformat()) == (name, email, date)


def test_signed_commits_and_merged_tags_are_no_people() -> None:
    raw = HEAD + b"gpgsig -----BEGIN\n author X <x@x> 1 +0000\n parent y\n -----END\n\nTitle"
    commit = parse_commit(ID, raw)
    assert (str(commit.authors[0]), commit.parents) == ("A <a@x>", ())


def test_nothing_at_all_is_a_commit_of_nobody() -> None:
    assert parse_commit(ID, b"").committed == datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
