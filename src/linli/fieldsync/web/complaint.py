"""A complaint about the app by anybody: no account, no phone with the app, no name needed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from linli.cases.web.callers import counted
from linli.cases.web.portal import thank
from linli.core.errors import Invalid, LinliError
from linli.core.ids import new_id
from linli.fieldsync.actions.complaining import complain_about_app
from linli.fieldsync.exports.law_pack import law_pack
from linli.fieldsync.exports.law_papers import answered_said
from linli.staff.rules import RESIDENT, Command

_FIELDS = {"text": "text", "reporter_phone": "phone"}


class ComplaintForm(forms.Form):
    """What is wrong with the app; who says so may stay unsaid."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=_("哪里不好用、哪里多余、哪里越界？"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("例如：要求每天打开应用打卡，同样的表要填两遍。"),
    )  # fmt: skip
    name = forms.CharField(label=_("怎么称呼您（可不填）"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("联系电话（可不填）"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("只用于向您了解情况；每次有人查看，都留下记录。"),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """Take a complaint; whoever is signed in is not written down with it either."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (answer := _hand_in(request, form)) is not None:
        return answer
    context = {"form": form, "answered": _answered()}
    return render(request, "field/complaint.html", context, status=400 if form.is_bound else 200)


def _answered() -> str:
    """Say who answers; before a unit is named for it, by when alone."""
    pack = law_pack()
    if pack.complaints.unit:
        return answered_said(pack)
    return gettext("%(days)s 个工作日内答复；只有承办人能看到投诉的内容。") % {"days": pack.complaints.days}


def _hand_in(request: HttpRequest, form: ComplaintForm) -> HttpResponse | None:
    """Open the case and tell its code; a refusal stands in the form with everything typed kept."""
    said = form.cleaned_data
    if said["website"]:  # a field no person sees: only programs fill it
        return redirect("portal:home")
    command = Command(said["command_id"], RESIDENT, timezone.now())
    try:
        with counted(request):
            made = complain_about_app(
                said["text"], channel="portal", command=command, name=said["name"], phone=said["phone"]
            )
    except LinliError as refusal:
        form.add_error(_FIELDS.get(refusal.field) if isinstance(refusal, Invalid) else None, str(refusal))
        return None
    return thank(request, made)
