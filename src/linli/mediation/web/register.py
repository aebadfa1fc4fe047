"""The register of mediators: who mediates here, and entering committees and mediators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.cases.web.fields import OpenChoiceField, QuickSelect
from linli.cases.web.step_forms import StepForm
from linli.core.errors import LinliError
from linli.mediation import actions
from linli.mediation.queries.naming import LEVEL_NAMES, RANK_NAMES, SPECIALITY_NAMES, choices_of
from linli.mediation.queries.register import MediatorRow, committees, may_keep, register_rows
from linli.mediation.rules import CommitteeLevel, MediatorRank, Speciality
from linli.mediation.web.step_forms import day, line, one_of
from linli.mediation.web.views import READERS
from linli.places import queries as places
from linli.staff import queries as staff
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs


class MediatorForm(StepForm):
    """Enter a mediator."""

    committee = OpenChoiceField(label=gettext_lazy("调解委员会"), widget=QuickSelect)
    name = line(gettext_lazy("姓名"), most=40)
    username = line(
        gettext_lazy("登录名"), most=60, required=False, help_text=gettext_lazy("有账号的填写；外聘人员不填。")
    )
    rank = one_of(gettext_lazy("类别"), RANK_NAMES)
    specialities = forms.MultipleChoiceField(
        label=gettext_lazy("专长"), choices=choices_of(SPECIALITY_NAMES), required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )  # fmt: skip
    employer = line(
        gettext_lazy("工作单位"), most=80, required=False, help_text=gettext_lazy("用于核对是否与当事人有利害关系。")
    )
    phone = line(gettext_lazy("工作电话"), most=30, required=False)
    since = day(gettext_lazy("任期起"))
    until = day(gettext_lazy("任期止"), required=False, help_text=gettext_lazy("每届三年，可以连任。"))

    def fit(self, actor: Actor) -> None:
        """List the committees whose register this person keeps."""
        own = [row for row in committees() if may_keep(actor, row.area_code)]
        self.offer("committee", [(row.code, row.name) for row in own])

    def act(self, command: Command) -> object:
        """Enter what was typed."""
        values = {**self.cleaned_data}
        del values["command_id"]
        values["rank"] = MediatorRank(values["rank"])
        values["specialities"] = [Speciality(one) for one in values["specialities"]]
        return actions.add_mediator(actions.MediatorEntry(**values), command=command)


class CommitteeForm(StepForm):
    """Enter a committee."""

    code = line(gettext_lazy("编码"), most=40, help_text=gettext_lazy("字母和数字，例如 zhuqiao。"))
    name = line(gettext_lazy("名称"), most=80)
    level = one_of(gettext_lazy("层级"), LEVEL_NAMES)
    area_code = OpenChoiceField(label=gettext_lazy("服务区域"), widget=QuickSelect)
    unit_code = OpenChoiceField(label=gettext_lazy("所属单位"), widget=QuickSelect)
    specialities = forms.MultipleChoiceField(
        label=gettext_lazy("专长"), choices=choices_of(SPECIALITY_NAMES), required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )  # fmt: skip
    court = line(gettext_lazy("所在地基层人民法院"), most=80, required=False)
    phone = line(gettext_lazy("电话"), most=30, required=False)

    def fit(self, actor: Actor) -> None:
        """List the places and units in this person's area."""
        prefixes = _kept(actor)
        areas = [area for area in places.open_areas(prefixes) if len(area.code) <= 12]
        self.offer(
            "area_code",
            [(area.code, " / ".join(places.area_path(area.code))) for area in sorted(areas, key=lambda one: one.code)],
        )
        units = {unit.code: unit.name for prefix in prefixes for unit in staff.units_under(prefix)}
        own = actor.unit_codes  # first, so that its own people may read what comes to the committee
        self.offer("unit_code", sorted(units.items(), key=lambda unit: (unit[0] not in own, unit[0])))

    def act(self, command: Command) -> object:
        """Enter what was typed."""
        values = {**self.cleaned_data}
        del values["command_id"]
        values["level"] = CommitteeLevel(values["level"])
        values["specialities"] = [Speciality(one) for one in values["specialities"]]
        return actions.add_committee(actions.CommitteeEntry(**values), command=command)


_FORMS: dict[str, type[MediatorForm] | type[CommitteeForm]] = {"mediators": MediatorForm, "committees": CommitteeForm}


@never_cache
@needs(*READERS, Permission.STAFF_MANAGE)
def register(request: StaffRequest, noun: str = "") -> HttpResponse:
    """Show the register; a form sent to one of its nouns enters a mediator or a committee."""
    if request.method != "POST" or not noun:
        return _page(request)
    form = _FORMS[noun](request.POST, auto_id=f"{noun}_%s")
    form.fit(request.actor)
    if form.is_valid():
        try:
            form.act(Command(form.command, request.actor, timezone.now()))
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已记入名册。"))
            return redirect("mediation:register")
    return _page(request, {noun: form}, status=400)


def _page(
    request: StaffRequest, refused: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:  # Any: a refused form
    shown: dict[str, Any] = {}  # Any: forms by noun
    if _kept(request.actor):
        for noun, form in _FORMS.items():
            shown[noun] = (refused or {}).get(noun) or form.fresh(noun)
            shown[noun].fit(request.actor)
    speciality = request.GET.get("speciality", "")
    context = {
        "rows": [_row(row) for row in register_rows(on=timezone.localdate(), speciality=speciality)],
        "committees": [(row, LEVEL_NAMES[row.level]) for row in committees()],
        "specialities": choices_of(SPECIALITY_NAMES),
        "speciality": speciality,
        "mediator_form": shown.get("mediators"),
        "committee_form": shown.get("committees"),
        "refused": next(iter(refused or {}), ""),
    }
    return render(request, "mediation/register.html", context, status=status)


def _kept(actor: Actor) -> tuple[str, ...]:
    return (*actor.prefixes(Permission.CASES_CONFIDENTIAL), *actor.prefixes(Permission.STAFF_MANAGE))


def _row(row: MediatorRow) -> dict[str, object]:
    return {
        "name": row.name,
        "committee": row.committee,
        "level": LEVEL_NAMES[row.level],
        "rank": RANK_NAMES[row.rank],
        "knows": [SPECIALITY_NAMES[one] for one in row.specialities],
        "employer": row.employer,
        "phone": row.phone,
        "since": row.since,
        "until": row.until,
        "in_hand": row.in_hand,
        "is_in_office": row.is_in_office,
    }
