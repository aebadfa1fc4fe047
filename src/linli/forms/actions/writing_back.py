"""What of a filled form differs from the register: kept beside it until somebody has looked, and never written by itself."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.core.bulk import insert_models
from linli.core.ids import new_id
from linli.core.secrets import mask_name, mask_phone, seal
from linli.forms.converting import Instance
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.members import match_member
from linli.forms.rules import ATTRIBUTES, MEMBERS, PERSON_FIELDS, Question, is_same
from linli.places import queries as places
from linli.register.queries.held import HeldPerson, held_members, held_person
from linli.register.queries.standing import standing_of

MEMBER = "member"


@dataclass(frozen=True)
class Differs:
    """One value that the register has otherwise."""

    subject: str
    field: str
    base: str
    value: str
    resident_id: UUID | None = None
    named_id: UUID | None = None  # the record the form named, where it was merged since


def propose(row: Submission, instance: Instance, questions: Sequence[Question]) -> int:
    """Keep every value that differs from the register, or that the register has not, for a look; say how many."""
    found = [*_of_person(row, instance, questions), *_of_dwelling(row, instance, questions)]
    found += _of_members(row, instance, questions)
    insert_models([_row(row, one) for one in found])
    return len(found)


def _row(row: Submission, one: Differs) -> WriteBack:
    return WriteBack(
        id=new_id(), submission_id=row.pk, area_code=row.area_code, subject=one.subject, resident_id=one.resident_id,
        named_id=one.named_id, household_id=row.household_id, dwelling_id=row.dwelling_id if one.subject == "dwelling" else None,
        field=one.field, base_sealed=seal(one.base), value_sealed=seal(one.value), by=row.by,
        by_name=row.by_name, at=row.received_at,
    )  # fmt: skip


def _of_person(row: Submission, instance: Instance, questions: Sequence[Question]) -> Iterator[Differs]:
    person = held_person(row.resident_id) if row.resident_id else None
    if person is None:
        return
    said = {
        ATTRIBUTES[one.attribute].field: instance.first(one.path)
        for one in questions
        if one.attribute and not one.repeat and ATTRIBUTES[one.attribute].subject == "resident"
    }
    yield from differing(person, said, named_id=row.named_id)


def _of_dwelling(row: Submission, instance: Instance, questions: Sequence[Question]) -> Iterator[Differs]:
    stands = places.places_of_dwellings(dwelling_ids=[row.dwelling_id]) if row.dwelling_id else ()
    for one in questions:
        attribute = ATTRIBUTES.get(one.attribute)
        if not stands or attribute is None or attribute.subject != "dwelling" or not attribute.goes_back:
            continue
        value, base = instance.first(one.path), str(getattr(stands[0], attribute.field))
        if not is_same(value, base):
            yield Differs("dwelling", attribute.field, base, value)


def _of_members(row: Submission, instance: Instance, questions: Sequence[Question]) -> Iterator[Differs]:
    repeat = next((one for one in questions if one.attribute == MEMBERS and one.kind == "repeat"), None)
    if repeat is None or row.household_id is None:
        return
    asked = [one for one in questions if one.repeat == repeat.path and one.attribute]
    people = list(held_members(row.household_id))
    for turn in instance.turns(repeat.path, asked):
        said = {ATTRIBUTES[one.attribute].field: turn[one.path] for one in asked}
        named_id = _merged_since(said, people)
        person = match_member(said, people)
        if person is not None:
            yield from differing(person, said, named_id=named_id)
        elif new := _new_member(said):
            yield Differs(MEMBER, MEMBER, "", new)


def _merged_since(said: dict[str, str], people: Sequence[HeldPerson]) -> UUID | None:
    """Have a turn whose key is of a record that was merged mean the one that stands for it; give the key it had."""
    key = said.get("id", "")
    if not key or key in {str(one.id) for one in people}:
        return None
    try:
        named = UUID(key)
    except ValueError:
        return None
    stands = standing_of(named)
    said["id"] = str(stands)
    return named if stands != named else None


def differing(person: HeldPerson, said: dict[str, str], *, named_id: UUID | None = None) -> Iterator[Differs]:
    """Give what somebody's values on a form have otherwise than the register; masked ones and empty ones say nothing."""
    masked = {"name": mask_name(person.name), "phone": mask_phone(person.phone)}
    for field in PERSON_FIELDS:
        value, base = said.get(field, "").strip(), str(getattr(person, field))
        value = value[:10] if field == "born_on" else value
        if "*" not in value and not is_same(value, base, masked=masked.get(field, "")):
            yield Differs("resident", field, base, value, person.id, named_id)


def _new_member(said: dict[str, str]) -> str:
    """Pack somebody whom the register does not have in this household; without name, sex and birth date it is nobody yet."""
    told = {field: said.get(field, "").strip() for field in (*PERSON_FIELDS, "relation")}
    if not (told["name"] and told["sex"] and told["born_on"]) or "*" in told["name"]:
        return ""
    told["born_on"] = told["born_on"][:10]
    return json.dumps({name: text for name, text in told.items() if text and "*" not in text}, ensure_ascii=False)
