"""What waits for a look, and deciding on it: one by one, or all of a filled form that fits."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.page_numbers import page_number
from linli.forms import actions
from linli.forms.queries.candidates import needs_match
from linli.forms.queries.reviewing import count_waiting, is_settled, next_waiting, waiting_rows
from linli.forms.queries.submissions import UNMATCHED, count_unmatched, next_unmatched
from linli.forms.queries.visible import submission_for
from linli.forms.web.review_rows import queued, shown, to_match
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.command_forms import CommandForm

TAKE, KEEP, TAKE_ALL, KEEP_ALL = "take", "keep", "take-all", "keep-all"


class DecisionForm(CommandForm):
    """What is decided, about which value, over which value of the register."""

    decision = forms.ChoiceField(choices=[(one, one) for one in (TAKE, KEEP, TAKE_ALL, KEEP_ALL)])
    write_back = forms.UUIDField(required=False)
    seen = forms.CharField(required=False, max_length=64)
    queue = forms.BooleanField(required=False)
    matching = forms.BooleanField(required=False)


class MatchForm(CommandForm):
    """Which household a filled form is about."""

    household = forms.UUIDField()
    matching = forms.BooleanField(required=False)


@never_cache
@require_safe
@needs(Permission.FORMS_REVIEW)
def review(request: StaffRequest) -> HttpResponse:
    page = page_number(request)
    rows, more = waiting_rows(request.actor, page=page)
    context = {
        "rows": [shown(row) for row in rows],
        "count": count_waiting(request.actor),
        "unmatched": count_unmatched(request.actor),
        "unmatched_state": UNMATCHED,
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if more else "",
    }
    return render(request, "forms/review.html", context)


@require_POST
@needs(Permission.FORMS_REVIEW)
def decision(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("这一页已过期，请再看一遍后决定。"))
        return redirect("forms:submission", submission_id)
    try:
        messages.success(request, _decide(submission_id, form, Command(form.command, request.actor, timezone.now())))
    except LinliError as error:
        messages.error(request, str(error))
    return _onward(request, submission_id, form)


@require_POST
@needs(Permission.FORMS_REVIEW)
def household(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    """Say which household a filled form is about."""
    form = MatchForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("这一页已过期，请再看一遍后决定。"))
        return redirect("forms:submission", submission_id)
    command = Command(form.command, request.actor, timezone.now())
    try:
        actions.match_submission(submission_id, household_id=form.cleaned_data["household"], command=command)
        if is_settled(submission_id):
            messages.success(request, _("已对应到住户，没有与登记不同的内容。"))
        else:
            messages.success(request, _("已对应到住户；与登记不同的内容列在下面。"))
    except LinliError as error:
        messages.error(request, str(error))
    return _onward(request, submission_id, form)


def _onward(request: StaffRequest, submission_id: UUID, form: DecisionForm | MatchForm) -> HttpResponse:
    """Lead who works through a list on to its next filled form as soon as this one is settled."""
    is_done = is_settled(submission_id)
    if form.cleaned_data.get("queue"):
        page_of, following, end = queued, next_waiting, reverse("forms:review")
    elif form.cleaned_data["matching"]:
        is_done = is_done and not needs_match(submission_for(request.actor, submission_id))
        page_of, following, end = to_match, next_unmatched, f"{reverse('forms:submissions')}?state={UNMATCHED}"
    else:
        return redirect("forms:submission", submission_id)
    if not is_done:
        return redirect(page_of(submission_id))
    other = following(request.actor, submission_id)
    return redirect(page_of(other) if other else end)


def _decide(submission_id: UUID, form: DecisionForm, command: Command) -> str:
    decided, write_back = form.cleaned_data["decision"], form.cleaned_data["write_back"]
    if decided in {TAKE_ALL, KEEP_ALL} or write_back is None:
        row = actions.settle_submission(submission_id, command=command, take=decided == TAKE_ALL)
        left = row.write_backs.filter(state__in=["waiting", "conflict"]).count()
        return _("已处理；还有 %(left)s 项要逐项核对。") % {"left": left} if left else _("已全部处理。")
    if decided == KEEP:
        actions.keep_write_back(write_back, command=command)
        return _("登记保持不变。")
    one = actions.take_write_back(write_back, command=command, seen=form.cleaned_data["seen"])
    return _("登记在此期间变了，没有写入，请核对现在的值再决定。") if one.state == "conflict" else _("已写回登记。")
