"""Which changes the pages of a record offer: each a noun, a form and the one action it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.places.queries.addresses import match_address
from linli.register import actions
from linli.register.actions import contacts, guardians, households, merging, vital
from linli.register.actions.revealing import Revealed, reveal
from linli.register.errors import AddressUnclear
from linli.register.queries.choosing import grown_members_of, household_in, likely_doubles
from linli.register.queries.sheets import HouseholdSheet, ResidentSheet
from linli.register.rules import NewContact, NewGuardian, NewHome, NewResident, Relation
from linli.register.web import record_forms as forms
from linli.register.web.record_forms import RecordForm
from linli.register.wording import Word
from linli.staff.rules import Actor, Command, Permission

type Sheet = HouseholdSheet | ResidentSheet
type Act = Callable[[UUID, Command, Any], object]  # Any: each act knows its own form


@dataclass(frozen=True)
class RecordStep:
    """One change of a record's page."""

    noun: str
    form: type[RecordForm]
    act: Act
    title: Word
    button: Word
    done: Word
    hint: Word = ""
    fit: Callable[[Any, Any, Actor], None] | None = None  # Any: each knows its own form and sheet
    fits_dead: bool = False


def dwelling_named(actor: Actor, text: str) -> UUID:
    """Find the one dwelling of the actor's area that an address names; several or none are asked about."""
    found = match_address(text, prefixes=actor.prefixes(Permission.PEOPLE_EDIT))
    if found.dwelling_id is None or found.is_ambiguous:
        likely = "；".join(one.text for one in (found.best, *found.others)[:3] if one is not None)
        raise AddressUnclear(field="address", address=text, likely=likely or _("没有"))
    return found.dwelling_id


def _correct(pk: UUID, command: Command, form: forms.CorrectForm) -> object:
    said, values = form.cleaned_data, form.values()
    if said["wrong"] == "changed":
        on = said["on"] or timezone.localdate(command.at)
        return actions.change_resident(
            pk, command=command, values=values, on=on, source=said["source"], version=form.seen
        )
    return actions.correct_resident(
        pk, command=command, values=values, source=said["source"], reason=said["reason"] or _("登记有误"),
        version=form.seen,
    )  # fmt: skip


def _move_in(pk: UUID, command: Command, form: forms.MoveInForm) -> object:
    said = form.cleaned_data
    dwelling = dwelling_named(command.by, said["address"])
    home = NewHome(
        dwelling_id=dwelling, on=said["on"], household_id=household_in(dwelling) if said["join"] else None,
        lives=said["kind"] != "registered", registered=said["kind"] != "lives",
        relation=Relation(said["relation"]), leaves=said["leaves"],
    )  # fmt: skip
    return actions.move_in(pk, home, command=command)


def _move_out(pk: UUID, command: Command, form: forms.MoveOutForm) -> object:
    said = form.cleaned_data
    return actions.move_out(
        pk, command=command, on=said["on"], reason=said["reason"], keeps_registration=said["keeps_registration"]
    )


def _death(pk: UUID, command: Command, form: forms.DeathForm) -> object:
    return vital.record_death(pk, command=command, on=form.cleaned_data["on"], source=form.cleaned_data["source"])


def _merge(pk: UUID, command: Command, form: forms.MergeForm) -> object:
    other = UUID(form.cleaned_data["other"])
    return merging.merge_residents(pk, other, command=command, reason=form.cleaned_data["reason"])


def _guardian(pk: UUID, command: Command, form: forms.GuardianForm) -> object:
    said = form.cleaned_data
    guardian = NewGuardian(
        said["basis"], UUID(said["person"]) if said["person"] else None, said["name"], said["phone"],
        Relation(said["relation"]),
    )  # fmt: skip
    return guardians.name_guardian(pk, guardian, command=command, on=said["on"])


def _contact(pk: UUID, command: Command, form: forms.ContactForm) -> object:
    said = form.cleaned_data
    return contacts.name_contact(
        pk, NewContact(said["name"], said["phone"], Relation(said["relation"])), command=command
    )


def show_clear(pk: UUID, command: Command, form: forms.RevealForm) -> Revealed:
    """Read clear values for the purpose the form names."""
    said = form.cleaned_data
    return reveal(pk, command=command, fields=said["fields_read"], purpose=said["purpose"], said=said["said"])


def _person(pk: UUID, command: Command, form: forms.PersonForm) -> object:
    return actions.enter_resident(pk, person_of(form.cleaned_data), command=command, source=form.cleaned_data["source"])


def person_of(said: Mapping[str, Any], *, relation: Relation | None = None) -> NewResident:  # Any: Django's own shape
    """Make a person of what a form says."""
    return NewResident(
        said["name"], said["sex"], said["born_on"], said["id_number"], said["phone"], registered=said["registered"],
        relation=relation if relation is not None else Relation(said["relation"]),
    )  # fmt: skip


