"""The request beside its case at the desk, and the button that does what it asks for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions.rights import FIELD_NAMES, RIGHT_NAMES, apply_right
from linli.cases.models import Case
from linli.cases.queries.rights import request_beside
from linli.core.errors import LinliError, NotFound
from linli.core.ids import new_id
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs


def right_panel(actor: Actor, case: Case) -> dict[str, object] | None:
    """Put together what the case page shows of a request; None for other cases and other readers."""
    found = request_beside(actor, case)
    if found is None:
        return None
    return {
        "it": found,
        "right": RIGHT_NAMES.get(found.right, found.right),
        "field": FIELD_NAMES.get(found.field, ""),
        "command_id": new_id(),
    }


@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def application(request: StaffRequest, case_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:detail", case_id)
    try:
        command_id = UUID(request.POST.get("command_id", ""))
    except ValueError:
        command_id = new_id()
    try:
        apply_right(case_id, command=Command(command_id, request.actor, timezone.now()))
    except NotFound:
        raise
    except LinliError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已办理，并记入办理过程。请作出决定并书面答复本人。"))
    return redirect("cases:detail", case_id)
