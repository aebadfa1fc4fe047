"""The inbox: one's own notices, newest first; opening one takes it as read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import NotAllowed
from linli.messages import actions
from linli.messages.queries.inbox import inbox, unread_count
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, signed_in


@never_cache
@require_safe
@signed_in
def inbox_page(request: StaffRequest) -> HttpResponse:
    account_id = own_account(request)
    unread_only = request.GET.get("show") == "unread"
    found = inbox(account_id, after=request.GET.get("after", ""), unread_only=unread_only)
    kept = "show=unread&" if unread_only else ""
    context = {
        "rows": found.rows,
        "unread_only": unread_only,
        "unread": unread_count(account_id),
        "next_url": f"?{kept}after={found.after}" if found.after else "",
        "first_url": f"?{kept}".rstrip("&") if request.GET.get("after") else "",
        "may_see_log": request.actor.may_anywhere(Permission.MESSAGES_LOG),
    }
    return render(request, "messages/inbox.html", context)


@never_cache
@require_safe
@signed_in
def open_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Go to the page a notice is about; it is read then, and asking twice changes nothing."""
    notice = actions.mark_read(own_account(request), notice_id)
    return redirect(notice.link or "messages:inbox")


@require_POST
@signed_in
def one_read(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    actions.mark_read(own_account(request), notice_id)
    return redirect("messages:inbox")


@require_POST
@signed_in
def all_read(request: StaffRequest) -> HttpResponse:
    count = actions.mark_all_read(own_account(request))
    if count:
        messages.success(request, _("%(count)s 条消息已标为已读。") % {"count": count})
    return redirect("messages:inbox")


def own_account(request: StaffRequest) -> UUID:
    """Give the account of whoever is signed in."""
    if request.actor.account_id is None:
        raise NotAllowed
    return request.actor.account_id
