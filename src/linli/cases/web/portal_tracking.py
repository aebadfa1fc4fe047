"""Following a report: by its code without an account, or signed in as the resident who reported."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.cases import actions, errors
from linli.cases.actions.attaching import path_of
from linli.cases.actions.merged_rating import rate_as_merged
from linli.cases.queries.naming import PURPOSE_NAMES
from linli.cases.queries.tracking import TrackedCase, TrackedStep, own_case, own_reports, tracked_case
from linli.cases.web.portal_forms import MOST_PHOTOS, MorePhotosForm, RatingForm, ReopenForm, TrackForm
from linli.cases.wording import STAGE_NAMES, STEP_LOOKS
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.staff.rules import RESIDENT, Command
from linli.staff.web.access import StaffRequest, actor_behind, signed_in

BEFORE = ("report", "before")


def search(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.GET or None)
    if form.is_valid():
        code = form.cleaned_data["code"].replace(" ", "").replace("-", "").upper()
        try:
            tracked_case(code, at=timezone.now())
        except LinliError as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect("portal:track", code=code)
    return render(request, "portal/search.html", {"form": form})


def track(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code, _find(request, code))


@require_POST
def rating(request: HttpRequest, code: str) -> HttpResponse:
    tracked, form = _find(request, code), RatingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        command = Command(said["command_id"], RESIDENT, timezone.now())
        try:
            rate = rate_as_merged if tracked.is_merged else actions.rate_case
            rate(tracked.case.pk, command=command, score=said["score"], text=said["text"])
            return redirect("portal:track", code=code)
        except LinliError as refusal:
            form.add_error(None, str(refusal))
    return _page(request, code, tracked, rating=form)


@require_POST
def reopening(request: HttpRequest, code: str) -> HttpResponse:
    tracked, form = _find(request, code), ReopenForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        command = Command(said["command_id"], RESIDENT, timezone.now())
        try:
            actions.reopen_case(tracked.progress.pk, command=command, reason=said["reason"], tracked=True)
            return redirect("portal:track", code=code)
        except LinliError as refusal:
            form.add_error(None, str(refusal))
    return _page(request, code, tracked, reopening=form)


@require_POST
def photos(request: HttpRequest, code: str) -> HttpResponse:
    tracked = _find(request, code)
    form = MorePhotosForm(files=request.FILES)
    trouble = "" if form.is_valid() else form.errors["photos"][0]
    for file in form.cleaned_data.get("photos", ()):
        command = Command(new_id(), RESIDENT, timezone.now())
        try:
            actions.attach_photo(
                tracked.case.pk, command=command, file=file, name=file.name or "", purpose="report", tracked=True
            )
        except LinliError as refusal:
            trouble = str(refusal)
    return (
        _page(request, code, _find(request, code), trouble=trouble) if trouble else redirect("portal:track", code=code)
    )


def photo(request: HttpRequest, code: str, photo_id: UUID) -> HttpResponse:
    tracked = _find(request, code)
    found = next((photo for photo in tracked.photos if photo.pk == photo_id), None)
    if found is None:
        raise Http404
    path = path_of(found.sha256)
    if not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=found.media_type)
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@never_cache
@signed_in
def my_reports(request: StaffRequest) -> HttpResponse:
    account_id = request.actor.account_id
    return render(request, "portal/mine.html", {"cases": own_reports(account_id) if account_id else []})


def _find(request: HttpRequest, code: str) -> TrackedCase:
    """Find a report by its code; a signed-in resident names an own report by its id instead."""
    account_id, at = actor_behind(request).account_id, timezone.now()
    if account_id is not None and len(code) == len(str(UUID(int=0))):
        try:
            return own_case(account_id, UUID(code), at=at)
        except ValueError:
            raise errors.TrackingUnknown from None
    return tracked_case(code, at=at)


def _page(request: HttpRequest, code: str, tracked: TrackedCase, **forms: object) -> HttpResponse:
    """Show a report to whoever holds its code; forms that were refused come back with what was typed."""
    context = {
        "tracked": tracked,
        "code": code,
        "stages": [
            {"name": name, "done": at < tracked.stage, "here": at == tracked.stage}
            for at, name in enumerate(STAGE_NAMES, 1)
        ],
        "entries": [_entry(step) for step in tracked.steps],
        **_photos(code, tracked),
        "most_photos": MOST_PHOTOS,
        "rating": RatingForm() if tracked.may_rate else None,
        "reopening": ReopenForm() if tracked.may_reopen else None,
        **forms,
    }
    answer = render(request, "portal/track.html", context)
    answer["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(answer)
    return answer


def _photos(code: str, tracked: TrackedCase) -> dict[str, list[dict[str, object]]]:
    """Part the photos: what was found stands with the report, what was done with the answer, once there is one."""
    found: dict[str, list[dict[str, object]]] = {"photos_before": [], "photos_after": []}
    for photo in tracked.photos:
        place = "photos_before" if photo.purpose in BEFORE or not tracked.case.result else "photos_after"
        address = reverse("portal:photo", args=[code, photo.pk])
        found[place].append({"url": address, "label": PURPOSE_NAMES.get(photo.purpose, "")})
    return found


def _entry(step: TrackedStep) -> dict[str, object]:
    look = STEP_LOOKS[step.name.value]
    return {"title": look.title, "at": step.at, "text": step.note, "icon": look.icon, "colour": look.colour}
