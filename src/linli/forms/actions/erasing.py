"""What somebody asks to have deleted goes from filled forms as well: their answers, files and values for the register (PIPL art. 47)."""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from linli.core.secrets import seal, unseal
from linli.forms import rules
from linli.forms.actions.forgetting import delete_files
from linli.forms.actions.writing_back import MEMBER
from linli.forms.converting import read_instance
from linli.forms.models import Submission, SubmissionFile, WriteBack
from linli.forms.queries.asking import questions_of
from linli.forms.queries.members import match_member
from linli.forms.rules import ATTRIBUTES, Question, SubmissionState
from linli.forms.rules.states import OPEN
from linli.register.queries.held import HeldPerson, held_members, held_person
from linli.register.rules.stays import Stay

_PHONE = "phone"


type Homes = Mapping[UUID, Sequence[Stay]]


@transaction.atomic
def erase_answers(resident_ids: Collection[UUID], homes: Homes) -> int:
    """Empty the forms about people whose records were deleted, with files and values; say how many. Again does no harm.

    A form of a whole household is emptied too where one of them belonged to it on the day of the form, or where it
    brought a newcomer: its answers in words, its pictures, a turn without a key cannot be told apart by person, and a
    form from which single words were taken says what nobody has said. What the others had otherwise than the register
    stays to be decided on, and what was taken of it stands there. That the form was filled in stays, without an answer,
    so that a phone that sends it again does not bring it back.
    """
    emptied = 0
    for row in _about(resident_ids, homes):
        _empty(row, resident_ids)
        emptied += 1
    return emptied


@transaction.atomic
def erase_phones(resident_ids: Collection[UUID], homes: Homes) -> int:
    """Take somebody's number out of the forms about them and out of what waits for the register; say how many forms.

    In a household's form every number goes that is not surely another member's.
    """
    touched = 0
    for row in _about(resident_ids, homes):
        _clear_phone(row, resident_ids)
        touched += 1
    return touched


def _about(resident_ids: Collection[UUID], homes: Homes) -> Sequence[Submission]:
    """Find the forms about some people: their own, those with values of theirs, those of their households in their time."""
    own = Q(resident_id__in=resident_ids)
    valued = WriteBack.objects.filter(resident_id__in=resident_ids).values("submission_id")
    found = {row.pk: row for row in _locked(own | Q(pk__in=valued))}
    newcomers = set(
        WriteBack.objects.filter(household_id__in=homes, subject=MEMBER).values_list("submission_id", flat=True)
    )
    for row in _locked(Q(household_id__in=homes, resident_id=None)):
        here = homes[row.household_id] if row.household_id else []
        if row.pk in newcomers or any(stay.meets(row.filled_on, row.filled_on) for stay in here):
            found[row.pk] = row
    return list(found.values())


def _locked(about: Q) -> QuerySet[Submission]:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("version").filter(about)
    return rows.defer("version__xform", "version__xlsform").order_by("pk")


def _empty(row: Submission, resident_ids: Collection[UUID]) -> None:
    instance = read_instance(unseal(row.xml_sealed).encode())
    instance.blank()
    row.xml_sealed = seal(instance.xml)
    delete_files(list(SubmissionFile.objects.filter(submission=row).values_list("pk", flat=True)))
    row.write_backs.filter(Q(resident_id__in=resident_ids) | Q(subject=MEMBER)).delete()
    if row.resident_id is not None:  # it was about this person alone: under a number that nobody bears, and no home
        row.write_backs.all().delete()
        row.household_id = row.dwelling_id = None
    if not row.write_backs.filter(state__in=[one.value for one in OPEN]).exists():
        row.state = SubmissionState.ERASED.value
    row.save(update_fields=["xml_sealed", "household_id", "dwelling_id", "state"])


def _clear_phone(row: Submission, resident_ids: Collection[UUID]) -> None:
    instance, questions = read_instance(unseal(row.xml_sealed).encode()), questions_of(row.version)
    others = [one for one in held_members(row.household_id) if one.id not in resident_ids] if row.household_id else []
    for one in questions:
        if one.attribute != f"resident.{_PHONE}":
            continue
        if one.repeat:
            asked = [other for other in questions if other.repeat == one.repeat and other.attribute in ATTRIBUTES]
            instance.clear_in_turns(one, asked, where=partial(_may_be_of, resident_ids, asked=asked, others=others))
        else:
            instance.clear(one)
    row.xml_sealed = seal(instance.xml)
    row.write_backs.filter(resident_id__in=resident_ids, field=_PHONE).delete()
    _clear_newcomers(row, [person for pk in resident_ids if (person := held_person(pk)) is not None])
    if row.state in {SubmissionState.IN_REVIEW, SubmissionState.TAKEN}:
        row.state = rules.state_of(list(row.write_backs.values_list("state", flat=True))).value
    row.save(update_fields=["xml_sealed", "state"])


def _may_be_of(
    resident_ids: Collection[UUID],
    said: dict[str, str],
    *,
    asked: Sequence[Question],
    others: Sequence[HeldPerson],
) -> bool:
    """Say whether a turn is about these people, or about somebody who is none of the others for sure."""
    told = {ATTRIBUTES[one.attribute].field: said[one.path] for one in asked}
    return told.get("id") in {str(pk) for pk in resident_ids} or match_member(told, others) is None


def _clear_newcomers(row: Submission, people: Sequence[HeldPerson]) -> None:
    """Take the number out of what a form said of somebody whom the register did not have then."""
    names = {one.name for one in people}
    for one in row.write_backs.filter(subject=MEMBER):
        said = json.loads(unseal(one.value_sealed))
        if said.get("name") in names and said.pop(_PHONE, ""):
            one.value_sealed = seal(json.dumps(said, ensure_ascii=False))
            one.save(update_fields=["value_sealed"])
