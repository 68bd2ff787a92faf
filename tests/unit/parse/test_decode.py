"""Bytes of sources: what is text, and where it stops being."""

import pytest

from pipeline.parse.decode import MAX_BYTES, decode


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"caf\xe9", "E201", "x.md:1:4"),
        ("é\r\nüb".encode() + b"\xff", "E201", "x.md:2:3"),
        (b"\xff\xfea\0", "E201", "x.md:1:1"),
        (b"a\nb\0", "E202", "x.md:2:2"),
        (b"a" * (MAX_BYTES + 1), "E205", "x.md:1:1"),
        (b"\xed\xa0\x80", "E201", "x.md:1:1"),  # a surrogate in UTF-8's clothes
    ],
)
def test_what_is_no_text(raw: bytes, code: str, place: str) -> None:
    source, problem = decode(raw, "x.md")
    assert source is None
    assert problem is not None
    assert (problem.code, str(problem.position)) == (code, place)
    assert problem.hint


def test_a_byte_order_mark_is_left_out_and_line_ends_are_kept() -> None:
    source, problem = decode(b"\xef\xbb\xbfa\r\nb\r", "x.md", "1234")
    assert problem is None
    assert source is not None
    assert (source.text, source.blob) == ("a\r\nb\r", "1234")


def test_a_file_of_the_largest_size_is_read() -> None:
    source, _ = decode(b"a" * MAX_BYTES, "x.md")
    assert source is not None
