"""Members, for the officers of their organisation and for the members themselves; nobody else has these pages."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import NotFound
from linli.core.ids import new_id
from linli.places import queries as places
from linli.register.actions import memberships as actions
from linli.register.catalogue import NoticeDeclaration
from linli.register.queries.consents import newest_notice
from linli.register.queries.organisations import (
    acts_for,
    member_rows,
    members_of,
    memberships_of,
    officers_organisation,
    organisations_to_join,
)
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.visible import area_of, resident_of_account
from linli.register.rules.consents import Channel, years_old
from linli.register.rules.organisations import MEMBERSHIP
from linli.register.web import organisation_forms as own
from linli.register.web.record_forms import RecordForm
from linli.register.web.steps import press, take, workbook
from linli.register.wording import SEX_NAMES
from linli.staff.rules import Command
from linli.staff.web.access import StaffRequest, signed_in

PER_PAGE = 50


@never_cache
@require_safe
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    """Show whom the account acts for, and what the resident behind it belongs to."""
    account = request.actor.account_id
    person = resident_of_account(account) if account else None
    belongs = memberships_of(person.pk) if person else ()
    joined = {one.organisation_id for one in belongs}
    nearby = organisations_to_join(area_of(person.pk)) if person else ()
    context = {
        "acts_for": acts_for(request.actor),
        "is_resident": person is not None,
        "belongs": belongs,
        "to_join": [one for one in nearby if one.pk not in joined],
        "notice": _notice(),
    }
    return render(request, "register/my_organisations.html", context)


@never_cache
@require_safe
@signed_in
def members(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    return show(request, organisation_id)


@never_cache
@require_POST
@sensitive_post_parameters()
@signed_in
def new_member(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    form = own.MemberForm(request.POST, auto_id="member_%s")

    def add(command: Command) -> object:
        return actions.add_member(organisation_id, form.new(), command=command)

    officers_organisation(request.actor, organisation_id, on=timezone.localdate())
    if take(request, form, add, done=_("已登记成员。")):
        return redirect("register:members", organisation_id)
    return show(request, organisation_id, member=form)


@never_cache
@require_POST
@signed_in
def export(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    form = own.ExportForm(request.POST, auto_id="export_%s")
    organisation = officers_organisation(request.actor, organisation_id, on=timezone.localdate())
    if not form.is_valid():
        return show(request, organisation_id, export=form)
    command = Command(form.command, request.actor, timezone.now())
    rows = actions.export_members(organisation_id, command=command, said=form.cleaned_data["reason"])
    head = [_("姓名"), _("性别"), _("年龄"), _("社区"), _("身份"), _("加入日期")]
    today = timezone.localdate()
    lines = (
        (row.name, SEX_NAMES.get(row.sex, row.sex), years_old(row.born_on, today), places.area_name(row.area_code),
         row.role, row.since)
        for row in rows
    )  # fmt: skip
    return workbook(request, "members", organisation.name, head, lines)


@require_POST
@signed_in
def leaving(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    press(
        request, lambda command: actions.leave(membership_id, command=command), done=_("已退出，成员记录已删除。")
    )  # fmt: skip
    return _back(request)


@require_POST
@signed_in
def consent(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    def renew(command: Command) -> object:
        return actions.renew_consent(membership_id, command=command, channel=Channel.COUNTER)

    press(request, renew, done=_("已记录：本人同意新的告知书。"))
    return _back(request)


@require_POST
@signed_in
def joining(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    press(request, lambda command: actions.join(organisation_id, command=command), done=_("已加入。"))
    return redirect("register:my_organisations")


def show(request: StaffRequest, organisation_id: UUID, **bound: RecordForm) -> HttpResponse:
    """Show an officer the members, masked, with the form that was refused, if one was."""
    on = timezone.localdate()
    organisation = officers_organisation(request.actor, organisation_id, on=on)
    page = Paginator(members_of(request.actor, organisation_id, on=on), PER_PAGE).get_page(request.GET.get("page"))
    notice = _notice()
    actions.note_list_read(organisation, command=Command(new_id(), request.actor, timezone.now()))
    context = {
        "organisation": organisation,
        "page": page,
        "lines": [
            (row, SEX_NAMES.get(row.sex, row.sex), places.area_name(row.area_code))
            for row in member_rows(page.object_list, newest_version=notice.version)
        ],
        "notice": notice,
        "member_form": bound.get("member") or own.MemberForm.fresh("member"),
        "export_form": bound.get("export") or own.ExportForm.fresh("export"),
        "refused": next(iter(bound), ""),
    }
    return render(request, "register/members.html", context, status=400 if bound else 200)


def _notice() -> NoticeDeclaration:
    return newest_notice(purpose_for(MEMBERSHIP, use=Use.ENROLLING))


def _back(request: StaffRequest) -> HttpResponse:
    """Go back to the list an officer works on, else to one's own page."""
    try:
        organisation_id = UUID(request.POST.get("organisation", ""))
        officers_organisation(request.actor, organisation_id, on=timezone.localdate())
    except (ValueError, NotFound):
        return redirect("register:my_organisations")
    return redirect("register:members", organisation_id)
