"""What every answer to a phone shares: JSON in few bytes, pressed where the phone takes it; and bodies read as sent."""

import gzip
import zlib
from typing import Any

from django.http import HttpRequest, HttpResponse, RawPostDataException
from pydantic_core import to_json

from linli.fieldsync import errors

PRESS_FROM = 600
_PRESS_LEVEL = 5
_GZIP_WINDOW = 31


def answer(request: HttpRequest, body: object, *, status: int = 200) -> HttpResponse:
    """Answer a phone with JSON."""
    content = to_json(body)
    found = HttpResponse(content, status=status, content_type="application/json")
    found.headers["Vary"] = "Accept-Encoding, Accept-Language"
    if len(content) >= PRESS_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        found.content = gzip.compress(content, _PRESS_LEVEL, mtime=0)
        found.headers["Content-Encoding"] = "gzip"
    return found


def body_of(request: HttpRequest, *, most: int) -> bytes:
    """Read a body, pressed or not; refuse more than is taken at once, also where it only unpacks to more."""
    if int(request.headers.get("Content-Length") or 0) > most:
        raise errors.RequestTooLarge
    try:
        body = request.read(most + 1)
    except (OSError, RawPostDataException):
        raise errors.RequestUnreadable from None
    if len(body) > most:
        raise errors.RequestTooLarge
    if request.headers.get("Content-Encoding", "").lower() != "gzip":
        return body
    return _unpacked(body, most)


def _unpacked(body: bytes, most: int) -> bytes:
    unpacker: Any = zlib.decompressobj(_GZIP_WINDOW)  # Any: zlib gives its class no public name
    try:
        content: bytes = unpacker.decompress(body, most + 1)
    except zlib.error:
        raise errors.RequestUnreadable from None
    if len(content) > most:
        raise errors.RequestTooLarge
    if not unpacker.eof:
        raise errors.RequestUnreadable
    return content
