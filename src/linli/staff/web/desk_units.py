"""The desk's pages of units and of who answers for what, with shifts."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.scope import shortest
from linli.staff import actions, queries
from linli.staff.rules import Permission
from linli.staff.web import desk_forms as own
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.answering import act, act_on_form


@never_cache
@require_safe
@needs(Permission.REFERENCE_EDIT)
def units(request: StaffRequest) -> HttpResponse:
    rows = list(queries.units_to_edit(_scope(request)))
    chosen = next((row for row in rows if row.code == request.GET.get("code")), None)
    initial = {name: getattr(chosen, name) for name in own.UnitForm.base_fields} if chosen else {}
    context = {"units": rows, "form": own.UnitForm(initial=initial), "chosen": chosen}
    return render(request, "staff/units.html", context)


@require_POST
@needs(Permission.REFERENCE_EDIT)
def unit_entry(request: StaffRequest) -> HttpResponse:
    form, by, at = own.UnitForm(request.POST), request.actor, timezone.now()
    act_on_form(request, form, lambda: actions.create_unit(form.new(), by=by, at=at), done=_("单位已保存。"))
    return redirect("staff:units")


@require_POST
@needs(Permission.REFERENCE_EDIT)
def unit_closing(request: StaffRequest, code: str) -> HttpResponse:
    by, at = request.actor, timezone.now()
    act(request, lambda: actions.close_unit(code, by=by, at=at), done=_("单位已停用，不再接新的派遣。"))
    return redirect("staff:units")


@never_cache
@require_safe
@needs(Permission.REFERENCE_EDIT)
def duties(request: StaffRequest) -> HttpResponse:
    rows = list(queries.duties_to_edit(_scope(request)))
    return render(request, "staff/duties.html", {"duties": rows, "form": own.DutyForm()})


@require_POST
@needs(Permission.REFERENCE_EDIT)
def duty_entry(request: StaffRequest) -> HttpResponse:
    form, by, at = own.DutyForm(request.POST), request.actor, timezone.now()

    def assign() -> None:
        said = form.cleaned_data
        where = {"area_code": said["area_code"], "unit_code": said["unit"]}
        actions.assign_duty(said["duty"], **where, times=form.times(), by=by, at=at)

    act_on_form(request, form, assign, done=_("分工已保存，新的案卷按此建议责任单位。"))
    return redirect("staff:duties")


@require_POST
@needs(Permission.REFERENCE_EDIT)
def duty_end(request: StaffRequest, duty_id: int) -> HttpResponse:
    by, at = request.actor, timezone.now()
    act(request, lambda: actions.end_duty(duty_id, by=by, at=at), done=_("这条分工已删除。"))
    return redirect("staff:duties")


def _scope(request: StaffRequest) -> tuple[str, ...]:
    return shortest(request.actor.prefixes(Permission.REFERENCE_EDIT))
