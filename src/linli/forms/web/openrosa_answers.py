"""The XML and headers with which OpenRosa clients are answered (OpenRosa 1.0; what ODK Collect insists on)."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse
from django.utils.http import http_date

from linli.core.errors import Invalid, LinliError, NotAllowed, NotFound, Refused, Stale, Unavailable
from linli.forms import errors

MOST_MB = 20
REALM = "Linli"
_XML = "text/xml; charset=utf-8"
_STATUS: dict[type[LinliError], int] = {
    errors.SignInNeeded: 401,
    errors.DoorTooManyFailures: 429,
    errors.DoorPostTooLarge: 413,
    errors.FileTooLarge: 413,
    NotAllowed: 403,
    NotFound: 404,
    Refused: 409,
    Stale: 409,
    Unavailable: 503,
    Invalid: 400,
}


@dataclass(frozen=True)
class ListedForm:
    """One form as the list tells it."""

    code: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str
    about: str = ""


def form_list_xml(forms: Iterable[ListedForm]) -> bytes:
    """Write the list of forms."""
    root = Element("xforms", xmlns="http://openrosa.org/xforms/xformsList")
    for form in forms:
        one = SubElement(root, "xform")
        _text(one, "formID", form.code)
        _text(one, "name", form.name)
        _text(one, "version", form.version)
        _text(one, "hash", f"md5:{form.md5}")
        if form.about:
            _text(one, "descriptionText", form.about)
        _text(one, "downloadUrl", form.download_url)
        _text(one, "manifestUrl", form.manifest_url)
    return _written(root)


def manifest_xml(files: Iterable[tuple[str, str, str]]) -> bytes:
    """Write the list of a form's files: name, hash and address of each."""
    root = Element("manifest", xmlns="http://openrosa.org/xforms/xformsManifest")
    for name, md5, address in files:
        one = SubElement(root, "mediaFile")
        _text(one, "filename", name)
        _text(one, "hash", f"md5:{md5}")
        _text(one, "downloadUrl", address)
    return _written(root)


def message_xml(text: str, nature: str = "") -> bytes:
    """Write what is said to whoever sent something."""
    root = Element("OpenRosaResponse", xmlns="http://openrosa.org/http/response")
    message = SubElement(root, "message", {"nature": nature} if nature else {})
    message.text = text
    return _written(root)


def xml_answer(content: bytes, *, status: int = 200) -> HttpResponse:
    """Answer with XML."""
    return HttpResponse(content, status=status, content_type=_XML)


def refusal(error: LinliError) -> HttpResponse:
    """Answer a refusal with its sentence; a wrong password asks for another one."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    answer = xml_answer(message_xml(str(error), "submit_error"), status=status)
    if status == 401:
        answer["WWW-Authenticate"] = f'Basic realm="{REALM}", charset="UTF-8"'
    return answer


def finished(answer: HttpResponse) -> HttpResponse:
    """Give every answer of the door its headers."""
    answer["X-OpenRosa-Version"] = "1.0"
    answer["X-OpenRosa-Accept-Content-Length"] = str(MOST_MB * 1024 * 1024)
    answer["Date"] = http_date()
    answer["Cache-Control"] = "private, no-store"
    return answer


def _text(above: Element, name: str, text: str) -> None:
    SubElement(above, name).text = text


def _written(root: Element) -> bytes:
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode()
