"""The desk's pages of organisations: the list, one organisation, and what is done to it."""

from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.places import queries as places
from linli.register.actions import organisations as actions
from linli.register.models import Organisation
from linli.register.queries.organisations import (
    kind_of,
    officers_of,
    organisation_for,
    organisations_visible_to,
)
from linli.register.rules.organisations import NewOrganisation
from linli.register.web import organisation_forms as own
from linli.register.web.record_forms import RecordForm
from linli.register.web.steps import press, take, workbook
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 50
MOST_ROWS = 100_000
_MAP = "grids streets buildings"


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def organisations(request: StaffRequest) -> HttpResponse:
    form = own.OrganisationFilterForm(request.GET)
    page = Paginator(organisations_visible_to(request.actor, form.asked()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [(row, _kind(row)) for row in page.object_list],
        "may_enter": request.actor.may_anywhere(Permission.PEOPLE_EDIT),
    }
    return render(request, "register/organisations.html", context)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def export(request: StaffRequest) -> HttpResponse:
    asked = own.OrganisationFilterForm(request.GET).asked()
    rows = organisations_visible_to(request.actor, asked)[:MOST_ROWS].iterator(chunk_size=2_000)
    head = [
        _("名称"), _("类型"), _("统一社会信用代码"), _("区域"), _("地址"), _("单位电话"), _("成员名册"), _("起"), _("止"),
    ]  # fmt: skip
    lines = (
        (
            row.name, _kind(row), row.credit_code, " ".join(places.area_path(row.area_code)), row.address, row.phone,
            _("有") if row.has_members else "", row.since, row.until,
        )
        for row in rows
    )  # fmt: skip
    return workbook(request, "organisations", _("单位"), head, lines)


@never_cache
@needs(Permission.PEOPLE_EDIT)
def new(request: StaffRequest) -> HttpResponse:
    """Enter an organisation."""
    if request.method == "POST":
        form = own.OrganisationForm(request.POST).fit(request.actor)
        made = list[Organisation]()
        if take(
            request, form, lambda command: made.append(actions.enter_organisation(_placed(form.new()), command=command)),
            done=_("单位已登记。"),
        ):  # fmt: skip
            return redirect("register:organisation", made[0].pk)
    else:
        dwelling = {"dwelling_id": request.GET["dwelling"]} if "dwelling" in request.GET else {}
        form = own.OrganisationForm.fresh("new", since=timezone.localdate(), **dwelling).fit(request.actor)
    status = 400 if form.is_bound else 200
    return render(request, "register/organisation_form.html", {"form": form}, status=status)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def organisation(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    return show(request, organisation_id)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def correction(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    form = own.OrganisationForm(request.POST, auto_id="correct_%s").fit(request.actor)

    def correct(command: Command) -> object:
        version = form.cleaned_data["version"]
        return actions.correct_organisation(organisation_id, command=command, new=_placed(form.new()), version=version)

    if take(request, form, correct, done=_("已更正。")):
        return redirect("register:organisation", organisation_id)
    return show(request, organisation_id, correct=form)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def closing(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    form = own.ClosingForm(request.POST, auto_id="close_%s")

    def close(command: Command) -> object:
        told = form.cleaned_data
        return actions.close_organisation(organisation_id, command=command, on=told["on"], reason=told["reason"])

    if take(request, form, close, done=_("单位已注销。")):
        return redirect("register:organisation", organisation_id)
    return show(request, organisation_id, close=form)


@never_cache
@require_POST
@needs(Permission.PEOPLE_QUERY)
def officers(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    form = own.OfficerForm(request.POST, auto_id="officer_%s")

    def name(command: Command) -> object:
        return actions.name_officer(organisation_id, form.cleaned_data["username"], command=command)

    if take(request, form, name, done=_("已指定负责人。")):
        return redirect("register:organisation", organisation_id)
    return show(request, organisation_id, officer=form)


@require_POST
@needs(Permission.PEOPLE_QUERY)
def officer_end(request: StaffRequest, organisation_id: UUID, officer_id: UUID) -> HttpResponse:
    press(
        request, lambda command: actions.end_officer(organisation_id, officer_id, command=command),
        done=_("不再担任负责人。"),
    )  # fmt: skip
    return redirect("register:organisation", organisation_id)


@require_POST
@needs(Permission.PEOPLE_QUERY)
def members_list(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    """Open or close the members' list."""
    opens = request.POST.get("opens") == "yes"
    act = actions.open_members_list if opens else actions.close_members_list
    done = _("已开设成员名册，由负责人登记。") if opens else _("已关闭成员名册。")
    press(request, lambda command: act(organisation_id, command=command), done=done)
    return redirect("register:organisation", organisation_id)


def show(request: StaffRequest, organisation_id: UUID, **bound: RecordForm) -> HttpResponse:
    """Show an organisation, with the form that was refused, if one was."""
    row, actor = organisation_for(request.actor, organisation_id), request.actor
    kind = kind_of(row.kind)
    is_open = row.until is None
    may_edit = is_open and actor.may(Permission.PEOPLE_EDIT, row.area_code)
    keeps = is_open and actor.may(Permission.PEOPLE_QUERY, row.area_code)
    context = {
        "row": row,
        "kind": _kind(row),
        "point": _point(row),
        "address": row.address or _address(row),
        "layers": _MAP,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={row.area_code[:12]}",
        "officers": officers_of(row.pk, on=timezone.localdate()),
        "may_keep_members": keeps and kind is not None and kind.members,
        "keeps_officers": keeps,
        "correct_form": bound.get("correct") or (may_edit and _correcting(request, row)) or None,
        "close_form": bound.get("close") or (own.ClosingForm.fresh("close") if may_edit else None),
        "officer_form": bound.get("officer") or (own.OfficerForm.fresh("officer") if keeps else None),
        "refused": next(iter(bound), ""),
    }
    return render(request, "register/organisation.html", context, status=400 if bound else 200)


def _correcting(request: StaffRequest, row: Organisation) -> own.OrganisationForm:
    return own.OrganisationForm.fresh("correct", **own.OrganisationForm.values(row)).fit(request.actor)


def _kind(row: Organisation) -> str:
    kind = kind_of(row.kind)
    return str(kind.name) if kind else row.kind


def _address(row: Organisation) -> str:
    return places.addresses_of([row.dwelling_id]).get(row.dwelling_id, "") if row.dwelling_id else ""


def _placed(new: NewOrganisation) -> NewOrganisation:
    """Put an organisation into the dwelling its written address means, where there is no doubt which."""
    if new.dwelling_id is not None or not new.address:
        return new
    match = places.match_address(new.address, prefixes=[new.area_code])
    return replace(new, dwelling_id=match.dwelling_id) if match.is_sure and match.dwelling_id else new


def _point(row: Organisation) -> str:
    """Give where the building stands that the organisation is in, by its dwelling or by its written address."""
    if row.dwelling_id is None:
        match = places.match_address(row.address, prefixes=[row.area_code]) if row.address else None
        found = match.best.point if match and match.best and match.is_sure else None
        return f"{found[0]},{found[1]}" if found else ""
    home = places.dwellings_of([row.area_code]).filter(pk=row.dwelling_id).first()
    return f"{home.building.lon_cgcs2000},{home.building.lat_cgcs2000}" if home else ""