def _birth(pk: UUID, command: Command, form: forms.BirthForm) -> object:
    said = form.cleaned_data
    child = NewResident(said["name"], said["sex"], said["on"], said["id_number"], relation=Relation.CHILD)
    return vital.record_birth(pk, child, command=command, on=said["on"])


def _head(pk: UUID, command: Command, form: forms.MemberForm) -> object:
    return households.set_head(pk, UUID(form.cleaned_data["member"]), command=command, version=form.seen)


def _relation(pk: UUID, command: Command, form: forms.RelationForm) -> object:
    said = form.cleaned_data
    return households.set_relation(pk, UUID(said["member"]), said["relation"], command=command, version=form.seen)


def _split(pk: UUID, command: Command, form: forms.SplitForm) -> object:
    said = form.cleaned_data
    dwelling = dwelling_named(command.by, said["address"]) if said["address"] else None
    leaving = tuple(UUID(one) for one in said["members"])
    split = households.Split(leaving, said["on"], head_id=leaving[0], dwelling_id=dwelling)
    return households.split_household(pk, split, command=command, version=form.seen)


def _offer(form: RecordForm, name: str, choices: list[tuple[str, Any]]) -> None:  # Any: Django's choices nest
    field = form.fields[name]
    field.choices = choices  # type: ignore[attr-defined]  # a field of choices, as its form declares it


def _members(sheet: HouseholdSheet) -> list[tuple[str, Any]]:  # Any: as above
    return [(str(one.resident_id), f"{one.name}（{one.birth_year}）") for one in sheet.members]


def _fit_members(form: RecordForm, sheet: HouseholdSheet, actor: Actor) -> None:
    _offer(form, "members" if "members" in form.fields else "member", _members(sheet))


def _fit_merge(form: RecordForm, sheet: ResidentSheet, actor: Actor) -> None:
    _offer(form, "other", [("", "–"), *((str(one.id), one.said) for one in likely_doubles(actor, sheet.id))])


def _fit_guardian(form: RecordForm, sheet: ResidentSheet, actor: Actor) -> None:
    grown = grown_members_of(sheet.id, on=timezone.localdate())
    _offer(form, "person", [("", "–"), *((str(one.id), one.said) for one in grown)])


RESIDENT_STEPS: tuple[RecordStep, ...] = (
    RecordStep("correction", forms.CorrectForm, _correct, gettext_lazy("更正或更新"), gettext_lazy("保存"), gettext_lazy("已更正，原来的内容留在经过里。"), hint=gettext_lazy("只填要改的项目。"), fit=None, fits_dead=True),
    RecordStep("moving-in", forms.MoveInForm, _move_in, gettext_lazy("迁入、落户"), gettext_lazy("登记"), gettext_lazy("已登记。")),
    RecordStep("moving-out", forms.MoveOutForm, _move_out, gettext_lazy("迁出"), gettext_lazy("登记"), gettext_lazy("已登记迁出。")),
    RecordStep("guardian", forms.GuardianForm, _guardian, gettext_lazy("登记监护人"), gettext_lazy("登记"), gettext_lazy("已登记监护人。"), fit=_fit_guardian),
    RecordStep("contact", forms.ContactForm, _contact, gettext_lazy("登记联系人"), gettext_lazy("登记"), gettext_lazy("已登记联系人。"), hint=gettext_lazy("由本人提供，遇到急事时联系。")),
    RecordStep("death", forms.DeathForm, _death, gettext_lazy("死亡登记"), gettext_lazy("登记"), gettext_lazy("已登记，可以撤销。")),
    RecordStep("merging", forms.MergeForm, _merge, gettext_lazy("合并重复登记"), gettext_lazy("合并"), gettext_lazy("已合并，可以撤销。"), fit=_fit_merge, fits_dead=True),
)  # fmt: skip

HOUSEHOLD_STEPS: tuple[RecordStep, ...] = (
    RecordStep("member", forms.PersonForm, _person, gettext_lazy("登记成员"), gettext_lazy("登记"), gettext_lazy("已登记。")),
    RecordStep("birth", forms.BirthForm, _birth, gettext_lazy("出生登记"), gettext_lazy("登记"), gettext_lazy("已登记。")),
    RecordStep("head", forms.MemberForm, _head, gettext_lazy("变更户主"), gettext_lazy("保存"), gettext_lazy("已变更。"), fit=_fit_members),
    RecordStep("relation", forms.RelationForm, _relation, gettext_lazy("变更与户主关系"), gettext_lazy("保存"), gettext_lazy("已变更。"), fit=_fit_members),
    RecordStep("split", forms.SplitForm, _split, gettext_lazy("分户"), gettext_lazy("分户"), gettext_lazy("已分户，可以撤销。"), fit=_fit_members),
)  # fmt: skip

REVEAL = RecordStep("reveal", forms.RevealForm, show_clear, gettext_lazy("写明目的并查看"), gettext_lazy("查看"), "")
