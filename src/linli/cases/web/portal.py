"""The residents' portal: home, report without an account, thanks."""

from collections.abc import Sequence
from uuid import UUID

from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from linli.cases import actions
from linli.cases.web.callers import counted
from linli.cases.web.portal_forms import ReportForm
from linli.cases.web.portal_places import place_named
from linli.core.errors import Invalid, LinliError
from linli.core.ids import new_id
from linli.core.secrets import seal, unseal
from linli.staff.rules import DEMO_PASSWORD, RESIDENT, Command

_REPORTED = "portal.reported"  # until it was shown once
FORM_FIELDS = {"reporter_phone": "phone", "text": "text", "lon": "address"}


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"demo_password": DEMO_PASSWORD})


def report(request: HttpRequest) -> HttpResponse:
    place = place_named(request.GET)
    form = ReportForm(request.POST or None, request.FILES or None, initial=place.initial if place else None)
    if request.method == "POST" and form.is_valid():
        answer = _hand_in(request, form)
        if answer is not None:
            return answer
    return render(request, "portal/report.html", {"form": form, "place": place}, status=400 if form.is_bound else 200)


@never_cache
def thanks(request: HttpRequest) -> HttpResponse:
    told = request.session.pop(_REPORTED, None)
    if not told:
        return redirect("portal:home")
    return render(request, "portal/thanks.html", {"told": {**told, "code": unseal(told["code"])}})


def _hand_in(request: HttpRequest, form: ReportForm) -> HttpResponse | None:
    """Store the report and its photos; a refusal stands in the form with everything typed kept."""
    if form.cleaned_data["website"]:  # a field no person sees: only programs fill it
        return redirect("portal:home")
    try:
        with counted(request):
            command = Command(form.cleaned_data["command_id"], RESIDENT, timezone.now())
            reported = actions.report_case(_new_report(request, form), command=command)
    except LinliError as refusal:
        field = FORM_FIELDS.get(refusal.field) if isinstance(refusal, Invalid) else None
        form.add_error(field, str(refusal))
        return None
    return thank(request, reported, refused=_add_photos(form.cleaned_data["photos"], reported.case.pk))


def thank(request: HttpRequest, reported: actions.Reported, *, refused: Sequence[str] = ()) -> HttpResponse:
    """Lead to the page that shows the tracking code once, and which photos were refused."""
    if reported.tracking_code:
        request.session[_REPORTED] = {
            "number": reported.case.number, "code": seal(reported.tracking_code), "refused": list(refused),
        }  # fmt: skip
    return redirect("portal:thanks")


def _new_report(request: HttpRequest, form: ReportForm) -> actions.NewReport:
    said = form.cleaned_data
    return actions.NewReport(
        text=said["text"], channel="portal", lon_cgcs2000=said["lon"], lat_cgcs2000=said["lat"], address=said["address"],
        area_code=said["community"], reporter_name=said["name"], reporter_phone=said["phone"],
        account_id=request.user.pk if request.user.is_authenticated else None,
    )  # fmt: skip


def _add_photos(files: list[File[bytes]], case_id: UUID) -> list[str]:
    """Attach the photos one by one; a bad one does not lose the report and is named afterwards."""
    refused = []
    for file in files:
        command = Command(new_id(), RESIDENT, timezone.now())
        try:
            actions.attach_photo(
                case_id, command=command, file=file, name=file.name or "", purpose="report", tracked=True
            )
        except LinliError as refusal:
            refused.append(str(refusal))
    return refused
