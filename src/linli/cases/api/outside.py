"""The door of outside systems: signed messages that say how a case they were given stands."""

from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from linli.cases import actions, errors
from linli.cases.api.answers import answer
from linli.cases.api.schemas import ProblemOut
from linli.cases.queries.outside import is_with, system_that_signed
from linli.cases.rules.outside import OutsideStatus
from linli.staff.rules import SYSTEM, Command

router = Router(tags=["outside systems"])


class StatusIn(Schema):
    """What a system says of a case: `delivery` is the id it was sent under, `id` its own of this message."""

    delivery: UUID
    id: str
    status: OutsideStatus
    text: str = ""
    key: str = ""


class StatusOut(Schema):
    """The case's number and where it stands now."""

    number: str
    state: str


@router.post(
    "/outside/{system}/statuses",
    response={200: StatusOut, 400: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut},
    auth=None,
    summary="Say how a case stands that was handed to an outside system (signed)",
)
def status(request: HttpRequest, system: str, body: StatusIn) -> HttpResponse:
    at = timezone.now()
    stamp, said = request.headers.get("Linli-Timestamp", ""), request.headers.get("Linli-Signature", "")
    code = system_that_signed(system, body=request.body, stamp=stamp, said=said, at=at)
    if not is_with(body.delivery, code):
        raise errors.CaseNotFound
    command = Command(uuid5(body.delivery, body.id), SYSTEM, at)
    case = actions.hear_status(body.delivery, command=command, status=body.status, text=body.text, outside_key=body.key)
    return answer({"number": case.number, "state": case.state})
