"""How one wants to be told: channels, quiet hours, browsers; and a message to oneself to see that it works."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.messages import actions
from linli.messages.channels import senders
from linli.messages.channels.vapid import vapid_public
from linli.messages.queries.reach import browsers_of, choice_of, has_bot
from linli.messages.rules import PERSONAL, Channel
from linli.messages.web.forms import ChoiceForm
from linli.messages.web.inbox import own_account
from linli.staff.web.access import StaffRequest, not_shared, signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings_page(request: StaffRequest) -> HttpResponse:
    return _save(request) if request.method == "POST" else _page(request, _form(request))


@require_POST
@signed_in
@not_shared
def test(request: StaffRequest) -> HttpResponse:
    made = actions.send_test(own_account(request), at=timezone.now())
    told = (
        _("测试消息已写入站内消息，并将通过 %(count)s 种方式发出。")
        if made
        else _("测试消息已写入站内消息；没有别的接收方式。")
    )
    messages.success(request, told % {"count": len(made)})
    return redirect("messages:settings")


@require_POST
@signed_in
@not_shared
def browsers(request: StaffRequest) -> HttpResponse:
    """Take a browser's subscription, as the page's script sends it."""
    actions.subscribe_browser(
        own_account(request),
        subscription=request.POST.get("subscription", ""),
        browser=request.POST.get("browser", ""),
        at=timezone.now(),
    )
    return JsonResponse({"ok": True}, status=201)


@require_POST
@signed_in
def browser_removal(request: StaffRequest, browser_id: UUID) -> HttpResponse:
    actions.remove_browser(own_account(request), browser_id)
    messages.success(request, _("这个浏览器不再显示消息。"))
    return redirect("messages:settings")


@not_shared
def _save(request: StaffRequest) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.choose(own_account(request), wishes=form.wishes, quiet=form.quiet, phone=form.number)
    messages.success(request, _("已保存。"))
    return redirect("messages:settings")


def _form(request: StaffRequest) -> ChoiceForm:
    given = request.POST if request.method == "POST" else None
    return ChoiceForm(given, choice=choice_of(own_account(request)))


def _page(request: StaffRequest, form: ChoiceForm, *, status: int = 200) -> HttpResponse:
    push_is_on = senders.is_set_up(Channel.PUSH)
    context = {
        "form": form,
        "wishes": [form[channel.value] for channel in PERSONAL],
        "nothing_on": not any(senders.is_set_up(channel) for channel in PERSONAL),
        "phone": form["phone"],
        "phone_removed": form["phone_removed"] if "phone_removed" in form.fields else None,
        "quiet": [form["quiet_from"], form["quiet_to"]],
        "email": getattr(request.user, "email", ""),
        "browsers": browsers_of(own_account(request)),
        "push_key": vapid_public() if push_is_on else "",
        "unit_has_bot": has_bot(request.actor.unit_codes),
        "is_shared": getattr(request.user, "is_demo", False),
    }
    return render(request, "messages/settings.html", context, status=status)
