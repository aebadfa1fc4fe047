"""What a phone has gathered: up to fifty commands at a time, each answered for itself."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linli.fieldsync import errors
from linli.fieldsync.applying.commands import MOST_COMMANDS, Batch
from linli.fieldsync.applying.frame import moment
from linli.fieldsync.applying.reading import CommandIn, Sender
from linli.fieldsync.web.answering import answer, body_of
from linli.fieldsync.web.door import device_of, for_device

_MOST_BYTES = 1024 * 1024


class CommandsIn(BaseModel):
    """Commands as they were sent, and what the phone's clock said when they were."""

    model_config = ConfigDict(extra="ignore")

    device: UUID
    sent_at: dt.datetime
    commands: list[dict[str, Any]] = Field(max_length=MOST_COMMANDS)  # Any: each is read by itself


@for_device
@require_POST
def commands(request: HttpRequest) -> HttpResponse:
    """Apply commands in their order and answer each; one that cannot be read holds up none of the others."""
    device, actor = device_of(request)
    now = timezone.now()
    try:
        sent = CommandsIn.model_validate_json(body_of(request, most=_MOST_BYTES))
    except ValidationError:
        raise errors.RequestUnreadable(field="commands") from None
    if sent.device != device.pk:
        raise errors.RequestUnreadable(field="device")
    readable, broken = _read(sent.commands)
    answers = Batch(Sender(device, actor, moment(sent.sent_at), now), readable).apply()
    told = {"server_now": timezone.now(), "lease_until": device.lease_until, "answers": [*answers, *broken]}
    return answer(request, told)


def _read(sent: list[dict[str, Any]]) -> tuple[list[CommandIn], list[dict[str, object]]]:  # Any: as above
    """Read commands; one that cannot be read is answered as refused, by whatever id it has."""
    readable, broken = list[CommandIn](), list[dict[str, object]]()
    for one in sent:
        try:
            readable.append(CommandIn.model_validate(one))
        except ValidationError as wrong:
            where = ".".join(str(part) for part in wrong.errors()[0]["loc"])
            problem = errors.PayloadWrong(field=where, where=where)
            said = {"code": problem.code, "title": str(problem), "field": where}
            broken.append({"id": str(one.get("id", ""))[:36], "outcome": "refused", "problem": said})
    return readable, broken
