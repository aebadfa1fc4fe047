"""Requests over one's own data at the residents' portal: a form for each right, and how far one's requests are."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.actions.rights import FIELD_NAMES, RIGHT_NAMES, ask_for_right
from linli.cases.queries.rights import own_requests
from linli.cases.rules.rights import CORRECTED, DELETED, MOST_SAID, MOST_VALUE, Right, RightRequest
from linli.cases.web.callers import counted
from linli.cases.wording import STATE_NAMES
from linli.core.errors import Invalid, LinliError
from linli.core.ids import new_id
from linli.register.errors import NotOwnRecord
from linli.register.queries.about_me import own_record, wards_on
from linli.staff.rules import Command
from linli.staff.web.access import StaffRequest, signed_in

HEIR = "heir"
_FIELDS = tuple(dict.fromkeys((*CORRECTED, *DELETED)))


class RightForm(forms.Form):
    """What somebody asks for, of whom, and what is right instead."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    right = forms.ChoiceField(label=gettext_lazy("请求什么"), choices=list(RIGHT_NAMES.items()))
    person = forms.ChoiceField(label=gettext_lazy("谁的信息"))
    field = forms.ChoiceField(
        label=gettext_lazy("哪一项（更正或删除时选）"), required=False,
        choices=[("", gettext_lazy("不选")), *((name, FIELD_NAMES[name]) for name in _FIELDS)],
    )  # fmt: skip
    value = forms.CharField(
        label=gettext_lazy("正确的内容（更正时填）"), max_length=MOST_VALUE, required=False,
        help_text=gettext_lazy("加密保存，不写进案卷；出生日期写成 1960-01-31。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    died = forms.CharField(
        label=gettext_lazy("去世的人的姓名和您与其关系（为去世的近亲属请求时填）"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    said = forms.CharField(
        label=gettext_lazy("补充说明（可不填）"), max_length=MOST_SAID, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("请不要在这里写身份证号或电话。"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a ChoiceField

    def request(self) -> RightRequest:
        """Read the request."""
        said = self.cleaned_data
        is_heir = said["person"] == HEIR
        return RightRequest(
            Right(said["right"]), None if is_heir else UUID(said["person"]), said["field"], said["value"], said["said"],
            said["died"].strip() if is_heir else "",
        )  # fmt: skip


@never_cache
@signed_in
def new(request: StaffRequest) -> HttpResponse:
    people = _people(request)
    first = {"right": request.GET.get("right", Right.SEE), "person": request.GET.get("person", people[0][0])}
    form = RightForm(request.POST or None, initial=first, people=people)
    if request.method == "POST" and form.is_valid() and (answer := _hand_in(request, form)) is not None:
        return answer
    return _private(render(request, "portal/right.html", {"form": form}, status=400 if form.is_bound else 200))


@never_cache
@require_safe
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    rows = [
        {
            "it": one,
            "right": RIGHT_NAMES.get(one.right, one.right),
            "field": FIELD_NAMES.get(one.field, ""),
            "state": STATE_NAMES.get(one.state, one.state),
        }
        for one in own_requests(_account(request))
    ]
    return _private(render(request, "portal/rights.html", {"rows": rows}))


def _hand_in(request: StaffRequest, form: RightForm) -> HttpResponse | None:
    """Open the case; a refusal stands in the form with everything typed kept."""
    command = Command(form.cleaned_data["command_id"], request.actor, timezone.now())
    try:
        with counted(request):
            ask_for_right(form.request(), by=request.actor, command=command)
    except LinliError as refusal:
        field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return None
    messages.success(request, _("已收到您的请求，最迟 15 个工作日书面答复；不予办理的会说明理由和救济途径。"))
    return redirect("rights:mine")


def _people(request: StaffRequest) -> list[tuple[str, str]]:
    """Offer oneself, one's wards, and somebody who has died."""
    on = timezone.localdate()
    own = own_record(_account(request), on=on)
    wards = [(str(ward.id), _("%(name)s（我监护的孩子）") % {"name": ward.name}) for ward in wards_on(own.pk, on=on)]
    return [(str(own.pk), _("%(name)s（我自己）") % {"name": own.name}), *wards, (HEIR, _("已去世的近亲属"))]


def _account(request: StaffRequest) -> UUID:
    account_id = request.actor.account_id
    if account_id is None:
        raise NotOwnRecord
    return account_id


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
