"""The delivery log: what went out to whom over which channel, why something did not, and sending it again."""

import io
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.file_answers import file_answer
from linli.messages import actions
from linli.messages.queries.deliveries import Filters, log_page
from linli.messages.queries.reach import is_connected
from linli.messages.rules import Channel
from linli.messages.web.exports import write_workbook
from linli.messages.web.forms import LogForm
from linli.messages.wording import CHANNEL_NAMES, STATE_LOOKS, STATE_NAMES
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_safe
@needs(Permission.MESSAGES_LOG)
def log(request: StaffRequest) -> HttpResponse:
    form = LogForm(request.GET)
    filters = form.filters()
    found = log_page(request.actor, filters, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "filtered": filters != Filters(),
        "rows": [
            {
                "it": row,
                "channel": CHANNEL_NAMES[row.channel],
                "state": STATE_NAMES[row.state],
                "colour": STATE_LOOKS[row.state][0],
                "icon": STATE_LOOKS[row.state][1],
            }
            for row in found.rows
        ],
        "channels": [(CHANNEL_NAMES[channel], is_connected(channel)) for channel in Channel],
        "next_url": _address(request.GET, after=found.after) if found.after else "",
        "first_url": _address(request.GET, after="") if request.GET.get("after") else "",
        "here": request.get_full_path(),
    }
    return render(request, "messages/log.html", context)


@require_safe
@needs(Permission.MESSAGES_LOG)
def export(request: StaffRequest) -> HttpResponse:
    out = io.BytesIO()
    write_workbook(request.actor, LogForm(request.GET).filters(), out)
    return file_answer(out.getvalue(), name=f"linli-messages-{timezone.localtime():%Y%m%d-%H%M}.xlsx")


@require_POST
@needs(Permission.MESSAGES_LOG)
def resending(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    actions.resend(delivery_id, by=request.actor, at=timezone.now())
    messages.success(request, _("将重新发送，请稍后再看状态。"))
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "messages:log")


def _address(query: QueryDict, *, after: str) -> str:
    kept = query.copy()
    kept.pop("after", None)
    if after:
        kept["after"] = after
    return f"?{kept.urlencode()}"
