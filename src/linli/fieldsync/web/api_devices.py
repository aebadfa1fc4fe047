"""The session of a phone: who is signed in, letting a phone in, signing it out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ConfigDict, Field, ValidationError

from linli.core.sent import Sent
from linli.fieldsync import errors
from linli.fieldsync.actions.devices import NewDevice, Registered, register_device, sign_out
from linli.fieldsync.web.answering import answer, body_of
from linli.fieldsync.web.door import check_way, device_of, for_device
from linli.staff.queries import account_with_id
from linli.staff.rules import Permission
from linli.staff.web.access import actor_behind

_MOST_BYTES = 4 * 1024


class DeviceIn(Sent):
    """What a phone says of itself when it registers."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    name: str = Field("", max_length=60)
    platform: str = Field("", max_length=60)
    app_version: str = Field("", max_length=30)


@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Say who is signed in here, and give the token without which nothing is changed by session."""
    check_way(request)
    actor = actor_behind(request)
    known = account_with_id(actor.account_id) if actor.account_id else None
    account = {"id": str(known.pk), "name": known.name, "username": known.username} if known else None
    may = actor.may_anywhere(Permission.FIELD_WORK)
    found = answer(request, {"account": account, "csrf": get_token(request), "signed_in": bool(account), "may": may})
    found.headers["Cache-Control"] = "no-store"
    return found


@require_POST
def devices(request: HttpRequest) -> HttpResponse:
    """Let a phone in under the account that is signed in."""
    check_way(request)
    actor = actor_behind(request)
    if actor.account_id is None:
        raise errors.SignInNeeded
    try:
        said = DeviceIn.model_validate_json(body_of(request, most=_MOST_BYTES))
    except ValidationError:
        raise errors.RequestUnreadable(field="device") from None
    new = NewDevice(said.id, said.name, said.platform, said.app_version)
    registered = register_device(new, by=actor, at=timezone.now())
    found = answer(request, _told(registered), status=201 if registered.is_new else 200)
    found.headers["Cache-Control"] = "no-store"
    return found


def _told(registered: Registered) -> dict[str, object]:
    device = registered.device
    account = account_with_id(device.account_id)
    return {
        "device": device.pk,
        "token": registered.token,
        "key": registered.key,
        "lease_until": device.lease_until,
        "server_now": timezone.now(),
        "account": {
            "id": account.pk, "name": account.name, "username": account.username, "language": account.language,
        },
    }  # fmt: skip


@for_device
@require_http_methods(["DELETE"])
def device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Sign a phone out: its token opens nothing any more."""
    _device, actor = device_of(request)
    sign_out(device_id, by=actor, at=timezone.now())
    return HttpResponse(status=204)
