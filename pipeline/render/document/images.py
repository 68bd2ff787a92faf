"""Images as documents print them: pictures of four kinds, known by their first bytes."""

_MEDIA_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def media_type(data: bytes) -> str | None:
    """Return the media type of PNG, JPEG, GIF or WebP, None for anything else.

    SVG is none of them: it is a program in all but name, without bounds on time or size.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for start, name in _MEDIA_TYPES if data.startswith(start)), None)
