"""The text of a form for phones, and its files: the exact bytes that were admitted, for whoever fills it in."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from linli.fieldsync.web.door import device_of, for_device
from linli.forms.queries.opened import file_of, xform_of


@for_device
@require_safe
def xform(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """Give one version of a form that this person may fill in."""
    _device, actor = device_of(request)
    content = xform_of(code, version, actor=actor)
    return _sent(request, content, "text/xml; charset=utf-8")


@for_device
@require_safe
def form_file(request: HttpRequest, code: str, version: str, md5: str) -> HttpResponse:
    """Give a file that comes with a form this person may fill in, by its content's hash."""
    _device, actor = device_of(request)
    found = file_of(code, version, md5, actor=actor)
    return _sent(request, bytes(found.content), found.media_type)


def _mark(_request: HttpRequest, content: bytes, _kind: str) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@condition(etag_func=_mark)
def _sent(_request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    found = HttpResponse(content, content_type=kind)
    found["Cache-Control"] = "private, no-cache"
    return found
