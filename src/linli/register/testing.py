"""Builders of the register for all tests: invented people in the invented district of the fixed cast."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from linli.core.codes import id_check_character
from linli.core.ids import new_id
from linli.places.testing import make_dwelling
from linli.register.actions import register_households
from linli.register.actions.assessments import draft_assessment, sign_assessment
from linli.register.catalogue import declared
from linli.register.models import Household, ImpactAssessment, Organisation, Resident
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.register.rules.purposes import Answer
from linli.staff.rules import SYSTEM, Actor, Command
from linli.staff.testing import GRID, Cast

AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
SINCE = dt.date(2020, 1, 1)
GRANDMOTHER = NewResident("何秀兰", "female", dt.date(1958, 4, 5), "", "19900000123", relation=Relation.HEAD)
CHILD = NewResident("何宇轩", "male", dt.date(2019, 9, 1), relation=Relation.GRANDCHILD)


def make_id_number(born_on: dt.date, sex: str, order: int = 1) -> str:
    """Make a valid ID number of the district that no place has."""
    first = f"990101{born_on:%Y%m%d}{order * 2 - (sex == 'male'):03d}"
    return first + id_check_character(first)


def a_command(by: Actor, *, at: dt.datetime = AT) -> Command:
    """Make a command with a new id."""
    return Command(new_id(), by, at)


def make_household(
    *members: NewResident, area_code: str = GRID, dwelling_id: UUID | None = None, since: dt.date = SINCE
) -> Household:
    """Store a household with its people: a grandmother and her grandson unless others are given."""
    pk = new_id()
    home = NewHousehold(
        area_code, dwelling_id or make_dwelling(area_code=area_code, unit_no=new_id().hex[-8:]), since,
        members or (GRANDMOTHER, CHILD), pk,
    )  # fmt: skip
    register_households([home], by=SYSTEM, at=AT)
    return Household.objects.get(pk=pk)


def make_resident(
    name: str = "何秀兰",
    *,
    sex: str = "female",
    born_on: dt.date = dt.date(1958, 4, 5),
    id_number: str = "",
    phone: str = "",
    area_code: str = GRID,
    **more: object,
) -> Resident:
    """Store a resident who lives alone."""
    pk = new_id()
    person = NewResident(name, sex, born_on, id_number, phone, id=pk, relation=Relation.HEAD)
    make_household(replace(person, **more), area_code=area_code)  # type: ignore[arg-type]  # fields of the same dataclass
    return Resident.objects.get(pk=pk)


def make_organisation(
    name: str = "竹桥志愿服务队", *, kind: str = "volunteer-team", area_code: str = GRID, has_members: bool = True
) -> Organisation:
    """Store an organisation."""
    return Organisation.objects.create(name=name, kind=kind, area_code=area_code, has_members=has_members, since=SINCE)


def good_answers() -> dict[str, Answer]:
    """Answer every question of an impact assessment so that it can be signed."""
    return {code: Answer(yes=True, why="逐项核对，符合规定") for code in declared().questions}


def open_purpose(code: str, cast: Cast, *, at: dt.datetime = AT) -> ImpactAssessment:
    """Open a sensitive purpose as the desk does: the registrar drafts its assessment, the data officer signs."""
    row = draft_assessment(code, good_answers(), command=a_command(cast.jiang.actor, at=at))
    return sign_assessment(row.pk, command=a_command(cast.luo.actor, at=at))
