"""Admit a form: with owner, purpose, list reference and end, or not at all; and take one back."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.personal_data import LegalBasis
from linli.forms import errors, rules
from linli.forms.actions.recording import is_first, note
from linli.forms.models import Form, FormVersion
from linli.forms.queries.asking import other_questions, questions_of
from linli.forms.queries.visible import may_admit
from linli.forms.rules import ATTRIBUTES, OF_PEOPLE, Admission, FormState, Question, Target
from linli.register.queries.purposes import Use, purpose_for
from linli.staff import queries as staff
from linli.staff.rules import Command, Permission, check_area_code


@transaction.atomic
def admit_form(code: str, version: str, said: Admission, *, mark: str, command: Command) -> Form:
    """Open a version of a form to be filled in; the figures of what was asked before are kept as they stand now.

    `mark` is of the contents that were looked at: what was uploaded over them meanwhile is looked at first.
    """
    if not is_first(command, "admit", asked=f"{code} {version} {mark}"):
        return Form.objects.get(pk=code)
    form = Form.objects.select_for_update().filter(pk=code).first()
    row = FormVersion.objects.filter(form=form, version=version).first()
    if form is None or row is None:
        raise errors.FormNotFound
    _permit(said, form, command)
    if row.mark != mark:
        raise errors.VersionChanged
    today = timezone.localdate(command.at)
    rules.check_admission(said, today=today)
    said = replace(said, owner_unit=_unit_of(said))
    _check_purpose(said, questions_of(row))
    if row.admitted_at is not None and form.state == FormState.ADMITTED and form.version == version:
        _prolong(form, row, said, command)
        return form
    _measure(row)
    _end_others(form, version, today)
    _open(form, row, said, command)
    note(command, "admit", area_code=form.area_code, kind="form", subject=code, version=version)
    return form


@transaction.atomic
def withdraw_form(code: str, *, reason: str, command: Command) -> Form:
    """Take a form back: it leaves every list at once; what was filled in before still comes in."""
    if not is_first(command, "withdraw", asked=code):
        return Form.objects.get(pk=code)
    form = Form.objects.select_for_update().filter(pk=code).first()
    if form is None or not command.by.may(Permission.FORMS_ADMIT, form.area_code):
        raise errors.FormNotFound
    if form.state == FormState.WITHDRAWN:
        raise errors.FormWithdrawn
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    form.state, form.withdrawn_at, form.withdrawn_because = FormState.WITHDRAWN.value, command.at, reason.strip()[:200]
    form.withdrawn_by_name = command.by.name[:40]
    form.save(update_fields=["state", "withdrawn_at", "withdrawn_because", "withdrawn_by_name"])
    FormVersion.objects.filter(form=form, admitted_at__isnull=False, version=form.version).update(
        ended_on=timezone.localdate(command.at)
    )
    note(command, "withdraw", area_code=form.area_code, kind="form", subject=code)
    return form


def _permit(said: Admission, form: Form, command: Command) -> None:
    """Only who admits forms for the whole of its area opens it; another area's form stays theirs."""
    check_area_code(said.area_code)
    if not command.by.may(Permission.FORMS_ADMIT, said.area_code):
        raise errors.AreaWrong(field="area_code")
    if not may_admit(command.by, form):
        raise errors.FormNotFound if form.admitted_at is None else NotAllowed


def _unit_of(said: Admission) -> str:
    unit = staff.known_unit(said.owner_unit)
    if unit is None:
        raise errors.OwnerUnknown(field="owner_unit", unit=said.owner_unit)
    return unit.code


def _check_purpose(said: Admission, questions: list[Question]) -> None:
    """A form asks only for what its open purpose may know of people (PIPL art. 6: no more than the purpose needs).

    What rests on consent is asked of one person: nobody can agree for the others of a household, or for a place.
    """
    is_of_people = said.target in OF_PEOPLE
    purpose = purpose_for(said.purpose_code, use=Use.READING if is_of_people else Use.SHARING)
    if purpose.basis is LegalBasis.CONSENT and said.target != Target.PERSON:
        raise errors.ConsentIsPersonal(field="target", purpose=str(purpose.name))
    for one in questions:
        asked = ATTRIBUTES.get(one.attribute)
        if asked is None or not one.is_asked or not (is_of_people or asked.subject == "resident"):
            continue  # where a place is, a form about places may ask
        if asked.purpose_name and asked.purpose_name not in purpose.attributes:
            name = next(iter(one.labels.values()), one.name)
            raise errors.PurposeTooNarrow(purpose=str(purpose.name), name=name)


def _measure(row: FormVersion) -> None:
    measured = rules.compare(questions_of(row), other_questions(but=row.form_id))
    row.asked, row.known, row.elsewhere = measured.asked, measured.known, measured.elsewhere


def _end_others(form: Form, version: str, today: dt.date) -> None:
    """A newer version takes the place of the one before; what was filled in with that one still comes in."""
    FormVersion.objects.filter(form=form, admitted_at__isnull=False).exclude(version=version).filter(
        ended_on__gt=today
    ).update(ended_on=today)


def _open(form: Form, row: FormVersion, said: Admission, command: Command) -> None:
    row.admitted_at, row.ended_on = row.admitted_at or command.at, said.expires_on
    row.save(update_fields=["admitted_at", "ended_on", "asked", "known", "elsewhere"])
    form.state, form.version = FormState.ADMITTED.value, row.version
    form.admitted_at, form.admitted_by, form.admitted_by_name = command.at, command.by.key[:40], command.by.name[:40]
    form.withdrawn_at, form.withdrawn_because, form.withdrawn_by_name = None, "", ""
    _describe(form, said)
    form.save()


def _prolong(form: Form, row: FormVersion, said: Admission, command: Command) -> None:
    row.ended_on = said.expires_on
    row.save(update_fields=["ended_on"])
    _describe(form, said)
    form.save()
    note(command, "prolong", area_code=form.area_code, kind="form", subject=form.code, version=row.version)


def _describe(form: Form, said: Admission) -> None:
    form.owner_unit, form.purpose_code = said.owner_unit, said.purpose_code
    form.list_reference, form.asked_by = said.list_reference.strip()[:80], said.asked_by.strip()[:80]
    form.expires_on, form.area_code, form.target = said.expires_on, said.area_code, said.target.value
    form.lead_days, form.about = said.lead_days, said.about.strip()[:300]
