"""Small pictures of a case for phones: at most 1024 px a side, for whoever may read the case."""

import io
import re
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe
from PIL import Image

from linli.cases.actions.attaching import path_of
from linli.cases.queries.carrying import may_carry_photo
from linli.fieldsync import errors
from linli.fieldsync.web.door import device_of, for_device

LONGEST_SIDE_PX = 1024
_QUALITY = 78
_SHA256 = re.compile(r"[0-9a-f]{64}")


@for_device
@require_safe
def photo(request: HttpRequest, sha256: str) -> HttpResponse:
    """Give a photo of a case that this person may read; any other is not there."""
    _device, actor = device_of(request)
    case_id = _case(request.GET.get("case", ""))
    if case_id is None or not _SHA256.fullmatch(sha256) or may_carry_photo(actor, case_id, sha256) is None:
        raise errors.MediaUnknown
    return _shown(request, sha256)


@condition(etag_func=lambda _request, sha256: f'"{sha256[:32]}-{LONGEST_SIDE_PX}"')
def _shown(_request: HttpRequest, sha256: str) -> HttpResponse:
    try:
        content = small(path_of(sha256))
    except OSError:
        raise errors.MediaUnknown from None
    found = HttpResponse(content, content_type="image/jpeg")
    found["Cache-Control"] = "private, max-age=86400, immutable"
    return found


@lru_cache(maxsize=64)
def small(path: Path) -> bytes:
    """Shrink a stored photo to what a phone shows."""
    out = io.BytesIO()
    with Image.open(path) as stored:
        stored.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        stored.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        picture = stored.convert("RGB")
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _case(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
