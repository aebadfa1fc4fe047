"""What has changed for a phone since it last asked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from linli.fieldsync.parts.changes import changes_for
from linli.fieldsync.parts.shapes import holder_of
from linli.fieldsync.web.answering import answer
from linli.fieldsync.web.door import device_of, for_device

_LONGEST_CURSOR = 40


@for_device
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Give the rows that are new or changed and the ids that left; an unknown cursor gets everything anew."""
    device, actor = device_of(request)
    now = timezone.now()
    account = device.account
    language = _spoken(request) or account.language or settings.LANGUAGE_CODE
    holder = holder_of(actor, username=account.username, language=language, on=timezone.localdate(now))
    found = changes_for(device.pk, holder, cursor=request.GET.get("cursor", "")[:_LONGEST_CURSOR], at=now)
    told = {
        "cursor": found.cursor,
        "full": found.is_full,
        "parts": found.parts,
        "server_now": now,
        "lease_until": device.lease_until,
    }
    return answer(request, told)


def _spoken(request: HttpRequest) -> str:
    # The app says which language its worker chose on this phone; names in another one would make mixed pages.
    first = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip().lower()
    try:
        return translation.get_supported_language_variant(first) if first else ""
    except LookupError:
        return ""
