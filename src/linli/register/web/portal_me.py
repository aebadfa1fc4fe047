"""My data, at the residents' portal: one's own and a young child's, who read them, consents taken back, everything as a file."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.core.installation import installation
from linli.register.actions.consents import withdraw_consent
from linli.register.actions.downloading import note_download
from linli.register.errors import NotOwnRecord
from linli.register.exports.about_me import about_me_json
from linli.register.models import Resident
from linli.register.queries.about_me import own_record, record_for, sections_about, wards_on
from linli.register.queries.consents import consents_of
from linli.register.queries.gathering import Section, gathered
from linli.staff.rules import Command
from linli.staff.web.access import StaffRequest, signed_in

FILES = {"json": "application/json", "pdf": "application/pdf"}
AT_ONCE = ("person", "homes", "household", "contacts", "guardians", "enrolments", "memberships")


@never_cache
@require_safe
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    own = own_record(_account(request), on=timezone.localdate())
    return _page(request, own, is_own=True)


@never_cache
@require_safe
@signed_in
def ward(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    found = _found(request, resident_id)
    return _page(request, found, is_own=found.account_id == _account(request))


@never_cache
@require_safe
@signed_in
def readings(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    found = _found(request, resident_id)
    told = [one for one in _everything(request, found) if one.key.startswith("readings")]
    return _private(render(request, "portal/me_readings.html", {"person": found, "sections": told}))


@require_POST
@signed_in
def withdrawal(request: StaffRequest, resident_id: UUID, consent_id: UUID) -> HttpResponse:
    found = _found(request, resident_id)
    if consent_id not in {one.id for one in consents_of(found.pk)}:
        raise NotOwnRecord
    try:
        withdraw_consent(consent_id, command=Command(_command_id(request), request.actor, timezone.now()))
    except LinliError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回同意。以这项同意为依据的使用已经停止，其他服务不受影响。"))
    return redirect("me:ward", found.pk)


@never_cache
@require_safe
@signed_in
def download(request: StaffRequest, resident_id: UUID, ending: str) -> HttpResponse:
    found, at = _found(request, resident_id), timezone.now()
    write = _writer(ending)
    body = write(_everything(request, found), at=at, house=installation().name or _("邻里"))
    note_download(found.pk, by=request.actor, at=at, ending=ending)
    answer = HttpResponse(body, content_type=FILES[ending])
    answer["Content-Disposition"] = f'attachment; filename="about-me-{timezone.localtime(at):%Y%m%d}.{ending}"'
    return _private(answer)


def _writer(ending: str) -> Callable[..., bytes]:
    if ending == "json":
        return about_me_json
    from linli.register.exports.about_me_pdf import about_me_pdf  # noqa: PLC0415 few ask for paper, and PDF is heavy

    return about_me_pdf


def _page(request: StaffRequest, found: Resident, *, is_own: bool) -> HttpResponse:
    on = timezone.localdate()
    sections = {section.key: section for section in _everything(request, found)}
    context = {
        "person": found,
        "is_own": is_own,
        "sections": [sections.pop(key) for key in AT_ONCE],
        "consents": consents_of(found.pk, on=on),
        "readings": sections.pop("readings"),
        "others": [section for key, section in sections.items() if key != "consents"],
        "wards": wards_on(found.pk, on=on) if is_own else (),
        "command_id": new_id(),
    }
    return _private(render(request, "portal/me.html", context))


def _everything(request: StaffRequest, found: Resident) -> list[Section]:
    """What the register holds of a person, and what higher rooms hold under the account: of a ward only the former."""
    account_id = _account(request)
    above = gathered(account_id, found.pk) if found.account_id == account_id else []
    return [*sections_about(found), *above]


def _found(request: StaffRequest, resident_id: UUID) -> Resident:
    return record_for(_account(request), resident_id, on=timezone.localdate())


def _account(request: StaffRequest) -> UUID:
    account_id = request.actor.account_id
    if account_id is None:
        raise NotOwnRecord
    return account_id


def _command_id(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        return new_id()


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
