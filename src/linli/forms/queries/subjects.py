"""Whom and which place a filled form is about, and in which grid it lies: as the door says, as its keys say, as its address reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from linli.core.scope import covers
from linli.forms import errors
from linli.forms.converting import Instance
from linli.forms.models import Form
from linli.forms.rules import Question, Target, point_of
from linli.places import queries as places
from linli.places.queries import DwellingPlace
from linli.register.queries.held import held_home, household_in
from linli.register.queries.standing import standing_of
from linli.register.queries.whom import homes_of
from linli.staff.rules import Actor, Permission


class Named(Protocol):
    """What a door knows of whom a form is about."""

    @property
    def household_id(self) -> UUID | None:
        """The household."""

    @property
    def resident_id(self) -> UUID | None:
        """The person."""

    @property
    def dwelling_id(self) -> UUID | None:
        """The dwelling."""


@dataclass(frozen=True)
class Subjects:
    """Whom a filled form is about, and its grid."""

    area_code: str
    household_id: UUID | None = None
    resident_id: UUID | None = None
    dwelling_id: UUID | None = None
    named_id: UUID | None = None  # the resident that was named, where another record stands for it


def find_subjects(
    form: Form, questions: Sequence[Question], instance: Instance, named: Named, actor: Actor
) -> Subjects:
    """Find whom a filled form is about; what is not there, or lies outside the form's or the writer's area, is refused."""
    keys = {one.attribute: instance.first(one.path) for one in questions if one.attribute and not one.repeat}
    resident = named.resident_id or _key(keys.get("resident.id", ""))
    household = named.household_id or _key(keys.get("household.id", ""))
    dwelling = named.dwelling_id or _key(keys.get("dwelling.id", ""))
    stands = standing_of(resident) if resident else None
    named_id = resident if stands != resident else None
    # a phone may name a record that was merged since, and its home: the one that stands has a home of its own
    found = _of_resident(stands, None if named_id else household) if stands else Subjects("", household)
    found = _of_household(found)
    found = _of_dwelling(found, found.dwelling_id if named_id else dwelling or found.dwelling_id)
    if not found.area_code and (address := keys.get("dwelling.address", "")):
        found = _of_address(address, form, actor)
    if not found.area_code:
        found = Subjects(_area_of_point(questions, instance) or _area_of_post(form, actor))
    if form.target == Target.HOUSEHOLD and found.household_id is None and found.dwelling_id is not None:
        found = Subjects(found.area_code, household_in(found.dwelling_id), found.resident_id, found.dwelling_id)
    _permit(found.area_code, form, actor)
    return replace(found, named_id=named_id)


def _key(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise errors.SubjectUnknown(field="household") from None


def _of_resident(resident: UUID, household: UUID | None) -> Subjects:
    home = homes_of([resident]).get(resident)
    if home is None or (household is not None and household != home.household_id):
        raise errors.SubjectUnknown(field="resident")
    return Subjects(home.area_code, home.household_id, resident, home.dwelling_id)


def _of_household(found: Subjects) -> Subjects:
    if found.household_id is None:
        return found
    home = held_home(found.household_id)
    if home is None:
        raise errors.SubjectUnknown(field="household")
    return Subjects(home.area_code, home.id, found.resident_id, home.dwelling_id)


def _of_dwelling(found: Subjects, dwelling: UUID | None) -> Subjects:
    if dwelling is None:
        return found
    if found.dwelling_id is not None and found.dwelling_id != dwelling:
        raise errors.SubjectUnknown(field="dwelling")
    rows: Sequence[DwellingPlace] = places.places_of_dwellings(dwelling_ids=[dwelling])
    if not rows:
        raise errors.SubjectUnknown(field="dwelling")
    return Subjects(rows[0].area_code, found.household_id, found.resident_id, dwelling)


def _of_address(address: str, form: Form, actor: Actor) -> Subjects:
    """Read a written address within the writer's own area; only one that is sure and leads to a dwelling says which one."""
    prefixes = [one for one in actor.prefixes(Permission.FORMS_FILL) if _overlap(one, form.area_code)]
    match = places.match_address(address, prefixes=prefixes or ("",))
    best = match.best
    if best is None or not match.is_sure:
        return Subjects("")
    return Subjects(best.area_code, dwelling_id=best.dwelling_id)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _area_of_point(questions: Sequence[Question], instance: Instance) -> str:
    """Locate the place the form notes; the place alone, never the writer's way there."""
    for one in questions:
        if one.kind == "geopoint" and (point := point_of(instance.first(one.path))):
            return places.locate_finest(*point) or ""
    return ""


def _area_of_post(form: Form, actor: Actor) -> str:
    own = [one for one in actor.prefixes(Permission.FORMS_FILL) if _overlap(one, form.area_code)]
    if not own:
        raise errors.NotOfYourArea
    narrowest = max([*own, form.area_code], key=len)
    if not narrowest:
        raise errors.PlaceUnknown(field="place")
    return narrowest


def _permit(area_code: str, form: Form, actor: Actor) -> None:
    if not covers([form.area_code], area_code) or not actor.may(Permission.FORMS_FILL, area_code):
        raise errors.NotOfYourArea
