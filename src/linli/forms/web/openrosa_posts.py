"""What a client posts: the filled form and its files, also sent in chunks of no known length; bounded."""

import io
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from linli.forms import errors
from linli.forms.web.openrosa_answers import MOST_MB

MOST_BYTES = MOST_MB * 1024 * 1024
XML_PART = "xml_submission_file"


def read_post(request: HttpRequest) -> tuple[bytes, dict[str, bytes]]:
    """Give the filled form and the files by name; too large a post is refused before it is read to its end."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise errors.DoorPostTooLarge(most=MOST_MB)
    try:
        posted, files = _chunked(request) if _has_no_length(request) else (request.POST, request.FILES)
    except (MultiPartParserError, SuspiciousOperation, OSError) as broken:
        raise errors.InstanceUnreadable(field=XML_PART, why=str(broken)) from None
    contents = {str(name): upload.read() for name, upload in files.items() if isinstance(upload, File)}
    xml = contents.pop(XML_PART, b"") or str(posted.get(XML_PART, "")).encode()
    if not xml:
        raise errors.InstanceUnreadable(field=XML_PART, why=XML_PART)
    return xml, contents


def _has_no_length(request: HttpRequest) -> bool:
    chunked = request.headers.get("Transfer-Encoding", "").lower() == "chunked"
    return chunked and not request.headers.get("Content-Length")


def _chunked(
    request: HttpRequest,
) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]]:  # Any: Django's own type
    """Read a body whose length nobody said: Django would take it for an empty one."""
    body = request.META["wsgi.input"].read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise errors.DoorPostTooLarge(most=MOST_MB)
    said = {**request.META, "CONTENT_LENGTH": str(len(body))}
    handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    return MultiPartParser(said, io.BytesIO(body), handlers, request.encoding or "utf-8").parse()
