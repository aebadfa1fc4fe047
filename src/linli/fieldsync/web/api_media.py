"""Photos and recordings in parts: how much of one is there, the next part of it, and that they are wanted no more."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from linli.fieldsync import errors
from linli.fieldsync.actions.staging import MOST_PART_BYTES, OffsetDiffers, append, discard, offset_of, place_of
from linli.fieldsync.queries.commands import is_applied
from linli.fieldsync.web.answering import answer, body_of
from linli.fieldsync.web.door import device_of, for_device

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


@for_device
@require_http_methods(["GET", "PUT"])
def media(request: HttpRequest, command_id: UUID, sha256: str) -> HttpResponse:
    """Say how many bytes of a file are there, or add a part; of a command that is applied already nothing more is needed."""
    device, _actor = device_of(request)
    place = place_of(device.pk, command_id, sha256)
    applied = {"applied": True} if is_applied(command_id, device_id=device.pk) else {}
    if request.method == "GET":
        return answer(request, {"offset": offset_of(place), **applied})
    content = body_of(request, most=MOST_PART_BYTES)
    start, total = _range(request, len(content))
    if applied:
        return answer(request, {"offset": start + len(content), **applied})
    try:
        offset = append(place, content, start=start, total=total)
    except OffsetDiffers as differs:
        return answer(request, {"offset": differs.offset}, status=409)
    return answer(request, {"offset": offset})


@for_device
@require_http_methods(["DELETE"])
def withdrawn(request: HttpRequest, command_id: UUID) -> HttpResponse:
    """Throw away what came of the files of a command that its worker threw away on the phone."""
    device, _actor = device_of(request)
    discard(device.pk, command_id)
    return answer(request, {})


def _range(request: HttpRequest, size: int) -> tuple[int, int]:
    """Read which part of the file this is: the first byte, and how many the file has."""
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if found is None:
        raise errors.MediaRangeWrong(field="Content-Range")
    start, last, total = map(int, found.groups())
    if not size or last - start + 1 != size or last >= total:
        raise errors.MediaRangeWrong(field="Content-Range")
    return start, total
