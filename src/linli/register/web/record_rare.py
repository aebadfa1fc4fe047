"""The changes of a record's page that are needed seldom: somebody from elsewhere, two households joined, one record parted."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.register import actions
from linli.register.queries.choosing import households_beside
from linli.register.queries.sheets import HouseholdSheet, ResidentSheet
from linli.register.queries.visible import household_for
from linli.register.rules import LONGEST_NAME, NewHome, NewResident, Relation
from linli.register.web import record_steps
from linli.register.web.record_forms import RecordForm, SourcedForm, day, relations, said
from linli.register.web.record_steps import RecordStep
from linli.register.wording import FIELD_NAMES, SEX_NAMES, named
from linli.staff.rules import Actor, Command


class TakingInForm(RecordForm):
    """Somebody with their paper in the hand, whose record lies in another area."""

    id_number = said(_("身份证号"), most=18)
    name = said(_("姓名"), most=LONGEST_NAME)
    on = day(_("从哪一天起"))
    relation = forms.ChoiceField(label=_("与户主关系"), choices=relations, required=False)
    lives = forms.BooleanField(label=_("住在这里"), required=False, initial=True)
    registered = forms.BooleanField(label=_("户籍迁来这里"), required=False)


class JoiningForm(RecordForm):
    """Another household of the same dwelling that belongs to this one from now on."""

    other = forms.ChoiceField(label=_("并入的另一户"), choices=[])
    on = day(_("从哪一天起"))


class PartingForm(SourcedForm):
    """The second person of a record that was two."""

    name = said(_("另一人的姓名"), most=LONGEST_NAME)
    sex = forms.ChoiceField(label=_("性别"), choices=list(SEX_NAMES.items()))
    born_on = day(_("出生日期"))
    id_number = said(_("身份证号"), most=18, required=False)
    relation = forms.ChoiceField(label=_("与户主关系"), choices=relations, required=False)
    rows = forms.MultipleChoiceField(
        label=_("属于另一人的登记"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = said(_("凭什么认定是两个人"))


def _take_in(household_id: UUID, command: Command, form: TakingInForm) -> object:
    given = form.cleaned_data
    home = NewHome(
        dwelling_id=household_for(command.by, household_id).dwelling_id, on=given["on"], household_id=household_id, lives=given["lives"],
        registered=given["registered"], relation=Relation(given["relation"]), leaves=True,
    )  # fmt: skip
    return actions.take_in(given["id_number"], given["name"], home, command=command)


def _join(household_id: UUID, command: Command, form: JoiningForm) -> object:
    given = form.cleaned_data
    return actions.join_households(
        household_id, UUID(given["other"]), command=command, on=given["on"], version=form.seen
    )


def _part(resident_id: UUID, command: Command, form: PartingForm) -> object:
    given = form.cleaned_data
    person = NewResident(
        given["name"], given["sex"], given["born_on"], given["id_number"], relation=Relation(given["relation"])
    )
    rows = [UUID(one) for one in given["rows"]]
    return actions.split_resident(
        resident_id, person, command=command, reason=given["reason"], rows=rows, source=given["source"]
    )


def _offer(form: RecordForm, name: str, choices: list[tuple[str, Any]]) -> None:  # Any: Django's choices nest
    field = form.fields[name]
    field.choices = choices  # type: ignore[attr-defined]  # a field of choices, as its form declares it


def _fit_joining(form: JoiningForm, sheet: HouseholdSheet, actor: Actor) -> None:
    _offer(form, "other", [("", "–"), *((str(one.id), one.said) for one in households_beside(actor, sheet.id))])


def _fit_parting(form: PartingForm, sheet: ResidentSheet, actor: Actor) -> None:
    contacts = [(str(one.id), f"{_('联系人')} {one.name}") for one in sheet.contacts]
    guardians = [(str(one.id), f"{_('监护人')} {one.name}") for one in sheet.guardians]
    services = [(str(one.id), one.name) for one in sheet.enrolments]
    said_so = [(str(one.id), f"{one.source_name} {named(FIELD_NAMES, one.field)}") for one in sheet.differing]
    past = [(str(one.id), f"{one.address} {one.since}–{one.until}") for one in sheet.homes if one.until is not None]
    _offer(form, "rows", [*contacts, *guardians, *services, *said_so, *past])


HOUSEHOLD_STEPS: tuple[RecordStep, ...] = (
    *record_steps.HOUSEHOLD_STEPS,
    RecordStep(
        "taking-in", TakingInForm, _take_in, _("从外地或其他辖区迁来"), _("登记"), _("已登记迁来。"),
        hint=_("须当面核对证件：身份证号和姓名都对上，才能迁来；原住处同时迁出。"),
    ),
    RecordStep(
        "joining", JoiningForm, _join, _("并户"), _("并户"), _("已并户，可以撤销。"),
        hint=_("同一房屋内的另一户并入这一户，另一户随之结束。"), fit=_fit_joining,
    ),
)  # fmt: skip

RESIDENT_STEPS: tuple[RecordStep, ...] = (
    *record_steps.RESIDENT_STEPS,
    RecordStep(
        "parting", PartingForm, _part, _("一份登记实为两人"), _("拆分"), _("已拆分，可以撤销。"),
        hint=_("为另一人新建登记，住处与此人相同；勾选属于另一人的内容。"), fit=_fit_parting,
    ),
)  # fmt: skip
